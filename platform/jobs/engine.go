package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Options make an engine.
type Options struct {
	RedisURL  string
	Clock     clock.Clock
	Slots     int // short deliveries at once: 10
	LongSlots int // long jobs at once: 2
	// OutsideSlots is how many calls of other systems wait at once: 16. They only wait, so they are many.
	OutsideSlots int
	// Attach puts what the actor may do into the context; nil in tests.
	Attach func(ctx context.Context) (context.Context, error)
	// Progress hears how far the job of a person is, for notify.
	Progress func(org kernel.ID[kernel.Org], user kernel.ID[kernel.User], kind string, id uuid.UUID, state string, done, total int64)
	// Dead hears of work that has failed for good, to tell whoever looks after it.
	Dead func(ctx context.Context, d DeadLetter)
	// Room is how many pointers Redis may hold: 2,000; the in-process Redis takes 200.
	Room int
	// Grace is how long Stop waits for what runs: 25 s.
	Grace time.Duration
	// Lease is how long a silent runner keeps a delivery: 20 s.
	Lease time.Duration
	// Backoff is the wait after a number of earlier failures; nil: 5 s, doubled each time, at most an hour.
	Backoff func(failures int) time.Duration
	// Patience is how long a handler may go on after its limit before it is abandoned: 5 s.
	Patience time.Duration
	// Organisations lists who has schedules, with their zones. Rows of a new
	// organisation are there within a minute, or at once by Schedule.
	Organisations func(ctx context.Context) ([]Org, error)
	// Probes: numbered work that leaves traces may be written and is run (LONGHOUSE_PROBES).
	Probes bool
	// Idle: the node hands work out and sweeps, and works on none of it: a web
	// node beside workers. It needs the Redis that the workers use.
	Idle bool
	// Names gives people's names by login, for the page; nil: nobody has one.
	Names func(ctx context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error)
	// May fails unless the caller holds a right; nil: nobody holds any.
	May func(ctx context.Context, right kernel.Permission) error
	// Ended hears of each call of a handler, for metrics: how it went (done, refused, cancelled, failed, abandoned, later, lost) and how long it took.
	Ended func(handler, outcome string, took time.Duration)
	// Only limits the engine to one organisation, for tests that share a database.
	Only kernel.ID[kernel.Org]
}

func (o *Options) fill() {
	preset(&o.Slots, 10)
	preset(&o.LongSlots, 2)
	preset(&o.OutsideSlots, 16)
	preset(&o.Room, 2000)
	preset(&o.Grace, 25*time.Second)
	preset(&o.Lease, 20*time.Second)
	preset(&o.Patience, 5*time.Second)
	if o.Backoff == nil {
		o.Backoff = backoff
	}
	if o.Names == nil {
		o.Names = func(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
			return nil, nil
		}
	}
	if o.May == nil {
		o.May = func(context.Context, kernel.Permission) error { return fault.ErrForbidden }
	}
	if o.Ended == nil {
		o.Ended = func(string, string, time.Duration) {}
	}
	if o.Progress == nil {
		o.Progress = func(kernel.ID[kernel.Org], kernel.ID[kernel.User], string, uuid.UUID, string, int64, int64) {}
	}
}

func preset[T comparable](v *T, standard T) {
	var zero T
	if *v == zero {
		*v = standard
	}
}

// Engine writes deliveries, hands them out and runs their handlers. Every node
// has one; they need not know each other.
type Engine struct {
	o     Options
	root  *db.Root // what handlers work with
	house *db.Pool // the relay's own few connections, so that a report cannot starve it
	own   *db.Root

	known    known
	handlers map[string]*registered
	events   map[string][]*registered
	jobs     map[string]*registered

	carrier *carrier
	pulse   pulse
	wake    chan struct{} // something is ready
	settled *signal       // a delivery ended, for who waits
	broken  chan error
	tasks   sync.WaitGroup // our own loops
	stop    context.CancelFunc
	cut     context.CancelFunc // ends what still runs
	started bool
	unseen  bool // Redis has not answered yet; only the relay touches it
	stopped bool
	slots   slots
	life    *life
	alive   sync.WaitGroup // ends after the last work
}

type registered struct {
	Handler
	pool *db.Pool
}

