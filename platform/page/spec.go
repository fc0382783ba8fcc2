// Package page turns a list request into the slots of a checked SQL query:
// filter, scope, order and keyset cursor. All values are parameters, all SQL
// is ours, and every condition stands in parentheses.
package page

import (
	"slices"
	"strings"
)

// Ops are the ways in which a column may be filtered.
type Ops uint8

// Sets of operators; combine them with |.
const (
	OneOf  Ops = 1 << iota // field=a,b
	Range                  // field.gt, .gte, .lt, .lte
	Prefix                 // field=abc: starts with, on a lower-cased column
	Flag                   // field=true
	Empty                  // field.empty=true
)

// Column is a field that callers may filter or sort by.
type Column struct {
	Expr  string // SQL over the query's own tables; must not be null where Sort is set, unless Up and Down say what to sort by
	Cast  string // text, uuid, timestamptz, date, numeric, boolean, bigint
	Ops   Ops
	Sort  bool
	Class string // a class of fields with rights of its own
	// Value is what the field holds, null where it holds nothing, if Expr is only what sorts by it.
	Value string
	// Currency and Unit are expressions for what amounts of the field are in: amounts in different ones are never summed.
	Currency, Unit string
	// Label names a value of the field: (select s.name from crm.stage s where s.id = @id).
	Label string
	// Tree offers field.under=<id>.
	Tree *Tree
	// Up and Down stand for Expr in the order of a list, upwards and downwards. They are never
	// null: what Expr does not know comes last in both.
	Up, Down string
	// Lookup: equality asks Spec.CustomFinds for records that hold the value, and not Expr.
	Lookup *Lookup
	// Labels are the names of the field's values, where they are no records.
	Labels map[string]string
	finds  string
}

// Tree is a hierarchy in a table of the list's own schema.
type Tree struct {
	Table  string // inventory.category, with a column id
	Parent string // its column that names the record above
	Of     string // the list's expression that must be in the branch
}

// held is what the field holds; null where it holds nothing.
func (c Column) held() string {
	if c.Value != "" {
		return c.Value
	}
	return c.Expr
}

// sorted is the expression to sort by.
func (c Column) sorted(down bool) string {
	switch {
	case down && c.Down != "":
		return c.Down
	case !down && c.Up != "":
		return c.Up
	}
	return c.Expr
}

// Spec is the truth about one list: what may be filtered and sorted, and which
// rows are whose.
type Spec struct {
	Columns map[string]Column
	// Own, Team and Dept are columns, or expressions over @me, @teams and @depts.
	Own, Team, Dept string
	Tie             string // unique and last in every order; "id" unless said otherwise
	Default         string // the order when none is asked for: -created_at
	Search          string // function of ids for a text: crm.deal_search
	SearchPrefix    string // column for texts too short for Search: name_key
	SearchNear      string // function of ids for a mistyped text: crm.account_near
	// Custom is the column with the values of fields that the organisation adds, as a.custom;
	// CustomFinds the function of ids for values in it, as crm.account_custom. Beside it stands the
	// one for a text, crm.account_custom_words.
	Custom, CustomFinds string
}

const (
	param        = "\x00" // becomes $n when the query is sent
	defaultLimit = 50
	maxLimit     = 200
)

type fragment struct {
	sql  string
	args []any
}

func join(parts []fragment, with string) fragment {
	if len(parts) == 0 {
		return fragment{sql: "true"}
	}
	var f fragment
	sql := make([]string, len(parts))
	for i, p := range parts {
		sql[i] = p.sql
		f.args = append(f.args, p.args...)
	}
	f.sql = "(" + strings.Join(sql, with) + ")"
	return f
}

func (s *Spec) tie() string {
	if s.Tie == "" {
		return "id"
	}
	return s.Tie
}

func (s *Spec) sortable() string {
	var names []string
	for n, c := range s.Columns {
		if c.Sort {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// Fields lists the names of the columns, sorted, for the API's description.
func (s *Spec) Fields() []string {
	names := make([]string, 0, len(s.Columns))
	for n := range s.Columns {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}
