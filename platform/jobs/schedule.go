package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Org is an organisation whose schedules run by the clock on its wall.
type Org struct {
	ID   kernel.ID[kernel.Org]
	Zone string // Europe/Berlin
}

// How a schedule catches up on ticks that an outage swallowed.
const (
	MisfireOnce = "once" // one run for all of them
	MisfireAll  = "all"  // one run for each
	MisfireSkip = "skip" // none
)

// grace is how late a tick may be without being missed.
const grace = time.Minute

// tick makes deliveries of what the schedules of all organisations say, each
// second, and sees once a minute that every organisation has its rows.
func (e *Engine) tick(ctx context.Context) {
	var names []string
	for name, h := range e.handlers {
		if h.spec != "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return
	}
	e.attempt(ctx, "write schedules", func() error { return e.scheduleAll(ctx) })
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	minute := every(time.Minute)
	for {
		e.attempt(ctx, "run schedules", func() error { return e.fire(ctx, names) })
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			if minute(now) {
				e.attempt(ctx, "write schedules", func() error { return e.scheduleAll(ctx) })
			}
		}
	}
}

func (e *Engine) scheduleAll(ctx context.Context) error {
	if e.o.Organisations == nil {
		return nil
	}
	orgs, err := e.o.Organisations(ctx)
	if err != nil {
		return fmt.Errorf("list the organisations: %w", err)
	}
	for _, o := range orgs {
		if !e.o.Only.IsZero() && o.ID != e.o.Only {
			continue
		}
		// One that cannot be written, say for its zone, does not hold up the others.
		e.attempt(ctx, "write schedules", func() error { return e.Schedule(ctx, o.ID, o.Zone) })
	}
	return nil
}

// declared is a schedule as the code declares it, for jobs.schedule_all.
type declared struct {
	ID      uuid.UUID `json:"id"`
	Name    string    `json:"name"`
	Spec    string    `json:"spec"`
	Misfire string    `json:"misfire"`
	NextAt  time.Time `json:"next_at"`
}

// Schedule writes an organisation's schedules: those it has not, those whose
// declaration is new, and all that run by the organisation's former zone. What
// its admins have set stays.
func (e *Engine) Schedule(ctx context.Context, org kernel.ID[kernel.Org], zone string) error {
	place, err := time.LoadLocation(zone)
	if err != nil {
		return fmt.Errorf("schedules of organisation %s: %w", org, err)
	}
	ctx = actor.Service(ctx, org, "jobs.schedule", actor.System)
	return db.Changed(ctx, e.root.For("relay"), func(tx *db.Tx) error {
		var now time.Time
		if err := tx.QueryRow(ctx, "select clock_timestamp()").Scan(&now); err != nil {
			return err
		}
		rows := []declared{}
		for name, h := range e.handlers {
			if h.spec == "" {
				continue
			}
			c, err := parseCron(h.spec)
			if err != nil {
				return err
			}
			rows = append(rows, declared{kernel.NewUUID(), name, h.spec, h.Misfire, c.next(now, place)})
		}
		text, err := json.Marshal(rows)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "select jobs.schedule_all($1, $2::text::jsonb)", zone, string(text))
		return err
	})
}

// due is a schedule whose time has come.
type due struct {
	id, org                   uuid.UUID
	name, spec, zone, misfire string
	nextAt, now               time.Time
}

// fire turns what is due into deliveries and moves the schedules on, in one
// transaction. The rows' locks admit one node.
func (e *Engine) fire(ctx context.Context, names []string) error {
	fired, err := db.House(ctx, e.house, func(tx *db.Tx) (int, error) {
		rows, err := tx.Query(ctx, "select id, org_id, name, spec, zone, misfire, next_at, clock_timestamp() from jobs.due_schedules($1, $2)", names, e.o.Only.Ptr())
		if err != nil {
			return 0, err
		}
		defer rows.Close()
		var all []due
		for rows.Next() {
			var d due
			if err := rows.Scan(&d.id, &d.org, &d.name, &d.spec, &d.zone, &d.misfire, &d.nextAt, &d.now); err != nil {
				return 0, err
			}
			all = append(all, d)
		}
		if err := rows.Err(); err != nil {
			return 0, err
		}
		for _, d := range all {
			if err := e.fireOne(ctx, tx, d); err != nil {
				return 0, fmt.Errorf("schedule %s: %w", d.name, err)
			}
		}
		return len(all), nil
	})
	if fired > 0 {
		e.nudge()
	}
	return err
}

func (e *Engine) fireOne(ctx context.Context, tx *db.Tx, d due) error {
	ticks, next, err := d.ticks()
	if err != nil { // an admin's mistake stops this schedule, not the others
		slog.ErrorContext(ctx, "schedule not understood; it is paused for an hour", "schedule", d.name, "org", d.org, "error", err)
		ticks, next = nil, d.now.Add(time.Hour)
	}
	h := e.handlers[d.name]
	var dropped bool
	err = tx.QueryRow(ctx, "select jobs.fire($1, $2, $3, $4, $5, $6, $7)", d.id, d.org, ticks, next, h.Version, h.Lane, h.MaxFailures).Scan(&dropped)
	if err == nil && dropped {
		slog.WarnContext(ctx, "schedule skips a tick: the one before has not begun", "schedule", d.name, "org", d.org, "tick", d.nextAt)
	}
	return err
}

// ticks are the times to run for, and when to look again.
func (d due) ticks() ([]time.Time, time.Time, error) {
	zone, err := time.LoadLocation(d.zone)
	if err != nil {
		return nil, time.Time{}, err
	}
	c, err := parseCron(d.spec)
	if err != nil {
		return nil, time.Time{}, err
	}
	ticks := []time.Time{d.nextAt}
	next := c.next(d.nextAt, zone)
	for ; !next.After(d.now) && len(ticks) < 1000; next = c.next(next, zone) {
		ticks = append(ticks, next)
	}
	if !next.After(d.now) { // more than a thousand: the rest is history
		next = c.next(d.now, zone)
	}
	switch last := ticks[len(ticks)-1]; {
	case d.misfire == MisfireAll:
		return ticks, next, nil
	case d.misfire == MisfireSkip && d.now.Sub(last) > grace:
		return nil, next, nil
	default:
		return []time.Time{last}, next, nil
	}
}
