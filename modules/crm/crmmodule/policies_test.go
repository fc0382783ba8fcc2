package crmmodule_test

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
	"longhouse/policies"
)

// held is a deal as the oracle knows it: whose it is, or nobody's.
type held struct {
	id                uuid.UUID
	owner, team, dept uuid.UUID
}

// relation is how somebody stands to it, by plain comparison.
func (h held) relation(me uuid.UUID, teams, depts []uuid.UUID) page.Relation {
	switch {
	case h.owner == me:
		return page.Own
	case h.team != uuid.Nil && slices.Contains(teams, h.team):
		return page.Team
	case h.dept != uuid.Nil && slices.Contains(depts, h.dept):
		return page.Dept
	}
	return page.All
}

// market is deals of all kinds, and the people, teams and departments they may belong to.
type market struct {
	*fixture
	t                    *testing.T
	dice                 *rand.Rand
	deals                []held
	people, teams, depts []uuid.UUID
}

func newMarket(t *testing.T, seed uint64) *market {
	t.Helper()
	m := &market{fixture: setup(t), t: t, dice: rand.New(rand.NewPCG(seed, 7))}
	for range 3 {
		m.people, m.teams, m.depts = append(m.people, kernel.NewUUID()), append(m.teams, kernel.NewUUID()), append(m.depts, kernel.NewUUID())
	}
	conn := m.db.Superuser(t)
	_, err := conn.Exec(t.Context(), "set session_replication_role = replica")
	require.NoError(t, err)
	for n := range 12 {
		id := uuid.MustParse(m.create("/deals", object{"name": fmt.Sprintf("Bargain %d", n), "amount": "100", "cost": "60", "currency": "EUR"})["id"].(string))
		h := held{id, maybe(m, m.people), maybe(m, m.teams), maybe(m, m.depts)}
		_, err := conn.Exec(t.Context(), "update crm.deal set owner_id = $2, team_id = $3, dept_id = $4 where id = $1", id, orNull(h.owner), orNull(h.team), orNull(h.dept))
		require.NoError(t, err)
		m.deals = append(m.deals, h)
	}
	return m
}

func maybe(m *market, of []uuid.UUID) uuid.UUID {
	if m.dice.IntN(4) == 0 {
		return uuid.Nil
	}
	return of[m.dice.IntN(len(of))]
}

func orNull(id uuid.UUID) any {
	if id == uuid.Nil {
		return nil
	}
	return id
}

// rule is one random line about deals, as an administrator could write it.
func (m *market) rule() authz.Rule {
	pick := func(words ...string) string { return words[m.dice.IntN(len(words))] }
	return authz.Rule{Subject: "r:" + pick("x", "y"), Object: pick("crm:deal", "crm:deal", "crm:*", "*:*", "crm:deal#margin", "crm:account"),
		Action: pick("read", "read", "export", "*", "update"), Scope: pick("own", "team", "dept", "all"), Effect: pick("allow", "allow", "allow", "deny"), Reason: "x"}
}

// person is somebody with a random policy: their context, and what it should mean.
type person struct {
	*client
	me           uuid.UUID
	teams, depts []uuid.UUID
	lines        []authz.Line
}

func (m *market) person() person {
	p := person{me: m.people[m.dice.IntN(len(m.people))]}
	for _, t := range m.teams {
		if m.dice.IntN(2) == 0 {
			p.teams = append(p.teams, t)
		}
	}
	for _, d := range m.depts {
		if m.dice.IntN(3) == 0 {
			p.depts = append(p.depts, d)
		}
	}
	own := authz.Policy{Roles: []authz.OwnRole{{ID: "x", Name: "X"}, {ID: "y", Name: "Y"}}}
	if m.dice.IntN(3) == 0 {
		own.Edges = []authz.Edge{{Role: "x", Parent: "y"}}
	}
	for range 1 + m.dice.IntN(5) {
		if r := m.rule(); !slices.ContainsFunc(own.Rules, func(o authz.Rule) bool { return o.Key() == r.Key() }) {
			own.Rules = append(own.Rules, r)
			if r.Subject == "r:x" || len(own.Edges) > 0 {
				p.lines = append(p.lines, authz.Line{Object: r.Object, Action: r.Action, Scope: r.Scope, Effect: r.Effect})
			}
		}
	}
	who := actor.Actor{Org: m.db.Org, User: kernel.IDOf[kernel.User](p.me), Via: actor.UI}
	as := m.db.With(m.t, actor.With(m.t.Context(), who), authz.TestPolicy{Model: policies.Model, Roles: "p, r:none, *, hr:none, read, all, allow", Resources: crm.Resources, Own: own, Teams: p.teams, Depts: p.depts}, "x")
	p.client = &client{m.db.ServerAs(m.t, as, map[string]func(*rest.API){"crm": m.module.Routes})}
	return p
}

