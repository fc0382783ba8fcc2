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
	require.Equal(t, map[string]string{"code": "CustomerID", "name": "CompanyName", "contact_name": "ContactName", "contact_title": "ContactTitle", "address": "Address",
		"city": "City", "region": "Region", "postcode": "PostalCode", "country": "Country", "phone": "Phone", "fax": "Fax"},
		guessed(t, "northwind/customers.csv", accountFields))
	require.Equal(t, map[string]string{"number": "OrderID", "account": "CustomerID", "salesperson": "EmployeeID", "ordered_on": "OrderDate", "required_on": "RequiredDate",
		"shipped_on": "ShippedDate", "freight": "Freight", "ship_name": "ShipName", "ship_address": "ShipAddress", "ship_city": "ShipCity", "ship_region": "ShipRegion",
		"ship_postcode": "ShipPostalCode", "ship_country": "ShipCountry"},
		guessed(t, "northwind/orders.csv", orderFields), "how it was shipped (ShipVia) has no place here")
	require.Equal(t, map[string]string{"number": "OrderID", "sku": "ProductID", "unit_price": "UnitPrice", "quantity": "Quantity", "discount": "Discount"},
		guessed(t, "northwind/order_details.csv", orderLineFields))
	require.Equal(t, map[string]string{"code": "CustomerID", "full_name": "ContactName", "job_title": "ContactTitle", "account": "CompanyName", "country": "Country", "phone": "Phone"},
		guessed(t, "northwind/customers.csv", contactFields))
}

func TestThePipelinesColumnsFindTheirFields(t *testing.T) {
	t.Parallel()
	require.Equal(t, map[string]string{"name": "account", "industry": "sector", "employees": "employees", "country": "office_location", "parent": "subsidiary_of"},
		guessed(t, "crm-pipeline/accounts.csv", accountFields))
	require.Equal(t, map[string]string{"code": "opportunity_id", "product": "product", "account": "account", "stage": "deal_stage", "entered_on": "engage_date",
		"closed_on": "close_date", "amount": "close_value"},
		guessed(t, "crm-pipeline/sales_pipeline.csv", dealFields), "agents are told by name, salespeople by number: a person decides")
}

func TestTheSamplesColumnsFindTheirFields(t *testing.T) {
	t.Parallel()
	require.Equal(t, map[string]string{"code": "Customer Id", "first_name": "First Name", "last_name": "Last Name", "account": "Company", "country": "Country",
		"phone": "Phone 1", "phone_2": "Phone 2", "email": "Email", "website": "Website"}, guessed(t, "contact-samples/customers-100.csv", contactFields))
	require.Equal(t, map[string]string{"code": "Account Id", "first_name": "First Name", "last_name": "Last Name", "account": "Company", "phone": "Phone 1",
		"phone_2": "Phone 2", "email": "Email 1", "email_2": "Email 2", "website": "Website"}, guessed(t, "contact-samples/leads-100.csv", contactFields))
	require.Equal(t, map[string]string{"code": "User Id", "first_name": "First Name", "last_name": "Last Name", "email": "Email", "phone": "Phone", "job_title": "Job Title"},
		guessed(t, "contact-samples/people-100.csv", contactFields))
	require.Equal(t, map[string]string{"code": "Organization Id", "name": "Name", "website": "Website", "country": "Country", "description": "Description",
		"industry": "Industry", "employees": "Number of employees"}, guessed(t, "contact-samples/organizations-100.csv", accountFields))
	require.Equal(t, map[string]string{"code": "Customer Id", "name": "Company", "contact_first_name": "First Name", "contact_last_name": "Last Name", "city": "City",
		"country": "Country", "phone": "Phone 1", "phone_2": "Phone 2", "email": "Email", "website": "Website"}, guessed(t, "contact-samples/customers-100.csv", accountFields))
}

func TestTheColumnsOfPeersTemplatesFindTheirFields(t *testing.T) {
	t.Parallel()
	got := guessed(t, "import-templates/odoo/res_partner.xlsx", accountFields)
	for field, column := range map[string]string{"name": "name", "country": "country_id", "region": "state_id", "postcode": "zip", "city": "city", "address": "street", "phone": "phone", "phone_2": "mobile", "email": "email"} {
		require.Equal(t, column, got[field], field)
	}
	got = guessed(t, "import-templates/odoo/o2m_customers_contacts.csv", accountFields)
	for field, column := range map[string]string{"name": "Name", "parent": "Related company", "address": "Street", "postcode": "ZIP", "city": "City", "region": "State", "country": "Country"} {
		require.Equal(t, column, got[field], field)
	}
	got = guessed(t, "import-templates/odoo/m2m_customers_tags.csv", accountFields)
	for field, column := range map[string]string{"name": "Name", "code": "Reference", "address": "Street"} {
		require.Equal(t, column, got[field], field)
	}
	got = guessed(t, "import-templates/odoo/as-csv/crm_lead.Template.csv", dealFields)
	for field, column := range map[string]string{"code": "External ID", "name": "Name", "account": "Company Name"} {
		require.Equal(t, column, got[field], field)
	}
	got = guessed(t, "import-templates/odoo/as-csv/crm_lead.Template.csv", contactFields)
	for field, column := range map[string]string{"account": "Company Name", "full_name": "Contact Name", "email": "Email", "job_title": "Job Position", "phone": "Phone", "phone_2": "Mobile", "website": "Website"} {
		require.Equal(t, column, got[field], field)
	}
	got = guessed(t, "import-templates/inventree/companies.csv", accountFields)
	for field, column := range map[string]string{"code": "ID", "name": "Company name", "description": "Company description", "website": "Website", "phone": "Phone number", "email": "Email", "currency": "Currency", "contact_name": "Contact"} {
		require.Equal(t, column, got[field], field)
	}
}

func TestFieldsExplainThemselvesAndAreNamedOnce(t *testing.T) {
	t.Parallel()
	for name, fields := range map[string][]imports.Field{"accounts": accountFields, "contacts": contactFields, "deals": dealFields, "orders": orderFields, "lines": orderLineFields} {
		seen := map[string]bool{}
		for _, f := range fields {
			require.NotEmpty(t, f.Label, "%s %s", name, f.Key)
			require.False(t, seen[f.Key], "%s names %s twice", name, f.Key)
			require.False(t, f.Required && f.Example == "", "%s: %s is required and needs an example", name, f.Key)
			seen[f.Key] = true
		}
	}
}
