package access_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/access"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
	"longhouse/policies"
)

// resources are a house in small: records of people, records of nobody, and a class.
var resources = []kernel.Resource{
	{Name: "crm.deal", Label: "Deals", Scopes: kernel.OwnTeamDeptAll, Classes: []kernel.Class{{Name: "margin"}},
		Actions: append(kernel.Actions("read", "create", "update", "win"), kernel.Action{Name: "export", Sensitive: true})},
	{Name: "crm.account", Label: "Accounts", Scopes: kernel.OwnTeamDeptAll, Actions: kernel.Actions("read", "update")},
	{Name: "hr.employee", Label: "Employees", Scopes: kernel.OwnTeamDeptAll, Actions: kernel.Actions("read", "update"), Classes: []kernel.Class{{Name: "salary", Sensitive: true}}},
	{Name: "inventory.stock", Label: "Stock", Scopes: kernel.AllOnly, Actions: kernel.Actions("read", "update", "adjust")},
	{Name: "identity.user", Label: "Users", Scopes: kernel.AllOnly, Actions: kernel.Actions("read", "disable")},
}

var rights = []kernel.Permission{"crm.deal.read", "crm.deal.create", "crm.deal.update", "crm.deal.win", "crm.deal.export", "crm.deal#margin.update", "crm.account.read", "crm.account.update",
	"hr.employee.read", "hr.employee.update", "hr.employee#salary.update", "inventory.stock.read", "inventory.stock.update", "inventory.stock.adjust", "identity.user.read", "identity.user.disable"}

// fixture is an organisation with two owners, and whoever a test adds.
type fixture struct {
	t      *testing.T
	d      *pgtest.DB
	engine *authz.Engine
	svc    *access.Service
	ann    access.Person // owns
	bob    access.Person // owns

	mu     sync.Mutex
	people []access.Person
	stale  bool // no fresh proof
	leads  map[uuid.UUID]uuid.UUID
}

func setup(t *testing.T) *fixture {
	t.Helper()
	f := alone(t)
	f.bob = f.person("Bob Owner", "owner")
	return f
}

// alone is an organisation with one owner.
func alone(t *testing.T) *fixture {
	t.Helper()
	d := pgtest.New(t)
	f := &fixture{t: t, d: d, leads: map[uuid.UUID]uuid.UUID{}}
	f.engine, f.svc = f.node(clock.Clock{})
	f.ann = f.person("Ann Owner", "owner")
	return f
}

// node is one more server on the same database.
func (f *fixture) node(c clock.Clock) (*authz.Engine, *access.Service) {
	f.t.Helper()
	e, err := authz.New(f.d.Root, authz.Options{Model: policies.Model, Roles: policies.Roles, Clock: c})
	require.NoError(f.t, err)
	require.NoError(f.t, e.Register(resources, rights))
	require.NoError(f.t, e.Register(access.Resources, access.Permissions))
	require.NoError(f.t, e.RegisterRows(f.d.Root.For("access"), access.Rows...))
	require.NoError(f.t, e.RegisterRows(f.d.Root.For("crm"), authz.Rows{Resource: "crm.deal", From: "crm.deal d", Title: "d.name",
		Spec: &page.Spec{Own: "d.owner_id", Team: "d.team_id", Dept: "d.dept_id", Tie: "d.id"}}))
	svc := access.New(access.Options{DB: f.d.Root, Rights: e, Clock: c,
		People: func(context.Context) ([]access.Person, error) {
			f.mu.Lock()
			defer f.mu.Unlock()
			return slices.Clone(f.people), nil
		},
		Proven: func(context.Context) error {
			f.mu.Lock()
			defer f.mu.Unlock()
			if f.stale {
				return errProof
			}
			return nil
		},
		Managers: func(context.Context, []uuid.UUID) (map[uuid.UUID]uuid.UUID, error) { return f.leads, nil }})
	return e, svc
}

var errProof = fault.New(fault.Forbidden, "fresh_proof_required", "Prove it.")

// person adds somebody with roles.
func (f *fixture) person(name string, roles ...string) access.Person {
	f.t.Helper()
	p := access.Person{ID: kernel.NewUUID(), Name: name, Active: true}
	f.mu.Lock()
	f.people = append(f.people, p)
	f.mu.Unlock()
	require.NoError(f.t, f.engine.Bootstrap(f.d.Context(f.t), kernel.IDOf[kernel.User](p.ID), roles...))
	return p
}

