package store

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Rows of the catalogue's masters.
type (
	UnitRow     = sqlcgen.InventoryUnit
	CategoryRow = sqlcgen.ListCategoriesRow
	SupplierRow = sqlcgen.ListSuppliersRow
)

// Units reads all units.
func Units(ctx context.Context, tx *db.Tx) ([]UnitRow, error) { return sqlcgen.New(tx).Units(ctx) }

// UnitsByCode reads units by their codes.
func UnitsByCode(ctx context.Context, tx *db.Tx, codes []string) ([]UnitRow, error) {
	return sqlcgen.New(tx).UnitsByCode(ctx, codes)
}

// InsertUnit writes a unit of the organisation's own.
func InsertUnit(ctx context.Context, tx *db.Tx, id uuid.UUID, m domain.Measure, at time.Time) error {
	return sqlcgen.New(tx).InsertUnit(ctx, sqlcgen.InsertUnitParams{ID: id, Code: m.Code, Name: m.Name, Category: m.Category, Num: m.Factor.Num, Den: m.Factor.Den, CreatedAt: at})
}

// InsertUnits writes units that are not there yet.
func InsertUnits(ctx context.Context, tx *db.Tx, units []domain.Measure, at time.Time) error {
	in := sqlcgen.InsertUnitsParams{CreatedAt: at}
	for _, u := range units {
		in.Ids, in.Codes, in.Names, in.Categories = append(in.Ids, kernel.NewUUID()), append(in.Codes, u.Code), append(in.Names, u.Name), append(in.Categories, u.Category)
		in.Nums, in.Dens = append(in.Nums, u.Factor.Num), append(in.Dens, u.Factor.Den)
	}
	return sqlcgen.New(tx).InsertUnits(ctx, in)
}

// Categories is the list of categories, which sorts by path and so reads as a tree.
var Categories = page.Spec{
	Columns: map[string]page.Column{
		"path":       {Expr: "c.path_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"parent_id":  {Expr: "c.parent_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Tree: &page.Tree{Table: "inventory.category", Parent: "parent_id", Of: "c.id"}},
		"code":       {Expr: "c.code", Cast: "text", Ops: page.OneOf},
		"created_at": {Expr: "c.created_at", Cast: "timestamptz", Ops: page.Range},
	},
	Tie: "c.id", Default: "path", SearchPrefix: "c.path_key",
}

// ListCategories reads a page of categories.
func ListCategories[V any](ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request, view func(CategoryRow) V) (page.Page[V], error) {
	q, err := Categories.Compile(r, scope)
	if err != nil {
		return page.Page[V]{}, err
	}
	queries := sqlcgen.New(q.On(tx))
	rows, err := queries.ListCategories(ctx, q.Max())
	if err != nil {
		return page.Page[V]{}, err
	}
	p := page.Cut(q, rows, func(r CategoryRow) (string, uuid.UUID) { return r.PageKey, r.ID }, view)
	return p, total64(q, &p, func() (int64, error) { return queries.CountCategories(ctx) })
}

// CategoriesByID reads categories that the scope shows.
func CategoriesByID(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) ([]CategoryRow, error) {
	rows, err := sqlcgen.New(Categories.One(scope).On(tx)).CategoriesByID(ctx, ids)
	out := make([]CategoryRow, len(rows))
	for i, r := range rows {
		out[i] = CategoryRow(r)
	}
	return out, err
}

// Category is a category as it is kept.
type Category = sqlcgen.InventoryCategory

// LockTree keeps others from changing the tree of categories until the transaction ends.
func LockTree(ctx context.Context, tx *db.Tx) error { return sqlcgen.New(tx).LockTree(ctx) }

// CategoryByID reads one category.
func CategoryByID(ctx context.Context, tx *db.Tx, id uuid.UUID) (Category, error) {
	return sqlcgen.New(tx).Category(ctx, id)
}

// Ancestors lists a category and what it hangs on.
func Ancestors(ctx context.Context, tx *db.Tx, id uuid.UUID) ([]uuid.UUID, error) {
	return sqlcgen.New(tx).Ancestors(ctx, id)
}

// KnownCategory is a category found by code or path.
type KnownCategory = sqlcgen.CategoriesByKeyRow

// CategoriesByKey finds categories by code or by path, compared without case.
func CategoriesByKey(ctx context.Context, tx *db.Tx, codes, paths []string) ([]KnownCategory, error) {
	lower := make([]string, len(paths))
	for i, p := range paths {
		lower[i] = strings.ToLower(p)
	}
	return sqlcgen.New(tx).CategoriesByKey(ctx, sqlcgen.CategoriesByKeyParams{Codes: nonNil(codes), Paths: lower})
}

// InsertCategory writes a new category.
func InsertCategory(ctx context.Context, tx *db.Tx, c Category) error {
	return sqlcgen.New(tx).InsertCategory(ctx, sqlcgen.InsertCategoryParams{ID: c.ID, ParentID: c.ParentID, Code: c.Code, Name: c.Name,
		Description: c.Description, Path: c.Path, CreatedAt: c.CreatedAt})
}

