package jobs

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

type byKey struct {
	Key uuid.UUID `path:"key"`
}

// Routes adds the operations of the admin page, below the prefix jobs. They
// show and change only work of the caller's organisation.
func (e *Engine) Routes(api *rest.API) {
	a := &admin{db: e.root.For("platform"), wake: e.nudge}
	if e.o.Probes {
		e.probeRoutes(api)
	}
	rest.Register(api, rest.Op{ID: "jobs-list-handlers", Method: "GET", Path: "/handlers", Needs: ReadDeliveries, Summary: "Open background work, counted by handler and state"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Count]], error) {
			items, err := a.handlers(ctx)
			return rest.Say(page.Page[Count]{Items: items}), err
		})
	rest.RegisterList[Delivery](api, rest.Op{ID: "jobs-list-deliveries", Method: "GET", Path: "/deliveries", Needs: ReadDeliveries, Summary: "Open background work",
		Doc: "Work that has ended is not in it. What failed too often is dead, and stays until somebody retries or cancels it."},
		deliveryList.Fields(), func(ctx context.Context, in *struct{ rest.List }) (page.Page[Delivery], error) {
			return a.deliveries(ctx, in.Page())
		})
	rest.Register(api, rest.Op{ID: "jobs-retry-delivery", Method: "POST", Path: "/deliveries/{key}/retry", Needs: RetryDeliveries, Status: 204,
		Summary: "Try dead work again, in its old place", Faults: []*fault.Error{ErrNotDead}},
		func(ctx context.Context, in *byKey) (*rest.Done, error) { return &rest.Done{}, a.retry(ctx, in.Key) })
	rest.Register(api, rest.Op{ID: "jobs-cancel-delivery", Method: "POST", Path: "/deliveries/{key}/cancel", Needs: CancelDeliveries, Status: 204,
		Summary: "End work: at its next start or commit, or at once if it is dead", Faults: []*fault.Error{ErrHalts}},
		func(ctx context.Context, in *byKey) (*rest.Done, error) { return &rest.Done{}, a.cancel(ctx, in.Key) })
}
