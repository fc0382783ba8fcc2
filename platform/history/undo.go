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
	"longhouse/platform/kernel"
)

// Undone is what an undo did, and what it had to leave.
type Undone struct {
	Reversed int    `json:"reversed" doc:"Records that are as they were before, with those that an earlier attempt put back"`
	Kept     []Left `json:"kept" doc:"Records that stay as they are, and why"`
	Failed   []Left `json:"failed" doc:"Records that went wrong on our side; undo again to try them again"`
	// Conflicts are listed up to 200.
	Conflicts []Conflict `json:"conflicts" doc:"Values that somebody changed since: they stay, and the rest of their record was put back"`
	Run       *uuid.UUID `json:"run,omitempty" doc:"It is about so many records that a job does it: GET /history/undo/{id} tells how far it is"`
}

// Left is a record that an undo did not put back.
type Left struct {
	Entity string    `json:"entity"`
	ID     uuid.UUID `json:"id"`
	Title  string    `json:"title,omitempty" doc:"Its name, if you may see it"`
	Reason string    `json:"reason"`
	Code   string    `json:"code" doc:"The same for programs" example:"history.changed_since"`
}

// Conflict is a value of a record that stays, as somebody changed it since; the
// rest of the record was put back.
type Conflict struct {
	Entity string    `json:"entity"`
	ID     uuid.UUID `json:"id"`
	Title  string    `json:"title,omitempty" doc:"Its name, if you may see it"`
	Part   string    `json:"part,omitempty" doc:"The table of the part that it is a value of" example:"crm.order_line"`
	Field  string    `json:"field,omitempty" doc:"Missing when you may not see it"`
	Before any       `json:"before,omitempty"`
	After  any       `json:"after,omitempty" doc:"What the change left"`
	Now    any       `json:"now,omitempty" doc:"What it is since somebody changed it"`
}

// What keeps a record as it is.
const (
	changedSince = "It was changed since."
	deletedSince = "It was deleted since."
	noWayBack    = "This kind of record cannot be undone."
	partsStay    = "Lines or details of it were changed too, and these cannot be undone. Change it by hand."
	ourFault     = "Something went wrong on our side. Try again."
)

// codes are what programs read of the same.
var codes = map[string]string{changedSince: "history.changed_since", deletedSince: "history.deleted_since", noWayBack: "history.no_way_back",
	partsStay: "history.parts_stay", ourFault: "history.our_fault"}

const (
	undoBatch = 200   // records whose old values are read at once
	atOnce    = 1_000 // records that a person may wait for
	mostTries = 5     // of a record that others keep changing
)

// Undo takes back all that a change set, or an operation of many, changed. The
// newest change goes first, and what its module refuses is tried again while
// others go, since they may have used it. Each record gets its old values through its
// module's Restore, under the caller's rights and in a change set of its own;
// a value that was changed since stays and is listed, and a record that its module refuses is kept whole.
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
	if err == nil {
		err = u.only(&record)
	}
	if err != nil {
		return Undone{}, err
	}
	return s.undo(ctx, u, nil)
}

// only leaves one record of the unit; nil leaves all.
func (u *unit) only(record *kernel.Record) error {
	if record == nil {
		return nil
	}
	for _, r := range u.records {
		if r.Record == *record {
			u.records = []*touched{r}
			return nil
		}
	}
	return fault.ErrNotFound
}

// undo goes over the records until a round puts nothing more back: a file may
// have brought a child before the parent that it names, and then the older goes first.
func (s *Service) undo(ctx context.Context, u *unit, progress func(done, total int)) (Undone, error) {
	out := Undone{Kept: []Left{}, Failed: []Left{}, Conflicts: []Conflict{}}
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
	s.nameLeft(ctx, &out)
	return out, nil
}

