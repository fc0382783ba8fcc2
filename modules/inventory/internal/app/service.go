// Package app holds inventory's use cases. A method is one transaction.
package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/actor"
	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Service is all that inventory does.
type Service struct {
	db         *db.Pool
	clock      clock.Clock
	neighbours Neighbours
	numbers    numbers
	houses     sync.Map // organisation → *house
	custom     *custom.Service
}

// New makes the service on the module's pool.
func New(pool *db.Pool, c clock.Clock, n Neighbours) *Service {
	return &Service{db: pool, clock: c, neighbours: n, custom: n.Custom, numbers: numbers{blocks: map[string]*block{}}}
}

// house is what never changes once an organisation is set up: where goods come from and go to.
type house struct {
	supplier, customer, loss domain.Place
	warehouse                uuid.UUID // serves demands that name none
}

// Seed sets an organisation up: units of measure, one warehouse with its bins,
// and the places where goods come from and go to. It may run again, and asks for no right.
func (s *Service) Seed(ctx context.Context, zone string) error {
	_, err := s.houseIn(ctx, zone)
	return err
}

// house finds the organisation's places, and makes them the first time.
func (s *Service) house(ctx context.Context) (*house, error) { return s.houseIn(ctx, "UTC") }

func (s *Service) houseIn(ctx context.Context, zone string) (*house, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	if h, ok := s.houses.Load(who.Org); ok {
		return h.(*house), nil //nolint:forcetypeassert // only houses are stored
	}
	places, err := db.Read(ctx, s.db, func(tx *db.Tx) (map[string]domain.Place, error) { return store.VirtualPlaces(ctx, tx) })
	if err != nil {
		return nil, err
	}
	if len(places) == 0 {
		if places, err = s.seed(ctx, zone); err != nil {
			return nil, fmt.Errorf("set the organisation up: %w", err)
		}
	}
	first, err := db.Read(ctx, s.db, func(tx *db.Tx) (store.Warehouse, error) { return store.DefaultWarehouse(ctx, tx) })
	if err != nil {
		return nil, err
	}
	h := &house{places["supplier"], places["customer"], places["loss"], first.ID}
	if h.supplier.ID == uuid.Nil || h.customer.ID == uuid.Nil || h.loss.ID == uuid.Nil {
		return nil, errors.New("an organisation lacks its virtual places")
	}
	s.houses.Store(who.Org, h)
	return h, nil
}

func (s *Service) seed(ctx context.Context, zone string) (map[string]domain.Place, error) {
	now := s.clock.Now()
	warehouse := store.Warehouse{ID: kernel.NewUUID(), Code: "MAIN", Name: "Main warehouse", Zone: zone, CreatedAt: now}
	return db.Write(unkeyed(ctx), s.db, func(tx *db.Tx) (map[string]domain.Place, error) {
		if err := store.LockSeed(ctx, tx); err != nil {
			return nil, err
		}
		if places, err := store.VirtualPlaces(ctx, tx); err != nil || len(places) > 0 {
			return places, err
		}
		if err := store.InsertUnits(ctx, tx, domain.CommonUnits(), now); err != nil {
			return nil, err
		}
		if err := store.InsertVirtualPlaces(ctx, tx, now); err != nil {
			return nil, err
		}
		if err := store.InsertWarehouse(ctx, tx, warehouse); err != nil {
			return nil, err
		}
		return store.VirtualPlaces(ctx, tx)
	})
}

// unkeyed is the context without the request's idempotency key, for a
// transaction beside the one that the request is about.
func unkeyed(ctx context.Context) context.Context {
	who, err := actor.From(ctx)
	if err != nil {
		return ctx
	}
	who.Key = actor.Key{}
	return actor.With(ctx, who)
}

// numbers hands out document numbers. Each block is taken in a transaction of
// its own, so that no posting waits for another's number; under load a block
// holds more numbers. Gaps are allowed.
type numbers struct {
	mu     sync.Mutex
	blocks map[string]*block
}

type block struct {
	mu         sync.Mutex
	next, last int64
	size       int64
	taken      time.Time
}

const largestBlock = 64

// number takes the next number of a kind: D for deliveries, R for receipts, M for other postings.
func (s *Service) number(ctx context.Context, kind string) (string, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return "", err
	}
	key := who.Org.String() + kind
	s.numbers.mu.Lock()
	b := s.numbers.blocks[key]
	if b == nil {
		b = &block{size: 1}
		s.numbers.blocks[key] = b
	}
	s.numbers.mu.Unlock()

	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next == 0 || b.next > b.last {
		now := s.clock.Now()
		b.size = min(b.size*2, largestBlock)
		if now.Sub(b.taken) > time.Second {
			b.size = 1
		}
		last, err := db.Write(unkeyed(ctx), s.db, func(tx *db.Tx) (int64, error) { return store.TakeNumbers(ctx, tx, kind, b.size) })
		if err != nil {
			return "", fmt.Errorf("take a number: %w", err)
		}
		b.next, b.last, b.taken = last-b.size+1, last, now
	}
	n := b.next
	b.next++
	return fmt.Sprintf("%s-%05d", kind, n), nil
}
