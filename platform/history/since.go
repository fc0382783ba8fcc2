package history

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/history/sqlcgen"
)

// atMost is how many changes Since answers: who is told of more opens the timeline.
const atMost = 100

// Since is what happened to a record and its parts since an instant, as far as
// the caller may see it, newest first, at most 100 changes. What only readers
// of a class learn of is left out for everybody: a message would carry it
// outside, and nobody has opened the record.
func (s *Service) Since(ctx context.Context, entity string, id uuid.UUID, since time.Time) ([]Item, error) {
	e := s.entities[entity]
	if e == nil {
		return nil, ErrNoEntity
	}
	see, err := e.sees(ctx)
	if err != nil {
		return nil, err
	}
	if err := e.Visible(ctx, id); err != nil {
		return nil, err
	}
	rows, err := read(ctx, s, func(q *sqlcgen.Queries) ([]sqlcgen.TimelineRow, error) {
		below, err := position("")
		if err != nil {
			return nil, err
		}
		return q.Timeline(ctx, sqlcgen.TimelineParams{Record: id, Below: below, Max: atMost})
	})
	if err != nil {
		return nil, fmt.Errorf("read changes of %s %s: %w", entity, id, err)
	}
	var out []Item
	var subjects []string
	for _, r := range rows {
		_, sealed := e.Sealed[r.TableName]
		if r.At.Before(since) || sealed || r.TableName != e.Name && e.Parts[r.TableName] == "" || slices.Contains(e.Quiet, r.TableName) {
			continue
		}
		item, err := see.item(sqlcgen.ChangesOfRow(r))
		if err != nil {
			return nil, err
		}
		if item.Op == "updated" && len(item.Fields) == 0 {
			continue
		}
		out, subjects = append(out, item), append(subjects, r.Actor)
	}
	who, err := s.actors(ctx, subjects)
	for i, subject := range subjects {
		out[i].Actor = who[subject]
	}
	return out, err
}
