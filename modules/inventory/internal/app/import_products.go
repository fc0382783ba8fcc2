package app

import (
	"context"
	"strings"
	"time"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// ProductOptions say what to do where a file of products leaves something open.
type ProductOptions struct {
	Currency       string // of prices that come without one
	MakeCategories bool   // that are named and not there, at the root of the tree
}

// ProductRow is a product of a file; category and supplier are named by code or name.
type ProductRow struct {
	ProductFields
	Category, Supplier *string
}

// CheckProducts says what rows of products would do. A row is known by its SKU.
func (s *Service) CheckProducts(ctx context.Context, rows []ProductRow, o ProductOptions) ([]Verdict, error) {
	return s.check(ctx, inventory.ImportProducts, productsOf(rows, o))
}

// PrepareProducts makes and changes products in the transaction of an import.
func (s *Service) PrepareProducts(ctx context.Context, rows []ProductRow, o ProductOptions) (Write, error) {
	write, err := s.prepare(ctx, inventory.ImportProducts, productsOf(rows, o))
	if err != nil || !o.MakeCategories {
		return write, err
	}
	return func(ctx context.Context, tx *db.Tx) ([]Verdict, error) {
		if err := store.LockTree(ctx, tx); err != nil {
			return nil, err
		}
		return write(ctx, tx)
	}, nil
}

func productsOf(rows []ProductRow, o ProductOptions) planner {
	return func(ctx context.Context, tx *db.Tx, now time.Time) ([]planned, error) {
		return planProducts(ctx, tx, rows, o, now)
	}
}

func planProducts(ctx context.Context, tx *db.Tx, rows []ProductRow, o ProductOptions, now time.Time) ([]planned, error) {
	refs, err := readReferences(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	refs.mayMake = o.MakeCategories && authz.Allowed(ctx, inventory.CreateCategories) == nil
	costs := authz.Can(ctx, inventory.UpdateCosts, page.All)
	seen, codes := twice{}, twice{}
	out := make([]planned, len(rows))
	for i, r := range rows {
		if v, again := seen.seen("sku", deref(r.SKU), i); again {
			out[i].Verdict = v
			continue
		}
		if v, again := codes.seen("barcode", deref(r.Barcode), i); again {
			out[i].Verdict = v
			continue
		}
		if r.Cost != nil && !costs {
			if r.Cost.Amount != "" {
				out[i].Verdict = refuse("cost", "forbidden", "Your roles do not allow changing costs. Leave the column out.")
				continue
			}
			r.Cost = nil // a blank cell takes no cost away from who may not change it
		}
		r.ListPrice, r.Cost = r.ListPrice.in(o.Currency), r.Cost.in(o.Currency)
		if out[i], err = refs.plan(ctx, tx, r, now); err != nil {
			return nil, err
		}
		if r.Barcode != nil && strings.TrimSpace(*r.Barcode) != "" && !domain.IsGTIN(strings.TrimSpace(*r.Barcode)) && out[i].Kind != Refused {
			out[i].Warnings = append(out[i].Warnings, fault.Field{Pointer: "/barcode", Code: "own_code", Message: "This is no GTIN with a right check digit, so it is kept as a code of your own."})
		}
	}
	return out, nil
}

// in is the price in a currency, unless it has one.
func (p *Price) in(currency string) *Price {
	if p == nil || p.Currency != "" {
		return p
	}
	return &Price{p.Amount, strings.ToUpper(currency)}
}

// plan says what one row would do.
func (refs *references) plan(ctx context.Context, tx *db.Tx, r ProductRow, now time.Time) (planned, error) {
	was, known := refs.products[strings.ToLower(strings.TrimSpace(deref(r.SKU)))]
	is, err := refs.product(r, was, known)
	if err != nil {
		v, err := refusal(err)
		return planned{Verdict: v}, err
	}
	if is.Barcode != nil {
		if other, taken := refs.barcodes[*is.Barcode]; taken && other != is.ID {
			return planned{Verdict: refuse("barcode", "taken", inventory.ErrBarcodeTaken.Message)}, nil
		}
	}
	var p planned
	if known {
		p, err = refs.update(ctx, tx, is, was)
	} else {
		is.ID = kernel.NewUUID()
		p = planned{Verdict: Verdict{Kind: WouldCreate, ID: is.ID}, write: func(ctx context.Context, tx *db.Tx) error {
			return refs.told(ctx, tx, is, store.InsertProduct(ctx, tx, is, now))
		}}
	}
	if p.write != nil && is.Category != nil {
		p.first = refs.making(*is.Category, now)
	}
	return p, err
}

func (refs *references) update(ctx context.Context, tx *db.Tx, is domain.Product, was store.ProductRow) (planned, error) {
	before := kept(was, refs)
	changed := productDifferences(before, is)
	if len(changed) == 0 {
		return planned{Verdict: Verdict{Kind: Unchanged, ID: was.ID}}, nil
	}
	if is.Unit != before.Unit || is.Kind != before.Kind {
		used, err := store.ProductIsUsed(ctx, tx, was.ID)
		if err != nil || used {
			return planned{Verdict: refuse("unit", "unit_fixed", inventory.ErrUnitFixed.Message)}, err
		}
	}
	return planned{Verdict: Verdict{Kind: WouldUpdate, ID: was.ID, Changed: changed}, write: func(ctx context.Context, tx *db.Tx) error {
		n, err := store.SaveProduct(ctx, tx, is)
		if err == nil && n == 0 {
			err = stale(was.Version)
		}
		return refs.told(ctx, tx, is, err)
	}}, nil
}

// told tells others of a product that was written.
func (refs *references) told(ctx context.Context, tx *db.Tx, p domain.Product, err error) error {
	if err != nil {
		return err
	}
	return tx.Emit(ctx, inventory.ProductChanged{Product: kernel.IDOf[inventory.Product](p.ID), SKU: p.SKU, Name: p.Name, Kind: p.Kind, Unit: refs.unitCode(p.Unit),
		Status: p.Status, CategoryPath: refs.categoryPath(p.Category)})
}

// product is a row's product as it would be.
func (refs *references) product(r ProductRow, was store.ProductRow, known bool) (domain.Product, error) {
	p := domain.Product{Kind: inventory.Stocked, Status: inventory.Active, Unit: refs.units[defaultUnit]}
	if known {
		p = kept(was, refs)
	}
	if err := r.put(&p); err != nil {
		return p, err
	}
	var c fault.Collector
	if r.Unit != nil && *r.Unit != "" {
		id, ok := refs.unitWords[strings.ToLower(strings.TrimSpace(*r.Unit))]
		c.Check(ok, "/unit", "unknown", "There is no unit with this code or name.")
		p.Unit = id
	}
	if word := strings.TrimSpace(deref(r.Category)); word != "" {
		category, ok := refs.categories.find(word)
		if !ok && refs.mayMake {
			category, ok = store.Category{ID: kernel.NewUUID(), Name: word, Path: word, Version: 1}, true
			refs.categories.add(category)
			refs.fresh[category.ID] = category
		}
		c.Check(ok, "/category", "unknown", "There is no category with this code or name. Import categories first, or let the import make them.")
		p.Category = &category.ID
	} else if r.Category != nil {
		p.Category = nil
	}
	if word := strings.TrimSpace(deref(r.Supplier)); word != "" {
		id, ok := refs.suppliers[strings.ToLower(word)]
		c.Check(ok, "/supplier", "unknown", "There is no supplier with this code or name. Import suppliers first.")
		p.Supplier = &id
	} else if r.Supplier != nil {
		p.Supplier = nil
	}
	if err := c.Err(); err != nil {
		return p, err
	}
	return p, p.Check()
}

func kept(r store.ProductRow, refs *references) domain.Product {
	p := domain.Product{ID: r.ID, SKU: r.Sku, Name: r.Name, Description: r.Description, Kind: inventory.Kind(r.Kind), Status: inventory.Status(r.Status),
		Category: r.CategoryID, Supplier: r.SupplierID, Unit: refs.units[r.Unit], Scale: int32(r.Scale), QuantityPerUnit: r.QuantityPerUnit, Barcode: r.Barcode,
		ReorderPoint: r.ReorderPoint, ReorderQuantity: r.ReorderQuantity, Version: r.Version}
	if r.ListPrice != nil && r.ListPriceCurrency != nil {
		p.Price = &kernel.Money{Amount: *r.ListPrice, Currency: kernel.Currency(*r.ListPriceCurrency)}
	}
	if r.Cost != nil && r.CostCurrency != nil {
		p.Cost = &kernel.Money{Amount: *r.Cost, Currency: kernel.Currency(*r.CostCurrency)}
	}
	return p
}

func productDifferences(was, is domain.Product) []string {
	var d differences
	d.text("sku", was.SKU, is.SKU)
	d.text("name", was.Name, is.Name)
	d.text("description", was.Description, is.Description)
	d.text("kind", string(was.Kind), string(is.Kind))
	d.text("status", string(was.Status), string(is.Status))
	d.text("category", idText(was.Category), idText(is.Category))
	d.text("supplier", idText(was.Supplier), idText(is.Supplier))
	d.text("unit", was.Unit.String(), is.Unit.String())
	d.text("quantity_per_unit", was.QuantityPerUnit, is.QuantityPerUnit)
	d.text("barcode", deref(was.Barcode), deref(is.Barcode))
	d.text("list_price", moneyText(was.Price), moneyText(is.Price))
	d.text("cost", moneyText(was.Cost), moneyText(is.Cost))
	d.text("reorder_point", quantityText(was.ReorderPoint), quantityText(is.ReorderPoint))
	d.text("reorder_quantity", quantityText(was.ReorderQuantity), quantityText(is.ReorderQuantity))
	return d
}

func moneyText(m *kernel.Money) string {
	if m == nil {
		return ""
	}
	return m.Amount.String() + " " + string(m.Currency)
}

func quantityText(q *kernel.Quantity) string {
	if q == nil {
		return ""
	}
	return q.String()
}
