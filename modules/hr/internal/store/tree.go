package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Superior is a manager above somebody.
type Superior struct {
	ID       hr.EmployeeID
	Login    kernel.ID[kernel.User]
	Employed bool
}

// Above lists the managers above a person on a day, nearest first, and whether
// they are employed on another day.
func Above(ctx context.Context, tx *db.Tx, employee hr.EmployeeID, day, today kernel.Date) ([]Superior, error) {
	rows, err := sqlcgen.New(tx).Above(ctx, sqlcgen.AboveParams{Employee: employee.UUID, Day: day, Today: today})
	out := make([]Superior, len(rows))
	for i, r := range rows {
		out[i] = Superior{kernel.IDOf[hr.Employee](r.ID), idOf[kernel.User](r.LoginID), r.Employed}
	}
	return out, err
}

// Reach is what a login's scopes contain.
type Reach struct {
	Login        kernel.ID[kernel.User]
	Teams, Depts []uuid.UUID
}

// Reaches computes them on a day for people who have a login; no people means everybody.
func Reaches(ctx context.Context, tx *db.Tx, day kernel.Date, employees ...hr.EmployeeID) ([]Reach, error) {
	rows, err := sqlcgen.New(tx).Reaches(ctx, sqlcgen.ReachesParams{Everybody: len(employees) == 0, Employees: kernel.UUIDs(employees), Day: day})
	out := make([]Reach, len(rows))
	for i, r := range rows {
		out[i] = Reach{kernel.IDOf[kernel.User](r.LoginID), r.Teams, r.Depts}
	}
	return out, err
}

// Turned lists people with a login whose facts begin or end in a range of days.
func Turned(ctx context.Context, tx *db.Tx, since, until kernel.Date) ([]hr.EmployeeID, error) {
	ids, err := sqlcgen.New(tx).Turned(ctx, sqlcgen.TurnedParams{Since: since, Until: until})
	return idList[hr.Employee](ids), err
}

// Due is a spell whose last day has passed and was not announced.
type Due struct {
	Spell    hr.EmploymentID
	Employee hr.EmployeeID
}

// LockDue locks up to 500 of them; those that another transaction holds are left to it.
func LockDue(ctx context.Context, tx *db.Tx, today kernel.Date) ([]Due, error) {
	rows, err := sqlcgen.New(tx).LockDueLeavers(ctx, today)
	out := make([]Due, len(rows))
	for i, r := range rows {
		out[i] = Due{kernel.IDOf[hr.Employment](r.ID), kernel.IDOf[hr.Employee](r.EmployeeID)}
	}
	return out, err
}

// Announce notes that others are being told; false: they were before.
func Announce(ctx context.Context, tx *db.Tx, spell hr.EmploymentID, now time.Time) (bool, error) {
	n, err := sqlcgen.New(tx).Announce(ctx, sqlcgen.AnnounceParams{ID: spell.UUID, Now: &now})
	return n == 1, err
}

// ChartRow is one employed person of the chart.
type ChartRow = sqlcgen.ChartBoxesRow

// Chart reads everybody who is employed on a day, under a scope, by name.
func Chart(ctx context.Context, tx *db.Tx, scope page.Scope, day kernel.Date) ([]ChartRow, error) {
	return sqlcgen.New(Employees(day, "").One(scope).On(tx)).ChartBoxes(ctx, day)
}

// Names tells display names under a scope.
func Names(ctx context.Context, tx *db.Tx, scope page.Scope, ids []hr.EmployeeID, day kernel.Date) (map[hr.EmployeeID]string, error) {
	rows, err := sqlcgen.New(Employees(day, "").One(scope).On(tx)).EmployeeNames(ctx, sqlcgen.EmployeeNamesParams{Day: day, Ids: kernel.UUIDs(ids)})
	out := make(map[hr.EmployeeID]string, len(rows))
	for _, r := range rows {
		out[kernel.IDOf[hr.Employee](r.ID)] = r.Name
	}
	return out, err
}

// Who names people by any of their keys.
type Who struct {
	IDs    []hr.EmployeeID
	Logins []kernel.ID[kernel.User]
}

// People reads people as other modules see them, under a scope.
func People(ctx context.Context, tx *db.Tx, scope page.Scope, who Who, day kernel.Date) ([]hr.Person, error) {
	rows, err := sqlcgen.New(Employees(day, "").One(scope).On(tx)).ListPeople(ctx, sqlcgen.ListPeopleParams{
		Day: day, Ids: kernel.UUIDs(who.IDs), Logins: kernel.UUIDs(who.Logins)})
	out := make([]hr.Person, len(rows))
	for i, r := range rows {
		status := StatusOn(day, r.HiredOn, r.LastDay)
		out[i] = hr.Person{ID: kernel.IDOf[hr.Employee](r.ID), Number: r.Number, Name: r.Name, Email: r.Email, Title: text(r.Title),
			Unit: idOf[hr.Unit](r.UnitID), UnitName: text(r.UnitName), Manager: idOf[hr.Employee](r.ManagerID), Login: idOf[kernel.User](r.LoginID),
			Status: status, Employed: status == hr.Active}
	}
	return out, err
}

// StatusOn is the status on a day by the spell that is shown on it.
func StatusOn(day, hired, last kernel.Date) hr.Status {
	switch {
	case day.Before(hired):
		return hr.Upcoming
	case last.IsZero() || !day.After(last):
		return hr.Active
	}
	return hr.Left
}
