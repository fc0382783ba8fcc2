package store

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// SalesQuery is what a report of sales is about.
type SalesQuery struct {
	GroupBy  string // year, month, account, product, category, salesperson, ship_country; empty: one group
	Exact    bool   // exact sums instead of shown line amounts
	Currency kernel.Currency
	From, To kernel.Date
}

// SalesGroup is one group before it is rounded and named.
type SalesGroup struct {
	Key                           string
	Orders, Lines, Discounted     int64
	Quantity, Gross, Net, Freight kernel.Decimal
}

// SalesGroups adds binding orders up, in the order of their keys' making.
func SalesGroups(ctx context.Context, tx *db.Tx, scope page.Scope, s SalesQuery) ([]SalesGroup, error) {
	rows, err := get(OrderList, scope, tx).SalesGroups(ctx, sqlcgen.SalesGroupsParams{GroupBy: s.GroupBy, Exact: s.Exact, Decimals: s.Currency.Decimals(),
		Currency: string(s.Currency), FromDay: s.From, ToDay: s.To})
	out := make([]SalesGroup, len(rows))
	for i, r := range rows {
		out[i] = SalesGroup{r.Key, r.Orders, r.Lines, r.Discounted, r.Quantity, r.Gross, r.Net, r.Freight}
	}
	return out, err
}

// LargestOrder finds the order with the highest net; nil when there is none.
func LargestOrder(ctx context.Context, tx *db.Tx, scope page.Scope, s SalesQuery) (*crm.LargestOrder, error) {
	row, err := get(OrderList, scope, tx).LargestOrder(ctx, sqlcgen.LargestOrderParams{Currency: string(s.Currency), FromDay: s.From, ToDay: s.To})
	if db.NoRows(err) {
		return nil, nil //nolint:nilnil // no order is the largest of none
	}
	return &crm.LargestOrder{ID: kernel.IDOf[crm.Order](row.ID), Number: row.Number, Net: row.Untaxed}, err
}

// OtherCurrencies counts the orders that a report leaves out.
func OtherCurrencies(ctx context.Context, tx *db.Tx, scope page.Scope, s SalesQuery) (int64, error) {
	return get(OrderList, scope, tx).OtherCurrencies(ctx, sqlcgen.OtherCurrenciesParams{Currency: string(s.Currency), FromDay: s.From, ToDay: s.To})
}

// OrderFigures counts how orders stand.
func OrderFigures(ctx context.Context, tx *db.Tx, scope page.Scope, today kernel.Date) (crm.OrdersReport, error) {
	rows, err := get(OrderList, scope, tx).OrderFigures(ctx, today)
	out := crm.OrdersReport{ByStatus: map[string]int64{}, WithoutOrders: []crm.AccountWithout{}}
	for _, r := range rows {
		out.ByStatus[r.Status] = r.N
		switch r.Status {
		case crm.Draft, crm.Cancelled:
			continue
		case crm.Confirmed, crm.PartiallyFulfilled, crm.OnHold:
			out.Open += r.N
		}
		out.Orders += r.N
		out.Late += r.Late
		out.Overdue += r.Overdue
		out.Short += r.Short
	}
	return out, err
}

// AccountsWithoutOrders lists accounts that never ordered.
func AccountsWithoutOrders(ctx context.Context, tx *db.Tx, scope page.Scope) ([]crm.AccountWithout, error) {
	rows, err := get(AccountList, scope, tx).AccountsWithoutOrders(ctx)
	out := make([]crm.AccountWithout, len(rows))
	for i, r := range rows {
		out[i] = crm.AccountWithout{ID: kernel.IDOf[crm.Account](r.ID), Code: r.Code, Name: r.Name}
	}
	return out, err
}

// PutSalesItem takes over what inventory said about a product.
func PutSalesItem(ctx context.Context, tx *db.Tx, i SalesItem) error {
	return sqlcgen.New(tx).PutSalesItem(ctx, sqlcgen.PutSalesItemParams{ProductID: i.ProductID, Sku: i.Sku, Name: i.Name, CategoryPath: i.CategoryPath,
		Unit: i.Unit, Kind: i.Kind, Status: i.Status})
}

// LearnSalesItems keeps products that nothing is known of yet; what events told stays.
func LearnSalesItems(ctx context.Context, tx *db.Tx, items []SalesItem) error {
	return insertNew(ctx, tx, "crm.sales_item", []string{"product_id", "sku", "name", "category_path", "unit", "kind", "status"}, items)
}

// SalesItemsBySKU finds products by SKU in lower case.
func SalesItemsBySKU(ctx context.Context, tx *db.Tx, skus []string) ([]SalesItem, error) {
	return sqlcgen.New(tx).SalesItemsBySKU(ctx, skus)
}

// SalesItems reads what inventory last told about products.
func SalesItems(ctx context.Context, tx *db.Tx, ids []uuid.UUID) (map[uuid.UUID]SalesItem, error) {
	rows, err := sqlcgen.New(tx).SalesItems(ctx, ids)
	out := map[uuid.UUID]SalesItem{}
	for _, r := range rows {
		out[r.ProductID] = r
	}
	return out, err
}
