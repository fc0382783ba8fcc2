package app

import (
	"context"
	"strconv"
	"strings"
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

// OpeningRow is the stock of a product when Longhouse starts.
type OpeningRow struct {
	SKU       string
	Quantity  string // on hand, in the base unit; empty: none
	OnOrder   string // what suppliers still bring
	Warehouse string // code; the default one unless given
	Location  string // code of a bin; the stock bin unless given
}

// OpeningOptions say what to do where a file of stock leaves something open.
type OpeningOptions struct {
	Warehouse string // code or name, of rows that name none; empty: the default one
	MakeBins  bool   // that are named and not there
}

// CheckOpening says what rows of opening stock would do. What was entered
// before with the same quantity is unchanged; another one needs an adjustment.
func (s *Service) CheckOpening(ctx context.Context, rows []OpeningRow, o OpeningOptions) ([]Verdict, error) {
	plan, _, err := s.readOpening(ctx, rows, o)
	return plan.verdicts, err
}

func (s *Service) readOpening(ctx context.Context, rows []OpeningRow, o OpeningOptions) (openingPlan, *house, error) {
	if err := authz.Allowed(ctx, inventory.ImportStock); err != nil {
		return openingPlan{}, nil, err
	}
	h, err := s.house(ctx)
	if err != nil {
		return openingPlan{}, nil, err
	}
	plan, err := db.Read(ctx, s.db, func(tx *db.Tx) (openingPlan, error) { return planOpening(ctx, tx, h, rows, o) })
	return plan, h, err
}

// PrepareOpening posts opening stock, and makes a receipt of what is on order
// of each supplier, in the transaction of an import. Numbers are taken before
// it; those that turn out not to be needed leave gaps.
func (s *Service) PrepareOpening(ctx context.Context, rows []OpeningRow, o OpeningOptions) (Write, error) {
	plan, h, err := s.readOpening(ctx, rows, o)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	var posting string
	if len(plan.moves) > 0 {
		if posting, err = s.number(ctx, "M"); err != nil {
			return nil, err
		}
	}
	receipts := make([]string, len(plan.expected))
	for i := range receipts {
		if receipts[i], err = s.number(ctx, "R"); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context, tx *db.Tx) ([]Verdict, error) {
		if err := store.LockSeed(ctx, tx); err != nil { // one file of opening stock at a time
			return nil, err
		}
		plan, err := planOpening(ctx, tx, h, rows, o)
		if err != nil {
			return nil, err
		}
		if len(plan.moves) > 0 && posting == "" || len(plan.expected) > len(receipts) {
			return nil, fault.ErrConflict.Say("Stock was changed while this import began. Try again.")
		}
		return plan.verdicts, s.open(ctx, tx, plan, posting, receipts, now)
	}, nil
}

func (s *Service) open(ctx context.Context, tx *db.Tx, plan openingPlan, posting string, receipts []string, now time.Time) error {
	for _, bin := range plan.bins {
		bin.CreatedAt = now
		if err := store.InsertLocation(ctx, tx, bin); err != nil {
			return err
		}
	}
	if len(plan.moves) > 0 {
		p := store.Posting{Kind: "opening", DocumentKind: "posting", Document: kernel.NewUUID(), Number: posting, Effective: now, Moves: plan.moves, Reason: "Opening stock"}
		if _, err := s.postDocument(ctx, tx, p, "opening", now); err != nil {
			return err
		}
	}
	return expect(ctx, tx, plan.expected, receipts, now)
}

// source is who brings what is on order, and where to.
type source struct{ supplier, warehouse uuid.UUID }

func expect(ctx context.Context, tx *db.Tx, expected map[source][]store.ReceiptLine, numbers []string, now time.Time) error {
	for from, lines := range expected {
		r := store.Receipt{ID: kernel.NewUUID(), Number: numbers[0], State: "expected", WarehouseID: from.warehouse, Reference: "Opening stock", CreatedAt: now}
		numbers = numbers[1:]
		if from.supplier != uuid.Nil {
			r.SupplierID = &from.supplier
		}
		key := "opening:" + r.ID.String()
		r.ImportKey = &key
		if err := store.InsertReceipt(ctx, tx, r, lines); err != nil {
			return err
		}
	}
	return nil
}

type openingPlan struct {
	verdicts []Verdict
	bins     []store.Location // that rows name and nobody has made
	moves    []domain.Move
	expected map[source][]store.ReceiptLine
}

func planOpening(ctx context.Context, tx *db.Tx, h *house, rows []OpeningRow, o OpeningOptions) (openingPlan, error) {
	plan := openingPlan{expected: map[source][]store.ReceiptLine{}}
	skus := make([]string, len(rows))
	for i, r := range rows {
		skus[i] = r.SKU
	}
	found, err := store.ProductsBySKU(ctx, tx, skus)
	if err != nil {
		return plan, err
	}
	products, ids := map[string]store.ProductRow{}, make([]uuid.UUID, len(found))
	for i, p := range found {
		products[strings.ToLower(p.Sku)], ids[i] = p, p.ID
	}
	where, err := readBins(ctx, tx, h, rows, o)
	if err != nil {
		return plan, err
	}
	entered, ordered, err := openedBefore(ctx, tx, ids)
	if err != nil {
		return plan, err
	}
	seen := twice{}
	for i, r := range rows {
		var v Verdict
		p, known := products[strings.ToLower(strings.TrimSpace(r.SKU))]
		bin, why := where.find(r)
		onHand, onOrder, faults := quantities(r, p)
		again, twiceNamed := Verdict{}, false
		if known && why == "" {
			again, twiceNamed = seen.seen("sku", p.ID.String()+bin.ID.String(), i)
		}
		switch {
		case !known:
			v = refuse("sku", "unknown", "There is no product with this SKU. Import products first.")
		case p.Kind != string(inventory.Stocked):
			v = refuse("sku", "product_not_stocked", inventory.ErrNotStocked.Message)
		case twiceNamed:
			v = again
		case why != "":
			v = refuse("location", "unknown", why)
		case len(faults) > 0:
			v = Verdict{Kind: Refused, Faults: faults}
		default:
			where.want(bin)
			v = plan.add(h, p, bin, onHand, onOrder, entered[store.Key{Product: p.ID, Warehouse: bin.ID}], ordered[p.ID])
		}
		plan.verdicts = append(plan.verdicts, v)
	}
	plan.bins = where.wanted
	return plan, nil
}

func (plan *openingPlan) add(h *house, p store.ProductRow, bin domain.Place, onHand, onOrder kernel.Quantity, entered, ordered *kernel.Quantity) Verdict {
	v := Verdict{Kind: Unchanged, ID: p.ID}
	switch {
	case entered != nil && !entered.Equal(onHand):
		return refuse("quantity", "opening_differs", "Opening stock of "+entered.String()+" was entered before. Use an adjustment to correct it.")
	case ordered != nil && !ordered.Equal(onOrder):
		return refuse("on_order", "opening_differs", ordered.String()+" on order were entered before. Change the receipt to correct it.")
	}
	if entered == nil && onHand.Sign() > 0 {
		v.Kind = WouldCreate
		plan.moves = append(plan.moves, domain.Move{Product: p.ID, From: h.supplier, To: bin, Qty: onHand, Line: kernel.NewUUID(), Pointer: "/quantity"})
	}
	if ordered == nil && onOrder.Sign() > 0 {
		v.Kind = WouldCreate
		from := source{warehouse: bin.Warehouse}
		if p.SupplierID != nil {
			from.supplier = *p.SupplierID
		}
		plan.expected[from] = append(plan.expected[from], store.ReceiptLine{ID: kernel.NewUUID(), ProductID: p.ID, Qty: onOrder, Unit: p.Unit,
			Num: kernel.Int(1), Den: kernel.Int(1), QtyBase: onOrder, Incoming: onOrder})
	}
	return v
}

func quantities(r OpeningRow, p store.ProductRow) (onHand, onOrder kernel.Quantity, faults []fault.Field) {
	for field, text := range map[string]string{"quantity": r.Quantity, "on_order": r.OnOrder} {
		if text == "" {
			continue
		}
		q, err := kernel.ParseDecimal(text)
		switch {
		case err != nil || q.Sign() < 0:
			faults = append(faults, fault.Field{Pointer: "/" + field, Code: "invalid", Message: "This needs a number that is not negative."})
		case !q.Fits(int32(p.Scale)):
			faults = append(faults, fault.Field{Pointer: "/" + field, Code: "quantity_not_representable",
				Message: "This product's quantities have " + strconv.Itoa(int(p.Scale)) + " decimals; the nearest are " + q.Floor(int32(p.Scale)).String() + " and " + q.Ceil(int32(p.Scale)).String() + "."})
		case field == "quantity":
			onHand = q
		default:
			onOrder = q
		}
	}
	return onHand, onOrder, faults
}

func openedBefore(ctx context.Context, tx *db.Tx, products []uuid.UUID) (entered map[store.Key]*kernel.Quantity, ordered map[uuid.UUID]*kernel.Quantity, err error) {
	entered, ordered = map[store.Key]*kernel.Quantity{}, map[uuid.UUID]*kernel.Quantity{}
	opened, err := store.OpeningStock(ctx, tx, products)
	if err != nil {
		return nil, nil, err
	}
	for _, o := range opened {
		entered[store.Key{Product: o.ProductID, Warehouse: o.ToLocationID}] = &o.Qty
	}
	imported, err := store.ImportedIncoming(ctx, tx, products)
	for _, o := range imported {
		sum := o.QtyBase
		if was := ordered[o.ProductID]; was != nil {
			sum = sum.Add(*was)
		}
		ordered[o.ProductID] = &sum
	}
	return entered, ordered, err
}
