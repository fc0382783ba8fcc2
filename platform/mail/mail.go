// Package mail writes to people. A mail is posted with the commit of whoever
// has something to say, or not at all, and leaves by SMTP afterwards: at least
// once, always under the same Message-ID. Without a mail server it stays in
// the house, where administrators can read it.
package mail

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/words"
)

// Message is a mail to one person.
type Message struct {
	Language string // that it is written in; empty is English
	Name     string // of the person
	Address  string
	Kind     string // identity.invited: what it is about, for the log
	Subject  string
	Text     string // paragraphs, with an empty line between them
	Link     Link   // what to do next, if anything
	// Secret: whoever has the link may do what it does. It never stands in Text,
	// and leaves the house's memory with the mail.
	Secret bool
	Until  time.Time // when the link ends; later the mail is not sent any more
	About  kernel.Record
}

// Link is the one thing that a mail asks for.
type Link struct{ Label, URL string }

// Deliver hands a posted mail to the mail server. Its payload names the mail and
// holds nothing of it.
type Deliver struct {
	Mail uuid.UUID `json:"mail"`
}

// JobType is stable.
func (Deliver) JobType() string { return "mail.deliver" }

// Send posts a mail with the commit of any module's transaction, or none. It
// asks for no right: the house writes, and what it says must be for that
// person's eyes.
func Send(ctx context.Context, tx *db.Tx, m Message) error {
	var about *uuid.UUID
	if m.About.Entity != "" {
		about = &m.About.ID
	}
	var until *time.Time
	if !m.Until.IsZero() {
		until = &m.Until
	}
	id := kernel.NewUUID()
	_, err := tx.Exec(ctx, "select platform.post_in($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
		cmp.Or(m.Language, words.English), id, m.Kind, m.Address, m.Name, m.Subject, m.Text, m.Link.Label, m.Link.URL, m.Secret, until, m.About.Entity, about)
	if err != nil {
		return fmt.Errorf("post mail %s: %w", m.Kind, err)
	}
	return tx.EnqueueAs(db.Enqueued{Job: Deliver{id}, Key: kernel.IDOf[kernel.Job](id)})
}
