package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

const mostLines = 2000

// Reserve implements inventory.Fulfilment.
func (s *Service) Reserve(ctx context.Context, d inventory.Demand) (inventory.DemandState, error) {
	if err := authz.Allowed(ctx, inventory.ReserveStock); err != nil {
		return inventory.DemandState{}, err
	}
	if d.Mode == "" {
		d.Mode = inventory.AllOrNone
	}
	if err := checkDemand(d); err != nil {
		return inventory.DemandState{}, err
	}
	h, err := s.house(ctx)
	if err != nil {
		return inventory.DemandState{}, err
	}
	number, err := s.number(ctx, "D")
	if err != nil {
		return inventory.DemandState{}, err
	}
	full := store.Demand{Demand: d, Warehouse: d.Warehouse.UUID, Delivery: kernel.NewUUID(), Number: number, At: s.clock.Now()}
	if d.Warehouse.IsZero() {
		full.Warehouse = h.warehouse
	}
	if who, err := actor.From(ctx); err == nil && who.Request != uuid.Nil {
		full.Request = &who.Request
	}
	keep := func(tx *db.Tx) (inventory.DemandState, error) { return s.reserve(ctx, tx, &full) }
	state, err := db.Write(ctx, s.db, keep)
	if errors.Is(err, inventory.ErrShort) && !full.Careful {
		full.Careful = true
		return db.Write(ctx, s.db, keep)
	}
	return state, err
}

func checkDemand(d inventory.Demand) error {
	if d.Key == uuid.Nil || len(d.Lines) == 0 || len(d.Lines) > mostLines || d.Mode != inventory.AllOrNone && d.Mode != inventory.Partial {
		return inventory.ErrDemandLines
	}
	seen := make(map[uuid.UUID]bool, len(d.Lines))
	for i, l := range d.Lines {
		if l.ID.IsZero() || seen[l.ID.UUID] || l.Quantity.Sign() <= 0 {
			return inventory.ErrDemandLines.At(fmt.Sprintf("/lines/%d", i))
		}
		seen[l.ID.UUID] = true
	}
	return nil
}

// reserve takes the demand's key, keeps what there is, and writes the lines
// with their delivery: a constant number of statements, however many lines.
func (s *Service) reserve(ctx context.Context, tx *db.Tx, d *store.Demand) (inventory.DemandState, error) {
	var isNew bool
	var refused error // of a demand that is there already, nothing more is asked
	err := db.Together(ctx, tx,
		func(tx *db.Tx) (err error) { isNew, err = store.InsertDemand(ctx, tx, *d); return err },
		func(tx *db.Tx) error { d.Wants, refused = store.Wants(ctx, tx, d.Warehouse, d.Lines); return nil },
	)
	switch {
	case err != nil:
		return inventory.DemandState{}, err
	case !isNew:
		return demandState(ctx, tx, d.Key)
	case refused != nil:
		return inventory.DemandState{}, refused
	}
	if err := store.Keep(ctx, tx, d); err != nil {
		return inventory.DemandState{}, err
	}
	out := inventory.DemandState{Key: d.Key, Delivery: kernel.IDOf[inventory.Delivery](d.Delivery), Number: d.Number, Lines: make([]inventory.DemandLineState, len(d.Wants))}
	for i, w := range d.Wants {
		out.Lines[i] = domain.State(w.Line, w.Product, w.Factor, w.Qty, w.Base, w.Given, kernel.Zero, kernel.Zero, store.NoStock)
	}
	return out, tx.Emit(ctx, inventory.StockReserved{DemandEvent: inventory.DemandEvent{
		Demand: d.Key, Delivery: out.Delivery, Reference: d.Reference, Lines: out.Lines, At: d.At}})
}

func demandState(ctx context.Context, tx *db.Tx, key uuid.UUID) (inventory.DemandState, error) {
	delivery, err := store.DeliveryOf(ctx, tx, key)
	if err != nil {
		return inventory.DemandState{}, err
	}
	lines, err := store.DemandLines(ctx, tx, key)
	out := inventory.DemandState{Key: key, Delivery: kernel.IDOf[inventory.Delivery](delivery.ID), Number: delivery.Number}
	for _, l := range lines {
		out.Lines = append(out.Lines, store.State(l))
	}
	return out, err
}

