package identity

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/access"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/identity/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/mail"
	"longhouse/platform/notify"
	"longhouse/platform/page"
)

// Member is a person in an organisation.
type Member struct {
	ID         kernel.ID[kernel.User] `json:"id"`
	Name       string                 `json:"name"`
	Email      string                 `json:"email"`
	State      string                 `json:"state" enum:"active,disabled"`
	Roles      []string               `json:"roles"`
	JoinedAt   time.Time              `json:"joined_at"`
	LastSeenAt *time.Time             `json:"last_seen_at,omitempty"`
	Version    int64                  `json:"version"`
}

var memberList = page.Spec{
	Columns: map[string]page.Column{
		"name":      {Expr: `lower(l.name) collate "C"`, Cast: "text", Ops: page.Prefix, Sort: true},
		"email":     {Expr: `l.email_key collate "C"`, Cast: "text", Ops: page.Prefix, Sort: true},
		"state":     {Expr: "m.state", Cast: "text", Ops: page.OneOf},
		"joined_at": {Expr: "m.joined_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "l.id", Default: "name", SearchPrefix: `lower(l.name) collate "C"`,
}

// Members lists the people of the organisation.
func (s *Service) Members(ctx context.Context, r page.Request) (page.Page[Member], error) {
	scope, err := authz.Scope(ctx, ReadUsers)
	if err != nil {
		return page.Page[Member]{}, err
	}
	q, err := memberList.Compile(r, scope)
	if err != nil {
		return page.Page[Member]{}, err
	}
	roles, err := s.rights.AssignedRoles(ctx)
	if err != nil {
		return page.Page[Member]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Member], error) {
		rows, err := sqlcgen.New(q.On(tx)).ListMembers(ctx, q.Max())
		return page.Cut(q, rows,
			func(m sqlcgen.ListMembersRow) (string, uuid.UUID) { return m.PageKey, m.ID },
			func(m sqlcgen.ListMembersRow) Member {
				held := roles[m.ID]
				if held == nil {
					held = []string{}
				}
				return Member{kernel.IDOf[kernel.User](m.ID), m.Name, m.Email, m.State, held, m.JoinedAt, seen(m.LastSeenAt), m.Version}
			}), err
	})
}

// seen is nil for a person who never signed in, for whom the query says 1970.
func seen(at time.Time) *time.Time {
	if at.Unix() <= 0 {
		return nil
	}
	return &at
}

// Names gives people's names by login, in one query for a whole list.
func (s *Service) Names(ctx context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
	if len(ids) == 0 {
		return map[kernel.ID[kernel.User]]string{}, nil
	}
	return db.Glance(ctx, s.db, func(tx *db.Tx) (map[kernel.ID[kernel.User]]string, error) {
		rows, err := query(tx).NamesOf(ctx, kernel.UUIDs(ids))
		out := make(map[kernel.ID[kernel.User]]string, len(rows))
		for _, r := range rows {
			out[kernel.IDOf[kernel.User](r.ID)] = r.Name
		}
		return out, err
	})
}

// NamesByID is Names for those who hold bare IDs.
func (s *Service) NamesByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	users := make([]kernel.ID[kernel.User], len(ids))
	for i, id := range ids {
		users[i] = kernel.IDOf[kernel.User](id)
	}
	names, err := s.Names(ctx, users)
	out := make(map[uuid.UUID]string, len(names))
	for id, name := range names {
		out[id.UUID] = name
	}
	return out, err
}

// Disable ends a person's access to this organisation at once: sign-in is
// refused, sessions and tokens are dead. Doing it twice changes nothing.
func (s *Service) Disable(ctx context.Context, user kernel.ID[kernel.User], why string) error {
	if err := authz.Allowed(ctx, DisableUsers); err != nil {
		return err
	}
	if who, err := actor.From(ctx); err != nil || who.User == user {
		return ErrYourself
	}
	return db.Changed(authz.Unheld(ctx), s.db, func(tx *db.Tx) error {
		// The head is the lock: two who end each other come one after the other.
		if err := authz.Raise(ctx, tx); err != nil {
			return err
		}
		if err := s.MayDisable(ctx, user); err != nil {
			return err
		}
		if err := s.setState(ctx, tx, user, "disabled", &why); err != nil {
			return err
		}
		if err := query(tx).RevokeTokensOf(ctx, user.UUID); err != nil {
			return err
		}
		return query(tx).EndSessionsOf(ctx, user.UUID)
	})
}

// MayDisable fails when nobody would remain who can repair access.
func (s *Service) MayDisable(ctx context.Context, user kernel.ID[kernel.User]) error {
	left, err := s.grants.Keepers(ctx, user)
	if err == nil && len(left) == 0 {
		err = access.ErrLockout
	}
	return err
}

