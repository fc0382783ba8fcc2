package pgtest

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/rest"
)

// Client talks to modules over HTTP, as the test's user.
type Client struct {
	t       testing.TB
	handler http.Handler
}

// Response is what came back.
type Response struct {
	t      testing.TB
	Status int
	Header http.Header
	Body   []byte
}

// Server serves the routes of modules, by name, to the test's user, who holds
// these shipped roles; without any, they are the owner.
func (d *DB) Server(t testing.TB, routes map[string]func(*rest.API), roles ...string) *Client {
	t.Helper()
	if len(roles) == 0 {
		roles = []string{"owner"}
	}
	return d.ServerAs(t, d.As(t, roles...), routes)
}

// ServerWith is Server under a policy of the test's choice.
func (d *DB) ServerWith(t testing.TB, routes map[string]func(*rest.API), p authz.TestPolicy, roles ...string) *Client {
	t.Helper()
	return d.ServerAs(t, d.With(t, d.Context(t), p, roles...), routes)
}

// Gate lets everybody in as whoever acts in the context.
func Gate(as context.Context) rest.Gate {
	return rest.Gate{
		Who: func(ctx context.Context, _ *http.Request) (context.Context, error) { return recognised{ctx, as}, nil },
		May: authz.Allowed, Through: authz.Through, Mates: authz.Mates,
		Now: func(context.Context) (time.Time, error) { return clock.Clock{}.Now(), nil },
	}
}

// ServerAs serves the routes of modules to whoever acts in the context as. Who
// else is to hear of what passes the gate may be added to it.
func (d *DB) ServerAs(t testing.TB, as context.Context, routes map[string]func(*rest.API), hear ...func(*rest.Gate)) *Client { //nolint:revive // t first, as everywhere in tests
	t.Helper()
	gate := Gate(as)
	for _, add := range hear {
		add(&gate)
	}
	return d.ServerFor(t, rest.Options{Gate: gate}, routes)
}

// ServerFor serves the routes of modules as the options say.
func (*DB) ServerFor(t testing.TB, o rest.Options, routes map[string]func(*rest.API)) *Client {
	t.Helper()
	o.Version = "test"
	a := rest.New(o)
	for name, register := range routes {
		register(a.For(name))
	}
	return &Client{t: t, handler: a.Handler()}
}

// recognised is a request's context that knows who acts.
type recognised struct {
	context.Context
	as context.Context //nolint:containedctx // its values are what a gate would have put in
}

// Value prefers what the request knows.
func (r recognised) Value(key any) any {
	if v := r.Context.Value(key); v != nil {
		return v
	}
	return r.as.Value(key)
}

// Handler is what the client talks to, for tests that need a real connection.
func (c *Client) Handler() http.Handler { return c.handler }

// Get reads below /api/v1. Headers are given as name, value, name, value.
func (c *Client) Get(path string, headers ...string) Response {
	return c.Do(http.MethodGet, path, nil, headers...)
}

// Post sends a body, or none for nil, with a new Idempotency-Key unless the
// headers name one.
func (c *Client) Post(path string, body any, headers ...string) Response {
	c.t.Helper()
	return c.Do(http.MethodPost, path, body, append([]string{"Idempotency-Key", uuid.NewString()}, headers...)...)
}

// Put sends a body that takes another's place.
func (c *Client) Put(path string, body any, headers ...string) Response {
	return c.Do(http.MethodPut, path, body, headers...)
}

// Patch sends a change.
func (c *Client) Patch(path string, body any, headers ...string) Response {
	return c.Do(http.MethodPatch, path, body, headers...)
}

// Delete removes what is at the path.
func (c *Client) Delete(path string, headers ...string) Response {
	return c.Do(http.MethodDelete, path, nil, headers...)
}

// Do sends any request. A body that is a string is sent as it is.
func (c *Client) Do(method, path string, body any, headers ...string) Response {
	c.t.Helper()
	var b []byte
	switch v := body.(type) {
	case nil:
	case string:
		b = []byte(v)
	default:
		var err error
		b, err = json.Marshal(v)
		require.NoError(c.t, err)
	}
	r := httptest.NewRequestWithContext(c.t.Context(), method, rest.Base+path, bytes.NewReader(b))
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	note(method, path, w.Code)
	if w.Code == http.StatusPreconditionFailed {
		require.NotEmpty(c.t, w.Header().Get("ETag"), "%s %s: whoever is late is told the version of now (fault.StaleAt)", method, path)
	}
	return Response{t: c.t, Status: w.Code, Header: w.Header(), Body: w.Body.Bytes()}
}

// Is checks the status and returns the response, to be chained.
func (r Response) Is(status int) Response {
	r.t.Helper()
	require.Equal(r.t, status, r.Status, "%s", r.Body)
	return r
}

// Code is the code of the problem that came back.
func (r Response) Code() string {
	r.t.Helper()
	return r.Problem().Code
}

// JSON reads the body into a value and returns the response, to be chained.
func (r Response) JSON(into any) Response {
	r.t.Helper()
	require.NoError(r.t, json.Unmarshal(r.Body, into), "%d %s", r.Status, r.Body)
	return r
}

// Problem reads the body as a problem.
func (r Response) Problem() rest.Problem {
	r.t.Helper()
	var p rest.Problem
	r.JSON(&p)
	return p
}
