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

// Question asks about one person and one right, of one record or of any, by the
// published policy or by a draft.
type Question struct {
	User       uuid.UUID
	Permission kernel.Permission
	Record     uuid.UUID
	Relation   string
	Draft      uuid.UUID
	With       string // a role that the person is to have, too, in a simulation
}

// Reason is one line that speaks of what was asked.
type Reason struct {
	authz.Line
	Path    []string `json:"path" doc:"How the person comes to the role: the one that was given, and what it inherits"`
	Reaches bool     `json:"reaches" doc:"It reaches the record, or some record if none was named"`
	Decides bool     `json:"decides" doc:"Without it the answer would be another, or it is the deny that wins"`
}

// Explanation is an answer and everything that led to it.
type Explanation struct {
	User       Person            `json:"user"`
	Permission kernel.Permission `json:"permission"`
	Record     *authz.Named      `json:"record,omitempty"`
	Relation   string            `json:"relation,omitempty" enum:"own,team,dept,all" doc:"How the person stands to the record"`
	Allowed    bool              `json:"allowed"`
	Cell       Cell              `json:"cell" doc:"How far the right goes for this person at all"`
	Reasons    []Reason          `json:"reasons" doc:"Every line that speaks of it"`
	Nearest    []Reason          `json:"nearest" doc:"If no line says no: lines of other roles, or of a wider scope, that would say yes"`
	Inactive   bool              `json:"inactive" doc:"The person cannot sign in, so they may do nothing at all"`
}

// world is what a question is asked of.
type world struct {
	now   *authz.Snapshot // published
	after *authz.Snapshot // the draft; the same as now if none was named
	staff staff
}

func (s *Service) world(ctx context.Context, draft uuid.UUID) (world, error) {
	if err := authz.Allowed(ctx, ReadPolicy); err != nil {
		return world{}, err
	}
	now, err := authz.Now(ctx)
	if err != nil {
		return world{}, err
	}
	w := world{now: now, after: now}
	if w.staff, err = s.staff(ctx); err != nil || draft == uuid.Nil {
		return w, err
	}
	policy, err := db.Read(ctx, s.db, func(tx *db.Tx) (authz.Policy, error) {
		if _, err := query(tx).GetVersion(ctx, draft); err != nil {
			return authz.Policy{}, err
		}
		return policyOf(ctx, tx, draft)
	})
	if err != nil {
		return w, err
	}
	w.after, err = now.Under(s.rights, policy)
	return w, err
}

// Why explains one decision.
func (s *Service) Why(ctx context.Context, q Question) (Explanation, error) {
	w, err := s.world(ctx, q.Draft)
	if err != nil {
		return Explanation{}, err
	}
	if err := s.known(q.Permission); err != nil {
		return Explanation{}, err
	}
	person, ok := w.staff[q.User]
	if !ok {
		return Explanation{}, fault.ErrInvalid.Field("/user", "unknown_person", "There is no such person in this organisation.")
	}
	x := Explanation{User: person, Permission: q.Permission, Reasons: []Reason{}, Nearest: []Reason{}, Inactive: !person.Active}
	subjects := w.after.Subjects(q.User)
	reach := w.after.Reach(subjects, q.Permission)
	x.Cell = cellOf(reach)
	relation := page.ParseRelation(q.Relation)
	if q.Record != uuid.Nil {
		found, title, err := s.rights.Relations(ctx, w.after, s.rights.Words().ResourceOf(q.Permission), q.Record, q.User)
		if err != nil {
			return x, err
		}
		relation, x.Record = found[q.User], &authz.Named{ID: q.Record, Title: title}
	}
	x.Allowed = reach.Some()
	if relation != page.None {
		x.Relation = relation.String()
		x.Allowed = reach.Can(relation)
	}
	x.Allowed = x.Allowed && person.Active
	x.Reasons = reasons(w.after, q, relation, reach)
	if !x.Allowed && !slices.ContainsFunc(x.Reasons, func(r Reason) bool { return r.Effect == "deny" && r.Reaches }) {
		x.Nearest = nearest(w.after, q, relation, subjects)
	}
	return x, nil
}

func (s *Service) known(p kernel.Permission) error {
	if !s.rights.Words().Known(p) {
		return fault.ErrInvalid.Field("/permission", "unknown", "There is no right "+quoted(string(p))+".")
	}
	return nil
}

