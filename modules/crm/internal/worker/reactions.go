package worker

import (
	"context"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/modules/hr"
	"longhouse/modules/inventory"
	"longhouse/platform/db"
	"longhouse/platform/events"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
)

// Handlers are what crm does when something has happened. Their names are
// services of the policy, and stable for ever.
func Handlers(s *app.Service, stock inventory.Fulfilment) []jobs.Handler {
	return []jobs.Handler{
		reserve(stock), track(s),
		events.Apply("crm.learn_product", func(ctx context.Context, tx *db.Tx, e inventory.ProductChanged) error {
			return s.LearnProduct(ctx, tx, e)
		}).Does("Learns what inventory says of a product, so that it can be sold."),
		events.React("crm.hand_over_deals", func(ctx context.Context, e hr.EmployeeLeft) error {
			return s.HandOver(ctx, e)
		}).Does("Gives the open deals, accounts and contacts of somebody who has left to their manager."),
	}
}

// reserve is one subscription for what an order asks of the warehouse, so that
// a cancellation is never ahead of its confirmation.
func reserve(stock inventory.Fulfilment) events.Subscription {
	const name = "crm.reserve_stock"
	return events.Join(events.React[crm.OrderConfirmed](name, ReserveStock(stock)), events.React[crm.OrderCancelled](name, ReleaseStock(stock))).
		Does("Reserves the goods of a confirmed order, and gives them back when it is cancelled.")
}

// track is one subscription for all that inventory tells of a demand. Each
// event carries the whole state of its lines, so each is simply taken over.
func track(s *app.Service) events.Subscription {
	const name = "crm.track_fulfilment"
	return events.Join(
		events.Apply(name, func(ctx context.Context, tx *db.Tx, e inventory.StockReserved) error {
			return s.TrackFulfilment(ctx, tx, e.DemandEvent, kernel.Date{})
		}),
		events.Apply(name, func(ctx context.Context, tx *db.Tx, e inventory.DemandBackordered) error {
			return s.TrackFulfilment(ctx, tx, e.DemandEvent, kernel.Date{})
		}),
		events.Apply(name, func(ctx context.Context, tx *db.Tx, e inventory.DemandCovered) error {
			return s.TrackFulfilment(ctx, tx, e.DemandEvent, kernel.Date{})
		}),
		events.Apply(name, func(ctx context.Context, tx *db.Tx, e inventory.StockShipped) error {
			return s.TrackFulfilment(ctx, tx, e.DemandEvent, e.ShippedOn)
		}),
		events.Apply(name, func(ctx context.Context, tx *db.Tx, e inventory.DemandCancelled) error {
			return s.TrackFulfilment(ctx, tx, e.DemandEvent, kernel.Date{})
		}),
	).Does("Keeps orders in step with what the warehouse has reserved and shipped.")
}
