package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

func TestAHireIsTakenBackWhileNothingStandsOnIt(t *testing.T) {
	t.Parallel()
	f := setup(t)
	boss := f.hire(opts{name: "Boss"})
	e := f.hire(opts{name: "Ann", manager: boss.ID})
	require.ErrorIs(t, f.svc.RestoreEmployee(f.ctx, boss.ID, kernel.Past{}), hr.ErrUndoTouched)
	require.NoError(t, f.svc.RestoreEmployee(f.ctx, e.ID, kernel.Past{}))
	_, err := f.svc.Employee(f.ctx, e.ID, kernel.Date{})
	require.ErrorIs(t, err, fault.ErrNotFound)
	unit := must(f.svc.UpdateUnit(f.ctx, f.unit.ID, f.unit.Version, app.UnitChange{ManagerID: &boss.ID}))
	require.ErrorIs(t, f.svc.RestoreEmployee(f.ctx, boss.ID, kernel.Past{}), hr.ErrUndoTouched)
	require.ErrorIs(t, f.svc.RestoreUnit(f.ctx, unit.ID, kernel.Past{}), hr.ErrUndoTouched)
}

func TestOldValuesComeBackThroughTheRules(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{name: "Ann", login: newUser()})
	require.NoError(t, f.svc.RestoreEmployee(f.ctx, e.ID, kernel.Past{Old: map[string]any{"legal_name": "Anne", "birth_date": "1980-01-01", "login_id": nil, "version": 1.0}}))
	back := f.read(e.ID, "")
	require.Equal(t, "Anne", back.Name)
	require.Equal(t, day("1980-01-01"), back.BirthDate)
	require.Zero(t, back.LoginID)
	err := f.svc.RestoreEmployee(f.As(t, "hr.self"), e.ID, kernel.Past{Old: map[string]any{"legal_name": "X"}})
	require.ErrorIs(t, err, fault.ErrForbidden)

	seat := must(f.svc.CreatePosition(f.ctx, app.PositionInput{UnitID: f.unit.ID, Title: "Clerk"}))
	require.NoError(t, f.svc.RestorePosition(f.ctx, seat.ID, kernel.Past{Old: map[string]any{"title": "Lead", "headcount": 3.0}}))
	require.EqualValues(t, 3, must(f.svc.Position(f.ctx, seat.ID)).Headcount)
	require.NoError(t, f.svc.RestorePosition(f.ctx, seat.ID, kernel.Past{}))
	require.NoError(t, f.svc.RestoreUnit(f.ctx, f.unit.ID, kernel.Past{Old: map[string]any{"name": "Field"}}))
	require.Equal(t, "Field", must(f.svc.Unit(f.ctx, f.unit.ID)).Name)
}
