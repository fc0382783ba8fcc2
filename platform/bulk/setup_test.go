package bulk_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/migrations"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/bulk"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/migrate"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
	"longhouse/policies"
)

// things are what the tests change: a table of a module with owners and versions.
const things = `
create table crm.thing (
  org_id uuid not null default current_setting('app.org_id')::uuid, id uuid not null, name text not null, note text not null default '', size bigint not null default 0,
  owner_id uuid, version bigint not null default 1,
  constraint thing_key primary key (org_id, id),
  constraint thing_is_nice check (note <> 'ugly'));
alter table crm.thing enable row level security, force row level security;
create policy org on crm.thing using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.thing for each row execute function history.capture();`

var (
	errUgly = fault.New(fault.Invalid, "crm.thing_ugly", "Ugly things are not taken.")
	errKept = fault.New(fault.Conflict, "crm.thing_kept", "A thing that is kept cannot go.")
)

const roles = `
p, r:clerk, *, crm:thing, read, all, allow
p, r:clerk, *, crm:thing, update, own, allow
p, r:clerk, *, crm:thing, delete, own, allow
p, r:boss, *, crm:thing, *, all, allow
p, r:reader, *, crm:thing, read, all, allow
`

var thingList = page.Spec{
	Columns: map[string]page.Column{
		"name": {Expr: "t.name", Cast: "text", Ops: page.Prefix, Sort: true},
		"note": {Expr: "t.note", Cast: "text", Ops: page.OneOf},
		"size": {Expr: "t.size", Cast: "bigint", Ops: page.Range},
	},
	Own: "t.owner_id", Tie: "t.id", Default: "name",
}

// Thing is one.
type Thing struct {
	ID      uuid.UUID `json:"id"`
	Name    string    `json:"name"`
	Note    string    `json:"note"`
	Size    int64     `json:"size"`
	Version int64     `json:"version"`
}

// ThingInput changes one.
type ThingInput struct {
	Note *string `json:"note,omitempty" maxLength:"20"`
	Size *int64  `json:"size,omitempty" minimum:"0"`
}

// One names one on its version.
type One struct {
	rest.Match
	ID uuid.UUID `path:"id"`
}

type fixture struct {
	*pgtest.DB
	t      *testing.T
	svc    *bulk.Service
	past   *history.Service
	engine *jobs.Engine
	ctx    context.Context

	mu    sync.Mutex
	roles []string
	calls int
	// meanwhile is called before each change of a thing.
	meanwhile func(call int)
}

// setup gives a test a database of its own with things in it, and the API over them.
func setup(t *testing.T, roles ...string) *fixture {
	t.Helper()
	url := pgtest.Empty(t)
	_, err := migrate.Up(t.Context(), url, migrate.Source{Folders: func() ([]string, error) { return []string{migrations.Platform}, nil }, For: migrations.For})
	require.NoError(t, err)
	on, who := &pgtest.DB{URL: url}, pgtest.New(t)
	_, err = on.Superuser(t).PgConn().Exec(t.Context(), "set role longhouse_owner;"+things).ReadAll()
	require.NoError(t, err)
	root, err := db.Open(t.Context(), url, db.Options{StatementTimeout: 15 * time.Second, Connections: 8})
	require.NoError(t, err)
	t.Cleanup(root.Close)
	f := &fixture{DB: &pgtest.DB{Root: root, URL: url, Org: who.Org, User: who.User}, t: t, roles: roles}
	f.past = history.New(history.Options{DB: root, Names: func(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
		return nil, nil
	}})
	f.past.Register(f.entity())
	f.svc = bulk.New(bulk.Options{DB: root, Attach: f.attach})
	f.ctx = f.as(f.User)
	return f
}

// works starts the engine of jobs.
func (f *fixture) works() {
	f.t.Helper()
	var err error
	f.engine, err = jobs.New(f.Root, jobs.Options{RedisURL: os.Getenv("REDIS_URL"), Only: f.Org, Lease: time.Second, Grace: 5 * time.Second, Attach: f.attach,
		Backoff: func(int) time.Duration { return 10 * time.Millisecond }})
	require.NoError(f.t, err)
	f.Root.SetOutbox(f.engine)
	require.NoError(f.t, f.engine.Register(f.Root.For("platform"), f.svc.Handlers()...))
	require.NoError(f.t, f.engine.Start(f.t.Context()))
	f.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := f.engine.Stop(ctx); err != nil {
			f.t.Error(err)
		}
	})
}

