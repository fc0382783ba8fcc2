package kernel_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"longhouse/platform/kernel"
)

func TestTwoCurrenciesNeverAddUp(t *testing.T) {
	t.Parallel()
	euro := kernel.Money{Amount: kernel.MustDecimal("1.10"), Currency: "EUR"}
	sum, err := euro.Add(kernel.Money{Amount: kernel.MustDecimal("2.05"), Currency: "EUR"})
	require.NoError(t, err)
	require.Equal(t, "3.15 EUR", sum.String())
	_, err = euro.Add(kernel.Money{Amount: kernel.Int(1), Currency: "USD"})
	require.Error(t, err)
	_, err = euro.Add(kernel.Money{})
	require.Error(t, err, "no currency is not every currency")
}

func TestMoneyShowsTheDecimalsOfItsCurrency(t *testing.T) {
	t.Parallel()
	for currency, want := range map[kernel.Currency]string{"EUR": "1234.57 EUR", "JPY": "1235 JPY", "KWD": "1234.568 KWD", "CLF": "1234.5678 CLF"} {
		require.Equal(t, want, kernel.Money{Amount: kernel.MustDecimal("1234.56784"), Currency: currency}.String())
	}
	for _, c := range []kernel.Currency{"", "eur", "EU", "EURO", "E1R", "EUR\n", "ЕUR"} {
		require.False(t, c.Valid(), "%q", c)
	}
	require.True(t, kernel.Currency("EUR").Valid())
}

func TestMoneyInJSONIsTextAndCurrency(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(kernel.Money{Amount: kernel.MustDecimal("1250.00"), Currency: "EUR"})
	require.NoError(t, err)
	require.JSONEq(t, `{"amount":"1250","currency":"EUR"}`, string(b))
	var m kernel.Money
	require.Error(t, json.Unmarshal([]byte(`{"amount":1250.1,"currency":"EUR"}`), &m))
}

func TestPartsOfAnAmountAddUpToItAndStayWithinAUnitOfTheirShare(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		places := int32(rapid.IntRange(0, 4).Draw(t, "places"))
		amount := kernel.Int(rapid.Int64Range(-1_000_000, 1_000_000).Draw(t, "amount")).Mul(unit(places))
		raw := rapid.SliceOfN(rapid.Int64Range(0, 1000), 1, 12).Draw(t, "weights")
		weights, total := make([]kernel.Decimal, len(raw)), kernel.Zero
		for i, w := range raw {
			weights[i] = kernel.Int(w)
			total = total.Add(weights[i])
		}
		parts, err := kernel.Allocate(amount, weights, places)
		if total.IsZero() && !amount.IsZero() {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		sum := kernel.Zero
		for i, p := range parts {
			sum = sum.Add(p)
			require.True(t, p.Fits(places))
			if !total.IsZero() {
				off := p.Sub(amount.Mul(weights[i]).Div(total)).Abs()
				require.True(t, off.Less(unit(places)), "part %d is %s off", i, off)
			}
			if weights[i].IsZero() {
				require.True(t, p.IsZero(), "who has no share gets nothing")
			}
		}
		require.True(t, sum.Equal(amount), "%s became %s", amount, sum)
		mirrored, err := kernel.Allocate(amount.Neg(), weights, places)
		require.NoError(t, err)
		for i := range parts {
			require.True(t, mirrored[i].Equal(parts[i].Neg()))
		}
	})
}

func TestWhatIsLeftOverGoesToTheLargestFractionAndTiesToTheFirst(t *testing.T) {
	t.Parallel()
	parts, err := kernel.Allocate(kernel.MustDecimal("100.00"), []kernel.Decimal{kernel.Int(1), kernel.Int(1), kernel.Int(1)}, 2)
	require.NoError(t, err)
	require.Equal(t, "33.34", parts[0].String())
	require.Equal(t, "33.33", parts[2].String())
	_, err = kernel.Allocate(kernel.Int(1), nil, 2)
	require.Error(t, err)
}
