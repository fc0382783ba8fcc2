// Package access is where people change who may do what: drafts and versions
// of an organisation's policy, who has which role, and why somebody may or may
// not. What is decided by it stands in authz.
package access

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/access/sqlcgen"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// The rights of this package. Each is sensitive: it is decided again inside
// the transaction that acts.
const (
	ReadPolicy        kernel.Permission = "access.policy.read"
	EditPolicy        kernel.Permission = "access.policy.edit"
	PublishPolicy     kernel.Permission = "access.policy.publish"
	AssignRoles       kernel.Permission = "access.assignment.assign"
	ApproveRoles      kernel.Permission = "access.assignment.approve"
	UseEmergency      kernel.Permission = "access.emergency.use"
	ReviewEmergencies kernel.Permission = "access.emergency.review"
	ManageReviews     kernel.Permission = "access.review.manage"
	UpdateSettings    kernel.Permission = "access.setting.update"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{ReadPolicy, EditPolicy, PublishPolicy, AssignRoles, ApproveRoles, UseEmergency, ReviewEmergencies, ManageReviews, UpdateSettings}

// Resources describes them for the policy's editor. own of a policy is one
// that the caller has written.
var Resources = []kernel.Resource{
	{Name: "access.policy", Label: "Access policy", Actions: kernel.Actions("read", "edit", "publish"), Scopes: kernel.OwnAll},
	{Name: "access.assignment", Label: "Role assignments", Actions: kernel.Actions("assign", "approve"), Scopes: kernel.AllOnly},
	{Name: "access.emergency", Label: "Emergency access", Actions: kernel.Actions("use", "review"), Scopes: kernel.AllOnly},
	{Name: "access.review", Label: "Access reviews", Actions: kernel.Actions("manage"), Scopes: kernel.AllOnly},
	{Name: "access.setting", Label: "Settings of access", Actions: kernel.Actions("update"), Scopes: kernel.AllOnly},
}

// Person is somebody as the screens of access name them.
type Person struct {
	ID     uuid.UUID `json:"id"`
	Name   string    `json:"name"`
	Active bool      `json:"active" doc:"Can sign in"`
	Email  string    `json:"-"` // to be found by; nobody reads it here
}

// Options make a service.
type Options struct {
	DB     *db.Root
	Rights *authz.Engine
	Clock  clock.Clock
	// People lists the members of the actor's organisation, sorted by name.
	People func(ctx context.Context) ([]Person, error)
	// Proven fails unless the caller has proved within five minutes who they are.
	Proven func(ctx context.Context) error
	// Managers says who leads whom, by logins; who has no manager is left out.
	Managers func(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]uuid.UUID, error)
	// Tell leaves a message for people with the commit; nil: nobody is told.
	Tell func(ctx context.Context, tx *db.Tx, people []uuid.UUID, t kernel.Message) error
}

// Service is the use cases of access.
type Service struct {
	db       *db.Pool
	rights   *authz.Engine
	clock    clock.Clock
	people   func(ctx context.Context) ([]Person, error)
	proven   func(ctx context.Context) error
	managers func(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]uuid.UUID, error)
	tell     func(ctx context.Context, tx *db.Tx, people []uuid.UUID, t kernel.Message) error
}

// New makes the service.
func New(o Options) *Service {
	return &Service{db: o.DB.For("access", constraintFaults), rights: o.Rights, clock: o.Clock, people: o.People, proven: o.Proven, managers: o.Managers, tell: o.Tell}
}

func query(tx *db.Tx) *sqlcgen.Queries { return sqlcgen.New(tx) }

// staff are the members of an organisation, by ID.
type staff map[uuid.UUID]Person

func (s *Service) staff(ctx context.Context) (staff, error) {
	all, err := s.people(ctx)
	out := make(staff, len(all))
	for _, p := range all {
		out[p.ID] = p
	}
	return out, err
}

// name is what to call somebody; who has left the organisation has none.
func (s staff) name(id uuid.UUID) string {
	if p, ok := s[id]; ok {
		return p.Name
	}
	return "Somebody who has left"
}

func (s staff) person(id uuid.UUID) Person {
	if p, ok := s[id]; ok {
		return p
	}
	return Person{ID: id, Name: s.name(id)}
}

func (s staff) persons(ids []uuid.UUID) []Person {
	out := make([]Person, len(ids))
	for i, id := range ids {
		out[i] = s.person(id)
	}
	return out
}

// active are those who can sign in, sorted by name.
func (s staff) active() []Person {
	var out []Person
	for _, p := range s {
		if p.Active {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, byName)
	return out
}

func byName(a, b Person) int {
	switch {
	case a.Name != b.Name && a.Name < b.Name:
		return -1
	case a.Name != b.Name:
		return 1
	}
	return slices.Compare(a.ID[:], b.ID[:])
}

// person is the caller, who must be a person: a program with a token may
// prepare a change, and never takes the step that makes it true.
func person(ctx context.Context) (actor.Actor, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return who, err
	}
	if who.Token != uuid.Nil || who.Service != "" {
		return who, ErrPeopleOnly
	}
	return who, nil
}

// proof is person with fresh proof of who they are. Whoever has the host has proved enough.
func (s *Service) proof(ctx context.Context) (actor.Actor, error) {
	who, err := person(ctx)
	if err != nil || who.Via == actor.System {
		return who, err
	}
	return who, s.proven(ctx)
}

