package app

import (
	"context"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

type lines = domain.Facts[hr.EmployeeID]

// SetManager lets somebody report to a manager, or with a zero one to nobody,
// from a day on until the next change that is planned already.
func (s *Service) SetManager(ctx context.Context, id hr.EmployeeID, version int64, from kernel.Date, manager hr.EmployeeID) (EmployeeRecord, error) {
	return s.lineVerb(ctx, id, version, manager, func(ctx context.Context, e *edit, f lines) (lines, hr.EmployeeID, kernel.Date, error) {
		now, ok := f.AsOf(from)
		switch {
		case !ok:
			return f, manager, from, hr.ErrNotEmployed.At("/from")
		case now.Content == manager:
			return f, manager, from, hr.ErrUnchanged
		}
		f, err := f.Change(from, manager, kernel.NewUUID())
		if err != nil {
			return f, manager, from, err
		}
		f, err = bounded(ctx, e.tx, f, from, e.others[manager], manager)
		return f, manager, from, err
	})
}

// CorrectManager changes to whom a period leads; its days stay.
func (s *Service) CorrectManager(ctx context.Context, id hr.EmployeeID, version int64, line hr.LineID, manager hr.EmployeeID) (EmployeeRecord, error) {
	return s.lineVerb(ctx, id, version, manager, func(ctx context.Context, e *edit, f lines) (lines, hr.EmployeeID, kernel.Date, error) {
		p, ok := f.Find(line.UUID)
		if !ok {
			return f, manager, p.From, hr.ErrFactUnknown
		}
		f, err := f.Correct(p.ID, manager)
		if err != nil {
			return f, manager, p.From, err
		}
		f, err = bounded(ctx, e.tx, f, p.From, e.others[manager], manager)
		return f, manager, p.From, err
	})
}

// RemoveManager takes a period of the line out; the one before it goes on over its days.
func (s *Service) RemoveManager(ctx context.Context, id hr.EmployeeID, version int64, line hr.LineID) (EmployeeRecord, error) {
	return s.lineVerb(ctx, id, version, hr.EmployeeID{}, func(ctx context.Context, e *edit, f lines) (lines, hr.EmployeeID, kernel.Date, error) {
		p, _ := f.Find(line.UUID)
		rest, err := f.Remove(line.UUID)
		if err != nil {
			return f, hr.EmployeeID{}, p.From, err
		}
		goesOn, _ := rest.AsOf(p.From)
		if goesOn.Content.IsZero() {
			return rest, goesOn.Content, p.From, nil
		}
		more, err := store.LockRecords(ctx, e.tx, goesOn.Content)
		if err != nil {
			return f, goesOn.Content, p.From, err
		}
		rest, err = bounded(ctx, e.tx, rest, goesOn.From, more[goesOn.Content], goesOn.Content)
		return rest, goesOn.Content, p.From, err
	})
}

func (s *Service) lineVerb(ctx context.Context, id hr.EmployeeID, version int64, manager hr.EmployeeID,
	verb func(context.Context, *edit, lines) (lines, hr.EmployeeID, kernel.Date, error)) (EmployeeRecord, error) {
	p := plan{right: hr.UpdateEmployees, tree: true}
	if !manager.IsZero() {
		p.with = []hr.EmployeeID{manager}
	}
	return s.edit(ctx, p, id, version, func(ctx context.Context, e *edit) error {
		if err := e.sees(ctx, manager, "/manager_id"); err != nil {
			return err
		}
		if manager == id {
			return hr.ErrLineCycle
		}
		before, after, leads, from, err := inSpell(e.rec.Spells, e.rec.Lines, func(f lines) (lines, hr.EmployeeID, kernel.Date, error) { return verb(ctx, e, f) })
		if err != nil {
			return err
		}
		if err := store.SaveLines(ctx, e.tx, id, before, after, e.now); err != nil {
			return err
		}
		if err := acyclic(ctx, e.tx, id); err != nil {
			return err
		}
		if err := store.Touch(ctx, e.tx, id); err != nil {
			return err
		}
		return e.tx.Emit(ctx, hr.ReportingLineChanged{Employee: id, Manager: leads, From: from})
	})
}

// under lets the lines of a new spell lead to a manager from a day on.
func under(ctx context.Context, tx *db.Tx, f lines, from kernel.Date, manager *store.Record, id hr.EmployeeID) (lines, error) {
	f, err := f.Correct(f.Periods()[0].ID, id)
	if err != nil {
		return f, err
	}
	return bounded(ctx, tx, f, from, manager, id)
}

// bounded makes sure that the manager is employed when the line begins. Where
// the employment ends before the line does, whoever is above takes over.
func bounded(ctx context.Context, tx *db.Tx, f lines, from kernel.Date, manager *store.Record, id hr.EmployeeID) (lines, error) {
	if id.IsZero() {
		return f, nil
	}
	if manager == nil {
		return f, store.Unknown("/manager_id", "There is no such employee.")
	}
	spell, ok := manager.Spells.On(from)
	if !ok {
		return f, hr.ErrManagerAway
	}
	if spell.LastDay.IsZero() {
		return f, nil
	}
	chain, err := superiors(ctx, tx, id, spell.LastDay)
	if err != nil {
		return f, err
	}
	return domain.HandUp(f, spell.End(), id, chain, kernel.NewUUID), nil
}

// superiors lists who is above somebody on a day, with their employments. The
// caller holds the tree.
func superiors(ctx context.Context, tx *db.Tx, id hr.EmployeeID, day kernel.Date) ([]domain.Superior, error) {
	above, err := store.Above(ctx, tx, id, day, day)
	if err != nil || len(above) == 0 {
		return nil, err
	}
	ids := make([]hr.EmployeeID, len(above))
	for i, a := range above {
		ids[i] = a.ID
	}
	records, err := store.LockRecords(ctx, tx, ids...)
	if err != nil {
		return nil, err
	}
	out := make([]domain.Superior, 0, len(above))
	for _, a := range ids {
		out = append(out, domain.Superior{ID: a, Spells: records[a].Spells})
	}
	return out, nil
}

// acyclic fails when one of these people would stand above themselves on some day.
func acyclic(ctx context.Context, tx *db.Tx, people ...hr.EmployeeID) error {
	rings, err := store.InCycle(ctx, tx, people)
	if err != nil {
		return err
	}
	if len(rings) > 0 {
		return hr.ErrLineCycle.With(map[string]any{"employees": rings})
	}
	return nil
}
