package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/hr/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func TestPeopleAreCountedByUnitAsOfADay(t *testing.T) {
	t.Parallel()
	f := setup(t)
	north := must(f.svc.CreateUnit(f.ctx, app.UnitInput{Name: "North", ParentID: f.unit.ID}))
	f.hire(opts{name: "Ann"})
	f.hire(opts{name: "Ben", unit: north.ID})
	f.hire(opts{name: "Cleo", unit: north.ID, on: "2025-03-01"})

	s, err := f.svc.SumEmployees(f.ctx, page.Request{Group: []string{"unit_id"}, Of: []string{"max:hired_on"}}, day("2025-03-01"))
	require.NoError(t, err)
	require.EqualValues(t, 3, s.Total.Count)
	require.Equal(t, "2025-03-01", s.Total.Values["max:hired_on"][0].Value)
	require.Equal(t, "North", s.Groups[0].Labels["unit_id"])
	require.EqualValues(t, 2, s.Groups[0].Count)

	active := page.Request{Group: []string{"status"}, Filter: map[string][]string{"status": {"active"}}}
	s, err = f.svc.SumEmployees(f.ctx, active, kernel.Date{})
	require.NoError(t, err)
	require.EqualValues(t, 2, s.Total.Count, "Cleo comes later")

	below := page.Request{Filter: map[string][]string{"unit_id.under": {f.unit.ID.String()}}}
	p, err := f.svc.Employees(f.ctx, below, day("2025-03-01"))
	require.NoError(t, err)
	require.Len(t, p.Items, 3)

	_, err = f.svc.SumEmployees(f.As(t, "inventory.reader"), page.Request{Group: []string{"unit_id"}}, kernel.Date{})
	require.ErrorIs(t, err, fault.ErrForbidden)
}
