package bulk

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/bulk/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

// Take does what a request asks for: at once for as many records as a person
// may wait for, else by a job. A preview changes nothing, and is kept, so that
// what is run is exactly what was shown, on the versions of that moment.
func (s *Service) Take(ctx context.Context, l *rest.BulkList, ask rest.BulkBody) (rest.BulkRun, error) {
	who, err := mine(ctx)
	if err != nil {
		return rest.BulkRun{}, err
	}
	if ask.Previewed != uuid.Nil {
		return s.started(ctx, l, who, ask)
	}
	act, shared, err := asked(l, ask)
	if err != nil {
		return rest.BulkRun{}, err
	}
	records, err := s.gather(ctx, l, act, ask)
	if err != nil {
		return rest.BulkRun{}, err
	}
	p := plan{id: kernel.NewUUID(), list: l, act: act, shared: shared, reason: ask.Reason, state: "running", records: records}
	if ask.Preview {
		p.state = "previewed"
		if p.id, err = s.keep(ctx, who, p); err != nil {
			return rest.BulkRun{}, err
		}
		return s.preview(ctx, p)
	}
	if p.id, err = s.keep(ctx, who, p); err != nil {
		return rest.BulkRun{}, err
	}
	return s.proceed(ctx, p.id)
}

// plan is a run before it begins.
type plan struct {
	id      uuid.UUID
	list    *rest.BulkList
	act     string
	shared  json.RawMessage
	reason  string
	state   string
	records []wanted
}

// asked is what is to be done, and the fields that all records get. Fields of
// the single change are read once for all: what it does not take, no record gets.
func asked(l *rest.BulkList, ask rest.BulkBody) (act string, shared json.RawMessage, err error) {
	if ask.Do == rest.BulkSet {
		return "", nil, rest.ErrBulkAct
	}
	if ask.Do != "" {
		var raw []byte
		if ask.Set != nil {
			if raw, err = json.Marshal(ask.Set); err != nil {
				return "", nil, err
			}
		}
		shared, err = l.Check(ask.Do, raw)
		return ask.Do, shared, err
	}
	if ask.Set == nil {
		for _, row := range ask.Rows {
			if row.Set == nil {
				return "", nil, rest.ErrBulkNothing
			}
		}
		if len(ask.Rows) > 0 {
			return rest.BulkSet, nil, nil
		}
		return "", nil, rest.ErrBulkNothing
	}
	raw, err := json.Marshal(ask.Set)
	if err != nil {
		return "", nil, err
	}
	shared, err = l.Check(rest.BulkSet, raw)
	return rest.BulkSet, shared, err
}

// keep stores a run with its records. A repeated request gets the run of the first.
func (s *Service) keep(ctx context.Context, who actor.Actor, p plan) (uuid.UUID, error) {
	now := s.o.Clock.Now()
	params := sqlcgen.KeepRecordsParams{RunID: p.id}
	for i, w := range p.records {
		params.Ns, params.Records, params.Versions = append(params.Ns, int32(i+1)), append(params.Records, w.id), append(params.Versions, w.version)
		params.Titles, params.Owns = append(params.Titles, w.title), append(params.Owns, string(w.own))
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (uuid.UUID, error) {
		err := query(tx).Keep(ctx, sqlcgen.KeepParams{ID: p.id, List: p.list.Name, Entity: p.list.Entity, Act: p.act, Shared: p.shared, Reason: p.reason,
			State: p.state, Total: int32(len(p.records)), ByUser: who.User.UUID, Now: now})
		if err == nil {
			err = query(tx).KeepRecords(ctx, params)
		}
		if err == nil && p.state == "running" && len(p.records) > atOnce {
			err = tx.Enqueue(ctx, RunRecords{p.id})
		}
		return p.id, err
	})
}

// started makes a run of a preview, once; a repeated request finds it.
func (s *Service) started(ctx context.Context, l *rest.BulkList, who actor.Actor, ask rest.BulkBody) (rest.BulkRun, error) {
	if len(ask.IDs) > 0 || len(ask.Rows) > 0 || ask.Matching != nil || ask.Set != nil || ask.Do != "" || ask.Preview {
		return rest.BulkRun{}, rest.ErrBulkWhich
	}
	since := s.o.Clock.Now().Add(-fresh)
	id, err := db.Write(ctx, s.db, func(tx *db.Tx) (uuid.UUID, error) {
		total, err := query(tx).Start(ctx, sqlcgen.StartParams{ID: ask.Previewed, List: l.Name, ByUser: who.User.UUID, Since: since, Reason: ask.Reason})
		switch {
		case db.NoRows(err):
			return uuid.Nil, rest.ErrBulkGone
		case err == nil && total > atOnce:
			err = tx.Enqueue(ctx, RunRecords{ask.Previewed})
		}
		return ask.Previewed, err
	})
	if err != nil {
		return rest.BulkRun{}, err
	}
	return s.proceed(ctx, id)
}

// proceed works on a run that a person waits for, and tells how far it is.
func (s *Service) proceed(ctx context.Context, id uuid.UUID) (rest.BulkRun, error) {
	r, err := s.row(ctx, id)
	if err != nil {
		return rest.BulkRun{}, err
	}
	if r.State == "running" && r.Total <= atOnce {
		if err := s.work(ctx, r, person{s}); err != nil {
			return rest.BulkRun{}, err
		}
	}
	return s.Run(ctx, id)
}
