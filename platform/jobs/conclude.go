package jobs

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"longhouse/platform/db"
)

// How a delivery ends.
const (
	outcomeDone      = "done"
	outcomeRefused   = "refused"
	outcomeCancelled = "cancelled"
)

// conclude writes what became of a call. next is what follows in its key, if
// the worker is to go on and may: nobody else has heard of it yet.
func (e *Engine) conclude(base context.Context, d *delivery, err error, took time.Duration, goOn bool) (next int64, its int, more bool) {
	stopping := base.Err() != nil
	ctx, cancel := context.WithTimeout(context.WithoutCancel(base), 10*time.Second)
	defer cancel()
	var soon *later
	var write error
	e.o.Ended(d.handler.Name, outcomeOf(d, err, stopping), took)
	switch {
	case err == nil && !d.handler.leased: // its end was part of its transaction
		e.report(d, outcomeDone, d.Done, d.Total)
	case err == nil:
		write = e.finish(ctx, d, outcomeDone, nil)
	case errors.Is(err, errNotMine), errors.Is(err, ErrLeaseLost):
		slog.InfoContext(ctx, "delivery left to another runner", "handler", d.handler.Name, "key", d.Key)
	case errors.Is(err, ErrCancelled):
		write = e.finish(ctx, d, outcomeCancelled, err)
	case refused(d, err):
		write = e.finish(ctx, d, outcomeRefused, err)
	case errors.As(err, &soon):
		write = e.handBack(ctx, d, soon.wait)
	case stopping:
		write = e.handBack(ctx, d, 0)
	default:
		write = e.fail(ctx, d, err, took)
	}
	if write != nil {
		slog.WarnContext(ctx, "outcome of a delivery not written; it will run again", "handler", d.handler.Name, "key", d.Key, "error", write)
	}
	if goOn && err == nil && write == nil && !stopping {
		next, its, more = e.follow(ctx, d)
	}
	e.settled.tell()
	e.Wake(d.Org)
	return next, its, more
}

// outcomeOf is a word for what became of a call, for metrics.
func outcomeOf(d *delivery, err error, stopping bool) string {
	var soon *later
	switch {
	case err == nil:
		return outcomeDone
	case errors.Is(err, errNotMine), errors.Is(err, ErrLeaseLost):
		return "lost"
	case errors.Is(err, ErrCancelled):
		return outcomeCancelled
	case refused(d, err):
		return outcomeRefused
	case errors.As(err, &soon), stopping:
		return "later"
	case errors.Is(err, errAbandoned):
		return "abandoned"
	}
	return "failed"
}

func (e *Engine) finish(ctx context.Context, d *delivery, how string, why error) error {
	var reason *string
	if why != nil {
		s := clip(why.Error())
		reason = &s
	}
	held, err := ask[bool](ctx, e.house, "select jobs.finish($1, $2, $3, $4, $5)", d.Pos, d.Gen, d.token(), how, reason)
	if err == nil && held {
		e.report(d, how, d.Done, d.Total)
	}
	return err
}

func (e *Engine) handBack(ctx context.Context, d *delivery, wait time.Duration) error {
	_, err := ask[any](ctx, e.house, "select jobs.hand_back($1, $2, $3, $4)::text", d.Pos, d.Gen, d.token(), wait.Milliseconds())
	return err
}

func (e *Engine) fail(ctx context.Context, d *delivery, why error, took time.Duration) error {
	var fatal *never
	var planned *againIn
	wait := e.o.Backoff(d.Failures)
	if errors.As(why, &planned) {
		wait = planned.wait
	}
	state, err := ask[string](ctx, e.house, "select jobs.fail($1, $2, $3, $4, $5, $6, $7)",
		d.Pos, d.Gen, d.token(), wait.Milliseconds(), errors.As(why, &fatal), clip(why.Error()), took.Milliseconds())
	if err != nil {
		return err
	}
	if state == "dead" {
		slog.ErrorContext(ctx, "delivery is dead", "handler", d.handler.Name, "key", d.Key, "failures", d.Failures+1, "error", why)
		e.report(d, "dead", d.Done, d.Total)
		e.buried(ctx, d.Org, d.handler.Name, d.Key)
	} else {
		slog.InfoContext(ctx, "delivery failed", "handler", d.handler.Name, "key", d.Key, "failures", d.Failures+1, "error", why)
	}
	return nil
}

func (e *Engine) report(d *delivery, state string, done, total int64) {
	d.Done, d.Total = done, total
	if person := d.person(); !person.IsZero() {
		e.o.Progress(d.Org, person, d.handler.Name, d.Key, state, done, total)
	}
}

// backoff is 5 s, doubled with each failure, at most an hour, ± 20 %.
func backoff(failures int) time.Duration {
	wait := min(5*time.Second<<min(failures, 20), time.Hour)
	return time.Duration(float64(wait) * (0.8 + 0.4*rand.Float64())) //nolint:gosec // jitter needs no secrecy
}

// clip keeps what an error says to a length that a row and a page can hold.
func clip(s string) string {
	const most = 2000
	if len(s) > most {
		s = s[:most] + "…"
	}
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r != 0 {
			out = append(out, r)
		}
	}
	return string(out)
}

// ask calls one function as the relay. A busy or restarting database is asked
// again, since the answer decides whether work is repeated.
func ask[T any](ctx context.Context, house *db.Pool, sql string, args ...any) (T, error) {
	for attempt := 1; ; attempt++ {
		out, err := db.House(ctx, house, func(tx *db.Tx) (T, error) {
			var v T
			err := tx.QueryRow(ctx, sql, args...).Scan(&v)
			return v, err
		})
		if err == nil || attempt == 4 {
			return out, err
		}
		timer := time.NewTimer(time.Duration(attempt) * 250 * time.Millisecond)
		select {
		case <-ctx.Done():
			timer.Stop()
			return out, err
		case <-timer.C:
		}
	}
}
