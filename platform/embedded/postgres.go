package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// PostgresOptions says where the private server lives.
type PostgresOptions struct {
	// Data is the data folder, as DataFolder names it. It is made if missing.
	Data string
	// Binaries is the folder of PostgreSQL's programs (LONGHOUSE_POSTGRES); empty looks for them.
	Binaries string
	// Log gets a line when something takes a while; nil is silent.
	Log io.Writer
	// Scratch gives durability away for speed. Only for tests: a power cut destroys the data.
	Scratch bool
	// MaxConnections is 100 unless said otherwise.
	MaxConnections int
}

// Postgres is a private server that this process is responsible for.
type Postgres struct {
	dir       string
	server    pidFile
	child     *child // nil if it was found running
	passwords passwords
	lock      *os.File
	stopping  sync.Mutex
}

// StartPostgres returns when the server is ready: one that a crash of ours left
// running, or a new one. ctx limits the start, not the server's life. It fails
// when another process uses the data folder, and names it.
func StartPostgres(ctx context.Context, o PostgresOptions) (_ *Postgres, err error) {
	c, err := open(o)
	if err != nil {
		return nil, err
	}
	lock, err := holdFolder(c.data)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, letGo(lock))
		}
	}()
	p := &Postgres{dir: c.dir, lock: lock}
	found, err := p.takeOver(ctx, c)
	if err != nil {
		return nil, err
	}
	if found {
		return p, nil
	}
	if err := p.start(ctx, c, o); err != nil {
		return nil, err
	}
	return p, nil
}

// takeOver finds the server that a crash of ours left running.
func (p *Postgres) takeOver(ctx context.Context, c cluster) (found bool, err error) {
	p.server, found, err = running(ctx, c.dir)
	if err != nil || !found {
		return false, err
	}
	p.passwords, err = readPasswords(c.data)
	if err != nil || p.passwords != (passwords{}) {
		return err == nil, err
	}
	// Without its passwords it is of no use; the next server gets new ones.
	return false, p.end(ctx)
}

func (p *Postgres) start(ctx context.Context, c cluster, o PostgresOptions) error {
	major, err := c.major()
	if err != nil {
		return err
	}
	find := finder{
		as: c.as, named: o.Binaries, path: os.Getenv("PATH"), usual: usualFolders,
		fetched: filepath.Join(c.data, "postgres-binaries"), fetch: fetcher(""), log: c.log,
	}
	c.programs, err = find.find(ctx, major)
	if err != nil {
		return err
	}
	if err := forget(c.dir); err != nil {
		return fmt.Errorf("remove the pid file of a server that is gone: %w", err)
	}
	p.passwords, err = c.prepare(ctx)
	if err != nil {
		return err
	}
	p.child, p.server, err = c.launch(ctx, o.MaxConnections)
	return err
}

// Running is the address of the server that another process of ours keeps on
// this data folder, for commands that join it. ok is false when there is none,
// or when its passwords are not for us to read.
func Running(ctx context.Context, data string) (url string, ok bool) {
	f, p, ok := join(ctx, data)
	return f.url(login, p.login), ok
}

// RunningSuperuser is the same for the superuser, whom no row level security
// holds: for backups.
func RunningSuperuser(ctx context.Context, data string) (url string, ok bool) {
	f, p, ok := join(ctx, data)
	return f.url(superuser, p.superuser), ok
}

func join(ctx context.Context, data string) (f pidFile, p passwords, ok bool) {
	c, err := locate(data)
	if err != nil {
		return pidFile{}, passwords{}, false
	}
	f, err = readPidFile(c.dir)
	if err != nil || f.status != "ready" || !serves(ctx, f.pid, c.dir) {
		return pidFile{}, passwords{}, false
	}
	p, err = readPasswords(c.data)
	return f, p, err == nil && p != (passwords{})
}

// URL is the address of our database, for a login that owns it, may create
// roles and databases, and is no superuser.
func (p *Postgres) URL() string { return p.server.url(login, p.passwords.login) }

// SuperuserURL is the same database for the superuser, whom no row level
// security holds: for backups and tests, never for serving.
func (p *Postgres) SuperuserURL() string {
	return p.server.url(superuser, p.passwords.superuser)
}

// Reused says that the server was running already, left by a crash of ours. It
// keeps the settings it was started with.
func (p *Postgres) Reused() bool { return p.child == nil }

// Stop ends the server: open transactions are rolled back, what is committed is
// written, and it waits for that. When ctx ends first, the server still stops in
// its own time, and the next start waits for it. A second call does nothing.
func (p *Postgres) Stop(ctx context.Context) error {
	p.stopping.Lock()
	defer p.stopping.Unlock()
	if p.lock == nil {
		return nil
	}
	err := errors.Join(p.end(ctx), letGo(p.lock))
	p.lock = nil
	return err
}

func (p *Postgres) end(ctx context.Context) error {
	// SIGINT is PostgreSQL's fast shutdown.
	if p.child == nil {
		if !serves(ctx, p.server.pid, p.dir) {
			return nil
		}
		if err := syscall.Kill(p.server.pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop PostgreSQL, process %d: %w", p.server.pid, err)
		}
		if err := gone(ctx, p.server.pid, p.dir); err != nil {
			return fmt.Errorf("wait for PostgreSQL, process %d, to stop: %w", p.server.pid, err)
		}
		return nil
	}
	if err := p.child.cmd.Process.Signal(syscall.SIGINT); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop PostgreSQL: %w", err)
	}
	select {
	case <-p.child.exited:
		p.child.wait.Wait()
		return nil
	case <-ctx.Done():
		heard(context.WithoutCancel(ctx), p.dir)
		return fmt.Errorf("wait for PostgreSQL, process %d, to stop: %w", p.server.pid, ctx.Err())
	}
}

func open(o PostgresOptions) (cluster, error) {
	if o.Data == "" {
		return cluster{}, errors.New("a private PostgreSQL needs a data folder; set LONGHOUSE_DATA")
	}
	if err := MakeFolder(o.Data); err != nil {
		return cluster{}, err
	}
	c, err := locate(o.Data)
	if err != nil {
		return cluster{}, err
	}
	c.scratch, c.log = o.Scratch, o.Log
	if c.log == nil {
		c.log = io.Discard
	}
	c.as, err = serverAccount(c.home)
	return c, err
}

// locate resolves links, since the path is also what a running server is known by.
func locate(data string) (cluster, error) {
	abs, err := filepath.Abs(data)
	if err == nil {
		abs, err = filepath.EvalSymlinks(abs)
	}
	if err != nil {
		return cluster{}, fmt.Errorf("find the data folder: %w", err)
	}
	home := filepath.Join(abs, "postgres")
	return cluster{data: abs, home: home, dir: filepath.Join(home, "data")}, nil
}
