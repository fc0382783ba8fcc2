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
	a := &admin{engine: e, db: e.root.For("platform", map[string]*fault.Error{"decision_is_asked_once": ErrAsked}), wake: e.nudge}
	if e.o.Probes {
		e.probeRoutes(api)
	}
	a.lookRoutes(api)
	a.actRoutes(api)
	a.scheduleRoutes(api)
}

// lookRoutes show what there is.
func (a *admin) lookRoutes(api *rest.API) {
	rest.Register(api, rest.Op{ID: "jobs-read-health", Method: "GET", Path: "/health", Needs: ReadDeliveries, Summary: "Whether the background work gets on, in one line"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[Health], error) {
			h, err := a.health(ctx)
			return rest.Say(h), err
		})
	rest.Register(api, rest.Op{ID: "jobs-list-handlers", Method: "GET", Path: "/handlers", Needs: ReadDeliveries, Summary: "The kinds of background work: what is open, how fast it goes, what went wrong"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[HandlerState]], error) {
			items, err := a.handlers(ctx)
			return rest.Say(page.Page[HandlerState]{Items: items}), err
		})
	rest.RegisterList[Delivery](api, rest.Op{ID: "jobs-list-deliveries", Method: "GET", Path: "/deliveries", Needs: ReadDeliveries, Summary: "Open background work",
		Doc: "Work that has ended is not in it. What failed too often is dead, and stays until somebody retries, skips or cancels it."},
		deliveryList.Fields(), func(ctx context.Context, in *struct{ rest.List }) (page.Page[Delivery], error) {
			return a.deliveries(ctx, in.Page())
		})
	rest.Register(api, rest.Op{ID: "jobs-read-delivery", Method: "GET", Path: "/deliveries/{key}", Needs: ReadDeliveries, Summary: "One piece of background work, open or ended",
		Doc: "Words of the payload are masked unless you hold `" + string(ReadPayloads) + "`."},
		func(ctx context.Context, in *byKey) (*rest.Answer[Work], error) {
			w, err := a.work(ctx, in.Key)
			return rest.Say(w), err
		})
	rest.RegisterList[Ended](api, rest.Op{ID: "jobs-list-finished", Method: "GET", Path: "/finished", Needs: ReadDeliveries, Summary: "Background work that has ended, for 30 days"},
		finishedList.Fields(), func(ctx context.Context, in *struct{ rest.List }) (page.Page[Ended], error) {
			return a.finished(ctx, in.Page())
		})
	rest.RegisterApprovals(api, "jobs", a.approvals)
	rest.RegisterList[Decision](api, rest.Op{ID: "jobs-list-decisions", Method: "GET", Path: "/decisions", Needs: ReadDeliveries, Summary: "Acts on background work that take two people"},
		decisionList.Fields(), func(ctx context.Context, in *struct{ rest.List }) (page.Page[Decision], error) {
			return a.decisions(ctx, in.Page())
		})
}
