package chaos_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
)

// full says that the long form runs.
var full = os.Getenv("CHAOS") == "full"

// pick is the figure of the short form or of the long one.
func pick[T any](short, long T) T {
	if full {
		return long
	}
	return short
}

// together lets the short forms run side by side; the long ones measure, each alone.
func together(t *testing.T) {
	t.Helper()
	if !full {
		t.Parallel()
	}
}

func freePort(t testing.TB) int {
	t.Helper()
	for range 200 {
		port := 20000 + rand.IntN(12000)
		l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
		if err == nil {
			require.NoError(t, l.Close())
			return port
		}
	}
	require.Fail(t, "no port is free")
	return 0
}

// cluster is a PostgreSQL that a test may stop, break and start again. It is
// not synced to the disk, which only a power cut would show.
type cluster struct {
	t         testing.TB
	bin, data string
	port      int
	env       []string
}

func newCluster(t testing.TB, env ...string) *cluster {
	t.Helper()
	c := &cluster{t: t, bin: programs(t), data: filepath.Join(roomFor(t), "data"), port: freePort(t), env: env}
	c.must(c.run("initdb", "-D", c.data, "-A", "trust", "-U", "postgres", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"))
	c.start()
	t.Cleanup(func() { c.stop("immediate") })
	return c
}

func (c *cluster) url() string {
	return fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres", c.port)
}

func (c *cluster) start() {
	c.t.Helper()
	c.must(c.try())
}

// try starts it, and says what it says when it cannot.
func (c *cluster) try() (string, error) {
	return c.run("pg_ctl", "-D", c.data, "-w", "-t", "30", "-l", c.data+".log", "-o",
		fmt.Sprintf("-p %d -k %s -c listen_addresses=127.0.0.1 -c max_connections=200 -c shared_buffers=64MB -c fsync=off -c full_page_writes=off", c.port, filepath.Dir(c.data)), "start")
}

// stop ends it: immediate is as a crash, fast breaks connections in order.
func (c *cluster) stop(mode string) {
	if out, err := c.run("pg_ctl", "-D", c.data, "-m", mode, "-w", "stop"); err != nil && !strings.Contains(out, "no server running") && !strings.Contains(out, "PID file") {
		c.t.Log(out)
	}
}

func (c *cluster) must(out string, err error) {
	c.t.Helper()
	if err != nil {
		log, _ := os.ReadFile(c.data + ".log")
		require.NoError(c.t, err, "%s\n%s", out, log)
	}
}

// run runs one of PostgreSQL's programs: as another account for root, whom PostgreSQL refuses.
func (c *cluster) run(program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, program), args...)
	cmd.Env, cmd.Dir = append(os.Environ(), c.env...), os.TempDir()
	if account := serverAccount(c.t); account != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: account}
	}
	file, err := os.CreateTemp("", "said") // not a pipe, which the server would inherit
	require.NoError(c.t, err)
	defer func() { _, _ = file.Close(), os.Remove(file.Name()) }()
	cmd.Stdout, cmd.Stderr = file, file
	err = cmd.Run()
	said, _ := os.ReadFile(file.Name())
	return string(said), err
}

// connect asks behind the fences, as the superuser.
func (c *cluster) connect(ctx context.Context) (*pgx.Conn, error) { return pgx.Connect(ctx, c.url()) }

// number reads one, and waits for the server if it is away.
func (c *cluster) number(sql string) (n int64, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn, err := c.connect(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close(ctx) }()
	return n, conn.QueryRow(ctx, sql).Scan(&n)
}

// lines reads rows of one text.
func (c *cluster) lines(sql string) []string {
	c.t.Helper()
	conn, err := c.connect(c.t.Context())
	require.NoError(c.t, err)
	defer func() { _ = conn.Close(c.t.Context()) }()
	rows, err := conn.Query(c.t.Context(), sql)
	require.NoError(c.t, err)
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(c.t, err)
	return out
}

// programs is the folder of PostgreSQL's programs.
func programs(t testing.TB) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	require.NoError(t, err)
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			found = append(found, path)
		}
	}
	require.NotEmpty(t, found, "a test needs PostgreSQL's programs")
	return filepath.Dir(slices.Max(found))
}

// serverAccount is who runs PostgreSQL for root; nil is ourselves.
func serverAccount(t testing.TB) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	require.NoError(t, err)
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	require.NoError(t, err)
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	require.NoError(t, err)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// roomFor is a folder that the account of PostgreSQL may enter and own.
func roomFor(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "chaos")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if a := serverAccount(t); a != nil {
		require.NoError(t, os.Chown(dir, int(a.Uid), int(a.Gid)))
		require.NoError(t, os.Chmod(dir, 0o755))
	}
	return dir
}

// redisServer is a Redis that a test may kill, empty and start again.
type redisServer struct {
	t    testing.TB
	args []string
	port int
	cmd  *exec.Cmd
}

func newRedis(t testing.TB) *redisServer {
	t.Helper()
	r := &redisServer{t: t, port: freePort(t)}
	r.start()
	t.Cleanup(r.kill)
	return r
}

func (r *redisServer) url() string { return fmt.Sprintf("redis://127.0.0.1:%d/0", r.port) }

func (r *redisServer) start() {
	r.t.Helper()
	r.cmd = exec.CommandContext(context.Background(), "redis-server", append([]string{"--bind", "127.0.0.1", "--port", strconv.Itoa(r.port), "--save", "", "--appendonly", "no"}, r.args...)...)
	r.cmd.Dir = os.TempDir()
	require.NoError(r.t, r.cmd.Start())
	client := redis.NewClient(&redis.Options{Addr: fmt.Sprintf("127.0.0.1:%d", r.port)})
	defer func() { _ = client.Close() }()
	require.Eventually(r.t, func() bool { return client.Ping(context.Background()).Err() == nil }, 20*time.Second, 20*time.Millisecond)
}

// kill ends it with all that it holds.
func (r *redisServer) kill() {
	if r.cmd == nil {
		return
	}
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
	r.cmd = nil
}

func (r *redisServer) flush() {
	r.t.Helper()
	client := redis.NewClient(&redis.Options{Addr: fmt.Sprintf("127.0.0.1:%d", r.port)})
	defer func() { _ = client.Close() }()
	require.NoError(r.t, client.FlushAll(context.Background()).Err())
}
