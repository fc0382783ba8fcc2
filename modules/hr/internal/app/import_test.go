package app_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// realFile reads a file of the shared data set as the importer hands it over:
// columns renamed to fields, days written 2006-01-02.
func realFile(t *testing.T, path string, columns map[string]string, dates map[string]string) []app.ImportRow {
	t.Helper()
	file, err := os.Open(filepath.Join("../../../../../shared/data", path))
	require.NoError(t, err)
	defer func() { _ = file.Close() }()
	lines, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	var rows []app.ImportRow
	for n, line := range lines[1:] {
		row := app.ImportRow{Line: n + 2, Values: map[string]string{}}
		for i, head := range lines[0] {
			field := columns[head]
			if field == "" {
				continue
			}
			value := strings.TrimSpace(line[i])
			if form := dates[field]; form != "" && value != "" {
				d, err := time.Parse(form, value)
				require.NoError(t, err)
				value = d.Format(time.DateOnly)
			}
			row.Values[field] = value
		}
		rows = append(rows, row)
	}
	return rows
}

var northwind = map[string]string{"EmployeeID": "number", "LastName": "last_name", "FirstName": "first_name", "Title": "title", "BirthDate": "birth_date",
	"HireDate": "hired_on", "Address": "home_address", "City": "city", "Region": "region", "PostalCode": "postcode", "Country": "country",
	"HomePhone": "personal_phone", "Extension": "extension", "Notes": "notes", "ReportsTo": "manager"}

var staff = map[string]string{"EmpID": "number", "FirstName": "first_name", "LastName": "last_name", "StartDate": "hired_on", "ExitDate": "last_day",
	"Title": "title", "Supervisor": "manager", "ADEmail": "email", "EmployeeStatus": "status", "EmployeeType": "employment_type", "DepartmentType": "unit", "DOB": "birth_date"}

// run imports rows in batches, as the platform does.
func (f *fixture) run(rows []app.ImportRow, o app.ImportOptions, batch int) []app.ImportVerdict {
	f.t.Helper()
	who, err := actor.From(f.ctx)
	require.NoError(f.t, err)
	who.Via, who.Run = actor.Import, kernel.NewUUID()
	ctx := actor.With(f.ctx, who)
	m, err := f.svc.ImportMoment(ctx)
	require.NoError(f.t, err)
	var out []app.ImportVerdict
	for len(rows) > 0 {
		n := min(batch, len(rows))
		verdicts, err := db.Write(ctx, f.Root.For("hr"), func(tx *db.Tx) ([]app.ImportVerdict, error) {
			return f.svc.ApplyImport(ctx, tx, m, rows[:n], o)
		})
		require.NoError(f.t, err)
		out, rows = append(out, verdicts...), rows[n:]
	}
	return out
}

func outcomes(verdicts []app.ImportVerdict) map[string]int {
	out := map[string]int{}
	for _, v := range verdicts {
		out[v.Outcome]++
		for _, w := range append(v.Warnings, v.Errors...) {
			out[w.Pointer+" "+w.Code]++
		}
	}
	return out
}

