package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// Reason says why the process is not ready, or not quite.
type Reason struct {
	Code   string    `json:"code"` // postgres_down, redis_down, stopping
	Detail string    `json:"detail"`
	Since  time.Time `json:"since"`
}

// Check looks at one thing that the process needs.
type Check struct {
	Code string // of the reason that it gives
	// Degraded: the process still serves, only slower or later.
	Degraded bool
	// Look fails when the thing is not as it should be.
	Look func(ctx context.Context) error
}

// Health answers /healthz and /readyz. Its zero value is ready.
type Health struct {
	Checks []Check
	Now    func() time.Time

	mu    sync.Mutex
	since map[string]time.Time
	over  bool
}

// Stopping makes the process not ready, so that no new work is sent to it.
func (h *Health) Stopping() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.over = true
}

// State is "ready", "degraded" or "not_ready", with the reasons.
func (h *Health) State(ctx context.Context) (string, []Reason) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	found := make([]error, len(h.Checks))
	var looks sync.WaitGroup
	for i, c := range h.Checks {
		looks.Go(func() { found[i] = c.Look(ctx) })
	}
	looks.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	state, reasons := "ready", []Reason{}
	note := func(code, detail string, degraded bool) {
		if state != "not_ready" {
			state = "degraded"
		}
		if !degraded {
			state = "not_ready"
		}
		reasons = append(reasons, Reason{code, detail, h.first(code)})
	}
	if h.over {
		note("stopping", "The process is on its way out.", false)
	}
	for i, c := range h.Checks {
		if found[i] == nil {
			delete(h.since, c.Code)
			continue
		}
		note(c.Code, found[i].Error(), c.Degraded)
	}
	return state, reasons
}

func (h *Health) first(code string) time.Time {
	if h.since == nil {
		h.since = map[string]time.Time{}
	}
	if _, ok := h.since[code]; !ok && h.Now != nil {
		h.since[code] = h.Now()
	}
	return h.since[code]
}

// Handler serves /healthz and /readyz, and hands on whatever else is asked: for
// a process that serves no people.
func (h *Health) Handler(others http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", h.live)
	mux.HandleFunc("GET /readyz", h.ready)
	mux.Handle("/", others)
	return mux
}

func (h *Health) live(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte("{\"status\":\"ok\"}\n")) // the asker may be gone
}

func (h *Health) ready(w http.ResponseWriter, r *http.Request) {
	state, reasons := h.State(r.Context())
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if state == "not_ready" {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"status": state, "reasons": reasons}) // likewise
}
