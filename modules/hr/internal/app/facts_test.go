package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

func title(s string) app.JobChange { return app.JobChange{Title: &s} }

func TestAChangePlannedForLaterHoldsFromItsDay(t *testing.T) { // E01, E02
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{on: "2024-01-01"})
	e, err := f.svc.ChangeJob(f.ctx, e.ID, e.Version, day("2025-06-01"), title("C"))
	require.NoError(t, err)
	e, err = f.svc.ChangeJob(f.ctx, e.ID, e.Version, day("2025-03-01"), title("B"))
	require.NoError(t, err)

	require.Equal(t, "A", e.Title, "today is before the change")
	for on, want := range map[string]string{"2024-01-01": "A", "2025-02-28": "A", "2025-03-01": "B", "2025-05-31": "B", "2025-06-01": "C", "2030-01-01": "C"} {
		require.Equal(t, want, f.read(e.ID, on).Title, on)
	}
	jobs, err := f.svc.Jobs(f.ctx, e.ID)
	require.NoError(t, err)
	require.Len(t, jobs.Items, 3)
	require.Equal(t, []string{"upcoming", "upcoming", "current"}, []string{jobs.Items[0].State, jobs.Items[1].State, jobs.Items[2].State})
	require.Equal(t, "2025-02-28", jobs.Items[2].ValidTo.String(), "people read inclusive days")
}

func TestCorrectMakesNoPeriodAndRemoveGivesTheDaysBack(t *testing.T) { // E04
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{})
	e, err := f.svc.ChangeJob(f.ctx, e.ID, e.Version, day("2025-03-01"), title("B"))
	require.NoError(t, err)
	jobs, err := f.svc.Jobs(f.ctx, e.ID)
	require.NoError(t, err)
	second := jobs.Items[0].ID

	e, err = f.svc.CorrectJob(f.ctx, e.ID, e.Version, second, title("B2"))
	require.NoError(t, err)
	require.Equal(t, "B2", f.read(e.ID, "2025-03-01").Title)
	e, err = f.svc.MoveJob(f.ctx, e.ID, e.Version, second, day("2025-02-01"))
	require.NoError(t, err)
	require.Equal(t, "B2", e.Title)
	e, err = f.svc.RemoveJob(f.ctx, e.ID, e.Version, second)
	require.NoError(t, err)
	require.Equal(t, "A", f.read(e.ID, "2026-01-01").Title)
	_, err = f.svc.RemoveJob(f.ctx, e.ID, e.Version, jobs.Items[1].ID)
	require.ErrorIs(t, err, hr.ErrFirstPeriod)
}

func TestBeforeHireAndBetweenSpellsNobodyIsEmployed(t *testing.T) { // E07
	t.Parallel()
	f := setup(t)
	boss := f.hire(opts{name: "Boss", on: "2010-01-01"})
	e := f.hire(opts{on: "2020-01-01", manager: boss.ID})
	e, err := f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{LastDay: day("2021-12-31")})
	require.NoError(t, err)
	e, err = f.svc.Rehire(f.ctx, e.ID, e.Version, app.RehireInput{HiredOn: day("2024-01-01"), Seniority: "gap", JobInput: app.JobInput{UnitID: f.unit.ID, Title: "again"}})
	require.NoError(t, err)
	require.Equal(t, "2021-12-31", e.SeniorityFrom.String(), "2020-01-01 and the 730 days of the gap")

	for on, want := range map[string]hr.Status{"2019-12-31": hr.Upcoming, "2022-01-01": hr.Left, "2023-12-31": hr.Left} {
		v := f.read(e.ID, on)
		require.Equal(t, want, v.Status, on)
		require.Empty(t, v.Title, on)
		require.Zero(t, v.Unit, on)
		require.Zero(t, v.Manager, on)
	}
	require.Equal(t, boss.ID.UUID, f.read(e.ID, "2021-12-31").Manager.ID.UUID)
	require.Equal(t, "again", f.read(e.ID, "2024-01-01").Title)
	_, err = f.svc.ChangeJob(f.ctx, e.ID, e.Version, day("2022-06-01"), title("ghost"))
	require.ErrorIs(t, err, hr.ErrNotEmployed)
}

