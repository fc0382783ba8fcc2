package crmmodule_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/pgtest"
)

func TestPartiesOverHTTP(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.create("/accounts", object{"name": "Alfreds Futterkiste", "code": "ALFKI", "phone": "030-0074321", "addresses": []object{{"lines": "Obere Str. 57", "city": "Berlin", "country": "Germany"}}})
	path := fmt.Sprintf("/accounts/%s", a["id"])
	require.Equal(t, "2", fmt.Sprint(f.change("PATCH", path, "", object{"industry": "Food"})["version"]))
	a = f.change("POST", path, "/contact-points", object{"kind": "email", "value": "Info@Alfreds.example"})
	require.Equal(t, "Info@Alfreds.example", a["email"])
	a = f.change("DELETE", path, fmt.Sprintf("/contact-points/%s", at(a, "contact_points", 0, "id")), nil)
	require.Nil(t, a["email"])
	a = f.change("POST", path, "/addresses", object{"kind": "shipping", "city": "Hamburg"})
	second := fmt.Sprintf("/addresses/%s", at(a, "addresses", 1, "id"))
	a = f.change("PUT", path, second, object{"kind": "shipping", "city": "Bremen", "is_primary": true})
	require.Equal(t, "Bremen", a["city"])
	a = f.change("DELETE", path, second, nil)
	require.Equal(t, "Berlin", a["city"])

	c := f.create("/contacts", object{"first_name": "Maria", "last_name": "Anders", "account_id": a["id"]})
	who := fmt.Sprintf("/contacts/%s", c["id"])
	require.Equal(t, "Alfreds Futterkiste", at(c, "account", "name"))
	f.change("PATCH", who, "", object{"job_title": "Sales Representative"})
	c = f.change("POST", who, "/contact-points", object{"kind": "phone", "value": "+49 30 123456"})
	f.change("DELETE", who, fmt.Sprintf("/contact-points/%s", at(c, "contact_points", 0, "id")), nil)
	c = f.change("DELETE", who, fmt.Sprintf("/affiliations/%s", at(c, "affiliations", 0, "id")), nil)
	require.Nil(t, c["account"])
	f.change("POST", who, "/affiliations", object{"account_id": a["id"], "is_primary": true})
	var list object
	f.Get("/crm/contacts?q=anders&count=1").Is(200).JSON(&list)
	require.EqualValues(t, 1, at(list, "total", "count"))
	f.Get("/crm/accounts?country=Germany&sort=-created_at&limit=1").Is(200).JSON(&list)
	require.Equal(t, a["id"], at(list, "items", 0, "id"))
	csv := f.Get("/crm/accounts?format=csv").Is(200)
	require.Contains(t, string(csv.Body), "Alfreds Futterkiste")

	require.Equal(t, "crm.in_use", f.Delete("/crm"+path, f.tag(path)...).Is(409).Code())
	f.Delete("/crm"+who, f.tag(who)...).Is(204)
	require.Equal(t, "not_found", f.Get("/crm"+who).Is(404).Code())
	alone := fmt.Sprintf("/accounts/%s", f.create("/accounts", object{"name": "Nobody hangs on it"})["id"])
	f.Delete("/crm"+alone, f.tag(alone)...).Is(204)
	require.Equal(t, "not_found", f.Get("/crm"+alone).Is(404).Code())
}

