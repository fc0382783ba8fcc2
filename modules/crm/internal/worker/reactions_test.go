package worker_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/modules/crm/internal/store"
	"longhouse/modules/crm/internal/worker"
	"longhouse/modules/hr"
	"longhouse/modules/inventory"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// warehouse stands in for inventory: it has ten of everything, and tells what
// it does from transactions of its own.
type warehouse struct {
	db      *db.Pool
	at      time.Time
	demands []inventory.Demand
	asked   []string
}

func (w *warehouse) tell(ctx context.Context, e kernel.Event) error {
	return db.Changed(ctx, w.db, func(tx *db.Tx) error { return tx.Emit(ctx, e) })
}

// about is an event about all of a demand, reserved and shipped as said.
func (w *warehouse) about(d inventory.Demand, state func(q kernel.Quantity) inventory.DemandLineState) inventory.DemandEvent {
	w.at = w.at.Add(time.Second)
	e := inventory.DemandEvent{Demand: d.Key, Reference: d.Reference, At: w.at}
	for _, l := range d.Lines {
		s := state(l.Quantity)
		s.Line, s.Product, s.Quantity = l.ID, l.Product, l.Quantity
		e.Lines = append(e.Lines, s)
	}
	return e
}

func (w *warehouse) Reserve(ctx context.Context, d inventory.Demand) (inventory.DemandState, error) {
	if err := authz.Allowed(ctx, inventory.ReserveStock); err != nil {
		return inventory.DemandState{}, err
	}
	w.demands, w.asked = append(w.demands, d), append(w.asked, "reserve")
	return inventory.DemandState{}, w.tell(ctx, inventory.StockReserved{DemandEvent: w.about(d, func(q kernel.Quantity) inventory.DemandLineState {
		given := q.Min(kernel.Int(10))
		return inventory.DemandLineState{Reserved: given, Short: q.Sub(given), Why: "no_stock"}
	})})
}

func (w *warehouse) Release(ctx context.Context, r inventory.Release) error {
	w.asked = append(w.asked, "release "+r.Reason)
	for _, d := range w.demands {
		if d.Key == r.Key {
			return w.tell(ctx, inventory.DemandCancelled{DemandEvent: w.about(d, func(q kernel.Quantity) inventory.DemandLineState {
				return inventory.DemandLineState{Cancelled: q}
			})})
		}
	}
	return nil
}

func (w *warehouse) State(context.Context, []inventory.DemandLineID) ([]inventory.DemandLineState, error) {
	return nil, nil
}

type fixture struct {
	*pgtest.DB
	t         *testing.T
	ctx       context.Context
	svc       *app.Service
	warehouse *warehouse
	engine    *jobs.Engine
	root      *db.Root
}

// setup is crm with its reactions carried by a running engine.
func setup(t *testing.T) *fixture {
	t.Helper()
	url := os.Getenv("REDIS_URL")
	require.NotEmpty(t, url, "a test needs Redis: set REDIS_URL")
	d := pgtest.New(t)
	root, err := db.Open(t.Context(), d.URL, db.Options{Connections: 12, StatementTimeout: 10 * time.Second})
	require.NoError(t, err)
	t.Cleanup(root.Close)
	f := &fixture{DB: d, t: t, ctx: d.As(t, "owner"), root: root, warehouse: &warehouse{db: root.For("inventory"), at: now}}
	f.engine, err = jobs.New(root, jobs.Options{RedisURL: url, Only: d.Org, Lease: 2 * time.Second, Grace: 10 * time.Second,
		Attach:  func(ctx context.Context) (context.Context, error) { return d.With(t, ctx, authz.TestPolicy{}), nil },
		Backoff: func(int) time.Duration { return 5 * time.Millisecond }})
	require.NoError(t, err)
	root.SetOutbox(f.engine)
	pool := root.For("crm").With(store.Faults)
	f.svc = app.New(app.Deps{DB: pool, Clock: clock.Fixed(now)})
	require.NoError(t, f.engine.Register(pool, worker.Handlers(f.svc, f.warehouse)...))
	require.NoError(t, f.engine.Start(t.Context()))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
		defer cancel()
		require.NoError(t, f.engine.Stop(ctx))
	})
	return f
}

func (f *fixture) settle() {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.ctx, 20*time.Second)
	defer cancel()
	require.NoError(f.t, f.engine.Settle(ctx, f.Org))
}

// order is a confirmed order of twelve.
func (f *fixture) order() crm.Order {
	f.t.Helper()
	product := kernel.NewID[inventory.Product]()
	require.NoError(f.t, f.warehouse.tell(f.ctx, inventory.ProductChanged{Product: product, SKU: "11", Name: "Queso Cabrales", Kind: inventory.Stocked, Unit: "H87", Status: inventory.Active, CategoryPath: "Food"}))
	f.settle()
	name := "Vins et alcools Chevalier"
	a, err := f.svc.CreateAccount(f.ctx, app.AccountInput{Name: &name})
	require.NoError(f.t, err)
	price := kernel.Int(14)
	o, err := f.svc.CreateOrder(f.ctx, app.OrderInput{AccountID: &a.ID, Lines: &[]app.LineInput{{ProductID: product, Quantity: kernel.Int(12), UnitPrice: &price}}})
	require.NoError(f.t, err, "what a product is called, events have told")
	o, err = f.svc.ConfirmOrder(f.ctx, o.ID, o.Version)
	require.NoError(f.t, err)
	return o
}

