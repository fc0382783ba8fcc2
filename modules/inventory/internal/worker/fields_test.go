package worker

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/imports"
)

// guessed maps a real file to fields by itself, as the import's first screen does.
func guessed(t *testing.T, name string, fields []imports.Field) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "..", "shared", "data", filepath.FromSlash(name)))
	require.NoError(t, err, "the real data must lie beside the repository")
	sheet, err := imports.Read(name, data, imports.ReadOptions{})
	require.NoError(t, err)
	hints := make([]imports.FieldHint, len(fields))
	for i, f := range fields {
		hints[i] = f.FieldHint
	}
	var sample [][]string
	for _, row := range sheet.Rows {
		sample = append(sample, row.Cells)
	}
	out := map[string]string{}
	for key, g := range imports.GuessColumns(sheet.Header, sample, hints) {
		out[key] = g.Name
	}
	return out
}

func TestNorthwindsColumnsFindTheirFields(t *testing.T) {
	t.Parallel()
	require.Equal(t, map[string]string{"code": "SupplierID", "name": "CompanyName", "contact_name": "ContactName", "contact_title": "ContactTitle", "address": "Address",
		"city": "City", "region": "Region", "postcode": "PostalCode", "country": "Country", "phone": "Phone", "fax": "Fax", "website": "HomePage"},
		guessed(t, "northwind/suppliers.csv", supplierFields))
	require.Equal(t, map[string]string{"code": "CategoryID", "name": "CategoryName", "description": "Description"}, guessed(t, "northwind/categories.csv", categoryFields))
	require.Equal(t, map[string]string{"sku": "ProductID", "name": "ProductName", "supplier": "SupplierID", "category": "CategoryID", "quantity_per_unit": "QuantityPerUnit",
		"list_price": "UnitPrice", "reorder_point": "ReorderLevel", "discontinued": "Discontinued"}, guessed(t, "northwind/products.csv", productFields))
	require.Equal(t, map[string]string{"sku": "ProductID", "quantity": "UnitsInStock", "on_order": "UnitsOnOrder"}, guessed(t, "northwind/products.csv", openingFields))
}

func TestOpenBoxesColumnsFindTheirFields(t *testing.T) {
	t.Parallel()
	got := guessed(t, "openboxes-inventory/mainWarehouseInventory.csv", openingFields)
	require.Equal(t, "Product code", got["sku"])
	require.Equal(t, "Physical QOH", got["quantity"])
	require.Equal(t, "Bin location", got["location"])
	got = guessed(t, "openboxes-inventory/products.csv", productFields)
	require.Equal(t, "ProductCode", got["sku"])
	require.Equal(t, "Name", got["name"])
	require.Equal(t, "Category", got["category"])
	require.Equal(t, "UnitOfMeasure", got["unit"])
	require.Equal(t, "UnitCost", got["cost"])
	require.Equal(t, "Parent Category Name", guessed(t, "openboxes-inventory/WHO_categories.csv", categoryFields)["parent"])
}

func TestOtherProgramsColumnsFindTheirFields(t *testing.T) {
	t.Parallel()
	for file, c := range map[string]struct {
		fields []imports.Field
		want   map[string]string
	}{
		"openboxes-inventory/bostonWarehouseInventory.csv":                               {openingFields, map[string]string{"sku": "Product code", "quantity": "Physical QOH", "location": "Bin location"}},
		"openboxes-inventory/chicagoWarehouseInventory.csv":                              {openingFields, map[string]string{"sku": "Product code", "quantity": "Physical QOH", "location": "Bin location"}},
		"import-templates/openboxes/as-csv/inventory.Template.csv":                       {openingFields, map[string]string{"sku": "Product code", "quantity": "Physical QOH", "location": "Bin location"}},
		"openboxes-inventory/default_OB_categories.csv":                                  {categoryFields, map[string]string{"name": "Category Name", "parent": "Category Parent Name"}},
		"off-barcodes/products.csv":                                                      {productFields, map[string]string{"barcode": "barcode_id", "name": "product_name"}},
		"contact-samples/products-100.csv":                                               {productFields, map[string]string{"sku": "Internal ID", "name": "Name", "description": "Description", "category": "Category", "list_price": "Price", "currency": "Currency", "barcode": "EAN"}},
		"import-templates/inventree/part_categories.csv":                                 {categoryFields, map[string]string{"code": "ID", "name": "Name", "description": "Description", "parent": "Parent Category"}},
		"import-templates/inventree/companies.csv":                                       {supplierFields, map[string]string{"code": "ID", "name": "Company name", "website": "Website", "phone": "Phone number", "address": "Address", "email": "Email"}},
		"import-templates/odoo/External_id_3rd_party_application_products.csv":           {productFields, map[string]string{"sku": "Internal Reference", "name": "Name", "list_price": "Sale Price", "cost": "Cost"}},
		"import-templates/odoo/as-csv/product_template.Template.csv":                     {productFields, map[string]string{"sku": "Internal Reference", "name": "Name", "barcode": "Barcode", "list_price": "Sales Price", "cost": "Cost"}},
		"import-templates/odoo/External_id_3rd_party_application_product_categories.csv": {categoryFields, map[string]string{"code": "External ID", "name": "Name", "parent": "Parent Category/External ID"}},
	} {
		got := guessed(t, file, c.fields)
		for field, column := range c.want {
			require.Equal(t, column, got[field], "%s: %s", file, field)
		}
	}
	require.Equal(t, "Stock", guessed(t, "contact-samples/products-100.csv", openingFields)["quantity"], "a file of products is opening stock when somebody says so")
}

func TestAColumnThatIsNotThereChangesNothing(t *testing.T) {
	t.Parallel()
	p := values{"sku": "1", "name": "Chai"}.product()
	require.Nil(t, p.Status)
	require.Nil(t, p.ListPrice)
	require.Nil(t, p.Category)
	for status, v := range map[string]values{"discontinued": {"discontinued": "1", "active": "true"}, "active": {"discontinued": "0"}, "draft": {"active": "no"}} {
		require.Equal(t, status, *v.status())
	}
}
