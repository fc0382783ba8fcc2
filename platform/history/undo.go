package history

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/history/sqlcgen"
	"longhouse/platform/kernel"
)

// Undone is what an undo did, and what it had to leave.
type Undone struct {
	Reversed int    `json:"reversed" doc:"Records that are as they were before, with those that an earlier attempt put back"`
	Kept     []Left `json:"kept" doc:"Records that stay as they are, and why"`
	Failed   []Left `json:"failed" doc:"Records that went wrong on our side; undo again to try them again"`
}

// Left is a record that an undo did not put back.
type Left struct {
	Entity string    `json:"entity"`
	ID     uuid.UUID `json:"id"`
	Title  string    `json:"title,omitempty" doc:"Its name, if you may see it"`
	Reason string    `json:"reason"`
}

// What keeps a record as it is.
const (
	changedSince = "It was changed since."
	noWayBack    = "This kind of record cannot be undone."
	partsStay    = "Lines or details of it were changed too, and these cannot be undone. Change it by hand."
	ourFault     = "Something went wrong on our side. Try again."
)

const (
	undoBatch = 200   // records whose old values are read at once
	atOnce    = 1_000 // records that a person may wait for
)

// Undo takes back all that a change set, or an operation of many, changed. The
// newest change goes first, and what its module refuses is tried again while
// others go, since they may have used it. Each record gets its old values through its
// module's Restore, under the caller's rights and in a change set of its own;
// one that was changed since, or that its module refuses, is kept and listed.
// It may stop anywhere and be called again: what is undone already is passed
// over. progress hears of each record; nil is nobody.
func (s *Service) Undo(ctx context.Context, id uuid.UUID, progress func(done, total int)) (Undone, error) {
	u, err := s.plan(ctx, id)
	if err != nil {
		return Undone{}, err
	}
	return s.undo(ctx, u, progress)
}

// UndoRecord is Undo for one record of a change set or operation.
func (s *Service) UndoRecord(ctx context.Context, id uuid.UUID, record kernel.Record) (Undone, error) {
	u, err := s.plan(ctx, id)
	if err != nil {
		return Undone{}, err
	}
	for _, r := range u.records {
		if r.Record == record {
			u.records = []*touched{r}
			return s.undo(ctx, u, nil)
		}
	}
	return Undone{}, fault.ErrNotFound
}

// undoSmall is Undo while a person waits: not for thousands of records.
func (s *Service) undoSmall(ctx context.Context, id uuid.UUID) (Undone, error) {
	u, err := s.plan(ctx, id)
	if err != nil {
		return Undone{}, err
	}
	if len(u.records) > atOnce {
		return Undone{}, ErrTooMany.With(map[string]any{"records": len(u.records), "at_most": atOnce})
	}
	return s.undo(ctx, u, nil)
}

// undo goes over the records until a round puts nothing more back: a file may
// have brought a child before the parent that it names, and then the older goes first.
func (s *Service) undo(ctx context.Context, u *unit, progress func(done, total int)) (Undone, error) {
	out := Undone{Kept: []Left{}, Failed: []Left{}}
	ctx, err := s.acting(ctx, u)
	if err != nil {
		return out, err
	}
	done, total := 0, len(u.records)
	heard := func() {
		done++
		if progress != nil && done <= total { // later rounds are about records that were counted
			progress(done, total)
		}
	}
	for records := u.records; len(records) > 0; {
		before := out.Reversed
		refused, again, err := s.round(ctx, u, records, &out, heard)
		if err != nil {
			return out, err
		}
		if records = again; out.Reversed == before {
			out.Kept = append(out.Kept, refused...)
			break
		}
	}
	s.nameLeft(ctx, out.Kept, out.Failed)
	return out, nil
}

// round tries each of the records once. Again are those that another round may put back.
func (s *Service) round(ctx context.Context, u *unit, records []*touched, out *Undone, heard func()) (refused []Left, again []*touched, err error) {
	out.Failed = []Left{}
	for batch := range slices.Chunk(records, undoBatch) {
		if err := s.load(ctx, u, batch); err != nil {
			return nil, nil, err
		}
		for _, r := range batch {
			reason, err := s.restore(ctx, r)
			left := Left{Entity: r.Entity, ID: r.ID, Reason: reason}
			switch f := fault.As(err); {
			case err == nil && reason == "":
				out.Reversed++
			case err == nil:
				out.Kept = append(out.Kept, left)
			case ctx.Err() != nil || f != nil && f.Kind == fault.Unavailable:
				return nil, nil, fmt.Errorf("undo %s of %s: %w", r.Entity, r.ID, err)
			case f != nil && f.Kind != fault.Internal:
				left.Reason = sentence(f)
				refused, again = append(refused, left), append(again, r)
			default:
				slog.ErrorContext(ctx, "undo failed", "entity", r.Entity, "id", r.ID, "of", u.id, "error", err)
				left.Reason = ourFault
				out.Failed, again = append(out.Failed, left), append(again, r)
			}
			r.images, r.tried = nil, true
			heard()
		}
	}
	return refused, again, nil
}

