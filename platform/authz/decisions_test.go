package authz_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
	"longhouse/policies"
)

// example is the table of access.md 15, as far as shipped rules go.
const example = `
p, r:crm.rep,          *, crm:deal,           read,    team, allow
p, r:crm.rep,          *, crm:deal,           create,  own,  allow
p, r:crm.rep,          *, crm:deal,           update,  own,  allow
p, r:crm.rep,          *, crm:deal#margin,    read,    own,  allow
p, r:crm.lead,         *, crm:*,              *,       dept, allow
p, r:crm.lead,         *, crm:deal#margin,    read,    dept, allow
p, r:crm.lead,         *, crm:quote,          approve, own,  deny
p, r:hr.self,          *, hr:employee#salary, read,    own,  allow
p, r:hr.lead,          *, hr:leave,           approve, team, allow
p, r:hr.lead,          *, hr:leave,           approve, own,  deny
p, r:hr.officer,       *, hr:*,               *,       all,  allow
p, r:hr.payroll,       *, hr:employee#salary, *,       all,  allow
p, r:hr.payroll,       *, hr:employee#salary, update,  own,  deny
p, r:inventory.keeper, *, inventory:*,        *,       dept, allow
p, r:inventory.keeper, *, inventory:count,    approve, own,  deny
p, r:auditor,          *, *:*,                read,    all,  allow
p, r:auditor,          *, *:*,                update,  all,  deny
p, r:freeze,           *, hr:*,               update,  all,  deny
p, r:shut,             *, hr:employee#*,      read,    all,  deny
p, r:access.approver,  *, access:policy,      publish, all,  allow
p, r:access.approver,  *, access:policy,      publish, own,  deny
p, s:crm.reserve,      *, inventory:stock,    reserve, all,  allow
g, r:chief, r:crm.lead, *
`

func TestDecisionsComeOutAsWritten(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	for _, c := range []struct {
		roles  string
		asks   kernel.Permission
		rel    page.Relation
		answer bool
	}{
		{"crm.rep", "crm.deal.read", page.Team, true}, {"crm.rep", "crm.deal.read", page.Own, true}, {"crm.rep", "crm.deal.read", page.Dept, false},
		{"crm.rep", "crm.deal.update", page.Team, false}, {"crm.rep", "crm.deal.create", page.Own, true}, {"crm.rep", "crm.deal.create", page.Team, false},
		{"crm.rep", "crm.deal#margin.read", page.Own, true}, {"crm.rep", "crm.deal#margin.read", page.Team, false},
		{"crm.rep", "crm.deal.delete", page.Own, false}, {"", "crm.deal.read", page.Own, false}, {"nobody", "crm.deal.read", page.Own, false},
		{"crm.lead", "crm.quote.approve", page.Dept, true}, {"crm.lead", "crm.quote.approve", page.Own, false},
		{"crm.lead", "crm.deal#margin.update", page.Dept, false}, {"crm.lead", "hr.employee.read", page.Dept, false}, {"crm.lead", "crm.deal.read", page.All, false},
		{"chief", "crm.deal#margin.read", page.Team, true}, {"hr.self", "hr.employee#salary.read", page.Own, true},
		{"hr.self hr.lead", "hr.employee#salary.read", page.Team, false}, {"hr.self hr.lead", "hr.leave.approve", page.Team, true}, {"hr.self hr.lead", "hr.leave.approve", page.Own, false},
		{"hr.officer", "hr.employee#salary.read", page.All, false}, {"hr.payroll", "hr.employee#salary.update", page.All, true}, {"hr.payroll", "hr.employee#salary.update", page.Own, false},
		{"hr.payroll freeze", "hr.employee#salary.update", page.All, false}, {"hr.payroll shut", "hr.employee#salary.read", page.All, false},
		{"hr.officer shut", "hr.employee.read", page.All, false}, {"inventory.keeper", "inventory.count.approve", page.Own, false},
		{"auditor inventory.keeper", "inventory.stock.update", page.Dept, false}, {"auditor", "hr.employee#salary.read", page.All, false},
		{"access.approver", "access.policy.publish", page.All, true}, {"access.approver", "access.policy.publish", page.Own, false},
		{"crm.lead", "crm.deal.*", page.Own, false}, {"crm.lead", "crm.*.read", page.Own, false}, {"hr.officer", "hr.employee.read", page.None, false}, {"crm.lead", "", page.Own, false}, {"crm.lead", "crm", page.Own, false},
	} {
		ctx := d.With(t, d.Context(t), authz.TestPolicy{Model: policies.Model, Roles: example}, strings.Fields(c.roles)...)
		require.Equal(t, c.answer, authz.Can(ctx, c.asks, c.rel), "%s asks %s as %s", c.roles, c.asks, c.rel)
	}
}

