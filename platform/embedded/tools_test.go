package embedded

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// tools puts programs that answer with a version into a folder.
func tools(t *testing.T, folder string, versions ...string) string {
	t.Helper()
	for i, v := range versions {
		name := []string{"pg_dump", "pg_restore"}[i]
		require.NoError(t, os.MkdirAll(folder, 0o755))
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, fmt.Appendf(nil, "#!/bin/sh\necho '%s (PostgreSQL) %s'\n", name, v), 0o755))
		// Another test that begins a program just now holds the file open for writing until it has begun.
		require.Eventually(t, func() bool { return exec.CommandContext(t.Context(), path).Run() == nil }, 10*time.Second, time.Millisecond)
	}
	return folder
}

func TestToolsOfTheServersOwnVersionAreTaken(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	for _, v := range []string{"14.2", "16.1", "17.0"} {
		tools(t, filepath.Join(home, v[:2], "bin"), v, v)
	}
	f := toolFinder{usual: []string{home + "/*/bin"}}
	for least, want := range map[int]string{14: "14.2", 15: "16.1", 16: "16.1", 17: "17.0"} {
		found, err := f.find(t.Context(), "", least, AnyLater)
		require.NoError(t, err)
		require.Equal(t, want, found.Version)
		require.Equal(t, filepath.Join(home, want[:2], "bin", "pg_restore"), found.Restore)
	}
}

func TestToolsThatAreOldOrHalfOrMissingAreNamedWithTheRemedy(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	f := toolFinder{usual: []string{home + "/*/bin"}}
	_, err := f.find(t.Context(), "", 17, AnyLater)
	require.ErrorContains(t, err, "pg_dump and pg_restore of PostgreSQL 17 or later are needed; found none. Install the client programs (for example: apt-get install postgresql-client-17)")

	old := tools(t, filepath.Join(home, "15", "bin"), "15.3", "15.3")
	tools(t, filepath.Join(home, "17", "bin"), "17.1")         // no pg_restore
	tools(t, filepath.Join(home, "18", "bin"), "18.1", "17.1") // not of one version
	_, err = f.find(t.Context(), "", 17, AnyLater)
	require.ErrorContains(t, err, "found 15.3 in "+old)
	_, err = f.find(t.Context(), "", 13, 14)
	require.ErrorContains(t, err, "PostgreSQL 13 to 14 are needed")
}

func TestAPathLeadsToTheToolsBehindALink(t *testing.T) {
	t.Parallel()
	real := tools(t, filepath.Join(t.TempDir(), "real"), "16.4", "16.4")
	path := t.TempDir()
	require.NoError(t, os.Symlink(filepath.Join(real, "pg_dump"), filepath.Join(path, "pg_dump")))

	found, err := toolFinder{path: "relative:" + path}.find(t.Context(), "", 16, 16)

	require.NoError(t, err)
	require.Equal(t, filepath.Join(real, "pg_dump"), found.Dump)
}
