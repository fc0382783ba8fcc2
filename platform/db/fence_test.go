package db_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// trips counts what goes to the database.
type trips struct {
	mu  sync.Mutex
	sql []string
}

func (c *trips) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sql = append(c.sql, q.SQL)
	return ctx
}

func (c *trips) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (c *trips) taken() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := c.sql
	c.sql = nil
	return out
}

func sqlState(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code
	}
	return ""
}

func TestATransactionBeginsAsRoleAndOrganisationInOneTrip(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var c trips
	root := f.alone(db.Options{Tracer: &c})
	require.NoError(t, root.Ping(t.Context()))
	c.taken()
	var role, org, who string
	ask := func(tx *db.Tx) (struct{}, error) {
		return struct{}{}, tx.QueryRow(f.ctx, "select current_user, current_setting('app.org_id'), coalesce(current_setting('app.actor', true), '')").Scan(&role, &org, &who)
	}
	_, err := db.Read(f.ctx, root.For("crm"), ask)
	require.NoError(t, err)
	require.Equal(t, []string{"longhouse_crm", f.Org.String()}, []string{role, org})
	require.Len(t, c.taken(), 3, "begin, ask, commit")

	_, err = db.Write(f.ctx, root.For("hr"), ask)
	require.NoError(t, err)
	require.Equal(t, []string{"longhouse_hr", f.Org.String(), "u:" + f.User.String()}, []string{role, org, who})
	require.Len(t, c.taken(), 3)
}

func TestWithoutAnActorNothingRuns(t *testing.T) {
	t.Parallel()
	f := setup(t)
	ran := false
	run := func(*db.Tx) (int, error) { ran = true; return 0, nil }
	_, err := db.Write(t.Context(), f.pool, run)
	require.ErrorIs(t, err, actor.ErrMissing)
	_, err = db.Read(t.Context(), f.pool, run)
	require.ErrorIs(t, err, actor.ErrMissing)
	require.ErrorIs(t, db.Changed(t.Context(), f.pool, func(*db.Tx) error { ran = true; return nil }), actor.ErrMissing)
	require.False(t, ran)
}

func TestAfterATransactionTheConnectionIsNobodyAgain(t *testing.T) {
	t.Parallel()
	f := setup(t)
	root := f.alone(db.Options{})
	pool := root.For("crm")
	nobody := func(after string) {
		var user, org, who, recorded string
		require.NoError(t, root.Ask(t.Context(), []any{&user, &org, &who, &recorded},
			"select current_user, coalesce(current_setting('app.org_id', true), ''), coalesce(current_setting('app.actor', true), ''), coalesce(current_setting('app.recorded', true), '')"))
		require.Equal(t, []string{"longhouse_app", "", "", ""}, []string{user, org, who, recorded}, after)
	}
	nobody("before")
	_, err := names(f.ctx, pool)
	require.NoError(t, err)
	nobody("a read")
	require.NoError(t, db.Changed(f.ctx, pool, func(tx *db.Tx) error { _, err := add(f.ctx, tx, "Price"); return err }))
	nobody("a write")
	require.Error(t, db.Changed(f.ctx, pool, func(*db.Tx) error { return errors.New("no") }))
	nobody("a failure")
	ctx, cancel := context.WithCancel(f.ctx)
	require.Error(t, db.Changed(ctx, pool, func(tx *db.Tx) error { cancel(); _, err := add(ctx, tx, "Gone"); return err }))
	nobody("a caller that went away")
	func() {
		defer func() { require.NotNil(t, recover()) }()
		_ = db.Changed(f.ctx, pool, func(*db.Tx) error { panic("broken") })
	}()
	nobody("a panic")
	_, err = db.House(t.Context(), root.For("identity"), func(*db.Tx) (int, error) { return 0, nil })
	require.NoError(t, err)
	nobody("the house")
	require.Equal(t, []string{"Price"}, f.names())
}

// tables lists every table of ours, by schema.
func tables(t *testing.T, f *fixture) []string {
	t.Helper()
	rows, err := f.Superuser(t).Query(t.Context(), `select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where c.relkind in ('r', 'p') and n.nspname = any('{crm,hr,inventory,identity,access,jobs,history,platform,notify,imports}') order by 1`)
	require.NoError(t, err)
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Greater(t, len(out), 30)
	return out
}

func TestAModuleIsDeniedEveryOtherSchema(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, table := range tables(t, f) {
		schema, _, _ := strings.Cut(table, ".")
		for _, module := range []string{"crm", "hr", "inventory"} {
			_, err := db.Read(f.ctx, f.Root.For(module), func(tx *db.Tx) (struct{}, error) {
				_, err := tx.Exec(f.ctx, "select from "+table+" limit 0")
				return struct{}{}, err
			})
			if schema == module {
				require.NotEqual(t, "42501", sqlState(err), "%s reads its own %s", module, table)
				continue
			}
			require.Equal(t, "42501", sqlState(err), "%s reads %s: %v", module, table, err)
		}
	}
}

func TestTheBareLoginReadsNothing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	behind := f.Superuser(t)
	for _, table := range tables(t, f) {
		var n int
		require.NotEmpty(t, sqlState(f.Root.Ask(t.Context(), []any{&n}, "select count(*) from "+table)), table)
		var may bool
		require.NoError(t, behind.QueryRow(t.Context(), "select has_table_privilege('longhouse_app', $1, 'select, insert, update, delete, truncate')", table).Scan(&may))
		require.False(t, may, table)
	}
}

