package db_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

func (f *fixture) facts() (kinds []string) {
	f.t.Helper()
	_, err := db.Read(f.ctx, f.Root.For("platform"), func(tx *db.Tx) (struct{}, error) {
		return struct{}{}, tx.QueryRow(f.ctx, "select coalesce(array_agg(kind || ' ' || actor order by at), '{}') from history.fact").Scan(&kinds)
	})
	require.NoError(f.t, err)
	return kinds
}

func TestAFactIsKeptWithTheCommitOrNotAtAll(t *testing.T) {
	t.Parallel()
	f := setup(t)
	nay := errors.New("no")
	note := func(end error) func(*db.Tx) error {
		return func(tx *db.Tx) error {
			return errors.Join(tx.Note(f.ctx, db.Fact{Kind: "test.tried", About: kernel.Record{Entity: "crm.deal", ID: kernel.NewUUID()}}), end)
		}
	}

	require.ErrorIs(t, db.Changed(f.ctx, f.pool, note(nay)), nay)
	require.Empty(t, f.facts())

	require.NoError(t, db.Changed(f.ctx, f.pool, note(nil)))
	require.NoError(t, db.Note(f.ctx, f.pool, db.Fact{Kind: "test.told"}))
	who := " " + f.Actor().Subject()
	require.Equal(t, []string{"test.tried" + who, "test.told" + who}, f.facts())
}

func TestNobodyAltersAFact(t *testing.T) {
	t.Parallel()
	f := setup(t)
	require.NoError(t, db.Note(f.ctx, f.pool, db.Fact{Kind: "test.told"}))
	for _, role := range []string{"platform", "crm", "identity", "relay", "access"} {
		for _, sql := range []string{"update history.fact set kind = 'test.other'", "delete from history.fact"} {
			err := db.Changed(f.ctx, f.Root.For(role), func(tx *db.Tx) error {
				_, err := tx.Exec(context.WithoutCancel(f.ctx), sql)
				return err
			})
			require.Equal(t, "42501", sqlState(err), "%s: %s", role, sql)
		}
	}
}
