package authz

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

type attachedKey struct{}

// attached is the snapshot that a request lives in, and whether it has used a
// sensitive right: then its transactions hold the policy still.
type attached struct {
	*Snapshot
	engine *Engine
	mu     sync.Mutex
	seq    int64                            // of the policy that the sensitive rights were last decided by
	used   map[kernel.Permission]page.Scope // sensitive rights, with how far they went
	who    actor.Actor                      // who used them
}

type throughKey struct{}

// Through returns a context in which every scope is narrowed to what p reaches
// too: a list on its way into a file shows what the caller may export.
func Through(ctx context.Context, p kernel.Permission) context.Context {
	return context.WithValue(ctx, throughKey{}, p)
}

var errDetached = errors.New("no policy in the context: an edge forgot authz.Attach")

func decider(ctx context.Context) (*attached, actor.Actor, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, who, err
	}
	s, ok := ctx.Value(attachedKey{}).(*attached)
	if !ok {
		return nil, who, errDetached
	}
	return s, who, nil
}

// note remembers that a right was used: for the lint, and so that what is
// sensitive is decided again inside the transaction that acts.
func (a *attached) note(who actor.Actor, p kernel.Permission) {
	r := a.words.right(p)
	if r == nil {
		return
	}
	if r.sensitive && who.Service == "" { // what services may do changes by a release only
		scope := a.scope(who, p)
		a.mu.Lock()
		if a.used == nil {
			a.used, a.seq, a.who = map[kernel.Permission]page.Scope{}, a.Seq(), who
		}
		a.used[p] = scope
		a.mu.Unlock()
	}
	if sh, err := a.person(who); err == nil {
		sh.touch(r)
	}
}

// Allowed fails with ErrForbidden, naming the right, unless p is allowed in some scope.
func Allowed(ctx context.Context, p kernel.Permission) error {
	_, err := Scope(ctx, p)
	return err
}

// Refusal is the fault that tells the caller which right is missing, and
// nothing about any record.
func Refusal(p kernel.Permission) error {
	return fault.ErrForbidden.Say("This needs the right " + string(p) + ", which none of your roles gives you.").
		With(map[string]any{"permission": string(p)})
}

// Scope says which rows p reaches. Its zero value, also on an error, is none.
// No right in any scope is ErrForbidden.
func Scope(ctx context.Context, p kernel.Permission) (page.Scope, error) {
	s, who, err := decider(ctx)
	if err != nil {
		return page.Scope{}, err
	}
	scope := s.scope(who, p)
	if scope.Never() {
		return page.Scope{}, Refusal(p)
	}
	s.note(who, p)
	if also, ok := ctx.Value(throughKey{}).(kernel.Permission); ok && also != p {
		return s.narrowed(who, scope, also)
	}
	return scope, nil
}

// narrowed is a scope and another, both of which must hold. A class must be
// open for both, too: what may be read need not be exported.
func (a *attached) narrowed(who actor.Actor, scope page.Scope, also kernel.Permission) (page.Scope, error) {
	second := a.scope(who, also)
	if second.Never() {
		return page.Scope{}, Refusal(also)
	}
	a.note(who, also)
	second.Classes = nil
	r := a.words.right(also)
	for _, c := range r.classes {
		second.Classes = set(second.Classes, c.class, a.narrow(who, kernel.Permission(r.resource()+"#"+c.class+"."+r.act)))
	}
	if scope.Also != nil { // the token's: it stays, behind the second
		token := *scope.Also
		if second.Also != nil {
			token.Also = second.Also
		}
		second.Also = &token
	}
	scope.Also = &second
	return scope, nil
}

// narrow is what person and token have in common.
func (a *attached) narrow(who actor.Actor, p kernel.Permission) Reach {
	user, token := a.plan(who, p)
	if token != nil {
		return Reach{min(user.Allow, token.Allow), max(user.Deny, token.Deny)}
	}
	return user
}

// Can decides about one record, or a class of its fields, whose relation to the caller is known.
func Can(ctx context.Context, p kernel.Permission, rel page.Relation) bool {
	s, who, err := decider(ctx)
	if err != nil || !s.narrow(who, p).Can(rel) {
		return false
	}
	s.note(who, p)
	also, ok := ctx.Value(throughKey{}).(kernel.Permission)
	if !ok || also == p {
		return true
	}
	r := s.words.right(p)
	_, class, _ := strings.Cut(r.obj, "#")
	if class == "" {
		return true
	}
	_, act := also.Split()
	return s.narrow(who, kernel.Permission(r.resource()+"#"+class+"."+act)).Can(rel)
}

// Mine lists the caller's rights with their scopes, for the UI to hide what cannot be done.
func (e *Engine) Mine(ctx context.Context) (map[kernel.Permission]string, []string, error) {
	s, who, err := decider(ctx)
	if err != nil {
		return nil, nil, err
	}
	return s.cells(who), s.Roles(who.User), nil
}

