package store

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// DemandLine is a line of a demand as it is kept.
type DemandLine = sqlcgen.InventoryDemandLine

// State is how far a kept line is, in its own unit.
func State(l DemandLine) inventory.DemandLineState {
	return domain.State(l.ID, l.ProductID, domain.Factor{Num: l.Num, Den: l.Den}, l.Qty, l.QtyBase, l.Reserved, l.Shipped, l.Cancelled, l.Why)
}

// LockDemand locks a demand, so that only one person ships or ends it at a time.
func LockDemand(ctx context.Context, tx *db.Tx, id uuid.UUID) (sqlcgen.InventoryDemand, error) {
	return sqlcgen.New(tx).LockDemand(ctx, id)
}

// DemandLines reads the lines of a demand.
func DemandLines(ctx context.Context, tx *db.Tx, demand uuid.UUID) ([]DemandLine, error) {
	return sqlcgen.New(tx).DemandLines(ctx, demand)
}

// DeliveryOf finds the delivery of a demand.
func DeliveryOf(ctx context.Context, tx *db.Tx, demand uuid.UUID) (sqlcgen.DeliveryOfDemandRow, error) {
	return sqlcgen.New(tx).DeliveryOfDemand(ctx, demand)
}

// LineOfDelivery is a demand line with the delivery that ships it.
type LineOfDelivery = sqlcgen.DemandLinesByIDRow

// StateOf is how far such a line is.
func StateOf(l LineOfDelivery) inventory.DemandLineState {
	return domain.State(l.ID, l.ProductID, domain.Factor{Num: l.Num, Den: l.Den}, l.Qty, l.QtyBase, l.Reserved, l.Shipped, l.Cancelled, l.Why)
}

// DemandLinesByID reads lines of any demands, sorted by demand.
func DemandLinesByID(ctx context.Context, tx *db.Tx, ids []uuid.UUID) ([]LineOfDelivery, error) {
	return sqlcgen.New(tx).DemandLinesByID(ctx, ids)
}

// LineChange moves quantities of a demand line.
type LineChange struct {
	Line                         uuid.UUID
	Reserved, Shipped, Cancelled kernel.Quantity
}

// ChangeLines moves quantities of demand lines, whose availability rows must
// be locked, and says which demands they belong to.
func ChangeLines(ctx context.Context, tx *db.Tx, changes []LineChange, why string) ([]uuid.UUID, error) {
	in := sqlcgen.ChangeDemandLinesParams{Why: why}
	for _, c := range changes {
		in.Ids, in.Reserved = append(in.Ids, c.Line), append(in.Reserved, c.Reserved)
		in.Shipped, in.Cancelled = append(in.Shipped, c.Shipped), append(in.Cancelled, c.Cancelled)
	}
	rows, err := sqlcgen.New(tx).ChangeDemandLines(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("change lines of demands: %w", err)
	}
	seen := map[uuid.UUID]bool{}
	var demands []uuid.UUID
	for _, r := range rows {
		if !seen[r.DemandID] {
			seen[r.DemandID] = true
			demands = append(demands, r.DemandID)
		}
	}
	return demands, nil
}

// TakePromises ends promises of lines, oldest first: consumed by a shipment or released.
func TakePromises(ctx context.Context, tx *db.Tx, lines []uuid.UUID, qtys []kernel.Quantity, state, reason string) error {
	_, err := sqlcgen.New(tx).TakePromises(ctx, sqlcgen.TakePromisesParams{Lines: lines, Qtys: qtys, State: state, Reason: reason})
	if err != nil {
		return fmt.Errorf("end promises: %w", err)
	}
	return nil
}

// RefreshDeliveries works the states of deliveries out anew. They are locked in
// a statement of their own, so that the next one sees what others have committed.
func RefreshDeliveries(ctx context.Context, tx *db.Tx, demands []uuid.UUID, shipped *time.Time) error {
	q := sqlcgen.New(tx)
	ids, err := q.LockDeliveries(ctx, demands)
	if err != nil {
		return fmt.Errorf("lock deliveries: %w", err)
	}
	if err := q.RefreshDeliveries(ctx, sqlcgen.RefreshDeliveriesParams{Ids: ids, ShippedAt: shipped}); err != nil {
		return fmt.Errorf("work out states of deliveries: %w", err)
	}
	return nil
}

// CancelLines ends what is still open of a delivery.
func CancelLines(ctx context.Context, tx *db.Tx, demandLines []uuid.UUID) error {
	return sqlcgen.New(tx).CancelDeliveryLines(ctx, demandLines)
}

// GiveWaiting serves waiting lines of a product by rank, as far as goods go.
// The availability row must be locked.
func GiveWaiting(ctx context.Context, tx *db.Tx, key Key, free kernel.Quantity, at time.Time) ([]LineChange, error) {
	q := sqlcgen.New(tx)
	if free.Sign() <= 0 {
		return nil, nil
	}
	lines, err := q.WaitingLines(ctx, sqlcgen.WaitingLinesParams{ProductID: key.Product, WarehouseID: key.Warehouse})
	if err != nil {
		return nil, fmt.Errorf("read waiting lines: %w", err)
	}
	var changes []LineChange
	give := sqlcgen.GivePromisesParams{CreatedAt: at}
	for _, l := range lines {
		part := l.QtyBase.Sub(l.Reserved).Sub(l.Shipped).Sub(l.Cancelled).Min(free)
		if l.Whole {
			part = domain.Factor{Num: l.Num, Den: l.Den}.WholeOnly(part)
		}
		if part.Sign() <= 0 {
			continue
		}
		free = free.Sub(part)
		changes = append(changes, LineChange{Line: l.ID, Reserved: part})
		give.Ids, give.Lines, give.Qtys = append(give.Ids, kernel.NewUUID()), append(give.Lines, l.ID), append(give.Qtys, part)
		if free.Sign() <= 0 {
			break
		}
	}
	if len(changes) == 0 {
		return nil, nil
	}
	if err := q.GivePromises(ctx, give); err != nil {
		return nil, fmt.Errorf("give promises: %w", err)
	}
	return changes, nil
}
