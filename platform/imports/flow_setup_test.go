package imports_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/migrations"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/imports"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/migrate"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

// things are what the tests import: a table of a module, with its parts.
const things = `
create table crm.thing (
  org_id uuid not null default current_setting('app.org_id')::uuid, id uuid not null, code text not null, name text not null,
  amount numeric(20, 6), due date,
  constraint thing_key primary key (org_id, id),
  constraint thing_code_is_unique unique (org_id, code),
  constraint thing_is_nice check (name <> 'ugly'));
create table crm.thing_line (
  org_id uuid not null default current_setting('app.org_id')::uuid, id uuid not null, thing_id uuid not null, sku text not null, quantity numeric(20, 6) not null,
  constraint thing_line_key primary key (org_id, id),
  constraint line_of_thing foreign key (org_id, thing_id) references crm.thing (org_id, id) on delete cascade);
alter table crm.thing enable row level security, force row level security;
alter table crm.thing_line enable row level security, force row level security;
create policy org on crm.thing using (org_id = current_setting('app.org_id')::uuid);
create policy org on crm.thing_line using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on crm.thing for each row execute function history.capture();
create trigger history after insert or update or delete on crm.thing_line for each row execute function history.capture();`

var errUgly = fault.New(fault.Invalid, "crm.thing_ugly", "Ugly things are not taken.")

const importThings kernel.Permission = "crm.thing.import"

type fixture struct {
	*pgtest.DB
	t       *testing.T
	svc     *imports.Service
	told    chan kernel.Message // to whoever started it
	engine  *jobs.Engine
	http    *pgtest.Client
	ctx     context.Context
	batches chan int // tells of each batch that was written, before its commit, when somebody listens
	resume  chan struct{}

	mu    sync.Mutex
	roles []string
}

// setup gives a test a database of its own with things in it, an engine of jobs, and the API.
func setup(t *testing.T) *fixture {
	t.Helper()
	f := prepared(t, pgtest.New(t), empty(t))
	f.start()
	return f
}

// empty makes a database with the platform's tables and the things.
func empty(t *testing.T) *pgtest.DB {
	t.Helper()
	url := pgtest.Empty(t)
	_, err := migrate.Up(t.Context(), url, migrate.Source{Folders: func() ([]string, error) { return []string{migrations.Platform}, nil }, For: migrations.For})
	require.NoError(t, err)
	d := &pgtest.DB{URL: url}
	_, err = d.Superuser(t).PgConn().Exec(t.Context(), "set role longhouse_owner;"+things).ReadAll()
	require.NoError(t, err)
	return d
}

// prepared makes a process on a database: not started yet, so that a test may set it up.
func prepared(t *testing.T, who, on *pgtest.DB) *fixture {
	t.Helper()
	root, err := db.Open(t.Context(), on.URL, db.Options{StatementTimeout: 15 * time.Second, Connections: 12})
	require.NoError(t, err)
	t.Cleanup(root.Close)
	f := &fixture{DB: &pgtest.DB{Root: root, URL: on.URL, Org: who.Org, User: who.User}, t: t, roles: []string{"owner"}, told: make(chan kernel.Message, 10)}
	f.engine, err = jobs.New(root, jobs.Options{RedisURL: os.Getenv("REDIS_URL"), Only: f.Org, Lease: time.Second, Grace: 5 * time.Second, Attach: f.attach,
		Backoff: func(int) time.Duration { return 10 * time.Millisecond }})
	require.NoError(t, err)
	root.SetOutbox(f.engine)
	past := history.New(history.Options{DB: root, Names: func(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
		return nil, nil
	}})
	past.Register(f.entity())
	f.svc, err = imports.New(root, imports.Options{Undo: past.Undo, Attach: f.attach, Tell: f.tell}, f.thing(false), f.thing(true))
	require.NoError(t, err)
	require.NoError(t, f.engine.Register(root.For("platform"), f.svc.Handlers()...))
	f.ctx = f.as(f.User)
	f.http = f.ServerAs(t, f.ctx, map[string]func(*rest.API){"imports": f.svc.Routes})
	return f
}

func (f *fixture) start() {
	f.t.Helper()
	require.NoError(f.t, f.engine.Start(f.t.Context()))
	f.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := f.engine.Stop(ctx); err != nil {
			f.t.Error(err)
		}
	})
}

// as is a context in which a user acts with the roles of the moment.
func (f *fixture) tell(_ context.Context, _ *db.Tx, people []uuid.UUID, t kernel.Message) error {
	if slices.Contains(people, f.User.UUID) {
		select {
		case f.told <- t:
		default:
		}
	}
	return nil
}

