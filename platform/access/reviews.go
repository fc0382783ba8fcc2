package access

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/access/sqlcgen"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Review is a round of recertification: everybody's roles are confirmed by who
// leads them, and what nobody confirms ends when the round is closed.
type Review struct {
	ID        uuid.UUID   `json:"id"`
	Name      string      `json:"name" example:"Fourth quarter 2026"`
	DueOn     kernel.Date `json:"due_on"`
	StartedBy Person      `json:"started_by"`
	State     string      `json:"state" enum:"open,closed"`
	ClosedAt  *time.Time  `json:"closed_at,omitempty"`
	Items     int64       `json:"items"`
	Undecided int64       `json:"undecided"`
	CreatedAt time.Time   `json:"created_at"`
	Version   int64       `json:"version"`
}

// ReviewItem is one role of one person in a round.
type ReviewItem struct {
	ID        uuid.UUID  `json:"id"`
	Review    uuid.UUID  `json:"review"`
	User      Person     `json:"user"`
	Role      string     `json:"role"`
	RoleName  string     `json:"role_name"`
	Reviewer  *Person    `json:"reviewer,omitempty" doc:"Who leads the person; none: whoever manages reviews"`
	Decision  string     `json:"decision,omitempty" enum:"keep,end"`
	DecidedBy *Person    `json:"decided_by,omitempty"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
	Ended     bool       `json:"ended" doc:"The role was taken away when the round was closed"`
	Mine      bool       `json:"mine" doc:"The caller decides about it"`
}

// StartReview begins a round over all roles that people have at this moment.
func (s *Service) StartReview(ctx context.Context, name string, due kernel.Date) (Review, error) {
	if err := authz.Allowed(ctx, ManageReviews); err != nil {
		return Review{}, err
	}
	who, err := person(ctx)
	if err != nil {
		return Review{}, err
	}
	today := kernel.DateIn(s.clock.Now(), time.UTC)
	var c fault.Collector
	c.Check(strings.TrimSpace(name) != "" && plain(name, 200), "/name", "required", "A review has a name of at most 200 characters.")
	c.Check(due.After(today), "/due_on", "invalid", "The day by which it must be done lies in the future.")
	if err := c.Err(); err != nil {
		return Review{}, err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Review{}, err
	}
	active := people.active()
	ids := make([]uuid.UUID, len(active))
	for i, p := range active {
		ids[i] = p.ID
	}
	leads, err := s.managers(ctx, ids)
	if err != nil {
		return Review{}, err
	}
	id := kernel.NewUUID()
	return db.Write(ctx, s.db, func(tx *db.Tx) (Review, error) {
		now, err := s.snapshot(ctx, tx)
		if err != nil {
			return Review{}, err
		}
		if err := query(tx).AddReview(ctx, sqlcgen.AddReviewParams{ID: id, Name: strings.TrimSpace(name), DueOn: due, StartedBy: who.User.UUID}); err != nil {
			return Review{}, err
		}
		items := sqlcgen.AddReviewItemsParams{ReviewID: id}
		for _, a := range now.Facts().Assignments {
			if a.Kind == "emergency" || !people[a.User].Active || a.To != nil && !now.At().Before(*a.To) {
				continue
			}
			reviewer := uuid.Nil
			if lead, ok := leads[a.User]; ok && lead != a.User && people[lead].Active {
				reviewer = lead
			}
			items.Ids, items.Assignments = append(items.Ids, kernel.NewUUID()), append(items.Assignments, a.ID)
			items.Users, items.Roles, items.Reviewers = append(items.Users, a.User), append(items.Roles, a.Role), append(items.Reviewers, reviewer)
		}
		if err := query(tx).AddReviewItems(ctx, items); err != nil {
			return Review{}, err
		}
		return Review{ID: id, Name: strings.TrimSpace(name), DueOn: due, StartedBy: people.person(who.User.UUID), State: "open", Items: int64(len(items.Ids)),
			Undecided: int64(len(items.Ids)), CreatedAt: s.clock.Now(), Version: 1}, nil
	})
}

// Reviews lists the rounds, the newest first: all for those who manage them or
// read the policy, else those in which the caller decides.
func (s *Service) Reviews(ctx context.Context) ([]Review, error) {
	people, err := s.staff(ctx)
	if err != nil {
		return nil, err
	}
	all := seesReviews(ctx)
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Review, error) {
		rows, err := query(tx).ListReviews(ctx, tx.Who().User.UUID)
		out := make([]Review, 0, len(rows))
		for _, r := range rows {
			if all || r.Mine > 0 {
				out = append(out, Review{r.ID, r.Name, r.DueOn, people.person(r.StartedBy), r.State, r.ClosedAt, r.Items, r.Undecided, r.CreatedAt, r.Version})
			}
		}
		return out, err
	})
}

func seesReviews(ctx context.Context) bool {
	return authz.Allowed(ctx, ManageReviews) == nil || authz.Allowed(ctx, ReadPolicy) == nil
}

// ReviewItems lists a round's items: all of them, or those that the caller decides.
func (s *Service) ReviewItems(ctx context.Context, id uuid.UUID) ([]ReviewItem, error) {
	people, err := s.staff(ctx)
	if err != nil {
		return nil, err
	}
	now, err := authz.Now(ctx)
	if err != nil {
		return nil, err
	}
	all, manages := seesReviews(ctx), authz.Allowed(ctx, ManageReviews) == nil
	out, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]ReviewItem, error) {
		rows, err := query(tx).ListReviewItems(ctx, id)
		out := []ReviewItem{}
		for _, r := range rows {
			item := reviewItem(r, people, now)
			me := tx.Who().User.UUID
			item.Mine = r.UserID != me && (manages || r.Reviewer != nil && *r.Reviewer == me)
			if all || item.Mine {
				out = append(out, item)
			}
		}
		return out, err
	})
	if err == nil && len(out) == 0 && !all {
		err = fault.ErrNotFound
	}
	return out, err
}

func reviewItem(r sqlcgen.ListReviewItemsRow, people staff, now *authz.Snapshot) ReviewItem {
	item := ReviewItem{ID: r.ID, Review: r.ReviewID, User: people.person(r.UserID), Role: r.Role, RoleName: now.RoleName(r.Role), DecidedAt: r.DecidedAt, Ended: r.Ended}
	if r.Reviewer != nil {
		p := people.person(*r.Reviewer)
		item.Reviewer = &p
	}
	if r.Decision != nil {
		item.Decision = *r.Decision
	}
	if r.DecidedBy != nil {
		p := people.person(*r.DecidedBy)
		item.DecidedBy = &p
	}
	return item
}

// DecideItem says whether somebody still needs a role. It takes effect when the
// round is closed. Nobody confirms their own.
func (s *Service) DecideItem(ctx context.Context, id uuid.UUID, decision string) error {
	who, err := person(ctx)
	if err != nil {
		return err
	}
	if decision != "keep" && decision != "end" {
		return fault.ErrInvalid.Field("/decision", "invalid", "Decide keep or end.")
	}
	manages := authz.Allowed(ctx, ManageReviews) == nil
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		row, err := query(tx).LockReviewItem(ctx, id)
		switch {
		case err != nil:
			return err
		case !manages && (row.Reviewer == nil || *row.Reviewer != who.User.UUID):
			return fault.ErrNotFound
		case row.State != "open":
			return ErrClosed
		case row.UserID == who.User.UUID:
			return ErrOwnRequest
		}
		return query(tx).DecideReviewItem(ctx, sqlcgen.DecideReviewItemParams{ID: id, Decision: decision, DecidedBy: who.User.UUID, At: s.clock.Now()})
	})
}

// CloseReview ends a round: roles that nobody confirmed are taken away, if
// somebody remains who can repair access.
func (s *Service) CloseReview(ctx context.Context, id uuid.UUID) error {
	if err := authz.Allowed(ctx, ManageReviews); err != nil {
		return err
	}
	if _, err := s.proof(ctx); err != nil {
		return err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return err
	}
	_, err = changed(ctx, s, ManageReviews, func(tx *db.Tx, before *authz.Snapshot) (struct{}, error) {
		q := query(tx)
		row, err := q.LockReview(ctx, id)
		if err != nil {
			return struct{}{}, err
		}
		if row.State != "open" {
			return struct{}{}, ErrClosed
		}
		items, err := q.ListReviewItems(ctx, id)
		if err != nil {
			return struct{}{}, err
		}
		var gone []uuid.UUID
		for _, i := range items {
			if i.Decision == nil || *i.Decision == "end" {
				gone = append(gone, i.AssignmentID)
			}
		}
		held := slices.DeleteFunc(slices.Clone(before.Facts().Assignments), func(a authz.Assignment) bool { return slices.Contains(gone, a.ID) })
		if err := s.mayChange(ctx, tx, people, before, held, nil, tx.Who().User.UUID); err != nil {
			return struct{}{}, err
		}
		if err := q.EndAssignments(ctx, gone); err != nil {
			return struct{}{}, err
		}
		if err := q.MarkEnded(ctx, sqlcgen.MarkEndedParams{ReviewID: id, Assignments: gone}); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, q.CloseReview(ctx, sqlcgen.CloseReviewParams{ID: id, At: s.clock.Now()})
	})
	return err
}
