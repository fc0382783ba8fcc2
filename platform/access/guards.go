package access

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/access/sqlcgen"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// judged is one change of what decides: an organisation before and after it,
// and who makes it. All guards judge by meaning, over every registered right,
// every relation, and every moment at which something begins or ends. To
// compare lines instead would let one in twenty tricks through.
type judged struct {
	rights        *authz.Engine
	before, after *authz.Snapshot
	staff         staff
	givers        []uuid.UUID // every author, and the approver
	alone         bool        // one person is enough
	token         uuid.UUID   // the giver's, which narrows what they hold
	given         []string    // roles that somebody gets: judged by themselves, too, whatever denies them to this person today
	conflicts     []sqlcgen.ListConflictsRow
	expectations  []Expectation
}

// judge prepares the guards with what the transaction sees.
func (s *Service) judge(ctx context.Context, tx *db.Tx, people staff, before, after *authz.Snapshot, givers ...uuid.UUID) (*judged, error) {
	j := &judged{rights: s.rights, before: before, after: after, staff: people, givers: givers}
	var err error
	if j.alone, err = alone(ctx, tx); err != nil {
		return nil, err
	}
	if j.conflicts, err = query(tx).ListConflicts(ctx); err != nil {
		return nil, err
	}
	stored, err := query(tx).ListExpectations(ctx)
	j.expectations = builtIn
	for _, e := range stored {
		j.expectations = append(j.expectations, expectation(e))
	}
	return j, err
}

// set is people and roles that rules speak of by the same names, before and after.
type set struct {
	was, is []string // subjects
	users   []uuid.UUID
	roles   []string
	changed []authz.Rule // lines that one side has and the other has not
}

// touched: some line that speaks of the right came or went. Where none did, the
// answer is the same, and need not be asked for.
func (x *set) touched(p kernel.Permission) bool {
	return slices.ContainsFunc(x.changed, func(r authz.Rule) bool { return authz.Hits(r, p) })
}

// sets are those whose rules differ, each once: everybody with the same roles
// is judged together, and so is each role by itself, since it may be given.
func sets(before, after *authz.Snapshot) []*set {
	found := map[string]*set{}
	var order []*set
	note := func(was, is []string) *set {
		key := strings.Join(was, " ") + "|" + strings.Join(is, " ")
		x := found[key]
		if x == nil {
			x = &set{was: was, is: is, changed: difference(before.RulesOf(was), after.RulesOf(is))}
			found[key] = x
			if len(x.changed) > 0 {
				order = append(order, x)
			}
		}
		return x
	}
	for _, user := range users(before, after) {
		x := note(before.Subjects(user), after.Subjects(user))
		x.users = append(x.users, user)
	}
	for _, role := range after.RoleIDs() {
		was, err := before.Closure(role)
		is, err2 := after.Closure(role)
		if err == nil && err2 == nil { // the form was checked before
			x := note(was, is)
			x.roles = append(x.roles, role)
		}
	}
	return order
}

