package worker_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/worker"
	"longhouse/modules/inventory"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

type fulfilment struct {
	demands  []inventory.Demand
	releases []inventory.Release
	err      error
}

func (f *fulfilment) Reserve(_ context.Context, d inventory.Demand) (inventory.DemandState, error) {
	f.demands = append(f.demands, d)
	return inventory.DemandState{}, f.err
}

func (f *fulfilment) Release(_ context.Context, r inventory.Release) error {
	f.releases = append(f.releases, r)
	return f.err
}

func (f *fulfilment) State(context.Context, []inventory.DemandLineID) ([]inventory.DemandLineState, error) {
	return nil, nil
}

func TestTheOrdersOwnIDIsTheKeyOfItsDemand(t *testing.T) {
	t.Parallel()
	f := &fulfilment{}
	order, line := kernel.NewID[crm.Order](), kernel.NewID[crm.OrderLine]()
	e := crm.OrderConfirmed{Order: order, Number: "SO-2026-00001", Lines: []crm.DemandedLine{{Line: line, Quantity: kernel.Int(12), Unit: "H87"}}}
	require.NoError(t, worker.ReserveStock(f)(t.Context(), e))
	require.Equal(t, order.UUID, f.demands[0].Key)
	require.Equal(t, inventory.Partial, f.demands[0].Mode)
	require.Equal(t, line.UUID, f.demands[0].Lines[0].ID.UUID)
	require.NoError(t, worker.ReleaseStock(f)(t.Context(), crm.OrderCancelled{Order: order, Reason: "mistake"}))
	require.Equal(t, inventory.Release{Key: order.UUID, Reason: "mistake"}, f.releases[0])
	require.NoError(t, worker.ReserveStock(f)(t.Context(), crm.OrderConfirmed{Order: order}))
	require.Len(t, f.demands, 1, "an order without stock asks for nothing")
	f.err = fault.ErrUnavailable
	require.ErrorIs(t, worker.ReserveStock(f)(t.Context(), e), fault.ErrUnavailable, "and the event is delivered again")
}
