package identity_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/platform/access"
	"longhouse/platform/fault"
	"longhouse/platform/identity"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func (f *fixture) invite(email string, roles ...string) identity.Invitation {
	f.t.Helper()
	i, err := f.svc.Invite(f.owner, email, "Bob Builder", roles)
	require.NoError(f.t, err)
	return i
}

func (f *fixture) accept(i identity.Invitation, word string) answer {
	f.t.Helper()
	return f.ask("POST", "/identity/invitations/accept", map[string]string{"token": i.Token, "password": word})
}

func TestAnInvitationWorksOnceForThreeDaysAndGivesItsRoles(t *testing.T) {
	t.Parallel()
	f := setup(t)
	i := f.invite(mail(), "crm.rep")
	f.accept(i, "short").is(422, "identity.weak_password")
	var me identity.Me
	f.accept(i, password).is(201).json(&me)
	require.Equal(t, []string{"crm.rep"}, me.Roles)
	require.Equal(t, "Bob Builder", me.User.Name)
	f.accept(i, password).is(404, "identity.link_invalid")

	late := f.invite(mail(), "crm.rep")
	require.InDelta(t, 72, late.ExpiresAt.Sub(late.CreatedAt).Hours(), 1.1)
	f.behind("update identity.invitation set expires_at = clock_timestamp() where id = $1", late.ID)
	f.accept(late, password).is(404, "identity.link_invalid")

	withdrawn := f.invite(mail(), "crm.rep")
	open, err := f.svc.Invitations(f.owner)
	require.NoError(t, err)
	require.Len(t, open, 1)
	require.Empty(t, open[0].Token)
	require.NoError(t, f.svc.Withdraw(f.owner, withdrawn.ID))
	require.ErrorIs(t, f.svc.Withdraw(f.owner, withdrawn.ID), fault.ErrNotFound)
	f.accept(withdrawn, password).is(404, "identity.link_invalid")
	f.accept(identity.Invitation{Token: "' or 1=1 --"}, password).is(404, "identity.link_invalid")
}

func TestAPersonWithALoginProvesItAndMayBelongToTwoOrganisations(t *testing.T) {
	t.Parallel()
	oak, elm := setup(t), setup(t)
	i := elm.invite(strings.ToUpper(oak.ann.Email), "crm.rep")
	elm.accept(i, another).is(401, "wrong_credentials")
	var me identity.Me
	cookie := cookieOf(t, elm.accept(i, password).is(201).json(&me)).Value
	require.Equal(t, oak.ann.ID, me.User.ID, "no second login")
	require.Equal(t, elm.org.ID, me.Organisation.ID)
	require.Len(t, me.Organisations, 2)
	at := func(org string) (m identity.Me) {
		oak.ask("GET", "/identity/me", nil, append(by(cookie), "Longhouse-Org", org)...).is(200).json(&m)
		return m
	}
	require.Equal(t, []string{"owner"}, at(oak.org.Slug).Roles)
	require.Equal(t, []string{"crm.rep"}, at(elm.org.ID.String()).Roles)
	require.Equal(t, elm.org.ID, elm.who(cookie).Organisation.ID, "the header changes nothing in the session")
	third := setup(t)
	for _, org := range []string{third.org.Slug, third.org.ID.String(), "nowhere", "' or 1=1"} {
		oak.ask("GET", "/identity/me", nil, append(by(cookie), "Longhouse-Org", org)...).is(403, "not_a_member")
	}
	elm.refresh()
	require.NoError(t, elm.svc.Disable(elm.owner, oak.ann.ID, ""))
	elm.ask("GET", "/identity/me", nil, append(by(cookie), "Longhouse-Org", elm.org.Slug)...).is(401, "session_ended")
	require.Len(t, oak.who(oak.session(oak.ann.Email, password)).Organisations, 1, "Oak is not Elm's to end")
}

func TestWhoeverInvitesCannotGuessTheInvitedsPassword(t *testing.T) {
	t.Parallel()
	oak, elm := setup(t), setup(t)
	i := elm.invite(oak.ann.Email, "crm.rep")
	for range 10 {
		elm.accept(i, another).is(401)
	}
	elm.accept(i, password).is(429, "rate_limited")
}

