package access

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/access/sqlcgen"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// move takes a draft from one state to another.
func (s *Service) move(ctx context.Context, id uuid.UUID, seen int64, from, to, reason string) (Version, error) {
	if !plain(strings.ReplaceAll(reason, "\n", " "), 2000) {
		return Version{}, fault.ErrInvalid.Field("/reason", "invalid", "A reason has at most 2,000 characters.")
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Version{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Version, error) {
		q := query(tx)
		row, err := q.LockVersion(ctx, id)
		switch {
		case err != nil:
			return Version{}, err
		case row.State != from && from == "draft":
			return Version{}, ErrNoDraft
		case row.State != from:
			return Version{}, ErrNotWaiting
		case row.Version != seen:
			return Version{}, fault.StaleAt(row.Version)
		}
		if to == "submitted" {
			if err := s.changesSomething(ctx, tx, row); err != nil {
				return Version{}, err
			}
		}
		if err := q.MoveVersion(ctx, sqlcgen.MoveVersionParams{ID: id, State: to, Reason: reason, At: s.clock.Now()}); err != nil {
			return Version{}, err
		}
		now, err := q.GetVersion(ctx, id)
		if err != nil {
			return Version{}, err
		}
		v := version(now, people)
		switch {
		case to == "submitted":
			err = s.tellDraftWaits(ctx, tx, people, v, row.Authors, reason)
		case from == "submitted" && to == "draft":
			err = s.tellDraftDecided(ctx, tx, people, id, row.Authors, false, reason)
		}
		return v, err
	})
}

func (s *Service) changesSomething(ctx context.Context, tx *db.Tx, row sqlcgen.LockVersionRow) error {
	if row.Parent == nil {
		return nil
	}
	head, err := query(tx).LockHead(ctx)
	if err != nil {
		return err
	}
	if head != *row.Parent {
		return ErrOutdated
	}
	was, err := policyOf(ctx, tx, *row.Parent)
	if err != nil {
		return err
	}
	is, err := policyOf(ctx, tx, row.ID)
	if err == nil && compare(was, is).Empty() {
		err = ErrNothing
	}
	return err
}

// Submit gives a draft to somebody else for approval. It can be changed no more.
func (s *Service) Submit(ctx context.Context, id uuid.UUID, seen int64, reason string) (Version, error) {
	if err := authz.Allowed(ctx, EditPolicy); err != nil {
		return Version{}, err
	}
	if _, err := person(ctx); err != nil {
		return Version{}, err
	}
	return s.move(ctx, id, seen, "draft", "submitted", reason)
}

// SendBack makes a submitted draft a draft again: its authors take it back, or
// whoever should approve it says what is missing.
func (s *Service) SendBack(ctx context.Context, id uuid.UUID, seen int64, reason string) (Version, error) {
	if authz.Allowed(ctx, EditPolicy) != nil {
		if err := authz.Allowed(ctx, PublishPolicy); err != nil {
			return Version{}, err
		}
	}
	return s.move(ctx, id, seen, "submitted", "draft", reason)
}

// Discard ends a draft. It stays in the record.
func (s *Service) Discard(ctx context.Context, id uuid.UUID, seen int64) error {
	if err := authz.Allowed(ctx, EditPolicy); err != nil {
		return err
	}
	_, err := s.move(ctx, id, seen, "draft", "discarded", "")
	return err
}

// Publish approves a submitted draft and puts it in force, in one transaction:
// the guards judge what is there at that moment, and either everything of the
// draft decides from now on, or nothing. Nobody publishes what they have
// worked on, but for the lone administrator of an organisation that said so.
func (s *Service) Publish(ctx context.Context, id uuid.UUID, seen int64, reason string) (Version, error) {
	if err := authz.Allowed(ctx, PublishPolicy); err != nil {
		return Version{}, err
	}
	who, err := s.proof(ctx)
	if err != nil {
		return Version{}, err
	}
	if !plain(strings.ReplaceAll(reason, "\n", " "), 2000) {
		return Version{}, fault.ErrInvalid.Field("/reason", "invalid", "A reason has at most 2,000 characters.")
	}
	people, err := s.staff(ctx)
	if err != nil {
		return Version{}, err
	}
	return changed(ctx, s, PublishPolicy, func(tx *db.Tx, before *authz.Snapshot) (Version, error) {
		q := query(tx)
		if err := tx.Note(ctx, db.Fact{Kind: "access.policy_published", About: kernel.Record{Entity: "access.version", ID: id}}); err != nil {
			return Version{}, err
		}
		row, err := q.LockVersion(ctx, id)
		if err != nil {
			return Version{}, err
		}
		head, err := q.LockHead(ctx)
		switch {
		case err != nil:
			return Version{}, err
		case row.State != "submitted":
			return Version{}, ErrNotWaiting
		case row.Version != seen:
			return Version{}, fault.StaleAt(row.Version)
		case row.Parent == nil || *row.Parent != head:
			return Version{}, ErrOutdated
		}
		policy, err := policyOf(ctx, tx, id)
		if err != nil {
			return Version{}, err
		}
		report, j, err := s.report(ctx, tx, people, before, policy, append(slices.Clone(row.Authors), who.User.UUID)...)
		if err != nil {
			return Version{}, err
		}
		mine := slices.Contains(row.Authors, who.User.UUID)
		if mine && !j.alone {
			return Version{}, ErrOwnDraft
		}
		relation := page.All
		if mine {
			relation = page.Own
		}
		if !before.Reach(before.Subjects(who.User.UUID), PublishPolicy).Can(relation) {
			return Version{}, ErrOwnDraft
		}
		if mine && strings.TrimSpace(reason) == "" {
			return Version{}, fault.ErrInvalid.Field("/reason", "required", "You publish your own draft: say why nobody else can.")
		}
		if err := report.refuses(); err != nil {
			return Version{}, err
		}
		if err := s.inForce(ctx, tx, row, head, who.User.UUID, reason, report); err != nil {
			return Version{}, err
		}
		if err := s.endAlone(ctx, tx, j); err != nil {
			return Version{}, err
		}
		if err := s.tellDraftDecided(ctx, tx, people, id, row.Authors, true, reason); err != nil {
			return Version{}, err
		}
		now, err := q.GetVersion(ctx, id)
		return version(now, people), err
	})
}

func (s *Service) inForce(ctx context.Context, tx *db.Tx, row sqlcgen.LockVersionRow, head, approver uuid.UUID, reason string, report Report) error {
	q := query(tx)
	said, err := json.Marshal(report)
	if err != nil {
		return err
	}
	number, err := q.NextNumber(ctx)
	if err != nil {
		return err
	}
	if err := q.SupersedeVersion(ctx, head); err != nil {
		return err
	}
	if err := q.PublishVersion(ctx, sqlcgen.PublishVersionParams{ID: row.ID, Number: number, Approver: approver, Reason: reason, Report: said, At: s.clock.Now()}); err != nil {
		return err
	}
	return q.SetHead(ctx, row.ID)
}

// refuses makes the first guard that says no into the answer, with all that it found.
func (r Report) refuses() error {
	for _, guard := range []struct {
		name string
		says *fault.Error
	}{{"validate", fault.ErrInvalid}, {"escalation", ErrEscalation}, {"lockout", ErrLockout}, {"duties", ErrDuties}, {"tests", ErrTests}} {
		var found []Finding
		for _, f := range r.Findings {
			if f.Guard == guard.name {
				found = append(found, f)
			}
		}
		if err := refusal(guard.says, found); err != nil {
			return err
		}
	}
	return nil
}
