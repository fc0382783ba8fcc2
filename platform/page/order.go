package page

import (
	"encoding/json"
	"slices"
	"strings"

	"longhouse/platform/fault"
)

// maxSort is by how many fields a list is sorted at once.
const maxSort = 3

// key is a field that a list is sorted by.
type key struct {
	name, expr, cast string
	down             bool
}

// order is the fields that a list is sorted by, and what decides between equals:
// it goes the way of the last field.
type order struct {
	keys []key
	tie  string
}

// order finds the fields to sort by, and which way.
func (s *Spec) order(r Request, scope Scope) (order, error) {
	sort := r.Sort
	if sort == "" {
		sort = s.Default
	}
	by := order{tie: s.tie()}
	for word := range strings.SplitSeq(sort, ",") {
		name, down := strings.CutPrefix(word, "-")
		c, ok := s.column(name, r)
		if !ok || !c.Sort {
			return by, fault.ErrUnknownField.Field("/sort", "unknown_field", "This list cannot be sorted by that field; it sorts by "+s.sortable()+".")
		}
		if !scope.MayRead(c.Class) {
			return by, scope.refuse(name, c.Class)
		}
		if slices.ContainsFunc(by.keys, func(k key) bool { return k.name == name }) || len(by.keys) == maxSort {
			return by, fault.ErrInvalid.Field("/sort", "invalid", "A list is sorted by at most three fields, each named once.")
		}
		by.keys = append(by.keys, key{name, c.sorted(down), c.Cast, down})
	}
	return by, nil
}

// String is the order as a request says it.
func (o order) String() string {
	words := make([]string, len(o.keys))
	for i, k := range o.keys {
		if words[i] = k.name; k.down {
			words[i] = "-" + k.name
		}
	}
	return strings.Join(words, ",")
}

func (o order) down() bool { return o.keys[len(o.keys)-1].down }

func (o order) sql() string {
	var parts []string
	for _, k := range append(slices.Clone(o.keys), key{expr: o.tie, down: o.down()}) {
		if k.down {
			k.expr += " desc"
		}
		parts = append(parts, k.expr)
	}
	return strings.Join(parts, ", ")
}

// key is what a cursor keeps of a row: the value, or all of them as JSON.
func (o order) key() string {
	if len(o.keys) == 1 {
		return "(" + o.keys[0].expr + ")::text"
	}
	parts := make([]string, len(o.keys))
	for i, k := range o.keys {
		parts[i] = "(" + k.expr + ")::text"
	}
	return "jsonb_build_array(" + strings.Join(parts, ", ") + ")::text"
}

// after is true for the rows behind a cursor.
func (o order) after(text string) (fragment, error) {
	c, err := parseCursor(text, o.String())
	if err != nil {
		return fragment{}, err
	}
	values := []string{c.Value}
	if len(o.keys) > 1 && json.Unmarshal([]byte(c.Value), &values) != nil || len(values) != len(o.keys) {
		return fragment{}, fault.ErrCursor.At("/after")
	}
	for i, k := range o.keys {
		if !valid(k.cast, values[i]) {
			return fragment{}, fault.ErrCursor.At("/after")
		}
	}
	f := o.behind(0, values, c)
	if first := o.keys[0]; !o.sameWay(0) { // an index can start here; in an or it would not
		bound := fragment{"(" + first.expr + " " + comparison(first.down) + "= " + first.value() + ")", []any{values[0]}}
		f = join([]fragment{bound, f}, " and ")
	}
	return f, nil
}

// behind compares the fields from i on. Those that go one way are compared as a
// row, which an index serves; where the way turns, one field decides first.
func (o order) behind(i int, values []string, c cursor) fragment {
	if o.sameWay(i) {
		var exprs, marks []string
		var args []any
		for n, k := range o.keys[i:] {
			exprs, marks, args = append(exprs, k.expr), append(marks, k.value()), append(args, values[i+n])
		}
		return fragment{"((" + strings.Join(append(exprs, o.tie), ", ") + ") " + comparison(o.down()) + " (" + strings.Join(append(marks, param+"::uuid"), ", ") + "))", append(args, c.ID)}
	}
	k, rest := o.keys[i], o.behind(i+1, values, c)
	return fragment{"(" + k.expr + " " + comparison(k.down) + " " + k.value() + " or " + k.expr + " = " + k.value() + " and " + rest.sql + ")",
		append([]any{values[i], values[i]}, rest.args...)}
}

func (o order) sameWay(from int) bool {
	return !slices.ContainsFunc(o.keys[from:], func(k key) bool { return k.down != o.down() })
}

func (k key) value() string { return param + "::text::" + k.cast }

func comparison(down bool) string {
	if down {
		return "<"
	}
	return ">"
}
