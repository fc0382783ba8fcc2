package imports_test

import (
	"io/fs"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"context"

	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/imports"
	"longhouse/policies"
)

func contextOf(t *testing.T, who actor.Actor) context.Context {
	t.Helper()
	return actor.With(t.Context(), who)
}

func (*fixture) model() string { return policies.Model }

// watchMemory looks at the heap while a test runs, and answers its peak in MB.
func watchMemory(t *testing.T) func() uint64 {
	t.Helper()
	var peak atomic.Uint64
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak.Store(max(peak.Load(), m.HeapInuse>>20))
			}
		}
	}()
	t.Cleanup(func() { close(done); <-ended })
	return peak.Load
}

// TestNoFileBreaksTheServer uploads every nasty file: each is taken, or refused with a code.
func TestNoFileBreaksTheServer(t *testing.T) {
	t.Parallel()
	f := setup(t)
	root := os.DirFS("../../../shared/data/nasty")
	taken, refused := 0, 0
	require.NoError(t, fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, path)
		require.NoError(t, err)
		r := f.http.Do(http.MethodPost, "/imports/files?name=x", string(data), "Content-Type", "application/octet-stream")
		if len(data) == 0 {
			require.Equal(t, http.StatusBadRequest, r.Status, path)
			return nil
		}
		if r.Status != http.StatusCreated {
			refused++
			require.True(t, r.Status == 422 || r.Status == 413, "%s: %d %s", path, r.Status, r.Body)
			require.True(t, strings.HasPrefix(r.Code(), "imports."), "%s: %s", path, r.Body)
			return nil
		}
		taken++
		var file imports.File
		r.JSON(&file)
		require.NotEmpty(t, file.Header, path)
		_, err = f.Superuser(t).Exec(t.Context(), "delete from platform.import_file") // nobody may keep fifty unused ones
		require.NoError(t, err)
		return nil
	}))
	require.Greater(t, taken, 80)
	require.Greater(t, refused, 5)
}

func TestAFileThatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	r := f.http.Do(http.MethodPost, "/imports/files?name=x.csv", strings.Repeat("a,b\n", 13<<20), "Content-Type", "text/csv")
	require.Equal(t, http.StatusRequestEntityTooLarge, r.Status, "%.200s", r.Body)
	require.Equal(t, imports.ErrNoUpload.Code, f.http.Do(http.MethodPost, "/imports/files", "--x--\r\n", "Content-Type", "multipart/form-data; boundary=x").Is(400).Code())
}
