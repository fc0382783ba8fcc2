package access

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Resource is what rights are about, for the rows of the matrix.
type Resource struct {
	Name    string   `json:"name" example:"crm.deal"`
	Object  string   `json:"object" example:"crm:deal" doc:"As rules write it"`
	Module  string   `json:"module"`
	Label   string   `json:"label"`
	Scopes  []string `json:"scopes" doc:"The scopes that make sense for it"`
	Actions []Action `json:"actions"`
	Classes []Class  `json:"classes" doc:"Fields with rights of their own"`
	Records bool     `json:"records" doc:"Its records can be counted and named"`
}

// Action is what may be done to a resource.
type Action struct {
	Name       string            `json:"name"`
	Permission kernel.Permission `json:"permission"`
	Sensitive  bool              `json:"sensitive"`
}

// Class is fields of a resource with rights of their own.
type Class struct {
	Name      string   `json:"name"`
	Object    string   `json:"object" example:"crm:deal#margin"`
	Fields    []string `json:"fields"`
	Sensitive bool     `json:"sensitive"`
	Actions   []Action `json:"actions"`
}

// Resources lists everything that policies may speak of.
func (s *Service) Resources(ctx context.Context) ([]Resource, error) {
	if err := authz.Allowed(ctx, ReadPolicy); err != nil {
		return nil, err
	}
	words := s.rights.Words()
	out := []Resource{}
	for _, r := range words.Resources() {
		object := strings.Replace(r.Name, ".", ":", 1)
		module, _, _ := strings.Cut(r.Name, ".")
		x := Resource{r.Name, object, module, r.Label, r.Scopes, actions(words, r.Name, r.Actions), []Class{}, s.rights.HasRows(r.Name)}
		for _, c := range r.Classes {
			x.Classes = append(x.Classes, Class{c.Name, object + "#" + c.Name, c.Fields, c.Sensitive, actions(words, r.Name+"#"+c.Name, r.Actions)})
		}
		out = append(out, x)
	}
	return out, nil
}

func actions(words *authz.Vocabulary, name string, all []kernel.Action) []Action {
	out := []Action{}
	for _, a := range all {
		if p := kernel.Permission(name + "." + a.Name); words.Known(p) {
			out = append(out, Action{a.Name, p, words.Sensitive(p)})
		}
	}
	return out
}

// Role is one role as the matrix and its page show it.
type Role struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Note     string   `json:"note"`
	Module   string   `json:"module"`
	Shipped  bool     `json:"shipped"`
	Fixed    bool     `json:"fixed" doc:"Cannot be changed by anybody"`
	Members  int      `json:"members"`
	Inherits []string `json:"inherits"`
	// Cells are the rights that say something for the role.
	Cells map[kernel.Permission]RoleCell `json:"cells"`
}

// RoleCell is how far a role's right goes, and what a line of the role itself
// says of exactly this right.
type RoleCell struct {
	Allow     string `json:"allow,omitempty" enum:"own,team,dept,all"`
	Deny      string `json:"deny,omitempty" enum:"own,team,dept,all"`
	OwnAllow  string `json:"own_allow,omitempty" enum:"own,team,dept,all" doc:"By a line of the organisation for exactly this right"`
	OwnDeny   string `json:"own_deny,omitempty" enum:"own,team,dept,all"`
	BaseAllow string `json:"base_allow,omitempty" enum:"own,team,dept,all" doc:"What is left without own_allow and own_deny; only where one of them stands"`
	BaseDeny  string `json:"base_deny,omitempty" enum:"own,team,dept,all"`
	Inherited bool   `json:"inherited,omitempty" doc:"The widest comes from a shipped line, a wildcard or another role"`
}

// Matrix is all roles with their rights, by the published policy or a draft.
type Matrix struct {
	Version uuid.UUID `json:"version" doc:"Of the policy; zero: only what is shipped"`
	Number  int64     `json:"number"`
	Roles   []Role    `json:"roles"`
}

