package embedded

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFilesOfTheHouseAreKeptAndThoseOfTheServerAreNot(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for name, content := range map[string]string{"seal-key": "secret", "lock": "1", "pgpass": "p", "pgpass-1": "p", "large": strings.Repeat("x", largestKept+1)} {
		require.NoError(t, os.WriteFile(filepath.Join(data, name), []byte(content), 0o600))
	}
	for _, folder := range []string{"postgres", "postgres-binaries", "fetch-1", "more"} {
		require.NoError(t, os.Mkdir(filepath.Join(data, folder), 0o700))
	}
	files, other, err := Kept(data)
	require.NoError(t, err)
	require.Equal(t, map[string][]byte{"seal-key": []byte("secret")}, files)
	require.Equal(t, []string{"large", "more"}, other, "what is left out is named")

	fresh := t.TempDir()
	require.NoError(t, Keep(fresh, "seal-key", []byte("secret")))
	require.NoError(t, Keep(fresh, "seal-key", []byte("secret")), "it may be repeated")
	info, err := os.Stat(filepath.Join(fresh, "seal-key"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	require.ErrorContains(t, Keep(fresh, "seal-key", []byte("other")), "says something else")
	for _, name := range []string{"../up", "a/b", "pgpass", "lock", ".."} {
		require.ErrorContains(t, Keep(fresh, name, nil), "is no file that the house keeps", name)
	}
}
