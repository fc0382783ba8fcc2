package backup

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"longhouse/platform/config"
)

// mark is a schema that a database has while a restore into it is not proved.
const mark = "restore_unfinished"

// lock is held by a restore, so that two do not work on one database.
const lock = "727003"

func errUnfinished(database string) error {
	return fmt.Errorf("the database %s holds a restore that has not been finished and proved: run `longhouse restore` with the same file again, which begins anew", database)
}

// Unfinished fails when the database holds a restore that was not finished and proved.
func Unfinished(ctx context.Context, address config.Secret) error {
	conn, err := pgx.Connect(ctx, address.Reveal())
	if err != nil {
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	defer closing(ctx, conn)
	var marked bool
	if err := conn.QueryRow(ctx, "select to_regnamespace('"+mark+"') is not null").Scan(&marked); err != nil {
		return fmt.Errorf("look for an unfinished restore: %w", err)
	}
	if marked {
		return errUnfinished(conn.Config().Database)
	}
	return nil
}

// MakeDatabase makes a database on the server of an address, unless it is there,
// and returns its address.
func MakeDatabase(ctx context.Context, address config.Secret, name string) (config.Secret, error) {
	made, err := OnServer(address, name)
	if err != nil {
		return "", err
	}
	conn, err := connect(ctx, address)
	if err != nil {
		return "", err
	}
	defer closing(ctx, conn)
	var exists bool
	if err := conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&exists); err != nil || exists {
		return made, err
	}
	if _, err := conn.Exec(ctx, "create database "+quoted(name)+" template template0 encoding 'UTF8'"); err != nil {
		return "", fmt.Errorf("make the database %s: %w", name, err)
	}
	return made, nil
}

// claim makes sure that the database is ours to fill: empty, or left by a restore
// that was killed, whose remains it clears. From here on it has the mark.
func claim(ctx context.Context, conn *pgx.Conn) error {
	if err := alone(ctx, conn); err != nil {
		return err
	}
	var marked bool
	if err := conn.QueryRow(ctx, "select to_regnamespace('"+mark+"') is not null").Scan(&marked); err != nil {
		return err
	}
	if marked {
		if err := clearAway(ctx, conn); err != nil {
			return fmt.Errorf("clear what a restore before has left: %w", err)
		}
	}
	there, err := texts(ctx, conn, `
		select 'the schema ' || n.nspname from pg_namespace n where `+ours+` and n.nspname <> 'public'
		union all
		select 'the table ' || c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
		 where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'S') and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
		 order by 1 limit 1`)
	if err != nil {
		return fmt.Errorf("look whether the database is empty: %w", err)
	}
	if len(there) > 0 {
		return fmt.Errorf("the database %s is not empty: it has %s. A restore writes over nothing: name a new database with --database, or, for a private server, a new folder in LONGHOUSE_DATA", conn.Config().Database, there[0])
	}
	_, err = conn.Exec(ctx, "create schema if not exists "+mark)
	return err
}

// alone fails when another restore is at work, or when a program of one that was
// killed still is.
func alone(ctx context.Context, conn *pgx.Conn) error {
	var held bool
	var left *int32
	err := conn.QueryRow(ctx, `select pg_try_advisory_lock(`+lock+`),
		(select min(pid) from pg_stat_activity where datname = current_database() and application_name = $1 and pid <> pg_backend_pid())`, application).Scan(&held, &left)
	switch {
	case err != nil:
		return fmt.Errorf("look for another restore: %w", err)
	case !held:
		return errors.New("another restore into this database is at work")
	case left != nil:
		return fmt.Errorf("a restore into this database that was killed is still ending, in process %d of PostgreSQL: wait for it, then run this again", *left)
	}
	return nil
}

func clearAway(ctx context.Context, conn *pgx.Conn) error {
	schemas, err := texts(ctx, conn, `select n.nspname::text from pg_namespace n where `+ours+` and n.nspname <> 'public'`)
	if err != nil {
		return err
	}
	for _, s := range schemas { // one by one: each table takes a lock, and there are only so many
		if _, err := conn.Exec(ctx, "drop schema "+quoted(s)+" cascade"); err != nil {
			return err
		}
	}
	return nil
}

// makeRoles makes the roles that are not there, as the schema's first step would:
// none may log in, none is above row level security. It returns those that are
// new and could log in where they came from.
func makeRoles(ctx context.Context, conn *pgx.Conn, all []Role) (mute []string, err error) {
	for _, r := range all {
		var exists bool
		if err := conn.QueryRow(ctx, "select to_regrole(quote_ident($1)) is not null", r.Name).Scan(&exists); err != nil {
			return nil, err
		}
		if exists {
			continue
		}
		inherit := " noinherit"
		if r.Inherit {
			inherit = " inherit"
		}
		// Another restore, or another house on this cluster, may be about to make the same.
		if _, err := conn.Exec(ctx, "do $$ begin create role "+quoted(r.Name)+" nologin"+inherit+"; exception when duplicate_object or unique_violation then null; end $$"); err != nil {
			return nil, fmt.Errorf("make the role %s: %w", r.Name, err)
		}
		if r.Login {
			mute = append(mute, r.Name)
		}
	}
	for _, r := range all {
		for _, in := range r.In {
			var member bool
			if err := conn.QueryRow(ctx, "select exists (select from pg_auth_members where roleid = to_regrole(quote_ident($1)) and member = to_regrole(quote_ident($2)))", in, r.Name).Scan(&member); err != nil {
				return nil, err
			}
			if member {
				continue
			}
			if _, err := conn.Exec(ctx, "grant "+quoted(in)+" to "+quoted(r.Name)); err != nil {
				return nil, fmt.Errorf("let %s become %s: %w", r.Name, in, err)
			}
		}
	}
	return mute, nil
}
