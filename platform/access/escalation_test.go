package access

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
	"longhouse/policies"
)

// world is a small organisation in memory, which two people try to talk into
// more than they have: Eve writes drafts, and Max approves every one of them.
type trial struct {
	t        *testing.T
	dice     *rand.Rand
	engine   *authz.Engine
	facts    authz.Facts
	eve, max uuid.UUID
	people   []uuid.UUID
	now      time.Time
}

var trialResources = []kernel.Resource{
	{Name: "crm.deal", Scopes: kernel.OwnTeamDeptAll, Actions: kernel.Actions("read", "update", "export"), Classes: []kernel.Class{{Name: "margin"}}},
	{Name: "hr.employee", Scopes: kernel.OwnTeamDeptAll, Actions: kernel.Actions("read", "update"), Classes: []kernel.Class{{Name: "salary"}}},
}

const trialRoles = `
p, r:rep, *, crm:deal, read, team, allow
p, r:rep, *, crm:deal, update, own, allow
p, r:lead, *, crm:*, *, dept, allow
p, r:lead, *, crm:deal#margin, read, dept, allow
p, r:desk, *, crm:deal, read, all, allow
p, r:desk, *, crm:deal, update, own, deny
p, r:staff, *, hr:employee, *, all, allow
p, r:pay, *, hr:employee#salary, *, all, allow
p, r:frozen, *, crm:*, update, all, deny
`

func newTrial(t *testing.T, root *pgtest.DB, seed uint64) *trial {
	t.Helper()
	x := &trial{t: t, dice: rand.New(rand.NewPCG(seed, seed)), now: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}
	var err error
	x.engine, err = authz.New(root.Root, authz.Options{Model: policies.Model, Roles: trialRoles, Clock: clock.Fixed(x.now)})
	require.NoError(t, err)
	require.NoError(t, x.engine.Register(trialResources, []kernel.Permission{"crm.deal.read", "crm.deal.update", "crm.deal.export", "crm.deal#margin.update", "hr.employee.read", "hr.employee.update", "hr.employee#salary.update"}))
	for range 5 {
		x.people = append(x.people, kernel.NewUUID())
	}
	x.eve, x.max = x.people[0], x.people[1]
	x.facts = authz.Facts{Org: kernel.NewID[kernel.Org]()}
	for _, p := range x.people {
		for _, role := range []string{"rep", "lead", "desk", "staff", "pay", "frozen"} {
			if x.dice.IntN(3) == 0 {
				x.facts.Assignments = append(x.facts.Assignments, authz.Assignment{ID: kernel.NewUUID(), User: p, Role: role})
			}
		}
	}
	x.facts.Own = authz.Policy{Roles: []authz.OwnRole{{ID: "org.a", Name: "A"}, {ID: "org.b", Name: "B"}}}
	for range x.dice.IntN(6) {
		x.facts.Own = x.edit(x.facts.Own)
	}
	return x
}

func pick[T any](x *trial, of ...T) T { return of[x.dice.IntN(len(of))] }

