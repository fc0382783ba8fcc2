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

// ChangeBody is a new job from a day on.
type ChangeBody struct {
	From kernel.Date `json:"from" doc:"The first day on which it holds; it may lie ahead or behind"`
	app.JobChange
}

// FromBody names a day.
type FromBody struct {
	From kernel.Date `json:"from"`
}

// ManagerBody is a new manager from a day on.
type ManagerBody struct {
	From      kernel.Date   `json:"from" doc:"The first day on which it holds; it may lie ahead or behind"`
	ManagerID hr.EmployeeID `json:"manager_id" doc:"Empty: nobody"`
}

// OtherManagerBody is another manager for the days of a period.
type OtherManagerBody struct {
	ManagerID hr.EmployeeID `json:"manager_id" doc:"Empty: nobody"`
}

// ChangeJob names a period of somebody's job.
type ChangeJob struct {
	Change
	Job hr.JobID `path:"job"`
}

// ChangeLine names a period of somebody's reporting line.
type ChangeLine struct {
	Change
	Line hr.LineID `path:"line"`
}

type record = rest.Tagged[app.EmployeeRecord]

var verbs = []*fault.Error{hr.ErrSameDay, hr.ErrNotEmployed, hr.ErrUnchanged, hr.ErrFirstPeriod, hr.ErrEmptyPeriod, hr.ErrFactUnknown}

func (h handlers) facts(a *rest.API) {
	rest.Register(a, rest.Op{ID: "hr-list-jobs", Method: http.MethodGet, Path: "/employees/{id}/jobs", Needs: hr.ReadEmployees, Summary: "List past, current and upcoming jobs"},
		func(ctx context.Context, in *EmployeePath) (*rest.Answer[app.Items[app.JobPeriod]], error) {
			return said(h.s.Jobs(ctx, in.ID))
		})
	rest.Register(a, rest.Op{ID: "hr-change-job", Method: http.MethodPost, Path: "/employees/{id}/jobs", Needs: hr.UpdateEmployees, Summary: "Change somebody's job from a day on",
		Doc: "What is not named stays as it was on the day before. Changes that are planned for later stay too.", Faults: verbs},
		func(ctx context.Context, in *struct {
			Change
			Body ChangeBody
		}) (*record, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.ChangeJob(ctx, in.ID, v, in.Body.From, in.Body.JobChange))
		})
	rest.Register(a, rest.Op{ID: "hr-correct-job", Method: http.MethodPost, Path: "/employees/{id}/jobs/{job}/correct", Needs: hr.UpdateEmployees,
		Summary: "Correct what a period says", Doc: "Its days stay; what it said before is in the history.", Faults: verbs},
		func(ctx context.Context, in *struct {
			ChangeJob
			Body app.JobChange
		}) (*record, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.CorrectJob(ctx, in.ID, v, in.Job, in.Body))
		})
	rest.Register(a, rest.Op{ID: "hr-move-job", Method: http.MethodPost, Path: "/employees/{id}/jobs/{job}/move", Needs: hr.UpdateEmployees,
		Summary: "Let a period begin on another day", Doc: "The one before it ends there.", Faults: verbs},
		func(ctx context.Context, in *struct {
			ChangeJob
			Body FromBody
		}) (*record, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.MoveJob(ctx, in.ID, v, in.Job, in.Body.From))
		})
	rest.Register(a, rest.Op{ID: "hr-remove-job", Method: http.MethodDelete, Path: "/employees/{id}/jobs/{job}", Needs: hr.UpdateEmployees, Status: http.StatusOK,
		Summary: "Take a period out", Doc: "The one before it goes on over its days.", Faults: verbs},
		func(ctx context.Context, in *ChangeJob) (*record, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.RemoveJob(ctx, in.ID, v, in.Job))
		})
	h.lines(a)
	h.pay(a)
}

func (h handlers) lines(a *rest.API) {
	faults := append([]*fault.Error{hr.ErrLineCycle, hr.ErrManagerAway, hr.ErrReference}, verbs...)
	rest.Register(a, rest.Op{ID: "hr-list-managers", Method: http.MethodGet, Path: "/employees/{id}/managers", Needs: hr.ReadEmployees, Summary: "List past, current and upcoming managers"},
		func(ctx context.Context, in *EmployeePath) (*rest.Answer[app.Items[app.ManagerPeriod]], error) {
			return said(h.s.Managers(ctx, in.ID))
		})
	rest.Register(a, rest.Op{ID: "hr-set-manager", Method: http.MethodPost, Path: "/employees/{id}/manager", Needs: hr.UpdateEmployees,
		Summary: "Let somebody report to another manager from a day on", Faults: faults},
		func(ctx context.Context, in *struct {
			Change
			Body ManagerBody
		}) (*record, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.SetManager(ctx, in.ID, v, in.Body.From, in.Body.ManagerID))
		})
	rest.Register(a, rest.Op{ID: "hr-correct-manager", Method: http.MethodPost, Path: "/employees/{id}/managers/{line}/correct", Needs: hr.UpdateEmployees,
		Summary: "Correct the manager of a period", Faults: faults},
		func(ctx context.Context, in *struct {
			ChangeLine
			Body OtherManagerBody
		}) (*record, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.CorrectManager(ctx, in.ID, v, in.Line, in.Body.ManagerID))
		})
	rest.Register(a, rest.Op{ID: "hr-remove-manager", Method: http.MethodDelete, Path: "/employees/{id}/managers/{line}", Needs: hr.UpdateEmployees, Status: http.StatusOK,
		Summary: "Take a period of the reporting line out", Doc: "The one before it goes on over its days.", Faults: faults},
		func(ctx context.Context, in *ChangeLine) (*record, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(h.s.RemoveManager(ctx, in.ID, v, in.Line))
		})
}
