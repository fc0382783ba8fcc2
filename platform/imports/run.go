package imports

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/imports/sqlcgen"
	"longhouse/platform/jobs"
)

// errStopped says that somebody cancelled the import meanwhile.
var errStopped = fmt.Errorf("the import was stopped: %w", jobs.ErrCancelled)

// cursor is how far a run has come.
type cursor struct {
	N    int32 `json:"n"` // the last row that is in
	Done int64 `json:"done"`
}

// running is a run on its way.
type running struct {
	i  Import
	t  Target
	o  Choices
	w  work
	at cursor

	total int64
}

// run is the job of Run: batch after batch, each in one transaction of the
// module, together with what became of its rows and the job's place.
func (s *Service) run(ctx context.Context, w work, id uuid.UUID) error {
	i, err := s.at(ctx, id)
	if err != nil || i.State != Running {
		return err
	}
	t, ok := s.targets[i.Target]
	if !ok {
		return ErrUnknownTarget
	}
	r := &running{i: i, t: t, w: w}
	if i.Progress != nil {
		r.total = i.Progress.Total
	}
	if r.o, err = choices(t, i.Options); err != nil {
		return err
	}
	if err := w.Cursor(&r.at); err != nil {
		return err
	}
	if ctx, err = asImport(ctx, id); err != nil {
		return err
	}
	for {
		now, err := s.o.Attach(ctx)
		if err != nil {
			return err
		}
		if authz.Allowed(now, t.Needs) != nil {
			return s.stop(ctx, id, ErrRightsGone)
		}
		rows, err := db.Read(now, s.db, func(tx *db.Tx) ([]sqlcgen.NextRowsRow, error) {
			if err := query(tx).PlanAnew(now); err != nil {
				return nil, err
			}
			return query(tx).NextRows(now, sqlcgen.NextRowsParams{ImportID: id, After: r.at.N, Max: chunk})
		})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return s.finish(ctx, id)
		}
		if err := r.batch(now, rows); err != nil {
			return s.stopped(ctx, id, err)
		}
	}
}

func (s *Service) finish(ctx context.Context, id uuid.UUID) error {
	found, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]byte, error) { return counts(ctx, tx, id) })
	if err != nil {
		return err
	}
	return s.end(ctx, id, Running, Finished, sqlcgen.EndStateParams{Counts: found})
}

// stopped ends a run whose module refuses to go on at all.
func (s *Service) stopped(ctx context.Context, id uuid.UUID, err error) error {
	if f := fault.As(err); f != nil && aboutRows(f) {
		return s.stop(ctx, id, f)
	}
	return err
}

// stop ends a run before its last row, and counts what is in.
func (s *Service) stop(ctx context.Context, id uuid.UUID, why *fault.Error) error {
	found, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]byte, error) { return counts(ctx, tx, id) })
	if err != nil {
		return err
	}
	return s.end(ctx, id, Running, Failed, sqlcgen.EndStateParams{Counts: found, Problem: problemOf(why)})
}

// aboutRows says whether a fault can be a row's: others are ours, and are tried again.
func aboutRows(f *fault.Error) bool {
	switch f.Kind {
	case fault.Invalid, fault.Conflict, fault.NotFound, fault.Forbidden, fault.Stale, fault.Malformed, fault.TooLarge, fault.Unconditional, fault.Media:
		return true
	case fault.Unauthenticated, fault.Limited, fault.Unavailable, fault.Internal:
	}
	return false
}

// batch writes rows together. If one is at fault, each is written alone, so
// that only the bad one is refused.
func (r *running) batch(ctx context.Context, rows []sqlcgen.NextRowsRow) error {
	records := make([]Record, len(rows))
	for n, row := range rows {
		records[n] = Record{Values: unpack[map[string]string](row.Values), Lines: unpack[[]map[string]string](row.Lines)}
	}
	write, err := r.t.Prepare(ctx, records, r.o)
	if err == nil {
		err = r.commit(ctx, rows, func(tx *db.Tx) ([]Verdict, error) {
			verdicts, err := write(ctx, tx)
			if err != nil {
				return nil, err
			}
			return verdicts, whole(r.t, records, verdicts)
		})
	}
	if f := fault.As(err); f == nil || !aboutRows(f) {
		return err
	}
	return r.alone(ctx, rows, records)
}

// alone writes each row in a savepoint of its own.
func (r *running) alone(ctx context.Context, rows []sqlcgen.NextRowsRow, records []Record) error {
	writes, prepared := make([]Write, len(rows)), make([]error, len(rows))
	for n := range records {
		if writes[n], prepared[n] = r.t.Prepare(ctx, records[n:n+1], r.o); prepared[n] != nil {
			if f := fault.As(prepared[n]); f == nil || !aboutRows(f) {
				return prepared[n]
			}
		}
	}
	return r.commit(ctx, rows, func(tx *db.Tx) ([]Verdict, error) {
		out := make([]Verdict, len(rows))
		for n := range rows {
			err := prepared[n]
			if err == nil {
				err = tx.Part(ctx, func(part *db.Tx) error {
					v, err := writes[n](ctx, part)
					if err == nil {
						err = whole(r.t, records[n:n+1], v)
					}
					if err == nil {
						out[n] = v[0]
					}
					return err
				})
			}
			f := fault.As(err)
			switch {
			case err == nil:
			case f != nil && aboutRows(f):
				out[n] = refusal(f)
			default:
				return nil, err
			}
		}
		return out, nil
	})
}

// refusal is the verdict that a fault of one row gives.
func refusal(f *fault.Error) Verdict {
	if len(f.Fields) == 0 {
		return Verdict{Action: Refused, Faults: []fault.Field{fieldOf("", f)}}
	}
	return Verdict{Action: Refused, Faults: f.Fields}
}

// commit writes in the module's transaction, which also says what became of
// each row and moves the job's cursor: so a kill loses and doubles nothing.
func (r *running) commit(ctx context.Context, rows []sqlcgen.NextRowsRow, write func(*db.Tx) ([]Verdict, error)) error {
	next := cursor{N: rows[len(rows)-1].N, Done: r.at.Done + int64(len(rows))}
	err := r.w.CommitOn(ctx, r.t.DB, next, next.Done, r.total, func(tx *db.Tx) error {
		if err := query(tx).PlanAnew(ctx); err != nil {
			return err
		}
		verdicts, err := write(tx)
		if err != nil {
			return err
		}
		told := make([]outcome, len(rows))
		for n, v := range verdicts {
			told[n] = outcomeOf(rows[n].N, v)
		}
		runs, err := query(tx).Applied(ctx, sqlcgen.AppliedParams{ItsImport: r.i.ID, Verdicts: pack(told), IsDone: next.Done})
		if err != nil {
			return fmt.Errorf("tell what became of the rows: %w", err)
		}
		if !runs {
			return errStopped
		}
		return nil
	})
	if err == nil {
		r.at = next
	}
	return err
}

// outcome is a verdict as platform.import_applied reads it.
type outcome struct {
	N       int32         `json:"n"`
	Action  string        `json:"action"`
	Record  *uuid.UUID    `json:"record"`
	Changed []string      `json:"changed"`
	Faults  []storedFault `json:"faults"`
}

func outcomeOf(n int32, v Verdict) outcome {
	var s staged
	s.judge(v)
	return outcome{N: n, Action: s.Verdict, Record: s.Record, Changed: s.Changed, Faults: s.Faults}
}
