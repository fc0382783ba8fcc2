package identity

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/identity/sqlcgen"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/mail"
	"longhouse/platform/rest"
)

// resetLasts is how long the link of a forgotten password works.
const resetLasts = 30 * time.Minute

// SendReset mails somebody a link to a new password. Its payload is written for
// every address that is asked about: an unknown one has the nil UUID.
type SendReset struct {
	Login uuid.UUID `json:"login"`
}

// JobType is stable.
func (SendReset) JobType() string { return "identity.send_reset" }

// Handlers are the jobs of this package, for its own pool.
func (s *Service) Handlers() []jobs.Handler {
	return []jobs.Handler{jobs.Do("identity.send_reset", s.sendReset).Does("Mails the link by which a forgotten password is set anew.")}
}

// Forgot sends a link to a new password, if somebody has the address. It does
// the same for any address, known or not, and answers the same: a job that
// nobody waits for finds out whether there is somebody to write to.
func (s *Service) Forgot(ctx context.Context, email string, from From) error {
	if _, err := s.brake(ctx, []string{"reset " + emailKey(email), "net reset " + network(from.Address)}); err != nil {
		return err
	}
	type found struct{ login, org uuid.UUID }
	f, err := db.House(ctx, s.db, func(tx *db.Tx) (f found, err error) {
		login, err := query(tx).FindLogin(ctx, emailKey(email))
		if err != nil && !none(err) {
			return f, err
		}
		f.login = login.ID
		orgs, err := query(tx).OrganisationsOf(ctx, f.login)
		if err != nil {
			return f, err
		}
		// The job of an unknown address is the first organisation's.
		if f.org, err = query(tx).FirstOrganisation(ctx); none(err) {
			return f, nil
		}
		if len(orgs) > 0 {
			f.org = orgs[0].ID
		}
		return f, err
	})
	if err != nil || f.org == uuid.Nil { // before the first start there is nobody
		return err
	}
	ctx = actor.Service(ctx, kernel.IDOf[kernel.Org](f.org), "identity.reset", actor.System)
	return db.Changed(ctx, s.db, func(tx *db.Tx) error { return tx.Enqueue(ctx, SendReset{f.login}) })
}

// sendReset makes the link and posts it in one transaction. The link exists in
// the mail alone, and only its hash here.
func (s *Service) sendReset(ctx context.Context, tx *db.Tx, j SendReset) error {
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	login, err := query(tx).GetLogin(ctx, j.Login)
	if none(err) {
		return nil
	}
	if err != nil {
		return err
	}
	member, err := query(tx).FindMember(ctx, j.Login)
	if none(err) || err == nil && (member.State != "active" || login.State != "active") {
		return nil
	}
	if err != nil {
		return err
	}
	text, hash := secret()
	until := s.clock.Now().Add(resetLasts)
	if err := cmp.Or(query(tx).ForgetOldLinks(ctx), query(tx).EndResets(ctx, login.ID)); err != nil {
		return err
	}
	if err := query(tx).AddReset(ctx, sqlcgen.AddResetParams{Sha256: hash, LoginID: &login.ID, ExpiresAt: until}); err != nil {
		return err
	}
	return mail.Send(ctx, tx, resetMail(s.languageOf(ctx, who.Org, kernel.IDOf[kernel.User](login.ID)), login.Name, login.Email, s.address+"/reset?token="+text, until))
}

