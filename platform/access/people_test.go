package access_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/access"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func TestARoleTakenAwayIsGoneAtTheNextQuestion(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rita := f.person("Rita")
	given, err := f.svc.Give(f.as(f.ann), access.Grant{User: rita.ID, Role: "crm.rep"})
	require.NoError(t, err)
	require.False(t, given.Waiting, "nothing in it is sensitive")
	require.True(t, f.may(rita, "crm.deal.read", page.Own))
	held, err := f.svc.Assignments(f.as(f.ann), &rita.ID, "")
	require.NoError(t, err)
	require.Equal(t, "Ann Owner", held[0].GrantedBy)
	require.NoError(t, f.svc.Take(f.as(f.ann), held[0].ID))
	require.False(t, f.may(rita, "crm.deal.read", page.Own))
	require.ErrorIs(t, f.svc.Take(f.as(f.ann), held[0].ID), fault.ErrNotFound)
}

func TestARoleThatHoldsSomethingSensitiveTakesTwo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rita := f.person("Rita")
	given, err := f.svc.SetRoles(f.as(f.ann), kernel.IDOf[kernel.User](rita.ID), []string{"crm.lead", "crm.rep"})
	require.NoError(t, err)
	require.Equal(t, []bool{true, false}, []bool{given[0].Waiting, given[1].Waiting})
	require.False(t, f.may(rita, "crm.deal.export", page.Own))
	open, err := f.svc.Requests(f.as(f.bob), "open")
	require.NoError(t, err)
	require.Len(t, open, 1)
	_, err = f.svc.Decide(f.as(f.ann), open[0].ID, open[0].Version, true, "")
	require.ErrorIs(t, err, access.ErrOwnRequest)
	f.stale = true
	_, err = f.svc.Decide(f.as(f.bob), open[0].ID, open[0].Version, true, "")
	require.ErrorIs(t, err, errProof)
	f.stale = false
	status, err := f.svc.Status(f.as(f.bob))
	require.NoError(t, err)
	require.Equal(t, 1, status.Requests)
	decided, err := f.svc.Decide(f.as(f.bob), open[0].ID, open[0].Version, true, "She leads the team")
	require.NoError(t, err)
	require.Equal(t, "approved", decided.State)
	require.True(t, f.may(rita, "crm.deal.export", page.Dept))
	_, err = f.svc.Decide(f.as(f.bob), open[0].ID, decided.Version, false, "")
	require.ErrorIs(t, err, access.ErrNotWaiting)
}

func TestAnInvitationGivesWhatWhoInvitedStillHolds(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lena, rita := f.person("Lena", "people.admin", "crm.rep"), f.person("Rita")
	guest := kernel.IDOf[kernel.User](rita.ID)
	require.NoError(t, f.svc.Welcome(f.as(rita), guest, lena.ID, []string{"crm.rep"}))
	require.True(t, f.may(rita, "crm.deal.read", page.Own))
	olaf := f.person("Olaf")
	f.write("delete from access.assignment where user_id = $1", lena.ID)
	f.raise()
	require.NoError(t, f.svc.Welcome(f.as(olaf), kernel.IDOf[kernel.User](olaf.ID), lena.ID, []string{"crm.rep"}))
	require.False(t, f.may(olaf, "crm.deal.read", page.Own))
	open, err := f.svc.Requests(f.as(f.ann), "open")
	require.NoError(t, err)
	require.Len(t, open, 1, "somebody else has to look at it")
}

func TestWhereNobodyElseCanApproveItHoldsAtOnceAndSaysSo(t *testing.T) {
	t.Parallel()
	f := alone(t)
	rita := f.person("Rita")
	given, err := f.svc.Give(f.as(f.ann), access.Grant{User: rita.ID, Role: "crm.lead"})
	require.NoError(t, err)
	require.False(t, given.Waiting)
	held, err := f.svc.Assignments(f.as(f.ann), &rita.ID, "")
	require.NoError(t, err)
	require.True(t, held[0].Alone)
}

