package imports

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDecimalsAreReadInTheirFormat(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in     string
		format DecimalFormat
		want   string
	}{
		{"1.234,56", DecimalComma, "1234.56"},
		{"1,234.56", DecimalPoint, "1234.56"},
		{"1.234", DecimalComma, "1234"},
		{"1.234", DecimalPoint, "1.234"},
		{"1,234", DecimalComma, "1.234"},
		{"1,234", DecimalPoint, "1234"},
		{"1.234,56", "", "1234.56"},
		{"1,234.56", "", "1234.56"},
		{"200.000.000", "", "200000000"},
		{"1,7", "", "1.7"},
		{"0,123", "", "0.123"},
		{"1234.567", "", "1234.567"},
		{"12,34,567.89", DecimalPoint, "1234567.89"},
		{"1 234,5", "", "1234.5"},
		{"1\u202F234\u202F567,5", "", "1234567.5"},
		{"1'234.50", "", "1234.50"},
		{" -12.50 ", "", "-12.50"},
		{"(12.50)", DecimalPoint, "-12.50"},
		{"12.50-", DecimalPoint, "-12.50"},
		{"−3", "", "-3"},
		{"+3", "", "3"},
		{".5", "", "0.5"},
		{"007", "", "007"},
	} {
		got, err := ParseDecimal(c.in, c.format)
		require.NoError(t, err, c.in)
		require.Equal(t, c.want, got, c.in)
	}
	for _, in := range []string{"", " ", "x", "1E5", "0x1F", "$5", "5 €", "19%", "NaN", "--5", "-5-", "()", "1.2.3", "12 34", "1,23,4", "1.234,5,6", "-", ".", "1..2", "١٢"} {
		_, err := ParseDecimal(in, "")
		require.ErrorIs(t, err, ErrNotNumber, in)
	}
	_, err := ParseDecimal("1.234", "")
	require.ErrorIs(t, err, ErrNumberAmbiguous)
	_, err = ParseDecimal("1.234,56", DecimalPoint)
	require.ErrorIs(t, err, ErrNotNumber, "it contradicts its column")
}

func TestAColumnsDecimalFormatIsGuessedOrAskedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		values    []string
		want      DecimalFormat
		ambiguous bool
	}{
		{[]string{"1.234", "5,5"}, DecimalComma, false},
		{[]string{"1.234", "5.5"}, DecimalPoint, false},
		{[]string{"1.234", "2.345"}, "", true},
		{[]string{"1", "22", "", "n/a"}, "", false},
		{[]string{"1,5", "2.5"}, "", true},
		{[]string{"1,5", "2,5", "2.5"}, DecimalComma, false},
	} {
		got, ambiguous := GuessDecimal(c.values)
		require.Equal(t, c.want, got, c.values)
		require.Equal(t, c.ambiguous, ambiguous, c.values)
	}
}

