package imports

import (
	"context"
	"errors"
	"log/slog"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/imports/sqlcgen"
	"longhouse/platform/jobs"
)

// CheckRows gives every row of an import its verdict.
type CheckRows struct {
	Import uuid.UUID `json:"import"`
}

// JobType is stable.
func (CheckRows) JobType() string { return "imports.check" }

// OrderKey: an import is checked once at a time.
func (j CheckRows) OrderKey() string { return j.Import.String() }

// RunRows writes the good rows of an import.
type RunRows struct {
	Import uuid.UUID `json:"import"`
	Target string    `json:"target"`
}

// JobType is stable.
func (RunRows) JobType() string { return "imports.run" }

// OrderKey: imports of one target run one after the other, so that the rows of
// one file find what another brought.
func (j RunRows) OrderKey() string { return j.Target }

// UndoRows takes back what an import did.
type UndoRows struct {
	Import uuid.UUID `json:"import"`
}

// JobType is stable.
func (UndoRows) JobType() string { return "imports.undo" }

// OrderKey: an import is undone once.
func (j UndoRows) OrderKey() string { return j.Import.String() }

// Handlers are the jobs of this package, for the pool of the platform.
func (s *Service) Handlers() []jobs.Handler {
	return []jobs.Handler{
		jobs.RunLong("imports.check", func(ctx context.Context, r *jobs.Run, j CheckRows) error {
			return s.conclude(ctx, j.Import, Checking, Mapping, s.check(ctx, r, j.Import))
		}).Does("Gives every row of an import its verdict before anything is written."),
		jobs.RunLong("imports.run", func(ctx context.Context, r *jobs.Run, j RunRows) error {
			return s.conclude(ctx, j.Import, Running, Failed, s.run(ctx, r, j.Import))
		}).Does("Writes the good rows of an import."),
		jobs.RunLong("imports.undo", func(ctx context.Context, r *jobs.Run, j UndoRows) error {
			return s.conclude(ctx, j.Import, Undoing, Failed, s.undo(ctx, r, j.Import))
		}).Does("Takes back what an import did."),
		jobs.Every("imports.sweep", "17 3 * * *", s.Sweep).Does("Drops files of imports that nobody needs any more."),
	}
}

// work is how a check or a run goes on: in a job, or at the command line.
type work interface {
	Cursor(into any) error
	Progress(ctx context.Context, done, total int64) error
	CommitOn(ctx context.Context, pool *db.Pool, cursor any, done, total int64, fn func(*db.Tx) error) error
}

// conclude writes why an import stopped. What is nobody's fault is tried again
// a few times, since a database restarts and a network drops.
func (s *Service) conclude(ctx context.Context, id uuid.UUID, was, then string, err error) error {
	if err == nil || errors.Is(err, jobs.ErrLeaseLost) || errors.Is(err, jobs.ErrCancelled) || ctx.Err() != nil {
		return err
	}
	f := fault.As(err)
	if f == nil || f.Kind == fault.Unavailable || f.Kind == fault.Internal {
		if again, why := s.tryAgain(ctx, id, was); why != nil || again {
			return errors.Join(err, why)
		}
		slog.ErrorContext(ctx, "import stopped", "import", id, "error", err)
		f = ErrBroken
	}
	return s.end(ctx, id, was, then, sqlcgen.EndStateParams{Problem: problemOf(f)})
}

func problemOf(f *fault.Error) []byte {
	return pack(Problem{Code: f.Code, Message: f.Message, Fields: f.Fields})
}

func (s *Service) tryAgain(ctx context.Context, id uuid.UUID, was string) (bool, error) {
	n, err := db.Write(ctx, s.db, func(tx *db.Tx) (int32, error) {
		return query(tx).Attempted(ctx, sqlcgen.AttemptedParams{ID: id, Was: was, Problem: pack(Problem{Code: "imports.trying_again", Message: "Something went wrong on our side. It is tried again by itself."})})
	})
	return n < maxAttempts, err
}

// end moves an import from one stage to the next, unless somebody has cancelled it meanwhile.
func (s *Service) end(ctx context.Context, id uuid.UUID, was, then string, p sqlcgen.EndStateParams) error {
	p.ID, p.Was, p.State = id, was, then
	now := s.o.Clock.Now()
	if was != Checking {
		p.FinishedAt = &now
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		n, err := query(tx).EndState(ctx, p)
		if err != nil || n == 0 {
			return err
		}
		return s.tellEnd(ctx, tx, id, was, then)
	})
}
