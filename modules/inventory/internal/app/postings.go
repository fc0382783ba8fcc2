package app

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Movements is goods on the move without a document of their own.
type Movements struct {
	Kind        string         `json:"kind" enum:"receipt,issue,transfer,adjustment,opening,scrap"`
	Reason      string         `json:"reason,omitempty" maxLength:"500" doc:"Needed for adjustment and scrap"`
	EffectiveAt *time.Time     `json:"effective_at,omitempty" doc:"When it happened; now unless said otherwise"`
	Lines       []MovementLine `json:"lines" minItems:"1" maxItems:"2000"`
}

// MovementLine is one product on the move. Places that the kind gives may be
// left out: a receipt comes from the suppliers and goes to the stock bin.
type MovementLine struct {
	ProductID      inventory.ProductID  `json:"product_id"`
	Qty            kernel.Quantity      `json:"qty"`
	Unit           string               `json:"unit,omitempty" doc:"A unit or packaging of the product; its base unit unless said otherwise"`
	FromLocationID inventory.LocationID `json:"from_location_id,omitzero"`
	ToLocationID   inventory.LocationID `json:"to_location_id,omitzero"`
}

// rightOf is the right that a kind of movement needs.
func rightOf(kind string) kernel.Permission {
	switch kind {
	case "transfer":
		return inventory.MoveStock
	case "adjustment":
		return inventory.AdjustStock
	case "scrap":
		return inventory.ScrapStock
	case "opening":
		return inventory.ImportStock
	}
	return inventory.UpdateStock
}

// Posted is what a posting wrote.
type Posted struct {
	ID        uuid.UUID              `json:"id"`
	Number    string                 `json:"number"`
	Movements []inventory.MovementID `json:"movements"`
}

// PostMovements makes a document and posts it at once.
func (s *Service) PostMovements(ctx context.Context, m Movements) (Posted, error) {
	if err := authz.Allowed(ctx, rightOf(m.Kind)); err != nil {
		return Posted{}, err
	}
	return s.post(ctx, m, nil)
}

// post writes a document of its own kind. between runs in the transaction
// before the moves are made, and may change them.
func (s *Service) post(ctx context.Context, m Movements, between func(*db.Tx) error) (Posted, error) {
	h, err := s.house(ctx)
	if err != nil {
		return Posted{}, err
	}
	now := s.clock.Now()
	p := store.Posting{Kind: m.Kind, DocumentKind: "posting", Document: kernel.NewUUID(), Reason: m.Reason, Effective: now,
		Yields: m.Kind == "adjustment" || m.Kind == "scrap"}
	if m.EffectiveAt != nil {
		p.Effective, p.Backdated = *m.EffectiveAt, m.EffectiveAt.Before(now)
	}
	if err := checkTime(ctx, p, now); err != nil {
		return Posted{}, err
	}
	if p.Number, err = s.number(ctx, "M"); err != nil {
		return Posted{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Posted, error) {
		p := p
		if between != nil {
			if err := between(tx); err != nil {
				return Posted{}, err
			}
		}
		if p.Moves, err = s.moves(ctx, tx, h, m); err != nil {
			return Posted{}, err
		}
		return s.postDocument(ctx, tx, p, m.Kind, now)
	})
}

func (s *Service) postDocument(ctx context.Context, tx *db.Tx, p store.Posting, kind string, now time.Time) (Posted, error) {
	if err := store.InsertPosting(ctx, tx, p, kind, now); err != nil {
		return Posted{}, err
	}
	posted, err := store.Post(ctx, tx, p)
	if err != nil {
		return Posted{}, err
	}
	out := Posted{ID: p.Document, Number: p.Number}
	for _, id := range posted.Movements {
		out.Movements = append(out.Movements, kernel.IDOf[inventory.Movement](id))
	}
	return out, s.after(ctx, tx, posted, now)
}

const ahead = 5 * time.Minute

// checkTime refuses the future, and the past to who may not enter it late.
func checkTime(ctx context.Context, p store.Posting, now time.Time) error {
	if p.Effective.After(now.Add(ahead)) {
		return inventory.ErrFuture
	}
	if p.Backdated {
		return authz.Allowed(ctx, inventory.BackdateStock)
	}
	return nil
}

