package backup

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/migrations"
	"longhouse/platform/config"
	"longhouse/platform/embedded"
	"longhouse/platform/migrate"
	"longhouse/platform/pgtest"
)

// fixture is a house with some rows, and a backup of it.
type fixture struct {
	t      *testing.T
	url    config.Secret
	name   string
	latest map[string]int64
}

func setup(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, url: pgtest.Fresh(t), name: filepath.Join(t.TempDir(), "house.tar")}
	execute(t, f.url, `insert into identity.login (id, email, email_key, name) select gen_random_uuid(), 'p' || n || '@example.com', 'p' || n || '@example.com', 'Person ' || n from generate_series(1, 200) n`)
	latest, err := migrate.Latest(migrate.Source{Folders: migrations.Folders, For: migrations.For})
	require.NoError(t, err)
	f.latest = latest
	return f
}

func (f *fixture) write() Manifest {
	f.t.Helper()
	m, err := Write(f.t.Context(), f.name, Options{URL: f.url, Longhouse: "1.2.3", Keys: []Key{{"seal-key", []byte("the seal key of the house")}}})
	require.NoError(f.t, err)
	return m
}

func (f *fixture) open() *File {
	f.t.Helper()
	file, err := Open(f.name)
	require.NoError(f.t, err)
	f.t.Cleanup(func() { _ = file.Close() })
	return file
}

// target is an empty database that this binary may fill.
func (f *fixture) target() Target {
	f.t.Helper()
	return Target{URL: pgtest.Empty(f.t), Latest: f.latest}
}

// nothing is left in the backup's folder.
func (f *fixture) nothing() {
	f.t.Helper()
	left, err := os.ReadDir(filepath.Dir(f.name))
	require.NoError(f.t, err)
	require.Empty(f.t, left)
}

func execute(t *testing.T, url config.Secret, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url.Reveal())
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), sql)
	require.NoError(t, err)
	require.NoError(t, conn.Close(t.Context()))
}

func ask(t *testing.T, url config.Secret, sql string) (answer string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url.Reveal())
	require.NoError(t, err)
	require.NoError(t, conn.QueryRow(t.Context(), sql).Scan(&answer))
	require.NoError(t, conn.Close(t.Context()))
	return answer
}

// untouched says that a database has nothing of ours, not even the mark.
func untouched(t *testing.T, url config.Secret) {
	t.Helper()
	require.Equal(t, "0", ask(t, url, "select count(*)::text from pg_namespace n where nspname not like 'pg\\_%' and nspname not in ('information_schema', 'public')"))
}

// realTools are those that fit the tests' server.
func realTools(t *testing.T, url config.Secret) embedded.Tools {
	t.Helper()
	conn, err := connect(t.Context(), url)
	require.NoError(t, err)
	defer closing(t.Context(), conn)
	v, err := serverVersion(t.Context(), conn)
	require.NoError(t, err)
	tools, err := embedded.FindTools(t.Context(), "", v.Major, embedded.AnyLater)
	require.NoError(t, err)
	return tools
}

// scripts is a folder of tools that run the real ones, but for one, which does
// something first.
func scripts(t *testing.T, real embedded.Tools, broken, does string) string {
	t.Helper()
	folder := t.TempDir()
	for name, program := range map[string]string{"pg_dump": real.Dump, "pg_restore": real.Restore} {
		first := ""
		if name == broken {
			first = does
		}
		script := fmt.Sprintf("#!/bin/sh\nif [ \"$1\" != --version ]; then\n:\n%s\nfi\nexec %s \"$@\"\n", first, program)
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(script), 0o755))
	}
	return folder
}

// changed is the file with a part's text replaced by one of the same length.
func (f *fixture) changed(old, new string) string {
	f.t.Helper()
	content, err := os.ReadFile(f.name)
	require.NoError(f.t, err)
	require.Len(f.t, new, len(old))
	require.True(f.t, bytes.Contains(content, []byte(old)), old)
	other := filepath.Join(f.t.TempDir(), "changed.tar")
	require.NoError(f.t, os.WriteFile(other, bytes.Replace(content, []byte(old), []byte(new), 1), 0o600))
	return other
}

func cancelled(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
