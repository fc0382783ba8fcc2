package imports

import (
	"strconv"
	"strings"
	"time"
)

// DateOrder says whether a column writes 5/6/2026 for the fifth of June or the
// sixth of May. The zero value is not decided: then such a value is refused as
// ambiguous. Dates that begin with the year or spell the month need no order.
type DateOrder string

// The orders of day and month.
const (
	DayMonth DateOrder = "dmy"
	MonthDay DateOrder = "mdy"
)

// When is a day, or an instant if the value had a time.
type When struct {
	Time    time.Time // UTC where the value names no zone
	HasTime bool
	HasZone bool
}

// Day is the day as it was written, 2026-11-22, whatever its zone.
func (w When) Day() string { return w.Time.Format(time.DateOnly) }

// ParseDate reads 2026-11-22, 22/11/2026, 11/22/2026, 22.11.26, 22-Nov-26,
// November 22, 2026 and 20261122, each with an optional time and zone. A year of
// two digits lies between 1969 and 2068.
func ParseDate(s string, order DateOrder) (When, error) {
	p, err := splitDate(s)
	if err != nil {
		return When{}, err
	}
	day, month := p.a, p.b
	if !p.fixed {
		switch {
		case order == MonthDay:
			day, month = p.b, p.a
		case order == "" && p.ambiguous():
			return When{}, about(ErrDateAmbiguous, s)
		case order == "" && p.b > 12:
			day, month = p.b, p.a
		}
	}
	w := When{HasTime: p.clock != "", HasZone: p.zone != nil}
	zone := p.zone
	if zone == nil {
		zone = time.UTC
	}
	w.Time = time.Date(p.year, time.Month(month), day, p.at.hour, p.at.minute, p.at.second, p.at.nano, zone)
	if w.Time.Day() != day || int(w.Time.Month()) != month {
		return When{}, about(ErrNotDate, s) // 31 June
	}
	return w, nil
}

// GuessDateOrder looks at a column. It is ambiguous if no day or month is above
// 12, or if as many values speak for one order as for the other; else the odd
// ones are errors when they are parsed. Without a date of that kind there is
// nothing to decide, and the order is empty.
func GuessDateOrder(values []string) (order DateOrder, ambiguous bool) {
	dayFirst, monthFirst, unclear := 0, 0, 0
	for _, v := range values {
		p, err := splitDate(v)
		switch {
		case err != nil || p.fixed:
		case p.a > 12:
			dayFirst++
		case p.b > 12:
			monthFirst++
		case p.ambiguous():
			unclear++
		}
	}
	switch {
	case dayFirst > monthFirst:
		return DayMonth, false
	case monthFirst > dayFirst:
		return MonthDay, false
	default:
		return "", unclear+dayFirst+monthFirst > 0
	}
}

// parts are the numbers of a date: day and month are a and b if that is fixed,
// else the other way round perhaps.
type parts struct {
	year, a, b int
	fixed      bool
	clock      string
	at         clockTime
	zone       *time.Location
}

func (p parts) ambiguous() bool { return !p.fixed && p.a <= 12 && p.b <= 12 && p.a != p.b }

func splitDate(s string) (parts, error) {
	bad := func() (parts, error) { return parts{}, about(ErrNotDate, s) }
	if len(s) > 64 {
		return bad()
	}
	day, clock := cutClock(strings.TrimSpace(s))
	var p parts
	var ok bool
	if p, ok = splitDay(day); !ok {
		return bad()
	}
	if p.clock = clock; clock != "" {
		if p.at, p.zone, ok = readClock(clock); !ok {
			return bad()
		}
	}
	return p, nil
}

// cutClock parts the day from the time: at a T behind digits, or at the blank
// before the first colon.
func cutClock(s string) (day, clock string) {
	if i := strings.IndexAny(s, "Tt"); i >= 8 && isDigit(s[i-1]) && i+1 < len(s) && isDigit(s[i+1]) {
		return s[:i], s[i+1:]
	}
	colon := strings.IndexByte(s, ':')
	if colon < 0 {
		return s, ""
	}
	i := strings.LastIndexByte(s[:colon], ' ')
	if i < 0 {
		return s, ""
	}
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s[:i]), ",")), s[i+1:]
}

// splitDay reads the day's three parts, in digits or with a month's name.
func splitDay(s string) (parts, bool) {
	f := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/-. ,\u00A0", r) })
	if len(f) == 1 && len(s) == 8 {
		f = []string{s[:4], s[4:6], s[6:]}
	}
	if len(f) != 3 {
		return parts{}, false
	}
	_, yearFirst := digits(f[0], 4, 4) // 2026-Nov-22, but not 22nd November
	for i := range 2 {
		if month := monthOf(f[i]); month > 0 && !yearFirst {
			day, ok1 := digits(strings.TrimRight(f[1-i], "stndrh"), 1, 2)
			year, ok2 := yearOf(f[2])
			return parts{year: year, a: day, b: month, fixed: true}, ok1 && ok2 && validDay(day, month)
		}
	}
	if yearFirst {
		year, ok := yearOf(f[0])
		month, ok1 := digits(f[1], 1, 2)
		if m := monthOf(f[1]); m > 0 {
			month, ok1 = m, true
		}
		day, ok2 := digits(f[2], 1, 2)
		return parts{year: year, a: day, b: month, fixed: true}, ok && ok1 && ok2 && validDay(day, month)
	}
	a, ok := digits(f[0], 1, 2)
	b, ok1 := digits(f[1], 1, 2)
	year, ok2 := yearOf(f[2])
	return parts{year: year, a: a, b: b}, ok && ok1 && ok2 && (validDay(a, b) || validDay(b, a))
}

func validDay(day, month int) bool { return day >= 1 && day <= 31 && month >= 1 && month <= 12 }

func yearOf(s string) (int, bool) {
	switch len(s) {
	case 2:
		n, ok := digits(s, 2, 2)
		if n < 69 {
			return 2000 + n, ok
		}
		return 1900 + n, ok
	case 4:
		n, ok := digits(s, 4, 4)
		return n, ok && n >= 1000
	default:
		return 0, false
	}
}

func digits(s string, least, most int) (int, bool) {
	if len(s) < least || len(s) > most || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
