package migrate_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/migrations"
	"longhouse/platform/migrate"
	"longhouse/platform/pgtest"
)

func TestAFenceThatIsDownIsNamed(t *testing.T) {
	t.Parallel()
	url := pgtest.Fresh(t)
	conn, err := pgx.Connect(t.Context(), url.Reveal())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	require.NoError(t, migrate.Fences(t.Context(), url))
	for damage, says := range map[string]string{
		"alter table crm.stage no force row level security":                             "crm.stage is not kept by row level security, forced",
		"alter table crm.deal disable row level security":                               "crm.deal is not kept by row level security, forced",
		"drop policy org on hr.unit":                                                    "hr.unit has no policy that compares the organisation",
		"drop policy org on crm.account; create policy org on crm.account using (true)": "crm.account has no policy that compares the organisation",
		"grant update on history.change to longhouse_history":                           "history.change by longhouse_history is history, and can be rewritten",
		"grant delete on history.change to longhouse_sealer":                            "history.change by longhouse_sealer is history, and can be rewritten",
		"grant update on history.fact to longhouse_archivist":                           "history.fact by longhouse_archivist is history, and can be rewritten",
		"grant truncate on history.change_set to longhouse_archivist":                   "history.change_set by longhouse_archivist is history, and can be rewritten",
		"grant delete on history.seal to longhouse_platform":                            "history.seal by longhouse_platform is history, and can be rewritten",
		"grant update (image) on history.base to longhouse_sealer":                      "history.base by longhouse_sealer is history, and can be rewritten",
		"grant execute on function history.cut to longhouse_platform":                   "history.cut(bigint,bigint) for longhouse_platform is a function that cuts history, and not for the sealer alone",
		"alter table crm.stage disable trigger history":                                 "crm.stage has a trigger of history that is switched off",
	} {
		_, err := conn.Exec(t.Context(), damage)
		require.NoError(t, err)
		require.ErrorContains(t, migrate.Fences(t.Context(), url), says, damage)
	}
}

func TestTheLatestStepsAreThoseOfAMigratedDatabase(t *testing.T) {
	t.Parallel()
	latest, err := migrate.Latest(migrate.Source{Folders: migrations.Folders, For: migrations.For})
	require.NoError(t, err)
	conn := pgtest.New(t).Superuser(t)
	for module, step := range latest {
		var applied int64
		require.NoError(t, conn.QueryRow(t.Context(), "select max(version_id) from migration."+module).Scan(&applied))
		require.Equal(t, applied, step, module)
	}
}

// Membership belongs to the whole server: it is lent in a transaction that is rolled back.
func TestWhoeverCanBecomeTheArchivistIsNamed(t *testing.T) {
	t.Parallel()
	conn := pgtest.New(t).Superuser(t)
	members := func() (out []string) {
		rows, err := conn.Query(t.Context(), migrate.FenceOf("may become longhouse_archivist, who cuts history"))
		require.NoError(t, err)
		out, err = pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		return out
	}
	require.Empty(t, members())
	tx, err := conn.Begin(t.Context())
	require.NoError(t, err)
	defer tx.Rollback(t.Context())
	_, err = tx.Exec(t.Context(), "grant longhouse_archivist to longhouse_app")
	require.NoError(t, err)
	require.Equal(t, []string{"longhouse_app"}, members())
}
