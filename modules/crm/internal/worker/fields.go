package worker

import "longhouse/platform/imports"

func text(key, label string, synonyms ...string) imports.Field {
	return of("text", key, label, synonyms...)
}

func of(kind, key, label string, synonyms ...string) imports.Field {
	return imports.Field{FieldHint: imports.FieldHint{Key: key, Label: label, Kind: kind, Synonyms: synonyms}}
}

func required(f imports.Field) imports.Field {
	f.Required = true
	return f
}

// help adds what to know before a column is mapped, and an example for the template.
func help(f imports.Field, help, example string) imports.Field {
	f.Help, f.Example = help, example
	return f
}

var accountFields = []imports.Field{
	help(text("code", "Code", "customer id", "customer code", "customer no", "customer number", "account id", "account code", "account number", "organization id", "organisation id",
		"company id", "external id", "reference", "id"), "Known accounts are found by it; without it by their name.", "ALFKI"),
	help(text("name", "Name", "company name", "company", "account name", "account", "organization", "organization name", "organisation", "customer name", "customer"), "Needed for new accounts.", "Alfreds Futterkiste"),
	text("legal_name", "Legal name", "registered name", "full legal name"),
	help(text("contact_name", "Contact", "contact person", "contact full name", "main contact", "primary contact"), "A person who works there; comes in with the account.", "Maria Anders"),
	text("contact_first_name", "Contact's first name", "contact first name", "first name", "given name"),
	text("contact_last_name", "Contact's last name", "contact last name", "last name", "surname", "family name"),
	help(text("contact_title", "Contact's title", "contact title", "job title", "job position", "title", "position"), "", "Sales Representative"),
	help(of("phone", "phone", "Phone", "telephone", "tel", "phone number", "phone 1", "work phone", "main phone"), "Kept as it is written; compared in E.164.", "030-0074321"),
	of("phone", "phone_2", "Second phone", "phone 2", "mobile", "mobile phone", "cell", "cell phone", "other phone"),
	of("phone", "fax", "Fax", "fax number", "telefax"),
	of("email", "email", "E-mail", "email", "email address", "mail", "email 1"),
	of("url", "website", "Website", "web site", "url", "web", "homepage", "home page", "web address"),
	help(text("address", "Street", "address", "street address", "address line 1", "address 1", "billing address", "billing street"), "", "Obere Str. 57"),
	help(text("city", "City", "town", "billing city"), "", "Berlin"),
	text("region", "Region", "state", "province", "state or province", "state id", "county", "billing state"),
	help(text("postcode", "Postcode", "postal code", "zip", "zip code", "billing zip", "billing postal code"), "Text: leading zeros stay.", "12209"),
	help(text("country", "Country", "country name", "country code", "country id", "office location", "billing country"), "", "Germany"),
	text("industry", "Industry", "sector", "branch of industry"),
	help(of("integer", "employees", "Employees", "number of employees", "employee count", "no of employees", "headcount"), "A whole number.", "120"),
	help(text("parent", "Parent", "parent account", "parent company", "subsidiary of", "related company", "parent id"), "Code or name of the account above, here or in the same file.", "Acme Corporation"),
	help(text("lifecycle", "Lifecycle", "lifecycle stage"), "prospect, customer, former, partner or other.", "customer"),
	help(text("currency", "Currency", "currency code", "currency id"), "ISO 4217.", "EUR"),
	text("description", "Description", "company description", "notes", "comment", "comments", "remarks"),
}

var contactFields = []imports.Field{
	help(text("code", "Code", "contact id", "customer id", "user id", "person id", "lead id", "account id", "external id", "reference", "id"), "Known contacts are found by it; without it by e-mail, else by name and account.", "88F7B33d2bcf9f5"),
	text("salutation", "Salutation", "honorific", "prefix", "form of address"),
	help(text("first_name", "First name", "given name", "forename", "contact first name"), "", "Maria"),
	help(text("last_name", "Last name", "surname", "family name", "contact last name"), "A contact needs this, or its whole name.", "Anders"),
	help(text("full_name", "Contact name", "name", "whole name", "display name", "contact", "contact person"), "Split into first and last name when those have no columns.", "Maria Anders"),
	text("job_title", "Job title", "title", "job position", "position", "contact title", "job function"),
	help(text("account", "Account", "company", "company name", "account name", "organization", "organisation", "organization name", "employer", "related company", "customer", "customer name"), "Code or name of the account that they work for.", "Alfreds Futterkiste"),
	text("role", "Role at the account", "role"),
	of("email", "email", "E-mail", "email", "email address", "email 1", "mail", "work email"),
	of("email", "email_2", "Second e-mail", "email 2", "other email", "private email"),
	of("phone", "phone", "Phone", "telephone", "tel", "phone number", "phone 1", "work phone", "business phone"),
	of("phone", "phone_2", "Second phone", "phone 2", "mobile", "mobile phone", "work mobile", "cell", "cell phone", "other phone"),
	of("url", "website", "Website", "web site", "url", "web", "homepage", "home page"),
	help(text("country", "Country", "country name", "country code", "country id"), "Tells how phone numbers without a country code are read.", "Germany"),
}

