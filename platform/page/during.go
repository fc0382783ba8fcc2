package page

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"longhouse/platform/kernel"
)

// during compiles field.during=this_week. A day is compared with days, an
// instant with the midnights of the caller's zone.
func (c Column) during(word string, now time.Time) (f fragment, why string) {
	if c.Cast != "date" && c.Cast != "timestamptz" {
		return f, "This field is no date."
	}
	if now.IsZero() {
		return f, "Relative dates are not known here; say a day."
	}
	from, to, ok := span(word, now)
	if !ok {
		return f, "This needs a word like today, last_week, next_quarter, last_30_days, past or future."
	}
	said := func(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
	if c.Cast == "date" {
		said = func(t time.Time) string { return kernel.DateIn(t, t.Location()).String() }
		switch word {
		case "past": // today is neither past nor future
			to = midnight(now, 0)
		case "future":
			from, to = midnight(now, 1), lastDay
		}
	}
	var parts []fragment
	for _, bound := range []struct {
		op string
		at time.Time
	}{{">=", from}, {"<", to}} {
		if !bound.at.IsZero() {
			parts = append(parts, fragment{"((" + c.Expr + ") " + bound.op + " " + param + "::text::" + c.Cast + ")", []any{said(bound.at)}})
		}
	}
	return join(parts, " and "), ""
}

// lastDay is what lists sort by where there is no day: it is not the future.
var lastDay = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

var someDays = regexp.MustCompile(`^(last|next)_([1-9][0-9]{0,3})_days$`)

// span is the time that a word names, its end not in it; zero is open. Weeks
// begin on Monday, and both last_7_days and next_7_days hold today.
func span(word string, now time.Time) (from, to time.Time, ok bool) {
	switch word {
	case "today":
		return midnight(now, 0), midnight(now, 1), true
	case "yesterday":
		return midnight(now, -1), midnight(now, 0), true
	case "tomorrow":
		return midnight(now, 1), midnight(now, 2), true
	case "past":
		return from, now, true
	case "future":
		return now, to, true
	}
	if m := someDays.FindStringSubmatch(word); m != nil {
		n, _ := strconv.Atoi(m[2]) // digits, by the pattern
		if m[1] == "last" {
			return midnight(now, 1-n), midnight(now, 1), true
		}
		return midnight(now, 0), midnight(now, n), true
	}
	which, unit, _ := strings.Cut(word, "_")
	n, known := map[string]int{"last": -1, "this": 0, "next": 1}[which]
	if !known {
		return from, to, false
	}
	months := 0
	switch unit {
	case "week":
		monday := -(int(now.Weekday()) + 6) % 7
		return midnight(now, monday+7*n), midnight(now, monday+7*n+7), true
	case "month":
		months = 1
	case "quarter":
		months = 3
	case "year":
		months = 12
	default:
		return from, to, false
	}
	start := (int(now.Month())-1)/months*months + 1 - int(now.Month()) + n*months
	first := func(shift int) time.Time {
		return time.Date(now.Year(), now.Month()+time.Month(shift), 1, 0, 0, 0, 0, now.Location())
	}
	return first(start), first(start + months), true
}

// midnight is the beginning of a day, so many days from today.
func midnight(now time.Time, days int) time.Time {
	return time.Date(now.Year(), now.Month(), now.Day()+days, 0, 0, 0, 0, now.Location())
}
