package webhooks

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// CreateBody asks for an endpoint.
type CreateBody struct {
	URL         string    `json:"url" minLength:"1" maxLength:"2000" example:"https://example.com/hooks"`
	Description string    `json:"description,omitempty" maxLength:"200"`
	Types       []string  `json:"types,omitempty" maxItems:"200" doc:"The events that it hears, as webhooks-list-events names them; none: all"`
	Token       uuid.UUID `json:"token,omitempty" doc:"One of your API tokens, to narrow what is sent to what it may read. An endpoint that a token makes is narrowed by that token."`
}

// ChangeBody changes an endpoint; what is left out stays.
type ChangeBody struct {
	URL         *string   `json:"url,omitempty" minLength:"1" maxLength:"2000" doc:"Whoever changes it becomes the owner"`
	Description *string   `json:"description,omitempty" maxLength:"200"`
	Types       *[]string `json:"types,omitempty" maxItems:"200"`
	TakeOver    bool      `json:"take_over,omitempty" doc:"You become the owner: your rights decide what is sent"`
}

// RotateBody says how long the old secret goes on.
type RotateBody struct {
	KeepHours *int `json:"keep_hours,omitempty" minimum:"0" maximum:"168" doc:"How long the old secret signs beside the new one: 24 when left out"`
}

// ReplayBody says what to send again.
type ReplayBody struct {
	Since time.Time `json:"since" doc:"What failed from then on, at most 10,000"`
}

// Replayed says how many are on their way again.
type Replayed struct {
	Count int64 `json:"count"`
}

type byID struct {
	ID uuid.UUID `path:"id"`
}

// ByVersion names an endpoint as the caller has seen it.
type ByVersion struct {
	rest.Match
	ID uuid.UUID `path:"id"`
}

type byDelivery struct {
	ID       uuid.UUID `path:"id"`
	Delivery uuid.UUID `path:"delivery"`
}

func errs(f ...*fault.Error) []*fault.Error { return f }

func tagged(e Endpoint, err error) (*rest.Tagged[Endpoint], error) {
	return rest.Tag(e.Version, e), err
}

// Routes adds the operations of webhooks.
func (s *Service) Routes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "webhooks-list-events", Method: "GET", Path: "/events", Needs: ReadEndpoints, Summary: "Events that endpoints may hear"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Kind]], error) {
			return rest.Say(page.Page[Kind]{Items: s.Kinds(ctx)}), nil
		})
	rest.RegisterList[Endpoint](a, rest.Op{ID: "webhooks-list-endpoints", Method: "GET", Path: "/endpoints", Needs: ReadEndpoints, Summary: "Endpoints, the newest first"},
		endpointList.Fields(), func(ctx context.Context, in *struct{ rest.List }) (page.Page[Endpoint], error) {
			return s.Endpoints(ctx, in.Page())
		})
	rest.Register(a, rest.Op{ID: "webhooks-create-endpoint", Method: "POST", Path: "/endpoints", Needs: ManageEndpoints, Status: 201, Summary: "Make an endpoint; its secret is shown once",
		Doc: "What is sent follows the Standard Webhooks specification: `webhook-id` (the same at every call), `webhook-timestamp` and `webhook-signature`, " +
			"an HMAC-SHA-256 over `id.timestamp.body` with the secret. The body holds type, timestamp and IDs; read details through this API. " +
			"Answer 2xx within 15 seconds; else it is tried again ten times within three days. Events of different records come in any order.", Faults: errs(ErrAddress, ErrNoEvent, ErrTooMany, ErrNoOwner)},
		func(ctx context.Context, in *struct{ Body CreateBody }) (*rest.Tagged[Endpoint], error) {
			return tagged(s.Create(ctx, Draft(in.Body)))
		})
	rest.Register(a, rest.Op{ID: "webhooks-get-endpoint", Method: "GET", Path: "/endpoints/{id}", Needs: ReadEndpoints, Summary: "One endpoint, with how its webhooks fare"},
		func(ctx context.Context, in *byID) (*rest.Tagged[Endpoint], error) {
			return tagged(s.Endpoint(ctx, in.ID))
		})
	rest.Register(a, rest.Op{ID: "webhooks-change-endpoint", Method: "PATCH", Path: "/endpoints/{id}", Needs: ManageEndpoints, Summary: "Change address, description or events, or take it over",
		Doc: "Whoever changes the address of somebody else's endpoint becomes its owner.", Faults: errs(ErrAddress, ErrNoEvent)},
		func(ctx context.Context, in *struct {
			ByVersion
			Body ChangeBody
		}) (*rest.Tagged[Endpoint], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(s.Change(ctx, in.ID, version, Change(in.Body)))
		})
	rest.Register(a, rest.Op{ID: "webhooks-delete-endpoint", Method: "DELETE", Path: "/endpoints/{id}", Needs: ManageEndpoints, Status: 204, Summary: "Remove an endpoint with its log",
		Doc: "What is on its way to it is not sent."},
		func(ctx context.Context, in *ByVersion) (*rest.Done, error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return &rest.Done{}, s.Delete(ctx, in.ID, version)
		})
	s.stateRoutes(a)
	s.deliveryRoutes(a)
}

