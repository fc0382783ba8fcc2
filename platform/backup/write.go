package backup

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"longhouse/platform/clock"
	"longhouse/platform/config"
	"longhouse/platform/embedded"
)

// Options say what to back up.
type Options struct {
	// URL names a login that row level security does not bind.
	URL config.Secret
	// Binaries is LONGHOUSE_POSTGRES: where pg_dump is looked for first.
	Binaries string
	// Longhouse is this binary's version.
	Longhouse string
	Clock     clock.Clock
	// Keys are files outside the database that belong with it.
	Keys []Key
	// Content opens a file that hangs on a record, by its organisation and its sum.
	Content func(ctx context.Context, org uuid.UUID, sum string) (io.ReadCloser, error)
}

// Key is a small file of the data folder.
type Key struct {
	Name  string
	Bytes []byte
}

// Write takes a backup while others write. The file must not exist; it has its
// name when it is whole, and nobody else may read it.
func Write(ctx context.Context, name string, o Options) (m Manifest, err error) {
	began := o.Clock.Now()
	f, err := create(name, began)
	if err != nil {
		return m, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.abandon())
		}
	}()
	conn, err := connect(ctx, o.URL)
	if err != nil {
		return m, err
	}
	defer closing(ctx, conn)
	if m, err = write(ctx, conn, f, o); err != nil {
		return m, err
	}
	m.Seconds = o.Clock.Now().Sub(began).Seconds()
	m.Parts = f.parts
	text, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return m, err
	}
	if err := f.add(manifestPart, text); err != nil {
		return m, err
	}
	if err := f.add(sumsPart, sums(f.parts)); err != nil {
		return m, err
	}
	return m, f.finish()
}

// write fills the file with what one snapshot shows: pg_dump reads the rows by it
// while we count them by the same.
func write(ctx context.Context, conn *pgx.Conn, f *file, o Options) (m Manifest, err error) {
	if err := sound(ctx, conn); err != nil {
		return m, err
	}
	m = Manifest{Format: format, Longhouse: o.Longhouse}
	if m.Server, err = serverVersion(ctx, conn); err != nil {
		return m, err
	}
	tools, err := embedded.FindTools(ctx, o.Binaries, m.Server.Major, embedded.AnyLater)
	if err != nil {
		return m, err
	}
	m.Tool = Version{tools.Version, tools.Major}
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return m, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // it only reads
	var snapshot string
	if err := conn.QueryRow(ctx, "select pg_export_snapshot(), clock_timestamp()").Scan(&snapshot, &m.TakenAt); err != nil {
		return m, fmt.Errorf("take a snapshot: %w", err)
	}
	if err := keepTables(ctx, conn); err != nil {
		return m, err
	}
	var seen picture
	both, running := errgroup.WithContext(ctx)
	both.Go(func() error { return dump(running, f, tools, o.URL, snapshot) })
	both.Go(func() (err error) {
		if m.Roles, err = roles(running, conn); err == nil {
			seen, err = look(running, conn)
		}
		return err
	})
	if err := both.Wait(); err != nil {
		return m, err
	}
	m.Schema, m.Tables = seen.schema, seen.tables
	if err := f.add(cataloguePart, []byte(strings.Join(seen.catalogue, "\n")+"\n")); err != nil {
		return m, err
	}
	for _, k := range o.Keys {
		if err := f.add(path.Join(keysFolder, k.Name), k.Bytes); err != nil {
			return m, err
		}
	}
	return m, contents(ctx, tx, f, o.Content)
}

// sound refuses what would make a backup that nobody could restore.
func sound(ctx context.Context, conn *pgx.Conn) error {
	var login string
	var sees, reads, empty, unfinished bool
	err := conn.QueryRow(ctx, `
		select rolname, rolsuper or rolbypassrls, rolsuper or pg_has_role(oid, 'pg_read_all_data', 'usage'),
		       not exists (select from pg_class c where c.relnamespace = to_regnamespace('migration') and c.relname = 'platform'), to_regnamespace('`+mark+`') is not null
		  from pg_roles where rolname = current_user`).Scan(&login, &sees, &reads, &empty, &unfinished)
	if err != nil {
		return fmt.Errorf("ask what the login may: %w", err)
	}
	name := quoted(login)
	switch {
	case unfinished:
		return errUnfinished(conn.Config().Database)
	case empty:
		return fmt.Errorf("the database %s holds no Longhouse: there is nothing to back up", conn.Config().Database)
	case !sees || !reads:
		return fmt.Errorf("a backup reads the rows of all organisations, and row level security keeps the login %s from it. Let a superuser run: alter role %s bypassrls; grant pg_read_all_data to %s; or name another login in LONGHOUSE_MIGRATE_URL", login, name, name)
	}
	return nil
}

// dump streams pg_dump's output into the file.
func dump(ctx context.Context, f *file, tools embedded.Tools, address config.Secret, snapshot string) error {
	env, err := environment(address)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, tools.Dump, "--format=custom", "--snapshot="+snapshot, "--no-password", "--no-tablespaces", "--lock-wait-timeout=30s", "--compress=3") //nolint:gosec // G204: PostgreSQL's own program, which the finder has checked
	var said bytes.Buffer
	cmd.Env, cmd.Stderr = env, &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start pg_dump: %w", err)
	}
	written := f.stream(dumpPart, out)
	if written != nil {
		cancel() // it would wait for somebody to read on
	}
	if err := cmd.Wait(); err != nil && written == nil {
		return fmt.Errorf("pg_dump did not finish: %w: %s", err, strings.TrimSpace(said.String()))
	}
	return written
}

func roles(ctx context.Context, conn *pgx.Conn) ([]Role, error) {
	rows, err := conn.Query(ctx, rolesOfOurs)
	if err != nil {
		return nil, fmt.Errorf("list the roles: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Role])
}
