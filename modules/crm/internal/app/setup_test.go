package app_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/modules/crm/internal/store"
	"longhouse/modules/hr"
	"longhouse/modules/inventory"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// told collects what transactions emitted, by organisation: the whole of the
// outbox that these tests need.
type told struct {
	mu     sync.Mutex
	events map[kernel.ID[kernel.Org]][]kernel.Event
}

func (o *told) Flush(_ context.Context, tx *db.Tx, events []kernel.Event, _ []db.Enqueued) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.events[tx.Who().Org] = append(o.events[tx.Who().Org], events...)
	return nil
}

func (o *told) Wake(kernel.ID[kernel.Org]) {}

var (
	outbox = &told{events: map[kernel.ID[kernel.Org]][]kernel.Event{}}
	once   sync.Once
)

type fixture struct {
	*pgtest.DB
	t         *testing.T
	svc       *app.Service
	ctx       context.Context
	people    *people
	catalogue *catalogue
	pool      *db.Pool
}

// setup is an organisation of its own, whose user may do everything.
func setup(t *testing.T) *fixture {
	t.Helper()
	d := pgtest.New(t)
	once.Do(func() { d.Root.SetOutbox(outbox) })
	f := &fixture{DB: d, t: t, people: &people{persons: map[kernel.ID[kernel.User]]hr.Person{}}, catalogue: &catalogue{}}
	f.pool = d.Root.For("crm").With(store.Faults)
	f.svc = app.New(app.Deps{DB: f.pool, Clock: clock.Fixed(now), People: f.people, Catalogue: f.catalogue, Stock: f.catalogue, Users: logins{}})
	f.ctx = d.As(t, "owner")
	return f
}

func (f *fixture) events() []kernel.Event {
	outbox.mu.Lock()
	defer outbox.mu.Unlock()
	return append([]kernel.Event(nil), outbox.events[f.Org]...)
}

func ptr[T any](v T) *T { return &v }

func (f *fixture) Account(in app.AccountInput) crm.Account {
	f.t.Helper()
	if in.Name == nil {
		in.Name = ptr("Vins et alcools Chevalier")
	}
	a, err := f.svc.CreateAccount(f.ctx, in)
	require.NoError(f.t, err)
	return a
}

func (f *fixture) Deal(in app.DealInput) crm.Deal {
	f.t.Helper()
	if in.Name == nil {
		in.Name = ptr("A deal")
	}
	d, err := f.svc.CreateDeal(f.ctx, in)
	require.NoError(f.t, err)
	return d
}

// Order is a draft of one line of 12 at 14.00.
func (f *fixture) Order(lines ...app.LineInput) crm.Order {
	f.t.Helper()
	if lines == nil {
		lines = []app.LineInput{{ProductID: f.catalogue.Product("11", "Queso Cabrales", "14"), Quantity: dec("12")}}
	}
	a := f.Account(app.AccountInput{})
	o, err := f.svc.CreateOrder(f.ctx, app.OrderInput{AccountID: &a.ID, Lines: &lines})
	require.NoError(f.t, err)
	return o
}

func dec(s string) kernel.Decimal { return kernel.MustDecimal(s) }

// logins stands in for identity.
type logins struct{}

func (logins) Names(_ context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
	out := map[kernel.ID[kernel.User]]string{}
	for _, id := range ids {
		out[id] = "Login " + id.String()[:4]
	}
	return out, nil
}

// people stands in for HR; it counts how often it is asked.
type people struct {
	persons map[kernel.ID[kernel.User]]hr.Person
	asked   atomic.Int32
}

func (p *people) Add(login kernel.ID[kernel.User], number, name string, unit hr.UnitID) hr.EmployeeID {
	id := kernel.NewID[hr.Employee]()
	p.persons[login] = hr.Person{ID: id, Number: number, Name: name, Unit: unit, Login: login, Employed: true}
	return id
}

