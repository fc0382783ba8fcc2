package store

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// OrderList is the truth about lists of orders.
var OrderList = &page.Spec{
	Columns: map[string]page.Column{
		"number":         {Expr: "o.number_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"status":         {Expr: "o.status", Cast: "text", Ops: page.OneOf},
		"account_id":     {Expr: "o.account_id", Cast: "uuid", Ops: page.OneOf},
		"contact_id":     {Expr: "o.contact_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"owner_id":       {Expr: "o.owner_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"team_id":        {Expr: "o.team_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"salesperson_id": {Expr: "o.salesperson_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"ordered_on":     {Expr: "o.ordered_on", Cast: "date", Ops: page.Range, Sort: true},
		"required_on":    {Expr: "o.required_sort", Value: "o.required_on", Cast: "date", Ops: page.Range | page.Empty, Sort: true},
		"shipped_on":     {Expr: "o.shipped_sort", Value: "o.shipped_on", Cast: "date", Ops: page.Range | page.Empty, Sort: true},
		"shipped":        {Expr: "o.shipped_on is not null", Cast: "boolean", Ops: page.Flag},
		"ship_country":   {Expr: "o.ship_country", Cast: "text", Ops: page.OneOf},
		"currency":       {Expr: "o.currency", Cast: "text", Ops: page.OneOf},
		"late":           {Expr: "o.late", Cast: "boolean", Ops: page.Flag},
		"overdue":        {Expr: "o.status in ('confirmed', 'partially_fulfilled', 'on_hold') and o.required_sort < (now() at time zone 'UTC')::date", Cast: "boolean", Ops: page.Flag},
		"short":          {Expr: "o.short", Cast: "boolean", Ops: page.Flag},
		"historical":     {Expr: "o.historical", Cast: "boolean", Ops: page.Flag},
		"total":          {Expr: "o.total", Currency: "o.currency", Cast: "numeric", Ops: page.Range, Sort: true},
		"created_at":     {Expr: "o.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Own: "o.owner_id", Team: "o.team_id", Dept: "o.dept_id", Tie: "o.id", Default: "-created_at",
	Search: "crm.order_search", SearchPrefix: "o.number_key",
	Custom: "o.custom", CustomFinds: "crm.order_custom",
}

// ListOrders reads a page of orders, without their lines.
func ListOrders(ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request, today kernel.Date) (page.Page[crm.Order], error) {
	q, err := OrderList.Compile(r, scope)
	if err != nil {
		return page.Page[crm.Order]{}, err
	}
	rows, err := on(q, tx).ListOrders(ctx, q.Max())
	if err != nil {
		return page.Page[crm.Order]{}, err
	}
	p := page.Cut(q, rows, func(r sqlcgen.ListOrdersRow) (string, uuid.UUID) { return r.PageKey, r.CrmOrder.ID },
		func(r sqlcgen.ListOrdersRow) crm.Order {
			v := OrderView(orderOf(r.CrmOrder, nil), today)
			v.Short = r.CrmOrder.Short
			return v
		})
	p.Total, err = counted(q, func() (int64, error) { return on(q, tx).CountOrders(ctx) })
	return p, err
}

// GetOrder reads an order that the scope reaches, with its lines.
func GetOrder(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (domain.Order, error) {
	return withLines(ctx, tx, id, func(tx *db.Tx) (sqlcgen.CrmOrder, error) { return get(OrderList, scope, tx).GetOrder(ctx, id) })
}

// LockOrder reads an order that the scope reaches, with its lines, for a change.
func LockOrder(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (domain.Order, error) {
	return withLines(ctx, tx, id, func(tx *db.Tx) (sqlcgen.CrmOrder, error) { return get(OrderList, scope, tx).LockOrder(ctx, id) })
}

// withLines reads the order before its lines, so that a lock holds for both.
func withLines(ctx context.Context, tx *db.Tx, id uuid.UUID, order func(*db.Tx) (sqlcgen.CrmOrder, error)) (domain.Order, error) {
	var row sqlcgen.CrmOrder
	var lines []sqlcgen.CrmOrderLine
	err := db.Together(ctx, tx,
		func(tx *db.Tx) (err error) { row, err = order(tx); return err },
		func(tx *db.Tx) (err error) { lines, err = sqlcgen.New(tx).LinesOf(ctx, []uuid.UUID{id}); return err },
	)
	if err != nil {
		return domain.Order{}, err
	}
	return orderOf(row, lines), nil
}

// OrdersByNumber reads orders by number, compared without case, with their lines.
func OrdersByNumber(ctx context.Context, tx *db.Tx, keys []string) ([]domain.Order, error) {
	q := sqlcgen.New(tx)
	rows, err := q.OrdersByNumber(ctx, keys)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	lines, err := q.LinesOf(ctx, ids)
	of := map[uuid.UUID][]sqlcgen.CrmOrderLine{}
	for _, l := range lines {
		of[l.OrderID] = append(of[l.OrderID], l)
	}
	out := make([]domain.Order, len(rows))
	for i, r := range rows {
		out[i] = orderOf(r, of[r.ID])
	}
	return out, err
}

var orderColumns = []string{
	"id", "number", "status", "account_id", "contact_id", "owner_id", "team_id", "dept_id", "salesperson_id", "reference", "currency", "ordered_on",
	"required_on", "shipped_on", "ship_name", "ship_lines", "ship_city", "ship_region", "ship_postcode", "ship_country", "freight", "discount_percent",
	"goods", "discount", "untaxed", "total", "document_rounding", "line_rounding", "historical", "short", "hold_reason", "cancel_reason", "confirmed_at",
	"version", "created_at", "updated_at", "custom",
}

var lineColumns = []string{
	"id", "order_id", "position", "product_id", "sku", "description", "stocked", "quantity", "unit", "unit_price", "discount_percent", "net", "amount",
	"reserved", "shipped", "cancelled", "short", "why", "told_at",
}

// InsertOrders writes new orders with their lines in two statements.
func InsertOrders(ctx context.Context, tx *db.Tx, orders ...domain.Order) error {
	rows := make([]sqlcgen.CrmOrder, len(orders))
	var lines []sqlcgen.CrmOrderLine
	for i, o := range orders {
		rows[i] = orderRow(o)
		rows[i].Version = 1
		lines = append(lines, lineRows(o)...)
	}
	if err := insert(ctx, tx, `crm."order"`, orderColumns, rows); err != nil {
		return err
	}
	return insert(ctx, tx, "crm.order_line", lineColumns, lines)
}

// SaveOrder writes a locked order back, one version on, without its lines.
func SaveOrder(ctx context.Context, tx *db.Tx, o domain.Order) error {
	r := orderRow(o)
	return guarded(sqlcgen.New(tx).UpdateOrder(ctx, sqlcgen.UpdateOrderParams{
		Number: r.Number, Status: r.Status, AccountID: r.AccountID, ContactID: r.ContactID, OwnerID: r.OwnerID, TeamID: r.TeamID, DeptID: r.DeptID,
		SalespersonID: r.SalespersonID, Reference: r.Reference, Currency: r.Currency, OrderedOn: r.OrderedOn, RequiredOn: r.RequiredOn, ShippedOn: r.ShippedOn,
		ShipName: r.ShipName, ShipLines: r.ShipLines, ShipCity: r.ShipCity, ShipRegion: r.ShipRegion, ShipPostcode: r.ShipPostcode, ShipCountry: r.ShipCountry,
		Freight: r.Freight, DiscountPercent: r.DiscountPercent, Goods: r.Goods, Discount: r.Discount, Untaxed: r.Untaxed, Total: r.Total,
		DocumentRounding: r.DocumentRounding, LineRounding: r.LineRounding, Historical: r.Historical, Short: r.Short, HoldReason: r.HoldReason, CancelReason: r.CancelReason,
		ConfirmedAt: r.ConfirmedAt, UpdatedAt: r.UpdatedAt, Custom: r.Custom, ID: r.ID, Version: r.Version,
	}))
}

// PutLines makes an order's lines be these: new ones come, missing ones go, and
// the history of those that stay goes on.
func PutLines(ctx context.Context, tx *db.Tx, old, o domain.Order) error {
	kept := make([]uuid.UUID, len(o.Lines))
	for i, l := range o.Lines {
		kept[i] = l.ID.UUID
	}
	if slices.ContainsFunc(old.Lines, func(l domain.Line) bool { return !slices.Contains(kept, l.ID.UUID) }) {
		if err := sqlcgen.New(tx).DropLines(ctx, sqlcgen.DropLinesParams{OrderID: o.ID.UUID, Kept: kept}); err != nil {
			return err
		}
	}
	return upsert(ctx, tx, "crm.order_line", "order_line_key", lineColumns, lineRows(o))
}

// EraseOrder removes an order with its lines.
func EraseOrder(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	_, err := sqlcgen.New(tx).EraseOrder(ctx, id)
	return err
}

func orderOf(r sqlcgen.CrmOrder, lines []sqlcgen.CrmOrderLine) domain.Order {
	o := domain.Order{
		ID: kernel.IDOf[crm.Order](r.ID), Number: r.Number, Status: r.Status, Account: r.AccountID, Contact: r.ContactID, Owner: r.OwnerID, Team: r.TeamID,
		Dept: r.DeptID, Salesperson: r.SalespersonID, Reference: r.Reference, Currency: kernel.Currency(r.Currency), OrderedOn: r.OrderedOn,
		RequiredOn: DayOf(r.RequiredOn), ShippedOn: DayOf(r.ShippedOn),
		ShipTo:  crm.ShipTo{Name: r.ShipName, Lines: r.ShipLines, City: r.ShipCity, Region: r.ShipRegion, Postcode: r.ShipPostcode, Country: r.ShipCountry},
		Freight: r.Freight, DiscountPercent: r.DiscountPercent, Rounding: domain.RoundingOf(r.DocumentRounding, r.LineRounding),
		Goods: r.Goods, Discount: r.Discount, Untaxed: r.Untaxed, Total: r.Total, Historical: r.Historical, HoldReason: r.HoldReason,
		CancelReason: r.CancelReason, ConfirmedAt: r.ConfirmedAt, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		Custom: r.Custom,
	}
	for _, l := range lines {
		o.Lines = append(o.Lines, domain.Line{ID: kernel.IDOf[crm.OrderLine](l.ID), Product: l.ProductID, SKU: l.Sku, Description: l.Description, Stocked: l.Stocked,
			Quantity: l.Quantity, Unit: l.Unit, UnitPrice: l.UnitPrice, DiscountPercent: l.DiscountPercent, Net: l.Net, Amount: l.Amount, Reserved: l.Reserved,
			Shipped: l.Shipped, Cancelled: l.Cancelled, Short: l.Short, Why: l.Why, ToldAt: l.ToldAt})
	}
	return o
}

func orderRow(o domain.Order) sqlcgen.CrmOrder {
	document, line := o.Rounding.Words()
	return sqlcgen.CrmOrder{
		ID: o.ID.UUID, Number: o.Number, Status: o.Status, AccountID: o.Account, ContactID: o.Contact, OwnerID: o.Owner, TeamID: o.Team, DeptID: o.Dept,
		SalespersonID: o.Salesperson, Reference: o.Reference, Currency: string(o.Currency), OrderedOn: o.OrderedOn, RequiredOn: Day(o.RequiredOn),
		ShippedOn: Day(o.ShippedOn), ShipName: o.ShipTo.Name, ShipLines: o.ShipTo.Lines, ShipCity: o.ShipTo.City, ShipRegion: o.ShipTo.Region,
		ShipPostcode: o.ShipTo.Postcode, ShipCountry: o.ShipTo.Country, Freight: o.Freight, DiscountPercent: o.DiscountPercent, Goods: o.Goods,
		Discount: o.Discount, Untaxed: o.Untaxed, Total: o.Total, DocumentRounding: document, LineRounding: line, Historical: o.Historical, Short: o.Short(),
		HoldReason: o.HoldReason, CancelReason: o.CancelReason, ConfirmedAt: o.ConfirmedAt, Version: o.Version, CreatedAt: o.CreatedAt, UpdatedAt: o.UpdatedAt, Custom: o.Custom,
	}
}

func lineRows(o domain.Order) []sqlcgen.CrmOrderLine {
	rows := make([]sqlcgen.CrmOrderLine, len(o.Lines))
	for i, l := range o.Lines {
		rows[i] = sqlcgen.CrmOrderLine{ID: l.ID.UUID, OrderID: o.ID.UUID, Position: int32(i) + 1, ProductID: l.Product, Sku: l.SKU, Description: l.Description,
			Stocked: l.Stocked, Quantity: l.Quantity, Unit: l.Unit, UnitPrice: l.UnitPrice, DiscountPercent: l.DiscountPercent, Net: l.Net, Amount: l.Amount,
			Reserved: l.Reserved, Shipped: l.Shipped, Cancelled: l.Cancelled, Short: l.Short, Why: l.Why, ToldAt: l.ToldAt}
	}
	return rows
}

// OrderView is an order as its readers see it; names are filled in by app.
func OrderView(o domain.Order, today kernel.Date) crm.Order {
	v := crm.Order{
		ID: o.ID, Number: o.Number, Account: crm.RefTo(&o.Account, ""), Contact: crm.RefTo(o.Contact, ""), Salesperson: crm.RefTo(o.Salesperson, ""),
		Owner: crm.RefTo(o.Owner, ""), Status: o.Status, Reference: o.Reference, Currency: string(o.Currency), OrderedOn: o.OrderedOn, RequiredOn: o.RequiredOn,
		ShippedOn: o.ShippedOn, ShipTo: o.ShipTo, Freight: o.Freight, DiscountPercent: o.DiscountPercent, Goods: o.Goods, Discount: o.Discount,
		Untaxed: o.Untaxed, Total: o.Total, Historical: o.Historical, HoldReason: o.HoldReason, CancelReason: o.CancelReason, ConfirmedAt: o.ConfirmedAt,
		CreatedAt: o.CreatedAt, UpdatedAt: o.UpdatedAt, Version: o.Version, Custom: o.Custom,
	}
	v.Late = !o.RequiredOn.IsZero() && o.ShippedOn.After(o.RequiredOn)
	v.Overdue = o.Binding() && !o.RequiredOn.IsZero() && o.RequiredOn.Before(today)
	v.Short = o.Short()
	for _, l := range o.Lines {
		v.Lines = append(v.Lines, LineView(l))
	}
	return v
}

// LineView is a line as its readers see it.
func LineView(l domain.Line) crm.OrderLine {
	v := crm.OrderLine{ID: l.ID, Description: l.Description, Quantity: l.Quantity, Unit: l.Unit, UnitPrice: l.UnitPrice, DiscountPercent: l.DiscountPercent,
		Net: l.Net, Amount: l.Amount, Stocked: l.Stocked, Reserved: l.Reserved, Shipped: l.Shipped, Cancelled: l.Cancelled, Short: l.Short, Why: l.Why}
	if l.Product != nil {
		v.Product = crm.ProductRef{ID: kernel.IDOf[any](*l.Product), SKU: l.SKU, Name: l.Description}
	}
	return v
}

// NumberIsTaken says whether an order has the number, whoever may see it.
func NumberIsTaken(ctx context.Context, tx *db.Tx, number string) (bool, error) {
	return sqlcgen.New(tx).NumberIsTaken(ctx, number)
}
