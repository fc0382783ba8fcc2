package files_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/files"
)

func TestBytesAreStoredByWhatTheyAreAndReadAgain(t *testing.T) {
	t.Parallel()
	s, org := files.New(t.TempDir(), 100), uuid.New()
	came, err := s.Receive(t.Context(), strings.NewReader("hello"))
	require.NoError(t, err)
	require.Equal(t, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", came.Sum)
	require.NoError(t, came.Keep(org))
	require.NoError(t, came.Keep(org), "again is no fault")
	require.NoError(t, came.Done())
	f, err := s.Open(t.Context(), org, came.Sum)
	require.NoError(t, err)
	b, err := io.ReadAll(f)
	require.NoError(t, errors.Join(err, f.Close()))
	require.Equal(t, "hello", string(b))
	_, err = s.Open(t.Context(), uuid.New(), came.Sum)
	require.ErrorIs(t, err, files.ErrGone, "of another organisation")
	require.NoError(t, s.Drop(org, came.Sum))
	require.NoError(t, s.Drop(org, came.Sum))
	_, err = s.Open(t.Context(), org, "../../etc/passwd")
	require.ErrorContains(t, err, "is no sum")
}

func TestWhatDoesNotComeWholeLeavesNothing(t *testing.T) {
	t.Parallel()
	s := files.New(t.TempDir(), 10)
	_, err := s.Receive(t.Context(), strings.NewReader(strings.Repeat("x", 11)))
	require.ErrorIs(t, err, files.ErrTooLarge)
	_, err = s.Receive(t.Context(), strings.NewReader(""))
	require.ErrorIs(t, err, files.ErrEmpty)
	broken := errors.New("the line is cut")
	_, err = s.Receive(t.Context(), iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = s.Receive(ctx, strings.NewReader("x"))
	require.ErrorIs(t, err, context.Canceled)
	left, err := os.ReadDir(filepath.Join(s.Root(), "arriving"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestWhatAKillLeftIsForgotten(t *testing.T) {
	t.Parallel()
	s := files.New(t.TempDir(), 10)
	require.NoError(t, s.Forget(time.Now()), "nothing has come yet")
	_, err := s.Receive(t.Context(), strings.NewReader("x")) // and is never kept
	require.NoError(t, err)
	require.NoError(t, s.Forget(time.Now().Add(-time.Hour)))
	left, err := os.ReadDir(filepath.Join(s.Root(), "arriving"))
	require.NoError(t, err)
	require.Len(t, left, 1)
	require.NoError(t, s.Forget(time.Now().Add(time.Hour)))
	left, err = os.ReadDir(filepath.Join(s.Root(), "arriving"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestNamesOfFilesHarmNobody(t *testing.T) {
	t.Parallel()
	for given, kept := range map[string]string{`C:\a\b.txt`: "b.txt", "../../x": "x", "": "file", "..": "file", "a\x00\nb": "ab", "evil\u202Efdp.exe": "evilfdp.exe", "  ünï 👍.png ": "ünï 👍.png", "/": "file"} {
		require.Equal(t, kept, files.Name(given), "%q", given)
	}
	require.Len(t, []rune(files.Name(strings.Repeat("ü", 300)+".pdf")), 200)
	require.True(t, strings.HasSuffix(files.Name(strings.Repeat("x", 300)+".pdf"), ".pdf"))
}

func TestALimitAndAPlaceAreChecked(t *testing.T) {
	t.Parallel()
	require.NoError(t, files.Config{MostMB: 25}.Check())
	require.Error(t, files.Config{MostMB: 0}.Check())
	require.Error(t, files.Config{MostMB: 25, Folder: "s3://bucket"}.Check())
}