func (f *fixture) leaves(p access.Person) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range f.people {
		if f.people[i].ID == p.ID {
			f.people[i].Active = false
		}
	}
}

// as is a context in which somebody acts in a browser, with the rights of now.
func (f *fixture) as(p access.Person) context.Context {
	f.t.Helper()
	return f.on(f.engine, p)
}

func (f *fixture) on(e *authz.Engine, p access.Person) context.Context {
	f.t.Helper()
	ctx, err := e.Attach(actor.With(f.t.Context(), actor.Actor{Org: f.d.Org, User: kernel.IDOf[kernel.User](p.ID), Via: actor.UI}))
	require.NoError(f.t, err)
	return ctx
}

// clock is the real one.
func (f *fixture) clock() clock.Clock { return clock.Clock{} }

// token is a program with an API token of somebody's.
func (f *fixture) token(p access.Person, rights map[kernel.Permission]string) context.Context {
	f.t.Helper()
	id := kernel.NewUUID()
	require.NoError(f.t, f.engine.SetTokenRules(f.as(p), id, rights))
	ctx, err := f.engine.Attach(actor.With(f.t.Context(), actor.Actor{Org: f.d.Org, User: kernel.IDOf[kernel.User](p.ID), Token: id, Via: actor.API}))
	require.NoError(f.t, err)
	return ctx
}

// may asks whether somebody has a right on a record that stands to them like that.
func (f *fixture) may(p access.Person, right kernel.Permission, rel page.Relation) bool {
	f.t.Helper()
	return authz.Can(f.as(p), right, rel)
}

// draft makes a draft with a change, as Ann.
func (f *fixture) draft(c access.Change) access.Whole {
	f.t.Helper()
	return f.draftBy(f.ann, c)
}

func (f *fixture) draftBy(p access.Person, c access.Change) access.Whole {
	f.t.Helper()
	w, err := f.svc.Begin(f.as(p), access.Beginning{Name: "Change"})
	require.NoError(f.t, err)
	w, err = f.svc.Edit(f.as(p), w.ID, w.Version.Version, c)
	require.NoError(f.t, err)
	return w
}

// publish takes a draft of Ann's all the way, with Bob's approval.
func (f *fixture) publish(c access.Change) access.Version {
	f.t.Helper()
	w := f.draft(c)
	v, err := f.svc.Submit(f.as(f.ann), w.ID, w.Version.Version, "")
	require.NoError(f.t, err)
	v, err = f.svc.Publish(f.as(f.bob), v.ID, v.Version, "Looks right")
	require.NoError(f.t, err)
	return v
}

// submitted is a draft of somebody's that waits.
func (f *fixture) submitted(p access.Person, c access.Change) access.Version {
	f.t.Helper()
	w := f.draftBy(p, c)
	v, err := f.svc.Submit(f.as(p), w.ID, w.Version.Version, "")
	require.NoError(f.t, err)
	return v
}

func allow(subject, object, action, scope string) authz.Rule {
	return authz.Rule{Subject: subject, Object: object, Action: action, Scope: scope, Effect: "allow"}
}

func deny(subject, object, action, scope string) authz.Rule {
	return authz.Rule{Subject: subject, Object: object, Action: action, Scope: scope, Effect: "deny", Reason: "Because"}
}

// write runs a statement past all rules of ours, as somebody with the database's password might.
func (f *fixture) write(sql string, args ...any) {
	f.t.Helper()
	conn := f.d.Superuser(f.t)
	_, err := conn.Exec(f.t.Context(), "set session_replication_role = replica")
	require.NoError(f.t, err)
	_, err = conn.Exec(f.t.Context(), sql, args...)
	require.NoError(f.t, err)
}

// raise tells the nodes that something changed.
func (f *fixture) raise() {
	f.t.Helper()
	require.NoError(f.t, db.Changed(f.d.Context(f.t), f.d.Root.For("access"), func(tx *db.Tx) error { return authz.Raise(f.t.Context(), tx) }))
	f.engine.Forget(f.d.Org)
}