func TestAPositionBelongsToTheUnitOfTheJob(t *testing.T) {
	t.Parallel()
	f := setup(t)
	other := must(f.svc.CreateUnit(f.ctx, app.UnitInput{Name: "Stores"}))
	seat := must(f.svc.CreatePosition(f.ctx, app.PositionInput{UnitID: other.ID, Title: "Clerk"}))
	e := f.hire(opts{})
	_, err := f.svc.ChangeJob(f.ctx, e.ID, e.Version, day("2025-03-01"), app.JobChange{PositionID: &seat.ID})
	require.ErrorIs(t, err, hr.ErrPositionOther)
	e, err = f.svc.ChangeJob(f.ctx, e.ID, e.Version, day("2025-02-01"), app.JobChange{UnitID: &other.ID, PositionID: &seat.ID})
	require.NoError(t, err)
	require.Equal(t, "Clerk", e.Position.Title)
	require.Equal(t, "filled", must(f.svc.Position(f.ctx, seat.ID)).Status)
	_, err = f.svc.ArchiveUnit(f.ctx, other.ID, other.Version)
	require.ErrorIs(t, err, hr.ErrUnitInUse)
}

func TestTheDatabaseRefusesOverlapsEvenByRawSQL(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{on: "2024-01-01"})
	for rule, sql := range map[string]string{
		"job_facts_do_not_overlap":       "insert into hr.job_fact (id, employee_id, valid_from, unit_id, created_at) select gen_random_uuid(), $1, '2025-01-01', id, now() from hr.unit",
		"reporting_lines_do_not_overlap": "insert into hr.reporting_line (id, employee_id, valid_from, valid_to, created_at) values (gen_random_uuid(), $1, '2024-06-01', '2024-06-02', now())",
		"pay_facts_do_not_overlap": "insert into hr.pay_fact (id, employee_id, valid_from, basis, amount, currency, version, created_at) " +
			"select gen_random_uuid(), $1, d, 'month', 1, 'EUR', 1, now() from unnest('{2024-06-01, 2024-07-01}'::date[]) d",
		"employments_do_not_overlap": "insert into hr.employment (id, employee_id, spell, hired_on, seniority_from, created_at) values (gen_random_uuid(), $1, 2, '2025-01-01', '2025-01-01', now())",
	} {
		require.ErrorContains(t, f.raw(sql, e.ID.UUID), rule)
	}
}

func TestAStaleVersionIsRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{})
	_, err := f.svc.ChangeJob(f.ctx, e.ID, e.Version, day("2025-03-01"), title("B"))
	require.NoError(t, err)
	_, err = f.svc.ChangeJob(f.ctx, e.ID, e.Version, day("2025-04-01"), title("C"))
	require.ErrorIs(t, err, fault.ErrStale)
}

func TestOfTwentyWhoChangeOnOneDayOneDoes(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{})
	var g errgroup.Group
	done := make(chan struct{}, 20)
	for range 20 {
		g.Go(func() error {
			_, err := f.svc.ChangeJob(f.ctx, e.ID, e.Version, day("2025-03-01"), title("B"))
			if err == nil {
				done <- struct{}{}
				return nil
			}
			if fault.KindOf(err) == fault.Stale {
				return nil
			}
			return err
		})
	}
	require.NoError(t, g.Wait())
	require.Len(t, done, 1)
}

func TestANumberIsMadeWhenNoneIsGivenAndTakenOnlyOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	require.Equal(t, "1001", f.hire(opts{}).Number)
	require.Equal(t, "1002", f.hire(opts{}).Number)
	_, err := f.svc.Hire(f.ctx, app.HireInput{Number: "1001", LegalName: "Twin", HiredOn: day("2024-01-01"), JobInput: app.JobInput{UnitID: f.unit.ID}})
	require.ErrorIs(t, err, hr.ErrNumberTaken)
	_, err = f.svc.Hire(f.ctx, app.HireInput{HiredOn: kernel.Date{}})
	require.ErrorIs(t, err, fault.ErrInvalid)
	var at []string
	for _, field := range fault.As(err).Fields {
		at = append(at, field.Pointer)
	}
	require.ElementsMatch(t, []string{"/legal_name", "/hired_on", "/unit_id"}, at, "all faults at once")
}
