package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/modules/inventory"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// OrderOptions are what an import of orders is told besides its rows.
type OrderOptions struct {
	Currency string // of orders that name none; empty: the account's, else the organisation's
	Draft    bool   // orders that are not shipped stay drafts instead of being confirmed
}

// CheckOrders gives each order of a batch its verdict. Orders match by number.
func (s *Service) CheckOrders(ctx context.Context, rows []ImportRow, o OrderOptions) ([]ImportResult, error) {
	p, err := s.orderFacts(ctx, rows)
	if err != nil {
		return nil, err
	}
	return checked(ctx, s, func(tx *db.Tx) ([]ImportResult, error) {
		b, err := s.planOrders(ctx, tx, rows, o, p)
		return b.results, err
	})
}

// PrepareOrders asks neighbours about a batch, before the transaction that
// writes it. Shipped orders become history that touches no stock; the others
// are confirmed.
func (s *Service) PrepareOrders(ctx context.Context, rows []ImportRow, o OrderOptions) (ImportWrite, error) {
	p, err := s.orderFacts(ctx, rows)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *db.Tx) ([]ImportResult, error) {
		b, err := s.planOrders(ctx, tx, rows, o, p)
		if err != nil {
			return nil, err
		}
		if err := store.LearnSalesItems(ctx, tx, p.known.items()); err != nil {
			return nil, err
		}
		if err := store.InsertOrders(ctx, tx, b.made...); err != nil {
			return nil, err
		}
		parties := make([]uuid.UUID, len(b.made))
		for i, order := range b.made {
			parties[i] = order.Account
		}
		names, err := store.AccountNames(ctx, tx, page.Everything(), parties)
		if err != nil {
			return nil, err
		}
		for _, order := range b.made {
			if order.Status == crm.Confirmed {
				if err := announce(ctx, tx, order, names[order.Account]); err != nil {
					return nil, err
				}
			}
		}
		return b.results, nil
	}, nil
}

// orderFacts are what neighbours said about a batch of orders, asked before
// any row of ours is locked.
type orderFacts struct {
	who     importer
	sellers map[string]seller
	known   catalogued
	bySKU   map[string]inventory.Product
}

func (s *Service) orderFacts(ctx context.Context, rows []ImportRow) (orderFacts, error) {
	p := orderFacts{known: catalogued{products: map[uuid.UUID]inventory.Product{}}, bySKU: map[string]inventory.Product{}}
	var err error
	if p.who, err = s.importer(ctx, crm.ImportOrders); err != nil {
		return p, err
	}
	if p.sellers, err = s.sellers(ctx, crm.AssignOrders, rows); err != nil {
		return p, err
	}
	skus := []string{}
	seen := map[string]bool{}
	for _, r := range rows {
		for _, l := range r.Lines {
			if sku := strings.TrimSpace(l["sku"]); sku != "" && !seen[sku] {
				seen[sku] = true
				skus = append(skus, sku)
			}
		}
	}
	if len(skus) == 0 || s.catalogue == nil {
		return p, nil
	}
	if p.bySKU, err = s.catalogue.BySKUs(ctx, skus); err != nil {
		return p, err
	}
	for _, product := range p.bySKU {
		p.known.products[product.ID.UUID] = product
	}
	return p, nil
}

type orderBatch struct {
	results []ImportResult
	made    []domain.Order
}

func (s *Service) planOrders(ctx context.Context, tx *db.Tx, rows []ImportRow, o OrderOptions, p orderFacts) (orderBatch, error) {
	b := orderBatch{results: make([]ImportResult, len(rows))}
	scope, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return b, err
	}
	accounts, err := book(ctx, tx, scope, rows, "account")
	if err != nil {
		return b, err
	}
	have, err := store.OrdersByNumber(ctx, tx, lowered(rows, "number"))
	if err != nil {
		return b, err
	}
	byNumber := map[string]domain.Order{}
	for _, order := range have {
		byNumber[strings.ToLower(order.Number)] = order
	}
	setting, err := store.Setting(ctx, tx)
	if err != nil {
		return b, err
	}
	now := p.who.now
	seen := map[string]bool{}
	for i, r := range rows {
		res := &b.results[i]
		twice(seen, strings.ToLower(r.get("number")), res)
		owner, unit := p.who.owned(p.sellers[r.get("salesperson")])
		made := domain.Order{ID: kernel.NewID[crm.Order](), Status: crm.Draft, Owner: owner, Team: unit, Dept: unit, Version: 1, CreatedAt: now, UpdatedAt: now,
			Rounding: domain.RoundingOf(setting.DocumentRounding, setting.LineRounding)}
		p.head(r, &made, res, accounts, o, setting)
		p.lines(r, &made, res)
		if res.Action == Refused {
			continue
		}
		if old, ok := byNumber[strings.ToLower(made.Number)]; ok {
			res.ID = old.ID.UUID
			if res.Action = Unchanged; !sameOrder(old, made) {
				res.refuse("/number", "crm.import.order_differs", "An order with this number is here and says something else. Orders are not changed by imports.")
			}
			continue
		}
		if err := counted(&made); err != nil {
			if !res.refuseAll(err) {
				return b, err
			}
			continue
		}
		switch {
		case len(made.Lines) == 0:
			res.refuse("", crm.ErrNoLines.Code, crm.ErrNoLines.Message)
			continue
		case !made.ShippedOn.IsZero():
			made.Past(made.ShippedOn, made.OrderedOn.Time())
		case !o.Draft:
			if err := made.Confirm(now); err != nil {
				return b, err
			}
		}
		res.Action, res.ID = Create, made.ID.UUID
		b.made = append(b.made, made)
	}
	return b, nil
}

