// Package inventorymodule wires the inventory module together.
package inventorymodule

import (
	"context"

	"longhouse/modules/hr"
	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/modules/inventory/internal/rest"
	"longhouse/modules/inventory/internal/store"
	"longhouse/modules/inventory/internal/worker"
	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/module"
)

// Deps is what inventory needs of others.
type Deps struct {
	DB     *db.Pool
	Clock  clock.Clock
	People hr.People // names of who moved goods
	Users  app.Users // names of logins that have no employee
	// Currency tells the currency of the actor's organisation, for prices of
	// imported files that name none.
	Currency func(context.Context) (kernel.Currency, error)
	Custom   *custom.Service // nil: no record has custom fields
}

// Module is inventory, with what other modules may ask of it.
type Module struct {
	module.Module
	Catalogue  inventory.Catalogue
	Stock      inventory.Stock
	Fulfilment inventory.Fulfilment
}

// New makes the module.
func New(d Deps) Module {
	pool := d.DB.With(store.Faults)
	svc := app.New(pool, d.Clock, app.Neighbours{People: d.People, Users: d.Users, Custom: d.Custom})
	return Module{
		Module: module.Module{
			Name: "inventory", Routes: rest.Routes(svc),
			Permissions: inventory.Permissions, Resources: inventory.Resources, Rows: rows, Events: inventory.Events, Errors: inventory.Errors,
			Handlers: worker.Handlers(svc), Imports: worker.Imports(svc, pool, d.Currency),
			Entities: entities(svc), Search: sources(svc),
			Seed:  func(ctx context.Context, o module.Founded) error { return svc.Seed(ctx, o.Zone) },
			Audit: svc.Audit,
		},
		Catalogue: catalogue{svc}, Stock: svc, Fulfilment: svc,
	}
}

// catalogue gives the service's search the name that the contract has for it.
type catalogue struct{ *app.Service }

// Search implements inventory.Catalogue.
func (c catalogue) Search(ctx context.Context, q inventory.ProductQuery) ([]inventory.Product, error) {
	return c.SearchCatalogue(ctx, q)
}
