package access

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/access/sqlcgen"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// longest is how long emergency access lasts at most.
const longest = time.Hour

// Emergency is that somebody broke the glass.
type Emergency struct {
	ID         uuid.UUID  `json:"id"`
	User       Person     `json:"user"`
	Reason     string     `json:"reason"`
	BeganAt    time.Time  `json:"began_at"`
	EndsAt     time.Time  `json:"ends_at"`
	Running    bool       `json:"running"`
	Uses       int64      `json:"uses" doc:"Requests that were made meanwhile, reads included"`
	Reviewer   *Person    `json:"reviewed_by,omitempty"`
	ReviewedAt *time.Time `json:"reviewed_at,omitempty"`
	Note       string     `json:"note"`
	Version    int64      `json:"version"`
}

// Use is one request that was made with emergency access.
type Use struct {
	At        time.Time  `json:"at"`
	Operation string     `json:"operation" example:"crm-get-deal"`
	Path      string     `json:"path" doc:"With the record that was asked for"`
	Address   string     `json:"address"`
	Request   *uuid.UUID `json:"request_id,omitempty"`
}

// BreakGlass gives the caller the role emergency at once, for at most an hour.
// Everybody who may review it sees it while it lasts; every request is noted,
// reads included; and afterwards somebody else looks at what was done.
func (s *Service) BreakGlass(ctx context.Context, reason string, minutes int) (Emergency, error) {
	if err := authz.Allowed(ctx, UseEmergency); err != nil {
		return Emergency{}, err
	}
	who, err := s.proof(ctx)
	if err != nil {
		return Emergency{}, err
	}
	reason = strings.TrimSpace(reason)
	var c fault.Collector
	c.Check(reason != "" && plain(reason, maxText), "/reason", "required", "Say what happened, in at most 500 characters.")
	c.Check(minutes >= 1 && minutes <= 60, "/minutes", "invalid", "Emergency access lasts from 1 to 60 minutes.")
	if err := c.Err(); err != nil {
		return Emergency{}, err
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Emergency{}, err
	}
	id := kernel.NewUUID()
	return changed(ctx, s, UseEmergency, func(tx *db.Tx, now *authz.Snapshot) (Emergency, error) {
		began := now.At()
		ends := began.Add(min(time.Duration(minutes)*time.Minute, longest))
		if _, err := query(tx).OpenEmergencyOf(ctx, sqlcgen.OpenEmergencyOfParams{UserID: who.User.UUID, At: began}); err == nil {
			return Emergency{}, ErrRunning
		} else if !db.NoRows(err) {
			return Emergency{}, err
		}
		if err := query(tx).AddEmergency(ctx, sqlcgen.AddEmergencyParams{ID: id, UserID: who.User.UUID, Reason: reason, BeganAt: began, EndsAt: ends}); err != nil {
			return Emergency{}, err
		}
		if err := tx.Note(ctx, db.Fact{Kind: "access.emergency_began", About: kernel.Record{Entity: "access.emergency", ID: id}, Detail: map[string]any{"reason": reason, "ends_at": ends}}); err != nil {
			return Emergency{}, err
		}
		err := query(tx).AddAssignment(ctx, sqlcgen.AddAssignmentParams{ID: kernel.NewUUID(), UserID: who.User.UUID, Role: authz.Emergency, Kind: "emergency", ValidFrom: &began, ValidTo: &ends, Reason: &reason, GrantedBy: who.Subject()})
		if err != nil {
			return Emergency{}, err
		}
		e := Emergency{ID: id, User: people.person(who.User.UUID), Reason: reason, BeganAt: began, EndsAt: ends, Running: true, Version: 1}
		return e, s.tellEmergency(ctx, tx, people, now, e, minutes)
	})
}

// Emergencies lists who broke the glass, the newest first: all of it for those
// who review it or read the policy, their own for everybody else.
func (s *Service) Emergencies(ctx context.Context) ([]Emergency, error) {
	people, err := s.staff(ctx)
	if err != nil {
		return nil, err
	}
	all := mayReview(ctx)
	now := s.clock.Now()
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Emergency, error) {
		rows, err := query(tx).ListEmergencies(ctx)
		out := make([]Emergency, 0, len(rows))
		for _, r := range rows {
			if !all && r.UserID != tx.Who().User.UUID {
				continue
			}
			e := Emergency{ID: r.ID, User: people.person(r.UserID), Reason: r.Reason, BeganAt: r.BeganAt, EndsAt: r.EndsAt, Running: now.Before(r.EndsAt),
				Uses: r.Uses, ReviewedAt: r.ReviewedAt, Note: r.Note, Version: r.Version}
			if r.ReviewedBy != nil {
				by := people.person(*r.ReviewedBy)
				e.Reviewer = &by
			}
			out = append(out, e)
		}
		return out, err
	})
}

