// Package inventory is the contract of the inventory module: products,
// suppliers, places, stock, receipts and deliveries. Other modules see this
// package and nothing below it.
package inventory

import "longhouse/platform/kernel"

// IDs of inventory's records.
type (
	ProductID   = kernel.ID[Product]
	CategoryID  = kernel.ID[Category]
	SupplierID  = kernel.ID[Supplier]
	UnitID      = kernel.ID[Unit]
	WarehouseID = kernel.ID[Warehouse]
	LocationID  = kernel.ID[Location]
	MovementID  = kernel.ID[Movement]
	ReceiptID   = kernel.ID[Receipt]
	DeliveryID  = kernel.ID[Delivery]
	// DemandLineID is the caller's own: an order line's ID, which inventory only hands back.
	DemandLineID = kernel.ID[DemandLine]
	// HoldID names a hold for a cart or a quote.
	HoldID = kernel.ID[Hold]
)

// Kinds of record, for their IDs; what they hold is inventory's own business.
type (
	Category  struct{}
	Supplier  struct{}
	Unit      struct{}
	Warehouse struct{}
	Location  struct{}
	Movement  struct{}
	Receipt   struct{}
	Delivery  struct{}
	Hold      struct{}
)

// Kind says whether a product lies on a shelf.
type Kind string

// Kinds of product. Only stocked products have movements and can be reserved.
const (
	Stocked Kind = "stocked"
	Service Kind = "service"
)

// Status is where a product stands in its life.
type Status string

// The life of a product: a discontinued one is sold until it is gone, and not ordered again.
const (
	Draft        Status = "draft"
	Active       Status = "active"
	Discontinued Status = "discontinued"
	Archived     Status = "archived"
)

// Sellable says whether an order may name a product of this status.
func (s Status) Sellable() bool { return s == Active || s == Discontinued }

// Product is what other modules may know of a product.
type Product struct {
	ID           ProductID
	SKU          string
	Name         string
	Kind         Kind
	Unit         string // code of the base unit, UN/ECE Rec 20: H87
	Scale        int32  // decimals that quantities in the base unit may have
	Status       Status
	Category     CategoryID // zero: none
	CategoryPath string     // Food / Cheese
	ListPrice    kernel.Money
	HasPrice     bool
	Units        []Factor // all units in which quantities may be given, the base unit first
}

// Factor says how much of the base unit one of another unit or packaging is: Num ÷ Den.
type Factor struct {
	Code     string // H87, DZN, or a packaging's name
	Num, Den kernel.Decimal
}

// ProductQuery looks products up by a text, as a person types it.
type ProductQuery struct {
	Text  string // part of the name or SKU, or a barcode
	Limit int    // 20 unless said otherwise, at most 200
	// Sellable leaves out drafts and archived products.
	Sellable bool
}
