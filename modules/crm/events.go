package crm

import (
	"longhouse/modules/inventory"
	"longhouse/platform/kernel"
)

// OrderConfirmed says that an order became binding. Lines are the stocked ones.
type OrderConfirmed struct {
	Order     OrderID           `json:"order"`
	Number    string            `json:"number"`
	Account   AccountID         `json:"account"`
	PartyName string            `json:"party_name"`
	ShipTo    inventory.Address `json:"ship_to"`
	ShipOn    kernel.Date       `json:"ship_on,omitzero"`
	Lines     []DemandedLine    `json:"lines"`
}

// DemandedLine is what a line asks of the warehouse.
type DemandedLine struct {
	Line     OrderLineID         `json:"line"`
	Product  inventory.ProductID `json:"product"`
	Quantity kernel.Quantity     `json:"quantity"`
	Unit     string              `json:"unit,omitempty"`
}

// EventType names the event.
func (OrderConfirmed) EventType() string { return "crm.order_confirmed.v1" }

// OrderKey keeps what happens to one order in order.
func (e OrderConfirmed) OrderKey() string { return e.Order.String() }

// About is the record whose readers may hear of it.
func (e OrderConfirmed) About() kernel.Record {
	return kernel.Record{Entity: "crm.order", ID: e.Order.UUID}
}

// OrderCancelled says that an order, or what was left of it, was given up.
type OrderCancelled struct {
	Order  OrderID `json:"order"`
	Number string  `json:"number"`
	Reason string  `json:"reason,omitempty"`
}

// EventType names the event.
func (OrderCancelled) EventType() string { return "crm.order_cancelled.v1" }

// OrderKey keeps what happens to one order in order.
func (e OrderCancelled) OrderKey() string { return e.Order.String() }

// About is the record whose readers may hear of it.
func (e OrderCancelled) About() kernel.Record {
	return kernel.Record{Entity: "crm.order", ID: e.Order.UUID}
}

// DealStageChanged says that a deal moved.
type DealStageChanged struct {
	Deal   DealID       `json:"deal"`
	From   StageID      `json:"from"`
	To     StageID      `json:"to"`
	Status string       `json:"status"`
	Amount kernel.Money `json:"amount"`
}

// EventType names the event.
func (DealStageChanged) EventType() string { return "crm.deal_stage_changed.v1" }

// OrderKey keeps the moves of one deal in order.
func (e DealStageChanged) OrderKey() string { return e.Deal.String() }

// About is the record whose readers may hear of it.
func (e DealStageChanged) About() kernel.Record {
	return kernel.Record{Entity: "crm.deal", ID: e.Deal.UUID}
}

// DealWon says that a deal was won.
type DealWon struct {
	Deal    DealID       `json:"deal"`
	Account AccountID    `json:"account,omitzero"`
	Amount  kernel.Money `json:"amount"`
}

// EventType names the event.
func (DealWon) EventType() string { return "crm.deal_won.v1" }

// OrderKey keeps the moves of one deal in order.
func (e DealWon) OrderKey() string { return e.Deal.String() }

// About is the record whose readers may hear of it.
func (e DealWon) About() kernel.Record { return kernel.Record{Entity: "crm.deal", ID: e.Deal.UUID} }

// DealLost says that a deal was lost, and why.
type DealLost struct {
	Deal   DealID       `json:"deal"`
	Amount kernel.Money `json:"amount"`
	Reason LostReasonID `json:"reason,omitzero"`
	Note   string       `json:"note,omitempty"`
}

// EventType names the event.
func (DealLost) EventType() string { return "crm.deal_lost.v1" }

// OrderKey keeps the moves of one deal in order.
func (e DealLost) OrderKey() string { return e.Deal.String() }

// About is the record whose readers may hear of it.
func (e DealLost) About() kernel.Record { return kernel.Record{Entity: "crm.deal", ID: e.Deal.UUID} }

// DealReopened says that a decided deal is open again.
type DealReopened struct {
	Deal DealID `json:"deal"`
}

// EventType names the event.
func (DealReopened) EventType() string { return "crm.deal_reopened.v1" }

// OrderKey keeps the moves of one deal in order.
func (e DealReopened) OrderKey() string { return e.Deal.String() }

// About is the record whose readers may hear of it.
func (e DealReopened) About() kernel.Record {
	return kernel.Record{Entity: "crm.deal", ID: e.Deal.UUID}
}

// Events lists what crm tells others.
var Events = []kernel.Event{OrderConfirmed{}, OrderCancelled{}, DealStageChanged{}, DealWon{}, DealLost{}, DealReopened{}}
