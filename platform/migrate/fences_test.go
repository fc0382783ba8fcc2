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
