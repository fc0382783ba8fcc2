package app

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Receipt is goods that a supplier is expected to bring, or brought.
type Receipt struct {
	ID         inventory.ReceiptID `json:"id"`
	Number     string              `json:"number"`
	State      string              `json:"state" enum:"draft,expected,partial,done,cancelled"`
	Reference  string              `json:"reference,omitempty" doc:"The supplier's own number"`
	Supplier   Link                `json:"supplier,omitzero"`
	Warehouse  Link                `json:"warehouse"`
	ExpectedOn kernel.Date         `json:"expected_on,omitzero"`
	Lines      []ReceiptLine       `json:"lines,omitempty" doc:"Only on a single receipt"`
	Version    int64               `json:"version"`
	CreatedAt  time.Time           `json:"created_at"`
}

// ReceiptLine is a product that comes in.
type ReceiptLine struct {
	ID       uuid.UUID        `json:"id"`
	Product  ProductLink      `json:"product"`
	Qty      kernel.Quantity  `json:"qty"`
	Unit     string           `json:"unit"`
	BaseUnit string           `json:"base_unit"`
	QtyBase  kernel.Quantity  `json:"qty_base"`
	Received kernel.Quantity  `json:"received" doc:"In the base unit"`
	Open     kernel.Quantity  `json:"open" doc:"Still expected, in the base unit"`
	Location CodeLink         `json:"location,omitzero"`
	UnitCost *kernel.Quantity `json:"unit_cost,omitempty" doc:"Only for who may read costs"`
}

// ReceiptFields are what a receipt is made of.
type ReceiptFields struct {
	SupplierID  *string             `json:"supplier_id,omitempty"`
	WarehouseID *string             `json:"warehouse_id,omitempty" doc:"The first warehouse unless said otherwise; cannot be changed"`
	Reference   *string             `json:"reference,omitempty" maxLength:"200"`
	ExpectedOn  *kernel.Date        `json:"expected_on,omitempty"`
	State       *string             `json:"state,omitempty" enum:"draft,expected" doc:"expected unless said otherwise: what is expected counts as incoming"`
	Lines       []ReceiptLineFields `json:"lines,omitempty" maxItems:"2000" doc:"In a change: all lines anew, while nothing has come in"`
}

// ReceiptLineFields are what a line of a receipt is made of.
type ReceiptLineFields struct {
	ProductID  inventory.ProductID  `json:"product_id"`
	Qty        kernel.Quantity      `json:"qty"`
	Unit       string               `json:"unit,omitempty"`
	LocationID inventory.LocationID `json:"location_id,omitzero" doc:"The stock bin unless said otherwise"`
	UnitCost   *kernel.Quantity     `json:"unit_cost,omitempty" doc:"Needs the right to change costs"`
}

func receiptView(r store.ReceiptRow) Receipt {
	return Receipt{ID: kernel.IDOf[inventory.Receipt](r.ID), Number: r.Number, State: r.State, Reference: r.Reference, Supplier: linkTo(r.SupplierID, r.SupplierName),
		Warehouse: Link{r.WarehouseID, r.WarehouseName}, ExpectedOn: r.ExpectedOn, Version: r.Version, CreatedAt: r.CreatedAt}
}

// ListReceipts is a page of receipts.
func (s *Service) ListReceipts(ctx context.Context, r page.Request) (page.Page[Receipt], error) {
	scope, err := authz.Scope(ctx, inventory.ReadReceipts)
	if err != nil {
		return page.Page[Receipt]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Receipt], error) { return store.ListReceipts(ctx, tx, scope, r, receiptView) })
}

// Receipt reads one receipt with its lines.
func (s *Service) Receipt(ctx context.Context, id inventory.ReceiptID) (Receipt, error) {
	scope, err := authz.Scope(ctx, inventory.ReadReceipts)
	if err != nil {
		return Receipt{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Receipt, error) { return receipt(ctx, tx, scope, id.UUID) })
}

func receipt(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Receipt, error) {
	r, err := store.ReceiptByID(ctx, tx, scope, id)
	if err != nil {
		return Receipt{}, err
	}
	lines, err := store.LinesOfReceipt(ctx, tx, id)
	out := receiptView(r)
	costs := authz.Can(ctx, inventory.ReadCosts, page.All)
	for _, l := range lines {
		line := ReceiptLine{ID: l.ID, Product: ProductLink{l.ProductID, l.Sku, l.Name}, Qty: l.Qty, Unit: l.Unit, BaseUnit: l.BaseUnit, QtyBase: l.QtyBase,
			Received: l.Received, Open: l.Incoming}
		if l.LocationID != nil {
			line.Location = CodeLink{ID: *l.LocationID, Code: deref(l.LocationCode)}
		}
		if costs {
			line.UnitCost = l.UnitCost
		}
		out.Lines = append(out.Lines, line)
	}
	return out, err
}

// CreateReceipt says what a supplier will bring.
func (s *Service) CreateReceipt(ctx context.Context, f ReceiptFields) (Receipt, error) {
	reader, err := authz.Scope(ctx, inventory.ReadReceipts)
	if err != nil {
		return Receipt{}, err
	}
	if err := authz.Allowed(ctx, inventory.CreateReceipts); err != nil {
		return Receipt{}, err
	}
	if err := mayCostLines(ctx, f); err != nil {
		return Receipt{}, err
	}
	h, err := s.house(ctx)
	if err != nil {
		return Receipt{}, err
	}
	r := store.Receipt{ID: kernel.NewUUID(), State: "expected", WarehouseID: h.warehouse, CreatedAt: s.clock.Now()}
	if err := putReceipt(&r, f); err != nil {
		return Receipt{}, err
	}
	if len(f.Lines) == 0 {
		return Receipt{}, fault.ErrInvalid.Field("/lines", "required", "A receipt needs at least one line.")
	}
	if r.Number, err = s.number(ctx, "R"); err != nil {
		return Receipt{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Receipt, error) {
		lines, err := receiptLines(ctx, tx, r, f.Lines)
		if err != nil {
			return Receipt{}, err
		}
		if err := store.InsertReceipt(ctx, tx, r, lines); err != nil {
			return Receipt{}, err
		}
		return receipt(ctx, tx, reader, r.ID)
	})
}

