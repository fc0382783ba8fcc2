package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// child is a server that this process has started.
type child struct {
	cmd    *exec.Cmd
	exited chan struct{}
	wait   sync.WaitGroup
}

// largestLog is how long the log may be at a start; beyond it, a new one is begun.
const largestLog = 10 << 20

// stragglers is how often a start is tried while processes of a server that was
// killed are still leaving; they notice within moments, or at the end of their query.
const stragglers = 50

// launch starts the server and waits until it is ready.
func (c cluster) launch(ctx context.Context, connections int) (*child, pidFile, error) {
	settings, err := c.settings(connections)
	if err != nil {
		return nil, pidFile{}, err
	}
	ticker := time.NewTicker(20 * patience)
	defer ticker.Stop()
	for try := 1; ; try++ {
		s, f, said, err := c.try(ctx, settings)
		if err == nil || try == stragglers || !strings.Contains(said, "is still in use") {
			return s, f, err
		}
		select {
		case <-ctx.Done():
			return nil, pidFile{}, err
		case <-ticker.C:
		}
	}
}

// try starts the server once. What it said in its log comes with the error.
func (c cluster) try(ctx context.Context, settings []string) (*child, pidFile, string, error) {
	log, err := c.openLog()
	if err != nil {
		return nil, pidFile{}, "", fmt.Errorf("open the log of PostgreSQL: %w", err)
	}
	defer func() { _ = log.Close() }()
	before, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, pidFile{}, "", err
	}
	// It outlives ctx, which is only about starting; and it writes into a file, not
	// a pipe, so that it can outlive us.
	cmd := c.as.command(context.WithoutCancel(ctx), c.home, c.programs.program("postgres"), settings...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return nil, pidFile{}, "", fmt.Errorf("start PostgreSQL: %w", err)
	}
	s := &child{cmd: cmd, exited: make(chan struct{})}
	s.wait.Go(func() {
		_ = cmd.Wait() // how it ended is in its log
		close(s.exited)
	})
	f, err := c.ready(ctx, s)
	if err == nil {
		return s, f, "", nil
	}
	_ = cmd.Process.Signal(syscall.SIGQUIT)
	s.wait.Wait()
	said, readErr := io.ReadAll(io.NewSectionReader(log, before, largestLog))
	return nil, pidFile{}, string(said), errors.Join(fmt.Errorf("start PostgreSQL: %w; it said: %s", err, strings.TrimSpace(string(said))), readErr)
}

// ready waits for the child to say so in its pid file. A recovery after a crash
// may take minutes; ctx is the only limit.
func (c cluster) ready(ctx context.Context, s *child) (pidFile, error) {
	ticker := time.NewTicker(patience)
	defer ticker.Stop()
	for {
		f, err := readPidFile(c.dir)
		if err == nil && f.pid == s.cmd.Process.Pid && f.status == "ready" {
			return f, nil
		}
		select {
		case <-s.exited:
			return pidFile{}, errors.New("it ended at once")
		case <-ctx.Done():
			return pidFile{}, ctx.Err()
		case <-ticker.C:
		}
	}
}

func (c cluster) openLog() (*os.File, error) {
	path := filepath.Join(c.home, "log")
	if info, err := os.Lstat(path); err == nil && info.Size() > largestLog {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, err
		}
	}
	// The folder is the server's, and we may be root: follow no link it left there.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	if c.as.other {
		err = f.Chown(int(c.as.uid), int(c.as.gid))
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// settings are all on the command line, where no file can contradict them.
func (c cluster) settings(connections int) ([]string, error) {
	if connections == 0 {
		connections = 100
	}
	sync := "on"
	if c.scratch {
		sync = "off"
	}
	settings := []string{
		"max_connections=" + strconv.Itoa(connections),
		"shared_buffers=128MB",
		"fsync=" + sync,
		"full_page_writes=" + sync,
		"synchronous_commit=on",
		"jit=off", // compiling costs more than it saves in short queries
		"timezone=UTC",
		"log_timezone=UTC",
		"log_checkpoints=off",
		"logging_collector=off",
		"password_encryption=scram-sha-256",
		"cluster_name=longhouse",
		"unix_socket_permissions=0700",
	}
	where, err := c.address()
	if err != nil {
		return nil, err
	}
	args := []string{"-D", c.dir}
	for _, s := range append(settings, where...) {
		args = append(args, "-c", s)
	}
	return args, nil
}

// address is a socket in the server's folder if the kernel allows a path that
// long, and the clients a path like that; else a port on 127.0.0.1.
func (c cluster) address() ([]string, error) {
	const name = "/.s.PGSQL.5432"
	longest := len(syscall.RawSockaddrUnix{}.Path) - 1
	if len(c.home+name) <= longest && !strings.ContainsAny(c.home, `,"`) {
		return []string{"port=5432", "listen_addresses=", `unix_socket_directories="` + c.home + `"`}, nil
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	return []string{"port=" + strconv.Itoa(port), "listen_addresses=127.0.0.1", "unix_socket_directories="}, nil
}
