package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// owned is a row with whose it is.
type owned[T any] struct {
	employee hr.EmployeeID
	row      T
}

func ownedBy[T any](employee hr.EmployeeID, rows []T) []owned[T] {
	out := make([]owned[T], len(rows))
	for i, r := range rows {
		out[i] = owned[T]{employee, r}
	}
	return out
}

func insertSpells(ctx context.Context, q *sqlcgen.Queries, spells []owned[domain.Spell], now time.Time) error {
	in := sqlcgen.InsertSpellsParams{Now: now}
	for _, o := range spells {
		s := o.row
		in.Ids, in.Employees, in.Spells = append(in.Ids, s.ID.UUID), append(in.Employees, o.employee.UUID), append(in.Spells, s.Number)
		in.HiredOn, in.LastDays = append(in.HiredOn, s.HiredOn.String()), append(in.LastDays, s.LastDay.String())
		in.EndReasons, in.SeniorityFrom = append(in.EndReasons, s.Reason), append(in.SeniorityFrom, s.SeniorityFrom.String())
		in.Announced = append(in.Announced, s.Announced != nil)
	}
	return q.InsertSpells(ctx, in)
}

func insertJobs(ctx context.Context, q *sqlcgen.Queries, jobs []owned[domain.Period[domain.Job]], now time.Time) error {
	in := sqlcgen.InsertJobsParams{Now: now}
	for _, o := range jobs {
		p := o.row
		in.Ids, in.Employees = append(in.Ids, p.ID), append(in.Employees, o.employee.UUID)
		in.ValidFrom, in.ValidTo = append(in.ValidFrom, p.From.String()), append(in.ValidTo, p.To.String())
		in.Units, in.Positions = append(in.Units, p.Content.Unit.UUID), append(in.Positions, p.Content.Position.UUID)
		in.Titles, in.Sites = append(in.Titles, p.Content.Title), append(in.Sites, p.Content.Site)
		in.EmploymentTypes = append(in.EmploymentTypes, p.Content.Type)
	}
	return q.InsertJobs(ctx, in)
}

func insertLines(ctx context.Context, q *sqlcgen.Queries, lines []owned[domain.Period[hr.EmployeeID]], now time.Time) error {
	in := sqlcgen.InsertLinesParams{Now: now}
	for _, o := range lines {
		p := o.row
		in.Ids, in.Employees, in.Managers = append(in.Ids, p.ID), append(in.Employees, o.employee.UUID), append(in.Managers, p.Content.UUID)
		in.ValidFrom, in.ValidTo = append(in.ValidFrom, p.From.String()), append(in.ValidTo, p.To.String())
	}
	return q.InsertLines(ctx, in)
}

// SaveJobs writes what a verb changed of somebody's jobs.
func SaveJobs(ctx context.Context, tx *db.Tx, employee hr.EmployeeID, before, after domain.Facts[domain.Job], now time.Time) error {
	q, s := sqlcgen.New(tx), domain.Diff(before, after)
	if len(s.Delete) > 0 {
		if err := q.DeleteJobs(ctx, s.Delete); err != nil {
			return err
		}
	}
	for _, p := range s.Update {
		if err := q.UpdateJob(ctx, sqlcgen.UpdateJobParams{ID: p.ID, ValidFrom: p.From, ValidTo: p.To, UnitID: p.Content.Unit.UUID,
			PositionID: p.Content.Position.Ptr(), Title: p.Content.Title, Site: p.Content.Site, EmploymentType: p.Content.Type}); err != nil {
			return err
		}
	}
	if len(s.Insert) == 0 {
		return nil
	}
	return insertJobs(ctx, q, ownedBy(employee, s.Insert), now)
}

// SaveLines writes what a verb changed of whom somebody reports to.
func SaveLines(ctx context.Context, tx *db.Tx, employee hr.EmployeeID, before, after domain.Facts[hr.EmployeeID], now time.Time) error {
	q, s := sqlcgen.New(tx), domain.Diff(before, after)
	if len(s.Delete) > 0 {
		if err := q.DeleteLines(ctx, s.Delete); err != nil {
			return err
		}
	}
	for _, p := range s.Update {
		if err := q.UpdateLine(ctx, sqlcgen.UpdateLineParams{ID: p.ID, ValidFrom: p.From, ValidTo: p.To, ManagerID: p.Content.Ptr()}); err != nil {
			return err
		}
	}
	if len(s.Insert) == 0 {
		return nil
	}
	return insertLines(ctx, q, ownedBy(employee, s.Insert), now)
}

