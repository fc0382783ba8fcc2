package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/modules/hr"
	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func TestAnAccountKeepsItsPartsAndRepeatsThePrimaryOnes(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.Account(app.AccountInput{Code: ptr("00042"), Phone: ptr("030-0074321"), Email: ptr("Info@Example.com"), Website: ptr("https://www.example.com/"),
		Addresses: []app.AddressInput{{Lines: "Obere Str. 57", City: "Berlin", Postcode: "02209", Country: "Germany"}}})
	require.Equal(t, "00042", a.Code)
	require.Equal(t, "Berlin", a.City)
	require.Equal(t, "02209", a.Addresses[0].Postcode)
	require.True(t, a.Addresses[0].IsPrimary)
	require.Equal(t, "example.com", a.Domain)
	norms := map[string]string{}
	for _, p := range a.ContactPoints {
		norms[p.Kind] = p.Norm
	}
	require.Equal(t, map[string]string{"phone": "+49300074321", "email": "info@example.com", "url": "example.com"}, norms)

	a, err := f.svc.UpdateAccount(f.ctx, a.ID, a.Version, app.AccountInput{Phone: ptr("")})
	require.NoError(t, err)
	require.Empty(t, a.Phone)
	require.EqualValues(t, 2, a.Version)
	same, err := f.svc.UpdateAccount(f.ctx, a.ID, a.Version, app.AccountInput{Name: &a.Name})
	require.NoError(t, err)
	require.EqualValues(t, 2, same.Version, "a change that changes nothing leaves no version")
	_, err = f.svc.UpdateAccount(f.ctx, a.ID, 1, app.AccountInput{Name: ptr("Late")})
	require.ErrorIs(t, err, fault.ErrStale)
	_, err = f.svc.CreateAccount(f.ctx, app.AccountInput{Name: ptr("Other"), Code: ptr("00042")})
	require.ErrorIs(t, err, crm.ErrAccountCodeTaken)
}

func TestDeletingThePrimaryPointPromotesTheOldestLeft(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.Account(app.AccountInput{Phone: ptr("+49 30 111111")})
	a, err := f.svc.AddAccountPoint(f.ctx, a.ID, a.Version, app.PointInput{Kind: "phone", Value: "+49 30 222222 x5"})
	require.NoError(t, err)
	_, err = f.svc.AddAccountPoint(f.ctx, a.ID, a.Version, app.PointInput{Kind: "phone", Value: "0049-30-111111"})
	require.ErrorIs(t, err, crm.ErrPointTaken)
	a, err = f.svc.DropAccountPoint(f.ctx, a.ID, a.Version, a.ContactPoints[0].ID)
	require.NoError(t, err)
	require.Equal(t, "+49 30 222222 x5", a.Phone)
	require.Equal(t, "5", a.ContactPoints[0].Extension)
	require.True(t, a.ContactPoints[0].IsPrimary)
}

func TestAccountsCannotStandAboveThemselves(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a, b, c := f.Account(app.AccountInput{}), f.Account(app.AccountInput{}), f.Account(app.AccountInput{})
	b, err := f.svc.UpdateAccount(f.ctx, b.ID, b.Version, app.AccountInput{ParentID: &a.ID})
	require.NoError(t, err)
	require.Equal(t, a.Name, b.Parent.Name)
	_, err = f.svc.UpdateAccount(f.ctx, c.ID, c.Version, app.AccountInput{ParentID: &b.ID})
	require.NoError(t, err)
	_, err = f.svc.UpdateAccount(f.ctx, a.ID, a.Version, app.AccountInput{ParentID: &c.ID})
	require.ErrorIs(t, err, crm.ErrParentCycle)
	_, err = f.svc.UpdateAccount(f.ctx, a.ID, a.Version, app.AccountInput{ParentID: &a.ID})
	require.Error(t, err)
}