func (p *people) Person(_ context.Context, id hr.EmployeeID, _ kernel.Date) (hr.Person, error) {
	for _, one := range p.persons {
		if one.ID == id {
			return one, nil
		}
	}
	return hr.Person{}, fault.ErrNotFound
}

func (p *people) ByLogin(_ context.Context, login kernel.ID[kernel.User], _ kernel.Date) (hr.Person, error) {
	if one, ok := p.persons[login]; ok {
		return one, nil
	}
	return hr.Person{}, fault.ErrNotFound
}

func (p *people) ByLogins(_ context.Context, logins []kernel.ID[kernel.User], _ kernel.Date) (map[kernel.ID[kernel.User]]hr.Person, error) {
	p.asked.Add(1)
	out := map[kernel.ID[kernel.User]]hr.Person{}
	for _, l := range logins {
		if one, ok := p.persons[l]; ok {
			out[l] = one
		}
	}
	return out, nil
}

func (p *people) Named(_ context.Context, texts []string, _ kernel.Date) (map[string][]hr.Person, error) {
	out := map[string][]hr.Person{}
	for _, one := range p.persons {
		for _, text := range texts {
			if one.Number == text || strings.EqualFold(one.Name, text) {
				out[text] = append(out[text], one)
			}
		}
	}
	return out, nil
}

func (p *people) Names(_ context.Context, ids []hr.EmployeeID) (map[hr.EmployeeID]string, error) {
	p.asked.Add(1)
	out := map[hr.EmployeeID]string{}
	for _, one := range p.persons {
		for _, id := range ids {
			if one.ID == id {
				out[id] = one.Name
			}
		}
	}
	return out, nil
}

// catalogue stands in for inventory's products and stock.
type catalogue struct {
	products []inventory.Product
	down     bool
}

func (c *catalogue) Product(sku, name, price string) inventory.ProductID {
	for _, p := range c.products {
		if p.SKU == sku {
			return p.ID
		}
	}
	p := inventory.Product{ID: kernel.NewID[inventory.Product](), SKU: sku, Name: name, Kind: inventory.Stocked, Unit: "H87", Status: inventory.Active,
		CategoryPath: "Food", HasPrice: true, ListPrice: kernel.Money{Amount: dec(price), Currency: "EUR"},
		Units: []inventory.Factor{{Code: "H87", Num: dec("1"), Den: dec("1")}, {Code: "box", Num: dec("12"), Den: dec("1")}}}
	c.products = append(c.products, p)
	return p.ID
}

func (c *catalogue) Products(_ context.Context, ids []inventory.ProductID) ([]inventory.Product, error) {
	if c.down {
		return nil, fault.ErrUnavailable
	}
	var out []inventory.Product
	for _, p := range c.products {
		for _, id := range ids {
			if p.ID == id {
				out = append(out, p)
			}
		}
	}
	return out, nil
}

func (c *catalogue) BySKUs(_ context.Context, skus []string) (map[string]inventory.Product, error) {
	if c.down {
		return nil, fault.ErrUnavailable
	}
	out := map[string]inventory.Product{}
	for _, p := range c.products {
		for _, s := range skus {
			if p.SKU == s {
				out[s] = p
			}
		}
	}
	return out, nil
}

func (c *catalogue) Search(context.Context, inventory.ProductQuery) ([]inventory.Product, error) {
	return c.products, nil
}

func (c *catalogue) Available(_ context.Context, q inventory.AvailabilityQuery) ([]inventory.Availability, error) {
	if c.down {
		return nil, fault.ErrUnavailable
	}
	out := make([]inventory.Availability, len(q.Products))
	for i, p := range q.Products {
		out[i] = inventory.Availability{Product: p, OnHand: dec("10"), Free: dec("10")}
	}
	return out, nil
}

func product(f *fixture, sku string) *uuid.UUID {
	for _, p := range f.catalogue.products {
		if p.SKU == sku {
			return &p.ID.UUID
		}
	}
	return nil
}
