// Package hr is the contract of the hr module: units, positions, and the
// people who work here with their dated facts. Other modules see this package
// and nothing below it.
package hr

import "longhouse/platform/kernel"

// IDs of hr's records.
type (
	EmployeeID   = kernel.ID[Employee]
	UnitID       = kernel.ID[Unit]
	PositionID   = kernel.ID[Position]
	EmploymentID = kernel.ID[Employment]
	JobID        = kernel.ID[Job]
	LineID       = kernel.ID[Line]
	PayID        = kernel.ID[Pay]
)

// Kinds of record, for their IDs; what they hold is hr's own business.
type (
	Employee   struct{}
	Unit       struct{}
	Position   struct{}
	Employment struct{}
	Job        struct{}
	Line       struct{}
	Pay        struct{}
)

// Status is how a person stands to the organisation on a day. It is computed
// from the spells of employment and that day, and stored nowhere.
type Status string

// The statuses: hired for a later day, employed, and neither any more. Between
// two spells a person has left.
const (
	Upcoming Status = "upcoming"
	Active   Status = "active"
	Left     Status = "left"
)