func TestDealsOverHTTP(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var pipelines, reasons, list object
	f.Get("/crm/pipelines").Is(200).JSON(&pipelines)
	stage := func(i int) any { return at(pipelines, "items", 0, "stages", i, "id") }
	f.Get("/crm/lost-reasons").Is(200).JSON(&reasons)
	p := f.create("/pipelines", object{"name": "Partners"})
	f.Patch(fmt.Sprintf("/crm/pipelines/%s", p["id"]), object{"no_back": true}, "If-Match", `"1"`).Is(200)
	d := f.create("/deals", object{"name": "Two hundred cheeses", "amount": "4200.00"})
	path := fmt.Sprintf("/deals/%s", d["id"])
	f.change("PATCH", path, "", object{"next_step": "Call", "expected_close": "2026-12-31"})
	f.change("PATCH", path, "", `{"expected_close": null}`)
	require.Equal(t, "Proposal", at(f.change("POST", path, "/move", object{"stage_id": stage(2)}), "stage", "name"))
	refused := f.Post("/crm"+path+"/lose", object{}, f.tag(path)...).Is(422).Problem()
	require.Equal(t, "crm.stage.refused", refused.Code)
	require.Equal(t, "/reason", refused.Errors[0].Pointer)
	f.change("POST", path, "/hold", nil)
	f.change("POST", path, "/lose", object{"reason": at(reasons, "items", 0, "id")})
	f.change("POST", path, "/reopen", object{"stage_id": stage(1)})
	require.Equal(t, "won", f.change("POST", path, "/win", nil)["status"])
	f.Get("/crm" + path + "/stages").Is(200).JSON(&list)
	require.Len(t, list["items"], 6)
	var board object
	f.Get(fmt.Sprintf("/crm/deals/board?pipeline_id=%s&status=won", at(pipelines, "items", 0, "id"))).Is(200).JSON(&board)
	require.EqualValues(t, 1, at(board, "columns", 5, "count"))
	require.Equal(t, "4200", at(board, "columns", 5, "amount"))
	f.Get("/crm/deals?status=won&amount.gte=4000").Is(200).JSON(&list)
	require.Len(t, list["items"], 1)
	f.Delete("/crm"+path, f.tag(path)...).Is(204)
}

func TestOrdersOverHTTP(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.create("/accounts", object{"name": "Vins et alcools Chevalier"})
	o := f.create("/orders", object{"account_id": a["id"], "lines": []object{{"product_id": f.warehouse.product.ID, "quantity": "12", "discount_percent": "15"}}})
	path := fmt.Sprintf("/orders/%s", o["id"])
	require.Equal(t, "214.2", o["total"])
	f.change("PATCH", path, "", object{"freight": "32.38", "ship_to": object{"name": "Chevalier", "country": "France"}})
	o = f.change("PUT", path, "/lines", object{"lines": []object{{"product_id": f.warehouse.product.ID, "quantity": "2"}}})
	require.Equal(t, "74.38", o["total"])
	var rows, list object
	f.Get("/crm" + path + "/availability").Is(200).JSON(&rows)
	require.Equal(t, true, at(rows, "items", 0, "enough"))
	o = f.change("POST", path, "/confirm", nil)
	require.Equal(t, "SO-2026-00001", o["number"])
	f.change("POST", path, "/hold", object{"reason": "credit"})
	f.change("POST", path, "/release", nil)
	require.Equal(t, "crm.order.state", f.Put("/crm"+path+"/lines", object{"lines": []object{}}, f.tag(path)...).Is(409).Code())
	f.change("POST", path, "/cancel", object{"reason": "mistake"})
	draft := f.create("/orders", object{"account_id": a["id"]})
	gone := fmt.Sprintf("/orders/%s", draft["id"])
	require.Equal(t, "crm.order.no_lines", f.Post("/crm"+gone+"/confirm", nil, f.tag(gone)...).Is(422).Code())
	f.Delete("/crm"+gone, f.tag(gone)...).Is(204)
	f.Get("/crm/orders?status=cancelled&late=false&q=chevalier").Is(200).JSON(&list)
	require.Len(t, list["items"], 1)
	var sales, orders object
	f.Get("/crm/reports/sales?group_by=account&rounding=exact&from=2026-01-01").Is(200).JSON(&sales)
	require.Empty(t, sales["groups"])
	f.Get("/crm/reports/orders").Is(200).JSON(&orders)
	require.EqualValues(t, 1, at(orders, "by_status", "cancelled"))
	require.Equal(t, "invalid", f.Get("/crm/reports/sales?group_by=weather").Is(422).Code())
}

func TestSettingsOverHTTP(t *testing.T) {
	t.Parallel()
	f := setup(t)
	require.Equal(t, `"0"`, f.Get("/crm/settings").Is(200).Header.Get("ETag"))
	f.Patch("/crm/settings", object{"document_rounding": "half_even"}, "If-Match", `"0"`).Is(200)
	require.Equal(t, "stale", f.Patch("/crm/settings", object{"document_rounding": "half_up"}, "If-Match", `"0"`).Is(412).Code())
	require.Equal(t, "/document_rounding", f.Patch("/crm/settings", object{"document_rounding": "up"}, "If-Match", `"1"`).Is(422).Problem().Errors[0].Pointer)
}

