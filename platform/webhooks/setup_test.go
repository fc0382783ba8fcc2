package webhooks_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
	"longhouse/platform/webhooks"
)

// moved is an event about a thing, which readers of deals may see.
type moved struct {
	Thing uuid.UUID `json:"thing"`
	Price string    `json:"price"`
}

func (moved) EventType() string      { return "probe.thing_moved.v1" }
func (e moved) About() kernel.Record { return kernel.Record{Entity: "probe.thing", ID: e.Thing} }

// broke is another event about a thing.
type broke struct {
	Thing uuid.UUID `json:"thing"`
}

func (broke) EventType() string      { return "probe.thing_broke.v1" }
func (e broke) About() kernel.Record { return kernel.Record{Entity: "probe.thing", ID: e.Thing} }

// private is an event that is nobody else's.
type private struct{}

func (private) EventType() string { return "probe.private.v1" }

type fixture struct {
	*pgtest.DB
	t      testing.TB
	ctx    context.Context
	svc    *webhooks.Service
	engine *jobs.Engine
	crm    *db.Pool
	api    *pgtest.Client

	mu       sync.Mutex
	roles    []string           // of the owner
	hidden   map[uuid.UUID]bool // things that the owner may not see
	gone     bool               // the owner may not sign in
	unproven bool
	told     []kernel.Message
}

// with are a test's choices.
type with struct {
	webhooks.Options
	stopped bool // the engine does not run
	fresh   bool // a database of its own
	roles   []string
}

func setup(t testing.TB, w with) *fixture {
	t.Helper()
	f := &fixture{DB: pgtest.New(t), t: t, roles: []string{"crm.lead"}, hidden: map[uuid.UUID]bool{}}
	f.ctx = f.As(t, "owner")
	if w.fresh {
		f.URL = pgtest.Fresh(t)
	}
	root, err := db.Open(t.Context(), f.URL, db.Options{Connections: 12})
	require.NoError(t, err)
	redisURL := os.Getenv("REDIS_URL")
	require.NotEmpty(t, redisURL, "a test needs Redis: set REDIS_URL")
	f.engine, err = jobs.New(root, jobs.Options{RedisURL: redisURL, Only: f.Org, Backoff: func(int) time.Duration { return 5 * time.Millisecond }})
	require.NoError(t, err)
	root.SetOutbox(f.engine)
	o := w.Options
	o.DB, o.As, o.Tell = root, f.lent, f.tell
	o.Proven = func(context.Context) error {
		if f.unproven {
			return fault.New(fault.Forbidden, "fresh_proof_required", "Prove it.")
		}
		return nil
	}
	o.Names = func(_ context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
		return map[uuid.UUID]string{f.User.UUID: "Ann"}, nil
	}
	o.Tokens = func(context.Context, uuid.UUID) (map[uuid.UUID]string, error) { return nil, nil }
	if o.Allow == "" {
		o.Allow = "127.0.0.0/8"
	}
	if o.Plan == nil {
		o.Plan = []time.Duration{time.Millisecond, time.Millisecond, time.Millisecond}
	}
	f.svc, err = webhooks.New(o)
	require.NoError(t, err)
	f.svc.Register([]kernel.Event{moved{}, broke{}, private{}}, []history.Entity{{Name: "probe.thing", Read: "crm.deal.read", Visible: f.visible}})
	require.NoError(t, f.engine.Register(root.For("platform"), f.svc.Handlers()...))
	f.crm = root.For("crm")
	f.api = f.Server(t, map[string]func(*rest.API){"webhooks": f.svc.Routes}, w.roles...)
	t.Cleanup(func() { root.Close(); f.flush(redisURL) })
	if !w.stopped {
		f.start()
	}
	return f
}

func (f *fixture) start() {
	f.t.Helper()
	require.NoError(f.t, f.engine.Start(f.t.Context()))
	f.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		require.NoError(f.t, f.engine.Stop(ctx))
	})
}

func (f *fixture) lent(ctx context.Context, who actor.Actor) (context.Context, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.gone {
		return ctx, fault.ErrForbidden.Say("This person may not sign in any more.")
	}
	return f.With(f.t, actor.With(ctx, who), authz.TestPolicy{}, f.roles...), nil
}

func (f *fixture) visible(_ context.Context, id uuid.UUID) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.hidden[id] {
		return fault.ErrNotFound
	}
	return nil
}

func (f *fixture) tell(_ context.Context, _ *db.Tx, people []uuid.UUID, m kernel.Message) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	require.Equal(f.t, []uuid.UUID{f.User.UUID}, people)
	f.told = append(f.told, m)
	return nil
}

