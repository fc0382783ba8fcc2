package app

import (
	"context"
	"errors"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// JobChange says what changes; a missing field stays as it was, null clears it.
type JobChange struct {
	UnitID         *hr.UnitID     `json:"unit_id,omitempty"`
	PositionID     *hr.PositionID `json:"position_id,omitempty" doc:"Another unit without a position clears it"`
	Title          *string        `json:"title,omitempty"`
	Site           *string        `json:"site,omitempty"`
	EmploymentType *string        `json:"employment_type,omitempty"`
}

func (c JobChange) apply(j domain.Job) domain.Job {
	if c.UnitID != nil && *c.UnitID != j.Unit {
		j.Unit, j.Position = *c.UnitID, hr.PositionID{}
	}
	if c.PositionID != nil {
		j.Position = *c.PositionID
	}
	for _, f := range []struct{ to, from *string }{{&j.Title, c.Title}, {&j.Site, c.Site}, {&j.Type, c.EmploymentType}} {
		if f.from != nil {
			*f.to = *f.from
		}
	}
	return j
}

// ChangeJob gives somebody another job from a day on, which may lie ahead or
// behind, until the next change that is planned already.
func (s *Service) ChangeJob(ctx context.Context, id hr.EmployeeID, version int64, from kernel.Date, in JobChange) (EmployeeRecord, error) {
	return s.jobVerb(ctx, id, version, func(f domain.Facts[domain.Job]) (domain.Facts[domain.Job], domain.Job, kernel.Date, error) {
		now, ok := f.AsOf(from)
		if !ok {
			return f, domain.Job{}, from, hr.ErrNotEmployed.At("/from")
		}
		job := in.apply(now.Content)
		if job == now.Content {
			return f, job, from, hr.ErrUnchanged
		}
		f, err := f.Change(from, job, kernel.NewUUID())
		return f, job, from, err
	})
}

// CorrectJob changes what a period says; its days stay.
func (s *Service) CorrectJob(ctx context.Context, id hr.EmployeeID, version int64, job hr.JobID, in JobChange) (EmployeeRecord, error) {
	return s.jobVerb(ctx, id, version, func(f domain.Facts[domain.Job]) (domain.Facts[domain.Job], domain.Job, kernel.Date, error) {
		p, ok := f.Find(job.UUID)
		if !ok {
			return f, domain.Job{}, p.From, hr.ErrFactUnknown
		}
		content := in.apply(p.Content)
		f, err := f.Correct(p.ID, content)
		return f, content, p.From, err
	})
}

// MoveJob lets a period begin on another day; the one before it ends there.
func (s *Service) MoveJob(ctx context.Context, id hr.EmployeeID, version int64, job hr.JobID, from kernel.Date) (EmployeeRecord, error) {
	return s.jobVerb(ctx, id, version, func(f domain.Facts[domain.Job]) (domain.Facts[domain.Job], domain.Job, kernel.Date, error) {
		p, _ := f.Find(job.UUID)
		moved, err := f.Move(job.UUID, from)
		return moved, p.Content, from, err
	})
}

// RemoveJob takes a period out; the one before it goes on over its days.
func (s *Service) RemoveJob(ctx context.Context, id hr.EmployeeID, version int64, job hr.JobID) (EmployeeRecord, error) {
	return s.jobVerb(ctx, id, version, func(f domain.Facts[domain.Job]) (domain.Facts[domain.Job], domain.Job, kernel.Date, error) {
		p, _ := f.Find(job.UUID)
		rest, err := f.Remove(job.UUID)
		return rest, domain.Job{}, p.From, err
	})
}

// jobVerb runs a verb on the jobs of the spell that it is about, and checks
// the job that comes of it, if one does.
func (s *Service) jobVerb(ctx context.Context, id hr.EmployeeID, version int64,
	verb func(domain.Facts[domain.Job]) (domain.Facts[domain.Job], domain.Job, kernel.Date, error)) (EmployeeRecord, error) {
	return s.edit(ctx, plan{right: hr.UpdateEmployees}, id, version, func(ctx context.Context, e *edit) error {
		before, after, content, from, err := inSpell(e.rec.Spells, e.rec.Jobs, verb)
		if err != nil {
			return err
		}
		if content != (domain.Job{}) {
			var faults fault.Collector
			content.Check(&faults, "")
			if err := faults.Err(); err != nil {
				return err
			}
			if err := checkJob(ctx, e.tx, content); err != nil {
				return err
			}
		}
		if err := store.SaveJobs(ctx, e.tx, id, before, after, e.now); err != nil {
			return err
		}
		if err := store.Touch(ctx, e.tx, id); err != nil {
			return err
		}
		if err := refreshReach(ctx, e.tx, e.today, id); err != nil {
			return err
		}
		return e.tx.Emit(ctx, hr.EmploymentChanged{Employee: id, Topic: "job", From: from})
	})
}

// inSpell runs a verb on the facts of each spell until one takes it: a border
// between spells is no border between facts.
func inSpell[C comparable](spells domain.Spells, all domain.Facts[C], verb func(domain.Facts[C]) (domain.Facts[C], C, kernel.Date, error)) (before, after domain.Facts[C], content C, from kernel.Date, err error) {
	for _, spell := range spells {
		before = all.Within(spell)
		after, content, from, err = verb(before)
		if !errors.Is(err, hr.ErrNotEmployed) && !errors.Is(err, hr.ErrFactUnknown) {
			return before, after, content, from, err
		}
	}
	return before, after, content, from, err
}
