package jobs

import (
	"context"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/jobs/sqlcgen"
	"longhouse/platform/kernel"
)

// ScheduleState is when a handler runs in an organisation, and what its
// administrators have made of it.
type ScheduleState struct {
	Name     string      `json:"name" example:"hr.announce_leavers"`
	About    string      `json:"about" doc:"What it does, as a sentence; empty if no node like this one knows it"`
	Known    bool        `json:"known" doc:"A node of this version runs it"`
	Spec     string      `json:"spec" doc:"Minute, hour, day, month and weekday, as cron writes them" example:"0 2 * * *"`
	Words    string      `json:"words" example:"Every day at 02:00"`
	Declared string      `json:"declared" doc:"The spec that it has unless somebody moves it"`
	Zone     string      `json:"zone" doc:"On whose clock" example:"Europe/Berlin"`
	OrgZone  string      `json:"org_zone" doc:"The zone of the organisation"`
	Misfire  string      `json:"misfire" enum:"once,all,skip" doc:"How it catches up on runs that an outage swallowed: one for all of them, each, or none"`
	Paused   bool        `json:"paused"`
	LastAt   *time.Time  `json:"last_at,omitempty" doc:"The last time that it came due"`
	Next     []time.Time `json:"next" doc:"The next three runs; none while it is paused"`
	Version  int64       `json:"version"`
}

// ScheduleChange moves a schedule. What is left out stays.
type ScheduleChange struct {
	Spec    *string `json:"spec,omitempty" maxLength:"200"`
	Zone    *string `json:"zone,omitempty" maxLength:"60"`
	Misfire *string `json:"misfire,omitempty" enum:"once,all,skip"`
	Paused  *bool   `json:"paused,omitempty"`
}

func (a *admin) schedules(ctx context.Context) ([]ScheduleState, error) {
	return db.Read(ctx, a.db, func(tx *db.Tx) ([]ScheduleState, error) {
		rows, err := sqlcgen.New(tx).ListSchedules(ctx)
		out := make([]ScheduleState, len(rows))
		for i, r := range rows {
			out[i] = a.schedule(r)
		}
		return out, err
	})
}

func (a *admin) schedule(r sqlcgen.ListSchedulesRow) ScheduleState {
	h := a.engine.handlers[r.Name]
	s := ScheduleState{Name: r.Name, About: a.about(r.Name), Known: h != nil && h.spec != "", Spec: r.Spec, Words: inWords(r.Spec), Declared: r.Declared,
		Zone: r.Zone, OrgZone: r.OrgZone, Misfire: r.Misfire, Paused: r.Paused, LastAt: r.LastAt, Next: []time.Time{}, Version: r.Version}
	c, bad := parseCron(r.Spec)
	zone, unknown := time.LoadLocation(r.Zone)
	if bad != nil || unknown != nil || r.Paused {
		return s
	}
	for at := r.NextAt.UTC(); len(s.Next) < 3 && !at.IsZero(); at = c.next(at, zone) {
		s.Next = append(s.Next, at)
	}
	return s
}

// change moves a schedule, or pauses it. Its next run is found anew from now:
// what came due while it was paused was not missed.
func (a *admin) change(ctx context.Context, name string, seen int64, to ScheduleChange) (ScheduleState, error) {
	return db.Write(ctx, a.db, func(tx *db.Tx) (ScheduleState, error) {
		q := sqlcgen.New(tx)
		was, err := q.LockSchedule(ctx, name)
		if err != nil {
			return ScheduleState{}, err
		}
		if was.Version != seen {
			return ScheduleState{}, fault.StaleAt(was.Version)
		}
		is := was
		put(&is.Spec, to.Spec)
		put(&is.Zone, to.Zone)
		put(&is.Misfire, to.Misfire)
		put(&is.Paused, to.Paused)
		is.Spec = strings.Join(strings.Fields(is.Spec), " ")
		if is.Spec != was.Spec || is.Zone != was.Zone || was.Paused && !is.Paused {
			if is.NextAt, err = nextRun(is.Spec, is.Zone, is.Now); err != nil {
				return ScheduleState{}, err
			}
		}
		if is == was {
			return a.schedule(listed(is)), nil
		}
		is.Version++
		if err := q.MoveSchedule(ctx, sqlcgen.MoveScheduleParams{Name: name, Spec: is.Spec, Zone: is.Zone, Misfire: is.Misfire, Paused: is.Paused, NextAt: is.NextAt}); err != nil {
			return ScheduleState{}, err
		}
		for kind, so := range map[string]bool{
			"jobs.moved_schedule":   is.Spec != was.Spec || is.Zone != was.Zone || is.Misfire != was.Misfire,
			"jobs.paused_schedule":  is.Paused && !was.Paused,
			"jobs.resumed_schedule": was.Paused && !is.Paused,
		} {
			if !so {
				continue
			}
			if err := noted(ctx, tx, kind, uuid.Nil, map[string]any{"schedule": name, "spec": is.Spec, "zone": is.Zone}); err != nil {
				return ScheduleState{}, err
			}
		}
		return a.schedule(listed(is)), nil
	})
}

func put[T any](into, given *T) {
	if given != nil {
		*into = *given
	}
}

func listed(r sqlcgen.LockScheduleRow) sqlcgen.ListSchedulesRow {
	return sqlcgen.ListSchedulesRow{Name: r.Name, Spec: r.Spec, Declared: r.Declared, Zone: r.Zone, OrgZone: r.OrgZone, Misfire: r.Misfire, Paused: r.Paused,
		NextAt: r.NextAt, LastAt: r.LastAt, Version: r.Version}
}

// nextRun is when a schedule runs next, or a fault that says what is wrong with it.
func nextRun(spec, zone string, now time.Time) (time.Time, error) {
	var faults fault.Collector
	c, err := parseCron(spec)
	if err != nil {
		faults.Add("/spec", "invalid", sentenceOf(err))
	}
	place, unknown := time.LoadLocation(zone)
	faults.Check(unknown == nil && zone != "" && zone != "Local", "/zone", "invalid", "A time zone is a name such as Europe/Berlin.")
	if err := faults.Err(); err != nil {
		return time.Time{}, err
	}
	return c.next(now, place), nil
}

// sentenceOf writes an error as a person reads it.
func sentenceOf(err error) string {
	text := []rune(err.Error())
	text[0] = unicode.ToUpper(text[0])
	return string(text) + "."
}

// Started is a run that somebody has asked for.
type Started struct {
	Key     uuid.UUID `json:"key" doc:"Of the work"`
	Already bool      `json:"already" doc:"A run was waiting to begin, so no second one was written"`
}

// runNow makes one delivery of a schedule. While one waits to begin, that is it.
func (a *admin) runNow(ctx context.Context, name string) (Started, error) {
	out, err := db.Write(ctx, a.db, func(tx *db.Tx) (Started, error) {
		if _, err := sqlcgen.New(tx).LockSchedule(ctx, name); err != nil {
			return Started{}, err
		}
		h := a.engine.handlers[name]
		if h == nil || h.spec == "" {
			return Started{}, ErrNoHandler
		}
		key := kernel.NewUUID()
		var s Started
		if err := tx.QueryRow(ctx, "select jobs.run_now($1, $2, $3, $4, $5)", name, key, h.Version, h.Lane, h.MaxFailures).Scan(&s.Key); err != nil {
			return s, err
		}
		s.Already = s.Key != key
		return s, noted(ctx, tx, "jobs.ran_schedule", s.Key, map[string]any{"schedule": name, "already": s.Already})
	})
	if err == nil {
		a.wake()
	}
	return out, err
}
