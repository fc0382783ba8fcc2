package imports

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/history"
	"longhouse/platform/imports/sqlcgen"
	"longhouse/platform/kernel"
)

// The rights of this package. One's own imports need only the target's right.
const (
	ReadImports kernel.Permission = "imports.import.read" // those of others too
	UndoImports kernel.Permission = "imports.import.undo" // those of others too
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{ReadImports, UndoImports}

// Resources describes them for the policy's editor.
var Resources = []kernel.Resource{{Name: "imports.import", Label: "Imports", Actions: kernel.Actions("read", "undo"), Scopes: kernel.AllOnly}}

// Limits of an organisation and of one person.
const (
	MaxFile     = 50 << 20
	atOnce      = 5
	unusedFiles = 50
	chunk       = 500    // rows of one transaction, see README.md
	checkBatch  = 20_000 // rows that Check sees together, so that they may name each other
	maxAttempts = 5
)

// Options make a service.
type Options struct {
	Clock clock.Clock
	// Undo takes back all changes of an operation; history does it.
	Undo func(ctx context.Context, operation uuid.UUID, progress func(done, total int)) (history.Undone, error)
	// Attach puts what the actor may do now into the context; a run asks before
	// each batch. Nil: what the context holds already.
	Attach func(ctx context.Context) (context.Context, error)
	// Names tells who people are; nil: nobody is named.
	Names func(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]string, error)
	// Tell leaves a message for whoever started an import, with the commit; nil: nobody is told.
	Tell func(ctx context.Context, tx *db.Tx, people []uuid.UUID, m kernel.Message) error
}

// Service is the engine of imports: files and rows are staged, every row gets
// its verdict before anything is written, and the run writes the good ones.
type Service struct {
	db      *db.Pool
	o       Options
	targets map[string]Target
	order   []string
}

// New makes a service for what the modules let import. A target that is not
// whole is refused.
func New(root *db.Root, o Options, targets ...Target) (*Service, error) {
	if o.Attach == nil {
		o.Attach = func(ctx context.Context) (context.Context, error) { return ctx, nil }
	}
	s := &Service{db: root.For("platform"), o: o, targets: map[string]Target{}}
	for _, t := range targets {
		if t.Name == "" || t.Needs == "" || t.DB == nil || t.Check == nil || t.Prepare == nil || len(t.Fields) == 0 {
			return nil, fmt.Errorf("import target %q: it needs a name, a right, a pool, fields, Check and Prepare", t.Name)
		}
		if _, twice := s.targets[t.Name]; twice {
			return nil, fmt.Errorf("import target %q is there twice", t.Name)
		}
		if l := t.Lines; l != nil && (!has(l.Fields, l.Key) || !has(t.Fields, l.Of)) {
			return nil, fmt.Errorf("import target %q: its lines hang on fields that are not there", t.Name)
		}
		s.targets[t.Name] = t
		s.order = append(s.order, t.Name)
	}
	return s, nil
}

func has(fields []Field, key string) bool {
	for _, f := range fields {
		if f.Key == key {
			return true
		}
	}
	return false
}

func query(tx *db.Tx) *sqlcgen.Queries { return sqlcgen.New(tx) }

// target finds what the caller may import; for others it is not there.
func (s *Service) target(ctx context.Context, name string) (Target, error) {
	t, ok := s.targets[name]
	if !ok || authz.Allowed(ctx, t.Needs) != nil {
		return Target{}, ErrUnknownTarget
	}
	return t.whole(ctx)
}

// whole is a target with the fields that the caller's organisation has added to its records.
func (t Target) whole(ctx context.Context) (Target, error) {
	if t.More == nil {
		return t, nil
	}
	more, err := t.More(ctx)
	t.Fields = append(slices.Clone(t.Fields), more...)
	return t, err
}

// Targets lists what the caller may import.
func (s *Service) Targets(ctx context.Context) []Target {
	var out []Target
	for _, name := range s.order {
		if t, err := s.target(ctx, name); err == nil {
			out = append(out, t)
		}
	}
	return out
}

// me is whose imports are one's own: a person, or nobody for a service.
func me(ctx context.Context) (*uuid.UUID, error) {
	who, err := actor.From(ctx)
	return who.User.Ptr(), err
}

func same(a, b *uuid.UUID) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// asImport says that what follows is part of an import: its changes carry the
// import as their operation.
func asImport(ctx context.Context, id uuid.UUID) (context.Context, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return ctx, err
	}
	who.Via, who.Run = actor.Import, id
	return actor.With(ctx, who), nil
}
