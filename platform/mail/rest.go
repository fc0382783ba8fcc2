package mail

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

type byID struct {
	ID uuid.UUID `path:"id"`
}

// Routes adds the operations of the mailbox page, below the prefix mail.
func (s *Service) Routes(api *rest.API) {
	rest.RegisterList[Mail](api, rest.Op{ID: "mail-list-messages", Method: "GET", Path: "/messages", Needs: ReadMails, Summary: "Mails that the house wrote, and what became of them"},
		mailList.Fields(), func(ctx context.Context, in *struct{ rest.List }) (page.Page[Mail], error) {
			return s.List(ctx, in.Page())
		})
	rest.Register(api, rest.Op{ID: "mail-get-message", Method: "GET", Path: "/messages/{id}", Needs: ReadMails, Summary: "One mail",
		Doc: "With its words only where there is no mail server: what was sent is its reader's. One-time links are shown on a developer's machine alone."},
		func(ctx context.Context, in *byID) (*rest.Answer[Whole], error) {
			m, err := s.Get(ctx, in.ID)
			return rest.Say(m), err
		})
	rest.Register(api, rest.Op{ID: "mail-resend-message", Method: "POST", Path: "/messages/{id}/resend", Needs: ResendMails, Status: 204,
		Summary: "Send a mail again that failed", Faults: []*fault.Error{ErrNotFailed, ErrLinkGone}},
		func(ctx context.Context, in *byID) (*rest.Done, error) { return &rest.Done{}, s.Resend(ctx, in.ID) })
	rest.Register(api, rest.Op{ID: "mail-get-state", Method: "GET", Path: "/state", Needs: ReadMails, Summary: "Where mails go"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[State], error) {
			return rest.Say(s.State(ctx)), nil
		})
}
