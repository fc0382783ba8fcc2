// Package app is crm's use cases. Each method is one transaction; neighbours
// are asked before it, never inside it.
package app

import (
	"context"
	"errors"
	"log/slog"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/inventory"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Users names logins of people that HR does not know; unknown ones are missing.
type Users interface {
	Names(ctx context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error)
}

// Deps is what the use cases need.
type Deps struct {
	DB        *db.Pool
	Clock     clock.Clock
	People    hr.People
	Users     Users
	Catalogue inventory.Catalogue
	Stock     inventory.Stock
	Custom    *custom.Service
}

// Service is crm's use cases.
type Service struct {
	db        *db.Pool
	clock     clock.Clock
	people    hr.People
	users     Users
	catalogue inventory.Catalogue
	stock     inventory.Stock
	custom    *custom.Service
}

// New makes the service.
func New(d Deps) *Service {
	return &Service{db: d.DB, clock: d.Clock, people: d.People, users: d.Users, catalogue: d.Catalogue, stock: d.Stock, custom: d.Custom}
}

// optional is a scope that may be nothing: for the parts of a view that the
// caller may have no right to.
func optional(ctx context.Context, p kernel.Permission) (page.Scope, error) {
	scope, err := authz.Scope(ctx, p)
	if errors.Is(err, fault.ErrForbidden) {
		return page.Scope{Right: p}, nil
	}
	return scope, err
}

// scopes asks for the right to act and the right to read at once.
func scopes(ctx context.Context, act, read kernel.Permission) (acting, reading page.Scope, err error) {
	if acting, err = authz.Scope(ctx, act); err != nil {
		return acting, reading, err
	}
	reading, err = optional(ctx, read)
	return acting, reading, err
}

// reach locks a record under the acting scope. One that can only be read is
// forbidden; one that cannot even be read does not exist.
func reach[T any](acting, reading page.Scope, lock func(page.Scope) (T, error)) (T, error) {
	v, err := lock(acting)
	if !db.NoRows(err) {
		return v, err
	}
	if reading.Never() {
		return v, fault.ErrNotFound
	}
	if _, err := lock(reading); err != nil {
		return v, err
	}
	return v, acting.Beyond()
}

// current refuses to overwrite what the caller has not seen.
func current(have, seen int64) error {
	if have != seen {
		return fault.StaleAt(have)
	}
	return nil
}

// back says whether a record that was just written is inside the acting scope.
func back(acting page.Scope, err error) error {
	if db.NoRows(err) {
		return acting.Beyond().Say("Your right " + string(acting.Right) + " does not let you make such a record for that owner.")
	}
	return err
}

// me is the caller's login; a service has none.
func me(ctx context.Context) (*uuid.UUID, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	return who.User.Ptr(), nil
}

// unitOf is the unit of a login's employee, which a record of theirs belongs
// to. A neighbour that is down never blocks a save: then there is none.
func (s *Service) unitOf(ctx context.Context, login *uuid.UUID) *uuid.UUID {
	if login == nil || s.people == nil {
		return nil
	}
	p, err := s.people.ByLogin(ctx, kernel.IDOf[kernel.User](*login), kernel.Date{})
	if err != nil {
		quiet(ctx, "unit of a login is unknown", err)
		return nil
	}
	return p.Unit.Ptr()
}

// quiet logs what only costs a decoration; people without an employee and
// callers without the right are no news.
func quiet(ctx context.Context, what string, err error) {
	if ctx.Err() != nil || errors.Is(err, fault.ErrNotFound) || errors.Is(err, fault.ErrForbidden) {
		return
	}
	slog.WarnContext(ctx, "a decoration is missing", "what", what, "error", err)
}

func set[T any](field *T, given *T) bool {
	if given == nil {
		return false
	}
	*field = *given
	return true
}

// link writes a given ID into a column that may be null; the zero ID clears it.
func link[T any](field **uuid.UUID, given *kernel.ID[T]) {
	if given != nil {
		*field = given.Ptr()
	}
}
