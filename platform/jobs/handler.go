package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// The lanes, which are also the queues that carry the pointers.
const (
	LaneEvent = "event" // reactions: short
	LaneJob   = "job"   // jobs: short
	LaneLong  = "long"  // jobs that run for minutes, on slots of their own
	// LaneOutside is for calls of other systems: they wait for somebody else, so they wait on slots of their own.
	LaneOutside = "outside"
)

// Handler is what runs for a delivery. Make one with Do, RunLong, Every,
// events.Apply or events.React, then set what differs from the defaults.
type Handler struct {
	// Name is stable for ever: inventory.reserve_stock. History and policies know it as a service.
	Name string
	// About is a sentence that tells people what it does. The page of background
	// work shows it, so every handler of the house has one.
	About string
	// Lane is where it waits; the constructors choose it.
	Lane string
	// Halt: a dead delivery keeps the later ones of its key waiting, as a ledger
	// needs. Otherwise they go on without it.
	Halt bool
	// Limit is how long one call may take: 10 s in a transaction, 1 min for
	// reactions and schedules, 2 h for RunLong.
	Limit time.Duration
	// MaxFailures is when the delivery is dead: 12.
	MaxFailures int
	// AtOnce is how many may run at once in one organisation; 0: no limit.
	AtOnce int
	// Version is the newest payload that it can read: 1. Newer ones are left to newer nodes.
	Version int
	// Misfire is how a schedule catches up after an outage: once, all or skip; once.
	Misfire string

	hears   []hearing
	leased  bool   // works under a lease, not inside one transaction
	spec    string // of a schedule
	service bool   // acts for itself, not for who enqueued
	err     error
}

// hearing is one type of event or job that a handler takes.
type hearing struct {
	kind  string                     // event or job
	name  string                     // crm.order_confirmed.v1
	fits  func(payload []byte) error // whether it reads a payload that a person wrote
	apply func(ctx context.Context, tx *db.Tx, payload []byte) error
	run   func(ctx context.Context, r *Run, payload []byte) error
}

const (
	isEvent = "event"
	isJob   = "job"
)

// Do is a job's handler that changes the module's own tables. Its effects
// and the end of the job commit together.
func Do[J kernel.Job](name string, fn func(context.Context, *db.Tx, J) error) Handler {
	var j J
	return Handler{Name: name, Lane: LaneJob, Limit: 10 * time.Second, hears: []hearing{{kind: isJob, name: j.JobType(), fits: strictly[J],
		apply: func(ctx context.Context, tx *db.Tx, payload []byte) error {
			j, err := read[J](payload)
			if err != nil {
				return err
			}
			return fn(ctx, tx, j)
		}}}}
}

// RunLong is the handler of a long or external job. It runs under a lease and,
// after a crash, again from its cursor.
func RunLong[J kernel.Job](name string, fn func(context.Context, *Run, J) error) Handler {
	var j J
	return Handler{Name: name, Lane: LaneLong, Limit: 2 * time.Hour, leased: true, hears: []hearing{{kind: isJob, name: j.JobType(), fits: strictly[J],
		run: func(ctx context.Context, r *Run, payload []byte) error {
			j, err := read[J](payload)
			if err != nil {
				return err
			}
			return fn(ctx, r, j)
		}}}}
}

// Every runs at the times of a cron line (minute hour day month weekday) in
// each organisation's own time zone, as the service of that name.
func Every(name, cronSpec string, fn func(context.Context) error) Handler {
	_, err := parseCron(cronSpec)
	return Handler{Name: name, Lane: LaneJob, Limit: time.Minute, leased: true, service: true, spec: cronSpec, err: err,
		hears: []hearing{{kind: isJob, name: name, run: func(ctx context.Context, _ *Run, _ []byte) error { return fn(ctx) }}}}
}

// CallOutside is the handler of a job that calls another system, as the
// service of that name. It runs under a lease on the slots of LaneOutside, and
// may run again: what it calls must know the same Key.
func CallOutside[J kernel.Job](name string, fn func(context.Context, *Run, J) error) Handler {
	h := RunLong(name, fn)
	h.Lane, h.Limit, h.service = LaneOutside, time.Minute, true
	return h
}

// OnEvent makes the handler of an event that changes own tables; modules say events.Apply.
func OnEvent[E kernel.Event](name string, fn func(context.Context, *db.Tx, E) error) Handler {
	var e E
	return Handler{Name: name, Lane: LaneEvent, Limit: 10 * time.Second, service: true, hears: []hearing{{kind: isEvent, name: e.EventType(), fits: strictly[E],
		apply: func(ctx context.Context, tx *db.Tx, payload []byte) error {
			e, err := read[E](payload)
			if err != nil {
				return err
			}
			return fn(ctx, tx, e)
		}}}}
}

// AfterEvent makes the handler of an event that reaches beyond own tables; modules say events.React.
func AfterEvent[E kernel.Event](name string, fn func(context.Context, E) error) Handler {
	var e E
	return Handler{Name: name, Lane: LaneEvent, Limit: time.Minute, leased: true, service: true, hears: []hearing{{kind: isEvent, name: e.EventType(), fits: strictly[E],
		run: func(ctx context.Context, _ *Run, payload []byte) error {
			e, err := read[E](payload)
			if err != nil {
				return err
			}
			return fn(ctx, e)
		}}}}
}

// Does says in a sentence what the handler does.
func (h Handler) Does(about string) Handler {
	h.About = about
	return h
}

// Join makes one handler of several that have the same name and kind, so that
// all their types are delivered in one order. Options are those of the first.
func Join(parts ...Handler) Handler {
	if len(parts) == 0 {
		return Handler{err: errors.New("join of no handlers")}
	}
	h := parts[0]
	h.hears = nil
	for _, p := range parts {
		if p.Name != h.Name || p.leased != h.leased || p.spec != "" {
			h.err = errors.Join(h.err, fmt.Errorf("join %s with %s: they need one name and one kind", h.Name, p.Name))
		}
		h.err = errors.Join(h.err, p.err)
		h.hears = append(h.hears, p.hears...)
	}
	return h
}

func read[T any](payload []byte) (T, error) {
	var v T
	if err := json.Unmarshal(payload, &v); err != nil {
		return v, Never(fmt.Errorf("its payload cannot be read, so it was written by another version or is damaged: %w", err))
	}
	return v, nil
}

// hearing finds what the handler does with a type.
func (h *Handler) hearing(kind, name string) *hearing {
	for i := range h.hears {
		if h.hears[i].kind == kind && h.hears[i].name == name {
			return &h.hears[i]
		}
	}
	return nil
}
