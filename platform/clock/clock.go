// Package clock is the only place that reads the time.
package clock

import "time"

// Clock tells the time to use cases. The zero value is the real one.
type Clock struct{ fixed time.Time }

// Now is the present instant in UTC, cut to the microseconds that PostgreSQL keeps.
func (c Clock) Now() time.Time {
	if !c.fixed.IsZero() {
		return c.fixed
	}
	return time.Now().UTC().Truncate(time.Microsecond)
}

// Fixed is a clock that stands still, for tests and for replays.
func Fixed(t time.Time) Clock { return Clock{t.UTC().Truncate(time.Microsecond)} }
