package mail_test

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/mail"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

// fixture is a house of one organisation that writes mails.
type fixture struct {
	*pgtest.DB
	t      *testing.T
	ctx    context.Context //nolint:containedctx // the test's user, as owner
	root   *db.Root
	crm    *db.Pool
	svc    *mail.Service
	engine *jobs.Engine
}

// setup makes a house whose engine does not run yet. Without a server mails are kept.
func setup(t *testing.T, o mail.Options) *fixture {
	t.Helper()
	f := &fixture{DB: pgtest.New(t), t: t}
	f.ctx = f.as("owner")
	root, err := db.Open(t.Context(), f.URL, db.Options{Connections: 6})
	require.NoError(t, err)
	f.root, f.crm = root, root.For("crm")
	o.DB = root
	f.svc, err = mail.New(o)
	require.NoError(t, err)
	redis := os.Getenv("REDIS_URL")
	require.NotEmpty(t, redis, "a test needs Redis: set REDIS_URL")
	f.engine, err = jobs.New(root, jobs.Options{RedisURL: redis, Only: f.Org, Lease: time.Second, Grace: 10 * time.Second,
		Backoff: func(int) time.Duration { return time.Millisecond }})
	require.NoError(t, err)
	root.SetOutbox(f.engine)
	require.NoError(t, f.engine.Register(root.For("platform"), f.svc.Handlers()...))
	stop := sync.OnceFunc(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := f.engine.Stop(ctx); err != nil {
			t.Error(err)
		}
		root.Close()
	})
	t.Cleanup(stop)
	return f
}

// by makes a house that sends through a server.
func by(t *testing.T, s *smtpd) *fixture {
	t.Helper()
	return setup(t, mail.Options{Config: mail.Config{URL: config.Secret(s.url())}})
}

func (f *fixture) post(m mail.Message) {
	f.t.Helper()
	require.NoError(f.t, db.Changed(f.ctx, f.crm, func(tx *db.Tx) error { return mail.Send(f.ctx, tx, m) }))
}

// settle runs the engine until nothing is left to do.
func (f *fixture) settle() {
	f.t.Helper()
	if err := f.engine.Start(f.ctx); err != nil {
		require.ErrorContains(f.t, err, "runs already")
	}
	ctx, cancel := context.WithTimeout(f.ctx, 30*time.Second)
	defer cancel()
	require.NoError(f.t, f.engine.Settle(ctx, f.Org), "%v", f.strings("select concat_ws(' ', handler, state, failures, last_error) from jobs.delivery where org_id = $1"))
}

// strings reads one column behind the fences; $1 is the organisation.
func (f *fixture) strings(sql string) []string {
	f.t.Helper()
	rows, err := f.Superuser(f.t).Query(f.ctx, sql, f.Org)
	require.NoError(f.t, err)
	defer rows.Close()
	out := []string{}
	for rows.Next() {
		var v string
		require.NoError(f.t, rows.Scan(&v))
		out = append(out, v)
	}
	require.NoError(f.t, rows.Err())
	return out
}

// damage changes rows behind the fences; $1 is the organisation.
func (f *fixture) damage(sql string) {
	f.t.Helper()
	_, err := f.Superuser(f.t).Exec(f.ctx, sql, f.Org)
	require.NoError(f.t, err)
}

func (f *fixture) as(role string) context.Context {
	return f.With(f.t, f.Context(f.t), authz.TestPolicy{Resources: mail.Resources}, role)
}

func (f *fixture) client(role ...string) *pgtest.Client {
	ctx := f.ctx
	if len(role) > 0 {
		ctx = f.as(role[0])
	}
	return f.ServerAs(f.t, ctx, map[string]func(*rest.API){"mail": f.svc.Routes})
}

// only is the one mail of the organisation.
func (f *fixture) only() mail.Whole {
	f.t.Helper()
	var p struct{ Items []mail.Mail }
	f.client().Get("/mail/messages").Is(200).JSON(&p)
	require.Len(f.t, p.Items, 1)
	return f.read(p.Items[0].ID)
}

func (f *fixture) read(id uuid.UUID) mail.Whole {
	f.t.Helper()
	var w mail.Whole
	f.client().Get("/mail/messages/" + id.String()).Is(200).JSON(&w)
	return w
}

// reset is a mail with a link that opens something.
func reset() mail.Message {
	return mail.Message{Name: "Ann Person", Address: "ann@oak.example", Kind: "test.reset", Subject: "Choose a new password",
		Text: "Somebody asked for a new password.\n\nIf it was not you, there is nothing to do.", Link: mail.Link{Label: "Choose a password", URL: "http://localhost/reset?token=geheim"},
		Secret: true, About: kernel.Record{Entity: "crm.deal", ID: uuid.New()}}
}
