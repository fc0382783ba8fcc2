package domain

import (
	"longhouse/modules/hr"
	"longhouse/platform/fault"
)

// Job is the content of a job fact: what somebody does, and where.
type Job struct {
	Unit     hr.UnitID
	Position hr.PositionID // zero: none
	Title    string
	Site     string
	Type     string // of employment
}

// EmploymentTypes are the words for how somebody is employed; none is allowed too.
var EmploymentTypes = []string{"full_time", "part_time", "contract", "temporary", "intern"}

// Check gathers what is wrong with a job, below a pointer.
func (j Job) Check(faults *fault.Collector, at string) {
	faults.Check(!j.Unit.IsZero(), at+"/unit_id", "required", "Choose a unit.")
	faults.Check(len(j.Title) <= 200, at+"/title", "too_long", "A title has at most 200 letters.")
	faults.Check(len(j.Site) <= 200, at+"/site", "too_long", "A site has at most 200 letters.")
	known := j.Type == ""
	for _, t := range EmploymentTypes {
		known = known || t == j.Type
	}
	faults.Check(known, at+"/employment_type", "unknown", "This is full_time, part_time, contract, temporary or intern.")
}