// Enable lets a disabled person sign in again. Tokens stay revoked.
func (s *Service) Enable(ctx context.Context, user kernel.ID[kernel.User]) error {
	if err := authz.Allowed(ctx, DisableUsers); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error { return s.setState(ctx, tx, user, "active", nil) })
}

func (s *Service) setState(ctx context.Context, tx *db.Tx, user kernel.ID[kernel.User], state string, why *string) error {
	if _, err := query(tx).GetMember(ctx, user.UUID); err != nil {
		return err
	}
	_, err := query(tx).SetMembership(ctx, sqlcgen.SetMembershipParams{LoginID: user.UUID, State: state, Why: why})
	return err
}

// People lists everybody who belongs to the organisation, sorted by name.
func (s *Service) People(ctx context.Context) ([]access.Person, error) {
	return db.Glance(ctx, s.db, func(tx *db.Tx) ([]access.Person, error) {
		rows, err := query(tx).AllMembers(ctx)
		out := make([]access.Person, len(rows))
		for i, r := range rows {
			out[i] = access.Person{ID: r.ID, Name: r.Name, Active: r.Active, Email: r.Email}
		}
		return out, err
	})
}

// MemberByEmail finds a member of the organisation, for the command line.
func (s *Service) MemberByEmail(ctx context.Context, email string) (kernel.ID[kernel.User], error) {
	login, err := db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.FindLoginRow, error) { return query(tx).FindLogin(ctx, emailKey(email)) })
	if err == nil {
		_, err = db.Read(ctx, s.db, func(tx *db.Tx) (sqlcgen.FindMemberRow, error) { return query(tx).FindMember(ctx, login.ID) })
	}
	if none(err) || errors.Is(err, fault.ErrNotFound) {
		err = fault.ErrNotFound.Say("Nobody with this e-mail address belongs to the organisation.")
	}
	return kernel.IDOf[kernel.User](login.ID), err
}

