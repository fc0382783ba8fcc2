package identity

import (
	"context"
	"net/http"
	"slices"

	"longhouse/platform/access"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

func errs(faults ...*fault.Error) []*fault.Error { return faults }

func cookieName(secure bool) string {
	if secure {
		return strictCookie
	}
	return localCookie
}

// welcome answers a sign-in with its cookie and who came in.
func (s *Service) welcome(ctx context.Context, o *rest.Origin, text string, err error) (*signedIn, error) {
	if err != nil {
		return nil, err
	}
	a := actor.Actor{}
	if err := s.bySession(ctx, &a, text, ""); err != nil {
		return nil, err
	}
	in, err := s.rights.Attach(actor.With(ctx, a))
	if err != nil {
		return nil, err
	}
	m, err := s.me(in)
	return &signedIn{Cookie: cookie(o.Secure(), text, 12*60*60), Body: m}, err
}

// about reads the caller and their organisations.
func (s *Service) about(ctx context.Context, who actor.Actor) (Me, error) {
	return db.House(ctx, s.db, func(tx *db.Tx) (Me, error) {
		l, err := query(tx).GetLogin(ctx, who.User.UUID)
		if err != nil {
			return Me{}, err
		}
		orgs, err := query(tx).OrganisationsOf(ctx, who.User.UUID)
		if err != nil {
			return Me{}, err
		}
		mine, err := settingsIn(ctx, tx, who.User)
		m := Me{User: User{who.User, l.Name, l.Email}, Settings: mine}
		for _, o := range orgs {
			org := organisation(o.ID, o.Slug, o.Name, o.Currency, o.Zone, o.Language, o.Demo)
			m.Organisations = append(m.Organisations, org)
			if org.ID == who.Org {
				m.Organisation = org
			}
		}
		return m, err
	})
}

// InviteBody asks somebody in.
type InviteBody struct {
	Email string   `json:"email" format:"email" maxLength:"254"`
	Name  string   `json:"name" minLength:"1" maxLength:"200"`
	Roles []string `json:"roles" maxItems:"40"`
}

// RolesBody is all roles that a person is to have.
type RolesBody struct {
	Roles []string `json:"roles" maxItems:"40"`
}

// DisableBody says why.
type DisableBody struct {
	Reason string `json:"reason,omitempty" maxLength:"500"`
}

// ByUser names a person in an operation's address. It is exported because huma
// does not look into an embedded type that is not.
type ByUser struct {
	ID kernel.ID[kernel.User] `path:"id"`
}

func (s *Service) memberRoutes(a *rest.API) {
	rest.RegisterList[Member](a, rest.Op{ID: "identity-list-users", Method: "GET", Path: "/users", Needs: ReadUsers, Summary: "People of the organisation with their roles"},
		memberList.Fields(), func(ctx context.Context, in *struct{ rest.List }) (page.Page[Member], error) {
			return s.Members(ctx, in.Page())
		})
	rest.Register(a, rest.Op{ID: "identity-disable-user", Method: "POST", Path: "/users/{id}/disable", Needs: DisableUsers, Status: 204,
		Summary: "End a person's access at once: sign-in, sessions and tokens", Faults: errs(ErrYourself)},
		func(ctx context.Context, in *struct {
			ByUser
			Body DisableBody
		}) (*rest.Done, error) {
			return &rest.Done{}, s.Disable(ctx, in.ID, in.Body.Reason)
		})
	rest.Register(a, rest.Op{ID: "identity-enable-user", Method: "POST", Path: "/users/{id}/enable", Needs: DisableUsers, Status: 204, Summary: "Let a disabled person sign in again"},
		func(ctx context.Context, in *ByUser) (*rest.Done, error) { return &rest.Done{}, s.Enable(ctx, in.ID) })
	rest.Register(a, rest.Op{ID: "identity-set-roles", Method: http.MethodPut, Path: "/users/{id}/roles", Needs: access.AssignRoles,
		Summary: "Give a person exactly these roles", Doc: "Answers with the roles that are new. One that holds something sensitive waits for a second person. Nobody gives what they do not hold, and somebody stays who can repair access.",
		Faults: errs(access.ErrUnknownRole, access.ErrEscalation, access.ErrLockout, access.ErrDuties)},
		func(ctx context.Context, in *struct {
			ByUser
			Body RolesBody
		}) (*rest.Answer[page.Page[access.Given]], error) {
			slices.Sort(in.Body.Roles)
			given, err := s.grants.SetRoles(ctx, in.ID, slices.Compact(in.Body.Roles))
			return rest.Say(page.Page[access.Given]{Items: given}), err
		})
	rest.Register(a, rest.Op{ID: "identity-list-roles", Method: "GET", Path: "/roles", Needs: ReadUsers, Summary: "Roles that can be given"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[authz.Role]], error) {
			roles, err := s.rights.Roles(ctx)
			return rest.Say(page.Page[authz.Role]{Items: roles}), err
		})
	rest.Register(a, rest.Op{ID: "identity-list-invitations", Method: "GET", Path: "/invitations", Needs: InviteUsers, Summary: "Invitations that are still open"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Invitation]], error) {
			items, err := s.Invitations(ctx)
			return rest.Say(page.Page[Invitation]{Items: items}), err
		})
	rest.Register(a, rest.Op{ID: "identity-invite", Method: "POST", Path: "/invitations", Needs: InviteUsers, Status: 201, Summary: "Invite somebody by a one-time link, good for three days"},
		func(ctx context.Context, in *struct{ Body InviteBody }) (*rest.Answer[Invitation], error) {
			i, err := s.Invite(ctx, in.Body.Email, in.Body.Name, in.Body.Roles)
			return rest.Say(i), err
		})
	rest.Register(a, rest.Op{ID: "identity-withdraw-invitation", Method: "DELETE", Path: "/invitations/{id}", Needs: InviteUsers, Status: 204, Summary: "Make an invitation's link useless"},
		func(ctx context.Context, in *byID) (*rest.Done, error) { return &rest.Done{}, s.Withdraw(ctx, in.ID) })
}