func TestAServiceHasJustItsOwnRules(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	p := authz.TestPolicy{Model: policies.Model, Roles: example}
	ctx := d.With(t, actor.Service(t.Context(), d.Org, "crm.reserve", actor.Job), p)
	require.True(t, authz.Can(ctx, "inventory.stock.reserve", page.All))
	require.ErrorIs(t, authz.Allowed(ctx, "inventory.stock.update"), fault.ErrForbidden)
	require.ErrorIs(t, authz.Allowed(ctx, "crm.deal.read"), fault.ErrForbidden)
	other := d.With(t, actor.Service(t.Context(), d.Org, "crm.rep", actor.Job), p, "crm.rep")
	require.ErrorIs(t, authz.Allowed(other, "crm.deal.read"), fault.ErrForbidden, "a service named like a role has no role")
}

func TestWithoutAPolicyOrAnActorEverythingIsRefused(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	for _, ctx := range []context.Context{t.Context(), d.Context(t)} {
		require.Error(t, authz.Allowed(ctx, readDeals))
		s, err := authz.Scope(ctx, readDeals)
		require.Error(t, err)
		require.True(t, s.Never())
		require.False(t, authz.Can(ctx, readDeals, page.Own))
	}
	e := engine(t, d)
	_, err := e.Attach(t.Context())
	require.ErrorIs(t, err, actor.ErrMissing)
}

func TestARightThatNobodyRegisteredIsRefusedEvenToTheOwner(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	e := engine(t, d)
	require.NoError(t, e.Bootstrap(d.Context(t), d.User, "owner"))
	ctx, err := e.Attach(d.Context(t))
	require.NoError(t, err)
	require.NoError(t, authz.Allowed(ctx, readDeals))
	require.ErrorIs(t, authz.Allowed(ctx, "crm.deal.explode"), fault.ErrForbidden)
	require.Error(t, e.Register(resources, []kernel.Permission{"crm.deal.explode"}))
	elsewhere := d.Actor()
	elsewhere.Org = kernel.NewID[kernel.Org]()
	require.ErrorIs(t, authz.Allowed(actor.With(ctx, elsewhere), readDeals), fault.ErrForbidden, "the policy of one organisation decides nothing in another")
}

func TestAGrantHoldsFromItsFirstInstantToBeforeItsLast(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	from := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC)
	to := from.Add(time.Hour)
	require.NoError(t, engine(t, d).Bootstrap(d.Context(t), d.User, "owner"))
	someone := kernel.NewID[kernel.User]()
	conn := d.Superuser(t)
	_, err := conn.Exec(t.Context(), "set session_replication_role = replica")
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "insert into access.assignment (org_id, id, user_id, role, valid_from, valid_to, granted_by) values ($1, $2, $3, 'crm.rep', $4, $5, 's:test')", d.Org.UUID, uuid.New(), someone.UUID, from, to)
	require.NoError(t, err)
	for at, want := range map[time.Time]bool{from.Add(-time.Microsecond): false, from: true, to.Add(-time.Microsecond): true, to: false} {
		e, err := authz.New(d.Root, authz.Options{Model: policies.Model, Roles: policies.Roles, Clock: clock.Fixed(at)})
		require.NoError(t, err)
		require.NoError(t, e.Register(resources, []kernel.Permission{readDeals}))
		a := d.Actor()
		a.User = someone
		ctx, err := e.Attach(actor.With(t.Context(), a))
		require.NoError(t, err)
		require.Equal(t, want, authz.Allowed(ctx, readDeals) == nil, at.String())
	}
}

func TestASecondEngineSeesARevocationWithinTwoSeconds(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	one, two := engine(t, d), engine(t, d)
	require.NoError(t, one.Bootstrap(d.Context(t), d.User, "owner"))
	giver, err := one.Attach(d.Context(t))
	require.NoError(t, err)
	someone := d.Actor()
	someone.User = kernel.NewID[kernel.User]()
	require.NoError(t, one.Bootstrap(giver, someone.User, "crm.rep"))
	watching, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { two.Watch(watching); close(ended) }()
	may := func() bool {
		ctx, err := two.Attach(actor.With(t.Context(), someone))
		require.NoError(t, err)
		return authz.Allowed(ctx, readDeals) == nil
	}
	require.True(t, may())
	take(t, d, someone.User)
	began := time.Now()
	require.Eventually(t, func() bool { return !may() }, 10*time.Second, 10*time.Millisecond)
	require.Less(t, time.Since(began), 2*time.Second)
	stop()
	<-ended
}

