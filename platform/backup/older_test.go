package backup

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/migrations"
	"longhouse/platform/migrate"
	"longhouse/platform/pgtest"
)

// without is this binary's schema as it was before its last step of crm.
func without(t *testing.T) migrate.Source {
	t.Helper()
	return migrate.Source{Folders: migrations.Folders, For: func(module string) (fs.FS, error) {
		all, err := migrations.For(module)
		if err != nil || module != "crm" {
			return all, err
		}
		names, err := fs.Glob(all, "*.sql")
		if err != nil {
			return nil, err
		}
		older := fstest.MapFS{}
		for _, name := range names[:len(names)-1] {
			content, err := fs.ReadFile(all, name)
			if err != nil {
				return nil, err
			}
			older[name] = &fstest.MapFile{Data: content}
		}
		return older, nil
	}}
}

// The login that serves is no superuser, here as on a managed server, and must be
// able to go on with the schema of a restored house.
func TestAHouseOfAnOlderBinaryIsRestoredAndThenMigratedByItsLogin(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.url = pgtest.Empty(t)
	_, err := migrate.Up(t.Context(), f.url, without(t))
	require.NoError(t, err)
	f.write()
	login := "serves_" + strings.ReplaceAll(uuid.NewString(), "-", "")[:12]
	execute(t, f.url, "create role "+login+" login createrole")
	target := f.target()
	target.Login = login
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		conn, err := connect(ctx, target.URL)
		require.NoError(t, err)
		_, err = conn.Exec(ctx, "reassign owned by "+login+" to current_user; drop owned by "+login+"; drop role "+login)
		require.NoError(t, err)
		closing(ctx, conn)
	})

	_, err = f.open().Restore(t.Context(), target)
	require.NoError(t, err)
	steps, err := migrate.Up(t.Context(), replaceLogin(target.URL, login), migrate.Source{Folders: migrations.Folders, For: migrations.For})

	require.NoError(t, err)
	require.Len(t, steps, 1)
	require.Equal(t, "crm", steps[0].Module)
	require.NoError(t, migrate.Fences(t.Context(), target.URL))
}
