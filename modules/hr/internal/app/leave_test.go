package app_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/kernel"
)

func TestALastDayThatIsReachedIsToldAtOnceWithWhoTakesOver(t *testing.T) {
	t.Parallel()
	f := setup(t)
	head := f.hire(opts{name: "Head", login: newUser()})
	mid := f.hire(opts{name: "Mid", manager: head.ID}) // no login
	e := f.hire(opts{name: "Leaver", manager: mid.ID, login: newUser()})
	below := f.hire(opts{name: "Below", manager: e.ID})

	left, err := f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{LastDay: day("2025-02-14"), Reason: "resigned"})
	require.NoError(t, err)

	require.Equal(t, hr.Left, left.Status)
	require.Equal(t, []hr.EmployeeLeft{{Employee: e.ID, Employment: emitted[hr.EmployeeLeft](f)[0].Employment, Name: "Leaver", Login: e.LoginID,
		Manager: mid.ID, ManagerLogin: head.LoginID, LastDay: day("2025-02-14")}}, emitted[hr.EmployeeLeft](f))
	require.Equal(t, "Leaver", f.read(below.ID, "2025-02-14").Manager.Name)
	require.Equal(t, "Mid", f.read(below.ID, "2025-02-15").Manager.Name, "whoever is above takes over")
	require.NoError(t, f.svc.CloseLogin(f.ctx, emitted[hr.EmployeeLeft](f)[0]))
	require.Equal(t, []kernel.ID[kernel.User]{e.LoginID}, f.logins.disabled)

	told, err := f.at("2025-03-01T08:00:00Z").AnnounceLeavers(f.ctx)
	require.NoError(t, err)
	require.Zero(t, told, "nobody is told twice")
	_, err = f.svc.End(f.ctx, e.ID, left.Version, app.EndInput{LastDay: day("2025-03-01")})
	require.ErrorIs(t, err, hr.ErrAnnounced)
}

func TestWhoAloneCanRepairAccessDoesNotLeaveBeforeSomebodyElseCan(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{name: "Only Owner", login: newUser()})
	f.logins.keeper = e.LoginID
	_, err := f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{LastDay: day("2025-02-14")})
	require.ErrorIs(t, err, errKeeper)
	require.Equal(t, hr.Active, f.read(e.ID, "2025-02-20").Status, "nothing of it was done")
	f.logins.keeper = newUser()
	_, err = f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{LastDay: day("2025-02-14")})
	require.NoError(t, err)
}

func TestAPlannedLastDayIsToldOnceWhenItHasPassed(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{name: "Leaver", login: newUser()})
	e, err := f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{LastDay: day("2025-02-20")})
	require.NoError(t, err)
	require.Equal(t, hr.Active, e.Status)
	require.Empty(t, emitted[hr.EmployeeLeft](f))

	// In Berlin the 20th ends at 23:00 UTC, whatever zone server and database are in.
	told, err := f.at("2025-02-20T22:59:59Z").AnnounceLeavers(f.ctx)
	require.NoError(t, err)
	require.Zero(t, told)

	var g errgroup.Group
	for range 2 { // two nodes on one tick
		g.Go(func() error { _, err := f.at("2025-02-20T23:00:00Z").AnnounceLeavers(f.ctx); return err })
	}
	require.NoError(t, g.Wait())
	require.Len(t, emitted[hr.EmployeeLeft](f), 1)
}

func TestAPlannedEndCanBeMovedAndTakenBackUntilItIsTold(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{})
	for _, last := range []string{"2025-06-30", "2025-12-31", ""} {
		var on kernel.Date
		if last != "" {
			on = day(last)
		}
		var err error
		e, err = f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{LastDay: on})
		require.NoError(t, err, last)
		require.Equal(t, on, e.LastDay)
	}
	require.Equal(t, "A", f.read(e.ID, "2030-01-01").Title)
}

func TestAnEndIsRefusedWhileAJobIsPlannedForLater(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{})
	e, err := f.svc.ChangeJob(f.ctx, e.ID, e.Version, day("2025-05-01"), title("B"))
	require.NoError(t, err)
	_, err = f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{LastDay: day("2025-03-31")})
	require.ErrorIs(t, err, hr.ErrFactsAfter)
}

func TestWhoIsHiredAgainWithoutADayBetweenIsNotToldToHaveLeft(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{})
	e, err := f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{LastDay: day("2025-02-28")})
	require.NoError(t, err)
	_, err = f.svc.Rehire(f.ctx, e.ID, e.Version, app.RehireInput{HiredOn: day("2025-03-01"), Seniority: "first", JobInput: app.JobInput{UnitID: f.unit.ID}})
	require.NoError(t, err)
	told, err := f.at("2025-03-02T08:00:00Z").AnnounceLeavers(f.ctx)
	require.NoError(t, err)
	require.Zero(t, told)
}

func TestASuccessorWhoWasAReportStandsBelowWhoeverWasAbove(t *testing.T) {
	t.Parallel()
	f := setup(t)
	top := f.hire(opts{name: "Top"})
	e := f.hire(opts{name: "Leaver", manager: top.ID})
	heir, other := f.hire(opts{name: "Heir", manager: e.ID}), f.hire(opts{name: "Other", manager: e.ID})
	_, err := f.svc.End(f.ctx, e.ID, e.Version, app.EndInput{LastDay: day("2025-03-31"), SuccessorID: heir.ID})
	require.NoError(t, err)
	require.Equal(t, "Top", f.read(heir.ID, "2025-04-01").Manager.Name)
	require.Equal(t, "Heir", f.read(other.ID, "2025-04-01").Manager.Name)
}

func TestTheReachOfALoginFollowsUnitsAndJobs(t *testing.T) {
	t.Parallel()
	f := setup(t)
	e := f.hire(opts{login: newUser()})
	low := must(f.svc.CreateUnit(f.ctx, app.UnitInput{Name: "Field", ParentID: f.unit.ID}))
	teams, depts := f.reach(e.LoginID)
	require.ElementsMatch(t, []uuid.UUID{f.unit.ID.UUID, low.ID.UUID}, teams)
	require.Empty(t, depts)

	unit := must(f.svc.UpdateUnit(f.ctx, f.unit.ID, f.unit.Version, app.UnitChange{ManagerID: &e.ID}))
	_, depts = f.reach(e.LoginID)
	require.ElementsMatch(t, []uuid.UUID{f.unit.ID.UUID, low.ID.UUID}, depts, "with all units below")
	require.Equal(t, e.ID.UUID, unit.Manager.ID.UUID)

	e, err := f.svc.LinkLogin(f.ctx, e.ID, f.read(e.ID, "").Version, kernel.ID[kernel.User]{})
	require.NoError(t, err)
	require.Zero(t, e.LoginID)
	teams, depts = f.reach(must(f.lastLogin()))
	require.Empty(t, teams)
	require.Empty(t, depts)
}

// lastLogin is the only login that identity knows in the test.
func (f *fixture) lastLogin() (kernel.ID[kernel.User], error) {
	for id := range f.logins.known {
		return id, nil
	}
	return kernel.ID[kernel.User]{}, nil
}

func (f *fixture) reach(login kernel.ID[kernel.User]) (teams, depts []uuid.UUID) {
	f.t.Helper()
	row := f.Superuser(f.t).QueryRow(f.ctx, "select teams, depts from access.reach where org_id = $1 and user_id = $2", f.Org.UUID, login.UUID)
	require.NoError(f.t, row.Scan(&teams, &depts))
	return teams, depts
}
