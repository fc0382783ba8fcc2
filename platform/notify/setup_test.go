package notify_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/notify"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

// fixture is a hub that runs, and people who listen to it over real connections.
type fixture struct {
	*pgtest.DB
	t    *testing.T
	hub  *notify.Hub
	root *db.Root
	crm  *db.Pool
	stop func() // ends the hub and waits for it
}

// quick is how a test looks for news; quiet never looks by itself.
var (
	quick = notify.Options{Poll: 10 * time.Millisecond}
	quiet = notify.Options{Poll: time.Hour}
)

// won is a kind of message of the tests.
var won = notify.Kind{Name: "test.won", Label: "A deal is won", Default: kernel.InApp, Because: "it is yours"}

func setup(t *testing.T, o notify.Options) *fixture {
	t.Helper()
	return tracedBy(t, o, nil)
}

func tracedBy(t *testing.T, o notify.Options, tracer pgx.QueryTracer) *fixture {
	t.Helper()
	f := &fixture{DB: pgtest.New(t), t: t}
	root, err := db.Open(t.Context(), f.URL, db.Options{Connections: 4, Tracer: tracer}) // its own, to hear its own commits
	require.NoError(t, err)
	o.DB, f.root, f.crm = root, root, root.For("crm")
	o.Readable = func(ctx context.Context) map[string][]string {
		if authz.Allowed(ctx, "crm.account.read") != nil {
			return nil
		}
		return map[string][]string{"crm.account": {"crm.account"}, "crm.address": {"crm.account"}}
	}
	o.Names = named
	o.Open = func(ctx context.Context, r kernel.Record) error {
		if err := authz.Allowed(ctx, "crm.account.read"); err != nil {
			return err
		}
		_, err := db.Read(ctx, f.crm, func(tx *db.Tx) (n int, err error) {
			return n, tx.QueryRow(ctx, "select 1 from crm.account where id = $1", r.ID).Scan(&n)
		})
		return err
	}
	f.hub = notify.New(o)
	root.SetCommitted(f.hub.Committed)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	running.Go(func() { f.hub.Run(ctx) })
	f.stop = func() { cancel(); running.Wait() }
	t.Cleanup(func() { f.stop(); root.Close() })
	return f
}

// somebody is another person of the organisation, with roles.
func (f *fixture) somebody(roles ...string) (context.Context, *pgtest.DB) {
	d := *f.DB
	d.User = kernel.NewID[kernel.User]()
	return d.With(f.t, context.WithoutCancel(d.Context(f.t)), authz.TestPolicy{}, roles...), &d
}

// me is the test's user, as an owner.
func (f *fixture) me() context.Context {
	return f.With(f.t, context.WithoutCancel(f.Context(f.t)), authz.TestPolicy{}, "owner")
}

// inTab is a context of a new tab of its person.
func inTab(ctx context.Context) context.Context {
	who, _ := actor.From(ctx)
	who.Tab = kernel.NewUUID()
	return actor.With(ctx, who)
}

func (f *fixture) client(ctx context.Context) *pgtest.Client {
	return f.ServerAs(f.t, ctx, map[string]func(*rest.API){"notify": f.hub.Routes})
}

func (f *fixture) account(ctx context.Context) uuid.UUID {
	f.t.Helper()
	id := kernel.NewUUID()
	require.NoError(f.t, db.Changed(ctx, f.crm, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "insert into crm.account (id, name, created_at, updated_at) values ($1, 'Oak', now(), now())", id)
		return err
	}))
	return id
}

func (f *fixture) send(to kernel.ID[kernel.User], title string) {
	f.t.Helper()
	ctx := f.me()
	require.NoError(f.t, db.Changed(ctx, f.crm, func(tx *db.Tx) error {
		return notify.Send(ctx, tx, to, notify.Message{Kind: won, Title: title})
	}))
}

// listening is an open stream.
type listening struct {
	t     *testing.T
	lines *bufio.Scanner
	res   *http.Response
}

// event is one event that came.
type event struct{ id, kind, data string }

// listen opens a stream and waits until it is open.
func (f *fixture) listen(h http.Handler, headers ...string) *listening {
	f.t.Helper()
	srv := httptest.NewServer(h)
	ctx, hangUp := context.WithTimeout(context.WithoutCancel(f.t.Context()), 20*time.Second)
	f.t.Cleanup(func() { hangUp(); srv.Close() })
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL+rest.Base+"/notify/stream", nil)
	require.NoError(f.t, err)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := srv.Client().Do(r)
	require.NoError(f.t, err)
	f.t.Cleanup(func() { _ = res.Body.Close() })
	l := &listening{t: f.t, lines: bufio.NewScanner(res.Body), res: res}
	if res.StatusCode == http.StatusOK {
		require.Equal(f.t, ": still here", l.line())
		l.line()
	}
	return l
}

func (l *listening) line() string {
	l.t.Helper()
	require.True(l.t, l.lines.Scan(), "the stream has ended: %v", l.lines.Err())
	return l.lines.Text()
}

// next waits for an event, past beats.
func (l *listening) next() event {
	l.t.Helper()
	var e event
	for {
		switch line := l.line(); {
		case line == "" && e.kind != "":
			return e
		case strings.HasPrefix(line, "id: "):
			e.id = line[4:]
		case strings.HasPrefix(line, "event: "):
			e.kind = line[7:]
		case strings.HasPrefix(line, "data: "):
			e.data = line[6:]
		}
	}
}

// ended reads to the end of the stream.
func (l *listening) ended() {
	l.t.Helper()
	for l.lines.Scan() {
		require.True(l.t, l.lines.Text() == "" || strings.HasPrefix(l.lines.Text(), ":"), l.lines.Text())
	}
	require.NoError(l.t, l.lines.Err(), "it ends, it is not cut off by the test's patience")
}

func (e event) changed(t *testing.T) notify.Changed {
	t.Helper()
	require.Equal(t, "changed", e.kind)
	var c notify.Changed
	require.NoError(t, json.Unmarshal([]byte(e.data), &c))
	return c
}
