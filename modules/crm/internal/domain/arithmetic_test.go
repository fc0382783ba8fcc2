package domain_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"longhouse/modules/crm/internal/domain"
	"longhouse/platform/kernel"
)

// The slow second implementation: exact fractions, one remainder at a time.

func frac(d kernel.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		panic("no number: " + d.String())
	}
	return r
}

func mul(factors ...*big.Rat) *big.Rat {
	out := big.NewRat(1, 1)
	for _, f := range factors {
		out.Mul(out, f)
	}
	return out
}

// units rounds an amount to whole minor units; all amounts here are not negative.
func units(x *big.Rat, dp int, halfEven bool) int64 {
	scaled := mul(x, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(dp)), nil)))
	whole, rest := new(big.Int).QuoRem(scaled.Num(), scaled.Denom(), new(big.Int))
	twice := new(big.Int).Mul(rest, big.NewInt(2))
	n := whole.Int64()
	switch twice.Cmp(scaled.Denom()) {
	case 1:
		n++
	case 0:
		if !halfEven || n%2 == 1 {
			n++
		}
	}
	return n
}

// spread gives units to weights: the floor of each share, then one each to the
// largest fractions, the first of equals first.
func spread(total int64, weights []*big.Rat) []int64 {
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, w)
	}
	parts, left := make([]int64, len(weights)), total
	if total == 0 {
		return parts
	}
	fractions := make([]*big.Rat, len(weights))
	for i, w := range weights {
		share := mul(big.NewRat(total, 1), w, new(big.Rat).Inv(sum))
		parts[i] = new(big.Int).Quo(share.Num(), share.Denom()).Int64()
		fractions[i] = new(big.Rat).Sub(share, big.NewRat(parts[i], 1))
		left -= parts[i]
	}
	for ; left > 0; left-- {
		best := 0
		for i, f := range fractions {
			if f.Cmp(fractions[best]) > 0 {
				best = i
			}
		}
		parts[best]++
		fractions[best] = big.NewRat(-1, 1)
	}
	return parts
}

func TestDocumentsEqualTheSlowSecondImplementation(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dp := rapid.SampledFrom([]int{0, 2, 3}).Draw(t, "decimals")
		rule := domain.Rounding{HalfEven: rapid.Bool().Draw(t, "half_even"), ByTotal: rapid.Bool().Draw(t, "by_total")}
		number := func(limit int64, scale int, name string) kernel.Decimal {
			n := kernel.Int(rapid.Int64Range(0, limit).Draw(t, name))
			for range scale {
				n = n.Mul(kernel.MustDecimal("0.1"))
			}
			return n
		}
		count := rapid.IntRange(0, 8).Draw(t, "lines")
		var lines []domain.Priced
		var exact []*big.Rat
		for range count {
			l := domain.Priced{Quantity: number(5000, 3, "quantity"), UnitPrice: number(99999, 3, "price"), DiscountPercent: number(1000, 1, "discount")}
			lines = append(lines, l)
			exact = append(exact, mul(frac(l.Quantity), frac(l.UnitPrice), new(big.Rat).Sub(big.NewRat(1, 1), mul(frac(l.DiscountPercent), big.NewRat(1, 100)))))
		}
		percent, freight := number(1000, 1, "percent"), number(9999, 2, "freight")

		got, err := rule.Total(lines, percent, freight, int32(dp))
		if err != nil {
			t.Fatal(err)
		}

		nets, goods := make([]int64, count), int64(0)
		if rule.ByTotal {
			sum := new(big.Rat)
			for _, e := range exact {
				sum.Add(sum, e)
			}
			nets = spread(units(sum, dp, rule.HalfEven), exact)
		} else {
			for i, e := range exact {
				nets[i] = units(e, dp, rule.HalfEven)
			}
		}
		weights := make([]*big.Rat, count)
		for i, n := range nets {
			goods += n
			weights[i] = big.NewRat(n, 1)
		}
		discount := units(mul(big.NewRat(goods, 1), frac(percent), big.NewRat(1, 100)), 0, rule.HalfEven)
		shares := spread(discount, weights)
		total := goods - discount + units(frac(freight), dp, rule.HalfEven)

		unit := func(d kernel.Decimal) int64 { return units(frac(d), dp, false) }
		require.Equal(t, []int64{goods, discount, goods - discount, total}, []int64{unit(got.Goods), unit(got.Discount), unit(got.Untaxed), unit(got.Total)})
		sum := kernel.Zero
		for i := range lines {
			require.Equal(t, nets[i], unit(got.Nets[i]), "net of line %d", i)
			require.Equal(t, nets[i]-shares[i], unit(got.Amounts[i]), "amount of line %d", i)
			sum = sum.Add(got.Amounts[i])
		}
		require.True(t, sum.Equal(got.Untaxed), "the lines add up to the document")
	})
}

func TestTheOrderOfLinesDoesNotChangeTheTotals(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rule := domain.Rounding{ByTotal: rapid.Bool().Draw(t, "by_total")}
		lines := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) domain.Priced {
			return domain.Priced{Quantity: kernel.Int(rapid.Int64Range(1, 99).Draw(t, "q")), UnitPrice: kernel.Int(rapid.Int64Range(0, 9999).Draw(t, "p")).Mul(kernel.MustDecimal("0.001")),
				DiscountPercent: kernel.Int(rapid.Int64Range(0, 100).Draw(t, "d"))}
		}), 1, 6).Draw(t, "lines")
		turned := make([]domain.Priced, len(lines))
		for i, l := range lines {
			turned[len(lines)-1-i] = l
		}
		a, err := rule.Total(lines, kernel.Int(7), kernel.Zero, 2)
		require.NoError(t, err)
		b, err := rule.Total(turned, kernel.Int(7), kernel.Zero, 2)
		require.NoError(t, err)
		require.True(t, a.Total.Equal(b.Total) && a.Discount.Equal(b.Discount))
	})
}

func TestTheDiscountGoesToTheLargestRemainders(t *testing.T) {
	t.Parallel()
	line := domain.Priced{Quantity: kernel.Int(1), UnitPrice: kernel.MustDecimal("33.33")}
	got, err := domain.Rounding{}.Total([]domain.Priced{line, line, line}, kernel.Int(10), kernel.Zero, 2)
	require.NoError(t, err)
	require.Equal(t, "10", got.Discount.String())
	require.Equal(t, []string{"29.99", "30", "30"}, []string{got.Amounts[0].String(), got.Amounts[1].String(), got.Amounts[2].String()})
}
