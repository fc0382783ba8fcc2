package jobs

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// WhyBody says why.
type WhyBody struct {
	Reason string `json:"reason,omitempty" maxLength:"500"`
}

// EditBody is another payload, and why.
type EditBody struct {
	Payload json.RawMessage `json:"payload" doc:"All of it: what the handler is to read instead"`
	Reason  string          `json:"reason" minLength:"1" maxLength:"500"`
}

// AlikeBody narrows a retry.
type AlikeBody struct {
	Error string `json:"error,omitempty" doc:"Only work that died of this error, word for word"`
}

// Skipped says whether it is done, or waits for another person.
type Skipped struct {
	Done     bool      `json:"done"`
	Decision *Decision `json:"decision,omitempty"`
}

type byHandler struct {
	Handler string `path:"handler" maxLength:"200"`
}

// ByDecision names a decision, by the version that the caller has seen.
type ByDecision struct {
	ID uuid.UUID `path:"id"`
	rest.Match
}

func (a *admin) actRoutes(api *rest.API) {
	rest.Register(api, rest.Op{ID: "jobs-retry-delivery", Method: "POST", Path: "/deliveries/{key}/retry", Needs: RetryDeliveries, Status: 204,
		Summary: "Try dead work again, in its old place", Faults: []*fault.Error{ErrNotDead}},
		func(ctx context.Context, in *byKey) (*rest.Done, error) { return &rest.Done{}, a.retry(ctx, in.Key) })
	rest.Register(api, rest.Op{ID: "jobs-cancel-delivery", Method: "POST", Path: "/deliveries/{key}/cancel", Needs: CancelDeliveries, Status: 204,
		Summary: "End work: at its next start or commit, or at once if it is dead or paused", Faults: []*fault.Error{ErrHalts}},
		func(ctx context.Context, in *byKey) (*rest.Done, error) { return &rest.Done{}, a.cancel(ctx, in.Key) })
	rest.Register(api, rest.Op{ID: "jobs-skip-delivery", Method: "POST", Path: "/deliveries/{key}/skip", Needs: SkipDeliveries, Status: 200,
		Summary: "End dead work without doing it; the next of its key goes on", Faults: []*fault.Error{ErrNotDead, ErrAsked, ErrPeople},
		Doc: "Where a ledger waits for it, this asks: another person confirms it."},
		func(ctx context.Context, in *struct {
			Key  uuid.UUID `path:"key"`
			Body WhyBody
		}) (*rest.Answer[Skipped], error) {
			d, err := a.skip(ctx, in.Key, in.Body.Reason)
			return rest.Say(Skipped{Done: d == nil, Decision: d}), err
		})
	rest.Register(api, rest.Op{ID: "jobs-edit-delivery", Method: "POST", Path: "/deliveries/{key}/edit", Needs: EditDeliveries, Status: 202,
		Summary: "Ask to give a dead job another payload and a new start", Faults: []*fault.Error{ErrNotDead, ErrFact, ErrNoHandler, ErrAsked, ErrPeople},
		Doc: "Another person confirms it. The handler must be able to read the payload as it is written. Needs `" + string(ReadPayloads) + "` too."},
		func(ctx context.Context, in *struct {
			Key  uuid.UUID `path:"key"`
			Body EditBody
		}) (*rest.Answer[Decision], error) {
			d, err := a.edit(ctx, in.Key, in.Body.Payload, in.Body.Reason)
			if err != nil {
				return nil, err
			}
			return rest.Say(*d), nil
		})
	for _, v := range []struct{ id, path, state, summary string }{
		{"jobs-confirm-decision", "confirm", "confirmed", "Do what somebody else has asked for"},
		{"jobs-refuse-decision", "refuse", "refused", "Refuse what somebody else has asked for"},
		{"jobs-withdraw-decision", "withdraw", "withdrawn", "Take back what you have asked for"},
	} {
		needs := map[string]kernel.Permission{"confirmed": SkipDeliveries, "refused": SkipDeliveries, "withdrawn": ReadDeliveries}[v.state]
		rest.Register(api, rest.Op{ID: v.id, Method: "POST", Path: "/decisions/{id}/" + v.path, Needs: needs, Status: 200, Summary: v.summary,
			Faults: []*fault.Error{ErrDecided, ErrOwnWish, ErrNotDead, ErrPeople}, Doc: "An edit needs `" + string(EditDeliveries) + "` and `" + string(ReadPayloads) + "` as well."},
			func(ctx context.Context, in *ByDecision) (*rest.Tagged[Decision], error) {
				seen, err := in.Version()
				if err != nil {
					return nil, err
				}
				d, err := a.decide(ctx, in.ID, seen, v.state)
				if err != nil {
					return nil, err
				}
				return rest.Tag(d.Version, *d), nil
			})
	}
	rest.Register(api, rest.Op{ID: "jobs-retry-alike", Method: "POST", Path: "/handlers/{handler}/retry", Needs: RetryDeliveries, Status: 200,
		Summary: "Try all dead work of a handler again, or only that of one error"},
		func(ctx context.Context, in *struct {
			Handler string `path:"handler" maxLength:"200"`
			Body    AlikeBody
		}) (*rest.Answer[Retried], error) {
			r, err := a.retryAlike(ctx, in.Handler, in.Body.Error)
			return rest.Say(r), err
		})
	rest.Register(api, rest.Op{ID: "jobs-pause-handler", Method: "POST", Path: "/handlers/{handler}/pause", Needs: PauseHandlers, Status: 204,
		Summary: "Make the work of a handler wait, in your organisation", Doc: "What is at work goes on. Pausing twice is pausing once."},
		func(ctx context.Context, in *byHandler) (*rest.Done, error) {
			return &rest.Done{}, a.pause(ctx, in.Handler)
		})
	rest.Register(api, rest.Op{ID: "jobs-resume-handler", Method: "POST", Path: "/handlers/{handler}/resume", Needs: PauseHandlers, Status: 204,
		Summary: "Let the work of a paused handler go on"},
		func(ctx context.Context, in *byHandler) (*rest.Done, error) {
			return &rest.Done{}, a.resume(ctx, in.Handler)
		})
}

