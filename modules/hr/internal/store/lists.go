package store

import (
	"context"
	"encoding/json"
	"maps"
	"regexp"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Employees is the truth about the list of employees as of a day. It sorts by
// columns of two tables, so the tie is the ID in the table that is sorted by:
// a row comparison over both could not start in the middle of an index.
//
// team is the tree of people: Circle puts everybody below the caller where
// other modules have teams.
func Employees(day kernel.Date, sort string) *page.Spec {
	on := "date '" + day.String() + "'" // our own word: kernel writes digits and dashes
	tie := "e.id"
	if first, _, _ := strings.Cut(strings.TrimPrefix(sort, "-"), ","); first == "hired_on" {
		tie = "s.employee_id"
	}
	return &page.Spec{
		Columns: map[string]page.Column{
			"number":      {Expr: "e.number", Cast: "text", Ops: page.OneOf, Sort: true},
			"name":        {Expr: "e.name_key", Cast: "text", Ops: page.Prefix, Sort: true},
			"email":       {Expr: "e.email_key", Cast: "text", Ops: page.Prefix},
			"unit_id":     {Expr: "j.unit_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Label: "select x.name from hr.unit x where x.id = @id", Tree: &page.Tree{Table: "hr.unit", Parent: "parent_id", Of: "j.unit_id"}},
			"position_id": {Expr: "j.position_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Label: "select x.title from hr.position x where x.id = @id"},
			"manager_id":  {Expr: "l.manager_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Label: "select x.name from hr.employee x where x.id = @id"},
			"login_id":    {Expr: "e.login_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
			"hired_on":    {Expr: "s.hired_on", Cast: "date", Ops: page.Range, Sort: true},
			"last_day":    {Expr: "s.last_day", Cast: "date", Ops: page.Range | page.Empty},
			"upcoming":    {Expr: on + " < s.hired_on", Cast: "boolean", Ops: page.Flag},
			"active":      {Expr: "s.hired_on <= " + on + " and (s.last_day is null or " + on + " <= s.last_day)", Cast: "boolean", Ops: page.Flag},
			"left":        {Expr: "s.hired_on <= " + on + " and s.last_day < " + on, Cast: "boolean", Ops: page.Flag},
			"status": {Expr: "case when " + on + " < s.hired_on then 'upcoming' when s.last_day is null or " + on + " <= s.last_day then 'active' else 'left' end",
				Cast: "text", Ops: page.OneOf},
		},
		Own: "e.login_id", Team: "e.id", Dept: "j.unit_id",
		Tie: tie, Default: "name", Search: "hr.employee_search", SearchPrefix: "e.name_key", SearchNear: "hr.employee_near",
		Custom: "e.custom", CustomFinds: "hr.employee_custom",
	}
}

// CompileEmployees checks a request.
func CompileEmployees(r page.Request, scope page.Scope, day kernel.Date) (*page.Query, error) {
	return Employees(day, r.Sort).Compile(byFlags(r), scope)
}

// SumEmployees counts the employees that a request matches, as of a day.
func SumEmployees(ctx context.Context, tx *db.Tx, r page.Request, scope page.Scope, day kernel.Date) (page.Summary, error) {
	on := "date '" + day.String() + "'" // our own word, as in Employees
	from := strings.ReplaceAll("hr.employee e"+
		" join hr.employment s on s.employee_id = e.id and (s.spell = 1 or s.hired_on <= @day) and (s.next_hired_on is null or @day < s.next_hired_on)"+
		" left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to)"+
		" left join hr.reporting_line l on l.employee_id = e.id and l.kind = 'line' and l.valid_from <= @day and (l.valid_to is null or @day < l.valid_to)", "@day", on)
	return page.Records{Spec: Employees(day, ""), From: from}.Summarise(ctx, tx, byFlags(r), scope)
}

// byFlags asks for statuses by their flags: of those PostgreSQL knows how many
// rows match, of a case expression it believes that one in two hundred does,
// and would sort everybody to find fifty.
func byFlags(r page.Request) page.Request {
	if given := r.Filter["status"]; len(given) == 1 && statuses.MatchString(given[0]) {
		flags := "{\"field\":\"" + strings.ReplaceAll(given[0], ",", "\",\"op\":\"is\",\"value\":true},{\"field\":\"") + "\",\"op\":\"is\",\"value\":true}"
		tree := json.RawMessage("{\"or\":[" + flags + "]}")
		if len(r.Tree) > 0 {
			tree = json.RawMessage("{\"and\":[" + string(tree) + "," + string(r.Tree) + "]}")
		}
		r.Filter, r.Tree = maps.Clone(r.Filter), tree
		delete(r.Filter, "status")
	}
	return r
}

var statuses = regexp.MustCompile(`^(upcoming|active|left)(,(upcoming|active|left))*$`)

// Units is the truth about the list of units.
var Units = page.Spec{
	Columns: map[string]page.Column{
		"name":       {Expr: "u.name_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"code":       {Expr: "u.code", Cast: "text", Ops: page.OneOf},
		"parent_id":  {Expr: "u.parent_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Tree: &page.Tree{Table: "hr.unit", Parent: "parent_id", Of: "u.id"}},
		"manager_id": {Expr: "u.manager_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"archived":   {Expr: "u.archived_at is not null", Cast: "boolean", Ops: page.Flag},
	},
	Tie: "u.id", Default: "name", SearchPrefix: "u.name_key",
}

// Positions is the truth about the list of positions.
var Positions = page.Spec{
	Columns: map[string]page.Column{
		"title":   {Expr: "p.title_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"unit_id": {Expr: "p.unit_id", Cast: "uuid", Ops: page.OneOf},
		"status":  {Expr: "p.status", Cast: "text", Ops: page.OneOf},
	},
	Tie: "p.id", Default: "title", SearchPrefix: "p.title_key",
}

// Circle puts the people below the caller into a scope, where other modules
// have teams: here team is the tree of people, on a day.
func Circle(ctx context.Context, tx *db.Tx, scope page.Scope, day kernel.Date) (page.Scope, error) {
	scope.Teams = nil
	if scope.Me == uuid.Nil {
		return scope, nil
	}
	ids, err := Below(ctx, tx, scope.Me, day)
	scope.Teams = ids
	return scope, err
}

// Below is everybody below the employee of a login, on a day.
func Below(ctx context.Context, tx *db.Tx, login uuid.UUID, day kernel.Date) ([]uuid.UUID, error) {
	return sqlcgen.New(tx).Below(ctx, sqlcgen.BelowParams{Login: login, Day: day})
}

// EmployeeRow is an employee as of a day. What a class covers is empty unless
// the row was read by itself.
type EmployeeRow struct {
	sqlcgen.ListEmployeesRow
	Notes, HomeAddress, PersonalPhone string
	BirthDate                         kernel.Date
	Relation                          page.Relation
}

// Key places the row in its list.
func (r EmployeeRow) Key() (string, uuid.UUID) { return r.PageKey, r.ID }

// Unit is the unit on the day, Position and Manager likewise; zero for none.
func (r EmployeeRow) Unit() (hr.UnitID, string) { return idOf[hr.Unit](r.UnitID), text(r.UnitName) }

// Position is the position on the day.
func (r EmployeeRow) Position() (hr.PositionID, string) {
	return idOf[hr.Position](r.PositionID), text(r.PositionTitle)
}

// Manager is the manager on the day.
func (r EmployeeRow) Manager() (hr.EmployeeID, string) {
	return idOf[hr.Employee](r.ManagerID), text(r.ManagerName)
}

// Login is the login, if there is one.
func (r EmployeeRow) Login() kernel.ID[kernel.User] { return idOf[kernel.User](r.LoginID) }

// Job is what the person does on the day: title, site, type of employment.
func (r EmployeeRow) Job() (title, site, kind string) {
	return text(r.Title), text(r.Site), text(r.EmploymentType)
}

// ListEmployees reads a page, as of a day, and the total if it is wanted.
func ListEmployees(ctx context.Context, tx page.DBTX, q *page.Query, day kernel.Date) ([]EmployeeRow, *page.Total, error) {
	rows, err := sqlcgen.New(q.On(tx)).ListEmployees(ctx, sqlcgen.ListEmployeesParams{Day: day, Max: q.Max()})
	if err != nil {
		return nil, nil, err
	}
	out := make([]EmployeeRow, len(rows))
	for i, r := range rows {
		out[i] = EmployeeRow{ListEmployeesRow: r}
	}
	total, err := count(q, func() (int64, error) { return sqlcgen.New(q.On(tx)).CountEmployees(ctx, day) })
	return out, total, err
}

func count(q *page.Query, read func() (int64, error)) (*page.Total, error) {
	if !q.WantsCount() {
		return nil, nil
	}
	n, err := read()
	if err != nil {
		return nil, err
	}
	return page.NewTotal(n), nil
}

// GetEmployee reads one employee as of a day with all fields, and how the
// caller stands to the record. Outside the scope there is none.
func GetEmployee(ctx context.Context, tx *db.Tx, scope page.Scope, id hr.EmployeeID, day kernel.Date) (EmployeeRow, error) {
	r, err := sqlcgen.New(Employees(day, "").One(scope).On(tx)).GetEmployee(ctx, sqlcgen.GetEmployeeParams{Day: day, ID: id.UUID})
	return EmployeeRow{
		ListEmployeesRow: sqlcgen.ListEmployeesRow{
			ID: r.ID, Number: r.Number, Name: r.Name, LegalName: r.LegalName, PreferredName: r.PreferredName, Email: r.Email, Phone: r.Phone,
			LoginID: r.LoginID, Version: r.Version, Custom: r.Custom, HiredOn: r.HiredOn, LastDay: r.LastDay, SeniorityFrom: r.SeniorityFrom,
			UnitID: r.UnitID, UnitName: r.UnitName, PositionID: r.PositionID, PositionTitle: r.PositionTitle,
			Title: r.Title, Site: r.Site, EmploymentType: r.EmploymentType, ManagerID: r.ManagerID, ManagerName: r.ManagerName,
		},
		Notes: r.Notes, BirthDate: r.BirthDate, HomeAddress: r.HomeAddress, PersonalPhone: r.PersonalPhone,
		Relation: page.ParseRelation(r.Relation),
	}, err
}