func (f *fixture) settle() {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.ctx, time.Minute)
	defer cancel()
	require.NoError(f.t, f.engine.Settle(ctx, f.Org))
}

func (f *fixture) as(user kernel.ID[kernel.User]) context.Context {
	who := f.Actor()
	who.User = user
	return f.with(actor.With(f.t.Context(), who))
}

func (f *fixture) with(ctx context.Context) context.Context {
	return f.With(f.t, ctx, authz.TestPolicy{Model: policies.Model, Roles: roles}, f.roles...)
}

// attach is what the edge of a job does: the rights that the actor has now.
func (f *fixture) attach(ctx context.Context) (context.Context, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.with(ctx), nil
}

func (f *fixture) now(roles ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.roles = roles
}

// api serves the things as a module does.
func (f *fixture) api() *pgtest.Client {
	f.t.Helper()
	gate := pgtest.Gate(f.ctx)
	gate.Undoable = f.past.Offers
	return f.ServerFor(f.t, rest.Options{Gate: gate, Bulk: f.svc}, map[string]func(*rest.API){"bulk": f.svc.Routes, "history": f.past.Routes, "crm": func(a *rest.API) {
		rest.RegisterList[Thing](a, rest.Op{ID: "crm-list-things", Method: "GET", Path: "/things", Needs: "crm.thing.read"}, thingList.Fields(),
			func(ctx context.Context, in *struct{ rest.List }) (page.Page[Thing], error) {
				return f.list(ctx, in.Page())
			})
		rest.Register(a, rest.Op{ID: "crm-update-thing", Method: "PATCH", Path: "/things/{id}", Needs: "crm.thing.update"}, func(ctx context.Context, in *struct {
			One
			Body ThingInput
		}) (*rest.Tagged[Thing], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			out, err := f.change(ctx, "crm.thing.update", in.ID, v, func(tx *db.Tx, old Thing) (Thing, error) {
				now := old
				if in.Body.Note != nil {
					now.Note = *in.Body.Note
				}
				if in.Body.Size != nil {
					now.Size = *in.Body.Size
				}
				if now == old {
					return old, nil
				}
				now.Version++
				_, err := tx.Exec(ctx, "update crm.thing set note = $2, size = $3, version = $4 where id = $1", now.ID, now.Note, now.Size, now.Version)
				return now, err
			})
			return rest.Tag(out.Version, out), err
		})
		rest.Register(a, rest.Op{ID: "crm-delete-thing", Method: "DELETE", Path: "/things/{id}", Needs: "crm.thing.delete"}, func(ctx context.Context, in *One) (*rest.Done, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			_, err = f.change(ctx, "crm.thing.delete", in.ID, v, func(tx *db.Tx, old Thing) (Thing, error) {
				if old.Note == "kept" {
					return old, errKept
				}
				_, err := tx.Exec(ctx, "delete from crm.thing where id = $1", old.ID)
				return old, err
			})
			return &rest.Done{}, err
		})
		rest.RegisterBulk(a, "crm-list-things", rest.Bulk{Entity: "crm.thing", Title: "name", Change: "crm-update-thing", Acts: map[string]string{"delete": "crm-delete-thing"}})
	}})
}

func (f *fixture) pool() *db.Pool {
	return f.Root.For("crm", map[string]*fault.Error{"thing_is_nice": errUgly})
}