// reasons are all lines that speak of the right, and which of them decides: for
// a yes the allow that reaches furthest, for a no the deny that does.
func reasons(s *authz.Snapshot, q Question, relation page.Relation, reach authz.Reach) []Reason {
	out := []Reason{}
	for _, l := range s.Sources(s.Subjects(q.User), q.Permission) {
		r := Reason{Line: l, Path: path(s, q.User, l.Subject)}
		scope := page.ParseRelation(l.Scope)
		r.Reaches = relation == page.None || scope >= relation
		widest := reach.Allow
		if l.Effect == "deny" {
			widest = reach.Deny
		}
		denied := reach.Deny != page.None && (relation == page.None && !reach.Some() || relation != page.None && reach.Deny >= relation)
		r.Decides = r.Reaches && scope == widest && (l.Effect == "deny") == denied
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b Reason) int {
		switch {
		case a.Decides == b.Decides:
			return 0
		case a.Decides:
			return -1
		}
		return 1
	})
	return out
}

func path(s *authz.Snapshot, user uuid.UUID, subject string) []string {
	if role, ok := strings.CutPrefix(subject, "r:"); ok {
		if found := s.Path(user, role); found != nil { // a role that the person does not have
			return found
		}
	}
	return []string{}
}

// nearest are the lines that come closest: those of the person's own roles that
// do not reach far enough, and then those of other roles.
func nearest(s *authz.Snapshot, q Question, relation page.Relation, subjects []string) []Reason {
	out := []Reason{}
	for _, mine := range []bool{true, false} {
		for _, l := range s.Nearest(q.Permission, 200) {
			if len(out) == 5 {
				return out
			}
			if slices.Contains(subjects, l.Subject) != mine || !mine && relation != page.None && page.ParseRelation(l.Scope) < relation {
				continue
			}
			out = append(out, Reason{Line: l, Path: path(s, q.User, l.Subject), Reaches: relation == page.None || page.ParseRelation(l.Scope) >= relation})
		}
	}
	return out
}

// Holder is somebody who has a right.
type Holder struct {
	Person   Person   `json:"person"`
	Cell     Cell     `json:"cell"`
	Relation string   `json:"relation,omitempty" enum:"own,team,dept,all" doc:"How they stand to the record, if one was named"`
	By       []Reason `json:"by" doc:"The lines that give it"`
}

// Who lists the people who can sign in and have a right, of any record or of one.
func (s *Service) Who(ctx context.Context, p kernel.Permission, record, draft uuid.UUID) ([]Holder, error) {
	w, err := s.world(ctx, draft)
	if err != nil {
		return nil, err
	}
	if err := s.known(p); err != nil {
		return nil, err
	}
	active := w.staff.active()
	relations := map[uuid.UUID]page.Relation{}
	if record != uuid.Nil {
		ids := make([]uuid.UUID, len(active))
		for i, person := range active {
			ids[i] = person.ID
		}
		if relations, _, err = s.rights.Relations(ctx, w.after, s.rights.Words().ResourceOf(p), record, ids...); err != nil {
			return nil, err
		}
	}
	out := []Holder{}
	for _, person := range active {
		reach := w.after.Reach(w.after.Subjects(person.ID), p)
		h := Holder{Person: person, Cell: cellOf(reach), By: []Reason{}}
		if record != uuid.Nil {
			h.Relation = relations[person.ID].String()
			if !reach.Can(relations[person.ID]) {
				continue
			}
		} else if !reach.Some() {
			continue
		}
		for _, r := range reasons(w.after, Question{User: person.ID, Permission: p}, relations[person.ID], reach) {
			if r.Effect == "allow" && r.Reaches {
				h.By = append(h.By, r)
			}
		}
		out = append(out, h)
	}
	return out, nil
}

// Simulation is what one person could do now, and could do if a draft were published.
type Simulation struct {
	User       Person            `json:"user"`
	Permission kernel.Permission `json:"permission"`
	Before     Side              `json:"before"`
	After      Side              `json:"after"`
	Gained     int               `json:"gained"`
	Lost       int               `json:"lost"`
	FewGained  []authz.Named     `json:"few_gained"`
	FewLost    []authz.Named     `json:"few_lost"`
	Record     *authz.Named      `json:"record,omitempty"`
	Relation   string            `json:"relation,omitempty" enum:"own,team,dept,all"`
}

