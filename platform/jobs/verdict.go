package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
)

// ErrLeaseLost says that another runner holds the delivery now; whatever this
// one had in hand is rolled back.
var ErrLeaseLost = errors.New("lease lost: another runner holds this job")

// ErrCancelled says that somebody cancelled the job; its handler returns it.
var ErrCancelled = errors.New("the job was cancelled")

// Never says that trying again is of no use: the delivery is dead at once.
func Never(err error) error { return &never{err} }

type never struct{ err error }

func (n *never) Error() string { return n.err.Error() }
func (n *never) Unwrap() error { return n.err }

// Later asks for another call after d. It is no failure.
func Later(d time.Duration) error { return &later{d} }

type later struct{ wait time.Duration }

func (l *later) Error() string { return fmt.Sprintf("again in %s", l.wait) }

// AgainIn says that a call failed and when the next one is due, in place of the
// engine's own wait: the other side has named a time, or the handler has a plan.
func AgainIn(d time.Duration, err error) error { return &againIn{d, err} }

type againIn struct {
	wait time.Duration
	err  error
}

func (a *againIn) Error() string { return a.err.Error() }
func (a *againIn) Unwrap() error { return a.err }

// Cancel wishes, with the commit, that the open work of this key end: its next
// start or commit sees it. It answers false when nothing open has the key.
func Cancel(ctx context.Context, tx *db.Tx, key uuid.UUID) (bool, error) {
	var open bool
	if err := tx.QueryRow(ctx, "select jobs.cancel($1)", key).Scan(&open); err != nil {
		return false, fmt.Errorf("cancel work %s: %w", key, err)
	}
	return open, nil
}

type keyOf struct{}

type failedOf struct{}

// failuresOf is how often the delivery has failed before this attempt.
func failuresOf(ctx context.Context) int {
	n, _ := ctx.Value(failedOf{}).(int)
	return n
}

// Key is the delivery's stable key, the same in every attempt: the idempotency
// key, Message-ID or webhook-id of what a handler does outside. It is zero
// outside a handler.
func Key(ctx context.Context) uuid.UUID {
	k, _ := ctx.Value(keyOf{}).(uuid.UUID)
	return k
}
