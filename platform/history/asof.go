package history

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/history/sqlcgen"
)

// AsOf is a row as it was known at an instant, with every column that history
// keeps. It fails with fault.ErrNotFound when there was no such row then. It
// asks for no right: a module calls it for records of its own, under its own.
func (s *Service) AsOf(ctx context.Context, table string, id uuid.UUID, at time.Time) (map[string]any, error) {
	rows, err := read(ctx, s, func(q *sqlcgen.Queries) ([]sqlcgen.ImagesRow, error) {
		return q.Images(ctx, sqlcgen.ImagesParams{RowID: id, TableName: table, Until: at})
	})
	if err != nil {
		return nil, fmt.Errorf("read %s %s as of %s: %w", table, id, at, err)
	}
	var row map[string]any
	for _, r := range rows {
		if r.Op == "delete" {
			row = nil
			continue
		}
		image, err := values(r.After)
		if err != nil {
			return nil, err
		}
		if row == nil {
			row = make(map[string]any, len(image))
		}
		for name, v := range image {
			row[name] = old(v)
		}
	}
	if row == nil {
		return nil, fault.ErrNotFound
	}
	return row, nil
}

// Record is a record as it was at an instant, without what the reader may not see.
type Record struct {
	Entity string         `json:"entity"`
	ID     uuid.UUID      `json:"id"`
	AsOf   time.Time      `json:"as_of"`
	Values map[string]any `json:"values"`
}

// RecordAsOf is AsOf for a reader: under the right and the scope of the record as it is now.
func (s *Service) RecordAsOf(ctx context.Context, entity string, id uuid.UUID, at time.Time) (Record, error) {
	e := s.entities[entity]
	if e == nil {
		return Record{}, ErrNoEntity
	}
	see, err := e.sees(ctx)
	if err != nil {
		return Record{}, err
	}
	if err := e.Visible(ctx, id); err != nil {
		return Record{}, err
	}
	row, err := s.AsOf(ctx, entity, id, at)
	if err != nil {
		return Record{}, err
	}
	out := Record{entity, id, at.UTC(), map[string]any{}}
	for name, v := range row {
		if n, ok := v.(json.Number); ok {
			v = n.String() // amounts are texts on the wire
		}
		if see.shows(entity, name) {
			out.Values[name] = v
		}
	}
	return out, nil
}
