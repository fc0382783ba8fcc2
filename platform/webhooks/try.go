package webhooks

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/webhooks/sqlcgen"
)

const testType = "webhooks.test"

// Try sends a signed test now, whatever state the endpoint is in, and answers
// with what was sent and what came back. It says nothing of any record, and
// does not count as a success or a failure.
func (s *Service) Try(ctx context.Context, id uuid.UUID) (Delivery, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return Delivery{}, err
	}
	ctx = actor.Unkeyed(ctx) // two transactions, and a call between them
	test := kernel.NewUUID()
	body, err := json.Marshal(map[string]any{"type": testType, "timestamp": s.o.Clock.Now(), "data": map[string]any{
		"organisation": who.Org.UUID, "endpoint": id, "note": "A test from Longhouse. Check its signature as you would any other."}})
	if err != nil {
		return Delivery{}, fmt.Errorf("write the test: %w", err)
	}
	text := string(body)
	e, err := db.Write(ctx, s.db, func(tx *db.Tx) (sqlcgen.LockEndpointRow, error) {
		e, err := query(tx).LockEndpoint(ctx, id)
		if err != nil {
			return e, err
		}
		busy, err := query(tx).BusyWith(ctx, id)
		if err == nil && busy >= atOnce {
			err = ErrTesting
		}
		if err != nil {
			return e, err
		}
		if err := query(tx).AddWebhook(ctx, sqlcgen.AddWebhookParams{ID: test, EndpointID: id, Type: testType, Body: &text, Busy: (s.o.Timeout + 15*time.Second).Seconds()}); err != nil {
			return e, err
		}
		return e, tx.Note(ctx, db.Fact{Kind: "webhooks.tested", About: kernel.Record{Entity: "jobs.endpoint", ID: id}})
	})
	if err != nil {
		return Delivery{}, err
	}
	secrets, err := s.secrets(ctx, id)
	if err != nil {
		return Delivery{}, err
	}
	a, err := s.client.call(ctx, e.Url, test.String(), body, secrets)
	if err != nil { // whoever asked has gone; the log says so
		a.failure = "The test was broken off."
	}
	ctx = context.WithoutCancel(ctx)
	err = db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if err := addAttempt(ctx, tx, test, 1, a); err != nil {
			return err
		}
		end := sqlcgen.ConcludeParams{ID: test, State: stateSent, Why: a.failure, Attempts: 1, Tries: 1, Status: status(a)}
		if a.failure != "" {
			end.State = stateFailed
		}
		return query(tx).Conclude(ctx, end)
	})
	if err != nil {
		return Delivery{}, err
	}
	return s.Delivery(ctx, id, test)
}