// New makes an engine on a database. It writes deliveries at once; they are
// carried from Start to Stop.
func New(root *db.Root, o Options) (*Engine, error) {
	o.fill()
	carrier, err := newCarrier(o)
	if err != nil {
		return nil, err
	}
	e := &Engine{o: o, root: root, handlers: map[string]*registered{}, events: map[string][]*registered{}, jobs: map[string]*registered{},
		carrier: carrier, wake: make(chan struct{}, 1), settled: newSignal(), broken: make(chan error, 1), life: newLife()}
	if !o.Probes {
		return e, nil
	}
	pool := root.For("platform")
	return e, e.Register(pool, probeHandlers(pool)...)
}

// Register adds handlers, which run as the module of the pool. A name or a
// type of job that is taken is refused. It must be called before Start.
func (e *Engine) Register(pool *db.Pool, handlers ...Handler) error {
	if e.started {
		return errors.New("register a handler after the start")
	}
	var errs []error
	for _, h := range handlers {
		if err := e.register(pool, h); err != nil {
			errs = append(errs, fmt.Errorf("handler %q: %w", h.Name, err))
		}
	}
	return errors.Join(errs...)
}

func (e *Engine) register(pool *db.Pool, h Handler) error {
	switch {
	case h.err != nil:
		return h.err
	case h.Name == "" || len(h.hears) == 0:
		return errors.New("it needs a name and something to hear")
	case e.handlers[h.Name] != nil:
		return errors.New("the name is taken; events.Join makes one handler of several")
	case !slices.Contains([]string{"", MisfireOnce, MisfireAll, MisfireSkip}, h.Misfire):
		return fmt.Errorf("there is no misfire %q", h.Misfire)
	case !slices.Contains(lanes, h.Lane):
		return fmt.Errorf("there is no lane %q", h.Lane)
	}
	preset(&h.MaxFailures, 12)
	preset(&h.Version, 1)
	preset(&h.Misfire, MisfireOnce)
	r := &registered{Handler: h, pool: pool}
	for _, t := range h.hears {
		if t.kind == isJob && e.jobs[t.name] != nil {
			return fmt.Errorf("job %s has the handler %s already", t.name, e.jobs[t.name].Name)
		}
	}
	e.handlers[h.Name] = r
	for _, t := range h.hears {
		if t.kind == isJob {
			e.jobs[t.name] = r
		} else {
			e.events[t.name] = append(e.events[t.name], r)
		}
	}
	return nil
}

// Wake says that deliveries have committed. It never waits.
func (e *Engine) Wake(kernel.ID[kernel.Org]) { e.nudge() }

func (e *Engine) nudge() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// Broken tells when the node has lost half its slots to handlers that ignore
// their deadline: it takes no more work, and the process should end and start anew.
func (e *Engine) Broken() <-chan error { return e.broken }

// Start begins to carry and run deliveries. ctx ends nothing; Stop does.
func (e *Engine) Start(ctx context.Context) error {
	if e.started {
		return errors.New("the engine runs already")
	}
	err := e.carrier.check(ctx)
	if err != nil && !errors.Is(err, errAway) {
		return err
	}
	e.unseen = err != nil // people need no Redis; its fitness is asked when it is there
	if e.known, err = e.whatIsKnown(); err != nil {
		return err
	}
	own, err := e.root.Beside(ctx, 4)
	if err != nil {
		return fmt.Errorf("open the relay's connections: %w", err)
	}
	e.started, e.own, e.house = true, own, own.For("relay")
	loops, stop := context.WithCancel(context.WithoutCancel(ctx))
	work, cut := context.WithCancel(context.WithoutCancel(ctx))
	e.stop, e.cut = stop, cut
	e.alive.Go(func() { e.life.keep(work, own.Hold) })
	e.life.await(ctx)
	if !e.o.Idle {
		if err := e.carrier.serve(work, e.o, e.handle); err != nil {
			stop()
			cut()
			e.alive.Wait()
			own.Close()
			return err
		}
	}
	e.tasks.Go(func() { e.relay(loops) })
	e.tasks.Go(func() { e.sweep(loops) })
	e.tasks.Go(func() { e.tick(loops) })
	slog.InfoContext(ctx, "jobs started", "handlers", len(e.handlers), "slots", e.Slots())
	return nil
}

// Stop takes no new work, waits for what runs, gives back what does not end
// in time, and closes what the engine opened.
func (e *Engine) Stop(ctx context.Context) error {
	if !e.started || e.stopped {
		return nil
	}
	e.stopped = true
	e.stop()
	e.tasks.Wait()
	e.carrier.drain(ctx, e.o.Grace, e.cut)
	e.cut()
	e.alive.Wait()
	e.own.Close()
	return e.carrier.close()
}
