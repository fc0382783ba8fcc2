package webhooks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/webhooks/sqlcgen"
)

// The states of a webhook.
const (
	statePending  = "pending"  // on its way, or waiting for its next try
	stateSent     = "sent"     // answered with 2xx
	stateFailed   = "failed"   // the plan is used up
	stateHeld     = "held"     // its endpoint is paused or disabled
	stateWithheld = "withheld" // the owner may not read the record
)

// record writes what became of a call, and says when the next one is due.
func (s *Service) record(ctx context.Context, c claimed, about *kernel.Record, body []byte, a answer) error {
	tries := int(c.Tries) + 1
	next := s.next(tries, a.wait)
	ends := outcome{claimed: c, about: about, body: string(body), answer: a, tries: tries, state: stateSent}
	switch {
	case a.failure == "":
	case next == 0 || a.status == http.StatusGone:
		ends.state = stateFailed
	default:
		ends.state, ends.wait = statePending, next
	}
	if err := db.Changed(ctx, s.db, func(tx *db.Tx) error { return s.conclude(ctx, tx, ends) }); err != nil {
		return fmt.Errorf("write what became of webhook %s: %w", c.ID, err)
	}
	if ends.state == statePending {
		return jobs.AgainIn(next, errors.New(a.failure))
	}
	return nil
}

// next is the wait after a number of tries: the plan's, ± 20 %, or what
// Retry-After asks for if that is longer. Zero: there is no next try.
func (s *Service) next(tries int, asked time.Duration) time.Duration {
	if tries > len(s.o.Plan) {
		return 0
	}
	wait := time.Duration(float64(s.o.Plan[tries-1]) * (0.8 + 0.4*rand.Float64())) //nolint:gosec // jitter needs no secrecy
	return max(wait, asked)
}

// outcome is one call with what follows from it.
type outcome struct {
	claimed
	about  *kernel.Record
	body   string
	answer answer
	tries  int
	state  string
	wait   time.Duration
}

func (s *Service) conclude(ctx context.Context, tx *db.Tx, o outcome) error {
	if err := addAttempt(ctx, tx, o.ID, o.Attempts+1, o.answer); err != nil {
		return err
	}
	end := sqlcgen.ConcludeParams{ID: o.ID, State: o.state, Why: o.answer.failure, Attempts: o.Attempts + 1, Tries: int32(o.tries), Body: &o.body, Wait: o.wait.Seconds(), Status: status(o.answer)}
	if o.about != nil {
		end.Entity, end.EntityID = o.about.Entity, &o.about.ID
	}
	if err := query(tx).Conclude(ctx, end); err != nil {
		return err
	}
	if o.answer.failure == "" {
		return query(tx).Succeeded(ctx, o.EndpointID)
	}
	lasting, err := query(tx).Failed(ctx, sqlcgen.FailedParams{ID: o.EndpointID, Patience: patience.Seconds()})
	switch {
	case err != nil:
		return err
	case o.answer.status == http.StatusGone:
		return s.disable(ctx, tx, o.endpoint, "gone")
	case lasting:
		return s.disable(ctx, tx, o.endpoint, "failing")
	}
	return nil
}

func status(a answer) *int32 {
	if a.status == 0 {
		return nil
	}
	n := int32(a.status)
	return &n
}

func addAttempt(ctx context.Context, tx *db.Tx, id uuid.UUID, n int32, a answer) error {
	asked, err1 := json.Marshal(a.asked)
	came, err2 := json.Marshal(a.headers)
	if err := errors.Join(err1, err2); err != nil {
		return fmt.Errorf("write a call: %w", err)
	}
	if a.headers == nil {
		came = nil
	}
	return query(tx).AddAttempt(ctx, sqlcgen.AddAttemptParams{WebhookID: id, N: n, At: a.at, Ms: a.took.Milliseconds(), Url: a.url, RequestHeaders: asked, Status: status(a),
		ResponseHeaders: came, Response: a.text, Cut: a.cut, Error: a.failure})
}

// disable ends an endpoint that is gone or has failed for days, and tells its owner. What it should have heard waits.
func (s *Service) disable(ctx context.Context, tx *db.Tx, e sqlcgen.LockEndpointRow, reason string) error {
	n, err := query(tx).Disable(ctx, sqlcgen.DisableParams{ID: e.ID, Reason: reason})
	if err != nil || n == 0 { // somebody was faster
		return err
	}
	text := "It has not taken a single webhook for five days."
	if reason == "gone" {
		text = "It answered 410: it is gone, and wants to hear no more."
	}
	return s.o.Tell(ctx, tx, []uuid.UUID{e.OwnerID}, kernel.Message{Kind: disabled, About: kernel.Record{Entity: "jobs.endpoint", ID: e.ID}, Title: "A webhook endpoint was disabled: " + nameOf(e.Description, e.Url),
		Text: text + " Events wait for it for 30 days. Mend it, and resume it on its page."})
}

// withhold ends a webhook that its owner may not hear of.
func (s *Service) withhold(ctx context.Context, c claimed, about *kernel.Record, why string) error {
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		end := sqlcgen.ConcludeParams{ID: c.ID, State: stateWithheld, Why: why, Attempts: c.Attempts, Tries: c.Tries + 1}
		if about != nil {
			end.Entity, end.EntityID = about.Entity, &about.ID
		}
		return query(tx).Conclude(ctx, end)
	})
}

// nameOf is what people call an endpoint.
func nameOf(description, url string) string {
	if description != "" {
		return description
	}
	return url
}
