// Package notes keeps what people say about records of any kind, and what they
// keep beside them: notes, tasks, files, tags, and who wants to hear of it. A
// record is named by its kind and its ID. Whoever may read a record may read
// what is said there and say something themselves; nobody else learns of it,
// neither by a list nor by a message. The record's own kind decides that, at
// every reading and, for messages, with the rights of who would get them.
package notes

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/files"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/notes/sqlcgen"
)

// The rights of this package. Reading needs none of them but the record's own.
const (
	// Write lets people say something where they may read.
	Write kernel.Permission = "notes.note.create"
	// Moderate lets people change and delete what others said and kept.
	Moderate kernel.Permission = "notes.note.moderate"
	// ManageTags lets people rename and delete tags, which changes all records that have them.
	ManageTags kernel.Permission = "notes.tag.manage"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{Write, Moderate, ManageTags}

// Resources describes them for the policy's editor.
var Resources = []kernel.Resource{
	{Name: "notes.note", Label: "Notes, tasks and files of records", Actions: kernel.Actions("create", "moderate"), Scopes: kernel.AllOnly},
	{Name: "notes.tag", Label: "Tags", Actions: kernel.Actions("manage"), Scopes: kernel.AllOnly},
}

// The refusals of this package.
var (
	ErrNoPerson    = fault.New(fault.Forbidden, "notes.needs_a_person", "Only a person can do this. Sign in, or use the API token of somebody.")
	ErrNotYours    = fault.New(fault.Forbidden, "notes.not_yours", "Somebody else wrote this. Ask them, or somebody who may moderate, to change it.")
	ErrCannotRead  = fault.New(fault.Invalid, "notes.cannot_read", "This person may not read the record.")
	ErrTagTaken    = fault.New(fault.Conflict, "notes.tag_taken", "There is a tag of this name already.")
	ErrNoTag       = fault.New(fault.Invalid, "notes.unknown_tag", "There is no such tag any more.")
	ErrTooManyTags = fault.New(fault.Conflict, "notes.too_many_tags", "There are 200 tags already. Use one of them, or delete one that nobody needs.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrNoPerson, ErrNotYours, ErrCannotRead, ErrTagTaken, ErrNoTag, ErrTooManyTags}

// broken says which rule of the tables a person has met.
var broken = map[string]*fault.Error{"tag_name_is_unique": ErrTagTaken, "tagging_by_tag": ErrNoTag}

// Person is somebody with a login here.
type Person struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// Options make a service.
type Options struct {
	DB    *db.Root
	Clock clock.Clock
	Files *files.Store
	// As puts the rights of another person into the context. It fails with a
	// Forbidden fault when they may not sign in (any more).
	As func(ctx context.Context, who actor.Actor) (context.Context, error)
	// People are all who can sign in here, sorted by name.
	People func(ctx context.Context) ([]Person, error)
	// Names tells who people are, those who have left, too.
	Names func(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]string, error)
	// Zone is the organisation's: when its days begin.
	Zone func(ctx context.Context) (*time.Location, error)
	// Changes are what was done to a record since an instant, as far as the reader may see it.
	Changes func(ctx context.Context, entity string, id uuid.UUID, since time.Time) ([]history.Item, error)
	// Tell leaves a message for people, with the commit.
	Tell func(ctx context.Context, tx *db.Tx, people []uuid.UUID, m kernel.Message) error
}

// Service keeps notes.
type Service struct {
	o        Options
	db       *db.Pool
	entities map[string]history.Entity
}

// New makes a service that knows no kind of record yet.
func New(o Options) *Service {
	return &Service{o: o, db: o.DB.For("platform").With(broken), entities: map[string]history.Entity{}}
}

// Register adds kinds of record. It is called while wiring, before any request.
// What this package keeps is no record that something could be said about.
func (s *Service) Register(entities ...history.Entity) {
	for _, e := range entities {
		if !strings.HasPrefix(e.Name, "notes.") {
			s.entities[e.Name] = e
		}
	}
}

func query(tx *db.Tx) *sqlcgen.Queries { return sqlcgen.New(tx) }

// open fails unless the caller may read the record: with Forbidden where they
// read no record of the kind, with NotFound where it is outside their scope.
func (s *Service) open(ctx context.Context, r kernel.Record) error {
	e, known := s.entities[r.Entity]
	if !known {
		return history.ErrNoEntity
	}
	if err := authz.Allowed(ctx, e.Read); err != nil {
		return err
	}
	return e.Visible(ctx, r.ID)
}

// opens is open where a closed record is no fault, but a reason to say nothing.
func (s *Service) opens(ctx context.Context, r kernel.Record) (bool, error) {
	err := s.open(ctx, r)
	if f := fault.As(err); f != nil && (f.Kind == fault.NotFound || f.Kind == fault.Forbidden) {
		return false, nil
	}
	return err == nil, err
}

// readers are those of some people who may read a record now, each with a
// context that has their rights.
func (s *Service) readers(ctx context.Context, r kernel.Record, people []uuid.UUID) (map[uuid.UUID]context.Context, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	out := map[uuid.UUID]context.Context{}
	for _, p := range people {
		theirs, err := s.o.As(ctx, actor.Actor{Org: who.Org, User: kernel.IDOf[kernel.User](p), Via: actor.System, Request: who.Request})
		if f := fault.As(err); f != nil && (f.Kind == fault.Forbidden || f.Kind == fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		may, err := s.opens(theirs, r)
		if err != nil {
			return nil, err
		}
		if may {
			out[p] = theirs
		}
	}
	return out, nil
}

// title is what a reader calls a record.
func (s *Service) title(ctx context.Context, r kernel.Record) (string, error) {
	e := s.entities[r.Entity]
	if e.Title == nil {
		return e.Label, nil
	}
	names, err := e.Title(ctx, []uuid.UUID{r.ID})
	if name := names[r.ID]; name != "" {
		return name, err
	}
	return e.Label, err
}

// person is the caller; a service says nothing.
func person(ctx context.Context) (uuid.UUID, error) {
	who, err := actor.From(ctx)
	if err == nil && who.User.IsZero() {
		err = ErrNoPerson
	}
	return who.User.UUID, err
}

// mine says whether the caller may change what somebody wrote.
func mine(ctx context.Context, author uuid.UUID) (bool, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return false, err
	}
	if who.User.UUID == author && who.Service == "" {
		return true, nil
	}
	err = authz.Allowed(ctx, Moderate)
	if f := fault.As(err); f != nil && f.Kind == fault.Forbidden {
		return false, nil
	}
	return err == nil, err
}

// own is mine as a refusal.
func own(ctx context.Context, author uuid.UUID) error {
	may, err := mine(ctx, author)
	if err == nil && !may {
		err = ErrNotYours
	}
	return err
}

// stale refuses a change that was made on another version.
func stale(have, seen int64) error {
	if have != seen {
		return fault.StaleAt(have)
	}
	return nil
}

// gone is a row that is not there, told as a record that is not there.
func gone(err error) error {
	if db.NoRows(err) || errors.Is(err, fault.ErrNotFound) {
		return fault.ErrNotFound
	}
	return err
}
