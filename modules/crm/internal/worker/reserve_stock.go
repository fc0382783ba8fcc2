// Package worker is what happens in crm without a person waiting: reactions to
// events, and rows of imports.
package worker

import (
	"context"
	"fmt"

	"longhouse/modules/crm"
	"longhouse/modules/inventory"
	"longhouse/platform/kernel"
)

// ReserveStock asks inventory for the goods of a confirmed order. The order's
// own ID is the key, so a second delivery of the event reserves nothing more.
// What was kept comes back as inventory's events.
func ReserveStock(stock inventory.Fulfilment) func(context.Context, crm.OrderConfirmed) error {
	return func(ctx context.Context, e crm.OrderConfirmed) error {
		if len(e.Lines) == 0 {
			return nil
		}
		d := inventory.Demand{Key: e.Order.UUID, Mode: inventory.Partial, Reference: e.Number, Party: e.Account.UUID, PartyName: e.PartyName, ShipTo: e.ShipTo, ShipOn: e.ShipOn}
		for _, l := range e.Lines {
			d.Lines = append(d.Lines, inventory.DemandLine{ID: kernel.IDOf[inventory.DemandLine](l.Line.UUID), Product: l.Product, Quantity: l.Quantity, Unit: l.Unit})
		}
		if _, err := stock.Reserve(ctx, d); err != nil {
			return fmt.Errorf("reserve for order %s: %w", e.Number, err)
		}
		return nil
	}
}

// ReleaseStock gives back what a cancelled order has not shipped.
func ReleaseStock(stock inventory.Fulfilment) func(context.Context, crm.OrderCancelled) error {
	return func(ctx context.Context, e crm.OrderCancelled) error {
		if err := stock.Release(ctx, inventory.Release{Key: e.Order.UUID, Reason: e.Reason}); err != nil {
			return fmt.Errorf("release for order %s: %w", e.Number, err)
		}
		return nil
	}
}
