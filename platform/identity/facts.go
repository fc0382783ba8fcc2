package identity

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/identity/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

// noteSignIn keeps that somebody signed in, in the organisation where they work.
func (s *Service) noteSignIn(ctx context.Context, login, org uuid.UUID, from From) error {
	who := actor.Actor{Org: kernel.IDOf[kernel.Org](org), User: kernel.IDOf[kernel.User](login), Via: actor.UI, Request: rest.RequestID(ctx), Address: clip(from.Address)}
	return db.Note(actor.With(ctx, who), s.db, db.Fact{Kind: "identity.signed_in", About: kernel.Record{Entity: "identity.user", ID: login},
		Detail: map[string]any{"browser": clip(from.Browser)}})
}

// noteRefusal keeps that somebody was not let in. An unknown address leaves its
// fact with the house itself: it costs the same time, so that it tells nothing.
func (s *Service) noteRefusal(ctx context.Context, login *sqlcgen.FindLoginRow, orgs []sqlcgen.OrganisationsOfRow, from From) error {
	org, f := uuid.Nil, db.Fact{Kind: "identity.sign_in_refused", Detail: map[string]any{"browser": clip(from.Browser)}}
	if login != nil && len(orgs) > 0 {
		org, f.About = orgs[0].ID, kernel.Record{Entity: "identity.user", ID: login.ID}
	}
	who := actor.Actor{Org: kernel.IDOf[kernel.Org](org), Service: "identity.sign_in", Via: actor.UI, Request: rest.RequestID(ctx), Address: clip(from.Address)}
	return db.Note(actor.With(ctx, who), s.db, f)
}

// noteSignOut keeps that somebody signed out, in the organisation where they worked.
func (s *Service) noteSignOut(ctx context.Context, ended sqlcgen.EndSessionRow) error {
	who := actor.Actor{Org: kernel.IDOf[kernel.Org](ended.OrgID), User: kernel.IDOf[kernel.User](ended.LoginID), Via: actor.UI, Request: rest.RequestID(ctx)}
	return s.noteOwn(actor.With(ctx, who), who, "identity.signed_out", ended.ID)
}

// noteOwn keeps what somebody did with a session of theirs: each time, whatever
// the key of the request, which nothing else here is kept by.
func (s *Service) noteOwn(ctx context.Context, who actor.Actor, what string, session uuid.UUID) error {
	return db.Note(actor.Unkeyed(ctx), s.db, db.Fact{Kind: what, About: kernel.Record{Entity: "identity.user", ID: who.User.UUID}, Detail: map[string]any{"session": session}})
}

// refused keeps that somebody who is signed in could not prove who they are: a
// stolen session is a place to guess from.
func (s *Service) refused(ctx context.Context, why error) error {
	who, err := actor.From(ctx)
	if err == nil {
		err = s.noteOwn(ctx, who, "identity.proof_refused", who.Session)
	}
	if err != nil {
		return err
	}
	return why
}
