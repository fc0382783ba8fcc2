package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"longhouse/platform/db"
	"longhouse/platform/fault"
)

var (
	errNotMine   = errors.New("somebody else works on this delivery")
	errAbandoned = errors.New("it ignored its deadline and was abandoned")
)

// slots counts what was given up but has not ended.
type slots struct{ abandoned atomic.Int32 }

// A worker goes on with the next of a key for so long and so many at most: others wait for its place.
const (
	mostFollowed = 64
	longFollowed = time.Second
)

// handle works on what a pointer names, and goes on with what follows it in its
// key. base ends when the engine has waited long enough for what runs.
func (e *Engine) handle(base context.Context, pointer string) {
	pos, gen, err := readPointer(pointer)
	if err != nil {
		slog.ErrorContext(base, "pointer not understood", "error", err)
		return
	}
	began := e.o.Clock.Now()
	for n, more := 0, true; more; n++ {
		last := n == mostFollowed || e.o.Clock.Now().Sub(began) > longFollowed
		pos, gen, more = e.work(base, pos, gen, last)
	}
}

// work does one delivery. next names what follows it in its key, if it was done
// and the worker may go on.
func (e *Engine) work(base context.Context, pos int64, gen int, last bool) (next int64, its int, more bool) {
	line, err := e.root.Line(base)
	if err != nil {
		e.notStarted(base, pos, gen, err)
		return 0, 0, false
	}
	d, err := e.begin(base, line, pos, gen)
	if d == nil {
		line.Release()
		if err != nil {
			e.notStarted(base, pos, gen, err)
		}
		return 0, 0, false
	}
	started := e.o.Clock.Now()
	ctx := base
	if err == nil {
		ctx, err = e.context(base, d)
	}
	switch {
	case err != nil:
		line.Release()
	case d.handler.leased:
		line.Release()
		err = e.lead(ctx, d)
	default:
		err = e.apply(ctx, line, d)
	}
	return e.conclude(base, d, err, e.o.Clock.Now().Sub(started), !last)
}

// follow hands out to this worker what follows in the key. Where it cannot be
// asked for, the relay does it.
func (e *Engine) follow(ctx context.Context, d *delivery) (pos int64, gen int, more bool) {
	type handed struct {
		pos int64
		gen int
	}
	found, err := many(ctx, e.house, func(scan func(...any) error) (h handed, err error) { return h, scan(&h.pos, &h.gen) },
		"select * from jobs.follow($1, $2, $3)", d.Pos, e.known.names, e.known.versions)
	if err != nil || len(found) == 0 {
		return 0, 0, false
	}
	return found[0].pos, found[0].gen, true
}

// notStarted makes a delivery ready again that the database would not let begin.
// Where that fails too, the sweeper does it in a minute.
func (e *Engine) notStarted(base context.Context, pos int64, gen int, err error) {
	slog.WarnContext(base, "delivery not started", "pos", pos, "error", err)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(base), 10*time.Second)
	defer cancel()
	if _, err := ask[int64](ctx, e.house, "select jobs.not_carried($1, $2)", []int64{pos}, []int{gen}); err != nil {
		slog.WarnContext(ctx, "delivery comes back in a minute", "pos", pos, "error", err)
	}
}

// apply runs a handler in the transaction that also ends its delivery: the
// row's lock admits one runner, and nobody after the end.
func (e *Engine) apply(ctx context.Context, line *db.Line, d *delivery) error {
	ctx, cancel := context.WithTimeout(ctx, d.handler.Limit)
	defer cancel()
	return e.supervise(ctx, d, func() { line.Cut(ctx) }, func() error {
		defer line.Release()
		return db.ChangedOn(ctx, line, d.handler.pool, func(tx *db.Tx) error {
			var mine bool
			if err := tx.QueryRow(ctx, "select jobs.take($1, $2)", d.Pos, d.Gen).Scan(&mine); err != nil {
				return fmt.Errorf("take delivery: %w", err)
			}
			if !mine {
				return errNotMine
			}
			if err := d.hearing.apply(ctx, tx, d.Payload); err != nil {
				return err
			}
			events, jobs := tx.Drain()
			return e.deliver(tx, events, jobs, &d.Pos)
		})
	})
}

// lead runs a handler under a lease that a heartbeat extends.
func (e *Engine) lead(ctx context.Context, d *delivery) error {
	ctx, end := context.WithCancelCause(ctx)
	limited, cancel := context.WithTimeout(ctx, d.handler.Limit)
	var beats sync.WaitGroup
	beats.Go(func() { e.beat(limited, d, end) })
	err := e.supervise(limited, d, func() {}, func() error {
		return d.hearing.run(limited, &Run{engine: e, d: d}, d.Payload)
	})
	cause := context.Cause(ctx)
	cancel()
	end(nil)
	beats.Wait()
	if err != nil && (errors.Is(cause, ErrLeaseLost) || errors.Is(cause, ErrCancelled)) {
		return cause
	}
	return err
}

// beat keeps the lease. When the database is silent for longer than the lease
// lasts, another may hold it, so the work ends.
func (e *Engine) beat(ctx context.Context, d *delivery, end context.CancelCauseFunc) {
	ticker := time.NewTicker(e.o.Lease / 3)
	defer ticker.Stop()
	silent := 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		answer, err := ask[string](ctx, e.house, "select jobs.beat($1, $2, $3)", d.Pos, d.lease, e.o.Lease.Milliseconds())
		switch {
		case err != nil:
			if silent++; silent == 3 {
				end(ErrLeaseLost)
				return
			}
		case answer == "lost":
			end(ErrLeaseLost)
			return
		case answer == "cancelled":
			end(ErrCancelled)
			return
		default:
			silent = 0
		}
	}
}

// supervise waits for a handler, and gives it up when it ignores its deadline.
func (e *Engine) supervise(ctx context.Context, d *delivery, cut func(), work func() error) error {
	done := make(chan error, 1)
	go func() { done <- guarded(ctx, d, work) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	timer := time.NewTimer(e.o.Patience)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
	}
	cut()
	slog.ErrorContext(ctx, "handler abandoned", "handler", d.handler.Name, "key", d.Key)
	lost := e.slots.abandoned.Add(1)
	go func() { // ends with the handler, whenever that is
		err := <-done // too late to count
		slog.WarnContext(ctx, "abandoned handler ended", "handler", d.handler.Name, "key", d.Key, "error", err)
		e.slots.abandoned.Add(-1)
	}()
	if int(lost)*2 >= e.o.Slots+e.o.LongSlots {
		e.breakDown(fmt.Errorf("%d handlers ignore their deadline; the last was %s", lost, d.handler.Name))
	}
	return errAbandoned
}

// breakDown takes no more work and says so; what runs may end.
func (e *Engine) breakDown(err error) {
	e.stop()
	e.carrier.pause()
	select {
	case e.broken <- err:
	default:
	}
}

func guarded(ctx context.Context, d *delivery, work func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			slog.ErrorContext(ctx, "handler panicked", "handler", d.handler.Name, "value", fmt.Sprint(v), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return work()
}

// refused says whether a person's job ends because they may not do this (any more).
func refused(d *delivery, err error) bool {
	kind := fault.KindOf(err)
	return !d.person().IsZero() && (kind == fault.Forbidden || kind == fault.Unauthenticated)
}
