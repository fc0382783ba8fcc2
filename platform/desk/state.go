package desk

import (
	"encoding/json"
	"regexp"

	"longhouse/platform/fault"
)

// State is how a view shows its list. What is left out is as the list itself has it.
type State struct {
	Layout     string            `json:"layout,omitempty" enum:"list,board,calendar,chart"`
	Conditions map[string]string `json:"conditions,omitempty" maxProperties:"50" doc:"As the list's query takes them: status=open, created_at.during=this_week"`
	Filter     string            `json:"filter,omitempty" maxLength:"20000" doc:"The list's nested filter: a JSON tree of and, or, not"`
	Q          string            `json:"q,omitempty" maxLength:"200"`
	Scope      string            `json:"scope,omitempty" enum:"own,team,dept"`
	Sort       string            `json:"sort,omitempty" maxLength:"200" doc:"Up to three fields: status,-created_at"`
	Columns    []string          `json:"columns,omitempty" maxItems:"100" doc:"In the order of the screen"`
	Widths     map[string]int    `json:"widths,omitempty" maxProperties:"100" doc:"Of columns, in pixels"`
	Pinned     []string          `json:"pinned,omitempty" maxItems:"10" doc:"Columns that stay at the start"`
	Group      []string          `json:"group,omitempty" maxItems:"2" doc:"status, created_at:month"`
	Aggregates map[string]string `json:"aggregates,omitempty" maxProperties:"50" doc:"Of columns: count, sum, avg, min, max, filled"`
	Density    string            `json:"density,omitempty" enum:"comfortable,regular,dense"`
	By         string            `json:"by,omitempty" maxLength:"100" doc:"The field of a board's columns, a chart's bars or a calendar's days"`
	Measure    string            `json:"measure,omitempty" maxLength:"100" doc:"What a chart shows: count, sum:amount"`
	Chart      string            `json:"chart,omitempty" enum:"bar,line"`
}

var (
	fieldWord = regexp.MustCompile(`^[a-z][a-z0-9_]{0,60}(\.[a-z0-9_]{1,60}){0,2}$`) // custom.budget.gte
	groupWord = regexp.MustCompile(`^[a-z][a-z0-9_.]{0,100}(:(day|week|month|quarter|year))?$`)
	sumWord   = regexp.MustCompile(`^(count|sum|avg|min|max|filled)$`)
)

// check refuses what no list could mean. Whether the list has the fields it
// finds out itself: they may come and go.
func (s State) check() error {
	var faults fault.Collector
	s.collect(&faults, "/state")
	return faults.Err()
}

// collect notes what is wrong with a state that stands at a pointer.
func (s State) collect(faults *fault.Collector, at string) {
	for name, value := range s.Conditions {
		faults.Check(fieldWord.MatchString(name) && len(value) <= 2000, at+"/conditions", "invalid", "A condition is a field of the list, with or without an operator, and a short text.")
	}
	faults.Check(s.Filter == "" || json.Valid([]byte(s.Filter)), at+"/filter", "invalid", "The filter is a JSON tree.")
	words := func(pointer string, list []string) {
		for _, w := range list {
			faults.Check(fieldWord.MatchString(w), pointer, "invalid", "This needs names of columns.")
		}
	}
	words(at+"/columns", s.Columns)
	words(at+"/pinned", s.Pinned)
	for name, width := range s.Widths {
		faults.Check(fieldWord.MatchString(name) && width >= 40 && width <= 1200, at+"/widths", "invalid", "A column is 40 to 1,200 pixels wide.")
	}
	for _, g := range s.Group {
		faults.Check(groupWord.MatchString(g), at+"/group", "invalid", "A list is grouped by its fields, dates with a step: created_at:month.")
	}
	for name, sum := range s.Aggregates {
		faults.Check(fieldWord.MatchString(name) && sumWord.MatchString(sum), at+"/aggregates", "invalid", "Say count, sum, avg, min, max or filled of a column.")
	}
	faults.Check(s.By == "" || groupWord.MatchString(s.By), at+"/by", "invalid", "This needs a field of the list.")
}
