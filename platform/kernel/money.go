package kernel

import (
	"fmt"
	"regexp"
)

// Currency is an ISO 4217 code.
type Currency string

var currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)

// Valid says whether the code has the form of ISO 4217.
func (c Currency) Valid() bool { return currencyForm.MatchString(string(c)) }

// Decimals is the number of digits of the currency's minor unit (ISO 4217).
func (c Currency) Decimals() int32 {
	switch c {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	}
	return 2
}

// Money is an amount in a currency. Two currencies never add up.
type Money struct {
	Amount   Decimal  `json:"amount" doc:"Decimal number as text" example:"1250.00"`
	Currency Currency `json:"currency" doc:"ISO 4217 code" example:"EUR"`
}

// Add returns m + n, or an error when the currencies differ.
func (m Money) Add(n Money) (Money, error) {
	if m.Currency != n.Currency {
		return Money{}, fmt.Errorf("add %s to %s", n.Currency, m.Currency)
	}
	return Money{m.Amount.Add(n.Amount), m.Currency}, nil
}

// String writes the amount with the currency's decimals: 1250.00 EUR.
func (m Money) String() string {
	return m.Amount.Fixed(m.Currency.Decimals()) + " " + string(m.Currency)
}

// Allocate splits amount in the ratio of weights, to the given decimals, so
// that the parts add up to it: largest remainder, ties to the first. A negative
// amount splits like its opposite. Weights that add up to 0 are refused.
func Allocate(amount Decimal, weights []Decimal, decimals int32) ([]Decimal, error) {
	total := Zero
	for _, w := range weights {
		total = total.Add(w.Abs())
	}
	parts := make([]Decimal, len(weights))
	if amount.IsZero() {
		return parts, nil
	}
	if total.IsZero() {
		return nil, fmt.Errorf("allocate %s over nothing", amount)
	}
	sign, rest := amount.Sign(), amount.Abs()
	unit := Decimal{Int(1).d.Shift(-decimals)}
	left := rest
	fractions := make([]Decimal, len(weights))
	for i, w := range weights {
		exact := rest.Mul(w.Abs()).Div(total)
		parts[i] = exact.Floor(decimals)
		fractions[i] = exact.Sub(parts[i])
		left = left.Sub(parts[i])
	}
	for left.Sign() > 0 {
		best := 0
		for i := range fractions {
			if fractions[best].Less(fractions[i]) {
				best = i
			}
		}
		give := unit.Min(left)
		parts[best] = parts[best].Add(give)
		fractions[best] = Int(-1)
		left = left.Sub(give)
	}
	if sign < 0 {
		for i := range parts {
			parts[i] = parts[i].Neg()
		}
	}
	return parts, nil
}