// edit makes one random change: a line more or less, an allow or a deny, for a
// role or a person, for ever or for a while, an inheritance more or less.
func (x *trial) edit(was authz.Policy) authz.Policy {
	p := was.Clone()
	role := func() string { return pick(x, "rep", "lead", "desk", "staff", "pay", "frozen", "org.a", "org.b") }
	switch x.dice.IntN(6) {
	case 0, 1, 2:
		r := authz.Rule{Subject: "r:" + role(), Scope: pick(x, "own", "team", "dept", "all"), Effect: pick(x, "allow", "allow", "deny"), Reason: "x",
			Object: pick(x, "crm:deal", "crm:deal#margin", "hr:employee", "hr:employee#salary", "crm:*", "*:*"), Action: pick(x, "read", "update", "export", "*")}
		if x.dice.IntN(4) == 0 {
			r.Subject = "u:" + pick(x, x.people...).String()
		}
		for _, t := range []**time.Time{&r.From, &r.To} {
			if x.dice.IntN(3) == 0 {
				at := x.now.Add(time.Duration(x.dice.IntN(10)-3) * time.Hour)
				*t = &at
			}
		}
		if r.From != nil && r.To != nil && !r.To.After(*r.From) {
			r.From = nil
		}
		if !slices.ContainsFunc(p.Rules, func(o authz.Rule) bool { return o.Key() == r.Key() }) {
			p.Rules = append(p.Rules, r)
		}
	case 3:
		if len(p.Rules) > 0 {
			i := x.dice.IntN(len(p.Rules))
			p.Rules = slices.Delete(p.Rules, i, i+1)
		}
	case 4:
		e := authz.Edge{Role: pick(x, "org.a", "org.b"), Parent: role()}
		if !slices.Contains(p.Edges, e) && e.Role != e.Parent && (e.Role != "org.b" || e.Parent != "org.a") {
			p.Edges = append(p.Edges, e)
		}
	case 5:
		if len(p.Edges) > 0 {
			i := x.dice.IntN(len(p.Edges))
			p.Edges = slices.Delete(p.Edges, i, i+1)
		}
	}
	return p
}

// cells are all that somebody can do at a moment, counted by our own
// arithmetic and not by the evaluator that the guard asks.
func (x *trial) cells(f authz.Facts, user uuid.UUID, at time.Time) map[string]bool {
	s, err := x.engine.Snapshot(&f, at)
	require.NoError(x.t, err)
	lines := s.RulesOf(s.Subjects(user))
	out := map[string]bool{}
	for _, p := range x.engine.Universe() {
		reach := authz.Weigh(lines, p)
		for rel := page.Own; rel <= page.All; rel++ {
			if reach.Can(rel) {
				out[fmt.Sprint(p, rel)] = true
			}
		}
	}
	return out
}

// TestNoSequenceOfEditsGivesWhatTheGiversDidNotHold: whatever two people do
// step by step, in the end nobody can do what neither they themselves could at
// that moment before, nor both of the givers at the beginning.
func TestNoSequenceOfEditsGivesWhatTheGiversDidNotHold(t *testing.T) {
	t.Parallel()
	root := pgtest.New(t)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	const sequences, edits, lanes = 400, 6, 4
	for lane := range uint64(lanes) {
		t.Run(fmt.Sprint(lane), func(t *testing.T) {
			t.Parallel()
			accepted := 0
			for n := range uint64(sequences / lanes) {
				accepted += play(newTrial(t, root, seed+lane*1_000_000+n), edits)
			}
			require.Greater(t, accepted, sequences/lanes, "the guard refuses what it should not")
		})
	}
}

func play(x *trial, edits int) (accepted int) {
	var moments []time.Time
	for h := range 12 {
		moments = append(moments, x.now.Add(time.Duration(h)*time.Hour))
	}
	common := x.cells(x.facts, x.eve, x.now)
	hers := x.cells(x.facts, x.max, x.now)
	for c := range common {
		if !hers[c] {
			delete(common, c)
		}
	}
	begin := x.facts
	for range edits {
		before, err := x.engine.Snapshot(&x.facts, x.now)
		require.NoError(x.t, err)
		policy := x.edit(x.facts.Own)
		after, err := before.Under(x.engine, policy)
		require.NoError(x.t, err)
		j := &judged{rights: x.engine, before: before, after: after, staff: staff{}, givers: []uuid.UUID{x.eve, x.max}}
		found, err := j.escalation()
		require.NoError(x.t, err)
		if len(found) == 0 {
			x.facts.Own = policy
			accepted++
		}
	}
	for _, at := range moments {
		for _, user := range x.people {
			had := x.cells(begin, user, at)
			for c := range x.cells(x.facts, user, at) {
				require.True(x.t, had[c] || common[c], "%s gained %s at %s, which neither they had nor both givers", user, c, at)
			}
		}
	}
	return accepted
}
