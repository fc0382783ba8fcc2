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
// day where it speaks of this_week, their team's people where it says my_team.
func requested(ctx context.Context, values url.Values, own ...string) (page.Request, error) {
	r, err := page.ParseRequest(values, own...)
	if err != nil {
		return r, err
	}
	x, ok := ctx.Value(exchangeKey{}).(*exchange)
	if !ok {
		return r, nil
	}
	if x.gate.Now != nil && (speaks(values, "during") || len(r.Group) > 0) {
		if r.Now, err = x.gate.Now(ctx); err != nil {
			return r, err
		}
	}
	if x.gate.Mates != nil && speaks(values, "my_team") {
		if r.Mates, err = x.gate.Mates(ctx); err != nil {
			return r, err
		}
		if r.Mates == nil {
			r.Mates = []uuid.UUID{} // known, and nobody
		}
	}
	return r, nil
}

func speaks(values url.Values, word string) bool {
	for name, given := range values {
		if strings.Contains(name, word) || slices.ContainsFunc(given, func(v string) bool { return strings.Contains(v, word) }) {
			return true
		}
	}
	return false
}
