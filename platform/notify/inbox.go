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
	"longhouse/platform/notify/sqlcgen"
)

// Note is a message as its reader gets it.
type Note struct {
	ID       uuid.UUID  `json:"id"`
	At       time.Time  `json:"at"`
	Kind     string     `json:"kind,omitempty" example:"access.draft_waiting"`
	Title    string     `json:"title"`
	Text     string     `json:"text,omitempty"`
	Because  string     `json:"because,omitempty" doc:"Why you get it" example:"you asked for it"`
	Entity   string     `json:"entity,omitempty" example:"crm.deal"`
	EntityID *uuid.UUID `json:"entity_id,omitempty"`
	Urgent   bool       `json:"urgent,omitempty" doc:"To be shown over whatever the reader does"`
	Read     bool       `json:"read"`
}

func note(r sqlcgen.MessagesRow) Note {
	return Note{r.ID, r.At, r.Kind, r.Title, r.Text, r.Because, r.Entity, r.EntityID, r.Urgent, r.ReadAt != nil}
}

// Inbox is a page of one's messages.
type Inbox struct {
	Items  []Note `json:"items"`
	Next   string `json:"next,omitempty" doc:"Send as after to get the next page"`
	Unread int32  `json:"unread" doc:"Of all that wait for you. At most 100, which means 100 or more"`
}

// Wanted narrows an inbox.
type Wanted struct {
	Limit  int
	After  string
	Unread bool
	Tab    string // mine or system; empty: both
}

// Inbox lists the caller's own messages, newest first.
func (h *Hub) Inbox(ctx context.Context, w Wanted) (Inbox, error) {
	who, err := person(ctx)
	if err != nil {
		return Inbox{}, err
	}
	at, id, err := cursor(w.After)
	if err != nil {
		return Inbox{}, err
	}
	return db.Read(ctx, h.db, func(tx *db.Tx) (Inbox, error) {
		out, q := Inbox{Items: []Note{}}, sqlcgen.New(tx)
		rows, err := q.Messages(ctx, sqlcgen.MessagesParams{Person: who, Before: at, BeforeID: id, Unread: w.Unread, Tab: w.Tab, System: h.systemKinds(), Max: int32(w.Limit) + 1})
		if err != nil {
			return out, fmt.Errorf("list messages: %w", err)
		}
		for i, r := range rows {
			if i == w.Limit {
				last := rows[i-1]
				out.Next = base64.RawURLEncoding.EncodeToString([]byte(last.At.UTC().Format(time.RFC3339Nano) + " " + last.ID.String()))
				break
			}
			out.Items = append(out.Items, note(r))
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

// Unread marks one of the caller's messages as not read yet.
func (h *Hub) Unread(ctx context.Context, id uuid.UUID) error {
	return h.mark(ctx, func(q *sqlcgen.Queries, who uuid.UUID, _ time.Time) (int64, error) {
		return q.MarkUnread(ctx, sqlcgen.MarkUnreadParams{ID: id, Person: who})
	}, true)
}

// Archive takes one of the caller's messages out of sight, for good. It is
// kept until the sweep, so that nothing is said twice.
func (h *Hub) Archive(ctx context.Context, id uuid.UUID) error {
	return h.mark(ctx, func(q *sqlcgen.Queries, who uuid.UUID, now time.Time) (int64, error) {
		return q.Archive(ctx, sqlcgen.ArchiveParams{At: now, ID: id, Person: who})
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
	at, err1 := time.Parse(time.RFC3339Nano, when)
	id, err2 := uuid.Parse(word)
	if err1 != nil || err2 != nil {
		return at, id, fault.ErrCursor.At("/after")
	}
	return at, id, nil
}
