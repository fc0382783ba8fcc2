package crmmodule_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/platform/authz"
	"longhouse/platform/pgtest"
)

// walker does random things to accounts, contacts, deals and orders, and to how the CRM is set up.
type walker struct {
	*fixture
	ids    map[string][]string // by kind
	stages []any
	n      int
}

func TestWhateverIsDoneInCRMCanBeTakenBack(t *testing.T) {
	t.Parallel()
	pgtest.Retraced(t, 20, 9, func(t *testing.T) pgtest.Retrace {
		w := &walker{fixture: setup(t), ids: map[string][]string{}}
		var pipelines object
		w.Get("/crm/pipelines").Is(200).JSON(&pipelines)
		w.stages = at(pipelines, "items", 0, "stages").([]any)
		return pgtest.Retrace{DB: w.db, Undo: w.undoer(w.db.With(t, w.db.Context(t), authz.TestPolicy{Resources: crm.Resources}, "owner")), Schema: "crm", Step: w.step,
			// A deal's place in its column and its visits tell of the undo too; the copies of products and numbers only grow.
			Without: []string{"stage_history", "deal.rank", "deal.stage_entered_at", "counter", "sales_item"}}
	})
}

func (w *walker) step(r *rand.Rand) string {
	steps := []func(*rand.Rand) string{w.account, w.contact, w.deal, w.order, w.account, w.deal, w.editAccount, w.editAccount, w.editContact, w.editContact, w.editDeal, w.move, w.move, w.editOrder, w.editOrder, w.remove, w.setUp, w.setUp}
	if w.n++; w.n <= 4 {
		return steps[w.n-1](r)
	}
	return steps[r.IntN(len(steps))](r)
}

// undoer undoes as ctx's person, with all that the module hands to history.
func (f *fixture) undoer(ctx context.Context) func(uuid.UUID) ([]any, error) {
	svc := f.past()
	return func(set uuid.UUID) (left []any, err error) {
		out, err := svc.Undo(ctx, set, nil)
		for _, l := range append(out.Kept, out.Failed...) {
			left = append(left, l)
		}
		for _, c := range out.Conflicts {
			left = append(left, c)
		}
		return left, err
	}
}

func (w *walker) some(r *rand.Rand, kind string) string {
	known := w.ids[kind]
	return known[r.IntN(len(known))]
}

// made makes a record, unless one that it names is gone.
func (w *walker) made(kind string, body object) string {
	r := w.Post("/crm/"+kind, body)
	if r.Status == 422 && len(w.ids[kind]) > 0 {
		return "fail to make " + kind
	}
	var out object
	r.Is(201).JSON(&out)
	w.ids[kind] = append(w.ids[kind], fmt.Sprint(out["id"]))
	return "make " + kind
}

// try changes a record that may be gone, or refuse.
func (w *walker) try(method, kind, id, action string, body any) string {
	path := "/crm/" + kind + "/" + id
	if is := w.Get(path); is.Status == 200 {
		w.Do(method, path+action, body, "If-Match", is.Header.Get("ETag"))
	}
	return method + " " + kind + action
}

func word(r *rand.Rand) string {
	return []string{"Oak", "Elm", "Fir", "Ash", "Yew"}[r.IntN(5)] + fmt.Sprint(r.IntN(50))
}
func mail(r *rand.Rand) string { return word(r) + "@example.com" }

func (w *walker) account(r *rand.Rand) string {
	return w.made("accounts", object{"name": word(r), "email": mail(r), "phone": fmt.Sprintf("+49 30 12345%02d", r.IntN(99)), "addresses": []object{{"city": word(r)}, {"city": word(r), "is_primary": true}}})
}

func (w *walker) contact(r *rand.Rand) string {
	return w.made("contacts", object{"last_name": word(r), "email": mail(r), "account_id": w.some(r, "accounts")})
}

func (w *walker) deal(r *rand.Rand) string {
	return w.made("deals", object{"name": word(r), "account_id": w.some(r, "accounts"), "amount": fmt.Sprint(r.IntN(1000)), "currency": "EUR"})
}

func (w *walker) lines(r *rand.Rand) []object {
	out := []object{}
	for range 1 + r.IntN(3) {
		out = append(out, object{"description": word(r), "quantity": fmt.Sprint(1 + r.IntN(9)), "unit_price": fmt.Sprint(r.IntN(90)), "discount_percent": fmt.Sprint(r.IntN(20))})
	}
	return out
}

func (w *walker) order(r *rand.Rand) string {
	return w.made("orders", object{"account_id": w.some(r, "accounts"), "currency": "EUR", "lines": w.lines(r)})
}

func (w *walker) part(r *rand.Rand, kind, id, list string) string {
	var o object
	if is := w.Get("/crm/" + kind + "/" + id); is.Status == 200 {
		is.JSON(&o)
	}
	all, _ := o[list].([]any)
	if len(all) == 0 {
		return "00000000-0000-0000-0000-000000000000"
	}
	return fmt.Sprint(at(all[r.IntN(len(all))].(object), "id"))
}

