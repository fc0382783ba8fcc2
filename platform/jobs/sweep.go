package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/kernel"
)

// sweep takes back, each second, what nobody works on, and looks now and then
// for what should not be.
func (e *Engine) sweep(ctx context.Context) {
	ticker := time.NewTicker(min(time.Second, e.o.Lease))
	defer ticker.Stop()
	minute, hour := every(time.Minute), every(time.Hour)
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			e.attempt(ctx, "let go of work of nodes that are no more", func() error { return e.mourn(ctx) })
			e.attempt(ctx, "sweep", func() error { return e.takeBack(ctx, false) })
			e.attempt(ctx, "lay paused work aside", func() error { return e.layAside(ctx) })
			if minute(now) {
				e.attempt(ctx, "wake stuck keys", func() error { return e.unstick(ctx) })
				e.attempt(ctx, "look for unknown handlers", func() error { return e.orphans(ctx) })
			}
			if hour(now) {
				e.attempt(ctx, "drop what is old", func() error { return e.clean(ctx) })
			}
			e.settled.tell() // another node may have ended what somebody here waits for
		}
	}
}

// every says yes once in each period, counted from the first time it is asked.
func every(period time.Duration) func(now time.Time) bool {
	var last time.Time
	return func(now time.Time) bool {
		if last.IsZero() {
			last = now
		}
		if now.Sub(last) < period {
			return false
		}
		last = now
		return true
	}
}

// attempt does what is done again anyway.
func (e *Engine) attempt(ctx context.Context, what string, do func() error) {
	if err := do(); err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "housekeeping of jobs failed; it is tried again", "task", what, "error", err)
	}
}

type swept struct {
	pos                 int64
	org                 uuid.UUID
	handler, key, state string
	orderKey            *string
	halts               bool
}

// takeBack makes ready again what was handed out and has no runner. With
// wiped, Redis has lost all pointers.
func (e *Engine) takeBack(ctx context.Context, wiped bool) error {
	idle := e.carrier.idle(ctx) // before the rows are read: what is handed out meanwhile is too new to be lost
	back, err := many(ctx, e.house, func(scan func(...any) error) (s swept, err error) {
		return s, scan(&s.pos, &s.org, &s.handler, &s.orderKey, &s.halts, &s.state)
	}, "select * from jobs.sweep($1, $2, $3)", wiped, e.o.Only.Ptr(), idle)
	if err != nil {
		return err
	}
	for _, s := range back {
		if s.state != "dead" {
			continue
		}
		slog.ErrorContext(ctx, "delivery is dead: its process died five times", "handler", s.handler, "pos", s.pos)
		e.buried(ctx, kernel.IDOf[kernel.Org](s.org), s.handler, uuid.Nil)
		if s.orderKey != nil && !s.halts {
			if err := e.awaken(ctx, s.org, s.handler, *s.orderKey); err != nil {
				return err
			}
		}
	}
	if len(back) > 0 {
		e.nudge()
	}
	return nil
}

// layAside sets apart what is due of paused handlers, so that the relay need not pass over it.
func (e *Engine) layAside(ctx context.Context) error {
	_, err := ask[int64](ctx, e.house, "select jobs.lay_aside($1)", e.o.Only.Ptr())
	return err
}

func (e *Engine) awaken(ctx context.Context, org uuid.UUID, handler, key string) error {
	_, err := ask[any](ctx, e.house, "select jobs.wake($1, $2, $3)::text", org, handler, key)
	return err
}

// unstick frees keys that wait for nothing. There should be none.
func (e *Engine) unstick(ctx context.Context) error {
	stuck, err := many(ctx, e.house, func(scan func(...any) error) (s swept, err error) {
		return s, scan(&s.org, &s.handler, &s.key)
	}, "select * from jobs.stuck($1)", e.o.Only.Ptr())
	if err != nil {
		return err
	}
	for _, s := range stuck {
		slog.ErrorContext(ctx, "a key waited for nothing; it goes on", "handler", s.handler, "org", s.org, "order_key", s.key)
		if err := e.awaken(ctx, s.org, s.handler, s.key); err != nil {
			return err
		}
	}
	if len(stuck) > 0 {
		e.nudge()
	}
	return nil
}

// orphans alarms about work that has been due for an hour and that this node
// cannot do: no other node has done it either.
func (e *Engine) orphans(ctx context.Context) error {
	type orphan struct {
		handler string
		version int
		n       int64
	}
	lost, err := many(ctx, e.house, func(scan func(...any) error) (o orphan, err error) {
		return o, scan(&o.handler, &o.version, &o.n)
	}, "select * from jobs.orphans($1, $2, $3)", e.known.names, e.known.versions, e.o.Only.Ptr())
	for _, o := range lost {
		slog.ErrorContext(ctx, "no node runs this handler", "handler", o.handler, "version", o.version, "deliveries", o.n)
	}
	return err
}

// clean drops what is older than 30 days, and pointers that Asynq has archived.
func (e *Engine) clean(ctx context.Context) error {
	e.carrier.tidy(ctx)
	for ctx.Err() == nil {
		n, err := ask[int64](ctx, e.house, "select jobs.clean(5000)")
		if err != nil || n == 0 {
			return err
		}
	}
	return nil
}
