package main

import (
	"context"
	"log/slog"
	"math"
	"time"

	"longhouse/platform/authz"
	"longhouse/platform/jobs"
	"longhouse/platform/telemetry"
)

// meters count what handlers do, as they do it.
type meters struct {
	run       func(seconds float64, values ...string)
	failed    func(n float64, values ...string)
	abandoned func(n float64, values ...string)
}

// meter is what jobs tell how each call of a handler went.
func (h *House) meter() func(handler, outcome string, took time.Duration) {
	h.meters = meters{
		run:       h.Metrics.Timer("longhouse_jobs_run_seconds", "Time that a call of a handler took, by how it went.", "handler", "outcome"),
		failed:    h.Metrics.Counter("longhouse_jobs_failures_total", "Calls of a handler that failed.", "handler"),
		abandoned: h.Metrics.Counter("longhouse_jobs_abandoned_total", "Calls of a handler that ignored their deadline and were given up.", "handler"),
	}
	return func(handler, outcome string, took time.Duration) {
		h.meters.run(took.Seconds(), handler, outcome)
		switch outcome {
		case "failed":
			h.meters.failed(1, handler)
		case "abandoned":
			h.meters.failed(1, handler)
			h.meters.abandoned(1, handler)
		}
	}
}

// measure adds to the metrics what only the house as a whole knows.
func (h *House) measure(ctx context.Context) {
	h.Metrics.Gauge("longhouse_db_connections_used", "Connections that work for somebody.", nil, func() float64 { used, _, _, _ := h.Root.Stat(); return float64(used) })
	h.Metrics.Gauge("longhouse_db_connections_limit", "Connections that there may be.", nil, func() float64 { _, _, limit, _ := h.Root.Stat(); return float64(limit) })
	h.Metrics.Gauge("longhouse_db_waits", "How often somebody waited for a connection.", nil, func() float64 { _, _, _, waited := h.Root.Stat(); return float64(waited) })
	h.Metrics.Gauge("longhouse_history_unsealed_seconds", "How long the oldest change or fact waits for its seal.", nil, func() float64 {
		oldest, err := h.Sealer.Oldest(ctx)
		if err != nil {
			return math.NaN() // it cannot be told, which is not nothing
		}
		return oldest.Seconds()
	})
	h.Metrics.Gauge("longhouse_history_seals_broken", "Verifications by this process that found history altered.", nil, func() float64 { return float64(h.History.Broken()) })
	h.Metrics.Gauge("longhouse_policy_alarms", "Decisions and policies that could not be read, and were refused.", nil, func() float64 { return float64(authz.Alarms()) })
}

// measureJobs adds the state of the background work of the whole house, which
// every node shows alike: an alarm takes the largest of them, not their sum.
func (h *House) measureJobs(ctx context.Context) {
	for _, part := range h.parts() {
		for _, handler := range part.Handlers { // there before the first call, so that a rate sees it
			h.meters.run(-1, handler.Name, "done")
			h.meters.failed(0, handler.Name)
			h.meters.abandoned(0, handler.Name)
		}
	}
	one := func(name, help string, of func(jobs.Stats) float64) {
		h.Metrics.Readings(name, help, nil, func() []telemetry.Reading {
			return h.pulse(ctx, func(s jobs.Stats) []telemetry.Reading { return []telemetry.Reading{{Value: of(s)}} })
		})
	}
	one("longhouse_jobs_oldest_ready_seconds", "How long the oldest work has been due.", func(s jobs.Stats) float64 { return s.OldestReadySeconds })
	one("longhouse_jobs_relay_lag_seconds", "How long work that this node knows, and nobody has paused, has been due without being handed out.", func(s jobs.Stats) float64 { return s.RelayLagSeconds })
	one("longhouse_jobs_dead", "Work that failed too often and waits for a decision.", func(s jobs.Stats) (n float64) {
		for _, l := range s.Handlers {
			n += float64(l.Dead)
		}
		return n
	})
	one("longhouse_jobs_orphans", "Open work of handlers that this node does not know.", func(s jobs.Stats) float64 { return float64(s.Orphans) })
	one("longhouse_jobs_schedules_late", "Schedules that came due more than two minutes ago and did not run.", func(s jobs.Stats) float64 { return float64(s.SchedulesLate) })
	one("longhouse_jobs_redis_up", "1 while Redis answers. While it does not, work waits in PostgreSQL.", func(s jobs.Stats) float64 {
		if s.Redis == "ok" {
			return 1
		}
		return 0
	})
	h.Metrics.Readings("longhouse_jobs_open", "Open work by handler and state.", []string{"handler", "state"}, func() []telemetry.Reading {
		return h.pulse(ctx, func(s jobs.Stats) (out []telemetry.Reading) {
			for _, c := range s.Counts {
				out = append(out, telemetry.Reading{Labels: []string{c.Handler, c.State}, Value: float64(c.Count)})
			}
			return out
		})
	})
	h.Metrics.Readings("longhouse_jobs_pointers", "Pointers that wait in Redis for a worker, by lane.", []string{"lane"}, func() []telemetry.Reading {
		return h.pulse(ctx, func(s jobs.Stats) (out []telemetry.Reading) {
			for lane, n := range s.Pointers {
				out = append(out, telemetry.Reading{Labels: []string{lane}, Value: float64(n)})
			}
			return out
		})
	})
	h.Metrics.Gauge("longhouse_jobs_slots", "Deliveries that this node may work on at once; 0: it hands them out only.", nil, func() float64 { return float64(h.Jobs.Slots()) })
}

// pulse reads the state of the background work. While PostgreSQL is away there
// are no numbers, which is what an alarm should see.
func (h *House) pulse(ctx context.Context, of func(jobs.Stats) []telemetry.Reading) []telemetry.Reading {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	s, err := h.Jobs.Pulse(ctx)
	if err != nil {
		slog.DebugContext(ctx, "no numbers of background work", "error", err)
		return nil
	}
	return of(s)
}
