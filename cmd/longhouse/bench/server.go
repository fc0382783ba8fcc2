package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	ownerEmail    = "owner@bench.example"
	ownerPassword = "a long password for the bench only"
)

// server is a `longhouse serve` of our own, as a child.
type server struct {
	cmd *exec.Cmd
	at  string
}

// buildBinary compiles the product as it is in this tree.
func buildBinary(ctx context.Context, folder string) (string, error) {
	path := filepath.Join(folder, "longhouse")
	cmd := exec.CommandContext(ctx, "go", "build", "-ldflags", "-s -w", "-o", path, "./cmd/longhouse") //nolint:gosec // our own arguments
	cmd.Stderr = os.Stderr
	return path, cmd.Run()
}

// run does one command of the product.
func run(ctx context.Context, binary, database, input string, args ...string) error {
	cmd := exec.CommandContext(ctx, binary, args...) //nolint:gosec // the binary that we built
	cmd.Env = append(os.Environ(), "DATABASE_URL="+database)
	cmd.Stdin = strings.NewReader(input)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("longhouse %s: %w\n%s", args[0], err, out)
	}
	return nil
}

var place = regexp.MustCompile(`Longhouse is at\s+(http://\S+)`)

// startServer serves on a free port, and waits until it says where.
func startServer(ctx context.Context, binary, database string, more ...string) (*server, error) {
	cmd := exec.CommandContext(ctx, binary, "serve")
	cmd.Env = append(os.Environ(), "DATABASE_URL="+database, "LONGHOUSE_ADDR=127.0.0.1:0", "LONGHOUSE_METRICS_ADDR=off", "LONGHOUSE_LOG=warn")
	cmd.Env = append(cmd.Env, more...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{cmd: cmd}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if m := place.FindStringSubmatch(lines.Text()); m != nil {
			s.at = m[1]
			break
		}
	}
	if s.at == "" {
		return nil, errors.Join(errors.New("longhouse serve ended before it was ready"), cmd.Wait())
	}
	go io.Copy(io.Discard, out) //nolint:errcheck // ends with the child, whose output nobody reads
	return s, nil
}

// startBare starts the bare handler: this program again, told to be it.
func startBare(ctx context.Context, database string, org string) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self) //nolint:gosec // ourselves
	cmd.Env = append(os.Environ(), "DATABASE_URL="+database, bareVariable+"="+org)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	return &server{cmd: cmd, at: strings.TrimSpace(line)}, err
}

// stop asks the child to end, and waits for it.
func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may have ended already
	_ = s.cmd.Wait()                          // what it answers changes nothing here
}

// memory is what the kernel says the child has in memory, in MiB.
func (s *server) memory() float64 {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmRSS:" {
			kib, _ := strconv.ParseFloat(f[1], 64) // the kernel writes numbers
			return kib / 1024
		}
	}
	return 0
}

// worked is the processor time that the child has used, as the kernel counts it: in hundredths of a second.
func (s *server) worked() time.Duration {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/stat")
	if err != nil {
		return 0
	}
	var sum time.Duration
	if f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:])); len(f) > 12 { // after the name, which may hold spaces
		for _, ticks := range f[11:13] {
			n, _ := strconv.ParseInt(ticks, 10, 64) // the kernel writes numbers
			sum += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return sum
}

// token signs the owner in and makes a token with the rights of the bench.
func (s *server) token(ctx context.Context) (string, error) {
	rights := map[string]string{}
	for _, p := range []string{
		"crm.account.read", "crm.account.create", "crm.account.update", "crm.contact.read", "crm.deal.read", "crm.order.read", "crm.order.confirm",
		"hr.employee.read", "inventory.product.read", "inventory.stock.read",
	} {
		rights[p] = "all"
	}
	return s.tokenFor(ctx, rights)
}

// tokenFor signs the owner in and makes a token with the rights that it is given.
func (s *server) tokenFor(ctx context.Context, rights map[string]string) (string, error) {
	r, err := s.post(ctx, "/api/v1/identity/sessions", nil, map[string]any{"email": ownerEmail, "password": ownerPassword})
	if err != nil {
		return "", err
	}
	_ = r.Body.Close() // nothing was written
	header := http.Header{"X-Longhouse": {"1"}}
	for _, c := range r.Cookies() {
		header.Add("Cookie", c.Name+"="+c.Value)
	}
	r, err = s.post(ctx, "/api/v1/identity/tokens", header,
		map[string]any{"name": "bench", "expires_on": time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "permissions": rights})
	if err != nil {
		return "", err
	}
	defer r.Body.Close() //nolint:errcheck // nothing was written
	var made struct{ Secret string }
	return made.Secret, json.NewDecoder(r.Body).Decode(&made)
}

func (s *server) post(ctx context.Context, path string, header http.Header, body any) (*http.Response, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.at+path, bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	if header != nil {
		req.Header = header
	}
	req.Header.Set("Content-Type", "application/json")
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	if r.StatusCode >= 300 {
		text, _ := io.ReadAll(r.Body) // only to say what it was
		return nil, errors.Join(fmt.Errorf("POST %s: %s %s", path, r.Status, text), r.Body.Close())
	}
	return r, nil
}
