package imports

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/history"
	"longhouse/platform/imports/sqlcgen"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
)

// step is how an import enters a stage that is worked through.
type step struct {
	id    uuid.UUID
	state string
	total int64
	job   kernel.Job // nil at the command line, which does the work itself
	key   uuid.UUID
	now   time.Time
	from  []string
}

// enter moves an import into a stage and enqueues its job, unless five are
// under way already.
func (s *Service) enter(ctx context.Context, p step) (Import, error) {
	p.key, p.now = kernel.NewUUID(), s.o.Clock.Now()
	return db.Write(ctx, s.db, func(tx *db.Tx) (Import, error) {
		if err := query(tx).OneByOne(ctx); err != nil {
			return Import{}, err
		}
		i, err := lock(ctx, tx, p.id, p.from...)
		if err != nil {
			return Import{}, err
		}
		n, err := query(tx).UnderWay(ctx)
		if err != nil {
			return Import{}, err
		}
		if n >= atOnce {
			return Import{}, ErrTooManyAtOnce
		}
		set := sqlcgen.SetStateParams{ID: p.id, State: p.state, Total: p.total}
		if p.state == Running {
			work, err := query(tx).CountWork(ctx, p.id)
			if err != nil {
				return Import{}, err
			}
			set.Total, set.StartedAt = work.Open, &p.now
		}
		if p.job != nil {
			set.Job = &p.key
			if err := tx.EnqueueAs(db.Enqueued{Job: p.job, Key: kernel.IDOf[kernel.Job](p.key)}); err != nil {
				return Import{}, err
			}
		}
		if err := query(tx).SetState(ctx, set); err != nil {
			return Import{}, err
		}
		return read(ctx, tx, i.ID)
	})
}

// Check begins to give every row its verdict. Nothing is written to the module's tables.
func (s *Service) Check(ctx context.Context, id uuid.UUID) (Import, error) {
	return s.toCheck(ctx, id, CheckRows{id})
}

func (s *Service) toCheck(ctx context.Context, id uuid.UUID, job kernel.Job) (Import, error) {
	i, t, err := s.mine(ctx, id)
	if err != nil {
		return Import{}, err
	}
	if err := unmapped(t, i); err != nil {
		return Import{}, err
	}
	return s.enter(ctx, step{id: id, state: Checking, job: job, from: []string{Mapping, Checked}})
}

// Run begins to write the rows that were not refused, or goes on with an import that stopped.
func (s *Service) Run(ctx context.Context, id uuid.UUID) (Import, error) {
	i, _, err := s.mine(ctx, id)
	if err != nil {
		return Import{}, err
	}
	return s.toRun(ctx, id, RunRows{id, i.Target})
}

func (s *Service) toRun(ctx context.Context, id uuid.UUID, job kernel.Job) (Import, error) {
	ctx, err := asImport(ctx, id)
	if err != nil {
		return Import{}, err
	}
	return s.enter(ctx, step{id: id, state: Running, job: job, from: []string{Checked, Failed}})
}

// Cancel stops a check or a run after the batch at hand. A run that was
// cancelled can go on or be undone.
func (s *Service) Cancel(ctx context.Context, id uuid.UUID) (Import, error) {
	if err := s.ownOrUndo(ctx, id); err != nil {
		return Import{}, err
	}
	now := s.o.Clock.Now()
	return db.Write(ctx, s.db, func(tx *db.Tx) (Import, error) {
		i, err := lock(ctx, tx, id, Checking, Running)
		if err != nil {
			return Import{}, err
		}
		p := sqlcgen.EndStateParams{ID: id, Was: i.State, State: Mapping}
		if i.State == Running {
			p.State, p.FinishedAt = Failed, &now
			p.Problem = problemOf(ErrCancelled)
			if p.Counts, err = counts(ctx, tx, id); err != nil {
				return Import{}, err
			}
		}
		if _, err := query(tx).EndState(ctx, p); err != nil {
			return Import{}, err
		}
		if i.Job != nil {
			if _, err := jobs.Cancel(ctx, tx, *i.Job); err != nil {
				return Import{}, err
			}
		}
		return read(ctx, tx, id)
	})
}

