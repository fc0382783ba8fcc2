package identity_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/platform/access"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/identity"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	post "longhouse/platform/mail"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
	"longhouse/policies"
)

const (
	password = "correct horse battery staple"
	another  = "violet tram under seven bridges"
)

var resources = []kernel.Resource{
	{Name: "crm.deal", Actions: kernel.Actions("read", "create", "update"), Scopes: kernel.OwnTeamDeptAll},
	{Name: "inventory.stock", Actions: kernel.Actions("read", "update", "move"), Scopes: kernel.AllOnly},
}

var rights = []kernel.Permission{"crm.deal.read", "crm.deal.create", "crm.deal.update", "inventory.stock.read", "inventory.stock.update", "inventory.stock.move"}

// fixture is a house with one organisation, whose owner is ann.
type fixture struct {
	t      *testing.T
	url    config.Secret
	root   *db.Root
	engine *authz.Engine
	svc    *identity.Service
	jobs   *jobs.Engine
	grants *access.Service
	http   http.Handler
	net    string // a network of the test's own: tries are counted by network
	org    identity.Organisation
	ann    identity.User
	owner  context.Context //nolint:containedctx // ann, in every call
}

// house is identity over a database, without any organisation of the test's.
func house(t *testing.T, url config.Secret) *fixture {
	t.Helper()
	root, err := db.Open(t.Context(), url, db.Options{Connections: 4}) // its own: its mails go by an engine of its own
	require.NoError(t, err)
	t.Cleanup(root.Close)
	f := &fixture{t: t, url: url, root: root, net: fmt.Sprintf("2001:db8:%x:%x", rand.IntN(1<<16-1)+1, (rand.IntN(1<<8-1)+1)<<8)}
	f.engine, err = authz.New(root, authz.Options{Model: policies.Model, Roles: policies.Roles})
	require.NoError(t, err)
	require.NoError(t, f.engine.Register(identity.Resources, identity.Permissions))
	require.NoError(t, f.engine.Register(resources, rights))
	require.NoError(t, f.engine.Register(access.Resources, access.Permissions))
	f.grants = access.New(access.Options{DB: root, Rights: f.engine, Clock: clock.Clock{},
		People: func(ctx context.Context) ([]access.Person, error) { return f.svc.People(ctx) },
		Proven: func(ctx context.Context) error { return f.svc.Proven(ctx) }})
	f.svc = identity.New(identity.Options{DB: root, Rights: f.engine, Grants: f.grants, Clock: clock.Clock{}, Cores: 4, Address: "http://localhost:8080"})
	api := rest.New(rest.Options{Gate: rest.Gate{Who: f.svc.Who, Still: f.svc.Still, May: authz.Allowed}})
	f.svc.Routes(api.For("identity"))
	rest.Register(api.For("test"), rest.Op{ID: "test-deals", Method: "GET", Path: "/deals", Needs: "crm.deal.read"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[string], error) {
			s, err := authz.Scope(ctx, "crm.deal.read")
			reach := s.Allow
			if s.Also != nil {
				reach = min(reach, s.Also.Allow)
			}
			return rest.Say(reach.String()), err
		})
	f.http = api.Handler()
	return f
}

func setup(t *testing.T) *fixture {
	t.Helper()
	d := pgtest.New(t)
	f := house(t, d.URL)
	f.org, f.ann = f.found()
	f.posting(os.Getenv("REDIS_URL"), f.org.ID, true)
	f.owner = f.acting(f.org, f.ann)
	return f
}

// posting lets the house write mails, which are kept; they go when a test lets
// them. only is the organisation of the test; shown keeps their one-time links.
func (f *fixture) posting(redis string, only kernel.ID[kernel.Org], shown bool) {
	f.t.Helper()
	require.NotEmpty(f.t, redis, "a test needs Redis: set REDIS_URL")
	var err error
	f.jobs, err = jobs.New(f.root, jobs.Options{RedisURL: redis, Only: only, Lease: time.Second, Grace: 10 * time.Second})
	require.NoError(f.t, err)
	f.root.SetOutbox(f.jobs)
	mails, err := post.New(post.Options{DB: f.root, Shown: shown})
	require.NoError(f.t, err)
	require.NoError(f.t, f.jobs.Register(f.root.For("platform"), mails.Handlers()...))
	require.NoError(f.t, f.jobs.Register(f.root.For("identity"), f.svc.Handlers()...))
	f.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := f.jobs.Stop(ctx); err != nil {
			f.t.Error(err)
		}
	})
}

// letter is a mail that the house wrote.
type letter struct{ kind, address, subject, text, link, state string }

// letters lets the mails go, and reads them, the first first.
func (f *fixture) letters() []letter {
	f.t.Helper()
	if err := f.jobs.Start(f.t.Context()); err != nil {
		require.ErrorContains(f.t, err, "runs already")
	}
	ctx, cancel := context.WithTimeout(f.t.Context(), 30*time.Second)
	defer cancel()
	require.NoError(f.t, f.jobs.Settle(ctx, f.org.ID))
	rows, err := f.superuser().Query(f.t.Context(), "select kind, address, subject, text, link, state from platform.mail where org_id = $1 order by at", f.org.ID)
	require.NoError(f.t, err)
	defer rows.Close()
	out := []letter{}
	for rows.Next() {
		var l letter
		require.NoError(f.t, rows.Scan(&l.kind, &l.address, &l.subject, &l.text, &l.link, &l.state))
		out = append(out, l)
	}
	require.NoError(f.t, rows.Err())
	return out
}