func (f *fixture) as(user kernel.ID[kernel.User], roles ...string) context.Context {
	who := f.Actor()
	who.User = user
	if roles == nil {
		roles = f.roles
	}
	return f.With(f.t, actor.With(f.t.Context(), who), authz.TestPolicy{}, roles...)
}

// attach is what the edge of a job does: the rights that the actor has now.
func (f *fixture) attach(ctx context.Context) (context.Context, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.With(f.t, ctx, authz.TestPolicy{}, f.roles...), nil
}

func (f *fixture) now(roles ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.roles = roles
}

func field(key, label, kind string, synonyms ...string) imports.Field {
	return imports.Field{FieldHint: imports.FieldHint{Key: key, Label: label, Kind: kind, Synonyms: synonyms}}
}

func required(f imports.Field, example string) imports.Field {
	f.Required, f.Example = true, example
	return f
}

// thing is a target as a module makes one.
func (f *fixture) thing(lines bool) imports.Target {
	t := imports.Target{Name: "crm.things", Label: "Things", Entity: "crm.thing", Needs: importThings,
		DB: f.Root.For("crm", map[string]*fault.Error{"thing_is_nice": errUgly}),
		Fields: []imports.Field{required(field("code", "Code", "text", "id", "thing id"), "T1"), required(field("name", "Name", "text"), "Lamp"),
			field("amount", "Amount", "decimal", "price"), field("due", "Due", "date")},
		Options: []imports.Option{{Key: "mode", Label: "Mode", Kind: "one_of", Default: "both", Values: []string{"both", "create"}}},
		Check: func(ctx context.Context, rows []imports.Record, o imports.Choices) ([]imports.Verdict, error) {
			return db.Read(ctx, f.Root.For("crm"), func(tx *db.Tx) ([]imports.Verdict, error) { return plan(ctx, tx, rows, o, false) })
		},
	}
	t.Prepare = func(_ context.Context, rows []imports.Record, o imports.Choices) (imports.Write, error) {
		return func(ctx context.Context, tx *db.Tx) ([]imports.Verdict, error) {
			out, err := plan(ctx, tx, rows, o, true)
			if err == nil && f.batches != nil && len(rows) > 1 {
				f.batches <- len(rows)
				<-f.resume
			}
			return out, err
		}, nil
	}
	if lines {
		t.Name, t.Label = "crm.sets", "Sets"
		t.Lines = &imports.Lines{Label: "Parts", Key: "code", Of: "code",
			Fields: []imports.Field{required(field("code", "Code", "text", "id", "thing id"), "T1"), required(field("sku", "SKU", "text"), "S1"), field("quantity", "Quantity", "decimal")}}
	}
	return t
}

