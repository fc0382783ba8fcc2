// Package custom keeps the fields that an organisation adds to its records
// without a deployment. What such a field is stands here; what a record has in
// it stands in the record's own table, in its column custom, so that history,
// undo, backup and the fence between organisations hold for it as for any column.
package custom

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/clock"
	"longhouse/platform/custom/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/search"
)

// The rights of this package.
const (
	// ReadFields tells which fields there are, of objects that one may read.
	ReadFields kernel.Permission = "custom.field.read"
	// ManageFields lets people add, change and archive fields of objects that they may read.
	ManageFields kernel.Permission = "custom.field.manage"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{ReadFields, ManageFields}

// Resources describes them for the policy's editor.
var Resources = []kernel.Resource{{Name: "custom.field", Label: "Custom fields", Actions: kernel.Actions("read", "manage"), Scopes: kernel.AllOnly}}

// The refusals of this package.
var (
	ErrEntity      = fault.New(fault.NotFound, "custom.unknown_entity", "Records of this kind have no custom fields.")
	ErrKeyTaken    = fault.New(fault.Conflict, "custom.key_taken", "A field of this object has this key already, perhaps an archived one. Choose another key.")
	ErrTooMany     = fault.New(fault.Conflict, "custom.too_many_fields", "An object has at most 50 fields in use and 100 altogether. Archive one that nobody needs, or change one of them.")
	ErrArchived    = fault.New(fault.Conflict, "custom.archived", "This field is archived. Restore it first.")
	ErrOptionInUse = fault.New(fault.Conflict, "custom.option_in_use", "Records have this option. Archive it instead: they keep it, and nobody chooses it any more.")
	ErrNotAlike    = fault.New(fault.Conflict, "custom.not_unique", "Some records have the same value in this field. Change them first, then make the field unique.")
	ErrInUse       = fault.New(fault.Conflict, "custom.in_use", "Records have values in this field. Archive it instead: they keep them.")
	ErrTaken       = fault.New(fault.Conflict, "custom.taken", "Another record has this value, and no two may have the same.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrEntity, ErrKeyTaken, ErrTooMany, ErrArchived, ErrOptionInUse, ErrNotAlike, ErrInUse, ErrTaken}

var broken = map[string]*fault.Error{"field_key_is_unique": ErrKeyTaken.At("/key")}

// How many fields an object has.
const (
	mostLive = 50
	mostEver = 100
)

// Person is somebody whom a field can name.
type Person struct {
	ID          uuid.UUID
	Name, Email string
	Active      bool
}

// Options make a service.
type Options struct {
	DB    *db.Root
	Clock clock.Clock
	// People are all who have had a login here.
	People func(ctx context.Context) ([]Person, error)
	// Files tells of files by ID on which record each hangs, and its name.
	Files func(ctx context.Context, ids []uuid.UUID) (on map[uuid.UUID]kernel.Record, names map[uuid.UUID]string, err error)
}

// Service keeps the fields. A nil one knows none, which is how a module is alone.
type Service struct {
	o        Options
	db       *db.Pool
	entities map[string]history.Entity // those whose records have custom fields
	titled   map[string]history.Entity // those that a link can lead to
	classes  map[string][]string       // of fields, by entity
	finds    map[string]func(ctx context.Context, text string, limit int) ([]search.Hit, error)
}

// New makes a service that knows no kind of record yet.
func New(o Options) *Service {
	return &Service{o: o, db: o.DB.For("platform").With(broken), entities: map[string]history.Entity{}, titled: map[string]history.Entity{}, classes: map[string][]string{},
		finds: map[string]func(context.Context, string, int) ([]search.Hit, error){}}
}

// Register adds kinds of record, the resources that tell their classes of
// fields, and how records are found by what people call them. It is called while wiring, before any request.
func (s *Service) Register(entities []history.Entity, resources []kernel.Resource, sources ...search.Source) {
	for _, source := range sources {
		s.finds[source.Entity] = source.Find
	}
	for _, e := range entities {
		if e.Custom {
			s.entities[e.Name] = e
		}
		if e.Title != nil {
			s.titled[e.Name] = e
		}
	}
	for _, r := range resources {
		for _, c := range r.Classes {
			s.classes[r.Name] = append(s.classes[r.Name], c.Name)
		}
	}
}

// entity is what the caller may see of a kind of record, which they may read in some scope.
func (s *Service) entity(ctx context.Context, name string) (sight, error) {
	e, ok := s.entities[name]
	if !ok {
		return sight{}, ErrEntity.At("/entity")
	}
	return seeing(ctx, e)
}

// pool is the way to a module's own tables.
func (s *Service) pool(entity string) *db.Pool {
	return s.o.DB.For(kernel.Permission(entity).Module())
}

func query(tx *db.Tx) *sqlcgen.Queries { return sqlcgen.New(tx) }
