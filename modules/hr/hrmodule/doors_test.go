package hrmodule_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

// operations lists all that hr serves.
func (h house) operations() []rest.Registered {
	a := rest.New(rest.Options{})
	h.module.Routes(a.For("hr"))
	return a.Operations()
}

// bodies are what operations on a record cannot do without.
var bodies = map[string]object{
	"hr-update-employee": {"phone": "1"}, "hr-link-login": {"login_id": ""}, "hr-end-employment": {"last_day": "2025-01-01", "reason": "x"},
	"hr-rehire":     {"hired_on": "2025-01-01", "seniority": "anew", "unit_id": uuid.NewString()},
	"hr-change-job": {"from": "2025-01-01", "title": "x"}, "hr-correct-job": {"title": "x"}, "hr-move-job": {"from": "2025-01-01"},
	"hr-set-manager": {"from": "2025-01-01", "manager_id": ""}, "hr-correct-manager": {"manager_id": ""},
	"hr-change-pay": {"from": "2025-01-01", "basis": "month", "amount": "1"}, "hr-correct-pay": {"amount": "1"},
	"hr-update-unit": {"name": "x"}, "hr-update-position": {"title": "x"},
}

func TestEveryOperationAsksForItsRightAndKnowsNoForeignRecord(t *testing.T) {
	t.Parallel()
	h := setup(t)
	stranger := h.as(t, "crm.marketing")
	for _, o := range h.operations() {
		path := strings.TrimPrefix(strings.NewReplacer("{id}", uuid.NewString(), "{job}", uuid.NewString(), "{line}", uuid.NewString(), "{fact}", uuid.NewString()).Replace(o.Path), rest.Base)
		var body any
		if b, ok := bodies[o.ID]; ok {
			body = b
		}
		require.Equal(t, "forbidden", stranger.Do(o.Method, path, body).Is(403).Code(), o.ID)
		if !strings.Contains(o.Path, "{id}") {
			continue
		}
		require.Equal(t, http.StatusNotFound, h.Do(o.Method, path, body, "If-Match", `"1"`).Status, o.ID)
		if o.Method != http.MethodGet {
			require.Equal(t, "if_match_required", h.Do(o.Method, path, body).Is(428).Code(), o.ID)
		}
	}
}

func TestEveryListIsAFileForWhoMayTakeItOut(t *testing.T) {
	t.Parallel()
	h := setup(t)
	reader := h.as(t, "hr.self")
	lists := 0
	for _, o := range h.operations() {
		if o.Export == "" {
			continue
		}
		lists++
		path := strings.TrimPrefix(o.Path, rest.Base)
		reader.Get(path).Is(200)
		require.Equal(t, "forbidden", reader.Get(path+"?format=csv").Is(403).Code(), o.ID)
		require.Contains(t, h.Get(path+"?format=csv").Is(200).Header.Get("Content-Type"), "text/csv", o.ID)
		require.Equal(t, "unknown_field", h.Get(path + "?colour=red").Is(422).Problem().Errors[0].Code, o.ID)
	}
	require.Equal(t, 3, lists)
}

// load imports Northwind's employees as the platform does, mapped by the guess alone.
func (h house) load(t *testing.T) []imports.Verdict {
	t.Helper()
	to := h.module.Imports[0]
	require.Equal(t, "hr.employees", to.Name)
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", "northwind", "employees.csv"))
	require.NoError(t, err, "the real data must lie beside the repository")
	sheet, err := imports.Read("employees.csv", data, imports.ReadOptions{})
	require.NoError(t, err)
	hints, sample := make([]imports.FieldHint, len(to.Fields)), make([][]string, len(sheet.Rows))
	for i, field := range to.Fields {
		hints[i] = field.FieldHint
	}
	for i, row := range sheet.Rows {
		sample[i] = row.Cells
	}
	records := make([]imports.Record, len(sheet.Rows))
	for key, g := range imports.GuessColumns(sheet.Header, sample, hints) {
		for i, row := range sheet.Rows {
			if records[i].Values == nil {
				records[i].Values = map[string]string{}
			}
			records[i].Values[key] = row.Cells[g.Column]
		}
	}
	chosen := imports.Choices{}
	for _, o := range to.Options {
		chosen[o.Key] = o.Default
	}
	who := h.db.Actor()
	who.Via, who.Run = actor.Import, kernel.NewUUID()
	ctx := actor.With(h.db.As(t, "owner"), who)
	write, err := to.Prepare(ctx, records, chosen)
	require.NoError(t, err)
	done, err := db.Write(ctx, to.DB, func(tx *db.Tx) ([]imports.Verdict, error) { return write(ctx, tx) })
	require.NoError(t, err)
	return done
}