// emit commits an event.
func (f *fixture) emit(events ...kernel.Event) {
	f.t.Helper()
	ctx := f.Context(f.t)
	require.NoError(f.t, db.Changed(ctx, f.crm, func(tx *db.Tx) error { return tx.Emit(ctx, events...) }))
}

// settle waits until nothing is under way.
func (f *fixture) settle() {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 40*time.Second)
	defer cancel()
	require.NoError(f.t, f.engine.Settle(ctx, f.Org))
}

// endpoint makes one over REST.
func (f *fixture) endpoint(url string, types ...string) webhooks.Endpoint {
	f.t.Helper()
	var e webhooks.Endpoint
	f.api.Post("/webhooks/endpoints", map[string]any{"url": url, "types": append([]string{}, types...)}).Is(201).JSON(&e)
	return e
}

func (f *fixture) read(e webhooks.Endpoint) webhooks.Endpoint {
	f.t.Helper()
	var out webhooks.Endpoint
	f.api.Get("/webhooks/endpoints/" + e.ID.String()).Is(200).JSON(&out)
	return out
}

// act does something to an endpoint as it is now.
func (f *fixture) act(e webhooks.Endpoint, verb string, body any) pgtest.Response {
	f.t.Helper()
	r := f.api.Get("/webhooks/endpoints/" + e.ID.String()).Is(200)
	return f.api.Post("/webhooks/endpoints/"+e.ID.String()+"/"+verb, body, "If-Match", r.Header.Get("ETag"))
}

// log lists what became of an endpoint's webhooks, the oldest first.
func (f *fixture) log(e webhooks.Endpoint, query ...string) []webhooks.Delivery {
	f.t.Helper()
	var p struct {
		Items []webhooks.Delivery `json:"items"`
	}
	f.api.Get("/webhooks/endpoints/" + e.ID.String() + "/deliveries?sort=created_at&limit=200&" + strings.Join(query, "&")).Is(200).JSON(&p)
	return p.Items
}

func (f *fixture) whole(e webhooks.Endpoint, d webhooks.Delivery) webhooks.Delivery {
	f.t.Helper()
	var out webhooks.Delivery
	f.api.Get("/webhooks/endpoints/" + e.ID.String() + "/deliveries/" + d.ID.String()).Is(200).JSON(&out)
	return out
}

// sql runs a statement behind the fences; $1 is the organisation.
func (f *fixture) sql(text string, args ...any) {
	f.t.Helper()
	conn := f.Superuser(f.t)
	_, err := conn.Exec(f.ctx, "set session_replication_role = replica") // no triggers: history has no actor here
	require.NoError(f.t, err)
	_, err = conn.Exec(f.ctx, text, append([]any{f.Org.UUID}, args...)...)
	require.NoError(f.t, err)
}

// number reads one number behind the fences.
func (f *fixture) number(text string, args ...any) (n int) {
	f.t.Helper()
	require.NoError(f.t, f.Superuser(f.t).QueryRow(f.ctx, text, append([]any{f.Org.UUID}, args...)...).Scan(&n))
	return n
}

func (f *fixture) flush(url string) {
	o, err := redis.ParseURL(url)
	require.NoError(f.t, err)
	client := redis.NewClient(o)
	defer func() { _ = client.Close() }()
	ctx := context.Background()
	keys := client.Scan(ctx, 0, "*"+f.Org.String()+"*", 1000).Iterator()
	for keys.Next(ctx) {
		client.Del(ctx, keys.Val())
	}
}

// heard is a call as the other side got it.
type heard struct {
	header http.Header
	body   string
}

// receiver is the other side: a real server on this machine.
type receiver struct {
	*httptest.Server
	calls chan heard
}

// listen starts one. answer gets the number of the call, from 1; nil: 204.
func listen(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request)) *receiver {
	t.Helper()
	r := &receiver{calls: make(chan heard, 1000)}
	var mu sync.Mutex
	n := 0
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		mu.Lock()
		n++
		call := n
		mu.Unlock()
		r.calls <- heard{q.Header, string(body)}
		if answer == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		answer(call, w, q)
	}))
	t.Cleanup(func() { r.CloseClientConnections(); r.Close() })
	return r
}

// next waits for a call.
func (r *receiver) next(t *testing.T) heard {
	t.Helper()
	select {
	case h := <-r.calls:
		return h
	case <-time.After(20 * time.Second):
		require.FailNow(t, "nobody called")
		return heard{}
	}
}
