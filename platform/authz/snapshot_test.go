package authz_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
	"longhouse/policies"
)

// oak is what the organisation of the examples adds (access.md 15).
var oak = authz.Policy{
	Roles: []authz.OwnRole{{ID: "org.chief", Name: "Chief"}, {ID: "org.freeze", Name: "Freeze"}},
	Edges: []authz.Edge{{Role: "org.chief", Parent: "crm.lead"}},
	Rules: []authz.Rule{
		{Subject: "r:org.freeze", Object: "hr:*", Action: "update", Scope: "all", Effect: "deny"},
		{Subject: "r:crm.rep", Object: "crm:deal", Action: "export", Scope: "own", Effect: "allow"},
	},
}

func TestAnOrganisationsOwnRulesHoldInItAlone(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	mia := authz.Rule{Subject: "u:" + d.User.String(), Object: "*:*", Action: "export", Scope: "all", Effect: "deny"}
	for _, c := range []struct {
		own    authz.Policy
		roles  string
		asks   kernel.Permission
		rel    page.Relation
		answer bool
	}{
		{oak, "crm.rep", "crm.deal.export", page.Own, true}, {authz.Policy{}, "crm.rep", "crm.deal.export", page.Own, false},
		{oak, "org.chief", "crm.deal#margin.read", page.Team, true}, {authz.Policy{}, "org.chief", "crm.deal.read", page.Own, false},
		{oak, "hr.payroll", "hr.employee#salary.update", page.All, true}, {oak, "hr.payroll org.freeze", "hr.employee#salary.update", page.All, false},
		{authz.Policy{Rules: append([]authz.Rule{mia}, oak.Rules...)}, "crm.rep", "crm.deal.export", page.Own, false},
	} {
		ctx := d.With(t, d.Context(t), authz.TestPolicy{Model: policies.Model, Roles: example, Own: c.own}, strings.Fields(c.roles)...)
		require.Equal(t, c.answer, authz.Can(ctx, c.asks, c.rel), "%s asks %s as %s", c.roles, c.asks, c.rel)
	}
}

// TestAShardAnswersAsOneFlatEnforcerWould: the shards, their cache and the
// arithmetic by which reports are made agree with the plain model.
func TestAShardAnswersAsOneFlatEnforcerWould(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 1))
	pick := func(words ...string) string { return words[dice.IntN(len(words))] }
	asked := 0
	for range 60 {
		var own authz.Policy
		seen := map[string]bool{}
		for range 1 + dice.IntN(12) {
			r := authz.Rule{Subject: "r:org." + pick("a", "b", "c"), Scope: pick("own", "team", "dept", "all"), Effect: pick("allow", "allow", "deny"),
				Object: pick("crm:deal", "crm:deal#margin", "hr:employee", "crm:*", "*:*"), Action: pick("read", "update", "*")}
			if !seen[r.Key()] {
				seen[r.Key()] = true
				own.Rules = append(own.Rules, r)
			}
		}
		held := strings.Fields(pick("org.a", "org.a org.b", "org.b org.c", "org.a org.b org.c"))
		flat := flatEnforcer(t, own, held)
		ctx := d.With(t, d.Context(t), authz.TestPolicy{Model: policies.Model, Roles: example, Resources: resources, Own: own}, held...)
		s, err := authz.Now(ctx)
		require.NoError(t, err)
		for range 2 { // the second time from the cache
			for _, p := range []kernel.Permission{"crm.deal.read", "crm.deal.update", "crm.deal#margin.read", "crm.deal#margin.update", "hr.employee.read", "hr.employee.update"} {
				weighed := authz.Weigh(s.RulesOf(s.Subjects(d.User.UUID)), p)
				for rel, word := range map[page.Relation]string{page.Own: "own|team|dept|all", page.Team: "team|dept|all", page.Dept: "dept|all", page.All: "all"} {
					obj, act := p.Split()
					want, err := flat.Enforce("me", "o:x", obj, act, word)
					require.NoError(t, err)
					require.Equal(t, want, authz.Can(ctx, p, rel), "%s on %v: %v", p, rel, own.Rules)
					require.Equal(t, want, weighed.Can(rel), "%s on %v by arithmetic: %v", p, rel, own.Rules)
					asked++
				}
			}
		}
	}
	t.Logf("%d decisions agree", asked)
}

