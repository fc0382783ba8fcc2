package access

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/access/sqlcgen"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Version is a policy on its way, the published one, or one that was.
type Version struct {
	ID          uuid.UUID  `json:"id"`
	Number      int64      `json:"number,omitempty" doc:"Given when it was published"`
	Parent      *uuid.UUID `json:"parent,omitempty"`
	Name        string     `json:"name"`
	Note        string     `json:"note"`
	State       string     `json:"state" enum:"draft,submitted,published,superseded,discarded"`
	Authors     []Person   `json:"authors" doc:"Everybody who touched it"`
	Approver    *Person    `json:"approver,omitempty"`
	Alone       bool       `json:"alone" doc:"One person took both steps"`
	Reason      string     `json:"reason" doc:"What was said when it was submitted, sent back or published"`
	Version     int64      `json:"version"`
	CreatedAt   time.Time  `json:"created_at"`
	SubmittedAt *time.Time `json:"submitted_at,omitempty"`
	PublishedAt *time.Time `json:"published_at,omitempty"`
}

// Whole is a version with its policy.
type Whole struct {
	Version
	Policy authz.Policy `json:"policy"`
}

func version(r sqlcgen.GetVersionRow, people staff) Version {
	v := Version{ID: r.ID, Parent: r.Parent, Name: r.Name, Note: r.Note, State: r.State, Authors: people.persons(r.Authors), Alone: r.Alone,
		Reason: r.Reason, Version: r.Version, CreatedAt: r.CreatedAt, SubmittedAt: r.SubmittedAt, PublishedAt: r.PublishedAt}
	if r.Number != nil {
		v.Number = *r.Number
	}
	if r.Approver != nil {
		p := people.person(*r.Approver)
		v.Approver = &p
	}
	return v
}

var versionList = page.Spec{
	Columns: map[string]page.Column{
		"created_at": {Expr: "v.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
		"state":      {Expr: "v.state", Cast: "text", Ops: page.OneOf},
	},
	Own: "@me = any (v.authors)", Tie: "v.id", Default: "-created_at",
}

// Rows says which policies are whose.
var Rows = []authz.Rows{{Resource: "access.policy", From: "access.version v", Title: "v.name", Spec: &versionList}}

// Versions lists drafts and versions, the newest first.
func (s *Service) Versions(ctx context.Context, r page.Request) (page.Page[Version], error) {
	scope, err := authz.Scope(ctx, ReadPolicy)
	if err != nil {
		return page.Page[Version]{}, err
	}
	q, err := versionList.Compile(r, scope)
	if err != nil {
		return page.Page[Version]{}, err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return page.Page[Version]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Version], error) {
		rows, err := sqlcgen.New(q.On(tx)).ListVersions(ctx, q.Max())
		return page.Cut(q, rows,
			func(r sqlcgen.ListVersionsRow) (string, uuid.UUID) { return r.PageKey, r.ID },
			func(r sqlcgen.ListVersionsRow) Version {
				return version(sqlcgen.GetVersionRow{ID: r.ID, Number: r.Number, Parent: r.Parent, Name: r.Name, Note: r.Note, State: r.State, Authors: r.Authors,
					Approver: r.Approver, Alone: r.Alone, Reason: r.Reason, Version: r.Version, CreatedAt: r.CreatedAt, SubmittedAt: r.SubmittedAt, PublishedAt: r.PublishedAt}, people)
			}), err
	})
}

// Version reads one with its policy.
func (s *Service) Version(ctx context.Context, id uuid.UUID) (Whole, error) {
	scope, err := authz.Scope(ctx, ReadPolicy)
	if err != nil {
		return Whole{}, err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Whole{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Whole, error) {
		row, err := query(tx).GetVersion(ctx, id)
		if err == nil && scope.Allow == page.Own && !slices.Contains(row.Authors, scope.Me) {
			err = fault.ErrNotFound
		}
		if err != nil {
			return Whole{}, err
		}
		p, err := policyOf(ctx, tx, id)
		return Whole{version(row, people), p}, err
	})
}

func policyOf(ctx context.Context, tx *db.Tx, id uuid.UUID) (authz.Policy, error) {
	p := authz.Policy{Rules: []authz.Rule{}, Roles: []authz.OwnRole{}, Edges: []authz.Edge{}}
	return p, db.Together(ctx, tx, p.Reads(ctx, id)...)
}

// Beginning is what a draft starts from: the published policy, an older one, or a file.
type Beginning struct {
	Name, Note string
	From       uuid.UUID     // an older version to go back to; zero: the published one
	Policy     *authz.Policy // a policy to put in its place
}

