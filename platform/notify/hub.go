package notify

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Options make a hub.
type Options struct {
	DB    *db.Root
	Clock clock.Clock
	// Readable says which tables the caller may hear of, and as which kinds of
	// record; history knows.
	Readable func(ctx context.Context) map[string][]string
	// Contacts finds where mail reaches people who belong to the actor's
	// organisation and may sign in; others are left out.
	Contacts func(ctx context.Context, people []uuid.UUID) (map[uuid.UUID]Contact, error)
	// Home is the address of the actor's organisation in a browser.
	Home func(ctx context.Context) (string, error)
	// Open fails unless the caller may read a record.
	Open func(ctx context.Context, r kernel.Record) error
	// Names tells who people are.
	Names func(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]string, error)
	// Away is how long a screen that gives no sign of life counts as open: 20 s.
	Away time.Duration
	// Poll is how often new rows are read while somebody listens: 1 s.
	Poll time.Duration
	// Beat is how often a quiet stream says that it lives: 15 s.
	Beat time.Duration
	// Check is how often a stream asks whether its session lasts: 1 min.
	Check time.Duration
}

const (
	// overlap is how far back each look goes: a transaction becomes visible when
	// it commits, up to two statements' patience after it wrote its first row.
	overlap = 30 * time.Second
	// settle is how long a commit of our own waits for others to be read with it.
	settle = 20 * time.Millisecond
	// backlog is how many batches of events a slow client may leave unread before
	// it is cut off; it comes back and says where it stopped.
	backlog = 64
	// perPerson is how many streams one person may have open.
	perPerson = 32
)

// Hub is what a process knows of its open streams. It reads the database only
// while somebody listens, and only about their organisations.
type Hub struct {
	o      Options
	db     *db.Pool
	kick   chan struct{} // somebody came, or something was committed
	open   atomic.Int64  // listeners
	kinds  []Kind        // fixed once something is served
	mu     sync.Mutex
	watch  map[kernel.ID[kernel.Org]]*watch
	dirty  map[kernel.ID[kernel.Org]]bool
	closed bool
}

// New makes a hub; Run keeps it going.
func New(o Options) *Hub {
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.Away == 0 {
		o.Away = 20 * time.Second
	}
	if o.Beat == 0 {
		o.Beat = 15 * time.Second
	}
	if o.Check == 0 {
		o.Check = time.Minute
	}
	return &Hub{o: o, db: o.DB.For("platform"), kick: make(chan struct{}, 1), watch: map[kernel.ID[kernel.Org]]*watch{}, dirty: map[kernel.ID[kernel.Org]]bool{}}
}

// Committed hears of a commit of this process, so that its hints go out at
// once. It never waits. wire.go hands it to db.Root.SetCommitted.
func (h *Hub) Committed(org kernel.ID[kernel.Org]) {
	if h.open.Load() == 0 {
		return
	}
	h.mu.Lock()
	if h.watch[org] != nil {
		h.dirty[org] = true
	}
	h.mu.Unlock()
	h.nudge()
}

func (h *Hub) nudge() {
	select {
	case h.kick <- struct{}{}:
	default:
	}
}

// Progress tells a person's open screens how far their job or import is. It
// has the shape of jobs.Options.Progress, and reaches the streams of this process.
func (h *Hub) Progress(org kernel.ID[kernel.Org], user kernel.ID[kernel.User], kind string, id uuid.UUID, state string, done, total int64) {
	if h.open.Load() == 0 || user.IsZero() {
		return
	}
	p := Progress{Job: &id, Kind: kind, Done: done, Total: total, State: state}
	if kind == "import" || strings.HasPrefix(kind, "imports.") {
		p.Import, p.Job = &id, nil
	}
	for _, l := range h.listeners(org) {
		if l.user == user {
			l.push(event{kind: "progress", data: p})
		}
	}
}

// Progress is how far a long job has come.
type Progress struct {
	Job    *uuid.UUID `json:"job,omitempty"`
	Import *uuid.UUID `json:"import,omitempty"`
	Kind   string     `json:"kind,omitempty"`
	Done   int64      `json:"done"`
	Total  int64      `json:"total"`
	State  string     `json:"state"`
}

// Changed says that a record is not what an open screen shows.
type Changed struct {
	Entity string    `json:"entity"`
	ID     uuid.UUID `json:"id"`
}

// Run reads what is new while somebody listens, until ctx ends; then it closes
// all streams. A server that stops ends it before it waits for its requests.
func (h *Hub) Run(ctx context.Context) {
	defer h.close()
	tick := time.NewTicker(h.o.Poll)
	defer tick.Stop()
	for {
		due := tick.C
		if h.open.Load() == 0 {
			due = nil // nobody listens: nothing to read
		}
		select {
		case <-ctx.Done():
			return
		case <-due:
			h.read(ctx, h.all())
		case <-h.kick:
			if !pause(ctx, settle) {
				return
			}
			h.read(ctx, h.takeDirty())
		}
	}
}

func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

func (h *Hub) read(ctx context.Context, watches []*watch) {
	for _, w := range watches {
		err := w.look(ctx, h, h.listeners(w.org))
		if ctx.Err() == nil && (err != nil) != w.failing {
			w.failing = err != nil
			slog.WarnContext(ctx, "reading news for open screens", "org", w.org, "works", err == nil, "error", err)
		}
	}
}

func (h *Hub) all() []*watch {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Collect(maps.Values(h.watch))
}

func (h *Hub) takeDirty() []*watch {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []*watch
	for org := range h.dirty {
		if w := h.watch[org]; w != nil {
			out = append(out, w)
		}
	}
	clear(h.dirty)
	return out
}

func (h *Hub) listeners(org kernel.ID[kernel.Org]) []*listener {
	h.mu.Lock()
	defer h.mu.Unlock()
	if w := h.watch[org]; w != nil {
		return slices.Collect(maps.Keys(w.listeners))
	}
	return nil
}

func (h *Hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, w := range h.watch {
		for l := range w.listeners {
			l.cut()
		}
	}
}
