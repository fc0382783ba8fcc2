package history

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Preview is what an undo would do.
type Preview struct {
	Records   int        `json:"records" doc:"Records that it is about"`
	Reverse   int        `json:"reverse" doc:"Records that would be as they were before"`
	Kept      []Left     `json:"kept" doc:"Records that would stay as they are, and why; the first 200"`
	KeptCount int        `json:"kept_count"`
	Conflicts []Conflict `json:"conflicts" doc:"Values that would stay, as somebody changed them since"`
	Tried     bool       `json:"tried" doc:"Whether each module was asked; of more than 200 records only the history is"`
	Long      bool       `json:"long" doc:"A job would do it"`
}

// Preview says what an undo of a change set or operation, or of what it did to
// one record, would do. It lets the modules try and takes the trial back, so a
// refusal is the one that the undo would meet.
func (s *Service) Preview(ctx context.Context, id uuid.UUID, record *kernel.Record) (Preview, error) {
	u, err := s.plan(ctx, id)
	if err == nil {
		err = u.only(record)
	}
	if err != nil {
		return Preview{}, err
	}
	if ctx, err = s.trying(ctx, u); err != nil {
		return Preview{}, err
	}
	would := Undone{Kept: []Left{}, Failed: []Left{}, Conflicts: []Conflict{}}
	p := Preview{Records: len(u.records), Tried: len(u.records) <= undoBatch, Long: len(u.records) > atOnce}
	for batch := range slices.Chunk(u.records, undoBatch) {
		cures, err := s.cures(ctx, u, batch)
		if err != nil {
			return Preview{}, err
		}
		for i, r := range batch {
			if cures[i].kept == "" && !p.Tried {
				continue
			}
			left, err := s.try(ctx, u, r, cures[i])
			if err != nil {
				return Preview{}, err
			}
			if would.clash(s, ctx, r, cures[i]); left == nil {
				continue
			}
			if p.KeptCount++; len(would.Kept) < undoBatch {
				would.Kept = append(would.Kept, *left)
			}
		}
	}
	s.nameLeft(ctx, &would)
	p.Reverse, p.Kept, p.Conflicts = p.Records-p.KeptCount, would.Kept, would.Conflicts
	return p, nil
}

// trying makes db.Write roll back what is only tried.
func (s *Service) trying(ctx context.Context, u *unit) (context.Context, error) {
	ctx, err := s.acting(ctx, u)
	if err != nil {
		return ctx, err
	}
	who, err := actor.From(ctx)
	who.Undo, who.Trace = &actor.Undo{Dry: true}, nil
	return actor.With(ctx, who), err
}

// try says why a record would stay. What is made may be refused only because
// another record of the unit uses it, which goes first: that is not held against it.
func (s *Service) try(ctx context.Context, u *unit, r *touched, c cure) (*Left, error) {
	left, err := s.restore(ctx, r, c)
	f := fault.As(err)
	switch {
	case err == nil:
		return left, nil
	case ctx.Err() != nil || f == nil || f.Kind == fault.Internal || f.Kind == fault.Unavailable:
		return nil, err
	case r.made && len(u.records) > 1 && (f.Kind == fault.Conflict || errors.Is(f, fault.ErrStale)):
		return nil, nil //nolint:nilnil // it may go once the others have gone
	}
	refused := leftFor(r, sentence(f), f.Code)
	return &refused, nil
}

// Offers says whether the caller may try to take back a change of these tables.
func (s *Service) Offers(ctx context.Context, tables []string) bool {
	may, err := s.mayUndo(ctx)
	if err != nil {
		return false
	}
	for _, table := range tables {
		if e := s.entities[table]; e != nil {
			if e.Restore == nil || !may.change(e) {
				return false
			}
			continue
		}
		follows := false
		for _, e := range s.owners[table] {
			if e.Restore != nil && may.change(e) && (slices.Contains(e.Follows, table) || slices.Contains(e.Quiet, table)) {
				follows = true
			}
		}
		if !follows {
			return false
		}
	}
	return len(tables) > 0
}
