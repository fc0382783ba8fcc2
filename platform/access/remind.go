package access

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"longhouse/platform/access/sqlcgen"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/jobs"
)

// Handlers are the jobs of this package, for its own pool.
func (s *Service) Handlers() []jobs.Handler {
	return []jobs.Handler{jobs.Every("access.remind", "0 8 * * *", s.Remind).Does("Calls to mind roles that end soon and reviews that are due.")}
}

// Remind tells people once of roles that end within a week, and of reviews in
// which they have not decided a week before they are due.
func (s *Service) Remind(ctx context.Context) error {
	people, err := s.staff(ctx)
	if err != nil {
		return err
	}
	now, err := authz.Now(ctx)
	if err != nil {
		return err
	}
	if err := s.remindOfGrants(ctx, people, now); err != nil {
		return fmt.Errorf("remind of roles that end: %w", err)
	}
	if err := s.remindOfReviews(ctx, people, now); err != nil {
		return fmt.Errorf("remind of reviews: %w", err)
	}
	return nil
}

func (s *Service) remindOfGrants(ctx context.Context, people staff, now *authz.Snapshot) error {
	rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.ListAssignmentsRow, error) {
		return query(tx).ListAssignments(ctx, sqlcgen.ListAssignmentsParams{})
	})
	if err != nil {
		return err
	}
	at := s.clock.Now()
	for _, r := range rows {
		if r.Kind != "grant" || r.ValidTo == nil || !r.ValidTo.After(at) || r.ValidTo.Sub(at) > soon || !people[r.UserID].Active {
			continue
		}
		a := Assignment{ID: r.ID, User: people.person(r.UserID), To: r.ValidTo, GrantedBy: r.GrantedBy}
		if err := db.Changed(ctx, s.db, func(tx *db.Tx) error { return s.tellGrantEnds(ctx, tx, people, now.RoleName(r.Role), a) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) remindOfReviews(ctx context.Context, people staff, now *authz.Snapshot) error {
	rounds, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.ListReviewsRow, error) { return query(tx).ListReviews(ctx, uuid.Nil) })
	if err != nil {
		return err
	}
	for _, row := range rounds {
		r := Review{ID: row.ID, Name: row.Name, DueOn: row.DueOn, State: row.State}
		if r.State != "open" || r.DueOn.Time().Sub(s.clock.Now()) > soon {
			continue
		}
		err := db.Changed(ctx, s.db, func(tx *db.Tx) error {
			items, err := query(tx).ListReviewItems(ctx, r.ID)
			if err != nil {
				return err
			}
			for reviewer, n := range deciders(items, people, now) {
				if err := s.tellReviewDue(ctx, tx, reviewer, r, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// deciders counts what waits for whom: whoever leads the person, or whoever
// manages reviews where nobody does. Nobody waits for themselves.
func deciders(items []sqlcgen.ListReviewItemsRow, people staff, now *authz.Snapshot) map[uuid.UUID]int {
	managers, out := people.holders(now, nil, ManageReviews), map[uuid.UUID]int{}
	for _, i := range items {
		switch {
		case i.Decision != nil:
		case i.Reviewer != nil && people[*i.Reviewer].Active:
			out[*i.Reviewer]++
		default:
			for _, m := range managers {
				if m != i.UserID {
					out[m]++
				}
			}
		}
	}
	return out
}
