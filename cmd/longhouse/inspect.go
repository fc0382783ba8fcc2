package main

import (
	"context"

	"longhouse/platform/config"
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

// inspect builds everything as serve would, and looks at its health.
// Warnings are what it can serve with.
func inspect(ctx context.Context, c Config, s *servers) (warnings []error, err error) {
	h, err := build(ctx, c.with(s), s.database, s.redis)
	if err != nil {
		return nil, err
	}
	defer h.Root.Close()
	for _, check := range h.Health.Checks {
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