func (f *fixture) list(ctx context.Context, r page.Request) (page.Page[Thing], error) {
	scope, err := authz.Scope(ctx, "crm.thing.read")
	if err != nil {
		return page.Page[Thing]{}, err
	}
	q, err := thingList.Compile(r, scope)
	if err != nil {
		return page.Page[Thing]{}, err
	}
	type row struct {
		Thing
		Key string
	}
	return db.Read(ctx, f.pool(), func(tx *db.Tx) (page.Page[Thing], error) {
		rows, err := q.On(tx).Query(ctx, `select t.id, t.name, t.note, t.size, t.version, /* TEMPLATE_BEGIN: key */ t.name /* TEMPLATE_END */ from crm.thing t
			where /* TEMPLATE_BEGIN: where */ true /* TEMPLATE_END */ order by /* TEMPLATE_BEGIN: order */ t.id /* TEMPLATE_END */ limit `+strconv.Itoa(int(q.Max())))
		if err != nil {
			return page.Page[Thing]{}, err
		}
		found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
		return page.Cut(q, found, func(r row) (string, uuid.UUID) { return r.Key, r.ID }, func(r row) Thing { return r.Thing }), err
	})
}

// change is the frame of single operations: right, version, rules.
func (f *fixture) change(ctx context.Context, right kernel.Permission, id uuid.UUID, version int64, do func(*db.Tx, Thing) (Thing, error)) (Thing, error) {
	scope, err := authz.Scope(ctx, right)
	if err != nil {
		return Thing{}, err
	}
	f.mu.Lock()
	f.calls++
	call, meanwhile := f.calls, f.meanwhile
	f.mu.Unlock()
	if meanwhile != nil {
		meanwhile(call)
	}
	return db.Write(ctx, f.pool(), func(tx *db.Tx) (Thing, error) {
		var t Thing
		var owner *uuid.UUID
		err := tx.QueryRow(ctx, "select id, name, note, size, version, owner_id from crm.thing where id = $1 for update", id).Scan(&t.ID, &t.Name, &t.Note, &t.Size, &t.Version, &owner)
		switch {
		case db.NoRows(err):
			return t, fault.ErrNotFound
		case err != nil:
			return t, err
		case scope.Allow != page.All && (owner == nil || *owner != scope.Me):
			return t, scope.Beyond()
		case t.Version != version:
			return t, fault.StaleAt(t.Version)
		}
		return do(tx, t)
	})
}

func (f *fixture) entity() history.Entity {
	return history.Entity{Name: "crm.thing", Label: "Thing", Read: "crm.thing.read", Change: "crm.thing.update",
		Visible: func(context.Context, uuid.UUID) error { return nil },
		Restore: kernel.OldValues(func(ctx context.Context, id uuid.UUID, old map[string]any) error {
			return db.Changed(ctx, f.pool(), func(tx *db.Tx) error {
				_, err := tx.Exec(ctx, "update crm.thing set note = coalesce($2, note), version = version + 1 where id = $1", id, old["note"])
				return err
			})
		})}
}

// make puts n things there; those whose number owns say so are the test's own.
func (f *fixture) make(n int, owns func(i int) bool) []uuid.UUID {
	f.t.Helper()
	ids := make([]uuid.UUID, n)
	require.NoError(f.t, db.Changed(f.ctx, f.pool(), func(tx *db.Tx) error {
		for i := range ids {
			ids[i] = kernel.NewUUID()
			var owner *uuid.UUID
			if owns == nil || owns(i) {
				owner = &f.User.UUID
			}
			if _, err := tx.Exec(f.ctx, "insert into crm.thing (id, name, owner_id) values ($1, $2, $3)", ids[i], fmt.Sprintf("thing %04d", i), owner); err != nil {
				return err
			}
		}
		return nil
	}))
	return ids
}

// elsewhere changes a thing as somebody else does.
func (f *fixture) elsewhere(id uuid.UUID, note string) {
	f.t.Helper()
	require.NoError(f.t, db.Changed(f.ctx, f.pool(), func(tx *db.Tx) error {
		_, err := tx.Exec(f.ctx, "update crm.thing set note = $2, version = version + 1 where id = $1", id, note)
		return err
	}))
}

func (f *fixture) notes() map[string]int {
	f.t.Helper()
	out, err := db.Read(f.ctx, f.pool(), func(tx *db.Tx) (map[string]int, error) {
		rows, err := tx.Query(f.ctx, "select note from crm.thing")
		if err != nil {
			return nil, err
		}
		notes, err := pgx.CollectRows(rows, pgx.RowTo[string])
		counts := map[string]int{}
		for _, n := range notes {
			counts[n]++
		}
		return counts, err
	})
	require.NoError(f.t, err)
	return out
}
