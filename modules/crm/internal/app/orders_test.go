package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/modules/inventory"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func TestAnOrderTakesProductsAndPricesFromTheCatalogue(t *testing.T) {
	t.Parallel()
	f := setup(t)
	p := f.catalogue.Product("11", "Queso Cabrales", "21")
	o := f.Order(app.LineInput{ProductID: p, Quantity: dec("12"), UnitPrice: ptr(dec("14")), DiscountPercent: dec("15")},
		app.LineInput{ProductID: p, Quantity: dec("1")}, app.LineInput{Description: "Packing", Quantity: dec("1.5"), UnitPrice: ptr(dec("3.33"))})
	require.Equal(t, crm.Draft, o.Status)
	require.Empty(t, o.Number)
	require.Equal(t, []string{"142.8", "21", "5"}, []string{o.Lines[0].Net.String(), o.Lines[1].Net.String(), o.Lines[2].Net.String()})
	require.Equal(t, "168.8", o.Untaxed.String())
	require.Equal(t, "Queso Cabrales", o.Lines[1].Description)
	o, err := f.svc.UpdateOrder(f.ctx, o.ID, o.Version, app.OrderInput{DiscountPercent: ptr(dec("10")), Freight: ptr(dec("32.38"))})
	require.NoError(t, err)
	require.Equal(t, "16.88", o.Discount.String())
	require.Equal(t, "184.3", o.Total.String())

	lines := []app.LineInput{{ID: o.Lines[0].ID, ProductID: p, Quantity: dec("2")}, {Quantity: dec("-1"), Description: "x", UnitPrice: ptr(dec("1"))}}
	_, err = f.svc.PutOrderLines(f.ctx, o.ID, o.Version, lines)
	require.Equal(t, "/lines/1/quantity", fault.As(err).Fields[0].Pointer)
	o, err = f.svc.PutOrderLines(f.ctx, o.ID, o.Version, lines[:1])
	require.NoError(t, err)
	require.Len(t, o.Lines, 1)
	require.Equal(t, "14", o.Lines[0].UnitPrice.String(), "a line that stays keeps its price")

	_, err = f.svc.PutOrderLines(f.ctx, o.ID, o.Version, []app.LineInput{{ProductID: kernel.NewID[inventory.Product](), Quantity: dec("1")}, {ProductID: p, Quantity: dec("0.5")}, {ProductID: p, Quantity: dec("2"), Unit: "box"}})
	var at []string
	for _, field := range fault.As(err).Fields {
		at = append(at, field.Pointer+" "+field.Code)
	}
	require.Equal(t, []string{"/lines/0/product_id crm.order.product_unknown", "/lines/1/quantity not_representable", "/lines/2/unit_price required"}, at)
}

func TestANeighbourThatIsDownNeverBlocksASave(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o := f.Order()
	f.catalogue.down = true
	p := *product(f, "11")
	o, err := f.svc.PutOrderLines(f.ctx, o.ID, o.Version, []app.LineInput{{ID: o.Lines[0].ID, ProductID: kernel.IDOf[inventory.Product](p), Quantity: dec("3")}})
	require.NoError(t, err)
	require.Equal(t, "42", o.Total.String())
	rows, err := f.svc.OrderAvailability(f.ctx, o.ID)
	require.NoError(t, err)
	require.False(t, rows[0].Known)
	_, err = f.svc.PutOrderLines(f.ctx, o.ID, o.Version, []app.LineInput{{ProductID: kernel.NewID[inventory.Product](), Quantity: dec("3")}})
	require.Equal(t, crm.ErrCatalogueAway.Code, fault.As(err).Fields[0].Code)
	f.catalogue.down = false
	rows, err = f.svc.OrderAvailability(f.ctx, o.ID)
	require.NoError(t, err)
	require.True(t, rows[0].Known && rows[0].Enough)
}

func TestOfTwentyConfirmationsAtOnceOneIsMade(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o := f.Order()
	var g errgroup.Group
	errs := make([]error, 20)
	for i := range errs {
		g.Go(func() error { _, errs[i] = f.svc.ConfirmOrder(f.ctx, o.ID, o.Version); return nil })
	}
	require.NoError(t, g.Wait())
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else {
			require.ErrorIs(t, err, fault.ErrStale)
		}
	}
	require.Equal(t, 1, made)
	require.Len(t, f.events(), 1)
	e, ok := f.events()[0].(crm.OrderConfirmed)
	require.True(t, ok)
	require.Equal(t, "SO-2026-00001", e.Number)
	require.Equal(t, "12", e.Lines[0].Quantity.String())
	require.Equal(t, "Vins et alcools Chevalier", e.PartyName)
}

