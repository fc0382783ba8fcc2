// Package rest serves hr over HTTP.
package rest

import (
	"context"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

type handlers struct{ s *app.Service }

// Routes adds hr's operations.
func Routes(s *app.Service) func(*rest.API) {
	return func(a *rest.API) {
		h := handlers{s}
		h.employees(a)
		h.facts(a)
		h.employments(a)
		h.units(a)
		h.positions(a)
	}
}

// EmployeePath names an employee. Inputs are built of exported parts: huma does not look into others.
type EmployeePath struct {
	ID hr.EmployeeID `path:"id"`
}

// Change names an employee, and the version that the caller has seen.
type Change struct {
	rest.Match
	ID hr.EmployeeID `path:"id"`
}

// Day is an optional as-of day.
type Day struct {
	AsOf string `query:"as_of" doc:"The day that is asked about, 2026-11-22; today unless given"`
}

func (d Day) date() (kernel.Date, error) { return asOf(d.AsOf) }

func asOf(text string) (kernel.Date, error) {
	if text == "" {
		return kernel.Date{}, nil
	}
	d, err := kernel.ParseDate(text)
	if err != nil {
		return d, badDay
	}
	return d, nil
}

type listEmployees struct {
	rest.List
	AsOf string `query:"as_of" doc:"The day that is asked about, 2026-11-22; today unless given"`
}

func (h handlers) list(ctx context.Context, in *listEmployees) (page.Page[app.Employee], error) {
	d, err := asOf(in.AsOf)
	if err != nil {
		return page.Page[app.Employee]{}, err
	}
	return h.s.Employees(ctx, in.Page(), d)
}

func (h handlers) sum(ctx context.Context, in *struct {
	rest.Summing
	Day
}) (page.Summary, error) {
	d, err := in.date()
	if err != nil {
		return page.Summary{}, err
	}
	return h.s.SumEmployees(ctx, in.Page(), d)
}

// tagged answers a record with its ETag.
func tagged(r app.EmployeeRecord, err error) (*rest.Tagged[app.EmployeeRecord], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(r.Version, r), nil
}

// said answers what has no version.
func said[T any](v T, err error) (*rest.Answer[T], error) {
	if err != nil {
		return nil, err
	}
	return rest.Say(v), nil
}
