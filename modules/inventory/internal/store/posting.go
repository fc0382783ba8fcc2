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
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Posting is what is written to the ledger at once, or not at all.
type Posting struct {
	Kind         string // of the movements
	DocumentKind string // posting, receipt, delivery
	Document     uuid.UUID
	Number       string
	Reason       string
	Effective    time.Time
	Backdated    bool // effective before now: no later level may go below zero
	Moves        []domain.Move
	Promised     []domain.AvailabilityChange // promises that end with these movements
	// Yields: the stock fact wins over promises (POL-8), as when goods are found
	// missing. Otherwise promised stock is refused.
	Yields bool
}

// Lost is what a demand line lost of its promise.
type Lost struct {
	Line uuid.UUID
	Qty  kernel.Quantity
}

// Posted is what a posting did beside its rows.
type Posted struct {
	Movements []uuid.UUID
	Lost      []Lost // promises that had to yield, lowest rank first
	Waiting   []Key  // demand that waits for what has become free
	Fallen    []inventory.StockFell
}

// LockedAvailability is a row that reservations and postings change under lock.
type LockedAvailability = sqlcgen.LockAvailabilityRow

// FreeOf is what a locked row can still promise.
func FreeOf(a LockedAvailability) kernel.Quantity { return a.OnHand.Sub(a.Held).Sub(a.Promised) }

// LockAvailability makes rows for keys that have none, and locks all in the order of their keys.
func LockAvailability(ctx context.Context, tx *db.Tx, keys []Key) (map[Key]LockedAvailability, error) {
	q := sqlcgen.New(tx)
	products, warehouses := make([]uuid.UUID, len(keys)), make([]uuid.UUID, len(keys))
	for i, k := range keys {
		products[i], warehouses[i] = k.Product, k.Warehouse
	}
	rows, err := q.LockAvailability(ctx, sqlcgen.LockAvailabilityParams{Products: products, Warehouses: warehouses})
	if err == nil && len(rows) < len(keys) {
		// A key's first stock: the row is the lock, so it must be there before anything is decided.
		if err = q.EnsureAvailability(ctx, sqlcgen.EnsureAvailabilityParams{Products: products, Warehouses: warehouses}); err == nil {
			rows, err = q.LockAvailability(ctx, sqlcgen.LockAvailabilityParams{Products: products, Warehouses: warehouses})
		}
	}
	if err != nil {
		return nil, fmt.Errorf("lock availability: %w", err)
	}
	out := make(map[Key]LockedAvailability, len(rows))
	for _, r := range rows {
		out[Key{r.ProductID, r.WarehouseID}] = r
	}
	return out, nil
}

// Post writes movements with all that hangs on them, in the module's order of locks.
func Post(ctx context.Context, tx *db.Tx, p Posting) (Posted, error) {
	var out Posted
	for _, m := range p.Moves {
		if err := m.Check(); err != nil {
			return out, err
		}
	}
	avail, balances := domain.Net(p.Moves, p.Promised)
	keys := make([]Key, len(avail))
	for i, a := range avail {
		keys[i] = Key{a.Product, a.Warehouse}
	}
	if len(keys) > 0 {
		locked, err := LockAvailability(ctx, tx, keys)
		if err != nil {
			return out, err
		}
		if out.Lost, err = makeRoom(ctx, tx, p, avail, locked); err != nil {
			return out, err
		}
		if err := ChangeAvailability(ctx, tx, avail); err != nil {
			return out, err
		}
	}
	if err := changeBalances(ctx, tx, p, balances); err != nil {
		return out, err
	}
	ids, err := insertMovements(ctx, tx, p)
	if err != nil {
		return out, err
	}
	out.Movements = ids
	if out.Waiting, err = waiting(ctx, tx, avail); err != nil {
		return out, err
	}
	out.Fallen, err = fallen(ctx, tx, avail)
	return out, err
}

// makeRoom sees, under the lock, whether promises still fit. Where the stock
// fact wins, the lowest ranks lose theirs; elsewhere the posting is refused.
func makeRoom(ctx context.Context, tx *db.Tx, p Posting, changes []domain.AvailabilityChange, locked map[Key]LockedAvailability) ([]Lost, error) {
	var lost []Lost
	short := inventory.ErrShort
	for i := range changes {
		c := &changes[i]
		row := locked[Key{c.Product, c.Warehouse}]
		over := c.Free().Neg().Sub(FreeOf(row))
		if over.Sign() <= 0 || c.Free().Sign() >= 0 || row.AllowOversell {
			continue
		}
		if p.Yields {
			taken, err := sqlcgen.New(tx).MakeRoom(ctx, sqlcgen.MakeRoomParams{ProductID: c.Product, WarehouseID: c.Warehouse, Over: over, Reason: p.Reason})
			if err != nil {
				return nil, fmt.Errorf("make room: %w", err)
			}
			for _, t := range taken {
				lost = append(lost, Lost{t.DemandLineID, t.Taken})
				c.Promised = c.Promised.Sub(t.Taken)
				over = over.Sub(t.Taken)
			}
			if over.Sign() <= 0 {
				continue
			}
		}
		short = shortAt(short, c.Pointer, c.Free().Neg(), FreeOf(row))
	}
	if len(short.Fields) > 0 {
		return nil, short
	}
	return lost, nil
}