func mayCostLines(ctx context.Context, f ReceiptFields) error {
	for _, l := range f.Lines {
		if l.UnitCost != nil && !authz.Can(ctx, inventory.UpdateCosts, page.All) {
			return authz.Refusal(inventory.UpdateCosts)
		}
	}
	return nil
}

func putReceipt(r *store.Receipt, f ReceiptFields) error {
	var c fault.Collector
	setID(&c, "/supplier_id", &r.SupplierID, f.SupplierID)
	set(&r.Reference, f.Reference)
	set(&r.ExpectedOn, f.ExpectedOn)
	set(&r.State, f.State)
	if f.WarehouseID != nil && *f.WarehouseID != "" {
		id, err := uuid.Parse(*f.WarehouseID)
		c.Check(err == nil, "/warehouse_id", "invalid", "This needs an ID.")
		r.WarehouseID = id
	}
	return c.Err()
}

func receiptLines(ctx context.Context, tx *db.Tx, r store.Receipt, given []ReceiptLineFields) ([]store.ReceiptLine, error) {
	asked := make([]store.Line, len(given))
	for i, l := range given {
		asked[i] = store.Line{Product: l.ProductID.UUID, Unit: l.Unit}
	}
	products, err := store.LineProducts(ctx, tx, asked)
	if err != nil {
		return nil, err
	}
	out := make([]store.ReceiptLine, len(given))
	for i, l := range given {
		p := products[i]
		base, err := baseOf(p, l.Qty, fmt.Sprintf("/lines/%d", i))
		if err != nil {
			return nil, err
		}
		out[i] = store.ReceiptLine{ID: kernel.NewUUID(), ProductID: p.Product, Qty: l.Qty, Unit: p.Unit, Num: p.Factor.Num, Den: p.Factor.Den, QtyBase: base,
			LocationID: l.LocationID.Ptr(), UnitCost: l.UnitCost}
		if r.State == "expected" {
			out[i].Incoming = base
		}
	}
	return out, nil
}

// UpdateReceipt changes a receipt; its lines only while nothing has come in.
func (s *Service) UpdateReceipt(ctx context.Context, id inventory.ReceiptID, version int64, f ReceiptFields) (Receipt, error) {
	if err := mayCostLines(ctx, f); err != nil {
		return Receipt{}, err
	}
	f.WarehouseID = nil
	return s.onReceipt(ctx, inventory.UpdateReceipts, id.UUID, &version, func(tx *db.Tx, r store.Receipt, lines []store.ReceiptLine) error {
		was := r.State
		if err := putReceipt(&r, f); err != nil {
			return err
		}
		if was == "done" || was == "cancelled" || f.Lines != nil && was == "partial" {
			return inventory.ErrState.Say("This receipt is " + was + ".")
		}
		if was == "partial" {
			r.State = was
		}
		if f.Lines != nil {
			anew, err := receiptLines(ctx, tx, r, f.Lines)
			if err != nil {
				return err
			}
			if err := store.ReplaceReceiptLines(ctx, tx, r.ID, anew); err != nil {
				return err
			}
		} else if was != r.State {
			for i := range lines {
				lines[i].Incoming = kernel.Zero
				if r.State == "expected" {
					lines[i].Incoming = lines[i].QtyBase
				}
			}
			if err := store.ReplaceReceiptLines(ctx, tx, r.ID, lines); err != nil {
				return err
			}
		}
		n, err := store.SaveReceipt(ctx, tx, r)
		if err == nil && n == 0 {
			return stale(r.Version)
		}
		return err
	})
}

// onReceipt locks a receipt, and answers it as it is after fn.
func (s *Service) onReceipt(ctx context.Context, right kernel.Permission, id uuid.UUID, version *int64, fn func(*db.Tx, store.Receipt, []store.ReceiptLine) error) (Receipt, error) {
	reader, err := authz.Scope(ctx, inventory.ReadReceipts)
	if err != nil {
		return Receipt{}, err
	}
	if err := authz.Allowed(ctx, right); err != nil {
		return Receipt{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Receipt, error) {
		r, lines, err := store.LockReceipt(ctx, tx, reader, id)
		if err != nil {
			return Receipt{}, err
		}
		if version != nil && r.Version != *version {
			return Receipt{}, stale(r.Version)
		}
		if err := fn(tx, r, lines); err != nil {
			return Receipt{}, err
		}
		return receipt(ctx, tx, reader, id)
	})
}

// CancelReceipt says that nothing more will come.
func (s *Service) CancelReceipt(ctx context.Context, id inventory.ReceiptID, version *int64) (Receipt, error) {
	return s.onReceipt(ctx, inventory.CancelReceipts, id.UUID, version, func(tx *db.Tx, r store.Receipt, lines []store.ReceiptLine) error {
		if r.State == "done" || r.State == "cancelled" {
			return inventory.ErrState.Say("This receipt is " + r.State + ".")
		}
		r.State = "cancelled"
		for _, l := range lines {
			if l.Received.Sign() > 0 {
				r.State = "done"
			}
		}
		if err := store.ClearIncoming(ctx, tx, r.ID); err != nil {
			return err
		}
		n, err := store.SaveReceipt(ctx, tx, r)
		if err == nil && n == 0 {
			return stale(r.Version)
		}
		return err
	})
}
