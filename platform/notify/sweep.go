package notify

import (
	"context"
	"fmt"

	"longhouse/platform/db"
	"longhouse/platform/notify/sqlcgen"
)

const (
	kept      = 90    // days that a message stays, read or not: as long as what it tells of can be undone
	sweepOnce = 1_000 // messages that go in one transaction
)

// Sweep drops an organisation's messages that are older than ninety days.
func (h *Hub) Sweep(ctx context.Context) error {
	before := h.o.Clock.Now().AddDate(0, 0, -kept)
	for {
		n, err := db.Write(ctx, h.db, func(tx *db.Tx) (int64, error) {
			return sqlcgen.New(tx).Sweep(ctx, sqlcgen.SweepParams{Before: before, Max: sweepOnce})
		})
		if err != nil {
			return fmt.Errorf("drop old messages: %w", err)
		}
		if n < sweepOnce {
			return nil
		}
	}
}