// moves converts lines into base units and fills in the places that the kind gives.
func (s *Service) moves(ctx context.Context, tx *db.Tx, h *house, m Movements) ([]domain.Move, error) {
	asked := make([]store.Line, len(m.Lines))
	var ids []uuid.UUID
	stock, err := store.RoleOf(ctx, tx, h.warehouse, "stock")
	if err != nil {
		return nil, err
	}
	lines := make([]MovementLine, len(m.Lines))
	for i, l := range m.Lines {
		asked[i] = store.Line{Product: l.ProductID.UUID, Unit: l.Unit}
		from, to := ends(m.Kind, h, stock)
		if l.FromLocationID.IsZero() {
			l.FromLocationID.UUID = from
		}
		if l.ToLocationID.IsZero() {
			l.ToLocationID.UUID = to
		}
		if m.Kind == "adjustment" {
			orLoss(&l, h)
		}
		lines[i] = l
		ids = append(ids, l.FromLocationID.UUID, l.ToLocationID.UUID)
	}
	products, err := store.LineProducts(ctx, tx, asked)
	if err != nil {
		return nil, err
	}
	places, err := store.Places(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	moves := make([]domain.Move, len(lines))
	for i, l := range lines {
		at := fmt.Sprintf("/lines/%d", i)
		base, err := baseOf(products[i], l.Qty, at)
		if err != nil {
			return nil, err
		}
		from, okFrom := places[l.FromLocationID.UUID]
		to, okTo := places[l.ToLocationID.UUID]
		if !okFrom || !okTo {
			return nil, inventory.ErrReferenceUnknown.Field(at, "unknown", "Say from where to where: a place is missing or does not exist.")
		}
		if err := fits(m.Kind, from, to, at); err != nil {
			return nil, err
		}
		moves[i] = domain.Move{Product: products[i].Product, From: from, To: to, Qty: base, Line: kernel.NewUUID(), Pointer: at + "/qty"}
	}
	return moves, nil
}

// ends are the places between which goods of a kind move unless others are given.
func ends(kind string, h *house, stock uuid.UUID) (from, to uuid.UUID) {
	switch kind {
	case "receipt", "opening":
		return h.supplier.ID, stock
	case "issue":
		return stock, h.customer.ID
	case "scrap":
		return stock, h.loss.ID
	}
	return uuid.Nil, uuid.Nil
}

// orLoss lets an adjustment name only the bin: what is found comes from the loss, what is missing goes to it.
func orLoss(l *MovementLine, h *house) {
	if l.FromLocationID.IsZero() {
		l.FromLocationID.UUID = h.loss.ID
	} else if l.ToLocationID.IsZero() {
		l.ToLocationID.UUID = h.loss.ID
	}
}

// fits refuses places that do not belong to a kind: a receipt comes from outside and goes to a bin.
func fits(kind string, from, to domain.Place, at string) error {
	ok := true
	switch kind {
	case "receipt", "opening":
		ok = !from.Real() && to.Real()
	case "issue", "scrap":
		ok = from.Real() && !to.Real()
	case "transfer":
		ok = from.Real() && to.Real()
	case "adjustment":
		ok = from.Real() != to.Real() && (from.Kind == "loss" || to.Kind == "loss")
	}
	if !ok {
		return inventory.ErrLocationKind.Field(at, "wrong_place", "Goods of this kind of movement do not go between these places.")
	}
	return nil
}

// baseOf converts a quantity of a document line into the product's base unit.
func baseOf(p store.LineProduct, qty kernel.Quantity, at string) (kernel.Quantity, error) {
	switch {
	case p.Product == uuid.Nil:
		return kernel.Zero, inventory.ErrProductUnknown.At(at + "/product_id")
	case p.Kind != inventory.Stocked:
		return kernel.Zero, inventory.ErrNotStocked.At(at + "/product_id")
	case p.Status == inventory.Archived:
		return kernel.Zero, inventory.ErrProductStatus.At(at + "/product_id")
	case p.Err != nil:
		return kernel.Zero, pointed(p.Err, at+"/unit")
	case qty.Sign() <= 0:
		return kernel.Zero, fault.ErrInvalid.Field(at+"/qty", "not_positive", "A quantity is above zero.")
	}
	base, err := p.Factor.ToBase(qty, p.Scale)
	return base, pointed(err, at+"/qty")
}

// pointed lets a fault point at a field.
func pointed(err error, pointer string) error {
	if f := fault.As(err); f != nil && len(f.Fields) == 0 {
		return f.At(pointer)
	}
	return err
}

// Adjustment corrects what lies in a place: by what was counted, or by a difference.
type Adjustment struct {
	ProductID  inventory.ProductID  `json:"product_id"`
	LocationID inventory.LocationID `json:"location_id"`
	Counted    *kernel.Quantity     `json:"counted,omitempty" doc:"What is there now; or give delta"`
	Delta      *kernel.Quantity     `json:"delta,omitempty" doc:"What there is more (or, below zero, less) than the book says"`
	Reason     string               `json:"reason" minLength:"1" maxLength:"500"`
}

// Adjust makes the book agree with the shelf. Promises that no longer fit are
// taken from the lowest ranks, whose holders hear of it.
func (s *Service) Adjust(ctx context.Context, a Adjustment) (Posted, error) {
	if err := authz.Allowed(ctx, inventory.AdjustStock); err != nil {
		return Posted{}, err
	}
	if (a.Counted == nil) == (a.Delta == nil) {
		return Posted{}, fault.ErrInvalid.Field("/counted", "required", "Say either what was counted, or the difference.")
	}
	if a.Counted != nil && a.Counted.Sign() < 0 {
		return Posted{}, fault.ErrInvalid.Field("/counted", "invalid", "There cannot be less than nothing.")
	}
	h, err := s.house(ctx)
	if err != nil {
		return Posted{}, err
	}
	// The line is filled in under the lock, through the slice that post also holds.
	m := Movements{Kind: "adjustment", Reason: a.Reason, Lines: []MovementLine{{ProductID: a.ProductID}}}
	out, err := s.post(ctx, m, func(tx *db.Tx) error {
		delta, err := s.difference(ctx, tx, a)
		if err != nil {
			return err
		}
		m.Lines[0] = MovementLine{ProductID: a.ProductID, Qty: delta.Abs(), FromLocationID: kernel.IDOf[inventory.Location](h.loss.ID), ToLocationID: a.LocationID}
		if delta.Sign() < 0 {
			m.Lines[0].FromLocationID, m.Lines[0].ToLocationID = m.Lines[0].ToLocationID, m.Lines[0].FromLocationID
		}
		return nil
	})
	return out, a.pointed(err)
}

// pointed lets a fault about the one line point at the fields of an adjustment.
func (a Adjustment) pointed(err error) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	quantity := "/delta"
	if a.Counted != nil {
		quantity = "/counted"
	}
	out := *f
	out.Fields = make([]fault.Field, len(f.Fields))
	for i, field := range f.Fields {
		switch field.Pointer {
		case "/lines/0/qty":
			field.Pointer = quantity
		case "/lines/0/product_id":
			field.Pointer = "/product_id"
		case "/lines/0":
			field.Pointer = "/location_id"
		}
		out.Fields[i] = field
	}
	return &out
}