// Side is one half of a simulation.
type Side struct {
	Cell    Cell     `json:"cell"`
	Records *int     `json:"records,omitempty" doc:"How many records it reaches"`
	Allowed *bool    `json:"allowed,omitempty" doc:"For the record, if one was named"`
	Hidden  []string `json:"hidden" doc:"Classes of fields that stay hidden on some of the records"`
}

// Simulate shows what somebody would see, without becoming them: how far a
// right goes now and after a draft, or with one more role, how many records that is, and which come or go.
func (s *Service) Simulate(ctx context.Context, q Question) (Simulation, error) {
	w, err := s.world(ctx, q.Draft)
	if err != nil {
		return Simulation{}, err
	}
	if err := s.known(q.Permission); err != nil {
		return Simulation{}, err
	}
	person, ok := w.staff[q.User]
	if !ok {
		return Simulation{}, fault.ErrInvalid.Field("/user", "unknown_person", "There is no such person in this organisation.")
	}
	if q.With != "" {
		if !slices.Contains(w.after.RoleIDs(), q.With) {
			return Simulation{}, ErrUnknownRole.Field("/with", "unknown_role", "There is no role "+quoted(q.With)+".")
		}
		held := put(slices.Clone(w.after.Facts().Assignments), Grant{User: q.User, Role: q.With})
		if w.after, err = w.after.Holding(s.rights, held); err != nil {
			return Simulation{}, err
		}
	}
	out := Simulation{User: person, Permission: q.Permission, FewGained: []authz.Named{}, FewLost: []authz.Named{}}
	resource := s.rights.Words().ResourceOf(q.Permission)
	out.Before, out.After = s.side(w.now, q), s.side(w.after, q)
	if !s.rights.HasRows(resource) {
		return out, nil
	}
	was, is := plainScope(w.now, q), plainScope(w.after, q)
	for _, half := range []struct {
		side  *Side
		scope page.Scope
	}{{&out.Before, was}, {&out.After, is}} {
		n, err := s.rights.Count(ctx, resource, half.scope)
		if err != nil {
			return out, err
		}
		half.side.Records = &n
	}
	var few []authz.Named
	if out.Gained, few, err = s.rights.Gained(ctx, resource, named, page.Change{Before: was, After: is}); err != nil {
		return out, err
	}
	out.FewGained = append(out.FewGained, few...)
	if out.Lost, few, err = s.rights.Gained(ctx, resource, named, page.Change{Before: is, After: was}); err != nil {
		return out, err
	}
	out.FewLost = append(out.FewLost, few...)
	return out, s.oneRecord(ctx, w, q, resource, &out)
}

// oneRecord answers for the record that was named.
func (s *Service) oneRecord(ctx context.Context, w world, q Question, resource string, out *Simulation) error {
	if q.Record == uuid.Nil {
		return nil
	}
	found, title, err := s.rights.Relations(ctx, w.now, resource, q.Record, q.User)
	if err != nil {
		return err
	}
	out.Record, out.Relation = &authz.Named{ID: q.Record, Title: title}, found[q.User].String()
	before := w.now.Reach(w.now.Subjects(q.User), q.Permission).Can(found[q.User])
	after := w.after.Reach(w.after.Subjects(q.User), q.Permission).Can(found[q.User])
	out.Before.Allowed, out.After.Allowed = &before, &after
	return nil
}

func plainScope(s *authz.Snapshot, q Question) page.Scope {
	scope := s.ScopeOf(q.User, q.Permission)
	scope.Classes = nil
	return scope
}

func (s *Service) side(at *authz.Snapshot, q Question) Side {
	subjects := at.Subjects(q.User)
	out := Side{Cell: cellOf(at.Reach(subjects, q.Permission)), Hidden: []string{}}
	scope := at.ScopeOf(q.User, q.Permission)
	resource, ok := s.rights.Words().Resource(strings.Replace(s.rights.Words().ResourceOf(q.Permission), ".", ":", 1))
	if !ok || strings.Contains(string(q.Permission), "#") {
		return out
	}
	for _, c := range resource.Classes {
		if !scope.Never() && !scope.MayRead(c.Name) {
			out.Hidden = append(out.Hidden, c.Name)
		}
	}
	return out
}
