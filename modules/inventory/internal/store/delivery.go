package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Rows of deliveries.
type (
	DeliveryRow      = sqlcgen.ListDeliveriesRow
	DeliveryLineRow  = sqlcgen.LinesOfDeliveryRow
	OpenDeliveryLine = sqlcgen.OpenDeliveryLinesRow
)

// Deliveries is the list of deliveries.
var Deliveries = page.Spec{
	Columns: map[string]page.Column{
		"state":        {Expr: "d.state", Cast: "text", Ops: page.OneOf},
		"number":       {Expr: "d.number", Cast: "text", Ops: page.OneOf},
		"reference":    {Expr: "d.reference", Cast: "text", Ops: page.OneOf},
		"demand_id":    {Expr: "d.demand_id", Cast: "uuid", Ops: page.OneOf},
		"warehouse_id": {Expr: "d.warehouse_id", Cast: "uuid", Ops: page.OneOf, Label: "select x.name from inventory.warehouse x where x.id = @id"},
		"ship_on":      {Expr: "d.ship_on_key", Value: "d.ship_on", Cast: "date", Ops: page.Range | page.Empty, Sort: true},
		"created_at":   {Expr: "d.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "d.id", Default: "-created_at", Search: "inventory.delivery_search", SearchPrefix: "d.reference_key",
}

// ListDeliveries reads a page of deliveries.
func ListDeliveries[V any](ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request, view func(DeliveryRow) V) (page.Page[V], error) {
	q, err := Deliveries.Compile(r, scope)
	if err != nil {
		return page.Page[V]{}, err
	}
	queries := sqlcgen.New(q.On(tx))
	rows, err := queries.ListDeliveries(ctx, q.Max())
	if err != nil {
		return page.Page[V]{}, err
	}
	p := page.Cut(q, rows, func(r DeliveryRow) (string, uuid.UUID) { return r.PageKey, r.ID }, view)
	return p, total64(q, &p, func() (int64, error) { return queries.CountDeliveries(ctx) })
}

// DeliveryByID reads a delivery that the scope shows.
func DeliveryByID(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (DeliveryRow, error) {
	r, err := sqlcgen.New(Deliveries.One(scope).On(tx)).DeliveryByID(ctx, id)
	return DeliveryRow(r), err
}

// LinesOfDelivery reads what a delivery holds, for the screen.
func LinesOfDelivery(ctx context.Context, tx *db.Tx, id uuid.UUID) ([]DeliveryLineRow, error) {
	return sqlcgen.New(tx).LinesOfDelivery(ctx, id)
}

// OpenDeliveryLines reads what of a delivery is still to go.
func OpenDeliveryLines(ctx context.Context, tx *db.Tx, id uuid.UUID) ([]OpenDeliveryLine, error) {
	return sqlcgen.New(tx).OpenDeliveryLines(ctx, id)
}

// ShipLines marks lines as shipped with what went out.
func ShipLines(ctx context.Context, tx *db.Tx, ids []uuid.UUID, qtys []kernel.Quantity) error {
	return sqlcgen.New(tx).ShipDeliveryLines(ctx, sqlcgen.ShipDeliveryLinesParams{Ids: ids, Qtys: qtys})
}

// InsertBackorders makes lines for what did not go with lines.
func InsertBackorders(ctx context.Context, tx *db.Tx, lines []uuid.UUID, qtys []kernel.Quantity) error {
	if len(lines) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, len(lines))
	for i := range ids {
		ids[i] = kernel.NewUUID()
	}
	return sqlcgen.New(tx).InsertBackorders(ctx, sqlcgen.InsertBackordersParams{Ids: ids, Lines: lines, Qtys: qtys})
}

// Rows of receipts.
type (
	ReceiptRow     = sqlcgen.ListReceiptsRow
	ReceiptLineRow = sqlcgen.LinesOfReceiptRow
	Receipt        = sqlcgen.InventoryReceipt
	ReceiptLine    = sqlcgen.InventoryReceiptLine
)

// Receipts is the list of receipts.
var Receipts = page.Spec{
	Columns: map[string]page.Column{
		"state":        {Expr: "r.state", Cast: "text", Ops: page.OneOf},
		"number":       {Expr: "r.number", Cast: "text", Ops: page.OneOf},
		"supplier_id":  {Expr: "r.supplier_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Label: "select x.name from inventory.supplier x where x.id = @id"},
		"warehouse_id": {Expr: "r.warehouse_id", Cast: "uuid", Ops: page.OneOf, Label: "select x.name from inventory.warehouse x where x.id = @id"},
		"expected_on":  {Expr: "r.expected_on", Cast: "date", Ops: page.Range | page.Empty},
		"created_at":   {Expr: "r.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "r.id", Default: "-created_at", Search: "inventory.receipt_search", SearchPrefix: "r.reference_key",
}

// ListReceipts reads a page of receipts.
func ListReceipts[V any](ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request, view func(ReceiptRow) V) (page.Page[V], error) {
	q, err := Receipts.Compile(r, scope)
	if err != nil {
		return page.Page[V]{}, err
	}
	queries := sqlcgen.New(q.On(tx))
	rows, err := queries.ListReceipts(ctx, q.Max())
	if err != nil {
		return page.Page[V]{}, err
	}
	p := page.Cut(q, rows, func(r ReceiptRow) (string, uuid.UUID) { return r.PageKey, r.ID }, view)
	return p, total64(q, &p, func() (int64, error) { return queries.CountReceipts(ctx) })
}

// ReceiptByID reads a receipt that the scope shows.
func ReceiptByID(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (ReceiptRow, error) {
	r, err := sqlcgen.New(Receipts.One(scope).On(tx)).ReceiptByID(ctx, id)
	return ReceiptRow(r), err
}

// LinesOfReceipt reads what a receipt holds, for the screen.
func LinesOfReceipt(ctx context.Context, tx *db.Tx, id uuid.UUID) ([]ReceiptLineRow, error) {
	return sqlcgen.New(tx).LinesOfReceipt(ctx, id)
}

// LockReceipt locks a receipt; its lines change only under that lock.
func LockReceipt(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Receipt, []ReceiptLine, error) {
	r, err := sqlcgen.New(Receipts.One(scope).On(tx)).LockReceipt(ctx, id)
	if err != nil {
		return r, nil, err
	}
	lines, err := sqlcgen.New(tx).ReceiptLineRows(ctx, id)
	return r, lines, err
}

// InsertReceipt writes a receipt with its lines.
func InsertReceipt(ctx context.Context, tx *db.Tx, r Receipt, lines []ReceiptLine) error {
	err := sqlcgen.New(tx).InsertReceipt(ctx, sqlcgen.InsertReceiptParams{ID: r.ID, Number: r.Number, State: r.State, SupplierID: r.SupplierID,
		WarehouseID: r.WarehouseID, Reference: r.Reference, ImportKey: r.ImportKey, ExpectedOn: r.ExpectedOn, CreatedAt: r.CreatedAt})
	if err != nil {
		return err
	}
	return insertReceiptLines(ctx, tx, r.ID, lines)
}

func insertReceiptLines(ctx context.Context, tx *db.Tx, receipt uuid.UUID, lines []ReceiptLine) error {
	in := sqlcgen.InsertReceiptLinesParams{ReceiptID: receipt}
	for i, l := range lines {
		place, cost := uuid.Nil, kernel.Int(-1)
		if l.LocationID != nil {
			place = *l.LocationID
		}
		if l.UnitCost != nil {
			cost = *l.UnitCost
		}
		in.Ids, in.Ns, in.Products = append(in.Ids, l.ID), append(in.Ns, int32(i+1)), append(in.Products, l.ProductID)
		in.Qtys, in.Units, in.Nums, in.Dens = append(in.Qtys, l.Qty), append(in.Units, l.Unit), append(in.Nums, l.Num), append(in.Dens, l.Den)
		in.Bases, in.Incoming = append(in.Bases, l.QtyBase), append(in.Incoming, l.Incoming)
		in.Locations, in.Costs = append(in.Locations, place), append(in.Costs, cost)
	}
	return sqlcgen.New(tx).InsertReceiptLines(ctx, in)
}

// ReplaceReceiptLines writes other lines for a receipt on which nothing has come in.
func ReplaceReceiptLines(ctx context.Context, tx *db.Tx, receipt uuid.UUID, lines []ReceiptLine) error {
	if err := sqlcgen.New(tx).DeleteReceiptLines(ctx, receipt); err != nil {
		return err
	}
	return insertReceiptLines(ctx, tx, receipt, lines)
}

// SaveReceipt writes a receipt that has still its version.
func SaveReceipt(ctx context.Context, tx *db.Tx, r Receipt) (int64, error) {
	return sqlcgen.New(tx).UpdateReceipt(ctx, sqlcgen.UpdateReceiptParams{ID: r.ID, State: r.State, SupplierID: r.SupplierID, Reference: r.Reference,
		ExpectedOn: r.ExpectedOn, Version: r.Version})
}

// ReceiveLines adds to what came in of lines, and says what is still expected.
func ReceiveLines(ctx context.Context, tx *db.Tx, ids []uuid.UUID, qtys, incoming []kernel.Quantity) error {
	return sqlcgen.New(tx).ChangeReceiptLines(ctx, sqlcgen.ChangeReceiptLinesParams{Ids: ids, Qtys: qtys, Incoming: incoming})
}

// ClearIncoming says that nothing more is expected of a receipt.
func ClearIncoming(ctx context.Context, tx *db.Tx, receipt uuid.UUID) error {
	return sqlcgen.New(tx).ClearIncoming(ctx, receipt)
}

// DeleteReceipt takes away a receipt that nobody has touched since it was made.
func DeleteReceipt(ctx context.Context, tx *db.Tx, id uuid.UUID) (int64, error) {
	return sqlcgen.New(tx).DeleteReceipt(ctx, id)
}

// Imported is what earlier imports said is on order.
type Imported = sqlcgen.ImportedIncomingRow

// ImportedIncoming reads what earlier imports said is on order of products.
func ImportedIncoming(ctx context.Context, tx *db.Tx, products []uuid.UUID) ([]Imported, error) {
	return sqlcgen.New(tx).ImportedIncoming(ctx, products)
}

// InsertPosting writes a document that is posted as it is made.
func InsertPosting(ctx context.Context, tx *db.Tx, p Posting, kind string, at time.Time) error {
	return sqlcgen.New(tx).InsertPosting(ctx, sqlcgen.InsertPostingParams{ID: p.Document, Number: p.Number, Kind: kind, Reason: p.Reason, EffectiveAt: p.Effective, CreatedAt: at})
}
