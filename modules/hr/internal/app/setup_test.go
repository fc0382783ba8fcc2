package app_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

// fixture is hr in an organisation of its own, on 15 February 2025 in Berlin.
type fixture struct {
	*pgtest.DB
	t      *testing.T
	ctx    context.Context // an owner
	svc    *app.Service
	logins *logins
	unit   app.Unit
}

func day(s string) kernel.Date { return kernel.MustDate(s) }

func euro(context.Context) (kernel.Currency, error) { return "EUR", nil }

var berlin = must(time.LoadLocation("Europe/Berlin"))

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func setup(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{DB: pgtest.New(t), t: t, logins: &logins{known: map[kernel.ID[kernel.User]]string{}}}
	shared.Do(func() { f.Root.SetOutbox(sent) })
	f.ctx = f.As(t, "owner")
	f.svc = f.at("2025-02-15T12:00:00Z")
	f.unit = must(f.svc.CreateUnit(f.ctx, app.UnitInput{Name: "Sales"}))
	return f
}

// at is the service at another instant.
func (f *fixture) at(instant string) *app.Service {
	now := must(time.Parse(time.RFC3339, instant))
	return app.New(f.Root.For("hr"), clock.Fixed(now), func(context.Context) (*time.Location, error) { return berlin, nil }, euro, f.logins)
}

type opts struct {
	name, on string
	manager  hr.EmployeeID
	unit     hr.UnitID
	login    kernel.ID[kernel.User]
}

func (f *fixture) hire(o opts) app.EmployeeRecord {
	f.t.Helper()
	if o.on == "" {
		o.on = "2024-01-01"
	}
	if o.name == "" {
		o.name = "Ann Example"
	}
	if o.unit.IsZero() {
		o.unit = f.unit.ID
	}
	e, err := f.svc.Hire(f.ctx, app.HireInput{LegalName: o.name, HiredOn: day(o.on), JobInput: app.JobInput{UnitID: o.unit, Title: "A"}, ManagerID: o.manager})
	require.NoError(f.t, err)
	if !o.login.IsZero() {
		f.logins.known[o.login] = o.name
		e, err = f.svc.LinkLogin(f.ctx, e.ID, e.Version, o.login)
		require.NoError(f.t, err)
	}
	return e
}

func (f *fixture) read(id hr.EmployeeID, asOf string) app.EmployeeRecord {
	f.t.Helper()
	var on kernel.Date
	if asOf != "" {
		on = day(asOf)
	}
	e, err := f.svc.Employee(f.ctx, id, on)
	require.NoError(f.t, err)
	return e
}

// logins stands in for identity.
type logins struct {
	mu       sync.Mutex
	known    map[kernel.ID[kernel.User]]string
	disabled []kernel.ID[kernel.User]
	keeper   kernel.ID[kernel.User] // who alone can repair access
}

// errKeeper stands in for the refusal of whoever guards access.
var errKeeper = fault.New(fault.Conflict, "access_lockout", "Appoint another person first.")

func (l *logins) MayDisable(_ context.Context, login kernel.ID[kernel.User]) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if login == l.keeper {
		return errKeeper
	}
	return nil
}

func (l *logins) Disable(_ context.Context, login kernel.ID[kernel.User], _ string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, ok := l.known[login]; !ok {
		return fault.ErrNotFound
	}
	l.disabled = append(l.disabled, login)
	return nil
}

func (l *logins) Names(_ context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
	out := map[kernel.ID[kernel.User]]string{}
	for _, id := range ids {
		if n, ok := l.known[id]; ok {
			out[id] = n
		}
	}
	return out, nil
}

var (
	shared sync.Once
	sent   = &outbox{events: map[kernel.ID[kernel.Org]][]kernel.Event{}}
)

// outbox keeps what transactions emit, by organisation.
type outbox struct {
	mu     sync.Mutex
	events map[kernel.ID[kernel.Org]][]kernel.Event
}

func (o *outbox) Flush(_ context.Context, tx *db.Tx, events []kernel.Event, _ []db.Enqueued) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.events[tx.Who().Org] = append(o.events[tx.Who().Org], events...)
	return nil
}

func (o *outbox) Wake(kernel.ID[kernel.Org]) {}

func emitted[E kernel.Event](f *fixture) []E {
	sent.mu.Lock()
	defer sent.mu.Unlock()
	var out []E
	for _, e := range sent.events[f.Org] {
		if e, ok := e.(E); ok {
			out = append(out, e)
		}
	}
	return out
}

// raw runs SQL as hr's own role in the test's organisation.
func (f *fixture) raw(sql string, args ...any) error {
	return db.Changed(f.ctx, f.Root.For("hr"), func(tx *db.Tx) error {
		_, err := tx.Exec(f.ctx, sql, args...)
		return err
	})
}

func newUser() kernel.ID[kernel.User] { return kernel.IDOf[kernel.User](uuid.New()) }
