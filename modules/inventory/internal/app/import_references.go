package app

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/db"
)

// references are what rows of products name, found in one query each.
type references struct {
	products   map[string]store.ProductRow
	categories *tree
	suppliers  map[string]uuid.UUID
	barcodes   map[string]uuid.UUID // whose they are
	units      map[string]uuid.UUID // by code
	unitWords  map[string]uuid.UUID // by code or name, in lower case
	mayMake    bool                 // categories
	fresh      map[uuid.UUID]store.Category
}

func readReferences(ctx context.Context, tx *db.Tx, rows []ProductRow) (*references, error) {
	var skus, suppliers, codes []string
	var categories []CategoryRow
	for _, r := range rows {
		skus, suppliers, codes = append(skus, deref(r.SKU)), append(suppliers, strings.TrimSpace(deref(r.Supplier))), append(codes, strings.TrimSpace(deref(r.Barcode)))
		categories = append(categories, CategoryRow{Code: r.Category, Name: r.Category})
	}
	refs := &references{fresh: map[uuid.UUID]store.Category{}, products: map[string]store.ProductRow{}, suppliers: map[string]uuid.UUID{}, units: map[string]uuid.UUID{}, unitWords: map[string]uuid.UUID{}}
	known, err := store.ProductsBySKU(ctx, tx, skus)
	if err != nil {
		return refs, err
	}
	for _, p := range known {
		refs.products[strings.ToLower(p.Sku)] = p
	}
	if refs.categories, err = readTree(ctx, tx, categories); err != nil {
		return refs, err
	}
	found, err := store.SuppliersByKey(ctx, tx, suppliers)
	if err != nil {
		return refs, err
	}
	for _, f := range found {
		refs.suppliers[f.NameKey] = f.ID
	}
	for _, f := range found { // a code counts for more than a name
		refs.suppliers[f.CodeKey] = f.ID
	}
	if refs.barcodes, err = store.ProductsByBarcode(ctx, tx, codes); err != nil {
		return refs, err
	}
	units, err := store.Units(ctx, tx)
	for _, u := range units {
		refs.units[u.Code] = u.ID
		refs.unitWords[strings.ToLower(u.Name)] = u.ID
	}
	for word, code := range everyday {
		if id, ok := refs.units[code]; ok {
			refs.unitWords[word] = id
		}
	}
	for _, u := range units { // a code counts for more than a name
		refs.unitWords[strings.ToLower(u.Code)] = u.ID
	}
	return refs, err
}

// making makes a category that is not there yet, once, before the row that
// first needs it; nil when there is nothing to make.
func (refs *references) making(id uuid.UUID, now time.Time) func(context.Context, *db.Tx) error {
	c, fresh := refs.fresh[id]
	if !fresh {
		return nil
	}
	delete(refs.fresh, id)
	c.CreatedAt = now
	return func(ctx context.Context, tx *db.Tx) error { return store.InsertCategory(ctx, tx, c) }
}

func (refs *references) unitCode(id uuid.UUID) string {
	for code, u := range refs.units {
		if u == id {
			return code
		}
	}
	return ""
}

func (refs *references) categoryPath(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	for _, c := range refs.categories.byPath {
		if c.ID == *id {
			return c.Path
		}
	}
	for _, p := range refs.products {
		if p.CategoryID != nil && *p.CategoryID == *id {
			return deref(p.CategoryPath)
		}
	}
	return ""
}

// everyday are words by which files mean common units.
var everyday = map[string]string{
	"unit": "H87", "units": "H87", "unit(s)": "H87", "pc": "H87", "pcs": "H87", "pieces": "H87", "item": "H87", "items": "H87",
	"kg": "KGM", "g": "GRM", "mg": "MGM", "t": "TNE", "lb": "LBR", "lbs": "LBR", "oz": "ONZ", "l": "LTR", "liter": "LTR", "ml": "MLT", "cl": "CLT",
	"m": "MTR", "cm": "CMT", "mm": "MMT", "km": "KMT", "in": "INH", "ft": "FOT", "h": "HUR", "hr": "HUR", "hours": "HUR", "min": "MIN", "days": "DAY",
	"dozens": "DZN", "pairs": "PR",
}
