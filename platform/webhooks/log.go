package webhooks

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/webhooks/sqlcgen"
)

// Delivery is one event on its way to one endpoint.
type Delivery struct {
	ID        uuid.UUID      `json:"id" doc:"The webhook-id: the same at every call"`
	Type      string         `json:"type" example:"crm.deal_won.v1"`
	Record    *kernel.Record `json:"record,omitempty" doc:"What it is about"`
	Title     string         `json:"title,omitempty" doc:"Of the record, if you may read it"`
	Seq       int64          `json:"seq" doc:"Grows with the events of a record; gaps mean nothing"`
	State     string         `json:"state" enum:"pending,sent,failed,held,withheld" doc:"pending: on its way or waiting for its next try; held: its endpoint is paused or disabled; withheld: the owner may not read the record"`
	Why       string         `json:"why,omitempty" doc:"What went wrong at the last try"`
	Status    *int32         `json:"status,omitempty" doc:"Of the last answer"`
	Attempts  int32          `json:"attempts" doc:"Calls so far"`
	NextAt    *time.Time     `json:"next_at,omitempty" doc:"The next try"`
	CreatedAt time.Time      `json:"created_at" doc:"When the event happened"`
	EndedAt   *time.Time     `json:"ended_at,omitempty"`
	Body      string         `json:"body,omitempty" doc:"What is sent; only for one delivery"`
	Calls     []Call         `json:"calls,omitempty" doc:"The newest first; only for one delivery"`

	event *uuid.UUID // that its record is not read from yet
}

// Call is one request with its answer.
type Call struct {
	N               int32             `json:"n"`
	At              time.Time         `json:"at"`
	Milliseconds    int64             `json:"ms"`
	URL             string            `json:"url"`
	RequestHeaders  map[string]string `json:"request_headers" doc:"Without the signature"`
	Status          *int32            `json:"status,omitempty" doc:"Absent: no answer came"`
	ResponseHeaders map[string]string `json:"response_headers,omitempty"`
	Response        string            `json:"response" doc:"The first 4 kB of the answer"`
	Cut             bool              `json:"cut" doc:"There was more"`
	Error           string            `json:"error,omitempty" doc:"Why it counts as failed"`
}

var deliveryList = page.Spec{
	Columns: map[string]page.Column{
		"state":      {Expr: "w.state", Cast: "text", Ops: page.OneOf},
		"type":       {Expr: "w.type", Cast: "text", Ops: page.OneOf},
		"created_at": {Expr: "w.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Tie: "w.id", Default: "-created_at",
}

// Deliveries lists what an endpoint was sent, or is to be, within 30 days, the newest first.
func (s *Service) Deliveries(ctx context.Context, endpoint uuid.UUID, r page.Request) (page.Page[Delivery], error) {
	q, err := deliveryList.Compile(r, page.Everything())
	if err != nil {
		return page.Page[Delivery]{}, err
	}
	p, err := db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Delivery], error) {
		if _, err := query(tx).GetEndpoint(ctx, endpoint); err != nil {
			return page.Page[Delivery]{}, err
		}
		rows, err := sqlcgen.New(q.On(tx)).ListWebhooks(ctx, sqlcgen.ListWebhooksParams{EndpointID: endpoint, Max: q.Max()})
		p := page.Cut(q, rows, func(r sqlcgen.ListWebhooksRow) (string, uuid.UUID) { return r.PageKey, r.ID }, func(r sqlcgen.ListWebhooksRow) Delivery {
			d := delivery(sqlcgen.GetWebhookRow{ID: r.ID, EndpointID: r.EndpointID, EventID: r.EventID, Type: r.Type, Seq: r.Seq, Entity: r.Entity, EntityID: r.EntityID, Body: r.Body, State: r.State,
				Why: r.Why, Attempts: r.Attempts, Tries: r.Tries, Status: r.Status, NextAt: r.NextAt, CreatedAt: r.CreatedAt, EndedAt: r.EndedAt})
			d.Body = ""
			return d
		})
		if err == nil && q.WantsCount() {
			var n int64
			n, err = sqlcgen.New(q.On(tx)).CountWebhooks(ctx, endpoint)
			p.Total = page.NewTotal(n)
		}
		return p, err
	})
	if err != nil {
		return p, err
	}
	return p, s.entitle(ctx, p.Items)
}