func mayReview(ctx context.Context) bool {
	return authz.Allowed(ctx, ReviewEmergencies) == nil || authz.Allowed(ctx, ReadPolicy) == nil
}

// Uses lists what was asked for with one emergency access, the newest first.
func (s *Service) Uses(ctx context.Context, id uuid.UUID) ([]Use, error) {
	if !mayReview(ctx) {
		return nil, authz.Refusal(ReviewEmergencies)
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Use, error) {
		rows, err := query(tx).ListEmergencyUses(ctx, id)
		out := make([]Use, len(rows))
		for i, r := range rows {
			out[i] = Use{r.At, r.Operation, r.Path, r.Address, r.RequestID}
		}
		return out, err
	})
}

// EndEmergency ends one's own emergency access, or that of somebody else if one may review it.
func (s *Service) EndEmergency(ctx context.Context, id uuid.UUID) error {
	reviews := authz.Allowed(ctx, ReviewEmergencies) == nil
	_, err := changed(ctx, s, "", func(tx *db.Tx, now *authz.Snapshot) (struct{}, error) {
		row, err := query(tx).LockEmergency(ctx, id)
		switch {
		case err != nil:
			return struct{}{}, err
		case !reviews && row.UserID != tx.Who().User.UUID:
			return struct{}{}, fault.ErrNotFound
		case !now.At().Before(row.EndsAt):
			return struct{}{}, nil
		}
		if err := query(tx).EndEmergency(ctx, sqlcgen.EndEmergencyParams{ID: id, EndsAt: now.At()}); err != nil {
			return struct{}{}, err
		}
		for _, a := range now.Facts().Assignments {
			if a.User == row.UserID && a.Role == authz.Emergency {
				if err := query(tx).EndAssignments(ctx, []uuid.UUID{a.ID}); err != nil {
					return struct{}{}, err
				}
			}
		}
		return struct{}{}, nil
	})
	return err
}

// ReviewEmergency closes one: somebody else has looked at what was done.
func (s *Service) ReviewEmergency(ctx context.Context, id uuid.UUID, note string) error {
	if err := authz.Allowed(ctx, ReviewEmergencies); err != nil {
		return err
	}
	who, err := person(ctx)
	if err != nil {
		return err
	}
	if strings.TrimSpace(note) == "" || !plain(note, maxText) {
		return fault.ErrInvalid.Field("/note", "required", "Say what you found, in at most 500 characters.")
	}
	now := s.clock.Now()
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		row, err := query(tx).LockEmergency(ctx, id)
		switch {
		case err != nil:
			return err
		case row.ReviewedAt != nil:
			return ErrNotWaiting
		case now.Before(row.EndsAt):
			return ErrNotOver
		case row.UserID == who.User.UUID:
			return ErrOwnRequest
		}
		return query(tx).ReviewEmergency(ctx, sqlcgen.ReviewEmergencyParams{ID: id, ReviewedBy: who.User.UUID, At: now, Note: note})
	})
}

// Passed notes a request of somebody whose glass is broken. The note is written
// before anything is answered: what cannot be noted is not done.
func (s *Service) Passed(ctx context.Context, operation, path, address string) error {
	who, err := actor.From(ctx)
	if err != nil || who.Service != "" {
		return nil //nolint:nilerr // nobody is asked for: a public operation
	}
	now, err := authz.Now(ctx)
	if err != nil || !now.Holds(who.User, authz.Emergency) {
		return nil //nolint:nilerr // without a policy nothing is allowed anyway
	}
	ctx = actor.Unkeyed(authz.Unheld(ctx))
	err = db.Changed(ctx, s.db, func(tx *db.Tx) error {
		open, err := query(tx).OpenEmergencyOf(ctx, sqlcgen.OpenEmergencyOfParams{UserID: who.User.UUID, At: now.At()})
		if err != nil {
			return err
		}
		use := sqlcgen.AddEmergencyUseParams{ID: kernel.NewUUID(), EmergencyID: open.ID, Operation: operation, Path: path, Address: address}
		if who.Request != uuid.Nil {
			use.RequestID = &who.Request
		}
		if err := tx.Note(ctx, db.Fact{Kind: "access.emergency_used", About: kernel.Record{Entity: "access.emergency", ID: open.ID}, Address: address, Detail: map[string]any{"operation": operation, "path": path}}); err != nil {
			return err
		}
		return query(tx).AddEmergencyUse(ctx, use)
	})
	if errors.Is(err, fault.ErrNotFound) || db.NoRows(err) { // it has ended a moment ago
		return nil
	}
	return err
}
