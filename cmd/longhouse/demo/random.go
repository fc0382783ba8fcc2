package demo

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// dice makes the same company each time: a demonstration that differs from
// machine to machine could not be talked about.
type dice struct{ *rand.Rand }

func newDice() dice { return dice{rand.New(rand.NewPCG(1848, 1871))} } //nolint:gosec // made-up data needs no secrecy

func pick[T any](d dice, of []T) T { return of[d.IntN(len(of))] }

// between is a whole number from low to high.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// few prefers small numbers.
func (d dice) few(most int) int {
	n := 1
	for n < most && d.IntN(100) < 55 {
		n++
	}
	return n
}

// cents writes an amount of cents as a decimal: no float meets money, not even here.
func cents(n int) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

func day(t time.Time) string { return t.Format(time.DateOnly) }

// workday moves a weekend's day to the Monday after it.
func workday(t time.Time) time.Time {
	switch t.Weekday() {
	case time.Saturday:
		return t.AddDate(0, 0, 2)
	case time.Sunday:
		return t.AddDate(0, 0, 1)
	default:
		return t
	}
}

// table becomes a CSV file.
type table struct {
	head []string
	rows [][]string
}

func columns(names string) *table { return &table{head: strings.Split(names, ",")} }

func (t *table) add(cells ...any) {
	row := make([]string, len(cells))
	for i, c := range cells {
		switch v := c.(type) {
		case string:
			row[i] = v
		case int:
			row[i] = strconv.Itoa(v)
		case time.Time:
			if !v.IsZero() {
				row[i] = day(v)
			}
		}
	}
	t.rows = append(t.rows, row)
}

func (t *table) csv() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(t.head); err != nil {
		return nil, err
	}
	if err := w.WriteAll(t.rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
