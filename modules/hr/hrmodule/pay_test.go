package hrmodule_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

// wages are one reader, who leads Ann; Cid belongs to nobody. All of them are paid.
type wages struct {
	house
	me, ann, cid string // addresses
}

func paying(t *testing.T) wages {
	t.Helper()
	h := setup(t)
	me := h.hired("Bea Boss", nil)
	w := wages{house: h, me: "/hr/employees/" + me["id"].(string)}
	w.ann = "/hr/employees/" + h.hired("Ann Example", object{"manager_id": me["id"]})["id"].(string)
	w.cid = "/hr/employees/" + h.hired("Cid Carter", nil)["id"].(string)
	h.Post(w.me+"/login", object{"login_id": h.db.User}, h.tag(w.me)...).Is(http.StatusOK)
	for _, at := range []string{w.me, w.ann, w.cid} {
		h.Post(at+"/facts/pay", object{"from": "2024-01-01", "basis": "month", "amount": "4321.5"}, h.tag(at+"/facts/pay")...).Is(http.StatusOK)
	}
	return w
}

// paidThere is what an owner reads of somebody's pay.
func (w wages) paidThere(at string) (p struct {
	Items    []object
	Editable bool
	Version  int64
}) {
	w.Get(at + "/facts/pay").Is(http.StatusOK).JSON(&p)
	return p
}

func TestPayIsReadAndWrittenAsFarAsTheClassReaches(t *testing.T) { // G01, R12
	t.Parallel()
	w := paying(t)
	const ok, refused, hidden, unknown = "", "forbidden", "field_forbidden", "not_found"
	for role, want := range map[string][3]struct{ read, write string }{ // of my own, of whom I lead, of somebody else
		"owner":           {{ok, ok}, {ok, ok}, {ok, ok}},
		"hr.self":         {{ok, refused}, {hidden, refused}, {hidden, refused}},
		"hr.lead":         {{hidden, refused}, {hidden, refused}, {unknown, refused}},
		"hr.officer":      {{hidden, refused}, {hidden, refused}, {hidden, refused}},
		"hr.privacy":      {{hidden, refused}, {hidden, refused}, {hidden, refused}},
		"auditor":         {{hidden, refused}, {hidden, refused}, {hidden, refused}},
		"hr.payroll":      {{ok, hidden}, {ok, ok}, {ok, ok}},
		"crm.marketing":   {{refused, refused}, {refused, refused}, {refused, refused}},
		"people.admin":    {{refused, refused}, {refused, refused}, {refused, refused}},
		"inventory.admin": {{refused, refused}, {refused, refused}, {refused, refused}},
	} {
		c := w.as(t, role)
		answers := func(what, want string, r pgtest.Response) {
			t.Helper()
			if want == ok {
				r.Is(http.StatusOK)
				return
			}
			require.Equal(t, want, r.Code(), "%s, %s", role, what)
			require.NotContains(t, string(r.Body), "4321.5")
		}
		for i, at := range []string{w.me, w.ann, w.cid} {
			answers("read "+at, want[i].read, c.Get(at+"/facts/pay"))
			was := w.paidThere(at)
			fact := at + "/facts/pay/" + was.Items[0]["id"].(string)
			answers("correct "+at, want[i].write, c.Post(fact+"/correct", object{"basis": "year"}, w.tag(at+"/facts/pay")...))
			answers("change "+at, want[i].write, c.Post(at+"/facts/pay", object{"from": "2025-03-01", "amount": "1"}, w.tag(at+"/facts/pay")...))
			if want[i].write != ok {
				answers("remove "+at, want[i].write, c.Delete(fact, w.tag(at+"/facts/pay")...))
				require.Equal(t, was, w.paidThere(at), "a refusal writes nothing")
				continue
			}
			now := w.paidThere(at)
			require.Len(t, now.Items, 2)
			c.Delete(at+"/facts/pay/"+now.Items[0]["id"].(string), w.tag(at+"/facts/pay")...).Is(http.StatusOK)
			c.Post(fact+"/correct", object{"basis": "month"}, w.tag(at+"/facts/pay")...).Is(http.StatusOK)
		}
	}
	require.Contains(t, string(w.as(t, "hr.self").Get(w.ann+"/facts/pay").Is(403).Body), "hr.employee#salary.read")
	require.Contains(t, string(w.as(t, "hr.payroll").Post(w.me+"/facts/pay", object{"from": "2025-03-01", "amount": "1"}, w.tag(w.me+"/facts/pay")...).Is(403).Body), "hr.employee#salary.update")
	w.Get("/hr/employees/" + uuid.NewString() + "/facts/pay").Is(404)
	for at, may := range map[string]bool{w.me: false, w.ann: true} {
		var p struct{ Editable bool }
		w.as(t, "hr.payroll").Get(at + "/facts/pay").Is(200).JSON(&p)
		require.Equal(t, may, p.Editable, "screens offer what will not be refused")
	}
}

func TestPayRefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	h := setup(t)
	at := "/hr/employees/" + h.hired("Ann Example", nil)["id"].(string)
	pay, record := at+"/facts/pay", h.tag(at)
	post := func(body object) pgtest.Response { return h.Post(pay, body, h.tag(pay)...) }
	p := post(object{"from": "2025-01-01"}).Is(422).Problem()
	require.Equal(t, []string{"/basis", "/amount"}, []string{p.Errors[0].Pointer, p.Errors[1].Pointer}, "the first pay is whole")
	require.Equal(t, "too_precise", post(object{"from": "2025-01-01", "basis": "hour", "amount": "17.505"}).Is(422).Problem().Errors[0].Code)
	post(object{"from": "2025-01-01", "basis": "week", "amount": "1"}).Is(422)
	post(object{"from": "2025-01-01", "basis": "hour", "amount": 17.5}).Is(422)
	require.Equal(t, "hr.not_employed", post(object{"from": "2023-12-31", "basis": "hour", "amount": "17.5"}).Is(422).Code())
	require.Equal(t, "if_match_required", h.Post(pay, object{"from": "2025-01-01", "basis": "hour", "amount": "17.5"}).Is(428).Code())

	var made struct{ Items []object }
	post(object{"from": "2025-01-01", "basis": "hour", "amount": "17.50"}).Is(200).JSON(&made)
	require.Equal(t, object{"id": made.Items[0]["id"], "valid_from": "2025-01-01", "state": "current", "basis": "hour", "amount": "17.5", "currency": "EUR"}, made.Items[0],
		"in the organisation's currency")
	require.Equal(t, "hr.fact_same_day", post(object{"from": "2025-01-01", "amount": "18"}).Is(409).Code())
	require.Equal(t, "hr.fact_unchanged", post(object{"from": "2025-02-01", "amount": "17.5"}).Is(422).Code())
	require.Equal(t, "stale", h.Post(pay, object{"from": "2025-02-01", "amount": "18"}, "If-Match", `"1"`).Is(412).Code())
	h.Delete(pay+"/"+uuid.NewString(), h.tag(pay)...).Is(404)
	require.Equal(t, record, h.tag(at), "the record's ETag does not tell when pay changed")
}

// withHistory serves the timeline and the audit log of hr too.
func (w wages) withHistory(t *testing.T, roles ...string) *pgtest.Client {
	t.Helper()
	s := history.New(history.Options{DB: w.db.Root, Clock: clock.Clock{},
		Names: func(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
			return nil, nil
		}})
	s.Register(w.module.Entities...)
	return w.db.ServerWith(t, map[string]func(*rest.API){"hr": w.module.Routes, "history": s.Routes}, authz.TestPolicy{Resources: w.module.Resources}, roles...)
}

