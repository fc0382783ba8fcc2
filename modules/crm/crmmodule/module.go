// Package crmmodule wires crm together: hand it what it needs, and it hands
// over what the server may use.
package crmmodule

import (
	"context"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/modules/crm/internal/rest"
	"longhouse/modules/crm/internal/store"
	"longhouse/modules/crm/internal/worker"
	"longhouse/modules/hr"
	"longhouse/modules/inventory"
	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/module"
	platform "longhouse/platform/rest"
)

// Deps is what crm needs of others.
type Deps struct {
	DB         *db.Pool
	Clock      clock.Clock
	People     hr.People
	Users      app.Users // names of logins that have no employee
	Catalogue  inventory.Catalogue
	Stock      inventory.Stock
	Fulfilment inventory.Fulfilment
	Custom     *custom.Service // nil: no record has custom fields
}

// Module is crm. No other module may ask anything of it.
type Module struct{ module.Module }

// New wires the module.
func New(d Deps) Module {
	pool := d.DB.With(store.Faults)
	s := app.New(app.Deps{DB: pool, Clock: d.Clock, People: d.People, Users: d.Users, Catalogue: d.Catalogue, Stock: d.Stock, Custom: d.Custom})
	return Module{module.Module{
		Name: "crm", Routes: func(a *platform.API) { rest.Routes(a, s) },
		Permissions: crm.Permissions, Resources: crm.Resources, Rows: rows, Events: crm.Events, Errors: crm.Errors, Notices: crm.Notices,
		Handlers: worker.Handlers(s, d.Fulfilment), Imports: worker.Imports(s, pool),
		Entities: entities(s), Search: sources(s),
		Seed: func(ctx context.Context, o module.Founded) error { return s.Seed(ctx, o.Currency) },
	}}
}
