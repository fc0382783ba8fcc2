package chaos_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

const (
	owner    = "olga@example.com"
	password = "correct horse battery staple"
)

// binary builds the product once, as it is shipped: without the race detector.
var binary = sync.OnceValues(func() (string, error) {
	if err := watchSources("../../.."); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "longhouse")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "longhouse")
	cmd := exec.CommandContext(context.Background(), "go", "build", "-o", path, "longhouse/cmd/longhouse")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the binary: %w\n%s", err, out)
	}
	return path, nil
})

// watchSources looks at every file that the binary is made of, so that `go test` knows what these tests depend on: it
// remembers what a test opens, not what a compiler that a test calls does, and would answer "cached" for changed code.
func watchSources(root string) error {
	for _, part := range []string{"cmd", "modules", "platform", "migrations", "policies"} {
		err := filepath.WalkDir(filepath.Join(root, part), func(path string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				_, err = os.Stat(path)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// stage is what a test plays on: a database with one organisation, a Redis, and nodes.
type stage struct {
	t     testing.TB
	pg    *cluster
	redis *redisServer // nil: the one inside each process
	env   []string
	token string
}

// set makes a stage. more is added to the environment of every node.
func set(t testing.TB, pg *cluster, redis *redisServer, more ...string) *stage {
	t.Helper()
	s := &stage{t: t, pg: pg, redis: redis, env: append([]string{"LONGHOUSE_PROBES=true", "LONGHOUSE_SEAL_KEY=the key of the chaos tests is long enough"}, more...)}
	s.command("", "migrate")
	s.command(password+"\n", "user", "found", "--organisation", "Chaos", "--slug", "chaos", "--name", "Olga Owner", "--email", owner, "--zone", "Europe/Berlin", "--currency", "EUR")
	return s
}

func (s *stage) environment() []string {
	redis := ""
	if s.redis != nil {
		redis = s.redis.url()
	}
	return append([]string{"DATABASE_URL=" + s.pg.url(), "REDIS_URL=" + redis, "LONGHOUSE_METRICS_ADDR=off", "LONGHOUSE_LOG=error",
		"HOME=" + os.Getenv("HOME"), "PATH=" + os.Getenv("PATH"), "GOMEMLIMIT=256MiB"}, s.env...)
}

// command runs one command of the product.
func (s *stage) command(input string, args ...string) string {
	s.t.Helper()
	path, err := binary()
	require.NoError(s.t, err)
	cmd := exec.CommandContext(s.t.Context(), path, args...)
	cmd.Env, cmd.Stdin = s.environment(), strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	require.NoError(s.t, err, "longhouse %v: %s", args, out)
	return string(out)
}

// node is a process of the product at an address that it keeps when it is started again.
type node struct {
	s    *stage
	mode string // serve or worker
	at   string

	mu   sync.Mutex
	cmd  *exec.Cmd
	gone chan struct{}
	said *words // of all its lives
}

var ready = regexp.MustCompile(`Longhouse (is at|works)`)

// words are what a node has said so far.
type words struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *words) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(b)
}

func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// node starts one; web nodes take requests, all do background work unless env says otherwise.
func (s *stage) node(args ...string) *node {
	s.t.Helper()
	n := &node{s: s, mode: strings.Join(args, " "), at: fmt.Sprintf("127.0.0.1:%d", freePort(s.t)), said: &words{}}
	require.NoError(s.t, n.start())
	s.t.Cleanup(n.kill)
	return n
}

// start returns when the node is ready, or has ended before it was.
func (n *node) start() error {
	path, err := binary()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(context.Background(), path, strings.Fields(n.mode)...)
	cmd.Env = append(n.s.environment(), "LONGHOUSE_ADDR="+n.at)
	said := n.said
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	gone, up := make(chan struct{}), make(chan struct{})
	go func() { // ends with the process
		lines := bufio.NewScanner(out)
		told := false
		for lines.Scan() {
			if !told && ready.MatchString(lines.Text()) {
				told = true
				close(up)
			}
		}
		_ = cmd.Wait()
		close(gone)
	}()
	n.mu.Lock()
	n.cmd, n.gone = cmd, gone
	n.mu.Unlock()
	select {
	case <-up:
		return nil
	case <-gone:
		return fmt.Errorf("longhouse %s ended: %s", n.mode, said)
	case <-time.After(time.Minute):
		return fmt.Errorf("longhouse %s is not ready after a minute", n.mode)
	}
}

// revive starts the node until it stays: its servers may be away.
func (n *node) revive() {
	for range 60 {
		if n.start() == nil {
			return
		}
		select {
		case <-n.s.t.Context().Done():
			return
		case <-time.After(250 * time.Millisecond):
		}
	}
}

// kill ends the node as a power cut would.
func (n *node) kill() {
	n.mu.Lock()
	cmd, gone := n.cmd, n.gone
	n.mu.Unlock()
	_ = cmd.Process.Kill()
	<-gone
}

func (n *node) signal(what syscall.Signal) { _ = n.cmd.Process.Signal(what) }

var browser = &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 32}}

