package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"longhouse/platform/actor"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Tx is a transaction of one module in one organisation. Store functions take
// it as an argument, so a query cannot run outside one.
type Tx struct {
	tx      pgx.Tx
	pool    *Pool
	who     actor.Actor
	events  []kernel.Event
	jobs    []Enqueued
	emitted bool
	last    []queued
	set     uuid.UUID // the change set that its changes belong to
}

// Exec, Query and QueryRow make Tx what generated queries run on.
func (t *Tx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return t.tx.Exec(ctx, sql, args...)
}

// Query runs a statement that answers rows.
func (t *Tx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return t.tx.Query(ctx, sql, args...)
}

// QueryRow runs a statement that answers one row.
func (t *Tx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return t.tx.QueryRow(ctx, sql, args...)
}

// CopyFrom loads many rows at once.
func (t *Tx) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error) {
	return t.tx.CopyFrom(ctx, table, columns, rows)
}

// Who is the actor of the transaction.
func (t *Tx) Who() actor.Actor { return t.who }

// Emit hands an event to its subscribers with the commit, or to nobody.
func (t *Tx) Emit(_ context.Context, events ...kernel.Event) error {
	t.events = append(t.events, events...)
	return nil
}

// Enqueue hands a job to its handler with the commit, or to nobody.
func (t *Tx) Enqueue(_ context.Context, job kernel.Job) error {
	return t.EnqueueAs(Enqueued{Job: job})
}

// EnqueueAs enqueues with a key, a delay or a word that keeps it single.
func (t *Tx) EnqueueAs(e Enqueued) error {
	t.jobs = append(t.jobs, e)
	return nil
}

// Part runs fn inside a savepoint: what fails in it is undone, and the
// transaction goes on. Imports use it to find the row that is at fault.
func (t *Tx) Part(ctx context.Context, fn func(*Tx) error) error {
	sub, err := t.tx.Begin(ctx)
	if err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	part := &Tx{tx: sub, pool: t.pool, who: t.who}
	if err := fn(part); err != nil {
		if undo := sub.Rollback(ctx); undo != nil {
			return fmt.Errorf("roll back to savepoint: %w", undo)
		}
		return t.pool.translate(err)
	}
	if err := sub.Commit(ctx); err != nil {
		return t.pool.translate(fmt.Errorf("release savepoint: %w", err))
	}
	t.events, t.jobs, t.last = append(t.events, part.events...), append(t.jobs, part.jobs...), append(t.last, part.last...)
	return nil
}

// Drain takes what was emitted and enqueued so far: its caller writes it.
// Jobs does, to take all locks of a delivery's end in one order.
func (t *Tx) Drain() ([]kernel.Event, []Enqueued) {
	events, jobs := t.events, t.jobs
	t.events, t.jobs, t.emitted = nil, nil, true
	return events, jobs
}

func (t *Tx) flush(ctx context.Context) error {
	if len(t.events) == 0 && len(t.jobs) == 0 {
		return nil
	}
	if t.pool.root.outbox == nil {
		return errors.New("events or jobs without an outbox: wire.go hands none over")
	}
	t.emitted = true
	events, jobs := t.events, t.jobs
	t.events, t.jobs = nil, nil
	return t.pool.root.outbox.Flush(ctx, t, events, jobs)
}

// rollback has a context of its own: a caller that went away must not leave
// the transaction open.
func (t *Tx) rollback(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := t.tx.Rollback(ctx); err != nil && !errors.Is(err, pgx.ErrTxClosed) {
		// The pool closes a connection whose transaction did not end; nothing is left to do.
		return
	}
}

// claim takes the request's key, or returns the answer that it got before.
func (t *Tx) claim(ctx context.Context) (stored []byte, err error) {
	k := t.who.Key
	var claimed bool
	var fingerprint string
	err = t.tx.QueryRow(ctx, "select claimed, fingerprint, result from platform.claim($1, $2)", k.ID, k.Fingerprint).Scan(&claimed, &fingerprint, &stored)
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && pg.Code == "55P03":
		return nil, fault.ErrInProgress.Because(err)
	case err != nil:
		return nil, fmt.Errorf("claim idempotency key: %w", err)
	case claimed:
		return nil, nil
	case fingerprint != k.Fingerprint:
		return nil, fault.ErrKeyReused
	}
	return stored, nil
}

func (t *Tx) keep(result any) error {
	b, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("store the answer: %w", err)
	}
	t.Finally("select platform.keep($1, $2)", t.who.Key.ID, b)
	return nil
}

// queued is a statement that goes with the commit.
type queued struct {
	sql  string
	args []any
	into any // takes the answer; nil: nobody sees it
}

// Finally runs a statement right before the commit, in the same round trip.
// Nobody sees its answer; when it fails, nothing is committed.
func (t *Tx) Finally(sql string, args ...any) {
	t.last = append(t.last, queued{sql: sql, args: args})
}

func (t *Tx) commit(ctx context.Context) error {
	if o, ok := t.tx.(*opening); ok {
		return o.commitWith(ctx, t.last)
	}
	for _, q := range t.last {
		if q.into != nil {
			if err := t.tx.QueryRow(ctx, q.sql, q.args...).Scan(q.into); err != nil {
				return err
			}
		} else if _, err := t.tx.Exec(ctx, q.sql, q.args...); err != nil {
			return err
		}
	}
	if err := t.tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