func TestAnInvitationDoesNotReplaceAMembersRoles(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.join("owner")
	f.accept(f.invite(f.ann.Email, "crm.rep"), password).is(409, "identity.already_member")
	require.Equal(t, []string{"owner"}, f.who(f.session(f.ann.Email, password)).Roles)
	bob, _ := f.join("crm.rep")
	require.NoError(t, f.svc.Disable(f.owner, bob.ID, "left"))
	f.accept(f.invite(bob.Email, "crm.rep"), password).is(409, "identity.already_member")
	f.signIn(bob.Email, password).is(401)
}

func TestDisablingEndsEverythingAtOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	bob, cookie := f.join("crm.rep")
	ann := f.session(f.ann.Email, password)
	f.ask("POST", "/identity/users/"+bob.ID.String()+"/disable", map[string]string{"reason": "left"}, by(cookie)...).is(403, "forbidden")
	f.ask("POST", "/identity/users/"+bob.ID.String()+"/disable", map[string]string{"reason": "left"}, by(ann)...).is(204)
	f.ask("POST", "/identity/users/"+bob.ID.String()+"/disable", map[string]string{}, by(ann)...).is(204)
	f.ask("GET", "/identity/me", nil, by(cookie)...).is(401, "session_ended")
	f.signIn(bob.Email, password).is(401, "wrong_credentials")
	f.ask("POST", "/identity/users/"+bob.ID.String()+"/enable", nil, by(ann)...).is(204)
	f.ask("GET", "/identity/me", nil, by(cookie)...).is(401, "session_ended")
	f.session(bob.Email, password)
	f.ask("POST", "/identity/users/"+f.ann.ID.String()+"/disable", map[string]string{}, by(ann)...).is(409, "identity.not_yourself")
	f.ask("POST", "/identity/users/"+uuid.NewString()+"/disable", map[string]string{}, by(ann)...).is(404, "not_found")
	stranger := setup(t)
	f.ask("POST", "/identity/users/"+stranger.ann.ID.String()+"/disable", map[string]string{}, by(ann)...).is(404, "not_found")
	stranger.session(stranger.ann.Email, password)
}

func TestOneOwnerRemainsWhoCanSignIn(t *testing.T) {
	t.Parallel()
	f := setup(t)
	admin, _ := f.join("people.admin")
	asAdmin := f.acting(f.org, admin)
	require.ErrorIs(t, f.svc.Disable(asAdmin, f.ann.ID, ""), access.ErrLockout)
	require.ErrorIs(t, f.setRoles(f.ann, "crm.rep"), access.ErrLockout)

	second, _ := f.join("owner")
	require.NoError(t, f.svc.Disable(f.owner, second.ID, "left"))
	f.refresh()
	require.ErrorIs(t, f.setRoles(f.ann, "crm.rep"), access.ErrLockout, "an owner who cannot sign in is none")
	require.ErrorIs(t, f.svc.Disable(asAdmin, f.ann.ID, ""), access.ErrLockout)
	require.NoError(t, f.svc.Enable(f.owner, second.ID))
	require.NoError(t, f.svc.Disable(asAdmin, f.ann.ID, ""))
}

func TestTwoOwnersWhoEndEachOtherCannotBothSucceed(t *testing.T) {
	t.Parallel()
	f := setup(t)
	second, _ := f.join("owner")
	asSecond := f.acting(f.org, second)
	var group errgroup.Group
	outcomes := make([]error, 2)
	group.Go(func() error { outcomes[0] = f.svc.Disable(f.owner, second.ID, ""); return nil })
	group.Go(func() error { outcomes[1] = f.svc.Disable(asSecond, f.ann.ID, ""); return nil })
	require.NoError(t, group.Wait())
	failed := 0
	for _, err := range outcomes {
		if err != nil {
			require.ErrorIs(t, err, access.ErrLockout)
			failed++
		}
	}
	require.Equal(t, 1, failed)
}

