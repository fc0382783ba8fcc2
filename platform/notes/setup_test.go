package notes_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/files"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/notes"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

func TestMain(m *testing.M) {
	os.Exit(pgtest.Main(m, "notes", notes.New(notes.Options{DB: nil, Files: files.New("", 1)}).Routes))
}

// somebody is a person of the test's organisation.
type somebody struct {
	id  uuid.UUID
	ctx context.Context //nolint:containedctx // what this person may, in every call
	api *pgtest.Client
}

type told struct {
	to uuid.UUID
	kernel.Message
}

type fixture struct {
	*pgtest.DB
	t             *testing.T
	svc           *notes.Service
	history       *history.Service
	store         *files.Store
	crm           *db.Pool
	now           time.Time
	ann, ben, eva *somebody // who may all read accounts
	record        uuid.UUID // an account
	at            string    // its place in the API

	mu     sync.Mutex
	roles  map[uuid.UUID][]string
	hidden map[kernel.Record]bool // Entity is a person's ID here: what they may not see
	told   []told
	events []notes.Added
}

const most = 64 << 10

func setup(t *testing.T) *fixture { t.Helper(); return at(t, clock.Clock{}.Now()) }

// at is setup at an instant.
func at(t *testing.T, now time.Time) *fixture {
	t.Helper()
	d := *pgtest.New(t)
	root, err := db.Open(t.Context(), d.URL, db.Options{Connections: 12})
	require.NoError(t, err)
	t.Cleanup(root.Close)
	d.Root = root
	f := &fixture{DB: &d, t: t, now: now, crm: root.For("crm"), roles: map[uuid.UUID][]string{}, hidden: map[kernel.Record]bool{}, store: files.New(t.TempDir(), most)}
	root.SetOutbox(outbox{f})
	f.wire()
	f.ann, f.ben, f.eva = f.somebody("crm.lead"), f.somebody("crm.lead"), f.somebody("crm.lead")
	f.record = f.account()
	f.at = "/notes/records/crm.account/" + f.record.String()
	return f
}

func (f *fixture) wire() {
	f.history = history.New(history.Options{DB: f.Root, Clock: clock.Fixed(f.now), Names: func(_ context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
		out := map[kernel.ID[kernel.User]]string{}
		for _, id := range ids {
			out[id] = f.name(id.UUID)
		}
		return out, nil
	}})
	f.svc = notes.New(notes.Options{DB: f.Root, Clock: clock.Fixed(f.now), Files: f.store, As: f.lent, Changes: f.history.Since, Tell: f.tell,
		Zone: func(context.Context) (*time.Location, error) { return time.UTC, nil },
		People: func(context.Context) ([]notes.Person, error) {
			return []notes.Person{{ID: f.ann.id, Name: "Ann Oak"}, {ID: f.ben.id, Name: "Ben [Fir] Elm"}, {ID: f.eva.id, Name: "Eva Ash"}}, nil
		},
		Names: func(_ context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
			out := map[uuid.UUID]string{}
			for _, id := range ids {
				if name := f.name(id); name != "" {
					out[id] = name
				}
			}
			return out, nil
		}})
	account := history.Entity{Name: "crm.account", Label: "Account", Read: "crm.deal.read", Change: "crm.account.update", Hidden: map[string]string{"description": ""}, Visible: f.visible,
		Sealed: map[string]string{"crm.address": "margin"}, Parts: map[string]string{"crm.address": "account_id"},
		Title: func(context.Context, []uuid.UUID) (map[uuid.UUID]string, error) {
			return map[uuid.UUID]string{f.record: "Ostlab"}, nil
		}}
	f.svc.Register(account)
	f.svc.Register(f.svc.Entities()...)
	f.history.Register(append(f.svc.Entities(), account)...)
}

func (f *fixture) name(id uuid.UUID) string {
	switch id {
	case f.ann.id:
		return "Ann Oak"
	case f.ben.id:
		return "Ben [Fir] Elm"
	case f.eva.id:
		return "Eva Ash"
	}
	return ""
}

// somebody holds roles, and asks over HTTP as well.
func (f *fixture) somebody(roles ...string) *somebody {
	d := *f.DB
	d.User = kernel.NewID[kernel.User]()
	f.mu.Lock()
	f.roles[d.User.UUID] = roles
	f.mu.Unlock()
	p := &somebody{id: d.User.UUID, ctx: d.As(f.t, roles...)}
	p.api = f.ServerAs(f.t, p.ctx, map[string]func(*rest.API){"notes": f.svc.Routes, "history": f.history.Routes}, func(g *rest.Gate) { g.Undoable = f.history.Offers })
	return p
}