func flatEnforcer(t *testing.T, own authz.Policy, held []string) *casbin.Enforcer {
	t.Helper()
	m, err := model.NewModelFromString(policies.Model)
	require.NoError(t, err)
	e, err := casbin.NewEnforcer(m)
	require.NoError(t, err)
	e.AddFunction("scopeHit", func(args ...any) (any, error) {
		return strings.Contains("|"+args[0].(string)+"|", "|"+args[1].(string)+"|"), nil
	})
	e.AddFunction("objHit", func(args ...any) (any, error) {
		asked, given, deny := args[0].(string), args[1].(string), args[2].(string) == "deny"
		plain, class, _ := strings.Cut(asked, "#")
		base, wanted, _ := strings.Cut(given, "#")
		module, _, _ := strings.Cut(plain, ":")
		if base != plain && base != module+":*" && base != "*:*" {
			return false, nil
		}
		return wanted == class || deny && wanted == "", nil
	})
	for _, r := range own.Rules {
		_, err := e.AddPolicy(r.Subject, "o:x", r.Object, r.Action, r.Scope, r.Effect)
		require.NoError(t, err)
	}
	for _, role := range held {
		_, err := e.AddGroupingPolicy("me", "r:"+role, "o:x")
		require.NoError(t, err)
	}
	return e
}

func TestAFileIsNarrowedToWhatMayBeExported(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	sold := []kernel.Resource{{Name: "crm.deal", Actions: kernel.Actions("read", "export"), Scopes: kernel.OwnTeamDeptAll, Classes: []kernel.Class{{Name: "margin"}}}}
	ctx := d.With(t, d.Context(t), authz.TestPolicy{Model: policies.Model, Resources: sold, Roles: `
p, r:rep, *, crm:deal, read, team, allow
p, r:rep, *, crm:deal, export, own, allow
p, r:rep, *, crm:deal#margin, read, team, allow
`}, "rep")
	plain, err := authz.Scope(ctx, readDeals)
	require.NoError(t, err)
	require.Nil(t, plain.Also)
	require.True(t, plain.MayRead("margin"))
	file := authz.Through(ctx, "crm.deal.export")
	narrow, err := authz.Scope(file, readDeals)
	require.NoError(t, err)
	require.Equal(t, page.Own, narrow.Also.Allow)
	require.False(t, narrow.MayRead("margin"), "what may be read need not be exported")
	require.True(t, authz.Can(ctx, "crm.deal#margin.read", page.Own))
	require.False(t, authz.Can(file, "crm.deal#margin.read", page.Own))
}

func TestARuleHoldsFromItsFirstInstantToBeforeItsLast(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	from := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)
	to := from.Add(time.Hour)
	for at, want := range map[time.Time]bool{from.Add(-time.Nanosecond): false, from: true, to.Add(-time.Nanosecond): true, to: false} {
		e, err := authz.New(d.Root, authz.Options{Model: policies.Model, Roles: policies.Roles, Clock: clock.Fixed(at)})
		require.NoError(t, err)
		require.NoError(t, e.Register(resources, []kernel.Permission{readDeals}))
		s, err := e.Empty(authz.Policy{Rules: []authz.Rule{{Subject: "r:org.x", Object: "crm:deal", Action: "read", Scope: "all", Effect: "allow", From: &from, To: &to}}})
		require.NoError(t, err)
		require.Equal(t, want, s.Reach([]string{"r:org.x"}, readDeals).Can(page.All), at.String())
	}
}