func TestAFaultInAnyLineKeepsTheEngineFromStarting(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	start := func(model, roles string) error {
		_, err := authz.New(d.Root, authz.Options{Model: model, Roles: roles})
		return err
	}
	require.NoError(t, start(policies.Model, example))
	for _, line := range []string{
		"p, r:x, *, crm:deal, read, all, Allow", "p, r:x, *, crm:deal, read, All, allow", "p, r:x, *, crm:deal, read, none, allow", "p, r:x, *, crm:deal, , all, allow", "p, r:x, *, crm:deal, read|update, all, allow",
		"p, r:x, *, deal, read, all, allow", "p, r:x, *, crm:, read, all, allow", "p, r:x, *, :deal, read, all, allow", "p, r:x, *, crm:deal#, read, all, allow", "p, r:x, *, *:deal, read, all, allow", "p, r:x, *, crm:deal#*, read, all, allow",
		"p, r:, *, crm:deal, read, all, allow", "p, x:y, *, crm:deal, read, all, allow", "p, role:x, *, crm:deal, read, all, allow", "p, r:x, oak, crm:deal, read, all, allow", "p, r:x, , crm:deal, read, all, allow", "p, r:x, *, crm:deal, read, all, allow, more",
		"g, r:x, r:y", "g, r:x, r:y, o:oak", "g, x, r:y, *", "g, r:x, u:y, *", "g, r:x, r:x, *", "g, r:a, r:b, *\ng, r:b, r:c, *\ng, r:c, r:a, *",
		"g, r:a, r:b, *\ng, r:b, r:c, *\ng, r:c, r:d, *\ng, r:d, r:e, *\ng, r:e, r:f, *\ng, r:f, r:g, *",
		"r, r:x, Name", "r, x, Name, Words", "r, r:x, , Words", "r, r:x, Name, Words\nr, r:x, Other, Words", "q, r:x", "x", "p", `p, "r:x`,
	} {
		require.Error(t, start(policies.Model, example+line), line)
	}
	for _, model := range []string{"", "[matchers]\nm = true", strings.Replace(policies.Model, "g(r.sub", "h(r.sub", 1)} {
		require.Error(t, start(model, example), "%.30q", model)
	}
}

func TestATokenNarrowsForRecordsAndLists(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	e := engine(t, d)
	require.NoError(t, e.Bootstrap(d.Context(t), d.User, "owner"))
	owner, err := e.Attach(d.Context(t))
	require.NoError(t, err)
	token := kernel.NewUUID()
	require.NoError(t, e.SetTokenRules(owner, token, map[kernel.Permission]string{readDeals: "team"}))
	a := d.Actor()
	a.Token = token
	ctx, err := e.Attach(actor.With(t.Context(), a))
	require.NoError(t, err)
	require.True(t, authz.Can(ctx, readDeals, page.Team))
	require.False(t, authz.Can(ctx, readDeals, page.Dept))
	require.ErrorIs(t, authz.Allowed(ctx, "crm.deal.update"), fault.ErrForbidden)
	s, err := authz.Scope(ctx, readDeals)
	require.NoError(t, err)
	require.Equal(t, []page.Relation{page.All, page.Team}, []page.Relation{s.Allow, s.Also.Allow})
	require.False(t, s.MayRead("margin"), "a token opens no class that it does not name")
	cells, roles, err := e.Mine(ctx)
	require.NoError(t, err)
	require.Equal(t, map[kernel.Permission]string{readDeals: "team"}, cells)
	require.Equal(t, []string{"r:owner"}, roles)
	a.Token = kernel.NewUUID()
	unknown, err := e.Attach(actor.With(t.Context(), a))
	require.NoError(t, err)
	require.ErrorIs(t, authz.Allowed(unknown, readDeals), fault.ErrForbidden)
	require.ErrorIs(t, e.SetTokenRules(owner, kernel.NewUUID(), map[kernel.Permission]string{"crm.deal.explode": "all"}), fault.ErrInvalid)
	require.ErrorIs(t, e.SetTokenRules(owner, kernel.NewUUID(), map[kernel.Permission]string{readDeals: "world"}), fault.ErrInvalid)
}

func TestShippedRolesHaveWordsForPeople(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	e := engine(t, d)
	roles, err := all(t, e)
	require.NoError(t, err)
	require.Len(t, roles, len(e.ShippedRoles()))
	for _, r := range roles {
		require.NotEmpty(t, r.Label, r.ID)
		require.Regexp(t, `\.$`, r.Description, r.ID)
	}
	bare, err := authz.New(d.Root, authz.Options{Model: policies.Model, Roles: "p, r:mute, *, crm:deal, read, all, allow"})
	require.NoError(t, err)
	_, err = all(t, bare)
	require.ErrorContains(t, err, "mute")
}

func all(t *testing.T, e *authz.Engine) ([]authz.Role, error) {
	t.Helper()
	s, err := e.Empty(authz.Policy{})
	require.NoError(t, err)
	return s.AllRoles(e)
}
