package jobs

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"longhouse/platform/db"
)

// Run is one attempt of a long job. Its work happens in chunks, each in a
// transaction of its own that also moves the cursor, so a restart repeats nothing.
type Run struct {
	engine *Engine
	d      *delivery
}

// Key is the job's stable key, the same in every attempt.
func (r *Run) Key() uuid.UUID { return r.d.Key }

// Cursor reads what the last Commit left; into stays as it is at the first start.
func (r *Run) Cursor(into any) error {
	if len(r.d.Cursor) == 0 {
		return nil
	}
	if err := json.Unmarshal(r.d.Cursor, into); err != nil {
		return Never(fmt.Errorf("read the cursor: %w", err))
	}
	return nil
}

// Commit runs fn in one transaction that also stores the cursor. It fails with
// ErrLeaseLost or ErrCancelled, and then nothing of fn remains.
func (r *Run) Commit(ctx context.Context, cursor any, done, total int64, fn func(*db.Tx) error) error {
	return r.CommitOn(ctx, r.d.handler.pool, cursor, done, total, fn)
}

// CommitOn is Commit as the module of another pool: so an import runs the rows
// of the module that they belong to.
func (r *Run) CommitOn(ctx context.Context, pool *db.Pool, cursor any, done, total int64, fn func(*db.Tx) error) error {
	raw, err := json.Marshal(cursor)
	if err != nil {
		return fmt.Errorf("store the cursor: %w", err)
	}
	err = db.Changed(ctx, pool, func(tx *db.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return r.advance(ctx, tx, raw, done, total)
	})
	if err == nil {
		r.d.Cursor = raw
		r.engine.report(r.d, "running", done, total)
	}
	return err
}

// Progress tells how far the job is between two commits. It fails with
// ErrLeaseLost or ErrCancelled when going on is of no use.
func (r *Run) Progress(ctx context.Context, done, total int64) error {
	err := db.Changed(ctx, r.d.handler.pool, func(tx *db.Tx) error { return r.advance(ctx, tx, nil, done, total) })
	if err == nil {
		r.engine.report(r.d, "running", done, total)
	}
	return err
}

func (r *Run) advance(ctx context.Context, tx *db.Tx, cursor []byte, done, total int64) error {
	var answer string
	err := tx.QueryRow(ctx, "select jobs.advance($1, $2, $3::text::jsonb, $4, $5, $6)", r.d.Pos, r.d.lease, text(cursor), done, total, r.engine.o.Lease.Milliseconds()).Scan(&answer)
	if err != nil {
		return fmt.Errorf("move the cursor: %w", err)
	}
	switch answer {
	case "ok":
		return nil
	case "cancelled":
		return ErrCancelled
	default:
		return ErrLeaseLost
	}
}

// text gives jsonb its value as text, or null.
func text(raw []byte) *string {
	if raw == nil {
		return nil
	}
	s := string(raw)
	return &s
}
