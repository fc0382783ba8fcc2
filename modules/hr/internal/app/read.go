package app

import (
	"context"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// EmployeeFields, UnitFields and PositionFields are what lists filter and sort by.
func EmployeeFields() []string { return store.Employees(kernel.Date{}, "").Fields() }

// UnitFields are those of units.
func UnitFields() []string { return store.Units.Fields() }

// PositionFields are those of positions.
func PositionFields() []string { return store.Positions.Fields() }

// Employees lists people as of a day; a zero one is today.
func (s *Service) Employees(ctx context.Context, r page.Request, asOf kernel.Date) (page.Page[Employee], error) {
	m, err := s.moment(ctx)
	if err != nil {
		return page.Page[Employee]{}, err
	}
	scope, err := authz.Scope(ctx, hr.ReadEmployees)
	if err != nil {
		return page.Page[Employee]{}, err
	}
	day := m.on(asOf)
	scope = scope.Narrow(r.Scope) // before the circle: ?scope=team needs it where the right reaches everybody
	shown := custom.ShownPage(ctx, s.custom, "hr.employee", func(e *Employee) *kernel.Custom { return &e.Custom })
	return shown(db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Employee], error) {
		if scope, err = circle(ctx, tx, scope, m.today); err != nil {
			return page.Page[Employee]{}, err
		}
		q, err := store.CompileEmployees(r, scope, day)
		if err != nil {
			return page.Page[Employee]{}, err
		}
		rows, total, err := store.ListEmployees(ctx, tx, q, day)
		if err != nil {
			return page.Page[Employee]{}, err
		}
		p := page.Cut(q, rows, store.EmployeeRow.Key, func(r store.EmployeeRow) Employee { return employeeView(r, day) })
		p.Total = total
		return p, nil
	}))
}

// SumEmployees counts the people that a list of them shows, as of a day.
func (s *Service) SumEmployees(ctx context.Context, r page.Request, asOf kernel.Date) (page.Summary, error) {
	m, err := s.moment(ctx)
	if err != nil {
		return page.Summary{}, err
	}
	scope, err := authz.Scope(ctx, hr.ReadEmployees)
	if err != nil {
		return page.Summary{}, err
	}
	scope = scope.Narrow(r.Scope)
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Summary, error) {
		if scope, err = circle(ctx, tx, scope, m.today); err != nil {
			return page.Summary{}, err
		}
		return store.SumEmployees(ctx, tx, r, scope, m.on(asOf))
	})
}

// circle asks for the people below the caller only when the scope says team or dept.
func circle(ctx context.Context, tx *db.Tx, scope page.Scope, today kernel.Date) (page.Scope, error) {
	if everybody(scope) {
		return scope, nil
	}
	return store.Circle(ctx, tx, scope, today)
}

// everybody says that who is in the caller's team makes no difference.
func everybody(scope page.Scope) bool {
	return whole(scope.Allow) && whole(scope.Deny) && (scope.Also == nil || whole(scope.Also.Allow) && whole(scope.Also.Deny))
}

func whole(r page.Relation) bool { return r != page.Team && r != page.Dept }

// Employee reads one person as of a day; a zero one is today.
func (s *Service) Employee(ctx context.Context, id hr.EmployeeID, asOf kernel.Date) (EmployeeRecord, error) {
	m, err := s.moment(ctx)
	if err != nil {
		return EmployeeRecord{}, err
	}
	scope, err := authz.Scope(ctx, hr.ReadEmployees)
	if err != nil {
		return EmployeeRecord{}, err
	}
	return s.shown(ctx)(db.Read(ctx, s.db, func(tx *db.Tx) (EmployeeRecord, error) {
		return s.record(ctx, tx, scope, id, m.on(asOf), m.today)
	}))
}

