package history_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

// fixture is a small module of the test's own: parties with addresses, kept in
// tables that are there anyway.
type fixture struct {
	*pgtest.DB
	t      *testing.T
	ctx    context.Context //nolint:containedctx // the test's user, in every call
	svc    *history.Service
	pool   *db.Pool
	asked  *int // calls of Restore
	fail   func(id uuid.UUID) error
	titled map[uuid.UUID]string
}

var (
	errUsed   = fault.New(fault.Conflict, "test.used", "Something hangs on it.")
	resources = []kernel.Resource{{Name: "crm.account", Actions: kernel.Actions("read", "update"), Scopes: kernel.AllOnly, Classes: []kernel.Class{{Name: "secret"}}}}
)

func setup(t *testing.T) *fixture {
	t.Helper()
	return later(t, 0)
}

// later is setup with a clock that is ahead of the database's.
func later(t *testing.T, by time.Duration) *fixture {
	t.Helper()
	return on(t, pgtest.New(t), by)
}

// alone is setup on a database of its own, for tests of what goes over all organisations.
func alone(t *testing.T) *fixture {
	t.Helper()
	d := *pgtest.New(t)
	d.URL = pgtest.Fresh(t)
	root, err := db.Open(t.Context(), d.URL, db.Options{StatementTimeout: 5 * time.Second})
	require.NoError(t, err)
	t.Cleanup(root.Close)
	d.Root = root
	return on(t, &d, 0)
}

// another is an organisation of its own in the same database.
func (f *fixture) another(t *testing.T) *fixture {
	t.Helper()
	d := *f.DB
	d.Org = kernel.NewID[kernel.Org]()
	return on(t, &d, 0)
}

func on(t *testing.T, d *pgtest.DB, by time.Duration) *fixture {
	t.Helper()
	f := &fixture{DB: d, t: t, asked: new(int), fail: func(uuid.UUID) error { return nil }}
	f.ctx = f.as("owner")
	f.pool = f.Root.For("crm")
	f.svc = history.New(history.Options{DB: f.Root, Clock: clock.Fixed(clock.Clock{}.Now().Add(by)),
		Names: func(_ context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
			out := map[kernel.ID[kernel.User]]string{}
			for _, id := range ids {
				out[id] = "Person " + id.String()[:8]
			}
			return out, nil
		}})
	f.svc.Register(history.Entity{Name: "crm.account", Label: "Account", Parts: map[string]string{"crm.address": "account_id", "crm.contact_point": "account_id"},
		Follows: []string{"crm.contact_point"}, Read: "crm.account.read", Change: "crm.account.update", Hidden: map[string]string{"industry": "secret", "description": ""},
		Visible: f.visible, Restore: f.restore, Title: f.title})
	return f
}

// as is the context of the test's user with roles.
func (f *fixture) as(roles ...string) context.Context {
	return f.With(f.t, f.Context(f.t), authz.TestPolicy{Resources: resources}, roles...)
}

// other is somebody else of the same organisation.
func (f *fixture) other(roles ...string) context.Context {
	d := *f.DB
	d.User = kernel.NewID[kernel.User]()
	return d.With(f.t, d.Context(f.t), authz.TestPolicy{Resources: resources}, roles...)
}

func (f *fixture) client(ctx context.Context) *pgtest.Client {
	return f.ServerAs(f.t, ctx, map[string]func(*rest.API){"history": f.svc.Routes}, func(g *rest.Gate) { g.Refused, g.Exported = f.svc.Refused, f.svc.Exported })
}

func (f *fixture) write(ctx context.Context, sql string, args ...any) {
	f.t.Helper()
	require.NoError(f.t, db.Changed(ctx, f.pool, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, sql, args...)
		return err
	}))
}

const addAccount = "insert into crm.account (id, name, industry, employees, created_at, updated_at) values ($1, $2, 'Oil', 7, now(), now())"

func (f *fixture) account(name string) uuid.UUID {
	f.t.Helper()
	id := kernel.NewUUID()
	f.write(f.ctx, addAccount, id, name)
	return id
}

func (f *fixture) rename(ctx context.Context, id uuid.UUID, name string) {
	f.t.Helper()
	f.write(ctx, "update crm.account set name = $2, version = version + 1 where id = $1", id, name)
}

func (f *fixture) address(ctx context.Context, account uuid.UUID, city string) uuid.UUID {
	f.t.Helper()
	id := kernel.NewUUID()
	f.write(ctx, "insert into crm.address (id, account_id, city, created_at) values ($1, $2, $3, now())", id, account, city)
	return id
}

