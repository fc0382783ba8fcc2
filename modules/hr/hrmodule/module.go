// Package hrmodule wires hr together: hand it what it needs, and it hands over
// what the server and other modules may use.
package hrmodule

import (
	"context"
	"time"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/modules/hr/internal/rest"
	"longhouse/modules/hr/internal/store"
	"longhouse/modules/hr/internal/worker"
	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/module"
)

// Deps is what hr needs.
type Deps struct {
	DB    *db.Pool
	Clock clock.Clock
	// Zone tells the time zone of the actor's organisation, by which its days begin.
	Zone func(context.Context) (*time.Location, error)
	// Currency tells what the actor's organisation pays in unless somebody says otherwise.
	Currency func(context.Context) (kernel.Currency, error)
	Logins   hr.Logins
	Custom   *custom.Service // nil: no record has custom fields
}

// Module is hr, with what other modules may ask of it.
type Module struct {
	module.Module
	People hr.People
}

// New wires the module.
func New(d Deps) Module {
	s := app.New(d.DB, d.Clock, d.Zone, d.Currency, d.Logins).WithCustom(d.Custom)
	return Module{
		Module: module.Module{
			Name: "hr", Routes: rest.Routes(s),
			Permissions: hr.Permissions, Resources: hr.Resources, Rows: rows(s), Events: hr.Events, Errors: hr.Errors,
			Handlers: worker.Handlers(s), Imports: worker.Imports(s, d.DB.With(store.Faults)),
			Entities: entities(s), Search: sources(s),
			Seed: func(context.Context, module.Founded) error { return nil }, // an organisation begins without units and people
		},
		People: s.People(),
	}
}
