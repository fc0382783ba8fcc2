package hrmodule_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

// walker does random things to people, units and positions.
type walker struct {
	house
	ids map[string][]string // by kind
	n   int
}

func TestWhateverIsDoneInHRCanBeTakenBack(t *testing.T) {
	t.Parallel()
	pgtest.Retraced(t, 18, 9, func(t *testing.T) pgtest.Retrace {
		w := &walker{house: setup(t), ids: map[string][]string{}}
		w.ids["units"] = []string{w.unit}
		boss := w.hired("Bea Boss", nil)
		w.ids["bosses"] = []string{fmt.Sprint(boss["id"])}
		return pgtest.Retrace{DB: w.db, Undo: undoer(w.db.With(t, w.db.Context(t), authz.TestPolicy{Resources: w.module.Resources}, "owner"), w.db, w.module.Entities), Schema: "hr", Step: w.step, Without: []string{"employee.next_hired_on"}}
	})
}

// undoer undoes as ctx's person, with all that the module hands to history.
func undoer(ctx context.Context, d *pgtest.DB, entities []history.Entity) func(uuid.UUID) ([]any, error) {
	svc := history.New(history.Options{DB: d.Root, Clock: clock.Clock{}, Names: func(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
		return map[kernel.ID[kernel.User]]string{}, nil
	}})
	svc.Register(entities...)
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
	return w.ids[kind][r.IntN(len(w.ids[kind]))]
}

func (w *walker) create(kind string, body object) string {
	var out object
	if made := w.Post("/hr/"+kind, body); made.Status == 201 {
		made.JSON(&out)
		w.ids[kind] = append(w.ids[kind], fmt.Sprint(out["id"]))
	}
	return "make " + kind
}

// try changes a record that may be gone, or refuse; tagged is where its version stands.
func (w *walker) try(method, path, tagged string, body any) string {
	if is := w.Get(tagged); is.Status == 200 {
		w.Do(method, path, body, "If-Match", is.Header.Get("ETag"))
	}
	return method + path[len("/hr/"):]
}

func word(r *rand.Rand) string { return fmt.Sprintf("W%d", r.IntN(90)) }
func day(r *rand.Rand) string  { return fmt.Sprintf("2025-%02d-01", 1+r.IntN(9)) }

func (w *walker) fact(r *rand.Rand, list string) string {
	var all struct{ Items []object }
	if is := w.Get(list); is.Status == 200 {
		is.JSON(&all)
	}
	if len(all.Items) == 0 {
		return "00000000-0000-7000-8000-000000000000"
	}
	return fmt.Sprint(all.Items[r.IntN(len(all.Items))]["id"])
}

func (w *walker) step(r *rand.Rand) string {
	hire := func() string {
		return w.create("employees", object{"legal_name": word(r), "hired_on": "2024-01-01", "unit_id": w.unit, "title": word(r), "manager_id": w.some(r, "bosses")})
	}
	if w.n++; w.n <= 3 {
		return []func() string{hire, func() string {
			return w.create("positions", object{"title": word(r), "unit_id": w.unit, "headcount": 2})
		}, hire}[w.n-1]()
	}
	who := "/hr/employees/" + w.some(r, "employees")
	unit, position := "/hr/units/"+w.some(r, "units"), "/hr/positions/"+w.some(r, "positions")
	switch r.IntN(15) {
	case 0:
		return hire()
	case 1:
		return w.create("units", object{"name": word(r), "code": word(r), "parent_id": w.unit})
	case 2:
		return w.create("positions", object{"title": word(r), "unit_id": w.some(r, "units"), "headcount": 1})
	case 3:
		return w.try("PATCH", who, who, object{"preferred_name": word(r), "phone": word(r)})
	case 4:
		return w.try("PATCH", who, who, object{"birth_date": "1980-01-0" + fmt.Sprint(1+r.IntN(9)), "notes": word(r)})
	case 5, 6:
		return w.try("POST", who+"/jobs", who, object{"from": day(r), "title": word(r), "unit_id": w.some(r, "units")})
	case 7:
		return w.try("POST", who+"/jobs/"+w.fact(r, who+"/jobs")+"/correct", who, object{"title": word(r)})
	case 8:
		return w.try("POST", who+"/jobs/"+w.fact(r, who+"/jobs")+"/move", who, object{"from": day(r)})
	case 9:
		return w.try("DELETE", who+"/jobs/"+w.fact(r, who+"/jobs"), who, nil)
	case 10:
		return w.try("POST", who+"/manager", who, object{"from": day(r), "manager_id": []string{"", w.some(r, "bosses")}[r.IntN(2)]})
	case 11:
		return w.try("DELETE", who+"/managers/"+w.fact(r, who+"/managers"), who, nil)
	case 12:
		return w.try("POST", who+"/facts/pay", who+"/facts/pay", object{"from": day(r), "amount": fmt.Sprint(1000 + r.IntN(900)), "basis": "month"})
	case 13:
		return w.try("PATCH", unit, unit, object{"name": word(r), "manager_id": w.some(r, "bosses")})
	}
	return w.try("PATCH", position, position, object{"title": word(r), "headcount": 3})
}
