package jobs

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/jobs/sqlcgen"
	"longhouse/platform/kernel"
)

// Every act notes a fact with its commit: who, what, and why if they said so.
func noted(ctx context.Context, tx *db.Tx, kind string, key uuid.UUID, detail map[string]any) error {
	f := db.Fact{Kind: kind, Detail: detail}
	if key != uuid.Nil {
		f.About = kernel.Record{Entity: "jobs.delivery", ID: key}
	}
	return tx.Note(ctx, f)
}

// verdict turns what a function of the database answered into a fault.
func verdict(answer string) error {
	switch answer {
	case "ok":
		return nil
	case "open":
		return ErrNotDead
	default:
		return fault.ErrNotFound
	}
}

// act does something to the work of a key, and wakes the relay.
func (a *admin) act(ctx context.Context, kind string, key uuid.UUID, do func(tx *db.Tx, head sqlcgen.HeadOfRow) error) error {
	err := db.Changed(ctx, a.db, func(tx *db.Tx) error {
		head, err := sqlcgen.New(tx).HeadOf(ctx, key)
		if err != nil {
			return err
		}
		if err := do(tx, head); err != nil {
			return err
		}
		return noted(ctx, tx, kind, key, map[string]any{"handler": head.Handler, "state": head.State})
	})
	if err == nil {
		a.wake()
	}
	return err
}

// retry gives dead work a new start in its old place.
func (a *admin) retry(ctx context.Context, key uuid.UUID) error {
	return a.act(ctx, "jobs.retried", key, func(tx *db.Tx, _ sqlcgen.HeadOfRow) error {
		return ask1(ctx, tx, "select jobs.retry($1)", key)
	})
}

// cancel ends work: at its next start or commit, or at once if it is dead or paused.
func (a *admin) cancel(ctx context.Context, key uuid.UUID) error {
	return a.act(ctx, "jobs.cancelled", key, func(tx *db.Tx, head sqlcgen.HeadOfRow) error {
		if head.State == "dead" && head.Halts {
			return ErrHalts
		}
		open, err := Cancel(ctx, tx, key)
		if err == nil && !open {
			return fault.ErrNotFound
		}
		return err
	})
}

// skip ends dead work without doing it. Where later work of its key must not go
// on without it, the wish waits for another person.
func (a *admin) skip(ctx context.Context, key uuid.UUID, reason string) (*Decision, error) {
	asked, err := db.Write(ctx, a.db, func(tx *db.Tx) (uuid.UUID, error) {
		head, err := sqlcgen.New(tx).HeadOf(ctx, key)
		switch {
		case err != nil:
			return uuid.Nil, err
		case head.State != "dead":
			return uuid.Nil, ErrNotDead
		case head.Halts:
			return wish(ctx, tx, sqlcgen.AddDecisionParams{Key: key, Handler: head.Handler, Act: "skip", Reason: reason})
		}
		if err := ask1(ctx, tx, "select jobs.skip($1)", key); err != nil {
			return uuid.Nil, err
		}
		return uuid.Nil, noted(ctx, tx, "jobs.skipped", key, map[string]any{"handler": head.Handler})
	})
	if err != nil {
		return nil, err
	}
	if asked != uuid.Nil {
		return a.decision(ctx, asked)
	}
	a.wake()
	return nil, nil
}

// ask1 calls a function that answers with a word.
func ask1(ctx context.Context, tx *db.Tx, sql string, args ...any) error {
	var answer string
	if err := tx.QueryRow(ctx, sql, args...).Scan(&answer); err != nil {
		return err
	}
	return verdict(answer)
}

// Retried counts work that was given a new start together.
type Retried struct {
	Retried   int64 `json:"retried"`
	Remaining int64 `json:"remaining" doc:"Dead work like it that is left: at most 500 go at once, so repeat it"`
}

// retryAlike gives all dead work of a handler a new start, or only that of one error.
func (a *admin) retryAlike(ctx context.Context, handler, like string) (Retried, error) {
	var only *string
	if like != "" {
		only = &like
	}
	out, err := db.Write(ctx, a.db, func(tx *db.Tx) (Retried, error) {
		var r Retried
		if err := tx.QueryRow(ctx, "select retried, remaining from jobs.retry_alike($1, $2)", handler, only).Scan(&r.Retried, &r.Remaining); err != nil {
			return r, err
		}
		if r.Retried == 0 {
			return r, nil
		}
		return r, noted(ctx, tx, "jobs.retried", uuid.Nil, map[string]any{"handler": handler, "count": r.Retried, "of_one_error": only != nil})
	})
	if err == nil {
		a.wake()
	}
	return out, err
}

// pause makes the work of a handler wait in this organisation. What is at work goes on.
func (a *admin) pause(ctx context.Context, handler string) error {
	return a.turn(ctx, handler, "jobs.paused", "select jobs.hold_back($1, $2)", kernel.NewUUID(), handler)
}

// resume lets it go on.
func (a *admin) resume(ctx context.Context, handler string) error {
	return a.turn(ctx, handler, "jobs.resumed", "select jobs.go_on($1)", handler)
}

func (a *admin) turn(ctx context.Context, handler, kind, sql string, args ...any) error {
	err := db.Changed(ctx, a.db, func(tx *db.Tx) error {
		if err := a.there(ctx, tx, handler); err != nil {
			return err
		}
		var turned bool
		if err := tx.QueryRow(ctx, sql, args...).Scan(&turned); err != nil || !turned { // it is so already
			return err
		}
		return noted(ctx, tx, kind, uuid.Nil, map[string]any{"handler": handler})
	})
	if err == nil {
		a.wake()
	}
	return err
}

// there fails for a handler that this node does not know and that has neither open work nor a pause.
func (a *admin) there(ctx context.Context, tx *db.Tx, handler string) error {
	if a.engine.handlers[handler] != nil {
		return nil
	}
	found, err := sqlcgen.New(tx).HasHandler(ctx, handler)
	if err == nil && !found {
		return fault.ErrNotFound
	}
	return err
}
