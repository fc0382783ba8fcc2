// Package module says what the server needs to know of a module. A module is
// data: a struct that its module.go fills in, not an interface to implement.
package module

import (
	"context"

	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/imports"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
	"longhouse/platform/search"
)

// Module is one part of the house.
type Module struct {
	Name        string // crm: its schema, role, prefix and the first word of its rights
	Routes      func(*rest.API)
	Permissions []kernel.Permission
	Resources   []kernel.Resource
	Rows        []authz.Rows   // which records the resources have, and whose they are
	Events      []kernel.Event // that it tells others, for the golden file
	Errors      []*fault.Error
	Handlers    []jobs.Handler // reactions to events, jobs, schedules
	Entities    []history.Entity
	Search      []search.Source
	Imports     []imports.Target
	Notices     []kernel.Notice // that people get, for their preferences
	// Seed prepares a new organisation: units, pipelines, a warehouse. It may run again.
	Seed func(ctx context.Context, o Founded) error
	// Audit lists what must not be in the actor's organisation: sums that are not
	// their ledger's, work that has lost its reason. It changes nothing.
	Audit func(ctx context.Context) (findings []string, err error)
}

// Founded is what a module may want to know of a new organisation.
type Founded struct {
	Currency kernel.Currency
	Zone     string // IANA time zone
}
