package embedded

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

func TestDataSurvivesAStopAndAStart(t *testing.T) {
	t.Parallel()
	o := PostgresOptions{Data: dataFolder(t)}
	p := start(t, o)
	require.False(t, p.Reused())
	execute(t, p.URL(), "create table note as select 'kept' as text")
	require.NoError(t, p.Stop(t.Context()))
	require.NoError(t, p.Stop(t.Context()), "a second stop does nothing")
	_, err := pgx.Connect(t.Context(), p.URL())
	require.Error(t, err, "the server is gone")

	again := start(t, o)

	require.False(t, again.Reused())
	require.Equal(t, "kept", ask(t, again.URL(), "select text from note"))
	require.Equal(t, p.URL(), again.URL())
}

func TestServerIsSafeAndSetForUs(t *testing.T) {
	t.Parallel()
	p := start(t, PostgresOptions{Data: dataFolder(t), MaxConnections: 40})

	for setting, want := range map[string]string{
		"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "data_checksums": "on",
		"server_encoding": "UTF8", "TimeZone": "UTC", "jit": "off", "shared_buffers": "128MB",
		"max_connections": "40", "listen_addresses": "", "password_encryption": "scram-sha-256",
	} {
		require.Equal(t, want, ask(t, p.URL(), "select current_setting('"+setting+"')"), setting)
	}
	require.Contains(t, []string{"C.UTF-8", "C"}, ask(t, p.URL(), "select datcollate from pg_database where datname = current_database()"))
	require.Equal(t, "0", ask(t, p.SuperuserURL(), "select count(*)::text from pg_hba_file_rules where auth_method <> 'scram-sha-256'"))
}

func TestLoginMayMakeRolesAndIsNoSuperuser(t *testing.T) {
	t.Parallel()
	p := start(t, PostgresOptions{Data: dataFolder(t), Scratch: true})

	require.Equal(t, "f t t f", ask(t, p.URL(), `select concat_ws(' ', rolsuper, rolcreaterole, rolcreatedb, rolbypassrls)
		from pg_roles where rolname = current_user`))
	execute(t, p.URL(), "create role some_module nologin noinherit; create schema some_module; create extension pg_trgm; create extension btree_gist")
	require.Equal(t, "t", ask(t, p.SuperuserURL(), "select concat(rolsuper) from pg_roles where rolname = current_user"))
}

func TestWrongPasswordIsRefused(t *testing.T) {
	t.Parallel()
	p := start(t, PostgresOptions{Data: dataFolder(t), Scratch: true})
	for _, right := range []string{p.URL(), p.SuperuserURL()} {
		u, err := url.Parse(right)
		require.NoError(t, err)
		u.User = url.UserPassword(u.User.Username(), "guess")
		_, err = pgx.Connect(t.Context(), u.String())
		require.ErrorContains(t, err, "password authentication failed")
	}
}

func TestServerLeftByACrashIsUsedAgain(t *testing.T) {
	t.Parallel()
	for who, as := range everybody(t) {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			data := dataFolder(t)
			if as.other {
				require.NoError(t, os.Chown(filepath.Dir(data), int(as.uid), int(as.gid)))
			}
			first := startHelper(t, as, data)
			require.Empty(t, first.err)
			require.False(t, first.reused)
			execute(t, first.url, "create table note as select 'kept' as text")
			server := serverOf(t, data)
			requirePrivate(t, data, as)

			first.kill(t)
			require.True(t, serves(t.Context(), server, filepath.Join(data, "postgres", "data")), "the server outlives us")
			second := startHelper(t, as, data)

			require.Empty(t, second.err)
			require.True(t, second.reused)
			require.Equal(t, server, serverOf(t, data))
			require.Equal(t, "kept", ask(t, second.url, "select text from note"))

			second.stop(t)
			require.False(t, serves(t.Context(), server, filepath.Join(data, "postgres", "data")), "it ends with the one who took it over")
		})
	}
}

func serverOf(t *testing.T, data string) int {
	t.Helper()
	f, err := readPidFile(filepath.Join(data, "postgres", "data"))
	require.NoError(t, err)
	return f.pid
}

