package crmmodule_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/crmmodule"
	"longhouse/modules/hr"
	"longhouse/modules/inventory"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

type object = map[string]any

// nowhere takes what transactions emit; what follows from it is tested beside the use cases.
type nowhere struct{}

func (nowhere) Flush(context.Context, *db.Tx, []kernel.Event, []db.Enqueued) error { return nil }
func (nowhere) Wake(kernel.ID[kernel.Org])                                         {}

var outbox sync.Once

// warehouse stands in for inventory: one product, ten of it.
type warehouse struct{ product inventory.Product }

func (w warehouse) Products(_ context.Context, ids []inventory.ProductID) ([]inventory.Product, error) {
	var out []inventory.Product
	for _, id := range ids {
		if id == w.product.ID {
			out = append(out, w.product)
		}
	}
	return out, nil
}

func (w warehouse) BySKUs(context.Context, []string) (map[string]inventory.Product, error) {
	return map[string]inventory.Product{w.product.SKU: w.product}, nil
}

func (w warehouse) Search(context.Context, inventory.ProductQuery) ([]inventory.Product, error) {
	return []inventory.Product{w.product}, nil
}

func (w warehouse) Available(_ context.Context, q inventory.AvailabilityQuery) ([]inventory.Availability, error) {
	out := make([]inventory.Availability, len(q.Products))
	for i, p := range q.Products {
		out[i] = inventory.Availability{Product: p, Free: kernel.Int(10)}
	}
	return out, nil
}

type fixture struct {
	*client
	t         *testing.T
	db        *pgtest.DB
	module    crmmodule.Module
	warehouse warehouse
	custom    *custom.Service
	files     map[uuid.UUID]kernel.Record // on which records files hang
}

// hung stands in for notes: every file is called offer.pdf.
func (f *fixture) hung(_ context.Context, ids []uuid.UUID) (map[uuid.UUID]kernel.Record, map[uuid.UUID]string, error) {
	names := map[uuid.UUID]string{}
	for _, id := range ids {
		names[id] = "offer.pdf"
	}
	return f.files, names, nil
}

func setup(t *testing.T) *fixture {
	t.Helper()
	d := pgtest.New(t)
	outbox.Do(func() { d.Root.SetOutbox(nowhere{}) })
	w := warehouse{inventory.Product{ID: kernel.NewID[inventory.Product](), SKU: "11", Name: "Queso Cabrales", Kind: inventory.Stocked, Unit: "H87", Status: inventory.Active,
		HasPrice: true, ListPrice: kernel.Money{Amount: kernel.Int(21), Currency: "EUR"}}}
	f := &fixture{t: t, db: d, warehouse: w}
	f.files = map[uuid.UUID]kernel.Record{}
	f.custom = custom.New(custom.Options{DB: d.Root, Clock: clock.Fixed(now), Files: f.hung, People: func(context.Context) ([]custom.Person, error) {
		return []custom.Person{{ID: d.User.UUID, Name: "Nancy Davolio", Email: "nancy@example.com", Active: true}}, nil
	}})
	f.module = crmmodule.New(crmmodule.Deps{DB: d.Root.For("crm"), Clock: clock.Fixed(now), People: staff{}, Users: logins{}, Catalogue: w, Stock: w, Custom: f.custom})
	f.custom.Register(f.module.Entities, f.module.Resources)
	f.client = f.as("owner")
	return f
}

// past is the history of the module's records, where nobody has a name.
func (f *fixture) past() *history.Service {
	svc := history.New(history.Options{DB: f.db.Root, Names: nobody, Clock: clock.Clock{}, Custom: f.custom.Classes})
	svc.Register(f.module.Entities...)
	return svc
}

func (f *fixture) as(roles ...string) *client {
	as := f.db.With(f.t, f.db.Context(f.t), authz.TestPolicy{Resources: crm.Resources}, roles...)
	return &client{f.db.ServerAs(f.t, as, map[string]func(*rest.API){"crm": f.module.Routes, "custom": f.custom.Routes}, func(g *rest.Gate) { g.Custom = f.custom.Columns })}
}

// logins stands in for identity: everybody is called Nancy.
type logins struct{}

func (logins) Names(_ context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
	out := map[kernel.ID[kernel.User]]string{}
	for _, id := range ids {
		out[id] = "Nancy"
	}
	return out, nil
}

// create posts a body and reads the record that comes of it.
func (f *fixture) create(path string, body any) object {
	f.t.Helper()
	var out object
	f.Post("/crm"+path, body).Is(201).JSON(&out)
	return out
}

// tag is the If-Match that the record at a path needs now.
func (f *fixture) tag(path string) []string {
	f.t.Helper()
	return []string{"If-Match", f.Get("/crm" + path).Is(200).Header.Get("ETag")}
}

// change does something to the record at a path under its present ETag.
func (f *fixture) change(method, path, action string, body any) object {
	f.t.Helper()
	var out object
	r := f.Do(method, "/crm"+path+action, body, f.tag(path)...)
	require.Less(f.t, r.Status, 300, "%s", r.Body)
	if r.Status != 204 {
		r.JSON(&out)
	}
	return out
}

func at(o object, path ...any) any {
	var v any = o
	for _, p := range path {
		switch p := p.(type) {
		case string:
			v = v.(object)[p]
		case int:
			v = v.([]any)[p]
		}
	}
	return v
}

// staff stands in for HR: employees by number.
type staff map[string]hr.Person

func (s staff) Person(_ context.Context, id hr.EmployeeID, _ kernel.Date) (hr.Person, error) {
	for _, p := range s {
		if p.ID == id {
			return p, nil
		}
	}
	return hr.Person{}, fault.ErrNotFound
}

func (staff) ByLogin(context.Context, kernel.ID[kernel.User], kernel.Date) (hr.Person, error) {
	return hr.Person{}, fault.ErrNotFound
}

func (staff) ByLogins(context.Context, []kernel.ID[kernel.User], kernel.Date) (map[kernel.ID[kernel.User]]hr.Person, error) {
	return nil, nil
}

func (s staff) Named(_ context.Context, texts []string, _ kernel.Date) (map[string][]hr.Person, error) {
	out := map[string][]hr.Person{}
	for _, n := range texts {
		if p, ok := s[n]; ok {
			out[n] = []hr.Person{p}
		}
	}
	return out, nil
}

func (s staff) Names(_ context.Context, ids []hr.EmployeeID) (map[hr.EmployeeID]string, error) {
	out := map[hr.EmployeeID]string{}
	for _, id := range ids {
		for _, p := range s {
			if p.ID == id {
				out[id] = p.Name
			}
		}
	}
	return out, nil
}

func nobody(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
	return map[kernel.ID[kernel.User]]string{}, nil
}
