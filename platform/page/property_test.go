package page_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"longhouse/platform/db"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
)

// thing is a row of the tests. Pointers may be null.
type thing struct {
	ID     uuid.UUID  `json:"id"`
	Name   string     `json:"name"`
	Stage  *string    `json:"stage"`
	Owner  *uuid.UUID `json:"owner"`
	Team   *uuid.UUID `json:"team"`
	Dept   *uuid.UUID `json:"dept"`
	Amount int64      `json:"amount"`
	Score  *int64     `json:"score"`
	Day    *string    `json:"day"`
	At     time.Time  `json:"at"`
	Hot    *bool      `json:"hot"`
	Margin int64      `json:"margin"`
}

// Small worlds, so that ties and hits are common.
var (
	people = []uuid.UUID{me, uuid.MustParse("01920000-0000-7000-8000-00000000000b"), uuid.MustParse("01920000-0000-7000-8000-00000000000c")}
	names  = []string{"", "a", "ab", "abc", "b", "a%", "a_b", "ä", "o'x", `\`, "z\U0010FFFE"}
	stages = []string{"open", "won", "lost", "o'pen"}
	dates  = []string{"2024-02-28", "2024-02-29", "2024-03-01"}
	moment = time.Date(2026, 3, 29, 0, 59, 59, 999999000, time.UTC)
)

func maybe[T any](t *rapid.T, label string, of []T) *T {
	if rapid.IntRange(0, 3).Draw(t, label+" is null") == 0 {
		return nil
	}
	v := rapid.SampledFrom(of).Draw(t, label)
	return &v
}

func drawThings(t *rapid.T) []thing {
	rows := make([]thing, rapid.IntRange(0, 12).Draw(t, "rows"))
	for i := range rows {
		rows[i] = thing{ID: uuid.MustParse(fmt.Sprintf("01930000-0000-7000-8000-%012d", i)), Name: rapid.SampledFrom(names).Draw(t, "name"), Stage: maybe(t, "stage", stages),
			Owner: maybe(t, "owner", people), Team: maybe(t, "team", people), Dept: maybe(t, "dept", people), Amount: rapid.Int64Range(-2, 2).Draw(t, "amount"),
			Score: maybe(t, "score", []int64{0, 1, 2}), Day: maybe(t, "day", dates), At: moment.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "at")) * time.Microsecond),
			Hot: maybe(t, "hot", []bool{true, false}), Margin: rapid.Int64Range(0, 2).Draw(t, "margin")}
	}
	return rows
}

// truth is SQL's: yes, no, or unknown (nil).
type truth *bool

func is(b bool) truth { return &b }

func known(v truth) bool { return v != nil && *v }

func ordered[T cmp.Ordered](a *T, op string, b T) truth {
	if a == nil {
		return nil
	}
	return is(map[string]bool{"gt": *a > b, "gte": *a >= b, "lt": *a < b, "lte": *a <= b}[op])
}

func oneOf[T comparable](a *T, of []T) truth {
	if a == nil {
		return nil
	}
	return is(slices.Contains(of, *a))
}

// condition draws one comparison: as JSON, and as what it means.
func condition(t *rapid.T) (string, func(thing) truth) {
	op := rapid.SampledFrom([]string{"gt", "gte", "lt", "lte"}).Draw(t, "op")
	yes := rapid.Bool().Draw(t, "yes")
	leaf := func(field, op string, value any) string {
		return fmt.Sprintf(`{"field":%q,"op":%q,"value":%s}`, field, op, text(noTest{}, value))
	}
	switch rapid.IntRange(0, 9).Draw(t, "column") {
	case 0:
		v := rapid.SampledFrom(names).Draw(t, "prefix")
		return leaf("name", "is", v), func(x thing) truth { return is(strings.HasPrefix(x.Name, strings.ToLower(v))) }
	case 1:
		v := rapid.SliceOfN(rapid.SampledFrom(stages), 1, 3).Draw(t, "stages")
		return leaf("stage", "is", v), func(x thing) truth { return oneOf(x.Stage, v) }
	case 2:
		v := rapid.SliceOfN(rapid.SampledFrom(stages), 1, 3).Draw(t, "stages")
		return leaf("stage", "not", v), func(x thing) truth { return is(!known(oneOf(x.Stage, v))) }
	case 3:
		return leaf("stage", "empty", yes), func(x thing) truth { return is((x.Stage == nil) == yes) }
	case 4:
		return leaf("owner", "is", "me"), func(x thing) truth { return oneOf(x.Owner, []uuid.UUID{me}) }
	case 5:
		v := rapid.Int64Range(-2, 2).Draw(t, "amount")
		return leaf("amount", op, v), func(x thing) truth { return ordered(&x.Amount, op, v) }
	case 6:
		v := rapid.Int64Range(-1, 3).Draw(t, "score")
		return leaf("score", op, v), func(x thing) truth { return ordered(x.Score, op, v) }
	case 7:
		v := rapid.SampledFrom(dates).Draw(t, "day")
		return leaf("day", op, v), func(x thing) truth { return ordered(x.Day, op, v) }
	case 8:
		return leaf("hot", "is", yes), func(x thing) truth {
			if x.Hot == nil {
				return nil
			}
			return is(*x.Hot == yes)
		}
	}
	v := moment.Add(time.Microsecond).In(time.FixedZone("", -(3*60+30)*60))
	return leaf("at", op, v.Format(time.RFC3339Nano)), func(x thing) truth {
		at, limit := x.At.UnixMicro(), v.UnixMicro()
		return ordered(&at, op, limit)
	}
}

// filter draws a tree of conditions.
func filter(t *rapid.T, depth int) (string, func(thing) truth) {
	kind := rapid.IntRange(0, 3).Draw(t, "kind")
	if depth <= 1 || kind == 3 {
		return condition(t)
	}
	if kind == 2 {
		json, means := filter(t, depth-1)
		return `{"not":` + json + `}`, func(x thing) truth { return is(!known(means(x))) }
	}
	parts, all := []string{}, []func(thing) truth{}
	for range rapid.IntRange(1, 3).Draw(t, "children") {
		json, means := filter(t, depth-1)
		parts, all = append(parts, json), append(all, means)
	}
	word, decides := "and", false // one no decides an and, one yes an or
	if kind == 1 {
		word, decides = "or", true
	}
	return `{"` + word + `":[` + strings.Join(parts, ",") + `]}`, func(x thing) truth {
		out := is(!decides)
		for _, means := range all {
			switch v := means(x); {
			case v == nil:
				out = nil
			case *v == decides:
				return is(decides)
			}
		}
		return out
	}
}

// scope draws what authz might have decided, and what it means.
func drawScope(t *rapid.T, token bool) (page.Scope, func(thing) bool) {
	relation := rapid.Map(rapid.IntRange(0, 4), func(i int) page.Relation { return page.Relation(i) })
	s := page.Scope{Allow: relation.Draw(t, "allow"), Deny: relation.Draw(t, "deny"), Me: me, Teams: people[1:2], Depts: people[1:3]}
	if rapid.Bool().Draw(t, "no teams") {
		s.Teams = nil
	}
	within := func(x thing, r page.Relation) bool { return r != page.None && nearest(x, s) <= r }
	means := func(x thing) bool { return within(x, s.Allow) && !within(x, s.Deny) }
	if token && rapid.Bool().Draw(t, "token") {
		also, _ := drawScope(t, false)
		s.Also = &also
		return s, func(x thing) bool { return means(x) && within(x, also.Allow) && !within(x, also.Deny) }
	}
	return s, means
}

// nearest is how a row stands to the caller.
func nearest(x thing, s page.Scope) page.Relation {
	switch {
	case x.Owner != nil && *x.Owner == s.Me:
		return page.Own
	case x.Team != nil && slices.Contains(s.Teams, *x.Team):
		return page.Team
	case x.Dept != nil && slices.Contains(s.Depts, *x.Dept):
		return page.Dept
	}
	return page.All
}

// noTest makes a text of a value where no test is at hand: strings and numbers never fail.
type noTest struct{ testing.TB }

func (noTest) Helper() {}

// run asks PostgreSQL for one page.
func run(t require.TestingT, d *pgtest.DB, tb testing.TB, q *page.Query, rows []thing) (ids []uuid.UUID, keys, relations []string) {
	_, err := db.Read(d.Context(tb), d.Root.For("crm"), func(tx *db.Tx) (struct{}, error) {
		found, err := q.On(tx).Query(tb.Context(), listQuery, text(tb, rows), q.Max())
		if err != nil {
			return struct{}{}, err
		}
		var id uuid.UUID
		var key, relation string
		_, err = pgx.ForEachRow(found, []any{&id, &key, &relation}, func() error {
			ids, keys, relations = append(ids, id), append(keys, key), append(relations, relation)
			return nil
		})
		return struct{}{}, err
	})
	require.NoError(t, err)
	return ids, keys, relations
}

func TestRandomFiltersOverRandomRowsFindWhatTheyMean(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows := drawThings(rt)
		json, means := filter(rt, 5)
		scope, reaches := drawScope(rt, true)
		q, err := asked("limit=200&"+tree(json), scope)
		require.NoError(rt, err, json)
		got, _, relations := run(rt, d, t, q, rows)
		var want []uuid.UUID
		for _, x := range rows {
			if known(means(x)) && reaches(x) {
				want = append(want, x.ID)
			}
		}
		require.ElementsMatch(rt, want, got, "%s under %+v", json, scope)
		for i, id := range got {
			x := rows[slices.IndexFunc(rows, func(x thing) bool { return x.ID == id })]
			require.Equal(rt, nearest(x, scope).String(), relations[i])
		}
	})
}

// drawSort draws up to three fields, each once and either way.
func drawSort(t *rapid.T) string {
	fields := rapid.Permutation([]string{"name", "amount", "at"}).Draw(t, "fields")[:rapid.IntRange(0, 3).Draw(t, "sorts")]
	for i := range fields {
		if rapid.Bool().Draw(t, "down") {
			fields[i] = "-" + fields[i]
		}
	}
	return strings.Join(fields, ",")
}

func TestPagesOfOneRowShowEachRowOnceInOrderThroughTies(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	rapid.Check(t, func(rt *rapid.T) {
		rows := drawThings(rt)
		sort := drawSort(rt)
		limit := rapid.IntRange(1, 3).Draw(rt, "limit")
		var seen []uuid.UUID
		for after := ""; ; {
			q, err := asked(fmt.Sprintf("limit=%d&sort=%s&after=%s", limit, sort, after), page.Everything())
			require.NoError(rt, err)
			ids, keys, _ := run(rt, d, t, q, rows)
			at := map[uuid.UUID]string{}
			for i, id := range ids {
				at[id] = keys[i]
			}
			p := page.Cut(q, ids, func(id uuid.UUID) (string, uuid.UUID) { return at[id], id }, func(id uuid.UUID) uuid.UUID { return id })
			require.LessOrEqual(rt, len(p.Items), limit)
			if seen = append(seen, p.Items...); p.Next == "" {
				break
			}
			after = p.Next
			require.LessOrEqual(rt, len(seen), len(rows), "pages go round")
		}
		want := slices.Clone(rows)
		slices.SortFunc(want, func(a, b thing) int {
			down := false
			for word := range strings.SplitSeq(cmp.Or(sort, "name"), ",") {
				var field string
				field, down = strings.CutPrefix(word, "-")
				by := map[string]int{"name": cmp.Compare(a.Name, b.Name), "amount": cmp.Compare(a.Amount, b.Amount), "at": a.At.Compare(b.At)}[field]
				if down {
					by = -by
				}
				if by != 0 {
					return by
				}
			}
			by := strings.Compare(a.ID.String(), b.ID.String())
			if down { // between equals the last field's way goes on
				by = -by
			}
			return by
		})
		require.Len(rt, seen, len(want))
		for i := range want {
			require.Equal(rt, want[i].ID, seen[i], "row %d by %q", i, sort)
		}
	})
}