// plan says what rows do, and does it.
func plan(ctx context.Context, tx *db.Tx, rows []imports.Record, o imports.Choices, write bool) ([]imports.Verdict, error) {
	codes := make([]string, len(rows))
	for i, r := range rows {
		codes[i] = r.Values["code"]
	}
	type thing struct {
		id           uuid.UUID
		name, amount string
	}
	known := map[string]thing{}
	found, err := tx.Query(ctx, "select id, code, name, coalesce(amount::text, '') from crm.thing where code = any($1)", codes)
	if err != nil {
		return nil, err
	}
	for found.Next() {
		var x thing
		var code string
		if err := found.Scan(&x.id, &code, &x.name, &x.amount); err != nil {
			return nil, err
		}
		known[code] = x
	}
	found.Close()
	out := make([]imports.Verdict, len(rows))
	var batch pgx.Batch
	var fresh [5][]string // of the new ones, column by column
	for i, r := range rows {
		v := r.Values
		was, there := known[v["code"]]
		switch {
		case v["name"] == "bad":
			out[i] = imports.Verdict{Action: imports.Refused, Faults: []fault.Field{{Pointer: "/name", Code: "crm.bad", Message: "Bad things are not taken."}}}
		case !there:
			id := kernel.NewUUID()
			out[i] = imports.Verdict{Action: imports.Create, ID: id}
			for c, text := range []string{id.String(), v["code"], v["name"], v["amount"], v["due"]} {
				fresh[c] = append(fresh[c], text)
			}
			for _, l := range r.Lines {
				batch.Queue("insert into crm.thing_line (id, thing_id, sku, quantity) values ($1, $2, $3, $4::text::numeric)", kernel.NewUUID(), id, l["sku"], l["quantity"])
			}
		case was.name != v["name"] && o["mode"] == "both":
			out[i] = imports.Verdict{Action: imports.Update, ID: was.id, Changed: []string{"name"}}
			batch.Queue("update crm.thing set name = $2 where id = $1", was.id, v["name"])
		default:
			out[i] = imports.Verdict{Action: imports.Unchanged, ID: was.id}
		}
	}
	if !write {
		return out, nil
	}
	if _, err := tx.Exec(ctx, `insert into crm.thing (id, code, name, amount, due)
		select x.id::uuid, x.code, x.name, nullif(x.amount, '')::numeric, nullif(x.due, '')::date
		  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as x (id, code, name, amount, due)`, fresh[0], fresh[1], fresh[2], fresh[3], fresh[4]); err != nil {
		return nil, err
	}
	for _, q := range batch.QueuedQueries {
		if _, err := tx.Exec(ctx, q.SQL, q.Arguments...); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (f *fixture) entity() history.Entity {
	pool := f.Root.For("crm")
	return history.Entity{Name: "crm.thing", Label: "Thing", Parts: map[string]string{"crm.thing_line": "thing_id"}, Read: "crm.thing.read", Change: "crm.thing.update",
		Visible: func(context.Context, uuid.UUID) error { return nil },
		Restore: kernel.OldValues(func(ctx context.Context, id uuid.UUID, old map[string]any) error {
			return db.Changed(ctx, pool, func(tx *db.Tx) error {
				if old == nil {
					_, err := tx.Exec(ctx, "delete from crm.thing where id = $1", id)
					return err
				}
				_, err := tx.Exec(ctx, "update crm.thing set name = $2 where id = $1", id, old["name"])
				return err
			})
		})}
}

// upload sends a file as the web does.
func (f *fixture) upload(name, text string) imports.File {
	f.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	require.NoError(f.t, err)
	_, err = part.Write([]byte(text))
	require.NoError(f.t, err)
	require.NoError(f.t, form.Close())
	var file imports.File
	f.http.Do(http.MethodPost, "/imports/files", body.String(), "Content-Type", form.FormDataContentType()).Is(201).JSON(&file)
	return file
}

// draft uploads files and begins an import of them.
func (f *fixture) draft(target string, files ...string) imports.Import {
	f.t.Helper()
	body := map[string]any{"target": target, "file_id": f.upload("things.csv", files[0]).ID}
	if len(files) > 1 {
		body["lines_file_id"] = f.upload("parts.csv", files[1]).ID
	}
	var i imports.Import
	f.http.Post("/imports", body).Is(201).JSON(&i)
	return i
}

func (f *fixture) get(i imports.Import) imports.Import {
	f.t.Helper()
	var out imports.Import
	f.http.Get("/imports/" + i.ID.String()).Is(200).JSON(&out)
	return out
}

// act begins a stage and waits for its job.
func (f *fixture) act(i imports.Import, verb string) imports.Import {
	f.t.Helper()
	f.http.Post("/imports/"+i.ID.String()+"/"+verb, nil).Is(202)
	f.settle()
	return f.get(i)
}

func (f *fixture) settle() {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.ctx, 3*time.Minute)
	defer cancel()
	require.NoError(f.t, f.engine.Settle(ctx, f.Org))
}

// whole takes files all the way, through the API.
func (f *fixture) whole(target string, files ...string) imports.Import {
	f.t.Helper()
	i := f.draft(target, files...)
	require.Equal(f.t, imports.Checked, f.act(i, "check").State)
	return f.act(i, "run")
}

func (f *fixture) rows(i imports.Import, query string) []imports.ImportRow {
	f.t.Helper()
	var p struct{ Items []imports.ImportRow }
	f.http.Get("/imports/" + i.ID.String() + "/rows" + query).Is(200).JSON(&p)
	return p.Items
}

// names are the things that are there, as code=name.
func (f *fixture) names() []string {
	f.t.Helper()
	out, err := db.Read(f.ctx, f.Root.For("crm"), func(tx *db.Tx) ([]string, error) {
		rows, err := tx.Query(f.ctx, "select code || '=' || name from crm.thing order by code")
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, pgx.RowTo[string])
	})
	require.NoError(f.t, err)
	return out
}

func (f *fixture) count(sql string) int {
	f.t.Helper()
	var n int
	require.NoError(f.t, f.Superuser(f.t).QueryRow(f.ctx, sql).Scan(&n))
	return n
}

// many makes a file of n things.
func many(n int) string {
	var b strings.Builder
	b.WriteString("Code;Name;Amount;Due\n")
	for i := range n {
		fmt.Fprintf(&b, "T%06d;Thing %d;%d,50;%02d.11.2026\n", i, i, i, i%28+1)
	}
	return b.String()
}
