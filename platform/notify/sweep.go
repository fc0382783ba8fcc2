package notify

import (
	"context"
	"fmt"

	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/notify/sqlcgen"
)

const (
	kept      = 90    // days that a message stays, read or not: as long as what it tells of can be undone
	sweepOnce = 1_000 // messages that go in one transaction
)

// Handlers are the jobs of this package, for the pool of the platform.
func (h *Hub) Handlers() []jobs.Handler {
	return []jobs.Handler{jobs.Every("notify.sweep", "41 3 * * *", h.Sweep).
		Does("Drops messages that are older than ninety days.")}
}

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