func TestTwoMovesAtOnceCannotCloseACircle(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a, b := f.Account(app.AccountInput{}), f.Account(app.AccountInput{})
	var g errgroup.Group
	errs := make([]error, 2)
	g.Go(func() error {
		_, errs[0] = f.svc.UpdateAccount(f.ctx, a.ID, 1, app.AccountInput{ParentID: &b.ID})
		return nil
	})
	g.Go(func() error {
		_, errs[1] = f.svc.UpdateAccount(f.ctx, b.ID, 1, app.AccountInput{ParentID: &a.ID})
		return nil
	})
	require.NoError(t, g.Wait())
	require.True(t, (errs[0] == nil) != (errs[1] == nil), "one of the two is refused: %v", errs)
}

func TestAContactHasOneLivePrimaryAccount(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a, b := f.Account(app.AccountInput{Name: ptr("First")}), f.Account(app.AccountInput{Name: ptr("Second")})
	c, err := f.svc.CreateContact(f.ctx, app.ContactInput{FirstName: ptr("Anna"), LastName: ptr("Müller"), AccountID: &a.ID, Phone: ptr("001-381-206-7164x629")})
	require.NoError(t, err)
	require.Equal(t, "Anna Müller", c.Name)
	require.Equal(t, "First", c.Account.Name)
	require.Equal(t, "629", c.ContactPoints[0].Extension)
	_, err = f.svc.Affiliate(f.ctx, c.ID, c.Version, app.AffiliationInput{AccountID: b.ID, IsPrimary: true})
	require.ErrorIs(t, err, crm.ErrPrimaryTaken)
	c, err = f.svc.EndAffiliation(f.ctx, c.ID, c.Version, c.Affiliations[0].ID, kernel.Date{})
	require.NoError(t, err)
	require.True(t, c.Account.ID.IsZero(), "ending the primary promotes none")
	c, err = f.svc.Affiliate(f.ctx, c.ID, c.Version, app.AffiliationInput{AccountID: b.ID, IsPrimary: true})
	require.NoError(t, err)
	require.Equal(t, "Second", c.Account.Name)
	require.Len(t, c.Affiliations, 2, "the ended one stays visible as former")
}

func TestSearchForgivesAccentsAndTheFormOfNumbers(t *testing.T) {
	t.Parallel()
	f := setup(t)
	c, err := f.svc.CreateContact(f.ctx, app.ContactInput{FirstName: ptr("Anna"), LastName: ptr("Müller"), Phone: ptr("+33 6 28 11 22 33"), Email: ptr("anna@lab.example")})
	require.NoError(t, err)
	for _, text := range []string{"muller", "MÜLL", "an", "0628112233", "06 28 11 22 33", "lab.example"} {
		hits, err := f.svc.FindContacts(f.ctx, text, 10)
		require.NoError(t, err)
		require.Len(t, hits, 1, text)
		require.Equal(t, c.ID.UUID, hits[0].ID)
	}
	hits, err := f.svc.FindContacts(f.ctx, "50%_off", 10)
	require.NoError(t, err)
	require.Empty(t, hits)
	p, err := f.svc.ListContacts(f.ctx, page.Request{Filter: map[string][]string{"name": {"Anna Mül"}}})
	require.NoError(t, err)
	require.Len(t, p.Items, 1)
}

func TestListsPageThroughTiesOneByOne(t *testing.T) {
	t.Parallel()
	f := setup(t)
	want := map[string]bool{}
	for range 5 {
		want[f.Account(app.AccountInput{Name: ptr("Same")}).ID.String()] = true
		f.Deal(app.DealInput{Name: ptr("Same"), Amount: ptr(dec("10"))})
	}
	for _, sort := range []string{"name", "-name", "created_at", "city"} {
		got := map[string]bool{}
		r := page.Request{Sort: sort, Limit: 1, Count: true}
		for {
			p, err := f.svc.ListAccounts(f.ctx, r)
			require.NoError(t, err)
			require.Equal(t, 5, p.Total.Count)
			for _, a := range p.Items {
				require.False(t, got[a.ID.String()])
				got[a.ID.String()] = true
			}
			if r.After = p.Next; p.Next == "" {
				break
			}
		}
		require.Equal(t, want, got, sort)
	}
	for _, sort := range []string{"amount", "-expected_close"} {
		n := 0
		r := page.Request{Sort: sort, Limit: 1}
		for {
			p, err := f.svc.ListDeals(f.ctx, r)
			require.NoError(t, err)
			n += len(p.Items)
			if r.After = p.Next; p.Next == "" {
				break
			}
		}
		require.Equal(t, 5, n, sort)
	}
}