func (f *fixture) lent(ctx context.Context, who actor.Actor) (context.Context, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	roles, known := f.roles[who.User.UUID]
	if !known {
		return ctx, fault.ErrForbidden
	}
	return f.With(f.t, actor.With(ctx, who), authz.TestPolicy{}, roles...), nil
}

func (f *fixture) visible(ctx context.Context, id uuid.UUID) error {
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.hidden[kernel.Record{Entity: who.User.String(), ID: id}] {
		return fault.ErrNotFound
	}
	return nil
}

// hide takes a record out of somebody's sight.
func (f *fixture) hide(record uuid.UUID, from ...*somebody) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range from {
		f.hidden[kernel.Record{Entity: p.id.String(), ID: record}] = true
	}
}

func (f *fixture) show(record uuid.UUID, to *somebody) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.hidden, kernel.Record{Entity: to.id.String(), ID: record})
}

func (f *fixture) tell(_ context.Context, _ *db.Tx, people []uuid.UUID, m kernel.Message) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range people {
		if !slices.ContainsFunc(f.told, func(t told) bool { return t.to == p && t.Kind.Name == m.Kind.Name && t.Once == m.Once }) {
			f.told = append(f.told, told{p, m})
		}
	}
	return nil
}

// heard is what somebody was told, kind and title.
func (f *fixture) heard(p *somebody) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := []string{}
	for _, t := range f.told {
		if t.to == p.id {
			out = append(out, strings.TrimPrefix(t.Kind.Name, "notes.")+": "+t.Title)
		}
	}
	return out
}

// react does what the reaction to new entries does.
func (f *fixture) react() {
	f.t.Helper()
	f.mu.Lock()
	events := f.events
	f.events = nil
	f.mu.Unlock()
	for _, e := range events {
		require.NoError(f.t, f.svc.TellFollowers(f.AsService(f.t, "notes.tell_followers"), e))
	}
}

// outbox keeps what was emitted.
type outbox struct{ f *fixture }

func (o outbox) Flush(_ context.Context, _ *db.Tx, events []kernel.Event, _ []db.Enqueued) error {
	o.f.mu.Lock()
	defer o.f.mu.Unlock()
	for _, e := range events {
		o.f.events = append(o.f.events, e.(notes.Added))
	}
	return nil
}

func (outbox) Wake(kernel.ID[kernel.Org]) {}

func (f *fixture) write(ctx context.Context, sql string, args ...any) {
	f.t.Helper()
	require.NoError(f.t, db.Changed(ctx, f.crm, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, sql, args...)
		return err
	}))
}

func (f *fixture) account() uuid.UUID {
	f.t.Helper()
	id := kernel.NewUUID()
	f.write(f.ann.ctx, "insert into crm.account (id, name, created_at, updated_at) values ($1, 'Ostlab', now(), now())", id)
	return id
}

// note says something as somebody.
func (f *fixture) note(p *somebody, text string) notes.Note {
	f.t.Helper()
	var n notes.Note
	p.api.Post(f.at+"/notes", map[string]any{"text": text}).Is(201).JSON(&n)
	return n
}

func (f *fixture) entries(p *somebody, query string) page.Page[notes.Entry] {
	f.t.Helper()
	var out page.Page[notes.Entry]
	p.api.Get(f.at + "/entries?" + query).Is(200).JSON(&out)
	return out
}

func (f *fixture) about(p *somebody) notes.About {
	f.t.Helper()
	var out notes.About
	p.api.Get(f.at).Is(200).JSON(&out)
	return out
}

// undo takes back what an answer says that it did.
func (f *fixture) undo(p *somebody, of pgtest.Response) history.Undone {
	f.t.Helper()
	require.Equal(f.t, "offered", of.Header.Get("Longhouse-Undo"))
	var out history.Undone
	p.api.Post("/history/undo", map[string]any{"change_set": of.Header.Get("Longhouse-Change-Set")}).Is(200).JSON(&out)
	return out
}

func names(p *somebody) string { return "@[x](u:" + p.id.String() + ")" }