func (p orderFacts) head(r ImportRow, o *domain.Order, res *ImportResult, accounts *accountBook, options OrderOptions, setting crm.Setting) {
	if o.Number = r.get("number"); o.Number == "" {
		res.refuse("/number", "required", "An order needs its number.")
	}
	o.Currency = kernel.Currency(strings.ToUpper(r.get("currency")))
	if a := accounts.find(r.get("account")); a == nil {
		res.Action, res.Faults = Refused, append(res.Faults, errUnknownAccount)
	} else {
		o.Account = a.ID
		if o.Currency == "" && options.Currency == "" {
			o.Currency = kernel.Currency(a.Currency)
		}
	}
	if o.Currency == "" {
		o.Currency = kernel.Currency(options.Currency)
	}
	if o.Currency == "" {
		o.Currency = kernel.Currency(setting.DefaultCurrency)
	}
	o.Salesperson = res.seller(r.get("salesperson"), p.sellers)
	o.OrderedOn, o.RequiredOn, o.ShippedOn = day(r.get("ordered_on")), day(r.get("required_on")), day(r.get("shipped_on"))
	o.Reference = r.get("reference")
	o.Freight = number(res, "/freight", r.get("freight")).HalfUp(o.Currency.Decimals())
	o.DiscountPercent = number(res, "/discount_percent", r.get("discount_percent"))
	o.ShipTo = crm.ShipTo{Name: r.get("ship_name"), Lines: r.get("ship_address"), City: r.get("ship_city"), Region: r.get("ship_region"), Postcode: r.get("ship_postcode"), Country: r.get("ship_country")}
	if o.OrderedOn.IsZero() {
		res.refuse("/ordered_on", "required", "Say on which day it was ordered.")
	}
}

func (p orderFacts) lines(r ImportRow, o *domain.Order, res *ImportResult) {
	for i, v := range r.Lines {
		at := fmt.Sprintf("/lines/%d", i)
		get := func(field string) string { return strings.TrimSpace(v[field]) }
		l := domain.Line{ID: kernel.NewID[crm.OrderLine](), Description: get("description"), Unit: get("unit")}
		l.Quantity = number(res, at+"/quantity", get("quantity"))
		l.UnitPrice = number(res, at+"/unit_price", get("unit_price"))
		l.DiscountPercent = number(res, at+"/discount_percent", get("discount_percent"))
		if f := get("discount"); f != "" {
			l.DiscountPercent = number(res, at+"/discount", f).Mul(kernel.Int(100))
		}
		if sku := get("sku"); sku != "" {
			product, ok := p.bySKU[sku]
			if !ok {
				res.refuse(at+"/sku", crm.ErrProduct.Code, "There is no product "+sku+". Import the products first.")
				continue
			}
			l.Product, l.SKU, l.Stocked = &product.ID.UUID, product.SKU, product.Kind == inventory.Stocked
			if l.Description == "" {
				l.Description = product.Name
			}
			if l.Unit == "" {
				l.Unit = product.Unit
			}
			if o.ShippedOn.IsZero() && !representable(product, l.Unit, l.Quantity) {
				res.refuse(at+"/quantity", "not_representable", "The product is not sold in this unit, or not in such a fraction of it.")
			}
		}
		o.Lines = append(o.Lines, l)
	}
}

// sameOrder says whether a file still says what the order here says. What the
// file leaves out, and what inventory told since, is no difference.
func sameOrder(have, said domain.Order) bool {
	if have.Account != said.Account || have.OrderedOn != said.OrderedOn || !said.RequiredOn.IsZero() && have.RequiredOn != said.RequiredOn ||
		!said.ShippedOn.IsZero() && have.ShippedOn != said.ShippedOn || !have.Freight.Equal(said.Freight) || !have.DiscountPercent.Equal(said.DiscountPercent) ||
		have.ShipTo != said.ShipTo || have.Currency != said.Currency || said.Salesperson != nil && !same(have.Salesperson, said.Salesperson) || len(have.Lines) != len(said.Lines) {
		return false
	}
	left := map[string]int{}
	for _, l := range have.Lines {
		left[lineKey(l)]++
	}
	for _, l := range said.Lines {
		if left[lineKey(l)]--; left[lineKey(l)] < 0 {
			return false
		}
	}
	return true
}

func lineKey(l domain.Line) string {
	what := l.Description
	if l.Product != nil {
		what = l.Product.String()
	}
	return strings.Join([]string{what, l.Quantity.String(), l.UnitPrice.String(), l.DiscountPercent.String()}, "\n")
}
