package domain

import (
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Margin is what a deal leaves over: its amount less its cost, and that in
// percent of the amount, to two decimals. Both are nil without an amount or
// without a cost.
func Margin(amount kernel.Money, cost *kernel.Decimal) (margin, percent *kernel.Decimal) {
	if cost == nil || amount.Amount.IsZero() {
		return nil, nil
	}
	m := amount.Amount.Sub(*cost)
	p := m.Mul(hundred).Div(amount.Amount).HalfUp(2)
	return &m, &p
}

// CheckCost refuses a cost that cannot be meant. It is asked where a cost is
// written, and nowhere else: a refusal about the cost would tell of it to
// somebody who changes another field and may not read this one.
func (d *Deal) CheckCost() error {
	if d.Cost == nil {
		return nil
	}
	var c fault.Collector
	c.Check(d.Cost.Sign() >= 0, "/cost", "invalid", "The cost cannot be negative.")
	c.Check(d.Cost.Fits(d.Amount.Currency.Decimals()), "/cost", "too_precise", "This has more decimals than the currency.")
	c.Check(d.Cost.Less(ceiling), "/cost", "too_large", "The cost is too large to be kept.")
	return c.Err()
}
