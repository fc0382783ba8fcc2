package app

import (
	"context"

	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/db"
)

// mostFindings are enough to see what is wrong.
const mostFindings = 50

// Audit compares every sum of the actor's organisation with its ledger and
// lists where they differ. It asks for no right and repairs nothing: it is for
// whoever runs the host.
func (s *Service) Audit(ctx context.Context) ([]string, error) {
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]string, error) { return store.Findings(ctx, tx, mostFindings) })
}
