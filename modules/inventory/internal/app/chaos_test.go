package app_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/page"
)

// deadlocks counts what Write would hide by trying again.
type deadlocks struct{ seen atomic.Int64 }

func (*deadlocks) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return ctx
}

func (d *deadlocks) TraceQueryEnd(_ context.Context, _ *pgx.Conn, data pgx.TraceQueryEndData) {
	var pg *pgconn.PgError
	if errors.As(data.Err, &pg) && pg.Code == "40P01" {
		d.seen.Add(1)
	}
}

// traced is a fixture on a pool of its own that counts deadlocks.
func traced(t *testing.T) (*fixture, *deadlocks) {
	t.Helper()
	f, trace := setup(t), &deadlocks{}
	root, err := db.Open(t.Context(), f.d.URL, db.Options{Tracer: trace})
	require.NoError(t, err)
	t.Cleanup(root.Close)
	root.SetOutbox(outbox)
	f.pool = root.For("inventory", store.Faults)
	f.svc = app.New(f.pool, f.clock, app.Neighbours{})
	return f, trace
}

// worker does random acts on shared products and keeps what it may act on later.
type worker struct {
	*fixture
	r        *rand.Rand
	products []inventory.ProductID
	bins     []inventory.LocationID
	demands  *demands
}

type demands struct {
	mu   sync.Mutex
	list []inventory.DemandState
}

func (d *demands) add(s inventory.DemandState) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.list = append(d.list, s)
}

func (d *demands) any(r *rand.Rand) (inventory.DemandState, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.list) == 0 {
		return inventory.DemandState{}, false
	}
	return d.list[r.IntN(len(d.list))], true
}

func (w worker) product() inventory.ProductID { return w.products[w.r.IntN(len(w.products))] }
func (w worker) bin() inventory.LocationID    { return w.bins[w.r.IntN(len(w.bins))] }
func (w worker) some() string                 { return fmt.Sprint(1 + w.r.IntN(6)) }

func (w worker) act() error {
	line := func() app.MovementLine { return app.MovementLine{ProductID: w.product(), Qty: qty(w.some())} }
	switch w.r.IntN(10) {
	case 0, 1, 2:
		var lines []any
		for _, i := range w.r.Perm(len(w.products))[:1+w.r.IntN(4)] {
			lines = append(lines, w.products[i], w.some())
		}
		d := demand(inventory.Partial, lines...)
		d.Priority = int32(w.r.IntN(3))
		s, err := w.svc.Reserve(w.ctx, d)
		if err == nil {
			w.demands.add(s)
		}
		return err
	case 3, 4:
		if s, ok := w.demands.any(w.r); ok {
			_, err := w.svc.Ship(w.ctx, s.Delivery, nil, nil)
			return err
		}
	case 5:
		if s, ok := w.demands.any(w.r); ok {
			return w.svc.Release(w.ctx, inventory.Release{Key: s.Key})
		}
	case 6:
		in := line()
		in.ToLocationID = w.bin()
		out, err := w.svc.PostMovements(w.ctx, app.Movements{Kind: "receipt", Lines: []app.MovementLine{in, line()}})
		if err == nil && w.r.IntN(3) == 0 {
			_, err = w.svc.Reverse(w.ctx, out.Movements[0], "mistake")
		}
		return err
	case 7:
		move := line()
		move.FromLocationID, move.ToLocationID = w.bin(), w.bin()
		_, err := w.svc.PostMovements(w.ctx, app.Movements{Kind: "transfer", Lines: []app.MovementLine{move}})
		return err
	case 8:
		counted := qty(fmt.Sprint(w.r.IntN(12)))
		_, err := w.svc.Adjust(w.ctx, app.Adjustment{ProductID: w.product(), LocationID: w.bin(), Counted: &counted, Reason: "count"})
		return err
	case 9:
		for _, p := range w.products[:3] {
			err := db.Changed(w.ctx, w.pool, func(tx *db.Tx) error {
				return w.svc.Allocate(w.ctx, tx, inventory.AllocateStock{Product: p, Warehouse: w.warehouse()})
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func TestAnyInterleavingOfActsLeavesTheAuditorGreenAndNoDeadlock(t *testing.T) {
	t.Parallel()
	f, trace := traced(t)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	var products []inventory.ProductID
	for i := range 12 {
		products = append(products, f.product(fmt.Sprint("P", i), "20"))
	}
	bins := []inventory.LocationID{f.bin("stock"), f.bin("quarantine"), f.bin("dock")}
	shared := &demands{}
	var g errgroup.Group
	for n := range uint64(8) {
		g.Go(func() error {
			w := worker{f, rand.New(rand.NewPCG(seed, n)), products, bins, shared}
			for range 60 {
				// Refusals are fine; whatever is no fault, or says "try again", is not.
				if err := w.act(); err != nil && (fault.As(err) == nil || fault.KindOf(err) == fault.Unavailable) {
					return err
				}
			}
			return nil
		})
	}
	require.NoError(t, g.Wait())
	f.runJobs()
	require.Zero(t, trace.seen.Load(), "deadlocks")
	f.audit()

	// RG-1: any order can be cancelled, whatever has happened to it.
	for _, s := range shared.list {
		require.NoError(t, f.svc.Release(f.ctx, inventory.Release{Key: s.Key}))
	}
	open, err := f.svc.ListDeliveries(f.ctx, page.Request{Filter: map[string][]string{"state": {"ready,waiting,partly"}}, Limit: 200})
	require.NoError(t, err)
	require.Empty(t, open.Items)
	f.audit()
}
