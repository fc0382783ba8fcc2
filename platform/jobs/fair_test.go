package jobs_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/events"
	"longhouse/platform/kernel"
)

func TestBacklogOfOneOrganisationLeavesRoomForTheOthers(t *testing.T) {
	t.Parallel()
	big, small := setup(t), setup(t)
	name := "probe.fair_" + uuid.NewString()
	n := big.node(big.options(), events.Apply(name, func(context.Context, *db.Tx, fact) error { return nil }))
	batch := make([]kernel.Event, 120)
	for i := range batch {
		batch[i] = fact{N: i}
	}
	n.emit(big.ctx, t, batch...)
	n.emit(small.ctx, t, batch[:3]...)
	conn := big.Superuser(t)
	tx, err := conn.Begin(big.ctx) // rolled back, so that the other tests' work stays theirs
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(context.WithoutCancel(big.ctx)) }()
	pick := func(room int) map[uuid.UUID]int {
		rows, err := tx.Query(big.ctx, "select org from jobs.pick(array['event'], array[$1::uuid], array[$2::int], array[$3], array[1], null)", uuid.Nil, room, name)
		require.NoError(t, err)
		defer rows.Close()
		got := map[uuid.UUID]int{}
		for rows.Next() {
			var org uuid.UUID
			require.NoError(t, rows.Scan(&org))
			got[org]++
		}
		require.NoError(t, rows.Err())
		return got
	}

	require.Equal(t, map[uuid.UUID]int{big.Org.UUID: 50, small.Org.UUID: 3}, pick(200))
	require.Empty(t, pick(200), "fifty are out, and that is enough of one organisation")
}
