package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm/crmmodule"
	people "longhouse/modules/hr"
	"longhouse/modules/hr/hrmodule"
	"longhouse/modules/inventory/inventorymodule"
	"longhouse/platform/access"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/bulk"
	"longhouse/platform/clock"
	"longhouse/platform/config"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/desk"
	"longhouse/platform/fault"
	"longhouse/platform/files"
	"longhouse/platform/history"
	"longhouse/platform/identity"
	"longhouse/platform/imports"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/mail"
	"longhouse/platform/module"
	"longhouse/platform/notes"
	"longhouse/platform/notify"
	"longhouse/platform/rest"
	"longhouse/platform/search"
	"longhouse/platform/telemetry"
	"longhouse/platform/webhooks"
	"longhouse/policies"
)

// House is everything, put together. It does nothing by itself until it is served.
type House struct {
	Root     *db.Root
	Rights   *authz.Engine
	Access   *access.Service
	Identity *identity.Service
	Jobs     *jobs.Engine
	History  *history.Service
	Sealer   *history.Sealer
	Imports  *imports.Service
	Bulk     *bulk.Service
	Search   *search.Service
	Notify   *notify.Hub
	Webhooks *webhooks.Service
	Notes    *notes.Service
	Mail     *mail.Service
	Desk     *desk.Service
	Custom   *custom.Service
	Modules  []*module.Module
	People   people.People
	Clock    clock.Clock
	API      *rest.API
	Metrics  *telemetry.Metrics
	Health   *rest.Health
	meters   meters
}