func (s *Service) stateRoutes(a *rest.API) {
	act := func(id, path, summary, doc string, do func(context.Context, uuid.UUID, int64) (Endpoint, error), faults ...*fault.Error) {
		rest.Register(a, rest.Op{ID: id, Method: "POST", Path: "/endpoints/{id}/" + path, Needs: ManageEndpoints, Summary: summary, Doc: doc, Faults: faults},
			func(ctx context.Context, in *ByVersion) (*rest.Tagged[Endpoint], error) {
				version, err := in.Version()
				if err != nil {
					return nil, err
				}
				return tagged(do(ctx, in.ID, version))
			})
	}
	act("webhooks-pause-endpoint", "pause", "Let events wait for it", "They wait for 30 days.", s.Pause, ErrState)
	act("webhooks-resume-endpoint", "resume", "Send it what has waited, and all that comes", "Also for an endpoint that was disabled.", s.Resume, ErrState)
	act("webhooks-end-old-secret", "end-old-secret", "End the secret before the present one at once", "", s.EndOldSecret, ErrNoSecret)
	rest.Register(a, rest.Op{ID: "webhooks-rotate-secret", Method: "POST", Path: "/endpoints/{id}/rotate", Needs: ManageEndpoints, Summary: "Make a new secret, shown once",
		Doc: "Needs a fresh proof of who you are. Until the old secret ends both sign: `webhook-signature` holds two, with a space between."},
		func(ctx context.Context, in *struct {
			ByVersion
			Body RotateBody
		}) (*rest.Tagged[Endpoint], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			hours := 24
			set(&hours, in.Body.KeepHours)
			return tagged(s.Rotate(ctx, in.ID, version, time.Duration(hours)*time.Hour))
		})
	rest.Register(a, rest.Op{ID: "webhooks-test-endpoint", Method: "POST", Path: "/endpoints/{id}/test", Needs: ManageEndpoints, Summary: "Send a signed test now, and see what comes back",
		Doc: "Its type is `webhooks.test`. Whatever the endpoint does is in the answer, which has status 200.", Faults: errs(ErrTesting)},
		func(ctx context.Context, in *byID) (*rest.Answer[Delivery], error) {
			d, err := s.Try(ctx, in.ID)
			return rest.Say(d), err
		})
}

func (s *Service) deliveryRoutes(a *rest.API) {
	rest.RegisterList[Delivery](a, rest.Op{ID: "webhooks-list-deliveries", Method: "GET", Path: "/endpoints/{id}/deliveries", Needs: ReadEndpoints, Summary: "What an endpoint was sent, or is to be, within 30 days"},
		deliveryList.Fields(), func(ctx context.Context, in *struct {
			rest.List
			ID uuid.UUID `path:"id"`
		}) (page.Page[Delivery], error) {
			return s.Deliveries(ctx, in.ID, in.Page())
		})
	rest.Register(a, rest.Op{ID: "webhooks-get-delivery", Method: "GET", Path: "/endpoints/{id}/deliveries/{delivery}", Needs: ReadEndpoints, Summary: "One delivery with its calls: request and answer"},
		func(ctx context.Context, in *byDelivery) (*rest.Answer[Delivery], error) {
			d, err := s.Delivery(ctx, in.ID, in.Delivery)
			return rest.Say(d), err
		})
	rest.Register(a, rest.Op{ID: "webhooks-replay-delivery", Method: "POST", Path: "/endpoints/{id}/deliveries/{delivery}/replay", Needs: ManageEndpoints, Status: 202, Summary: "Send one again, under its ID",
		Doc: "One that waits for its next try is tried now.", Faults: errs(ErrState)},
		func(ctx context.Context, in *byDelivery) (*rest.Answer[Delivery], error) {
			d, err := s.Replay(ctx, in.ID, in.Delivery)
			return rest.Say(d), err
		})
	rest.Register(a, rest.Op{ID: "webhooks-replay-failed", Method: "POST", Path: "/endpoints/{id}/replay", Needs: ManageEndpoints, Status: 202, Summary: "Send again all that failed since a moment",
		Doc: "What waits for its next try is tried now.", Faults: errs(ErrState)},
		func(ctx context.Context, in *struct {
			ID   uuid.UUID `path:"id"`
			Body ReplayBody
		}) (*rest.Answer[Replayed], error) {
			n, err := s.ReplayFailed(ctx, in.ID, in.Body.Since)
			return rest.Say(Replayed{n}), err
		})
}
