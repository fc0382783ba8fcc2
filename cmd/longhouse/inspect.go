package main

import (
	"context"
	"errors"
	"fmt"

	"longhouse/platform/actor"
	"longhouse/platform/config"
	"longhouse/platform/migrate"
)

// describe makes the OpenAPI document. It connects to nothing.
func describe(ctx context.Context, c Config) ([]byte, error) {
	c.DB.Connections = 1
	h, err := build(ctx, c, config.Secret("postgres://nobody@127.0.0.1:1/none"), config.Secret("redis://127.0.0.1:1"))
	if err != nil {
		return nil, err
	}
	defer h.Root.Close()
	return h.API.Document()
}

// inspect builds everything as serve would, and looks at its health and its
// fences; with data, at every sum that a module keeps. Warnings are what it can
// serve with.
func inspect(ctx context.Context, c Config, s *servers, data bool) (organisations int, warnings []error, err error) {
	if err := migrate.Fences(ctx, s.database); err != nil {
		return 0, nil, err
	}
	h, err := build(ctx, c.with(s), s.database, s.redis)
	if err != nil {
		return 0, nil, err
	}
	defer h.Root.Close()
	if warnings, err = h.healthy(ctx, true); err != nil || !data {
		return 0, warnings, err
	}
	organisations, err = h.audit(ctx)
	return organisations, warnings, err
}

// healthy fails for the first part that is not; those that it can do without
// are asked if wanted.
func (h *House) healthy(ctx context.Context, degraded bool) (warnings []error, err error) {
	for _, check := range h.Health.Checks {
		if check.Degraded && !degraded {
			continue
		}
		err := check.Look(ctx)
		switch {
		case err == nil:
		case check.Code == "history_unsealed": // it serves, and says so
			warnings = append(warnings, err)
		default:
			return nil, err
		}
	}
	return warnings, nil
}

// audit asks every part, in every organisation, what must not be there.
func (h *House) audit(ctx context.Context) (organisations int, err error) {
	all, err := h.Identity.Organisations(ctx)
	if err != nil {
		return 0, err
	}
	var wrong []error
	for _, o := range all {
		for _, m := range h.parts() {
			if m.Audit == nil {
				continue
			}
			found, err := m.Audit(actor.Service(ctx, o.ID, "longhouse.check", actor.System))
			if err != nil {
				return 0, fmt.Errorf("audit %s of %s: %w", m.Name, o.Slug, err)
			}
			for _, f := range found {
				wrong = append(wrong, fmt.Errorf("%s of %s: %s", m.Name, o.Slug, f))
			}
		}
	}
	return len(all), errors.Join(wrong...)
}
