package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sort"
	"strings"

	"github.com/jackc/pgx/v5"

	"longhouse/platform/config"
	"longhouse/platform/embedded"
)

// Target is where a backup is restored to.
type Target struct {
	// URL names the empty database, and a superuser.
	URL config.Secret
	// Login is who will migrate and serve, if that is somebody else; empty is the superuser.
	Login string
	// Binaries is LONGHOUSE_POSTGRES: where pg_restore is looked for first.
	Binaries string
	// Latest is the step of each module's schema that this binary knows.
	Latest map[string]int64
}

// Restored is a database that has all of a backup, and still the mark.
type Restored struct {
	// Mute are roles that were made and could log in where they came from.
	Mute []string
	// Open counts the deliveries that go on when a server starts.
	Open int64

	url config.Secret
}

// Restore fills an empty database from a backup, and proves that it holds what
// the backup holds. The database keeps its mark until Finish.
func (f *File) Restore(ctx context.Context, t Target) (_ *Restored, err error) {
	if err := f.knownTo(t.Latest); err != nil {
		return nil, err
	}
	conn, err := connect(ctx, t.URL)
	if err != nil {
		return nil, err
	}
	defer closing(ctx, conn)
	server, err := f.fits(ctx, conn)
	if err != nil {
		return nil, err
	}
	tools, err := embedded.FindTools(ctx, t.Binaries, f.Tool.Major, server.Major)
	if err != nil {
		return nil, err
	}
	if err := claim(ctx, conn); err != nil {
		return nil, err
	}
	r := &Restored{url: t.URL}
	if r.Mute, err = makeRoles(ctx, conn, f.Roles); err != nil {
		return nil, err
	}
	if err := fill(ctx, f.dump(), tools, t.URL); err != nil {
		return nil, err
	}
	if err := f.prove(ctx, conn, server.Major == f.Server.Major); err != nil {
		return nil, err
	}
	if r.Mute, err = hand(ctx, conn, t.Login, r.Mute); err != nil {
		return nil, err
	}
	return r, conn.QueryRow(ctx, "select count(*) from jobs.delivery where state <> 'dead'").Scan(&r.Open)
}

// knownTo refuses a schema that this binary is too old for.
func (f *File) knownTo(latest map[string]int64) error {
	modules := make([]string, 0, len(f.Schema))
	for m := range f.Schema {
		modules = append(modules, m)
	}
	sort.Strings(modules)
	for _, m := range modules {
		if step, known := latest[m]; !known || f.Schema[m] > step {
			return fmt.Errorf("the backup was written by longhouse %s, whose schema of %s is at step %d, and this binary knows %d: restore with longhouse %s or a later one", f.Longhouse, m, f.Schema[m], step, f.Longhouse)
		}
	}
	return nil
}

// fits refuses a login or a server that cannot take the backup.
func (f *File) fits(ctx context.Context, conn *pgx.Conn) (Version, error) {
	server, err := serverVersion(ctx, conn)
	if err != nil {
		return server, err
	}
	var super bool
	var login string
	if err := conn.QueryRow(ctx, "select rolsuper, rolname from pg_roles where rolname = current_user").Scan(&super, &login); err != nil {
		return server, err
	}
	if !super {
		return server, fmt.Errorf("a restore gives things to the roles that owned them and fills tables of all organisations, which only a superuser may, and %s is none: name one in LONGHOUSE_MIGRATE_URL", login)
	}
	if server.Major < f.Server.Major || server.Major < f.Tool.Major {
		return server, fmt.Errorf("the backup was taken of PostgreSQL %s with pg_dump %s, and the server here is %s: restore into PostgreSQL %d or later", f.Server.Full, f.Tool.Full, server.Full, max(f.Server.Major, f.Tool.Major))
	}
	return server, nil
}

// fill runs pg_restore in one transaction: all of it comes, or nothing.
func fill(ctx context.Context, dump io.Reader, tools embedded.Tools, address config.Secret) error {
	env, err := environment(address)
	if err != nil {
		return err
	}
	c, err := pgx.ParseConfig(address.Reveal())
	if err != nil {
		return err
	}
	name := "dbname='" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(c.Database) + "'"
	cmd := exec.CommandContext(ctx, tools.Restore, "--dbname="+name, "--single-transaction", "--exit-on-error", "--no-password", "--no-tablespaces") //nolint:gosec // G204: PostgreSQL's own program, which the finder has checked
	var said bytes.Buffer
	cmd.Env, cmd.Stdin, cmd.Stderr = env, dump, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("pg_restore did not finish, and nothing of it is kept: %w: %s", errors.Join(err, ctx.Err()), strings.TrimSpace(said.String()))
	}
	return nil
}

// prove compares the database with what the backup says of itself.
func (f *File) prove(ctx context.Context, conn *pgx.Conn, sameMajor bool) error {
	now, err := look(ctx, conn)
	if err != nil {
		return err
	}
	found := differences(picture{tables: f.Tables, catalogue: f.catalogue}, now, sameMajor)
	late, err := behind(ctx, conn)
	if err != nil {
		return err
	}
	if found = append(found, late...); len(found) > 0 {
		return fmt.Errorf("the database is not what the backup says, in %d places: %s", len(found), strings.Join(found[:min(len(found), 10)], "; "))
	}
	_, err = conn.Exec(ctx, "analyze")
	return err
}

// hand gives the database to whoever will migrate and serve: what an operator
// does by hand, or the schema's first step, where that step is applied.
func hand(ctx context.Context, conn *pgx.Conn, login string, mute []string) ([]string, error) {
	var before string
	err := conn.QueryRow(ctx, `select coalesce((select r.rolname::text from pg_namespace n join pg_roles r on r.oid = n.nspowner where n.nspname = 'migration'), '')`).Scan(&before)
	if err != nil {
		return nil, err
	}
	statements := []string{"grant create on database " + quoted(conn.Config().Database) + " to longhouse_owner"}
	if login == "" {
		statements = append(statements, "alter schema migration owner to current_user")
	} else {
		name := quoted(login)
		statements = append(statements, "grant longhouse_owner, longhouse_app to "+name, "alter schema migration owner to "+name,
			"grant create on database "+quoted(conn.Config().Database)+" to "+name)
	}
	for _, s := range statements {
		if _, err := conn.Exec(ctx, s); err != nil {
			return nil, fmt.Errorf("hand the database over: %w", err)
		}
	}
	var left []string
	for _, role := range mute {
		// Who migrated where it came from owned that schema only, and is needed no more.
		if role == before {
			if _, err := conn.Exec(ctx, "drop role "+quoted(role)); err == nil {
				continue
			}
		}
		left = append(left, role)
	}
	return left, nil
}

// Finish takes the mark away: from here on the database is a house like any other.
func (r *Restored) Finish(ctx context.Context) error {
	conn, err := connect(ctx, r.url)
	if err != nil {
		return err
	}
	defer closing(ctx, conn)
	_, err = conn.Exec(ctx, "drop schema "+mark)
	return err
}