// difference is what the book is off by, under the lock of what it says.
func (s *Service) difference(ctx context.Context, tx *db.Tx, a Adjustment) (kernel.Quantity, error) {
	delta := kernel.Zero
	if a.Delta != nil {
		delta = *a.Delta
	} else {
		places, err := store.Places(ctx, tx, []uuid.UUID{a.LocationID.UUID})
		if err != nil {
			return delta, err
		}
		place, ok := places[a.LocationID.UUID]
		if !ok || !place.Real() {
			return delta, inventory.ErrLocationKind.At("/location_id")
		}
		products, err := store.LineProducts(ctx, tx, []store.Line{{Product: a.ProductID.UUID}})
		if err != nil {
			return delta, err
		}
		if products[0].Product == uuid.Nil {
			return delta, inventory.ErrProductUnknown.At("/product_id")
		}
		if _, err := lockKeys(ctx, tx, []store.Key{{Product: a.ProductID.UUID, Warehouse: place.Warehouse}}); err != nil {
			return delta, err
		}
		book, err := store.OnHandIn(ctx, tx, a.ProductID.UUID, a.LocationID.UUID)
		if err != nil {
			return delta, err
		}
		delta = a.Counted.Sub(book)
	}
	if delta.IsZero() {
		return delta, fault.ErrInvalid.Field("/counted", "no_difference", "The book says the same: there is nothing to adjust.")
	}
	return delta, nil
}