func TestAResourceWithoutItsPredicateKeepsTheServerFromStarting(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	spec := &page.Spec{Own: "d.owner_id", Team: "d.team_id"}
	for name, c := range map[string]struct {
		resource kernel.Resource
		rows     []authz.Rows
		says     string
	}{
		"no rows at all":        {kernel.Resource{Name: "crm.deal", Actions: kernel.Actions("read"), Scopes: kernel.OwnAll}, nil, "no module says which rows"},
		"a scope without SQL":   {kernel.Resource{Name: "crm.deal", Actions: kernel.Actions("read"), Scopes: kernel.OwnTeamDeptAll}, []authz.Rows{{Resource: "crm.deal", From: "crm.deal d", Title: "d.name", Spec: spec}}, "no predicate"},
		"rows of nothing":       {kernel.Resource{Name: "crm.deal", Actions: kernel.Actions("read"), Scopes: kernel.AllOnly}, []authz.Rows{{Resource: "crm.lead", From: "crm.deal d", Spec: spec}}, "no contract describes"},
		"nothing is wrong":      {kernel.Resource{Name: "crm.deal", Actions: kernel.Actions("read"), Scopes: kernel.OwnAll}, []authz.Rows{{Resource: "crm.deal", From: "crm.deal d", Title: "d.name", Spec: spec}}, ""},
		"nobody could be given": {kernel.Resource{Name: "crm.deal", Scopes: kernel.OwnAll}, nil, "offers no action"},
	} {
		e, err := authz.New(d.Root, authz.Options{Model: policies.Model, Roles: policies.Roles})
		require.NoError(t, err, name)
		err = e.Register([]kernel.Resource{c.resource}, nil)
		if err == nil {
			require.NoError(t, e.RegisterRows(d.Root.For("crm"), c.rows...), name)
			err = e.Check()
		}
		if c.says == "" {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorContains(t, err, c.says, name)
	}
}

// big is an organisation with 100,000 rules and 15,000 assignments.
func big(tb testing.TB) *authz.Facts {
	tb.Helper()
	f := &authz.Facts{Org: kernel.NewID[kernel.Org]()}
	objects := []string{"crm:deal", "hr:employee", "crm:*", "crm:deal#margin"}
	for i := range 100_000 {
		f.Own.Rules = append(f.Own.Rules, authz.Rule{Subject: fmt.Sprintf("r:org.r%d", i%2_000), Object: objects[i%4], Action: []string{"read", "update", "*", fmt.Sprintf("verb%d", i%97)}[i/4%4],
			Scope: []string{"own", "team", "dept", "all"}[i/16%4], Effect: "allow"})
	}
	for i := range 15_000 {
		f.Assignments = append(f.Assignments, authz.Assignment{User: kernel.NewUUID(), Role: fmt.Sprintf("org.r%d", i%2_000)})
	}
	return f
}

// BenchmarkSnapshot builds one of 100,000 rules and 15,000 assignments: at most 100 ms (access.md 13).
func BenchmarkSnapshot(b *testing.B) {
	e := bare(b)
	f := big(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Snapshot(f, time.Unix(0, 0)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecisionCached: at most 1 µs among 100,000 rules.
func BenchmarkDecisionCached(b *testing.B) {
	e := bare(b)
	f := big(b)
	s, err := e.Snapshot(f, time.Unix(0, 0))
	require.NoError(b, err)
	ctx := authz.InSnapshot(actor.With(b.Context(), actor.Actor{Org: f.Org, User: kernel.IDOf[kernel.User](f.Assignments[0].User)}), b, s)
	for b.Loop() {
		authz.Can(ctx, readDeals, page.Own)
	}
}

// BenchmarkDecisionUncached: at most 200 µs among 100,000 rules, the shard being there.
func BenchmarkDecisionUncached(b *testing.B) {
	e := bare(b)
	f := big(b)
	for b.Loop() {
		b.StopTimer()
		s, err := e.Snapshot(f, time.Unix(0, 0))
		require.NoError(b, err)
		s.Reach([]string{"r:org.r0"}, "crm.deal.update")
		b.StartTimer()
		s.Reach([]string{"r:org.r0"}, readDeals)
	}
}

// bare is an engine that needs no database.
func bare(tb testing.TB) *authz.Engine {
	tb.Helper()
	e, err := authz.New(&db.Root{}, authz.Options{Model: policies.Model, Roles: policies.Roles})
	require.NoError(tb, err)
	require.NoError(tb, e.Register(resources, []kernel.Permission{readDeals, "crm.deal.update"}))
	return e
}