// requirePrivate checks that the server runs as the one it should, that its
// folder is theirs and closed to others, and that the passwords are ours alone.
func requirePrivate(t *testing.T, data string, as account) {
	t.Helper()
	var folder, pgpass, whole syscall.Stat_t
	require.NoError(t, syscall.Stat(filepath.Join(data, "postgres"), &folder))
	require.NoError(t, syscall.Stat(filepath.Join(data, "pgpass"), &pgpass))
	require.NoError(t, syscall.Stat(data, &whole))
	require.Equal(t, uint32(0o700), uint32(folder.Mode)&0o777)
	require.Equal(t, uint32(0o600), uint32(pgpass.Mode)&0o777)
	root := os.Geteuid() == 0 && !as.other
	if root {
		require.NotZero(t, folder.Uid, "PostgreSQL does not run as root")
		require.Zero(t, pgpass.Uid)
		require.Equal(t, uint32(0o711), uint32(whole.Mode)&0o777)
	} else {
		require.Equal(t, pgpass.Uid, folder.Uid)
		require.Equal(t, uint32(0o700), uint32(whole.Mode)&0o777)
	}
	var written syscall.Stat_t // by the server itself
	require.NoError(t, syscall.Stat(filepath.Join(data, "postgres", "data", "postmaster.pid"), &written))
	require.Equal(t, folder.Uid, written.Uid)
}

func TestSecondProcessIsRefusedByName(t *testing.T) {
	t.Parallel()
	data := dataFolder(t)
	p := start(t, PostgresOptions{Data: data, Scratch: true})

	_, err := StartPostgres(t.Context(), PostgresOptions{Data: data, Scratch: true})
	require.ErrorContains(t, err, "in use by process "+strconv.Itoa(os.Getpid()))
	other := startHelper(t, account{}, data)
	require.Contains(t, other.err, "in use by process "+strconv.Itoa(os.Getpid()))

	require.NoError(t, p.Stop(t.Context()))
	start(t, PostgresOptions{Data: data, Scratch: true})
}

func TestRunningFindsTheServerOfAnotherProcess(t *testing.T) {
	t.Parallel()
	data := dataFolder(t)
	_, ok := Running(t.Context(), data)
	require.False(t, ok)
	p := start(t, PostgresOptions{Data: data, Scratch: true})

	found, ok := Running(t.Context(), data)

	require.True(t, ok)
	require.Equal(t, p.URL(), found)
	require.NoError(t, p.Stop(t.Context()))
	_, ok = Running(t.Context(), data)
	require.False(t, ok)
}

func TestPidFileOfAPowerCutDoesNoHarm(t *testing.T) {
	t.Parallel()
	data := dataFolder(t)
	o := PostgresOptions{Data: data, Scratch: true}
	p := start(t, o)
	left, err := os.ReadFile(filepath.Join(data, "postgres", "data", "postmaster.pid"))
	require.NoError(t, err)
	require.NoError(t, p.Stop(t.Context()))

	// The number now belongs to a process of the server's own account, which is
	// where PostgreSQL itself would refuse to start.
	as, err := serverAccount(filepath.Join(data, "postgres"))
	require.NoError(t, err)
	stranger := as.command(t.Context(), "/", "/bin/sleep", "600")
	require.NoError(t, stranger.Start())
	t.Cleanup(func() { _, _ = stranger.Process.Kill(), stranger.Wait() })
	_, rest, _ := bytes.Cut(left, []byte("\n"))
	leavePidFile(t, data, append([]byte(strconv.Itoa(stranger.Process.Pid)+"\n"), rest...))

	again := start(t, o)

	require.False(t, again.Reused())
	require.NotEqual(t, stranger.Process.Pid, serverOf(t, data))
	require.NoError(t, stranger.Process.Signal(syscall.Signal(0)), "the stranger is left alone")
}

// leavePidFile puts a pid file where a server would have, as the server's account would.
func leavePidFile(t *testing.T, data string, content []byte) {
	t.Helper()
	file := filepath.Join(data, "postgres", "data", "postmaster.pid")
	require.NoError(t, os.WriteFile(file, content, 0o600))
	as, err := serverAccount(filepath.Join(data, "postgres"))
	require.NoError(t, err)
	if as.other {
		require.NoError(t, os.Chown(file, int(as.uid), int(as.gid)))
	}
}

