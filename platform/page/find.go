package page

import (
	"context"
	"strings"
)

// leastNear is the shortest text that may be mistyped: of a shorter one almost any word is close.
const leastNear = 4

// Find looks a text up in a list as whoever types into a search does: it lists
// what holds the text or, when nothing does, what is closest to it.
func Find[T any](ctx context.Context, list func(context.Context, Request) (Page[T], error), text, sort string, limit int) ([]T, error) {
	r := Request{Query: strings.TrimSpace(text), Sort: sort, Limit: limit}
	p, err := list(ctx, r)
	if err == nil && len(p.Items) == 0 && len([]rune(r.Query)) >= leastNear {
		r.Near = true
		p, err = list(ctx, r)
	}
	return p.Items, err
}
