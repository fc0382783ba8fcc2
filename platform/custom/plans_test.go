package custom_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/platform/pgtest"
)

// finders are the functions of all tables that have custom fields, with their bodies.
func finders(t *testing.T, conn *pgx.Conn) map[string]string {
	t.Helper()
	rows, err := conn.Query(t.Context(), `select n.nspname || '.' || p.proname, p.prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace
		where p.proname ~ '_custom(_alike|_words)?$' and p.proowner = 'longhouse_search'::regrole and p.prosecdef`)
	require.NoError(t, err)
	out := map[string]string{}
	var name, body string
	_, err = pgx.ForEachRow(rows, []any{&name, &body}, func() error { out[name] = body; return nil })
	require.NoError(t, err)
	return out
}

func TestEveryTableFindsCustomValuesAndWordsByAnIndex(t *testing.T) {
	t.Parallel()
	conn, err := pgx.Connect(t.Context(), pgtest.Fresh(t).Reveal())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	found := finders(t, conn)
	require.Len(t, found, 21, "three for each table: whoever adds one says so here")
	// Small tables are read through any index: the others are made blind, so that what is left shows whether it serves.
	_, err = conn.Exec(t.Context(), `update pg_index set indisvalid = false where indexrelid::regclass::text !~ '_has_custom(_alike|_words)?$' and indrelid in
		(select attrelid from pg_attribute where attname = 'custom_words')`)
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "set role longhouse_search; set enable_seqscan = off; set app.org_id = '"+uuid.NewString()+"'")
	require.NoError(t, err)
	plan := func(sql string) string {
		rows, err := conn.Query(t.Context(), "explain "+sql)
		require.NoError(t, err)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		return strings.Join(lines, "\n")
	}
	for name, body := range found {
		_, function, _ := strings.Cut(name, ".")
		table, what, _ := strings.Cut(function, "_custom")
		argument := `'[{"colour": "red"}, {"size": 5}]'::jsonb`
		if what == "_words" {
			argument = "'cheese'"
		}
		p := plan(strings.ReplaceAll(body, "$1", argument))
		require.Regexp(t, `Bitmap Index Scan on `+table+`_has_custom`+what+`\b`, p, "%s:\n%s", name, p)
	}
	unserved := plan(`select id from crm.account where org_id = current_setting('app.org_id')::uuid and custom ->> 'colour' = 'red'`)
	require.NotContains(t, unserved, "account_has_custom", "the guard can fail")
}
