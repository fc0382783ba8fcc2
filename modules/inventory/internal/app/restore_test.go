package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

func TestAUnitThatNothingIsCountedInIsUndone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	u, err := f.svc.CreateUnit(f.ctx, app.NewUnit{Code: "X4P", Name: "Pallet of 40", Category: "count", Num: kernel.Int(40), Den: kernel.Int(1)})
	require.NoError(t, err)
	_, err = f.svc.CreateProduct(f.ctx, app.ProductFields{SKU: ptr("P1"), Name: ptr("On pallets"), Unit: &u.Code})
	require.NoError(t, err)
	require.ErrorIs(t, f.svc.RestoreUnit(f.ctx, u.ID.UUID, kernel.Past{}), inventory.ErrInUse)
	free, err := f.svc.CreateUnit(f.ctx, app.NewUnit{Code: "X4Q", Name: "Pallet of 41", Category: "count", Num: kernel.Int(41), Den: kernel.Int(1)})
	require.NoError(t, err)
	require.NoError(t, f.svc.RestoreUnit(f.ctx, free.ID.UUID, kernel.Past{}))
	require.ErrorIs(t, f.svc.Entities()["inventory.unit"].Visible(f.ctx, free.ID.UUID), fault.ErrNotFound)
}
