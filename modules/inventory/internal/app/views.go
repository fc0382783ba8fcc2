package app

import (
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/kernel"
)

// Link names another record.
type Link struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// IsZero leaves a link out that leads nowhere.
func (l Link) IsZero() bool { return l.ID == uuid.Nil }

// PathLink names a category.
type PathLink struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
	Path string    `json:"path"`
}

// IsZero leaves a link out that leads nowhere.
func (l PathLink) IsZero() bool { return l.ID == uuid.Nil }

// ProductLink names a product.
type ProductLink struct {
	ID   uuid.UUID `json:"id"`
	SKU  string    `json:"sku"`
	Name string    `json:"name"`
}

// CodeLink names a place.
type CodeLink struct {
	ID   uuid.UUID `json:"id"`
	Code string    `json:"code"`
	Name string    `json:"name,omitempty"`
}

// IsZero leaves a link out that leads nowhere.
func (l CodeLink) IsZero() bool { return l.ID == uuid.Nil }

// Price is an amount with its currency; the empty one is none.
type Price struct {
	Amount   string `json:"amount" doc:"Decimal number as text" example:"18.00"`
	Currency string `json:"currency" doc:"ISO 4217 code" example:"EUR"`
}

// IsZero leaves a price out that is none.
func (p Price) IsZero() bool { return p.Amount == "" }

func priceOf(amount *kernel.Decimal, currency *string) Price {
	if amount == nil || currency == nil {
		return Price{}
	}
	places := kernel.Currency(*currency).Decimals()
	if !amount.Fits(places) {
		return Price{amount.String(), *currency}
	}
	return Price{amount.Fixed(places), *currency}
}

// Product is a product on screen, with its stock over all warehouses.
type Product struct {
	ID              inventory.ProductID `json:"id"`
	SKU             string              `json:"sku"`
	Name            string              `json:"name"`
	Kind            inventory.Kind      `json:"kind" enum:"stocked,service"`
	Status          inventory.Status    `json:"status" enum:"draft,active,discontinued,archived"`
	Category        PathLink            `json:"category,omitzero"`
	Unit            string              `json:"unit" doc:"Code of the base unit" example:"H87"`
	Scale           int32               `json:"scale" doc:"Decimals that quantities may have"`
	Supplier        Link                `json:"supplier,omitzero"`
	ListPrice       Price               `json:"list_price,omitzero"`
	Cost            Price               `json:"cost,omitzero" doc:"Only for who may read costs"`
	ReorderPoint    *kernel.Quantity    `json:"reorder_point,omitempty"`
	ReorderQuantity *kernel.Quantity    `json:"reorder_quantity,omitempty"`
	Barcode         string              `json:"barcode,omitempty"`
	Description     string              `json:"description,omitempty"`
	QuantityPerUnit string              `json:"quantity_per_unit,omitempty"`
	OnHand          kernel.Quantity     `json:"on_hand"`
	Promised        kernel.Quantity     `json:"promised"`
	Free            kernel.Quantity     `json:"free"`
	Incoming        kernel.Quantity     `json:"incoming"`
	Version         int64               `json:"version"`
	CreatedAt       time.Time           `json:"created_at"`
	Custom          kernel.Custom       `json:"custom,omitempty" doc:"Custom fields that have a value, by their keys"`
}

func (p *Product) custom() *kernel.Custom { return &p.Custom }

func productView(r store.ProductRow, costs bool) Product {
	p := Product{ID: kernel.IDOf[inventory.Product](r.ID), SKU: r.Sku, Name: r.Name, Kind: inventory.Kind(r.Kind), Status: inventory.Status(r.Status),
		Unit: r.Unit, Scale: int32(r.Scale), ListPrice: priceOf(r.ListPrice, r.ListPriceCurrency), ReorderPoint: r.ReorderPoint, ReorderQuantity: r.ReorderQuantity,
		Description: r.Description, QuantityPerUnit: r.QuantityPerUnit, OnHand: r.OnHand, Promised: r.Promised, Free: r.OnHand.Sub(r.Held).Sub(r.Promised),
		Incoming: r.Incoming, Version: r.Version, CreatedAt: r.CreatedAt, Barcode: deref(r.Barcode), Custom: r.Custom}
	if r.CategoryID != nil {
		p.Category = PathLink{*r.CategoryID, deref(r.CategoryName), deref(r.CategoryPath)}
	}
	p.Supplier = linkTo(r.SupplierID, r.SupplierName)
	if costs {
		p.Cost = priceOf(r.Cost, r.CostCurrency)
	}
	return p
}

func linkTo(id *uuid.UUID, name *string) Link {
	if id == nil {
		return Link{}
	}
	return Link{*id, deref(name)}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Reason is the body of an act that says why.
type Reason struct {
	Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"Why"`
}
