package hr

import "longhouse/platform/kernel"

// The rights of hr. own is one's own record, team everybody below oneself in
// the reporting line today, dept whoever works in a unit that one manages.
const (
	ReadEmployees   kernel.Permission = "hr.employee.read"
	CreateEmployees kernel.Permission = "hr.employee.create"
	UpdateEmployees kernel.Permission = "hr.employee.update"
	EndEmployees    kernel.Permission = "hr.employee.end"
	LinkLogins      kernel.Permission = "hr.employee.link" // which login is whose: it decides what the login may reach
	ImportEmployees kernel.Permission = "hr.employee.import"
	ExportEmployees kernel.Permission = "hr.employee.export"
	ReadPersonal    kernel.Permission = "hr.employee#personal.read"
	UpdatePersonal  kernel.Permission = "hr.employee#personal.update"
	ReadSalary      kernel.Permission = "hr.employee#salary.read"
	UpdateSalary    kernel.Permission = "hr.employee#salary.update"

	ReadUnits   kernel.Permission = "hr.unit.read"
	CreateUnits kernel.Permission = "hr.unit.create"
	UpdateUnits kernel.Permission = "hr.unit.update"
	ExportUnits kernel.Permission = "hr.unit.export"

	ReadPositions   kernel.Permission = "hr.position.read"
	CreatePositions kernel.Permission = "hr.position.create"
	UpdatePositions kernel.Permission = "hr.position.update"
	ExportPositions kernel.Permission = "hr.position.export"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{
	ReadEmployees, CreateEmployees, UpdateEmployees, EndEmployees, LinkLogins, ImportEmployees, ExportEmployees,
	ReadPersonal, UpdatePersonal, ReadSalary, UpdateSalary,
	ReadUnits, CreateUnits, UpdateUnits, ExportUnits,
	ReadPositions, CreatePositions, UpdatePositions, ExportPositions,
}

// Resources describes them for the policy's editor.
var Resources = []kernel.Resource{
	{Name: "hr.employee", Label: "Employees", Scopes: kernel.OwnTeamDeptAll,
		Actions: append(kernel.Actions("read", "create", "update", "end", "import"), kernel.Action{Name: "link", Sensitive: true}, kernel.Action{Name: "export", Sensitive: true}),
		Classes: []kernel.Class{
			{Name: "personal", Fields: []string{"birth_date", "home_address", "personal_phone", "notes"}},
			{Name: "salary", Fields: []string{"pay_facts"}, Sensitive: true},
		}},
	{Name: "hr.unit", Label: "Units", Actions: kernel.Actions("read", "create", "update", "export"), Scopes: kernel.AllOnly},
	{Name: "hr.position", Label: "Positions", Actions: kernel.Actions("read", "create", "update", "export"), Scopes: kernel.AllOnly},
}
