package history

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/fault"
	"longhouse/platform/history/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Own is a change of one's own, or a run of many.
type Own struct {
	ChangeSetID uuid.UUID  `json:"change_set_id"`
	OperationID *uuid.UUID `json:"operation_id,omitempty" doc:"The run of many that it belongs to: undo that"`
	At          time.Time  `json:"at"`
	Reason      string     `json:"reason,omitempty"`
	Op          string     `json:"op" enum:"created,updated,deleted"`
	Entity      string     `json:"entity" doc:"The kind of the first record" example:"crm.deal"`
	EntityID    uuid.UUID  `json:"entity_id"`
	Title       string     `json:"title,omitempty" doc:"Its name, if you may see it"`
	Records     int        `json:"records" doc:"Records that it touched, counted up to 20"`
	Undoable    bool       `json:"undoable" doc:"Whether you may try to undo it"`
}

// Own lists what the caller changed within the time in which they may undo it
// by themselves, newest first. A run of many is listed where its newest change is.
func (s *Service) Own(ctx context.Context, limit int, after string) (page.Page[Own], error) {
	out := page.Page[Own]{Items: []Own{}}
	who, err := actor.From(ctx)
	if err != nil {
		return out, err
	}
	now := s.clock.Now()
	before, below, err := momentOf(after, now.Add(time.Minute))
	if err != nil {
		return out, err
	}
	type found struct {
		sets    []sqlcgen.OwnSetsRow
		records []sqlcgen.RecordsOfSetsRow
	}
	f, err := read(ctx, s, func(q *sqlcgen.Queries) (f found, err error) {
		f.sets, err = q.OwnSets(ctx, sqlcgen.OwnSetsParams{Actor: who.Subject(), Since: now.Add(-s.within), Before: before, Below: below, Max: int32(limit) + 1})
		if err != nil {
			return f, err
		}
		if len(f.sets) > limit {
			last := f.sets[limit-1]
			f.sets, out.Next = f.sets[:limit], base64.RawURLEncoding.EncodeToString([]byte(last.At.UTC().Format(time.RFC3339Nano)+" "+last.ID.String()))
		}
		ids := make([]uuid.UUID, len(f.sets))
		for i, set := range f.sets {
			ids[i] = set.ID
		}
		f.records, err = q.RecordsOfSets(ctx, ids)
		return f, err
	})
	if err != nil {
		return out, fmt.Errorf("read own changes: %w", err)
	}
	tables, records := map[uuid.UUID][]string{}, map[uuid.UUID][]kernel.Record{}
	first := map[uuid.UUID]string{}
	for _, r := range f.records {
		record := s.recordOf(sqlcgen.RowsOfRow{TableName: r.TableName, RowID: r.RowID, OwnerID: r.OwnerID}, nil)
		if s.entities[record.Entity] == nil {
			continue
		}
		tables[r.ChangeSetID] = append(tables[r.ChangeSetID], r.TableName)
		if had := records[r.ChangeSetID]; len(had) == 0 || had[len(had)-1] != record {
			records[r.ChangeSetID] = append(had, record)
		}
		if first[r.ChangeSetID] == "" {
			first[r.ChangeSetID] = ops[r.Op]
			if r.TableName != record.Entity {
				first[r.ChangeSetID] = "updated"
			}
		}
	}
	var ask []kernel.Record
	runs := map[uuid.UUID]bool{}
	for _, set := range f.sets {
		touched := records[set.ID]
		if len(touched) == 0 || set.OperationID != nil && runs[*set.OperationID] {
			continue
		}
		if set.OperationID != nil {
			runs[*set.OperationID] = true
		}
		one := Own{ChangeSetID: set.ID, OperationID: set.OperationID, At: set.At, Op: first[set.ID], Entity: touched[0].Entity, EntityID: touched[0].ID,
			Records: len(touched), Undoable: s.Offers(ctx, tables[set.ID])}
		if set.Reason != nil {
			one.Reason = *set.Reason
		}
		out.Items, ask = append(out.Items, one), append(ask, touched[0])
	}
	titles, err := s.Titles(ctx, ask)
	for i, one := range out.Items {
		out.Items[i].Title = titles[kernel.Record{Entity: one.Entity, ID: one.EntityID}]
	}
	return out, err
}

func momentOf(after string, now time.Time) (time.Time, uuid.UUID, error) {
	if after == "" {
		return now, uuid.Max, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(after)
	if err == nil {
		if when, which, ok := strings.Cut(string(text), " "); ok {
			at, err := time.Parse(time.RFC3339Nano, when)
			id, wrong := uuid.Parse(which)
			if err == nil && wrong == nil {
				return at, id, nil
			}
		}
	}
	return now, uuid.Nil, fault.ErrCursor.At("/after")
}