func TestNumbersHaveNoGapsAndGoRoundTakenOnes(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var g errgroup.Group
	numbers := make([]string, 10)
	for i := range numbers {
		o := f.Order()
		g.Go(func() error {
			c, err := f.svc.ConfirmOrder(f.ctx, o.ID, o.Version)
			numbers[i] = c.Number
			return err
		})
	}
	require.NoError(t, g.Wait())
	require.ElementsMatch(t, []string{"SO-2026-00001", "SO-2026-00002", "SO-2026-00003", "SO-2026-00004", "SO-2026-00005", "SO-2026-00006",
		"SO-2026-00007", "SO-2026-00008", "SO-2026-00009", "SO-2026-00010"}, numbers)
}

func TestWhatInventoryTellsIsTakenOverOnceAndInAnyOrder(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o := f.Order()
	o, err := f.svc.ConfirmOrder(f.ctx, o.ID, o.Version)
	require.NoError(t, err)
	require.Equal(t, "12", o.Lines[0].Short.String())
	_, err = f.svc.UpdateOrder(f.ctx, o.ID, o.Version, app.OrderInput{Freight: ptr(dec("1"))})
	require.ErrorIs(t, err, crm.ErrOrderState)
	line := kernel.IDOf[inventory.DemandLine](o.Lines[0].ID.UUID)
	tell := func(after time.Duration, reserved, shipped, short string, on kernel.Date) crm.Order {
		e := inventory.DemandEvent{Demand: o.ID.UUID, At: now.Add(after), Lines: []inventory.DemandLineState{{Line: line, Quantity: dec("12"),
			Reserved: dec(reserved), Shipped: dec(shipped), Short: dec(short), Why: "no_stock"}}}
		require.NoError(t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error { return f.svc.TrackFulfilment(f.ctx, tx, e, on) }))
		got, err := f.svc.Order(f.ctx, o.ID)
		require.NoError(t, err)
		return got
	}
	got := tell(time.Second, "10", "0", "2", kernel.Date{})
	require.Equal(t, "no_stock", got.Lines[0].Why)
	require.Equal(t, crm.Confirmed, got.Status)
	got = tell(3*time.Second, "2", "10", "0", kernel.MustDate("2026-11-25"))
	require.Equal(t, crm.PartiallyFulfilled, got.Status)
	again := tell(3*time.Second, "2", "10", "0", kernel.MustDate("2026-11-25"))
	require.Equal(t, "10", again.Lines[0].Shipped.String())
	late := tell(2*time.Second, "12", "0", "0", kernel.Date{})
	require.Equal(t, "10", late.Lines[0].Shipped.String(), "what was told before is passed by")
	held, err := f.svc.HoldOrder(f.ctx, o.ID, late.Version, "credit")
	require.NoError(t, err)
	held, err = f.svc.ReleaseOrder(f.ctx, o.ID, held.Version)
	require.NoError(t, err)
	require.Equal(t, crm.PartiallyFulfilled, held.Status)
	got = tell(4*time.Second, "0", "12", "0", kernel.MustDate("2026-11-26"))
	require.Equal(t, crm.Fulfilled, got.Status)
	require.Equal(t, "2026-11-26", got.ShippedOn.String())
	_, err = f.svc.CancelOrder(f.ctx, o.ID, got.Version, "")
	require.ErrorIs(t, err, crm.ErrOrderState)
	require.NoError(t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error {
		return f.svc.TrackFulfilment(f.ctx, tx, inventory.DemandEvent{Demand: kernel.NewUUID()}, kernel.Date{})
	}), "a demand of somebody else is nothing to us")
}

