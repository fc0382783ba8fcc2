package identity

import (
	"context"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

// Cookie names: the strict one wherever there is TLS.
const (
	strictCookie = "__Host-longhouse"
	localCookie  = "longhouse"
	tokenPrefix  = "lh_"
)

// Who recognises the caller of a request and puts the actor and their rights
// into the context. A request with a bearer token ignores cookies.
func (s *Service) Who(ctx context.Context, r *http.Request) (context.Context, error) {
	return s.who(ctx, r, true)
}

// Still is Who for a stream that stays open: it fails when the session has
// ended, and does not count as a use that would keep it alive.
func (s *Service) Still(ctx context.Context, r *http.Request) (context.Context, error) {
	return s.who(ctx, r, false)
}

func (s *Service) who(ctx context.Context, r *http.Request, uses bool) (context.Context, error) {
	a := actor.Actor{Request: rest.RequestID(ctx), Address: rest.ClientAddress(r), Locale: r.Header.Get("Accept-Language"), Reason: reason(r), Tab: tab(r)}
	var err error
	if header := r.Header.Get("Authorization"); header != "" {
		err = s.byToken(ctx, &a, header, r.Header.Get("Longhouse-Org"))
	} else {
		err = s.session(ctx, &a, cookieOf(r), r.Header.Get("Longhouse-Org"), uses)
	}
	if err != nil {
		return ctx, err
	}
	return s.rights.Attach(actor.With(ctx, a))
}

func (s *Service) bySession(ctx context.Context, a *actor.Actor, cookie, wanted string) error {
	return s.session(ctx, a, cookie, wanted, true)
}

func (s *Service) session(ctx context.Context, a *actor.Actor, cookie, wanted string, uses bool) error {
	if cookie == "" {
		return ErrNotSignedIn
	}
	var login, org, session *uuid.UUID
	var member *bool
	err := s.db.Root().Ask(ctx, []any{&login, &org, &member, &session}, "select login, org, member, session from identity.session_of($1, $2, $3)", sum(cookie), wanted, uses)
	switch {
	case err != nil:
		return err
	case login == nil:
		return ErrSessionEnded
	case org == nil || member == nil || !*member:
		return ErrNotAMember
	}
	a.User, a.Org, a.Via, a.Session = kernel.IDOf[kernel.User](*login), kernel.IDOf[kernel.Org](*org), actor.UI, *session
	return nil
}

func (s *Service) byToken(ctx context.Context, a *actor.Actor, header, wanted string) error {
	text, ok := strings.CutPrefix(header, "Bearer ")
	if !ok || !strings.HasPrefix(text, tokenPrefix) {
		return ErrNotSignedIn.Say("Send an API token as Authorization: Bearer lh_….")
	}
	var login, org, token *uuid.UUID
	var expired *bool
	err := s.db.Root().Ask(ctx, []any{&login, &org, &token, &expired}, "select login, org, token, expired from identity.token_of($1)", sum(text))
	switch {
	case err != nil:
		return err
	case token == nil:
		return ErrNotSignedIn.Say("This API token is unknown or was revoked.")
	case *expired:
		return ErrTokenExpired
	}
	a.User, a.Org, a.Token, a.Via = kernel.IDOf[kernel.User](*login), kernel.IDOf[kernel.Org](*org), *token, actor.API
	if wanted != "" && wanted != org.String() {
		name, err := s.organisation(ctx, a.Org)
		if err != nil {
			return err
		}
		if name.Slug != wanted {
			return ErrNotAMember
		}
	}
	return nil
}

// tab is which screen of theirs asks, if it says so: the stream does not tell it of its own changes.
func tab(r *http.Request) uuid.UUID {
	id, err := uuid.Parse(r.Header.Get("Longhouse-Tab"))
	if err != nil {
		return uuid.Nil
	}
	return id
}

// reason is why the caller does it, in a header that the history keeps.
func reason(r *http.Request) string {
	text := r.Header.Get("Longhouse-Reason")
	text = strings.ToValidUTF8(text[:min(len(text), 500)], "") // cut first: a cut may fall within a character
	return strings.Map(func(c rune) rune {
		if c < ' ' {
			return ' '
		}
		return c
	}, text)
}

func cookieOf(r *http.Request) string {
	// Under TLS only the strict one counts: another site of the same domain can
	// plant the other.
	if c, err := r.Cookie(cookieName(rest.Encrypted(r))); err == nil {
		return c.Value
	}
	return ""
}

// cookie is strict under TLS. On a loopback listener browsers refuse __Host-
// cookies without it, so there it has another name and no Secure.
func cookie(secure bool, value string, age int) http.Cookie {
	return http.Cookie{Name: cookieName(secure), Value: value, Path: "/", Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: age} //nolint:gosec // G124: see above
}

func none(err error) bool {
	return db.NoRows(err)
}
