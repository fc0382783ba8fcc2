package db_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/pgtest"
)

// glanced reads names in one round trip.
func glanced(ctx context.Context, p *db.Pool) ([]string, error) {
	return db.Glance(ctx, p, func(tx *db.Tx) ([]string, error) {
		rows, err := tx.Query(ctx, "select name from crm.lost_reason order by name")
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, pgx.RowTo[string])
	})
}

func TestAReadThatBeginsWithItsStatementMeetsTheSameFences(t *testing.T) {
	t.Parallel()
	f := setup(t)
	pool := f.alone(db.Options{}).For("crm")
	require.NoError(t, db.Changed(f.ctx, pool, func(tx *db.Tx) error { _, err := add(f.ctx, tx, "Price"); return err }))
	other := pgtest.New(t).Context(t)
	for range 3 { // prepared, then together, then together again on the same connection
		for _, read := range []func(context.Context, *db.Pool) ([]string, error){names, glanced} {
			mine, err := read(f.ctx, pool)
			require.NoError(t, err)
			require.Contains(t, mine, "Price")
			theirs, err := read(other, pool)
			require.NoError(t, err)
			require.NotContains(t, theirs, "Price", "row level security holds for a connection that served somebody else")
		}
	}
	_, err := names(f.ctx, pool.Root().For("hr"))
	require.ErrorContains(t, err, "permission denied", "a statement that the connection knows is still the other module's")
	_, err = glanced(f.ctx, pool.Root().For("hr"))
	require.ErrorContains(t, err, "permission denied")
	mine, err := names(f.ctx, pool)
	require.NoError(t, err)
	require.Contains(t, mine, "Price", "a refusal leaves the connection usable")
}

func TestAReadThatBeginsWithItsStatementCannotWrite(t *testing.T) {
	t.Parallel()
	f := setup(t)
	pool := f.alone(db.Options{}).For("crm")
	for range 3 {
		_, err := db.Glance(f.ctx, pool, func(tx *db.Tx) (string, error) {
			var name string
			err := tx.QueryRow(f.ctx, "insert into crm.lost_reason (id, name) values (gen_random_uuid(), 'X') returning name").Scan(&name)
			return name, err
		})
		require.Equal(t, fault.Unavailable, fault.KindOf(err), "PostgreSQL says that the transaction only reads")
	}
	found, err := names(f.ctx, pool)
	require.NoError(t, err)
	require.NotContains(t, found, "X")
}

func TestAGlanceIsOneStatement(t *testing.T) {
	t.Parallel()
	f := setup(t)
	pool := f.alone(db.Options{}).For("crm")
	ask := func(tx *db.Tx) error {
		var n int
		return tx.QueryRow(f.ctx, "select count(*) from crm.lost_reason").Scan(&n)
	}
	for range 3 {
		_, err := db.Glance(f.ctx, pool, func(tx *db.Tx) (int, error) {
			require.NoError(t, ask(tx))
			return 0, ask(tx)
		})
		require.ErrorContains(t, err, "use db.Read")
	}
}

func TestNoRowsIsNotFoundInOneRoundTripToo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	pool := f.alone(db.Options{}).For("crm")
	for range 3 {
		_, err := db.Glance(f.ctx, pool, func(tx *db.Tx) (string, error) {
			var name string
			return name, tx.QueryRow(f.ctx, "select name from crm.lost_reason where name = 'nobody'").Scan(&name)
		})
		require.True(t, db.NoRows(err))
	}
}

func TestAReaderOutlivesAChangeOfTheTable(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.URL = pgtest.Fresh(t) // its own tables: others look at the catalogue of the shared ones
	owner, err := pgx.Connect(t.Context(), f.URL.Reveal())
	require.NoError(t, err)
	t.Cleanup(func() { _ = owner.Close(context.Background()) })
	change := func(sql string) {
		_, err := owner.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	pool := f.alone(db.Options{}).For("crm")
	read := func() error {
		_, err := db.Glance(f.ctx, pool, func(tx *db.Tx) ([]map[string]any, error) {
			rows, err := tx.Query(f.ctx, "select * from crm.glanced")
			if err != nil {
				return nil, err
			}
			return pgx.CollectRows(rows, pgx.RowToMap)
		})
		return err
	}
	change("create table crm.glanced (a int); grant select on crm.glanced to longhouse_crm")
	for range 3 {
		require.NoError(t, read())
	}
	change("alter table crm.glanced add column b int")
	require.Error(t, read(), "PostgreSQL refuses the plan that it made before")
	require.NoError(t, read(), "and the statement is prepared again")
}
