package app

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Allocate serves waiting demand of a product in a warehouse, by rank, in the
// transaction of the job that asks for it. One a transaction: a second would
// lock availability after documents, against the order that all keep to.
func (s *Service) Allocate(ctx context.Context, tx *db.Tx, j inventory.AllocateStock) error {
	return s.allocate(ctx, tx, []store.Key{{Product: j.Product.UUID, Warehouse: j.Warehouse.UUID}}, s.clock.Now())
}

func (s *Service) allocate(ctx context.Context, tx *db.Tx, keys []store.Key, now time.Time) error {
	locked, err := lockKeys(ctx, tx, keys)
	if err != nil {
		return err
	}
	var given []store.LineChange
	var promises []domain.AvailabilityChange
	for key, row := range locked {
		part, err := store.GiveWaiting(ctx, tx, key, store.FreeOf(row), now)
		if err != nil {
			return err
		}
		for _, c := range part {
			promises = append(promises, domain.AvailabilityChange{Product: key.Product, Warehouse: key.Warehouse, Promised: c.Reserved})
		}
		given = append(given, part...)
	}
	if len(given) == 0 {
		return nil
	}
	changes, _ := domain.Net(nil, promises)
	if err := store.ChangeAvailability(ctx, tx, changes); err != nil {
		return err
	}
	demands, err := store.ChangeLines(ctx, tx, given, store.NoStock)
	if err != nil {
		return err
	}
	if err := store.RefreshDeliveries(ctx, tx, demands, nil); err != nil {
		return err
	}
	lines := make([]uuid.UUID, len(given))
	for i, c := range given {
		lines[i] = c.Line
	}
	return tell(ctx, tx, lines, now, func(e inventory.DemandEvent) kernel.Event { return inventory.DemandCovered{DemandEvent: e} })
}

func lockKeys(ctx context.Context, tx *db.Tx, keys []store.Key) (map[store.Key]store.LockedAvailability, error) {
	seen := map[store.Key]bool{}
	var once []store.Key
	for _, k := range keys {
		if !seen[k] {
			seen[k] = true
			once = append(once, k)
		}
	}
	if len(once) == 0 {
		return nil, nil
	}
	return store.LockAvailability(ctx, tx, once)
}

// wake asks for an allocation run of keys for which demand may wait.
func wake(_ context.Context, tx *db.Tx, keys []store.Key) error {
	seen := map[store.Key]bool{}
	for _, k := range keys {
		if seen[k] {
			continue
		}
		seen[k] = true
		job := inventory.AllocateStock{Product: kernel.IDOf[inventory.Product](k.Product), Warehouse: kernel.IDOf[inventory.Warehouse](k.Warehouse)}
		if err := tx.EnqueueAs(db.Enqueued{Job: job, Dedupe: job.OrderKey()}); err != nil {
			return err
		}
	}
	return nil
}

// tell emits one event for each demand to which lines belong, with their present state.
func tell(ctx context.Context, tx *db.Tx, lines []uuid.UUID, now time.Time, event func(inventory.DemandEvent) kernel.Event) error {
	rows, err := store.DemandLinesByID(ctx, tx, lines)
	if err != nil {
		return err
	}
	for start := 0; start < len(rows); {
		first, end := rows[start], start
		e := inventory.DemandEvent{Demand: first.DemandID, Delivery: kernel.IDOf[inventory.Delivery](first.DeliveryID), Reference: first.Reference, At: now}
		for ; end < len(rows) && rows[end].DemandID == first.DemandID; end++ {
			e.Lines = append(e.Lines, store.StateOf(rows[end]))
		}
		if err := tx.Emit(ctx, event(e)); err != nil {
			return err
		}
		start = end
	}
	return nil
}

// after does what a posting brings with it: lost promises are told to their
// holders, waiting demand is woken, and reorder points are announced.
func (s *Service) after(ctx context.Context, tx *db.Tx, p store.Posted, now time.Time) error {
	if len(p.Lost) > 0 {
		if err := lose(ctx, tx, p.Lost, now); err != nil {
			return err
		}
	}
	for _, f := range p.Fallen {
		if err := tx.Emit(ctx, f); err != nil {
			return err
		}
	}
	return wake(ctx, tx, p.Waiting)
}

func lose(ctx context.Context, tx *db.Tx, lost []store.Lost, now time.Time) error {
	taken := map[uuid.UUID]kernel.Quantity{}
	var ids []uuid.UUID
	for _, l := range lost {
		if _, ok := taken[l.Line]; !ok {
			ids = append(ids, l.Line)
		}
		taken[l.Line] = taken[l.Line].Add(l.Qty)
	}
	changes := make([]store.LineChange, len(ids))
	for i, id := range ids {
		changes[i] = store.LineChange{Line: id, Reserved: taken[id].Neg()}
	}
	demands, err := store.ChangeLines(ctx, tx, changes, store.NoStock)
	if err != nil {
		return err
	}
	if err := store.RefreshDeliveries(ctx, tx, demands, nil); err != nil {
		return err
	}
	return tell(ctx, tx, ids, now, func(e inventory.DemandEvent) kernel.Event {
		return inventory.DemandBackordered{DemandEvent: e, Why: store.NoStock}
	})
}
