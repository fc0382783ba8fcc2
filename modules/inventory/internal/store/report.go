package store

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Rows of lists and reports.
type (
	StockRow       = sqlcgen.ListStockRow
	MovementRow    = sqlcgen.ListMovementsRow
	ReorderRow     = sqlcgen.ListReorderRow
	PlaceRow       = sqlcgen.StockOfProductRow
	ReservationRow = sqlcgen.ReservationsOfProductRow
	IncomingRow    = sqlcgen.IncomingOfProductRow
	ReportRow      = sqlcgen.StockReportRow
	Movement       = sqlcgen.InventoryMovement
)

// Available reads what a warehouse has of products, in the order asked.
func Available(ctx context.Context, tx *db.Tx, warehouse uuid.UUID, products []uuid.UUID) ([]inventory.Availability, error) {
	ns := make([]int32, len(products))
	for i := range ns {
		ns[i] = int32(i)
	}
	rows, err := sqlcgen.New(tx).AvailabilityOf(ctx, sqlcgen.AvailabilityOfParams{Products: products, Ns: ns, WarehouseID: warehouse})
	out := make([]inventory.Availability, len(rows))
	for i, r := range rows {
		out[i] = inventory.Availability{Product: kernel.IDOf[inventory.Product](r.ProductID), Warehouse: kernel.IDOf[inventory.Warehouse](r.WarehouseID),
			OnHand: r.OnHand, Held: r.Held, Promised: r.Promised, Free: r.OnHand.Sub(r.Held).Sub(r.Promised), Incoming: r.Incoming}
	}
	return out, err
}