// Matrix shows what every role may do.
func (s *Service) Matrix(ctx context.Context, draft uuid.UUID) (Matrix, error) {
	w, err := s.world(ctx, draft)
	if err != nil {
		return Matrix{}, err
	}
	out := Matrix{Version: w.now.Facts().Version, Number: w.now.Facts().Number, Roles: []Role{}}
	if draft != uuid.Nil {
		out.Version, out.Number = draft, 0
	}
	for _, id := range w.after.RoleIDs() {
		r, err := s.role(w, id)
		if err != nil {
			return out, err
		}
		out.Roles = append(out.Roles, r)
	}
	return out, nil
}

func (s *Service) role(w world, id string) (Role, error) {
	at := w.after
	name, note := at.RoleWords(id)
	out := Role{ID: id, Name: name, Note: note, Module: moduleOf(id), Shipped: !strings.HasPrefix(id, "org."), Fixed: id == "owner" || id == authz.Emergency,
		Inherits: at.Parents(id), Cells: map[kernel.Permission]RoleCell{}}
	for _, a := range at.Facts().Assignments {
		if a.Role == id && w.staff[a.User].Active && (a.To == nil || at.At().Before(*a.To)) {
			out.Members++
		}
	}
	subjects, err := at.Closure(id)
	if err != nil {
		return out, err
	}
	own := ownLines(at.Facts().Own.Rules, "r:"+id)
	for _, p := range at.Words().Universe() {
		reach := at.Reach(subjects, p)
		mine := own[p]
		c := RoleCell{OwnAllow: word(mine.Allow), OwnDeny: word(mine.Deny), Allow: word(reach.Allow), Deny: word(reach.Deny)}
		c.Inherited = reach.Allow > mine.Allow || reach.Deny > mine.Deny
		if mine != (authz.Reach{}) {
			base := authz.Weigh(withoutOwn(at.Sources(subjects, p), "r:"+id, p), p)
			c.BaseAllow, c.BaseDeny = word(base.Allow), word(base.Deny)
		}
		if c != (RoleCell{}) {
			out.Cells[p] = c
		}
	}
	return out, nil
}

// ownLines are what a subject's own lines say of exactly one right each.
func ownLines(rules []authz.Rule, subject string) map[kernel.Permission]authz.Reach {
	out := map[kernel.Permission]authz.Reach{}
	for _, r := range rules {
		if r.Subject != subject || strings.Contains(r.Object, "*") || r.Action == "*" {
			continue
		}
		p := kernel.Permission(strings.Replace(r.Object, ":", ".", 1) + "." + r.Action)
		reach, scope := out[p], page.ParseRelation(r.Scope)
		if r.Effect == "deny" {
			reach.Deny = max(reach.Deny, scope)
		} else {
			reach.Allow = max(reach.Allow, scope)
		}
		out[p] = reach
	}
	return out
}

// withoutOwn are the lines but for those that ownLines counts for a right.
func withoutOwn(lines []authz.Line, subject string, p kernel.Permission) []authz.Line {
	obj, act := p.Split()
	return slices.DeleteFunc(lines, func(l authz.Line) bool {
		return !l.Shipped && l.Subject == subject && l.Object == obj && l.Action == act
	})
}

func word(r page.Relation) string {
	if r == page.None {
		return ""
	}
	return r.String()
}

func moduleOf(role string) string {
	module, _, dotted := strings.Cut(role, ".")
	if !dotted || module == "people" || module == "access" {
		return "platform"
	}
	return module
}

// RolePage is one role with all that stands behind it.
type RolePage struct {
	Role
	Rules   []authz.Line `json:"rules" doc:"Its own lines, shipped and the organisation's"`
	Heirs   []string     `json:"heirs" doc:"Roles that inherit it"`
	Holders []Assignment `json:"holders"`
}

