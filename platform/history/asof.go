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
// keeps. It fails with fault.ErrNotFound when there was no such row then, and with
// ErrNotKept when that cannot be told any more. It asks for no right: a module
// calls it for records of its own, under its own.
func (s *Service) AsOf(ctx context.Context, table string, id uuid.UUID, at time.Time) (map[string]any, error) {
	type kept struct {
		since *time.Time
		bases []sqlcgen.BaseOfRow
		rows  []sqlcgen.ImagesRow
	}
	k, err := read(ctx, s, func(q *sqlcgen.Queries) (k kept, err error) { // changes first: what a cut takes meanwhile is in the base
		if k.rows, err = q.Images(ctx, sqlcgen.ImagesParams{RowID: id, TableName: table, Until: at}); err != nil {
			return k, err
		}
		if k.bases, err = q.BaseOf(ctx, sqlcgen.BaseOfParams{RowID: id, TableName: table}); err != nil {
			return k, err
		}
		k.since, err = keptSince(ctx, q)
		return k, err
	})
	if err != nil {
		return nil, fmt.Errorf("read %s %s as of %s: %w", table, id, at, err)
	}
	var row map[string]any
	switch known := len(k.bases) > 0; {
	case known && !at.Before(k.bases[0].At):
		if row, err = laid(nil, k.bases[0].Image); err != nil {
			return nil, err
		}
	case known:
		return nil, notKept(k.bases[0].At)
	case k.since != nil && at.Before(*k.since):
		return nil, notKept(*k.since)
	}
	for _, r := range k.rows {
		if r.Op == "delete" {
			row = nil
			continue
		}
		if row, err = laid(row, r.After); err != nil {
			return nil, err
		}
	}
	if row == nil {
		return nil, fault.ErrNotFound
	}
	return row, nil
}

// laid is a row with an image laid over what it was; nil: it was not there.
func laid(row map[string]any, image []byte) (map[string]any, error) {
	after, err := values(image)
	if err != nil {
		return nil, err
	}
	if row == nil {
		row = make(map[string]any, len(after))
	}
	for name, v := range after {
		row[name] = old(v)
	}
	return row, nil
}

// keptSince is since when the organisation's history is kept; nil: nothing of it was cut off.
func keptSince(ctx context.Context, q *sqlcgen.Queries) (*time.Time, error) {
	rows, err := q.KeptSince(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

func notKept(since time.Time) error {
	return ErrNotKept.Say("The history of this is kept since " + since.UTC().Format("2 January 2006, 15:04:05 MST") + ". Ask for a later instant.").
		With(map[string]any{"kept_since": since.UTC().Format(time.RFC3339Nano)})
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
	for name, value := range apart(row) {
		if n, ok := value.(json.Number); ok {
			value = n.String()
		}
		if v.shows(table, name) {
			out[name] = value
		}
	}
	return out
}

// place is where a row stands.
type place struct {
	table string
	id    uuid.UUID
}

// folded are the images of a record's parts, in the order in which they came to be.
type folded struct {
	images map[place]map[string]any
	order  []place
}

func (f *folded) lay(p place, image []byte) error {
	if f.images[p] == nil {
		f.order = append(f.order, p)
	}
	row, err := laid(f.images[p], image)
	f.images[p] = row
	return err
}

// drop is for a part that was deleted: made again, it stands where its new life began.
func (f *folded) drop(p place) {
	delete(f.images, p)
	f.order = slices.DeleteFunc(f.order, func(o place) bool { return o == p })
}

// partsAsOf folds the changes of a record's parts up to an instant, over what they
// were when older ones were cut off. Of what was deleted before that nothing is
// known, so an earlier instant cannot be answered.
func (s *Service) partsAsOf(ctx context.Context, see sight, id uuid.UUID, at time.Time) (parts []Part, more, sealed bool, err error) {
	parts = []Part{}
	if len(see.entity.Parts) == 0 {
		return parts, false, false, nil
	}
	type kept struct {
		since *time.Time
		bases []sqlcgen.PartBasesRow
		rows  []sqlcgen.PartImagesRow
	}
	k, err := read(ctx, s, func(q *sqlcgen.Queries) (k kept, err error) {
		if k.rows, err = q.PartImages(ctx, sqlcgen.PartImagesParams{OwnerID: &id, Until: at, Max: mostParts + 1}); err != nil {
			return k, err
		}
		if k.bases, err = q.PartBases(ctx, sqlcgen.PartBasesParams{OwnerID: &id, Max: mostParts + 1}); err != nil {
			return k, err
		}
		k.since, err = keptSince(ctx, q)
		return k, err
	})
	if err != nil {
		return nil, false, false, fmt.Errorf("read parts of %s as of %s: %w", id, at, err)
	}
	if k.since != nil && at.Before(*k.since) {
		return nil, false, false, notKept(*k.since)
	}
	more = len(k.bases) > mostParts || len(k.rows) > mostParts
	k.bases, k.rows = k.bases[:min(len(k.bases), mostParts)], k.rows[:min(len(k.rows), mostParts)]
	shown := func(table string) bool {
		return see.entity.Parts[table] != "" && !slices.Contains(see.entity.Quiet, table) && see.opens(table)
	}
	f := folded{images: map[place]map[string]any{}}
	for _, b := range k.bases {
		if shown(b.TableName) {
			if err := f.lay(place{b.TableName, b.RowID}, b.Image); err != nil {
				return nil, false, false, err
			}
		}
	}
	for _, r := range k.rows {
		p := place{r.TableName, r.RowID}
		switch {
		case !shown(p.table):
		case r.Op == "delete":
			f.drop(p)
		default:
			if err := f.lay(p, r.After); err != nil {
				return nil, false, false, err
			}
		}
	}
	for _, p := range f.order {
		_, closed := see.entity.Sealed[p.table]
		sealed = sealed || closed
		parts = append(parts, Part{p.table, p.id, see.values(p.table, f.images[p])})
	}
	return parts, more, sealed, nil
}
