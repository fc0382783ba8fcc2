package jobs

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCronKnowsBothSummerTimeDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ why, zone, spec, after, want string }{
		// Berlin: 2026-03-29 02:00 → 03:00, 2026-10-25 03:00 → 02:00
		{"a missing minute runs at the next that exists", "Europe/Berlin", "30 2 * * *", "2026-03-28T12:00:00+01:00", "2026-03-29T03:00:00+02:00"},
		{"and the day after at its own", "Europe/Berlin", "30 2 * * *", "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"},
		{"many missing minutes run once", "Europe/Berlin", "*/20 * * * *", "2026-03-29T01:40:00+01:00", "2026-03-29T03:00:00+02:00"},
		{"not twice with the one that exists", "Europe/Berlin", "*/20 * * * *", "2026-03-29T03:00:00+02:00", "2026-03-29T03:20:00+02:00"},
		{"a minute that comes twice runs the first time", "Europe/Berlin", "30 2 * * *", "2026-10-24T12:00:00+02:00", "2026-10-25T02:30:00+02:00"},
		{"and not the second", "Europe/Berlin", "30 2 * * *", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"},
		{"nor when asked between the two", "Europe/Berlin", "30 2 * * *", "2026-10-25T02:45:00+02:00", "2026-10-26T02:30:00+01:00"},
		{"after the hour that came twice it goes on", "Europe/Berlin", "0 3 * * *", "2026-10-25T02:30:00+01:00", "2026-10-25T03:00:00+01:00"},
		// New York: 2026-03-08 02:00 → 03:00, 2026-11-01 02:00 → 01:00
		{"spring", "America/New_York", "15 2 * * *", "2026-03-08T01:00:00-05:00", "2026-03-08T03:00:00-04:00"},
		{"autumn", "America/New_York", "15 1 * * *", "2026-11-01T00:00:00-04:00", "2026-11-01T01:15:00-04:00"},
		{"autumn, the second time", "America/New_York", "15 1 * * *", "2026-11-01T01:15:00-04:00", "2026-11-02T01:15:00-05:00"},
		// Lord Howe puts the clock by half an hour: 2026-10-04 02:00 → 02:30, 2026-04-05 02:00 → 01:30
		{"half an hour, spring", "Australia/Lord_Howe", "10 2 * * *", "2026-10-04T01:00:00+10:30", "2026-10-04T02:30:00+11:00"},
		{"half an hour, autumn", "Australia/Lord_Howe", "45 1 * * *", "2026-04-05T00:00:00+11:00", "2026-04-05T01:45:00+11:00"},
		{"half an hour, autumn, the second time", "Australia/Lord_Howe", "45 1 * * *", "2026-04-05T01:45:00+11:00", "2026-04-06T01:45:00+10:30"},
		// St John's has a zone with half an hour in it; Kathmandu three quarters, and no summer time
		{"spring", "America/St_Johns", "30 2 * * *", "2026-03-08T00:00:00-03:30", "2026-03-08T03:00:00-02:30"},
		{"no summer time", "Asia/Kathmandu", "30 2 * * *", "2026-03-28T20:00:00Z", "2026-03-28T20:45:00Z"},
		// Santiago puts it at midnight: 2026-09-06 00:00 → 01:00, 2026-04-05 00:00 → 23:00 of the day before
		{"midnight is missing", "America/Santiago", "0 0 * * *", "2026-09-05T12:00:00-04:00", "2026-09-06T01:00:00-03:00"},
		{"an hour before midnight comes twice", "America/Santiago", "30 23 * * *", "2026-04-04T23:30:00-03:00", "2026-04-05T23:30:00-04:00"},
		// Apia had no 30 December 2011
		{"a day that is missing", "Pacific/Apia", "0 12 30 12 *", "2011-12-01T00:00:00Z", "2011-12-30T10:00:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		spec, err := parseCron(c.spec)
		require.NoError(t, err)
		got := spec.next(instantOf(t, c.after), zone)
		require.Equal(t, instantOf(t, c.want).UTC().String(), got.String(), "%s, %s: %s after %s", c.zone, c.why, c.spec, c.after)
	}
}

func instantOf(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	require.NoError(t, err)
	return at
}

func TestCronReadsLines(t *testing.T) {
	t.Parallel()
	after := instantOf(t, "2026-11-29T10:45:30Z") // a Sunday
	for spec, want := range map[string]string{
		"* * * * *":         "2026-11-29T10:46:00Z",
		"45 10 * * *":       "2026-11-30T10:45:00Z",
		"*/15 8-18/2 * * *": "2026-11-29T12:00:00Z",
		"0 2 * * mon-fri":   "2026-11-30T02:00:00Z",
		"0 2 1,15 * *":      "2026-12-01T02:00:00Z",
		"0 0 29 feb *":      "2028-02-29T00:00:00Z",
		"0 12 * * 7":        "2026-11-29T12:00:00Z",
		"0 12 * * 0":        "2026-11-29T12:00:00Z",
		"0 0 13 * fri":      "2026-12-04T00:00:00Z", // either will do
		"30 10 31 DEC *":    "2026-12-31T10:30:00Z",
		"5/20 10,11 * * *":  "2026-11-29T11:05:00Z",
	} {
		c, err := parseCron(spec)
		require.NoError(t, err, spec)
		require.Equal(t, instantOf(t, want).String(), c.next(after, time.UTC).String(), spec)
	}
	for _, spec := range []string{"", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "*/0 * * * *",
		"5-1 * * * *", "a * * * *", "-1 * * * *", "1- * * * *", "@daily", "0 0 31 feb *"} {
		_, err := parseCron(spec)
		require.Error(t, err, spec)
	}
}

func TestMissedTicksAreCaughtUpAsTheScheduleSays(t *testing.T) {
	t.Parallel()
	at := func(s string) time.Time { return instantOf(t, "2026-11-29T"+s+"Z").UTC() }
	d := due{spec: "*/10 * * * *", zone: "Europe/Berlin", nextAt: at("10:00:00"), now: at("10:35:00")}
	missed := []time.Time{at("10:00:00"), at("10:10:00"), at("10:20:00"), at("10:30:00")}
	for misfire, want := range map[string][]time.Time{MisfireOnce: missed[3:], MisfireAll: missed, MisfireSkip: nil} {
		d.misfire = misfire
		ticks, next, err := d.ticks()
		require.NoError(t, err)
		require.Equal(t, want, ticks, misfire)
		require.Equal(t, at("10:40:00"), next, misfire)
	}
	d.misfire, d.now = MisfireSkip, at("10:00:30")
	ticks, next, err := d.ticks()
	require.NoError(t, err)
	require.Equal(t, missed[:1], ticks, "half a minute late is not missed")
	require.Equal(t, at("10:10:00"), next)
}
