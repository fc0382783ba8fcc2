package worker

import (
	"strings"

	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/imports"
)

// values are the cells of a row, by field; a field that no column feeds is not there.
type values map[string]string

// given is a value, or nil when no column feeds the field.
func (v values) given(key string) *string {
	if s, ok := v[key]; ok {
		return &s
	}
	return nil
}

func (v values) supplier() app.SupplierFields {
	f := app.SupplierFields{Code: v.given("code"), Name: v.given("name"), ContactName: v.given("contact_name"), ContactTitle: v.given("contact_title"),
		Phone: v.given("phone"), Fax: v.given("fax"), Email: v.given("email"), Website: v.given("website"),
		Address: &app.AddressFields{Lines: v.given("address"), City: v.given("city"), Region: v.given("region"), Postcode: v.given("postcode"), Country: v.given("country")}}
	if f.Code != nil && *f.Code == "" {
		f.Code = nil
	}
	return f
}

func (v values) category() app.CategoryRow {
	return app.CategoryRow{Code: v.given("code"), Name: v.given("name"), Description: v.given("description"), Parent: v.given("parent")}
}

func (v values) product() app.ProductRow {
	r := app.ProductRow{Category: v.given("category"), Supplier: v.given("supplier")}
	sku := v.sku()
	r.SKU, r.Name, r.Description = &sku, v.given("name"), v.given("description")
	r.QuantityPerUnit, r.Barcode, r.Unit = v.given("quantity_per_unit"), v.given("barcode"), v.given("unit")
	r.ReorderPoint, r.ReorderQuantity = v.given("reorder_point"), v.given("reorder_quantity")
	r.ListPrice, r.Cost = v.price("list_price"), v.price("cost")
	r.Status = v.status()
	return r
}

// sku is the row's SKU; a product that has none goes by its barcode.
func (v values) sku() string {
	if sku := strings.TrimSpace(v["sku"]); sku != "" {
		return sku
	}
	return strings.TrimSpace(v["barcode"])
}

func (v values) price(key string) *app.Price {
	if amount, ok := v[key]; ok {
		return &app.Price{Amount: amount, Currency: strings.ToUpper(strings.TrimSpace(v["currency"]))}
	}
	return nil
}

// status is what the columns "discontinued" and "active" say of a product, or nil when there are none.
func (v values) status() *string {
	status := ""
	if s, ok := v["active"]; ok && s != "" {
		status = "active"
		if yes, err := imports.ParseBool(s); err == nil && !yes {
			status = "draft"
		}
	}
	if s, ok := v["discontinued"]; ok {
		if yes, err := imports.ParseBool(s); err == nil && yes {
			status = "discontinued"
		} else if status == "" {
			status = "active"
		}
	}
	if status == "" {
		return nil
	}
	return &status
}

func (v values) opening() app.OpeningRow {
	return app.OpeningRow{SKU: v.sku(), Quantity: v["quantity"], OnOrder: v["on_order"], Warehouse: v["warehouse"], Location: v["location"]}
}
