package bulk

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

// preview says what would become of the records of a plan. The first are really
// tried, and their transactions taken back; the others are judged by the rules
// of fields and rights.
func (s *Service) preview(ctx context.Context, p plan) (rest.BulkRun, error) {
	out := rest.BulkRun{ID: p.id, Entity: p.list.Entity, Act: p.act, State: p.state, Total: len(p.records), CreatedAt: s.o.Clock.Now(),
		Reasons: []rest.BulkReason{}, Refused: []rest.BulkRefusal{}, Undoable: p.list.Undoable(ctx, p.act)}
	dry, err := trying(ctx)
	if err != nil {
		return out, err
	}
	out.Tried = min(len(p.records), atOnce)
	for _, w := range p.records[:out.Tried] {
		same, err := false, w.bad
		if err == nil {
			set := w.own
			if set == nil {
				set = p.shared
			}
			same, err = p.list.Do(dry, p.act, w.id, w.version, set)
		}
		if err := note(&out, w, same, err); err != nil {
			return out, err
		}
	}
	rules, err := s.judged(ctx, p, p.records[out.Tried:])
	if err != nil {
		return out, err
	}
	for i, w := range p.records[out.Tried:] {
		if err := note(&out, w, false, rules[i]); err != nil {
			return out, err
		}
	}
	slices.SortStableFunc(out.Reasons, func(a, b rest.BulkReason) int { return b.Count - a.Count })
	return out, nil
}

// note counts one record of a preview. What is no refusal of the record ends the preview.
func note(out *rest.BulkRun, w wanted, same bool, err error) error {
	switch {
	case err == nil && same:
		out.Unchanged++
		return nil
	case err == nil:
		out.WouldChange++
		return nil
	}
	why, ok := refusal(err)
	if !ok {
		return err
	}
	out.Refusals++
	if len(out.Refused) < shown {
		out.Refused = append(out.Refused, rest.BulkRefusal{ID: w.id, Title: w.title, Code: why.Code, Detail: why.Detail, Field: why.Field})
	}
	for i, r := range out.Reasons {
		if r.Code == why.Code && r.Detail == why.Detail && r.Field == why.Field {
			out.Reasons[i].Count++
			return nil
		}
	}
	why.Count = 1
	out.Reasons = append(out.Reasons, why)
	return nil
}

// trying makes db.Write roll back what is only tried.
func trying(ctx context.Context) (context.Context, error) {
	who, err := actor.From(ctx)
	who.Undo, who.Trace, who.Key = &actor.Undo{Dry: true}, nil, actor.Key{}
	return actor.With(ctx, who), err
}

// judged says why records would be refused as far as rules tell: fields that
// cannot be read, and rights that do not reach a record. nil: no rule is against it.
func (s *Service) judged(ctx context.Context, p plan, records []wanted) ([]error, error) {
	out := make([]error, len(records))
	rights := map[kernel.Permission][]int{}
	for i, w := range records {
		switch {
		case w.bad != nil:
			out[i] = w.bad
			continue
		case w.version == 0:
			out[i] = fault.ErrNotFound
			continue
		}
		set := w.own
		if set == nil {
			set = p.shared
		}
		for _, right := range p.list.Needs(p.act, set) {
			rights[right] = append(rights[right], i)
		}
	}
	for right, of := range rights {
		through := p.list.Through(ctx, right)
		for some := range slices.Chunk(of, atOnce) {
			ids := make([]uuid.UUID, len(some))
			for n, i := range some {
				ids[n] = records[i].id
			}
			within, err := p.list.Among(through, ids)
			if err != nil && !errors.Is(err, fault.ErrForbidden) {
				return nil, err
			}
			reached := map[uuid.UUID]bool{}
			for _, r := range within {
				reached[r.ID] = true
			}
			for _, i := range some {
				if !reached[records[i].id] && out[i] == nil {
					out[i] = fault.ErrForbidden.Say("You may read this, but your right " + string(right) + " does not reach it.")
				}
			}
		}
	}
	return out, nil
}