// State implements inventory.Fulfilment.
func (s *Service) State(ctx context.Context, lines []inventory.DemandLineID) ([]inventory.DemandLineState, error) {
	if err := authz.Allowed(ctx, inventory.ReadStock); err != nil || len(lines) == 0 {
		return nil, err
	}
	if len(lines) > mostLines {
		return nil, fault.ErrInvalid.Say("Ask for at most 2,000 lines at once.")
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]inventory.DemandLineState, error) {
		rows, err := store.DemandLinesByID(ctx, tx, kernel.UUIDs(lines))
		out := make([]inventory.DemandLineState, len(rows))
		for i, r := range rows {
			out[i] = store.StateOf(r)
		}
		return out, err
	})
}

// Release implements inventory.Fulfilment.
func (s *Service) Release(ctx context.Context, r inventory.Release) error {
	if err := authz.Allowed(ctx, inventory.ReserveStock); err != nil {
		return err
	}
	now := s.clock.Now()
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		_, err := store.LockDemand(ctx, tx, r.Key)
		if db.NoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		return s.release(ctx, tx, r.Key, kernel.UUIDs(r.Lines), r.Reason, now)
	})
}

// release ends what is open of a locked demand: all of it, or some lines.
func (s *Service) release(ctx context.Context, tx *db.Tx, demand uuid.UUID, only []uuid.UUID, reason string, now time.Time) error {
	lines, err := store.DemandLines(ctx, tx, demand)
	if err != nil {
		return err
	}
	if _, err := lockKeys(ctx, tx, keysOf(lines)); err != nil {
		return err
	}
	if lines, err = store.DemandLines(ctx, tx, demand); err != nil { // as they are under the lock
		return err
	}
	var end ending
	for _, l := range lines {
		open := l.QtyBase.Sub(l.Shipped).Sub(l.Cancelled)
		if open.Sign() <= 0 || len(only) > 0 && !contains(only, l.ID) {
			continue
		}
		end.add(l, store.LineChange{Line: l.ID, Reserved: l.Reserved.Neg(), Cancelled: open})
	}
	if len(end.changes) == 0 {
		return nil
	}
	if err := end.giveBack(ctx, tx, reason); err != nil {
		return err
	}
	demands, err := store.ChangeLines(ctx, tx, end.changes, "")
	if err != nil {
		return err
	}
	if err := store.CancelLines(ctx, tx, end.ids()); err != nil {
		return err
	}
	if err := store.RefreshDeliveries(ctx, tx, demands, nil); err != nil {
		return err
	}
	if err := wake(ctx, tx, end.keys); err != nil {
		return err
	}
	return tell(ctx, tx, end.ids(), now, func(e inventory.DemandEvent) kernel.Event {
		return inventory.DemandCancelled{DemandEvent: e, Reason: reason}
	})
}

// ending gathers promises that end without a shipment.
type ending struct {
	changes  []store.LineChange
	promises []domain.AvailabilityChange
	lines    []uuid.UUID
	qtys     []kernel.Quantity
	keys     []store.Key
}

func (e *ending) add(l store.DemandLine, c store.LineChange) {
	e.changes = append(e.changes, c)
	if l.Reserved.Sign() > 0 {
		e.lines, e.qtys = append(e.lines, l.ID), append(e.qtys, l.Reserved)
		e.promises = append(e.promises, domain.AvailabilityChange{Product: l.ProductID, Warehouse: l.WarehouseID, Promised: l.Reserved.Neg()})
		e.keys = append(e.keys, store.Key{Product: l.ProductID, Warehouse: l.WarehouseID})
	}
}

func (e *ending) ids() []uuid.UUID {
	out := make([]uuid.UUID, len(e.changes))
	for i, c := range e.changes {
		out[i] = c.Line
	}
	return out
}

func (e *ending) giveBack(ctx context.Context, tx *db.Tx, reason string) error {
	changes, _ := domain.Net(nil, e.promises)
	if err := store.ChangeAvailability(ctx, tx, changes); err != nil || len(e.lines) == 0 {
		return err
	}
	return store.TakePromises(ctx, tx, e.lines, e.qtys, "released", reason)
}

func keysOf(lines []store.DemandLine) []store.Key {
	keys := make([]store.Key, len(lines))
	for i, l := range lines {
		keys[i] = store.Key{Product: l.ProductID, Warehouse: l.WarehouseID}
	}
	return keys
}

func contains(ids []uuid.UUID, id uuid.UUID) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}
