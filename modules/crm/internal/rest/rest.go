// Package rest is crm's operations over HTTP: one struct in, one struct out.
package rest

import (
	"longhouse/modules/crm/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

type handler struct{ app *app.Service }

// Routes registers crm's operations below the module's prefix.
func Routes(a *rest.API, s *app.Service) {
	h := handler{s}
	h.accounts(a)
	h.contacts(a)
	h.pipelines(a)
	h.deals(a)
	h.orders(a)
	h.reports(a)
}

// Items is a short list that has no pages.
type Items[T any] struct {
	Items []T `json:"items"`
}

// Reason says why something is done.
type Reason struct {
	Reason string `json:"reason,omitempty" maxLength:"500"`
}

// op puts an operation together; a POST that makes a record says so by its status.
func op(id, method, path string, needs kernel.Permission, summary string) rest.Op {
	return rest.Op{ID: id, Method: method, Path: path, Needs: needs, Summary: summary}
}

func created(o rest.Op) rest.Op {
	o.Status = 201
	return o
}

func exported(o rest.Op, export kernel.Permission) rest.Op {
	o.Export = export
	return o
}

func faults(list ...*fault.Error) []*fault.Error { return list }

func answer[T any](v T, err error) (*rest.Answer[T], error) {
	if err != nil {
		return nil, err
	}
	return rest.Say(v), nil
}

func items[T any](v []T, err error) (*rest.Answer[Items[T]], error) {
	if v == nil {
		v = []T{}
	}
	return answer(Items[T]{v}, err)
}
