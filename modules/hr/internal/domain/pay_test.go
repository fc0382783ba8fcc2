package domain

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/hr"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

func TestPayMayBeginLaterThanTheSpellAndEarlierThanItDid(t *testing.T) {
	t.Parallel()
	spell := Spell{HiredOn: day("2024-01-01"), LastDay: day("2025-12-31")}
	f, err := Facts[string]{}.Begin(spell, day("2025-01-01"), "B", kernel.NewUUID())
	require.NoError(t, err)
	f, err = f.Begin(spell, day("2024-02-01"), "A", kernel.NewUUID())
	require.NoError(t, err)
	f, err = f.Begin(spell, day("2025-07-01"), "C", kernel.NewUUID())
	require.NoError(t, err)
	require.Equal(t, []shown{{"2024-02-01", "2025-01-01", "A"}, {"2025-01-01", "2025-07-01", "B"}, {"2025-07-01", "2026-01-01", "C"}}, show(f))

	_, err = f.Begin(spell, day("2025-01-01"), "X", kernel.NewUUID())
	require.ErrorIs(t, err, hr.ErrSameDay)
	for _, outside := range []string{"2023-12-31", "2026-01-01"} {
		_, err = f.Begin(spell, day(outside), "X", kernel.NewUUID())
		require.ErrorIs(t, err, hr.ErrNotEmployed, outside)
	}
}

func TestOverTheDaysOfAWithdrawnFirstPayNothingGoesOn(t *testing.T) {
	t.Parallel()
	f := example(t)
	rest, err := f.Withdraw(f.periods[0].ID)
	require.NoError(t, err)
	require.Equal(t, []shown{{"2025-06-01", "", "C"}}, show(rest))
	rest, err = f.Withdraw(f.periods[1].ID)
	require.NoError(t, err)
	require.Equal(t, []shown{{"2024-01-01", "", "A"}}, show(rest))
	_, err = f.Withdraw(kernel.NewUUID())
	require.ErrorIs(t, err, hr.ErrFactUnknown)
}

func TestPayIsMoreThanNothingInTheDigitsOfItsCurrency(t *testing.T) {
	t.Parallel()
	good := Pay{"month", kernel.MustDecimal("4200.50"), "EUR"}
	wrong := func(p Pay) (codes []string) {
		var faults fault.Collector
		p.Check(&faults)
		if err := fault.As(faults.Err()); err != nil {
			for _, f := range err.Fields {
				codes = append(codes, f.Pointer+" "+f.Code)
			}
		}
		return codes
	}
	require.Empty(t, wrong(good))
	for pay, want := range map[Pay]string{
		{"week", good.Amount, "EUR"}:                          "/basis unknown",
		{"month", kernel.Zero, "EUR"}:                         "/amount invalid",
		{"month", kernel.MustDecimal("-1"), "EUR"}:            "/amount invalid",
		{"month", kernel.MustDecimal("1000000000000"), "EUR"}: "/amount too_large",
		{"month", good.Amount, "JPY"}:                         "/amount too_precise",
		{"hour", kernel.MustDecimal("0.001"), "EUR"}:          "/amount too_precise",
		{"year", good.Amount, "euro"}:                         "/currency invalid",
	} {
		require.Equal(t, []string{want}, wrong(pay))
	}
	require.Empty(t, wrong(Pay{"hour", kernel.MustDecimal("0.001"), "KWD"}))
	require.True(t, good.Same(Pay{"month", kernel.MustDecimal("4200.5"), "EUR"}))
	require.False(t, good.Same(Pay{"year", good.Amount, "EUR"}))
}