func TestNorthwindImportsAsItIsAndASecondRunChangesNothing(t *testing.T) { // D1, D26
	t.Parallel()
	for _, batch := range []int{500, 2, 1} { // managers come in later batches too
		f := setup(t)
		rows := realFile(t, "northwind/employees.csv", northwind, nil)
		o := app.ImportOptions{CreateUnits: true, DefaultUnit: "Northwind Traders"}
		checked, err := f.svc.CheckImport(f.ctx, rows, o)
		require.NoError(t, err)
		require.Equal(t, map[string]int{"create": 9}, outcomes(checked))

		require.Equal(t, 9, outcomes(f.run(rows, o, batch))["create"])
		chart, err := f.svc.OrgChart(f.ctx, kernel.Date{}, hr.EmployeeID{}, 0)
		require.NoError(t, err)
		reports := map[string]int{}
		for _, n := range chart.Nodes {
			if n.Reports > 0 {
				reports[n.Name] = n.Reports
			}
		}
		require.Equal(t, "Andrew Fuller", chart.Nodes[0].Name)
		require.True(t, chart.Nodes[0].ManagerID.IsZero())
		require.False(t, chart.Nodes[1].ManagerID.IsZero(), "there is one root")
		require.Equal(t, map[string]int{"Andrew Fuller": 5, "Steven Buchanan": 3}, reports)

		people, err := f.svc.People().Named(f.ctx, []string{"1", "2"}, kernel.Date{})
		require.NoError(t, err)
		managers, err := f.svc.Managers(f.ctx, people["1"][0].ID)
		require.NoError(t, err)
		require.Equal(t, "1992-08-14", managers.Items[0].ValidFrom.String(), "Davolio came before Fuller: the line begins with the later of the two")
		davolio := f.read(people["1"][0].ID, "")
		require.Equal(t, "507 - 20th Ave. E.Apt. 2A\nSeattle WA 98122\nUSA", davolio.HomeAddress)
		require.Equal(t, "ext. 5467", davolio.Phone)

		require.Equal(t, map[string]int{"unchanged": 9}, outcomes(f.run(rows, o, batch)))
		require.Equal(t, davolio.Version, f.read(people["1"][0].ID, "").Version)
	}
}

func TestThreeThousandStaffAreToldRowByRowWhatIsWrong(t *testing.T) { // D43-D57
	t.Parallel()
	f := setup(t)
	rows := realFile(t, "hr-employees/employee_data.csv", staff, map[string]string{"hired_on": "2-Jan-06", "last_day": "2-Jan-06", "birth_date": "02-01-2006"})
	o := app.ImportOptions{CreateUnits: true}
	checked, err := f.svc.CheckImport(f.ctx, rows, o)
	require.NoError(t, err)
	told := outcomes(checked)
	require.Equal(t, 991, told["/status contradiction"], "active, with a last day that has passed")
	require.Equal(t, 991, told["error"], "%v", told)
	require.Equal(t, 2, told["/email duplicate"])
	require.Equal(t, 18, told["/email invalid"], "a space in it")
	require.GreaterOrEqual(t, told["/manager unknown"]+told["/manager ambiguous"]+told["/manager "+hr.ErrManagerAway.Code], 2991)

	o.DatesDecide = true
	told = outcomes(f.run(rows, o, 500))
	require.Equal(t, 3000, told["create"])
	for on, want := range map[string]int{"2022-12-31": 1728} { // D55
		require.Equal(t, want, f.active(on))
	}
	units, err := f.svc.Units(f.ctx, page.Request{Limit: 50})
	require.NoError(t, err)
	require.Len(t, units.Items, 6, "blanks trimmed; Sales was there")
	require.Empty(t, emitted[hr.EmployeeLeft](f), "nobody leaves who was never here")

	again := outcomes(f.run(rows, o, 500))
	require.Equal(t, 3000, again["unchanged"], "%v", again)
}

func (f *fixture) active(on string) int {
	f.t.Helper()
	p, err := f.svc.Employees(f.ctx, page.Request{Limit: 1, Count: true, Filter: map[string][]string{"status": {"active"}}}, day(on))
	require.NoError(f.t, err)
	return p.Total.Count
}

func row(line int, pairs ...string) app.ImportRow {
	r := app.ImportRow{Line: line, Values: map[string]string{}}
	for i := 0; i < len(pairs); i += 2 {
		r.Values[pairs[i]] = pairs[i+1]
	}
	return r
}

func TestARowSaysWhyItIsRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	ann := f.hire(opts{name: "Ann Example", on: "2024-01-01"})
	checked, err := f.svc.CheckImport(f.ctx, []app.ImportRow{
		row(2, "number", "A", "name", "One", "hired_on", "2024-01-01", "manager", "B"),
		row(3, "number", "B", "name", "Two", "hired_on", "2024-01-01", "manager", "A"),
		row(4, "number", "B", "name", "Twin", "hired_on", "2024-01-01"),
		row(5, "number", "C", "name", "Three", "hired_on", "2024-02-01", "last_day", "2024-01-01"),
		row(6, "number", "D", "name", "Four"),
		row(7, "number", ann.Number, "hired_on", "2023-01-01"),
		row(8, "number", "E", "hired_on", "2024-01-01"),
		row(9, "number", "F", "name", "Six", "hired_on", "2024-01-01", "unit", "Nowhere", "email", "no address"),
	}, app.ImportOptions{DefaultUnit: "Sales"})
	require.NoError(t, err)
	var got []string
	for _, v := range checked {
		require.Equal(t, app.ImportError, v.Outcome, v.Line)
		for _, e := range v.Errors {
			got = append(got, e.Pointer+" "+e.Code)
		}
	}
	require.Equal(t, []string{"/manager hr.line_cycle", "/manager hr.line_cycle", "/number duplicate", "/last_day too_early", "/hired_on required",
		"/hired_on differs", "/name required", "/unit unknown"}, got)
	require.Equal(t, "/email", checked[7].Warnings[0].Pointer, "the rest of the row counts")
}

func TestAnImportedChangeHoldsFromTodayAndAnImportedEndIsAnEnd(t *testing.T) {
	t.Parallel()
	f := setup(t)
	boss := f.hire(opts{name: "Boss"})
	e := f.hire(opts{name: "Ann Example", login: newUser()})
	verdicts := f.run([]app.ImportRow{row(2, "name", "ann example", "title", "Lead", "manager", "boss", "email", "ann@example.com")}, app.ImportOptions{}, 10)
	require.ElementsMatch(t, []string{"email", "manager", "name", "title"}, verdicts[0].Changed)
	require.Equal(t, "A", f.read(e.ID, "2025-02-14").Title)
	require.Equal(t, "Lead", f.read(e.ID, "2025-02-15").Title)
	require.Equal(t, boss.ID.UUID, f.read(e.ID, "2024-01-01").Manager.ID.UUID, "no manager was known: since both are here")

	f.run([]app.ImportRow{row(2, "number", e.Number, "last_day", "2025-02-10")}, app.ImportOptions{}, 10)
	require.Equal(t, hr.Active, f.read(e.ID, "").Status, "the job from today on stands after that day")
	f.run([]app.ImportRow{row(2, "number", e.Number, "last_day", "2025-02-15")}, app.ImportOptions{}, 10)
	require.Len(t, emitted[hr.EmployeeLeft](f), 1)
}

func TestAnImportNeedsItsRightForEverybodyAndPersonalFieldsNeedTheirs(t *testing.T) {
	t.Parallel()
	f := setup(t)
	_, err := f.svc.CheckImport(f.As(t, "hr.self"), nil, app.ImportOptions{})
	require.ErrorIs(t, err, fault.ErrForbidden)
	rows := []app.ImportRow{row(2, "number", "A", "name", "One", "hired_on", "2024-01-01", "birth_date", "1980-01-01")}
	importer := f.With(t, f.Context(t), authz.TestPolicy{Model: model(), Roles: roles, Resources: hr.Resources}, "importer")
	checked, err := f.svc.CheckImport(importer, rows, app.ImportOptions{DefaultUnit: "Sales"})
	require.NoError(t, err)
	require.Equal(t, "field_forbidden", checked[0].Errors[0].Code)
	team := f.With(t, f.Context(t), authz.TestPolicy{Model: model(), Roles: roles, Resources: hr.Resources}, "team")
	_, err = f.svc.CheckImport(team, rows, app.ImportOptions{})
	require.ErrorIs(t, err, fault.ErrForbidden)
}