// A power cut can also leave the file without what was written into it last, and
// then PostgreSQL itself refuses to start until somebody removes it.
func TestPidFileThatAPowerCutEmptiedDoesNoHarm(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{"empty": "", "zeros": "\x00\x00\x00\x00"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := PostgresOptions{Data: dataFolder(t), Scratch: true}
			p := start(t, o)
			execute(t, p.URL(), "create table note as select 'kept' as text")
			require.NoError(t, p.Stop(t.Context()))
			leavePidFile(t, o.Data, []byte(content))

			require.Equal(t, "kept", ask(t, start(t, o).URL(), "select text from note"))
		})
	}
}

func TestServerKilledUnderUsIsStartedAgain(t *testing.T) {
	t.Parallel()
	o := PostgresOptions{Data: dataFolder(t), Scratch: true}
	p := start(t, o)
	execute(t, p.URL(), "create table note as select 'kept' as text")
	connect(t, p.URL()) // a process of the server that has to leave first
	require.NoError(t, syscall.Kill(serverOf(t, o.Data), syscall.SIGKILL))
	require.NoError(t, p.Stop(t.Context()))

	again := start(t, o)

	require.Equal(t, "kept", ask(t, again.URL(), "select text from note"))
}

func TestLostPasswordsAreReplaced(t *testing.T) {
	t.Parallel()
	data := dataFolder(t)
	h := startHelper(t, account{}, data)
	require.Empty(t, h.err)
	execute(t, h.url, "create table note as select 'kept' as text")
	h.kill(t) // so that a server without known passwords is running
	require.NoError(t, os.Remove(filepath.Join(data, "pgpass")))

	p := start(t, PostgresOptions{Data: data, Scratch: true})

	require.NotEqual(t, h.url, p.URL())
	require.Equal(t, "kept", ask(t, p.URL(), "select text from note"))
	require.Equal(t, "t", ask(t, p.SuperuserURL(), "select concat(rolsuper) from pg_roles where rolname = current_user"))
}

func TestPathTooLongForASocketGetsAPort(t *testing.T) {
	t.Parallel()
	for name, sub := range map[string]string{"long": strings.Repeat("long", 25), "comma": "a,b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, PostgresOptions{Data: guard(t, filepath.Join(folder(t), sub, "data")), Scratch: true})

			u, err := url.Parse(p.URL())
			require.NoError(t, err)
			port, err := strconv.Atoi(u.Port())
			require.NoError(t, err)
			require.Equal(t, "127.0.0.1", u.Hostname())
			require.Less(t, port, 32768)
			require.Equal(t, "longhouse", ask(t, p.URL(), "select current_user::text"))
		})
	}
}

func TestOddPathsWork(t *testing.T) {
	t.Parallel()
	p := start(t, PostgresOptions{Data: guard(t, filepath.Join(folder(t), "my data's 100% & ü")), Scratch: true})
	require.Equal(t, "longhouse", ask(t, p.URL(), "select current_user::text"))
}

func TestStartGivenUpLeavesNothingRunning(t *testing.T) {
	t.Parallel()
	data := dataFolder(t)
	o := PostgresOptions{Data: data, Scratch: true}
	require.NoError(t, start(t, o).Stop(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	_, err := StartPostgres(ctx, o)

	require.ErrorIs(t, err, context.Canceled)
	_, ok := Running(t.Context(), data)
	require.False(t, ok)
	start(t, o)
}

func TestStopThatIsGivenUpFinishesByItself(t *testing.T) {
	t.Parallel()
	o := PostgresOptions{Data: dataFolder(t), Scratch: true}
	p := start(t, o)
	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	<-ctx.Done()
	require.ErrorIs(t, p.Stop(ctx), context.DeadlineExceeded)

	again := start(t, o)

	require.False(t, again.Reused(), "the next start waited for the old server to end")
}

func TestBadServerSaysWhyInTheError(t *testing.T) {
	t.Parallel()
	_, err := StartPostgres(t.Context(), PostgresOptions{Data: dataFolder(t), Scratch: true, MaxConnections: -5})
	require.ErrorContains(t, err, "max_connections")
}
