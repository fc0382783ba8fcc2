package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/hr/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func TestAListPagesThroughTiesAndGivesEachPersonOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for i := range 7 {
		f.hire(opts{name: "Same Name", on: []string{"2024-01-01", "2024-02-01"}[i%2]})
	}
	for _, sort := range []string{"name", "-name", "hired_on", "-hired_on", "number", "-number"} {
		seen := map[string]bool{}
		r := page.Request{Limit: 1, Sort: sort}
		for n := 0; ; n++ {
			require.Less(t, n, 8, sort)
			p, err := f.svc.Employees(f.ctx, r, kernel.Date{})
			require.NoError(t, err)
			for _, e := range p.Items {
				require.False(t, seen[e.Number], "%s: %s twice", sort, e.Number)
				seen[e.Number] = true
			}
			if r.After = p.Next; p.Next == "" {
				break
			}
		}
		require.Len(t, seen, 7, sort)
	}
}

func TestListsFilterByWhatHoldsOnTheDay(t *testing.T) {
	t.Parallel()
	f := setup(t)
	boss := f.hire(opts{name: "Boss", on: "2020-01-01"})
	f.hire(opts{name: "Soon", on: "2025-06-01", manager: boss.ID})
	gone := f.hire(opts{name: "Gone", on: "2021-01-01"})
	_, err := f.svc.End(f.ctx, gone.ID, gone.Version, app.EndInput{LastDay: day("2024-12-31")})
	require.NoError(t, err)
	names := func(asOf kernel.Date, filter ...string) (out []string) {
		r := page.Request{Limit: 50, Filter: map[string][]string{}}
		for i := 0; i < len(filter); i += 2 {
			r.Filter[filter[i]] = []string{filter[i+1]}
		}
		p, err := f.svc.Employees(f.ctx, r, asOf)
		require.NoError(t, err)
		for _, e := range p.Items {
			out = append(out, e.Name)
		}
		return out
	}
	require.Equal(t, []string{"Boss"}, names(kernel.Date{}, "status", "active"))
	require.Equal(t, []string{"Gone", "Soon"}, names(kernel.Date{}, "status", "left,upcoming"))
	require.Equal(t, []string{"Boss", "Gone"}, names(day("2024-12-31"), "status", "active"))
	require.Equal(t, []string{"Soon"}, names(day("2025-06-01"), "manager_id", boss.ID.String()))
	require.Empty(t, names(kernel.Date{}, "manager_id", boss.ID.String()), "not yet")
	require.Equal(t, []string{"Boss", "Gone"}, names(day("2024-06-01"), "unit_id", f.unit.ID.String()))
	require.Equal(t, []string{"Soon"}, names(kernel.Date{}, "hired_on.gte", "2025-01-01"))

	_, err = f.svc.Employees(f.ctx, page.Request{Filter: map[string][]string{"salary": {"1"}}}, kernel.Date{})
	require.ErrorIs(t, err, fault.ErrUnknownField)
}
