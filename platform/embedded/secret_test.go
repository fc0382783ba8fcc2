package embedded

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
)

func TestASecretIsMadeOnceWhoeverAsksFirst(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	got := make([]string, 8)
	var all errgroup.Group
	for i := range got {
		all.Go(func() (err error) {
			got[i], err = Secret(data, "seal-key")
			return err
		})
	}
	require.NoError(t, all.Wait())
	for _, s := range got {
		require.Equal(t, got[0], s)
		require.GreaterOrEqual(t, len(s), 32)
	}
	info, err := os.Stat(filepath.Join(data, "seal-key"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	left, err := os.ReadDir(data)
	require.NoError(t, err)
	require.Len(t, left, 1, "nothing half made stays behind")
}
