package app_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/policies"
)

// roles for these tests: each reads as far as its name says.
const roles = `
p, r:own, *, hr:employee, *, own, allow
p, r:own, *, hr:employee#personal, read, own, allow
p, r:team, *, hr:employee, *, team, allow
p, r:dept, *, hr:employee, *, dept, allow
p, r:importer, *, hr:employee, *, all, allow
p, r:reader, *, hr:employee, read, all, allow
p, r:teamchange, *, hr:employee, update, team, allow
`

func (f *fixture) names(policy authz.TestPolicy, role string) []string {
	f.t.Helper()
	policy.Model, policy.Roles, policy.Resources = model(), roles, hr.Resources
	ctx := f.With(f.t, f.Context(f.t), policy, role)
	p, err := f.svc.Employees(ctx, page.Request{Limit: 50, Count: true}, kernel.Date{})
	require.NoError(f.t, err)
	require.Equal(f.t, len(p.Items), p.Total.Count, "the count follows the scope")
	var out []string
	for _, e := range p.Items {
		out = append(out, e.Name)
	}
	return out
}

func TestScopesAreMyselfMyPeopleMyUnitsAndAll(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.logins.known[f.User] = "Me"
	top := f.hire(opts{name: "Top"})
	me := f.hire(opts{name: "Me", manager: top.ID, login: f.User})
	direct := f.hire(opts{name: "Direct", manager: me.ID})
	f.hire(opts{name: "Indirect", manager: direct.ID})
	other := must(f.svc.CreateUnit(f.ctx, app.UnitInput{Name: "Stores"}))
	f.hire(opts{name: "Storeman", unit: other.ID})

	require.Equal(t, []string{"Me"}, f.names(authz.TestPolicy{}, "own"))
	require.Equal(t, []string{"Direct", "Indirect", "Me"}, f.names(authz.TestPolicy{Teams: []uuid.UUID{other.ID.UUID}}, "team"), "the tree of people, not the teams of other modules")
	require.Equal(t, []string{"Direct", "Indirect", "Me", "Storeman"}, f.names(authz.TestPolicy{Depts: []uuid.UUID{other.ID.UUID}}, "dept"))
	require.Len(t, f.names(authz.TestPolicy{}, "reader"), 5)
}

func TestOutsideTheReadScopeIsNotFoundAndBeyondTheActionForbidden(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.logins.known[f.User] = "Me"
	top := f.hire(opts{name: "Top"})
	me := f.hire(opts{name: "Me", manager: top.ID, login: f.User})
	direct := f.hire(opts{name: "Direct", manager: me.ID})
	as := func(held ...string) *fixture {
		g := *f
		g.ctx = f.With(t, f.Context(t), authz.TestPolicy{Model: model(), Roles: roles, Resources: hr.Resources}, held...)
		return &g
	}
	team := as("team")
	_, err := team.svc.Employee(team.ctx, top.ID, kernel.Date{})
	require.ErrorIs(t, err, fault.ErrNotFound)
	_, err = team.svc.ChangeJob(team.ctx, top.ID, top.Version, day("2025-03-01"), title("B"))
	require.ErrorIs(t, err, fault.ErrNotFound)
	both := as("reader", "teamchange")
	_, err = both.svc.ChangeJob(both.ctx, top.ID, top.Version, day("2025-03-01"), title("B"))
	require.ErrorIs(t, err, fault.ErrForbidden)
	_, err = both.svc.ChangeJob(both.ctx, direct.ID, direct.Version, day("2025-03-01"), title("B"))
	require.NoError(t, err)
	_, err = team.svc.SetManager(team.ctx, direct.ID, direct.Version, day("2025-03-01"), top.ID)
	require.ErrorIs(t, err, fault.ErrStale)
	direct = f.read(direct.ID, "")
	_, err = team.svc.SetManager(team.ctx, direct.ID, direct.Version, day("2025-03-01"), top.ID)
	require.ErrorIs(t, err, hr.ErrReference, "a manager whom the caller cannot see does not exist")
}

func TestPersonalFieldsAreAbsentForWhoMayNotReadThem(t *testing.T) { // G01
	t.Parallel()
	f := setup(t)
	f.logins.known[f.User] = "Me"
	me := f.hire(opts{name: "Me", login: f.User})
	him := f.hire(opts{name: "Him", manager: me.ID})
	born, phone := day("1980-05-05"), "+49 30 1"
	for _, e := range []app.EmployeeRecord{me, him} {
		_, err := f.svc.UpdateEmployee(f.ctx, e.ID, e.Version, app.PersonInput{BirthDate: &born, PersonalPhone: &phone})
		require.NoError(t, err)
	}
	ctx := f.With(t, f.Context(t), authz.TestPolicy{Model: model(), Roles: roles, Resources: hr.Resources}, "own", "team")
	mine, err := f.svc.Employee(ctx, me.ID, kernel.Date{})
	require.NoError(t, err)
	require.Equal(t, born, mine.BirthDate)
	require.Equal(t, []string{"salary"}, mine.Hidden)
	his, err := f.svc.Employee(ctx, him.ID, kernel.Date{})
	require.NoError(t, err)
	require.Equal(t, []string{"personal", "salary"}, his.Hidden)
	require.Zero(t, his.BirthDate)
	require.Empty(t, his.PersonalPhone)
	_, err = f.svc.UpdateEmployee(ctx, him.ID, his.Version, app.PersonInput{PersonalPhone: &phone})
	require.ErrorIs(t, err, fault.ErrFieldHidden)
}

