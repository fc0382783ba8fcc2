package webhooks

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/webhooks/sqlcgen"
)

// plan is how long each next try waits after a failure; the last one is three
// days after the first.
var plan = []time.Duration{5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, time.Hour, 3 * time.Hour,
	6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 24 * time.Hour}

const (
	atOnce   = 4                  // calls of one endpoint; one while it fails
	patience = 5 * 24 * time.Hour // without any success, and it is disabled
)

func query(tx *db.Tx) *sqlcgen.Queries { return sqlcgen.New(tx) }

// Send is the job of sending one webhook; jobs.hear writes it beside the event.
type Send struct {
	Webhook uuid.UUID `json:"webhook"`
}

// JobType names the job.
func (Send) JobType() string { return "webhooks.send" }

// claimed is a webhook that this runner is to send.
type claimed struct {
	sqlcgen.LockWebhookRow
	endpoint sqlcgen.LockEndpointRow
	payload  []byte // of the event, unless the body is made already
	over     bool   // there is nothing to do
	later    time.Duration
}

// send makes one try. Whatever the other side does is written down, and the job
// ends or says when the next try is due.
func (s *Service) send(ctx context.Context, run *jobs.Run, j Send) error {
	c, err := db.Write(ctx, s.db, func(tx *db.Tx) (claimed, error) { return s.claim(ctx, tx, j.Webhook, run.Key()) })
	switch {
	case err != nil:
		return fmt.Errorf("claim webhook %s: %w", j.Webhook, err)
	case c.over:
		return nil
	case c.later > 0:
		return jobs.Later(c.later)
	}
	about, why, err := s.visible(ctx, c)
	switch {
	case err != nil:
		return fmt.Errorf("ask whether webhook %s may be sent: %w", c.ID, err)
	case about == nil && why == "": // no event that others hear of
		return db.Changed(ctx, s.db, func(tx *db.Tx) error { return query(tx).DropWebhook(ctx, c.ID) })
	case why != "":
		return s.withhold(ctx, c, about, why)
	}
	body := []byte(value(c.Body))
	if c.Body == nil {
		if body, err = bodyOf(c, *about); err != nil {
			return err
		}
	}
	secrets, err := s.secrets(ctx, c.EndpointID)
	if err != nil {
		return err
	}
	a, err := s.client.call(ctx, c.endpoint.Url, c.ID.String(), body, secrets)
	if err != nil {
		return err
	}
	return s.record(ctx, c, about, body, a)
}

// claim takes a place among the endpoint's calls, on whichever node.
func (s *Service) claim(ctx context.Context, tx *db.Tx, id, job uuid.UUID) (claimed, error) {
	var c claimed
	var err error
	if c.LockWebhookRow, err = query(tx).LockWebhook(ctx, id); db.NoRows(err) {
		return claimed{over: true}, nil // its endpoint was deleted
	}
	if err != nil {
		return c, err
	}
	if c.State != "pending" || c.Job == nil || *c.Job != job {
		return claimed{over: true}, nil
	}
	if c.endpoint, err = query(tx).LockEndpoint(ctx, c.EndpointID); err != nil {
		return c, err
	}
	if c.endpoint.State != "on" {
		return claimed{over: true}, query(tx).Hold(ctx, id)
	}
	busy, err := query(tx).BusyWith(ctx, c.EndpointID)
	if err != nil {
		return c, err
	}
	failing := c.endpoint.FailingSince != nil
	if busy >= atOnce || failing && busy > 0 {
		wait := 200*time.Millisecond + rand.N(time.Second) //nolint:gosec // jitter needs no secrecy
		if failing {
			wait *= 5
		}
		return claimed{later: wait}, nil
	}
	if c.Body == nil && c.EventID != nil {
		if c.payload, err = query(tx).PayloadOf(ctx, *c.EventID); err != nil {
			return c, fmt.Errorf("read event %s: %w", *c.EventID, err)
		}
	}
	return c, query(tx).Begin(ctx, sqlcgen.BeginParams{ID: id, Busy: (s.o.Timeout + 15*time.Second).Seconds()})
}

// visible says which record a webhook is about, and why its owner may not hear
// of it. It asks at each sending: rights come and go.
func (s *Service) visible(ctx context.Context, c claimed) (about *kernel.Record, why string, err error) {
	record := kernel.Record{Entity: c.Entity, ID: value(c.EntityID)}
	if c.Entity == "" {
		decode, known := s.decoders[c.Type]
		if !known {
			return nil, "", nil
		}
		if record, err = decode(c.payload); err != nil {
			return nil, "", err
		}
	}
	who, err := actor.From(ctx)
	if err != nil {
		return nil, "", err
	}
	owner, err := s.o.As(ctx, actor.Actor{Org: who.Org, User: kernel.IDOf[kernel.User](c.endpoint.OwnerID), Token: value(c.endpoint.TokenID), Via: actor.Job, Request: who.Request})
	if err == nil {
		e := s.entities[record.Entity]
		if err = authz.Allowed(owner, e.Read); err == nil && e.Visible != nil {
			err = e.Visible(owner, record.ID)
		}
	}
	switch kind := fault.KindOf(err); {
	case err == nil:
		return &record, "", nil
	case kind == fault.NotFound:
		return &record, "The record is not there any more, or the owner of this endpoint may not see it.", nil
	case kind == fault.Forbidden || kind == fault.Unauthenticated:
		return &record, fault.As(err).Message, nil
	}
	return nil, "", err
}

// secrets are what signs now. Only the relay's role reads them.
func (s *Service) secrets(ctx context.Context, endpoint uuid.UUID) ([][]byte, error) {
	out, err := db.Read(ctx, s.signer, func(tx *db.Tx) ([][]byte, error) { return query(tx).SigningSecrets(ctx, endpoint) })
	if err == nil && len(out) == 0 {
		err = fmt.Errorf("endpoint %s has no secret", endpoint)
	}
	return out, err
}

// payload is what goes to the other side: IDs and nothing else.
type payload struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      data      `json:"data"`
}

type data struct {
	Organisation uuid.UUID `json:"organisation"`
	Entity       string    `json:"entity"`
	ID           uuid.UUID `json:"id"`
	Event        uuid.UUID `json:"event"`
	Seq          int64     `json:"seq"`
}

func bodyOf(c claimed, about kernel.Record) ([]byte, error) {
	body, err := json.Marshal(payload{Type: c.Type, Timestamp: c.CreatedAt.UTC(), Data: data{Organisation: c.OrgID, Entity: about.Entity, ID: about.ID, Event: value(c.EventID), Seq: c.Seq}})
	if err != nil {
		return nil, fmt.Errorf("write the body: %w", err)
	}
	return body, nil
}

func value[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
