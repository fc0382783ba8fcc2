// Package worker holds what inventory does without a person waiting: jobs,
// and rows of imported files.
package worker

import (
	"context"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/db"
	"longhouse/platform/jobs"
)

// Handlers are inventory's jobs. The reorder list is worked out when it is
// read, so nothing scans for it.
func Handlers(s *app.Service) []jobs.Handler { return []jobs.Handler{AllocateStock(s)} }

// AllocateStock serves waiting demand, by rank, with goods that have become
// free. One runs for a product and warehouse at a time.
func AllocateStock(s *app.Service) jobs.Handler {
	return jobs.Do("inventory.allocate_stock", func(ctx context.Context, tx *db.Tx, j inventory.AllocateStock) error {
		return s.Allocate(ctx, tx, j)
	}).Does("Serves waiting demand, by rank, with goods that have become free.")
}