// Reset sets a new password by a link, which then works no more. It ends all
// sessions and tokens of the person, and lets them sign in at once, however
// often they have tried.
func (s *Service) Reset(ctx context.Context, token, wanted string, from From) error {
	if _, err := s.brake(ctx, []string{"net reset " + network(from.Address)}); err != nil {
		return err
	}
	login, err := db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.FindResetRow, error) { return query(tx).FindReset(ctx, sum(token)) })
	if none(err) {
		return ErrLink
	}
	if err != nil {
		return err
	}
	if err := CheckPassword("/password", wanted, login.Name, login.Email); err != nil { // before the link is used up
		return err
	}
	hash, err := s.hash(ctx, wanted)
	if err != nil {
		return err
	}
	_, err = db.House(ctx, s.db, func(tx *db.Tx) (int32, error) {
		q := query(tx)
		n, err := q.UseOnce(ctx, sqlcgen.UseOnceParams{Sha256: sum(token), Kind: "reset"})
		if err == nil && n == 0 {
			err = ErrLink
		}
		if err != nil {
			return 0, err
		}
		if err := cmp.Or(q.EndResets(ctx, login.ID), q.EndSessionsOf(ctx, login.ID), q.ForgetFailures(ctx, "mail "+login.EmailKey)); err != nil {
			return 0, err
		}
		return q.SetPassword(ctx, sqlcgen.SetPasswordParams{ID: login.ID, PasswordHash: &hash})
	})
	if err != nil {
		return err
	}
	s.sayChanged(ctx, login.ID, login.Name, login.Email, from.Address, "identity.password_reset")
	return nil
}

// sayChanged notes a new password in the person's organisation and mails them,
// so that a thief is noticed. The password is set by then: that this cannot be
// said is no reason to say that it was not.
func (s *Service) sayChanged(ctx context.Context, login uuid.UUID, name, address, from, what string) {
	orgs, err := db.House(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.OrganisationsOfRow, error) { return query(tx).OrganisationsOf(ctx, login) })
	if err == nil && len(orgs) > 0 {
		as := actor.With(ctx, actor.Actor{Org: kernel.IDOf[kernel.Org](orgs[0].ID), User: kernel.IDOf[kernel.User](login), Via: actor.UI, Request: rest.RequestID(ctx)})
		language := s.languageOf(ctx, kernel.IDOf[kernel.Org](orgs[0].ID), kernel.IDOf[kernel.User](login))
		err = db.Changed(as, s.db, func(tx *db.Tx) error {
			if err := tx.Note(as, db.Fact{Kind: what, About: kernel.Record{Entity: "identity.user", ID: login}, Address: from}); err != nil {
				return err
			}
			return mail.Send(as, tx, changedMail(language, name, address, s.address+"/forgot"))
		})
	}
	if err != nil {
		slog.WarnContext(ctx, "a new password was not announced", "login", login, "error", err)
	}
}

// ForgotBody names who forgot.
type ForgotBody struct {
	Email string `json:"email" format:"email" maxLength:"254"`
}

// ResetAsked is the answer to any address, known or not.
type ResetAsked struct {
	Minutes int `json:"minutes" doc:"How long the link works, if the address is somebody's"`
}

// ResetBody sets a new password.
type ResetBody struct {
	Token    string `json:"token" maxLength:"100" doc:"Of the link in the mail"`
	Password string `json:"password" maxLength:"512"`
}

func (s *Service) resetRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "identity-ask-reset", Method: "POST", Path: "/resets", Needs: rest.Public, Status: 202, Summary: "Have a link to a new password mailed",
		Doc: "The answer is the same whether or not somebody has the address.", Faults: errs(ErrTooMany)},
		func(ctx context.Context, in *struct {
			rest.Origin
			Body ForgotBody
		}) (*rest.Answer[ResetAsked], error) {
			err := s.Forgot(ctx, in.Body.Email, From{in.Address(), in.Browser()})
			return rest.Say(ResetAsked{int(resetLasts / time.Minute)}), err
		})
	rest.Register(a, rest.Op{ID: "identity-reset-password", Method: "POST", Path: "/resets/use", Needs: rest.Public, Status: 204, Summary: "Set a new password by the link; ends all sessions and tokens",
		Doc: "The link's word stands in the body, not in the address: addresses end up in logs.", Faults: errs(ErrLink, ErrWeakPassword, ErrTooMany)},
		func(ctx context.Context, in *struct {
			rest.Origin
			Body ResetBody
		}) (*rest.Done, error) {
			return &rest.Done{}, s.Reset(ctx, in.Body.Token, in.Body.Password, From{in.Address(), in.Browser()})
		})
}
