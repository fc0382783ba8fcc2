package notify

import (
	"context"
	"log/slog"
	"strconv"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/clock"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

type streamIn struct {
	Last string `header:"Last-Event-ID" doc:"The ID of the last event that came"`
}

// missed is how long ago a client may have stopped to get what it missed; after
// that it reads its screens again.
const missed = 5 * time.Minute

// stream opens a stream, unless the person has too many of them.
func (h *Hub) stream(ctx context.Context, in *streamIn) (func(context.Context, *rest.Events), error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := person(ctx); err != nil {
		return nil, err
	}
	if err := h.room(who); err != nil {
		return nil, err
	}
	l := &listener{org: who.Org, user: who.User, tab: who.Tab, events: make(chan []event, backlog), gone: make(chan struct{}), readable: h.o.Readable(ctx), known: map[uuid.UUID]bool{}}
	return func(ctx context.Context, e *rest.Events) {
		if err := h.join(ctx, l); err != nil {
			if ctx.Err() != nil {
				return
			}
			slog.WarnContext(ctx, "a stream could not begin", "error", err) // the client comes back
			return
		}
		defer h.leave(l)
		if e.Beat() != nil || h.catchUp(ctx, l, e, in.Last) != nil {
			return
		}
		h.serve(ctx, l, e)
	}, nil
}

func (h *Hub) serve(ctx context.Context, l *listener, e *rest.Events) {
	beat, check := time.NewTicker(h.o.Beat), time.NewTicker(h.o.Check)
	defer beat.Stop()
	defer check.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-l.gone:
			return
		case events := <-l.events:
			err = sendAll(e, events)
		case <-beat.C:
			err = e.Beat()
		case <-check.C:
			var now context.Context
			switch now, err = e.Still(); {
			case err == nil:
				l.may(h.o.Readable(now)) //nolint:contextcheck // the request's, with the rights of now
			case fault.KindOf(err) == fault.Unavailable:
				err = nil // the database is away; the session may well last
			}
		}
		if err != nil {
			return
		}
	}
}

// catchUp sends what a client missed between two streams.
func (h *Hub) catchUp(ctx context.Context, l *listener, e *rest.Events, last string) error {
	micros, err := strconv.ParseInt(last, 10, 64)
	at := time.UnixMicro(micros)
	if err != nil || (clock.Clock{}).Now().Sub(at) > missed {
		return nil //nolint:nilerr // no ID of ours, or too long ago: begin with now
	}
	n, err := h.since(ctx, l.org, at.Add(-overlap), []uuid.UUID{l.user.UUID}, nil)
	if err != nil {
		return err
	}
	afresh := &listener{user: l.user, tab: l.tab, readable: h.o.Readable(ctx)} // what it missed, it does not know
	return sendAll(e, afresh.concerns(n))
}

func sendAll(e *rest.Events, events []event) error {
	for _, ev := range events {
		if err := e.Send(ev.id, ev.kind, ev.data); err != nil {
			return err
		}
	}
	return nil
}

// room fails when the hub is closed or the person has enough streams.
func (h *Hub) room(who actor.Actor) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return ErrStopping
	}
	n := 0
	if w := h.watch[who.Org]; w != nil {
		for l := range w.listeners {
			if l.user == who.User {
				n++
			}
		}
	}
	if n >= perPerson {
		return ErrTooManyStreams
	}
	return nil
}

// join begins to listen. What is there already is noted, and told to those who
// listen already, so that only what comes later is news.
func (h *Hub) join(ctx context.Context, l *listener) error {
	h.mu.Lock()
	w := h.watch[l.org]
	h.mu.Unlock()
	if w == nil {
		w = &watch{org: l.org, listeners: map[*listener]bool{}, seen: map[uuid.UUID]time.Time{}, moved: map[kernel.Record]time.Time{}}
	}
	if err := w.look(ctx, h, h.listeners(l.org)); err != nil {
		return err
	}
	if err := h.add(w, l); err != nil {
		return err
	}
	old, err := h.messages(ctx, l)
	if err != nil {
		h.leave(l)
		return err
	}
	l.knows(old)
	return nil
}

func (h *Hub) add(w *watch, l *listener) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return ErrStopping
	}
	if other := h.watch[l.org]; other != nil {
		w = other // somebody was quicker
	}
	h.watch[l.org] = w
	w.listeners[l] = true
	h.open.Add(1)
	h.nudge()
	return nil
}

func (h *Hub) leave(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := h.watch[l.org]
	delete(w.listeners, l)
	if len(w.listeners) == 0 {
		delete(h.watch, l.org)
		delete(h.dirty, l.org)
	}
	h.open.Add(-1)
}
