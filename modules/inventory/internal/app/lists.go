package app

import (
	"longhouse/modules/inventory/internal/store"
)

// What may be filtered and sorted, for the API's description.
var (
	ProductList  = &store.Products
	CategoryList = &store.Categories
	SupplierList = &store.Suppliers
	LocationList = &store.Locations
	StockList    = &store.Stock
	MovementList = &store.Movements
	ReorderList  = &store.Reorder
	ReceiptList  = &store.Receipts
	DeliveryList = &store.Deliveries
)

// Tag is the version that a record's ETag carries.
func (p Product) Tag() int64 { return p.Version }

// Tag is the version that a record's ETag carries.
func (c Category) Tag() int64 { return c.Version }

// Tag is the version that a record's ETag carries.
func (s Supplier) Tag() int64 { return s.Version }

// Tag is the version that a record's ETag carries.
func (w Warehouse) Tag() int64 { return w.Version }

// Tag is the version that a record's ETag carries.
func (l Location) Tag() int64 { return l.Version }

// Tag is the version that a record's ETag carries.
func (p Packaging) Tag() int64 { return p.Version }

// Tag is the version that a record's ETag carries.
func (r Receipt) Tag() int64 { return r.Version }

// Tag is the version that a record's ETag carries.
func (d Delivery) Tag() int64 { return d.Version }
