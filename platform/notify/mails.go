package notify

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/mail"
	"longhouse/platform/notify/sqlcgen"
	"longhouse/platform/words"
)

// Contact is where mail reaches a person, and what language they read.
type Contact struct{ Name, Address, Language string }

// MailMessage mails a message, unless its reader was quicker.
type MailMessage struct {
	Message uuid.UUID `json:"message"`
}

// JobType is stable.
func (MailMessage) JobType() string { return "notify.mail_message" }

// Handlers are the jobs of this package, for the pool of the platform.
func (h *Hub) Handlers() []jobs.Handler {
	one := jobs.RunLong("notify.mail_message", h.mailMessage).Does("Mails a message that its reader has not read in the app.")
	one.Lane, one.Limit = jobs.LaneJob, time.Minute
	digest := jobs.Every("notify.digest", "0 7 * * *", h.Digest).Does("Mails each person what waits for them unread, in the morning.")
	digest.Limit = 10 * time.Minute
	return []jobs.Handler{one, digest, jobs.Every("notify.sweep", "41 3 * * *", h.Sweep).Does("Drops messages that are older than ninety days.")}
}

// mailMessage looks first whether the message was read in the app meanwhile.
func (h *Hub) mailMessage(ctx context.Context, r *jobs.Run, j MailMessage) error {
	m, err := db.Read(ctx, h.db, func(tx *db.Tx) (sqlcgen.UnmailedRow, error) { return sqlcgen.New(tx).Unmailed(ctx, j.Message) })
	if errors.Is(err, fault.ErrNotFound) || db.NoRows(err) {
		return nil
	}
	if err != nil {
		return err
	}
	to, home, err := h.reach(ctx, m.UserID)
	if err != nil || to.Address == "" {
		return err
	}
	now := h.o.Clock.Now()
	letter := mail.Message{Language: to.Language, Name: to.Name, Address: to.Address, Kind: m.Kind, Subject: oneSubject(to.Language, m.Title), Text: oneText(to.Language, to.Name, m.Title, m.Text, m.Because),
		Link: mail.Link{Label: words.Say(to.Language, openLabel), URL: home + "/notifications"}}
	if m.EntityID != nil {
		letter.About = kernel.Record{Entity: m.Entity, ID: *m.EntityID}
	}
	return r.Commit(ctx, true, 1, 1, func(tx *db.Tx) error {
		n, err := sqlcgen.New(tx).Mailed(ctx, sqlcgen.MailedParams{ID: m.ID, At: now})
		if err != nil || n == 0 {
			return err
		}
		return mail.Send(ctx, tx, letter)
	})
}

// reach finds a person's address, which is empty if they do not belong here any
// more, and the house's own.
func (h *Hub) reach(ctx context.Context, person uuid.UUID) (Contact, string, error) {
	found, err := h.o.Contacts(ctx, []uuid.UUID{person})
	if err != nil {
		return Contact{}, "", fmt.Errorf("find a reader's address: %w", err)
	}
	home, err := h.o.Home(ctx)
	return found[person], home, err
}

// digestPage is how many readers are looked up at a time.
const digestPage = 100

// Digest mails everybody what they have not read of what they want once a day.
// A call that is cut off goes on where it was: whoever got theirs is not asked again.
func (h *Hub) Digest(ctx context.Context) error {
	home, err := h.o.Home(ctx)
	if err != nil {
		return err
	}
	for after := uuid.Nil; ; {
		people, err := db.Read(ctx, h.db, func(tx *db.Tx) ([]uuid.UUID, error) {
			return sqlcgen.New(tx).DigestReaders(ctx, sqlcgen.DigestReadersParams{After: after, Max: digestPage})
		})
		if err != nil || len(people) == 0 {
			return err
		}
		found, err := h.o.Contacts(ctx, people)
		if err != nil {
			return fmt.Errorf("find the readers' addresses: %w", err)
		}
		for _, p := range people {
			if err := h.digestOf(ctx, p, found[p], home); err != nil {
				return err
			}
		}
		after = people[len(people)-1]
	}
}

func (h *Hub) digestOf(ctx context.Context, person uuid.UUID, to Contact, home string) error {
	if to.Address == "" {
		return nil // they have left
	}
	now := h.o.Clock.Now()
	return db.Changed(ctx, h.db, func(tx *db.Tx) error {
		rows, err := sqlcgen.New(tx).TakeDigest(ctx, sqlcgen.TakeDigestParams{At: now, Person: person})
		if err != nil || len(rows) == 0 {
			return err
		}
		return mail.Send(ctx, tx, mail.Message{Language: to.Language, Name: to.Name, Address: to.Address, Kind: "notify.digest", Subject: digestSubject(to.Language, len(rows)),
			Text: digestText(to.Language, to.Name, rows), Link: mail.Link{Label: words.Say(to.Language, openLabel), URL: home + "/notifications?unread=true"}})
	})
}