func (w *walker) editAccount(r *rand.Rand) string {
	id := w.some(r, "accounts")
	switch r.IntN(7) {
	case 0:
		return w.try("PATCH", "accounts", id, "", object{"name": word(r), "city": nil, "employees": r.IntN(9)})
	case 1:
		return w.try("PATCH", "accounts", id, "", object{"email": mail(r), "parent_id": w.some(r, "accounts")})
	case 2:
		return w.try("POST", "accounts", id, "/contact-points", object{"kind": "email", "value": mail(r), "is_primary": r.IntN(2) == 0})
	case 3:
		return w.try("DELETE", "accounts", id, "/contact-points/"+w.part(r, "accounts", id, "contact_points"), nil)
	case 4:
		return w.try("POST", "accounts", id, "/addresses", object{"city": word(r), "is_primary": r.IntN(2) == 0})
	case 5:
		return w.try("PUT", "accounts", id, "/addresses/"+w.part(r, "accounts", id, "addresses"), object{"city": word(r), "is_primary": r.IntN(2) == 0})
	}
	return w.try("DELETE", "accounts", id, "/addresses/"+w.part(r, "accounts", id, "addresses"), nil)
}

func (w *walker) editContact(r *rand.Rand) string {
	id := w.some(r, "contacts")
	switch r.IntN(5) {
	case 0:
		return w.try("PATCH", "contacts", id, "", object{"last_name": word(r), "email": mail(r)})
	case 1:
		return w.try("POST", "contacts", id, "/affiliations", object{"account_id": w.some(r, "accounts"), "is_primary": r.IntN(2) == 0})
	case 2:
		return w.try("DELETE", "contacts", id, "/affiliations/"+w.part(r, "contacts", id, "affiliations"), nil)
	case 3:
		return w.try("POST", "contacts", id, "/contact-points", object{"kind": "email", "value": mail(r), "is_primary": r.IntN(2) == 0})
	}
	return w.try("DELETE", "contacts", id, "/contact-points/"+w.part(r, "contacts", id, "contact_points"), nil)
}

func (w *walker) editDeal(r *rand.Rand) string {
	return w.try("PATCH", "deals", w.some(r, "deals"), "", object{"name": word(r), "amount": fmt.Sprint(r.IntN(1000)), "next_step": word(r), "account_id": w.some(r, "accounts")})
}

func (w *walker) move(r *rand.Rand) string {
	id := w.some(r, "deals")
	switch r.IntN(5) {
	case 0:
		return w.try("POST", "deals", id, "/win", nil)
	case 1:
		return w.try("POST", "deals", id, "/hold", nil)
	case 2:
		return w.try("POST", "deals", id, "/reopen", object{})
	}
	return w.try("POST", "deals", id, "/move", object{"stage_id": at(w.stages[r.IntN(len(w.stages))].(object), "id")})
}

func (w *walker) editOrder(r *rand.Rand) string {
	id := w.some(r, "orders")
	switch r.IntN(4) {
	case 0:
		return w.try("PATCH", "orders", id, "", object{"discount_percent": fmt.Sprint(r.IntN(50)), "reference": word(r)})
	case 1:
		return w.try("POST", "orders", id, "/cancel", object{"reason": "x"})
	}
	lines := w.lines(r)
	if kept := w.part(r, "orders", id, "lines"); r.IntN(2) == 0 && kept[:8] != "00000000" {
		lines[0]["id"] = kept
	}
	return w.try("PUT", "orders", id, "/lines", object{"lines": lines})
}

// change edits a record of a short list, or the setting, as whoever has just read it.
func (w *walker) change(path string, record object, body any) string {
	w.Do("PATCH", "/crm"+path, body, "If-Match", fmt.Sprintf("%q", fmt.Sprint(record["version"])))
	return "PATCH " + path
}

func (w *walker) setUp(r *rand.Rand) string {
	var pipelines, reasons struct{ Items []object }
	var setting object
	w.Get("/crm/pipelines").Is(200).JSON(&pipelines)
	w.Get("/crm/lost-reasons").Is(200).JSON(&reasons)
	w.Get("/crm/settings").Is(200).JSON(&setting)
	pipeline, reason := pipelines.Items[r.IntN(len(pipelines.Items))], reasons.Items[r.IntN(len(reasons.Items))]
	switch r.IntN(6) {
	case 0:
		w.Post("/crm/pipelines", object{"name": word(r)})
		return "make pipelines"
	case 1:
		w.Post("/crm/lost-reasons", object{"name": word(r)})
		return "make lost-reasons"
	case 2:
		return w.change("/lost-reasons/"+fmt.Sprint(reason["id"]), reason, object{"name": word(r), "active": r.IntN(2) == 0})
	case 3:
		return w.change("/settings", setting, object{"default_currency": []string{"EUR", "CHF", "USD"}[r.IntN(3)]})
	case 4:
		return w.change("/pipelines/"+fmt.Sprint(pipeline["id"]), pipeline, object{"name": word(r), "is_default": true})
	}
	stages := pipeline["stages"].([]any)
	stages = append([]any{object{"name": word(r), "category": "open", "probability": 5}}, stages[r.IntN(2):]...)
	return w.change("/pipelines/"+fmt.Sprint(pipeline["id"]), pipeline, object{"stages": stages, "no_back": r.IntN(2) == 0})
}

func (w *walker) remove(r *rand.Rand) string {
	kind := []string{"accounts", "contacts", "deals", "orders"}[r.IntN(4)]
	return w.try("DELETE", kind, w.some(r, kind), "", nil)
}
