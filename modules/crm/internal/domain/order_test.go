package domain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/platform/kernel"
)

func draft(stocked ...bool) *domain.Order {
	o := &domain.Order{ID: kernel.NewID[crm.Order](), Status: crm.Draft, Account: kernel.NewUUID(), Currency: "EUR", OrderedOn: kernel.MustDate("2026-11-22")}
	for _, s := range stocked {
		o.Lines = append(o.Lines, domain.Line{ID: kernel.NewID[crm.OrderLine](), Description: "x", Stocked: s, Quantity: kernel.Int(10), UnitPrice: kernel.Int(1)})
	}
	return o
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestStatesOfAnOrderFollowItsLines(t *testing.T) {
	t.Parallel()
	o := draft(true, true, false)
	require.ErrorIs(t, o.Hold(""), crm.ErrOrderState)
	require.ErrorIs(t, o.Release(), crm.ErrOrderState)
	require.ErrorIs(t, draft().Confirm(noon), crm.ErrNoLines)
	require.NoError(t, o.Confirm(noon))
	require.Equal(t, crm.Confirmed, o.Status)
	require.ErrorIs(t, o.Confirm(noon), crm.ErrOrderState)
	require.ErrorIs(t, o.Editable(), crm.ErrOrderState)
	ten := kernel.Int(10)
	tell := func(at time.Time, line int, t domain.Told) bool {
		t.Line = o.Lines[line].ID
		return o.Track(at, []domain.Told{t}, kernel.Date{})
	}
	require.True(t, tell(noon, 0, domain.Told{Shipped: ten}))
	require.Equal(t, crm.PartiallyFulfilled, o.Status)
	require.NoError(t, o.Hold("credit"))
	require.True(t, tell(noon.Add(1), 1, domain.Told{Shipped: kernel.Int(4), Reserved: kernel.Int(6)}))
	require.Equal(t, crm.OnHold, o.Status, "a held order stays held while something is open")
	require.NoError(t, o.Release())
	require.Equal(t, crm.PartiallyFulfilled, o.Status)
	tellAll, err := o.Cancel("enough")
	require.NoError(t, err)
	require.True(t, tellAll)
	require.Equal(t, crm.PartiallyFulfilled, o.Status, "until inventory says what became of the rest")
	require.True(t, tell(noon.Add(2), 1, domain.Told{Shipped: kernel.Int(4), Cancelled: kernel.Int(6)}))
	require.Equal(t, crm.Fulfilled, o.Status)
	require.False(t, tell(noon, 1, domain.Told{Reserved: ten}), "old news")
	_, err = o.Cancel("")
	require.ErrorIs(t, err, crm.ErrOrderState)
}

func TestACancelledOrderStaysCancelledUnlessGoodsLeftAllTheSame(t *testing.T) {
	t.Parallel()
	o := draft(true)
	require.NoError(t, o.Confirm(noon))
	tell, err := o.Cancel("no")
	require.NoError(t, err)
	require.True(t, tell)
	require.True(t, o.Track(noon, []domain.Told{{Line: o.Lines[0].ID, Cancelled: kernel.Int(10)}}, kernel.Date{}))
	require.Equal(t, crm.Cancelled, o.Status)
	o.Track(noon.Add(1), []domain.Told{{Line: o.Lines[0].ID, Shipped: kernel.Int(3), Cancelled: kernel.Int(7)}}, kernel.MustDate("2026-11-23"))
	require.Equal(t, crm.Fulfilled, o.Status)
}

func TestAnOrderWithoutStockNeedsNoDelivery(t *testing.T) {
	t.Parallel()
	o := draft(false)
	require.NoError(t, o.Confirm(noon))
	require.Equal(t, crm.Fulfilled, o.Status)
}

func TestAnOrderOfThePastIsFulfilledAndItsLinesShipped(t *testing.T) {
	t.Parallel()
	o := draft(true)
	o.Past(kernel.MustDate("1996-07-16"), noon)
	require.Equal(t, crm.Fulfilled, o.Status)
	require.True(t, o.Lines[0].Open().IsZero())
}

func TestAllThatIsWrongWithAnOrderIsToldAtOnce(t *testing.T) {
	t.Parallel()
	o := draft(true, true)
	o.Account, o.Currency = [16]byte{}, "euro"
	o.DiscountPercent = kernel.MustDecimal("100.00001")
	o.Lines[0].Quantity, o.Lines[1].UnitPrice = kernel.Int(0), kernel.MustDecimal("0.0000001")
	require.Equal(t, []string{"required /account_id", "invalid /currency", "invalid /discount_percent", "invalid /lines/0/quantity", "too_precise /lines/1/unit_price"}, codes(o.Check()))
}
