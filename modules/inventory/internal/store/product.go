package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// ProductRow is a product with what stands beside it on screen.
type ProductRow = sqlcgen.ListProductsRow

// onHandOf is what there is of a product over all warehouses.
const onHandOf = "coalesce((select sum(v.on_hand) from inventory.availability v where v.org_id = p.org_id and v.product_id = p.id), 0)"

// Products is the list of products.
var Products = page.Spec{
	Columns: map[string]page.Column{
		"sku":         {Expr: "p.sku_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"name":        {Expr: "p.name_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"category_id": {Expr: "p.category_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Label: "select x.path from inventory.category x where x.id = @id", Tree: &page.Tree{Table: "inventory.category", Parent: "parent_id", Of: "p.category_id"}},
		"supplier_id": {Expr: "p.supplier_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Label: "select x.name from inventory.supplier x where x.id = @id"},
		"status":      {Expr: "p.status", Cast: "text", Ops: page.OneOf},
		"kind":        {Expr: "p.kind", Cast: "text", Ops: page.OneOf},
		"barcode":     {Expr: "p.barcode", Cast: "text", Ops: page.OneOf | page.Empty},
		"list_price":  {Expr: "p.list_price", Currency: "p.list_price_currency", Cast: "numeric", Ops: page.Range | page.Empty},
		// Both are answered by the few rows of a product's availability, under its key.
		"out_of_stock":        {Expr: "p.kind = 'stocked' and not exists (select from inventory.availability v where v.org_id = p.org_id and v.product_id = p.id and v.on_hand > 0)", Cast: "boolean", Ops: page.Flag},
		"below_reorder_point": {Expr: "p.reorder_point is not null and " + onHandOf + " < p.reorder_point", Cast: "boolean", Ops: page.Flag},
		"cost":                {Expr: "p.cost", Currency: "p.cost_currency", Cast: "numeric", Ops: page.Range, Class: "cost"},
		"created_at":          {Expr: "p.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "p.id", Default: "name", Search: "inventory.product_search", SearchPrefix: "p.name_key", SearchNear: "inventory.product_near",
	Custom: "p.custom", CustomFinds: "inventory.product_custom",
}

// ListProducts reads a page of products.
func ListProducts[V any](ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request, view func(ProductRow) V) (page.Page[V], error) {
	q, err := Products.Compile(r, scope)
	if err != nil {
		return page.Page[V]{}, err
	}
	queries := sqlcgen.New(q.On(tx))
	rows, err := queries.ListProducts(ctx, q.Max())
	if err != nil {
		return page.Page[V]{}, err
	}
	p := page.Cut(q, rows, func(r ProductRow) (string, uuid.UUID) { return r.PageKey, r.ID }, view)
	return p, total64(q, &p, func() (int64, error) { return queries.CountProducts(ctx) })
}

func total64[V any](q *page.Query, p *page.Page[V], count func() (int64, error)) error {
	if !q.WantsCount() {
		return nil
	}
	n, err := count()
	p.Total = page.NewTotal(n)
	return err
}

// ProductsByID reads products that the scope shows.
func ProductsByID(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) ([]ProductRow, error) {
	rows, err := sqlcgen.New(Products.One(scope).On(tx)).ProductsByID(ctx, ids)
	out := make([]ProductRow, len(rows))
	for i, r := range rows {
		out[i] = ProductRow(r)
	}
	return out, err
}

// Catalogue reads products by ID or SKU as other modules see them.
func Catalogue(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID, skus []string) ([]inventory.Product, error) {
	lower := make([]string, len(skus))
	for i, s := range skus {
		lower[i] = strings.ToLower(strings.TrimSpace(s))
	}
	rows, err := sqlcgen.New(Products.One(scope).On(tx)).CatalogueProducts(ctx, sqlcgen.CatalogueProductsParams{Ids: nonNil(ids), Skus: nonNil(lower)})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	found := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		found[i] = r.ID
	}
	packs, err := sqlcgen.New(tx).PackagingsOf(ctx, found)
	if err != nil {
		return nil, err
	}
	out := make([]inventory.Product, len(rows))
	for i, r := range rows {
		p := inventory.Product{ID: kernel.IDOf[inventory.Product](r.ID), SKU: r.Sku, Name: r.Name, Kind: inventory.Kind(r.Kind), Unit: r.Unit,
			Scale: int32(r.Scale), Status: inventory.Status(r.Status), CategoryPath: text(r.CategoryPath)}
		if r.CategoryID != nil {
			p.Category = kernel.IDOf[inventory.Category](*r.CategoryID)
		}
		if m := money(r.ListPrice, r.ListPriceCurrency); m != nil {
			p.ListPrice, p.HasPrice = *m, true
		}
		p.Units = []inventory.Factor{{Code: r.Unit, Num: kernel.Int(1), Den: kernel.Int(1)}}
		for _, k := range packs {
			if k.ProductID == r.ID {
				p.Units = append(p.Units, inventory.Factor{Code: k.Name, Num: k.Num, Den: k.Den})
			}
		}
		out[i] = p
	}
	return out, nil
}

func nonNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// LockProduct reads a product for a change.
func LockProduct(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (domain.Product, error) {
	r, err := sqlcgen.New(Products.One(scope).On(tx)).LockProduct(ctx, id)
	if err != nil {
		return domain.Product{}, err
	}
	return domain.Product{ID: r.ID, SKU: r.Sku, Name: r.Name, Description: r.Description, Kind: inventory.Kind(r.Kind), Status: inventory.Status(r.Status),
		Category: r.CategoryID, Supplier: r.SupplierID, Unit: r.UnitID, Scale: int32(r.Scale), QuantityPerUnit: r.QuantityPerUnit, Barcode: r.Barcode,
		Price: money(r.ListPrice, r.ListPriceCurrency), Cost: money(r.Cost, r.CostCurrency), ReorderPoint: r.ReorderPoint, ReorderQuantity: r.ReorderQuantity,
		Version: r.Version, Custom: r.Custom}, nil
}

// InsertProduct writes a new product.
func InsertProduct(ctx context.Context, tx *db.Tx, p domain.Product, at time.Time) error {
	price, priceIn := amount(p.Price)
	cost, costIn := amount(p.Cost)
	return sqlcgen.New(tx).InsertProduct(ctx, sqlcgen.InsertProductParams{ID: p.ID, Sku: p.SKU, Name: p.Name, Description: p.Description,
		Kind: string(p.Kind), Status: string(p.Status), CategoryID: p.Category, SupplierID: p.Supplier, UnitID: p.Unit, Scale: int16(p.Scale),
		QuantityPerUnit: p.QuantityPerUnit, Barcode: p.Barcode, ListPrice: price, ListPriceCurrency: priceIn, Cost: cost, CostCurrency: costIn,
		ReorderPoint: p.ReorderPoint, ReorderQuantity: p.ReorderQuantity, Custom: p.Custom.Held(), CreatedAt: at})
}

// SaveProduct writes a product that has still the version it was read with.
func SaveProduct(ctx context.Context, tx *db.Tx, p domain.Product) (int64, error) {
	price, priceIn := amount(p.Price)
	cost, costIn := amount(p.Cost)
	return sqlcgen.New(tx).UpdateProduct(ctx, sqlcgen.UpdateProductParams{ID: p.ID, Sku: p.SKU, Name: p.Name, Description: p.Description,
		Kind: string(p.Kind), Status: string(p.Status), CategoryID: p.Category, SupplierID: p.Supplier, UnitID: p.Unit, Scale: int16(p.Scale),
		QuantityPerUnit: p.QuantityPerUnit, Barcode: p.Barcode, ListPrice: price, ListPriceCurrency: priceIn, Cost: cost, CostCurrency: costIn,
		ReorderPoint: p.ReorderPoint, ReorderQuantity: p.ReorderQuantity, Custom: p.Custom.Held(), Version: p.Version})
}

// DeleteProduct takes away a product that nobody has touched since it was made.
func DeleteProduct(ctx context.Context, tx *db.Tx, id uuid.UUID) (int64, error) {
	return sqlcgen.New(tx).DeleteProduct(ctx, id)
}

// ProductIsUsed says whether a product has moved or stands in a document.
func ProductIsUsed(ctx context.Context, tx *db.Tx, id uuid.UUID) (bool, error) {
	return sqlcgen.New(tx).ProductIsUsed(ctx, id)
}

// ProductIsBusy says whether a product has stock or open documents.
func ProductIsBusy(ctx context.Context, tx *db.Tx, id uuid.UUID) (bool, error) {
	return sqlcgen.New(tx).ProductIsBusy(ctx, id)
}

// Packaging is how a product is packed.
type Packaging = sqlcgen.PackagingsOfRow

// PackagingsOf reads the packagings of products.
func PackagingsOf(ctx context.Context, tx *db.Tx, products []uuid.UUID) ([]Packaging, error) {
	return sqlcgen.New(tx).PackagingsOf(ctx, products)
}

// InsertPackaging writes a new packaging.
func InsertPackaging(ctx context.Context, tx *db.Tx, p Packaging, at time.Time) error {
	return sqlcgen.New(tx).InsertPackaging(ctx, sqlcgen.InsertPackagingParams{ID: p.ID, ProductID: p.ProductID, Name: p.Name, Num: p.Num, Den: p.Den,
		Barcode: p.Barcode, KeepWhole: p.KeepWhole, CreatedAt: at})
}

// SavePackaging writes a packaging that has still its version. What is posted keeps the factor it was posted with.
func SavePackaging(ctx context.Context, tx *db.Tx, p Packaging) (int64, error) {
	return sqlcgen.New(tx).UpdatePackaging(ctx, sqlcgen.UpdatePackagingParams{ID: p.ID, ProductID: p.ProductID, Name: p.Name, Num: p.Num, Den: p.Den,
		Barcode: p.Barcode, KeepWhole: p.KeepWhole, Version: p.Version})
}

// DeletePackaging takes a packaging away.
func DeletePackaging(ctx context.Context, tx *db.Tx, product, id uuid.UUID) (int64, error) {
	return sqlcgen.New(tx).DeletePackaging(ctx, sqlcgen.DeletePackagingParams{ID: id, ProductID: product})
}

// Line is a product and a unit whose factor is wanted.
type Line struct {
	Product uuid.UUID
	Unit    string
}

// LineProduct is what a document line needs to know of its product.
type LineProduct struct {
	Product uuid.UUID
	SKU     string
	Kind    inventory.Kind
	Status  inventory.Status
	Scale   int32
	Base    string
	Unit    string
	Factor  domain.Factor
	Whole   bool            // packs of it are not broken
	Free    kernel.Quantity // in the warehouse asked about, as it was without a lock
	Err     error           // the unit is unknown or measures something else
}

// LineProducts reads products of document lines in one query; unknown ones have no Product.
func LineProducts(ctx context.Context, tx *db.Tx, lines []Line) ([]LineProduct, error) {
	return lineProducts(ctx, tx, nil, lines)
}

func lineProducts(ctx context.Context, tx *db.Tx, warehouse *uuid.UUID, lines []Line) ([]LineProduct, error) {
	in := sqlcgen.DemandProductsParams{WarehouseID: warehouse}
	for i, l := range lines {
		in.Ns, in.Products, in.Units = append(in.Ns, int32(i)), append(in.Products, l.Product), append(in.Units, l.Unit)
	}
	rows, err := sqlcgen.New(tx).DemandProducts(ctx, in)
	if err != nil {
		return nil, err
	}
	out := make([]LineProduct, len(lines))
	for _, r := range rows {
		f, err := factorOf(r.BaseCode, r.BaseCategory, r.BaseNum, r.BaseDen, r.UnitCategory, r.UnitNum, r.UnitDen, r.PackNum, r.PackDen, lines[r.N].Unit)
		unit := lines[r.N].Unit
		if unit == "" {
			unit = r.BaseCode
		}
		out[r.N] = LineProduct{r.ID, r.Sku, inventory.Kind(r.Kind), inventory.Status(r.Status), int32(r.Scale), r.BaseCode, unit, f, r.KeepWhole, r.Free, err}
	}
	return out, nil
}

// uniqueIDs drops repetitions.
func uniqueIDs(ids []uuid.UUID) []uuid.UUID {
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return strings.Compare(string(a[:]), string(b[:])) })
	return slices.Compact(ids)
}

// ProductsBySKU reads products by SKU, compared without case.
func ProductsBySKU(ctx context.Context, tx *db.Tx, skus []string) ([]ProductRow, error) {
	found, err := Catalogue(ctx, tx, page.Everything(), nil, skus)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	ids := make([]uuid.UUID, len(found))
	for i, p := range found {
		ids[i] = p.ID.UUID
	}
	return ProductsByID(ctx, tx, page.Everything(), ids)
}

// ProductsByBarcode finds whose barcodes these are.
func ProductsByBarcode(ctx context.Context, tx *db.Tx, codes []string) (map[string]uuid.UUID, error) {
	rows, err := sqlcgen.New(tx).ProductsByBarcode(ctx, codes)
	out := make(map[string]uuid.UUID, len(rows))
	for _, r := range rows {
		out[r.Barcode] = r.ID
	}
	return out, err
}