// SaveCategory writes a category that has still its version, and the paths of all below it.
func SaveCategory(ctx context.Context, tx *db.Tx, c Category) (int64, error) {
	q := sqlcgen.New(tx)
	n, err := q.UpdateCategory(ctx, sqlcgen.UpdateCategoryParams{ID: c.ID, ParentID: c.ParentID, Code: c.Code, Name: c.Name, Description: c.Description, Path: c.Path, Version: c.Version})
	if err != nil || n == 0 {
		return n, err
	}
	return n, q.RepathCategories(ctx, c.ID)
}

// DeleteCategory takes away a category that has still its version.
func DeleteCategory(ctx context.Context, tx *db.Tx, id uuid.UUID, version int64) (int64, error) {
	return sqlcgen.New(tx).DeleteCategory(ctx, sqlcgen.DeleteCategoryParams{ID: id, Version: version})
}

// Suppliers is the list of suppliers.
var Suppliers = page.Spec{
	Columns: map[string]page.Column{
		"name":       {Expr: "s.name_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"code":       {Expr: "s.code_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"status":     {Expr: "s.status", Cast: "text", Ops: page.OneOf},
		"country":    {Expr: "s.country", Cast: "text", Ops: page.OneOf},
		"city":       {Expr: "s.city", Cast: "text", Ops: page.OneOf},
		"created_at": {Expr: "s.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "s.id", Default: "name", Search: "inventory.supplier_search", SearchPrefix: "s.name_key", SearchNear: "inventory.supplier_near",
	Custom: "s.custom", CustomFinds: "inventory.supplier_custom",
}

// ListSuppliers reads a page of suppliers.
func ListSuppliers[V any](ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request, view func(SupplierRow) V) (page.Page[V], error) {
	q, err := Suppliers.Compile(r, scope)
	if err != nil {
		return page.Page[V]{}, err
	}
	queries := sqlcgen.New(q.On(tx))
	rows, err := queries.ListSuppliers(ctx, q.Max())
	if err != nil {
		return page.Page[V]{}, err
	}
	p := page.Cut(q, rows, func(r SupplierRow) (string, uuid.UUID) { return r.PageKey, r.ID }, view)
	return p, total64(q, &p, func() (int64, error) { return queries.CountSuppliers(ctx) })
}

// SuppliersByID reads suppliers that the scope shows.
func SuppliersByID(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) ([]SupplierRow, error) {
	rows, err := sqlcgen.New(Suppliers.One(scope).On(tx)).SuppliersByID(ctx, ids)
	out := make([]SupplierRow, len(rows))
	for i, r := range rows {
		out[i] = SupplierRow(r)
	}
	return out, err
}

// Supplier is a supplier as it is kept.
type Supplier = sqlcgen.InventorySupplier

// SuppliersByKey finds suppliers by code or name, compared without case.
func SuppliersByKey(ctx context.Context, tx *db.Tx, keys []string) ([]Supplier, error) {
	lower := make([]string, len(keys))
	for i, k := range keys {
		lower[i] = strings.ToLower(k)
	}
	return sqlcgen.New(tx).SuppliersByKey(ctx, sqlcgen.SuppliersByKeyParams{Codes: lower, Names: lower})
}

// InsertSupplier writes a new supplier.
func InsertSupplier(ctx context.Context, tx *db.Tx, s Supplier) error {
	return sqlcgen.New(tx).InsertSupplier(ctx, sqlcgen.InsertSupplierParams{ID: s.ID, Code: s.Code, Name: s.Name, ContactName: s.ContactName, ContactTitle: s.ContactTitle,
		Phone: s.Phone, Fax: s.Fax, Email: s.Email, Website: s.Website, AddressLines: s.AddressLines, City: s.City, Region: s.Region, Postcode: s.Postcode,
		Country: s.Country, Status: s.Status, Custom: s.Custom.Held(), CreatedAt: s.CreatedAt})
}

// SaveSupplier writes a supplier that has still its version.
func SaveSupplier(ctx context.Context, tx *db.Tx, s Supplier) (int64, error) {
	return sqlcgen.New(tx).UpdateSupplier(ctx, sqlcgen.UpdateSupplierParams{ID: s.ID, Code: s.Code, Name: s.Name, ContactName: s.ContactName, ContactTitle: s.ContactTitle,
		Phone: s.Phone, Fax: s.Fax, Email: s.Email, Website: s.Website, AddressLines: s.AddressLines, City: s.City, Region: s.Region, Postcode: s.Postcode,
		Country: s.Country, Status: s.Status, Custom: s.Custom.Held(), Version: s.Version})
}

// DeleteSupplier takes away a supplier that has still its version.
func DeleteSupplier(ctx context.Context, tx *db.Tx, id uuid.UUID, version int64) (int64, error) {
	return sqlcgen.New(tx).DeleteSupplier(ctx, sqlcgen.DeleteSupplierParams{ID: id, Version: version})
}
