package page

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"longhouse/platform/fault"
)

// grouping is a field by whose values records are counted together.
type grouping struct {
	word   string // as it was asked for: created_at:month
	step   string
	column Column
}

// measure is an aggregate of a field: sum:amount.
type measure struct {
	word, field string
	column      Column
}

// String is the measure as it was asked for.
func (m measure) String() string { return m.word + ":" + m.field }

// sums is a summary that was asked for.
type sums struct {
	groups   []grouping
	measures []measure
	units    []string // expressions that amounts are kept apart by
}

const (
	maxGroupings = 2
	maxMeasures  = 12
)

var steps = []string{"day", "week", "month", "quarter", "year"}

func numeric(cast string) bool { return cast == "numeric" || cast == "bigint" || cast == "int" }

func dated(cast string) bool { return cast == "date" || cast == "timestamptz" }

// sums reads what a summary is asked to tell. A field of a class that the scope
// does not cover is refused, since a sum of it is a way to read it.
func (s *Spec) sums(r Request, scope Scope) (sums, error) {
	var a sums
	if len(r.Group) > maxGroupings {
		return a, fault.ErrInvalid.Field("/group", "invalid", "A list is grouped by one or two fields.")
	}
	if len(r.Of) > maxMeasures {
		return a, fault.ErrInvalid.Field("/of", "invalid", "At most twelve sums at once.")
	}
	for _, word := range r.Group {
		name, step, _ := strings.Cut(word, ":")
		c, ok := s.column(name, r)
		if !ok || c.Lookup != nil && c.Lookup.List || dated(c.Cast) != slices.Contains(steps, step) || !dated(c.Cast) && (step != "" || c.Ops&(OneOf|Flag) == 0) || c.Ops == 0 {
			return a, fault.ErrUnknownField.Field("/group", "unknown_field", "This list cannot be grouped by "+word+". Dates need a step, as created_at:month.")
		}
		if slices.ContainsFunc(a.groups, func(g grouping) bool { return g.word == word }) {
			return a, fault.ErrInvalid.Field("/group", "invalid", "Each field stands once.")
		}
		if !scope.MayRead(c.Class) {
			return a, scope.refuse(name, c.Class)
		}
		a.groups = append(a.groups, grouping{word, step, c})
	}
	for _, word := range r.Of {
		fn, name, _ := strings.Cut(word, ":")
		c, ok := s.column(name, r)
		if !ok || !c.offers(fn) {
			return a, fault.ErrUnknownField.Field("/of", "unknown_field", "This list has no "+word+". Say sum, avg, min, max or filled of a field: sum:amount.")
		}
		if !scope.MayRead(c.Class) {
			return a, scope.refuse(name, c.Class)
		}
		a.measures = append(a.measures, measure{fn, name, c})
		for _, unit := range []string{c.Currency, c.Unit} {
			if unit != "" && fn != "filled" && !slices.Contains(a.units, unit) {
				a.units = append(a.units, unit)
			}
		}
	}
	return a, nil
}

// offers says which aggregates a field has.
func (c Column) offers(fn string) bool {
	switch fn {
	case "sum", "avg":
		return numeric(c.Cast) && c.Ops&Range != 0
	case "min", "max":
		return (numeric(c.Cast) || dated(c.Cast)) && c.Ops&Range != 0
	case "filled":
		return c.Ops != 0
	}
	return false
}

// Summarise counts and sums what a request matches, by groups and as a whole.
// It reads the same rows as the list: filter, scope and classes are the same.
func (r Records) Summarise(ctx context.Context, tx DBTX, req Request, scope Scope) (Summary, error) {
	out := Summary{Groups: []SummaryGroup{}}
	scope, err := r.Spec.narrowed(scope, req.Scope)
	if err != nil {
		return out, err
	}
	a, err := r.Spec.sums(req, scope)
	if err != nil {
		return out, err
	}
	filter, err := r.Spec.filter(req, scope)
	if err != nil {
		return out, err
	}
	sql, args := r.summary(a, zone(req), join([]fragment{r.Spec.predicate(scope), filter}, " and "))
	rows, err := tx.Query(ctx, sql, args...)
	if err != nil {
		return out, fmt.Errorf("summarise: %w", err)
	}
	defer rows.Close()
	var whole bool
	var group, all []share
	flush := func() {
		if len(group) > 0 {
			out.Groups = append(out.Groups, a.group(group))
		}
		group = nil
	}
	for rows.Next() {
		s := share{keys: make([]*string, len(a.groups)), labels: make([]*string, len(a.groups)), units: make([]string, len(a.units)),
			values: make([]*string, len(a.measures)), filled: make([]int64, len(a.measures))}
		into := []any{&whole, &s.count}
		for i := range a.groups {
			into = append(into, &s.keys[i], &s.labels[i])
		}
		for i := range a.units {
			into = append(into, &s.units[i])
		}
		for i := range a.measures {
			into = append(into, &s.values[i], &s.filled[i])
		}
		if err := rows.Scan(into...); err != nil {
			return out, fmt.Errorf("summarise: %w", err)
		}
		if whole {
			all = append(all, s)
			continue
		}
		if len(group) > 0 && !slices.EqualFunc(group[0].keys, s.keys, same) {
			flush()
		}
		group = append(group, s)
	}
	flush()
	if len(out.Groups) > MaxGroups {
		out.Groups, out.More = out.Groups[:MaxGroups], true
	}
	out.Total.Count, out.Total.Values = a.fold(all)
	return out, rows.Err()
}

