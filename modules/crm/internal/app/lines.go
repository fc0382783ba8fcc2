package app

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/modules/inventory"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// LineInput is what may be said of a line. What is left out comes from the catalogue.
type LineInput struct {
	ID              crm.OrderLineID     `json:"id,omitzero" doc:"Of a line that stays the same line"`
	ProductID       inventory.ProductID `json:"product_id,omitzero" doc:"None: a line of free text, which touches no stock"`
	Description     string              `json:"description,omitempty" maxLength:"500"`
	Quantity        kernel.Quantity     `json:"quantity"`
	Unit            string              `json:"unit,omitempty" maxLength:"40" doc:"The product's own unit unless said otherwise"`
	UnitPrice       *kernel.Decimal     `json:"unit_price,omitempty" doc:"The list price unless said otherwise"`
	DiscountPercent kernel.Decimal      `json:"discount_percent,omitzero"`
}

// catalogued are products by ID, as inventory tells them, or as it last told
// them when it does not answer.
type catalogued struct {
	products map[uuid.UUID]inventory.Product
	away     bool
}

// learn asks the catalogue about products before a transaction begins.
func (s *Service) learn(ctx context.Context, lines []LineInput) (catalogued, error) {
	c := catalogued{products: map[uuid.UUID]inventory.Product{}}
	var ids []inventory.ProductID
	for _, l := range lines {
		if !l.ProductID.IsZero() && !slices.Contains(ids, l.ProductID) {
			ids = append(ids, l.ProductID)
		}
	}
	if len(ids) == 0 {
		return c, nil
	}
	if s.catalogue != nil {
		found, err := s.catalogue.Products(ctx, ids)
		if err == nil {
			for _, p := range found {
				c.products[p.ID.UUID] = p
			}
			return c, nil
		}
		if f := fault.As(err); f != nil && f.Kind == fault.Forbidden {
			return c, err
		}
		slog.WarnContext(ctx, "catalogue does not answer, going by what it last told", "error", err)
	}
	c.away = true
	items, err := db.Read(ctx, s.db, func(tx *db.Tx) (map[uuid.UUID]store.SalesItem, error) {
		return store.SalesItems(ctx, tx, kernel.UUIDs(ids))
	})
	for id, i := range items {
		c.products[id] = inventory.Product{ID: kernel.IDOf[inventory.Product](id), SKU: i.Sku, Name: i.Name, Kind: inventory.Kind(i.Kind), Unit: i.Unit,
			Status: inventory.Status(i.Status), CategoryPath: i.CategoryPath, Scale: 6}
	}
	return c, err
}

// items are the products for the copy that reports group by.
func (c catalogued) items() []store.SalesItem {
	var out []store.SalesItem
	for id, p := range c.products {
		out = append(out, store.SalesItem{ProductID: id, Sku: p.SKU, Name: p.Name, CategoryPath: p.CategoryPath, Unit: p.Unit, Kind: string(p.Kind), Status: string(p.Status)})
	}
	return out
}

// lines makes lines of what was typed, and collects all that is wrong with it.
// have are the order's present lines: what a line says stays when it stays.
func (c catalogued) lines(given []LineInput, have []domain.Line, currency kernel.Currency) ([]domain.Line, error) {
	var faults fault.Collector
	out := make([]domain.Line, 0, len(given))
	seen := map[crm.OrderLineID]bool{}
	for i, in := range given {
		at := fmt.Sprintf("/lines/%d", i)
		l := domain.Line{ID: in.ID, Description: strings.TrimSpace(in.Description), Quantity: in.Quantity, Unit: in.Unit, DiscountPercent: in.DiscountPercent}
		old, known := lineByID(have, in.ID)
		switch {
		case in.ID.IsZero():
			l.ID = kernel.NewID[crm.OrderLine]()
		case !known || seen[in.ID]:
			faults.Add(at+"/id", "unknown", "The order has no such line, or names it twice.")
		}
		seen[l.ID] = true
		if in.UnitPrice != nil {
			l.UnitPrice = *in.UnitPrice
		}
		if !in.ProductID.IsZero() {
			c.product(&l, in, old, currency, at, &faults)
		} else if in.UnitPrice == nil {
			faults.Add(at+"/unit_price", "required", "Give the price.")
		}
		out = append(out, l)
	}
	return out, faults.Err()
}

func lineByID(lines []domain.Line, id crm.OrderLineID) (domain.Line, bool) {
	for _, l := range lines {
		if l.ID == id {
			return l, true
		}
	}
	return domain.Line{}, false
}

// product fills in what the catalogue knows of a line's product.
func (c catalogued) product(l *domain.Line, in LineInput, old domain.Line, currency kernel.Currency, at string, faults *fault.Collector) {
	id := in.ProductID.UUID
	stays := old.Product != nil && *old.Product == id
	p, ok := c.products[id]
	switch {
	case !ok && c.away:
		faults.Add(at+"/product_id", crm.ErrCatalogueAway.Code, crm.ErrCatalogueAway.Message)
		return
	case !ok || !stays && !p.Status.Sellable():
		faults.Add(at+"/product_id", crm.ErrProduct.Code, crm.ErrProduct.Message)
		return
	}
	l.Product, l.SKU, l.Stocked = &id, p.SKU, p.Kind == inventory.Stocked
	if l.Description == "" {
		l.Description = p.Name
	}
	if l.Unit == "" {
		l.Unit = p.Unit
	}
	if !representable(p, l.Unit, l.Quantity) {
		faults.Add(at+"/quantity", "not_representable", "The product is not sold in this unit, or not in such a fraction of it.")
	}
	if in.UnitPrice == nil {
		switch {
		case stays && old.Unit == l.Unit:
			l.UnitPrice = old.UnitPrice
		case p.HasPrice && p.ListPrice.Currency == currency && l.Unit == p.Unit:
			l.UnitPrice = p.ListPrice.Amount
		default:
			faults.Add(at+"/unit_price", "required", "The catalogue has no price in "+string(currency)+" for this unit. Give one.")
		}
	}
}

// representable says whether the warehouse can count the quantity exactly.
func representable(p inventory.Product, unit string, quantity kernel.Decimal) bool {
	if unit == p.Unit {
		return quantity.Fits(p.Scale)
	}
	for _, f := range p.Units {
		if f.Code == unit && f.Den.Sign() > 0 {
			exact := quantity.Mul(f.Num)
			return exact.Div(f.Den).HalfUp(p.Scale).Mul(f.Den).Equal(exact)
		}
	}
	return p.Units == nil // not told: inventory has the last word when it reserves
}
