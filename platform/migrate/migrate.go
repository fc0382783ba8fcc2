// Package migrate brings a database to this binary's schema: the platform
// first, then each module. Several processes at once apply each step once.
package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"longhouse/platform/config"
)

// Source is where the files come from; the migrations package provides it.
type Source struct {
	Folders func() ([]string, error)
	For     func(module string) (fs.FS, error)
}

// Step is one migration that was applied or still waits.
type Step struct {
	Module  string
	Version int64
	File    string
}

// Up applies what is missing and says what it did. A file whose name ends in
// _roles.sql makes roles and runs as the login, which may; every other one runs
// as longhouse_owner. In the end the triggers of history are settled.
func Up(ctx context.Context, url config.Secret, from Source) ([]Step, error) {
	done, err := makeRoles(ctx, url, from, "platform", 1) // nobody can be longhouse_owner before
	if err != nil {
		return done, fmt.Errorf("make the roles: %w", err)
	}
	err = each(url, from, func(module string, p *goose.Provider) error {
		for _, source := range p.ListSources() {
			if strings.HasSuffix(source.Path, "_roles.sql") {
				made, err := makeRoles(ctx, url, from, module, source.Version)
				done = append(done, made...)
				if err != nil {
					return err
				}
				continue
			}
			results, err := p.UpTo(ctx, source.Version)
			for _, r := range results {
				done = append(done, Step{module, r.Source.Version, r.Source.Path})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && len(done) > 0 {
		err = settle(ctx, url)
	}
	return done, err
}

// settle gives tables that are new their triggers of statements (history.settle).
// It knows what is settled, so that it may be repeated.
func settle(ctx context.Context, url config.Secret) error {
	conn, err := pgx.Connect(ctx, url.Reveal())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	_, err = conn.Exec(ctx, "begin; select pg_advisory_xact_lock(727004); set local role longhouse_owner; select history.settle(); commit")
	if err != nil {
		err = fmt.Errorf("settle the triggers of history: %w", err)
	}
	return errors.Join(err, conn.Close(ctx))
}

func makeRoles(ctx context.Context, url config.Secret, from Source, module string, version int64) ([]Step, error) {
	files, err := from.For(module)
	if err != nil {
		return nil, err
	}
	var done []Step
	err = withProvider(url, module, files, asLogin, func(p *goose.Provider) error {
		if current, err := p.GetDBVersion(ctx); err != nil || current >= version {
			return err
		}
		r, err := p.ApplyVersion(ctx, version, true)
		if errors.Is(err, goose.ErrAlreadyApplied) { // another process was first
			return nil
		}
		if err == nil {
			done = append(done, Step{module, r.Source.Version, r.Source.Path})
		}
		return err
	})
	return done, err
}

// Pending lists what Up would apply. A schema that is newer than the binary is
// an error: an old binary must not write to it.
func Pending(ctx context.Context, url config.Secret, from Source) ([]Step, error) {
	fresh, err := untouched(ctx, url)
	if err != nil {
		return nil, err
	}
	if fresh {
		return []Step{{Module: "platform", Version: 1, File: "all of it: the database is empty"}}, nil
	}
	var waiting []Step
	err = each(url, from, func(module string, p *goose.Provider) error {
		current, target, err := p.GetVersions(ctx)
		if err != nil {
			return err
		}
		if current > target {
			return fmt.Errorf("the schema of %s is at step %d, newer than this binary's %d: use a newer binary", module, current, target)
		}
		for _, s := range p.ListSources() {
			if s.Version > current {
				waiting = append(waiting, Step{module, s.Version, s.Path})
			}
		}
		return nil
	})
	return waiting, err
}

func untouched(ctx context.Context, url config.Secret) (fresh bool, err error) {
	conn, err := pgx.Connect(ctx, url.Reveal())
	if err != nil {
		return false, fmt.Errorf("connect: %w", err)
	}
	err = conn.QueryRow(ctx, "select to_regclass('migration.platform') is null").Scan(&fresh)
	return fresh, errors.Join(err, conn.Close(ctx))
}

func each(url config.Secret, from Source, do func(string, *goose.Provider) error) error {
	folders, err := from.Folders()
	if err != nil {
		return err
	}
	for _, module := range folders {
		files, err := from.For(module)
		if err != nil {
			return err
		}
		if err := withProvider(url, module, files, asOwner, func(p *goose.Provider) error { return do(module, p) }); err != nil {
			return fmt.Errorf("migrate %s: %w", module, err)
		}
	}
	return nil
}

// What a connection says first. Taking over the table of the platform's steps
// from the login is safe to repeat.
const (
	asLogin = `create schema if not exists migration`
	asOwner = `grant usage, create on schema migration to longhouse_owner;
		do $$ begin
			if (select tableowner <> 'longhouse_owner' from pg_tables where schemaname = 'migration' and tablename = 'platform') then
				alter table migration.platform owner to longhouse_owner;
			end if;
		end $$; set role longhouse_owner`
)

// withProvider opens a connection for one folder. Goose's own table stands in
// the schema "migration"; everything but the roles file runs as longhouse_owner.
func withProvider(url config.Secret, module string, files fs.FS, begin string, do func(*goose.Provider) error) (err error) {
	c, err := pgx.ParseConfig(url.Reveal())
	if err != nil {
		return fmt.Errorf("read the database's address: %w", err)
	}
	database := stdlib.OpenDB(*c, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
		return prepare(ctx, conn, begin)
	}))
	defer func() {
		if e := database.Close(); err == nil {
			err = e
		}
	}()
	return provide(database, module, files, do)
}

// prepare takes a lock, since "if not exists" is no promise between two processes.
func prepare(ctx context.Context, conn *pgx.Conn, begin string) error {
	_, err := conn.Exec(ctx, "begin; select pg_advisory_xact_lock(727001); "+begin+"; commit")
	return err
}

func provide(database *sql.DB, module string, files fs.FS, do func(*goose.Provider) error) error {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, database, files,
		goose.WithTableName("migration."+module), goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	return do(p)
}
