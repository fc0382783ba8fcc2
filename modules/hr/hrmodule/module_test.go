package hrmodule_test

import (
	"context"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/hr/hrmodule"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

type object = map[string]any

// house is hr alone, over HTTP, on 15 February 2025.
type house struct {
	*pgtest.Client
	db     *pgtest.DB
	module hrmodule.Module
	unit   string
}

var outbox sync.Once

func setup(t *testing.T) house {
	t.Helper()
	d := pgtest.New(t)
	outbox.Do(func() { d.Root.SetOutbox(nowhere{}) })
	m := hrmodule.New(hrmodule.Deps{DB: d.Root.For("hr"), Clock: clock.Fixed(time.Date(2025, 2, 15, 12, 0, 0, 0, time.UTC)),
		Zone: func(context.Context) (*time.Location, error) { return time.UTC, nil }, Logins: logins{d.User},
		Currency: func(context.Context) (kernel.Currency, error) { return "EUR", nil }})
	h := house{Client: d.Server(t, map[string]func(*rest.API){"hr": m.Routes}, "owner"), db: d, module: m}
	h.unit = h.made("/hr/units", object{"name": "Sales", "code": "S"})["id"].(string)
	return h
}

// as is the same house for somebody with other roles.
func (h house) as(t *testing.T, roles ...string) *pgtest.Client {
	t.Helper()
	return h.db.Server(t, map[string]func(*rest.API){"hr": h.module.Routes}, roles...)
}

func (h house) made(path string, body object) object {
	var out object
	h.Post(path, body).Is(http.StatusCreated).JSON(&out)
	return out
}

func (h house) hired(name string, more object) object {
	body := object{"legal_name": name, "hired_on": "2024-01-01", "unit_id": h.unit, "title": "Clerk"}
	for k, v := range more {
		body[k] = v
	}
	return h.made("/hr/employees", body)
}

// tag reads a record and answers its path and ETag.
func (h house) tag(path string) []string {
	return []string{"If-Match", h.Get(path).Is(http.StatusOK).Header.Get("ETag")}
}

// fresh empties what the last answer left.
func fresh[T any](into *T) *T {
	*into = *new(T)
	return into
}

func TestMain(m *testing.M) {
	os.Exit(pgtest.Main(m, "hr", hrmodule.New(hrmodule.Deps{DB: (&db.Root{}).For("hr")}).Routes))
}

func TestAnOperationThatNoTestCallsIsNamed(t *testing.T) {
	t.Parallel()
	operations := []rest.Registered{{ID: "hr-get-unit", Method: "GET", Path: "/api/v1/hr/units/{id}"}, {ID: "hr-archive-unit", Method: "POST", Path: "/api/v1/hr/units/{id}/archive"}}
	require.Equal(t, []string{"hr-archive-unit"}, pgtest.Uncalled(operations, map[string]bool{"GET /api/v1/hr/units/" + uuid.NewString(): true}))
}

type nowhere struct{}

func (nowhere) Flush(context.Context, *db.Tx, []kernel.Event, []db.Enqueued) error { return nil }
func (nowhere) Wake(kernel.ID[kernel.Org])                                         {}

// logins knows one login.
type logins struct{ known kernel.ID[kernel.User] }

func (logins) Disable(context.Context, kernel.ID[kernel.User], string) error { return nil }
func (logins) MayDisable(context.Context, kernel.ID[kernel.User]) error      { return nil }

func (l logins) Names(_ context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
	out := map[kernel.ID[kernel.User]]string{}
	for _, id := range ids {
		if id == l.known {
			out[id] = "Known"
		}
	}
	return out, nil
}

func TestAnEmployeesLifeOverHTTP(t *testing.T) {
	t.Parallel()
	h := setup(t)
	boss := h.hired("Bea Boss", nil)
	e := h.hired("Ann Example", object{"manager_id": boss["id"], "birth_date": "1980-05-05", "email": "ann@example.com"})
	at := "/hr/employees/" + e["id"].(string)
	require.Equal(t, "Bea Boss", e["manager"].(object)["name"])
	require.Equal(t, "active", e["status"])
	require.Equal(t, "1980-05-05", e["birth_date"])

	h.Patch(at, object{"preferred_name": "Annie", "phone": "+49 30 12"}, h.tag(at)...).Is(http.StatusOK).JSON(fresh(&e))
	require.Equal(t, "Annie", e["name"])
	h.Patch(at, `{"phone": null}`, h.tag(at)...).Is(http.StatusOK).JSON(fresh(&e))
	require.NotContains(t, e, "phone")

	h.Post(at+"/jobs", object{"from": "2025-03-01", "title": "Lead"}, h.tag(at)...).Is(http.StatusOK)
	var jobs struct{ Items []object }
	h.Get(at + "/jobs").Is(http.StatusOK).JSON(&jobs)
	require.Equal(t, "upcoming", jobs.Items[0]["state"])
	require.Equal(t, "2025-02-28", jobs.Items[1]["valid_to"])
	job := at + "/jobs/" + jobs.Items[0]["id"].(string)
	h.Post(job+"/correct", object{"title": "Head"}, h.tag(at)...).Is(http.StatusOK)
	h.Post(job+"/move", object{"from": "2025-04-01"}, h.tag(at)...).Is(http.StatusOK)
	var later object
	h.Get(at + "?as_of=2025-04-01").Is(http.StatusOK).JSON(&later)
	require.Equal(t, "Head", later["title"])
	h.Delete(job, h.tag(at)...).Is(http.StatusOK)

	h.Post(at+"/manager", object{"from": "2025-03-01", "manager_id": ""}, h.tag(at)...).Is(http.StatusOK)
	var managers struct{ Items []object }
	h.Get(at + "/managers").Is(http.StatusOK).JSON(&managers)
	require.Len(t, managers.Items, 2)
	line := at + "/managers/" + managers.Items[0]["id"].(string)
	h.Post(line+"/correct", object{"manager_id": boss["id"]}, h.tag(at)...).Is(http.StatusOK)
	h.Delete(line, h.tag(at)...).Is(http.StatusOK)

	h.Post(at+"/login", object{"login_id": h.db.User}, h.tag(at)...).Is(http.StatusOK)
	require.Equal(t, "hr.reference_unknown", h.Post(at+"/login", object{"login_id": uuid.New()}, h.tag(at)...).Is(422).Code())

	h.Post(at+"/end", object{"last_day": "2025-02-10", "reason": "resigned"}, h.tag(at)...).Is(http.StatusOK).JSON(fresh(&e))
	require.Equal(t, "left", e["status"])
	require.NotContains(t, e, "unit", "no fact of a day without employment")
	h.Post(at+"/rehire", object{"hired_on": "2025-06-01", "seniority": "gap", "unit_id": h.unit}, h.tag(at)...).Is(http.StatusOK)
	var spells struct{ Items []object }
	h.Get(at + "/employments").Is(http.StatusOK).JSON(&spells)
	require.Len(t, spells.Items, 2)
	require.Equal(t, true, spells.Items[0]["announced"])
}

func TestListsChartUnitsAndPositionsOverHTTP(t *testing.T) {
	t.Parallel()
	h := setup(t)
	boss := h.hired("Bea Boss", nil)
	h.hired("Ann Example", object{"manager_id": boss["id"]})

	var list struct {
		Items []object
		Next  string
		Total object
	}
	h.Get("/hr/employees?status=active&limit=1&count=1&sort=-name").Is(http.StatusOK).JSON(fresh(&list))
	require.Equal(t, "Bea Boss", list.Items[0]["name"])
	require.NotEmpty(t, list.Next)
	require.EqualValues(t, 2, list.Total["count"])
	require.Equal(t, "/as_of", h.Get("/hr/employees?as_of=tomorrow").Is(422).Problem().Errors[0].Pointer)
	h.Get("/hr/employees?as_of=2023-01-01&status=active").Is(http.StatusOK).JSON(fresh(&list))
	require.Empty(t, list.Items)
	require.Contains(t, string(h.Get("/hr/employees?format=csv").Is(http.StatusOK).Body), "Ann Example")

	var chart struct{ Nodes []object }
	h.Get("/hr/org-chart?as_of=2025-01-01").Is(http.StatusOK).JSON(fresh(&chart))
	require.Equal(t, "Bea Boss", chart.Nodes[0]["name"])
	require.EqualValues(t, 1, chart.Nodes[0]["reports"])
	h.Get("/hr/org-chart?root=" + boss["id"].(string) + "&depth=1").Is(http.StatusOK).JSON(fresh(&chart))
	require.Len(t, chart.Nodes, 1)

	low := h.made("/hr/units", object{"name": "Field", "parent_id": h.unit, "manager_id": boss["id"]})
	at := "/hr/units/" + low["id"].(string)
	h.Patch(at, object{"name": "Fields", "manager_id": ""}, h.tag(at)...).Is(http.StatusOK).JSON(fresh(&low))
	require.NotContains(t, low, "manager")
	h.Get("/hr/units?parent_id=" + h.unit + "&archived=false").Is(http.StatusOK).JSON(fresh(&list))
	require.Len(t, list.Items, 1)
	require.Equal(t, "hr.unit_in_use", h.Post("/hr/units/"+h.unit+"/archive", nil, h.tag("/hr/units/"+h.unit)...).Is(409).Code())

	seat := h.made("/hr/positions", object{"unit_id": low["id"], "title": "Rep", "headcount": 2})
	seatAt := "/hr/positions/" + seat["id"].(string)
	h.Patch(seatAt, object{"status": "closed"}, h.tag(seatAt)...).Is(http.StatusOK)
	h.Get("/hr/positions?status=closed").Is(http.StatusOK).JSON(fresh(&list))
	require.Len(t, list.Items, 1)
	h.Post(at+"/archive", nil, h.tag(at)...).Is(http.StatusOK)
}

func TestRefusalsOverHTTPNameTheRemedy(t *testing.T) {
	t.Parallel()
	h := setup(t)
	e := h.hired("Ann Example", nil)
	at := "/hr/employees/" + e["id"].(string)

	p := h.Post("/hr/employees", object{"legal_name": " ", "hired_on": "2024-01-01", "unit_id": uuid.New(), "email": "no address"}).Is(422).Problem()
	require.Equal(t, "invalid", p.Code)
	require.Equal(t, []string{"/legal_name", "/email"}, []string{p.Errors[0].Pointer, p.Errors[1].Pointer})
	require.Equal(t, "/unit_id", h.Post("/hr/employees", object{"legal_name": "X", "hired_on": "2024-01-01", "unit_id": uuid.New()}).Is(422).Problem().Errors[0].Pointer)
	require.Equal(t, "unknown_field", h.Post("/hr/employees", object{"legal_name": "X", "hired_on": "2024-01-01", "unit_id": h.unit, "salary": 1}).Is(422).Problem().Errors[0].Code)
	h.Post("/hr/employees", `{"legal_name": "X", "hired_on": "31.12.2024", "unit_id": "`+h.unit+`"}`).Is(422)
	h.Post("/hr/employees", `{"legal_name"`).Is(400)

	require.Equal(t, "if_match_required", h.Patch(at, object{"phone": "1"}).Is(428).Code())
	require.Equal(t, "stale", h.Patch(at, object{"phone": "1"}, "If-Match", `"99"`).Is(412).Code())
	require.Equal(t, "hr.fact_same_day", h.Post(at+"/jobs", object{"from": "2024-01-01", "title": "B"}, h.tag(at)...).Is(409).Code())
	require.Equal(t, "hr.not_employed", h.Post(at+"/jobs", object{"from": "2023-01-01", "title": "B"}, h.tag(at)...).Is(422).Code())
	require.Equal(t, "hr.line_cycle", h.Post(at+"/manager", object{"from": "2025-01-01", "manager_id": e["id"]}, h.tag(at)...).Is(422).Code())
	h.Get("/hr/employees/" + uuid.NewString()).Is(404)
	h.Get("/hr/employees/nonsense").Is(422)

	key := []string{"Idempotency-Key", uuid.NewString()}
	body := object{"legal_name": "Once", "hired_on": "2024-01-01", "unit_id": h.unit}
	var first, second object
	h.Post("/hr/employees", body, key...).Is(http.StatusCreated).JSON(&first)
	h.Post("/hr/employees", body, key...).Is(http.StatusCreated).JSON(&second)
	require.Equal(t, first, second)
	body["legal_name"] = "Twice"
	require.Equal(t, "idempotency_key_reused", h.Post("/hr/employees", body, key...).Is(422).Code())
}

func TestRolesOverHTTP(t *testing.T) {
	t.Parallel()
	h := setup(t)
	e := h.hired("Ann Example", object{"personal_phone": "+49 30 1"})
	at := "/hr/employees/" + e["id"].(string)

	self := h.as(t, "hr.self")
	var seen object
	self.Get(at).Is(http.StatusOK).JSON(fresh(&seen))
	require.NotContains(t, seen, "personal_phone")
	require.Equal(t, []any{"personal", "salary"}, seen["_hidden"])
	self.Patch(at, object{"phone": "1"}, h.tag(at)...).Is(403)
	self.Post("/hr/employees", object{"legal_name": "X", "hired_on": "2024-01-01", "unit_id": h.unit}).Is(403)
	self.Get("/hr/employees?format=csv").Is(403)

	h.as(t, "hr.lead").Get(at).Is(404) // not below me in the line
	h.as(t, "ops").Get(at).Is(403)
	h.as(t, "hr.officer").Get(at).Is(http.StatusOK).JSON(fresh(&seen))
	require.Equal(t, "+49 30 1", seen["personal_phone"])
	require.Equal(t, []any{"salary"}, seen["_hidden"])
}
