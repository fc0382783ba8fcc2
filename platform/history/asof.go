package history

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
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
	Parts  []Part         `json:"parts" doc:"Its lines and other parts, as they were"`
	More   bool           `json:"more,omitempty" doc:"There were more changes of parts than are read at once: the parts are not all"`
}

// Part is a part of a record as it was: a line of an order.
type Part struct {
	Table  string         `json:"table" example:"crm.order_line"`
	ID     uuid.UUID      `json:"id"`
	Values map[string]any `json:"values"`
}

// mostParts is how many changes of parts are read for one record.
const mostParts = 5_000

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
	out := Record{Entity: entity, ID: id, AsOf: at.UTC(), Values: see.values(entity, row)}
	var sealed bool
	out.Parts, out.More, sealed, err = s.partsAsOf(ctx, see, id, at)
	if err == nil && sealed {
		err = s.noteSealed(ctx, e, id)
	}
	return out, err
}

// values are those of a row that the reader may see; amounts are texts, as everywhere on the wire.
func (v sight) values(table string, row map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range row {
		if n, ok := value.(json.Number); ok {
			value = n.String()
		}
		if v.shows(table, name) {
			out[name] = value
		}
	}
	return out
}

// partsAsOf folds the changes of a record's parts up to an instant, in the order in which they came to be.
func (s *Service) partsAsOf(ctx context.Context, see sight, id uuid.UUID, at time.Time) (parts []Part, more, sealed bool, err error) {
	rows, err := read(ctx, s, func(q *sqlcgen.Queries) ([]sqlcgen.PartImagesRow, error) {
		return q.PartImages(ctx, sqlcgen.PartImagesParams{OwnerID: &id, Until: at, Max: mostParts + 1})
	})
	if err != nil {
		return nil, false, false, fmt.Errorf("read parts of %s as of %s: %w", id, at, err)
	}
	if more = len(rows) > mostParts; more {
		rows = rows[:mostParts]
	}
	type place struct {
		table string
		id    uuid.UUID
	}
	images, order := map[place]map[string]any{}, []place{}
	for _, r := range rows {
		p := place{r.TableName, r.RowID}
		if see.entity.Parts[p.table] == "" || slices.Contains(see.entity.Quiet, p.table) || !see.opens(p.table) {
			continue
		}
		if r.Op == "delete" {
			delete(images, p)
			continue
		}
		after, err := values(r.After)
		if err != nil {
			return nil, false, false, err
		}
		if images[p] == nil {
			images[p] = map[string]any{}
			order = append(order, p)
		}
		for name, v := range after {
			images[p][name] = old(v)
		}
	}
	parts = []Part{}
	for _, p := range order {
		if images[p] == nil {
			continue
		}
		_, closed := see.entity.Sealed[p.table]
		sealed = sealed || closed
		parts = append(parts, Part{p.table, p.id, see.values(p.table, images[p])})
		delete(images, p) // one that was deleted and made again stands once
	}
	return parts, more, sealed, nil
}
