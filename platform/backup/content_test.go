package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func TestFilesOfRecordsAreInTheBackupAndAreReadAsTheyWere(t *testing.T) {
	t.Parallel()
	f := setup(t)
	org, stored := uuid.New(), map[string]string{}
	for _, content := range []string{"first", strings.Repeat("second ", 100_000)} {
		sum := sha256.Sum256([]byte(content))
		stored[hex.EncodeToString(sum[:])] = content
		execute(t, f.url, "set session_replication_role = replica; insert into notes.content (org_id, sum, size, at) values ('"+org.String()+"', '"+hex.EncodeToString(sum[:])+"', 1, now())")
	}
	opened := func(_ context.Context, of uuid.UUID, sum string) (io.ReadCloser, error) {
		require.Equal(t, org, of)
		content, there := stored[sum]
		if !there {
			return nil, fs.ErrNotExist
		}
		return io.NopCloser(strings.NewReader(content)), nil
	}
	_, err := Write(t.Context(), f.name, Options{URL: f.url, Content: opened})
	require.NoError(t, err)
	file := f.open()
	require.Len(t, file.Contents, 2)
	for _, c := range file.Contents {
		b, err := io.ReadAll(file.Read(c))
		require.NoError(t, err)
		require.Equal(t, stored[c.Sum], string(b))
	}
	damaged, err := os.ReadFile(f.name)
	require.NoError(t, err)
	broken := f.name + ".broken"
	require.NoError(t, os.WriteFile(broken, []byte(strings.Replace(string(damaged), "second second", "second secure", 1)), 0o600))
	_, err = Open(broken)
	require.ErrorContains(t, err, "its SHA-256 differs")
	require.NoError(t, os.Remove(broken))
	require.NoError(t, os.Remove(f.name))

	for sum := range stored {
		delete(stored, sum)
		break
	}
	_, err = Write(t.Context(), f.name, Options{URL: f.url, Content: opened})
	require.ErrorContains(t, err, "LONGHOUSE_FILES", "a backup without a file that a record has is none")
	f.nothing()
	execute(t, f.url, "set session_replication_role = replica; update notes.content set free_at = now()")
	_, err = Write(t.Context(), f.name, Options{URL: f.url, Content: opened})
	require.NoError(t, err, "one that waits for its end may be gone")
}
