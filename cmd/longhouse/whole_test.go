package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/config"
	"longhouse/platform/pgtest"
)

// TestMain lets this test be the binary: a test starts itself again, as
// `longhouse serve`, with the race detector in it, and may kill it.
func TestMain(m *testing.M) {
	if os.Getenv("BE_LONGHOUSE") == "1" {
		os.Exit(run(os.Args[1:], os.Environ()))
	}
	code := m.Run()
	if err := common.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "the database of the common house is left:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

const password = "correct horse battery staple"

// How long a test waits for what follows from a step, and how often it looks.
const (
	patience = 90 * time.Second
	tick     = 50 * time.Millisecond
)

// process is a running binary.
type process struct {
	t    testing.TB
	url  config.Secret
	cmd  *exec.Cmd
	base string
	out  *record
	gone chan struct{}

	mu    sync.Mutex
	setup string // the word in the link of the first start
}

func (p *process) link() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.setup
}

// record is what a process has said so far.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(b)
}

// String is for the message of a test that fails.
func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

func environment(database config.Secret, more ...string) []string {
	env := []string{"BE_LONGHOUSE=1", "DATABASE_URL=" + database.Reveal(), "REDIS_URL=", "LONGHOUSE_ADDR=127.0.0.1:0",
		"LONGHOUSE_METRICS_ADDR=off", "LONGHOUSE_SEAL_KEY=a key for tests that is long enough", "LONGHOUSE_TRUSTED_PROXIES=127.0.0.1/32", "LONGHOUSE_LOG=warn", "HOME=" + os.Getenv("HOME"), "PATH=" + os.Getenv("PATH")}
	return append(env, more...)
}

var place = regexp.MustCompile(`Longhouse is at\s+(http://\S+)`)

// begin starts `longhouse serve` on a database and waits until it says where it is.
func begin(t testing.TB, database config.Secret, more ...string) *process {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	p := &process{t: t, url: database, cmd: exec.CommandContext(context.Background(), self, "serve"), out: &record{}, gone: make(chan struct{})}
	p.cmd.Env, p.cmd.Stderr = environment(database, more...), p.out
	stdout, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	found := make(chan string, 1)
	go func() { // ends with the process, which every test ends
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			if m := place.FindStringSubmatch(lines.Text()); m != nil {
				found <- m[1]
			}
			if _, word, ok := strings.Cut(lines.Text(), "/setup?token="); ok {
				p.mu.Lock()
				p.setup = word
				p.mu.Unlock()
			}
		}
		_ = p.cmd.Wait()
		close(p.gone)
	}()
	select {
	case p.base = <-found:
	case <-p.gone:
		require.Fail(t, "the binary ended", "%s", p.out)
	case <-time.After(3 * time.Minute):
		require.Fail(t, "the binary does not say where it is", "%s", p.out)
	}
	return p
}

// kill ends the binary as a power cut would.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.gone
}

// end stops it as an operator would, and says how it went.
func (p *process) end() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	<-p.gone
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		return exit(code)
	}
	return nil
}

