package rest

import (
	"context"

	"longhouse/platform/page"
	"longhouse/platform/rest"
)

type summingIn struct{ rest.Summing }

// summed adds what a list comes to, beside it.
func summed(a *rest.API, list rest.Op, fields []string, sum func(context.Context, page.Request) (page.Summary, error)) {
	rest.RegisterSummary(a, list, fields, func(ctx context.Context, in *summingIn) (page.Summary, error) { return sum(ctx, in.Page()) })
}
