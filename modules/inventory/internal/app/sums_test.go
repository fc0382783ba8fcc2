package app_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func TestStockIsSummedByProductInItsUnit(t *testing.T) {
	t.Parallel()
	f := setup(t)
	tea := f.product("TEA", "5")
	f.product("CHAI", "2.000")
	kilo, err := f.svc.CreateProduct(f.ctx, app.ProductFields{SKU: ptr("FLOUR"), Name: ptr("Flour"), Unit: ptr("KGM"), Scale: ptr(int32(3))})
	require.NoError(t, err)
	f.receive(kilo.ID, "1.5")

	s, err := f.svc.SumStock(f.ctx, page.Request{Group: []string{"product_id"}, Of: []string{"sum:on_hand"}})
	require.NoError(t, err)
	require.Len(t, s.Groups, 3)
	require.Len(t, s.Total.Values["sum:on_hand"], 2, "pieces and kilograms are no sum")
	for _, v := range s.Total.Values["sum:on_hand"] {
		d, err := kernel.ParseDecimal(v.Value)
		require.NoError(t, err)
		require.Equal(t, map[string]string{"KGM": "1.5", "H87": "7"}[v.Unit], d.String(), v.Unit)
	}
	for _, g := range s.Groups {
		require.NotEmpty(t, g.Labels["product_id"])
	}
	s, err = f.svc.SumStock(f.ctx, page.Request{Filter: map[string][]string{"product_id": {tea.String()}}})
	require.NoError(t, err)
	require.EqualValues(t, 1, s.Total.Count)
	_, err = f.svc.SumStock(f.d.As(t, "crm.marketing"), page.Request{})
	require.ErrorIs(t, err, fault.ErrForbidden)
}

func TestCostsAreSummedForThoseWhoMayReadThem(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.product("TEA", "0")
	cost := page.Request{Of: []string{"sum:cost"}}
	as := func(role string) context.Context {
		return f.d.With(t, f.d.Context(t), authz.TestPolicy{Resources: inventory.Resources}, role)
	}
	_, err := f.svc.SumProducts(as("owner"), cost)
	require.NoError(t, err)
	_, err = f.svc.SumProducts(as("inventory.reader"), cost)
	require.ErrorIs(t, err, fault.ErrFieldHidden)
	s, err := f.svc.SumProducts(f.d.As(t, "inventory.reader"), page.Request{Group: []string{"status", "kind"}})
	require.NoError(t, err)
	require.EqualValues(t, 1, s.Total.Count)
}
