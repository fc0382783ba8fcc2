package hr

import "longhouse/platform/kernel"

// EmployeeHired says that a spell of employment was opened, the first one or another.
type EmployeeHired struct {
	Employee EmployeeID             `json:"employee"`
	Number   string                 `json:"number"`
	Name     string                 `json:"name"`
	HiredOn  kernel.Date            `json:"hired_on"`
	Unit     UnitID                 `json:"unit,omitzero"`
	Manager  EmployeeID             `json:"manager,omitzero"`
	Login    kernel.ID[kernel.User] `json:"login,omitzero"`
	Again    bool                   `json:"again,omitempty"` // a rehire
}

// EventType names the event.
func (EmployeeHired) EventType() string { return "hr.employee_hired.v1" }

// OrderKey keeps what happens to one person in order.
func (e EmployeeHired) OrderKey() string { return e.Employee.String() }

// About is the record whose readers may hear of it.
func (e EmployeeHired) About() kernel.Record {
	return kernel.Record{Entity: "hr.employee", ID: e.Employee.UUID}
}

// EmploymentChanged says that dated facts of a topic changed, from a day on,
// which may lie ahead or behind.
type EmploymentChanged struct {
	Employee EmployeeID  `json:"employee"`
	Topic    string      `json:"topic"` // person, job, login
	From     kernel.Date `json:"from,omitzero"`
}

// EventType names the event.
func (EmploymentChanged) EventType() string { return "hr.employment_changed.v1" }

// OrderKey keeps what happens to one person in order.
func (e EmploymentChanged) OrderKey() string { return e.Employee.String() }

// About is the record whose readers may hear of it.
func (e EmploymentChanged) About() kernel.Record {
	return kernel.Record{Entity: "hr.employee", ID: e.Employee.UUID}
}

// EmployeeLeft says that the last day of an employment is reached. For a day
// ahead it comes when that day has passed, and once.
type EmployeeLeft struct {
	Employee     EmployeeID             `json:"employee"`
	Employment   EmploymentID           `json:"employment"`
	Name         string                 `json:"name"`
	Login        kernel.ID[kernel.User] `json:"login,omitzero"`
	Manager      EmployeeID             `json:"manager,omitzero"`       // who the leaver reported to
	ManagerLogin kernel.ID[kernel.User] `json:"manager_login,omitzero"` // of the nearest manager up the line who has one
	LastDay      kernel.Date            `json:"last_day"`
}

// EventType names the event.
func (EmployeeLeft) EventType() string { return "hr.employee_left.v1" }

// OrderKey keeps what happens to one person in order.
func (e EmployeeLeft) OrderKey() string { return e.Employee.String() }

// About is the record whose readers may hear of it.
func (e EmployeeLeft) About() kernel.Record {
	return kernel.Record{Entity: "hr.employee", ID: e.Employee.UUID}
}

// ReportingLineChanged says that somebody reports to somebody else from a day
// on; without a manager, to nobody.
type ReportingLineChanged struct {
	Employee EmployeeID  `json:"employee"`
	Manager  EmployeeID  `json:"manager,omitzero"`
	From     kernel.Date `json:"from"`
}

// EventType names the event.
func (ReportingLineChanged) EventType() string { return "hr.reporting_line_changed.v1" }

// OrderKey keeps what happens to one person in order.
func (e ReportingLineChanged) OrderKey() string { return e.Employee.String() }

// About is the record whose readers may hear of it.
func (e ReportingLineChanged) About() kernel.Record {
	return kernel.Record{Entity: "hr.employee", ID: e.Employee.UUID}
}

// Events lists what hr tells others.
var Events = []kernel.Event{EmployeeHired{}, EmploymentChanged{}, EmployeeLeft{}, ReportingLineChanged{}}