// users are all of whom assignments or personal rules speak.
func users(snapshots ...*authz.Snapshot) []uuid.UUID {
	seen := map[uuid.UUID]bool{}
	var out []uuid.UUID
	note := func(id uuid.UUID) {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	for _, s := range snapshots {
		for _, a := range s.Facts().Assignments {
			note(a.User)
		}
		for _, r := range s.Facts().Own.Rules {
			if id, err := uuid.Parse(strings.TrimPrefix(r.Subject, "u:")); err == nil {
				note(id)
			}
		}
	}
	slices.SortFunc(out, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return out
}

// difference is the lines that only one of two lists has.
func difference(a, b []authz.Line) []authz.Rule {
	count := map[authz.Line]int{}
	for _, l := range a {
		count[l]++
	}
	for _, l := range b {
		count[l]--
	}
	var out []authz.Rule
	for l, n := range count {
		if n != 0 {
			out = append(out, l.Rule())
		}
	}
	return out
}

// held is how far somebody holds a right now. An owner may always take a
// denial away again, their own too: otherwise nobody could.
func (j *judged) held(user uuid.UUID, p kernel.Permission) authz.Reach {
	subjects := j.before.Subjects(user)
	r := j.before.Reach(subjects, p)
	if slices.Contains(subjects, "r:owner") && r.Allow != page.None {
		r.Deny = page.None
	}
	if j.token != uuid.Nil {
		t := j.before.ReachOfToken(j.token, p)
		r = authz.Reach{Allow: min(r.Allow, t.Allow), Deny: max(r.Deny, t.Deny)}
	}
	return r
}

// moments are now and every coming one at which something changes by itself: a
// deny that ends is a gift.
func (j *judged) moments() []time.Time {
	all := append(j.before.Moments(), j.after.Moments()...)
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, func(a, b time.Time) bool { return a.Equal(b) })
}

// escalation finds what somebody would gain that not every giver holds.
func (j *judged) escalation() ([]Finding, error) {
	missing := map[string]Finding{}
	for _, at := range j.moments() {
		before, err := j.before.Then(j.rights, at)
		if err != nil {
			return nil, err
		}
		after, err := j.after.Then(j.rights, at)
		if err != nil {
			return nil, err
		}
		changed := sets(before, after)
		for _, role := range j.given {
			closed, err := after.Closure(role)
			if err != nil {
				return nil, err
			}
			changed = append(changed, &set{is: closed, roles: []string{role}, changed: difference(nil, after.RulesOf(closed))})
		}
		for _, x := range changed {
			for _, p := range after.Words().Universe() {
				if !x.touched(p) {
					continue
				}
				was, is := before.Reach(x.was, p), after.Reach(x.is, p)
				for rel := page.Own; rel <= page.All; rel++ {
					if is.Can(rel) && !was.Can(rel) {
						j.notHeld(missing, x, p, rel)
					}
				}
			}
		}
	}
	j.wildcards(missing)
	out := make([]Finding, 0, len(missing))
	for _, f := range missing {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Finding) int { return strings.Compare(a.Message, b.Message) })
	return out, nil
}

func (j *judged) notHeld(missing map[string]Finding, x *set, p kernel.Permission, rel page.Relation) {
	for _, giver := range j.givers {
		if j.held(giver, p).Can(rel) {
			continue
		}
		f := missing[giver.String()+string(p)]
		f.Guard, f.Level, f.Code, f.Permission = "escalation", "error", "not_held", p
		f.Message = fmt.Sprintf("%s does not hold %s as far as %s, and so cannot give it.", j.staff.name(giver), p, reaches[rel])
		f.Pointer = "/rules"
		for _, role := range x.roles {
			if !slices.Contains(f.Roles, role) {
				f.Roles = append(f.Roles, role)
			}
		}
		for _, user := range x.users {
			if who := j.staff.person(user); !slices.Contains(f.People, who) && len(f.People) < 20 {
				f.People = append(f.People, who)
			}
		}
		missing[giver.String()+string(p)] = f
	}
}

// reaches are the scopes in words.
var reaches = map[page.Relation]string{page.None: "nothing", page.Own: "own records", page.Team: "the team's records", page.Dept: "the department's records", page.All: "all records"}

// wildcards: whoever gives "everything of a module" gives what a later release
// adds to it, so they must hold as wide a line themselves.
func (j *judged) wildcards(missing map[string]Finding) {
	for _, role := range j.given {
		closed, err := j.after.Closure(role)
		if err != nil {
			continue
		}
		for _, l := range j.after.RulesOf(closed) {
			if wild(l.Rule()) {
				j.covered(missing, l.Rule(), "/roles")
			}
		}
	}
	for i, r := range j.after.Facts().Own.Rules {
		if !wild(r) || slices.ContainsFunc(j.before.Facts().Own.Rules, func(o authz.Rule) bool {
			return o.Key() == r.Key() && sameTime(o.To, r.To) && sameTime(o.From, r.From)
		}) {
			continue
		}
		j.covered(missing, r, fmt.Sprintf("/rules/%d", i))
	}
}

func wild(r authz.Rule) bool {
	return r.Effect == "allow" && (strings.Contains(r.Object, "*") || r.Action == "*")
}

func (j *judged) covered(missing map[string]Finding, r authz.Rule, at string) {
	for _, giver := range j.givers {
		if !slices.ContainsFunc(j.before.RulesOf(j.before.Subjects(giver)), func(l authz.Line) bool { return l.Effect == "allow" && covers(l, r) }) {
			missing[giver.String()+r.Key()] = Finding{Guard: "escalation", Level: "error", Code: "wildcard_not_held", Pointer: at,
				Message: fmt.Sprintf("%s has no rule as wide as %s %s (%s), and so cannot give it: it would grow with coming releases.", j.staff.name(giver), r.Object, r.Action, r.Scope)}
		}
	}
}

