package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/page"
)

func TestC17AnAdjustmentBelowWhatIsPromisedTakesFromTheLowestRank(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "10")
	high, low := demand(inventory.Partial, p, "5"), demand(inventory.Partial, p, "3")
	high.Priority = 1
	f.reserve(high)
	f.reserve(low)
	_, err := f.svc.Adjust(f.ctx, app.Adjustment{ProductID: p, LocationID: f.bin("stock"), Delta: ptr(qty("-5")), Reason: "broken"})
	require.NoError(t, err)
	require.Equal(t, "5/5/0", f.figures(p))
	lost := last[inventory.DemandBackordered](f)
	require.Equal(t, low.Key, lost.Demand)
	require.Equal(t, "3", lost.Lines[0].Short.String())
	require.Equal(t, "no_stock", lost.Lines[0].Why)
	d, err := f.svc.ListDeliveries(f.ctx, page.Request{Filter: map[string][]string{"state": {"waiting"}}})
	require.NoError(t, err)
	require.Len(t, d.Items, 1)
	f.audit()
}

func TestAnIssueDoesNotTakeWhatIsPromised(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "10")
	f.reserve(demand(inventory.Partial, p, "8"))
	_, err := f.svc.PostMovements(f.ctx, app.Movements{Kind: "issue", Lines: []app.MovementLine{{ProductID: p, Qty: qty("3")}}})
	require.ErrorIs(t, err, inventory.ErrShort)
	require.Equal(t, "/lines/0/qty", fault.As(err).Fields[0].Pointer)
	require.Equal(t, "2", fault.As(err).Fields[0].Params["free"])
	require.Equal(t, "10/8/2", f.figures(p))
}

func TestC05AndK01ShippingConsumesPromisesAndLeavesABackorder(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "10")
	s := f.reserve(demand(inventory.Partial, p, "10"))
	d, err := f.svc.Delivery(f.ctx, s.Delivery)
	require.NoError(t, err)
	d, err = f.svc.Ship(f.ctx, s.Delivery, nil, []app.ShipLine{{ID: d.Lines[0].ID, Qty: qty("6")}})
	require.NoError(t, err)
	require.Equal(t, "partly", d.State)
	require.Equal(t, "4/4/0", f.figures(p))
	require.Equal(t, d.Lines[0].ID, *d.Lines[1].BackorderOf)
	require.Equal(t, "4", d.Lines[1].Reserved.String())
	shipped := last[inventory.StockShipped](f)
	require.Equal(t, "6", shipped.Lines[0].Shipped.String())
	require.Equal(t, "4", shipped.Lines[0].Open().String())
	f.audit()

	d, err = f.svc.Ship(f.ctx, s.Delivery, nil, nil)
	require.NoError(t, err)
	require.Equal(t, "shipped", d.State)
	require.Equal(t, "0/0/0", f.figures(p))
	_, err = f.svc.Ship(f.ctx, s.Delivery, nil, nil)
	require.ErrorIs(t, err, inventory.ErrState)
	f.audit()
}

func TestShippingTakesWhatArrivedFirst(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "0")
	w, err := f.svc.Warehouses(f.ctx)
	require.NoError(t, err)
	bin, err := f.svc.CreateLocation(f.ctx, app.NewLocation{WarehouseID: w[0].ID, Code: "B-2"})
	require.NoError(t, err)
	old := f.now.Add(-48 * time.Hour)
	_, err = f.svc.PostMovements(f.ctx, app.Movements{Kind: "receipt", Lines: []app.MovementLine{{ProductID: p, Qty: qty("5")}}})
	require.NoError(t, err)
	_, err = f.svc.PostMovements(f.ctx, app.Movements{Kind: "receipt", EffectiveAt: &old, Lines: []app.MovementLine{{ProductID: p, Qty: qty("4"), ToLocationID: bin.ID}}})
	require.NoError(t, err)
	s := f.reserve(demand(inventory.Partial, p, "6"))
	_, err = f.svc.Ship(f.ctx, s.Delivery, nil, nil)
	require.NoError(t, err)
	stock, err := f.svc.ListStock(f.ctx, page.Request{})
	require.NoError(t, err)
	require.Len(t, stock.Items, 1)
	require.Equal(t, "STOCK", stock.Items[0].Location.Code)
	require.Equal(t, "3", stock.Items[0].OnHand.String())
	f.audit()
}

func TestAReversalChangesNothingInSumAndHappensOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "4")
	posted := f.receive(p, "6")
	_, err := f.svc.Reverse(f.ctx, posted.Movements[0], "wrong product")
	require.NoError(t, err)
	require.Equal(t, "4/0/4", f.figures(p))
	_, err = f.svc.Reverse(f.ctx, posted.Movements[0], "again")
	require.ErrorIs(t, err, inventory.ErrAlreadyReversed)
	f.audit()

	posted = f.receive(p, "6")
	f.reserve(demand(inventory.Partial, p, "9"))
	_, err = f.svc.Reverse(f.ctx, posted.Movements[0], "promised meanwhile")
	require.ErrorIs(t, err, inventory.ErrShort)
	f.audit()
}

func TestAPartOfAReceiptStaysExpectedAndAReversalPutsItBack(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "0")
	r, err := f.svc.CreateReceipt(f.ctx, app.ReceiptFields{Lines: []app.ReceiptLineFields{{ProductID: p, Qty: qty("5"), Unit: "DZN"}}})
	require.NoError(t, err)
	require.Equal(t, "60", r.Lines[0].Open.String(), "U01: five dozen are sixty pieces")
	r, err = f.svc.PostReceipt(f.ctx, r.ID, nil, []app.Arrival{{ID: r.Lines[0].ID, Qty: qty("2")}})
	require.NoError(t, err)
	require.Equal(t, "partial", r.State)
	require.Equal(t, "36", r.Lines[0].Open.String())
	require.Equal(t, "24/0/24", f.figures(p))

	keeper := f.d.As(t, "inventory.worker")
	_, err = f.svc.PostReceipt(keeper, r.ID, nil, []app.Arrival{{ID: r.Lines[0].ID, Qty: qty("4")}})
	require.ErrorIs(t, err, inventory.ErrOverReceipt)

	rows, err := f.svc.ListMovements(f.ctx, page.Request{}, inventory.LocationID{})
	require.NoError(t, err)
	_, err = f.svc.Reverse(f.ctx, rows.Items[0].ID, "counted twice")
	require.NoError(t, err)
	r, err = f.svc.Receipt(f.ctx, r.ID)
	require.NoError(t, err)
	require.Equal(t, "expected", r.State)
	require.Equal(t, "60", r.Lines[0].Open.String())
	f.audit()
}

func TestH03ALateIssueMayNotTakeWhatWasUsedSince(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "0")
	at := func(days int) *time.Time { return ptr(f.now.AddDate(0, 0, -days)) }
	post := func(kind, q string, days int) error {
		_, err := f.svc.PostMovements(f.ctx, app.Movements{Kind: kind, EffectiveAt: at(days), Lines: []app.MovementLine{{ProductID: p, Qty: qty(q)}}})
		return err
	}
	require.NoError(t, post("receipt", "30", 30))
	require.NoError(t, post("issue", "5", 26))
	require.NoError(t, post("issue", "15", 22))
	require.NoError(t, post("receipt", "20", 10))
	require.ErrorIs(t, post("issue", "11", 24), inventory.ErrTailNegative, "today's stock would cover it, the ninth's would not")
	require.NoError(t, post("issue", "10", 24))
	_, err := f.svc.PostMovements(f.d.As(t, "inventory.worker"), app.Movements{Kind: "transfer", EffectiveAt: at(1), Lines: []app.MovementLine{{ProductID: p, Qty: qty("1")}}})
	require.Equal(t, fault.Forbidden, fault.KindOf(err), "the past needs a right of its own")
	require.Error(t, post("receipt", "1", -1))
	f.audit()
}

