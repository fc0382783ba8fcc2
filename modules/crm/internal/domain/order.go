package domain

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Order is what a customer ordered, with its lines in order.
type Order struct {
	ID              crm.OrderID
	Number          string
	Status          string
	Account         uuid.UUID
	Contact         *uuid.UUID
	Owner           *uuid.UUID
	Team, Dept      *uuid.UUID
	Salesperson     *uuid.UUID
	Reference       string
	Currency        kernel.Currency
	OrderedOn       kernel.Date
	RequiredOn      kernel.Date
	ShippedOn       kernel.Date
	ShipTo          crm.ShipTo
	Freight         kernel.Decimal
	DiscountPercent kernel.Decimal
	Rounding        Rounding
	Goods           kernel.Decimal
	Discount        kernel.Decimal
	Untaxed         kernel.Decimal
	Total           kernel.Decimal
	Historical      bool
	HoldReason      string
	CancelReason    string
	ConfirmedAt     *time.Time
	Version         int64
	CreatedAt       time.Time
	UpdatedAt       time.Time
	Custom          kernel.Custom
	Lines           []Line
}

// Line is a line of an order.
type Line struct {
	ID              crm.OrderLineID
	Product         *uuid.UUID
	SKU             string
	Description     string
	Stocked         bool
	Quantity        kernel.Decimal
	Unit            string
	UnitPrice       kernel.Decimal
	DiscountPercent kernel.Decimal
	Net             kernel.Decimal
	Amount          kernel.Decimal
	Reserved        kernel.Decimal
	Shipped         kernel.Decimal
	Cancelled       kernel.Decimal
	Short           kernel.Decimal
	Why             string
	ToldAt          *time.Time
}

// Open is what inventory still owes: neither shipped nor given up.
func (l Line) Open() kernel.Decimal {
	if !l.Stocked {
		return kernel.Zero
	}
	return l.Quantity.Sub(l.Shipped).Sub(l.Cancelled)
}

// Check says all that is wrong with what was typed.
func (o *Order) Check() error {
	var c fault.Collector
	c.Check(o.Account != uuid.Nil, "/account_id", "required", "Choose an account.")
	c.Check(o.Currency.Valid(), "/currency", "invalid", "A currency has three capital letters, as EUR.")
	c.Check(!o.OrderedOn.IsZero(), "/ordered_on", "required", "Say on which day it was ordered.")
	c.Check(percentage(o.DiscountPercent), "/discount_percent", "invalid", "A discount is from 0 to 100 percent, with at most four decimals.")
	c.Check(o.Freight.Sign() >= 0, "/freight", "invalid", "The freight cannot be negative.")
	c.Check(o.Freight.Fits(o.Currency.Decimals()), "/freight", "too_precise", "This has more decimals than the currency.")
	c.Check(len(o.Lines) <= 1000, "/lines", "too_many", "An order has at most 1,000 lines.")
	for i, l := range o.Lines {
		at := fmt.Sprintf("/lines/%d", i)
		c.Check(l.Description != "", at+"/description", "required", "Choose a product or describe what is sold.")
		c.Check(l.Quantity.Sign() > 0, at+"/quantity", "invalid", "The quantity must be above zero.")
		c.Check(l.Quantity.Fits(6) && l.Quantity.Less(limit), at+"/quantity", "too_precise", "A quantity has at most six decimals and is below a thousand million.")
		c.Check(l.UnitPrice.Sign() >= 0, at+"/unit_price", "invalid", "The price cannot be negative.")
		c.Check(l.UnitPrice.Fits(6) && l.UnitPrice.Less(limit), at+"/unit_price", "too_precise", "A price has at most six decimals and is below a thousand million.")
		c.Check(percentage(l.DiscountPercent), at+"/discount_percent", "invalid", "A discount is from 0 to 100 percent, with at most four decimals.")
	}
	return c.Err()
}

var limit = kernel.Int(1_000_000_000)

func percentage(d kernel.Decimal) bool {
	return d.Sign() >= 0 && d.Cmp(hundred) <= 0 && d.Fits(4)
}

// Count adds the order up by its own rounding rule.
func (o *Order) Count() error {
	priced := make([]Priced, len(o.Lines))
	for i, l := range o.Lines {
		priced[i] = Priced{l.Quantity, l.UnitPrice, l.DiscountPercent}
	}
	t, err := o.Rounding.Total(priced, o.DiscountPercent, o.Freight, o.Currency.Decimals())
	if err != nil {
		return fmt.Errorf("count order: %w", err)
	}
	if !t.Total.Less(ceiling) {
		return fault.ErrInvalid.Field("/lines", "too_large", "The order's total is too large to be kept.")
	}
	for i := range o.Lines {
		o.Lines[i].Net, o.Lines[i].Amount = t.Nets[i], t.Amounts[i]
	}
	o.Goods, o.Discount, o.Untaxed, o.Total = t.Goods, t.Discount, t.Untaxed, t.Total
	return nil
}

var ceiling = kernel.MustDecimal("100000000000000")

