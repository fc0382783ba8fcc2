package notify

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/notify/sqlcgen"
)

// watch is one organisation that somebody listens to.
type watch struct {
	org       kernel.ID[kernel.Org]
	listeners map[*listener]bool // under the hub's lock

	mu      sync.Mutex // one look at a time
	seen    map[uuid.UUID]time.Time
	moved   map[kernel.Record]time.Time // who is at which record was told up to then
	failing bool                        // only Run touches it
}

// news is what is new in an organisation.
type news struct {
	sets     []sqlcgen.RecentSetsRow // unseen, newest first
	touched  []sqlcgen.TouchedRow
	messages []sqlcgen.RecentRow
	moves    []sqlcgen.MovementsRow
}

// look reads what is new and hands it to the listeners. Each look goes back
// over the last moments, since change sets appear late; seen tells what is new.
func (w *watch) look(ctx context.Context, h *Hub, to []*listener) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	people := make([]uuid.UUID, 0, len(to))
	for _, l := range to {
		people = append(people, l.user.UUID)
	}
	now := clock.Clock{}.Now()
	n, err := h.since(ctx, w.org, now.Add(-overlap), people, w.seen)
	if err != nil {
		return err
	}
	w.drop(&n)
	for _, l := range to {
		l.hear(n)
	}
	w.remember(n, now)
	return nil
}

// drop takes out comings and goings that were told.
func (w *watch) drop(n *news) {
	n.moves = slices.DeleteFunc(n.moves, func(m sqlcgen.MovementsRow) bool {
		return !m.At.After(w.moved[kernel.Record{Entity: m.Entity, ID: m.RecordID}])
	})
}

func (w *watch) remember(n news, now time.Time) {
	for _, m := range n.moves {
		w.moved[kernel.Record{Entity: m.Entity, ID: m.RecordID}] = m.At
	}
	maps.DeleteFunc(w.moved, func(_ kernel.Record, at time.Time) bool { return now.Sub(at) > 2*overlap })
	for _, s := range n.sets {
		w.seen[s.ID] = now
	}
	for _, m := range n.messages {
		w.seen[m.ID] = now
	}
	for id, at := range w.seen {
		if now.Sub(at) > 2*overlap {
			delete(w.seen, id)
		}
	}
}

// since reads an organisation's news of the last moments, without what was seen.
func (h *Hub) since(ctx context.Context, org kernel.ID[kernel.Org], at time.Time, people []uuid.UUID, seen map[uuid.UUID]time.Time) (news, error) {
	ctx = actor.With(ctx, actor.Actor{Org: org, Service: "notify.hub", Via: actor.System})
	return db.Read(ctx, h.db, func(tx *db.Tx) (n news, err error) {
		q := sqlcgen.New(tx)
		sets, err := q.RecentSets(ctx, at)
		if err != nil {
			return n, fmt.Errorf("read new change sets: %w", err)
		}
		var ids []uuid.UUID
		for _, s := range sets {
			if _, known := seen[s.ID]; !known {
				n.sets, ids = append(n.sets, s), append(ids, s.ID)
			}
		}
		if len(ids) > 0 {
			if n.touched, err = q.Touched(ctx, ids); err != nil {
				return n, fmt.Errorf("read changed records: %w", err)
			}
		}
		messages, err := q.Recent(ctx, sqlcgen.RecentParams{People: people, Since: at})
		if err != nil {
			return n, fmt.Errorf("read new messages: %w", err)
		}
		for _, m := range messages {
			if _, known := seen[m.ID]; !known {
				n.messages = append(n.messages, m)
			}
		}
		n.moves, err = q.Movements(ctx, sqlcgen.MovementsParams{Since: at, Fresh: h.o.Clock.Now().Add(-h.o.Away)})
		if err != nil {
			return n, fmt.Errorf("read who is where: %w", err)
		}
		return n, nil
	})
}

// messages are those of the listener that a look would take for new.
func (h *Hub) messages(ctx context.Context, l *listener) ([]sqlcgen.RecentRow, error) {
	at := clock.Clock{}.Now().Add(-2 * overlap)
	ctx = actor.With(ctx, actor.Actor{Org: l.org, Service: "notify.hub", Via: actor.System})
	return db.Read(ctx, h.db, func(tx *db.Tx) ([]sqlcgen.RecentRow, error) {
		return sqlcgen.New(tx).Recent(ctx, sqlcgen.RecentParams{People: []uuid.UUID{l.user.UUID}, Since: at})
	})
}

// event is one line of a stream.
type event struct {
	id, kind string
	data     any
}

// listener is one open stream.
type listener struct {
	org    kernel.ID[kernel.Org]
	user   kernel.ID[kernel.User]
	tab    uuid.UUID // zero when its client names none
	events chan []event
	gone   chan struct{}
	once   sync.Once

	mu       sync.Mutex
	readable map[string][]string
	known    map[uuid.UUID]bool // messages that were there before
}

// knows notes messages that are no news to the listener.
func (l *listener) knows(messages []sqlcgen.RecentRow) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range messages {
		l.known[m.ID] = true
	}
}

// cut ends the stream.
func (l *listener) cut() { l.once.Do(func() { close(l.gone) }) }

// push never waits: whoever does not read is cut off.
func (l *listener) push(e ...event) {
	select {
	case l.events <- e:
	default:
		l.cut()
	}
}

// may says what the stream may tell from now on.
func (l *listener) may(readable map[string][]string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.readable = readable
}

// hear sends on what concerns the listener: own messages, and records that
// another screen changed, of the same person too, each once.
func (l *listener) hear(n news) {
	if events := l.concerns(n); len(events) > 0 {
		l.push(events...)
	}
}

func (l *listener) concerns(n news) []event {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []event
	me := "u:" + l.user.String()
	others := map[uuid.UUID]time.Time{}
	for _, s := range n.sets {
		if s.Actor != me || s.TabID == nil || *s.TabID != l.tab {
			others[s.ID] = s.At
		}
	}
	told := map[Changed]bool{}
	for _, t := range n.touched {
		at, ok := others[t.ChangeSetID]
		for _, kind := range l.readable[t.TableName] {
			c := Changed{kind, t.Record}
			if ok && !told[c] {
				told[c] = true
				out = append(out, event{place(at), "changed", c})
			}
		}
	}
	for _, m := range n.moves {
		if l.tab != uuid.Nil && slices.Contains(m.Tabs, l.tab) {
			out = append(out, event{kind: "present", data: Changed{m.Entity, m.RecordID}})
		}
	}
	for _, m := range n.messages {
		if m.UserID == l.user.UUID && !l.known[m.ID] {
			out = append(out, event{place(m.At), "message", Note{m.ID, m.At, m.Kind, m.Title, m.Text, m.Because, m.Entity, m.EntityID, m.Urgent, m.ReadAt != nil}})
		}
	}
	return out
}

// place is an event's ID: its instant, by which a client that comes back says where it stopped.
func place(at time.Time) string { return strconv.FormatInt(at.UnixMicro(), 10) }
