package authz

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

type snapshotKey struct{}

var errDetached = errors.New("no policy in the context: an edge forgot authz.Attach")

func decider(ctx context.Context) (*Snapshot, actor.Actor, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, who, err
	}
	s, ok := ctx.Value(snapshotKey{}).(*Snapshot)
	if !ok {
		return nil, who, errDetached
	}
	return s, who, nil
}

// Allowed fails with ErrForbidden, naming the right, unless p is allowed in some scope.
func Allowed(ctx context.Context, p kernel.Permission) error {
	s, who, err := decider(ctx)
	if err != nil {
		return err
	}
	if s.scope(who, p).Never() {
		return Refusal(p)
	}
	return nil
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
	return scope, nil
}

// Can decides about one record, or a class of its fields, whose relation to the caller is known.
func Can(ctx context.Context, p kernel.Permission, rel page.Relation) bool {
	s, who, err := decider(ctx)
	if err != nil || rel == page.None {
		return false
	}
	user, token := s.plan(who, p)
	return user.can(rel) && (token == nil || token.can(rel))
}

func (p plan) can(rel page.Relation) bool { return p.allow >= rel && p.deny < rel }

// Mine lists the caller's rights with their scopes, for the UI to hide what cannot be done.
func (e *Engine) Mine(ctx context.Context) (map[kernel.Permission]string, []string, error) {
	s, who, err := decider(ctx)
	if err != nil {
		return nil, nil, err
	}
	return s.cells(who, e.universe), s.Roles(who.User), nil
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
	e := &Engine{known: map[kernel.Permission]bool{}, classes: map[string][]string{}}
	if err := e.Register(p.Resources, nil); err != nil {
		t.Fatal(err)
	}
	held := make([]assignment, len(subjects))
	for i, sub := range subjects {
		held[i] = assignment{role: sub}
	}
	return context.WithValue(ctx, snapshotKey{}, &Snapshot{org: who.Org, model: p.Model, policy: rules, now: whenever,
		known: func(kernel.Permission) bool { return true }, classes: e.classes, shards: map[string]*shard{},
		assignments: map[uuid.UUID][]assignment{who.User.UUID: held},
		reach:       map[uuid.UUID]reach{who.User.UUID: {p.Teams, p.Depts}}})
}
