package mail

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/mail/sqlcgen"
	"longhouse/platform/page"
)

// Mail is one that the house wrote, and what became of it.
type Mail struct {
	ID        uuid.UUID  `json:"id"`
	At        time.Time  `json:"at"`
	Kind      string     `json:"kind" example:"identity.invited"`
	Address   string     `json:"address"`
	Name      string     `json:"name"`
	Subject   string     `json:"subject"`
	State     string     `json:"state" enum:"queued,sent,failed,kept" doc:"kept: there is no mail server, so it stays here"`
	Attempts  int32      `json:"attempts"`
	MessageID string     `json:"message_id,omitempty" doc:"The same in every attempt"`
	Answer    string     `json:"answer,omitempty" doc:"What the mail server said when it took it"`
	Error     string     `json:"error,omitempty" doc:"Why it did not go, at the last attempt"`
	SentAt    *time.Time `json:"sent_at,omitempty"`
	Entity    string     `json:"entity,omitempty" example:"crm.deal"`
	EntityID  *uuid.UUID `json:"entity_id,omitempty"`
}

// Whole is a mail with its words, where they are kept.
type Whole struct {
	Mail
	Text   string `json:"text,omitempty" doc:"Only of a mail that is kept because there is no mail server"`
	Label  string `json:"label,omitempty"`
	Link   string `json:"link,omitempty"`
	Hidden bool   `json:"hidden,omitempty" doc:"It has a one-time link, which is not shown here"`
}

// State says where mails go.
type State struct {
	Sends bool   `json:"sends" doc:"There is a mail server; without one mails are kept"`
	From  string `json:"from"`
}

var mailList = page.Spec{
	Columns: map[string]page.Column{
		"state":   {Expr: "m.state", Cast: "text", Ops: page.OneOf},
		"kind":    {Expr: "m.kind", Cast: "text", Ops: page.OneOf},
		"address": {Expr: `lower(m.address) collate "C"`, Cast: "text", Ops: page.Prefix},
		"at":      {Expr: "m.at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "m.id", Default: "-at",
}

// List lists the organisation's mails.
func (s *Service) List(ctx context.Context, r page.Request) (page.Page[Mail], error) {
	scope, err := authz.Scope(ctx, ReadMails)
	if err != nil {
		return page.Page[Mail]{}, err
	}
	q, err := mailList.Compile(r, scope)
	if err != nil {
		return page.Page[Mail]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Mail], error) {
		rows, err := sqlcgen.New(q.On(tx)).ListMails(ctx, q.Max())
		if err != nil {
			return page.Page[Mail]{}, err
		}
		p := page.Cut(q, rows, func(m sqlcgen.ListMailsRow) (string, uuid.UUID) { return m.PageKey, m.ID }, func(m sqlcgen.ListMailsRow) Mail {
			return Mail{m.ID, m.At, m.Kind, m.Address, m.Name, m.Subject, m.State, m.Attempts, m.MessageID, m.Answer, m.Error, m.SentAt, m.Entity, m.EntityID}
		})
		if q.WantsCount() {
			n, err := sqlcgen.New(q.On(tx)).CountMails(ctx)
			if err != nil {
				return p, err
			}
			p.Total = page.NewTotal(n)
		}
		return p, nil
	})
}

// Get reads one mail. Its words are there only if it is kept: what was sent is
// its reader's.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (Whole, error) {
	if err := authz.Allowed(ctx, ReadMails); err != nil {
		return Whole{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Whole, error) {
		m, err := query(tx).GetMail(ctx, id)
		if err != nil {
			return Whole{}, err
		}
		w := Whole{Mail: Mail{m.ID, m.At, m.Kind, m.Address, m.Name, m.Subject, m.State, m.Attempts, m.MessageID, m.Answer, m.Error, m.SentAt, m.Entity, m.EntityID}}
		if m.State == "kept" && s.server == nil {
			w.Text, w.Label = m.Text, m.Label
			if w.Link = m.Link; m.Secret && !s.shown {
				w.Link = ""
			}
			w.Hidden = m.Label != "" && w.Link == ""
		}
		return w, nil
	})
}

// Resend gives a mail that failed a new start, under the Message-ID that it had.
func (s *Service) Resend(ctx context.Context, id uuid.UUID) error {
	if err := authz.Allowed(ctx, ResendMails); err != nil {
		return err
	}
	again := kernel.NewID[kernel.Job]()
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		m, err := query(tx).LockMail(ctx, id)
		switch {
		case err != nil:
			return err
		case m.State != "failed":
			return ErrNotFailed
		case m.Gone:
			return ErrLinkGone
		}
		if err := query(tx).Queue(ctx, id); err != nil {
			return err
		}
		if _, err := jobs.Cancel(ctx, tx, id); err != nil { // the dead letter of the first try, if it is still there
			return err
		}
		if err := tx.Note(ctx, db.Fact{Kind: "mail.resent", Detail: map[string]any{"mail": id.String()}}); err != nil {
			return err
		}
		return tx.EnqueueAs(db.Enqueued{Job: Deliver{id}, Key: again})
	})
}

// State says whether mails leave the house, and in whose name.
func (s *Service) State(context.Context) State { return State{s.server != nil, s.from.String()} }
