package store_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"longhouse/modules/crm/internal/store"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
)

// explainer asks for the plan of a query instead of its rows.
type explainer struct {
	tx   pgx.Tx
	plan string
}

func (e *explainer) Exec(context.Context, string, ...any) (pgconn.CommandTag, error) {
	return pgconn.CommandTag{}, nil
}

func (e *explainer) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	_, err := e.Query(ctx, sql, args...)
	return unanswered{err}
}

// unanswered is a row that is not there, since only its plan was asked for.
type unanswered struct{ err error }

func (u unanswered) Scan(...any) error { return u.err }

func (e *explainer) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	rows, err := e.tx.Query(ctx, "explain "+sql[strings.Index(sql, "\n")+1:], args...)
	if err != nil {
		return nil, err
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	e.plan = strings.Join(lines, "\n")
	if err != nil {
		return nil, err
	}
	return nil, pgx.ErrNoRows
}

// list is a list of the module, and how its rows are read.
type list struct {
	spec *page.Spec
	read func(ctx context.Context, q *sqlcgen.Queries) error
}

var lists = map[string]list{
	"accounts": {store.AccountList, func(ctx context.Context, q *sqlcgen.Queries) error { _, err := q.ListAccounts(ctx, 51); return err }},
	"contacts": {store.ContactList, func(ctx context.Context, q *sqlcgen.Queries) error { _, err := q.ListContacts(ctx, 51); return err }},
	"deals":    {store.DealList, func(ctx context.Context, q *sqlcgen.Queries) error { _, err := q.ListDeals(ctx, 51); return err }},
	"orders":   {store.OrderList, func(ctx context.Context, q *sqlcgen.Queries) error { _, err := q.ListOrders(ctx, 51); return err }},
}

// plan is how PostgreSQL would answer a request, behind row level security.
func (l list) plan(t *testing.T, tx pgx.Tx, r page.Request) string {
	t.Helper()
	everything := page.Everything()
	everything.Classes = map[string]page.Relation{"margin": page.All}
	q, err := l.spec.Compile(r, everything)
	require.NoError(t, err)
	e := &explainer{tx: tx}
	require.ErrorIs(t, l.read(t.Context(), sqlcgen.New(q.On(e))), pgx.ErrNoRows)
	return e.plan
}

// crowded is a transaction of the module in an organisation of thousands, in a
// database of its own: rows of other tests would tell the planner other things.
func crowded(t *testing.T) pgx.Tx {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), pgtest.Fresh(t).Reveal())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	tx, err := conn.Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), "set local app.org_id = '"+uuid.NewString()+"';"+crowd+"set local role longhouse_crm")
	require.NoError(t, err)
	return tx
}

func TestEveryOrderOfAListIsReadFromAnIndex(t *testing.T) {
	t.Parallel()
	tx := crowded(t)
	for name, l := range lists {
		for column, c := range l.spec.Columns {
			if !c.Sort || column == "rank" {
				continue
			}
			for _, sort := range []string{column, "-" + column} {
				plan := l.plan(t, tx, page.Request{Sort: sort})
				require.Contains(t, plan, "Index Scan", "%s by %s:\n%s", name, sort, plan)
				require.NotContains(t, plan, "Sort Key", "%s by %s:\n%s", name, sort, plan)
			}
		}
	}
	ranked := lists["deals"].plan(t, tx, page.Request{Sort: "rank", Filter: map[string][]string{"stage_id": {uuid.NewString()}}})
	require.Contains(t, ranked, "deal_by_stage", "a column of the board:\n%s", ranked)
	board := list{store.DealList, func(ctx context.Context, q *sqlcgen.Queries) error {
		_, err := q.BoardCards(ctx, sqlcgen.BoardCardsParams{Stages: []uuid.UUID{uuid.New()}, Max: 26})
		return err
	}}.plan(t, tx, page.Request{Sort: "rank"})
	for _, step := range []string{"InitPlan", "deal_by_stage", "deal_key"} { // the cards are found once, whatever the planner believes of the table
		require.Contains(t, board, step, board)
	}
	short := lists["orders"].plan(t, tx, page.Request{Sort: "required_on", Filter: map[string][]string{"short": {"true"}}})
	require.Contains(t, short, "order_is_short", short)
	late := lists["orders"].plan(t, tx, page.Request{Filter: map[string][]string{"late": {"true"}}})
	require.Contains(t, late, "order_is_late", late)
	lost := lists["deals"].plan(t, tx, page.Request{Filter: map[string][]string{"status": {"lost"}}})
	require.Contains(t, lost, "deal_by_status", lost)
	for sort, index := range map[string]string{"margin": "deal_by_margin_up", "-margin": "deal_by_margin_down"} {
		require.Contains(t, lists["deals"].plan(t, tx, page.Request{Sort: sort}), index)
	}
	mine := lists["deals"].plan(t, tx, page.Request{Sort: "expected_close", Filter: map[string][]string{"owner_id": {uuid.NewString()}, "status": {"open,hold"}}})
	require.Contains(t, mine, "deal_by_owner", mine)
	require.Contains(t, lists["accounts"].plan(t, tx, page.Request{Filter: map[string][]string{"lifecycle": {"prospect"}}, Sort: "-name"}), "account_by_name")

	unserved := list{&page.Spec{Columns: map[string]page.Column{"currency": {Expr: "d.currency", Cast: "text", Sort: true}}, Tie: "d.id", Default: "currency"}, lists["deals"].read}
	require.Contains(t, unserved.plan(t, tx, page.Request{}), "Sort Key", "the guard can fail")
}

func TestRecordsAreFoundByTheirKeys(t *testing.T) {
	t.Parallel()
	tx, keys := crowded(t), []string{"a", "b"}
	for index, read := range map[string]func(q *sqlcgen.Queries) error{
		"account_code_is_unique":  func(q *sqlcgen.Queries) error { _, err := q.AccountsByCode(t.Context(), keys); return err },
		"contact_code_is_unique":  func(q *sqlcgen.Queries) error { _, err := q.ContactsByCode(t.Context(), keys); return err },
		"deal_code_is_unique":     func(q *sqlcgen.Queries) error { _, err := q.DealsByCode(t.Context(), keys); return err },
		"order_number_is_unique":  func(q *sqlcgen.Queries) error { _, err := q.OrdersByNumber(t.Context(), keys); return err },
		" order_number_is_unique": func(q *sqlcgen.Queries) error { _, err := q.NumberIsTaken(t.Context(), "SO-1"); return err },
		"account_by_name":         func(q *sqlcgen.Queries) error { _, err := q.AccountsByName(t.Context(), keys); return err },
		"contact_by_name":         func(q *sqlcgen.Queries) error { _, err := q.ContactsByName(t.Context(), keys); return err },
	} {
		e := &explainer{tx: tx}
		require.ErrorIs(t, read(sqlcgen.New(e)), pgx.ErrNoRows)
		require.Contains(t, e.plan, strings.TrimSpace(index), e.plan)
	}
}
