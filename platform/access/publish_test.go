package access_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/access"
	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func TestADraftDecidesNothingUntilSomebodyElsePublishesIt(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rep := f.person("Rita Rep", "crm.rep")
	require.False(t, f.may(rep, "crm.deal.export", page.Own))
	v := f.submitted(f.ann, access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}})
	require.False(t, f.may(rep, "crm.deal.export", page.Own))
	_, err := f.svc.Publish(f.as(f.ann), v.ID, v.Version, "mine")
	require.ErrorIs(t, err, access.ErrOwnDraft)
	published, err := f.svc.Publish(f.as(f.bob), v.ID, v.Version, "")
	require.NoError(t, err)
	require.Equal(t, int64(2), published.Number)
	require.Equal(t, "published", published.State)
	require.True(t, f.may(rep, "crm.deal.export", page.Own))
	require.False(t, f.may(rep, "crm.deal.export", page.Team))

	// And back: the older version becomes a draft, and passes the same way.
	w, err := f.svc.Begin(f.as(f.ann), access.Beginning{Name: "Back", From: *published.Parent})
	require.NoError(t, err)
	back, err := f.svc.Submit(f.as(f.ann), w.ID, w.Version.Version, "")
	require.NoError(t, err)
	_, err = f.svc.Publish(f.as(f.bob), back.ID, back.Version, "")
	require.NoError(t, err)
	require.False(t, f.may(rep, "crm.deal.export", page.Own))
}

func TestEverybodyWhoTouchedADraftIsItsAuthor(t *testing.T) {
	t.Parallel()
	f := setup(t)
	w := f.draft(access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}})
	w, err := f.svc.Edit(f.as(f.bob), w.ID, w.Version.Version, access.Change{AddRules: []authz.Rule{allow("r:crm.desk", "crm:deal", "read", "all")}})
	require.NoError(t, err)
	require.Len(t, w.Authors, 2)
	v, err := f.svc.Submit(f.as(f.ann), w.ID, w.Version.Version, "")
	require.NoError(t, err)
	_, err = f.svc.Publish(f.as(f.bob), v.ID, v.Version, "")
	require.ErrorIs(t, err, access.ErrOwnDraft)
	carl := f.person("Carl Owner", "owner")
	_, err = f.svc.Publish(f.as(carl), v.ID, v.Version, "")
	require.NoError(t, err)
}

func TestNobodyPublishesTheirOwnDraftByAnyDoor(t *testing.T) {
	t.Parallel()
	f := setup(t)
	v := f.submitted(f.ann, access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}})
	a := actor.Actor{Org: f.d.Org, User: kernel.IDOf[kernel.User](f.bob.ID), Token: uuid.New(), Via: actor.API}
	token, err := f.engine.Attach(actor.With(t.Context(), a))
	require.NoError(t, err)
	_, err = f.svc.Publish(token, v.ID, v.Version, "")
	require.ErrorIs(t, err, fault.ErrForbidden, "a token")
	f.stale = true
	_, err = f.svc.Publish(f.as(f.bob), v.ID, v.Version, "")
	require.ErrorIs(t, err, errProof, "without fresh proof")
	f.stale = false
	conn := f.d.Superuser(t)
	_, err = conn.Exec(t.Context(), "select set_config('app.org_id', $1, false), set_config('app.change_set', $2, false), set_config('app.actor', 's:test', false), set_config('app.via', 'system', false)",
		f.d.Org.String(), uuid.NewString())
	require.NoError(t, err)
	for _, approver := range []any{f.ann.ID, nil} {
		_, err = conn.Exec(t.Context(), "update access.version set state = 'published', number = 9, approver = $2 where id = $1", v.ID, approver)
		require.ErrorContains(t, err, "version_was_approved_by_another", "by SQL")
	}
	_, err = conn.Exec(t.Context(), "update access.rule set scope = 'all' where version_id = $1", v.ID)
	require.ErrorContains(t, err, "no draft", "changed after it was submitted")
}

