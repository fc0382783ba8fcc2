package rest

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/page"
)

// requested reads a list request, and what its words stand for: the caller's
// day where it speaks of this_week, their team's people where it says my_team, the
// organisation's own fields where it names one as custom.colour.
func requested(ctx context.Context, values url.Values, entity string, own ...string) (page.Request, error) {
	x, ok := ctx.Value(exchangeKey{}).(*exchange)
	if !ok {
		return page.ParseRequest(values, own...)
	}
	return x.gate.requested(ctx, values, entity, own...)
}

// requested is the same where there is no request: in a job that works on what a list holds.
func (g Gate) requested(ctx context.Context, values url.Values, entity string, own ...string) (page.Request, error) {
	r, err := page.ParseRequest(values, own...)
	if err != nil {
		return r, err
	}
	if g.Now != nil && (speaks(values, "during") || len(r.Group) > 0) {
		if r.Now, err = g.Now(ctx); err != nil {
			return r, err
		}
	}
	if g.Mates != nil && speaks(values, "my_team") {
		if r.Mates, err = g.Mates(ctx); err != nil {
			return r, err
		}
		if r.Mates == nil {
			r.Mates = []uuid.UUID{} // known, and nobody
		}
	}
	if speaks(values, "custom.") {
		r.Custom, err = g.custom(ctx, entity)
	}
	return r, err
}

// custom is the fields that the organisation has added to a list's records, if it may.
func (g Gate) custom(ctx context.Context, entity string) ([]page.Extra, error) {
	if g.Custom == nil || entity == "" {
		return nil, nil
	}
	return g.Custom(ctx, entity)
}

func speaks(values url.Values, word string) bool {
	for name, given := range values {
		if strings.Contains(name, word) || slices.ContainsFunc(given, func(v string) bool { return strings.Contains(v, word) }) {
			return true
		}
	}
	return false
}
