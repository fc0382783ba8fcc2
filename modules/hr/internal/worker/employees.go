package worker

import (
	"context"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/db"
	"longhouse/platform/imports"
)

// employeeFields are what columns of a file of people can feed.
var employeeFields = []imports.Field{
	explained(text("number", "Number", "employee id", "employee number", "employee no", "emp id", "emp no", "staff id", "staff number", "personnel number", "external id", "id"), "Known people are found by it; without it by e-mail, then by name. New people without one get the next free number.", "1"),
	explained(text("name", "Name", "full name", "employee name", "employee", "display name", "legal name"), "Or first and last name, in columns of their own.", "Nancy Davolio"),
	text("first_name", "First name", "given name", "forename"),
	text("last_name", "Last name", "surname", "family name"),
	text("preferred_name", "Preferred name", "nickname", "known as", "nick name"),
	// As text: a broken address is left out and told, and the row counts.
	text("email", "E-mail", "email address", "mail", "work email", "ad email", "company email", "business email"),
	of("phone", "phone", "Phone", "work phone", "telephone", "phone number", "business phone", "office phone"),
	text("extension", "Extension", "phone extension", "ext"),
	text("title", "Job title", "title", "job position", "position", "role", "job"),
	explained(text("unit", "Unit", "department", "department type", "department name", "team"), "Code or name of a unit.", "Sales"),
	text("site", "Site", "work location", "office", "workplace", "location"),
	explained(text("employment_type", "Employment type", "employee type", "contract type", "type of employment"), "Full-time, part-time, contract, temporary or intern.", "Full-time"),
	text("status", "Status", "employee status", "employment status"),
	explained(text("manager", "Manager", "supervisor", "reports to", "line manager", "manager id", "manager name", "boss"), "Number or name of somebody who is here, or who stands anywhere in the file.", "2"),
	explained(of("date", "hired_on", "First day", "hire date", "hired on", "start date", "date hired", "date of joining", "joining date", "entry date"), "", "1992-05-01"),
	of("date", "last_day", "Last day", "exit date", "end date", "termination date", "leaving date", "date of leaving"),
	text("end_reason", "Reason for leaving", "termination description", "termination reason", "leaving reason"),
	explained(of("date", "birth_date", "Birthday", "birth date", "date of birth", "dob", "born"), "Needs the right to change personal fields.", "1948-12-08"),
	explained(text("home_address", "Street", "address", "home address", "street address", "address line 1"), "Needs the right to change personal fields.", ""),
	text("city", "City", "town", "home city"),
	text("region", "Region", "state", "province", "home state"),
	text("postcode", "Postcode", "postal code", "zip", "zip code"),
	text("country", "Country", "home country"),
	of("phone", "personal_phone", "Private phone", "home phone", "personal phone", "private telephone"),
	explained(text("notes", "Notes", "remarks", "comment", "comments"), "Free text about a person is personal.", ""),
}

var employeeOptions = []imports.Option{
	{Key: "create_units", Label: "Make units that are not there", Help: "Otherwise a row that names an unknown unit is refused.", Kind: "bool", Default: "true"},
	{Key: "unit", Label: "Unit of people who come without one", Help: "It is made if it is not there. Empty: such rows are refused.", Kind: "text", Default: "Company"},
	{Key: "dates_decide", Label: "Days count for more than the status", Help: "A row that calls somebody active after their last day is otherwise refused.", Kind: "bool", Default: "false"},
	{Key: "refuse_unknown_managers", Label: "Refuse rows whose manager nobody knows", Help: "Otherwise the row counts, without a manager, and says so.", Kind: "bool", Default: "false"},
	{Key: "refuse_same_emails", Label: "Refuse e-mails that another employee has", Help: "Otherwise the row counts, and says so.", Kind: "bool", Default: "false"},
}

// Employees imports people with their jobs, managers and exits.
func Employees(s *app.Service, pool *db.Pool) imports.Target {
	return imports.Target{
		Name: "hr.employees", Label: "Employees", Entity: "hr.employee", Needs: hr.ImportEmployees, DB: pool,
		Fields: employeeFields, Options: employeeOptions,
		Check: func(ctx context.Context, rows []imports.Record, o imports.Choices) ([]imports.Verdict, error) {
			return verdicts(s.CheckImport(ctx, people(rows), choices(o)))
		},
		Prepare: func(ctx context.Context, rows []imports.Record, o imports.Choices) (imports.Write, error) {
			m, err := s.ImportMoment(ctx)
			return func(ctx context.Context, tx *db.Tx) ([]imports.Verdict, error) {
				return verdicts(s.ApplyImport(ctx, tx, m, people(rows), choices(o)))
			}, err
		},
	}
}

func people(rows []imports.Record) []app.ImportRow {
	out := make([]app.ImportRow, len(rows))
	for i, r := range rows {
		out[i] = app.ImportRow{Line: i + 1, Values: r.Values}
	}
	return out
}

func choices(o imports.Choices) app.ImportOptions {
	return app.ImportOptions{CreateUnits: o.Yes("create_units"), DefaultUnit: o["unit"], RefuseUnknown: o.Yes("refuse_unknown_managers"),
		DatesDecide: o.Yes("dates_decide"), RefuseSameEmails: o.Yes("refuse_same_emails")}
}

func verdicts(found []app.ImportVerdict, err error) ([]imports.Verdict, error) {
	if err != nil {
		return nil, err
	}
	out := make([]imports.Verdict, len(found))
	for i, v := range found {
		out[i] = imports.Verdict{Action: v.Outcome, ID: v.ID.UUID, Changed: v.Changed, Faults: v.Errors, Warnings: v.Warnings}
	}
	return out, nil
}

func text(key, label string, synonyms ...string) imports.Field {
	return of("text", key, label, synonyms...)
}

func of(kind, key, label string, synonyms ...string) imports.Field {
	return imports.Field{FieldHint: imports.FieldHint{Key: key, Label: label, Kind: kind, Synonyms: synonyms}}
}

// explained adds what to know before mapping the field, and an example for the template.
func explained(f imports.Field, help, example string) imports.Field {
	f.Help, f.Example = help, example
	return f
}
