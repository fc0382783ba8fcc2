package demo

import (
	"context"
	"net/http"
	"strings"
)

// position is a seat in a unit, or several alike.
type position struct {
	unit, title, grade string
	headcount          int
}

// wanted are unit and title of seats that nobody holds yet, beside those that the staff fill.
var wanted = []string{"Sales|Account manager", "Warehouse|Warehouse clerk", "Purchasing|Category manager", "Customer service|Service agent"}

// positions are what the staff do, unit by unit, and what is still wanted.
func positions(staff []person) []position {
	var out []position
	at := map[[2]string]int{}
	seat := func(unit, title string) {
		key := [2]string{unit, title}
		if _, known := at[key]; !known {
			at[key] = len(out)
			out = append(out, position{unit: unit, title: title, grade: gradeOf(title)})
		}
		out[at[key]].headcount++
	}
	for _, p := range staff {
		seat(p.unit, p.title)
	}
	for _, w := range wanted {
		unit, title, _ := strings.Cut(w, "|")
		seat(unit, title)
	}
	return out
}

// gradeOf ranks a title: the board, leading others, professionals, and who carries the goods.
func gradeOf(title string) string {
	switch {
	case strings.Contains(title, "director"):
		return "E1"
	case strings.HasPrefix(title, "Head"):
		return "M2"
	case strings.Contains(title, "lead"):
		return "M1"
	case strings.Contains(title, "clerk"), strings.Contains(title, "agent"), title == "Driver", title == "Inside sales":
		return "S2"
	}
	return "P3"
}

// positions makes the seats and gives each to who sits there, whose title it says.
func (f *filling) positions(ctx context.Context, staff []person) error {
	units, err := f.ids(ctx, "/hr/units", "name")
	if err != nil {
		return err
	}
	type seated struct {
		ID    string `json:"id"`
		Title string `json:"title"`
		Unit  struct {
			Name string `json:"name"`
		} `json:"unit"`
	}
	var have struct{ Items []seated }
	if err := f.call(ctx, http.MethodGet, "/hr/positions?limit=200", nil, &have); err != nil {
		return err
	}
	seats := map[[2]string]string{}
	for _, p := range have.Items {
		seats[[2]string{p.Unit.Name, p.Title}] = p.ID
	}
	for _, p := range positions(staff) {
		key := [2]string{p.unit, p.title}
		if seats[key] != "" {
			continue
		}
		var made seated
		if err := f.call(ctx, http.MethodPost, "/hr/positions", object{"unit_id": units[p.unit], "title": p.title, "grade": p.grade, "headcount": p.headcount}, &made); err != nil {
			return err
		}
		seats[key] = made.ID
	}
	everybody, err := f.directory(ctx)
	if err != nil {
		return err
	}
	for _, p := range staff {
		if err := f.seat(ctx, everybody[p.number], seats[[2]string{p.unit, p.title}]); err != nil {
			return err
		}
	}
	return nil
}

// seat gives somebody's only job its position, from their first day on.
func (f *filling) seat(ctx context.Context, e employee, position string) error {
	var jobs struct {
		Items []struct {
			ID       string
			Position struct{ ID string }
		}
	}
	if err := f.call(ctx, http.MethodGet, "/hr/employees/"+e.ID+"/jobs", nil, &jobs); err != nil {
		return err
	}
	if len(jobs.Items) != 1 || jobs.Items[0].Position.ID != "" {
		return nil // somebody has been here before
	}
	return f.change(ctx, http.MethodPost, "/hr/employees/"+e.ID+"/jobs/"+jobs.Items[0].ID+"/correct", e.Version, object{"position_id": position})
}