// answer is what came back; status 0: nothing did.
type answer struct {
	status int
	kind   string
	body   []byte
	err    error
}

func (a answer) ok() bool { return a.status >= 200 && a.status < 300 }

// ask sends one request, under a key that stays the same when it is repeated.
func (s *stage) ask(ctx context.Context, at, method, path string, body any, key string) answer {
	text, err := json.Marshal(body)
	if err != nil {
		return answer{err: err}
	}
	r, err := http.NewRequestWithContext(ctx, method, "http://"+at+"/api/v1"+path, bytes.NewReader(text))
	if err != nil {
		return answer{err: err}
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Longhouse", "1")
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	if key != "" {
		r.Header["Idempotency-Key"] = []string{key}
	}
	got, err := browser.Do(r)
	if err != nil {
		return answer{err: err}
	}
	defer func() { _ = got.Body.Close() }()
	out, err := io.ReadAll(got.Body)
	return answer{got.StatusCode, got.Header.Get("Content-Type"), out, err}
}

// signIn makes a token for the rights that the tests need.
func (s *stage) signIn(at string) {
	s.t.Helper()
	body, err := json.Marshal(map[string]any{"email": owner, "password": password})
	require.NoError(s.t, err)
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, "http://"+at+"/api/v1/identity/sessions", bytes.NewReader(body))
	require.NoError(s.t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Longhouse", "1")
	r.Header.Set("Idempotency-Key", uuid.NewString())
	got, err := browser.Do(r)
	require.NoError(s.t, err)
	require.NoError(s.t, got.Body.Close())
	require.Equal(s.t, http.StatusCreated, got.StatusCode)
	rights := map[string]string{}
	for _, p := range []string{"jobs.delivery.read", "jobs.delivery.retry", "crm.account.read", "crm.account.create", "crm.account.update", "crm.deal.read"} {
		rights[p] = "all"
	}
	body, err = json.Marshal(map[string]any{"name": "chaos", "expires_on": time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "permissions": rights})
	require.NoError(s.t, err)
	r, err = http.NewRequestWithContext(s.t.Context(), http.MethodPost, "http://"+at+"/api/v1/identity/tokens", bytes.NewReader(body))
	require.NoError(s.t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Longhouse", "1")
	r.Header.Set("Cookie", strings.Split(got.Header.Get("Set-Cookie"), ";")[0])
	made, err := browser.Do(r)
	require.NoError(s.t, err)
	defer func() { _ = made.Body.Close() }()
	var token struct{ Secret string }
	require.NoError(s.t, json.NewDecoder(made.Body).Decode(&token))
	require.NotEmpty(s.t, token.Secret)
	s.token = token.Secret
}

// keep starts the node again whenever it has ended.
func (n *node) keep(ctx context.Context) {
	for {
		n.mu.Lock()
		gone := n.gone
		n.mu.Unlock()
		select {
		case <-ctx.Done():
			return
		case <-gone:
			n.revive()
		}
	}
}

func number(n int) string { return strconv.Itoa(n) }