// changed runs fn in a transaction that changes what decides: it holds the
// organisation's head, so that two changes come one after the other, asks again
// whether the caller has the right, and gives fn the facts as they are before it.
func changed[T any](ctx context.Context, s *Service, needs kernel.Permission, fn func(tx *db.Tx, before *authz.Snapshot) (T, error)) (T, error) {
	ctx = authz.Unheld(ctx) // the head is locked, and the right asked again, right here
	out, err := db.Write(ctx, s.db, func(tx *db.Tx) (T, error) {
		var zero T
		if err := authz.Raise(ctx, tx); err != nil {
			return zero, err
		}
		before, err := s.snapshot(ctx, tx)
		if err != nil {
			return zero, err
		}
		if who := tx.Who(); needs != "" && who.Service == "" && before.ScopeOf(who.User.UUID, needs).Never() {
			return zero, authz.Refusal(needs)
		}
		return fn(tx, before)
	})
	if who, e2 := actor.From(ctx); e2 == nil {
		s.rights.Forget(who.Org)
	}
	return out, err
}

// snapshot compiles what a transaction sees.
func (s *Service) snapshot(ctx context.Context, tx *db.Tx) (*authz.Snapshot, error) {
	f, err := authz.ReadFacts(ctx, tx, tx.Who().Org)
	if err != nil {
		return nil, err
	}
	return s.rights.Snapshot(f, s.clock.Now())
}

// The refusals of this package.
var (
	ErrPeopleOnly  = fault.New(fault.Forbidden, "access.people_only", "Only a person who is signed in may do this, no token and no job.")
	ErrUnknownRole = fault.New(fault.Invalid, "access.unknown_role", "There is no such role.")
	ErrEscalation  = fault.New(fault.Forbidden, "access.escalation", "Nobody can give a right that they do not hold themselves.")
	ErrLockout     = fault.New(fault.Conflict, "access_lockout", "Somebody must remain who can repair access. Appoint another person first.")
	ErrDuties      = fault.New(fault.Conflict, "access.duties", "One person would hold two rights that must be kept apart.")
	ErrTests       = fault.New(fault.Conflict, "access.tests_failed", "A stored test of the policy would fail.")
	ErrOutdated    = fault.New(fault.Conflict, "draft_outdated", "Another policy was published since this draft was made. Make a new draft from it; this one can be exported and applied there.")
	ErrNoDraft     = fault.New(fault.Conflict, "access.not_a_draft", "This is no draft any more, so it cannot be changed. Make a new one from it.")
	ErrNotWaiting  = fault.New(fault.Conflict, "access.not_waiting", "This does not wait for a decision, or not any more.")
	ErrOwnDraft    = fault.New(fault.Forbidden, "access.own_draft", "Somebody who has not worked on the draft has to approve it.")
	ErrOwnRequest  = fault.New(fault.Forbidden, "access.own_request", "Somebody else has to decide this: nobody decides about themselves.")
	ErrAlone       = fault.New(fault.Conflict, "access.not_alone", "There is a second person who can approve, so nobody may act alone.")
	ErrNothing     = fault.New(fault.Conflict, "access.nothing_changed", "The draft is the same as the published policy.")
	ErrFile        = fault.New(fault.Invalid, "access.file", "The file cannot be read as a policy.")
	ErrRunning     = fault.New(fault.Conflict, "access.emergency_running", "Your emergency access is running already.")
	ErrNotOver     = fault.New(fault.Conflict, "access.emergency_not_over", "The emergency access still runs. End it before it is reviewed.")
	ErrClosed      = fault.New(fault.Conflict, "access.review_closed", "This review is closed.")
)

// Errors lists them for the golden file.
var Errors = []*fault.Error{ErrPeopleOnly, ErrUnknownRole, ErrEscalation, ErrLockout, ErrDuties, ErrTests, ErrOutdated, ErrNoDraft, ErrNotWaiting,
	ErrOwnDraft, ErrOwnRequest, ErrAlone, ErrNothing, ErrFile, ErrRunning, ErrNotOver, ErrClosed, authz.ErrUnreadable}

var constraintFaults = map[string]*fault.Error{
	"version_was_approved_by_another":  ErrOwnDraft,
	"policy_is_fixed":                  ErrNoDraft,
	"request_was_decided_by_another":   ErrOwnRequest,
	"emergency_is_reviewed_by_another": ErrOwnRequest,
	"nobody_confirms_their_own_role":   ErrOwnRequest,
	"assignment_ends_after_it_begins":  fault.ErrInvalid.Field("/valid_to", "invalid", "The end comes after the beginning."),
	"request_ends_after_it_begins":     fault.ErrInvalid.Field("/valid_to", "invalid", "The end comes after the beginning."),
	"expectation_is_written_once":      fault.ErrConflict.Field("/permission", "taken", "There is a test of this decision already."),
	"conflict_is_written_once":         fault.ErrConflict.Field("/permission_b", "taken", "These two are kept apart already."),
	"role_name_is_given_once":          fault.ErrConflict.Field("/name", "taken", "Another role has this name."),
	"request_is_asked_once":            fault.ErrConflict.Say("This was asked for already."),
	"lone_administrator_says_why":      fault.ErrInvalid.Field("/reason", "required", "Say why one person has to do it alone."),
}
