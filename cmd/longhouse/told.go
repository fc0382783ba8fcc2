package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/notify"
)

// deadLetter tells whoever looks after background work that some has failed for
// good, at most once an hour: one cause often kills many.
func (h *House) deadLetter(ctx context.Context, d jobs.DeadLetter) {
	if d.Org.UUID == uuid.Nil {
		return // the house's own work has no administrators; the log has it
	}
	if err := h.tellOfDeath(ctx, d); err != nil {
		slog.WarnContext(ctx, "nobody was told of dead work", "handler", d.Handler, "error", err)
	}
}

func (h *House) tellOfDeath(ctx context.Context, d jobs.DeadLetter) error {
	ctx, err := h.Rights.Attach(actor.Service(ctx, d.Org, "jobs.alarm", actor.System))
	if err != nil {
		return err
	}
	people, err := h.Access.Holders(ctx, jobs.RetryDeliveries)
	if err != nil {
		return err
	}
	m := notify.Message{Kind: jobs.Died, Title: "Background work has failed for good: " + d.Handler + ".",
		Text: "Somebody has to mend its cause and retry it, or let it go. More of it may have failed within this hour.",
		Once: fmt.Sprintf("jobs.died %s", h.Clock.Now().UTC().Truncate(time.Hour).Format(time.RFC3339))}
	if d.Key != uuid.Nil {
		m.About = kernel.Record{Entity: "jobs.delivery", ID: d.Key}
	}
	return db.Changed(ctx, h.Root.For("platform"), func(tx *db.Tx) error { return notify.SendAll(ctx, tx, people, m) })
}
