package jobs

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/jobs/sqlcgen"
)

// Work is one piece of background work, open or ended, with all that helps to
// decide about it.
type Work struct {
	Delivery
	Version     int16           `json:"version" doc:"Of the payload"`
	Payload     json.RawMessage `json:"payload" doc:"What the handler reads. Words in it are masked unless you may read payloads"`
	Masked      bool            `json:"masked" doc:"The payload's words are hidden from you"`
	Editable    bool            `json:"editable" doc:"It is a dead job that this node has a handler for, and its payload may be mended"`
	Halts       bool            `json:"halts" doc:"While it is dead, later work of its key waits: ending it takes two people"`
	StartedAt   *time.Time      `json:"started_at,omitempty"`
	EndedAt     *time.Time      `json:"ended_at,omitempty"`
	Outcome     string          `json:"outcome,omitempty" enum:"done,refused,skipped,cancelled"`
	Event       *Cause          `json:"event,omitempty" doc:"The event that it follows from"`
	RequestID   *uuid.UUID      `json:"request_id,omitempty" doc:"The request that asked for it: what it changed is in history under this"`
	OperationID *uuid.UUID      `json:"operation_id,omitempty" doc:"The run of many changes that it belongs to"`
	Reason      string          `json:"reason,omitempty" doc:"Why, as whoever asked for it said"`
	Attempts    []Attempt       `json:"attempts" doc:"What went wrong, the newest first"`
	Behind      []Behind        `json:"behind" doc:"The first few that wait for it"`
	BehindCount int64           `json:"behind_count"`
	Decision    *Decision       `json:"decision,omitempty" doc:"An act that waits for another person"`
}

// Cause is the event that work follows from.
type Cause struct {
	ID   uuid.UUID `json:"id"`
	Type string    `json:"type"`
	At   time.Time `json:"at"`
}

// Attempt is a call that failed, a call to the outside, or a new start by somebody.
type Attempt struct {
	At     time.Time `json:"at"`
	Status string    `json:"status" doc:"failed, dead, retried, or the answer of somebody else's server"`
	Millis int64     `json:"ms"`
	Error  string    `json:"error,omitempty"`
	By     *Person   `json:"by,omitempty" doc:"Who retried it"`
}

// Behind is work that waits for other work of its key.
type Behind struct {
	Key       uuid.UUID `json:"key"`
	Type      string    `json:"type"`
	State     string    `json:"state"`
	CreatedAt time.Time `json:"created_at"`
}

// work reads one piece of work, wherever it is on its way.
func (a *admin) work(ctx context.Context, key uuid.UUID) (Work, error) {
	w, err := db.Read(ctx, a.db, func(tx *db.Tx) (Work, error) {
		q := sqlcgen.New(tx)
		open, err := q.OpenWork(ctx, key)
		if db.NoRows(err) {
			return a.endedWork(ctx, q, key)
		}
		if err != nil {
			return Work{}, err
		}
		w := a.workOf(sqlcgen.EndedWorkRow{Pos: open.Pos, Key: open.Key, Handler: open.Handler, Type: open.Type, Version: open.Version, Lane: open.Lane, OrderKey: open.OrderKey,
			Halts: open.Halts, Starts: open.Starts, Failures: open.Failures, MaxFailures: open.MaxFailures, Cancelled: open.Cancelled, Done: open.Done, Total: open.Total,
			LastError: open.LastError, Actor: open.Actor, EventID: open.EventID, Payload: open.Payload, CreatedAt: open.CreatedAt, DueAt: open.DueAt, StartedAt: open.StartedAt})
		w.State = open.State
		w.Editable = open.State == "dead" && open.EventID == nil && a.engine.reads(open.Handler, open.Type)
		if open.OrderKey != nil {
			if err := behind(ctx, q, &w, open.Pos); err != nil {
				return w, err
			}
		}
		if err := a.waitingFor(ctx, q, &w); err != nil {
			return w, err
		}
		return w, a.history(ctx, q, &w, open.EventID)
	})
	if err != nil {
		return Work{}, err
	}
	people := []*Person{&w.OnBehalfOf}
	for i := range w.Attempts {
		if w.Attempts[i].By != nil {
			people = append(people, w.Attempts[i].By)
		}
	}
	if w.Decision != nil {
		people = append(people, &w.Decision.AskedBy)
		a.show(ctx, w.Decision)
	}
	if a.engine.o.May(ctx, ReadPayloads) != nil {
		w.Masked, w.Payload = true, masked(w.Payload)
	}
	return w, a.name(ctx, people...)
}

func (a *admin) endedWork(ctx context.Context, q *sqlcgen.Queries, key uuid.UUID) (Work, error) {
	row, err := q.EndedWork(ctx, key)
	if err != nil {
		return Work{}, err
	}
	w := a.workOf(row)
	w.State, w.EndedAt, w.Outcome = "ended", &row.FinishedAt, row.Outcome
	return w, a.history(ctx, q, &w, row.EventID)
}

func (a *admin) workOf(r sqlcgen.EndedWorkRow) Work {
	var o origin
	if err := json.Unmarshal(r.Actor, &o); err != nil {
		o = origin{}
	}
	return Work{Delivery: Delivery{Key: r.Key, Handler: r.Handler, About: a.about(r.Handler), Type: r.Type, Lane: r.Lane, OrderKey: word(r.OrderKey),
		Starts: r.Starts, Failures: r.Failures, MaxFailures: r.MaxFailures, Cancelled: r.Cancelled, Done: r.Done, Total: r.Total, LastError: word(r.LastError),
		OnBehalfOf: behalf(r.Actor), CreatedAt: r.CreatedAt, DueAt: r.DueAt},
		Version: r.Version, Payload: r.Payload, Halts: r.Halts, StartedAt: r.StartedAt, RequestID: o.Request, OperationID: o.Run, Reason: o.Reason,
		Attempts: []Attempt{}, Behind: []Behind{}}
}

// history adds what the work follows from, and what went wrong.
func (a *admin) history(ctx context.Context, q *sqlcgen.Queries, w *Work, event *uuid.UUID) error {
	if event != nil {
		e, err := q.EventOf(ctx, *event)
		if err != nil {
			return err
		}
		w.Event, w.Payload = &Cause{e.ID, e.Type, e.At}, e.Payload
	}
	rows, err := q.AttemptsOf(ctx, w.Key)
	for _, r := range rows {
		t := Attempt{At: r.At, Status: r.Status, Millis: r.Ms, Error: word(r.Error)}
		if r.Status == "retried" {
			by := personOf(t.Error)
			t.By, t.Error = &by, ""
		}
		w.Attempts = append(w.Attempts, t)
	}
	return err
}

func behind(ctx context.Context, q *sqlcgen.Queries, w *Work, pos int64) error {
	rows, err := q.Behind(ctx, sqlcgen.BehindParams{Handler: w.Handler, OrderKey: w.OrderKey, Pos: pos})
	if err != nil {
		return err
	}
	for _, r := range rows {
		w.Behind = append(w.Behind, Behind{r.Key, r.Type, r.State, r.CreatedAt})
	}
	if w.BehindCount = int64(len(rows)); len(rows) < 5 {
		return nil
	}
	w.BehindCount, err = q.CountBehind(ctx, sqlcgen.CountBehindParams{Handler: w.Handler, OrderKey: w.OrderKey, Pos: pos})
	return err
}

// reads says whether this node has a handler for a type of job.
func (e *Engine) reads(handler, kind string) bool {
	h := e.handlers[handler]
	return h != nil && h.spec == "" && h.hearing(isJob, kind) != nil
}