func TestCancellingTellsInventoryAndTheRestOfAPartFulfils(t *testing.T) {
	t.Parallel()
	f := setup(t)
	draft := f.Order()
	c, err := f.svc.CancelOrder(f.ctx, draft.ID, draft.Version, "mistake")
	require.NoError(t, err)
	require.Equal(t, crm.Cancelled, c.Status)
	require.Empty(t, f.events(), "a draft concerns nobody")
	o := f.Order()
	o, err = f.svc.ConfirmOrder(f.ctx, o.ID, o.Version)
	require.NoError(t, err)
	line := kernel.IDOf[inventory.DemandLine](o.Lines[0].ID.UUID)
	state := inventory.DemandLineState{Line: line, Quantity: dec("12"), Shipped: dec("5"), Reserved: dec("7")}
	track := func(after time.Duration) {
		require.NoError(t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error {
			return f.svc.TrackFulfilment(f.ctx, tx, inventory.DemandEvent{Demand: o.ID.UUID, At: now.Add(after), Lines: []inventory.DemandLineState{state}}, kernel.MustDate("2026-11-25"))
		}))
	}
	track(time.Second)
	o, err = f.svc.Order(f.ctx, o.ID)
	require.NoError(t, err)
	o, err = f.svc.CancelOrder(f.ctx, o.ID, o.Version, "no more")
	require.NoError(t, err)
	require.Equal(t, crm.PartiallyFulfilled, o.Status)
	require.IsType(t, crm.OrderCancelled{}, f.events()[1])
	state.Reserved, state.Cancelled = kernel.Zero, dec("7")
	track(2 * time.Second)
	o, err = f.svc.Order(f.ctx, o.ID)
	require.NoError(t, err)
	require.Equal(t, crm.Fulfilled, o.Status)
	require.Equal(t, "7", o.Lines[0].Cancelled.String())
}

func TestTheRoundingRuleBelongsToTheOrganisation(t *testing.T) {
	t.Parallel()
	f := setup(t)
	s, err := f.svc.Setting(f.ctx)
	require.NoError(t, err)
	require.Equal(t, crm.Setting{DocumentRounding: "half_up", LineRounding: "line", DefaultCurrency: "EUR"}, s)
	lines := []app.LineInput{{Description: "a", Quantity: dec("1"), UnitPrice: ptr(dec("0.125"))}, {Description: "b", Quantity: dec("1"), UnitPrice: ptr(dec("0.125"))}}
	require.Equal(t, "0.26", f.Order(lines...).Total.String())
	s, err = f.svc.UpdateSetting(f.ctx, s.Version, app.SettingInput{LineRounding: ptr("document")})
	require.NoError(t, err)
	require.Equal(t, "0.25", f.Order(lines...).Total.String())
	_, err = f.svc.UpdateSetting(f.ctx, 0, app.SettingInput{LineRounding: ptr("line")})
	require.ErrorIs(t, err, fault.ErrStale)
	_, err = f.svc.UpdateSetting(f.ctx, s.Version, app.SettingInput{LineRounding: ptr("line"), DocumentRounding: ptr("half_even")})
	require.NoError(t, err)
	require.Equal(t, "0.24", f.Order(lines...).Total.String())
}

func TestReportsAddUpByEitherRule(t *testing.T) {
	t.Parallel()
	f := setup(t)
	third := []app.LineInput{{ProductID: f.catalogue.Product("1", "Chai", "0.335"), Quantity: dec("1")}}
	for range 3 {
		o := f.Order(third...)
		_, err := f.svc.ConfirmOrder(f.ctx, o.ID, o.Version)
		require.NoError(t, err)
	}
	f.Order(third...) // a draft counts nowhere
	lonely := f.Account(app.AccountInput{Name: ptr("Never ordered"), Code: ptr("FISSA")})
	for rounding, want := range map[string]string{"lines": "1.02", "exact": "1.01"} {
		r, err := f.svc.SalesReport(f.ctx, app.SalesQuery{GroupBy: "product", Rounding: rounding})
		require.NoError(t, err)
		require.Equal(t, want, r.Total.Net.String(), rounding)
		require.Equal(t, want, r.Groups[0].Net.String())
		require.Equal(t, "Chai", r.Groups[0].Label)
		require.EqualValues(t, 3, r.Total.Orders)
	}
	r, err := f.svc.SalesReport(f.ctx, app.SalesQuery{GroupBy: "year", Rounding: "lines", From: kernel.MustDate("2026-11-23")})
	require.NoError(t, err)
	require.Empty(t, r.Groups)
	o, err := f.svc.OrdersReport(f.ctx)
	require.NoError(t, err)
	require.EqualValues(t, 3, o.Open)
	require.EqualValues(t, 3, o.Short)
	var names []crm.AccountID
	for _, a := range o.WithoutOrders {
		names = append(names, a.ID)
	}
	require.Contains(t, names, lonely.ID)
	p, err := f.svc.ListOrders(f.ctx, page.Request{Filter: map[string][]string{"status": {"confirmed"}, "late": {"false"}}, Sort: "-total", Count: true})
	require.NoError(t, err)
	require.Equal(t, 3, p.Total.Count)
}
