package embedded

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
)

// The test binary is also the process that starts a server and is killed, and
// the one that does so as another user.
const dataOfHelper = "EMBEDDED_TEST_DATA"

func TestMain(m *testing.M) {
	if data := os.Getenv(dataOfHelper); data != "" {
		os.Exit(help(data))
	}
	os.Exit(m.Run())
}

func help(data string) int {
	p, err := StartPostgres(context.Background(), PostgresOptions{Data: data, Scratch: true})
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	fmt.Println("ready", p.Reused(), p.URL())
	_, _ = io.Copy(io.Discard, os.Stdin) // until told to stop, or killed
	if err := p.Stop(context.Background()); err != nil {
		fmt.Println("error", err)
		return 1
	}
	return 0
}

// helper is another process of ours.
type helper struct {
	cmd    *exec.Cmd
	input  io.Closer
	url    string
	reused bool
	err    string
}

func startHelper(t *testing.T, as account, data string) *helper {
	t.Helper()
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), copyOfTest(t))
	cmd.Dir = "/"
	cmd.Env = []string{dataOfHelper + "=" + data, "PATH=" + os.Getenv("PATH")}
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	if as.other {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: as.uid, Gid: as.gid}
	}
	input, err := cmd.StdinPipe()
	require.NoError(t, err)
	output, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = os.Stderr
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _, _, _ = cmd.Process.Kill(), input.Close(), cmd.Wait() })

	line, err := bufio.NewReader(output).ReadString('\n')
	require.NoError(t, err)
	h := &helper{cmd: cmd, input: input}
	if _, err := fmt.Sscanf(line, "ready %t %s", &h.reused, &h.url); err != nil {
		h.err = strings.TrimPrefix(strings.TrimSpace(line), "error ")
	}
	return h
}

// kill is kill -9: nothing of ours runs any more.
func (h *helper) kill(t *testing.T) {
	t.Helper()
	require.NoError(t, h.cmd.Process.Kill())
	_ = h.cmd.Wait()
}

func (h *helper) stop(t *testing.T) {
	t.Helper()
	require.NoError(t, h.input.Close())
	require.NoError(t, h.cmd.Wait())
}

// copyOfTest is this program where other users may run it.
func copyOfTest(t *testing.T) string {
	t.Helper()
	path := filepath.Join(folder(t), "helper")
	self, err := os.Open("/proc/self/exe")
	if err != nil {
		program, err := os.Executable()
		require.NoError(t, err)
		self, err = os.Open(program)
		require.NoError(t, err)
	}
	defer func() { require.NoError(t, self.Close()) }()
	syscall.ForkLock.RLock() // a child of another test that inherits the open file would keep it busy
	defer syscall.ForkLock.RUnlock()
	dest, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	require.NoError(t, err)
	_, err = io.Copy(dest, self)
	require.NoError(t, err)
	require.NoError(t, dest.Close())
	require.NoError(t, os.Chmod(path, 0o755))
	return path
}

// folder is a temporary folder that every user may pass through; t.TempDir is
// closed to others.
func folder(t *testing.T) string {
	t.Helper()
	path, err := os.MkdirTemp("", "lh-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(path, 0o711))
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(path)) })
	return path
}

// dataFolder is a data folder in which no server survives the test.
func dataFolder(t *testing.T) string {
	t.Helper()
	return guard(t, filepath.Join(folder(t), "data"))
}

func guard(t *testing.T, data string) string {
	t.Helper()
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		c, err := locate(data)
		if err != nil {
			return
		}
		if f, err := readPidFile(c.dir); err == nil && serves(ctx, f.pid, c.dir) {
			_ = syscall.Kill(f.pid, syscall.SIGQUIT)
			_ = gone(ctx, f.pid, c.dir)
		}
	})
	return data
}

// start starts a server in this process that ends with the test.
func start(t *testing.T, o PostgresOptions) *Postgres {
	t.Helper()
	p, err := StartPostgres(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Stop(context.WithoutCancel(t.Context()))) })
	return p
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func execute(t *testing.T, url, sql string) {
	t.Helper()
	_, err := connect(t, url).Exec(t.Context(), sql)
	require.NoError(t, err)
}

func ask(t *testing.T, url, sql string) string {
	t.Helper()
	var answer string
	require.NoError(t, connect(t, url).QueryRow(t.Context(), sql).Scan(&answer))
	return answer
}

// everybody is whom a server must work for: root and an ordinary user if we are
// root, else the ordinary user that we are.
func everybody(t *testing.T) map[string]account {
	t.Helper()
	if os.Geteuid() != 0 {
		return map[string]account{"an ordinary user": {}}
	}
	return map[string]account{"root": {}, "an ordinary user": {name: "nobody", uid: 65534, gid: 65534, other: true}}
}