func TestOfTwoDraftsOfOneParentTheSecondIsOutdated(t *testing.T) {
	t.Parallel()
	f := setup(t)
	one := f.submitted(f.ann, access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}})
	two := f.submitted(f.ann, access.Change{AddRules: []authz.Rule{allow("r:crm.desk", "crm:deal", "read", "all")}})
	_, err := f.svc.Publish(f.as(f.bob), one.ID, one.Version, "")
	require.NoError(t, err)
	_, err = f.svc.Publish(f.as(f.bob), two.ID, two.Version, "")
	require.ErrorIs(t, err, access.ErrOutdated)
	desk := f.person("Dora Desk", "crm.desk")
	require.False(t, f.may(desk, "crm.deal.read", page.All), "nothing of it is in force")
}

func TestTheLoneAdministratorSaysSoAndNeverSilently(t *testing.T) {
	t.Parallel()
	f := alone(t)
	v := f.submitted(f.ann, access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}})
	_, err := f.svc.Publish(f.as(f.ann), v.ID, v.Version, "There is nobody else")
	require.ErrorIs(t, err, access.ErrOwnDraft)
	_, err = f.svc.SetAlone(f.as(f.ann), 0, true, " ")
	require.ErrorIs(t, err, fault.ErrInvalid)
	set, err := f.svc.SetAlone(f.as(f.ann), 0, true, "Only one of us yet")
	require.NoError(t, err)
	require.True(t, set.Alone)
	status, err := f.svc.Status(f.as(f.ann))
	require.NoError(t, err)
	require.True(t, status.Alone)
	_, err = f.svc.Publish(f.as(f.ann), v.ID, v.Version, "")
	require.ErrorIs(t, err, fault.ErrInvalid, "without a reason")
	published, err := f.svc.Publish(f.as(f.ann), v.ID, v.Version, "There is nobody else")
	require.NoError(t, err)
	require.True(t, published.Alone)

	// A second person ends it.
	bob := f.person("Bob")
	_, err = f.svc.Give(f.as(f.ann), access.Grant{User: bob.ID, Role: "owner"})
	require.NoError(t, err)
	set, err = f.svc.Setting(f.as(f.ann))
	require.NoError(t, err)
	require.False(t, set.Alone)
	_, err = f.svc.SetAlone(f.as(f.ann), set.Version, true, "I would rather not ask")
	require.ErrorIs(t, err, access.ErrAlone)
}

func TestNobodyGivesWhatTheyDoNotHold(t *testing.T) {
	t.Parallel()
	f := setup(t)
	eve := f.person("Eve Editor", "access.editor", "crm.rep")
	max := f.person("Max Approver", "access.approver")
	for name, c := range map[string]access.Change{
		"a right":               {AddRules: []authz.Rule{allow("r:access.editor", "hr:employee", "update", "all")}},
		"a class":               {AddRules: []authz.Rule{allow("r:crm.rep", "hr:employee#salary", "read", "all")}},
		"a wider scope":         {AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "update", "all")}},
		"a wildcard":            {AddRules: []authz.Rule{allow("r:crm.rep", "crm:*", "*", "own")}},
		"a role by inheritance": {AddRoles: []access.NewRole{{Name: "Mine", Parent: []string{"hr.officer"}}}},
		"later":                 {AddRules: []authz.Rule{at(allow("r:crm.rep", "hr:employee", "update", "all"), time.Hour, 0)}},
		"the right to approve":  {AddRules: []authz.Rule{allow("r:access.editor", "access:policy", "publish", "all")}},
	} {
		w := f.draftBy(eve, c)
		report, err := f.svc.Report(f.as(eve), w.ID)
		require.NoError(t, err, name)
		require.False(t, report.Publishable, name)
		require.Equal(t, "escalation", report.Findings[0].Guard, name)
		v, err := f.svc.Submit(f.as(eve), w.ID, w.Version.Version, "")
		require.NoError(t, err, name)
		_, err = f.svc.Publish(f.as(f.bob), v.ID, v.Version, "")
		require.ErrorIs(t, err, access.ErrEscalation, "the author does not hold %s", name)
	}
	// Ann holds it, and Max does not: the approver counts, too.
	v := f.submitted(f.ann, access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}})
	_, err := f.svc.Publish(f.as(max), v.ID, v.Version, "")
	require.ErrorIs(t, err, access.ErrEscalation)
}

func TestADenyThatEndsIsAGift(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.publish(access.Change{AddRules: []authz.Rule{deny("r:crm.lead", "crm:deal", "export", "all")}})
	eve := f.person("Eve Editor", "access.editor", "crm.rep")
	rule := deny("r:crm.lead", "crm:deal", "export", "all")
	v := f.submitted(eve, access.Change{RemoveRules: []authz.Rule{rule}, AddRules: []authz.Rule{at(rule, 0, time.Hour)}})
	_, err := f.svc.Publish(f.as(f.bob), v.ID, v.Version, "")
	require.ErrorIs(t, err, access.ErrEscalation)
}

