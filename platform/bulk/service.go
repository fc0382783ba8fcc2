// Package bulk keeps runs over many records: which records, on which versions,
// and what became of each. What is done to a record is the single operation of
// its module, under the rights of whoever asked; see README.md.
package bulk

import (
	"context"
	"fmt"
	"time"

	"longhouse/platform/actor"
	"longhouse/platform/bulk/sqlcgen"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/rest"
)

const (
	most    = 10_000         // records of a run
	atOnce  = 200            // records that a person waits for, and that a preview really tries
	chunk   = 50             // records between two marks of a job
	shown   = 200            // refusals that an answer holds
	fresh   = 24 * time.Hour // how long a preview can be run
	kept    = 30 * 24 * time.Hour
	deserts = 48 * time.Hour // when a run that nobody works on is given up
)

// Errors are refusals of this package.
var Errors = rest.BulkFaults

// Options make a service.
type Options struct {
	DB    *db.Root
	Clock clock.Clock
	// Attach puts what the actor may do now into the context; a job asks before
	// each chunk. Nil: what the context holds already.
	Attach func(ctx context.Context) (context.Context, error)
}

// Service keeps runs over the lists that were offered to it.
type Service struct {
	db    *db.Pool
	o     Options
	lists map[string]*rest.BulkList
}

// New makes a service that knows no list yet.
func New(o Options) *Service {
	if o.Attach == nil {
		o.Attach = func(ctx context.Context) (context.Context, error) { return ctx, nil }
	}
	return &Service{db: o.DB.For("platform"), o: o, lists: map[string]*rest.BulkList{}}
}

// Offer makes a list known. It is called while wiring, before any request.
func (s *Service) Offer(l *rest.BulkList) { s.lists[l.Name] = l }

func (s *Service) list(name string) (*rest.BulkList, error) {
	l := s.lists[name]
	if l == nil {
		return nil, fmt.Errorf("a run is about %s, which no list is called any more", name)
	}
	return l, nil
}

func query(tx *db.Tx) *sqlcgen.Queries { return sqlcgen.New(tx) }

// mine is who asks; a service has no runs.
func mine(ctx context.Context) (actor.Actor, error) {
	who, err := actor.From(ctx)
	if err == nil && who.User.IsZero() {
		return who, fault.ErrForbidden
	}
	return who, err
}
