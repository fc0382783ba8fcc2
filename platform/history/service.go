package history

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/history/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Options make a service.
type Options struct {
	DB *db.Root
	// Names gives people's names by login, in one query.
	Names func(ctx context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error)
	Clock clock.Clock
	// Sealer seals what this service reads; nil: nothing is sealed.
	Sealer *Sealer
	// Keep is for how many years history is kept; zero: for ever.
	Keep int
	// Undo is for how long people may undo what they did themselves; zero: a week.
	Undo time.Duration
	// Custom tells the classes of a kind's custom fields, by key. Nil: no record has any.
	Custom func(ctx context.Context, entity string) (map[string]string, error)
}

// Service answers what was changed, and takes it back.
type Service struct {
	db       *db.Pool
	names    func(ctx context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error)
	clock    clock.Clock
	entities map[string]*Entity
	owners   map[string][]*Entity // by table of a part
	sealer   *Sealer
	keep     int
	custom   func(ctx context.Context, entity string) (map[string]string, error)
	within   time.Duration // in which people may undo what they did themselves
	refusals refusals
	broken   atomic.Int64
}

// New makes a service that knows no kind of record yet.
func New(o Options) *Service {
	return &Service{db: o.DB.For("platform"), names: o.Names, clock: o.Clock, entities: map[string]*Entity{}, owners: map[string][]*Entity{}, sealer: o.Sealer,
		keep: o.Keep, custom: o.Custom, within: cmp.Or(o.Undo, week)}
}

// Register adds kinds of record. It is called while wiring, before any request.
func (s *Service) Register(entities ...Entity) {
	for _, e := range entities {
		if e.Custom {
			e.classes = s.classesOf(&e)
		}
		s.entities[e.Name] = &e
		for table := range e.Parts {
			s.owners[table] = append(s.owners[table], &e)
		}
	}
}

// Readable says which kinds of record the caller may read at all, for hints
// about changes: the tables of records and parts, with the kinds that they belong to.
// Sealed parts are for readers of their class: a hint tells when.
func (s *Service) Readable(ctx context.Context) map[string][]string {
	out := map[string][]string{}
	for name, e := range s.entities {
		see, err := e.sees(ctx)
		if err != nil {
			continue
		}
		out[name] = append(out[name], name)
		for table := range e.Parts {
			if see.opens(table) {
				out[table] = append(out[table], name)
			}
		}
	}
	return out
}

// Open fails unless the caller may read the record: with Forbidden where they
// read no record of the kind, with NotFound where it is outside their scope.
func (s *Service) Open(ctx context.Context, r kernel.Record) error {
	e, known := s.entities[r.Entity]
	if !known {
		return ErrNoEntity
	}
	if err := authz.Allowed(ctx, e.Read); err != nil {
		return err
	}
	return e.Visible(ctx, r.ID)
}

// Actor is who did something.
type Actor struct {
	ID   string `json:"id" doc:"Of a user, or the word of a service"`
	Kind string `json:"kind" enum:"user,service"`
	Name string `json:"name"`
}

// actors names everybody who did something, in one query for all of them.
func (s *Service) actors(ctx context.Context, subjects []string) (map[string]Actor, error) {
	out := make(map[string]Actor, len(subjects))
	var people []kernel.ID[kernel.User]
	for _, subject := range subjects {
		kind, word, _ := strings.Cut(subject, ":")
		if _, known := out[subject]; known {
			continue
		}
		out[subject] = Actor{ID: word, Kind: "service", Name: serviceName(word)}
		if kind != "u" {
			continue
		}
		id, err := kernel.ParseID[kernel.User](word)
		if err != nil {
			return nil, err
		}
		out[subject] = Actor{ID: word, Kind: "user", Name: "Somebody"}
		people = append(people, id)
	}
	names, err := s.names(ctx, people)
	for id, name := range names {
		out["u:"+id.String()] = Actor{ID: id.String(), Kind: "user", Name: name}
	}
	return out, err
}

// serviceName makes "Reserve stock" of crm.reserve_stock.
func serviceName(word string) string {
	_, verb, ok := strings.Cut(word, ".")
	if !ok {
		verb = word
	}
	verb = strings.ReplaceAll(verb, "_", " ")
	if verb == "" {
		return "Longhouse"
	}
	return strings.ToUpper(verb[:1]) + verb[1:]
}

// Titles names records of any kinds for the caller, with one call for each kind.
func (s *Service) Titles(ctx context.Context, records []kernel.Record) (map[kernel.Record]string, error) {
	byKind := map[string][]uuid.UUID{}
	for _, r := range records {
		if e := s.entities[r.Entity]; e != nil && e.Title != nil && authz.Allowed(ctx, e.Read) == nil && !slices.Contains(byKind[r.Entity], r.ID) {
			byKind[r.Entity] = append(byKind[r.Entity], r.ID)
		}
	}
	out := map[kernel.Record]string{}
	for kind, ids := range byKind {
		names, err := s.entities[kind].Title(ctx, ids)
		if err != nil {
			return nil, err
		}
		for id, name := range names {
			out[kernel.Record{Entity: kind, ID: id}] = name
		}
	}
	return out, nil
}

// read runs queries in the reader's organisation.
func read[T any](ctx context.Context, s *Service, fn func(*sqlcgen.Queries) (T, error)) (T, error) {
	return db.Read(ctx, s.db, func(tx *db.Tx) (T, error) { return fn(sqlcgen.New(tx)) })
}

// read2 is read for a list: queries with slots, and plain ones beside them.
func read2[T any](ctx context.Context, s *Service, list *page.Query, fn func(listed, plain *sqlcgen.Queries) (T, error)) (T, error) {
	return db.Read(ctx, s.db, func(tx *db.Tx) (T, error) { return fn(sqlcgen.New(list.On(tx)), sqlcgen.New(tx)) })
}
