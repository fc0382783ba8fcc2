package app

import (
	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/kernel"
)

// Ref is a record with its name, as screens show it.
type Ref struct {
	ID   kernel.ID[any] `json:"id"`
	Name string         `json:"name"`
}

// PositionRef is a position with its title.
type PositionRef struct {
	ID    hr.PositionID `json:"id"`
	Title string        `json:"title"`
}

func ref[T any](id kernel.ID[T], name string) Ref { return Ref{kernel.IDOf[any](id.UUID), name} }

// Employee is a person as of a day, as lists show them. On a day without
// employment unit, position, title and manager are missing: never the nearest.
type Employee struct {
	ID             hr.EmployeeID          `json:"id"`
	Number         string                 `json:"number"`
	Name           string                 `json:"name" doc:"The preferred name, else the legal one"`
	LegalName      string                 `json:"legal_name"`
	PreferredName  string                 `json:"preferred_name,omitempty"`
	Email          string                 `json:"email,omitempty"`
	Phone          string                 `json:"phone,omitempty"`
	Title          string                 `json:"title,omitempty"`
	Unit           Ref                    `json:"unit,omitzero"`
	Position       PositionRef            `json:"position,omitzero"`
	Manager        Ref                    `json:"manager,omitzero"`
	Site           string                 `json:"site,omitempty"`
	EmploymentType string                 `json:"employment_type,omitempty" enum:"full_time,part_time,contract,temporary,intern"`
	HiredOn        kernel.Date            `json:"hired_on" doc:"First day of the employment to show: the one on that day, else the last before it, else the first"`
	LastDay        kernel.Date            `json:"last_day,omitzero" doc:"Last day of that employment; missing while it is open"`
	Status         hr.Status              `json:"status" enum:"upcoming,active,left"`
	LoginID        kernel.ID[kernel.User] `json:"login_id,omitzero"`
	Version        int64                  `json:"version"`
	Custom         kernel.Custom          `json:"custom,omitempty" doc:"Custom fields that have a value, by their keys"`
}

// EmployeeRecord is one person with all that the caller may read of them.
type EmployeeRecord struct {
	Employee
	AsOf          kernel.Date `json:"as_of"`
	SeniorityFrom kernel.Date `json:"seniority_from" doc:"The day from which service counts"`
	BirthDate     kernel.Date `json:"birth_date,omitzero" class:"personal"`
	HomeAddress   string      `json:"home_address,omitempty" class:"personal"`
	PersonalPhone string      `json:"personal_phone,omitempty" class:"personal"`
	Notes         string      `json:"notes,omitempty" class:"personal"`
	Hidden        []string    `json:"_hidden,omitempty" doc:"Classes of fields that you may not read, and which are therefore missing"`
}

func employeeView(r store.EmployeeRow, day kernel.Date) Employee {
	e := Employee{ID: kernel.IDOf[hr.Employee](r.ID), Number: r.Number, Name: r.Name, LegalName: r.LegalName, PreferredName: r.PreferredName,
		Email: r.Email, Phone: r.Phone, HiredOn: r.HiredOn, LastDay: r.LastDay, Status: store.StatusOn(day, r.HiredOn, r.LastDay),
		LoginID: r.Login(), Version: r.Version, Custom: r.Custom}
	e.Title, e.Site, e.EmploymentType = r.Job()
	if id, name := r.Unit(); !id.IsZero() {
		e.Unit = ref(id, name)
	}
	if id, title := r.Position(); !id.IsZero() {
		e.Position = PositionRef{id, title}
	}
	if id, name := r.Manager(); !id.IsZero() {
		e.Manager = ref(id, name)
	}
	return e
}

// recordView is the one place where fields of a class are let through. Pay is
// never part of a record: it has an address of its own.
func recordView(r store.EmployeeRow, day kernel.Date, personal, salary bool) EmployeeRecord {
	v := EmployeeRecord{Employee: employeeView(r, day), AsOf: day, SeniorityFrom: r.SeniorityFrom}
	if personal {
		v.BirthDate, v.HomeAddress, v.PersonalPhone, v.Notes = r.BirthDate, r.HomeAddress, r.PersonalPhone, r.Notes
	} else {
		v.Hidden = append(v.Hidden, "personal")
	}
	if !salary {
		v.Hidden = append(v.Hidden, "salary")
	}
	return v
}

// JobPeriod is what somebody does from a day to another, both included.
type JobPeriod struct {
	ID             hr.JobID    `json:"id"`
	ValidFrom      kernel.Date `json:"valid_from"`
	ValidTo        kernel.Date `json:"valid_to,omitzero" doc:"The last day; missing while it is open"`
	State          string      `json:"state" enum:"past,current,upcoming"`
	Unit           Ref         `json:"unit"`
	Position       PositionRef `json:"position,omitzero"`
	Title          string      `json:"title,omitempty"`
	Site           string      `json:"site,omitempty"`
	EmploymentType string      `json:"employment_type,omitempty" enum:"full_time,part_time,contract,temporary,intern"`
}

// ManagerPeriod is whom somebody reports to from a day to another, both included.
type ManagerPeriod struct {
	ID        hr.LineID   `json:"id"`
	ValidFrom kernel.Date `json:"valid_from"`
	ValidTo   kernel.Date `json:"valid_to,omitzero" doc:"The last day; missing while it is open"`
	State     string      `json:"state" enum:"past,current,upcoming"`
	Manager   Ref         `json:"manager,omitzero" doc:"Missing: nobody"`
}

// PayPeriod is what somebody is paid from a day to another, both included.
type PayPeriod struct {
	ID        hr.PayID        `json:"id"`
	ValidFrom kernel.Date     `json:"valid_from"`
	ValidTo   kernel.Date     `json:"valid_to,omitzero" doc:"The last day; missing while it is open"`
	State     string          `json:"state" enum:"past,current,upcoming"`
	Basis     string          `json:"basis" enum:"hour,month,year" doc:"What the amount is paid for"`
	Amount    kernel.Decimal  `json:"amount" doc:"Decimal number as text" example:"4200.00"`
	Currency  kernel.Currency `json:"currency" doc:"ISO 4217 code" example:"EUR"`
}

// PayFacts are all that somebody was, is and will be paid, newest first.
type PayFacts struct {
	Items    []PayPeriod `json:"items"`
	Editable bool        `json:"editable" doc:"Whether you may change it; one's own often not"`
	Version  int64       `json:"version" doc:"Of the pay alone: the employee's version does not tell when it changes"`
}

// Spell is an employment of a person.
type Spell struct {
	ID            hr.EmploymentID `json:"id"`
	Number        int32           `json:"number"`
	HiredOn       kernel.Date     `json:"hired_on"`
	LastDay       kernel.Date     `json:"last_day,omitzero"`
	EndReason     string          `json:"end_reason,omitempty"`
	SeniorityFrom kernel.Date     `json:"seniority_from"`
	Announced     bool            `json:"announced" doc:"Others were told that the person left: sign-in is closed"`
}

// Items is a short list that needs no pages.
type Items[T any] struct {
	Items []T `json:"items"`
}

// lastDay turns the exclusive end of a period into the last day that people read.
func lastDay(to kernel.Date) kernel.Date {
	if to.IsZero() {
		return to
	}
	return to.AddDays(-1)
}

func state(from, to, today kernel.Date) string {
	p := domain.Period[bool]{From: from, To: to}
	switch {
	case p.Holds(today):
		return "current"
	case today.Before(from):
		return "upcoming"
	}
	return "past"
}
