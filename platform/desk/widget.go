package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
)

// What a widget shows of its list.
const (
	Number = "number"
	Table  = "table"
	Chart  = "chart"
)

// columns is how wide a dashboard is.
const columns = 12

// mostWidgets is how many a dashboard holds: each asks its list something.
const mostWidgets = 30

// Widget is one thing on a dashboard: a list, perhaps as a view of it has it,
// counted, listed or drawn. It holds no figures: whoever looks at it asks the
// list themselves.
type Widget struct {
	ID     uuid.UUID  `json:"id"`
	Kind   string     `json:"kind,omitempty" enum:"number,table,chart" doc:"Missing with a list that the caller may not read"`
	Title  string     `json:"title,omitempty" maxLength:"100" doc:"Nothing: it is called as its view or list is"`
	List   string     `json:"list,omitempty" maxLength:"100" pattern:"^[a-z]+(\\.[a-z_-]+)+$" example:"crm.deals" doc:"The list's address, with dots"`
	ViewID *uuid.UUID `json:"view_id,omitempty" doc:"The saved view that it follows; by, measure, chart and columns of its own state come before the view's"`
	State  State      `json:"state" doc:"Conditions, and what is shown: by and measure of a number or a chart, columns of a table"`
	X      int        `json:"x" minimum:"0" maximum:"11" doc:"Of twelve columns"`
	Y      int        `json:"y" minimum:"0" maximum:"1000"`
	W      int        `json:"w" minimum:"1" maximum:"12"`
	H      int        `json:"h" minimum:"1" maximum:"20"`
}

// Shown is a widget as the caller sees it.
type Shown struct {
	Widget
	Hidden bool        `json:"hidden" doc:"The caller may not read its list: only its place is told"`
	Gone   bool        `json:"gone" doc:"Its view is deleted, or not shared with the caller"`
	View   *WidgetView `json:"view,omitempty"`
}

// WidgetView is the view that a widget follows.
type WidgetView struct {
	Name    string `json:"name"`
	Sharing string `json:"sharing" enum:"private,team,organisation"`
	State   State  `json:"state"`
}

var listWord = regexp.MustCompile(`^[a-z]+(\.[a-z_-]+)+$`)

func readWidgets(raw []byte) ([]Widget, error) {
	out := []Widget{}
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("widgets of a dashboard: %w", err)
	}
	return out, nil
}

// merged are the widgets that a dashboard is to have: what the caller may not see
// of those it has stays as it is, at the place where they put it.
func (e eyes) merged(has, wanted []Widget) ([]Widget, error) {
	known := map[uuid.UUID]Widget{}
	for _, w := range has {
		known[w.ID] = w
	}
	out := make([]Widget, len(wanted))
	for i, w := range wanted {
		if old, ok := known[w.ID]; ok && !e.lists(old.List) {
			old.X, old.Y, old.W, old.H = w.X, w.Y, w.W, w.H
			w = old
		} else if !e.lists(w.List) {
			return nil, ErrList.At("/widgets/" + strconv.Itoa(i) + "/list")
		}
		out[i] = w
	}
	return out, nil
}

// checkWidgets looks at widgets as a whole.
func checkWidgets(widgets []Widget) error {
	var faults fault.Collector
	faults.Check(len(widgets) <= mostWidgets, "/widgets", "too_many", "A dashboard has at most 30 widgets. Make a second one.")
	seen := map[uuid.UUID]bool{}
	for i, w := range widgets {
		at := "/widgets/" + strconv.Itoa(i)
		faults.Check(w.ID != uuid.Nil && !seen[w.ID], at+"/id", "invalid", "Each widget has an ID of its own.")
		faults.Check(w.Kind == Number || w.Kind == Table || w.Kind == Chart, at+"/kind", "invalid", "A widget is a number, a table or a chart.")
		faults.Check(listWord.MatchString(w.List), at+"/list", "invalid", "A widget needs a list.")
		faults.Check(w.X+w.W <= columns, at+"/w", "invalid", "A dashboard is twelve columns wide.")
		w.State.collect(&faults, at+"/state")
		seen[w.ID] = true
	}
	return faults.Err()
}

// checkViews refuses views that a widget is to follow from now on and that are
// not the caller's to see, or of another list. One that went stays named.
func (s *Service) checkViews(ctx context.Context, tx *db.Tx, see eyes, has, widgets []Widget) error {
	old := map[uuid.UUID]*uuid.UUID{}
	for _, w := range has {
		old[w.ID] = w.ViewID
	}
	views, err := s.viewsOf(ctx, tx, see, widgets)
	if err != nil {
		return err
	}
	var faults fault.Collector
	for i, w := range widgets {
		if w.ViewID == nil || old[w.ID] != nil && *old[w.ID] == *w.ViewID {
			continue
		}
		v, ok := views[*w.ViewID]
		faults.Check(ok && v.List == w.List, "/widgets/"+strconv.Itoa(i)+"/view_id", "unknown", "There is no such view of this list, or you may not see it.")
	}
	return faults.Err()
}

// viewsOf are the views that widgets follow, as far as the caller sees them.
func (s *Service) viewsOf(ctx context.Context, tx *db.Tx, see eyes, widgets []Widget) (map[uuid.UUID]row, error) {
	var ids []uuid.UUID
	for _, w := range widgets {
		if w.ViewID != nil {
			ids = append(ids, *w.ViewID)
		}
	}
	out := map[uuid.UUID]row{}
	if len(ids) == 0 {
		return out, nil
	}
	found, err := query(tx).GetViews(ctx, ids)
	for _, r := range found {
		if see.may(row(r)) {
			out[r.ID] = row(r)
		}
	}
	return out, err
}

// show says of widgets what the caller may know.
func (e eyes) show(widgets []Widget, views map[uuid.UUID]row) ([]Shown, error) {
	out := make([]Shown, len(widgets))
	for i, w := range widgets {
		if !e.lists(w.List) {
			out[i] = Shown{Widget: Widget{ID: w.ID, X: w.X, Y: w.Y, W: w.W, H: w.H}, Hidden: true}
			continue
		}
		out[i] = Shown{Widget: w}
		if w.ViewID == nil {
			continue
		}
		r, ok := views[*w.ViewID]
		if !ok || r.List != w.List {
			out[i].Gone = true
			continue
		}
		v, err := e.view(r)
		if err != nil {
			return nil, err
		}
		out[i].View = &WidgetView{Name: v.Name, Sharing: v.Sharing, State: v.State}
	}
	return out, nil
}