// Begin makes a draft.
func (s *Service) Begin(ctx context.Context, b Beginning) (Whole, error) {
	if err := authz.Allowed(ctx, EditPolicy); err != nil {
		return Whole{}, err
	}
	if strings.TrimSpace(b.Name) == "" || !plain(b.Name, 200) || !plain(b.Note, 2000) {
		return Whole{}, fault.ErrInvalid.Field("/name", "required", "Say in at most 200 characters what the draft is for.")
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Whole{}, err
	}
	if b.Policy != nil {
		if err := refusal(fault.ErrInvalid, s.validate(*b.Policy, people)); err != nil {
			return Whole{}, err
		}
	}
	id := kernel.NewUUID()
	return db.Write(ctx, s.db, func(tx *db.Tx) (Whole, error) {
		q := query(tx)
		parent, err := s.published(ctx, tx)
		if err != nil {
			return Whole{}, err
		}
		from := parent
		if b.From != uuid.Nil {
			if from, err = olderOne(ctx, tx, b.From); err != nil {
				return Whole{}, err
			}
		}
		if err := q.AddVersion(ctx, sqlcgen.AddVersionParams{ID: id, Parent: &parent, Name: b.Name, Note: b.Note, Authors: []uuid.UUID{tx.Who().User.UUID}}); err != nil {
			return Whole{}, err
		}
		if b.Policy != nil {
			err = write(ctx, tx, id, *b.Policy)
		} else {
			err = copyPolicy(ctx, tx, from, id)
		}
		if err != nil {
			return Whole{}, err
		}
		return whole(ctx, tx, id, people)
	})
}

func whole(ctx context.Context, tx *db.Tx, id uuid.UUID, people staff) (Whole, error) {
	row, err := query(tx).GetVersion(ctx, id)
	if err != nil {
		return Whole{}, err
	}
	p, err := policyOf(ctx, tx, id)
	return Whole{version(row, people), p}, err
}

func olderOne(ctx context.Context, tx *db.Tx, id uuid.UUID) (uuid.UUID, error) {
	row, err := query(tx).GetVersion(ctx, id)
	if db.NoRows(err) {
		return id, fault.ErrInvalid.Field("/from", "unknown", "There is no such version.")
	}
	return row.ID, err
}

// published is the policy that is in force. The first draft of an organisation
// finds none, and writes down that what is shipped was version 1.
func (s *Service) published(ctx context.Context, tx *db.Tx) (uuid.UUID, error) {
	q := query(tx)
	head, err := q.LockHead(ctx)
	if err != nil || head != uuid.Nil {
		return head, err
	}
	if err := authz.Raise(ctx, tx); err != nil { // also makes the head, if there is none
		return uuid.Nil, err
	}
	first := kernel.NewUUID()
	if err := q.AddFirstVersion(ctx, sqlcgen.AddFirstVersionParams{ID: first, Name: "As shipped", Note: "What the product comes with, and nothing of the organisation's own.", PublishedAt: s.clock.Now()}); err != nil {
		return uuid.Nil, err
	}
	return first, q.SetHead(ctx, first)
}

func copyPolicy(ctx context.Context, tx *db.Tx, from, to uuid.UUID) error {
	q := query(tx)
	if err := q.CopyRules(ctx, sqlcgen.CopyRulesParams{Target: to, VersionID: from}); err != nil {
		return err
	}
	if err := q.CopyRoles(ctx, sqlcgen.CopyRolesParams{Target: to, VersionID: from}); err != nil {
		return err
	}
	return q.CopyEdges(ctx, sqlcgen.CopyEdgesParams{Target: to, VersionID: from})
}

// write puts a policy in the place of a draft's.
func write(ctx context.Context, tx *db.Tx, id uuid.UUID, p authz.Policy) error {
	q := query(tx)
	for _, drop := range []func(context.Context, uuid.UUID) error{q.DropRules, q.DropEdges, q.DropRoles} {
		if err := drop(ctx, id); err != nil {
			return err
		}
	}
	rules := sqlcgen.AddRulesParams{VersionID: id}
	for _, r := range p.Rules {
		rules.Ids, rules.Subjects, rules.Objects = append(rules.Ids, kernel.NewUUID()), append(rules.Subjects, r.Subject), append(rules.Objects, r.Object)
		rules.Actions, rules.Scopes, rules.Effects = append(rules.Actions, r.Action), append(rules.Scopes, r.Scope), append(rules.Effects, r.Effect)
		rules.ValidFrom, rules.ValidTo, rules.Reasons = append(rules.ValidFrom, moment(r.From)), append(rules.ValidTo, moment(r.To)), append(rules.Reasons, r.Reason)
	}
	if err := q.AddRules(ctx, rules); err != nil {
		return err
	}
	for _, r := range p.Roles {
		if err := q.AddRole(ctx, sqlcgen.AddRoleParams{ID: kernel.NewUUID(), VersionID: id, Role: r.ID, Name: r.Name, Note: r.Note}); err != nil {
			return err
		}
	}
	for _, e := range p.Edges {
		if err := q.AddEdge(ctx, sqlcgen.AddEdgeParams{ID: kernel.NewUUID(), VersionID: id, Role: e.Role, Parent: e.Parent}); err != nil {
			return err
		}
	}
	return nil
}
