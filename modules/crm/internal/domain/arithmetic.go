// Package domain holds crm's rules: arithmetic of documents, moves of deals,
// states of orders, keys of names and numbers. No database, no clock.
package domain

import (
	"fmt"

	"longhouse/modules/crm"
	"longhouse/platform/kernel"
)

var hundred = kernel.Int(100)

// Rounding is an organisation's rule for documents.
type Rounding struct {
	HalfEven bool // ties go to the even neighbour instead of away from zero
	ByTotal  bool // the exact sum of the lines is rounded, and spread over them
}

// RoundingOf reads the words of a setting.
func RoundingOf(document, line string) Rounding {
	return Rounding{HalfEven: document == crm.HalfEven, ByTotal: line == crm.ByTotal}
}

// Words are how a setting and an order keep the rule.
func (r Rounding) Words() (document, line string) {
	document, line = crm.HalfUp, crm.ByLine
	if r.HalfEven {
		document = crm.HalfEven
	}
	if r.ByTotal {
		line = crm.ByTotal
	}
	return document, line
}

func (r Rounding) round(a kernel.Decimal, dp int32) kernel.Decimal {
	if r.HalfEven {
		return a.HalfEven(dp)
	}
	return a.HalfUp(dp)
}

// Priced is what a line's money comes from.
type Priced struct {
	Quantity, UnitPrice, DiscountPercent kernel.Decimal
}

// exact is the line's net before any rounding. Multiplying by 0.01 stays exact, dividing would not.
func (p Priced) exact() kernel.Decimal {
	return p.Quantity.Mul(p.UnitPrice).Mul(hundred.Sub(p.DiscountPercent)).Mul(cent)
}

var cent = kernel.MustDecimal("0.01")

// Totals are the shown amounts of a document. Amounts add up to Untaxed.
type Totals struct {
	Nets     []kernel.Decimal // of each line after its own discount
	Amounts  []kernel.Decimal // after its share of the document's discount
	Goods    kernel.Decimal   // Σ Nets
	Discount kernel.Decimal
	Untaxed  kernel.Decimal // Goods − Discount
	Total    kernel.Decimal // Untaxed + freight
}

// Total adds a document up. Each shown amount is rounded once, from unrounded
// operands; sums are sums of shown amounts. The discount is spread by largest
// remainder, ties to the line that was made first.
func (r Rounding) Total(lines []Priced, discountPercent, freight kernel.Decimal, dp int32) (Totals, error) {
	t := Totals{Nets: make([]kernel.Decimal, len(lines))}
	var err error
	if r.ByTotal {
		exact, weights := kernel.Zero, make([]kernel.Decimal, len(lines))
		for i, l := range lines {
			weights[i] = l.exact()
			exact = exact.Add(weights[i])
		}
		if t.Nets, err = kernel.Allocate(r.round(exact, dp), weights, dp); err != nil {
			return Totals{}, fmt.Errorf("spread the rounded sum: %w", err)
		}
	} else {
		for i, l := range lines {
			t.Nets[i] = r.round(l.exact(), dp)
		}
	}
	for _, n := range t.Nets {
		t.Goods = t.Goods.Add(n)
	}
	t.Discount = r.round(t.Goods.Mul(discountPercent).Mul(cent), dp)
	shares, err := kernel.Allocate(t.Discount, t.Nets, dp)
	if err != nil {
		return Totals{}, fmt.Errorf("spread the discount: %w", err)
	}
	t.Amounts = make([]kernel.Decimal, len(lines))
	for i := range lines {
		t.Amounts[i] = t.Nets[i].Sub(shares[i])
	}
	t.Untaxed = t.Goods.Sub(t.Discount)
	t.Total = t.Untaxed.Add(r.round(freight, dp))
	return t, nil
}
