package backup_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/migrations"
	"longhouse/platform/backup"
	"longhouse/platform/migrate"
	"longhouse/platform/pgtest"
)

func TestScratch(t *testing.T) {
	name := filepath.Join(t.TempDir(), "b.tar")
	m, err := backup.Write(t.Context(), name, backup.Options{URL: pgtest.Shared(t), Longhouse: "x"})
	require.NoError(t, err)
	t.Log(m.Rows(), m.Seconds, len(m.Tables), m.Roles)
	f, err := backup.Open(name)
	require.NoError(t, err)
	require.NoError(t, f.Verify(t.Context(), ""))
	latest, err := migrate.Latest(migrate.Source{Folders: migrations.Folders, For: migrations.For})
	require.NoError(t, err)
	r, err := f.Restore(t.Context(), backup.Target{URL: pgtest.Empty(t), Latest: latest})
	require.NoError(t, err)
	require.NoError(t, r.Finish(t.Context()))
	t.Log(f.Size, r)
}
