package page_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/fault"
	"longhouse/platform/page"
)

func TestEachOperatorBecomesOneConditionInParentheses(t *testing.T) {
	t.Parallel()
	id := uuid.NewString()
	for query, want := range map[string]struct {
		sql  string
		args []any
	}{
		"name=Ab":                            {"(((d.name) >= $1::text and (d.name) < $2::text))", []any{"ab", "ab\U0010FFFF"}},
		"stage=open,won":                     {"(((d.stage) = any($1::text[]::text[])))", []any{[]string{"open", "won"}}},
		"stage.not=open":                     {"((not coalesce(((d.stage) = any($1::text[]::text[])), false)))", []any{[]string{"open"}}},
		"stage.empty=true":                   {"((((d.stage) is null) = true))", nil},
		"owner=" + id:                        {"(((d.owner) = any($1::text[]::uuid[])))", []any{[]string{id}}},
		"owner=me":                           {"(((d.owner) = any($1::text[]::uuid[])))", []any{[]string{me.String()}}},
		"amount.gte=12.50":                   {"(((d.amount) >= $1::text::numeric))", []any{"12.50"}},
		"amount.gt=-1":                       {"(((d.amount) > $1::text::numeric))", []any{"-1"}},
		"score.lt=7":                         {"(((d.score) < $1::text::bigint))", []any{"7"}},
		"day.lte=2024-02-29":                 {"(((d.day) <= $1::text::date))", []any{"2024-02-29"}},
		"at.gte=2026-11-22T10:00:00%2B01:00": {"(((d.at) >= $1::text::timestamptz))", []any{"2026-11-22T10:00:00+01:00"}},
		"hot=true":                           {"(((d.hot) = true))", nil},
		"hot=0":                              {"(((d.hot) = false))", nil},
		"q=ab":                               {"((d.name >= $1::text and d.name < $2::text))", []any{"ab", "ab\U0010FFFF"}},
		"q=a%25b_c":                          {"((d.id in (select crm.account_search($1::text))))", []any{`a\%b\_c`}},
		"score.gt=1&score.lt=9":              {"(((d.score) > $1::text::bigint) and ((d.score) < $2::text::bigint))", []any{"1", "9"}},
	} {
		q, err := asked(query, page.Scope{Allow: page.All, Me: me})
		require.NoError(t, err, query)
		sql, args := compiled(t, q, "matching")
		require.Equal(t, "(true and "+want.sql+")", sql, query)
		require.Equal(t, want.args, args, query)
	}
}

func TestWhatTheListDoesNotOfferIsRefusedWithAPointer(t *testing.T) {
	t.Parallel()
	for query, pointer := range map[string]string{
		"colour=red": "/colour", "shown=x": "/shown", "sort=stage": "/sort", "sort=-": "/sort", "sort=name,stage": "/sort", "sort=--name": "/sort", "d.name=x": "/d",
		"sort=" + url.QueryEscape("name; drop table x"): "/sort",
	} {
		_, err := asked(query, page.Everything())
		require.ErrorIs(t, err, fault.ErrUnknownField, query)
		require.Equal(t, pointer, fault.As(err).Fields[0].Pointer, query)
	}
}

func TestAValueThatPostgreSQLCouldNotReadIsRefused(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"owner=1", "owner=", "owner=urn:uuid:" + me.String(), "owner={" + me.String() + "}", "owner=" + strings.ReplaceAll(me.String(), "-", ""), "owner=me,you",
		"amount.gt=1e3", "amount.gt=NaN", "amount.gt=", "amount.gt=1,5", "amount=5", "amount.not=5", "amount.empty=true", "amount.between=1",
		"score.gt=1.5", "score.gt=9223372036854775808", "score=2,x", "small=2147483648", "small=-2147483649",
		"day=2026-02-29", "day.gt=now", "day.gt=infinity", "day=0000-01-01",
		"at.gt=2026-11-22", "at.gt=0000-01-01T00:00:00Z", "at.gt=2026-11-22T10:00:00", "at.gt=2026-11-22T10:00:00%2B23:59", "at.gt=2026-11-22T10:00:00,5Z", "at.gt=infinity", "at.gt=now",
		"hot=maybe", "hot=", "hot.empty=perhaps", "hot.not=true", "stage.gt=a", "stage=a%00b", "stage=a%ff", "name=a%00", "name=%ff", "q=abc%00", "q=abc%ff", "q=%ff",
		"name.not=x", "name.gt=x", "limit=0", "limit=201", "limit=-1", "limit=x", "limit=",
	} {
		_, err := asked(query, page.Everything())
		require.ErrorIs(t, err, fault.ErrInvalid, query)
	}
}

