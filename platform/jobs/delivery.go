package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// delivery is one that a worker of ours has begun.
type delivery struct {
	Pos         int64
	Gen         int
	Org         kernel.ID[kernel.Org]
	Key         uuid.UUID
	Type        string
	Payload     []byte
	Origin      origin
	IsEvent     bool
	Failures    int
	Cursor      []byte
	Done, Total int64
	handler     *registered
	hearing     *hearing
	lease       uuid.UUID
}

// pointer is what Redis carries: which row, and which of its hand-outs.
func pointerTo(pos int64, gen int) string { return fmt.Sprintf("%d:%d", pos, gen) }

func readPointer(s string) (pos int64, gen int, err error) {
	p, g, _ := strings.Cut(s, ":")
	if pos, err = strconv.ParseInt(p, 10, 64); err != nil {
		return 0, 0, fmt.Errorf("read pointer %.40q: %w", s, err)
	}
	if gen, err = strconv.Atoi(g); err != nil {
		return 0, 0, fmt.Errorf("read pointer %.40q: %w", s, err)
	}
	return pos, gen, nil
}

// begin counts the start before the handler runs, in a commit of its own. It
// answers nil when there is nothing to do: the pointer is stale, its key is
// busy, or the row is for another node.
func (e *Engine) begin(ctx context.Context, line *db.Line, pos int64, gen int) (*delivery, error) {
	d := &delivery{Pos: pos, Gen: gen, lease: e.life.lease()}
	var say string
	var org, key *uuid.UUID
	var handler, kind, payload, who, cursor *string
	var event *bool
	var failures *int
	var done, total *int64
	err := line.Ask(ctx, []any{&say, &org, &key, &handler, &kind, &payload, &who, &event, &failures, &cursor, &done, &total},
		"select * from jobs.start($1, $2, $3::text::jsonb, $4, $5)", pos, gen, e.known.json, d.lease, e.o.Lease.Milliseconds())
	if err != nil {
		return nil, fmt.Errorf("start delivery %d: %w", pos, err)
	}
	if say == "gone" {
		return nil, nil
	}
	d.Org, d.Key, d.Type, d.IsEvent, d.Failures = kernel.IDOf[kernel.Org](*org), *key, *kind, *event, *failures
	d.Payload, d.Cursor, d.Done, d.Total = raw(payload), raw(cursor), *done, *total
	d.handler = e.handlers[*handler]
	unread := json.Unmarshal([]byte(*who), &d.Origin)
	if say != "go" {
		e.notBegun(d, say)
		return nil, nil
	}
	if !d.handler.leased {
		d.lease = uuid.Nil
	}
	if err := unread; err != nil {
		return d, Never(fmt.Errorf("read on whose behalf: %w", err))
	}
	of := isJob
	if d.IsEvent {
		of = isEvent
	}
	if d.hearing = d.handler.hearing(of, d.Type); d.hearing == nil {
		return d, Never(fmt.Errorf("%s does not take %s any more", *handler, d.Type))
	}
	return d, nil
}

// notBegun passes on what a start that is none has changed.
func (e *Engine) notBegun(d *delivery, say string) {
	if say == "cancelled" && d.handler != nil {
		e.report(d, outcomeCancelled, d.Done, d.Total)
	}
	e.settled.tell()
	e.Wake(d.Org)
}

func raw(s *string) []byte {
	if s == nil {
		return nil
	}
	return []byte(*s)
}

// token is the lease, which a delivery in one transaction has not.
func (d *delivery) token() *uuid.UUID { return pointer(d.lease) }

// person is who enqueued the job, unless the handler acts for itself.
func (d *delivery) person() kernel.ID[kernel.User] {
	if d.handler.service {
		return kernel.ID[kernel.User]{}
	}
	return kernel.IDOf[kernel.User](value(d.Origin.User))
}

// context says who acts: a reaction for itself, a job for who enqueued it,
// with the rights that they have now.
func (e *Engine) context(ctx context.Context, d *delivery) (context.Context, error) {
	o := d.Origin
	who := actor.Actor{Org: d.Org, Via: actor.Job, Request: value(o.Request), Run: value(o.Run), Reason: o.Reason, Locale: o.Locale}
	if d.handler.service {
		who.Service = d.handler.Name
	} else {
		who.User, who.Service, who.Token = kernel.IDOf[kernel.User](value(o.User)), o.Service, value(o.Token)
		if o.Via == actor.Import && who.Run != uuid.Nil {
			who.Via = actor.Import
		}
	}
	ctx = context.WithValue(context.WithValue(actor.With(ctx, who), keyOf{}, d.Key), failedOf{}, d.Failures)
	if e.o.Attach == nil {
		return ctx, nil
	}
	return e.o.Attach(ctx)
}
