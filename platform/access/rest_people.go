package access

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// AskBody asks for a role for oneself, for a while.
type AskBody struct {
	Role   string     `json:"role"`
	To     *time.Time `json:"valid_to,omitempty" doc:"It must end"`
	Reason string     `json:"reason" minLength:"1" maxLength:"500"`
}

// NoteBody is what somebody says to a decision.
type NoteBody struct {
	Note string `json:"note,omitempty" maxLength:"500"`
}

// Decision is a step of a request, by its version.
type Decision struct {
	ByID
	rest.Match
	Body NoteBody
}

func (s *Service) peopleRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "access-list-assignments", Method: "GET", Path: "/assignments", Needs: ReadPolicy, Summary: "Who has which role, since when, until when and by whom"},
		func(ctx context.Context, in *struct {
			User uuid.UUID `query:"user"`
			Role string    `query:"role"`
		}) (*rest.Answer[page.Page[Assignment]], error) {
			var user *uuid.UUID
			if in.User != uuid.Nil {
				user = &in.User
			}
			return listOf(s.Assignments(ctx, user, in.Role))
		})
	rest.Register(a, rest.Op{ID: "access-give-role", Method: "POST", Path: "/assignments", Needs: AssignRoles, Status: 201,
		Summary: "Give somebody a role, for a while or until it is taken away",
		Doc:     "A role that holds something sensitive waits for a second person, if there is one who may approve.", Faults: errs(ErrUnknownRole, ErrEscalation, ErrDuties, ErrLockout)},
		func(ctx context.Context, in *struct{ Body Grant }) (*rest.Answer[Given], error) {
			out, err := s.Give(ctx, in.Body)
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "access-take-role", Method: "DELETE", Path: "/assignments/{id}", Needs: AssignRoles, Status: 204, Summary: "Take a role away, at once", Faults: errs(ErrLockout, ErrEscalation)},
		func(ctx context.Context, in *ByID) (*rest.Done, error) { return &rest.Done{}, s.Take(ctx, in.ID) })
	rest.Register(a, rest.Op{ID: "access-list-roles", Method: "GET", Path: "/roles", Needs: rest.SignedIn, Summary: "Roles by their words, or those that give a right: what one may ask for"},
		func(ctx context.Context, in *struct {
			Gives kernel.Permission `query:"gives" doc:"Only roles that give this right" example:"crm.deal.read"`
		}) (*rest.Answer[page.Page[Choice]], error) {
			return listOf(s.Choices(ctx, in.Gives))
		})
	rest.Register(a, rest.Op{ID: "access-list-requests", Method: "GET", Path: "/requests", Needs: rest.SignedIn, Summary: "Roles that were asked for: one's own, or all for who may approve them"},
		func(ctx context.Context, in *struct {
			State string `query:"state" enum:"open,approved,refused,withdrawn"`
		}) (*rest.Answer[page.Page[Request]], error) {
			return listOf(s.Requests(ctx, in.State))
		})
	rest.Register(a, rest.Op{ID: "access-ask-role", Method: "POST", Path: "/requests", Needs: rest.SignedIn, Status: 201, Summary: "Ask for a role for oneself, for a while", Faults: errs(ErrPeopleOnly)},
		func(ctx context.Context, in *struct{ Body AskBody }) (*rest.Answer[Request], error) {
			out, err := s.Ask(ctx, Grant{Role: in.Body.Role, To: in.Body.To, Reason: in.Body.Reason})
			return rest.Say(out), err
		})
	decision := func(id, path, summary string, needs kernel.Permission, faults []*fault.Error, do func(ctx context.Context, id uuid.UUID, seen int64, note string) (Request, error)) {
		rest.Register(a, rest.Op{ID: id, Method: "POST", Path: "/requests/{id}/" + path, Needs: needs, Summary: summary, Faults: faults},
			func(ctx context.Context, in *Decision) (*rest.Tagged[Request], error) {
				seen, err := in.Version()
				if err != nil {
					return nil, err
				}
				out, err := do(ctx, in.ID, seen, in.Body.Note)
				return rest.Tag(out.Version, out), err
			})
	}
	decision("access-approve-request", "approve", "Say yes to a role that somebody waits for", ApproveRoles, errs(ErrOwnRequest, ErrNotWaiting, ErrEscalation, ErrDuties),
		func(ctx context.Context, id uuid.UUID, seen int64, note string) (Request, error) {
			return s.Decide(ctx, id, seen, true, note)
		})
	decision("access-refuse-request", "refuse", "Say no to a role that somebody waits for", ApproveRoles, errs(ErrOwnRequest, ErrNotWaiting),
		func(ctx context.Context, id uuid.UUID, seen int64, note string) (Request, error) {
			return s.Decide(ctx, id, seen, false, note)
		})
	decision("access-withdraw-request", "withdraw", "Take back what one has asked for", rest.SignedIn, errs(ErrNotWaiting),
		func(ctx context.Context, id uuid.UUID, seen int64, _ string) (Request, error) {
			return s.Withdraw(ctx, id, seen)
		})
}

