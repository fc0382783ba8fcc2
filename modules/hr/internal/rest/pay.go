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

// PayBody is another pay from a day on.
type PayBody struct {
	From kernel.Date `json:"from" doc:"The first day on which it holds; it may lie ahead or behind"`
	app.PayChange
}

// ChangePay names a period of somebody's pay, and the version of the pay that the caller has seen.
type ChangePay struct {
	Change
	Fact hr.PayID `path:"fact"`
}

type pay = rest.Tagged[app.PayFacts]

func payTagged(p app.PayFacts, err error) (*pay, error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(p.Version, p), nil
}

// pay is reached by who may read the person: the class is asked for with the
// row, so that a colleague is refused the field and not the address. Changes
// ask for the class at the door already.
func (h handlers) pay(a *rest.API) {
	faults := []*fault.Error{fault.ErrFieldHidden, hr.ErrNotEmployed, hr.ErrSameDay, hr.ErrUnchanged, hr.ErrFactUnknown}
	rest.Register(a, rest.Op{ID: "hr-list-pay", Method: http.MethodGet, Path: "/employees/{id}/facts/pay", Needs: hr.ReadEmployees, Summary: "List past, current and upcoming pay",
		Doc: "Needs `" + string(hr.ReadSalary) + "` for this person too. The ETag is that of the pay, not of the employee.", Faults: []*fault.Error{fault.ErrFieldHidden}},
		func(ctx context.Context, in *EmployeePath) (*pay, error) { return payTagged(h.s.Pay(ctx, in.ID)) })
	rest.Register(a, rest.Op{ID: "hr-change-pay", Method: http.MethodPost, Path: "/employees/{id}/facts/pay", Needs: hr.UpdateSalary, Summary: "Pay somebody another amount from a day on",
		Doc: "What is not named stays as it was on the day before. Changes that are planned for later stay too. If-Match is the ETag of the pay.", Faults: faults},
		func(ctx context.Context, in *struct {
			Change
			Body PayBody
		}) (*pay, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return payTagged(h.s.ChangePay(ctx, in.ID, v, in.Body.From, in.Body.PayChange))
		})
	rest.Register(a, rest.Op{ID: "hr-correct-pay", Method: http.MethodPost, Path: "/employees/{id}/facts/pay/{fact}/correct", Needs: hr.UpdateSalary,
		Summary: "Correct what a period of pay says", Doc: "Its days stay; what it said before is in the history.", Faults: faults},
		func(ctx context.Context, in *struct {
			ChangePay
			Body app.PayChange
		}) (*pay, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return payTagged(h.s.CorrectPay(ctx, in.ID, v, in.Fact, in.Body))
		})
	rest.Register(a, rest.Op{ID: "hr-remove-pay", Method: http.MethodDelete, Path: "/employees/{id}/facts/pay/{fact}", Needs: hr.UpdateSalary, Status: http.StatusOK,
		Summary: "Take a period of pay out", Doc: "The one before it goes on over its days; those of the first are then without pay.", Faults: faults},
		func(ctx context.Context, in *ChangePay) (*pay, error) {
			v, err := in.Version()
			if err != nil {
				return nil, err
			}
			return payTagged(h.s.RemovePay(ctx, in.ID, v, in.Fact))
		})
}
