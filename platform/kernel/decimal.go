package kernel

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// Decimal is an exact number: a price, a quantity, a percentage. It travels as
// a string in JSON, so that no reader turns it into a float on the way.
type Decimal struct{ d decimal.Decimal }

// Quantity is an exact amount of goods in a unit that stands beside it.
type Quantity = Decimal

// Zero is 0. So is the zero value of Decimal.
var Zero Decimal

// Plain digits only: 1E5, 0x1F and NaN are refused, so a cell that merely looks
// like a number is not read as one.
var decimalForm = regexp.MustCompile(`^[+-]?[0-9]{1,20}(\.[0-9]{1,20})?$`)

// ErrNotDecimal says that a text is not a plain decimal number.
var ErrNotDecimal = errors.New("not a decimal number")

// ParseDecimal reads plain digits with an optional sign and point.
func ParseDecimal(s string) (Decimal, error) {
	if !decimalForm.MatchString(s) {
		return Decimal{}, fmt.Errorf("%w: %.40q", ErrNotDecimal, s)
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return Decimal{}, fmt.Errorf("%w: %.40q", ErrNotDecimal, s)
	}
	return Decimal{d}, nil
}

// MustDecimal is ParseDecimal for constants in code.
func MustDecimal(s string) Decimal { return Decimal{decimal.RequireFromString(s)} }

// Int makes a whole number.
func Int(n int64) Decimal { return Decimal{decimal.NewFromInt(n)} }

// Add returns a + b.
func (a Decimal) Add(b Decimal) Decimal { return Decimal{a.d.Add(b.d)} }

// Sub returns a − b.
func (a Decimal) Sub(b Decimal) Decimal { return Decimal{a.d.Sub(b.d)} }

// Mul returns a × b, exactly.
func (a Decimal) Mul(b Decimal) Decimal { return Decimal{a.d.Mul(b.d)} }

// Div returns a ÷ b to 24 decimals; divide last, and round afterwards.
func (a Decimal) Div(b Decimal) Decimal { return Decimal{a.d.DivRound(b.d, 24)} }

// QuoRem returns the whole number of times that b goes into a, and what is left.
func (a Decimal) QuoRem(b Decimal) (q, r Decimal) {
	x, y := a.d.QuoRem(b.d, 0)
	return Decimal{x}, Decimal{y}
}

// Neg returns −a.
func (a Decimal) Neg() Decimal { return Decimal{a.d.Neg()} }

// Abs returns a without its sign.
func (a Decimal) Abs() Decimal { return Decimal{a.d.Abs()} }

// Cmp returns −1, 0 or 1 as a is less than, equal to or greater than b.
func (a Decimal) Cmp(b Decimal) int { return a.d.Cmp(b.d) }

// Equal says whether a and b are the same number, whatever their trailing zeros.
func (a Decimal) Equal(b Decimal) bool { return a.d.Equal(b.d) }

// Less says whether a < b.
func (a Decimal) Less(b Decimal) bool { return a.d.LessThan(b.d) }

// Sign returns −1, 0 or 1.
func (a Decimal) Sign() int { return a.d.Sign() }

// IsZero says whether a is 0.
func (a Decimal) IsZero() bool { return a.d.IsZero() }

// Min returns the smaller of a and b.
func (a Decimal) Min(b Decimal) Decimal { return Decimal{decimal.Min(a.d, b.d)} }

// Max returns the larger of a and b.
func (a Decimal) Max(b Decimal) Decimal { return Decimal{decimal.Max(a.d, b.d)} }

// Fits says whether a has no more than the given number of decimals.
func (a Decimal) Fits(decimals int32) bool { return a.d.Equal(a.d.Truncate(decimals)) }

// HalfUp rounds to the given decimals, ties away from zero: −0.125 → −0.13.
func (a Decimal) HalfUp(decimals int32) Decimal { return Decimal{a.d.Round(decimals)} }

// HalfEven rounds to the given decimals, ties to the even neighbour.
func (a Decimal) HalfEven(decimals int32) Decimal { return Decimal{a.d.RoundBank(decimals)} }

// Floor rounds towards −∞ at the given decimals.
func (a Decimal) Floor(decimals int32) Decimal { return Decimal{a.d.RoundFloor(decimals)} }

// Ceil rounds towards +∞ at the given decimals.
func (a Decimal) Ceil(decimals int32) Decimal { return Decimal{a.d.RoundCeil(decimals)} }

// Fixed writes a with exactly the given decimals, rounding half up.
func (a Decimal) Fixed(decimals int32) string { return a.d.StringFixed(decimals) }

// String writes a without trailing zeros: 10, 0.5.
func (a Decimal) String() string {
	s := a.d.String()
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// MarshalText writes the number as text, which JSON puts into quotes.
func (a Decimal) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (a *Decimal) UnmarshalText(b []byte) error {
	d, err := ParseDecimal(string(b))
	if err == nil {
		*a = d
	}
	return err
}

// Value gives the database the number as text, which numeric reads exactly.
func (a Decimal) Value() (driver.Value, error) { return a.d.String(), nil }

// Scan reads a numeric column.
func (a *Decimal) Scan(v any) error { return a.d.Scan(v) }
