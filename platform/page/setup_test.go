package page_test

import (
	"context"
	"encoding/json"
	"net/url"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"longhouse/platform/page"
)

// things is a list of the tests' own, with a column of each kind.
var things = page.Spec{
	Columns: map[string]page.Column{
		"name":   {Expr: "d.name", Cast: "text", Ops: page.Prefix, Sort: true},
		"stage":  {Expr: "d.stage", Cast: "text", Ops: page.OneOf | page.Empty},
		"owner":  {Expr: "d.owner", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"amount": {Expr: "d.amount", Cast: "numeric", Ops: page.Range, Sort: true, Currency: "d.stage"},
		"score":  {Expr: "d.score", Cast: "bigint", Ops: page.Range | page.OneOf | page.Empty},
		"small":  {Expr: "d.score::int", Cast: "int", Ops: page.OneOf},
		"day":    {Expr: "d.day", Cast: "date", Ops: page.Range | page.OneOf | page.Empty},
		"at":     {Expr: "d.at", Cast: "timestamptz", Ops: page.Range, Sort: true},
		"hot":    {Expr: "d.hot", Cast: "boolean", Ops: page.Flag | page.Empty},
		"margin": {Expr: "d.margin", Cast: "numeric", Ops: page.Range, Sort: true, Class: "margin"},
		"shown":  {Expr: "d.name", Cast: "text"},
	},
	Own: "d.owner", Team: "d.team", Dept: "d.dept", Tie: "d.id", Default: "name", Search: "crm.account_search", SearchPrefix: "d.name",
}

// source is where the rows of the tests come from: one parameter.
const source = `jsonb_to_recordset($1::jsonb) as d(id uuid, name text, stage text, owner uuid, team uuid, dept uuid, amount numeric, score bigint,
  day date, at timestamptz, hot boolean, margin numeric)`

const listQuery = `select d.id, (/* TEMPLATE_BEGIN: key */ d.id::text /* TEMPLATE_END */)::text, (/* TEMPLATE_BEGIN: relation */ '' /* TEMPLATE_END */)::text
  from ` + source + `
 where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */
 order by /* TEMPLATE_BEGIN: order */ d.id /* TEMPLATE_END */
 limit $2`

const countQuery = `select count(*) from (select from ` + source + ` where /* TEMPLATE_BEGIN: matching */ true /* TEMPLATE_END */ limit $2) counted`

// heard keeps what would be sent to the database.
type heard struct {
	sql  string
	args []any
}

func (h *heard) Exec(_ context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	h.sql, h.args = sql, args
	return pgconn.CommandTag{}, nil
}

func (h *heard) Query(_ context.Context, sql string, args ...any) (pgx.Rows, error) {
	h.sql, h.args = sql, args
	return nil, pgx.ErrNoRows
}

func (h *heard) QueryRow(_ context.Context, sql string, args ...any) pgx.Row {
	h.sql, h.args = sql, args
	return nil
}

// compiled is a slot's SQL and its values.
func compiled(t testing.TB, q *page.Query, slot string) (string, []any) {
	t.Helper()
	var h heard
	_, err := q.On(&h).Exec(t.Context(), "/* TEMPLATE_BEGIN: "+slot+" */ true /* TEMPLATE_END */")
	require.NoError(t, err)
	return h.sql, h.args
}

// asked reads a query string and compiles it under a scope.
func asked(query string, scope page.Scope) (*page.Query, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, err
	}
	r, err := page.ParseRequest(values)
	if err != nil {
		return nil, err
	}
	return things.Compile(r, scope)
}

func tree(text string) string { return "filter=" + url.QueryEscape(text) }

func text(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return string(b)
}

var me = uuid.MustParse("01920000-0000-7000-8000-00000000000a")
