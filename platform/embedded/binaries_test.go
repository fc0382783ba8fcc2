package embedded

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// programs makes a folder whose programs say that they are this version.
func programs(t *testing.T, under, version string) string {
	t.Helper()
	path := filepath.Join(under, "bin")
	require.NoError(t, os.MkdirAll(path, 0o755))
	for _, name := range []string{"postgres", "initdb"} {
		script := fmt.Sprintf("#!/bin/sh\necho '%s (PostgreSQL) %s (Somebody %s-1)'\n", name, version, version)
		require.NoError(t, os.WriteFile(filepath.Join(path, name), []byte(script), 0o755))
	}
	return path
}

var errNoNetwork = errors.New("no network")

func lonely(t *testing.T) finder {
	t.Helper()
	home := folder(t)
	return finder{
		fetched: filepath.Join(home, "postgres-binaries"),
		fetch:   func(context.Context, string, int) error { return errNoNetwork },
		log:     io.Discard,
	}
}

func TestOldServerIsRefused(t *testing.T) {
	t.Parallel()
	old := programs(t, folder(t), "14.18")

	_, err := StartPostgres(t.Context(), PostgresOptions{Data: dataFolder(t), Binaries: old})
	require.ErrorContains(t, err, "PostgreSQL 15 or later is needed, and LONGHOUSE_POSTGRES="+old+" holds 14.18")

	f := lonely(t)
	f.path = old
	_, err = f.find(t.Context(), 0)
	require.ErrorContains(t, err, "found PostgreSQL 14.18 in "+old)
	require.ErrorContains(t, err, "apt-get install postgresql")
	require.ErrorIs(t, err, errNoNetwork)
}

func TestNamedFolderIsTheOnlyOne(t *testing.T) {
	t.Parallel()
	good, empty := folder(t), folder(t)
	f := lonely(t)
	f.path = programs(t, good, "17.5")

	f.named = empty
	_, err := f.find(t.Context(), 0)
	require.ErrorContains(t, err, "LONGHOUSE_POSTGRES="+empty+" does not hold the programs")

	f.named = good // the folder above bin will do
	b, err := f.find(t.Context(), 0)
	require.NoError(t, err)
	require.Equal(t, binaries{folder: filepath.Join(good, "bin"), version: "17.5", major: 17}, b)
}

func TestPathComesFirstAndThenTheNewest(t *testing.T) {
	t.Parallel()
	usual, path := folder(t), folder(t)
	for _, version := range []string{"9.6", "15.2", "100.1", "16.9"} {
		major, _, _ := strings.Cut(version, ".")
		programs(t, filepath.Join(usual, "v"+major), version)
	}
	f := lonely(t)
	f.usual = []string{filepath.Join(usual, "v*", "bin")}
	b, err := f.find(t.Context(), 0)
	require.NoError(t, err)
	require.Equal(t, 100, b.major)

	f.path = "relative:" + programs(t, path, "15.1")
	b, err = f.find(t.Context(), 0)
	require.NoError(t, err)
	require.Equal(t, "15.1", b.version)
}

func TestDataIsServedByTheVersionThatMadeIt(t *testing.T) {
	t.Parallel()
	newer, older := programs(t, folder(t), "17.5"), programs(t, folder(t), "15.13")
	f := lonely(t)
	f.path = newer + ":" + older
	b, err := f.find(t.Context(), 15)
	require.NoError(t, err)
	require.Equal(t, older, b.folder)

	f.path = newer
	_, err = f.find(t.Context(), 15)
	require.ErrorContains(t, err, "PostgreSQL 15, which made the data, is needed; found PostgreSQL 17.5")
}

func TestProgramThatIsNoPostgresIsNotTaken(t *testing.T) {
	t.Parallel()
	f := lonely(t)
	f.named = programs(t, folder(t), "15.1")
	require.NoError(t, os.WriteFile(filepath.Join(f.named, "postgres"), []byte("#!/bin/sh\necho hello\n"), 0o755))
	_, err := f.find(t.Context(), 0)
	require.ErrorContains(t, err, `is no PostgreSQL: it says "hello"`)
}

