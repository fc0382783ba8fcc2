package store_test

import (
	"context"
	"crypto/md5"
	"flag"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"longhouse/migrations"
	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/migrate"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
)

// The plans are the same at a hundred thousand: go test ./modules/hr/internal/store -run TestLists -people 100000 -v.
var people = flag.Int("people", 20_000, "people in the test of plans")

// crowd fills a database of its own with people: one boss for ten, five
// levels deep, in forty units, all hired in 2015 to 2024.
const crowd = `
set session_replication_role = replica;
select set_config('app.org_id', '%ORG%', false);
insert into hr.unit (org_id, id, name, created_at) select '%ORG%', md5('u' || n)::uuid, 'Unit ' || n, now() from generate_series(0, 39) n;
insert into hr.employee (org_id, id, number, legal_name, email, created_at)
select '%ORG%', md5('e' || n)::uuid, n::text, initcap(substr(md5('first' || n % 997), 1, 6) || ' ' || substr(md5('last' || n), 1, 8)), 'p' || n || '@example.com', now()
  from generate_series(1, %N%) n;
insert into hr.employment (org_id, id, employee_id, spell, hired_on, seniority_from, created_at)
select '%ORG%', md5('s' || n)::uuid, md5('e' || n)::uuid, 1, date '2015-01-01' + (n % 3650), date '2015-01-01' + (n % 3650), now() from generate_series(1, %N%) n;
insert into hr.job_fact (org_id, id, employee_id, valid_from, unit_id, title, created_at)
select '%ORG%', md5('j' || n)::uuid, md5('e' || n)::uuid, date '2015-01-01' + (n % 3650), md5('u' || n % 40)::uuid, 'Clerk', now() from generate_series(1, %N%) n;
insert into hr.reporting_line (org_id, id, employee_id, valid_from, manager_id, created_at)
select '%ORG%', md5('l' || n)::uuid, md5('e' || n)::uuid, date '2015-01-01' + (n % 3650), case when n > 1 then md5('e' || n / 10 + case when n < 10 then 1 else 0 end)::uuid end, now()
  from generate_series(1, %N%) n;
reset session_replication_role;
analyze hr.unit, hr.employee, hr.employment, hr.job_fact, hr.reporting_line;`

// TestListsAndSearchAreServedByIndexesHoweverManyPeopleThereAre looks at plans, not at clocks.
func TestListsAndSearchAreServedByIndexesHoweverManyPeopleThereAre(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	ctx := d.As(t, "owner")
	url := pgtest.Empty(t)
	_, err := migrate.Up(t.Context(), url, migrate.Source{Folders: migrations.Folders, For: migrations.For})
	require.NoError(t, err)
	conn, err := pgx.Connect(t.Context(), url.Reveal())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	_, err = conn.PgConn().Exec(t.Context(), strings.NewReplacer("%ORG%", d.Org.String(), "%N%", strconv.Itoa(*people)).Replace(crowd)).ReadAll()
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "vacuum hr.employee") // writes what the trigram index has put off
	require.NoError(t, err)
	root, err := db.Open(t.Context(), url, db.Options{})
	require.NoError(t, err)
	t.Cleanup(root.Close)

	for name, want := range map[string]struct {
		request page.Request
		index   string
	}{
		"by name":             {page.Request{}, "employee_by_name"},
		"by day of hire":      {page.Request{Sort: "-hired_on"}, "employment_by_hire"},
		"active by name":      {page.Request{Filter: map[string][]string{"status": {"active"}}}, "employee_by_name"},
		"who report to one":   {page.Request{Filter: map[string][]string{"manager_id": {uuid.UUID(md5.Sum([]byte("e7"))).String()}}}, "reporting_line_by_manager"},
		"names that begin so": {page.Request{Filter: map[string][]string{"name": {"ab"}}}, "employee_by_name"},
	} {
		_, err := db.Read(ctx, root.For("hr"), func(tx *db.Tx) (struct{}, error) {
			q, err := store.CompileEmployees(want.request, page.Everything(), today)
			require.NoError(t, err)
			plan := explain{tx, &strings.Builder{}}
			_, _, _ = store.ListEmployees(ctx, plan, q, today)
			t.Logf("%s\n%s", name, plan.out)
			require.Contains(t, plan.out.String(), want.index, name)
			require.NotContains(t, plan.out.String(), "Seq Scan on employ", "%s\n%s", name, plan.out)
			return struct{}{}, nil
		})
		require.NoError(t, err)
	}

	_, err = conn.Exec(t.Context(), "set role longhouse_search; set enable_seqscan = off")
	require.NoError(t, err)
	rows, err := conn.Query(t.Context(), `explain select id from hr.employee where org_id = current_setting('app.org_id')::uuid
		and (name_key like '%' || hr.fold('Annabel') || '%' or legal_key like '%annabel%' or email_key like '%annabel%')`)
	require.NoError(t, err)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Contains(t, strings.Join(lines, "\n"), "employee_name_trigrams")

	svc := app.New(root.For("hr"), clock.Fixed(today.Time()), func(context.Context) (*time.Location, error) { return time.UTC, nil }, nil, nil)
	chart, err := svc.OrgChart(ctx, kernel.Date{}, hr.EmployeeID{}, 0)
	require.NoError(t, err)
	require.Len(t, chart.Nodes, *people)
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
	rows, err := e.tx.Query(ctx, "explain (analyze, timing off) "+sql, args...)
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
