// Package notify tells people things: messages that wait for them, and a
// stream of hints to open screens. A hint says that a record changed, never
// what is in it; the screen reads it again through the API.
package notify

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/notify/sqlcgen"
)

// Message is what the house tells one person.
type Message struct {
	Kind  string // import.done: for the reader's filters
	Title string // a sentence
	Text  string
	About kernel.Record // where a click leads; zero is nowhere
}

// The refusals of this package.
var (
	ErrTooManyStreams = fault.New(fault.Limited, "notify.too_many_streams", "You have too many pages open. Close some of them.")
	ErrStopping       = fault.New(fault.Unavailable, "notify.stopping", "The server is restarting. Try again shortly.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrTooManyStreams, ErrStopping}

// Send leaves a message for a person with the commit of any module's
// transaction, or none. It asks for no right: the house speaks, and what it
// says must be for that person's eyes.
func Send(ctx context.Context, tx *db.Tx, person kernel.ID[kernel.User], m Message) error {
	var about *uuid.UUID
	if m.About.Entity != "" {
		about = &m.About.ID
	}
	_, err := tx.Exec(ctx, "select platform.send($1, $2, $3, $4, $5, $6, $7)", kernel.NewUUID(), person.UUID, m.Kind, m.Title, m.Text, m.About.Entity, about)
	if err != nil {
		return fmt.Errorf("send message: %w", err)
	}
	return nil
}

// Note is a message as its reader gets it.
type Note struct {
	ID       uuid.UUID  `json:"id"`
	At       time.Time  `json:"at"`
	Kind     string     `json:"kind,omitempty"`
	Title    string     `json:"title"`
	Text     string     `json:"text,omitempty"`
	Entity   string     `json:"entity,omitempty" example:"crm.deal"`
	EntityID *uuid.UUID `json:"entity_id,omitempty"`
	Read     bool       `json:"read"`
}

// Inbox is a page of one's messages.
type Inbox struct {
	Items  []Note `json:"items"`
	Next   string `json:"next,omitempty" doc:"Send as after to get the next page"`
	Unread int32  `json:"unread" doc:"At most 100, which means 100 or more"`
}

// Inbox lists the caller's own messages, newest first.
func (h *Hub) Inbox(ctx context.Context, limit int, after string, unread bool) (Inbox, error) {
	who, err := person(ctx)
	if err != nil {
		return Inbox{}, err
	}
	at, id, err := cursor(after)
	if err != nil {
		return Inbox{}, err
	}
	return db.Read(ctx, h.db, func(tx *db.Tx) (Inbox, error) {
		out, q := Inbox{Items: []Note{}}, sqlcgen.New(tx)
		rows, err := q.Messages(ctx, sqlcgen.MessagesParams{Person: who, Before: at, BeforeID: id, Unread: unread, Max: int32(limit) + 1})
		if err != nil {
			return out, fmt.Errorf("list messages: %w", err)
		}
		for i, r := range rows {
			if i == limit {
				last := rows[i-1]
				out.Next = base64.RawURLEncoding.EncodeToString([]byte(last.At.UTC().Format(time.RFC3339Nano) + " " + last.ID.String()))
				break
			}
			out.Items = append(out.Items, Note{r.ID, r.At, r.Kind, r.Title, r.Text, r.Entity, r.EntityID, r.ReadAt != nil})
		}
		out.Unread, err = q.Unread(ctx, who)
		return out, err
	})
}

// Read marks one of the caller's messages as read; doing it twice changes nothing.
func (h *Hub) Read(ctx context.Context, id uuid.UUID) error {
	return h.mark(ctx, func(q *sqlcgen.Queries, who uuid.UUID, now time.Time) (int64, error) {
		return q.Read(ctx, sqlcgen.ReadParams{At: now, ID: id, Person: who})
	}, true)
}

// ReadAll marks the caller's messages as read, up to one that they have seen.
func (h *Hub) ReadAll(ctx context.Context, newest uuid.UUID) error {
	return h.mark(ctx, func(q *sqlcgen.Queries, who uuid.UUID, now time.Time) (int64, error) {
		return q.ReadAll(ctx, sqlcgen.ReadAllParams{At: now, Person: who, Newest: newest})
	}, false)
}

func (h *Hub) mark(ctx context.Context, do func(q *sqlcgen.Queries, who uuid.UUID, now time.Time) (int64, error), one bool) error {
	who, err := person(ctx)
	if err != nil {
		return err
	}
	now := h.o.Clock.Now()
	return db.Changed(ctx, h.db, func(tx *db.Tx) error {
		n, err := do(sqlcgen.New(tx), who, now)
		if err == nil && n == 0 && one {
			return fault.ErrNotFound
		}
		return err
	})
}

// person is the caller; a service has no messages.
func person(ctx context.Context) (uuid.UUID, error) {
	who, err := actor.From(ctx)
	if err == nil && who.User.IsZero() {
		err = fault.ErrForbidden
	}
	return who.User.UUID, err
}

// cursor reads the next of a page.
func cursor(after string) (time.Time, uuid.UUID, error) {
	if after == "" {
		return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), uuid.Max, nil
	}
	b, _ := base64.RawURLEncoding.DecodeString(after)
	when, word, _ := strings.Cut(string(b), " ")
	at, err := time.Parse(time.RFC3339Nano, when)
	id, bad := uuid.Parse(word)
	if err != nil || bad != nil {
		return at, id, fault.ErrCursor.At("/after")
	}
	return at, id, nil
}