func TestWhoAsksForThemselvesWaitsAndItEnds(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rita := f.person("Rita", "crm.rep")
	_, err := f.svc.Ask(f.as(rita), access.Grant{Role: "crm.lead", Reason: "Holiday cover"})
	require.ErrorIs(t, err, fault.ErrInvalid, "without an end")
	soon := time.Now().Add(48 * time.Hour)
	asked, err := f.svc.Ask(f.as(rita), access.Grant{Role: "crm.lead", Reason: "Holiday cover", To: &soon})
	require.NoError(t, err)
	_, err = f.svc.Ask(f.as(rita), access.Grant{Role: "crm.lead", Reason: "Again", To: &soon})
	require.ErrorIs(t, err, fault.ErrConflict)
	eve := f.person("Eve", "access.approver")
	_, err = f.svc.Decide(f.as(eve), asked.ID, asked.Version, true, "")
	require.ErrorIs(t, err, access.ErrEscalation, "who approves has to hold it")
	mine, err := f.svc.Requests(f.as(rita), "")
	require.NoError(t, err)
	require.Len(t, mine, 1)
	other := f.person("Olaf", "crm.rep")
	theirs, err := f.svc.Requests(f.as(other), "")
	require.NoError(t, err)
	require.Empty(t, theirs)
	_, err = f.svc.Decide(f.as(f.bob), asked.ID, asked.Version, true, "")
	require.NoError(t, err)
	require.True(t, f.may(rita, "crm.deal.win", page.Dept))
	later, _ := f.node(clock.Fixed(soon))
	require.False(t, authz.Can(f.on(later, rita), "crm.deal.win", page.Dept), "it ended by itself")
	before, _ := f.node(clock.Fixed(soon.Add(-time.Microsecond)))
	require.True(t, authz.Can(f.on(before, rita), "crm.deal.win", page.Dept))
}

func TestEmergencyAccessIsShortNotedAndLookedAt(t *testing.T) {
	t.Parallel()
	f := setup(t)
	otto := f.person("Otto", "ops")
	_, err := f.svc.BreakGlass(f.as(otto), "Shipping stands still", 61)
	require.ErrorIs(t, err, fault.ErrInvalid)
	_, err = f.svc.BreakGlass(f.as(otto), " ", 10)
	require.ErrorIs(t, err, fault.ErrInvalid)
	rita := f.person("Rita", "crm.rep")
	_, err = f.svc.BreakGlass(f.as(rita), "I am curious", 10)
	require.ErrorIs(t, err, fault.ErrForbidden)
	require.False(t, f.may(otto, "inventory.stock.update", page.All))
	e, err := f.svc.BreakGlass(f.as(otto), "Shipping stands still", 10)
	require.NoError(t, err)
	require.True(t, f.may(otto, "inventory.stock.update", page.All))
	for _, never := range []kernel.Permission{access.EditPolicy, access.PublishPolicy, access.AssignRoles, "hr.employee#salary.read"} {
		require.False(t, f.may(otto, never, page.All), never)
	}
	_, err = f.svc.BreakGlass(f.as(otto), "More", 10)
	require.ErrorIs(t, err, access.ErrRunning)
	require.NoError(t, f.svc.Passed(f.as(otto), "inventory-list-stock", "/api/v1/inventory/stock", "192.0.2.1"))
	require.NoError(t, f.svc.Passed(f.as(rita), "crm-list-deals", "/api/v1/crm/deals", "192.0.2.2"))
	uses, err := f.svc.Uses(f.as(f.ann), e.ID)
	require.NoError(t, err)
	require.Len(t, uses, 1)
	require.Equal(t, "inventory-list-stock", uses[0].Operation)
	_, err = f.svc.Uses(f.as(rita), e.ID)
	require.ErrorIs(t, err, fault.ErrForbidden)

	status, err := f.svc.Status(f.as(otto))
	require.NoError(t, err)
	require.NotNil(t, status.Emergency)
	status, err = f.svc.Status(f.as(f.ann))
	require.NoError(t, err)
	require.Equal(t, []string{"Otto"}, status.Emergencies)
	require.ErrorIs(t, f.svc.ReviewEmergency(f.as(f.ann), e.ID, "Fine"), access.ErrNotOver)
	require.NoError(t, f.svc.EndEmergency(f.as(otto), e.ID))
	require.False(t, f.may(otto, "inventory.stock.update", page.All))
	require.ErrorIs(t, f.svc.EndEmergency(f.as(rita), e.ID), fault.ErrNotFound)
	require.NoError(t, f.svc.ReviewEmergency(f.as(f.ann), e.ID, "One shipment moved"))
	require.ErrorIs(t, f.svc.ReviewEmergency(f.as(f.ann), e.ID, "Again"), access.ErrNotWaiting)
	all, err := f.svc.Emergencies(f.as(f.ann))
	require.NoError(t, err)
	require.Equal(t, "Ann Owner", all[0].Reviewer.Name)
	require.Equal(t, int64(1), all[0].Uses)
}