// Now is the snapshot that the context lives in.
func Now(ctx context.Context) (*Snapshot, error) {
	s, _, err := decider(ctx)
	if err != nil {
		return nil, err
	}
	return s.Snapshot, nil
}

// Hold is what db asks at the beginning of a transaction: the number of the
// policy that a sensitive right was decided by, if one was used.
func Hold(ctx context.Context) (seq int64, sensitive bool) {
	s, who, err := decider(ctx)
	if err != nil {
		return 0, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// Another who acts in the same request, as a service does, has rights of their own.
	// Nor does the database know of a policy that no engine keeps: a test's own.
	return s.seq, s.engine != nil && s.used != nil && who.User == s.who.User && who.Service == s.who.Service
}

// InForce is the version of the organisation's own policy that decides for
// whoever acts; zero while it has none.
func InForce(ctx context.Context) (version int64) {
	s, who, err := decider(ctx)
	if err != nil || s.facts.Org != who.Org {
		return 0
	}
	return s.facts.Number
}

// Redecide is what db asks when the policy moved on before a sensitive act
// began. It may go on if each sensitive right reaches as far as it did: a change
// that does not touch it, as one's own of a moment ago, does not stop it.
func Redecide(ctx context.Context) error {
	a, who, err := decider(ctx)
	if err != nil {
		return err
	}
	if a.engine == nil {
		return fault.ErrMoved
	}
	a.engine.Forget(who.Org)
	now, err := a.engine.snapshot(ctx, who.Org)
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for p, was := range a.used {
		is := now.scope(a.who, p)
		if is.Never() {
			return Refusal(p)
		}
		if !sameReach(was, is) {
			return fault.ErrMoved
		}
	}
	a.seq = now.Seq()
	return nil
}

// sameReach compares what two scopes reach. Teams and departments count where
// they are asked for: who reaches everything does not care whom they lead.
func sameReach(a, b page.Scope) bool {
	narrow := func(s page.Scope) bool {
		return s.Allow == page.Team || s.Allow == page.Dept || s.Deny == page.Team || s.Deny == page.Dept
	}
	if a.Allow != b.Allow || a.Deny != b.Deny || a.Me != b.Me || !maps.Equal(a.Classes, b.Classes) || (a.Also == nil) != (b.Also == nil) {
		return false
	}
	if narrow(a) && (!slices.Equal(a.Teams, b.Teams) || !slices.Equal(a.Depts, b.Depts)) {
		return false
	}
	return a.Also == nil || sameReach(*a.Also, *b.Also)
}

// Unheld returns a context whose transactions do not hold the policy still, for
// those that change it: they lock it themselves, and ask again.
func Unheld(ctx context.Context) context.Context {
	s, _, err := decider(ctx)
	if err != nil {
		return ctx
	}
	return context.WithValue(ctx, attachedKey{}, &attached{Snapshot: s.Snapshot, engine: s.engine})
}

// SetReach says which teams and departments a person's scopes contain. HR
// calls it in its own transaction whenever the tree of people changes.
func SetReach(ctx context.Context, tx *db.Tx, user kernel.ID[kernel.User], teams, depts []uuid.UUID) error {
	_, err := tx.Exec(ctx, "select access.set_reach($1, $2, $3)", user.UUID, notNil(teams), notNil(depts))
	return err
}

func notNil(ids []uuid.UUID) []uuid.UUID {
	if ids == nil {
		return []uuid.UUID{}
	}
	return ids
}

// TestPolicy is what ForTest decides by.
type TestPolicy struct {
	Model, Roles string // of the policies folder, or a test's own
	Resources    []kernel.Resource
	Own          Policy // the organisation's
	Teams, Depts []uuid.UUID
}

// ForTest gives the context's actor roles (r:crm.rep) without a database; a
// service has its own rules. Every right counts as registered. It asks for a
// testing.TB so that nothing but a test can call it.
func ForTest(ctx context.Context, t testing.TB, p TestPolicy, subjects ...string) context.Context {
	t.Helper()
	who, err := actor.From(ctx)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := parse(p.Roles)
	if err != nil {
		t.Fatal(err)
	}
	words := &Vocabulary{rights: map[kernel.Permission]*right{}, lax: true}
	if err := words.register(p.Resources, nil); err != nil {
		t.Fatal(err)
	}
	f := &Facts{Org: who.Org, Own: p.Own, reach: map[uuid.UUID]reach{who.User.UUID: {p.Teams, p.Depts}}}
	for _, sub := range subjects {
		f.Assignments = append(f.Assignments, Assignment{User: who.User.UUID, Role: sub[2:]})
	}
	s, err := compile(p.Model, words, rules, f, whenever)
	if err != nil {
		t.Fatal(err)
	}
	return context.WithValue(ctx, attachedKey{}, &attached{Snapshot: s})
}

// InSnapshot puts a snapshot of the test's own into a context. It asks for a
// testing.TB so that nothing but a test can call it.
func InSnapshot(ctx context.Context, _ testing.TB, s *Snapshot) context.Context {
	return context.WithValue(ctx, attachedKey{}, &attached{Snapshot: s})
}
