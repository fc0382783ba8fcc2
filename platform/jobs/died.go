package jobs

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/kernel"
)

// Died is what people are told of work that has failed for good.
var Died = kernel.Notice{Name: "jobs.died", Label: "Background work failed for good", Default: kernel.ByMail, Because: "you look after background work",
	Needs: RetryDeliveries, System: true}

// Notices lists what people are told by this package.
var Notices = []kernel.Notice{Died}

// DeadLetter is work that has failed for good.
type DeadLetter struct {
	Org     kernel.ID[kernel.Org] // zero: work of the house itself
	Handler string
	Key     uuid.UUID
}

// buried says that a delivery is dead; whoever hears it must not fail because of it.
func (e *Engine) buried(ctx context.Context, org kernel.ID[kernel.Org], handler string, key uuid.UUID) {
	if e.o.Dead != nil {
		e.o.Dead(ctx, DeadLetter{org, handler, key})
	}
}
