package kernel_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"longhouse/platform/kernel"
)

// decimals draws plain decimal numbers as people and programs write them.
func decimals() *rapid.Generator[string] {
	return rapid.StringMatching(`[+-]?[0-9]{1,20}(\.[0-9]{1,20})?`)
}

// rational reads the same text by other means than ours.
func rational(t interface{ Fatalf(string, ...any) }, text string) *big.Rat {
	r, ok := new(big.Rat).SetString(strings.TrimPrefix(text, "+"))
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return r
}

func TestOnlyPlainDigitsAreADecimal(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " ", "-", "+", ".", "1.", ".5", "1,5", "1 000", "1_000", "1e5", "1E5", "1e-5", "0x1F", "NaN", "nan", "Inf", "-Infinity",
		"--1", "+-1", "1-", "1.2.3", " 1", "1 ", "1\n", "1\x00", "½", "٣", "１", "null", "true", strings.Repeat("9", 21), "0." + strings.Repeat("9", 21)} {
		_, err := kernel.ParseDecimal(text)
		require.ErrorIs(t, err, kernel.ErrNotDecimal, "%q", text)
	}
	for text, want := range map[string]string{"0": "0", "-0": "0", "+7": "7", "007": "7", "10": "10", "1.50": "1.5", "-0.10": "-0.1", "100.000": "100",
		strings.Repeat("9", 20): strings.Repeat("9", 20)} {
		d, err := kernel.ParseDecimal(text)
		require.NoError(t, err, text)
		require.Equal(t, want, d.String(), text)
	}
}

func TestARefusalOfADecimalIsShortHoweverLongTheText(t *testing.T) {
	t.Parallel()
	_, err := kernel.ParseDecimal(strings.Repeat("x", 1<<20))
	require.Less(t, len(err.Error()), 200)
}

func TestDecimalsSurviveTextJSONAndTheDatabasesFormUnchanged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := decimals().Draw(t, "text")
		d, err := kernel.ParseDecimal(text)
		require.NoError(t, err)
		require.Zero(t, rational(t, d.String()).Cmp(rational(t, text)))

		b, err := json.Marshal(d)
		require.NoError(t, err)
		require.Equal(t, byte('"'), b[0], "a number in JSON would become a float")
		var back kernel.Decimal
		require.NoError(t, json.Unmarshal(b, &back))
		require.True(t, back.Equal(d))

		v, err := d.Value()
		require.NoError(t, err)
		var scanned kernel.Decimal
		require.NoError(t, scanned.Scan(v))
		require.True(t, scanned.Equal(d))
	})
}

func TestAJSONNumberIsNoDecimal(t *testing.T) {
	t.Parallel()
	d := kernel.Int(7)
	for _, text := range []string{`1.5`, `1e3`, `true`, `{}`, `[]`, `"NaN"`, `"1e3"`, `""`} {
		require.Error(t, json.Unmarshal([]byte(text), &d), text)
	}
	require.Equal(t, "7", d.String(), "what was refused changes nothing")
}

func TestArithmeticIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x, y := decimals().Draw(t, "x"), decimals().Draw(t, "y")
		a, b := kernel.MustDecimal(x), kernel.MustDecimal(y)
		p, q := rational(t, x), rational(t, y)
		same := func(got kernel.Decimal, want *big.Rat) {
			require.Zero(t, rational(t, got.String()).Cmp(want), "%s and %s give %s", x, y, got)
		}
		same(a.Add(b), new(big.Rat).Add(p, q))
		same(a.Sub(b), new(big.Rat).Sub(p, q))
		same(a.Mul(b), new(big.Rat).Mul(p, q))
		same(a.Neg(), new(big.Rat).Neg(p))
		same(a.Abs(), new(big.Rat).Abs(p))
		require.Equal(t, p.Cmp(q), a.Cmp(b))
		require.Equal(t, p.Cmp(q) < 0, a.Less(b))
		require.Equal(t, p.Sign(), a.Sign())
		if !b.IsZero() {
			times, left := a.QuoRem(b)
			require.True(t, times.Mul(b).Add(left).Equal(a))
			require.True(t, left.Abs().Less(b.Abs()))
			require.True(t, times.Fits(0))
		}
	})
}

func TestRoundingTiesGoWhereTheirNameSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, up, even, floor, ceil string }{
		{"0.125", "0.13", "0.12", "0.12", "0.13"},
		{"-0.125", "-0.13", "-0.12", "-0.13", "-0.12"},
		{"0.135", "0.14", "0.14", "0.13", "0.14"},
		{"2.005", "2.01", "2", "2", "2.01"},
		{"-2.005", "-2.01", "-2", "-2.01", "-2"},
		{"0.1250000001", "0.13", "0.13", "0.12", "0.13"},
		{"0.1249999999", "0.12", "0.12", "0.12", "0.13"},
		{"0", "0", "0", "0", "0"},
	} {
		d := kernel.MustDecimal(c.in)
		require.Equal(t, []string{c.up, c.even, c.floor, c.ceil},
			[]string{d.HalfUp(2).String(), d.HalfEven(2).String(), d.Floor(2).String(), d.Ceil(2).String()}, c.in)
	}
	require.Equal(t, "1200", kernel.Int(1150).HalfUp(-2).String())
	require.Equal(t, "1.00", kernel.MustDecimal("0.995").Fixed(2))
	require.Equal(t, "0.00", kernel.MustDecimal("-0.001").Fixed(2))
}

func TestRoundingMovesByHalfAUnitAtMostAndFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := kernel.MustDecimal(decimals().Draw(t, "d"))
		places := int32(rapid.IntRange(0, 8).Draw(t, "places"))
		half := kernel.Int(5).Mul(kernel.MustDecimal("0.1")).Mul(unit(places))
		for _, r := range []kernel.Decimal{d.HalfUp(places), d.HalfEven(places)} {
			require.True(t, r.Fits(places))
			require.False(t, half.Less(r.Sub(d).Abs()), "%s became %s", d, r)
		}
		require.True(t, d.Neg().HalfUp(places).Equal(d.HalfUp(places).Neg()), "ties go away from zero on both sides")
		require.False(t, d.Less(d.Floor(places)))
		require.False(t, d.Ceil(places).Less(d))
	})
}

func unit(places int32) kernel.Decimal {
	u := kernel.Int(1)
	for range places {
		u = u.Mul(kernel.MustDecimal("0.1"))
	}
	return u
}

func TestFitsCountsWrittenDecimalsThatMatter(t *testing.T) {
	t.Parallel()
	require.True(t, kernel.MustDecimal("1.500").Fits(1))
	require.False(t, kernel.MustDecimal("1.501").Fits(2))
	require.True(t, kernel.MustDecimal("1.501").Fits(3))
}

func TestADecimalIsNotReadFromNothingOrFromNaN(t *testing.T) {
	t.Parallel()
	var d kernel.Decimal
	require.Error(t, d.Scan(nil))
	require.Error(t, d.Scan("NaN"))
	require.Error(t, d.Scan("Infinity"))
}
