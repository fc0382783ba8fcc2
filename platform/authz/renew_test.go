package authz_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/pgtest"
)

// TestWhatIsSaidDuringALoadIsNotForgotten: a change that commits while a node
// reads the policy makes it read once more, and not live by what it read before.
func TestWhatIsSaidDuringALoadIsNotForgotten(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	e := engine(t, d)
	require.NoError(t, e.Bootstrap(d.Context(t), d.User, "owner"))
	conn := d.Superuser(t)
	tx, err := conn.Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), "lock table access.reach in access exclusive mode") // the load gets as far as this
	require.NoError(t, err)
	read := make(chan error, 1)
	go func() {
		_, err := e.Attach(d.Context(t))
		read <- err
	}()
	other := d.Superuser(t)
	require.Eventually(t, func() bool {
		var waits bool
		err := other.QueryRow(t.Context(), "select exists (select from pg_locks where relation = 'access.reach'::regclass and not granted)").Scan(&waits)
		return err == nil && waits
	}, 5*time.Second, 5*time.Millisecond)
	_, err = other.Exec(t.Context(), "update access.head set seq = seq + 1 where org_id = $1", d.Org.UUID)
	require.NoError(t, err)
	e.Forget(d.Org)
	require.NoError(t, tx.Rollback(t.Context()))
	require.NoError(t, <-read)

	var head int64
	require.NoError(t, other.QueryRow(t.Context(), "select seq from access.head where org_id = $1", d.Org.UUID).Scan(&head))
	ctx, err := e.Attach(d.Context(t))
	require.NoError(t, err)
	now, err := authz.Now(ctx)
	require.NoError(t, err)
	require.Equal(t, head, now.Seq())
}