func TestChangesNeedTheRecordsETagAndRepeatSafely(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.create("/accounts", object{"name": "Twice"})
	path := fmt.Sprintf("/crm/accounts/%s", a["id"])
	require.Equal(t, "if_match_required", f.Patch(path, object{"name": "x"}).Is(428).Code())
	require.Equal(t, `"2"`, f.Patch(path, object{"name": "x"}, "If-Match", `"1"`).Is(200).Header.Get("ETag"))
	require.Equal(t, "stale", f.Patch(path, object{"name": "y"}, "If-Match", `"1"`).Is(412).Code())
	key := uuid.NewString()
	first := f.Post("/crm/deals", object{"name": "Once"}, "Idempotency-Key", key).Is(201)
	again := f.Post("/crm/deals", object{"name": "Once"}, "Idempotency-Key", key).Is(201)
	require.JSONEq(t, string(first.Body), string(again.Body))
	require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
	require.Equal(t, "idempotency_key_reused", f.Post("/crm/deals", object{"name": "Other"}, "Idempotency-Key", key).Is(422).Code())
}

func TestRefusalsPointAtTheirFields(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.create("/accounts", object{"name": "A"})
	pointers := func(r pgtest.Response) []string {
		var out []string
		for _, e := range r.Is(422).Problem().Errors {
			out = append(out, e.Code+" "+e.Pointer)
		}
		return out
	}
	require.Equal(t, []string{"required /name"}, pointers(f.Post("/crm/accounts", object{"name": " "})))
	require.Equal(t, []string{"unknown_field /colour"}, pointers(f.Post("/crm/accounts", object{"name": "x", "colour": "red"})))
	require.Equal(t, []string{"crm.reference_unknown /account_id"}, pointers(f.Post("/crm/deals", object{"name": "x", "account_id": uuid.NewString()})))
	require.Equal(t, []string{"crm.order.product_unknown /lines/0/product_id"}, pointers(f.Post("/crm/orders", object{"account_id": a["id"], "lines": []object{{"product_id": uuid.NewString(), "quantity": "1"}}})))
	require.Equal(t, []string{"invalid /lines/0/quantity"}, pointers(f.Post("/crm/orders", object{"account_id": a["id"], "lines": []object{{"description": "x", "unit_price": "1", "quantity": "0"}}})))
	require.Equal(t, "unknown_field", f.Get("/crm/deals?colour=red").Is(422).Code())
	require.Equal(t, "unknown_field", f.Get("/crm/orders?sort=reference").Is(422).Code())
	require.Equal(t, "cursor_mismatch", f.Get("/crm/orders?after=x").Is(422).Code())
	f.Post("/crm/accounts", object{"name": "Other", "code": "A1"}).Is(201)
	require.Equal(t, "crm.account.code_taken", f.Post("/crm/accounts", object{"name": "Third", "code": "a1"}).Is(409).Code())
}

func TestRightsDecideWhatIsAnswered(t *testing.T) {
	t.Parallel()
	f := setup(t)
	d := f.create("/deals", object{"name": "Mine"})
	path := fmt.Sprintf("/crm/deals/%s", d["id"])
	reader := f.as("crm.reader")
	reader.Get(path).Is(200)
	require.Equal(t, "forbidden", reader.Patch(path, object{"name": "x"}, "If-Match", `"1"`).Is(403).Code())
	require.Equal(t, "forbidden", reader.Post(path+"/win", nil, "If-Match", `"1"`).Is(403).Code())
	require.Equal(t, "forbidden", reader.Post(path+"/move", object{"stage_id": at(d, "stage", "id")}, "If-Match", `"1"`).Is(403).Code())
	require.Equal(t, "forbidden", reader.Post("/crm/orders", object{}).Is(403).Code())
	require.Equal(t, "forbidden", reader.Patch("/crm/settings", object{}, "If-Match", `"0"`).Is(403).Code())
	require.Equal(t, "forbidden", reader.Get("/crm/deals?format=csv").Is(403).Code(), "a list is not a file")
	require.Equal(t, "forbidden", f.as("hr.self").Get("/crm/deals").Is(403).Code())
	stranger := setup(t)
	for _, p := range []string{path, path + "/stages"} {
		require.Equal(t, "not_found", stranger.Get(p).Is(404).Code(), "another organisation")
	}
}
