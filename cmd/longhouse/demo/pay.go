package demo

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

// wage is what a grade begins with.
type wage struct {
	basis string
	cents int
}

var wages = map[string]wage{"E1": {"year", 138_000_00}, "M2": {"month", 6_900_00}, "M1": {"month", 5_100_00}, "P3": {"month", 4_050_00}, "S2": {"hour", 17_40}}

// payOf is what somebody begins with, a little apart from who does the same,
// and what they have earned since the turn of the year, if they were here before.
func payOf(p person, today time.Time) []object {
	w := wages[gradeOf(p.title)]
	n, _ := strconv.Atoi(p.number)
	first := w.cents * (100 + n%5) / 100
	out := []object{{"from": day(p.hired), "basis": w.basis, "amount": cents(first)}}
	if raise := time.Date(today.Year(), 1, 1, 0, 0, 0, 0, time.UTC); p.hired.Before(raise) {
		out = append(out, object{"from": day(raise), "amount": cents(first * 104 / 100)})
	}
	return out
}

// pay gives everybody theirs, unless they have some.
func (f *filling) pay(ctx context.Context, staff []person) error {
	everybody, err := f.directory(ctx)
	if err != nil {
		return err
	}
	for _, p := range staff {
		at := "/hr/employees/" + everybody[p.number].ID + "/facts/pay"
		var have struct {
			Items   []struct{ ID string }
			Version int64
		}
		if err := f.call(ctx, http.MethodGet, at, nil, &have); err != nil {
			return err
		}
		facts := payOf(p, f.today)
		for _, fact := range facts[min(len(have.Items), len(facts)):] {
			if err := f.send(ctx, http.MethodPost, at, have.Version, fact, &have); err != nil {
				return err
			}
		}
	}
	return nil
}
