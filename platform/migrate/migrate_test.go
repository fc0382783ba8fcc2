package migrate_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/migrations"
	"longhouse/platform/migrate"
	"longhouse/platform/pgtest"
)

var source = migrate.Source{Folders: migrations.Folders, For: migrations.For}

func TestThreeProcessesAtOnceApplyEachStepOnce(t *testing.T) {
	t.Parallel()
	url := pgtest.Empty(t)
	steps := make([][]migrate.Step, 3)
	var g errgroup.Group
	for i := range steps {
		g.Go(func() (err error) { steps[i], err = migrate.Up(t.Context(), url, source); return err })
	}
	require.NoError(t, g.Wait())
	seen := map[migrate.Step]int{}
	for _, s := range steps {
		for _, step := range s {
			seen[step]++
		}
	}
	require.NotEmpty(t, seen)
	for step, n := range seen {
		require.Equal(t, 1, n, "%v", step)
	}
	again, err := migrate.Up(t.Context(), url, source)
	require.NoError(t, err)
	require.Empty(t, again)
}

func TestAnEmptyDatabaseIsPendingAndAMigratedOneIsNot(t *testing.T) {
	t.Parallel()
	url := pgtest.Empty(t)
	waiting, err := migrate.Pending(t.Context(), url, source)
	require.NoError(t, err)
	require.NotEmpty(t, waiting)
	_, err = migrate.Up(t.Context(), url, source)
	require.NoError(t, err)
	waiting, err = migrate.Pending(t.Context(), url, source)
	require.NoError(t, err)
	require.Empty(t, waiting)
}