// SaveSpells writes what changed of somebody's spells; a new one is told to the one before it.
func SaveSpells(ctx context.Context, tx *db.Tx, employee hr.EmployeeID, before, after domain.Spells, now time.Time) error {
	q := sqlcgen.New(tx)
	for i, s := range after {
		if i >= len(before) {
			if err := insertSpells(ctx, q, []owned[domain.Spell]{{employee, s}}, now); err != nil {
				return err
			}
			if err := q.FollowSpell(ctx, sqlcgen.FollowSpellParams{EmployeeID: employee.UUID, Spell: s.Number - 1, NextHiredOn: s.HiredOn}); err != nil {
				return err
			}
			continue
		}
		if s == before[i] {
			continue
		}
		if err := q.UpdateSpell(ctx, sqlcgen.UpdateSpellParams{ID: s.ID.UUID, HiredOn: s.HiredOn, LastDay: s.LastDay, EndReason: s.Reason,
			SeniorityFrom: s.SeniorityFrom, AnnouncedAt: s.Announced}); err != nil {
			return err
		}
	}
	return nil
}

// DropSpell takes back the newest spell of a person; only undo calls it.
func DropSpell(ctx context.Context, tx *db.Tx, employee hr.EmployeeID, s domain.Spell) error {
	q := sqlcgen.New(tx)
	if err := q.DeleteSpell(ctx, s.ID.UUID); err != nil {
		return err
	}
	return q.FollowSpell(ctx, sqlcgen.FollowSpellParams{EmployeeID: employee.UUID, Spell: s.Number - 1})
}

// Spell is an employment as it is stored.
type Spell = domain.Spell

// JobView is a period of a person's job with the names of what it points at.
type JobView = sqlcgen.ListJobViewsRow

// ListJobs reads all jobs of a person, newest first.
func ListJobs(ctx context.Context, tx *db.Tx, employee hr.EmployeeID) ([]JobView, error) {
	return sqlcgen.New(tx).ListJobViews(ctx, employee.UUID)
}

// LineView is a period of a person's reporting line with the manager's name.
type LineView = sqlcgen.ListLineViewsRow

// ListLines reads all managers of a person, newest first.
func ListLines(ctx context.Context, tx *db.Tx, employee hr.EmployeeID) ([]LineView, error) {
	return sqlcgen.New(tx).ListLineViews(ctx, employee.UUID)
}

// ListSpells reads all employments of a person, oldest first.
func ListSpells(ctx context.Context, tx *db.Tx, employee hr.EmployeeID) (domain.Spells, error) {
	records := map[hr.EmployeeID]*Record{employee: {}}
	err := fill(ctx, sqlcgen.New(tx), records, []uuid.UUID{employee.UUID})
	return records[employee].Spells, err
}

// InCycle tells who of these people would stand above themselves on some day.
func InCycle(ctx context.Context, tx *db.Tx, employees []hr.EmployeeID) ([]hr.EmployeeID, error) {
	ids, err := sqlcgen.New(tx).LineCycles(ctx, kernel.UUIDs(employees))
	return idList[hr.Employee](ids), err
}

// ReportsFrom lists who reports to a manager on a day or later.
func ReportsFrom(ctx context.Context, tx *db.Tx, manager hr.EmployeeID, day kernel.Date) ([]hr.EmployeeID, error) {
	ids, err := sqlcgen.New(tx).ReportsFrom(ctx, sqlcgen.ReportsFromParams{Manager: &manager.UUID, Day: day})
	return idList[hr.Employee](ids), err
}

func idList[T any](ids []uuid.UUID) []kernel.ID[T] {
	out := make([]kernel.ID[T], len(ids))
	for i, id := range ids {
		out[i] = kernel.IDOf[T](id)
	}
	return out
}
