package custom_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

func TestMain(m *testing.M) {
	os.Exit(pgtest.Main(m, "custom", custom.New(custom.Options{DB: &db.Root{}}).Routes))
}

type object = map[string]any

// outbox keeps what transactions enqueue.
type outbox struct{}

func (outbox) Flush(context.Context, *db.Tx, []kernel.Event, []db.Enqueued) error { return nil }
func (outbox) Wake(kernel.ID[kernel.Org])                                         {}

var hand sync.Once

type fixture struct {
	*pgtest.Client
	t    *testing.T
	db   *pgtest.DB
	svc  *custom.Service
	past *history.Service
}

// resources has one object with a class of fields.
var resources = []kernel.Resource{{Name: "crm.account", Label: "Accounts", Actions: kernel.Actions("read", "update"), Scopes: kernel.OwnTeamDeptAll, Classes: []kernel.Class{{Name: "margin"}}}}

// setup is an organisation whose accounts may have custom fields; what else they are does not matter here.
func setup(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, db: pgtest.New(t)}
	hand.Do(func() { f.db.Root.SetOutbox(outbox{}) })
	f.svc = custom.New(custom.Options{DB: f.db.Root, Clock: clock.Clock{}})
	accounts := history.Entity{Name: "crm.account", Label: "Account", Custom: true, Read: "crm.account.read", Change: "crm.account.update",
		Title: func(context.Context, []uuid.UUID) (map[uuid.UUID]string, error) { return nil, nil }}
	f.svc.Register([]history.Entity{accounts}, resources)
	f.past = history.New(history.Options{DB: f.db.Root, Clock: clock.Clock{}, Names: func(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
		return map[kernel.ID[kernel.User]]string{}, nil
	}})
	f.past.Register(f.svc.Entities()...)
	f.Client = f.as("owner")
	return f
}

func (f *fixture) acting(roles ...string) context.Context {
	return f.db.With(f.t, f.db.Context(f.t), authz.TestPolicy{Resources: resources}, roles...)
}

func (f *fixture) as(roles ...string) *pgtest.Client {
	return f.db.ServerAs(f.t, f.acting(roles...), map[string]func(*rest.API){"custom": f.svc.Routes})
}

// add makes a field.
func (f *fixture) add(kind, label string, more object) object {
	f.t.Helper()
	var out object
	f.Post("/custom-fields", merged(object{"entity": "crm.account", "kind": kind, "label": object{"en": label}}, more)).Is(201).JSON(&out)
	return out
}

func merged(body, more object) object {
	for k, v := range more {
		body[k] = v
	}
	return body
}

// act changes a field under its present version.
func (f *fixture) act(method string, field object, action string, body any) pgtest.Response {
	f.t.Helper()
	path := "/custom-fields/" + fmt.Sprint(field["id"])
	return f.Do(method, path+action, body, "If-Match", f.Get(path).Is(200).Header.Get("ETag"))
}

// keys lists the fields in their order.
func (f *fixture) keys(query string) []string {
	f.t.Helper()
	var out struct{ Items []custom.Field }
	f.Get("/custom-fields?entity=crm.account" + query).Is(200).JSON(&out)
	keys := []string{}
	for _, i := range out.Items {
		keys = append(keys, i.Key)
	}
	return keys
}

// account writes an account with values straight into its table.
func (f *fixture) account(values string) uuid.UUID {
	f.t.Helper()
	id := uuid.New()
	require.NoError(f.t, db.Changed(f.acting("owner"), f.db.Root.For("crm"), func(tx *db.Tx) error {
		_, err := tx.Exec(f.t.Context(), "insert into crm.account (id, name, created_at, updated_at, custom) values ($1, 'Acme', now(), now(), $2)", id, values)
		return err
	}))
	return id
}