func TestC12OppositeTransfersDoNotDeadlock(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "400")
	w, err := f.svc.CreateWarehouse(f.ctx, app.WarehouseFields{Code: ptr("EAST"), Name: ptr("East")})
	require.NoError(t, err)
	places, err := f.svc.ListLocations(f.ctx, page.Request{Filter: map[string][]string{"warehouse_id": {w.ID.String()}, "code": {"stock"}}})
	require.NoError(t, err)
	main, err := f.svc.Warehouses(f.ctx)
	require.NoError(t, err)
	here, err := f.svc.ListLocations(f.ctx, page.Request{Filter: map[string][]string{"warehouse_id": {main[0].ID.String()}, "code": {"stock"}}})
	require.NoError(t, err)
	a, b := here.Items[0].ID, places.Items[0].ID
	move := func(from, to inventory.LocationID, q string) error {
		_, err := f.svc.PostMovements(f.ctx, app.Movements{Kind: "transfer", Lines: []app.MovementLine{{ProductID: p, Qty: qty(q), FromLocationID: from, ToLocationID: to}}})
		return err
	}
	require.NoError(t, move(a, b, "200"))
	var g errgroup.Group
	g.SetLimit(16)
	for range 50 {
		g.Go(func() error { return move(a, b, "1") })
		g.Go(func() error { return move(b, a, "1") })
	}
	require.NoError(t, g.Wait())
	require.Equal(t, "200/0/200", f.figures(p))
	f.audit()
}

func TestTheLedgerCannotBeChangedEvenByTheModule(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.product("A", "4")
	for _, sql := range []string{"update inventory.movement set qty = 1", "delete from inventory.movement", "truncate inventory.movement", "delete from inventory.stock_balance"} {
		err := db.Changed(f.ctx, f.pool, func(tx *db.Tx) error {
			_, err := tx.Exec(f.ctx, sql)
			return err
		})
		require.ErrorContains(t, err, "permission denied", sql)
	}
}

func TestTheAuditorSeesDamage(t *testing.T) {
	t.Parallel()
	damages := map[string]string{
		"AU-1 ledger is balance":                        "update inventory.stock_balance set on_hand = on_hand + 1 where org_id = $1",
		"AU-2 bins are availability":                    "update inventory.availability set on_hand = on_hand + 1 where org_id = $1",
		"AU-3 promises are promised":                    "update inventory.availability set promised = promised - 1 where org_id = $1",
		"AU-3 allocations are allocated":                "update inventory.stock_balance set allocated = 1 where org_id = $1",
		"AU-3 promises are the lines'":                  "update inventory.demand_line set reserved = reserved - 1 where org_id = $1",
		"AU-4 nothing below zero or in a virtual place": "update inventory.location set kind = 'view', role = null where org_id = $1 and role = 'stock'",
		"deliveries hold what is demanded":              "update inventory.delivery_line set qty = qty + 1 where org_id = $1",
		"numbers are taken from their counter":          "update inventory.counter set last = 0 where org_id = $1",
	}
	for name, sql := range damages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := setup(t)
			p := f.product("A", "4")
			f.reserve(demand(inventory.Partial, p, "2"))
			f.audit()
			conn := f.d.Superuser(t)
			_, err := conn.Exec(t.Context(), "set session_replication_role = replica")
			require.NoError(t, err)
			_, err = conn.Exec(t.Context(), sql, f.d.Org.UUID)
			require.NoError(t, err)
			require.Contains(t, f.findings(), name)
		})
	}
}

func TestNumbersAreTakenInBlocksAndAreUnique(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "0")
	second := app.New(f.pool, clock.Clock{}, app.Neighbours{}) // another process
	seen := map[string]bool{}
	for i := range 20 {
		svc := f.svc
		if i%3 == 0 {
			svc = second
		}
		out, err := svc.PostMovements(f.ctx, app.Movements{Kind: "receipt", Lines: []app.MovementLine{{ProductID: p, Qty: qty("1")}}})
		require.NoError(t, err)
		require.False(t, seen[out.Number], out.Number)
		seen[out.Number] = true
	}
}

func TestStockFallsOnceWhenTheReorderPointIsCrossed(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.product("A", "10")
	prod, err := f.svc.Product(f.ctx, p)
	require.NoError(t, err)
	_, err = f.svc.UpdateProduct(f.ctx, p, prod.Version, app.ProductFields{ReorderPoint: ptr("6")})
	require.NoError(t, err)
	issue := func(q string) {
		_, err := f.svc.PostMovements(f.ctx, app.Movements{Kind: "issue", Lines: []app.MovementLine{{ProductID: p, Qty: qty(q)}}})
		require.NoError(t, err)
	}
	issue("3")
	require.NotContains(t, f.heard(), "inventory.stock_fell.v1")
	issue("1")
	require.Equal(t, "6", last[inventory.StockFell](f).Available.String())
	before := len(f.heard())
	issue("1")
	require.Len(t, f.heard(), before, "it had fallen already")
}
