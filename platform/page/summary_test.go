package page_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
)

// summed asks PostgreSQL what rows come to.
func summed(t require.TestingT, d *pgtest.DB, tb testing.TB, query string, scope page.Scope, rows []thing) (page.Summary, error) {
	values, err := url.ParseQuery(query)
	require.NoError(t, err)
	r, err := page.ParseRequest(values)
	require.NoError(t, err)
	r.Now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	// The rows stand in the query as a literal: a list's own From has no parameters.
	from := strings.Replace(source, "$1", "'"+strings.ReplaceAll(text(tb, rows), "'", "''")+"'", 1)
	return db.Read(d.Context(tb), d.Root.For("crm"), func(tx *db.Tx) (page.Summary, error) {
		return page.Records{Spec: &things, From: from}.Summarise(tb.Context(), tx, r, scope)
	})
}

func ptr[T any](v T) *T { return &v }

func TestASummaryCountsAndSumsGroupsAndTheWhole(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	rows := []thing{
		{ID: uuid.New(), Stage: ptr("EUR"), Amount: 10, Score: ptr(int64(1)), Day: ptr("2026-01-05"), Hot: ptr(true)},
		{ID: uuid.New(), Stage: ptr("EUR"), Amount: 20, Day: ptr("2026-01-31"), Hot: ptr(true)},
		{ID: uuid.New(), Stage: ptr("USD"), Amount: 5, Score: ptr(int64(4)), Day: ptr("2026-02-01"), Hot: ptr(true)},
		{ID: uuid.New(), Amount: 1, Hot: ptr(false)},
	}
	s, err := summed(t, d, t, "group=hot&of=sum:amount,avg:amount,max:score,filled:score,min:day", page.Everything(), rows)
	require.NoError(t, err)
	require.Equal(t, page.SummaryTotal{Count: 4, Values: map[string][]page.SummaryValue{
		"sum:amount": {{Value: "1"}, {Value: "30", Currency: "EUR"}, {Value: "5", Currency: "USD"}}, "avg:amount": {{Value: "1"}, {Value: "15", Currency: "EUR"}, {Value: "5", Currency: "USD"}},
		"max:score": {{Value: "4"}}, "filled:score": {{Value: "2"}}, "min:day": {{Value: "2026-01-05"}},
	}}, s.Total)
	require.Len(t, s.Groups, 2)
	require.Equal(t, page.SummaryGroup{Key: map[string]*string{"hot": ptr("true")}, Count: 3, Values: map[string][]page.SummaryValue{
		"sum:amount": {{Value: "30", Currency: "EUR"}, {Value: "5", Currency: "USD"}}, "avg:amount": {{Value: "15", Currency: "EUR"}, {Value: "5", Currency: "USD"}},
		"max:score": {{Value: "4"}}, "filled:score": {{Value: "2"}}, "min:day": {{Value: "2026-01-05"}},
	}}, s.Groups[0], "the biggest comes first, and amounts in two currencies are never one sum")
	require.Equal(t, []page.SummaryValue{}, s.Groups[1].Values["min:day"])
	require.Equal(t, []page.SummaryValue{{Value: "0"}}, s.Groups[1].Values["filled:score"])

	s, err = summed(t, d, t, "group=day:month,hot&amount.gt=1", page.Everything(), rows)
	require.NoError(t, err)
	require.Equal(t, []page.SummaryGroup{
		{Key: map[string]*string{"day:month": ptr("2026-01-01"), "hot": ptr("true")}, Count: 2},
		{Key: map[string]*string{"day:month": ptr("2026-02-01"), "hot": ptr("true")}, Count: 1},
	}, s.Groups)
	require.EqualValues(t, 3, s.Total.Count)

	s, err = summed(t, d, t, "of=sum:amount&stage=nothing", page.Everything(), rows)
	require.NoError(t, err)
	require.Equal(t, page.Summary{Groups: []page.SummaryGroup{}, Total: page.SummaryTotal{Values: map[string][]page.SummaryValue{"sum:amount": {}}}}, s)
}

func TestASummaryTellsTwoHundredGroupsAndThatThereAreMore(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	rows := make([]thing, 201)
	for i := range rows {
		rows[i] = thing{ID: uuid.New(), Score: ptr(int64(i)), Amount: 1}
	}
	s, err := summed(t, d, t, "group=score&of=sum:score", page.Everything(), rows)
	require.NoError(t, err)
	require.Len(t, s.Groups, page.MaxGroups)
	require.True(t, s.More)
	require.EqualValues(t, 201, s.Total.Count, "the whole knows also those that are left out")
	s, err = summed(t, d, t, "group=score&score.lt=200", page.Everything(), rows)
	require.NoError(t, err)
	require.Len(t, s.Groups, page.MaxGroups)
	require.False(t, s.More)
}

