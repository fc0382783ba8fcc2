package embedded

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDataFolderIsWhereTheSystemExpectsIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env  map[string]string
		root bool
		want string
	}{
		"as told":                   {map[string]string{"LONGHOUSE_DATA": "/srv/lh", "XDG_DATA_HOME": "/x", "HOME": "/h"}, false, "/srv/lh"},
		"as told, root too":         {map[string]string{"LONGHOUSE_DATA": "/srv/lh"}, true, "/srv/lh"},
		"root":                      {map[string]string{"HOME": "/root", "XDG_DATA_HOME": "/x"}, true, "/var/lib/longhouse"},
		"XDG":                       {map[string]string{"XDG_DATA_HOME": "/x", "HOME": "/h"}, false, "/x/longhouse"},
		"a relative XDG is ignored": {map[string]string{"XDG_DATA_HOME": "x", "HOME": "/h"}, false, "/h/.local/share/longhouse"},
		"home":                      {map[string]string{"HOME": "/h"}, false, "/h/.local/share/longhouse"},
		"no home":                   {nil, false, "/var/lib/longhouse"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, DataFolder(func(name string) string { return c.env[name] }, c.root))
		})
	}
}

func TestFolderThatIsThereKeepsItsMode(t *testing.T) {
	t.Parallel()
	path := filepath.Join(folder(t), "data")
	require.NoError(t, os.Mkdir(path, 0o700))
	require.NoError(t, os.Chmod(path, 0o750))

	require.NoError(t, MakeFolder(path))

	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o750), info.Mode().Perm())
}

func TestFileInThePlaceOfTheFolderIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(folder(t), "data")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	require.ErrorContains(t, MakeFolder(path), "is a file")
	_, err := StartPostgres(t.Context(), PostgresOptions{Data: path})
	require.ErrorContains(t, err, "is a file")
}

func TestFolderThatNobodyMayMakeNamesTheRemedy(t *testing.T) {
	t.Parallel()
	file := filepath.Join(folder(t), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.ErrorContains(t, MakeFolder(filepath.Join(file, "data")), "set LONGHOUSE_DATA")
	_, err := StartPostgres(t.Context(), PostgresOptions{})
	require.ErrorContains(t, err, "set LONGHOUSE_DATA")
}

// Only root runs PostgreSQL as somebody else; for others there is nothing in the way.
func TestClosedFolderIsNamedBeforePostgreSQLIsStarted(t *testing.T) {
	t.Parallel()
	closed := filepath.Join(folder(t), "closed")
	require.NoError(t, os.Mkdir(closed, 0o700))
	data := guard(t, filepath.Join(closed, "data"))
	if os.Geteuid() != 0 {
		start(t, PostgresOptions{Data: data, Scratch: true})
		return
	}

	_, err := StartPostgres(t.Context(), PostgresOptions{Data: data, Scratch: true})

	require.ErrorContains(t, err, "cannot enter "+closed+";")
	require.ErrorContains(t, err, "chmod o+x "+closed)
	require.NoError(t, os.Chmod(closed, 0o701))
	start(t, PostgresOptions{Data: data, Scratch: true})
}

func TestDataCopiedByRootGoesBackToTheServer(t *testing.T) {
	t.Parallel()
	o := PostgresOptions{Data: dataFolder(t), Scratch: true}
	p := start(t, o)
	execute(t, p.URL(), "create table note as select 'kept' as text")
	require.NoError(t, p.Stop(t.Context()))
	// What a restored backup looks like: everything belongs to whoever restored it.
	require.NoError(t, account{uid: uint32(os.Geteuid()), gid: uint32(os.Getegid()), other: true}.own(o.Data))

	require.Equal(t, "kept", ask(t, start(t, o).URL(), "select text from note"))
}
