package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"

	"github.com/google/uuid"

	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/mail/sqlcgen"
)

// The rights of this package.
const (
	ReadMails   kernel.Permission = "mail.message.read"
	ResendMails kernel.Permission = "mail.message.resend"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{ReadMails, ResendMails}

// Resources describes them for the policy's editor.
var Resources = []kernel.Resource{{Name: "mail.message", Label: "Mails sent", Actions: kernel.Actions("read", "resend"), Scopes: kernel.AllOnly}}

// The refusals of this package.
var (
	ErrNotFailed = fault.New(fault.Conflict, "mail.not_failed", "This mail has not failed. Only what failed is sent again.")
	ErrLinkGone  = fault.New(fault.Conflict, "mail.link_gone", "Its words or its one-time link are gone, so it cannot be sent again. Have whoever it was for ask anew.")
	ErrNoServer  = fault.New(fault.Conflict, "mail.no_server", "There is no mail server: set LONGHOUSE_MAIL_URL.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrNotFailed, ErrLinkGone, ErrNoServer}

// Options make a service.
type Options struct {
	DB     *db.Root
	Clock  clock.Clock
	Config Config
	// Shown: whoever reads the mailbox sees one-time links too. Only for a house
	// that nobody but its developer reaches.
	Shown bool
}

// Service sends what was posted, and tells what became of it.
type Service struct {
	db     *db.Pool
	clock  clock.Clock
	server *server // nil: mails are kept
	from   *netmail.Address
	shown  bool
}

// New makes the service. It reaches no server before there is a mail.
func New(o Options) (*Service, error) {
	server, from, err := o.Config.read()
	if err != nil {
		return nil, err
	}
	return &Service{db: o.DB.For("platform"), clock: o.Clock, server: server, from: from, shown: o.Shown}, nil
}

func query(tx *db.Tx) *sqlcgen.Queries { return sqlcgen.New(tx) }

// tries is how often a mail is handed over in vain before it has failed: with
// the engine's waits that is about eight hours.
const tries = 16

// Handlers are the jobs of this package, for the pool of the platform.
func (s *Service) Handlers() []jobs.Handler {
	deliver := jobs.CallOutside("mail.deliver", s.deliver).Does("Hands a mail to the mail server, or keeps it where there is none.")
	deliver.MaxFailures, deliver.AtOnce = tries, 4
	return []jobs.Handler{deliver, jobs.Every("mail.sweep", "53 3 * * *", s.Sweep).Does("Drops mails that are older than ninety days.")}
}

// deliver hands a mail to the server, or keeps it where there is none. It may
// run again after a crash; the Message-ID says that it is the same mail.
func (s *Service) deliver(ctx context.Context, r *jobs.Run, j Deliver) error {
	m, err := db.Read(ctx, s.db, func(tx *db.Tx) (sqlcgen.QueuedRow, error) { return query(tx).Queued(ctx, j.Mail) })
	if errors.Is(err, fault.ErrNotFound) || db.NoRows(err) {
		return nil // it went by an earlier call, or was swept
	}
	if err != nil {
		return err
	}
	now := s.clock.Now()
	messageID := m.ID.String() + "@" + domainOf(s.from)
	conclude := func(fn func(q *sqlcgen.Queries) error) error {
		return r.Commit(ctx, true, 1, 1, func(tx *db.Tx) error { return fn(query(tx)) })
	}
	failed := func(why string) error {
		return conclude(func(q *sqlcgen.Queries) error {
			return q.Failed(ctx, sqlcgen.FailedParams{ID: m.ID, Error: why, MessageID: messageID})
		})
	}
	switch {
	case m.Until != nil && now.After(*m.Until):
		return failed("The link in it ended before it could be sent.")
	case s.server == nil:
		return conclude(func(q *sqlcgen.Queries) error {
			return q.Kept(ctx, sqlcgen.KeptParams{ID: m.ID, At: now, MessageID: messageID, Shown: s.shown})
		})
	}
	answer, err := s.server.hand(ctx, s.from, letter{language: m.Language, id: messageID, at: m.At, name: m.Name, address: m.Address, subject: m.Subject, text: m.Text, label: m.Label, link: m.Link})
	var no *refused
	switch {
	case err == nil:
		return conclude(func(q *sqlcgen.Queries) error {
			return q.Sent(ctx, sqlcgen.SentParams{ID: m.ID, At: now, MessageID: messageID, Answer: answer})
		})
	case errors.As(err, &no):
		return errors.Join(jobs.Never(fmt.Errorf("the mail server refuses it for good: %w", err)), failed("The mail server refuses it for good: "+err.Error()))
	case m.Attempts+1 >= tries:
		return errors.Join(jobs.Never(err), failed(err.Error()))
	}
	return errors.Join(err, conclude(func(q *sqlcgen.Queries) error {
		return q.Tried(ctx, sqlcgen.TriedParams{ID: m.ID, Error: err.Error(), MessageID: messageID})
	}))
}

// How long the house remembers: the log as long as what was told can matter,
// words only as long as somebody may look.
const (
	logKept    = 90 // days
	bodiesKept = 30
	sweepOnce  = 1_000
)

// Sweep drops an organisation's old mails, and what is left of links that have ended.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.clock.Now()
	bodies := now.AddDate(0, 0, -bodiesKept)
	for {
		n, err := db.Write(ctx, s.db, func(tx *db.Tx) (int64, error) {
			gone, err := query(tx).Sweep(ctx, sqlcgen.SweepParams{LogBefore: now.AddDate(0, 0, -logKept), BodiesBefore: bodies, Max: sweepOnce})
			if err != nil {
				return 0, err
			}
			blanked, err := query(tx).Blank(ctx, sqlcgen.BlankParams{BodiesBefore: bodies, Now: now, Max: sweepOnce})
			return max(gone, blanked), err
		})
		if err != nil {
			return fmt.Errorf("drop old mails: %w", err)
		}
		if n < sweepOnce {
			return nil
		}
	}
}

// Try sends a test mail at once and returns what the server answered.
func (s *Service) Try(ctx context.Context, address string) (answer string, err error) {
	if s.server == nil {
		return "", ErrNoServer
	}
	return s.server.hand(ctx, s.from, letter{id: uuid.NewString() + "@" + domainOf(s.from), at: s.clock.Now(), address: address,
		subject: "A test of Longhouse", text: "This mail says that Longhouse reaches its mail server. There is nothing to do."})
}