func mail() string { return "p" + uuid.NewString() + "@example.org" }

func (f *fixture) found() (identity.Organisation, identity.User) {
	f.t.Helper()
	org, user, err := f.svc.Found(f.t.Context(), identity.Founding{Organisation: "Oak", Slug: "o" + uuid.NewString()[:8], Currency: "EUR", Zone: "Europe/Berlin", Name: "Ann Person", Email: mail(), Password: password})
	require.NoError(f.t, err)
	return org, user
}

// acting is a context in which a person acts in an organisation, with the rights of now.
func (f *fixture) acting(org identity.Organisation, user identity.User) context.Context {
	f.t.Helper()
	ctx, err := f.engine.Attach(actor.With(f.t.Context(), actor.Actor{Org: org.ID, User: user.ID, Via: actor.UI}))
	require.NoError(f.t, err)
	return ctx
}

// join invites somebody into the organisation, and accepts.
func (f *fixture) join(roles ...string) (identity.User, string) {
	f.t.Helper()
	address := mail()
	i, err := f.svc.Invite(f.owner, address, "Bob Builder", roles)
	require.NoError(f.t, err)
	cookie, err := f.svc.Accept(f.t.Context(), i.Token, "", password, identity.From{Address: f.net + "::7"})
	require.NoError(f.t, err)
	f.refresh()
	return f.who(cookie).User, cookie
}

// setRoles gives somebody exactly these roles.
func (f *fixture) setRoles(user identity.User, roles ...string) error {
	_, err := f.grants.SetRoles(f.owner, user.ID, roles)
	return err
}

// refresh takes the rights of now.
func (f *fixture) refresh() { f.owner = f.acting(f.org, f.ann) }

type answer struct {
	t      *testing.T
	Status int
	Header http.Header
	Body   string
}

// ask sends a request from the test's own network. Headers are name, value.
func (f *fixture) ask(method, path string, body any, headers ...string) answer {
	f.t.Helper()
	text := ""
	if body != nil {
		b, err := json.Marshal(body)
		require.NoError(f.t, err)
		text = string(b)
	}
	r := httptest.NewRequestWithContext(f.t.Context(), method, rest.Base+path, strings.NewReader(text))
	r.RemoteAddr = "[" + f.net + "::7]:4711"
	r.Header.Set("X-Longhouse", "1")
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	f.http.ServeHTTP(w, r)
	return answer{f.t, w.Code, w.Header(), w.Body.String()}
}

func (a answer) is(status int, code ...string) answer {
	a.t.Helper()
	require.Equal(a.t, status, a.Status, a.Body)
	if len(code) > 0 {
		var p rest.Problem
		require.NoError(a.t, json.Unmarshal([]byte(a.Body), &p))
		require.Equal(a.t, code[0], p.Code, a.Body)
	}
	return a
}

func (a answer) json(into any) answer {
	a.t.Helper()
	require.NoError(a.t, json.Unmarshal([]byte(a.Body), into), a.Body)
	return a
}

func by(cookie string) []string   { return []string{"Cookie", "longhouse=" + cookie} }
func bearer(text string) []string { return []string{"Authorization", "Bearer " + text} }

func (f *fixture) signIn(email, word string) answer {
	f.t.Helper()
	return f.ask("POST", "/identity/sessions", map[string]string{"email": email, "password": word})
}

// session signs in and returns the cookie's value.
func (f *fixture) session(email, word string) string {
	f.t.Helper()
	return cookieOf(f.t, f.signIn(email, word).is(201)).Value
}

func cookieOf(t *testing.T, a answer) *http.Cookie {
	t.Helper()
	all := (&http.Response{Header: a.Header}).Cookies()
	require.Len(t, all, 1)
	return all[0]
}

func (f *fixture) who(cookie string) identity.Me {
	f.t.Helper()
	var m identity.Me
	f.ask("GET", "/identity/me", nil, by(cookie)...).is(200).json(&m)
	return m
}

// behind runs SQL behind the fences.
func (f *fixture) behind(sql string, args ...any) {
	f.t.Helper()
	conn := f.superuser()
	_, err := conn.Exec(f.t.Context(), "set session_replication_role = replica") // history hears nothing of it
	require.NoError(f.t, err)
	tag, err := conn.Exec(f.t.Context(), sql, args...)
	require.NoError(f.t, err)
	require.NotZero(f.t, tag.RowsAffected(), sql)
}

func (f *fixture) superuser() *pgx.Conn {
	f.t.Helper()
	conn, err := pgx.Connect(f.t.Context(), f.url.Reveal())
	require.NoError(f.t, err)
	f.t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(f.t.Context())) })
	return conn
}

// token makes an API token for whoever has the cookie.
func (f *fixture) token(cookie string, permissions map[string]string, more ...string) identity.Token {
	f.t.Helper()
	var made identity.Token
	f.ask("POST", "/identity/tokens", map[string]any{"name": "sync", "expires_on": time.Now().AddDate(0, 1, 0).Format(time.DateOnly), "permissions": permissions}, append(by(cookie), more...)...).is(201).json(&made)
	return made
}