// command runs another command of the binary on the same database.
func command(t testing.TB, database config.Secret, stdin string, args ...string) (string, int) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env, cmd.Stdin = environment(database), strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		require.NoError(t, err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// common is one binary that most tests share, each in an organisation of its own.
var common commonProcess

type commonProcess struct {
	once sync.Once
	p    *process
	drop func() error
}

func shared(t testing.TB) *process {
	t.Helper()
	common.once.Do(func() {
		url, drop := pgtest.House(t)
		common.drop = drop
		common.p = begin(t, url)
	})
	require.NotNil(t, common.p, "the shared binary did not start")
	return common.p
}

func (c *commonProcess) stop() error {
	if c.p != nil {
		c.p.kill()
	}
	if c.drop == nil {
		return nil
	}
	return c.drop()
}

// company is an organisation with its owner signed in.
type company struct {
	client
	slug, email string
	p           *process
}

// found makes an organisation by the command line, and signs its owner in.
func found(t testing.TB, p *process) *company {
	t.Helper()
	slug := "t" + strings.ReplaceAll(uuid.NewString(), "-", "")[:12]
	c := &company{slug: slug, email: slug + "@example.com", p: p}
	out, code := command(t, p.url, password+"\n", "user", "found", "--organisation", "Company "+slug, "--slug", slug, "--name", "Olga Owner", "--email", c.email, "--zone", "Europe/Berlin", "--currency", "USD")
	require.Zero(t, code, out)
	c.client = signIn(t, p.base, c.email)
	return c
}

// client is a signed-in browser, without the browser.
type client struct {
	t      testing.TB
	base   string
	cookie string
	token  string
}

type object = map[string]any

func signIn(t testing.TB, base, email string) client {
	t.Helper()
	c := client{t: t, base: base}
	r := c.send(http.MethodPost, "/identity/sessions", object{"email": email, "password": password})
	require.Equal(t, http.StatusCreated, r.StatusCode)
	c.cookie = strings.Split(r.Header.Get("Set-Cookie"), ";")[0]
	return c
}

func (c client) send(method, path string, body any, headers ...string) *http.Response {
	c.t.Helper()
	var raw io.Reader
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case form:
		raw, kind = b.body, b.kind
	default:
		text, err := json.Marshal(b)
		require.NoError(c.t, err)
		raw = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.base+"/api/v1"+path, raw)
	require.NoError(c.t, err)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("X-Longhouse", "1")
	if c.cookie != "" {
		r.Header.Set("Cookie", c.cookie)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if method == http.MethodPost {
		r.Header.Set("Idempotency-Key", uuid.NewString())
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(c.t, err)
	text, err := io.ReadAll(answer.Body)
	require.NoError(c.t, err)
	require.NoError(c.t, answer.Body.Close())
	answer.Body = io.NopCloser(bytes.NewReader(text))
	return answer
}

// ask sends a request and expects a status.
func (c client) ask(status int, method, path string, body any, headers ...string) object {
	c.t.Helper()
	r := c.send(method, path, body, headers...)
	text, err := io.ReadAll(r.Body)
	require.NoError(c.t, err)
	require.Equal(c.t, status, r.StatusCode, "%s %s: %s", method, path, text)
	var o object
	if len(text) > 0 {
		require.NoError(c.t, json.Unmarshal(text, &o), "%s", text)
	}
	return o
}

func (c client) get(path string) object { c.t.Helper(); return c.ask(200, http.MethodGet, path, nil) }

func (c client) make(path string, body any) object {
	c.t.Helper()
	return c.ask(201, http.MethodPost, path, body)
}

// items reads a whole list, page after page.
func (c client) items(path string) []object {
	c.t.Helper()
	var out []object
	glue := "?"
	if strings.Contains(path, "?") {
		glue = "&"
	}
	for after := ""; ; {
		page := c.get(path + glue + "limit=200&after=" + after)
		for _, i := range page["items"].([]any) {
			out = append(out, i.(object))
		}
		next, ok := page["next"].(string)
		if !ok {
			return out
		}
		after = next
	}
}

// until reads again and again until what follows from an earlier step is there.
func (c client) until(path string, ok func(object) bool) object {
	c.t.Helper()
	var last object
	require.Eventually(c.t, func() bool { last = c.get(path); return ok(last) }, patience, tick, "%s: %v", path, &last)
	return last
}

// tag is the If-Match of a record.
func tag(o object) []string {
	version, err := json.Marshal(o["version"])
	if err != nil {
		return nil
	}
	return []string{"If-Match", `"` + string(version) + `"`}
}

// form is an uploaded file.
type form struct {
	body io.Reader
	kind string
}

func upload(t testing.TB, name string, data []byte) form {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	require.NoError(t, err)
	_, err = part.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return form{&b, w.FormDataContentType()}
}

// bring imports files through the API as a person does: upload, look, check, run.
func (c client) bring(target string, option object, files ...string) object {
	c.t.Helper()
	i := c.prepare(target, option, files...)
	c.ask(202, http.MethodPost, "/imports/"+i["id"].(string)+"/run", nil)
	return c.until("/imports/"+i["id"].(string), func(o object) bool { return o["state"] == "done" || o["state"] == "failed" })
}

// prepare brings an import to where its verdicts can be read.
func (c client) prepare(target string, option object, files ...string) object {
	c.t.Helper()
	body := object{"target": target, "options": option}
	for n, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(c.t, err)
		f := c.make("/imports/files", upload(c.t, filepath.Base(file), data))
		body[[]string{"file_id", "lines_file_id"}[n]] = f["id"]
	}
	i := c.make("/imports", body)
	c.ask(202, http.MethodPost, "/imports/"+i["id"].(string)+"/check", nil)
	return c.until("/imports/"+i["id"].(string), func(o object) bool { return o["state"] == "checked" || o["state"] == "failed" })
}