// signs of pay: no answer to somebody without the class may hold one.
var signs = []string{"4321.5", "pay_fact", `"pay`, `"amount"`, `"basis"`, `"salary":`}

func TestNothingButPayItselfTellsOfPay(t *testing.T) { // G01, R12: a walk over all that can be read
	t.Parallel()
	w := paying(t)
	id := func(at string) string { return strings.TrimPrefix(at, "/hr/employees/") }
	for _, role := range []string{"hr.self", "hr.lead", "hr.officer", "auditor", "owner"} {
		c, walked := w.withHistory(t, role), 0
		look := func(path string) {
			r := c.Get(path)
			if r.Status != http.StatusOK && r.Status != http.StatusForbidden && r.Status != http.StatusNotFound {
				require.Fail(t, path, "%d %s", r.Status, r.Body)
			}
			if r.Status == http.StatusOK {
				walked++
			}
			for _, sign := range signs {
				require.NotContains(t, string(r.Body), sign, "%s as %s", path, role)
			}
		}
		for _, o := range w.operations() {
			path := strings.TrimPrefix(o.Path, rest.Base)
			if o.Method != http.MethodGet || strings.HasSuffix(path, "/facts/pay") || strings.Contains(path, "{id}") && !strings.HasPrefix(path, "/hr/employees/") {
				continue
			}
			for _, at := range []string{w.me, w.ann} {
				look(strings.Replace(path, "{id}", id(at), 1))
			}
			if o.Export != "" {
				look(path + "?format=csv")
				look(path + "?q=ann&count=1")
			}
		}
		require.Greater(t, walked, 8, role)
		if role != "owner" {
			look("/history/timeline?entity=hr.employee&id=" + id(w.ann))
			look("/history/timeline?entity=hr.employee&id=" + id(w.me))
		}
		for _, field := range []string{"pay", "amount", "basis", "salary"} {
			require.Equal(t, "unknown_field", c.Get("/hr/employees?sort=" + field).Is(422).Problem().Errors[0].Code, "no order tells")
			require.Equal(t, "unknown_field", c.Get("/hr/employees?" + field + "=1").Is(422).Problem().Errors[0].Code)
		}
	}
	hits, err := w.module.Search[0].Find(w.db.As(t, "owner"), "4321.5", 5)
	require.NoError(t, err)
	require.Empty(t, hits)
}

func TestTheTimelineShowsPayToWhoReadsEverybodys(t *testing.T) {
	t.Parallel()
	w := paying(t)
	for _, role := range []string{"owner", "hr.payroll"} {
		var line struct{ Items []history.Item }
		w.withHistory(t, role).Get("/history/timeline?entity=hr.employee&id=" + strings.TrimPrefix(w.ann, "/hr/employees/")).Is(200).JSON(&line)
		require.Equal(t, "hr.pay_fact", line.Items[0].Entity, role)
		require.Equal(t, role == "owner", line.Items[0].Undoable, "%s: %s", role, line.Items[0].WhyNot)
		shown := object{}
		for _, f := range line.Items[0].Fields {
			shown[f.Name] = f.After
		}
		require.Equal(t, "4321.5", shown["amount"])
	}
	audit := w.withHistory(t, "ops")
	var sets struct {
		Items []history.ChangeSet
	}
	audit.Get("/history/changes?table=hr.pay_fact").Is(200).JSON(&sets)
	require.Len(t, sets.Items, 3)
	r := audit.Get("/history/changes/" + sets.Items[0].ID.String()).Is(200)
	for _, told := range []string{"4321.5", "amount", strings.TrimPrefix(w.cid, "/hr/employees/")} {
		require.NotContains(t, string(r.Body), told, "the log names the table, and neither what nor whose")
	}
	r = w.withHistory(t, "auditor").Get("/history/changes/" + sets.Items[0].ID.String()).Is(200)
	require.NotContains(t, string(r.Body), "4321.5")
}