// RolePage shows one role: members, what it inherits, and its effective rights.
func (s *Service) RolePage(ctx context.Context, id string, draft uuid.UUID) (RolePage, error) {
	w, err := s.world(ctx, draft)
	if err != nil {
		return RolePage{}, err
	}
	if !slices.Contains(w.after.RoleIDs(), id) {
		return RolePage{}, fault.ErrNotFound
	}
	r, err := s.role(w, id)
	if err != nil {
		return RolePage{}, err
	}
	out := RolePage{Role: r, Rules: w.after.RulesOf([]string{"r:" + id}), Heirs: []string{}}
	for _, other := range w.after.RoleIDs() {
		if slices.Contains(w.after.Parents(other), id) {
			out.Heirs = append(out.Heirs, other)
		}
	}
	out.Holders, err = s.Assignments(ctx, nil, id)
	return out, err
}

// PersonPage is what one person may do, and by which role or line.
type PersonPage struct {
	Person      Person       `json:"person"`
	Assignments []Assignment `json:"assignments"`
	Rules       []authz.Rule `json:"rules" doc:"Lines for this person alone"`
	Rights      []Right      `json:"rights"`
}

// Right is one right of a person.
type Right struct {
	Permission kernel.Permission `json:"permission"`
	Cell       Cell              `json:"cell"`
	By         []string          `json:"by" doc:"The roles whose lines give or deny it; u: is a line for the person alone"`
}

// PersonPage shows what one person may do.
func (s *Service) PersonPage(ctx context.Context, user, draft uuid.UUID) (PersonPage, error) {
	w, err := s.world(ctx, draft)
	if err != nil {
		return PersonPage{}, err
	}
	person, ok := w.staff[user]
	if !ok {
		return PersonPage{}, fault.ErrNotFound
	}
	out := PersonPage{Person: person, Rules: []authz.Rule{}, Rights: []Right{}}
	for _, r := range w.after.Facts().Own.Rules {
		if r.Subject == "u:"+user.String() {
			out.Rules = append(out.Rules, r)
		}
	}
	subjects := w.after.Subjects(user)
	for _, p := range w.after.Words().Universe() {
		reach := w.after.Reach(subjects, p)
		if reach == (authz.Reach{}) {
			continue
		}
		right := Right{Permission: p, Cell: cellOf(reach), By: []string{}}
		for _, l := range w.after.Sources(subjects, p) {
			if name := strings.TrimPrefix(l.Subject, "r:"); !slices.Contains(right.By, name) {
				right.By = append(right.By, name)
			}
		}
		out.Rights = append(out.Rights, right)
	}
	out.Assignments, err = s.Assignments(ctx, &user, "")
	return out, err
}

// Compare shows how two versions differ, in lines and in effects on the people of today.
func (s *Service) Compare(ctx context.Context, from, to uuid.UUID) (Report, error) {
	if err := authz.Allowed(ctx, ReadPolicy); err != nil {
		return Report{}, err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Report{}, err
	}
	now, err := authz.Now(ctx)
	if err != nil {
		return Report{}, err
	}
	var policies [2]authz.Policy
	for i, id := range []uuid.UUID{from, to} {
		if policies[i], err = db.Read(ctx, s.db, func(tx *db.Tx) (authz.Policy, error) {
			if _, err := query(tx).GetVersion(ctx, id); err != nil {
				return authz.Policy{}, err
			}
			return policyOf(ctx, tx, id)
		}); err != nil {
			return Report{}, err
		}
	}
	before, err := now.Under(s.rights, policies[0])
	if err != nil {
		return Report{}, err
	}
	after, err := now.Under(s.rights, policies[1])
	if err != nil {
		return Report{}, err
	}
	j := &judged{rights: s.rights, before: before, after: after, staff: people}
	report := Report{Findings: []Finding{}, Difference: compare(policies[0], policies[1])}
	report.Effects, report.Affected = j.effects()
	return report, s.count(ctx, before, after, report.Effects)
}
