package store_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
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

var update = flag.Bool("update", false, "write golden files")

// recorder keeps the SQL that would have run.
type recorder struct{ sql string }

func (r *recorder) Exec(context.Context, string, ...any) (pgconn.CommandTag, error) {
	return pgconn.CommandTag{}, nil
}

func (r *recorder) Query(_ context.Context, sql string, _ ...any) (pgx.Rows, error) {
	r.sql = sql
	return nil, pgx.ErrNoRows
}

func (r *recorder) QueryRow(_ context.Context, sql string, _ ...any) pgx.Row {
	r.sql = sql
	return nil
}

func TestListsCompileToTheSQLThatWasReviewed(t *testing.T) {
	t.Parallel()
	team := page.Scope{Allow: page.Team, Deny: page.Own, Me: uuid.UUID{1}, Teams: []uuid.UUID{{2}}}
	lists := map[string]struct {
		spec *page.Spec
		ask  page.Request
		run  func(q *sqlcgen.Queries) error
	}{
		"accounts": {store.AccountList, page.Request{Filter: map[string][]string{"name": {"al"}, "country": {"Germany,France"}, "parent_id.empty": {"true"}}, Query: "futter"},
			func(q *sqlcgen.Queries) error { _, err := q.ListAccounts(t.Context(), 51); return err }},
		"contacts": {store.ContactList, page.Request{Filter: map[string][]string{"account_id": {uuid.UUID{3}.String()}}, Query: "an", Sort: "-last_name"},
			func(q *sqlcgen.Queries) error { _, err := q.ListContacts(t.Context(), 51); return err }},
		"deals": {store.DealList, page.Request{Filter: map[string][]string{"status": {"open"}, "amount.gte": {"100"}}, Sort: "-amount"},
			func(q *sqlcgen.Queries) error { _, err := q.ListDeals(t.Context(), 51); return err }},
		"orders": {store.OrderList, page.Request{Filter: map[string][]string{"late": {"true"}, "owner_id": {"me"}}, Sort: "ordered_on"},
			func(q *sqlcgen.Queries) error { _, err := q.ListOrders(t.Context(), 51); return err }},
	}
	for name, list := range lists {
		q, err := list.spec.Compile(list.ask, team)
		require.NoError(t, err)
		r := &recorder{}
		require.ErrorIs(t, list.run(sqlcgen.New(q.On(r))), pgx.ErrNoRows)
		file := filepath.Join("testdata", name+".sql")
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o750))
			require.NoError(t, os.WriteFile(file, []byte(r.sql+"\n"), 0o600))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, strings.TrimSpace(string(want)), strings.TrimSpace(r.sql))
	}
}

// crowd fills an organisation, so that an index is worth its while. Triggers
// and foreign keys are off: the rows are gone with the transaction.
const crowd = `
set local session_replication_role = replica;
insert into crm.account (id, code, name, created_at, updated_at) select gen_random_uuid(), 'C' || i, md5(i::text) || ' ' || i, now(), now() from generate_series(1, 5000) i;
insert into crm.contact (id, last_name, display_name, created_at, updated_at) select gen_random_uuid(), md5(i::text), md5(i::text), now(), now() from generate_series(1, 5000) i;
insert into crm.contact_point (id, contact_id, kind, raw, norm, created_at) select gen_random_uuid(), gen_random_uuid(), 'phone', i::text, '+49' || (i * 7919 % 1000003) || i, now() from generate_series(1, 5000) i;
insert into crm.stage (id, pipeline_id, name, position, category, probability, created_at) select md5('stage' || i)::uuid, md5('pipeline')::uuid, 'Stage ' || i, i, 'open', 10, now() from generate_series(1, 7) i;
insert into crm.deal (id, name, pipeline_id, stage_id, owner_id, status, currency, probability, rank, stage_entered_at, amount, cost, expected_close, created_at, updated_at)
  select gen_random_uuid(), md5(i::text), md5('pipeline')::uuid, md5('stage' || i % 7 + 1)::uuid, md5('owner' || i % 50)::uuid, 'open', 'EUR', 10, -i, now(), i, nullif(i % 9, 0) * i / 10, date '2026-01-01' + i % 500, now(), now() from generate_series(1, 5000) i;
insert into crm."order" (id, number, status, account_id, currency, ordered_on, required_on, total, short, document_rounding, line_rounding, created_at, updated_at)
  select gen_random_uuid(), md5(i::text), 'confirmed', gen_random_uuid(), 'EUR', date '2026-01-01' + i % 500, date '2026-01-15' + i % 500, i, i % 100 = 0, 'half_up', 'line', now(), now() from generate_series(1, 5000) i;
select gin_clean_pending_list(c.oid) from pg_class c join pg_am m on m.oid = c.relam where c.relnamespace = 'crm'::regnamespace and m.amname = 'gin';
analyze crm.account, crm.contact, crm.contact_point, crm.stage, crm.deal, crm."order";`

func TestSearchFunctionsAreServedByTheirIndexes(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	tx, err := d.Superuser(t).Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), "set local app.org_id = '"+d.Org.String()+"';"+crowd+"set local role longhouse_search; set local enable_seqscan = off")
	require.NoError(t, err)
	plan := func(sql string) string {
		rows, err := tx.Query(t.Context(), "explain "+sql, pgx.QueryExecModeSimpleProtocol)
		require.NoError(t, err)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		return strings.Join(lines, "\n")
	}
	for index, sql := range map[string]string{
		"account_has_words":        `select id from crm.account where name_key like '%' || crm.fold('futter') || '%'`,
		"contact_has_words":        `select id from crm.contact where name_key like '%' || crm.fold('anders') || '%'`,
		"contact_point_has_digits": `select contact_id from crm.contact_point where digits like '%' || crm.phone_tail('0628112233') || '%'`,
		"contact_point_has_words":  `select contact_id from crm.contact_point where norm like '%' || lower('lab.example') || '%'`,
		"deal_has_words":           `select id from crm.deal where name_key like '%' || crm.fold('cheese') || '%'`,
		"order_has_words":          `select id from crm."order" where number_key like '%' || lower('SO-2026') || '%'`,
	} {
		require.Contains(t, plan(sql), index, sql)
	}
	require.NotContains(t, plan(`select id from crm.account where lower(name_key) like '%futter%'`), "account_has_words", "the guard can fail")
	require.NoError(t, tx.Rollback(t.Context()))
}
