package identity

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// Routes adds the operations of identity.
func (s *Service) Routes(a *rest.API) {
	s.sessionRoutes(a)
	s.ownSessionRoutes(a)
	s.memberRoutes(a)
	s.resetRoutes(a)
	s.settingRoutes(a)
	rest.Register(a, rest.Op{ID: "identity-list-tokens", Method: "GET", Path: "/tokens", Needs: rest.SignedIn, Summary: "API tokens: your own, or everybody's if you may read them"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Token]], error) {
			items, err := s.Tokens(ctx)
			return rest.Say(page.Page[Token]{Items: items}), err
		})
	rest.Register(a, rest.Op{ID: "identity-make-token", Method: "POST", Path: "/tokens", Needs: rest.SignedIn, Status: 201,
		Summary: "Make an API token; its secret is shown once", Doc: "permissions maps rights to the widest scope the token may use: own, team, dept or all.", Faults: errs(ErrTokenDate)},
		func(ctx context.Context, in *struct {
			Body MakeTokenBody
		}) (*rest.Answer[Token], error) {
			t, err := s.MakeToken(ctx, in.Body.Name, in.Body.ExpiresOn, in.Body.Permissions)
			return rest.Say(t), err
		})
	rest.Register(a, rest.Op{ID: "identity-revoke-token", Method: "DELETE", Path: "/tokens/{id}", Needs: rest.SignedIn, Status: 204, Summary: "Revoke an API token at once"},
		func(ctx context.Context, in *byID) (*rest.Done, error) { return &rest.Done{}, s.Revoke(ctx, in.ID) })
}

// MakeTokenBody asks for a token.
type MakeTokenBody struct {
	Name        string                       `json:"name" minLength:"1" maxLength:"100"`
	ExpiresOn   kernel.Date                  `json:"expires_on" doc:"The last day; at most a year away"`
	Permissions map[kernel.Permission]string `json:"permissions" doc:"Right → own, team, dept or all"`
}

type byID struct {
	ID uuid.UUID `path:"id"`
}

type signedIn struct {
	Cookie http.Cookie `header:"Set-Cookie"`
	Body   Me
}

// Me is who asks, where, and what they may do.
type Me struct {
	User          User                         `json:"user"`
	Settings      Settings                     `json:"settings"`
	Organisation  Organisation                 `json:"organisation" doc:"Where this request works"`
	Organisations []Organisation               `json:"organisations"`
	Permissions   map[kernel.Permission]string `json:"permissions" doc:"Right → how far it reaches"`
	Roles         []string                     `json:"roles"`
	RoleNames     []string                     `json:"role_names" doc:"What people call them, in the same order" example:"[\"Sales representative\"]"`
}

func (s *Service) me(ctx context.Context) (Me, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return Me{}, err
	}
	m, err := s.about(ctx, who)
	if err != nil {
		return Me{}, err
	}
	now, err := authz.Now(ctx)
	if err != nil {
		return Me{}, err
	}
	m.Permissions, m.Roles, err = s.rights.Mine(ctx)
	m.RoleNames = make([]string, len(m.Roles))
	for i, r := range m.Roles {
		m.Roles[i] = r[2:]
		m.RoleNames[i] = now.RoleName(m.Roles[i])
	}
	return m, err
}

// SignInBody proves who somebody is.
type SignInBody struct {
	Email    string `json:"email" maxLength:"254"`
	Password string `json:"password" maxLength:"512"`
}

// AcceptBody joins by an invitation.
type AcceptBody struct {
	Token    string `json:"token" maxLength:"100"`
	Name     string `json:"name,omitempty" maxLength:"200"`
	Password string `json:"password" maxLength:"512"`
}

// SetupBody founds the first organisation.
type SetupBody struct {
	Token string `json:"token" maxLength:"100" doc:"Of the one-time link that the first start prints"`
	Founding
}

// SetupState says whether the house waits for its first owner.
type SetupState struct {
	Needed bool `json:"needed"`
}

// ProofBody proves who one is.
type ProofBody struct {
	Password string `json:"password" maxLength:"512"`
}

