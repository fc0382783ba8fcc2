package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

func TestWhatATransactionChangedIsToldWithItsCommit(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	ctx := d.As(t, "owner")
	who, err := actor.From(ctx)
	require.NoError(t, err)
	who.Trace = &actor.Trace{}
	ctx = actor.With(ctx, who)
	write := func(sql string, args ...any) {
		t.Helper()
		require.NoError(t, db.Changed(ctx, d.Root.For("crm"), func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, sql, args...)
			return err
		}))
	}
	write("select 1")
	require.Zero(t, *who.Trace, "nothing was changed")
	write("insert into crm.account (id, name, created_at, updated_at) values ($1, 'Oak', now(), now())", kernel.NewUUID())
	require.Equal(t, []string{"crm.account"}, who.Trace.Tables)
	require.NotZero(t, who.Trace.ChangeSet)
	require.False(t, who.Trace.More)
	write("update crm.account set name = 'Elm'")
	require.True(t, who.Trace.More)
}
