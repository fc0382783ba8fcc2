package page

import (
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Relation is how a caller stands to a record; each contains the ones before it.
type Relation uint8

// The relations, from nothing to every record of the organisation.
const (
	None Relation = iota
	Own
	Team
	Dept
	All
)

var relationNames = [...]string{"none", "own", "team", "dept", "all"}

// String is the relation's word in policies.
func (r Relation) String() string { return relationNames[r] }

// ParseRelation reads a policy's word; an unknown one is None.
func ParseRelation(s string) Relation {
	for i, n := range relationNames {
		if n == s {
			return Relation(i)
		}
	}
	return None
}

// Scope says which rows a caller may reach, as authz decided it. The zero value
// is nothing. Only authz makes other ones, and Everything for the house itself.
type Scope struct {
	Allow, Deny  Relation
	Me           uuid.UUID
	Teams, Depts []uuid.UUID
	Classes      map[string]Relation // how far each class of fields may be read
	Also         *Scope              // the token's own limit; both must hold
	Right        kernel.Permission   // that gave it, for refusals
}

// Beyond refuses what the caller may read and the scope does not reach. It
// names the right that would have to go further.
func (s Scope) Beyond() *fault.Error {
	return fault.ErrForbidden.Say("You may read this, but your right " + string(s.Right) + " does not reach it.").With(map[string]any{"permission": string(s.Right)})
}

// Everything reaches all rows of the organisation; for code that acts for nobody, as a migration.
func Everything() Scope { return Scope{Allow: All} }

// Never says that no row can be in the scope, so no query needs to run: a deny
// that goes as far as the allow takes all of it.
func (s Scope) Never() bool {
	return s.Allow == None || s.Deny >= s.Allow || s.Also != nil && s.Also.Never()
}

// Narrow lets a scope reach no further than r: a list of one's own, where the
// right reaches the team. It never widens, and None leaves it as it is.
func (s Scope) Narrow(r Relation) Scope {
	if r == None {
		return s
	}
	s.Allow = min(s.Allow, r)
	if s.Also != nil {
		also := s.Also.Narrow(r)
		s.Also = &also
	}
	return s
}

// narrowed refuses a relation that this list knows nothing of: it would be
// empty for everybody, and look as if there were nothing.
func (s *Spec) narrowed(scope Scope, r Relation) (Scope, error) {
	if s.Own == "" && r == Own || s.Team == "" && r == Team || s.Dept == "" && r == Dept {
		return scope, fault.ErrInvalid.Field("/scope", "invalid", "Nothing in this list belongs to a person, team or department in that way.")
	}
	return scope.Narrow(r), nil
}

// MayRead says whether a class of fields may be read on every row of the scope.
func (s Scope) MayRead(class string) bool {
	if class == "" {
		return true
	}
	return s.Classes[class] >= s.Allow && (s.Also == nil || s.Also.MayRead(class))
}

// predicate writes the scope as SQL over the spec's columns. Denied predicates
// are wrapped in coalesce: not (null) would make rows without an owner vanish.
func (s *Spec) predicate(scope Scope) fragment {
	if scope.Never() {
		return fragment{sql: "false"}
	}
	var parts []fragment
	if scope.Allow != All {
		parts = append(parts, s.related(scope, scope.Allow))
	}
	if scope.Deny != None {
		denied := s.related(scope, scope.Deny)
		parts = append(parts, fragment{"not coalesce(" + denied.sql + ", false)", denied.args})
	}
	if scope.Also != nil {
		also := *scope.Also
		also.Me, also.Teams, also.Depts = scope.Me, scope.Teams, scope.Depts
		parts = append(parts, s.predicate(also))
	}
	return join(parts, " and ")
}

// related is true for the rows that stand to the caller at most as far as r.
func (s *Spec) related(scope Scope, r Relation) fragment {
	return s.relatedBy(r, func(expr string) fragment { return bind(expr, scope) })
}

func (s *Spec) relatedBy(r Relation, bind func(expr string) fragment) fragment {
	if r == All {
		return fragment{sql: "true"}
	}
	var parts []fragment
	add := func(at Relation, expr, simple string) {
		if expr == "" || r < at {
			return
		}
		if !strings.Contains(expr, "@") {
			expr = "(" + expr + ") " + simple
		}
		parts = append(parts, bind(expr))
	}
	add(Own, s.Own, "= @me")
	add(Team, s.Team, "= any(@teams)")
	add(Dept, s.Dept, "= any(@depts)")
	if len(parts) == 0 {
		return fragment{sql: "false"}
	}
	return join(parts, " or ")
}

// relation is a case expression that names the narrowest relation of a row.
func (s *Spec) relation(scope Scope) fragment {
	var sql strings.Builder
	var args []any
	sql.WriteString("case")
	for r := Own; r < All; r++ {
		f := s.related(scope, r)
		sql.WriteString(" when " + f.sql + " then '" + r.String() + "'")
		args = append(args, f.args...)
	}
	sql.WriteString(" else 'all' end")
	return fragment{sql.String(), args}
}

var marks = []string{"@me", "@teams", "@depts"}

func bind(expr string, scope Scope) fragment {
	var f fragment
	for {
		at, mark := -1, ""
		for _, m := range marks {
			if i := strings.Index(expr, m); i >= 0 && (at < 0 || i < at) {
				at, mark = i, m
			}
		}
		if at < 0 {
			f.sql = "(" + f.sql + expr + ")"
			return f
		}
		f.sql += expr[:at] + param + "::uuid"
		switch mark {
		case "@me":
			f.args = append(f.args, scope.Me)
		case "@teams":
			f.sql, f.args = f.sql+"[]", append(f.args, notNil(scope.Teams))
		case "@depts":
			f.sql, f.args = f.sql+"[]", append(f.args, notNil(scope.Depts))
		}
		expr = expr[at+len(mark):]
	}
}

func notNil(ids []uuid.UUID) []uuid.UUID {
	if ids == nil {
		return []uuid.UUID{}
	}
	return ids
}

// refuse says no to reading by a field of a class that the scope does not cover.
func (s Scope) refuse(field, class string) error {
	resource, _, _ := strings.Cut(string(s.Right), "#")
	if at := strings.LastIndexByte(resource, '.'); at > 0 {
		resource = resource[:at]
	}
	right := resource + "#" + class + ".read"
	return fault.ErrFieldHidden.Field("/"+field, "field_forbidden", "Filtering or sorting by this field needs the right "+right+" for every record of the list.").
		With(map[string]any{"permission": right})
}
