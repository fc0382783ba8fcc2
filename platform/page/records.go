package page

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// Records are the rows of one resource as whoever edits policies sees them:
// how many a scope reaches, which, and how people stand to one.
type Records struct {
	Spec  *Spec
	From  string // crm.deal d
	Title string // d.name
	Where string // besides the scope; may be empty
}

// Change is a scope before and after, of one person.
type Change struct{ Before, After Scope }

// RecordLimit is how far records are counted.
const RecordLimit = 100_000

// Count asks how many records the scopes reach, each counted once.
func (r Records) Count(scopes ...Scope) (sql string, args []any) {
	parts := make([]fragment, len(scopes))
	for i, s := range scopes {
		parts[i] = r.Spec.predicate(s)
	}
	return r.ask("select count(*) from (select 1", union(parts), " limit "+strconv.Itoa(RecordLimit+1)+") n")
}

// Gained asks how many records the people reach afterwards and did not before,
// each counted once.
func (r Records) Gained(changes ...Change) (sql string, args []any) {
	return r.ask("select count(*) from (select 1", r.gained(changes), " limit "+strconv.Itoa(RecordLimit+1)+") n")
}

// GainedFew asks for the ID and the title of some of them.
func (r Records) GainedFew(limit int, changes ...Change) (sql string, args []any) {
	return r.ask("select "+r.Spec.tie()+", ("+r.Title+")::text", r.gained(changes), " order by 2, 1 limit "+strconv.Itoa(limit))
}

func (r Records) gained(changes []Change) fragment {
	parts := make([]fragment, len(changes))
	for i, c := range changes {
		before, after := r.Spec.predicate(c.Before), r.Spec.predicate(c.After)
		parts[i] = fragment{"(" + after.sql + " and not coalesce(" + before.sql + ", false))", append(after.args, before.args...)}
	}
	return union(parts)
}

func union(parts []fragment) fragment {
	if len(parts) == 0 {
		return fragment{sql: "false"}
	}
	return join(parts, " or ")
}

// Person is somebody whose relation to a record is asked.
type Person struct {
	Me    uuid.UUID   `json:"me"`
	Teams []uuid.UUID `json:"teams"`
	Depts []uuid.UUID `json:"depts"`
}

// Relations asks how people stand to one record, and what it is called: rows of
// person, relation and title. No rows: there is no such record.
func (r Records) Relations(id uuid.UUID, people []Person) (sql string, args []any, err error) {
	who, err := json.Marshal(people)
	if err != nil {
		return "", nil, err
	}
	var b strings.Builder
	for rel := Own; rel < All; rel++ {
		b.WriteString(" when " + r.Spec.relatedTo(rel) + " then '" + rel.String() + "'")
	}
	return "select x.me, case" + b.String() + " else 'all' end, (" + r.Title + ")::text from " + r.From +
		", jsonb_to_recordset($1::jsonb) as x(me uuid, teams uuid[], depts uuid[]) where " + r.Spec.tie() + " = $2", []any{string(who), id}, nil
}

// relatedTo is related for the people of Relations, whose marks are columns.
func (s *Spec) relatedTo(r Relation) string {
	columns := strings.NewReplacer("@me", "x.me", "@teams", "x.teams", "@depts", "x.depts")
	return s.relatedBy(r, func(expr string) fragment { return fragment{sql: "(" + columns.Replace(expr) + ")"} }).sql
}

func (r Records) ask(head string, where fragment, tail string) (sql string, args []any) {
	return numbered(r.from(fragment{sql: head}, where, tail))
}

// from is a query of the records for which a condition holds.
func (r Records) from(head, where fragment, tail string) fragment {
	f := fragment{head.sql + " from " + r.From + " where ", head.args}
	if r.Where != "" {
		f.sql += "(" + r.Where + ") and "
	}
	f.sql, f.args = f.sql+where.sql+tail, append(f.args, where.args...)
	return f
}

// numbered gives the parameters of a query their numbers.
func numbered(f fragment) (sql string, args []any) {
	for i, piece := range strings.Split(f.sql, param) {
		if i > 0 {
			args = append(args, f.args[i-1])
			sql += "$" + strconv.Itoa(len(args))
		}
		sql += piece
	}
	return sql, args
}
