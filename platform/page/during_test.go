package page_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/fault"
	"longhouse/platform/page"
)

// spoken reads a query as somebody who asks at a moment, with so many people in their teams.
func spoken(query string, now time.Time, mates ...uuid.UUID) (*page.Query, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, err
	}
	r, err := page.ParseRequest(values)
	if err != nil {
		return nil, err
	}
	r.Now, r.Mates = now, mates
	return things.Compile(r, page.Scope{Allow: page.All, Me: me})
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	require.NoError(t, err)
	return z
}

func TestRelativeDaysAreTheCallersDays(t *testing.T) {
	t.Parallel()
	// Late on Sunday, 1 November in UTC: in Auckland it is Monday already.
	now := time.Date(2026, 11, 1, 23, 30, 0, 0, time.UTC)
	for word, want := range map[string][2][]any{ // in UTC, in Auckland
		"today":        {{"2026-11-01", "2026-11-02"}, {"2026-11-02", "2026-11-03"}},
		"yesterday":    {{"2026-10-31", "2026-11-01"}, {"2026-11-01", "2026-11-02"}},
		"tomorrow":     {{"2026-11-02", "2026-11-03"}, {"2026-11-03", "2026-11-04"}},
		"this_week":    {{"2026-10-26", "2026-11-02"}, {"2026-11-02", "2026-11-09"}},
		"last_week":    {{"2026-10-19", "2026-10-26"}, {"2026-10-26", "2026-11-02"}},
		"next_week":    {{"2026-11-02", "2026-11-09"}, {"2026-11-09", "2026-11-16"}},
		"this_month":   {{"2026-11-01", "2026-12-01"}, {"2026-11-01", "2026-12-01"}},
		"last_month":   {{"2026-10-01", "2026-11-01"}, {"2026-10-01", "2026-11-01"}},
		"next_month":   {{"2026-12-01", "2027-01-01"}, {"2026-12-01", "2027-01-01"}},
		"this_quarter": {{"2026-10-01", "2027-01-01"}, {"2026-10-01", "2027-01-01"}},
		"last_quarter": {{"2026-07-01", "2026-10-01"}, {"2026-07-01", "2026-10-01"}},
		"next_quarter": {{"2027-01-01", "2027-04-01"}, {"2027-01-01", "2027-04-01"}},
		"this_year":    {{"2026-01-01", "2027-01-01"}, {"2026-01-01", "2027-01-01"}},
		"last_year":    {{"2025-01-01", "2026-01-01"}, {"2025-01-01", "2026-01-01"}},
		"next_year":    {{"2027-01-01", "2028-01-01"}, {"2027-01-01", "2028-01-01"}},
		"last_7_days":  {{"2026-10-26", "2026-11-02"}, {"2026-10-27", "2026-11-03"}},
		"next_30_days": {{"2026-11-01", "2026-12-01"}, {"2026-11-02", "2026-12-02"}},
		"past":         {{"2026-11-01"}, {"2026-11-02"}},
		"future":       {{"2026-11-02", "9999-12-31"}, {"2026-11-03", "9999-12-31"}},
	} {
		for i, at := range []time.Time{now, now.In(zone(t, "Pacific/Auckland"))} {
			q, err := spoken("day.during="+word, at)
			require.NoError(t, err, word)
			_, args := compiled(t, q, "matching")
			require.Equal(t, want[i], args, "%s, %s", word, at.Location())
			q, err = spoken(tree(`{"field":"day","op":"during","value":"`+word+`"}`), at)
			require.NoError(t, err, word)
			_, args = compiled(t, q, "matching")
			require.Equal(t, want[i], args, "%s in a tree", word)
		}
	}
}

func TestRelativeInstantsBeginAtTheMidnightsOfTheZone(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 29, 10, 0, 0, 0, zone(t, "Europe/Berlin")) // the day on which an hour is missing
	for word, want := range map[string][]any{
		"today":     {"2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"},
		"this_week": {"2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"},
		"past":      {"2026-03-29T08:00:00Z"},
		"future":    {"2026-03-29T08:00:00Z"},
	} {
		q, err := spoken("at.during="+word, now)
		require.NoError(t, err, word)
		sql, args := compiled(t, q, "matching")
		require.Equal(t, want, args, word)
		require.Contains(t, sql, "(d.at) ")
	}
}

func TestAWordThatIsNoTimeIsRefused(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	for _, query := range []string{"day.during=", "day.during=someday", "day.during=this_decade", "day.during=last_0_days", "day.during=last_10000_days", "day.during=last_-1_days",
		"day.during=that_week", "day.during=this_week_", "amount.during=today", "name.during=today", "hot.during=today"} {
		_, err := spoken(query, now)
		require.ErrorIs(t, err, fault.ErrInvalid, query)
	}
	_, err := spoken("day.during=today", time.Time{})
	require.ErrorIs(t, err, fault.ErrInvalid, "whoever does not say what time it is, is not told what today is")
}

func TestMyTeamIsThePeopleOfTheCallersTeams(t *testing.T) {
	t.Parallel()
	q, err := spoken("owner=my_team,"+me.String(), time.Time{}, people[1], people[2])
	require.NoError(t, err)
	_, args := compiled(t, q, "matching")
	require.Equal(t, []any{[]string{people[1].String(), people[2].String(), me.String()}}, args)
	q, err = spoken("owner=my_team", time.Time{})
	require.ErrorIs(t, err, fault.ErrInvalid, "not known: nil")
	require.Nil(t, q)
	_, err = spoken("stage=my_team", time.Time{}, me)
	require.NoError(t, err, "of a text it is no word")
}

func TestATeamOfNobodyMatchesNothing(t *testing.T) {
	t.Parallel()
	r := page.Request{Filter: map[string][]string{"owner": {"my_team"}}, Mates: []uuid.UUID{}}
	q, err := things.Compile(r, page.Everything())
	require.NoError(t, err)
	_, args := compiled(t, q, "matching")
	require.Equal(t, []any{[]string{}}, args)
}

func TestUnderIsABranchOfATree(t *testing.T) {
	t.Parallel()
	spec := page.Spec{Columns: map[string]page.Column{"parent": {Expr: "c.parent_id", Cast: "uuid", Ops: page.OneOf, Tree: &page.Tree{Table: "x.node", Parent: "parent_id", Of: "c.id"}},
		"name": {Expr: "c.name", Cast: "text", Sort: true}}, Tie: "c.id", Default: "name"}
	q, err := spec.Compile(page.Request{Filter: map[string][]string{"parent.under": {me.String()}}}, page.Everything())
	require.NoError(t, err)
	sql, args := compiled(t, q, "matching")
	require.Equal(t, "(true and (((c.id) in (with recursive branch(id) as (select unnest($1::text[]::uuid[]) union select t.id from x.node t join branch on t.parent_id = branch.id) select id from branch))))", sql)
	require.Equal(t, []any{[]string{me.String()}}, args)
	for _, filter := range []map[string][]string{{"parent.under": {"x"}}, {"parent.under": {""}}, {"name.under": {me.String()}}} {
		_, err := spec.Compile(page.Request{Filter: filter}, page.Everything())
		require.Error(t, err)
	}
}
