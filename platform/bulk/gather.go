package bulk

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/rest"
)

// wanted is a record of a run, as whoever asked has seen it.
type wanted struct {
	id      uuid.UUID
	version int64
	title   string
	own     json.RawMessage // what it alone gets; nil: what all get
	bad     error           // why that cannot even be read
}

// gather finds the records that a request is about. Those that the caller
// cannot see stay among them without a version, so that each gets its answer.
func (s *Service) gather(ctx context.Context, l *rest.BulkList, act string, ask rest.BulkBody) ([]wanted, error) {
	given := 0
	for _, is := range []bool{len(ask.IDs) > 0, len(ask.Rows) > 0, ask.Matching != nil} {
		if is {
			given++
		}
	}
	if given != 1 {
		return nil, rest.ErrBulkWhich
	}
	switch {
	case ask.Matching != nil:
		return s.matching(ctx, l, ask)
	case len(ask.Rows) > 0:
		return s.rows(ctx, l, act, ask)
	}
	out := make([]wanted, 0, len(ask.IDs))
	seen := map[uuid.UUID]bool{}
	for _, id := range ask.IDs {
		if !seen[id] {
			seen[id] = true
			out = append(out, wanted{id: id})
		}
	}
	return out, s.look(ctx, l, out)
}

func (s *Service) matching(ctx context.Context, l *rest.BulkList, ask rest.BulkBody) ([]wanted, error) {
	var out []wanted
	seen := map[uuid.UUID]bool{}
	for after := ""; ; {
		records, next, err := l.Matching(ctx, ask.Matching, after)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			if !seen[r.ID] { // a record that moved between two pages comes once
				seen[r.ID] = true
				out = append(out, wanted{id: r.ID, version: r.Version, title: r.Title})
			}
		}
		if len(out) > most {
			return nil, rest.ErrBulkMany
		}
		if after = next; next == "" {
			break
		}
	}
	if ask.Expected != nil && !ask.Preview && *ask.Expected != len(out) {
		return nil, rest.ErrBulkExpected.With(map[string]any{"expected": *ask.Expected, "matching": len(out)})
	}
	return out, nil
}

func (s *Service) rows(ctx context.Context, l *rest.BulkList, act string, ask rest.BulkBody) ([]wanted, error) {
	out := make([]wanted, len(ask.Rows))
	seen := map[uuid.UUID]bool{}
	for i, row := range ask.Rows {
		if seen[row.ID] {
			return nil, fault.ErrInvalid.Field("/rows", "duplicate", "A record stands twice among the rows.")
		}
		seen[row.ID] = true
		out[i] = wanted{id: row.ID, version: row.Version}
		if row.Set == nil {
			continue
		}
		all := maps.Clone(ask.Set)
		if all == nil {
			all = map[string]any{}
		}
		maps.Copy(all, row.Set)
		raw, err := json.Marshal(all)
		if err != nil {
			return nil, err
		}
		if out[i].own, out[i].bad = l.Check(act, raw); out[i].bad != nil {
			out[i].own = raw // it is refused again when it is run
		}
	}
	return out, s.look(ctx, l, out)
}

// look reads versions and titles of records that are named by ID.
func (s *Service) look(ctx context.Context, l *rest.BulkList, records []wanted) error {
	for some := range slices.Chunk(records, atOnce) {
		ids := make([]uuid.UUID, len(some))
		for i, w := range some {
			ids[i] = w.id
		}
		found, err := l.Among(ctx, ids)
		if err != nil {
			return err
		}
		by := map[uuid.UUID]rest.BulkRecord{}
		for _, r := range found {
			by[r.ID] = r
		}
		for i, w := range some {
			r := by[w.id]
			some[i].title = r.Title
			if w.version == 0 {
				some[i].version = r.Version
			}
		}
	}
	return nil
}
