package history

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history/sqlcgen"
	"longhouse/platform/kernel"
)

// UndoMany takes back a change set or operation of more records than a person may wait for.
type UndoMany struct {
	Run uuid.UUID `json:"run"`
	Of  uuid.UUID `json:"of"`
}

// JobType is stable.
func (UndoMany) JobType() string { return "history.undo" }

// OrderKey: a thing is undone once at a time.
func (j UndoMany) OrderKey() string { return j.Run.String() }

// Run is an undo that a job works on.
type Run struct {
	ID         uuid.UUID  `json:"id"`
	Of         uuid.UUID  `json:"of" doc:"The change set or operation that it takes back"`
	State      string     `json:"state" enum:"running,done,failed"`
	Done       int64      `json:"done"`
	Total      int64      `json:"total"`
	Result     *Undone    `json:"result,omitempty"`
	StartedAt  time.Time  `json:"started_at"`
	FinishedAt *time.Time `json:"finished_at,omitempty"`
}

// Begin is Undo for whoever waits: at once for as many records as a person may
// wait for, else a job begins, and Run says which.
func (s *Service) Begin(ctx context.Context, id uuid.UUID) (Undone, error) {
	u, err := s.plan(ctx, id)
	if err != nil {
		return Undone{}, err
	}
	if len(u.records) <= atOnce {
		return s.undo(ctx, u, nil)
	}
	who, err := actor.From(ctx)
	if err != nil {
		return Undone{}, err
	}
	run, now := undoOf(id), s.clock.Now()
	out := Undone{Kept: []Left{}, Failed: []Left{}, Conflicts: []Conflict{}, Run: &run}
	return out, db.Changed(ctx, s.db, func(tx *db.Tx) error {
		n, err := sqlcgen.New(tx).StartUndo(ctx, sqlcgen.StartUndoParams{ID: run, OfID: id, Total: int64(len(u.records)), ByUser: who.User.UUID, Now: now})
		if err != nil || n == 0 { // it is running already
			return err
		}
		return tx.Enqueue(ctx, UndoMany{run, id})
	})
}

// ReadRun tells how far an undo is that a job works on: one's own, or with the right anybody's.
func (s *Service) ReadRun(ctx context.Context, id uuid.UUID) (Run, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return Run{}, err
	}
	r, err := read(ctx, s, func(q *sqlcgen.Queries) (sqlcgen.ReadUndoRow, error) { return q.ReadUndo(ctx, id) })
	if err != nil {
		return Run{}, err
	}
	if r.ByUser != who.User.UUID && authz.Allowed(ctx, UndoChanges) != nil {
		return Run{}, fault.ErrNotFound
	}
	out := Run{ID: r.ID, Of: r.OfID, State: r.State, Done: r.Done, Total: r.Total, StartedAt: r.StartedAt, FinishedAt: r.FinishedAt}
	if r.Result == nil {
		return out, nil
	}
	out.Result = &Undone{}
	if err := json.Unmarshal(r.Result, out.Result); err != nil {
		return Run{}, fmt.Errorf("read the result of an undo: %w", err)
	}
	return out, nil
}

// Work is the job of UndoMany. It may stop anywhere and be called again.
func (s *Service) Work(ctx context.Context, j UndoMany, progress func(ctx context.Context, done, total int64) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	out, err := s.Undo(ctx, j.Of, func(done, total int) {
		if done%50 != 0 && done != total {
			return
		}
		if err := s.heard(ctx, j, int64(done), int64(total), progress); err != nil {
			stop(err) // the lease is lost, or somebody has cancelled it
		}
	})
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	state := "done"
	if f := fault.As(err); f != nil && f.Kind != fault.Unavailable && f.Kind != fault.Internal {
		state, out = "failed", Undone{Kept: []Left{{ID: j.Of, Reason: f.Message, Code: f.Code}}, Failed: []Left{}, Conflicts: []Conflict{}}
	} else if err != nil {
		return err
	}
	out.Kept, out.Failed = out.Kept[:min(len(out.Kept), undoBatch)], out.Failed[:min(len(out.Failed), undoBatch)]
	result, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("keep the result of an undo: %w", err)
	}
	now := s.clock.Now()
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return sqlcgen.New(tx).EndUndo(ctx, sqlcgen.EndUndoParams{ID: j.Run, State: state, Result: result, Now: &now})
	})
}

func (s *Service) heard(ctx context.Context, j UndoMany, done, total int64, progress func(ctx context.Context, done, total int64) error) error {
	return errors.Join(progress(ctx, done, total), db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return sqlcgen.New(tx).ProgressUndo(ctx, sqlcgen.ProgressUndoParams{ID: j.Run, Done: done, Total: total})
	}))
}

var _ kernel.Job = UndoMany{}