// Undo begins to take back what an import did. Records that were changed since stay, and are listed.
func (s *Service) Undo(ctx context.Context, id uuid.UUID) (Import, error) {
	if err := s.ownOrUndo(ctx, id); err != nil {
		return Import{}, err
	}
	i, err := s.at(ctx, id)
	if err != nil {
		return Import{}, err
	}
	if i.StartedAt == nil {
		return Import{}, ErrNothingToUndo
	}
	return s.enter(ctx, step{id: id, state: Undoing, job: UndoRows{id}, from: []string{Finished, Failed, WasUndone}})
}

// ownOrUndo lets people stop and undo their own imports, whatever they may
// import by now, and those of others by a right.
func (s *Service) ownOrUndo(ctx context.Context, id uuid.UUID) error {
	own, err := me(ctx)
	if err != nil {
		return err
	}
	i, err := s.visible(ctx, id)
	if err != nil || same(i.createdBy, own) {
		return err
	}
	return authz.Allowed(ctx, UndoImports)
}

// undo is the job of Undo.
func (s *Service) undo(ctx context.Context, w work, id uuid.UUID) error {
	i, err := s.at(ctx, id)
	if err != nil || i.State != Undoing {
		return err
	}
	var broken error
	u, err := s.o.Undo(ctx, id, func(done, total int) {
		if done%50 == 0 || done == total {
			broken = s.progress(ctx, w, id, Undoing, int64(done), int64(total))
		}
	})
	if err != nil {
		return err
	}
	if broken != nil {
		return broken
	}
	return s.end(ctx, id, Undoing, WasUndone, sqlcgen.EndStateParams{Undo: pack(undone(u))})
}

func undone(u history.Undone) Undone {
	left := append(append([]history.Left{}, u.Failed...), u.Kept...)
	return Undone{Reversed: u.Reversed, Kept: len(u.Kept), Failed: len(u.Failed), Left: left[:min(len(left), 200)]}
}

// progress tells how far the work is between two commits.
func (s *Service) progress(ctx context.Context, w work, id uuid.UUID, state string, done, total int64) error {
	if err := w.Progress(ctx, done, total); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		_, err := query(tx).SetProgress(ctx, sqlcgen.SetProgressParams{ID: id, Was: state, Done: done, Total: total})
		return err
	})
}

// at reads an import for its job, which needs nobody's permission to look at it.
func (s *Service) at(ctx context.Context, id uuid.UUID) (Import, error) {
	return db.Read(ctx, s.db, func(tx *db.Tx) (Import, error) { return read(ctx, tx, id) })
}

// Sweep removes imports and files that nobody ran within seven days.
func (s *Service) Sweep(ctx context.Context) error {
	before := s.o.Clock.Now().AddDate(0, 0, -7)
	for {
		n, err := db.Write(ctx, s.db, func(tx *db.Tx) (int64, error) {
			imports, err := query(tx).SweepImports(ctx, before)
			if err != nil {
				return 0, err
			}
			files, err := query(tx).SweepFiles(ctx, before)
			return imports + files, err
		})
		if err != nil || n == 0 {
			return err
		}
	}
}

func counts(ctx context.Context, tx *db.Tx, id uuid.UUID) ([]byte, error) {
	rows, err := query(tx).CountVerdicts(ctx, id)
	var c Counts
	for _, r := range rows {
		switch r.Verdict {
		case Create:
			c.Create = int(r.Count)
		case Update:
			c.Update = int(r.Count)
		case Unchanged:
			c.Unchanged = int(r.Count)
		case Refused:
			c.Error = int(r.Count)
		}
	}
	return pack(c), err
}
