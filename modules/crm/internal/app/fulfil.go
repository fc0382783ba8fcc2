package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/modules/inventory"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// ConfirmOrder makes an order binding and gives it its number. What follows in
// the warehouse follows from the event.
func (s *Service) ConfirmOrder(ctx context.Context, id crm.OrderID, version int64) (crm.Order, error) {
	now := s.clock.Now()
	return s.changeOrder(ctx, crm.ConfirmOrders, id, version, func(_ *db.Tx, o *domain.Order) error { return o.Confirm(now) },
		func(tx *db.Tx, o *domain.Order) error {
			names, err := store.AccountNames(ctx, tx, page.Everything(), []uuid.UUID{o.Account})
			if err != nil {
				return err
			}
			if err := numberOrder(ctx, tx, o, now.Year()); err != nil {
				return err
			}
			return announce(ctx, tx, *o, names[o.Account])
		})
}

// numberOrder takes the next free number; an imported order may have taken some.
func numberOrder(ctx context.Context, tx *db.Tx, o *domain.Order, year int) error {
	for o.Number == "" {
		n, err := store.NextNumber(ctx, tx, "order", year)
		if err != nil {
			return err
		}
		number := fmt.Sprintf("SO-%d-%05d", year, n)
		taken, err := store.NumberIsTaken(ctx, tx, number)
		if err != nil {
			return err
		}
		if !taken {
			o.Number = number
		}
	}
	return nil
}

// announce tells that an order became binding.
func announce(ctx context.Context, tx *db.Tx, o domain.Order, party string) error {
	e := crm.OrderConfirmed{Order: o.ID, Number: o.Number, Account: kernel.IDOf[crm.Account](o.Account), PartyName: party, ShipOn: o.RequiredOn,
		ShipTo: inventory.Address(o.ShipTo), Lines: []crm.DemandedLine{}}
	for _, l := range o.Lines {
		if l.Stocked && l.Product != nil {
			e.Lines = append(e.Lines, crm.DemandedLine{Line: l.ID, Product: kernel.IDOf[inventory.Product](*l.Product), Quantity: l.Quantity, Unit: l.Unit})
		}
	}
	return tx.Emit(ctx, e)
}

// HoldOrder stops an order until it is released. What is promised stays promised.
func (s *Service) HoldOrder(ctx context.Context, id crm.OrderID, version int64, reason string) (crm.Order, error) {
	return s.changeOrder(ctx, crm.UpdateOrders, id, version, func(_ *db.Tx, o *domain.Order) error { return o.Hold(strings.TrimSpace(reason)) })
}

// ReleaseOrder lets a held order go on.
func (s *Service) ReleaseOrder(ctx context.Context, id crm.OrderID, version int64) (crm.Order, error) {
	return s.changeOrder(ctx, crm.UpdateOrders, id, version, func(_ *db.Tx, o *domain.Order) error { return o.Release() })
}

// CancelOrder gives an order up, or the rest of one that was partly shipped.
func (s *Service) CancelOrder(ctx context.Context, id crm.OrderID, version int64, reason string) (crm.Order, error) {
	reason = strings.TrimSpace(reason)
	return s.changeOrder(ctx, crm.CancelOrders, id, version, func(tx *db.Tx, o *domain.Order) error {
		tell, err := o.Cancel(reason)
		if err != nil || !tell || o.Historical {
			return err
		}
		return tx.Emit(ctx, crm.OrderCancelled{Order: o.ID, Number: o.Number, Reason: reason})
	})
}

// TrackFulfilment takes over what inventory tells of an order's lines, in the
// transaction of the event's delivery. Demands that are no orders are nothing to it.
func (s *Service) TrackFulfilment(ctx context.Context, tx *db.Tx, e inventory.DemandEvent, shippedOn kernel.Date) error {
	o, err := store.LockOrder(ctx, tx, page.Everything(), e.Demand)
	if db.NoRows(err) {
		return nil
	} else if err != nil {
		return err
	}
	told := make([]domain.Told, len(e.Lines))
	for i, l := range e.Lines {
		told[i] = domain.Told{Line: kernel.IDOf[crm.OrderLine](l.Line.UUID), Reserved: l.Reserved, Shipped: l.Shipped, Cancelled: l.Cancelled, Short: l.Short, Why: l.Why}
	}
	old := o
	old.Lines = append([]domain.Line(nil), o.Lines...)
	if !o.Track(e.At, told, shippedOn) {
		return nil
	}
	return saveOrder(ctx, tx, old, &o, e.At)
}

// LearnProduct takes over what inventory tells of a product.
func (s *Service) LearnProduct(ctx context.Context, tx *db.Tx, e inventory.ProductChanged) error {
	return store.PutSalesItem(ctx, tx, store.SalesItem{ProductID: e.Product.UUID, Sku: e.SKU, Name: e.Name, CategoryPath: e.CategoryPath, Unit: e.Unit,
		Kind: string(e.Kind), Status: string(e.Status)})
}

// OrderAvailability asks inventory what it can promise for an order's lines. An
// answer that does not come costs nothing but the numbers.
func (s *Service) OrderAvailability(ctx context.Context, id crm.OrderID) ([]crm.LineAvailability, error) {
	scope, err := authz.Scope(ctx, crm.ReadOrders)
	if err != nil {
		return nil, err
	}
	o, err := db.Read(ctx, s.db, func(tx *db.Tx) (domain.Order, error) { return store.GetOrder(ctx, tx, scope, id.UUID) })
	if err != nil {
		return nil, err
	}
	var ids []inventory.ProductID
	seen := map[uuid.UUID]bool{}
	out := []crm.LineAvailability{}
	for _, l := range o.Lines {
		if l.Product == nil || !l.Stocked {
			continue
		}
		out = append(out, crm.LineAvailability{Line: l.ID, Product: store.LineView(l).Product, StillOpen: l.Open()})
		if !seen[*l.Product] {
			seen[*l.Product] = true
			ids = append(ids, kernel.IDOf[inventory.Product](*l.Product))
		}
	}
	have := map[uuid.UUID]inventory.Availability{}
	for len(ids) > 0 && s.stock != nil {
		n := min(len(ids), 200)
		rows, err := s.stock.Available(ctx, inventory.AvailabilityQuery{Products: ids[:n]})
		if err != nil {
			quiet(ctx, "stock is unknown", err)
			break
		}
		for _, a := range rows {
			have[a.Product.UUID] = a
		}
		ids = ids[n:]
	}
	for i := range out {
		a, ok := have[out[i].Product.ID.UUID]
		out[i].Known, out[i].OnHand, out[i].Free, out[i].Incoming = ok, a.OnHand, a.Free, a.Incoming
		out[i].Enough = ok && !a.Free.Less(out[i].StillOpen)
	}
	return out, nil
}
