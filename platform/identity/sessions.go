package identity

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/identity/sqlcgen"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// Session is a browser in which a person is signed in.
type Session struct {
	ID        uuid.UUID `json:"id"`
	Browser   string    `json:"browser" doc:"What the browser calls itself"`
	Address   string    `json:"address" doc:"From where it signed in" example:"192.0.2.7"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at" doc:"Last use, to the minute"`
	Current   bool      `json:"current,omitempty" doc:"The one that asks"`
}

// Sessions lists where the caller is signed in, the last used first. cookie is
// the one that asks.
func (s *Service) Sessions(ctx context.Context, cookie string) ([]Session, error) {
	who, err := signedInPerson(ctx)
	if err != nil {
		return nil, err
	}
	return db.House(ctx, s.db, func(tx *db.Tx) ([]Session, error) {
		rows, err := query(tx).ListSessions(ctx, sqlcgen.ListSessionsParams{LoginID: who.User.UUID, Current: sum(cookie)})
		out := make([]Session, len(rows))
		for i, r := range rows {
			out[i] = Session{r.ID, r.Browser, r.Address, r.CreatedAt, r.SeenAt, r.Current}
		}
		return out, err
	})
}

// EndSession signs the caller out of one browser, at once. Another person's
// session looks like one that does not exist.
func (s *Service) EndSession(ctx context.Context, id uuid.UUID) error {
	who, err := signedInPerson(ctx)
	if err != nil {
		return err
	}
	n, err := db.House(ctx, s.db, func(tx *db.Tx) (int64, error) {
		return query(tx).EndSessionByID(ctx, sqlcgen.EndSessionByIDParams{ID: id, LoginID: who.User.UUID})
	})
	if err == nil && n == 0 {
		err = fault.ErrNotFound
	}
	if err != nil {
		return err
	}
	return s.noteOwn(ctx, who, "identity.session_ended", id)
}

// signedInPerson keeps tokens out: a program that leaks one must not tell where
// its owner is signed in, nor throw them out.
func signedInPerson(ctx context.Context) (actor.Actor, error) {
	who, err := actor.From(ctx)
	if err == nil && who.Token != uuid.Nil {
		err = fault.ErrForbidden.Say("A token has no sessions. Sign in to see and end yours.")
	}
	return who, err
}

func (s *Service) ownSessionRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "identity-list-sessions", Method: "GET", Path: "/sessions", Needs: rest.SignedIn, Summary: "Browsers in which you are signed in"},
		func(ctx context.Context, in *struct{ rest.Origin }) (*rest.Answer[page.Page[Session]], error) {
			items, err := s.Sessions(ctx, in.Cookie(cookieName(in.Secure())))
			return rest.Say(page.Page[Session]{Items: items}), err
		})
	rest.Register(a, rest.Op{ID: "identity-end-session", Method: "DELETE", Path: "/sessions/{id}", Needs: rest.SignedIn, Status: 204, Summary: "Sign yourself out of one browser at once"},
		func(ctx context.Context, in *byID) (*rest.Done, error) { return &rest.Done{}, s.EndSession(ctx, in.ID) })
}
