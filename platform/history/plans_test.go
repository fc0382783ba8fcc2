package history

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"longhouse/migrations"
	"longhouse/platform/db"
	"longhouse/platform/history/sqlcgen"
	"longhouse/platform/migrate"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
)

// A busy organisation: 100,000 changes in 50,000 change sets of 1,000 people, on
// 1,000 records and their parts; and one record that everybody works on.
const crowd = `
select set_config('app.org_id', '%ORG%', false);
insert into history.change_set (org_id, id, actor, via, at, operation_id)
select '%ORG%', md5('s' || n)::uuid, 'u:' || md5('p' || n % 1000)::uuid, 'ui', now() - n * interval '1 minute', case when n % 20 = 0 then md5('o' || n / 2000)::uuid end
  from generate_series(1, 50000) n;
insert into history.change (org_id, change_set_id, table_name, row_id, owner_id, op, after, at)
select '%ORG%', md5('s' || n)::uuid, case k when 0 then 'crm.deal' else 'crm.order_line' end,
       case when n % 5 = 0 and k = 0 then md5('busy')::uuid else md5('r' || k || '/' || n % 1000)::uuid end,
       case when k = 1 then md5('r0/' || n % 1000)::uuid end, 'update', '{"name": "x"}', now() - n * interval '1 minute'
  from generate_series(1, 50000) n, generate_series(0, 1) k;
analyze history.change_set, history.change;`

// It looks at plans, not at clocks.
func TestTimelineAndAuditAreServedByIndexesHowLongEverTheHistoryIs(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	ctx := d.As(t, "owner")
	url := pgtest.Empty(t)
	_, err := migrate.Up(t.Context(), url, migrate.Source{Folders: migrations.Folders, For: migrations.For})
	require.NoError(t, err)
	conn, err := pgx.Connect(t.Context(), url.Reveal())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	_, err = conn.PgConn().Exec(t.Context(), "set session_replication_role = replica;"+strings.ReplaceAll(crowd, "%ORG%", d.Org.String())).ReadAll()
	require.NoError(t, err)
	root, err := db.Open(t.Context(), url, db.Options{})
	require.NoError(t, err)
	t.Cleanup(root.Close)
	ids := func(words ...string) (out []uuid.UUID) {
		for _, w := range words {
			var id uuid.UUID
			require.NoError(t, conn.QueryRow(t.Context(), "select md5($1)::uuid", w).Scan(&id))
			out = append(out, id)
		}
		return out
	}
	list := func(filter map[string][]string) func(tx page.DBTX) error {
		return func(tx page.DBTX) error {
			r, what, err := narrowed(page.Request{Filter: filter})
			require.NoError(t, err)
			q, err := changeSets.Compile(r, page.Everything())
			require.NoError(t, err)
			_, err = sqlcgen.New(q.On(tx)).ChangeSets(ctx, sqlcgen.ChangeSetsParams{Tables: what.tables, Operations: what.kinds, OneRecord: what.record != uuid.Nil, Record: what.record, Max: q.Max()})
			return err
		}
	}
	for name, want := range map[string]struct {
		run     func(tx page.DBTX) error
		indexes string
	}{
		"a timeline": {func(tx page.DBTX) error {
			_, err := sqlcgen.New(tx).Timeline(ctx, sqlcgen.TimelineParams{Record: ids("busy")[0], Below: 1 << 60, Max: 31})
			return err
		}, "change_by_row change_by_owner change_set_key"},
		"the log":          {list(nil), "change_set_by_time"},
		"of one person":    {list(map[string][]string{"actor": {ids("p7")[0].String()}}), "change_set_by_actor"},
		"of an operation":  {list(map[string][]string{"operation_id": {ids("o3")[0].String()}}), "change_set_by_operation"},
		"of one record":    {list(map[string][]string{"record": {ids("r0/5")[0].String()}}), "change_by_row change_by_owner change_set_key"},
		"tables of a page": {func(tx page.DBTX) error { _, err := sqlcgen.New(tx).TablesOf(ctx, ids("s1", "s2")); return err }, "change_key"},
		"sets of an undo":  {func(tx page.DBTX) error { _, err := sqlcgen.New(tx).SetsOf(ctx, ids("o3")[0]); return err }, "change_set_key change_set_by_operation"},
		"changes since": {func(tx page.DBTX) error {
			_, err := sqlcgen.New(tx).ChangesSince(ctx, sqlcgen.ChangesSinceParams{Rows: ids("busy"), Firsts: []int64{5}})
			return err
		}, "change_by_row change_set_key"},
		"parts since": {func(tx page.DBTX) error {
			_, err := sqlcgen.New(tx).PartsSince(ctx, sqlcgen.PartsSinceParams{Owners: ids("r0/5"), Firsts: []int64{5}, Sets: ids("s1")})
			return err
		}, "change_by_owner"},
		"one's own": {func(tx page.DBTX) error {
			_, err := sqlcgen.New(tx).OwnSets(ctx, sqlcgen.OwnSetsParams{Actor: "u:" + ids("p7")[0].String(), Before: time.Now(), Below: uuid.Max, Max: 21})
			return err
		}, "change_set_by_actor"},
		"what they touched": {func(tx page.DBTX) error { _, err := sqlcgen.New(tx).RecordsOfSets(ctx, ids("s1", "s2")); return err }, "change_key"},
	} {
		_, err := db.Read(ctx, root.For("platform"), func(tx *db.Tx) (struct{}, error) {
			plan := explain{tx, &strings.Builder{}}
			require.ErrorIs(t, want.run(plan), pgx.ErrNoRows, name)
			for index := range strings.FieldsSeq(want.indexes) {
				require.Contains(t, plan.out.String(), index, "%s\n%s", name, plan.out)
			}
			require.NotContains(t, plan.out.String(), "Seq Scan", "%s\n%s", name, plan.out)
			return struct{}{}, nil
		})
		require.NoError(t, err)
	}
}

// explain asks for the plan of what would run.
type explain struct {
	tx  *db.Tx
	out *strings.Builder
}

func (e explain) Exec(context.Context, string, ...any) (pgconn.CommandTag, error) {
	return pgconn.CommandTag{}, pgx.ErrNoRows
}

func (e explain) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	rows, err := e.tx.Query(ctx, "explain "+sql, args...)
	if err != nil {
		return nil, err
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	e.out.WriteString(strings.Join(lines, "\n"))
	if err == nil {
		err = pgx.ErrNoRows
	}
	return nil, err
}

func (e explain) QueryRow(context.Context, string, ...any) pgx.Row { return nil }
