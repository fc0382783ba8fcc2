package page

import (
	"slices"
	"strings"

	"longhouse/platform/fault"
)

// Query is a compiled request: what stands in the slots of a list's SQL.
type Query struct {
	slots map[string]fragment
	limit int
	sort  string
	count bool
}

// Max is the number of rows to read: one more than the page, to see whether there is another.
func (q *Query) Max() int32 { return int32(q.limit) + 1 }

// WantsCount says whether the caller asked for a total.
func (q *Query) WantsCount() bool { return q.count }

// Compile checks a request against the spec. An unknown field or operator, a
// value of the wrong form, or a field the scope may not read is a fault.
func (s *Spec) Compile(r Request, scope Scope) (*Query, error) {
	scope, err := s.narrowed(scope, r.Scope)
	if err != nil {
		return nil, err
	}
	by, err := s.order(r, scope)
	if err != nil {
		return nil, err
	}
	filter, err := s.filter(r, scope)
	if err != nil {
		return nil, err
	}
	allowed := s.predicate(scope)
	matching := join([]fragment{allowed, filter}, " and ")
	q := &Query{limit: r.Limit, sort: by.String(), count: r.Count}
	if q.limit == 0 {
		q.limit = defaultLimit
	}
	where := matching
	if r.After != "" {
		after, err := by.after(r.After)
		if err != nil {
			return nil, err
		}
		where = join([]fragment{where, after}, " and ")
	}
	q.slots = map[string]fragment{
		"where":    where,
		"matching": matching,
		"scope":    allowed,
		"relation": s.relation(scope),
		"order":    {sql: by.sql()},
		"key":      {sql: by.key()},
	}
	if r.Near && s.SearchNear != "" {
		q.slots["order"] = s.closest(r.Query)
	}
	return q, nil
}

// closest is the order of what a mistyped text leads to, as its function has
// found it. There is one page of that: a cursor knows no closeness.
func (s *Spec) closest(text string) fragment {
	return fragment{"array_position(array(select " + s.SearchNear + "(" + param + "::text)), " + s.tie() + ")", []any{text}}
}

// One fills only the slots scope and relation, for reading or locking single rows.
func (s *Spec) One(scope Scope) *Query {
	return &Query{slots: map[string]fragment{"scope": s.predicate(scope), "relation": s.relation(scope)}, limit: 1}
}

func (s *Spec) filter(r Request, scope Scope) (fragment, error) {
	var parts []fragment
	var faults fault.Collector
	names := make([]string, 0, len(r.Filter))
	for name := range r.Filter {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		field, op := fieldOf(name)
		c, ok := s.column(field, r)
		if !ok || c.Ops == 0 {
			return fragment{}, fault.ErrUnknownField.Field("/"+field, "unknown_field", "This list cannot be filtered by that field.")
		}
		if !scope.MayRead(c.Class) {
			return fragment{}, scope.refuse(field, c.Class)
		}
		for _, value := range r.Filter[name] {
			f, why := c.condition(op, value, r.asker(scope))
			if why != "" {
				faults.Add("/"+name, "invalid", why)
				continue
			}
			parts = append(parts, f)
		}
	}
	if r.IDs != nil {
		parts = append(parts, fragment{"(" + s.tie() + " = any(" + param + "::uuid[]))", []any{r.IDs}})
	}
	if len(r.Tree) > 0 {
		f, err := s.tree(r, r.asker(scope))
		if err != nil {
			return fragment{}, err
		}
		parts = append(parts, f)
	}
	faults.Check(storable(r.Query), "/q", "invalid", "This needs a text.")
	if f, ok := s.search(r.Query, r.Near); ok {
		parts = append(parts, f)
	}
	return join(parts, " and "), faults.Err()
}

// search looks a text up. Fewer than three letters, which no trigram can
// serve, go to the prefix column.
func (s *Spec) search(text string, near bool) (fragment, bool) {
	if near {
		if s.SearchNear == "" {
			return fragment{sql: "false"}, true
		}
		return fragment{"(" + s.tie() + " in (select " + s.SearchNear + "(" + param + "::text)))", []any{text}}, true
	}
	if text == "" || s.Search == "" && s.SearchPrefix == "" {
		return fragment{sql: "true"}, false
	}
	if s.Search == "" || len([]rune(text)) < 3 && s.SearchPrefix != "" {
		return prefix(s.SearchPrefix, text), true
	}
	f := fragment{"select " + s.Search + "(" + param + "::text)", []any{Escape(text)}}
	if s.CustomFinds != "" { // a union, which joins: an or would look at every row
		f = fragment{f.sql + " union select " + s.CustomFinds + "_words(" + param + "::text)", append(f.args, f.args...)}
	}
	return fragment{"(" + s.tie() + " in (" + f.sql + "))", f.args}, true
}

// Escape disarms the wildcards of like in a text that a person typed.
func Escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

// prefix compares by ranges, which an index serves under row level security; like would not.
func prefix(expr, text string) fragment {
	low := strings.ToLower(text)
	return fragment{"(" + expr + " >= " + param + "::text and " + expr + " < " + param + "::text)", []any{low, low + "\U0010FFFF"}}
}