// PasswordBody changes one's own password.
type PasswordBody struct {
	Current string `json:"current" maxLength:"512"`
	New     string `json:"new" maxLength:"512"`
}

func (s *Service) sessionRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "identity-sign-in", Method: "POST", Path: "/sessions", Needs: rest.Public, Status: 201, Summary: "Sign in",
		Doc: "Answers with a session cookie. Ten attempts for an address and fifty for a network may fail in a quarter of an hour; then even the right password waits.", Faults: errs(ErrWrong, ErrTooMany)},
		func(ctx context.Context, in *struct {
			rest.Origin
			Body SignInBody
		}) (*signedIn, error) {
			text, err := s.SignIn(ctx, in.Body.Email, in.Body.Password, From{in.Address(), in.Browser()})
			return s.welcome(ctx, &in.Origin, text, err)
		})
	rest.Register(a, rest.Op{ID: "identity-sign-out", Method: "DELETE", Path: "/sessions/current", Needs: rest.Public, Summary: "Sign out"},
		func(ctx context.Context, in *struct{ rest.Origin }) (*struct {
			Cookie http.Cookie `header:"Set-Cookie"`
		}, error) {
			err := s.SignOut(ctx, in.Cookie(cookieName(in.Secure())))
			return &struct {
				Cookie http.Cookie `header:"Set-Cookie"`
			}{cookie(in.Secure(), "", -1)}, err
		})
	rest.Register(a, rest.Op{ID: "identity-prove", Method: "POST", Path: "/sessions/current/proof", Needs: rest.SignedIn, Status: 204,
		Summary: "Prove once more who one is; it counts for five minutes", Faults: errs(ErrWrong, ErrTooMany)},
		func(ctx context.Context, in *struct{ Body ProofBody }) (*rest.Done, error) {
			return &rest.Done{}, s.Prove(ctx, in.Body.Password)
		})
	rest.Register(a, rest.Op{ID: "identity-me", Method: "GET", Path: "/me", Needs: rest.SignedIn, Summary: "Who am I, where, and what may I do"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[Me], error) {
			m, err := s.me(ctx)
			return rest.Say(m), err
		})
	rest.Register(a, rest.Op{ID: "identity-change-password", Method: "POST", Path: "/password", Needs: rest.SignedIn, Status: 204,
		Summary: "Change one's own password; ends all sessions and tokens", Faults: errs(ErrWeakPassword)},
		func(ctx context.Context, in *struct{ Body PasswordBody }) (*rest.Done, error) {
			who, err := actor.From(ctx)
			if err != nil {
				return nil, err
			}
			return &rest.Done{}, s.ChangePassword(ctx, who.User, in.Body.Current, in.Body.New)
		})
	rest.Register(a, rest.Op{ID: "identity-setup-state", Method: "GET", Path: "/setup", Needs: rest.Public, Summary: "Does the house wait for its first owner"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[SetupState], error) {
			needed, err := s.SetupNeeded(ctx)
			return rest.Say(SetupState{needed}), err
		})
	rest.Register(a, rest.Op{ID: "identity-setup", Method: "POST", Path: "/setup", Needs: rest.Public, Status: 201, Summary: "Found the first organisation by the one-time link", Faults: errs(ErrLink, ErrWeakPassword)},
		func(ctx context.Context, in *struct {
			rest.Origin
			Body SetupBody
		}) (*signedIn, error) {
			text, err := s.Setup(ctx, in.Body.Token, in.Body.Founding, From{in.Address(), in.Browser()})
			return s.welcome(ctx, &in.Origin, text, err)
		})
	rest.Register(a, rest.Op{ID: "identity-accept-invitation", Method: "POST", Path: "/invitations/accept", Needs: rest.Public, Status: 201, Summary: "Join an organisation by an invitation's link", Faults: errs(ErrLink, ErrWeakPassword)},
		func(ctx context.Context, in *struct {
			rest.Origin
			Body AcceptBody
		}) (*signedIn, error) {
			text, err := s.Accept(ctx, in.Body.Token, in.Body.Name, in.Body.Password, From{in.Address(), in.Browser()})
			return s.welcome(ctx, &in.Origin, text, err)
		})
}