// record reads a person under a scope and hides what the caller may not read.
func (s *Service) record(ctx context.Context, tx *db.Tx, scope page.Scope, id hr.EmployeeID, day, today kernel.Date) (EmployeeRecord, error) {
	scope, err := store.Circle(ctx, tx, scope, today)
	if err != nil {
		return EmployeeRecord{}, err
	}
	row, err := store.GetEmployee(ctx, tx, scope, id, day)
	if err != nil {
		return EmployeeRecord{}, err
	}
	return recordView(row, day, authz.Can(ctx, hr.ReadPersonal, row.Relation), authz.Can(ctx, hr.ReadSalary, row.Relation)), nil
}

// Jobs lists all jobs of a person, newest first: past, current and upcoming.
func (s *Service) Jobs(ctx context.Context, id hr.EmployeeID) (Items[JobPeriod], error) {
	return facts(ctx, s, id, store.ListJobs, func(j store.JobView, today kernel.Date) JobPeriod {
		v := JobPeriod{ID: kernel.IDOf[hr.Job](j.ID), ValidFrom: j.ValidFrom, ValidTo: lastDay(j.ValidTo), State: state(j.ValidFrom, j.ValidTo, today),
			Unit: ref(kernel.IDOf[hr.Unit](j.UnitID), j.UnitName), Title: j.Title, Site: j.Site, EmploymentType: j.EmploymentType}
		if j.PositionID != nil && j.PositionTitle != nil {
			v.Position = PositionRef{kernel.IDOf[hr.Position](*j.PositionID), *j.PositionTitle}
		}
		return v
	})
}

// Managers lists whom a person reported, reports and will report to, newest first.
func (s *Service) Managers(ctx context.Context, id hr.EmployeeID) (Items[ManagerPeriod], error) {
	return facts(ctx, s, id, store.ListLines, func(l store.LineView, today kernel.Date) ManagerPeriod {
		v := ManagerPeriod{ID: kernel.IDOf[hr.Line](l.ID), ValidFrom: l.ValidFrom, ValidTo: lastDay(l.ValidTo), State: state(l.ValidFrom, l.ValidTo, today)}
		if l.ManagerID != nil && l.ManagerName != nil {
			v.Manager = ref(kernel.IDOf[hr.Employee](*l.ManagerID), *l.ManagerName)
		}
		return v
	})
}

// Spells lists the employments of a person, oldest first.
func (s *Service) Spells(ctx context.Context, id hr.EmployeeID) (Items[Spell], error) {
	return facts(ctx, s, id, store.ListSpells, func(p store.Spell, _ kernel.Date) Spell {
		return Spell{p.ID, p.Number, p.HiredOn, p.LastDay, p.Reason, p.SeniorityFrom, p.Announced != nil}
	})
}

// facts reads dated rows of one person whom the caller may read.
func facts[R, V any, L ~[]R](ctx context.Context, s *Service, id hr.EmployeeID, read func(context.Context, *db.Tx, hr.EmployeeID) (L, error), view func(R, kernel.Date) V) (Items[V], error) {
	m, err := s.moment(ctx)
	if err != nil {
		return Items[V]{}, err
	}
	scope, err := authz.Scope(ctx, hr.ReadEmployees)
	if err != nil {
		return Items[V]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Items[V], error) {
		if _, err := s.record(ctx, tx, scope, id, m.today, m.today); err != nil {
			return Items[V]{}, err
		}
		rows, err := read(ctx, tx, id)
		out := Items[V]{make([]V, len(rows))}
		for i, r := range rows {
			out.Items[i] = view(r, m.today)
		}
		return out, err
	})
}

// Visible fails with fault.ErrNotFound unless the caller may read the person.
func (s *Service) Visible(ctx context.Context, id hr.EmployeeID) error {
	_, err := s.Employee(ctx, id, kernel.Date{})
	return err
}

// nobody says that a caller without the right sees no people, where that is no refusal.
func nobody(err error) bool { return fault.KindOf(err) == fault.Forbidden }