// reaches are the deals that a right reaches, by plain comparison.
func (p person) reaches(m *market, rights ...kernel.Permission) []string {
	out := []string{}
	for _, d := range m.deals {
		rel, ok := d.relation(p.me, p.teams, p.depts), true
		for _, right := range rights {
			ok = ok && authz.Weigh(p.lines, right).Can(rel)
		}
		if ok {
			out = append(out, d.id.String())
		}
	}
	slices.Sort(out)
	return out
}

// TestAListIsTheSetOfRecordsThatOpen: over a thousand random policies, what a
// list shows, what a search finds, what a total counts, what a board adds up and
// what a file holds is exactly what opening each record by itself allows.
func TestAListIsTheSetOfRecordsThatOpen(t *testing.T) {
	t.Parallel()
	const policiesEach, lanes = 260, 4
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	for lane := range uint64(lanes) {
		t.Run(fmt.Sprint(lane), func(t *testing.T) {
			t.Parallel()
			m := newMarket(t, seed+lane)
			for range policiesEach {
				m.holds(m.person())
			}
		})
	}
}

func (m *market) holds(p person) {
	m.t.Helper()
	read := authz.Weigh(p.lines, crm.ReadDeals)
	if !read.Some() {
		require.Equal(m.t, 403, p.Get("/crm/deals").Status, "%v", p.lines)
		require.Equal(m.t, 403, p.Get("/crm/deals/"+m.deals[0].id.String()).Status, "%v", p.lines)
		return
	}
	want := p.reaches(m, crm.ReadDeals)
	require.Equal(m.t, want, ids(p, "/crm/deals?limit=200&count=1", len(want)), "the list: %v", p.lines)
	require.Equal(m.t, want, ids(p, "/crm/deals?q=Bargain&limit=200", -1), "the search: %v", p.lines)
	margins := p.reaches(m, crm.ReadDeals, crm.ReadMargin)
	for _, d := range m.deals {
		r := p.Get("/crm/deals/" + d.id.String())
		if !slices.Contains(want, d.id.String()) {
			require.Equal(m.t, 404, r.Status, "%v", p.lines)
			continue
		}
		var deal object
		r.Is(200).JSON(&deal)
		_, shown := deal["margin"]
		require.Equal(m.t, slices.Contains(margins, d.id.String()), shown, "the margin of a record: %v", p.lines)
	}
	var board crm.Board
	p.Get("/crm/deals/board").Is(200).JSON(&board)
	sum, cards := int64(0), 0
	for _, c := range board.Columns {
		sum, cards = sum+c.Count, cards+len(c.Deals)
	}
	require.Equal(m.t, []int{len(want), len(want)}, []int{int(sum), cards}, "the board: %v", p.lines)
	m.file(p)
}

// ids reads a list, and holds its total against the expected one.
func ids(p person, path string, total int) []string {
	var list struct {
		Items []struct {
			ID string `json:"id"`
		} `json:"items"`
		Total *page.Total `json:"total"`
	}
	p.Get(path).Is(200).JSON(&list)
	out := []string{}
	for _, i := range list.Items {
		out = append(out, i.ID)
	}
	if total >= 0 && (list.Total == nil || list.Total.Count != total) {
		return []string{fmt.Sprintf("a total of %v instead of %d", list.Total, total)}
	}
	slices.Sort(out)
	return out
}

// file holds what may be exported, with the margins of those whose margin may be.
func (m *market) file(p person) {
	m.t.Helper()
	r := p.Get("/crm/deals?format=csv&columns=id,margin")
	if !authz.Weigh(p.lines, crm.ExportDeals).Some() {
		require.Equal(m.t, 403, r.Status, "%v", p.lines)
		return
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(r.Is(200).Body), "\uFEFF"))).ReadAll()
	require.NoError(m.t, err)
	margins, got := p.reaches(m, crm.ReadDeals, crm.ExportDeals, crm.ReadMargin, "crm.deal#margin.export"), []string{}
	for _, row := range rows[1:] {
		got = append(got, row[0])
		require.Equal(m.t, slices.Contains(margins, row[0]), row[1] != "", "the margin of %s in a file: %v", row[0], p.lines)
	}
	slices.Sort(got)
	require.Equal(m.t, p.reaches(m, crm.ReadDeals, crm.ExportDeals), got, "the file: %v", p.lines)
}