var dealFields = []imports.Field{
	help(text("code", "Code", "opportunity id", "deal id", "lead id", "external id", "reference", "id"), "Known deals are found by it; a row without it always makes a new one.", "1C1I7A6R"),
	help(text("name", "Name", "deal name", "opportunity name", "opportunity", "deal", "title", "subject", "topic"), "Without it product, account and code make the name.", "Two hundred cheeses"),
	help(text("account", "Account", "account name", "company", "company name", "customer", "customer name", "customer id", "organization", "organisation"), "Code or name of an account.", "Cancity"),
	help(text("stage", "Stage", "deal stage", "stage name", "sales stage", "opportunity stage", "pipeline stage", "status"), "A stage of the pipeline, by its name or a usual one: Won, Closed Lost, Prospecting. None: where deals begin.", "Qualified"),
	text("product", "Product", "product name", "item"),
	help(of("decimal", "amount", "Amount", "close value", "value", "deal value", "deal amount", "opportunity amount", "expected revenue", "deal size"), "", "4514"),
	help(of("decimal", "cost", "Cost", "expected cost", "deal cost", "estimated cost", "cost of sale", "cost of sales"), "In the deal's currency. Needs the right to change margins.", "2900"),
	help(text("currency", "Currency", "currency code", "currency id"), "ISO 4217; the import's option unless given.", "EUR"),
	of("date", "expected_close", "Expected close", "expected close date", "expected closing", "expected closing date", "forecast date", "estimated close date"),
	help(of("date", "entered_on", "Entered the stage on", "engage date", "stage date", "stage changed on"), "Of deals that are still open; today unless given.", "2016-10-20"),
	help(of("date", "closed_on", "Closed on", "close date", "closed date", "closing date", "won on", "lost on", "actual close date"), "Of deals that are won or lost.", "2017-03-01"),
	help(text("salesperson", "Salesperson", "salesperson number", "salesperson id", "employee id", "employee number", "employee no", "seller id"), "An employee's number, e-mail or name; of a name that several have, the number.", "4"),
	text("next_step", "Next step", "next activity", "next action"),
	help(text("lost_reason", "Lost because", "lost reason", "loss reason", "reason lost", "reason for loss"), "One of the organisation's reasons; other words become the note.", "Price"),
	text("lost_note", "Note on the loss", "loss note", "lost note"),
}

var orderFields = []imports.Field{
	required(help(text("number", "Number", "order id", "order no", "order number", "order code", "order reference", "sales order", "so number", "id"), "Known orders are found by it, and never changed.", "10248")),
	required(help(text("account", "Account", "customer id", "customer code", "customer no", "customer number", "customer", "customer name", "account code", "account name", "company", "company name", "client"), "Code or name of an account.", "VINET")),
	help(text("salesperson", "Salesperson", "employee id", "employee number", "employee no", "salesperson id", "salesperson number", "seller id"), "An employee's number, e-mail or name; of a name that several have, the number.", "5"),
	required(help(of("date", "ordered_on", "Ordered on", "order date", "ordered at", "date ordered", "date of order", "date"), "", "1996-07-04")),
	of("date", "required_on", "Required on", "required date", "requested date", "required by", "needed by", "delivery date", "promised date", "due date"),
	help(of("date", "shipped_on", "Shipped on", "shipped date", "ship date", "date shipped", "delivered on", "dispatch date"), "A shipped order comes in as one of the past, which touches no stock; the others are confirmed.", "1996-07-16"),
	help(of("decimal", "freight", "Freight", "freight cost", "shipping cost", "shipping charge", "shipping", "delivery charge", "carriage"), "", "32.38"),
	help(of("decimal", "discount_percent", "Discount on the order, percent", "order discount percent", "order discount", "discount percent"), "", "5"),
	text("reference", "Customer's reference", "customer reference", "your reference", "purchase order number", "customer po", "po number", "client order ref"),
	text("currency", "Currency", "currency code", "currency id"),
	text("ship_name", "Ship to", "ship name", "ship to name", "shipping name", "recipient", "delivery name", "consignee"),
	text("ship_address", "Ship to: street", "ship address", "ship street", "shipping address", "shipping street", "delivery address"),
	text("ship_city", "Ship to: city", "ship city", "shipping city", "delivery city"),
	text("ship_region", "Ship to: region", "ship region", "ship state", "shipping state", "delivery region"),
	text("ship_postcode", "Ship to: postcode", "ship postal code", "ship postcode", "ship zip", "shipping zip", "shipping postal code", "delivery postcode"),
	text("ship_country", "Ship to: country", "ship country", "shipping country", "delivery country"),
}

var orderLineFields = []imports.Field{
	required(help(text("number", "Order", "order id", "order no", "order number", "order code", "order reference", "sales order", "so number", "id"), "The number of the order that the line belongs to.", "10248")),
	help(text("sku", "Product", "sku", "product id", "product code", "product no", "product number", "item code", "item no", "item number", "article number", "part number", "internal reference"), "SKU of a product; a line without one is text.", "11"),
	text("description", "Description", "product name", "item name", "line description", "text"),
	required(help(of("decimal", "quantity", "Quantity", "qty", "quantity ordered", "ordered quantity", "order qty", "amount ordered", "units"), "", "12")),
	help(text("unit", "Unit", "unit of measure", "uom", "unit code", "product unit of measure"), "The product's own unit unless given.", "H87"),
	required(help(of("decimal", "unit_price", "Unit price", "price", "price per unit", "sales price", "price each", "rate"), "", "14.00")),
	help(of("decimal", "discount", "Discount, as a fraction", "discount", "line discount", "discount rate"), "0.15 is 15 percent.", "0.15"),
	help(of("decimal", "discount_percent", "Discount, percent", "discount percent", "discount %", "disc %", "disc percent", "discount percentage"), "15 is 15 percent.", "15"),
}