// round tries each of the records once. Again are those that another round may put back.
func (s *Service) round(ctx context.Context, u *unit, records []*touched, out *Undone, heard func()) (refused []Left, again []*touched, err error) {
	out.Failed = []Left{}
	for batch := range slices.Chunk(records, undoBatch) {
		for len(batch) > 0 {
			cures, err := s.cures(ctx, u, batch)
			if err != nil {
				return nil, nil, err
			}
			var unseen []*touched
			for i, r := range batch {
				left, err := s.restore(ctx, r, cures[i])
				switch f := fault.As(err); {
				case err == nil && left == nil:
					out.Reversed++
					out.clash(s, ctx, r, cures[i])
				case err == nil:
					out.Kept = append(out.Kept, *left)
					out.clash(s, ctx, r, cures[i])
				case ctx.Err() != nil || f != nil && f.Kind == fault.Unavailable:
					return nil, nil, fmt.Errorf("undo %s of %s: %w", r.Entity, r.ID, err)
				case f != nil && f.Kind == fault.Stale && r.tries < mostTries:
					r.tries++
					unseen = append(unseen, r)
					continue // somebody was faster: look again
				case f != nil && f.Kind != fault.Internal:
					refused, again = append(refused, leftFor(r, sentence(f), f.Code)), append(again, r)
				default:
					slog.ErrorContext(ctx, "undo failed", "entity", r.Entity, "id", r.ID, "of", u.id, "error", err)
					out.Failed, again = append(out.Failed, leftFor(r, ourFault, codes[ourFault])), append(again, r)
				}
				heard()
			}
			batch = unseen
		}
	}
	return refused, again, nil
}

func leftFor(r *touched, reason, code string) Left {
	return Left{Entity: r.Entity, ID: r.ID, Reason: reason, Code: code}
}

// clash lists the values of a record that stay, as far as the caller may see them.
func (out *Undone) clash(s *Service, ctx context.Context, r *touched, c cure) {
	e := s.entities[r.Entity]
	if e == nil || len(c.clashes) == 0 || len(out.Conflicts) >= undoBatch {
		return
	}
	see, err := e.sees(ctx)
	hidden := false
	for _, x := range c.clashes {
		if err != nil || !see.shows(x.table, x.column) {
			hidden = true
			continue
		}
		one := Conflict{Entity: r.Entity, ID: r.ID, Field: x.column, Before: shown(x.before), After: shown(x.after), Now: shown(x.now)}
		if x.table != e.Name {
			one.Part = x.table
		}
		out.Conflicts = append(out.Conflicts, one)
	}
	if hidden {
		out.Conflicts = append(out.Conflicts, Conflict{Entity: r.Entity, ID: r.ID})
	}
}

// nameLeft gives the first records that stay their titles. The undo is done by
// then, so that a module that cannot name them costs the names only.
func (s *Service) nameLeft(ctx context.Context, out *Undone) {
	var records []kernel.Record
	for _, list := range [][]Left{out.Kept, out.Failed} {
		for _, l := range list[:min(len(list), undoBatch)] {
			records = append(records, kernel.Record{Entity: l.Entity, ID: l.ID})
		}
	}
	for _, c := range out.Conflicts {
		records = append(records, kernel.Record{Entity: c.Entity, ID: c.ID})
	}
	titles, err := s.Titles(ctx, records)
	if err != nil {
		slog.WarnContext(ctx, "name what an undo left", "error", err)
	}
	for _, list := range [][]Left{out.Kept, out.Failed} {
		for i, l := range list {
			list[i].Title = titles[kernel.Record{Entity: l.Entity, ID: l.ID}]
		}
	}
	for i, c := range out.Conflicts {
		out.Conflicts[i].Title = titles[kernel.Record{Entity: c.Entity, ID: c.ID}]
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
func (s *Service) restore(ctx context.Context, r *touched, c cure) (*Left, error) {
	if c.kept != "" {
		code := codes[c.kept]
		if code == "" {
			code = codes[noWayBack]
		}
		left := leftFor(r, c.kept, code)
		return &left, nil
	}
	if c.past == nil {
		return nil, nil //nolint:nilnil // nothing is left to do, and nothing stays
	}
	e := s.entities[r.Entity]
	if err := authz.Allowed(ctx, e.Change); err != nil {
		return nil, err
	}
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	held := c.held
	held.Dry = who.Undo != nil && who.Undo.Dry
	who.Undo = &held
	return nil, e.Restore(actor.With(ctx, who), r.ID, *c.past)
}