// build is the only place that knows all parts.
func build(ctx context.Context, c Config, database, redis config.Secret) (*House, error) {
	now := clock.Clock{}
	h := &House{Metrics: telemetry.NewMetrics(version), Clock: now}
	var err error
	if h.Root, err = db.Open(ctx, database, db.Options{Connections: c.DB.Connections}); err != nil {
		return nil, err
	}
	if h.Rights, err = authz.New(h.Root, authz.Options{Model: policies.Model, Roles: policies.Roles, Clock: now}); err != nil {
		return nil, err
	}
	h.Root.SetSensitive(authz.Hold, authz.Redecide)
	h.Root.SetPolicy(authz.InForce)
	h.Access = access.New(access.Options{DB: h.Root, Rights: h.Rights, Clock: now, Managers: h.managers, Tell: notify.SendAll,
		People: func(ctx context.Context) ([]access.Person, error) { return h.Identity.People(ctx) },
		Proven: func(ctx context.Context) error { return h.Identity.Proven(ctx) }})
	h.Identity = identity.New(identity.Options{DB: h.Root, Rights: h.Rights, Grants: h.Access, Clock: now, Cores: runtime.NumCPU(), Created: h.found, Address: c.address()})
	keys, err := history.ReadKeys(c.History.SealKey)
	if err != nil {
		return nil, err
	}
	h.Sealer = history.NewSealer(history.SealerOptions{DB: h.Root, Keys: keys, Clock: now, Anchors: c.History.Anchors})
	h.History = history.New(history.Options{DB: h.Root, Names: h.Identity.Names, Clock: now, Sealer: h.Sealer, Keep: c.History.Years, Undo: c.History.Undo(),
		Custom: func(ctx context.Context, entity string) (map[string]string, error) {
			return h.Custom.Classes(ctx, entity)
		}})
	h.Notify = notify.New(notify.Options{DB: h.Root, Clock: now, Readable: h.History.Readable, Contacts: h.Identity.Contacts, Home: h.Identity.Home,
		Open: h.History.Open, Names: h.Identity.NamesByID})
	h.Root.SetCommitted(h.Notify.Committed)
	h.Webhooks, err = webhooks.New(webhooks.Options{DB: h.Root, Clock: now, Allow: c.Webhooks.Allow, As: h.lent, Proven: h.Identity.Proven,
		Names: h.Identity.NamesByID, Tokens: h.Identity.TokenNames, Tell: notify.SendAll})
	if err != nil {
		return nil, err
	}
	h.Notes = notes.New(notes.Options{DB: h.Root, Clock: now, Files: c.store(), As: h.lent, People: h.members, Names: h.Identity.NamesByID, Zone: h.Identity.Zone,
		Changes: h.History.Since, Tell: notify.SendAll})
	if h.Mail, err = mail.New(mail.Options{DB: h.Root, Clock: now, Config: c.Mail, Shown: c.private()}); err != nil {
		return nil, err
	}
	h.Custom = custom.New(custom.Options{DB: h.Root, Clock: now, People: h.everybody,
		Files: func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]kernel.Record, map[uuid.UUID]string, error) {
			return h.Notes.Hung(ctx, ids)
		}})
	h.Desk = desk.New(desk.Options{DB: h.Root, Lists: h.list, Teamed: authz.Teamed, Names: h.Identity.NamesByID, Titles: h.History.Titles})
	room := 0 // the package's own choice
	if c.Jobs.Redis == "" {
		room = 200 // the Redis inside the process is slower with more
	}
	h.Jobs, err = jobs.New(h.Root, jobs.Options{Room: room, RedisURL: redis.Reveal(), Clock: now, Attach: h.Rights.AttachAnew, Organisations: h.organisations, Progress: h.Notify.Progress,
		Dead: h.deadLetter, Probes: c.Jobs.Probes, Names: h.Identity.Names, May: authz.Allowed, Ended: h.meter(), Idle: c.Jobs.Work == "off"})
	if err != nil {
		return nil, err
	}
	h.Root.SetOutbox(h.Jobs)
	h.Search = search.New(search.Options{})
	h.Modules = h.wire(now)
	var targets []imports.Target
	for _, m := range h.Modules {
		targets = append(targets, h.Custom.Imports(m.Imports...)...)
	}
	h.Imports, err = imports.New(h.Root, imports.Options{Clock: now, Undo: h.History.Undo, Attach: h.Rights.Attach, Names: h.Identity.NamesByID, Tell: notify.SendAll}, targets...)
	if err != nil {
		return nil, err
	}
	h.Bulk = bulk.New(bulk.Options{DB: h.Root, Clock: now, Attach: h.Rights.Attach})
	h.API = rest.New(rest.Options{Version: version, Proxies: c.REST.Proxies, Observe: h.Metrics.Observe, XLSX: writeSheet, Bulk: h.Bulk, Gate: rest.Gate{
		Who: h.Identity.Who, Still: h.Identity.Still, May: authz.Allowed, Through: authz.Through, Anew: h.Rights.AttachAnew, Passed: h.Access.Passed,
		Refused: h.History.Refused, Exported: h.History.Exported, Undoable: h.History.Offers, Now: h.present, Mates: authz.Mates, Custom: h.Custom.Columns}})
	h.Health = &rest.Health{Now: now.Now, Checks: []rest.Check{
		{Code: "postgres_down", Look: h.Root.Ping},
		{Code: "policy_unknown", Look: h.Rights.Ready},
		{Code: "policy_stale", Look: h.Rights.Sound, Degraded: true}, // the last good one decides
		{Code: "redis_down", Look: h.Jobs.Ping, Degraded: true},      // work waits in PostgreSQL
		{Code: "history_unsealed", Look: h.Sealer.Ready, Degraded: true},
		{Code: "seals_late", Look: h.Sealer.InTime, Degraded: true},
	}}
	h.measure(ctx)
	if err := h.register(); err != nil {
		return nil, err
	}
	h.measureJobs(ctx)
	return h, nil
}

// wire hands each module what it needs. A missing dependency is a compile
// error on the line that forgot it.
func (h *House) wire(now clock.Clock) []*module.Module {
	hr := hrmodule.New(hrmodule.Deps{DB: h.Root.For("hr"), Clock: now, Zone: h.Identity.Zone, Currency: h.Identity.Currency, Logins: h.Identity, Custom: h.Custom})
	inventory := inventorymodule.New(inventorymodule.Deps{DB: h.Root.For("inventory"), Clock: now, Currency: h.Identity.Currency, People: hr.People, Users: h.Identity, Custom: h.Custom})
	crm := crmmodule.New(crmmodule.Deps{DB: h.Root.For("crm"), Clock: now, People: hr.People, Users: h.Identity,
		Catalogue: inventory.Catalogue, Stock: inventory.Stock, Fulfilment: inventory.Fulfilment, Custom: h.Custom})
	h.People = hr.People
	return []*module.Module{&hr.Module, &inventory.Module, &crm.Module}
}