func (f *fixture) read(id crm.OrderID) crm.Order {
	f.t.Helper()
	o, err := f.svc.Order(f.ctx, id)
	require.NoError(f.t, err)
	return o
}

func TestAConfirmedOrderIsReservedShippedAndFulfilled(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o := f.order()
	f.settle()
	o = f.read(o.ID)
	require.Equal(t, []string{"10", "2", "no_stock"}, []string{o.Lines[0].Reserved.String(), o.Lines[0].Short.String(), o.Lines[0].Why})
	require.True(t, o.Short)
	short, err := f.svc.ListOrders(f.ctx, page.Request{Filter: map[string][]string{"short": {"true"}}})
	require.NoError(t, err)
	require.Len(t, short.Items, 1)

	d := f.warehouse.demands[0]
	require.Equal(t, o.ID.UUID, d.Key)
	ship := func(shipped, reserved int64, on string) crm.Order {
		require.NoError(t, f.warehouse.tell(f.ctx, inventory.StockShipped{ShippedOn: kernel.MustDate(on), DemandEvent: f.warehouse.about(d, func(kernel.Quantity) inventory.DemandLineState {
			return inventory.DemandLineState{Shipped: kernel.Int(shipped), Reserved: kernel.Int(reserved)}
		})}))
		f.settle()
		return f.read(o.ID)
	}
	o = ship(10, 2, "2026-11-24")
	require.Equal(t, crm.PartiallyFulfilled, o.Status)
	require.False(t, o.Short)
	o = ship(12, 0, "2026-11-25")
	require.Equal(t, crm.Fulfilled, o.Status)
	require.Equal(t, "2026-11-25", o.ShippedOn.String())
	sales, err := f.svc.SalesReport(f.ctx, app.SalesQuery{GroupBy: "category", Rounding: "lines"})
	require.NoError(t, err)
	require.Equal(t, "Food", sales.Groups[0].Label)
}

func TestACancellationFollowsItsConfirmation(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o := f.order()
	_, err := f.svc.CancelOrder(f.ctx, o.ID, o.Version, "mistake")
	require.NoError(t, err)
	f.settle()
	require.Equal(t, []string{"reserve", "release mistake"}, f.warehouse.asked, "one name, one order for each order")
	o = f.read(o.ID)
	require.Equal(t, crm.Cancelled, o.Status)
	require.Equal(t, "12", o.Lines[0].Cancelled.String())
}

func TestTheManagerTakesOverWhatALeaverHadOpen(t *testing.T) {
	t.Parallel()
	f := setup(t)
	name := "Two hundred cheeses"
	deal := func() crm.Deal {
		d, err := f.svc.CreateDeal(f.ctx, app.DealInput{Name: &name})
		require.NoError(t, err)
		return d
	}
	open, won := deal(), deal()
	won, err := f.svc.WinDeal(f.ctx, won.ID, won.Version)
	require.NoError(t, err)
	account, err := f.svc.CreateAccount(f.ctx, app.AccountInput{Name: &name})
	require.NoError(t, err)
	manager := kernel.NewID[kernel.User]()
	left := hr.EmployeeLeft{Employee: kernel.NewID[hr.Employee](), Name: "Robert King", Login: f.User, ManagerLogin: manager, LastDay: kernel.MustDate("2026-11-21")}
	people := f.root.For("hr")
	for range 2 { // hearing it twice changes nothing more
		require.NoError(t, db.Changed(f.ctx, people, func(tx *db.Tx) error { return tx.Emit(f.ctx, left) }))
		f.settle()
	}
	var title, text string
	require.NoError(t, f.Superuser(t).QueryRow(f.ctx, "select title, text from platform.message where org_id = $1 and user_id = $2", f.Org.UUID, manager.UUID).Scan(&title, &text))
	require.Equal(t, []string{"You take over from Robert King.", "Yours now: 1 open deal, 1 account."}, []string{title, text})
	open, err = f.svc.Deal(f.ctx, open.ID)
	require.NoError(t, err)
	require.Equal(t, manager.UUID, open.Owner.ID.UUID)
	require.EqualValues(t, 2, open.Version)
	won, err = f.svc.Deal(f.ctx, won.ID)
	require.NoError(t, err)
	require.Equal(t, f.User.UUID, won.Owner.ID.UUID, "what is decided stays with who decided it")
	account, err = f.svc.Account(f.ctx, account.ID)
	require.NoError(t, err)
	require.Equal(t, manager.UUID, account.Owner.ID.UUID)
}