func TestDatesAreReadInTheirOrder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in    string
		order DateOrder
		want  string
	}{
		{"2026-11-22", "", "2026-11-22"},
		{"2026/1/2", "", "2026-01-02"},
		{"20261122", "", "2026-11-22"},
		{"22/11/2026", "", "2026-11-22"},
		{"11/22/2026", "", "2026-11-22"},
		{"05/06/2026", DayMonth, "2026-06-05"},
		{"05/06/2026", MonthDay, "2026-05-06"},
		{"5.6.26", DayMonth, "2026-06-05"},
		{"05/05/2026", "", "2026-05-05"},
		{"20-Sep-19", "", "2019-09-20"},
		{"07-10-1969", DayMonth, "1969-10-07"},
		{"30-Jun-68", "", "2068-06-30"},
		{"30-Jun-69", "", "1969-06-30"},
		{"24/Feb/2021 03:59:34", "", "2021-02-24T03:59:34"},
		{"November 22, 2026", "", "2026-11-22"},
		{"Nov. 22nd, 2026 3:04 PM", "", "2026-11-22T15:04:00"},
		{"22. März 2026", "", "2026-03-22"},
		{"1 août 2026", "", "2026-08-01"},
		{"2026-Nov-22", "", "2026-11-22"},
		{"2026-11-22 15:04", "", "2026-11-22T15:04:00"},
		{"2026-11-22T15:04:05", "", "2026-11-22T15:04:05"},
		{"2026-11-22 00:00:00.000", "", "2026-11-22T00:00:00"},
		{"23/07/2025 9:12", "", "2025-07-23T09:12:00"},
		{"12:30 AM", "", ""},
	} {
		got, err := ParseDate(c.in, c.order)
		if c.want == "" {
			require.ErrorIs(t, err, ErrNotDate, c.in)
			continue
		}
		require.NoError(t, err, c.in)
		if got.HasTime {
			require.Equal(t, c.want, got.Time.Format("2006-01-02T15:04:05"), c.in)
		} else {
			require.Equal(t, c.want, got.Day(), c.in)
		}
		require.False(t, got.HasZone)
	}
	for in, want := range map[string]string{
		"2020-01-01T15:00:00Z":            "2020-01-01T15:00:00Z",
		"2020-01-01T15:00:00+03:00":       "2020-01-01T12:00:00Z",
		"2020-01-01 15:00:00 -0330":       "2020-01-01T18:30:00Z",
		"2024-07-31T16:07:56.741Z":        "2024-07-31T16:07:56.741Z",
		"31/12/2020 11:59 p.m. UTC":       "2020-12-31T23:59:00Z",
		"2020-01-01T12:30:00.5 AM +00:00": "2020-01-01T00:30:00.5Z",
	} {
		got, err := ParseDate(in, "")
		require.NoError(t, err, in)
		require.True(t, got.HasZone)
		require.Equal(t, want, got.Time.UTC().Format(time.RFC3339Nano), in)
	}
	for _, in := range []string{
		"", "x", "12", "2026", "12345678", "31/04/2026", "2026-02-30", "2026-22-11", "00/01/2026", "1/2/3/4", "05/06/026", "jui 5 2026",
		"Martian 5, 2026", "2026-11-22T25:00:00", "2026-11-22 10:60", "2026-11-22 13:00 PM", "44927", "1.234,56", "2026-11-22 10:00 +99:00", "32/13/2026",
	} {
		_, err := ParseDate(in, "")
		require.ErrorIs(t, err, ErrNotDate, in)
	}
	_, err := ParseDate("05/06/2026", "")
	require.ErrorIs(t, err, ErrDateAmbiguous)
	_, err = ParseDate("11/22/2026", DayMonth)
	require.ErrorIs(t, err, ErrNotDate, "it contradicts its column")
}

func TestAColumnsDateOrderIsGuessedOrAskedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		values    []string
		want      DateOrder
		ambiguous bool
	}{
		{[]string{"01/02/2026", "13/02/2026"}, DayMonth, false},
		{[]string{"01/02/2026", "02/13/2026"}, MonthDay, false},
		{[]string{"01/02/2026", "12/12/2026"}, "", true},
		{[]string{"2026-01-02", "3-Feb-26", "", "n/a"}, "", false},
		{[]string{"13/02/2026", "02/13/2026"}, "", true},
		{[]string{"13/02/2026", "14/02/2026", "02/13/2026"}, DayMonth, false},
	} {
		got, ambiguous := GuessDateOrder(c.values)
		require.Equal(t, c.want, got, c.values)
		require.Equal(t, c.ambiguous, ambiguous, c.values)
	}
}

func TestYesAndNoAreReadInSeveralLanguages(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"true", "TRUE", "1", " Yes ", "y", "ja", "Wahr", "oui", "sì", "x", "✓"} {
		got, err := ParseBool(in)
		require.NoError(t, err, in)
		require.True(t, got, in)
	}
	for _, in := range []string{"false", "0", "No", "nein", "FAUX", "não", "off"} {
		got, err := ParseBool(in)
		require.NoError(t, err, in)
		require.False(t, got, in)
	}
	for _, in := range []string{"", "2", "maybe", "-"} {
		_, err := ParseBool(in)
		require.ErrorIs(t, err, ErrNotBool, in)
	}
}
