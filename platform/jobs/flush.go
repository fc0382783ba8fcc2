package jobs

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// fact and row are what jobs.deliver reads.
type fact struct {
	ID      uuid.UUID       `json:"id"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
}

type row struct {
	N           int             `json:"n"`
	Key         uuid.UUID       `json:"key"`
	Named       bool            `json:"named"` // the caller chose the key
	Handler     string          `json:"handler"`
	Type        string          `json:"type"`
	Version     int             `json:"version"`
	EventID     *uuid.UUID      `json:"event_id,omitempty"`
	Payload     json.RawMessage `json:"payload,omitempty"`
	Lane        string          `json:"lane"`
	OrderKey    string          `json:"order_key,omitempty"`
	Halts       bool            `json:"halts"`
	Dedupe      string          `json:"dedupe,omitempty"`
	MaxFailures int             `json:"max_failures"`
	AfterMS     int64           `json:"after_ms"`
}

// origin is on whose behalf, as deliveries and events keep it. The request's
// Idempotency-Key is not in it: it was for the request.
type origin struct {
	User    *uuid.UUID `json:"user,omitempty"`
	Service string     `json:"service,omitempty"`
	Token   *uuid.UUID `json:"token,omitempty"`
	Via     actor.Via  `json:"via"`
	Request *uuid.UUID `json:"request,omitempty"`
	Run     *uuid.UUID `json:"run,omitempty"`
	Reason  string     `json:"reason,omitempty"`
	Locale  string     `json:"locale,omitempty"`
}

func originOf(a actor.Actor) origin {
	return origin{User: a.User.Ptr(), Service: a.Service, Token: pointer(a.Token), Via: a.Via, Request: pointer(a.Request), Run: pointer(a.Run), Reason: a.Reason, Locale: a.Locale}
}

func pointer(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

func value(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

// Flush writes what a transaction emitted and enqueued, in one round trip.
func (e *Engine) Flush(_ context.Context, tx *db.Tx, events []kernel.Event, jobs []db.Enqueued) error {
	return e.deliver(tx, events, jobs, nil)
}

// deliver writes deliveries and, for a handler in its own transaction, ends
// its delivery with them: so all locks are taken in one order.
func (e *Engine) deliver(tx *db.Tx, events []kernel.Event, jobs []db.Enqueued, ending *int64) error {
	facts, rows := make([]fact, 0, len(events)), make([]row, 0, len(events)+len(jobs))
	for _, event := range events {
		f, deliveries, err := e.fanOut(event)
		if err != nil {
			return err
		}
		facts, rows = append(facts, f), append(rows, deliveries...)
	}
	for _, job := range jobs {
		r, err := e.single(job)
		if err != nil {
			return err
		}
		rows = append(rows, r)
	}
	for i := range rows {
		rows[i].N = i
	}
	who, err1 := json.Marshal(originOf(tx.Who()))
	f, err2 := json.Marshal(facts)
	r, err3 := json.Marshal(rows)
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			return fmt.Errorf("write deliveries: %w", err)
		}
	}
	tx.Finally("select jobs.deliver($1::text::jsonb, $2::text::jsonb, $3::text::jsonb, $4)", string(who), string(f), string(r), ending)
	return nil
}

// fanOut makes the deliveries of an event for those who subscribe to it now.
func (e *Engine) fanOut(event kernel.Event) (fact, []row, error) {
	payload, err := json.Marshal(event)
	if err != nil {
		return fact{}, nil, fmt.Errorf("write event %s: %w", event.EventType(), err)
	}
	f := fact{ID: kernel.NewUUID(), Type: event.EventType(), Payload: payload}
	rows := make([]row, 0, len(e.events[f.Type]))
	for _, h := range e.events[f.Type] {
		r := h.row(f.Type, event)
		r.Key, r.EventID = uuid.NewSHA1(f.ID, []byte(h.Name)), &f.ID
		rows = append(rows, r)
	}
	return f, rows, nil
}

func (e *Engine) single(job db.Enqueued) (row, error) {
	name := job.Job.JobType()
	h := e.jobs[name]
	if h == nil {
		return row{}, fmt.Errorf("job %s has no handler", name)
	}
	payload, err := json.Marshal(job.Job)
	if err != nil {
		return row{}, fmt.Errorf("write job %s: %w", name, err)
	}
	r := h.row(name, job.Job)
	r.Key, r.Named, r.Payload, r.Dedupe, r.AfterMS = job.Key.UUID, !job.Key.IsZero(), payload, job.Dedupe, job.After.Milliseconds()
	if !r.Named {
		r.Key = kernel.NewUUID()
	}
	if r.Dedupe != "" && r.OrderKey == "" { // a wish after the start stands behind it
		r.OrderKey = r.Dedupe
	}
	return r, nil
}

func (h *registered) row(kind string, payload any) row {
	r := row{Handler: h.Name, Type: kind, Version: h.Version, Lane: h.Lane, Halts: h.Halt, MaxFailures: h.MaxFailures}
	if k, ok := payload.(kernel.Keyed); ok {
		r.OrderKey = k.OrderKey()
	}
	return r
}
