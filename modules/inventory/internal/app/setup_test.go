package app_test

import (
	"context"
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

// checks are the auditor's: each lists what must not be.
var checks = map[string]string{
	"AU-1 ledger is balance": `
		select l.product_id::text from (
			select product_id, place, sum(qty) as qty from (
				select m.product_id, m.to_location_id as place, m.qty from inventory.movement m where m.org_id = $1
				union all select m.product_id, m.from_location_id, -m.qty from inventory.movement m where m.org_id = $1) x group by 1, 2) l
		  join inventory.location o on o.org_id = $1 and o.id = l.place and o.kind = 'bin'
		  full join inventory.stock_balance b on b.org_id = $1 and b.product_id = l.product_id and b.location_id = l.place
		 where (b.org_id = $1 or l.product_id is not null) and coalesce(l.qty, 0) <> coalesce(b.on_hand, 0) and (b.org_id is null or b.org_id = $1)`,
	"AU-2 bins are availability": `
		select a.product_id::text from inventory.availability a
		  left join (select b.product_id, l.warehouse_id, sum(b.on_hand) as on_hand, sum(b.on_hand) filter (where not l.promisable) as held
		               from inventory.stock_balance b join inventory.location l on l.org_id = b.org_id and l.id = b.location_id
		              where b.org_id = $1 group by 1, 2) s on s.product_id = a.product_id and s.warehouse_id = a.warehouse_id
		 where a.org_id = $1 and (coalesce(s.on_hand, 0) <> a.on_hand or coalesce(s.held, 0) <> a.held)`,
	"AU-3 promises are promised": `
		select a.product_id::text from inventory.availability a
		  left join (select product_id, warehouse_id, sum(qty) as qty from inventory.reservation
		              where org_id = $1 and level = 'promise' and state = 'active' group by 1, 2) r
		    on r.product_id = a.product_id and r.warehouse_id = a.warehouse_id
		 where a.org_id = $1 and coalesce(r.qty, 0) <> a.promised`,
	"AU-3 allocations are allocated": `
		select b.id::text from inventory.stock_balance b
		  left join (select balance_id, sum(qty) as qty from inventory.reservation
		              where org_id = $1 and level = 'allocation' and state = 'active' group by 1) r on r.balance_id = b.id
		 where b.org_id = $1 and coalesce(r.qty, 0) <> b.allocated`,
	"AU-3 promises are the lines'": `
		select l.id::text from inventory.demand_line l
		  left join (select demand_line_id, sum(qty) as qty from inventory.reservation
		              where org_id = $1 and level = 'promise' and state = 'active' group by 1) r on r.demand_line_id = l.id
		 where l.org_id = $1 and coalesce(r.qty, 0) <> l.reserved`,
	"AU-4 nothing below zero or in a virtual place": `
		select b.id::text from inventory.stock_balance b join inventory.location l on l.org_id = b.org_id and l.id = b.location_id
		 where b.org_id = $1 and (l.kind <> 'bin' or b.on_hand < 0 and not b.allow_negative)`,
	"deliveries hold what is demanded": `
		select l.id::text from inventory.demand_line l
		  join (select demand_line_id, sum(qty) filter (where state <> 'cancelled') as going, sum(qty) filter (where state = 'shipped') as shipped
		          from inventory.delivery_line where org_id = $1 group by 1) d on d.demand_line_id = l.id
		 where l.org_id = $1 and (coalesce(d.going, 0) <> l.qty_base - l.cancelled or coalesce(d.shipped, 0) <> l.shipped)`,
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
	conn := f.d.Superuser(f.t)
	out := map[string][]string{}
	for name, sql := range checks {
		rows, err := conn.Query(f.t.Context(), sql, f.d.Org.UUID)
		require.NoError(f.t, err, name)
		for rows.Next() {
			var id *string
			require.NoError(f.t, rows.Scan(&id))
			if id == nil {
				id = ptr("?")
			}
			out[name] = append(out[name], *id)
		}
		require.NoError(f.t, rows.Err())
	}
	return out
}
