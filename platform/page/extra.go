package page

import (
	"encoding/json"
	"strings"

	"github.com/google/uuid"
)

// Extra is a field that an organisation has added to the records of a list. It
// is filtered, sorted, grouped and summed as custom.<key>.
type Extra struct {
	Key     string
	Label   string // in the reader's language, for the heads of files
	Numeric bool
	// Column is written over CustomColumn, which stands for the column that the list's Spec names.
	Column Column
	// Cells are what a file shows of a value, one for each of Heads.
	Cells func(v any) []string
	Heads []string // custom.price, custom.price.currency
	// Names says what people call the records or people that the field names; nil: it names none.
	Names func(ids []uuid.UUID) (map[uuid.UUID]string, error)
}

// CustomColumn stands for the list's own column in the expressions of an Extra.
const CustomColumn = "@custom"

// customPrefix begins the names of such fields.
const customPrefix = "custom."

// Lookup is how a value is found in the column custom: by what the record holds under a key.
type Lookup struct {
	Key  string
	Cast string // what the values are, as Column.Cast
	List bool   // the record holds a list of them
}

// column is what a request may filter and sort by: the list's own, or one that
// the organisation has added.
func (s *Spec) column(name string, r Request) (Column, bool) {
	key, added := strings.CutPrefix(name, customPrefix)
	if !added {
		c, ok := s.Columns[name]
		return c, ok
	}
	if s.Custom == "" {
		return Column{}, false
	}
	for _, e := range r.Custom {
		if e.Key == key {
			return e.Column.over(s), true
		}
	}
	return Column{}, false
}

// over puts the list's own column into the expressions.
func (c Column) over(s *Spec) Column {
	for _, expr := range []*string{&c.Expr, &c.Value, &c.Currency, &c.Up, &c.Down} {
		*expr = strings.ReplaceAll(*expr, CustomColumn, s.Custom)
	}
	c.finds = s.tie() + " in (select " + s.CustomFinds + "(" + param + "::text::jsonb))"
	return c
}

// fieldOf parts a filter's name into field and operator: custom.price.gte.
func fieldOf(name string) (field, op string) {
	prefix := ""
	if rest, added := strings.CutPrefix(name, customPrefix); added {
		prefix, name = customPrefix, rest
	}
	field, op, _ = strings.Cut(name, ".")
	return prefix + field, op
}

// holding compiles equality with one of some values, by the list's function.
func (c Column) holding(values []any) fragment {
	ask := make([]map[string]any, len(values))
	for i, v := range values {
		if c.Lookup.List {
			v = []any{v}
		}
		ask[i] = map[string]any{c.Lookup.Key: v}
	}
	b, err := json.Marshal(ask)
	if err != nil { // texts, numbers and booleans: they can be written
		return fragment{sql: "false"}
	}
	return fragment{"(" + c.finds + ")", []any{string(b)}}
}
