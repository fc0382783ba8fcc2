package store

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Bin is stock of a product in one place.
type Bin struct {
	Balance, Product, Location uuid.UUID
	Free                       kernel.Quantity
}

// changeBalances locks what changes in the order of IDs, looks again, and
// writes decreases before increases.
func changeBalances(ctx context.Context, tx *db.Tx, p Posting, changes []domain.BalanceChange) error {
	if len(changes) == 0 {
		return nil
	}
	q := sqlcgen.New(tx)
	if err := ensureBalances(ctx, q, p, changes); err != nil {
		return err
	}
	locked, err := lockBalances(ctx, q, changes)
	if err != nil {
		return err
	}
	var down, up sqlcgen.ChangeBalancesParams
	var lowered []uuid.UUID
	byID := map[uuid.UUID]domain.BalanceChange{}
	short := inventory.ErrShort
	for _, c := range changes {
		b, ok := locked[Key{c.Product, c.Location}]
		free := b.OnHand.Sub(b.Allocated)
		if c.OnHand.Sign() < 0 && !c.AllowNegative && (!ok || free.Less(c.OnHand.Neg())) {
			short = shortAt(short, c.Pointer, c.OnHand.Neg(), free)
			continue
		}
		into := &up
		if c.OnHand.Sign() < 0 {
			into = &down
			lowered = append(lowered, b.ID)
			byID[b.ID] = c
		}
		into.Ids, into.OnHand, into.Allocated = append(into.Ids, b.ID), append(into.OnHand, c.OnHand), append(into.Allocated, kernel.Zero)
	}
	if len(short.Fields) > 0 {
		return short
	}
	if p.Backdated && len(lowered) > 0 {
		if err := checkTail(ctx, q, p, lowered, byID); err != nil {
			return err
		}
	}
	for _, part := range []sqlcgen.ChangeBalancesParams{down, up} {
		if len(part.Ids) == 0 {
			continue
		}
		part.EffectiveAt = p.Effective
		n, err := q.ChangeBalances(ctx, part)
		if err != nil {
			return fmt.Errorf("change balances: %w", err)
		}
		if n < int64(len(part.Ids)) {
			return inventory.ErrShort
		}
	}
	return nil
}

func ensureBalances(ctx context.Context, q *sqlcgen.Queries, p Posting, changes []domain.BalanceChange) error {
	in := sqlcgen.EnsureBalancesParams{EffectiveAt: p.Effective}
	for _, c := range changes {
		if c.OnHand.Sign() < 0 && !c.AllowNegative {
			continue // what is taken must lie there already
		}
		in.Ids = append(in.Ids, kernel.NewUUID())
		in.Products, in.Locations = append(in.Products, c.Product), append(in.Locations, c.Location)
		in.AllowNegative = append(in.AllowNegative, c.AllowNegative)
	}
	if len(in.Ids) == 0 {
		return nil
	}
	if err := q.EnsureBalances(ctx, in); err != nil {
		return fmt.Errorf("make balance rows: %w", err)
	}
	return nil
}

func lockBalances(ctx context.Context, q *sqlcgen.Queries, changes []domain.BalanceChange) (map[Key]sqlcgen.LockBalancesRow, error) {
	var in sqlcgen.LockBalancesParams
	for _, c := range changes {
		in.Products, in.Locations = append(in.Products, c.Product), append(in.Locations, c.Location)
	}
	rows, err := q.LockBalances(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("lock balances: %w", err)
	}
	out := make(map[Key]sqlcgen.LockBalancesRow, len(rows))
	for _, r := range rows {
		out[Key{r.ProductID, r.LocationID}] = r
	}
	return out, nil
}

// checkTail refuses to take out of the past what was used since.
func checkTail(ctx context.Context, q *sqlcgen.Queries, p Posting, ids []uuid.UUID, changes map[uuid.UUID]domain.BalanceChange) error {
	rows, err := q.LowestSince(ctx, sqlcgen.LowestSinceParams{At: p.Effective, Ids: ids})
	if err != nil {
		return fmt.Errorf("look at later levels: %w", err)
	}
	for _, r := range rows {
		if c := changes[r.ID]; r.Lowest.Less(c.OnHand.Neg()) {
			return inventory.ErrTailNegative.At(c.Pointer).With(map[string]any{"lowest": r.Lowest.String(), "requested": c.OnHand.Neg().String()})
		}
	}
	return nil
}

// OnHandIn locks a product's stock in a place and tells how much it is; the
// availability row must be locked before.
func OnHandIn(ctx context.Context, tx *db.Tx, product, location uuid.UUID) (kernel.Quantity, error) {
	rows, err := lockBalances(ctx, sqlcgen.New(tx), []domain.BalanceChange{{Product: product, Location: location}})
	return rows[Key{product, location}].OnHand, err
}

// Pick chooses bins for what is to leave a warehouse, first in first out. It
// chooses without locks, locks what it chose in the order of IDs, and looks
// again: locking in the order of choice would deadlock with postings. Three rounds at most.
func Pick(ctx context.Context, tx *db.Tx, warehouse uuid.UUID, wants map[uuid.UUID]kernel.Quantity) (map[uuid.UUID][]Bin, error) {
	q := sqlcgen.New(tx)
	products := make([]uuid.UUID, 0, len(wants))
	for p := range wants {
		products = append(products, p)
	}
	for range 3 {
		rows, err := q.Candidates(ctx, sqlcgen.CandidatesParams{Products: products, WarehouseID: &warehouse})
		if err != nil {
			return nil, fmt.Errorf("look for bins: %w", err)
		}
		chosen := map[uuid.UUID][]Bin{}
		var lock []domain.BalanceChange
		for _, p := range products {
			left := wants[p]
			for _, r := range rows {
				if r.ProductID != p || left.Sign() <= 0 {
					continue
				}
				take := left.Min(r.Free)
				left = left.Sub(take)
				chosen[p] = append(chosen[p], Bin{r.ID, p, r.LocationID, take})
				lock = append(lock, domain.BalanceChange{Product: p, Location: r.LocationID})
			}
			if left.Sign() > 0 {
				return nil, inventory.ErrShort.With(map[string]any{"product_id": p.String(), "missing": left.String()})
			}
		}
		locked, err := lockBalances(ctx, q, lock)
		if err != nil {
			return nil, err
		}
		if stillThere(chosen, locked) {
			return chosen, nil
		}
	}
	return nil, inventory.ErrBusyBins
}

func stillThere(chosen map[uuid.UUID][]Bin, locked map[Key]sqlcgen.LockBalancesRow) bool {
	for _, bins := range chosen {
		for _, b := range bins {
			row, ok := locked[Key{b.Product, b.Location}]
			if !ok || row.OnHand.Sub(row.Allocated).Less(b.Free) {
				return false
			}
		}
	}
	return true
}
