package app

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Arrival says how much of a receipt line came in.
type Arrival struct {
	ID         uuid.UUID            `json:"id"`
	Qty        kernel.Quantity      `json:"qty" doc:"In the line's unit"`
	LocationID inventory.LocationID `json:"location_id,omitzero" doc:"The line's place, or else the stock bin"`
}

// PostReceipt books goods as they come in: the lines named, or all that is
// expected. What does not come stays expected. More than is expected needs a right of its own.
func (s *Service) PostReceipt(ctx context.Context, id inventory.ReceiptID, version *int64, arrivals []Arrival) (Receipt, error) {
	h, err := s.house(ctx)
	if err != nil {
		return Receipt{}, err
	}
	over := authz.Can(ctx, inventory.OverReceive, page.All)
	now := s.clock.Now()
	return s.onReceipt(ctx, inventory.PostReceipts, id.UUID, version, func(tx *db.Tx, r store.Receipt, lines []store.ReceiptLine) error {
		if r.State == "done" || r.State == "cancelled" {
			return inventory.ErrState.Say("This receipt is " + r.State + ".")
		}
		moves, came, err := arriving(ctx, tx, h, r, lines, arrivals, over)
		if err != nil {
			return err
		}
		if err := settle(ctx, tx, r, lines, came, kernel.Int(1)); err != nil {
			return err
		}
		posted, err := store.Post(ctx, tx, store.Posting{Kind: "receipt", DocumentKind: "receipt", Document: r.ID, Number: r.Number, Effective: now, Moves: moves})
		if err != nil {
			return err
		}
		if err := s.after(ctx, tx, posted, now); err != nil {
			return err
		}
		return tx.Emit(ctx, receiptPosted(r, lines, came))
	})
}

func receiptPosted(r store.Receipt, lines []store.ReceiptLine, came map[uuid.UUID]kernel.Quantity) inventory.ReceiptPosted {
	e := inventory.ReceiptPosted{Receipt: kernel.IDOf[inventory.Receipt](r.ID), Number: r.Number, Done: true}
	for _, l := range lines {
		if _, ok := came[l.ID]; ok {
			e.Products = append(e.Products, kernel.IDOf[inventory.Product](l.ProductID))
		}
		if l.Received.Less(l.QtyBase) {
			e.Done = false
		}
	}
	return e
}

// arriving makes the moves of what came in; lines hold the outcome.
func arriving(ctx context.Context, tx *db.Tx, h *house, r store.Receipt, lines []store.ReceiptLine, arrivals []Arrival, over bool) ([]domain.Move, map[uuid.UUID]kernel.Quantity, error) {
	stock, err := store.RoleOf(ctx, tx, r.WarehouseID, "stock")
	if err != nil {
		return nil, nil, err
	}
	if arrivals == nil {
		for _, l := range lines {
			if rest := l.QtyBase.Sub(l.Received); rest.Sign() > 0 {
				arrivals = append(arrivals, Arrival{ID: l.ID})
			}
		}
	}
	scales, err := scalesOf(ctx, tx, lines)
	if err != nil {
		return nil, nil, err
	}
	came := map[uuid.UUID]kernel.Quantity{}
	moves := make([]domain.Move, 0, len(arrivals))
	var ids []uuid.UUID
	for i, a := range arrivals {
		n := lineIndex(lines, a.ID)
		if n < 0 || came[a.ID].Sign() > 0 {
			return nil, nil, inventory.ErrReferenceUnknown.Field(fmt.Sprintf("/lines/%d/id", i), "unknown", "This receipt has no such line, or it is named twice.")
		}
		l := &lines[n]
		base, err := arrived(*l, a, scales[l.ProductID], fmt.Sprintf("/lines/%d/qty", i), over)
		if err != nil {
			return nil, nil, err
		}
		to := stock
		if l.LocationID != nil {
			to = *l.LocationID
		}
		if !a.LocationID.IsZero() {
			to = a.LocationID.UUID
		}
		l.Received, came[l.ID] = l.Received.Add(base), base
		ids = append(ids, to)
		moves = append(moves, domain.Move{Product: l.ProductID, From: h.supplier, To: domain.Place{ID: to}, Qty: base, Line: l.ID, Pointer: fmt.Sprintf("/lines/%d/qty", i)})
	}
	if len(moves) == 0 {
		return nil, nil, fault.ErrInvalid.Field("/lines", "required", "Say what came in: at least one line with a quantity.")
	}
	places, err := store.Places(ctx, tx, ids)
	if err != nil {
		return nil, nil, err
	}
	for i := range moves {
		to, ok := places[moves[i].To.ID]
		if !ok || !to.Real() || to.Warehouse != r.WarehouseID {
			return nil, nil, inventory.ErrLocationKind.Field(fmt.Sprintf("/lines/%d/location_id", i), "wrong_place", "Goods come into a bin of the receipt's warehouse.")
		}
		moves[i].To = to
	}
	return moves, came, nil
}

func arrived(l store.ReceiptLine, a Arrival, scale int32, at string, over bool) (kernel.Quantity, error) {
	rest := l.QtyBase.Sub(l.Received)
	if a.Qty.IsZero() && rest.Sign() > 0 {
		return rest, nil
	}
	if a.Qty.Sign() <= 0 {
		return kernel.Zero, fault.ErrInvalid.Field(at, "not_positive", "A quantity is above zero.")
	}
	base, err := domain.Factor{Num: l.Num, Den: l.Den}.ToBase(a.Qty, scale)
	if err != nil {
		return kernel.Zero, pointed(err, at)
	}
	if rest.Less(base) && !over {
		e := inventory.ErrOverReceipt.At(at)
		e.Fields[0].Params = map[string]any{"requested": base.String(), "expected": rest.Max(kernel.Zero).String()}
		return kernel.Zero, e
	}
	return base, nil
}

func lineIndex(lines []store.ReceiptLine, id uuid.UUID) int {
	for i, l := range lines {
		if l.ID == id {
			return i
		}
	}
	return -1
}

func scalesOf(ctx context.Context, tx *db.Tx, lines []store.ReceiptLine) (map[uuid.UUID]int32, error) {
	asked := make([]store.Line, len(lines))
	for i, l := range lines {
		asked[i] = store.Line{Product: l.ProductID}
	}
	products, err := store.LineProducts(ctx, tx, asked)
	out := make(map[uuid.UUID]int32, len(products))
	for _, p := range products {
		out[p.Product] = p.Scale
	}
	return out, err
}
