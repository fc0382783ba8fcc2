// Package crm is the contract of the crm module: accounts and contacts,
// pipelines and deals, sales orders. Other modules see this package and
// nothing below it.
package crm

import (
	"github.com/google/uuid"

	"longhouse/platform/kernel"
)

// IDs of crm's records.
type (
	AccountID      = kernel.ID[Account]
	ContactID      = kernel.ID[Contact]
	AffiliationID  = kernel.ID[Affiliation]
	ContactPointID = kernel.ID[ContactPoint]
	AddressID      = kernel.ID[Address]
	PipelineID     = kernel.ID[Pipeline]
	StageID        = kernel.ID[Stage]
	LostReasonID   = kernel.ID[LostReason]
	DealID         = kernel.ID[Deal]
	OrderID        = kernel.ID[Order]
	OrderLineID    = kernel.ID[OrderLine]
	// AnyID names a record whose kind the field beside it tells.
	AnyID = kernel.ID[any]
)

// Ref is a record with its name, as screens show it. The name is missing when
// the reader may not see it.
type Ref struct {
	ID   AnyID  `json:"id"`
	Name string `json:"name,omitempty"`
}

// RefTo makes a reference; no ID makes none.
func RefTo(id *uuid.UUID, name string) Ref {
	if id == nil {
		return Ref{}
	}
	return Ref{ID: kernel.IDOf[any](*id), Name: name}
}

// Setting is how an organisation wants its documents counted.
type Setting struct {
	DocumentRounding string `json:"document_rounding" enum:"half_up,half_even" doc:"What happens to half a cent"`
	LineRounding     string `json:"line_rounding" enum:"line,document" doc:"Whether each line is rounded, or their exact sum"`
	DefaultCurrency  string `json:"default_currency" doc:"ISO 4217"`
	Version          int64  `json:"version"`
}

// The ways to round.
const (
	HalfUp   = "half_up"
	HalfEven = "half_even"
	ByLine   = "line"
	ByTotal  = "document"
)
