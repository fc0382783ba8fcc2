package hrmodule

import (
	"longhouse/modules/hr/internal/app"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/kernel"
)

// rows says whose records are whose, for whoever edits the policy: the same
// predicates by which the lists are read. Here team is the tree of people.
func rows(s *app.Service) []authz.Rows {
	return []authz.Rows{
		{
			Resource: "hr.employee", Title: "e.name", Spec: store.Employees(kernel.Date{}, ""), Today: s.Today, Circle: store.Below,
			From: "hr.employee e left join hr.job_fact j on j.employee_id = e.id and j.valid_from <= @day and (j.valid_to is null or @day < j.valid_to)",
		},
		{Resource: "hr.unit", Title: "u.name", Spec: &store.Units, From: "hr.unit u"},
		{Resource: "hr.position", Title: "p.title", Spec: &store.Positions, From: "hr.position p"},
	}
}