func TestAllFaultsOfAQueryComeTogether(t *testing.T) {
	t.Parallel()
	_, err := asked("amount.gt=x&day=y&owner=z", page.Everything())
	require.Len(t, fault.As(err).Fields, 3)
}

func TestNoTextOfTheCallerReachesSQL(t *testing.T) {
	t.Parallel()
	const poison = `x' or 1=1; drop table crm.deal; -- /* TEMPLATE_END */ $1 "`
	p := url.QueryEscape(poison)
	for _, query := range []string{"name=" + p, "stage=" + p, "stage.not=" + p, "q=" + p,
		tree(`{"field":"stage","op":"is","value":` + text(t, poison) + `}`), tree(`{"not":{"field":"name","value":` + text(t, poison) + `}}`)} {
		q, err := asked(query, page.Scope{Allow: page.Team, Me: me})
		require.NoError(t, err, query)
		for _, slot := range []string{"where", "matching", "scope", "relation", "order", "key"} {
			sql, _ := compiled(t, q, slot)
			require.NotContains(t, sql, "drop")
			require.NotContains(t, sql, "TEMPLATE")
		}
	}
	for _, query := range []string{p + "=1", "name." + p + "=1", "sort=" + p, "after=" + p, "limit=" + p, "amount.gt=" + p, "day=" + p, "owner=" + p, "hot=" + p, "filter=" + p,
		tree(`{"field":` + text(t, poison) + `,"value":"1"}`), tree(`{"field":"name","op":` + text(t, poison) + `,"value":"1"}`)} {
		_, err := asked(query, page.Everything())
		require.NotNil(t, fault.As(err), query)
	}
}

func TestAQueryWithoutItsSlotsIsAnError(t *testing.T) {
	t.Parallel()
	q, err := asked("", page.Everything())
	require.NoError(t, err)
	var h heard
	for _, sql := range []string{"select 1", "select /* TEMPLATE_BEGIN: other */ 1 /* TEMPLATE_END */", "select /* TEMPLATE_BEGIN: where */ 1", "select /* TEMPLATE_BEGIN: where"} {
		_, err := q.On(&h).Exec(t.Context(), sql)
		require.Error(t, err, sql)
		_, err = q.On(&h).Query(t.Context(), sql) //nolint:rowserrcheck,sqlclosecheck // there are none
		require.Error(t, err, sql)
		require.Error(t, q.On(&h).QueryRow(t.Context(), sql).Scan())
	}
	require.Empty(t, h.sql, "nothing was sent")
}

func TestOneOffersNothingButTheScope(t *testing.T) {
	t.Parallel()
	q := things.One(page.Scope{Allow: page.Own, Me: me})
	sql, args := compiled(t, q, "scope")
	require.Equal(t, "((((d.owner) = $1::uuid)))", sql)
	require.Equal(t, []any{me}, args)
	_, err := q.On(&heard{}).Exec(t.Context(), "/* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */")
	require.Error(t, err)
}

func TestALimitIsFiftyUnlessSaidOtherwiseAndTotalsAreAskedFor(t *testing.T) {
	t.Parallel()
	q, err := asked("", page.Everything())
	require.NoError(t, err)
	require.EqualValues(t, 51, q.Max())
	require.False(t, q.WantsCount())
	q, err = asked("limit=200&count=1", page.Everything())
	require.NoError(t, err)
	require.EqualValues(t, 201, q.Max())
	require.True(t, q.WantsCount())
	require.Equal(t, &page.Total{Count: 10_000, Exact: true}, page.NewTotal(10_000))
	require.Equal(t, &page.Total{Count: 10_000}, page.NewTotal(10_001))
	require.Equal(t, &page.Total{Exact: true}, page.NewTotal(0))
}

func TestAnOperationsOwnParametersAreNoFilter(t *testing.T) {
	t.Parallel()
	r, err := page.ParseRequest(url.Values{"as_of": {"2026-01-01"}, "name": {"x"}, "format": {"csv"}, "columns": {"name"}}, "as_of")
	require.NoError(t, err)
	require.Equal(t, map[string][]string{"name": {"x"}}, r.Filter)
	require.Equal(t, []string{"amount", "at", "day", "hot", "margin", "name", "owner", "score", "shown", "small", "stage"}, things.Fields())
}