func (a *admin) scheduleRoutes(api *rest.API) {
	rest.Register(api, rest.Op{ID: "jobs-list-schedules", Method: "GET", Path: "/schedules", Needs: ReadSchedules, Summary: "What runs by the clock, and when it runs next"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[ScheduleState]], error) {
			items, err := a.schedules(ctx)
			return rest.Say(page.Page[ScheduleState]{Items: items}), err
		})
	rest.Register(api, rest.Op{ID: "jobs-update-schedule", Method: "PATCH", Path: "/schedules/{name}", Needs: UpdateSchedules, Summary: "Move a schedule, or pause it"},
		func(ctx context.Context, in *struct {
			Name string `path:"name" maxLength:"200"`
			rest.Match
			Body ScheduleChange
		}) (*rest.Tagged[ScheduleState], error) {
			seen, err := in.Version()
			if err != nil {
				return nil, err
			}
			s, err := a.change(ctx, in.Name, seen, in.Body)
			return rest.Tag(s.Version, s), err
		})
	rest.Register(api, rest.Op{ID: "jobs-run-schedule", Method: "POST", Path: "/schedules/{name}/run", Needs: RunSchedules, Status: 202,
		Summary: "Run a schedule once, now", Doc: "While a run waits to begin, no second one is written.", Faults: []*fault.Error{ErrNoHandler}},
		func(ctx context.Context, in *struct {
			Name string `path:"name" maxLength:"200"`
		}) (*rest.Answer[Started], error) {
			s, err := a.runNow(ctx, in.Name)
			return rest.Say(s), err
		})
}
