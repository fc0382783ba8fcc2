package jobs

import (
	"context"

	"longhouse/platform/actor"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// waitsDecision is the kind of what waits here: an act on dead work that takes two people.
const waitsDecision = "jobs.decision"

// approvals lists the acts that others ask for and the caller may confirm.
func (a *admin) approvals(ctx context.Context) ([]kernel.Approval, error) {
	out := []kernel.Approval{}
	who, err := actor.From(ctx)
	if err != nil || a.engine.o.May(ctx, SkipDeliveries) != nil {
		return out, err
	}
	all, err := a.decisions(ctx, page.Request{Filter: map[string][]string{"state": {"open"}}, Sort: "asked_at", Limit: rest.MostApprovals})
	for _, d := range all.Items {
		if d.AskedBy.ID == who.User.String() {
			continue
		}
		at := "/jobs/decisions/" + d.ID.String()
		one := kernel.Approval{ID: d.ID, Kind: waitsDecision, Subject: d.About, By: d.AskedBy.Name, Since: d.AskedAt, Reason: d.Reason, Version: d.Version,
			Facts:     []kernel.ApprovalFact{{Name: "act_" + d.Act, Kind: "text", Value: d.Handler}},
			Decisions: []kernel.Decide{{ID: "approve", Path: at + "/confirm", Note: "none"}, {ID: "refuse", Path: at + "/refuse", Note: "none"}}}
		if d.Act == "edit" && (a.engine.o.May(ctx, EditDeliveries) != nil || a.engine.o.May(ctx, ReadPayloads) != nil) {
			continue // it takes who may read what is written
		}
		out = append(out, one)
	}
	return out, err
}
