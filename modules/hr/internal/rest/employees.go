package rest

import (
	"context"
	"net/http"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

var badDay = fault.ErrInvalid.Field("/as_of", "invalid", "A day is written 2026-11-22.")

func (h handlers) employees(a *rest.API) {
	list := rest.Op{ID: "hr-list-employees", Method: http.MethodGet, Path: "/employees", Needs: hr.ReadEmployees, Export: hr.ExportEmployees, Custom: "hr.employee", Summary: "List employees as of a day"}
	rest.RegisterList[app.Employee](a, list, app.EmployeeFields(), h.list, "as_of")
	rest.RegisterSummary(a, list, app.EmployeeFields(), h.sum, "as_of")
	rest.Register(a, rest.Op{ID: "hr-hire", Method: http.MethodPost, Path: "/employees", Needs: hr.CreateEmployees, Status: http.StatusCreated,
		Summary: "Hire somebody", Doc: "Opens the first employment, with the first job and reporting line on the same day.",
		Faults: []*fault.Error{hr.ErrNumberTaken, hr.ErrReference, hr.ErrPositionOther, hr.ErrPositionShut, hr.ErrManagerAway}},
		func(ctx context.Context, in *struct{ Body app.HireInput }) (*rest.Tagged[app.EmployeeRecord], error) {
			return tagged(h.s.Hire(ctx, in.Body))
		})
	rest.Register(a, rest.Op{ID: "hr-get-employee", Method: http.MethodGet, Path: "/employees/{id}", Needs: hr.ReadEmployees, Summary: "Read an employee as of a day"},
		func(ctx context.Context, in *struct {
			EmployeePath
			Day
		}) (*rest.Tagged[app.EmployeeRecord], error) {
			d, err := in.date()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.Employee(ctx, in.ID, d))
		})
	rest.Register(a, rest.Op{ID: "hr-update-employee", Method: http.MethodPatch, Path: "/employees/{id}", Needs: hr.UpdateEmployees, Summary: "Change who somebody is",
		Faults: []*fault.Error{hr.ErrNumberTaken, fault.ErrFieldHidden}},
		func(ctx context.Context, in *struct {
			Change
			Body app.PersonInput
		}) (*rest.Tagged[app.EmployeeRecord], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.UpdateEmployee(ctx, in.ID, v, in.Body))
		})
	rest.Register(a, rest.Op{ID: "hr-link-login", Method: http.MethodPost, Path: "/employees/{id}/login", Needs: hr.LinkLogins,
		Summary: "Say which login is whose", Faults: []*fault.Error{hr.ErrLoginTaken, hr.ErrReference}},
		func(ctx context.Context, in *struct {
			Change
			Body LoginBody
		}) (*rest.Tagged[app.EmployeeRecord], error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.LinkLogin(ctx, in.ID, v, in.Body.LoginID))
		})
	rest.Register(a, rest.Op{ID: "hr-org-chart", Method: http.MethodGet, Path: "/org-chart", Needs: hr.ReadEmployees, Summary: "Draw who reports to whom on a day"},
		func(ctx context.Context, in *struct {
			Day
			Root  string `query:"root" format:"uuid" doc:"Only this person and everybody below"`
			Depth int    `query:"depth" minimum:"0" maximum:"100" doc:"At most so many levels; 0: all"`
		}) (*rest.Answer[app.Chart], error) {
			d, err := in.date()
			if err != nil {
				return nil, err
			}
			var root hr.EmployeeID
			if err := root.UnmarshalText([]byte(in.Root)); err != nil {
				return nil, fault.ErrInvalid.Field("/root", "invalid", "This is no ID.")
			}
			return said(h.s.OrgChart(ctx, d, root, in.Depth))
		})
	rest.RegisterBulk(a, "hr-list-employees", rest.Bulk{Entity: "hr.employee", Title: "name", Change: "hr-update-employee"})
}

// LoginBody names a login.
type LoginBody struct {
	LoginID kernel.ID[kernel.User] `json:"login_id" doc:"Empty: none"`
}