func TestAnotherOrganisationsRowsCanNeitherBeSeenNorTouched(t *testing.T) {
	t.Parallel()
	oak, elm := setup(t), setup(t)
	_, err := db.Write(elm.ctx, elm.pool, func(tx *db.Tx) (string, error) { _, err := add(elm.ctx, tx, "Price"); return "", err })
	require.NoError(t, err)
	require.Empty(t, oak.names())
	require.NoError(t, db.Changed(oak.ctx, oak.pool, func(tx *db.Tx) error {
		for _, sql := range []string{"update crm.lost_reason set name = 'mine'", "delete from crm.lost_reason"} {
			tag, err := tx.Exec(oak.ctx, sql)
			require.NoError(t, err)
			require.Zero(t, tag.RowsAffected(), sql)
		}
		return nil
	}))
	err = db.Changed(oak.ctx, oak.pool, func(tx *db.Tx) error {
		_, err := tx.Exec(oak.ctx, "insert into crm.lost_reason (org_id, id, name) values ($1, $2, 'smuggled')", elm.Org.UUID, kernel.NewUUID())
		return err
	})
	require.Equal(t, "42501", sqlState(err))
	err = db.Changed(oak.ctx, oak.pool, func(tx *db.Tx) error {
		if _, err := add(oak.ctx, tx, "Moved"); err != nil {
			return err
		}
		_, err := tx.Exec(oak.ctx, "update crm.lost_reason set org_id = $1", elm.Org.UUID)
		return err
	})
	require.Equal(t, "42501", sqlState(err))
	require.NoError(t, db.Changed(oak.ctx, oak.pool, func(tx *db.Tx) error { _, err := add(oak.ctx, tx, "Price"); return err }),
		"a unique value of another organisation gives no hint")
	require.Equal(t, []string{"Price"}, elm.names())
}

func TestAReadCannotWrite(t *testing.T) {
	t.Parallel()
	f := setup(t)
	_, err := db.Read(f.ctx, f.pool, func(tx *db.Tx) (any, error) { _, err := add(f.ctx, tx, "Price"); return nil, err })
	require.Error(t, err)
	require.Empty(t, f.names())
}

func TestTheHouseBelongsToNoOrganisation(t *testing.T) {
	t.Parallel()
	f := setup(t)
	require.NoError(t, db.Changed(f.ctx, f.pool, func(tx *db.Tx) error { _, err := add(f.ctx, tx, "Price"); return err }))
	n, err := db.House(f.ctx, f.pool, func(tx *db.Tx) (n int, err error) {
		return n, tx.QueryRow(f.ctx, "select count(*) from crm.lost_reason").Scan(&n)
	})
	require.NoError(t, err)
	require.Zero(t, n)
	_, err = db.House(f.ctx, f.pool, func(tx *db.Tx) (any, error) { _, err := add(f.ctx, tx, "Nobody's"); return nil, err })
	require.Error(t, err, "a row of nobody would have no change set")
}

func TestAConstraintsNameFindsItsFault(t *testing.T) {
	t.Parallel()
	f := setup(t)
	write := func(p *db.Pool, name string) error {
		return db.Changed(f.ctx, p, func(tx *db.Tx) error { _, err := add(f.ctx, tx, name); return err })
	}
	require.NoError(t, write(f.pool, "Price"))
	require.ErrorIs(t, write(f.pool, "Price"), errTaken)
	require.ErrorIs(t, write(f.Root.For("crm"), "Price"), fault.ErrConflict, "an unnamed clash is a plain conflict")
	require.Equal(t, "23514", sqlState(write(f.pool, "")), "a check nobody gave words to is a defect, and internal")
	require.Nil(t, fault.As(write(f.pool, "")))
	empty := fault.ErrInvalid.At("/name")
	require.ErrorIs(t, write(f.pool.With(map[string]*fault.Error{"lost_reason_has_a_name": empty}), ""), empty)
	require.ErrorIs(t, write(f.pool.With(map[string]*fault.Error{"lost_reason_has_a_name": empty}), "Price"), errTaken, "and keeps what the pool knew")
	require.ErrorIs(t, write(f.pool, "a\x00b"), fault.ErrInvalid)
	require.ErrorIs(t, write(f.pool, "a\xff"), fault.ErrInvalid)
	for _, sql := range []string{"update crm.lost_reason set position = 2147483647 + position + 1", "select '0000-01-01'::date"} {
		err := db.Changed(f.ctx, f.pool, func(tx *db.Tx) error { _, err := tx.Exec(f.ctx, sql); return err })
		require.ErrorIs(t, err, fault.ErrInvalid, sql)
	}
	_, err := db.Read(f.ctx, f.pool, func(tx *db.Tx) (s string, err error) {
		return s, tx.QueryRow(f.ctx, "select name from crm.lost_reason where name = 'none'").Scan(&s)
	})
	require.ErrorIs(t, err, fault.ErrNotFound)
	require.True(t, db.NoRows(err))
	require.NotContains(t, fault.As(err).Message, "rows")
}

func TestAGuardedUpdateThatTouchedNothingIsStaleOrNotFound(t *testing.T) {
	t.Parallel()
	require.NoError(t, db.One(1, func() error { return errors.New("not asked") }))
	require.ErrorIs(t, db.One(0, func() error { return nil }), fault.ErrStale)
	require.ErrorIs(t, db.One(0, func() error { return fault.ErrNotFound }), fault.ErrNotFound)
}