// Editable refuses changes once the order binds us.
func (o *Order) Editable() error {
	if o.Status != crm.Draft {
		return crm.ErrOrderState.Say("Only a draft can be changed. Cancel the order, or make a new one.")
	}
	return nil
}

// Confirm makes the order binding. Its number is given when it is saved.
func (o *Order) Confirm(at time.Time) error {
	if o.Status != crm.Draft {
		return crm.ErrOrderState.Say("Only a draft can be confirmed.")
	}
	if len(o.Lines) == 0 {
		return crm.ErrNoLines
	}
	o.Status, o.ConfirmedAt = crm.Confirmed, &at
	for i, l := range o.Lines {
		if l.Stocked {
			o.Lines[i].Short, o.Lines[i].Why = l.Quantity, "waiting"
		}
	}
	o.settle()
	return nil
}

// Hold stops the order until it is released.
func (o *Order) Hold(reason string) error {
	if o.Status != crm.Confirmed && o.Status != crm.PartiallyFulfilled {
		return crm.ErrOrderState.Say("Only a confirmed order that is not fulfilled can be put on hold.")
	}
	o.Status, o.HoldReason = crm.OnHold, reason
	return nil
}

// Release lets a held order go on.
func (o *Order) Release() error {
	if o.Status != crm.OnHold {
		return crm.ErrOrderState.Say("The order is not on hold.")
	}
	o.Status, o.HoldReason = crm.Confirmed, ""
	o.settle()
	return nil
}

// Cancel gives the order up, or what is left of it once goods have left: then
// inventory's word about the rest fulfils it. tell says whether inventory must hear.
func (o *Order) Cancel(reason string) (tell bool, err error) {
	switch o.Status {
	case crm.Draft:
		o.Status, o.CancelReason = crm.Cancelled, reason
		return false, nil
	case crm.Confirmed, crm.OnHold, crm.PartiallyFulfilled:
		o.CancelReason, o.HoldReason = reason, ""
		if o.shipped() {
			o.Status = crm.PartiallyFulfilled
			return true, nil
		}
		o.Status = crm.Cancelled
		return true, nil
	}
	return false, crm.ErrOrderState.Say("The order is fulfilled or cancelled already.")
}

// Told is what inventory says of a line: its whole present state.
type Told struct {
	Line                                crm.OrderLineID
	Reserved, Shipped, Cancelled, Short kernel.Decimal
	Why                                 string
}

// Track takes over what inventory told at an instant. What it told before is
// passed by, so hearing twice or out of order changes nothing. It says whether
// anything changed.
func (o *Order) Track(at time.Time, told []Told, shippedOn kernel.Date) bool {
	changed := false
	for _, t := range told {
		for i := range o.Lines {
			l := &o.Lines[i]
			if l.ID != t.Line || l.ToldAt != nil && at.Before(*l.ToldAt) {
				continue
			}
			why := t.Why
			if t.Short.IsZero() {
				why = ""
			}
			l.Reserved, l.Shipped, l.Cancelled, l.Short, l.Why, l.ToldAt = t.Reserved, t.Shipped, t.Cancelled, t.Short, why, &at
			changed = true
		}
	}
	if o.ShippedOn.Before(shippedOn) {
		o.ShippedOn, changed = shippedOn, true
	}
	if changed {
		o.settle()
	}
	return changed
}

// Binding says whether the order is confirmed and not yet at its end.
func (o *Order) Binding() bool {
	return o.Status == crm.Confirmed || o.Status == crm.PartiallyFulfilled || o.Status == crm.OnHold
}

// Short says whether a binding order has lines that wait for goods.
func (o *Order) Short() bool {
	for _, l := range o.Lines {
		if o.Binding() && l.Short.Sign() > 0 {
			return true
		}
	}
	return false
}

// settle derives the state from the lines. A held order stays held, and a
// cancelled one cancelled, unless goods have left for it all the same.
func (o *Order) settle() {
	open := kernel.Zero
	for _, l := range o.Lines {
		open = open.Add(l.Open())
	}
	switch {
	case o.Status == crm.Draft, o.Status == crm.OnHold && open.Sign() > 0, o.Status == crm.Cancelled && !o.shipped():
	case open.Sign() == 0 && (o.shipped() || !o.givenUp()):
		o.Status = crm.Fulfilled
	case open.Sign() == 0:
		o.Status = crm.Cancelled
	case o.shipped():
		o.Status = crm.PartiallyFulfilled
	default:
		o.Status = crm.Confirmed
	}
}

func (o *Order) shipped() bool {
	for _, l := range o.Lines {
		if l.Shipped.Sign() > 0 {
			return true
		}
	}
	return false
}

func (o *Order) givenUp() bool {
	for _, l := range o.Lines {
		if l.Cancelled.Sign() > 0 {
			return true
		}
	}
	return false
}

// Past makes an order one of the past: shipped before it came here, so that it
// touches no stock.
func (o *Order) Past(shippedOn kernel.Date, at time.Time) {
	o.Status, o.Historical, o.ShippedOn, o.ConfirmedAt = crm.Fulfilled, true, shippedOn, &at
	for i, l := range o.Lines {
		if l.Stocked {
			o.Lines[i].Shipped = l.Quantity
		}
	}
}