// nameLeft gives the first records that stay their titles. The undo is done by
// then, so that a module that cannot name them costs the names only.
func (s *Service) nameLeft(ctx context.Context, lists ...[]Left) {
	var records []kernel.Record
	for _, list := range lists {
		for _, l := range list[:min(len(list), undoBatch)] {
			records = append(records, kernel.Record{Entity: l.Entity, ID: l.ID})
		}
	}
	titles, err := s.titles(ctx, records)
	if err != nil {
		slog.WarnContext(ctx, "name what an undo left", "error", err)
	}
	for _, list := range lists {
		for i, l := range list {
			list[i].Title = titles[kernel.Record{Entity: l.Entity, ID: l.ID}]
		}
	}
}

// sentence is what a module says of its refusal, with the first field at fault.
func sentence(f *fault.Error) string {
	if len(f.Fields) > 0 && f.Fields[0].Message != "" {
		return f.Fields[0].Message
	}
	return f.Message
}

// acting marks all that the undo changes as one operation, whose ID follows
// from what is undone: that is how a second attempt knows what the first one did.
// The request's key is left behind: each record is a transaction of its own, and
// undoing twice does nothing twice.
func (s *Service) acting(ctx context.Context, u *unit) (context.Context, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return ctx, err
	}
	who.Key, who.Run = actor.Key{}, undoOf(u.id)
	if who.Reason == "" {
		who.Reason = "Undo"
	}
	return actor.With(ctx, who), nil
}

// undoOf is the operation that undoes a change set or operation.
func undoOf(id uuid.UUID) uuid.UUID { return uuid.NewSHA1(id, []byte("undo")) }

// restore puts one record back, or says why it stays.
func (s *Service) restore(ctx context.Context, r *touched) (kept string, err error) {
	switch e := s.entities[r.Entity]; {
	case r.undone:
		return "", nil
	case e == nil || e.Restore == nil:
		return noWayBack, nil
	case r.later:
		return changedSince, nil
	case r.made && r.gone:
		return "", nil // it came and went
	case !r.made && (r.parts || !r.root):
		return partsStay, nil
	default:
		if err := authz.Allowed(ctx, e.Change); err != nil {
			return "", err
		}
		old, err := r.before()
		if err != nil || !r.made && len(old) == 0 {
			return "", err
		}
		return "", e.Restore(ctx, r.ID, old)
	}
}

// before folds the row's old values over all that was changed; nil when it was made.
func (r *touched) before() (map[string]any, error) {
	if r.made {
		return nil, nil
	}
	out, says := map[string]any{}, r.gone
	for _, raw := range r.images { // newest first, so that the oldest value stays
		image, err := values(raw)
		if err != nil {
			return nil, err
		}
		for name, v := range image {
			out[name] = old(v)
			says = says || !bookkeeping[name]
		}
	}
	if !says {
		return nil, nil // nothing but a version and a time
	}
	return out, nil
}

// load reads what a batch of records needs: their old values, and who changed them since.
func (s *Service) load(ctx context.Context, u *unit, batch []*touched) error {
	byRow := map[uuid.UUID]*touched{}
	var rows, made []uuid.UUID
	var firsts, madeFirsts []int64
	for _, r := range batch {
		for _, row := range r.rows {
			byRow[row.id] = r
			rows, firsts = append(rows, row.id), append(firsts, row.first)
		}
		if r.made {
			made, madeFirsts = append(made, r.ID), append(madeFirsts, r.first)
		}
	}
	type found struct {
		images []sqlcgen.ImagesOfRow
		later  []sqlcgen.LaterThanRow
	}
	f, err := read(ctx, s, func(q *sqlcgen.Queries) (f found, err error) {
		later, err := q.LaterThan(ctx, sqlcgen.LaterThanParams{Rows: rows, Firsts: firsts, Sets: u.family})
		if err != nil {
			return f, err
		}
		parts, err := q.LaterParts(ctx, sqlcgen.LaterPartsParams{Rows: made, Firsts: madeFirsts, Sets: u.family})
		if err != nil {
			return f, err
		}
		for _, p := range parts {
			later = append(later, sqlcgen.LaterThanRow(p))
		}
		f.later = later
		f.images, err = q.ImagesOf(ctx, sqlcgen.ImagesOfParams{Rows: rows, Sets: u.sets})
		return f, err
	})
	if err != nil {
		return fmt.Errorf("read what is undone: %w", err)
	}
	for _, l := range f.later {
		r := byRow[l.RowID]
		if r == nil {
			continue
		}
		byUs := l.OperationID != nil && u.undos[*l.OperationID]
		r.undone = r.undone || byUs && l.RowID == r.ID && !r.tried // what its neighbours' undo does to a refused record is not its own
		r.later = r.later || !byUs
	}
	for _, i := range f.images {
		if r := byRow[i.RowID]; r != nil && r.ID == i.RowID {
			r.images = append(r.images, i.Before)
		}
	}
	return nil
}