func TestASummaryRefusesWhatTheListDoesNotOffer(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	for query, pointer := range map[string]string{
		"group=name": "/group", "group=amount": "/group", "group=day": "/group", "group=day:decade": "/group", "group=stage:month": "/group", "group=shown": "/group", "group=x": "/group",
		"group=stage,hot,owner": "/group", "group=stage,stage": "/group",
		"of=sum": "/of", "of=sum:stage": "/of", "of=avg:day": "/of", "of=min:name": "/of", "of=count:amount": "/of", "of=filled:shown": "/of", "of=sum:x": "/of",
		"of=" + strings.TrimSuffix(strings.Repeat("sum:amount,", 13), ","): "/of",
	} {
		_, err := summed(t, d, t, query, page.Everything(), []thing{})
		require.NotNil(t, fault.As(err), query)
		require.Equal(t, pointer, fault.As(err).Fields[0].Pointer, query)
	}
}

func TestASumOverAHiddenFieldIsRefused(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	rep := page.Scope{Allow: page.Team, Me: me, Classes: map[string]page.Relation{"margin": page.Own}}
	for _, query := range []string{"of=sum:margin", "of=filled:margin", "of=max:margin"} {
		_, err := summed(t, d, t, query, page.Everything(), []thing{})
		require.ErrorIs(t, err, fault.ErrFieldHidden, query)
		_, err = summed(t, d, t, query, rep, []thing{})
		require.ErrorIs(t, err, fault.ErrFieldHidden, query)
		_, err = summed(t, d, t, query+"&scope=own", rep, []thing{})
		require.NoError(t, err, query)
	}
}

func TestRandomSummariesAreWhatTheirListsShow(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows := drawThings(rt)
		json, means := filter(rt, 3)
		scope, reaches := drawScope(rt, true)
		s, err := summed(rt, d, t, "group=stage&of=sum:amount,min:amount,filled:score&"+tree(json), scope, rows)
		require.NoError(rt, err, json)
		type sum struct{ n, amount, least, filled int64 }
		want := map[string]sum{}
		for _, x := range rows {
			if !known(means(x)) || !reaches(x) {
				continue
			}
			key := "null"
			if x.Stage != nil {
				key = *x.Stage
			}
			w, seen := want[key]
			if w.n++; !seen || x.Amount < w.least {
				w.least = x.Amount
			}
			if w.amount += x.Amount; x.Score != nil {
				w.filled++
			}
			want[key] = w
		}
		require.Len(rt, s.Groups, len(want))
		all := int64(0)
		for _, g := range s.Groups {
			key := "null"
			if g.Key["stage"] != nil {
				key = *g.Key["stage"]
			}
			w := want[key]
			all += g.Count
			require.Equal(rt, w.n, g.Count, key)
			require.Equal(rt, fmt.Sprint(w.amount), g.Values["sum:amount"][0].Value, key)
			require.Equal(rt, fmt.Sprint(w.least), g.Values["min:amount"][0].Value, key)
			require.Equal(rt, fmt.Sprint(w.filled), g.Values["filled:score"][0].Value, key)
		}
		require.Equal(rt, all, s.Total.Count)
		require.True(rt, slices.IsSortedFunc(s.Groups, func(a, b page.SummaryGroup) int { return int(b.Count - a.Count) }))
	})
}

func TestWhatAGroupNamesIsCalledWhatPeopleCallIt(t *testing.T) {
	t.Parallel()
	s := page.Summary{Groups: []page.SummaryGroup{{Key: map[string]*string{"owner": ptr(me.String())}}, {Key: map[string]*string{"owner": nil}}, {Key: map[string]*string{"owner": ptr(people[1].String())}}}}
	require.Equal(t, people[:2], s.IDs("owner"))
	s.Name("owner", map[uuid.UUID]string{me: "Ann"})
	require.Equal(t, map[string]string{"owner": "Ann"}, s.Groups[0].Labels)
	require.Empty(t, s.Groups[1].Labels)
	require.Empty(t, s.Groups[2].Labels, "who may not be seen has no name")
	require.Empty(t, s.IDs("stage"))
}
