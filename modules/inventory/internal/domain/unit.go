// Package domain holds the rules of stock: units, postings, the sharing of what
// is free. It knows no database, no clock and no JSON.
package domain

import (
	"longhouse/modules/inventory"
	"longhouse/platform/kernel"
)

// maxDecimals is how fine a quantity may be: numeric(20, 6).
const maxDecimals = 6

// Factor says what one of a unit is in another: Num ÷ Den, exactly. Both are whole numbers above zero.
type Factor struct{ Num, Den kernel.Decimal }

// One is the factor of a unit to itself.
var One = Factor{kernel.Int(1), kernel.Int(1)}

// NewFactor reduces num ÷ den; what is not two whole numbers above zero is refused.
func NewFactor(num, den kernel.Decimal) (Factor, bool) {
	if num.Sign() <= 0 || den.Sign() <= 0 || !num.Fits(0) || !den.Fits(0) {
		return Factor{}, false
	}
	a, b := num, den
	for !b.IsZero() {
		_, rest := a.QuoRem(b)
		a, b = b, rest
	}
	n, _ := num.QuoRem(a)
	d, _ := den.QuoRem(a)
	return Factor{n, d}, true
}

// Per is the factor of unit f to unit base, when both are given in the reference unit of their category.
func (f Factor) Per(base Factor) (Factor, bool) {
	return NewFactor(f.Num.Mul(base.Den), f.Den.Mul(base.Num))
}

// Of is the factor of f in the unit whose factor is g: a box of 12 pairs is 24 pieces.
func (f Factor) Of(g Factor) (Factor, bool) { return NewFactor(f.Num.Mul(g.Num), f.Den.Mul(g.Den)) }

// IsOne says whether both units are the same amount.
func (f Factor) IsOne() bool { return f.Num.Equal(f.Den) }

// ToBase converts exactly into a base unit that is kept with scale decimals. A
// quantity that does not fit is refused with its nearest neighbours.
func (f Factor) ToBase(x kernel.Quantity, scale int32) (kernel.Quantity, error) {
	below := quotient(x.Mul(f.Num), f.Den, scale)
	if below.Mul(f.Den).Equal(x.Mul(f.Num)) {
		return below, nil
	}
	above := below.Add(step(scale))
	return kernel.Zero, inventory.ErrNotRepresentable.
		Say("This quantity cannot be kept exactly; the nearest are " + below.String() + " and " + above.String() + " in the product's base unit.").
		With(map[string]any{"below": below.String(), "above": above.String()})
}

// FromBase converts out of the base unit, exactly or, where that has no end, down to six decimals.
func (f Factor) FromBase(y kernel.Quantity) kernel.Quantity {
	return quotient(y.Mul(f.Den), f.Num, maxDecimals)
}

// WholeOnly cuts a base quantity down to whole packs of f.
func (f Factor) WholeOnly(y kernel.Quantity) kernel.Quantity {
	packs, _ := y.Mul(f.Den).QuoRem(f.Num)
	whole := packs.Mul(f.Num)
	q, rest := whole.QuoRem(f.Den)
	if rest.IsZero() {
		return q
	}
	return quotient(whole, f.Den, maxDecimals)
}

func step(scale int32) kernel.Decimal {
	one := kernel.Int(1)
	for range scale {
		one = one.Mul(kernel.MustDecimal("0.1"))
	}
	return one
}

// quotient is a ÷ b cut down to the given decimals. Div rounds at its last
// decimal, so a result that came out too large is taken back.
func quotient(a, b kernel.Decimal, decimals int32) kernel.Decimal {
	q := a.Div(b).Floor(decimals)
	if a.Less(q.Mul(b)) {
		q = q.Sub(step(decimals))
	}
	return q
}

// Convert finds the factor of a unit named by code for a product: a packaging
// first, then a unit that measures the same.
func Convert(base Measure, unit *Measure, packaging *Factor, code string) (Factor, error) {
	switch {
	case code == "" || code == base.Code:
		return One, nil
	case packaging != nil:
		return *packaging, nil
	case unit == nil:
		return Factor{}, inventory.ErrUnitUnknown.With(map[string]any{"unit": code})
	case unit.Category != base.Category:
		return Factor{}, inventory.ErrUnitCategory.With(map[string]any{"unit": code, "base": base.Code})
	}
	f, ok := unit.Factor.Per(base.Factor)
	if !ok {
		return Factor{}, inventory.ErrUnitUnknown.With(map[string]any{"unit": code})
	}
	return f, nil
}

// Measure is a unit with what it measures; Factor is to the reference unit of the category.
type Measure struct {
	Code, Name, Category string
	Factor               Factor
}
