package custom

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/page"
	"longhouse/platform/words"
)

// Columns are the fields of a kind of record as its lists filter, sort, group
// and export them, as far as the caller may read them.
func (s *Service) Columns(ctx context.Context, entity string) ([]page.Extra, error) {
	fields, err := s.readable(ctx, entity)
	out := make([]page.Extra, len(fields))
	for i, f := range fields {
		out[i] = f.extra(language(ctx))
		if f.Kind == PersonOf || f.Kind == Link {
			out[i].Names = func(ids []uuid.UUID) (map[uuid.UUID]string, error) { return s.called(ctx, f.target(), ids) }
		}
	}
	return out, err
}

// last sorts behind every text, and latest behind every day.
const (
	last    = "\U0010FFFF"
	latest  = "9999-12-31"
	first   = "0001-01-01"
	biggest = "1e30"
)

func (f Field) extra(language string) page.Extra {
	e := page.Extra{Key: f.Key, Label: f.Label.In(language), Numeric: f.numeric(), Heads: []string{"custom." + f.Key},
		Cells: func(v any) []string { return []string{f.cell(v, language)} }}
	if f.Kind == Money {
		e.Heads = append(e.Heads, "custom."+f.Key+".currency")
		e.Cells = moneyCells
	}
	e.Column = f.column(language)
	e.Column.Class = f.Class
	return e
}

// column is the field over the column custom. The key is ours to write into
// SQL: it has letters, digits and _ only.
func (f Field) column(language string) page.Column {
	text := page.CustomColumn + " ->> '" + f.Key + "'"
	c := page.Column{Value: text, Cast: "text", Ops: page.Empty}
	switch f.Kind {
	case Text, URL, Email, Phone, LongText:
		folded := `lower(` + text + `) collate "C"`
		c.Expr, c.Ops, c.Sort = folded, page.Prefix|page.Empty, f.Kind != LongText
		c.Up, c.Down = "coalesce("+folded+", '"+last+"')", "coalesce("+folded+", '')"
	case Integer, Decimal, Percent, Money:
		if f.Kind == Money {
			text = page.CustomColumn + " #>> '{" + f.Key + ",amount}'"
			c.Currency = page.CustomColumn + " #>> '{" + f.Key + ",currency}'"
		}
		n := "(" + text + ")::numeric"
		c.Expr, c.Value, c.Cast, c.Ops, c.Sort = n, n, "numeric", page.Range|page.Empty, true
		c.Up, c.Down = "coalesce("+n+", "+biggest+"::numeric)", "coalesce("+n+", -"+biggest+"::numeric)"
	case Date:
		d := "(" + text + ")::date"
		c.Expr, c.Value, c.Cast, c.Ops, c.Sort = d, d, "date", page.Range|page.Empty, true
		c.Up, c.Down = "coalesce("+d+", '"+latest+"')", "coalesce("+d+", '"+first+"')"
	case Boolean:
		c.Expr, c.Ops, c.Sort = text, page.Flag|page.Empty, true // false before true, as texts and as people have it
		c.Up, c.Down = "coalesce("+text+", '"+last+"')", "coalesce("+text+", '')"
		c.Lookup = &page.Lookup{Key: f.Key, Cast: "boolean"}
		c.Labels = map[string]string{"true": words.Say(language, "Yes"), "false": words.Say(language, "No")}
	case Choice:
		place := "array_position(" + f.keys() + ", " + text + ")"
		c.Expr, c.Cast, c.Ops, c.Sort = place, "int", page.OneOf|page.Empty, true // in the order of the options
		c.Up, c.Down = "coalesce("+place+", 9999)", "coalesce("+place+", 0)"
		c.Lookup, c.Labels = &page.Lookup{Key: f.Key, Cast: "text"}, f.labels(language)
	case Choices:
		c.Expr, c.Ops = text, page.OneOf|page.Empty
		c.Lookup = &page.Lookup{Key: f.Key, Cast: "text", List: true}
	case PersonOf, Link:
		c.Expr, c.Ops = text, page.OneOf|page.Empty
		c.Lookup = &page.Lookup{Key: f.Key, Cast: "uuid"}
	case File:
		c.Expr = text
	}
	return c
}

// keys is the keys of the options, in their order, as SQL.
func (f Field) keys() string {
	out := make([]string, len(f.Options))
	for i, o := range f.Options {
		out[i] = "'" + o.Key + "'"
	}
	return "array[" + strings.Join(out, ", ") + "]::text[]"
}

func (f Field) labels(language string) map[string]string {
	out := map[string]string{}
	for _, o := range f.Options {
		out[o.Key] = o.Label.In(language)
	}
	return out
}

// cell is a value as a file shows it: options and references by their names.
func (f Field) cell(v any, language string) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		if o := f.option(v); o != nil && f.Kind == Choice {
			return o.Label.In(language)
		}
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		parts := make([]string, len(v))
		for i, one := range v {
			key, _ := one.(string)
			if parts[i] = key; f.option(key) != nil {
				parts[i] = f.option(key).Label.In(language)
			}
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		name, _ := v["name"].(string)
		return name
	}
	return fmt.Sprint(v)
}

func moneyCells(v any) []string {
	m, _ := v.(map[string]any)
	amount, _ := m["amount"].(string)
	currency, _ := m["currency"].(string)
	return []string{amount, currency}
}

// Classes are the classes of an entity's fields by key, archived ones with
// them: their values still stand in the history.
func (s *Service) Classes(ctx context.Context, entity string) (map[string]string, error) {
	fields, err := s.all(ctx, entity, true)
	out := map[string]string{}
	for _, f := range fields {
		if f.Class != "" {
			out[f.Key] = f.Class
		}
	}
	return out, err
}
