package authz

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Named is a record with what people call it.
type Named struct {
	ID    uuid.UUID `json:"id"`
	Title string    `json:"title"`
}

// HasRows says whether records of a resource can be counted.
func (e *Engine) HasRows(resource string) bool {
	_, ok := e.rows[resource]
	return ok
}

// asked is one resource's records, ready to be asked for in one request.
type asked struct {
	rowsOf
	sql page.Records
	day kernel.Date
}

func (e *Engine) records(ctx context.Context, resource string) (asked, error) {
	r, ok := e.rows[resource]
	if !ok {
		return asked{}, fault.ErrInvalid.Field("/permission", "no_records", "There are no single records of "+resource+".")
	}
	a := asked{sql: page.Records{Spec: r.Spec, From: r.From, Title: r.Title, Where: r.Where}, rowsOf: r}
	if r.Today == nil {
		return a, nil
	}
	var err error
	a.day, err = r.Today(ctx)
	a.sql.From = strings.ReplaceAll(r.From, "@day", "date '"+a.day.String()+"'") // a word of ours: digits and dashes
	return a, err
}

// circle puts what the module means by team into a scope.
func (a asked) circle(ctx context.Context, tx *db.Tx, scope page.Scope) (page.Scope, error) {
	if a.Circle == nil {
		return scope, nil
	}
	var err error
	scope.Teams, err = a.Circle(ctx, tx, scope.Me, a.day)
	return scope, err
}

// Count counts the records that scopes reach, each once, up to page.RecordLimit.
func (e *Engine) Count(ctx context.Context, resource string, scopes ...page.Scope) (int, error) {
	a, err := e.records(ctx, resource)
	if err != nil {
		return 0, err
	}
	return db.Read(ctx, a.pool, func(tx *db.Tx) (int, error) {
		reached := make([]page.Scope, len(scopes))
		for i, s := range scopes {
			if reached[i], err = a.circle(ctx, tx, s); err != nil {
				return 0, err
			}
		}
		sql, args := a.sql.Count(reached...)
		var n int
		err := tx.QueryRow(ctx, sql, args...).Scan(&n)
		return n, err
	})
}

// Gained counts the records that people reach by the second of each two scopes
// and not by the first, and names some of them.
func (e *Engine) Gained(ctx context.Context, resource string, names int, changes ...page.Change) (int, []Named, error) {
	a, err := e.records(ctx, resource)
	if err != nil {
		return 0, nil, err
	}
	few := []Named{}
	n, err := db.Read(ctx, a.pool, func(tx *db.Tx) (int, error) {
		reached := make([]page.Change, len(changes))
		for i, c := range changes {
			if reached[i].Before, err = a.circle(ctx, tx, c.Before); err != nil {
				return 0, err
			}
			if reached[i].After, err = a.circle(ctx, tx, c.After); err != nil {
				return 0, err
			}
		}
		sql, args := a.sql.Gained(reached...)
		var n int
		if err := tx.QueryRow(ctx, sql, args...).Scan(&n); err != nil || n == 0 || names == 0 {
			return n, err
		}
		sql, args = a.sql.GainedFew(names, reached...)
		rows, err := tx.Query(ctx, sql, args...)
		if err != nil {
			return 0, err
		}
		few, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Named])
		return n, err
	})
	return n, few, err
}

// Relations is how people stand to one record, and what it is called. A record
// that is not there is ErrNotFound.
func (e *Engine) Relations(ctx context.Context, s *Snapshot, resource string, id uuid.UUID, users ...uuid.UUID) (map[uuid.UUID]page.Relation, string, error) {
	a, err := e.records(ctx, resource)
	if err != nil {
		return nil, "", err
	}
	title := ""
	found, err := db.Read(ctx, a.pool, func(tx *db.Tx) (map[uuid.UUID]page.Relation, error) {
		people := make([]page.Person, len(users))
		for i, user := range users {
			reaches := s.facts.reach[user]
			scope, err := a.circle(ctx, tx, page.Scope{Me: user, Teams: reaches.teams})
			if err != nil {
				return nil, err
			}
			people[i] = page.Person{Me: user, Teams: notNil(scope.Teams), Depts: notNil(reaches.depts)}
		}
		sql, args, err := a.sql.Relations(id, people)
		if err != nil {
			return nil, fmt.Errorf("ask for relations: %w", err)
		}
		rows, err := tx.Query(ctx, sql, args...)
		if err != nil {
			return nil, err
		}
		out := map[uuid.UUID]page.Relation{}
		var user uuid.UUID
		var relation string
		_, err = pgx.ForEachRow(rows, []any{&user, &relation, &title}, func() error {
			out[user] = page.ParseRelation(relation)
			return nil
		})
		return out, err
	})
	if err == nil && len(found) == 0 {
		err = fault.ErrNotFound
	}
	return found, title, err
}

