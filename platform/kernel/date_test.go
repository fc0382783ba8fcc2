package kernel_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"longhouse/platform/kernel"
)

func days() *rapid.Generator[kernel.Date] {
	return rapid.Custom(func(t *rapid.T) kernel.Date {
		return kernel.MustDate("1200-03-01").AddDays(rapid.IntRange(0, 3_000_000).Draw(t, "day"))
	})
}

func TestOnlyDaysThatExistAreRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"2025-02-29", "1900-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-1", "26-01-01", "2026-01-01T00:00:00Z",
		" 2026-01-01", "2026-01-01 ", "2026/01/01", "01.02.2026", "today", "0000-01-01", "0001-01-01", "-001-01-01", "10000-01-01", "２０２６-01-01"} {
		_, err := kernel.ParseDate(text)
		require.Error(t, err, "%q", text)
	}
	for _, text := range []string{"2024-02-29", "2000-02-29", "9999-12-31", "0001-01-02"} {
		d, err := kernel.ParseDate(text)
		require.NoError(t, err)
		require.Equal(t, text, d.String())
		require.False(t, d.IsZero())
	}
}

func TestDaysSurviveTextJSONAndTheDatabase(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := days().Draw(t, "day")
		b, err := json.Marshal(d)
		require.NoError(t, err)
		var back, scanned kernel.Date
		require.NoError(t, json.Unmarshal(b, &back))
		require.Equal(t, d, back)
		v, err := d.Value()
		require.NoError(t, err)
		require.NoError(t, scanned.Scan(v))
		require.Equal(t, d, scanned)
		require.NoError(t, scanned.Scan(d.Time()))
		require.Equal(t, d, scanned)
	})
}

func TestCountingDaysUndoesMovingByDaysOverAnySpan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, n := days().Draw(t, "from"), rapid.IntRange(-400_000, 400_000).Draw(t, "days")
		b := a.AddDays(n)
		require.Equal(t, n, a.DaysUntil(b), "%s to %s", a, b)
		require.Equal(t, -n, b.DaysUntil(a))
		require.Equal(t, n > 0, a.Before(b))
		require.Equal(t, n < 0, a.After(b))
	})
}

func TestMonthsClipToTheLastDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from   string
		months int
		to     string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 48, "2028-02-29"},
		{"2026-03-31", -1, "2026-02-28"}, {"2026-12-31", 2, "2027-02-28"}, {"2026-01-15", -1, "2025-12-15"}, {"2026-05-31", 0, "2026-05-31"},
	} {
		require.Equal(t, c.to, kernel.MustDate(c.from).AddMonths(c.months).String(), "%s %+d", c.from, c.months)
	}
	rapid.Check(t, func(t *rapid.T) {
		d, n := days().Draw(t, "day"), rapid.IntRange(-240, 240).Draw(t, "months")
		e := d.AddMonths(n)
		moved := func(x kernel.Date) int { return x.Year()*12 + int(x.Time().Month()) }
		require.Equal(t, moved(d)+n, moved(e), "always in the month that was meant")
		require.LessOrEqual(t, e.Time().Day(), d.Time().Day())
	})
}

// Both days of the year on which a clock is set, where a day has 23 or 25
// hours, and zones that change at midnight or lie half an hour off.
func TestTheDayInAZoneIsTheCalendarsOnBothSummerTimeDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, instant, day string }{
		{"Europe/Berlin", "2026-03-28T22:59:59Z", "2026-03-28"}, {"Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29"},
		{"Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29"}, {"Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30"},
		{"Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25"}, {"Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-25"}, {"Europe/Berlin", "2026-10-25T23:00:00Z", "2026-10-26"},
		{"America/St_Johns", "2026-07-01T02:29:59Z", "2026-06-30"}, {"America/St_Johns", "2026-07-01T02:30:00Z", "2026-07-01"},
		{"Pacific/Kiritimati", "2026-01-01T10:00:00Z", "2026-01-02"}, {"UTC", "2026-01-01T00:00:00Z", "2026-01-01"},
	} {
		zone, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		at, err := time.Parse(time.RFC3339, c.instant)
		require.NoError(t, err)
		require.Equal(t, c.day, kernel.DateIn(at, zone).String(), "%s in %s", c.instant, c.zone)
	}
}

func TestNoDayIsNothingEverywhere(t *testing.T) {
	t.Parallel()
	var none kernel.Date
	require.True(t, none.IsZero())
	require.Empty(t, none.String())
	v, err := none.Value()
	require.NoError(t, err)
	require.Nil(t, v)
	d := kernel.MustDate("2026-01-01")
	require.NoError(t, d.Scan(nil))
	require.True(t, d.IsZero())
	d = kernel.MustDate("2026-01-01")
	require.NoError(t, d.UnmarshalText(nil))
	require.True(t, d.IsZero())
	d = kernel.MustDate("2026-01-01")
	require.Error(t, d.UnmarshalText([]byte("soon")))
	require.Equal(t, "2026-01-01", d.String(), "what was refused changes nothing")
	require.Error(t, d.Scan(20260101))
}