// about reads from their events which records webhooks are about that were never tried.
func (s *Service) about(ctx context.Context, deliveries []Delivery) error {
	at := map[uuid.UUID]int{}
	for i, d := range deliveries {
		if d.event != nil {
			at[*d.event] = i
		}
	}
	if len(at) == 0 {
		return nil
	}
	rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.PayloadsOfRow, error) {
		return query(tx).PayloadsOf(ctx, slices.Collect(maps.Keys(at)))
	})
	for _, r := range rows {
		d := &deliveries[at[r.ID]]
		decode, known := s.decoders[d.Type]
		if !known {
			continue
		}
		record, err := decode(r.Payload)
		if err != nil {
			return err
		}
		d.Record = &record
	}
	return err
}

// entitle names records for the reader, with one call for each kind.
func (s *Service) entitle(ctx context.Context, deliveries []Delivery) error {
	if err := s.about(ctx, deliveries); err != nil {
		return err
	}
	byKind := map[string][]uuid.UUID{}
	for _, d := range deliveries {
		if d.Record != nil && s.entities[d.Record.Entity].Title != nil && authz.Allowed(ctx, s.entities[d.Record.Entity].Read) == nil {
			byKind[d.Record.Entity] = append(byKind[d.Record.Entity], d.Record.ID)
		}
	}
	for kind, ids := range byKind {
		names, err := s.entities[kind].Title(ctx, ids)
		if err != nil {
			return err
		}
		for i, d := range deliveries {
			if d.Record != nil && d.Record.Entity == kind {
				deliveries[i].Title = names[d.Record.ID]
			}
		}
	}
	return nil
}

func delivery(r sqlcgen.GetWebhookRow) Delivery {
	d := Delivery{ID: r.ID, Type: r.Type, Seq: r.Seq, State: r.State, Why: r.Why, Status: r.Status, Attempts: r.Attempts, NextAt: r.NextAt, CreatedAt: r.CreatedAt, EndedAt: r.EndedAt, Body: value(r.Body)}
	if r.EntityID != nil {
		d.Record = &kernel.Record{Entity: r.Entity, ID: *r.EntityID}
	} else {
		d.event = r.EventID
	}
	return d
}

// Delivery reads one with its calls.
func (s *Service) Delivery(ctx context.Context, endpoint, id uuid.UUID) (Delivery, error) {
	d, err := db.Read(ctx, s.db, func(tx *db.Tx) (Delivery, error) {
		r, err := query(tx).GetWebhook(ctx, sqlcgen.GetWebhookParams{EndpointID: endpoint, ID: id})
		if err != nil {
			return Delivery{}, err
		}
		d := delivery(r)
		calls, err := query(tx).ListAttempts(ctx, id)
		if err != nil {
			return d, err
		}
		d.Calls = make([]Call, len(calls))
		for i, c := range calls {
			d.Calls[i] = Call{N: c.N, At: c.At, Milliseconds: c.Ms, URL: c.Url, Status: c.Status, Response: c.Response, Cut: c.Cut, Error: c.Error}
			if err := json.Unmarshal(c.RequestHeaders, &d.Calls[i].RequestHeaders); err != nil {
				return d, fmt.Errorf("read call %d: %w", c.N, err)
			}
			if c.ResponseHeaders == nil {
				continue
			}
			if err := json.Unmarshal(c.ResponseHeaders, &d.Calls[i].ResponseHeaders); err != nil {
				return d, fmt.Errorf("read call %d: %w", c.N, err)
			}
		}
		return d, nil
	})
	if err != nil {
		return d, err
	}
	one := []Delivery{d}
	err = s.entitle(ctx, one)
	return one[0], err
}
