package page_test

import (
	"encoding/base64"
	"net/url"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
)

func forged(text string) string {
	return "&after=" + url.QueryEscape(base64.RawURLEncoding.EncodeToString([]byte(text)))
}

func TestACursorThatWasTamperedWithIsRefusedOrHarmless(t *testing.T) {
	t.Parallel()
	id := me.String()
	for _, query := range []string{
		"sort=name&after=x", "sort=name&after=" + url.QueryEscape("' or 1=1 --"), "sort=name" + forged("null"), "sort=name" + forged("{}"), "sort=name" + forged("[]"), "sort=name" + forged(`"x"`),
		"sort=name" + forged(`{"s":"-name","v":"a","i":"`+id+`"}`), "sort=-name" + forged(`{"s":"name","v":"a","i":"`+id+`"}`), "sort=name" + forged(`{"s":"amount","v":"1","i":"`+id+`"}`),
		"sort=amount" + forged(`{"s":"amount","v":"x","i":"`+id+`"}`), "sort=amount" + forged(`{"s":"amount","v":"NaN","i":"`+id+`"}`),
		"sort=at" + forged(`{"s":"at","v":"infinity","i":"`+id+`"}`), "sort=at" + forged(`{"s":"at","v":"0000-01-01T00:00:00Z","i":"`+id+`"}`),
		"sort=name" + forged(`{"s":"name","v":"a\u0000","i":"`+id+`"}`), "sort=name" + forged(`{"s":"name","v":"a","i":"'; drop table x"}`), "sort=name" + forged(`{"s":"name","v":1,"i":"`+id+`"}`),
	} {
		_, err := asked(query, page.Everything())
		require.ErrorIs(t, err, fault.ErrCursor, query)
	}
}

func TestACursorOpensNothingBeyondTheScope(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	other := people[1]
	rows := []thing{{ID: uuid.New(), Name: "b", Owner: &me}, {ID: uuid.New(), Name: "c", Owner: &other}, {ID: uuid.New(), Name: "d"}}
	q, err := asked("sort=name"+forged(`{"s":"name","v":"","i":"00000000-0000-0000-0000-000000000000"}`), page.Scope{Allow: page.Own, Me: me})
	require.NoError(t, err)
	ids, _, _ := run(t, d, t, q, rows)
	require.Equal(t, []uuid.UUID{rows[0].ID}, ids)
	_, err = asked("sort=margin"+forged(`{"s":"margin","v":"1","i":"`+me.String()+`"}`), page.Scope{Allow: page.Own, Me: me})
	require.ErrorIs(t, err, fault.ErrFieldHidden)
}

func TestTheZeroScopeIsNothingAndADenyOnAllIsToo(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	rows := []thing{{ID: uuid.New(), Owner: &me, Team: &me, Dept: &me}, {ID: uuid.New()}, {ID: uuid.New(), Owner: new(uuid.UUID)}}
	for name, scope := range map[string]page.Scope{"zero": {}, "zero with me": {Me: me, Teams: people, Depts: people}, "denied": {Allow: page.All, Deny: page.All, Me: me},
		"token without a rule": {Allow: page.All, Me: me, Also: &page.Scope{}}, "token denied": {Allow: page.All, Also: &page.Scope{Allow: page.All, Deny: page.All}}} {
		require.True(t, scope.Never(), name)
		q, err := asked("", scope)
		require.NoError(t, err)
		ids, _, _ := run(t, d, t, q, rows)
		require.Empty(t, ids, name)
		sql, _ := compiled(t, things.One(scope), "scope")
		require.Equal(t, "false", sql, name)
	}
}

func TestARowWithoutOwnerTeamOrDepartmentSurvivesADeny(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	mine, nobodys := thing{ID: uuid.New(), Owner: &me}, thing{ID: uuid.New()}
	for _, deny := range []page.Relation{page.Own, page.Team, page.Dept} {
		q, err := asked("", page.Scope{Allow: page.All, Deny: deny, Me: me, Teams: people[1:], Depts: people[1:]})
		require.NoError(t, err)
		ids, _, _ := run(t, d, t, q, []thing{mine, nobodys})
		require.Equal(t, []uuid.UUID{nobodys.ID}, ids, deny.String())
	}
}

func TestACountStopsRightAfterTenThousand(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	rows := make([]thing, page.CountLimit+500)
	for i := range rows {
		rows[i] = thing{ID: uuid.New(), Amount: int64(i % 2)}
	}
	count := func(query string) *page.Total {
		q, err := asked(query, page.Everything())
		require.NoError(t, err)
		n, err := db.Read(d.Context(t), d.Root.For("crm"), func(tx *db.Tx) (n int64, err error) {
			err = q.On(tx).QueryRow(t.Context(), countQuery, text(t, rows), page.CountLimit+1).Scan(&n)
			return n, err
		})
		require.NoError(t, err)
		return page.NewTotal(n)
	}
	require.Equal(t, &page.Total{Count: 10_000}, count("count=1"))
	require.Equal(t, &page.Total{Count: len(rows) / 2, Exact: true}, count("count=1&amount.gt=0"))
}

func TestRelationsAreNested(t *testing.T) {
	t.Parallel()
	words := []string{"none", "own", "team", "dept", "all"}
	for i, w := range words {
		require.Equal(t, page.Relation(i), page.ParseRelation(w))
		require.Equal(t, w, page.Relation(i).String())
	}
	require.True(t, slices.IsSorted([]page.Relation{page.None, page.Own, page.Team, page.Dept, page.All}))
	for _, w := range []string{"", "ALL", "Own", "world", " all"} {
		require.Equal(t, page.None, page.ParseRelation(w), "%q", w)
	}
}
