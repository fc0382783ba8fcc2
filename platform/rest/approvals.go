package rest

import (
	"context"

	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// MostApprovals is how many things may wait in one answer: an inbox that is
// fuller is worked off from its oldest end.
const MostApprovals = 200

// RegisterApprovals adds what waits for the caller in one module, the oldest
// first: its part of the inbox of approvals. module names it in the operation: "access".
func RegisterApprovals(a *API, module string, waiting func(context.Context) ([]kernel.Approval, error)) {
	Register(a, Op{ID: module + "-list-approvals", Method: "GET", Path: "/approvals", Needs: SignedIn, Summary: "What waits for your decision, the oldest first",
		Doc: "At most 200. Each names the operations that decide it."},
		func(ctx context.Context, _ *struct{}) (*Answer[page.Page[kernel.Approval]], error) {
			items, err := waiting(ctx)
			if err != nil {
				return nil, err
			}
			return Say(page.Page[kernel.Approval]{Items: items[:min(len(items), MostApprovals)]}), nil
		})
}
