package access

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
)

// Status is what everybody is told on every screen: a banner while the glass is
// broken or one person acts alone, and what waits for the caller.
type Status struct {
	Emergency   *time.Time `json:"emergency_until,omitempty" doc:"The caller's own emergency access ends then"`
	EmergencyID *uuid.UUID `json:"emergency_id,omitempty"`
	Emergencies []string   `json:"emergencies" doc:"Who has emergency access now, for those who read the policy"`
	Alone       bool       `json:"alone" doc:"One administrator takes both steps, for those who read the policy"`
	AloneReason string     `json:"alone_reason,omitempty"`
	Keepers     int        `json:"keepers" doc:"Active people who can publish a policy, for those who read it"`
	Drafts      int        `json:"drafts" doc:"Submitted drafts that the caller may approve"`
	Requests    int        `json:"requests" doc:"Roles that wait for the caller's yes"`
	Unreviewed  int        `json:"unreviewed" doc:"Emergency accesses that the caller may review"`
	Reviews     int        `json:"reviews" doc:"Roles that the caller has to confirm"`
}

// Status reads it.
func (s *Service) Status(ctx context.Context) (Status, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return Status{}, err
	}
	reads, publishes := authz.Allowed(ctx, ReadPolicy) == nil, authz.Allowed(ctx, PublishPolicy) == nil
	approves, reviews := authz.Allowed(ctx, ApproveRoles) == nil, authz.Allowed(ctx, ReviewEmergencies) == nil
	ctx = authz.Unheld(ctx) // a banner is not worth a lock
	var people staff
	if reads {
		if people, err = s.staff(ctx); err != nil {
			return Status{}, err
		}
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Status, error) {
		out := Status{Emergencies: []string{}}
		row, err := query(tx).StatusFor(ctx, who.User.UUID)
		if err != nil {
			return out, err
		}
		out.Reviews = int(row.Reviews)
		if row.Drafts > 0 && publishes {
			out.Drafts = int(row.Drafts)
		}
		if approves {
			out.Requests = int(row.Requests)
		}
		now := s.clock.Now()
		if row.Emergencies > 0 {
			all, err := query(tx).ListEmergencies(ctx)
			if err != nil {
				return out, err
			}
			for _, e := range all {
				running, mine := now.Before(e.EndsAt), e.UserID == who.User.UUID
				switch {
				case running && mine:
					out.Emergency, out.EmergencyID = &e.EndsAt, &e.ID
				case running && reads:
					out.Emergencies = append(out.Emergencies, people.name(e.UserID))
				case !running && !mine && reviews && e.ReviewedAt == nil:
					out.Unreviewed++
				}
			}
		}
		if !reads {
			return out, nil
		}
		set, err := setting(ctx, tx)
		if err != nil {
			return out, err
		}
		out.Alone, out.AloneReason = set.Alone, set.Reason
		snapshot, err := authz.Now(ctx)
		if err != nil {
			return out, err
		}
		keepers, err := (&judged{rights: s.rights, staff: people}).keepers(snapshot)
		out.Keepers = len(keepers)
		return out, err
	})
}