func TestScopesDecideTheSameForListsAndSingleRecords(t *testing.T) {
	t.Parallel()
	f := setup(t)
	unit, other := kernel.NewID[hr.Unit](), kernel.NewID[hr.Unit]()
	mine, theirs := kernel.NewID[kernel.User](), kernel.NewID[kernel.User]()
	f.people.Add(f.User, "1", "Nancy Davolio", unit)
	f.people.Add(mine, "2", "Andrew Fuller", unit)
	f.people.Add(theirs, "3", "Somebody Else", other)
	own := f.Account(app.AccountInput{Name: ptr("Own")})
	team := f.Account(app.AccountInput{Name: ptr("Team"), OwnerID: &mine})
	hidden := f.Account(app.AccountInput{Name: ptr("Hidden"), OwnerID: &theirs})
	require.Equal(t, "Nancy Davolio", own.Owner.Name)

	rep := f.With(t, f.Context(t), authz.TestPolicy{Teams: kernel.UUIDs([]hr.UnitID{unit}), Resources: crm.Resources}, "crm.rep")
	p, err := f.svc.ListAccounts(rep, page.Request{Count: true})
	require.NoError(t, err)
	require.Len(t, p.Items, 2)
	require.Equal(t, 2, p.Total.Count)
	_, err = f.svc.Account(rep, hidden.ID)
	require.ErrorIs(t, err, fault.ErrNotFound)
	_, err = f.svc.UpdateAccount(rep, hidden.ID, 1, app.AccountInput{Name: ptr("x")})
	require.ErrorIs(t, err, fault.ErrNotFound)
	_, err = f.svc.UpdateAccount(rep, team.ID, 1, app.AccountInput{Name: ptr("x")})
	require.ErrorIs(t, err, fault.ErrForbidden, "readable, but beyond the action")
	_, err = f.svc.UpdateAccount(rep, own.ID, 1, app.AccountInput{OwnerID: &mine})
	require.ErrorIs(t, err, fault.ErrForbidden, "giving away needs assign")
	_, err = f.svc.CreateAccount(rep, app.AccountInput{Name: ptr("x"), OwnerID: &mine})
	require.ErrorIs(t, err, fault.ErrForbidden, "made for somebody else")
	_, err = f.svc.CreateDeal(rep, app.DealInput{Name: ptr("x"), AccountID: &hidden.ID})
	require.ErrorIs(t, err, crm.ErrReference, "a reference that cannot be read does not exist")
	_, err = f.svc.UpdateAccount(rep, own.ID, 1, app.AccountInput{ParentID: &hidden.ID})
	require.ErrorIs(t, err, crm.ErrReference)
	hits, err := f.svc.FindAccounts(rep, "hidden", 10)
	require.NoError(t, err)
	require.Empty(t, hits)

	lead := f.With(t, f.Context(t), authz.TestPolicy{Depts: kernel.UUIDs([]hr.UnitID{unit}), Resources: crm.Resources}, "crm.lead")
	_, err = f.svc.UpdateAccount(lead, team.ID, 1, app.AccountInput{Name: ptr("Led")})
	require.NoError(t, err)
	none := f.As(t, "hr.self")
	_, err = f.svc.ListAccounts(none, page.Request{})
	require.ErrorIs(t, err, fault.ErrForbidden)
}

func TestNamesOfAListCostOneCallEach(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for range 10 {
		f.Deal(app.DealInput{})
	}
	f.people.asked.Store(0)
	p, err := f.svc.ListDeals(f.ctx, page.Request{})
	require.NoError(t, err)
	require.Len(t, p.Items, 10)
	require.EqualValues(t, 1, f.people.asked.Load())
	require.Equal(t, "Login "+f.User.String()[:4], p.Items[0].Owner.Name)
}
