package crm

import (
	"time"

	"longhouse/platform/kernel"
)

// States of orders.
const (
	Draft              = "draft"
	Confirmed          = "confirmed"
	PartiallyFulfilled = "partially_fulfilled"
	Fulfilled          = "fulfilled"
	OnHold             = "on_hold"
	Cancelled          = "cancelled"
)

// Order is what a customer ordered.
type Order struct {
	ID              OrderID        `json:"id"`
	Number          string         `json:"number" doc:"Taken on confirmation; imported orders keep theirs"`
	Account         Ref            `json:"account"`
	Contact         Ref            `json:"contact,omitzero"`
	Salesperson     Ref            `json:"salesperson,omitzero" doc:"An employee"`
	Owner           Ref            `json:"owner,omitzero" doc:"A login"`
	Status          string         `json:"status" enum:"draft,confirmed,partially_fulfilled,fulfilled,on_hold,cancelled"`
	Reference       string         `json:"reference,omitempty" doc:"The customer's own number"`
	Currency        string         `json:"currency"`
	OrderedOn       kernel.Date    `json:"ordered_on"`
	RequiredOn      kernel.Date    `json:"required_on,omitzero"`
	ShippedOn       kernel.Date    `json:"shipped_on,omitzero" doc:"The last shipment"`
	Late            bool           `json:"late" doc:"Shipped after the required day"`
	Overdue         bool           `json:"overdue" doc:"Open after the required day"`
	Short           bool           `json:"short" doc:"Open, with lines that wait for goods"`
	ShipTo          ShipTo         `json:"ship_to"`
	Freight         kernel.Decimal `json:"freight"`
	DiscountPercent kernel.Decimal `json:"discount_percent"`
	Lines           []OrderLine    `json:"lines,omitempty" doc:"Only on the single record"`
	Goods           kernel.Decimal `json:"goods" doc:"Lines after their own discount"`
	Discount        kernel.Decimal `json:"discount" doc:"The order's discount"`
	Untaxed         kernel.Decimal `json:"untaxed" doc:"goods - discount"`
	Total           kernel.Decimal `json:"total" doc:"untaxed + freight"`
	Historical      bool           `json:"historical,omitempty" doc:"Was shipped before it was imported: touches no stock"`
	HoldReason      string         `json:"hold_reason,omitempty"`
	CancelReason    string         `json:"cancel_reason,omitempty"`
	ConfirmedAt     *time.Time     `json:"confirmed_at,omitempty"`
	CreatedAt       time.Time      `json:"created_at"`
	UpdatedAt       time.Time      `json:"updated_at"`
	Version         int64          `json:"version"`
	Custom          kernel.Custom  `json:"custom,omitempty" doc:"Custom fields that have a value, by their keys"`
}

// ShipTo is where the goods go, as it is printed.
type ShipTo struct {
	Name     string `json:"name" required:"false"`
	Lines    string `json:"lines" required:"false"`
	City     string `json:"city" required:"false"`
	Region   string `json:"region" required:"false"`
	Postcode string `json:"postcode" required:"false"`
	Country  string `json:"country" required:"false"`
}

// ProductRef is a product on a line, as it was called when the line was written.
type ProductRef struct {
	ID   AnyID  `json:"id"`
	SKU  string `json:"sku"`
	Name string `json:"name"`
}

// OrderLine is a line of an order.
type OrderLine struct {
	ID              OrderLineID     `json:"id"`
	Product         ProductRef      `json:"product,omitzero" doc:"Missing on lines of free text"`
	Description     string          `json:"description"`
	Quantity        kernel.Quantity `json:"quantity"`
	Unit            string          `json:"unit,omitempty"`
	UnitPrice       kernel.Decimal  `json:"unit_price"`
	DiscountPercent kernel.Decimal  `json:"discount_percent"`
	Net             kernel.Decimal  `json:"net" doc:"After the line's discount"`
	Amount          kernel.Decimal  `json:"amount" doc:"After its share of the order's discount"`
	Stocked         bool            `json:"stocked"`
	Reserved        kernel.Quantity `json:"reserved"`
	Shipped         kernel.Quantity `json:"shipped"`
	Cancelled       kernel.Quantity `json:"cancelled"`
	Short           kernel.Quantity `json:"short" doc:"Waits for goods"`
	Why             string          `json:"why,omitempty" doc:"Why it waits, in inventory's words"`
}

// LineAvailability is what inventory can promise of a line's product.
type LineAvailability struct {
	Line      OrderLineID     `json:"line"`
	Product   ProductRef      `json:"product"`
	Known     bool            `json:"known" doc:"False when inventory did not answer, or you may not see stock"`
	OnHand    kernel.Quantity `json:"on_hand"`
	Free      kernel.Quantity `json:"free"`
	Incoming  kernel.Quantity `json:"incoming"`
	Enough    bool            `json:"enough" doc:"Free covers what the line still needs"`
	StillOpen kernel.Quantity `json:"open"`
}

// SalesReport is sales, grouped.
type SalesReport struct {
	Rounding string       `json:"rounding" doc:"lines: shown line amounts added up; exact: exact sums, rounded once"`
	GroupBy  string       `json:"group_by"`
	Currency string       `json:"currency" doc:"Orders in other currencies are not in it"`
	Other    int64        `json:"other_currencies" doc:"Orders in other currencies, which are left out"`
	Groups   []SalesGroup `json:"groups" doc:"Largest net first; years and months in their order"`
	Total    SalesTotal   `json:"total"`
}

// SalesFigures are what sales add up to.
type SalesFigures struct {
	Orders          int64          `json:"orders"`
	Lines           int64          `json:"lines"`
	DiscountedLines int64          `json:"discounted_lines"`
	Quantity        kernel.Decimal `json:"quantity"`
	Gross           kernel.Decimal `json:"gross" doc:"Before any discount"`
	Discount        kernel.Decimal `json:"discount" doc:"gross - net"`
	Net             kernel.Decimal `json:"net"`
	Freight         kernel.Decimal `json:"freight" doc:"Zero where one order falls into several groups"`
}

// SalesGroup is one line of a report.
type SalesGroup struct {
	Key   string `json:"key"`
	ID    *AnyID `json:"id,omitempty"`
	Label string `json:"label"`
	SalesFigures
}

// SalesTotal is the report's last line.
type SalesTotal struct {
	SalesFigures
	Average kernel.Decimal `json:"average" doc:"Net of an order"`
	Largest *LargestOrder  `json:"largest,omitempty"`
}

// LargestOrder is the order with the highest net.
type LargestOrder struct {
	ID     OrderID        `json:"id"`
	Number string         `json:"number"`
	Net    kernel.Decimal `json:"net"`
}

// OrdersReport tells how orders stand.
type OrdersReport struct {
	Orders        int64            `json:"orders" doc:"Binding ones: neither draft nor cancelled"`
	Open          int64            `json:"open" doc:"Not shipped completely"`
	Late          int64            `json:"late" doc:"Shipped after the required day"`
	Overdue       int64            `json:"overdue" doc:"Open after the required day"`
	Short         int64            `json:"short" doc:"With lines that wait for goods"`
	ByStatus      map[string]int64 `json:"by_status"`
	WithoutOrders []AccountWithout `json:"without_orders" doc:"Accounts that never ordered, at most 200"`
}

// AccountWithout is an account that never ordered.
type AccountWithout struct {
	ID   AccountID `json:"id"`
	Code string    `json:"code"`
	Name string    `json:"name"`
}