func TestNobodyGivesMoreThanTheyHaveByAnyDoor(t *testing.T) {
	t.Parallel()
	f := setup(t)
	admin, cookie := f.join("people.admin")
	bob, _ := f.join("crm.rep", "auditor")
	set := func(user identity.User, roles ...string) answer {
		return f.ask("PUT", "/identity/users/"+user.ID.String()+"/roles", map[string]any{"roles": roles}, by(cookie)...)
	}
	set(admin, "people.admin", "owner").is(403, "access.escalation")
	set(bob, "crm.rep", "auditor", "crm.lead").is(403, "access.escalation")
	set(bob, "crm.rep").is(403, "access.escalation") // without the auditor's denies bob could write
	set(bob, "crm.rep", "auditor", "nobody.such").is(422, "access.unknown_role")
	set(bob, "auditor").is(200)
	set(identity.User{ID: kernel.NewID[kernel.User]()}, "people.admin").is(404, "not_found")
	f.ask("POST", "/identity/invitations", map[string]any{"email": mail(), "name": "x", "roles": []string{"owner"}}, by(cookie)...).is(403, "access.escalation")
	_, rep := f.join("crm.rep")
	f.ask("PUT", "/identity/users/"+bob.ID.String()+"/roles", map[string]any{"roles": []string{}}, by(rep)...).is(403, "forbidden")

	token := f.token(f.session(f.ann.Email, password), map[string]string{"access.assignment.assign": "all", "identity.user.invite": "all"})
	f.ask("PUT", "/identity/users/"+bob.ID.String()+"/roles", map[string]any{"roles": []string{"owner"}}, bearer(token.Secret)...).is(403, "access.people_only")
	f.ask("POST", "/identity/invitations", map[string]any{"email": mail(), "name": "x", "roles": []string{"owner"}}, bearer(token.Secret)...).is(403, "access.escalation")
}

func TestMembersArePagedFilteredAndOfOneOrganisation(t *testing.T) {
	t.Parallel()
	f := setup(t)
	names := []string{"Ann Person"}
	for _, name := range []string{"bea", "Bea", "Zoë", "Ärmel"} {
		i, err := f.svc.Invite(f.owner, mail(), name, []string{"crm.rep"})
		require.NoError(t, err)
		f.accept(i, password).is(201)
		names = append(names, name)
	}
	cookie := f.session(f.ann.Email, password)
	list := func(query string) page.Page[identity.Member] {
		var p page.Page[identity.Member]
		f.ask("GET", "/identity/users?"+query, nil, by(cookie)...).is(200).json(&p)
		return p
	}
	for _, sort := range []string{"name", "-name", "email", "-joined_at"} {
		var seen []string
		for after := ""; ; {
			p := list("limit=1&sort=" + sort + "&after=" + url.QueryEscape(after))
			for _, m := range p.Items {
				seen = append(seen, m.Name)
			}
			if after = p.Next; after == "" {
				break
			}
		}
		require.ElementsMatch(t, names, seen, sort)
	}
	require.Len(t, list("name=be").Items, 2, "capitals do not matter")
	require.Len(t, list("q=BEA").Items, 2)
	require.Len(t, list("state=active").Items, 5)
	require.Empty(t, list("state=disabled").Items)
	require.Equal(t, []string{"owner"}, list("name=ann").Items[0].Roles)
	require.NotNil(t, list("name=ann").Items[0].LastSeenAt)
	f.ask("GET", "/identity/users?password_hash=x", nil, by(cookie)...).is(422, "unknown_field")
	f.ask("GET", "/identity/users?format=csv", nil, by(cookie)...).is(200)
	_, rep := f.join("crm.rep")
	f.ask("GET", "/identity/users", nil, by(rep)...).is(403, "forbidden")
	found, err := f.svc.NamesByID(f.owner, []uuid.UUID{f.ann.ID.UUID, setup(t).ann.ID.UUID})
	require.NoError(t, err)
	require.Equal(t, map[uuid.UUID]string{f.ann.ID.UUID: "Ann Person"}, found)
}
