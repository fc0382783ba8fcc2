// Package telemetry tells operators what the process does: a log that knows
// who acts, and metrics. Neither ever holds bodies, secrets or personal values.
package telemetry

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/google/uuid"

	"longhouse/platform/actor"
)

// Config says how much is logged, and how.
type Config struct {
	Level   string `env:"LONGHOUSE_LOG" envDefault:"info" doc:"debug, info, warn or error"`
	Format  string `env:"LONGHOUSE_LOG_FORMAT" envDefault:"json" doc:"json, or text for people"`
	Metrics string `env:"LONGHOUSE_METRICS_ADDR" envDefault:"127.0.0.1:9464" doc:"Where /metrics listens; off: nowhere"`
}

// Log makes the logger that the whole process uses.
func Log(w io.Writer, c Config) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		return nil, fmt.Errorf("LONGHOUSE_LOG: %q is no level; use debug, info, warn or error", c.Level)
	}
	o := &slog.HandlerOptions{Level: level}
	switch c.Format {
	case "json":
		return slog.New(handler{slog.NewJSONHandler(w, o)}), nil
	case "text":
		return slog.New(handler{slog.NewTextHandler(w, o)}), nil
	}
	return nil, fmt.Errorf("LONGHOUSE_LOG_FORMAT: %q is no format; use json or text", c.Format)
}

// handler adds the actor of the context to each line.
type handler struct{ slog.Handler }

// Handle writes a line.
func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if who, err := actor.From(ctx); err == nil {
		r.AddAttrs(slog.String("org", who.Org.String()), slog.String("actor", who.Subject()))
		if who.Request != uuid.Nil {
			r.AddAttrs(slog.String("request", who.Request.String()))
		}
		if who.Run != uuid.Nil {
			r.AddAttrs(slog.String("operation", who.Run.String()))
		}
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the actor in loggers that carry attributes.
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the actor in loggers that carry a group.
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }
