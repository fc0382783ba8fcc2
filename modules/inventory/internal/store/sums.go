package store

import (
	"context"

	"longhouse/platform/db"
	"longhouse/platform/page"
)

// Summed is a list that can be counted and summed, over the rows that it shows.
type Summed struct{ records page.Records }

// The lists of the module that have sums.
var (
	ProductSums  = Summed{page.Records{Spec: &Products, From: "inventory.product p"}}
	SupplierSums = Summed{page.Records{Spec: &Suppliers, From: "inventory.supplier s"}}
	DeliverySums = Summed{page.Records{Spec: &Deliveries, From: "inventory.delivery d"}}
	ReceiptSums  = Summed{page.Records{Spec: &Receipts, From: "inventory.receipt r"}}
	StockSums    = Summed{page.Records{Spec: &Stock, Where: "not b.is_empty", From: "inventory.stock_balance b" +
		" join inventory.product p on p.org_id = b.org_id and p.id = b.product_id" +
		" join inventory.unit u on u.org_id = p.org_id and u.id = p.unit_id" +
		" join inventory.location l on l.org_id = b.org_id and l.id = b.location_id"}}
)

// Of counts and sums what a request matches.
func (s Summed) Of(ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request) (page.Summary, error) {
	return s.records.Summarise(ctx, tx, r, scope)
}