// platform describes the parts of the platform that have rights or refusals of their own.
func (h *House) platform() []*module.Module {
	return []*module.Module{
		{Name: "identity", Routes: h.Identity.Routes, Permissions: identity.Permissions, Resources: identity.Resources, Errors: identity.Errors,
			Handlers: h.Identity.Handlers(), Notices: identity.Notices},
		{Name: "access", Routes: h.Access.Routes, Permissions: access.Permissions, Resources: access.Resources, Errors: access.Errors, Rows: access.Rows,
			Handlers: h.Access.Handlers(), Notices: access.Notices},
		{Name: "jobs", Routes: h.Jobs.Routes, Permissions: jobs.Permissions, Resources: jobs.Resources, Errors: jobs.Errors,
			Notices: jobs.Notices, Audit: h.Jobs.Orphans},
		{Name: "imports", Routes: h.Imports.Routes, Permissions: imports.Permissions, Resources: imports.Resources, Errors: imports.Errors,
			Handlers: h.Imports.Handlers(), Notices: imports.Notices},
		{Name: "bulk", Routes: h.Bulk.Routes, Errors: bulk.Errors,
			Handlers: h.Bulk.Handlers()},
		{Name: "search", Routes: h.Search.Routes},
		{Name: "notify", Routes: h.Notify.Routes, Errors: notify.Errors,
			Handlers: h.Notify.Handlers()},
		{Name: "mail", Routes: h.Mail.Routes, Permissions: mail.Permissions, Resources: mail.Resources, Errors: mail.Errors,
			Handlers: h.Mail.Handlers()},
		{Name: "desk", Routes: h.Desk.Routes, Permissions: desk.Permissions, Resources: desk.Resources, Errors: desk.Errors, Entities: h.Desk.Entities()},
		{Name: "custom", Routes: h.Custom.Routes, Permissions: custom.Permissions, Resources: custom.Resources, Errors: custom.Errors,
			Handlers: h.Custom.Handlers(), Entities: h.Custom.Entities()},
		{Name: "webhooks", Routes: h.Webhooks.Routes, Permissions: webhooks.Permissions, Resources: webhooks.Resources, Errors: webhooks.Errors,
			Handlers: h.Webhooks.Handlers(), Entities: h.Webhooks.Entities(), Notices: webhooks.Notices},
		{Name: "notes", Routes: h.Notes.Routes, Permissions: notes.Permissions, Resources: notes.Resources, Errors: append(notes.Errors, files.Errors...),
			Events: notes.Events, Handlers: h.Notes.Handlers(), Entities: h.Notes.Entities(), Notices: notes.Notices},
		{Name: "history", Routes: h.History.Routes, Permissions: history.Permissions, Resources: history.Resources, Errors: history.Errors,
			Handlers: append(h.History.Handlers(), jobs.RunLong("history.undo", h.undoMany).Does("Takes back what a run over many records did.")), Audit: h.auditHistory},
	}
}

// parts are the platform's and the modules, in the order in which they are shown.
func (h *House) parts() []*module.Module { return append(h.platform(), h.Modules...) }

// register makes rights and operations known.
func (h *House) register() error {
	for _, m := range h.parts() {
		if err := h.Rights.Register(m.Resources, m.Permissions); err != nil {
			return fmt.Errorf("rights of %s: %w", m.Name, err)
		}
		pool := h.Root.For("platform")
		if slices.Contains(h.Modules, m) {
			pool = h.Root.For(m.Name)
		}
		own := pool
		if m.Name == "access" || m.Name == "identity" { // with a role of their own
			own = h.Root.For(m.Name)
		}
		if err := h.Rights.RegisterRows(own, m.Rows...); err != nil {
			return fmt.Errorf("rows of %s: %w", m.Name, err)
		}
		if err := h.Jobs.Register(own, m.Handlers...); err != nil {
			return fmt.Errorf("handlers of %s: %w", m.Name, err)
		}
		if err := h.Notify.Register(m.Notices...); err != nil {
			return fmt.Errorf("messages of %s: %w", m.Name, err)
		}
		h.History.Register(m.Entities...)
		h.Search.Register(m.Search...)
		h.Webhooks.Register(m.Events, m.Entities)
		h.Notes.Register(m.Entities...)
		h.Custom.Register(m.Entities, m.Resources, m.Search...)
		if m.Routes != nil {
			m.Routes(h.API.For(m.Name))
		}
	}
	return h.Rights.Check()
}