func TestWhatNobodyConfirmsEnds(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lead, rita, olaf := f.person("Lena", "crm.lead"), f.person("Rita", "crm.rep"), f.person("Olaf", "crm.rep")
	f.leads[rita.ID], f.leads[olaf.ID] = lead.ID, lead.ID
	due := kernel.DateIn(time.Now(), time.UTC).AddDays(14)
	_, err := f.svc.StartReview(f.as(f.ann), "Late", kernel.DateIn(time.Now(), time.UTC))
	require.ErrorIs(t, err, fault.ErrInvalid)
	r, err := f.svc.StartReview(f.as(f.ann), "Fourth quarter", due)
	require.NoError(t, err)
	require.Equal(t, int64(5), r.Items)
	hers, err := f.svc.ReviewItems(f.as(lead), r.ID)
	require.NoError(t, err)
	require.Len(t, hers, 2, "those whom she leads")
	status, err := f.svc.Status(f.as(lead))
	require.NoError(t, err)
	require.Equal(t, 2, status.Reviews)
	for _, i := range hers {
		if i.User.ID == rita.ID {
			require.NoError(t, f.svc.DecideItem(f.as(lead), i.ID, "keep"))
			require.ErrorIs(t, f.svc.DecideItem(f.as(rita), i.ID, "keep"), fault.ErrNotFound)
		}
	}
	all, err := f.svc.ReviewItems(f.as(f.ann), r.ID)
	require.NoError(t, err)
	for _, i := range all {
		if i.User.ID == f.ann.ID {
			require.ErrorIs(t, f.svc.DecideItem(f.as(f.ann), i.ID, "keep"), access.ErrOwnRequest)
			require.NoError(t, f.svc.DecideItem(f.as(f.bob), i.ID, "keep"))
		}
	}
	require.ErrorIs(t, f.svc.CloseReview(f.as(f.ann), r.ID), access.ErrLockout, "nobody confirmed Bob, and two must remain")
	for _, i := range all {
		if i.User.ID == f.bob.ID {
			require.NoError(t, f.svc.DecideItem(f.as(f.ann), i.ID, "keep"))
		}
	}
	require.NoError(t, f.svc.CloseReview(f.as(f.ann), r.ID))
	require.True(t, f.may(rita, "crm.deal.read", page.Own))
	require.False(t, f.may(olaf, "crm.deal.read", page.Own))
	require.False(t, f.may(lead, "crm.deal.read", page.Own), "nobody leads her, and nobody spoke for her")
	require.ErrorIs(t, f.svc.CloseReview(f.as(f.ann), r.ID), access.ErrClosed)
}

// deal puts a deal into the database, which this package knows nothing of.
func (f *fixture) deal(name string, owner, team, dept uuid.UUID) uuid.UUID {
	f.t.Helper()
	id := uuid.New()
	null := func(x uuid.UUID) any {
		if x == uuid.Nil {
			return nil
		}
		return x
	}
	f.write(`insert into crm.deal (org_id, id, name, account_id, pipeline_id, stage_id, owner_id, team_id, dept_id, status, probability, amount, currency, rank, created_at, updated_at, stage_entered_at)
		values ($1, $2, $3, $2, $2, $2, $4, $5, $6, 'open', 50, 0, 'EUR', 1, now(), now(), now())`, f.d.Org.UUID, id, name, null(owner), null(team), null(dept))
	return id
}

