package app_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
)

// recorder keeps what transactions emit, by organisation.
type recorder struct {
	mu     sync.Mutex
	events map[kernel.ID[kernel.Org]][]kernel.Event
	jobs   map[kernel.ID[kernel.Org]][]db.Enqueued
}

func (r *recorder) Flush(_ context.Context, tx *db.Tx, events []kernel.Event, jobs []db.Enqueued) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	org := tx.Who().Org
	r.events[org] = append(r.events[org], events...)
	r.jobs[org] = append(r.jobs[org], jobs...)
	return nil
}

func (*recorder) Wake(kernel.ID[kernel.Org]) {}

var (
	outbox = &recorder{events: map[kernel.ID[kernel.Org]][]kernel.Event{}, jobs: map[kernel.ID[kernel.Org]][]db.Enqueued{}}
	hand   sync.Once
)

type fixture struct {
	t    *testing.T
	d    *pgtest.DB
	pool *db.Pool
	svc  *app.Service
	ctx  context.Context //nolint:containedctx // of one test
	now  time.Time

	clock clock.Clock
}

func setup(t *testing.T) *fixture {
	t.Helper()
	d := pgtest.New(t)
	hand.Do(func() { d.Root.SetOutbox(outbox) })
	pool := d.Root.For("inventory", store.Faults)
	c := clock.Clock{}
	return &fixture{t: t, d: d, pool: pool, svc: app.New(pool, c, app.Neighbours{}), ctx: d.As(t, "owner"), now: c.Now(), clock: c}
}

func ptr[T any](v T) *T { return &v }

func qty(s string) kernel.Quantity { return kernel.MustDecimal(s) }

// product makes a stocked product with the given quantity in the stock bin.
func (f *fixture) product(sku, onHand string) inventory.ProductID {
	f.t.Helper()
	p, err := f.svc.CreateProduct(f.ctx, app.ProductFields{SKU: &sku, Name: ptr("Product " + sku)})
	require.NoError(f.t, err)
	if onHand != "0" {
		f.receive(p.ID, onHand)
	}
	return p.ID
}

func (f *fixture) receive(p inventory.ProductID, q string) app.Posted {
	f.t.Helper()
	out, err := f.svc.PostMovements(f.ctx, app.Movements{Kind: "receipt", Lines: []app.MovementLine{{ProductID: p, Qty: qty(q)}}})
	require.NoError(f.t, err)
	return out
}

// demand asks for quantities of products, one line each.
func demand(mode inventory.Mode, lines ...any) inventory.Demand {
	d := inventory.Demand{Key: kernel.NewUUID(), Mode: mode, Reference: "SO-1"}
	for i := 0; i < len(lines); i += 2 {
		d.Lines = append(d.Lines, inventory.DemandLine{ID: kernel.NewID[inventory.DemandLine](), Product: lines[i].(inventory.ProductID), Quantity: qty(lines[i+1].(string))})
	}
	return d
}

func (f *fixture) reserve(d inventory.Demand) inventory.DemandState {
	f.t.Helper()
	s, err := f.svc.Reserve(f.ctx, d)
	require.NoError(f.t, err)
	return s
}

// figures is on hand / promised / free of the default warehouse.
func (f *fixture) figures(p inventory.ProductID) string {
	f.t.Helper()
	a, err := f.svc.Available(f.ctx, inventory.AvailabilityQuery{Products: []inventory.ProductID{p}})
	require.NoError(f.t, err)
	return a[0].OnHand.String() + "/" + a[0].Promised.String() + "/" + a[0].Free.String()
}

// warehouse is the default one.
func (f *fixture) warehouse() inventory.WarehouseID {
	w, err := f.svc.Warehouses(f.ctx)
	if err != nil || len(w) == 0 {
		return inventory.WarehouseID{}
	}
	return w[0].ID
}

// bin finds a bin of the default warehouse by its code.
func (f *fixture) bin(code string) inventory.LocationID {
	f.t.Helper()
	p, err := f.svc.ListLocations(f.ctx, page.Request{Filter: map[string][]string{"code": {code}}})
	require.NoError(f.t, err)
	require.NotEmpty(f.t, p.Items)
	return p.Items[0].ID
}

// runJobs does the allocation runs that were asked for, until there are none.
func (f *fixture) runJobs() int {
	f.t.Helper()
	done := 0
	for {
		outbox.mu.Lock()
		jobs := outbox.jobs[f.d.Org]
		outbox.jobs[f.d.Org] = nil
		outbox.mu.Unlock()
		if len(jobs) == 0 {
			return done
		}
		for _, j := range jobs {
			require.NoError(f.t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error {
				return f.svc.Allocate(f.ctx, tx, j.Job.(inventory.AllocateStock))
			}))
			done++
		}
	}
}

// heard lists the names of events so far.
func (f *fixture) heard() []string {
	outbox.mu.Lock()
	defer outbox.mu.Unlock()
	var out []string
	for _, e := range outbox.events[f.d.Org] {
		out = append(out, e.EventType())
	}
	return out
}

func last[E kernel.Event](f *fixture) E {
	f.t.Helper()
	outbox.mu.Lock()
	defer outbox.mu.Unlock()
	events := outbox.events[f.d.Org]
	for i := len(events) - 1; i >= 0; i-- {
		if e, ok := events[i].(E); ok {
			return e
		}
	}
	var none E
	require.Fail(f.t, "no such event", none.EventType())
	return none
}

// audit runs the auditor's checks on the test's organisation.
func (f *fixture) audit() {
	f.t.Helper()
	for name, wrong := range f.findings() {
		require.Empty(f.t, wrong, name)
	}
}

func (f *fixture) findings() map[string][]string {
	f.t.Helper()
	found, err := f.svc.Audit(f.ctx)
	require.NoError(f.t, err)
	out := map[string][]string{}
	for _, one := range found {
		name, at, _ := strings.Cut(one, ": ")
		out[name] = append(out[name], at)
	}
	return out
}
