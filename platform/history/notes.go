package history

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

// refusals counts refusals between two facts, so that a program in a loop cannot
// fill the house: one fact for a person, an operation and a minute.
type refusals struct {
	mu   sync.Mutex
	seen map[refusal]*refused
}

type refusal struct {
	org, subject, token, operation string
}

type refused struct {
	who   actor.Actor
	why   map[string]any
	since time.Time
	more  int
}

const (
	refusalEvery = time.Minute
	mostRefusals = 10_000 // that are remembered; beyond it each is a fact
)

// due says what is to be noted now that one more refusal came: itself, unless
// it had one within the minute; and what was only counted in minutes that are over.
func (r *refusals) due(k refusal, one *refused) []*refused {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen == nil {
		r.seen = map[refusal]*refused{}
	}
	var out []*refused
	for other, x := range r.seen {
		if one.since.Sub(x.since) < refusalEvery {
			continue
		}
		if x.more > 0 && other != k {
			x.why["times"], x.why["since"] = x.more, x.since.UTC()
			out = append(out, x)
		}
		if other == k {
			one.why["times"] = 1 + x.more
		}
		delete(r.seen, other)
	}
	if x := r.seen[k]; x != nil {
		x.more++
		return out
	}
	if len(r.seen) < mostRefusals {
		r.seen[k] = one
	}
	return append(out, one)
}

// Refused keeps that somebody's rights did not allow what they asked for. The
// answer to them does not depend on it: what cannot be noted is logged.
func (s *Service) Refused(ctx context.Context, operation string, why *fault.Error) {
	who, err := actor.From(ctx)
	if err != nil {
		return // nobody in particular: a public operation
	}
	detail := map[string]any{"operation": operation, "code": why.Code}
	if p, ok := why.Params["permission"]; ok {
		detail["permission"] = p
	}
	who.Key = actor.Key{}
	k := refusal{who.Org.String(), who.Subject(), who.Token.String(), operation}
	for _, r := range s.refusals.due(k, &refused{who: who, why: detail, since: s.clock.Now()}) {
		if err := db.Note(authz.Unheld(actor.With(ctx, r.who)), s.db, db.Fact{Kind: "access.refused", Detail: r.why}); err != nil {
			slog.ErrorContext(ctx, "a refusal was not noted", "operation", operation, "error", err)
		}
	}
}

// noteSealed keeps that somebody saw what only readers of a class see, as pay;
// once an hour for a person and a record is enough.
func (s *Service) noteSealed(ctx context.Context, e *Entity, id uuid.UUID) error {
	classes := slices.Compact(slices.Sorted(maps.Values(e.Sealed)))
	return db.Note(authz.Unheld(actor.Unkeyed(ctx)), s.db, db.Fact{Kind: "record.read", About: kernel.Record{Entity: e.Name, ID: id}, Within: time.Hour,
		Detail: map[string]any{"class": strings.Join(classes, ", ")}})
}

// Exported keeps that somebody takes a list out of the house. What cannot be kept is not taken out.
func (s *Service) Exported(ctx context.Context, e rest.Export) error {
	return db.Note(authz.Unheld(actor.Unkeyed(ctx)), s.db, db.Fact{Kind: "list.exported", Detail: map[string]any{
		"operation": e.Operation, "format": e.Format, "filter": e.Filter, "columns": e.Columns, "rows": e.Rows, "more": e.More}})
}
