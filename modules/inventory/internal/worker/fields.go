package worker

import "longhouse/platform/imports"

func text(key, label string, synonyms ...string) imports.Field {
	return of("text", key, label, synonyms...)
}

func of(kind, key, label string, synonyms ...string) imports.Field {
	return imports.Field{FieldHint: imports.FieldHint{Key: key, Label: label, Kind: kind, Synonyms: synonyms}}
}

// explained adds what to know before mapping the field, and an example for the template.
func explained(f imports.Field, help, example string) imports.Field {
	f.Help, f.Example = help, example
	return f
}

func required(f imports.Field) imports.Field {
	f.Required = true
	return f
}

var supplierFields = []imports.Field{
	explained(text("code", "Code", "supplier id", "supplier code", "supplier no", "supplier number", "vendor id", "vendor code", "vendor no", "id"), "Known suppliers are found by it; without it by their name.", "1"),
	explained(required(text("name", "Name", "company name", "company", "supplier", "supplier name", "vendor", "vendor name")), "", "Exotic Liquids"),
	text("contact_name", "Contact", "contact name", "contact person"),
	text("contact_title", "Contact's title", "contact title", "job title", "title"),
	of("phone", "phone", "Phone", "telephone", "tel", "phone number"),
	of("phone", "fax", "Fax", "fax number", "telefax"),
	of("email", "email", "E-mail", "email address", "mail"),
	text("website", "Website", "home page", "homepage", "url", "web"),
	text("address", "Street", "address", "street address", "address line 1", "address 1"),
	text("city", "City", "town"),
	text("region", "Region", "state", "province", "state or province"),
	text("postcode", "Postcode", "postal code", "zip", "zip code"),
	text("country", "Country", "country name", "country code"),
}

var categoryFields = []imports.Field{
	explained(text("code", "Code", "category id", "category code", "external id", "id"), "Known categories are found by it; without it by their place in the tree.", "1"),
	explained(required(text("name", "Name", "category name", "category")), "", "Beverages"),
	text("description", "Description", "notes"),
	explained(text("parent", "Parent", "parent category", "parent category name", "category parent name", "parent id"), "Code or name of the category above; it stands in an earlier row, or is there already.", "Food"),
}

var productFields = []imports.Field{
	explained(text("sku", "SKU", "product id", "product code", "product no", "product number", "item code", "item no", "item number", "article number", "article no", "part number", "default code", "internal reference", "internal id", "variant sku", "ipn", "code"),
		"Known products are found by it. A product without one goes by its barcode.", "1"),
	explained(required(text("name", "Name", "product name", "product", "item name", "item", "article", "title", "product title", "part name")), "", "Chai"),
	text("description", "Description", "product description", "notes"),
	explained(text("category", "Category", "category id", "category code", "category name", "product category", "product category 1"), "Code or name of a category.", "Beverages"),
	explained(text("supplier", "Supplier", "supplier id", "supplier code", "supplier name", "vendor", "vendor id", "vendor name"), "Code or name of a supplier.", "1"),
	explained(of("money", "list_price", "List price", "unit price", "price", "sales price", "selling price", "list price", "price usd", "price eur", "variant price"), "", "18.00"),
	explained(text("currency", "Currency", "currency code", "price currency"), "Of both prices, as EUR; the chosen one unless given.", "EUR"),
	explained(of("money", "cost", "Cost", "unit cost", "cost price", "standard price"), "Needs the right to change costs.", "12.50"),
	of("decimal", "reorder_point", "Reorder point", "reorder level", "min quantity", "minimum stock", "min stock", "reorder at", "minimum quantity"),
	of("decimal", "reorder_quantity", "Reorder quantity", "order quantity", "reorder qty"),
	explained(text("quantity_per_unit", "Quantity per unit", "packaging", "pack size", "quantity per unit"), "As it is printed.", "10 boxes x 20 bags"),
	of("bool", "discontinued", "Discontinued", "end of life", "obsolete"),
	explained(of("bool", "active", "Active", "is active", "enabled"), "No makes the product a draft.", "yes"),
	text("barcode", "Barcode", "ean", "gtin", "upc", "ean13", "ean code", "barcode id", "bar code", "variant ean", "variant barcode"),
	explained(text("unit", "Unit", "unit of measure", "uom", "unit code", "default uom", "units"), "Code or name of a unit of measure; piece unless given.", "H87"),
}

var openingFields = []imports.Field{
	explained(text("sku", "SKU", "product id", "product code", "product no", "product number", "item code", "item no", "article number", "part number", "default code", "internal reference", "internal id", "variant sku", "ipn", "code"), "The product is there already. A product without an SKU goes by its barcode.", "1"),
	of("decimal", "quantity", "On hand", "units in stock", "quantity on hand", "qty on hand", "on hand", "stock", "quantity", "qty", "physical qoh", "qoh", "in stock", "inventory", "units", "variant inventory quantity", "available stock"),
	text("barcode", "Barcode", "ean", "gtin", "upc", "ean13", "ean code", "barcode id", "variant ean", "variant barcode"),
	of("decimal", "on_order", "On order", "units on order", "quantity on order", "incoming", "ordered"),
	explained(text("warehouse", "Warehouse", "site", "depot", "warehouse code", "warehouse name"), "Code or name; the first warehouse unless given.", "MAIN"),
	explained(text("location", "Bin", "location", "bin location", "bin", "shelf", "place", "location code"), "Code of a bin; the stock bin unless given.", "STOCK"),
}