// Invitation waits for a person to follow its link.
type Invitation struct {
	ID        uuid.UUID `json:"id"`
	Email     string    `json:"email"`
	Name      string    `json:"name"`
	Roles     []string  `json:"roles"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
	// Token stands in the link; it is shown once, and only its hash is kept.
	Token string `json:"token,omitempty"`
}

// Invite makes a one-time link, good for three days, by which somebody joins.
func (s *Service) Invite(ctx context.Context, email, name string, roles []string) (Invitation, error) {
	if err := authz.Allowed(ctx, InviteUsers); err != nil {
		return Invitation{}, err
	}
	if err := s.grants.MayGive(ctx, roles); err != nil {
		return Invitation{}, err
	}
	who, err := actor.From(ctx)
	if err != nil {
		return Invitation{}, err
	}
	org, err := s.know(ctx, who.Org)
	if err != nil {
		return Invitation{}, err
	}
	by, err := s.inviter(ctx, who)
	if err != nil {
		return Invitation{}, err
	}
	language := s.invitedLanguage(ctx, email, org.Organisation)
	text, hash := secret()
	now := s.clock.Now()
	i := Invitation{ID: kernel.NewUUID(), Email: email, Name: name, Roles: append([]string{}, roles...), CreatedAt: now, ExpiresAt: now.AddDate(0, 0, 3), Token: text}
	return db.Write(actor.Unkeyed(ctx), s.db, func(tx *db.Tx) (Invitation, error) {
		err := query(tx).AddInvitation(ctx, sqlcgen.AddInvitationParams{ID: i.ID, Email: i.Email, Name: i.Name, Roles: i.Roles, Sha256: hash, InvitedBy: who.User.UUID, ExpiresAt: i.ExpiresAt})
		if err != nil {
			return i, err
		}
		return i, mail.Send(ctx, tx, invitationMail(language, i, org.Name, by, s.address+"/join?token="+text, org.zone))
	})
}

// invitedLanguage is the invited person's own, if they sign in elsewhere already.
func (s *Service) invitedLanguage(ctx context.Context, email string, org Organisation) string {
	login, err := db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.FindLoginRow, error) { return query(tx).FindLogin(ctx, emailKey(email)) })
	if err != nil {
		return org.Language
	}
	return s.languageOf(ctx, org.ID, kernel.IDOf[kernel.User](login.ID))
}

// inviter is what to call who invites; the host's command line has no name of its own.
func (s *Service) inviter(ctx context.Context, who actor.Actor) (string, error) {
	if who.User.IsZero() {
		return "Longhouse", nil
	}
	login, err := db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.GetLoginRow, error) { return query(tx).GetLogin(ctx, who.User.UUID) })
	return login.Name, err
}

// Contacts finds where mail reaches people of the organisation who may sign in.
func (s *Service) Contacts(ctx context.Context, people []uuid.UUID) (map[uuid.UUID]notify.Contact, error) {
	home, err := s.Mine(ctx)
	if err != nil {
		return nil, err
	}
	return db.Glance(ctx, s.db, func(tx *db.Tx) (map[uuid.UUID]notify.Contact, error) {
		rows, err := query(tx).ContactsOf(ctx, people)
		out := make(map[uuid.UUID]notify.Contact, len(rows))
		for _, r := range rows {
			out[r.ID] = notify.Contact{Name: r.Name, Address: r.Email, Language: cmp.Or(r.Language, home.Language)}
		}
		return out, err
	})
}

// Home is the address of the actor's organisation in a browser.
func (s *Service) Home(ctx context.Context) (string, error) {
	o, err := s.Mine(ctx)
	return s.address + "/o/" + o.Slug, err
}

// Invitations lists those that are still open.
func (s *Service) Invitations(ctx context.Context) ([]Invitation, error) {
	if err := authz.Allowed(ctx, InviteUsers); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Invitation, error) {
		rows, err := query(tx).ListInvitations(ctx)
		out := make([]Invitation, len(rows))
		for i, r := range rows {
			out[i] = Invitation{ID: r.ID, Email: r.Email, Name: r.Name, Roles: r.Roles, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt}
		}
		return out, err
	})
}

// Withdraw makes an invitation's link useless.
func (s *Service) Withdraw(ctx context.Context, id uuid.UUID) error {
	if err := authz.Allowed(ctx, InviteUsers); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		n, err := query(tx).WithdrawInvitation(ctx, id)
		if err == nil && n == 0 {
			err = fault.ErrNotFound
		}
		return err
	})
}

// Accept joins by an invitation's link: a person who has a login proves it with
// their password, a new one chooses theirs.
func (s *Service) Accept(ctx context.Context, token, name, password string, from From) (cookie string, err error) {
	inv, err := db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.FindInvitationRow, error) {
		return query(tx).FindInvitation(ctx, sum(token))
	})
	if none(err) {
		return "", ErrLink
	}
	if err != nil {
		return "", err
	}
	try, err := s.brake(ctx, attempts(inv.Email, from))
	if err != nil { // whoever invited must not guess the invited's password
		return "", err
	}
	if name == "" {
		name = inv.Name
	}
	login, err := s.loginFor(ctx, inv.Email, name, password)
	if err != nil {
		return "", err
	}
	org := kernel.IDOf[kernel.Org](inv.OrgID)
	as := actor.With(ctx, actor.Actor{Org: org, User: kernel.IDOf[kernel.User](login.ID), Via: actor.UI})
	house, err := s.know(ctx, org)
	if err != nil {
		return "", err
	}
	// A member's roles are not an invitation's to replace.
	_, err = db.Read(as, s.db, func(tx *db.Tx) (sqlcgen.FindMemberRow, error) { return query(tx).FindMember(ctx, login.ID) })
	if err == nil {
		return "", ErrAMember
	}
	if !none(err) {
		return "", err
	}
	// The roles come first: whoever has them and is no member yet can do nothing,
	// and a try that was cut off can be repeated by the same link.
	if err := s.grants.Welcome(as, kernel.IDOf[kernel.User](login.ID), inv.InvitedBy, inv.Roles); err != nil {
		return "", err
	}
	member := kernel.NewUUID()
	err = db.Changed(as, s.db, func(tx *db.Tx) error {
		n, err := query(tx).UseInvitation(ctx, inv.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrLink
		}
		if err := query(tx).AddMembership(ctx, sqlcgen.AddMembershipParams{ID: member, LoginID: login.ID}); err != nil {
			return err
		}
		return notify.Send(as, tx, kernel.IDOf[kernel.User](inv.InvitedBy), notify.Message{Kind: Joined, Title: joinedTitle(login.Name, house.Name),
			About: kernel.Record{Entity: "identity.user", ID: login.ID}})
	})
	if err != nil {
		return "", err
	}
	return s.open(ctx, login, inv.OrgID, from, try)
}

// loginFor finds the person's login and checks their password, or makes a login.
func (s *Service) loginFor(ctx context.Context, email, name, password string) (sqlcgen.FindLoginRow, error) {
	login, _, err := s.candidate(ctx, email)
	if err != nil {
		return sqlcgen.FindLoginRow{}, err
	}
	if login != nil {
		ok, err := s.matches(ctx, login.PasswordHash, password)
		if err == nil && !ok {
			err = ErrWrong.Say("You have a login already: enter its password.").At("/password")
		}
		return *login, err
	}
	if err := CheckPassword("/password", password, email, name); err != nil {
		return sqlcgen.FindLoginRow{}, err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return sqlcgen.FindLoginRow{}, err
	}
	id := kernel.NewUUID()
	return db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.FindLoginRow, error) {
		err := query(tx).AddLogin(ctx, sqlcgen.AddLoginParams{ID: id, Email: email, EmailKey: emailKey(email), Name: name, PasswordHash: &hash})
		return sqlcgen.FindLoginRow{ID: id, Email: email, Name: name, PasswordHash: &hash, Epoch: 1, State: "active"}, err
	})
}