func TestWhyWhoAndTryAnswerForOneRecordAndForAll(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rita, lena := f.person("Rita", "crm.rep"), f.person("Lena", "crm.lead")
	team, dept := uuid.New(), uuid.New()
	f.write("insert into access.reach (org_id, user_id, teams, depts) values ($1, $2, array[$3::uuid], '{}'), ($1, $4, '{}', array[$5::uuid])", f.d.Org.UUID, rita.ID, team, lena.ID, dept)
	f.raise()
	own, hers, far := f.deal("Own", rita.ID, team, dept), f.deal("Team", lena.ID, team, dept), f.deal("Far", uuid.New(), uuid.New(), dept)
	nobodys := f.deal("Nobody's", uuid.Nil, uuid.Nil, uuid.Nil)

	x, err := f.svc.Why(f.as(f.ann), access.Question{User: rita.ID, Permission: "crm.deal.read", Record: hers})
	require.NoError(t, err)
	require.True(t, x.Allowed)
	require.Equal(t, "team", x.Relation)
	require.Equal(t, "Team", x.Record.Title)
	require.Equal(t, "r:crm.rep", x.Reasons[0].Subject)
	require.True(t, x.Reasons[0].Decides)
	require.Equal(t, []string{"crm.rep"}, x.Reasons[0].Path)
	x, err = f.svc.Why(f.as(f.ann), access.Question{User: rita.ID, Permission: "crm.deal.read", Record: far})
	require.NoError(t, err)
	require.False(t, x.Allowed)
	require.Equal(t, "all", x.Relation)
	require.Equal(t, "r:crm.rep", x.Nearest[0].Subject, "hers, which does not reach that far")
	x, err = f.svc.Why(f.as(f.ann), access.Question{User: lena.ID, Permission: "crm.deal.win", Record: own})
	require.NoError(t, err)
	require.True(t, x.Allowed)
	_, err = f.svc.Why(f.as(f.ann), access.Question{User: rita.ID, Permission: "crm.deal.read", Record: uuid.New()})
	require.ErrorIs(t, err, fault.ErrNotFound)
	_, err = f.svc.Why(f.as(f.ann), access.Question{User: rita.ID, Permission: "crm.deal.explode"})
	require.ErrorIs(t, err, fault.ErrInvalid)

	who, err := f.svc.Who(f.as(f.ann), "crm.deal.read", nobodys, uuid.Nil)
	require.NoError(t, err)
	require.Equal(t, []string{"Ann Owner", "Bob Owner"}, names(who), "owners alone see what is nobody's")
	who, err = f.svc.Who(f.as(f.ann), "crm.deal.read", own, uuid.Nil)
	require.NoError(t, err)
	require.Equal(t, []string{"Ann Owner", "Bob Owner", "Lena", "Rita"}, names(who))

	w := f.draft(access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "read", "all"), deny("r:crm.rep", "crm:deal", "read", "own")}})
	sim, err := f.svc.Simulate(f.as(f.ann), access.Question{User: rita.ID, Permission: "crm.deal.read", Draft: w.ID, Record: own})
	require.NoError(t, err)
	require.Equal(t, []int{2, 3, 2, 1}, []int{*sim.Before.Records, *sim.After.Records, sim.Gained, sim.Lost})
	require.Equal(t, "Own", sim.FewLost[0].Title)
	require.Equal(t, []bool{true, false}, []bool{*sim.Before.Allowed, *sim.After.Allowed})

	sim, err = f.svc.Simulate(f.as(f.ann), access.Question{User: rita.ID, Permission: "crm.deal.read", With: "crm.reader"})
	require.NoError(t, err)
	require.Equal(t, []int{2, 4, 2}, []int{*sim.Before.Records, *sim.After.Records, sim.Gained}, "as if she read everything, too")
	_, err = f.svc.Simulate(f.as(f.ann), access.Question{User: rita.ID, Permission: "crm.deal.read", With: "crm.boss"})
	require.ErrorIs(t, err, access.ErrUnknownRole)

	report, err := f.svc.Report(f.as(f.ann), w.ID)
	require.NoError(t, err)
	require.True(t, report.Publishable, "%v", report.Findings)
	require.Equal(t, 2, report.Affected, "Lena inherits what reps have")
	for _, e := range report.Effects {
		if e.Permission == "crm.deal.read" && e.Gain && e.Count == 1 && e.People[0].ID == rita.ID {
			require.Equal(t, 2, *e.Records)
		}
	}
	_, err = f.svc.Report(f.as(rita), w.ID)
	require.ErrorIs(t, err, fault.ErrForbidden)
}

func names(holders []access.Holder) []string {
	var out []string
	for _, h := range holders {
		out = append(out, h.Person.Name)
	}
	return out
}

func TestAFileReadsBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	f := setup(t)
	soon := time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)
	p := authz.Policy{Roles: []authz.OwnRole{{ID: "org.lead", Name: "Lead, north", Note: "She said \"go\"\nand went"}}, Edges: []authz.Edge{{Role: "org.lead", Parent: "crm.lead"}},
		Rules: []authz.Rule{{Subject: "r:org.lead", Object: "crm:deal", Action: "export", Scope: "own", Effect: "deny", To: &soon, Reason: "No, never"}}}
	back, err := access.Read(access.Write(p))
	require.NoError(t, err)
	require.Equal(t, p, back)
	for _, bad := range []string{"q, x", "p, r:crm.rep, crm:deal", "r, org.x", "p, r:crm.rep, crm:deal, read, own, allow, yesterday", "p, \"r", "g, a, b, c"} {
		_, err := access.Read([]byte(bad))
		require.ErrorIs(t, err, access.ErrFile, bad)
		require.Contains(t, fault.As(err).Fields[0].Message, "Line 1", bad)
	}
	w, err := f.svc.Begin(f.as(f.ann), access.Beginning{Name: "From a file", Policy: &authz.Policy{Rules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own")}}})
	require.NoError(t, err)
	text, err := f.svc.Export(f.as(f.ann), w.ID)
	require.NoError(t, err)
	require.Contains(t, string(text), "\np,r:crm.rep,crm:deal,export,own,allow,,,\n")
	report, err := f.svc.Check(f.as(f.ann), w.Policy)
	require.NoError(t, err)
	require.Len(t, report.Difference.AddedRules, 1)
}

func TestTheLintWarnsOfWhatIsHardlyMeant(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.person("Nora Norole")
	yesterday := time.Now().Add(-24 * time.Hour)
	expired := allow("r:crm.desk", "crm:deal", "read", "own")
	expired.To = &yesterday
	w := f.draft(access.Change{
		AddRoles: []access.NewRole{{Name: "Empty"}},
		AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "read", "own"), allow("r:crm.lead", "crm:deal", "export", "own"), deny("r:crm.lead", "crm:deal", "export", "own"), expired},
	})
	report, err := f.svc.Report(f.as(f.ann), w.ID)
	require.NoError(t, err)
	codes := map[string]bool{}
	for _, found := range report.Findings {
		require.Equal(t, "warning", found.Level, found.Message)
		codes[found.Code] = true
	}
	require.Equal(t, map[string]bool{"shadowed": true, "contradictory": true, "expired": true, "no_members": true, "no_role": true}, codes)
	v := f.publish(access.Change{AddRules: []authz.Rule{allow("r:crm.rep", "crm:deal", "export", "own"), allow("r:crm.desk", "crm:deal", "read", "own")}})
	rita := f.person("Rita", "crm.rep")
	require.NoError(t, authz.Allowed(f.as(rita), "crm.deal.export"))
	require.NoError(t, f.engine.Sample(t.Context()))
	f.write("update access.version set published_at = now() - interval '100 days' where id = $1", v.ID)
	f.raise()
	w, err = f.svc.Begin(f.as(f.ann), access.Beginning{Name: "Look"})
	require.NoError(t, err)
	report, err = f.svc.Report(f.as(f.ann), w.ID)
	require.NoError(t, err)
	var unused []string
	for _, found := range report.Findings {
		if found.Code == "unused" {
			unused = append(unused, found.Roles...)
		}
	}
	require.Equal(t, []string{"crm.desk"}, unused, "what a rep used is not unused")
}

func TestTheMatrixSaysWhatIsOwnAndWhatIsInherited(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.publish(access.Change{AddRoles: []access.NewRole{{Name: "Regional sales lead", Parent: []string{"crm.rep"}}}, AddRules: []authz.Rule{allow("r:org.regional-sales-lead", "crm:deal", "read", "dept")}})
	m, err := f.svc.Matrix(f.as(f.ann), uuid.Nil)
	require.NoError(t, err)
	var found access.Role
	for _, r := range m.Roles {
		if r.ID == "org.regional-sales-lead" {
			found = r
		}
	}
	require.Equal(t, access.RoleCell{Allow: "dept", OwnAllow: "dept", BaseAllow: "team"}, found.Cells["crm.deal.read"])
	require.Equal(t, access.RoleCell{Allow: "own", Inherited: true}, found.Cells["crm.deal.update"])
	rita := f.person("Rita", "org.regional-sales-lead")
	p, err := f.svc.PersonPage(f.as(f.ann), rita.ID, uuid.Nil)
	require.NoError(t, err)
	for _, r := range p.Rights {
		if r.Permission == "crm.deal.read" {
			require.Equal(t, []string{"crm.rep", "org.regional-sales-lead"}, r.By)
		}
	}
	page, err := f.svc.RolePage(f.as(f.ann), "crm.rep", uuid.Nil)
	require.NoError(t, err)
	require.Contains(t, page.Heirs, "org.regional-sales-lead")
	_, err = f.svc.RolePage(f.as(f.ann), "org.nobody", uuid.Nil)
	require.ErrorIs(t, err, fault.ErrNotFound)
}
