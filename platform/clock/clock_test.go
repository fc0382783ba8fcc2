package clock_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/clock"
)

func TestTheRealClockTellsUTCInMicroseconds(t *testing.T) {
	t.Parallel()
	before := time.Now().Add(-time.Microsecond)
	now := clock.Clock{}.Now()
	require.Equal(t, time.UTC, now.Location())
	require.Equal(t, now.Truncate(time.Microsecond), now)
	require.False(t, now.Before(before.Truncate(time.Microsecond)))
	require.False(t, now.After(time.Now()))
}

func TestAFixedClockStandsStillInUTC(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("half", -(3*60+30)*60)
	c := clock.Fixed(time.Date(2026, 11, 22, 10, 0, 0, 1999, zone))
	require.Equal(t, time.Date(2026, 11, 22, 13, 30, 0, 1000, time.UTC), c.Now())
	require.Equal(t, c.Now(), c.Now())
}
