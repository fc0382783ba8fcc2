package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/fault"
)

// counted is a part that counts reasons of a name.
func counted(ctx context.Context, name string, into *int) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		return tx.QueryRow(ctx, "select count(*) from crm.lost_reason where name = $1", name).Scan(into)
	}
}

// listed is a part that reads all names.
func listed(ctx context.Context, into *[]string) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		rows, err := tx.Query(ctx, "select name from crm.lost_reason order by name")
		if err != nil {
			return err
		}
		*into, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	}
}

func TestPartsThatGoTogetherAnswerAsIfAlone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	pool := f.alone(db.Options{}).For("crm")
	require.NoError(t, db.Changed(f.ctx, pool, func(tx *db.Tx) error {
		var before, after int
		add := func(name string) func(*db.Tx) error {
			return func(tx *db.Tx) error { _, err := add(f.ctx, tx, name); return err }
		}
		require.NoError(t, db.Together(f.ctx, tx, add("Price"), add("Timing"), counted(f.ctx, "Price", &after)))
		require.Equal(t, 1, after, "in their order")
		require.NoError(t, tx.Part(f.ctx, func(tx *db.Tx) error {
			return db.Together(f.ctx, tx, counted(f.ctx, "Price", &before), add("Taste"))
		}))
		require.Equal(t, 1, before, "within a savepoint, too")
		return nil
	}))
	for range 3 { // prepared, then known to the connection
		for _, read := range []func(context.Context, *db.Pool, func(*db.Tx) (int, error)) (int, error){db.Read[int], db.Glance[int]} {
			var price, none int
			var all []string
			_, err := read(f.ctx, pool, func(tx *db.Tx) (int, error) {
				return 0, db.Together(f.ctx, tx, counted(f.ctx, "Price", &price), func(*db.Tx) error { return nil }, listed(f.ctx, &all), counted(f.ctx, "None", &none))
			})
			require.NoError(t, err)
			require.Equal(t, []int{1, 0}, []int{price, none})
			require.Equal(t, []string{"Price", "Taste", "Timing"}, all)
		}
	}
}

func TestTheFirstErrorOfPartsEndsAll(t *testing.T) {
	t.Parallel()
	f := setup(t)
	pool := f.alone(db.Options{}).For("crm", map[string]*fault.Error{"lost_reason_name_is_unique": errTaken})
	no := errors.New("no")
	put := func(name string) func(*db.Tx) error {
		return func(tx *db.Tx) error { _, err := add(f.ctx, tx, name); return err }
	}
	for range 3 {
		together := func(parts ...func(*db.Tx) error) error {
			return db.Changed(f.ctx, pool, func(tx *db.Tx) error { return db.Together(f.ctx, tx, parts...) })
		}
		require.ErrorIs(t, together(put("a"), put("a"), put("b")), errTaken)
		require.ErrorIs(t, together(put("a"), func(*db.Tx) error { return no }), no, "before anything was sent")
		require.ErrorIs(t, together(put("a"), func(tx *db.Tx) error { return errors.Join(put("b")(tx), no) }, put("c")), no)
		require.ErrorContains(t, together(put("a"), func(tx *db.Tx) error { _ = put("b")(tx); return put("c")(tx) }), "one statement")
		require.ErrorContains(t, together(func(tx *db.Tx) error { return tx.Part(f.ctx, func(*db.Tx) error { return nil }) }), "one statement")
		require.Empty(t, f.names(), "nothing of it was committed")
		_, err := db.Glance(f.ctx, pool, func(tx *db.Tx) (int, error) {
			var n int
			return 0, errors.Join(db.Together(f.ctx, tx, counted(f.ctx, "a", &n)), db.Together(f.ctx, tx, counted(f.ctx, "b", &n)))
		})
		require.ErrorContains(t, err, "use db.Read")
		_, err = db.Glance(f.ctx, pool, func(tx *db.Tx) (int, error) { return 0, db.Together(f.ctx, tx, put("a")) })
		require.Equal(t, fault.Unavailable, fault.KindOf(err), "a read cannot write")
	}
	func() {
		defer func() { require.Equal(t, "broken", recover()) }()
		_ = db.Changed(f.ctx, pool, func(tx *db.Tx) error { return db.Together(f.ctx, tx, put("a"), func(*db.Tx) error { panic("broken") }) })
	}()
	require.Empty(t, f.names())
	require.NoError(t, db.Changed(f.ctx, pool, put("a")), "the connection is well")
}

func TestPartsMeetTheSameFences(t *testing.T) {
	t.Parallel()
	f, other := setup(t), setup(t)
	root := f.alone(db.Options{})
	require.NoError(t, db.Changed(f.ctx, root.For("crm"), func(tx *db.Tx) error { _, err := add(f.ctx, tx, "Price"); return err }))
	for range 3 {
		for want, ctx := range map[int]context.Context{1: f.ctx, 0: other.ctx} {
			_, err := db.Glance(ctx, root.For("crm"), func(tx *db.Tx) (int, error) {
				var n, again int
				require.NoError(t, db.Together(ctx, tx, counted(ctx, "Price", &n), counted(ctx, "Price", &again)))
				require.Equal(t, []int{want, want}, []int{n, again})
				return 0, nil
			})
			require.NoError(t, err)
		}
		_, err := db.Glance(f.ctx, root.For("hr"), func(tx *db.Tx) (int, error) { var n int; return n, db.Together(f.ctx, tx, counted(f.ctx, "Price", &n)) })
		require.ErrorContains(t, err, "permission denied")
	}
}

func TestWhatIsFoundByKeyIsPlannedOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	pool := f.alone(db.Options{}).For("crm")
	mode := func(tx *db.Tx) (mode string, err error) {
		return mode, tx.QueryRow(f.ctx, "select current_setting('plan_cache_mode')").Scan(&mode)
	}
	for range 2 {
		for want, run := range map[string]func(context.Context, *db.Pool, func(*db.Tx) (string, error)) (string, error){"auto": db.Read[string], "force_generic_plan": db.Glance[string]} {
			got, err := run(f.ctx, pool, mode)
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
		got, err := db.Write(f.ctx, pool, mode)
		require.NoError(t, err)
		require.Equal(t, "auto", got)
	}
}
