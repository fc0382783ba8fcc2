package bulk

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/bulk/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/jobs"
	"longhouse/platform/rest"
)

// errStopped says that somebody cancelled the run meanwhile.
var errStopped = jobs.ErrCancelled

// ourFault is what a record is refused for when it went wrong on our side.
var ourFault = fault.ErrInternal

// marks is who keeps account of a run's chunks: a job, or a request that waits.
type marks interface {
	attach(ctx context.Context) (context.Context, error)
	commit(ctx context.Context, done, total int, fn func(*db.Tx) error) error
}

// person waits for a run.
type person struct{ s *Service }

func (person) attach(ctx context.Context) (context.Context, error) { return ctx, nil }

func (p person) commit(ctx context.Context, _, _ int, fn func(*db.Tx) error) error {
	return db.Changed(ctx, p.s.db, fn)
}

// work goes over the open records of a run, each a transaction of its own in
// the run's operation. It may stop anywhere and be called again, even beside
// itself: a record that the run has changed already is known by the history.
func (s *Service) work(ctx context.Context, r sqlcgen.ReadRow, by marks) error {
	l, err := s.list(r.List)
	if err != nil {
		return err
	}
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	// The request's key was claimed with the run, and what each record leaves is found by the operation.
	who.Key, who.Trace, who.Run, who.Reason = actor.Key{}, nil, r.ID, r.Reason
	ctx = actor.With(ctx, who)
	done := int(r.Done)
	for {
		now, err := by.attach(ctx)
		if err != nil {
			return err
		}
		records, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.NextRecordsRow, error) {
			return query(tx).NextRecords(ctx, sqlcgen.NextRecordsParams{RunID: r.ID, Max: chunk})
		})
		if err != nil {
			return err
		}
		if len(records) == 0 {
			return s.finish(ctx, r.ID, "done", nil)
		}
		told := sqlcgen.TellParams{RunID: r.ID}
		for _, w := range records {
			o, err := s.one(now, l, r, w)
			if err != nil {
				return err
			}
			told.Ns, told.States = append(told.Ns, w.N), append(told.States, o.state)
			told.Codes, told.Details, told.Fields = append(told.Codes, o.why.Code), append(told.Details, o.why.Detail), append(told.Fields, o.why.Field)
		}
		done += len(records)
		state := ""
		err = by.commit(ctx, done, int(r.Total), func(tx *db.Tx) error {
			row, err := query(tx).Tell(ctx, told)
			state = row.State
			return err
		})
		switch {
		case err != nil:
			return err
		case state != "running":
			return errStopped
		}
	}
}

// outcome is what became of a record.
type outcome struct {
	state string
	why   rest.BulkReason
}

// one does the act to one record. An error says that the run cannot go on now.
func (s *Service) one(ctx context.Context, l *rest.BulkList, r sqlcgen.ReadRow, w sqlcgen.NextRecordsRow) (outcome, error) {
	set, err := json.RawMessage(w.Own), error(nil)
	if set == nil {
		set = r.Shared
	} else {
		set, err = l.Check(r.Act, set)
	}
	same := false
	if err == nil {
		same, err = l.Do(ctx, r.Act, w.RecordID, w.Version, set)
	}
	if errors.Is(err, fault.ErrStale) || errors.Is(err, fault.ErrNotFound) {
		ours, looked := db.Read(ctx, s.db, func(tx *db.Tx) (bool, error) {
			return query(tx).Touched(ctx, sqlcgen.TouchedParams{RunID: &r.ID, RecordID: w.RecordID})
		})
		if looked != nil {
			return outcome{}, looked
		}
		if ours { // an attempt before this one was interrupted behind it
			return outcome{state: "changed"}, nil
		}
	}
	switch {
	case err == nil && same:
		return outcome{state: "unchanged"}, nil
	case err == nil:
		return outcome{state: "changed"}, nil
	case ctx.Err() != nil:
		return outcome{}, ctx.Err()
	}
	why, ok := refusal(err)
	if !ok {
		if f := fault.As(err); f != nil && f.Kind == fault.Unavailable {
			return outcome{}, err
		}
		slog.ErrorContext(ctx, "a record of a run failed", "run", r.ID, "entity", r.Entity, "id", w.RecordID, "error", err)
		why = rest.BulkReason{Code: ourFault.Code, Detail: ourFault.Message}
	}
	return outcome{"refused", why}, nil
}

// refusal is why a record stays as it is, with the first field at fault. False:
// it is no refusal of the record.
func refusal(err error) (rest.BulkReason, bool) {
	f := fault.As(err)
	if f == nil || f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		return rest.BulkReason{}, false
	}
	out := rest.BulkReason{Code: f.Code, Detail: f.Message}
	if len(f.Fields) > 0 {
		out.Field = f.Fields[0].Pointer
		if f.Fields[0].Message != "" {
			out.Detail = f.Fields[0].Message
		}
	}
	return out, true
}

// finish ends a run that still runs.
func (s *Service) finish(ctx context.Context, id uuid.UUID, state string, problem *rest.BulkReason) error {
	var raw []byte
	if problem != nil {
		var err error
		if raw, err = json.Marshal(problem); err != nil {
			return err
		}
	}
	now := s.o.Clock.Now()
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return query(tx).Finish(ctx, sqlcgen.FinishParams{ID: id, State: state, Problem: raw, Now: now})
	})
}