func same(x, y *string) bool { return x == y || x != nil && y != nil && *x == *y }

func (a sums) group(shares []share) SummaryGroup {
	g := SummaryGroup{Key: map[string]*string{}}
	for i, by := range a.groups {
		g.Key[by.word] = shares[0].keys[i]
		if label := shares[0].labels[i]; label != nil {
			g.name(by.word, *label)
		}
		if key := shares[0].keys[i]; key != nil {
			g.name(by.word, by.column.Labels[*key])
		}
	}
	g.Count, g.Values = a.fold(shares)
	return g
}

func zone(r Request) string {
	if r.Now.IsZero() {
		return "UTC"
	}
	return r.Now.Location().String()
}

// key is the SQL of what records are counted together by.
func (g grouping) key(zone string) fragment {
	held := "(" + g.column.held() + ")"
	switch {
	case g.step == "":
		return fragment{sql: held + "::text"}
	case g.column.Cast == "timestamptz":
		return fragment{"to_char(date_trunc('" + g.step + "', " + held + " at time zone " + param + "::text), 'YYYY-MM-DD')", []any{zone}}
	}
	return fragment{sql: "to_char(date_trunc('" + g.step + "', " + held + "::timestamp), 'YYYY-MM-DD')"}
}

// aggregate is the SQL of a measure over the column m<n>; an average is divided when all its parts are together.
func (m measure) aggregate(n string) string {
	switch {
	case m.word == "filled":
		return "count(m" + n + ")::text"
	case m.word == "avg":
		return "sum(m" + n + ")::text"
	case m.column.Cast == "timestamptz":
		return "to_char(" + m.word + "(m" + n + ") at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
	}
	return m.word + "(m" + n + ")::text"
}

// summary asks for shares: the groups, biggest first, and the whole.
func (r Records) summary(a sums, zone string, matching fragment) (sql string, args []any) {
	var inner, keys, units, outer, ranked []string
	var bound []any
	for i, g := range a.groups {
		k := "k" + strconv.Itoa(i)
		f := g.key(zone)
		inner, bound, keys = append(inner, f.sql+" as "+k), append(bound, f.args...), append(keys, k)
		label := "null::text"
		if g.column.Label != "" {
			label = "(" + strings.ReplaceAll(g.column.Label, "@id", k+"::"+g.column.Cast) + ")::text"
		}
		outer = append(outer, k, "case when not whole then "+label+" end")
	}
	for i, u := range a.units {
		name := "u" + strconv.Itoa(i)
		inner, units = append(inner, "coalesce(("+u+")::text, '') as "+name), append(units, name)
		outer = append(outer, name)
	}
	for i, m := range a.measures {
		n := strconv.Itoa(i)
		inner = append(inner, "("+m.column.held()+") as m"+n)
		ranked = append(ranked, m.aggregate(n)+" as v"+n, "count(m"+n+") as f"+n)
		outer = append(outer, "v"+n, "f"+n)
	}
	sets, whole, partition, by := "("+strings.Join(units, ", ")+")", "true", "", "1"
	if len(keys) > 0 {
		sets = "(" + strings.Join(append(slices.Clone(keys), units...), ", ") + "), " + sets
		whole, partition, by = "grouping("+keys[0]+") = 1", ", "+strings.Join(keys, ", "), strings.Join(keys, ", ")
	}
	all := append(slices.Clone(keys), units...)
	head := "select whole, n, " + strings.Join(outer, ", ")
	if len(outer) == 0 {
		head = "select whole, n"
	}
	list := func(parts []string) string {
		if len(parts) == 0 {
			return ""
		}
		return ", " + strings.Join(parts, ", ")
	}
	if len(inner) == 0 {
		inner = []string{"1 as one"}
	}
	inside := r.from(fragment{"select " + strings.Join(inner, ", "), bound}, matching, "")
	return numbered(fragment{head +
		" from (select t.*, dense_rank() over (partition by whole order by size desc, " + by + ") as place" +
		" from (select s.*, sum(n) over (partition by whole" + partition + ") as size" +
		" from (select " + whole + " as whole, count(*) as n" + list(all) + list(ranked) +
		" from (" + inside.sql + ") x group by grouping sets (" + sets + ")) s) t) ranked" +
		" where whole or place <= " + strconv.Itoa(MaxGroups+1) +
		" order by whole desc, size desc, " + by + list(units), inside.args})
}
