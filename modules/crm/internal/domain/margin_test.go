package domain_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/crm/internal/domain"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

func TestAMarginIsWhatIsLeftOver(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ amount, cost, margin, percent string }{
		{"950.00", "640.00", "310", "32.63"},
		{"1187.50", "740", "447.5", "37.68"},
		{"100", "0", "100", "100"},
		{"100", "100", "0", "0"},
		{"80", "100", "-20", "-25"},
		{"3", "1", "2", "66.67"},
		{"200", "199.99", "0.01", "0.01"}, // 0.005 goes up
		{"200", "200.01", "-0.01", "-0.01"},
		{"", "100", "", ""},
		{"100", "", "", ""},
	} {
		amount := kernel.Money{Currency: "EUR"}
		if c.amount != "" {
			amount.Amount = kernel.MustDecimal(c.amount)
		}
		var cost *kernel.Decimal
		if c.cost != "" {
			d := kernel.MustDecimal(c.cost)
			cost = &d
		}
		margin, percent := domain.Margin(amount, cost)
		if c.margin == "" {
			require.Nil(t, margin, "%v", c)
			require.Nil(t, percent, "%v", c)
			continue
		}
		require.Equal(t, []string{c.margin, c.percent}, []string{margin.String(), percent.String()}, "%v", c)
	}
}

func TestACostThatCannotBeMeantIsRefused(t *testing.T) {
	t.Parallel()
	for cost, code := range map[string]string{"-0.01": "invalid", "1.005": "too_precise", "100000000000000": "too_large", "0": "", "12.50": ""} {
		c := kernel.MustDecimal(cost)
		d := domain.Deal{Name: "A deal", Amount: kernel.Money{Currency: "EUR"}, Cost: &c}
		require.NoError(t, d.Check(), "it is asked where it is written only")
		err := d.CheckCost()
		if code == "" {
			require.NoError(t, err, cost)
			continue
		}
		require.Equal(t, []string{"/cost", code}, []string{fault.As(err).Fields[0].Pointer, fault.As(err).Fields[0].Code}, cost)
	}
	require.NoError(t, (&domain.Deal{}).CheckCost())
}
