package worker

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/actor"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

// guessed maps a real file to fields by itself, as the import's first screen does.
func guessed(t *testing.T, name string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "..", "shared", "data", filepath.FromSlash(name)))
	require.NoError(t, err, "the real data must lie beside the repository")
	sheet, err := imports.Read(name, data, imports.ReadOptions{})
	require.NoError(t, err)
	hints := make([]imports.FieldHint, len(employeeFields))
	for i, f := range employeeFields {
		hints[i] = f.FieldHint
	}
	var sample [][]string
	for _, row := range sheet.Rows {
		sample = append(sample, row.Cells)
	}
	out := map[string]string{}
	for key, g := range imports.GuessColumns(sheet.Header, sample, hints) {
		out[key] = g.Name
	}
	return out
}

func TestColumnsOfRealFilesFindTheirFields(t *testing.T) {
	t.Parallel()
	require.Equal(t, map[string]string{"number": "EmployeeID", "last_name": "LastName", "first_name": "FirstName", "title": "Title", "birth_date": "BirthDate",
		"hired_on": "HireDate", "home_address": "Address", "city": "City", "region": "Region", "postcode": "PostalCode", "country": "Country",
		"personal_phone": "HomePhone", "extension": "Extension", "notes": "Notes", "manager": "ReportsTo"}, guessed(t, "northwind/employees.csv"))

	staff := guessed(t, "hr-employees/employee_data.csv")
	for field, column := range map[string]string{"number": "EmpID", "first_name": "FirstName", "last_name": "LastName", "hired_on": "StartDate", "last_day": "ExitDate",
		"title": "Title", "manager": "Supervisor", "email": "ADEmail", "status": "EmployeeStatus", "employment_type": "EmployeeType", "unit": "DepartmentType",
		"birth_date": "DOB", "end_reason": "TerminationDescription"} {
		require.Equal(t, column, staff[field], field)
	}
	require.NotContains(t, staff, "name", "first and last name are there")

	odoo := guessed(t, "import-templates/odoo/as-csv/hr_employee.Template.csv")
	for field, column := range map[string]string{"number": "External ID", "name": "Name", "email": "Work Email", "phone": "Work Phone", "unit": "Department",
		"birth_date": "Date of Birth", "notes": "Notes"} {
		require.Equal(t, column, odoo[field], field)
	}
	persons := guessed(t, "openboxes-inventory/persons.csv")
	require.Equal(t, map[string]string{"first_name": "firstName", "last_name": "lastName", "email": "email", "phone": "phoneNumber"}, persons)
}

type nobody struct{}

func (nobody) Disable(context.Context, kernel.ID[kernel.User], string) error { return nil }
func (nobody) MayDisable(context.Context, kernel.ID[kernel.User]) error      { return nil }
func (nobody) Names(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
	return nil, nil
}

type nowhere struct{}

func (nowhere) Flush(context.Context, *db.Tx, []kernel.Event, []db.Enqueued) error { return nil }
func (nowhere) Wake(kernel.ID[kernel.Org])                                         {}

func TestRowsBecomePeopleAndASecondRunChangesNothing(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	d.Root.SetOutbox(nowhere{})
	pool := d.Root.For("hr", store.Faults)
	s := app.New(pool, clock.Fixed(time.Date(2025, 2, 15, 12, 0, 0, 0, time.UTC)), func(context.Context) (*time.Location, error) { return time.UTC, nil }, nil, nobody{})
	target := Employees(s, pool)
	who, err := actor.From(d.As(t, "owner"))
	require.NoError(t, err)
	who.Via, who.Run = actor.Import, kernel.NewUUID()
	ctx := actor.With(d.As(t, "owner"), who)
	chosen := imports.Choices{}
	for _, o := range target.Options {
		chosen[o.Key] = o.Default
	}
	rows := []imports.Record{
		{Values: map[string]string{"number": "1", "first_name": "Nancy", "last_name": "Davolio", "hired_on": "1992-05-01", "manager": "2"}},
		{Values: map[string]string{"number": "2", "name": "Andrew Fuller", "hired_on": "1992-08-14", "manager": "nobody at all"}},
		{Values: map[string]string{"number": "3", "name": "Late Active", "hired_on": "2020-01-01", "last_day": "2021-01-01", "status": "Active"}},
	}
	actions := func(v []imports.Verdict) (out []string) {
		for _, one := range v {
			out = append(out, one.Action)
		}
		return out
	}
	checked, err := target.Check(ctx, rows, chosen)
	require.NoError(t, err)
	require.Equal(t, []string{imports.Create, imports.Create, imports.Refused}, actions(checked))
	require.Equal(t, "/manager", checked[1].Warnings[0].Pointer, "told, and the row counts")
	require.Equal(t, []string{"/status contradiction"}, []string{checked[2].Faults[0].Pointer + " " + checked[2].Faults[0].Code})

	run := func() []imports.Verdict {
		write, err := target.Prepare(ctx, rows, chosen)
		require.NoError(t, err)
		done, err := db.Write(ctx, target.DB, func(tx *db.Tx) ([]imports.Verdict, error) { return write(ctx, tx) })
		require.NoError(t, err)
		return done
	}
	require.Equal(t, []string{imports.Create, imports.Create, imports.Refused}, actions(run()))
	require.Equal(t, []string{imports.Unchanged, imports.Unchanged, imports.Refused}, actions(run()))
	people, err := s.People().Named(ctx, []string{"1", "2"}, kernel.Date{})
	require.NoError(t, err)
	require.Equal(t, people["2"][0].ID, people["1"][0].Manager)
	require.Equal(t, "Company", people["1"][0].UnitName, "people who come without a unit get one")

	_, err = target.Check(d.As(t, "hr.self"), rows, chosen)
	require.ErrorIs(t, err, fault.ErrForbidden)
	require.Equal(t, hr.ImportEmployees, target.Needs)
}
