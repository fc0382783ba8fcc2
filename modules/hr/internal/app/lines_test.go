package app_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

func TestNobodyStandsAboveThemselvesOnAnyDay(t *testing.T) {
	t.Parallel()
	f := setup(t)
	top := f.hire(opts{name: "Top"})
	mid := f.hire(opts{name: "Mid", manager: top.ID})
	low := f.hire(opts{name: "Low", manager: mid.ID})

	_, err := f.svc.SetManager(f.ctx, top.ID, top.Version, day("2025-03-01"), low.ID)
	require.ErrorIs(t, err, hr.ErrLineCycle)
	require.Equal(t, "/manager_id", fault.As(err).Fields[0].Pointer)
	_, err = f.svc.SetManager(f.ctx, top.ID, top.Version, day("2025-03-01"), top.ID)
	require.ErrorIs(t, err, hr.ErrLineCycle)

	// When low leaves that branch first, top may report to low: the days never meet.
	_, err = f.svc.SetManager(f.ctx, mid.ID, mid.Version, day("2025-03-01"), kernel.ID[hr.Employee]{})
	require.NoError(t, err)
	top, err = f.svc.SetManager(f.ctx, top.ID, top.Version, day("2025-03-01"), low.ID)
	require.NoError(t, err)

	// And one day earlier they would.
	managers, err := f.svc.Managers(f.ctx, top.ID)
	require.NoError(t, err)
	top, err = f.svc.RemoveManager(f.ctx, top.ID, top.Version, managers.Items[0].ID)
	require.NoError(t, err)
	_, err = f.svc.SetManager(f.ctx, top.ID, top.Version, day("2025-02-28"), low.ID)
	require.ErrorIs(t, err, hr.ErrLineCycle)
}

func TestOfTwoOppositeChangesAtOnceOneIsRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for range 5 {
		a, b := f.hire(opts{name: "A"}), f.hire(opts{name: "B"})
		errs := make([]error, 2)
		var g errgroup.Group
		g.Go(func() error {
			_, errs[0] = f.svc.SetManager(f.ctx, a.ID, a.Version, day("2025-03-01"), b.ID)
			return nil
		})
		g.Go(func() error {
			_, errs[1] = f.svc.SetManager(f.ctx, b.ID, b.Version, day("2025-03-01"), a.ID)
			return nil
		})
		require.NoError(t, g.Wait())
		refused := errs[0]
		if refused == nil {
			refused = errs[1]
		}
		require.ErrorIs(t, refused, hr.ErrLineCycle)
		require.True(t, errs[0] == nil || errs[1] == nil, "one of them holds")
	}
}

func TestAManagerMustBeEmployedAndWhoIsAboveTakesOverAfterwards(t *testing.T) {
	t.Parallel()
	f := setup(t)
	chief := f.hire(opts{name: "Chief", on: "2020-01-01"})
	boss := f.hire(opts{name: "Boss", on: "2024-06-01", manager: chief.ID})
	_, err := f.svc.Hire(f.ctx, app.HireInput{LegalName: "Early", HiredOn: day("2024-05-01"), JobInput: app.JobInput{UnitID: f.unit.ID}, ManagerID: boss.ID})
	require.ErrorIs(t, err, hr.ErrManagerAway)
	boss, err = f.svc.End(f.ctx, boss.ID, boss.Version, app.EndInput{LastDay: day("2025-06-30")})
	require.NoError(t, err)

	late := f.hire(opts{name: "Late", on: "2025-01-01", manager: boss.ID})
	require.Equal(t, "Boss", f.read(late.ID, "2025-06-30").Manager.Name)
	require.Equal(t, "Chief", f.read(late.ID, "2025-07-01").Manager.Name)
}

func TestTheChartIsThatOfTheDay(t *testing.T) {
	t.Parallel()
	f := setup(t)
	top := f.hire(opts{name: "Top", on: "2020-01-01"})
	a := f.hire(opts{name: "Ann", on: "2021-01-01", manager: top.ID})
	b := f.hire(opts{name: "Bob", on: "2022-01-01", manager: a.ID})
	_, err := f.svc.SetManager(f.ctx, b.ID, b.Version, day("2025-03-01"), top.ID)
	require.NoError(t, err)

	show := func(on string, root hr.EmployeeID, depth int) (out []string) {
		c, err := f.svc.OrgChart(f.ctx, day(on), root, depth)
		require.NoError(t, err)
		for _, n := range c.Nodes {
			out = append(out, fmt.Sprint(n.Name, " ", n.Reports))
		}
		return out
	}
	require.Equal(t, []string{"Top 0"}, show("2020-06-01", hr.EmployeeID{}, 0))
	require.Equal(t, []string{"Top 1", "Ann 1", "Bob 0"}, show("2025-02-28", hr.EmployeeID{}, 0))
	require.Equal(t, []string{"Top 2", "Ann 0", "Bob 0"}, show("2025-03-01", hr.EmployeeID{}, 0))
	require.Equal(t, []string{"Ann 1", "Bob 0"}, show("2025-02-28", a.ID, 0))
	require.Equal(t, []string{"Top 1"}, show("2025-02-28", hr.EmployeeID{}, 1))
	require.Empty(t, show("2019-01-01", hr.EmployeeID{}, 0))
}

func TestUnitsFormATree(t *testing.T) {
	t.Parallel()
	f := setup(t)
	low := must(f.svc.CreateUnit(f.ctx, app.UnitInput{Name: "Field", ParentID: f.unit.ID}))
	_, err := f.svc.UpdateUnit(f.ctx, f.unit.ID, f.unit.Version, app.UnitChange{ParentID: &low.ID})
	require.ErrorIs(t, err, hr.ErrUnitCycle)
	_, err = f.svc.CreateUnit(f.ctx, app.UnitInput{Name: "  field ", ParentID: f.unit.ID})
	require.ErrorIs(t, err, hr.ErrUnitName)
	_, err = f.svc.CreateUnit(f.ctx, app.UnitInput{Name: "Field"})
	require.NoError(t, err, "elsewhere the name is free")
	_, err = f.svc.ArchiveUnit(f.ctx, f.unit.ID, f.unit.Version)
	require.ErrorIs(t, err, hr.ErrUnitInUse)
	gone, err := f.svc.ArchiveUnit(f.ctx, low.ID, low.Version)
	require.NoError(t, err)
	require.True(t, gone.Archived)
}
