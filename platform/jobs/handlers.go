package jobs

import (
	"context"
	"maps"
	"slices"
	"time"

	"longhouse/platform/db"
	"longhouse/platform/jobs/sqlcgen"
)

// HandlerState is what one handler has to do in an organisation, and how it gets on.
type HandlerState struct {
	Handler            string     `json:"handler" example:"crm.reserve_stock"`
	About              string     `json:"about" doc:"What it does, as a sentence; empty if no node like this one knows it"`
	Known              bool       `json:"known" doc:"A node of this version runs it. If not, its work waits until one does"`
	Lane               string     `json:"lane" enum:"event,job,long"`
	Open               OpenWork   `json:"open"`
	OldestReadySeconds float64    `json:"oldest_ready_seconds" doc:"How long the oldest one has been due"`
	DoneHour           int64      `json:"done_in_an_hour"`
	DoneMinute         int64      `json:"done_in_a_minute"`
	FailedHour         int64      `json:"failed_in_an_hour"`
	FailedMinute       int64      `json:"failed_in_a_minute"`
	Wait               *Quantiles `json:"wait,omitempty" doc:"From when it was due to its start, of the last 500"`
	Run                *Quantiles `json:"run,omitempty" doc:"From its start to its end, of the last 500"`
	LastError          string     `json:"last_error,omitempty"`
	LastErrorAt        *time.Time `json:"last_error_at,omitempty"`
	Pause              *Pause     `json:"pause,omitempty" doc:"Somebody has paused it: its work waits"`
}

// OpenWork counts open work by its state.
type OpenWork struct {
	Ready     int64 `json:"ready"`
	Waiting   int64 `json:"waiting"`
	Paused    int64 `json:"paused"`
	Out       int64 `json:"out"`
	Held      int64 `json:"held"`
	Dead      int64 `json:"dead"`
	Uncertain int64 `json:"uncertain"`
}

// Quantiles of a duration, in seconds.
type Quantiles struct {
	P50 float64 `json:"p50_seconds"`
	P99 float64 `json:"p99_seconds"`
}

// Pause says who paused a handler, and when.
type Pause struct {
	By Person    `json:"by"`
	At time.Time `json:"at"`
}

// handlers are those that this node knows, and those that there is work of.
func (a *admin) handlers(ctx context.Context) ([]HandlerState, error) {
	out, err := db.Read(ctx, a.db, func(tx *db.Tx) ([]HandlerState, error) {
		all := a.engine.lines()
		if err := all.fill(ctx, sqlcgen.New(tx)); err != nil {
			return nil, err
		}
		out := make([]HandlerState, 0, len(all.states))
		for _, name := range slices.Sorted(maps.Keys(all.states)) {
			out = append(out, *all.states[name])
		}
		return out, nil
	})
	if err != nil {
		return nil, err
	}
	var people []*Person
	for i := range out {
		if out[i].Pause != nil {
			people = append(people, &out[i].Pause.By)
		}
	}
	return out, a.name(ctx, people...)
}

// lines are the handlers of a page, by name.
type lines struct {
	engine *Engine
	states map[string]*HandlerState
}

func (e *Engine) lines() lines {
	l := lines{e, map[string]*HandlerState{}}
	for name := range e.handlers {
		l.of(name)
	}
	return l
}

func (l lines) of(name string) *HandlerState {
	s := l.states[name]
	if s == nil {
		s = &HandlerState{Handler: name, Lane: LaneJob}
		if h := l.engine.handlers[name]; h != nil {
			s.About, s.Lane, s.Known = h.About, h.Lane, true
		}
		l.states[name] = s
	}
	return s
}

func (l lines) fill(ctx context.Context, q *sqlcgen.Queries) error {
	counts, err := q.CountByHandler(ctx)
	if err != nil {
		return err
	}
	for _, c := range counts {
		s := l.of(c.Handler)
		s.Lane = c.Lane
		s.Open.add(c.State, c.N)
		s.OldestReadySeconds = max(s.OldestReadySeconds, c.OldestReady)
	}
	ended, err := q.EndedHandlers(ctx)
	if err != nil {
		return err
	}
	for _, name := range ended {
		l.of(name)
	}
	pauses, err := q.Pauses(ctx)
	if err != nil {
		return err
	}
	for _, p := range pauses {
		l.of(p.Handler).Pause = &Pause{By: personOf(p.By), At: p.At}
	}
	pace, err := q.Pace(ctx, slices.Collect(maps.Keys(l.states)))
	for _, p := range pace {
		s := l.of(p.Handler)
		s.DoneHour, s.DoneMinute, s.FailedHour, s.FailedMinute = p.DoneHour, p.DoneMinute, p.FailedHour, p.FailedMinute
		if p.Measured > 0 {
			s.Wait, s.Run = &Quantiles{p.Wait50, p.Wait99}, &Quantiles{p.Run50, p.Run99}
		}
		if s.LastError = p.LastError; p.LastErrorAt.Unix() > 0 {
			at := p.LastErrorAt
			s.LastErrorAt = &at
		}
	}
	return err
}

func (o *OpenWork) add(state string, n int64) {
	switch state {
	case "ready":
		o.Ready += n
	case "waiting":
		o.Waiting += n
	case "paused":
		o.Paused += n
	case "out":
		o.Out += n
	case "held":
		o.Held += n
	case "dead":
		o.Dead += n
	default:
		o.Uncertain += n
	}
}

// Health says in one line whether anybody has to do something.
type Health struct {
	OldestReadySeconds float64 `json:"oldest_ready_seconds"`
	RelayLagSeconds    float64 `json:"relay_lag_seconds" doc:"How long work that this node knows, and nobody has paused, has been due without being handed out"`
	PerMinute          float64 `json:"per_minute" doc:"Ended in a minute, on average of the last five"`
	FailuresHour       int64   `json:"failures_in_an_hour"`
	Held               int64   `json:"held" doc:"At work under a lease: reactions and long jobs"`
	Paused             int64   `json:"paused"`
	Dead               int64   `json:"dead"`
	Decisions          int64   `json:"decisions" doc:"Acts that wait for another person"`
	Redis              string  `json:"redis" enum:"ok,down" doc:"While it is down, work waits in PostgreSQL"`
}

func (a *admin) health(ctx context.Context) (Health, error) {
	known := slices.Sorted(maps.Keys(a.engine.handlers))
	h, err := db.Read(ctx, a.db, func(tx *db.Tx) (Health, error) {
		r, err := sqlcgen.New(tx).HealthOf(ctx, known)
		return Health{OldestReadySeconds: r.OldestReady, RelayLagSeconds: r.RelayLag, PerMinute: float64(r.EndedInFiveMinutes) / 5, FailuresHour: r.FailuresInAnHour,
			Held: r.Held, Paused: r.Paused, Dead: r.Dead, Decisions: r.Decisions}, err
	})
	if h.Redis = "ok"; err == nil && a.engine.answers(ctx) != nil {
		h.Redis = "down"
	}
	return h, err
}
