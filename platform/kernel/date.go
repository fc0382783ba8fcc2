package kernel

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a calendar day, which has no time and no zone: a due day, a birthday.
// The zero value is "no day" and stands for null.
type Date struct{ t time.Time }

const dateForm = "2006-01-02"

// NewDate makes the day of a year, month and day of the month.
func NewDate(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// ParseDate reads 2026-11-22.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateForm, s)
	if err != nil || t.Year() < 1 || t.IsZero() { // the first of January of year 1 is how "no day" is kept
		return Date{}, fmt.Errorf("not a day like 2026-11-22: %.40q", s)
	}
	return Date{t}, nil
}

// MustDate is ParseDate for constants in code.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err) //nolint:forbidigo // a constant in code that is no day is a defect of the code
	}
	return d
}

// DateIn is the day that it is at an instant in a zone.
func DateIn(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return NewDate(y, m, d)
}

// IsZero says whether there is no day.
func (d Date) IsZero() bool { return d.t.IsZero() }

// Time is midnight of the day in UTC.
func (d Date) Time() time.Time { return d.t }

// Year returns the year of the day.
func (d Date) Year() int { return d.t.Year() }

// AddDays moves by days.
func (d Date) AddDays(n int) Date { return Date{d.t.AddDate(0, 0, n)} }

// AddMonths moves by calendar months and clips to the last day of the month:
// one month after 31 January is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.t.Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.AddDate(0, 0, min(day, last)-1)}
}

// Before says whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.t.Before(e.t) }

// After says whether d is later than e.
func (d Date) After(e Date) bool { return d.t.After(e.t) }

// DaysUntil counts the days from d to e.
func (d Date) DaysUntil(e Date) int {
	return int((e.t.Unix() - d.t.Unix()) / (24 * 60 * 60)) // a Duration ends after 292 years
}

// String writes 2026-11-22, or nothing for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format(dateForm)
}

// MarshalText writes the day; use omitzero for one that may be missing.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(b))
	if err == nil {
		*d = v
	}
	return err
}

// Value gives the database the day, or null.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a date column; null is no day.
func (d *Date) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = NewDate(v.Year(), v.Month(), v.Day())
	case string:
		return d.UnmarshalText([]byte(v))
	default:
		return fmt.Errorf("read a day from %T", v)
	}
	return nil
}
