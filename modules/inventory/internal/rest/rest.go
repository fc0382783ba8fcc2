// Package rest is inventory over HTTP: one struct in, one struct out, no rules.
package rest

import (
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/rest"
)

type api struct{ svc *app.Service }

// Routes adds inventory's operations to an API that has its prefix.
func Routes(svc *app.Service) func(*rest.API) {
	h := api{svc}
	return func(a *rest.API) {
		h.products(a)
		h.catalogue(a)
		h.suppliers(a)
		h.places(a)
		h.stock(a)
		h.receipts(a)
		h.deliveries(a)
	}
}

// One names a record.
type One[T any] struct {
	ID T `path:"id"`
}

// Changed names a record that is to be changed, as its reader knows it.
type Changed[T any] struct {
	rest.Match
	ID T `path:"id"`
}

// Acted names a document on which something is done. Its state guards it, so
// If-Match may be left out.
type Acted[T any] struct {
	rest.Match
	ID T `path:"id"`
}

func (a Acted[T]) seen() (*int64, error) {
	if a.IfMatch == "" {
		return nil, nil
	}
	v, err := a.Version()
	return &v, err
}

// Items is a whole list, which is short by its nature.
type Items[T any] struct {
	Items []T `json:"items"`
}
