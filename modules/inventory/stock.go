package inventory

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/kernel"
)

// Catalogue tells about products. It needs inventory.product.read. Products
// that the caller may not see, or that do not exist, are missing from the answer.
type Catalogue interface {
	// Products returns up to 1,000 products in one query.
	Products(ctx context.Context, ids []ProductID) ([]Product, error)
	// BySKUs returns products by SKU, compared without case; the keys are as given.
	BySKUs(ctx context.Context, skus []string) (map[string]Product, error)
	// Search finds products by what a person types, best names first.
	Search(ctx context.Context, q ProductQuery) ([]Product, error)
}

// Stock answers what can be promised, from the rows that reservations lock.
type Stock interface {
	// Available returns one row for each product asked, at most 200, in that
	// order. It needs inventory.stock.read.
	Available(ctx context.Context, q AvailabilityQuery) ([]Availability, error)
}

// AvailabilityQuery asks about products in one warehouse.
type AvailabilityQuery struct {
	Products  []ProductID
	Warehouse WarehouseID // zero: the one that serves demands which name none
}

// Availability is what a warehouse has of a product, in the product's base unit.
type Availability struct {
	Product   ProductID       `json:"product_id"`
	Warehouse WarehouseID     `json:"warehouse_id"`
	OnHand    kernel.Quantity `json:"on_hand" doc:"Physically there"`
	Held      kernel.Quantity `json:"held" doc:"There, but not to be sold: at the dock, in quarantine"`
	Promised  kernel.Quantity `json:"promised" doc:"Kept for demands"`
	Free      kernel.Quantity `json:"free" doc:"on_hand - held - promised"`
	Incoming  kernel.Quantity `json:"incoming" doc:"Still expected from suppliers"`
}

// Fulfilment keeps stock for a demand and makes the delivery that ships it.
// Lines carry the caller's own IDs, a reference and a ship-to to print, and an
// opaque party: inventory interprets none of them.
type Fulfilment interface {
	// Reserve acts once for a Key, for ever; calls after the first answer the
	// present state. AllOrNone fails with ErrShort and then keeps nothing;
	// Partial keeps what there is, and the rest waits for goods. It needs
	// inventory.stock.reserve.
	Reserve(ctx context.Context, d Demand) (DemandState, error)
	// Release gives up what is not shipped yet: all lines, or those named. What
	// was released before stays so; an unknown Key is nothing to release. It
	// needs inventory.stock.reserve.
	Release(ctx context.Context, r Release) error
	// State tells how far lines are; unknown ones are missing. It needs inventory.stock.read.
	State(ctx context.Context, lines []DemandLineID) ([]DemandLineState, error)
}

// Mode says what happens when there is too little.
type Mode string

// The modes of Reserve.
const (
	AllOrNone Mode = "all_or_none"
	Partial   Mode = "partial"
)

// Demand asks for goods for one order.
type Demand struct {
	Key       uuid.UUID // the order's own ID: the demand's identity for ever
	Mode      Mode      // all or none unless said otherwise
	Reference string    // the order's number, to print
	Party     uuid.UUID // whose it is; opaque
	PartyName string    // to print
	ShipTo    Address
	ShipOn    kernel.Date // planned; zero: as soon as possible
	Priority  int32       // higher goes first when goods are short
	Warehouse WarehouseID // zero: the default one
	Lines     []DemandLine
}

// Address is where goods go, as it is printed.
type Address struct {
	Name     string `json:"name,omitempty"`
	Lines    string `json:"lines,omitempty"`
	City     string `json:"city,omitempty"`
	Region   string `json:"region,omitempty"`
	Postcode string `json:"postcode,omitempty"`
	Country  string `json:"country,omitempty"`
}

// DemandLine asks for a quantity of one stocked product.
type DemandLine struct {
	ID       DemandLineID
	Product  ProductID
	Quantity kernel.Quantity
	Unit     string // a unit or packaging of the product; empty: its base unit
}

// Release ends a demand or some of its lines.
type Release struct {
	Key    uuid.UUID
	Lines  []DemandLineID // empty: all
	Reason string
}

// DemandState is how far a demand is.
type DemandState struct {
	Key      uuid.UUID
	Delivery DeliveryID
	Number   string // of the delivery
	Lines    []DemandLineState
}

// DemandLineState is how far a line is, in the line's own unit. Quantity is
// the sum of Reserved, Shipped, Cancelled and Short.
type DemandLineState struct {
	Line      DemandLineID    `json:"line"`
	Product   ProductID       `json:"product"`
	Quantity  kernel.Quantity `json:"quantity"`
	Reserved  kernel.Quantity `json:"reserved"`
	Shipped   kernel.Quantity `json:"shipped"`
	Cancelled kernel.Quantity `json:"cancelled"`
	Short     kernel.Quantity `json:"short"`         // waits for goods
	Why       string          `json:"why,omitempty"` // why it waits: a code, as no_stock
}

// Open is what is neither shipped nor cancelled.
func (s DemandLineState) Open() kernel.Quantity { return s.Reserved.Add(s.Short) }
