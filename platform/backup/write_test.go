package backup

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/pgtest"
)

func TestABackupSaysWhatItHoldsAndNobodyElseMayReadIt(t *testing.T) {
	t.Parallel()
	f := setup(t)
	m := f.write()

	require.Equal(t, f.latest, m.Schema)
	require.Equal(t, "1.2.3", m.Longhouse)
	for _, table := range m.Tables {
		if table.Name == "identity.login" {
			require.EqualValues(t, 200, table.Rows)
		}
	}
	info, err := os.Stat(f.name)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	_, err = os.Stat(f.name + ".partial")
	require.ErrorIs(t, err, os.ErrNotExist)
	file := f.open()
	require.Equal(t, m.Tables, file.Tables)
	require.Equal(t, []Key{{"seal-key", []byte("the seal key of the house")}}, file.Keys)
	require.NoError(t, file.Verify(t.Context(), ""))

	folder := t.TempDir() // and other programs read it
	out, err := exec.CommandContext(t.Context(), "sh", "-c", fmt.Sprintf("cd %s && tar xf %s && sha256sum -c SHA256SUMS", folder, f.name)).CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Contains(t, string(out), "longhouse.dump: OK")
}

func TestABackupWritesOverNoFileAndTakesOverWhatAKillHasLeft(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o := Options{URL: f.url}
	require.NoError(t, os.WriteFile(f.name, []byte("mine"), 0o644))
	_, err := Write(t.Context(), f.name, o)
	require.ErrorContains(t, err, "exists: name another file")
	require.NoError(t, os.Remove(f.name))

	require.NoError(t, os.WriteFile(f.name+".partial", make([]byte, 1<<20), 0o644))
	other, err := os.Open(f.name + ".partial")
	require.NoError(t, err)
	require.NoError(t, syscall.Flock(int(other.Fd()), syscall.LOCK_EX))
	_, err = Write(t.Context(), f.name, o)
	require.ErrorContains(t, err, "another process writes "+f.name+".partial")
	require.NoError(t, other.Close())

	f.write()
	require.NoError(t, f.open().Verify(t.Context(), ""))
}

func TestABackupThatCannotBeWholeLeavesNothing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	real := realTools(t, f.url)
	for does, says := range map[string]string{
		"printf half; kill -9 $$":                        "pg_dump did not finish: signal: killed",
		"printf half; echo 'server is gone' >&2; exit 1": "server is gone",
	} {
		_, err := Write(t.Context(), f.name, Options{URL: f.url, Binaries: scripts(t, real, "pg_dump", does)})
		require.ErrorContains(t, err, says)
		f.nothing()
	}
	_, err := Write(cancelled(t), f.name, Options{URL: f.url})
	require.Error(t, err)
	f.nothing()
	_, err = Write(t.Context(), f.name, Options{URL: pgtest.Empty(t)})
	require.ErrorContains(t, err, "holds no Longhouse")
	f.nothing()
}

func TestAFullDiskIsSaid(t *testing.T) {
	t.Parallel()
	f := setup(t)
	conn, err := connect(t.Context(), f.url)
	require.NoError(t, err)
	defer closing(t.Context(), conn)
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	require.NoError(t, err)
	_, err = write(t.Context(), conn, &file{name: f.name, out: full}, Options{URL: f.url})
	require.ErrorContains(t, err, "write the backup: write /dev/full: no space left on device")
}

func TestALoginThatDoesNotSeeAllRowsIsToldWhatToGrant(t *testing.T) {
	t.Parallel()
	f := setup(t)
	login := "backup_" + strings.ReplaceAll(uuid.NewString(), "-", "")[:12]
	execute(t, f.url, "create role "+login+" login")
	t.Cleanup(func() {
		conn, err := connect(context.WithoutCancel(t.Context()), pgtest.Shared(t))
		require.NoError(t, err)
		_, err = conn.Exec(context.WithoutCancel(t.Context()), "drop role "+login)
		require.NoError(t, err)
		closing(t.Context(), conn)
	})
	as := replaceLogin(f.url, login)

	_, err := Write(t.Context(), f.name, Options{URL: as})

	grant := fmt.Sprintf(`alter role "%s" bypassrls; grant pg_read_all_data to "%s"`, login, login)
	require.ErrorContains(t, err, grant)
	f.nothing()

	execute(t, f.url, grant)
	_, err = Write(t.Context(), f.name, Options{URL: as})
	require.NoError(t, err, "and that is all it needs")
	_, err = f.open().Restore(t.Context(), Target{URL: replaceLogin(pgtest.Empty(t), login), Latest: f.latest})
	require.ErrorContains(t, err, "only a superuser may, and "+login+" is none: name one in LONGHOUSE_MIGRATE_URL")
}

// Somebody writes after the snapshot was taken and before pg_dump reads.
func TestABackupIsOfOneMomentThoughOthersWriteOn(t *testing.T) {
	t.Parallel()
	f := setup(t)
	real := realTools(t, f.url)
	writes := filepath.Join(filepath.Dir(real.Dump), "psql") + ` -qc "insert into identity.login (id, email, email_key, name) values (gen_random_uuid(), 'late', 'late', 'Late')" >&2 || exit 1`
	_, err := Write(t.Context(), f.name, Options{URL: f.url, Binaries: scripts(t, real, "pg_dump", writes)})
	require.NoError(t, err)
	require.Equal(t, "201", ask(t, f.url, "select count(*)::text from identity.login"))
	target := f.target()
	_, err = f.open().Restore(t.Context(), target)
	require.NoError(t, err)
	require.Equal(t, "200", ask(t, target.URL, "select count(*)::text from identity.login"))
}