func TestOthersAskForPeopleInOneQueryAndUnknownOnesAreMissing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	boss := f.hire(opts{name: "Boss", login: newUser()})
	e := f.hire(opts{name: "Ann", manager: boss.ID})
	people := f.svc.People()

	p, err := people.ByLogin(f.ctx, boss.LoginID, kernel.Date{})
	require.NoError(t, err)
	require.Equal(t, hr.Person{ID: boss.ID, Number: "1001", Name: "Boss", Title: "A", Unit: f.unit.ID, UnitName: "Sales", Login: boss.LoginID, Status: hr.Active, Employed: true}, p)
	p, err = people.Person(f.ctx, e.ID, day("2023-01-01"))
	require.NoError(t, err)
	require.False(t, p.Employed)
	require.Zero(t, p.Unit)
	_, err = people.Person(f.ctx, kernel.NewID[hr.Employee](), kernel.Date{})
	require.ErrorIs(t, err, fault.ErrNotFound)
	names, err := people.Names(f.ctx, []hr.EmployeeID{e.ID, boss.ID, kernel.NewID[hr.Employee]()})
	require.NoError(t, err)
	require.Equal(t, map[hr.EmployeeID]string{e.ID: "Ann", boss.ID: "Boss"}, names)
	by, err := people.ByLogins(f.ctx, []kernel.ID[kernel.User]{boss.LoginID, newUser()}, kernel.Date{})
	require.NoError(t, err)
	require.Len(t, by, 1)
	numbers, err := people.Named(f.ctx, []string{"1002", "nobody"}, kernel.Date{})
	require.NoError(t, err)
	require.Len(t, numbers, 1)
	require.Equal(t, boss.ID, numbers["1002"][0].Manager)

	blind := f.As(t, "ops")
	names, err = people.Names(blind, []hr.EmployeeID{e.ID})
	require.NoError(t, err)
	require.Empty(t, names)
	_, err = people.Person(blind, e.ID, kernel.Date{})
	require.ErrorIs(t, err, fault.ErrNotFound)
}

func TestPeopleAreMeantByNumberElseEmailElseNameAsFarAsTheCallerReaches(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.logins.known[f.User] = "Jan"
	me := f.hire(opts{name: "Jan Novák", login: f.User})
	email := "Eva@Example.com"
	eva := f.hire(opts{name: "Eva", manager: me.ID})
	eva, err := f.svc.UpdateEmployee(f.ctx, eva.ID, eva.Version, app.PersonInput{Email: &email})
	require.NoError(t, err)
	odd := f.hire(opts{name: eva.Number}) // called what another's number is
	far := f.hire(opts{name: "Jan Novak"})
	meant := func(ctx context.Context) map[string][]hr.EmployeeID {
		found, err := f.svc.People().Named(ctx, []string{eva.Number, "eva@example.COM", "EVA", "jan novak", "Novák, Jan", "", "Jan"}, kernel.Date{})
		require.NoError(t, err)
		out := map[string][]hr.EmployeeID{}
		for text, people := range found {
			for _, p := range people {
				out[text] = append(out[text], p.ID)
			}
		}
		return out
	}
	all := meant(f.ctx)
	require.Equal(t, []hr.EmployeeID{eva.ID}, all[eva.Number], "a number comes before a name, so not %s", odd.ID)
	require.Equal(t, []hr.EmployeeID{eva.ID}, all["eva@example.COM"])
	require.Equal(t, []hr.EmployeeID{eva.ID}, all["EVA"])
	require.ElementsMatch(t, []hr.EmployeeID{me.ID, far.ID}, all["jan novak"])
	require.ElementsMatch(t, []hr.EmployeeID{me.ID, far.ID}, all["Novák, Jan"], "as other systems write it")
	require.Len(t, all, 5, "nothing, or half a name, means nobody")

	lead := f.With(t, f.Context(t), authz.TestPolicy{Model: model(), Roles: roles, Resources: hr.Resources}, "team")
	narrow := meant(lead)
	require.NotContains(t, narrow["jan novak"], far.ID, "who is out of reach does not exist")
	require.Empty(t, meant(f.As(t, "ops")))
}

func TestPeopleAreFoundByNameWithoutAccentsAndOnlyInTheirOrganisation(t *testing.T) {
	t.Parallel()
	f, neighbour := setup(t), setup(t)
	f.hire(opts{name: "Zoë Çelik"})
	neighbour.hire(opts{name: "Zoë Çelik"})
	for _, typed := range []string{"zoe", "ÇELIK", "zo", "1001", "Celikk", "zoe celek"} {
		hits, err := f.svc.Search(f.ctx, typed, 5)
		require.NoError(t, err)
		require.Len(t, hits, 1, typed)
		require.Equal(t, "Zoë Çelik", hits[0].Title)
	}
	hits, err := f.svc.Search(f.ctx, "100%", 5)
	require.NoError(t, err)
	require.Empty(t, hits)
}

func model() string { return policies.Model }