func shortAt(e *fault.Error, pointer string, requested, free kernel.Quantity) *fault.Error {
	e = e.Field(pointer, "short", "Only "+free.String()+" are free; "+requested.String()+" are needed.")
	e.Fields[len(e.Fields)-1].Params = map[string]any{"requested": requested.String(), "free": free.String()}
	return e
}

// ChangeAvailability applies changes under the guards of the statement; rows must be locked.
func ChangeAvailability(ctx context.Context, tx *db.Tx, changes []domain.AvailabilityChange) error {
	if len(changes) == 0 {
		return nil
	}
	var in sqlcgen.ChangeAvailabilityParams
	for _, c := range changes {
		in.Products, in.Warehouses = append(in.Products, c.Product), append(in.Warehouses, c.Warehouse)
		in.OnHand, in.Held, in.Promised = append(in.OnHand, c.OnHand), append(in.Held, c.Held), append(in.Promised, c.Promised)
	}
	n, err := sqlcgen.New(tx).ChangeAvailability(ctx, in)
	if err != nil {
		return fmt.Errorf("change availability: %w", err)
	}
	if n < int64(len(changes)) {
		return inventory.ErrShort
	}
	return nil
}

func insertMovements(ctx context.Context, tx *db.Tx, p Posting) ([]uuid.UUID, error) {
	in := sqlcgen.InsertMovementsParams{Kind: p.Kind, EffectiveAt: p.Effective, DocumentKind: p.DocumentKind, DocumentID: p.Document,
		DocumentNumber: p.Number, Reason: p.Reason}
	for _, m := range p.Moves {
		in.Ids = append(in.Ids, kernel.NewUUID())
		in.Products, in.Froms, in.Tos = append(in.Products, m.Product), append(in.Froms, m.From.ID), append(in.Tos, m.To.ID)
		in.Qtys, in.Lines, in.Reverses = append(in.Qtys, m.Qty), append(in.Lines, m.Line), append(in.Reverses, m.Reverses)
	}
	if err := sqlcgen.New(tx).InsertMovements(ctx, in); err != nil {
		return nil, fmt.Errorf("write the ledger: %w", err)
	}
	return in.Ids, nil
}

// waiting finds demand that may now be served. It is asked under the
// availability lock, so a demand that comes meanwhile sees the goods itself.
func waiting(ctx context.Context, tx *db.Tx, changes []domain.AvailabilityChange) ([]Key, error) {
	var in sqlcgen.WaitingKeysParams
	for _, c := range changes {
		if c.Free().Sign() > 0 {
			in.Products, in.Warehouses = append(in.Products, c.Product), append(in.Warehouses, c.Warehouse)
		}
	}
	if len(in.Products) == 0 {
		return nil, nil
	}
	rows, err := sqlcgen.New(tx).WaitingKeys(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("look for waiting demand: %w", err)
	}
	out := make([]Key, len(rows))
	for i, r := range rows {
		out[i] = Key{r.ProductID, r.WarehouseID}
	}
	return out, nil
}

func fallen(ctx context.Context, tx *db.Tx, changes []domain.AvailabilityChange) ([]inventory.StockFell, error) {
	lost := map[uuid.UUID]kernel.Quantity{}
	for _, c := range changes {
		lost[c.Product] = lost[c.Product].Sub(c.OnHand)
	}
	var in sqlcgen.FallenParams
	for _, c := range changes {
		if q, ok := lost[c.Product]; ok && q.Sign() > 0 {
			in.Products, in.Lost = append(in.Products, c.Product), append(in.Lost, q)
			delete(lost, c.Product)
		}
	}
	if len(in.Products) == 0 {
		return nil, nil
	}
	rows, err := sqlcgen.New(tx).Fallen(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("look for reorder points: %w", err)
	}
	out := make([]inventory.StockFell, len(rows))
	for i, r := range rows {
		out[i] = inventory.StockFell{Product: kernel.IDOf[inventory.Product](r.ID), Available: r.Available, ReorderPoint: *r.ReorderPoint}
	}
	return out, nil
}
