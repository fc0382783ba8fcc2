package access

import (
	"context"
	"slices"
	"strconv"
	"time"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// Kinds of what waits for a decision about access.
const (
	waitsRequest   = "access.request"
	waitsDraft     = "access.draft"
	waitsEmergency = "access.emergency"
	waitsReview    = "access.review"
)

// Approvals lists what waits for the caller: roles that others ask for, drafts
// of the policy, emergency accesses to look at, and rounds of confirmation.
// Nobody decides what is their own.
func (s *Service) Approvals(ctx context.Context) ([]kernel.Approval, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	ctx = authz.Unheld(ctx) // a list is not worth a lock
	out := []kernel.Approval{}
	for _, part := range []struct {
		needs kernel.Permission
		list  func(context.Context, kernel.ID[kernel.User]) ([]kernel.Approval, error)
	}{{ApproveRoles, s.requestsWaiting}, {PublishPolicy, s.draftsWaiting}, {ReviewEmergencies, s.emergenciesWaiting}, {"", s.roundsWaiting}} {
		if part.needs != "" && authz.Allowed(ctx, part.needs) != nil {
			continue
		}
		found, err := part.list(ctx, who.User)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	slices.SortStableFunc(out, func(a, b kernel.Approval) int { return a.Since.Compare(b.Since) })
	return out, nil
}

func (s *Service) requestsWaiting(ctx context.Context, me kernel.ID[kernel.User]) (out []kernel.Approval, err error) {
	all, err := s.Requests(ctx, "open")
	for _, r := range all {
		if r.User.ID == me.UUID || r.By.ID == me.UUID {
			continue
		}
		at := "/access/requests/" + r.ID.String()
		a := kernel.Approval{ID: r.ID, Kind: waitsRequest, Subject: r.RoleName + " · " + r.User.Name, By: r.By.Name, Since: r.CreatedAt, Reason: r.Reason, Version: r.Version,
			Facts:     []kernel.ApprovalFact{{Name: "role", Kind: "text", Value: r.RoleName}, {Name: "person", Kind: "text", Value: r.User.Name}},
			Decisions: []kernel.Decide{{ID: "approve", Path: at + "/approve", Note: "optional"}, {ID: "refuse", Path: at + "/refuse", Note: "required"}}}
		a.Facts = append(append(a.Facts, fact("valid_from", r.From)...), fact("valid_to", r.To)...)
		out = append(out, a)
	}
	return out, err
}

func fact(name string, at *time.Time) []kernel.ApprovalFact {
	if at == nil {
		return nil
	}
	return []kernel.ApprovalFact{{Name: name, Kind: "instant", Value: at.UTC().Format(time.RFC3339)}}
}

func (s *Service) draftsWaiting(ctx context.Context, me kernel.ID[kernel.User]) (out []kernel.Approval, err error) {
	if seen := authz.Allowed(ctx, ReadPolicy) == nil; !seen {
		return out, nil
	}
	all, err := s.Versions(ctx, page.Request{Filter: map[string][]string{"state": {"submitted"}}, Limit: rest.MostApprovals})
	for _, v := range all.Items {
		if slices.ContainsFunc(v.Authors, func(p Person) bool { return p.ID == me.UUID }) {
			continue
		}
		a := kernel.Approval{ID: v.ID, Kind: waitsDraft, Subject: v.Name, Since: v.CreatedAt, Reason: v.Note, Version: v.Version, Facts: []kernel.ApprovalFact{}, Decisions: []kernel.Decide{}}
		if v.SubmittedAt != nil {
			a.Since = *v.SubmittedAt
		}
		if len(v.Authors) > 0 {
			a.By = v.Authors[len(v.Authors)-1].Name
		}
		out = append(out, a)
	}
	return out, err
}

func (s *Service) emergenciesWaiting(ctx context.Context, me kernel.ID[kernel.User]) (out []kernel.Approval, err error) {
	all, err := s.Emergencies(ctx)
	for _, e := range all {
		if e.Running || e.ReviewedAt != nil || e.User.ID == me.UUID {
			continue
		}
		out = append(out, kernel.Approval{ID: e.ID, Kind: waitsEmergency, Subject: e.User.Name, By: e.User.Name, Since: e.BeganAt, Reason: e.Reason, Facts: []kernel.ApprovalFact{
			{Name: "uses", Kind: "count", Value: strconv.FormatInt(e.Uses, 10)}, fact("ended_at", &e.EndsAt)[0]},
			Decisions: []kernel.Decide{{ID: "review", Path: "/access/emergencies/" + e.ID.String() + "/review", Note: "required"}}})
	}
	return out, err
}

func (s *Service) roundsWaiting(ctx context.Context, me kernel.ID[kernel.User]) ([]kernel.Approval, error) {
	people, err := s.staff(ctx)
	if err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]kernel.Approval, error) {
		rows, err := query(tx).RoundsWaiting(ctx, me.UUID)
		out := make([]kernel.Approval, len(rows))
		for i, r := range rows {
			out[i] = kernel.Approval{ID: r.ID, Kind: waitsReview, Subject: r.Name, By: people.name(r.StartedBy), Since: r.CreatedAt, Due: &rows[i].DueOn, Version: r.Version,
				Facts: []kernel.ApprovalFact{{Name: "undecided", Kind: "count", Value: strconv.FormatInt(r.Undecided, 10)}}, Decisions: []kernel.Decide{}}
		}
		return out, err
	})
}