func TestNorthwindsReportingLinesComeOutByREST(t *testing.T) { // D1, D26
	t.Parallel()
	h := setup(t)
	for _, action := range []string{imports.Create, imports.Unchanged} {
		done := h.load(t)
		require.Len(t, done, 9)
		for _, v := range done {
			require.Equal(t, action, v.Action, "%v", v.Faults)
		}
		var chart struct{ Nodes []object }
		h.Get("/hr/org-chart").Is(200).JSON(&chart)
		reports := map[any]any{}
		for i, n := range chart.Nodes {
			require.Equal(t, i == 0, n["manager_id"] == nil, "there is one root")
			if n["reports"] != 0.0 {
				reports[n["name"]] = n["reports"]
			}
		}
		require.Equal(t, map[any]any{"Andrew Fuller": 5.0, "Steven Buchanan": 3.0}, reports)
	}
	var list struct{ Items []object }
	h.Get("/hr/employees?q=fuller").Is(200).JSON(&list)
	require.Equal(t, "Vice President, Sales", list.Items[0]["title"])
	id := list.Items[0]["id"].(string)
	h.Get("/hr/employees?sort=name&manager_id=" + id).Is(200).JSON(fresh(&list))
	require.Len(t, list.Items, 5)
	require.Equal(t, "Andrew Fuller", list.Items[0]["manager"].(object)["name"], "rows carry names")
	var then object
	h.Get("/hr/employees/" + id + "?as_of=1992-08-13").Is(200).JSON(&then)
	require.Equal(t, "upcoming", then["status"])
	require.NotContains(t, then, "title", "never the nearest fact")
	h.Get("/hr/org-chart?as_of=1992-08-13").Is(200).JSON(&then)
	for _, n := range then["nodes"].([]any) {
		require.NotEqual(t, "Andrew Fuller", n.(object)["name"])
	}
}

func TestEveryKindOfRecordHasATimelineThatKeepsToRights(t *testing.T) {
	t.Parallel()
	h := setup(t)
	boss := h.hired("Bea Boss", nil)
	ids := map[string]string{"hr.unit": h.unit, "hr.employee": h.hired("Ann Example", object{"manager_id": boss["id"], "birth_date": "1980-05-05"})["id"].(string),
		"hr.position": h.made("/hr/positions", object{"unit_id": h.unit, "title": "Rep"})["id"].(string)}
	owner, stranger := h.db.As(t, "owner"), h.db.As(t, "crm.marketing")
	kinds := map[string]history.Entity{}
	for _, e := range h.module.Entities {
		kinds[e.Name] = e
		id := uuid.MustParse(ids[e.Name])
		require.NoError(t, e.Visible(owner, id), e.Name)
		require.ErrorIs(t, e.Visible(owner, uuid.New()), fault.ErrNotFound, e.Name)
		require.ErrorIs(t, e.Visible(stranger, id), fault.ErrForbidden, e.Name)
		title, err := e.Title(owner, []uuid.UUID{id, uuid.New()})
		require.NoError(t, err, e.Name)
		require.NotEmpty(t, title[id], e.Name)
		title, err = e.Title(stranger, []uuid.UUID{id})
		require.NoError(t, err, e.Name)
		require.Empty(t, title, e.Name)
	}
	require.Equal(t, "personal", kinds["hr.employee"].Hidden["birth_date"])
	require.Equal(t, "salary", kinds["hr.employee"].Sealed["hr.pay_fact"])
	require.NoError(t, kinds["hr.unit"].Restore(owner, uuid.MustParse(h.unit), kernel.Past{Old: map[string]any{"name": "Old name"}}))
	var u object
	h.Get("/hr/units/" + h.unit).Is(200).JSON(&u)
	require.Equal(t, "Old name", u["name"])
	require.Error(t, kinds["hr.employee"].Restore(owner, uuid.MustParse(boss["id"].(string)), kernel.Past{}), "people report to her")
	require.NoError(t, kinds["hr.employee"].Restore(owner, uuid.MustParse(ids["hr.employee"]), kernel.Past{}))
	h.Get("/hr/employees/" + ids["hr.employee"]).Is(404)

	hits, err := h.module.Search[0].Find(owner, "boss", 5)
	require.NoError(t, err)
	require.Equal(t, "Bea Boss", hits[0].Title)
}
