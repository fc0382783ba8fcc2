package rest

import (
	"context"
	"net/http"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/rest"
)

func (h handlers) employments(a *rest.API) {
	rest.Register(a, rest.Op{ID: "hr-list-employments", Method: http.MethodGet, Path: "/employees/{id}/employments", Needs: hr.ReadEmployees, Summary: "List somebody's employments"},
		func(ctx context.Context, in *EmployeePath) (*rest.Answer[app.Items[app.Spell]], error) {
			return said(h.s.Spells(ctx, in.ID))
		})
	rest.Register(a, rest.Op{ID: "hr-end-employment", Method: http.MethodPost, Path: "/employees/{id}/end", Needs: hr.EndEmployees, Summary: "End an employment",
		Doc: "A last day that is reached closes sign-in and hands work over at once; a later one does so when it has passed, " +
			"and until then it can be moved, or taken back with an empty last_day.",
		Faults: []*fault.Error{hr.ErrFactsAfter, hr.ErrAnnounced, hr.ErrEndBeforeStart, hr.ErrManagerAway, hr.ErrReference}},
		func(ctx context.Context, in *struct {
			Change
			Body app.EndInput
		}) (*record, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.End(ctx, in.ID, v, in.Body))
		})
	rest.Register(a, rest.Op{ID: "hr-rehire", Method: http.MethodPost, Path: "/employees/{id}/rehire", Needs: hr.CreateEmployees, Summary: "Hire somebody again",
		Doc:    "Earlier employments stay as they are. A login that was closed when the person left stays closed until an administrator enables it.",
		Faults: []*fault.Error{hr.ErrStillEmployed, hr.ErrSeniority, hr.ErrReference, hr.ErrManagerAway, hr.ErrLineCycle}},
		func(ctx context.Context, in *struct {
			Change
			Body app.RehireInput
		}) (*record, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.Rehire(ctx, in.ID, v, in.Body))
		})
}