// name is what the account is called now; empty when it is gone.
func (f *fixture) name(id uuid.UUID) string {
	f.t.Helper()
	name, err := db.Read(f.ctx, f.pool, func(tx *db.Tx) (s string, err error) {
		return s, tx.QueryRow(f.ctx, "select coalesce((select name from crm.account where id = $1), '')", id).Scan(&s)
	})
	require.NoError(f.t, err)
	return name
}

// set is the newest change set of the organisation.
func (f *fixture) set() uuid.UUID {
	f.t.Helper()
	var p page.Page[history.ChangeSet]
	f.client(f.ctx).Get("/history/changes?limit=1").Is(200).JSON(&p)
	require.NotEmpty(f.t, p.Items)
	return p.Items[0].ID
}

// running is a context whose changes belong to one operation.
func running(ctx context.Context, run uuid.UUID) context.Context {
	who, _ := actor.From(ctx)
	who.Run = run
	return actor.With(ctx, who)
}

func (f *fixture) visible(ctx context.Context, id uuid.UUID) error {
	if err := authz.Allowed(ctx, "crm.account.read"); err != nil {
		return err
	}
	_, err := db.Read(ctx, f.pool, func(tx *db.Tx) (n int, err error) {
		return n, tx.QueryRow(ctx, "select 1 from crm.account where id = $1", id).Scan(&n)
	})
	return err
}

// title names what fixture.titled names, so that the other tests read without names.
func (f *fixture) title(context.Context, []uuid.UUID) (map[uuid.UUID]string, error) {
	return f.titled, nil
}

// restore gives a party its old name and size and its points of contact back, or takes it away.
func (f *fixture) restore(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	*f.asked++
	if err := f.fail(id); err != nil {
		return err
	}
	old := was.Old
	return db.Changed(ctx, f.pool, func(tx *db.Tx) error {
		if err := f.restorePoints(ctx, tx, was); err != nil {
			return err
		}
		if old == nil {
			tag, err := tx.Exec(ctx, "delete from crm.account where id = $1 and not exists (select from crm.account c where c.parent_id = $1)", id)
			if err == nil && tag.RowsAffected() == 0 {
				return errUsed
			}
			return err
		}
		if was.Gone {
			_, err := tx.Exec(ctx, "insert into crm.account (id, name, created_at, updated_at) values ($1, $2, now(), now())", id, old["name"])
			return err
		}
		for column, v := range old {
			if !slices.Contains([]string{"name", "employees"}, column) {
				continue
			}
			if n, ok := v.(float64); ok {
				v = int64(n)
			}
			if _, err := tx.Exec(ctx, "update crm.account set "+column+" = $2, version = version + 1 where id = $1", id, v); err != nil {
				return err
			}
		}
		return nil
	})
}

func (f *fixture) restorePoints(ctx context.Context, tx *db.Tx, was kernel.Past) error {
	for _, p := range was.PartsOf("crm.contact_point") {
		var err error
		switch {
		case p.Old == nil:
			_, err = tx.Exec(ctx, "delete from crm.contact_point where id = $1", p.ID)
		case p.Gone:
			_, err = tx.Exec(ctx, "insert into crm.contact_point (id, account_id, kind, raw, created_at) values ($1, $2, $3, $4, now())", p.ID, p.Old["account_id"], p.Old["kind"], p.Old["raw"])
		default:
			_, err = tx.Exec(ctx, "update crm.contact_point set raw = $2 where id = $1", p.ID, p.Old["raw"])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *fixture) point(ctx context.Context, account uuid.UUID, raw string) uuid.UUID {
	f.t.Helper()
	id := kernel.NewUUID()
	f.write(ctx, "insert into crm.contact_point (id, account_id, kind, raw, created_at) values ($1, $2, 'email', $3, now())", id, account, raw)
	return id
}

// points are the account's, by what they say.
func (f *fixture) points(account uuid.UUID) []string {
	f.t.Helper()
	out, err := db.Read(f.ctx, f.pool, func(tx *db.Tx) (all []string, err error) {
		return all, tx.QueryRow(f.ctx, "select coalesce(array_agg(raw order by raw), '{}') from crm.contact_point where account_id = $1", account).Scan(&all)
	})
	require.NoError(f.t, err)
	return out
}

var errBroken = errors.New("a broken disk")
