// Package store is hr's SQL: rows in, domain out.
//
// One order of locks holds for every use case, so that no two of them can wait
// for each other: the tree (who is above whom) → employees by ID → units and
// positions → rows of facts. Facts and lines change only under the row of
// their employee.
package store

import (
	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Faults says what a broken constraint means to the user.
var Faults = map[string]*fault.Error{
	"employee_number_is_unique":            hr.ErrNumberTaken,
	"employee_login_is_unique":             hr.ErrLoginTaken,
	"unit_name_is_unique_below_its_parent": hr.ErrUnitName,
	"unit_code_is_unique":                  hr.ErrUnitCode,
	"unit_is_not_its_own_parent":           hr.ErrUnitCycle,
	"unit_of_parent":                       Unknown("/parent_id", "There is no such unit."),
	"unit_of_manager":                      Unknown("/manager_id", "There is no such employee."),
	"position_of_unit":                     Unknown("/unit_id", "There is no such unit."),
	"job_fact_of_unit":                     Unknown("/unit_id", "There is no such unit."),
	"job_fact_of_position":                 Unknown("/position_id", "There is no such position."),
	"reporting_line_to_manager":            Unknown("/manager_id", "There is no such employee."),
	"reporting_line_is_to_somebody_else":   hr.ErrLineCycle,
	"employments_do_not_overlap":           hr.ErrSpellOverlap,
	"employment_is_followed_later":         hr.ErrSpellOverlap,
	"employment_ends_after_it_begins":      hr.ErrEndBeforeStart,
	"job_facts_do_not_overlap":             hr.ErrOverlap,
	"job_fact_by_employee":                 hr.ErrOverlap,
	"job_fact_has_days":                    hr.ErrEmptyPeriod,
	"reporting_lines_do_not_overlap":       hr.ErrOverlap,
	"reporting_line_by_employee":           hr.ErrOverlap,
	"reporting_line_has_days":              hr.ErrEmptyPeriod,
	"pay_facts_do_not_overlap":             hr.ErrOverlap,
	"pay_fact_by_employee":                 hr.ErrOverlap,
	"pay_fact_has_days":                    hr.ErrEmptyPeriod,
	"position_has_room_for_somebody":       fault.ErrInvalid.Field("/headcount", "invalid", "A position has room for 1 to 10,000 people."),
}

// Unknown is the refusal of a reference that leads nowhere.
func Unknown(pointer, message string) *fault.Error {
	return hr.ErrReference.Say(message).Field(pointer, "unknown", message)
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func idOf[T any](u *uuid.UUID) kernel.ID[T] {
	if u == nil {
		return kernel.ID[T]{}
	}
	return kernel.IDOf[T](*u)
}