// Stock is the list of what lies where.
var Stock = page.Spec{
	Columns: map[string]page.Column{
		"product_id":   {Expr: "b.product_id", Cast: "uuid", Ops: page.OneOf, Label: "select x.name from inventory.product x where x.id = @id"},
		"location_id":  {Expr: "b.location_id", Cast: "uuid", Ops: page.OneOf, Label: "select x.code from inventory.location x where x.id = @id", Tree: &page.Tree{Table: "inventory.location", Parent: "parent_id", Of: "b.location_id"}},
		"warehouse_id": {Expr: "l.warehouse_id", Cast: "uuid", Ops: page.OneOf, Label: "select x.name from inventory.warehouse x where x.id = @id"},
		"category_id":  {Expr: "p.category_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Label: "select x.path from inventory.category x where x.id = @id", Tree: &page.Tree{Table: "inventory.category", Parent: "parent_id", Of: "p.category_id"}},
		"name":         {Expr: "p.name_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"sku":          {Expr: "p.sku_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"on_hand":      {Expr: "b.on_hand", Unit: "u.code", Cast: "numeric", Ops: page.Range},
		"allocated":    {Expr: "b.allocated", Unit: "u.code", Cast: "numeric", Ops: page.Range},
		"arrived_at":   {Expr: "b.arrived_at", Cast: "timestamptz", Ops: page.Range},
	},
	Tie: "b.id", Default: "name", SearchPrefix: "p.name_key",
}

// ListStock reads a page of what lies where.
func ListStock[V any](ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request, view func(StockRow) V) (page.Page[V], error) {
	q, err := Stock.Compile(r, scope)
	if err != nil {
		return page.Page[V]{}, err
	}
	queries := sqlcgen.New(q.On(tx))
	rows, err := queries.ListStock(ctx, q.Max())
	if err != nil {
		return page.Page[V]{}, err
	}
	p := page.Cut(q, rows, func(r StockRow) (string, uuid.UUID) { return r.PageKey, r.ID }, view)
	return p, total64(q, &p, func() (int64, error) { return queries.CountStock(ctx) })
}

// Movements is the ledger as a list.
var Movements = page.Spec{
	Columns: map[string]page.Column{
		"product_id":   {Expr: "m.product_id", Cast: "uuid", Ops: page.OneOf},
		"kind":         {Expr: "m.kind", Cast: "text", Ops: page.OneOf},
		"document_id":  {Expr: "m.document_id", Cast: "uuid", Ops: page.OneOf},
		"effective_at": {Expr: "m.effective_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
		"seq":          {Expr: "m.seq", Cast: "bigint", Ops: page.Range, Sort: true},
	},
	Tie: "m.id", Default: "-seq",
}

// ListMovements reads a page of the ledger, of one place if it is given.
func ListMovements[V any](ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request, place *uuid.UUID, view func(MovementRow) V) (page.Page[V], error) {
	q, err := Movements.Compile(r, scope)
	if err != nil {
		return page.Page[V]{}, err
	}
	queries := sqlcgen.New(q.On(tx))
	rows, err := queries.ListMovements(ctx, sqlcgen.ListMovementsParams{LocationID: place, Max: q.Max()})
	if err != nil {
		return page.Page[V]{}, err
	}
	p := page.Cut(q, rows, func(r MovementRow) (string, uuid.UUID) { return r.PageKey, r.ID }, view)
	return p, total64(q, &p, func() (int64, error) { return queries.CountMovements(ctx, place) })
}

// MovementToReverse reads one row of the ledger that nobody has reversed. The
// constraint decides between two who try at once.
func MovementToReverse(ctx context.Context, tx *db.Tx, id uuid.UUID) (Movement, error) {
	q := sqlcgen.New(tx)
	m, err := q.MovementByID(ctx, id)
	if err != nil {
		return m, err
	}
	done, err := q.MovementIsReversed(ctx, &id)
	if err == nil && done {
		err = inventory.ErrAlreadyReversed
	}
	return m, err
}

// MovementsOf reads what a document has posted and nobody has reversed.
func MovementsOf(ctx context.Context, tx *db.Tx, document uuid.UUID) ([]Movement, error) {
	return sqlcgen.New(tx).MovementsOfDocument(ctx, document)
}

// PostedIn reads what change sets brought in by a receipt and nobody has reversed.
func PostedIn(ctx context.Context, tx *db.Tx, receipt uuid.UUID, sets []uuid.UUID) ([]Movement, error) {
	return sqlcgen.New(tx).MovementsPostedIn(ctx, sqlcgen.MovementsPostedInParams{ReceiptID: receipt, Sets: sets})
}

// ReceiptMoved says whether the ledger names a receipt.
func ReceiptMoved(ctx context.Context, tx *db.Tx, receipt uuid.UUID) (bool, error) {
	return sqlcgen.New(tx).ReceiptMoved(ctx, receipt)
}

// PostingKind is what a posting was made as.
func PostingKind(ctx context.Context, tx *db.Tx, id uuid.UUID) (string, error) {
	return sqlcgen.New(tx).PostingKind(ctx, id)
}

// Opened is opening stock that was entered.
type Opened = sqlcgen.OpeningStockRow

// OpeningStock reads what opening stock was entered for products.
func OpeningStock(ctx context.Context, tx *db.Tx, products []uuid.UUID) ([]Opened, error) {
	return sqlcgen.New(tx).OpeningStock(ctx, products)
}

// Reorder is the list of products that are at their reorder point.
var Reorder = page.Spec{
	Columns: map[string]page.Column{
		"name":        {Expr: "p.name_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"supplier_id": {Expr: "p.supplier_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"category_id": {Expr: "p.category_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
	},
	Tie: "p.id", Default: "name", SearchPrefix: "p.name_key",
}

// ListReorder reads a page of products to reorder: by what is on hand, or by what is projected to be free.
func ListReorder[V any](ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request, projected bool, view func(ReorderRow) V) (page.Page[V], error) {
	q, err := Reorder.Compile(r, scope)
	if err != nil {
		return page.Page[V]{}, err
	}
	queries := sqlcgen.New(q.On(tx))
	rows, err := queries.ListReorder(ctx, sqlcgen.ListReorderParams{Projected: projected, Max: q.Max()})
	if err != nil {
		return page.Page[V]{}, err
	}
	p := page.Cut(q, rows, func(r ReorderRow) (string, uuid.UUID) { return r.PageKey, r.ID }, view)
	return p, total64(q, &p, func() (int64, error) { return queries.CountReorder(ctx, projected) })
}

// StockOfProduct reads where a product lies.
func StockOfProduct(ctx context.Context, tx *db.Tx, product uuid.UUID) ([]PlaceRow, error) {
	return sqlcgen.New(tx).StockOfProduct(ctx, product)
}

// ReservationsOfProduct reads who keeps a product, highest rank first, at most 200.
func ReservationsOfProduct(ctx context.Context, tx *db.Tx, product uuid.UUID) ([]ReservationRow, error) {
	return sqlcgen.New(tx).ReservationsOfProduct(ctx, product)
}

// IncomingOfProduct reads which receipts will bring a product, the earliest first, at most 200.
func IncomingOfProduct(ctx context.Context, tx *db.Tx, product uuid.UUID) ([]IncomingRow, error) {
	return sqlcgen.New(tx).IncomingOfProduct(ctx, product)
}

// WaitingFor is how much of a product demand waits for.
func WaitingFor(ctx context.Context, tx *db.Tx, product uuid.UUID) (kernel.Quantity, error) {
	return sqlcgen.New(tx).WaitingOfProduct(ctx, product)
}

// StockReport sums stock by category and currency.
func StockReport(ctx context.Context, tx *db.Tx) ([]ReportRow, error) {
	return sqlcgen.New(tx).StockReport(ctx)
}