// managers says who leads whom, by logins, for the reviews of access.
func (h *House) managers(ctx context.Context, users []uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	logins := make([]kernel.ID[kernel.User], len(users))
	for i, u := range users {
		logins[i] = kernel.IDOf[kernel.User](u)
	}
	zone, err := h.Identity.Zone(ctx)
	if err != nil {
		return nil, err
	}
	today := kernel.DateIn(h.Clock.Now(), zone)
	found, err := h.People.ByLogins(ctx, logins, today)
	if err != nil {
		return nil, err
	}
	leads, out := map[people.EmployeeID]people.Person{}, map[uuid.UUID]uuid.UUID{}
	for login, p := range found {
		if p.Manager.IsZero() {
			continue
		}
		if _, known := leads[p.Manager]; !known { // as many as there are managers, not people
			if leads[p.Manager], err = h.People.Person(ctx, p.Manager, today); err != nil && !errors.Is(err, fault.ErrNotFound) {
				return nil, err
			}
		}
		if lead := leads[p.Manager].Login; !lead.IsZero() {
			out[login.UUID] = lead.UUID
		}
	}
	return out, nil
}

// members are the people whom a note can name.
func (h *House) members(ctx context.Context) ([]notes.Person, error) {
	all, err := h.Identity.People(ctx)
	var out []notes.Person
	for _, p := range all {
		if p.Active {
			out = append(out, notes.Person{ID: p.ID, Name: p.Name})
		}
	}
	return out, err
}

// everybody is all who have a login here, for fields that name somebody.
func (h *House) everybody(ctx context.Context) ([]custom.Person, error) {
	all, err := h.Identity.People(ctx)
	out := make([]custom.Person, len(all))
	for i, p := range all {
		out[i] = custom.Person{ID: p.ID, Name: p.Name, Email: p.Email, Active: p.Active}
	}
	return out, err
}

// lent acts with the rights of somebody who is not here: the owner of an endpoint.
func (h *House) lent(ctx context.Context, who actor.Actor) (context.Context, error) {
	ctx = actor.With(ctx, who)
	if err := h.Identity.Stands(ctx, who.User, who.Token); err != nil {
		return ctx, err
	}
	return h.Rights.Attach(ctx)
}

// organisations tells jobs whose schedules there are, and in which zone.
func (h *House) organisations(ctx context.Context) ([]jobs.Org, error) {
	all, err := h.Identity.Organisations(ctx)
	out := make([]jobs.Org, len(all))
	for i, o := range all {
		out[i] = jobs.Org{ID: o.ID, Zone: o.Zone}
	}
	return out, err
}

// present is now, in the zone in which the caller reads.
func (h *House) present(ctx context.Context) (time.Time, error) {
	zone, err := h.Identity.PersonalZone(ctx)
	if err != nil {
		return time.Time{}, err
	}
	return h.Clock.Now().In(zone), nil
}

// list is the right that a list of the API needs: crm.deals is read at /crm/deals.
func (h *House) list(name string) (kernel.Permission, bool) {
	path := rest.Base + "/" + strings.ReplaceAll(name, ".", "/")
	for _, op := range h.API.Operations() {
		if op.Path == path && op.Method == http.MethodGet && strings.Contains(op.ID, "-list-") && op.Needs != rest.SignedIn {
			return op.Needs, true
		}
	}
	return "", false
}

// found prepares a new organisation in every module.
func (h *House) found(ctx context.Context, o identity.Organisation) error {
	for _, m := range h.Modules {
		if m.Seed == nil {
			continue
		}
		if err := m.Seed(ctx, module.Founded{Currency: o.Currency, Zone: o.Zone}); err != nil {
			return fmt.Errorf("prepare %s: %w", m.Name, err)
		}
	}
	return nil
}

// codes are all faults that a caller may meet, for the problem pages.
func (h *House) codes() []*fault.Error {
	var out []*fault.Error
	for _, m := range h.parts() {
		out = append(out, m.Errors...)
	}
	return out
}

// undoMany is the job of an undo that nobody waits for.
func (h *House) undoMany(ctx context.Context, r *jobs.Run, j history.UndoMany) error {
	return h.History.Work(ctx, j, r.Progress)
}

// writeSheet writes lists as workbooks.
func writeSheet(w io.Writer, s rest.Sheet) error {
	columns := make([]imports.OutColumn, len(s.Columns))
	for i, c := range s.Columns {
		columns[i] = imports.OutColumn{Name: c.Name, Numeric: c.Numeric}
	}
	return imports.WriteXLSX(w, s.Name, columns, s.Rows)
}