func at(r authz.Rule, from, to time.Duration) authz.Rule {
	now := time.Now()
	if from != 0 {
		t := now.Add(from)
		r.From = &t
	}
	if to != 0 {
		t := now.Add(to)
		r.To = &t
	}
	return r
}

func TestSomebodyRemainsWhoCanRepairAccess(t *testing.T) {
	t.Parallel()
	f := setup(t)
	held, err := f.svc.Assignments(f.as(f.ann), &f.bob.ID, "")
	require.NoError(t, err)
	require.ErrorIs(t, f.svc.Take(f.as(f.ann), held[0].ID), access.ErrLockout)
	soon := time.Now().Add(24 * time.Hour)
	_, err = f.svc.Give(f.as(f.ann), access.Grant{User: f.bob.ID, Role: "owner", To: &soon})
	require.ErrorIs(t, err, access.ErrLockout, "an owner with an end is none")
	for _, action := range []string{"*", "read", "publish", "edit"} {
		w, err := f.svc.Begin(f.as(f.ann), access.Beginning{Name: "Out"})
		require.NoError(t, err)
		_, err = f.svc.Edit(f.as(f.ann), w.ID, w.Version.Version, access.Change{AddRules: []authz.Rule{deny("r:auditor", "access:policy", action, "all")}})
		require.ErrorIs(t, err, fault.ErrInvalid)
		require.Equal(t, "/add_rules/0/effect", fault.As(err).Fields[0].Pointer)
	}
	f.leaves(f.bob)
	keepers, err := f.svc.Keepers(f.as(f.ann), kernel.IDOf[kernel.User](f.ann.ID))
	require.NoError(t, err)
	require.Empty(t, keepers, "whoever cannot sign in repairs nothing")
}

func TestDutiesThatAreKeptApartStayApart(t *testing.T) {
	t.Parallel()
	f := setup(t)
	kim := f.person("Kim Keeper", "inventory.keeper")
	_, err := f.svc.AddConflict(f.as(f.ann), access.Conflict{PermissionA: "inventory.stock.adjust", PermissionB: "inventory.stock.read", Reason: "Who counts does not correct"})
	require.ErrorIs(t, err, access.ErrDuties)
	require.ErrorContains(t, err, "Kim Keeper")
	_, err = f.svc.AddConflict(f.as(f.ann), access.Conflict{PermissionA: "inventory.stock.adjust", PermissionB: "crm.deal.win", Reason: "Who sells does not correct"})
	require.NoError(t, err)
	_, err = f.svc.Give(f.as(f.ann), access.Grant{User: kim.ID, Role: "crm.rep"})
	require.ErrorIs(t, err, access.ErrDuties)
	v := f.submitted(f.ann, access.Change{AddRules: []authz.Rule{allow("r:inventory.keeper", "crm:deal", "win", "own")}})
	_, err = f.svc.Publish(f.as(f.bob), v.ID, v.Version, "")
	require.ErrorIs(t, err, access.ErrDuties)
	require.ErrorContains(t, err, "crm.deal.win")
}

func TestAStoredTestKeepsAPolicyFromBeingPublished(t *testing.T) {
	t.Parallel()
	f := setup(t)
	_, err := f.svc.AddExpectation(f.as(f.ann), access.Expectation{Name: "Reps take nothing out", Subject: "r:crm.rep", Permission: "crm.deal.export", Relation: "own", Expect: "deny"})
	require.NoError(t, err)
	v := f.submitted(f.ann, access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}})
	_, err = f.svc.Publish(f.as(f.bob), v.ID, v.Version, "")
	require.ErrorIs(t, err, access.ErrTests)
	require.ErrorContains(t, err, "Reps take nothing out")
	v = f.submitted(f.ann, access.Change{AddRules: []authz.Rule{allow("r:auditor", "hr:employee#salary", "read", "all")}})
	_, err = f.svc.Publish(f.as(f.bob), v.ID, v.Version, "")
	require.ErrorIs(t, err, access.ErrTests, "a promise that is built in")
}
