package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// cluster is PostgreSQL's data with the programs and the account that serve it.
type cluster struct {
	data     string // DATA, without symbolic links
	home     string // DATA/postgres
	dir      string // DATA/postgres/data
	as       account
	programs binaries
	scratch  bool
	log      io.Writer
}

// major is the version that made the data, or zero when there is none yet.
func (c cluster) major() (int, error) {
	content, err := os.ReadFile(filepath.Join(c.dir, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read which PostgreSQL made the data: %w", err)
	}
	return strconv.Atoi(strings.TrimSpace(string(content)))
}

// prepare makes the server's folder, and the data on the first start.
func (c cluster) prepare(ctx context.Context) (passwords, error) {
	if err := os.Mkdir(c.home, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return passwords{}, fmt.Errorf("make the folder of PostgreSQL: %w", err)
	}
	if err := c.as.checkWay(ctx, c.data, c.programs.program("postgres")); err != nil {
		return passwords{}, err
	}
	if _, owned := owner(c.home); !owned {
		if err := c.as.own(c.home); err != nil {
			return passwords{}, fmt.Errorf("give the folder of PostgreSQL to user %s: %w", c.as.name, err)
		}
	}
	p, err := readPasswords(c.data)
	if err != nil {
		return passwords{}, err
	}
	_, err = os.Stat(c.dir)
	fresh := errors.Is(err, fs.ErrNotExist)
	if err != nil && !fresh {
		return passwords{}, err
	}
	known := p != passwords{}
	if !known {
		p = newPasswords()
	}
	// The file last: if we die between, the next start finds no file and sets new ones.
	switch {
	case fresh:
		err = c.create(ctx, p)
	case !known:
		_, _ = fmt.Fprintf(c.log, "there is no %s/pgpass; giving PostgreSQL new passwords\n", c.data)
		err = c.admin(ctx, c.dir,
			fmt.Sprintf("alter role %s password '%s'", login, p.login),
			fmt.Sprintf("alter role %s password '%s'", superuser, p.superuser))
	}
	if err != nil || known {
		return p, err
	}
	return p, p.keep(c.data)
}

// create makes the data beside its place and then puts it there, so that what is
// in its place is always whole.
func (c cluster) create(ctx context.Context, p passwords) (err error) {
	_, _ = fmt.Fprintf(c.log, "making a database in %s with PostgreSQL %s\n", c.home, c.programs.version)
	leftovers, err := filepath.Glob(filepath.Join(c.home, "new-*"))
	if err != nil {
		return err
	}
	for _, folder := range leftovers {
		if err := os.RemoveAll(folder); err != nil {
			return fmt.Errorf("clear what an interrupted first start left: %w", err)
		}
	}
	fresh, err := os.MkdirTemp(c.home, "new-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(fresh))
		}
	}()
	dir := filepath.Join(fresh, "data")
	if err := c.initdb(ctx, fresh, dir, p.superuser); err != nil {
		return err
	}
	err = c.admin(ctx, dir,
		fmt.Sprintf("create role %s login createrole createdb password '%s'", login, p.login),
		fmt.Sprintf("create database %s owner %s", database, login))
	if err != nil {
		return err
	}
	if err := os.Rename(dir, c.dir); err != nil {
		return err
	}
	return errors.Join(syncFolder(c.home), os.Remove(fresh))
}

func (c cluster) initdb(ctx context.Context, fresh, dir, password string) error {
	// The server's account must read the password, and cannot from a pipe that root made.
	file := filepath.Join(fresh, "password")
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		return err
	}
	if err := c.as.own(fresh); err != nil {
		return err
	}
	args := []string{
		"-D", dir, "--username=" + superuser, "--pwfile=" + file, "--auth=scram-sha-256",
		"--encoding=UTF8", "--data-checksums",
	}
	if c.scratch {
		args = append(args, "--no-sync")
	}
	out, err := c.run(ctx, "", "initdb", append(args, "--locale=C.UTF-8")...)
	if err != nil && strings.Contains(out, "invalid locale name") {
		// Old systems lack it. Then letters beyond ASCII sort and fold by their bytes.
		out, err = c.run(ctx, "", "initdb", append(args, "--locale=C")...)
	}
	if err != nil {
		return fmt.Errorf("run initdb: %w: %s", err, strings.TrimSpace(out))
	}
	return os.Remove(file)
}

// admin runs statements without a server, which needs no password: PostgreSQL's
// single-user mode. Nobody else is in, and nothing shows in a process list.
func (c cluster) admin(ctx context.Context, dir string, statements ...string) error {
	args := []string{"--single", "-D", dir, "-c", "exit_on_error=on", "-c", "log_min_error_statement=panic", "-c", "log_checkpoints=off"}
	if c.scratch {
		args = append(args, "-c", "fsync=off")
	}
	out, err := c.run(ctx, strings.Join(statements, ";\n")+";\n", "postgres", append(args, superuser)...)
	if err != nil {
		return fmt.Errorf("set up the logins of PostgreSQL: %w: %s", err, strings.TrimSpace(out))
	}
	return nil
}

func (c cluster) run(ctx context.Context, input, program string, args ...string) (string, error) {
	cmd := c.as.command(ctx, c.home, c.programs.program(program), args...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.CombinedOutput()
	return string(out), errors.Join(err, ctx.Err())
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