func TestSystemWithoutTheLocaleStillGetsADatabase(t *testing.T) {
	t.Parallel()
	real, err := finder{usual: usualFolders, path: os.Getenv("PATH"), fetched: "/nowhere", fetch: lonely(t).fetch, log: io.Discard}.find(t.Context(), 0)
	require.NoError(t, err)
	limited := folder(t)
	require.NoError(t, os.Symlink(real.program("postgres"), filepath.Join(limited, "postgres")))
	script := "#!/bin/sh\ncase \"$*\" in *C.UTF-8*) echo 'initdb: error: invalid locale name \"C.UTF-8\"' >&2; exit 1;; esac\nexec " + real.program("initdb") + " \"$@\"\n"
	require.NoError(t, os.WriteFile(filepath.Join(limited, "initdb"), []byte(script), 0o755))

	p := start(t, PostgresOptions{Data: dataFolder(t), Binaries: limited, Scratch: true})

	require.Equal(t, "C UTF8", ask(t, p.URL(), "select concat_ws(' ', datcollate, pg_encoding_to_char(encoding)) from pg_database where datname = 'longhouse'"))
}

// repository serves one archive for whatever is asked, as Maven's would. The
// archive holds two scripts like those of programs, closed to other accounts.
func repository(t *testing.T, sum func([]byte) string) string {
	t.Helper()
	archive, err := os.ReadFile(filepath.Join("testdata", "programs.txz"))
	require.NoError(t, err)
	var jar bytes.Buffer
	z := zip.NewWriter(&jar)
	w, err := z.Create("postgres.txz")
	require.NoError(t, err)
	_, err = w.Write(archive)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content := jar.Bytes()
		if strings.HasSuffix(r.URL.Path, ".sha256") {
			content = []byte(sum(content))
		}
		_, _ = w.Write(content)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func checksum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func TestMachineWithoutPostgresFetchesIt(t *testing.T) {
	t.Parallel()
	f := lonely(t)
	f.fetch = fetcher(repository(t, checksum))

	b, err := f.find(t.Context(), 0)

	require.NoError(t, err)
	require.Equal(t, binaries{folder: filepath.Join(f.fetched, "bin"), version: "18.3", major: 18}, b)
	info, err := os.Stat(b.program("postgres"))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o755), info.Mode().Perm(), "another account can run it")
	left, err := os.ReadDir(filepath.Dir(f.fetched))
	require.NoError(t, err)
	require.Len(t, left, 1, "nothing else stays")

	f.fetch = lonely(t).fetch
	again, err := f.find(t.Context(), 0)
	require.NoError(t, err, "the second time it is there")
	require.Equal(t, b, again)
}

func TestFetchedProgramsAreCheckedFirst(t *testing.T) {
	t.Parallel()
	f := lonely(t)
	f.fetch = fetcher(repository(t, func([]byte) string { return strings.Repeat("0", 64) }))
	_, err := f.find(t.Context(), 0)
	require.ErrorContains(t, err, "checksums do not match")
	require.NoDirExists(t, f.fetched)

	f.fetch = fetcher(repository(t, checksum))
	_, err = f.find(t.Context(), 16)
	require.ErrorContains(t, err, "what came is 18.3")
}

func TestUnreachableRepositoryNamesTheRemedy(t *testing.T) {
	t.Parallel()
	f := lonely(t)
	f.fetch = fetcher("http://127.0.0.1:1")
	_, err := f.find(t.Context(), 0)
	require.ErrorContains(t, err, "unable to connect to http://127.0.0.1:1")
	require.ErrorContains(t, err, "found none")
	require.ErrorContains(t, err, "LONGHOUSE_POSTGRES")

	f.fetch = fetcher("")
	_, err = f.find(t.Context(), 99)
	require.ErrorContains(t, err, "version 99 is not offered")
}