func sameTime(a, b *time.Time) bool {
	return a == nil && b == nil || a != nil && b != nil && a.Equal(*b)
}

// covers: the line reaches whatever the rule does, now and later.
func covers(l authz.Line, r authz.Rule) bool {
	lm, lrest, _ := strings.Cut(l.Object, ":")
	rm, rrest, _ := strings.Cut(r.Object, ":")
	lname, lclass, _ := strings.Cut(lrest, "#")
	rname, rclass, _ := strings.Cut(rrest, "#")
	return (lm == "*" || lm == rm) && (lname == "*" || lname == rname) && lclass == rclass && (l.Action == "*" || l.Action == r.Action) &&
		page.ParseRelation(l.Scope) >= page.ParseRelation(r.Scope)
}

// keepers are the active people who can repair access, now and for good.
func (j *judged) keepers(s *authz.Snapshot) ([]Person, error) {
	moments := s.Moments()
	last, err := s.Then(j.rights, moments[len(moments)-1])
	if err != nil {
		return nil, err
	}
	var out []Person
	for _, p := range j.staff.active() {
		if s.Reach(s.Subjects(p.ID), PublishPolicy).Can(page.All) && last.Reach(last.Subjects(p.ID), PublishPolicy).Can(page.All) {
			out = append(out, p)
		}
	}
	return out, nil
}

// lockout: two people can repair access, or one where the organisation is led
// by one; nobody makes it fewer than that.
func (j *judged) lockout() ([]Finding, error) {
	were, err := j.keepers(j.before)
	if err != nil {
		return nil, err
	}
	are, err := j.keepers(j.after)
	if err != nil {
		return nil, err
	}
	needed := 2
	if j.alone || len(were) < 2 {
		needed = 1
	}
	if len(are) >= needed {
		return nil, nil
	}
	message := fmt.Sprintf("Afterwards %d active people could publish policies without an end date, and %d must remain. Appoint another person first.", len(are), needed)
	return []Finding{{Guard: "lockout", Level: "error", Code: "access_lockout", Message: message, Permission: PublishPolicy, Pointer: "/rules", People: are}}, nil
}

// duties: nobody holds both sides of a pair that is kept apart. Owners hold
// everything, and are watched by the second person that every policy takes.
func (j *judged) duties() []Finding {
	var out []Finding
	for _, c := range j.conflicts {
		f := Finding{Guard: "duties", Level: "error", Code: "duties", Pointer: "/rules", Permission: kernel.Permission(c.PermissionA)}
		for _, p := range j.staff.active() {
			subjects := j.after.Subjects(p.ID)
			if slices.Contains(subjects, "r:owner") || slices.Contains(subjects, "r:"+authz.Emergency) {
				continue
			}
			if j.after.Reach(subjects, kernel.Permission(c.PermissionA)).Some() && j.after.Reach(subjects, kernel.Permission(c.PermissionB)).Some() {
				f.People = append(f.People, p)
				for _, s := range subjects {
					if role, ok := strings.CutPrefix(s, "r:"); ok && !slices.Contains(f.Roles, role) {
						f.Roles = append(f.Roles, role)
					}
				}
			}
		}
		if len(f.People) > 0 {
			names := make([]string, len(f.People))
			for i, p := range f.People {
				names[i] = p.Name
			}
			f.Message = fmt.Sprintf("%s would hold both %s and %s, by the roles %s: %s", strings.Join(names, ", "), c.PermissionA, c.PermissionB, strings.Join(f.Roles, ", "), c.Reason)
			out = append(out, f)
		}
	}
	return out
}

// tests runs the stored expectations and those that are built in.
func (j *judged) tests() []Finding {
	var out []Finding
	for _, e := range j.expectations {
		if got, ok := e.answer(j.after); ok && got != e.Expect {
			out = append(out, Finding{Guard: "tests", Level: "error", Code: "test_failed", Permission: e.Permission, Pointer: "/rules",
				Message: fmt.Sprintf("Test %q: %s asks for %s on %s; expected %s, and it would be %s.", e.Name, e.Subject, e.Permission, e.Relation, e.Expect, got)})
		}
	}
	return out
}

// all runs every guard.
func (j *judged) all() ([]Finding, error) {
	out, err := j.escalation()
	if err != nil {
		return nil, err
	}
	locked, err := j.lockout()
	if err != nil {
		return nil, err
	}
	return slices.Concat(out, locked, j.duties(), j.tests()), nil
}