// ResourceOf is the resource that a right is about: crm.deal of crm.deal#margin.read.
func (v *Vocabulary) ResourceOf(p kernel.Permission) string {
	if r := v.right(p); r != nil {
		return r.resource()
	}
	return ""
}

// Sources are the lines that speak of a right for a set of subjects, whatever the scope.
func (s *Snapshot) Sources(subjects []string, p kernel.Permission) []Line {
	r := s.words.right(p)
	if r == nil {
		return nil
	}
	var out []Line
	for _, sub := range subjects {
		for _, line := range s.rules[sub] {
			if line.hits(r.obj, r.act) {
				out = append(out, s.line(line))
			}
		}
	}
	return out
}

// Nearest are lines of other roles that would allow a right, and lines of these
// subjects that allow it in a narrower scope.
func (s *Snapshot) Nearest(p kernel.Permission, most int) []Line {
	r := s.words.right(p)
	if r == nil {
		return nil
	}
	var out []Line
	for _, line := range s.policy.rules {
		if len(out) < most && line.eft == "allow" && line.sub[0] == 'r' && line.hits(r.obj, r.act) {
			out = append(out, s.line(line))
		}
	}
	return out
}

// Line is one line of a policy and where it comes from.
type Line struct {
	Subject string `json:"subject" example:"r:crm.rep"`
	Object  string `json:"object"`
	Action  string `json:"action"`
	Scope   string `json:"scope"`
	Effect  string `json:"effect" enum:"allow,deny"`
	Shipped bool   `json:"shipped" doc:"Comes with the product, not from the organisation"`
}

// Rule is the line as one of an organisation's own.
func (l Line) Rule() Rule {
	return Rule{Subject: l.Subject, Object: l.Object, Action: l.Action, Scope: l.Scope, Effect: l.Effect}
}

// Weigh is what lines mean for a right, without the evaluator: for people who
// want to know which line matters. A test holds it against the evaluator.
func Weigh(lines []Line, p kernel.Permission) Reach {
	var out Reach
	obj, act := p.Split()
	for _, l := range lines {
		r := rule{obj: l.Object, act: l.Action, eft: l.Effect}
		if !r.hits(obj, act) {
			continue
		}
		scope := page.ParseRelation(l.Scope)
		if l.Effect == "deny" {
			out.Deny = max(out.Deny, scope)
		} else {
			out.Allow = max(out.Allow, scope)
		}
	}
	return out
}

func (s *Snapshot) line(r rule) Line {
	return Line{r.sub, r.obj, r.act, r.scope, r.eft, r.dom == "*"}
}

// Path is how a person comes to a role: the role that was given, and what it
// inherits from, until the role. Empty: they do not have it.
func (s *Snapshot) Path(user uuid.UUID, role string) []string {
	for _, a := range s.facts.Assignments {
		if a.User == user && holds(a.From, a.To, s.at) {
			if path := s.path("r:"+a.Role, "r:"+role, 0); path != nil {
				return path
			}
		}
	}
	return nil
}

func (s *Snapshot) path(from, to string, depth int) []string {
	if from == to {
		return []string{from[2:]}
	}
	if depth > deepest {
		return nil
	}
	for _, parent := range s.policy.parents[from] {
		if rest := s.path(parent, to, depth+1); rest != nil {
			return append([]string{from[2:]}, rest...)
		}
	}
	return nil
}

// RulesOf are the lines of a set of subjects, so that two policies can be compared cheaply.
func (s *Snapshot) RulesOf(subjects []string) []Line {
	var out []Line
	for _, sub := range subjects {
		for _, r := range s.rules[sub] {
			out = append(out, s.line(r))
		}
	}
	return out
}
