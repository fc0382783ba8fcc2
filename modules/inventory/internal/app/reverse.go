package app

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Reverse undoes one movement by an opposite one at the same instant. It is
// refused when the goods have been used since.
func (s *Service) Reverse(ctx context.Context, id inventory.MovementID, reason string) (Posted, error) {
	if err := authz.Allowed(ctx, inventory.ReverseStock); err != nil {
		return Posted{}, err
	}
	return s.reverse(ctx, reason, func(tx *db.Tx) ([]store.Movement, error) {
		m, err := store.MovementToReverse(ctx, tx, id.UUID)
		return []store.Movement{m}, err
	})
}

// ReverseDocument undoes all that a document has posted.
func (s *Service) ReverseDocument(ctx context.Context, document uuid.UUID, reason string) (Posted, error) {
	if err := authz.Allowed(ctx, inventory.ReverseStock); err != nil {
		return Posted{}, err
	}
	return s.reverse(ctx, reason, func(tx *db.Tx) ([]store.Movement, error) { return store.MovementsOf(ctx, tx, document) })
}

func (s *Service) reverse(ctx context.Context, reason string, which func(*db.Tx) ([]store.Movement, error)) (Posted, error) {
	now, document := s.clock.Now(), kernel.NewUUID()
	number, err := s.number(ctx, "M")
	if err != nil {
		return Posted{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Posted, error) {
		rows, err := which(tx)
		if err != nil {
			return Posted{}, err
		}
		if len(rows) == 0 {
			return Posted{}, inventory.ErrAlreadyReversed
		}
		p := store.Posting{Kind: rows[0].Kind, DocumentKind: "posting", Document: document, Number: number, Reason: reason, Effective: rows[0].EffectiveAt, Backdated: true}
		if p.Moves, err = opposite(ctx, tx, rows); err != nil {
			return Posted{}, err
		}
		if err := s.unreceive(ctx, tx, rows); err != nil {
			return Posted{}, err
		}
		return s.postDocument(ctx, tx, p, "reversal", now)
	})
}

func opposite(ctx context.Context, tx *db.Tx, rows []store.Movement) ([]domain.Move, error) {
	var ids []uuid.UUID
	for _, r := range rows {
		switch {
		case r.ReversesID != nil:
			return nil, inventory.ErrAlreadyReversed
		case r.DocumentKind == "delivery":
			return nil, inventory.ErrState.Say("Goods that were delivered come back as a receipt or an adjustment, not by a reversal.")
		}
		ids = append(ids, r.FromLocationID, r.ToLocationID)
	}
	places, err := store.Places(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	moves := make([]domain.Move, len(rows))
	for i, r := range rows {
		moves[i] = domain.Move{Product: r.ProductID, From: places[r.ToLocationID], To: places[r.FromLocationID], Qty: r.Qty, Line: r.DocumentLineID, Reverses: r.ID, Pointer: "/id"}
	}
	return moves, nil
}

// unreceive puts what came in by a receipt back to what is expected of it.
func (s *Service) unreceive(ctx context.Context, tx *db.Tx, rows []store.Movement) error {
	back := map[uuid.UUID]kernel.Quantity{}
	var receipt uuid.UUID
	for _, r := range rows {
		if r.DocumentKind == "receipt" {
			receipt = r.DocumentID
			back[r.DocumentLineID] = back[r.DocumentLineID].Add(r.Qty)
		}
	}
	if receipt == uuid.Nil {
		return nil
	}
	r, lines, err := store.LockReceipt(ctx, tx, page.Everything(), receipt)
	if err != nil {
		return err
	}
	for i, l := range lines {
		if q, ok := back[l.ID]; ok {
			lines[i].Received = l.Received.Sub(q)
		}
	}
	return settle(ctx, tx, r, lines, back, kernel.Int(-1))
}

// settle writes what came in of lines (sign 1) or went back (−1), what is
// still expected of them, and the state that follows. lines hold the outcome.
func settle(ctx context.Context, tx *db.Tx, r store.Receipt, lines []store.ReceiptLine, moved map[uuid.UUID]kernel.Quantity, sign kernel.Decimal) error {
	var ids []uuid.UUID
	var qtys, incoming []kernel.Quantity
	open, came := false, false
	for _, l := range lines {
		still := kernel.Zero
		if r.State != "cancelled" {
			still = l.QtyBase.Sub(l.Received).Max(kernel.Zero)
		}
		open, came = open || still.Sign() > 0, came || l.Received.Sign() > 0
		ids, qtys, incoming = append(ids, l.ID), append(qtys, moved[l.ID].Mul(sign)), append(incoming, still)
	}
	if err := store.ReceiveLines(ctx, tx, ids, qtys, incoming); err != nil {
		return err
	}
	switch {
	case r.State == "cancelled":
	case !open:
		r.State = "done"
	case came:
		r.State = "partial"
	default:
		r.State = "expected"
	}
	n, err := store.SaveReceipt(ctx, tx, r)
	if err == nil && n == 0 {
		return stale(r.Version)
	}
	return err
}
