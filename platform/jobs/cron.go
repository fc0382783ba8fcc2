package jobs

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// cron is a line of five fields, minute hour day month weekday, as sets of
// numbers. When day and weekday are both given, either will do.
type cron struct {
	minute, hour, day, month, weekday uint64
	anyDay, anyWeekday                bool
}

var (
	months   = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
)

// parseCron reads a line: numbers, *, lists, ranges, steps, and the English
// three-letter names of months and weekdays.
func parseCron(spec string) (cron, error) {
	var c cron
	fields := strings.Fields(strings.ToLower(spec))
	if len(fields) != 5 {
		return c, fmt.Errorf("the schedule %q has %d fields instead of five: minute hour day month weekday", spec, len(fields))
	}
	for i, f := range []struct {
		into     *uint64
		what     string
		low, top int
		names    []string
	}{{&c.minute, "minute", 0, 59, nil}, {&c.hour, "hour", 0, 23, nil}, {&c.day, "day", 1, 31, nil},
		{&c.month, "month", 1, 12, months}, {&c.weekday, "weekday", 0, 7, weekdays}} {
		set, err := parseField(fields[i], f.low, f.top, f.names)
		if err != nil {
			return c, fmt.Errorf("the schedule %q: %s %w", spec, f.what, err)
		}
		*f.into = set
	}
	if c.weekday&(1<<7) != 0 { // 7 is Sunday too
		c.weekday |= 1
	}
	c.anyDay, c.anyWeekday = strings.HasPrefix(fields[2], "*"), strings.HasPrefix(fields[4], "*")
	if c.next(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC).IsZero() {
		return c, fmt.Errorf("the schedule %q names a day that never comes", spec)
	}
	return c, nil
}

func parseField(text string, low, top int, names []string) (uint64, error) {
	var set uint64
	for part := range strings.SplitSeq(text, ",") {
		span, stepText, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			var err error
			if step, err = strconv.Atoi(stepText); err != nil || step < 1 {
				return 0, fmt.Errorf("%q has a step that is no number from 1 on", part)
			}
		}
		from, to := low, top
		if span != "*" {
			first, last, ranged := strings.Cut(span, "-")
			var ok bool
			if from, ok = number(first, low, names); !ok {
				return 0, fmt.Errorf("%q is not understood", part)
			}
			switch {
			case ranged:
				if to, ok = number(last, low, names); !ok {
					return 0, fmt.Errorf("%q is not understood", part)
				}
			case !stepped:
				to = from
			}
		}
		if from < low || to > top || from > to {
			return 0, fmt.Errorf("%q is not within %d-%d", part, low, top)
		}
		for n := from; n <= to; n += step {
			set |= 1 << n
		}
	}
	return set, nil
}

func number(text string, low int, names []string) (int, bool) {
	for i, name := range names {
		if text == name {
			return i + low, true
		}
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

func (c cron) on(day time.Time) bool {
	if c.month&(1<<int(day.Month())) == 0 {
		return false
	}
	inMonth, inWeek := c.day&(1<<day.Day()) != 0, c.weekday&(1<<int(day.Weekday())) != 0
	if c.anyDay || c.anyWeekday {
		return inMonth && inWeek
	}
	return inMonth || inWeek
}

// next is the first tick after an instant, by the clock on a wall of the zone:
// a minute that does not exist runs at the next that does; one that happens
// twice runs once, the first time. It is zero when there is none in eight years.
func (c cron) next(after time.Time, zone *time.Location) time.Time {
	wall := after.In(zone)
	// The date alone, as a day without a zone. From the day before, as a wall may be put back over midnight.
	first := time.Date(wall.Year(), wall.Month(), wall.Day()-1, 0, 0, 0, 0, time.UTC)
	for d := range 8*366 + 2 {
		day := first.AddDate(0, 0, d)
		if !c.on(day) {
			continue
		}
		for h := range 24 {
			if c.hour&(1<<h) == 0 {
				continue
			}
			for m := range 60 {
				if c.minute&(1<<m) == 0 {
					continue
				}
				at := instant(day.Add(time.Duration(h)*time.Hour+time.Duration(m)*time.Minute), zone)
				if at.After(after) {
					return at.UTC()
				}
			}
		}
	}
	return time.Time{}
}

// instant is when the clock on the wall shows wall, which is given as if in
// UTC: the first time if it does so twice, and the end of the gap if never.
func instant(wall time.Time, zone *time.Location) time.Time {
	const far = 30 * time.Hour // more than any zone is off, or any clock is put
	before, later := shift(wall, wall.Add(-far), zone), shift(wall, wall.Add(far), zone)
	if later.Before(before) {
		before, later = later, before
	}
	for _, at := range []time.Time{before, later} {
		if shows(at, wall, zone) {
			return at
		}
	}
	start, _ := later.In(zone).ZoneBounds()
	return start
}

// shift reads wall with the offset that the zone has at the instant near.
func shift(wall, near time.Time, zone *time.Location) time.Time {
	_, offset := near.In(zone).Zone()
	return wall.Add(-time.Duration(offset) * time.Second)
}

func shows(at, wall time.Time, zone *time.Location) bool {
	_, offset := at.In(zone).Zone()
	return at.Add(time.Duration(offset) * time.Second).Equal(wall)
}
