package jobs

import (
	"context"
	"maps"
	"slices"
)

// Count is how many deliveries of a handler are in a state.
type Count struct {
	Handler            string  `json:"handler"`
	State              string  `json:"state"`
	Count              int64   `json:"count"`
	OldestReadySeconds float64 `json:"oldest_ready_seconds"`
}

// Stats is the state of the whole house, for operators and alarms.
type Stats struct {
	Counts             []Count        `json:"counts"`
	OldestReadySeconds float64        `json:"oldest_ready_seconds"`
	RelayLagSeconds    float64        `json:"relay_lag_seconds"` // how long work that this house can do has been due and not handed out
	SchedulesLate      int64          `json:"schedules_late"`
	Orphans            int64          `json:"orphans"` // work for handlers, or newer payloads, that this binary does not know
	Handlers           []HandlerStats `json:"handlers"`
	Pointers           map[string]int `json:"pointers"` // in Redis, by lane
	Epoch              string         `json:"epoch"`    // of Redis; a new one says that it was emptied or replaced
	Redis              string         `json:"redis"`    // ok, or what is wrong
}

// HandlerStats sums up the open work of one handler.
type HandlerStats struct {
	Handler            string  `json:"handler"`
	About              string  `json:"about"` // empty: this binary does not know it
	Lane               string  `json:"lane"`
	Open               int64   `json:"open"` // not dead
	Dead               int64   `json:"dead"`
	OldestReadySeconds float64 `json:"oldest_ready_seconds"`
}

// Stats counts open work, of all organisations unless Options.Only says one.
// It works without Start, and says so when Redis does not answer.
func (e *Engine) Stats(ctx context.Context) (Stats, error) {
	house := e.root.For("relay")
	counts, err := many(ctx, house, func(scan func(...any) error) (c Count, err error) {
		return c, scan(&c.Handler, &c.State, &c.Count, &c.OldestReadySeconds)
	}, "select handler, state, n, oldest_ready from jobs.count_all($1)", e.o.Only.Ptr())
	if err != nil {
		return Stats{}, err
	}
	s := Stats{Counts: counts, Redis: "ok", Handlers: e.summed(counts)}
	late, err := many(ctx, house, func(scan func(...any) error) (l Stats, err error) {
		return l, scan(&l.OldestReadySeconds, &l.RelayLagSeconds, &l.SchedulesLate)
	}, "select oldest_ready, relay_lag, schedules_late from jobs.lateness($1, $2)", slices.Collect(maps.Keys(e.handlers)), e.o.Only.Ptr())
	if err != nil {
		return Stats{}, err
	}
	for _, l := range late { // one row
		s.OldestReadySeconds, s.RelayLagSeconds, s.SchedulesLate = l.OldestReadySeconds, l.RelayLagSeconds, l.SchedulesLate
	}
	for _, c := range counts {
		if e.handlers[c.Handler] == nil {
			s.Orphans += c.Count
		}
	}
	if s.Pointers, s.Epoch, err = e.carrier.stats(ctx); err != nil {
		s.Redis = err.Error()
	}
	return s, nil
}

// summed has a line for every handler that this binary knows or that has open work.
func (e *Engine) summed(counts []Count) []HandlerStats {
	lines := map[string]*HandlerStats{}
	for name, h := range e.handlers {
		lines[name] = &HandlerStats{Handler: name, About: h.About, Lane: h.Lane}
	}
	for _, c := range counts {
		line := lines[c.Handler]
		if line == nil {
			line = &HandlerStats{Handler: c.Handler}
			lines[c.Handler] = line
		}
		if c.State == "dead" {
			line.Dead += c.Count
		} else {
			line.Open += c.Count
		}
		line.OldestReadySeconds = max(line.OldestReadySeconds, c.OldestReadySeconds)
	}
	out := make([]HandlerStats, 0, len(lines))
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		out = append(out, *lines[name])
	}
	return out
}

// Slots is how many deliveries this node may work on at once; none if it is idle.
func (e *Engine) Slots() int {
	if e.o.Idle {
		return 0
	}
	return e.o.Slots + e.o.LongSlots + e.o.OutsideSlots
}
