package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// patience is how often we look whether a server has come up or gone.
const patience = 10 * time.Millisecond

// pidFile is postmaster.pid: what a server says about itself in its data folder.
type pidFile struct {
	pid    int
	port   string
	socket string // the socket's folder, or empty
	listen string // the address, or empty
	status string // starting, ready, stopping
}

// errNoProcess is of a pid file whose first line is not a process's number.
var errNoProcess = errors.New("names no process")

func readPidFile(dir string) (pidFile, error) {
	content, err := os.ReadFile(filepath.Join(dir, "postmaster.pid"))
	if err != nil {
		return pidFile{}, err
	}
	lines := strings.Split(string(content), "\n")
	for len(lines) < 8 {
		lines = append(lines, "") // a server that has just begun has not written all of it
	}
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 1 {
		return pidFile{}, fmt.Errorf("%s/postmaster.pid %w", dir, errNoProcess)
	}
	return pidFile{pid: pid, port: lines[3], socket: lines[4], listen: lines[5], status: strings.TrimSpace(lines[7])}, nil
}

// url is the address of our database on this server.
func (f pidFile) url(user, password string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(user, password), Path: "/" + database}
	q := url.Values{"sslmode": {"disable"}}
	if f.socket != "" {
		q.Set("host", f.socket)
		q.Set("port", f.port)
	} else {
		u.Host = net.JoinHostPort(f.listen, f.port)
	}
	// PostgreSQL's clients do not read a plus as a space.
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
	return u.String()
}

// serves says whether a process is the server of this data folder. That it
// exists is not enough: after a power cut the number may be anybody's, and in a
// container it nearly always is.
func serves(ctx context.Context, pid int, dir string) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return false
	}
	if args, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); err == nil {
		return bytes.Contains(args, []byte("\x00-D\x00"+dir+"\x00"))
	}
	// Being cancelled is no sign that the process is gone.
	args, err := exec.CommandContext(context.WithoutCancel(ctx), "ps", "-ww", "-o", "args=", "-p", strconv.Itoa(pid)).Output() //nolint:gosec // G204: a number
	return err == nil && bytes.Contains(args, []byte(" -D "+dir+" "))
}

// running waits until the server that a pid file speaks of has made up its
// mind: it is ready, or it is gone and ok is false.
func running(ctx context.Context, dir string) (f pidFile, ok bool, err error) {
	ticker := time.NewTicker(patience)
	defer ticker.Stop()
	for {
		f, err := readPidFile(dir)
		if err != nil || !serves(ctx, f.pid, dir) {
			return pidFile{}, false, nil
		}
		if f.status == "ready" {
			return f, true, nil
		}
		select {
		case <-ctx.Done():
			return pidFile{}, false, fmt.Errorf("wait for the PostgreSQL that is %s as process %d: %w", f.status, f.pid, ctx.Err())
		case <-ticker.C:
		}
	}
}

// forget removes a pid file that a power cut left behind and that PostgreSQL
// would not start with: its number now belongs to another process, which would
// be taken for a server, or it has none. Should a part of a server live after
// all, the kernel's shared memory still tells it.
func forget(dir string) error {
	f, err := readPidFile(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil && !errors.Is(err, errNoProcess):
		return err
	case err == nil && errors.Is(syscall.Kill(f.pid, 0), syscall.ESRCH):
		return nil // PostgreSQL removes this one itself
	}
	return os.Remove(filepath.Join(dir, "postmaster.pid"))
}

// heard waits, for moments, until a server that was told to stop says that it does: the next start must not take it for one
// that it may use.
func heard(ctx context.Context, dir string) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	ticker := time.NewTicker(patience)
	defer ticker.Stop()
	for {
		if f, err := readPidFile(dir); err != nil || f.status != "ready" {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// gone waits until a server has ended.
func gone(ctx context.Context, pid int, dir string) error {
	ticker := time.NewTicker(patience)
	defer ticker.Stop()
	for serves(ctx, pid, dir) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
	return nil
}