// EmergencyBody breaks the glass.
type EmergencyBody struct {
	Reason  string `json:"reason" minLength:"1" maxLength:"500"`
	Minutes int    `json:"minutes" minimum:"1" maximum:"60"`
}

func (s *Service) emergencyRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "access-break-glass", Method: "POST", Path: "/emergencies", Needs: UseEmergency, Status: 201,
		Summary: "Take emergency access for at most an hour; every request is noted, and somebody else looks at it afterwards", Faults: errs(ErrRunning, ErrPeopleOnly)},
		func(ctx context.Context, in *struct{ Body EmergencyBody }) (*rest.Answer[Emergency], error) {
			out, err := s.BreakGlass(ctx, in.Body.Reason, in.Body.Minutes)
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "access-list-emergencies", Method: "GET", Path: "/emergencies", Needs: rest.SignedIn, Summary: "Emergency accesses: one's own, or all for who reviews them"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Emergency]], error) {
			return listOf(s.Emergencies(ctx))
		})
	rest.Register(a, rest.Op{ID: "access-list-emergency-uses", Method: "GET", Path: "/emergencies/{id}/uses", Needs: rest.SignedIn, Summary: "What was asked for with an emergency access, reads included"},
		func(ctx context.Context, in *ByID) (*rest.Answer[page.Page[Use]], error) {
			return listOf(s.Uses(ctx, in.ID))
		})
	rest.Register(a, rest.Op{ID: "access-end-emergency", Method: "POST", Path: "/emergencies/{id}/end", Needs: rest.SignedIn, Status: 204, Summary: "End an emergency access: one's own, or any for who reviews them"},
		func(ctx context.Context, in *ByID) (*rest.Done, error) {
			return &rest.Done{}, s.EndEmergency(ctx, in.ID)
		})
	rest.Register(a, rest.Op{ID: "access-review-emergency", Method: "POST", Path: "/emergencies/{id}/review", Needs: ReviewEmergencies, Status: 204,
		Summary: "Close an emergency access: somebody else has looked at what was done", Faults: errs(ErrNotOver, ErrOwnRequest, ErrNotWaiting)},
		func(ctx context.Context, in *struct {
			ByID
			Body NoteBody
		}) (*rest.Done, error) {
			return &rest.Done{}, s.ReviewEmergency(ctx, in.ID, in.Body.Note)
		})
}

// ReviewBody starts a round.
type ReviewBody struct {
	Name  string      `json:"name" minLength:"1" maxLength:"200" example:"Fourth quarter 2026"`
	DueOn kernel.Date `json:"due_on"`
}

// ItemBody decides about one role of one person.
type ItemBody struct {
	Decision string `json:"decision" enum:"keep,end"`
}

func (s *Service) reviewRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "access-start-review", Method: "POST", Path: "/reviews", Needs: ManageReviews, Status: 201, Summary: "Start a round in which everybody's roles are confirmed by who leads them", Faults: errs(ErrPeopleOnly)},
		func(ctx context.Context, in *struct{ Body ReviewBody }) (*rest.Answer[Review], error) {
			out, err := s.StartReview(ctx, in.Body.Name, in.Body.DueOn)
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "access-list-reviews", Method: "GET", Path: "/reviews", Needs: rest.SignedIn, Summary: "Rounds of confirmation: those in which one decides, or all"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Review]], error) {
			return listOf(s.Reviews(ctx))
		})
	rest.Register(a, rest.Op{ID: "access-list-review-items", Method: "GET", Path: "/reviews/{id}/items", Needs: rest.SignedIn, Summary: "The roles of a round: those that one decides, or all"},
		func(ctx context.Context, in *ByID) (*rest.Answer[page.Page[ReviewItem]], error) {
			return listOf(s.ReviewItems(ctx, in.ID))
		})
	rest.Register(a, rest.Op{ID: "access-decide-review-item", Method: "POST", Path: "/review-items/{id}/decide", Needs: rest.SignedIn, Status: 204, Summary: "Say whether somebody still needs a role", Faults: errs(ErrClosed, ErrOwnRequest)},
		func(ctx context.Context, in *struct {
			ByID
			Body ItemBody
		}) (*rest.Done, error) {
			return &rest.Done{}, s.DecideItem(ctx, in.ID, in.Body.Decision)
		})
	rest.Register(a, rest.Op{ID: "access-close-review", Method: "POST", Path: "/reviews/{id}/close", Needs: ManageReviews, Status: 204, Summary: "End a round: roles that nobody confirmed are taken away", Faults: errs(ErrClosed, ErrLockout)},
		func(ctx context.Context, in *ByID) (*rest.Done, error) {
			return &rest.Done{}, s.CloseReview(ctx, in.ID)
		})
}
