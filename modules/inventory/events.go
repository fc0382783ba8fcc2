package inventory

import (
	"time"

	"github.com/google/uuid"

	"longhouse/platform/kernel"
)

// ProductChanged says that a product was made or changed.
type ProductChanged struct {
	Product      ProductID `json:"product"`
	SKU          string    `json:"sku"`
	Name         string    `json:"name"`
	Kind         Kind      `json:"kind"`
	Unit         string    `json:"unit"`
	Status       Status    `json:"status"`
	CategoryPath string    `json:"category_path,omitempty"`
}

// EventType names the event.
func (ProductChanged) EventType() string { return "inventory.product_changed.v1" }

// OrderKey keeps the changes of one product in order.
func (e ProductChanged) OrderKey() string { return e.Product.String() }

// About is the record whose readers may hear of it.
func (e ProductChanged) About() kernel.Record {
	return kernel.Record{Entity: "inventory.product", ID: e.Product.UUID}
}

// DemandEvent is what all events about a demand carry: for each line that the
// event is about its whole present state, so that a listener may simply take it
// over. Events of one demand arrive in the order of their commits.
type DemandEvent struct {
	Demand    uuid.UUID         `json:"demand"` // the Key: the caller's order
	Delivery  DeliveryID        `json:"delivery"`
	Reference string            `json:"reference,omitempty"`
	Lines     []DemandLineState `json:"lines"`
	At        time.Time         `json:"at"`
}

// OrderKey keeps the events of one demand in order.
func (e DemandEvent) OrderKey() string { return e.Demand.String() }

// About is the record whose readers may hear of it.
func (e DemandEvent) About() kernel.Record {
	return kernel.Record{Entity: "inventory.delivery", ID: e.Delivery.UUID}
}

// StockReserved says what was kept for a new demand, fully, partly or not at all.
type StockReserved struct{ DemandEvent }

// EventType names the event.
func (StockReserved) EventType() string { return "inventory.stock_reserved.v1" }

// DemandBackordered says that lines wait for goods: there was too little, or a promise was lost.
type DemandBackordered struct {
	DemandEvent
	Why string `json:"why"`
}

// EventType names the event.
func (DemandBackordered) EventType() string { return "inventory.demand_backordered.v1" }

// DemandCovered says that lines which waited got goods.
type DemandCovered struct{ DemandEvent }

// EventType names the event.
func (DemandCovered) EventType() string { return "inventory.demand_covered.v1" }

// StockShipped says that goods left for a demand.
type StockShipped struct {
	DemandEvent
	Number    string      `json:"number"`     // of the delivery
	ShippedOn kernel.Date `json:"shipped_on"` // the day in the warehouse's zone
}

// EventType names the event.
func (StockShipped) EventType() string { return "inventory.stock_shipped.v1" }

// DemandCancelled says that lines were given up before they were shipped.
type DemandCancelled struct {
	DemandEvent
	Reason string `json:"reason,omitempty"`
}

// EventType names the event.
func (DemandCancelled) EventType() string { return "inventory.demand_cancelled.v1" }

// StockFell says that a product reached its reorder point.
type StockFell struct {
	Product      ProductID       `json:"product"`
	Available    kernel.Quantity `json:"available"` // on hand and incoming
	ReorderPoint kernel.Quantity `json:"reorder_point"`
}

// EventType names the event.
func (StockFell) EventType() string { return "inventory.stock_fell.v1" }

// About is the record whose readers may hear of it.
func (e StockFell) About() kernel.Record {
	return kernel.Record{Entity: "inventory.product", ID: e.Product.UUID}
}

// ReceiptPosted says that goods came in.
type ReceiptPosted struct {
	Receipt  ReceiptID   `json:"receipt"`
	Number   string      `json:"number"`
	Products []ProductID `json:"products"`
	Done     bool        `json:"done"` // nothing more is expected
}

// EventType names the event.
func (ReceiptPosted) EventType() string { return "inventory.receipt_posted.v1" }

// About is the record whose readers may hear of it.
func (e ReceiptPosted) About() kernel.Record {
	return kernel.Record{Entity: "inventory.receipt", ID: e.Receipt.UUID}
}

// Events lists what inventory tells others.
var Events = []kernel.Event{
	ProductChanged{}, StockReserved{}, DemandBackordered{}, DemandCovered{}, StockShipped{}, DemandCancelled{}, StockFell{}, ReceiptPosted{},
}

// AllocateStock is the job that serves waiting demand of a product when goods
// have become free in a warehouse.
type AllocateStock struct {
	Product   ProductID   `json:"product"`
	Warehouse WarehouseID `json:"warehouse"`
}

// JobType names the job.
func (AllocateStock) JobType() string { return "inventory.allocate_stock" }

// OrderKey runs the jobs of one product and warehouse one after the other.
func (j AllocateStock) OrderKey() string { return j.Product.String() + j.Warehouse.String() }
