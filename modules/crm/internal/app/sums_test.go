package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/crm/internal/app"
	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/policies"
)

func TestDealsAreSummedByStageInEachCurrency(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.Account(app.AccountInput{})
	f.Deal(app.DealInput{AccountID: &a.ID, Amount: ptr(dec("100")), Currency: ptr("EUR"), ExpectedClose: ptr(kernel.MustDate("2026-12-01"))})
	f.Deal(app.DealInput{AccountID: &a.ID, Amount: ptr(dec("50.50")), Currency: ptr("EUR")})
	d := f.Deal(app.DealInput{Amount: ptr(dec("7")), Currency: ptr("USD")})

	s, err := f.svc.SumDeals(f.ctx, page.Request{Group: []string{"account_id"}, Of: []string{"sum:amount", "filled:expected_close", "max:expected_close"}})
	require.NoError(t, err)
	require.EqualValues(t, 3, s.Total.Count)
	require.Equal(t, []page.SummaryValue{{Value: "150.5", Currency: "EUR"}, {Value: "7", Currency: "USD"}}, trimmed(t, s.Total.Values["sum:amount"]))
	require.Equal(t, "1", s.Total.Values["filled:expected_close"][0].Value, "a deal without a day has none, whatever it is sorted by")
	require.Equal(t, "2026-12-01", s.Total.Values["max:expected_close"][0].Value)
	require.Equal(t, map[string]string{"account_id": a.Name}, s.Groups[0].Labels)
	require.Nil(t, s.Groups[1].Key["account_id"])

	s, err = f.svc.SumDeals(f.ctx, page.Request{Group: []string{"stage_id", "owner_id"}, Filter: map[string][]string{"currency": {"USD"}}})
	require.NoError(t, err)
	require.Len(t, s.Groups, 1)
	require.Equal(t, d.Stage.Name, s.Groups[0].Labels["stage_id"])

	s, err = f.svc.SumDeals(f.ctx, page.Request{Filter: map[string][]string{"expected_close.empty": {"true"}}})
	require.NoError(t, err)
	require.EqualValues(t, 2, s.Total.Count)
}

func TestASummaryHoldsNoMoreThanItsList(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.Account(app.AccountInput{})
	f.Deal(app.DealInput{AccountID: &a.ID, Amount: ptr(dec("100"))})
	other := kernel.NewID[kernel.User]()
	f.Deal(app.DealInput{Amount: ptr(dec("900")), OwnerID: &other})
	own := `p, r:own, *, crm:deal, read, own, allow`
	ctx := f.With(t, f.Context(t), authz.TestPolicy{Model: policies.Model, Roles: own}, "own")
	s, err := f.svc.SumDeals(ctx, page.Request{Group: []string{"account_id"}, Of: []string{"sum:amount"}})
	require.NoError(t, err)
	require.EqualValues(t, 1, s.Total.Count)
	require.Equal(t, "100", trimmed(t, s.Total.Values["sum:amount"])[0].Value)
	require.Empty(t, s.Groups[0].Labels, "an account that one may not read has no name here")
	_, err = f.svc.SumDeals(ctx, page.Request{Of: []string{"sum:margin"}})
	require.ErrorIs(t, err, fault.ErrFieldHidden)
	_, err = f.svc.SumDeals(f.As(t, "inventory.reader"), page.Request{})
	require.ErrorIs(t, err, fault.ErrForbidden)
}

func TestABranchOfAccountsIsTheAccountAndAllBelow(t *testing.T) {
	t.Parallel()
	f := setup(t)
	top := f.Account(app.AccountInput{Name: ptr("Top")})
	middle := f.Account(app.AccountInput{Name: ptr("Middle"), ParentID: &top.ID})
	f.Account(app.AccountInput{Name: ptr("Leaf"), ParentID: &middle.ID})
	f.Account(app.AccountInput{Name: ptr("Elsewhere")})
	p, err := f.svc.ListAccounts(f.ctx, page.Request{Filter: map[string][]string{"parent_id.under": {middle.ID.String()}}})
	require.NoError(t, err)
	require.Len(t, p.Items, 2)
	s, err := f.svc.SumAccounts(f.ctx, page.Request{Group: []string{"parent_id"}, Filter: map[string][]string{"parent_id.under": {top.ID.String()}}})
	require.NoError(t, err)
	require.EqualValues(t, 3, s.Total.Count)
	require.Len(t, s.Groups, 3)
}

// trimmed says amounts without the zeros that a column's scale adds.
func trimmed(t *testing.T, values []page.SummaryValue) []page.SummaryValue {
	t.Helper()
	out := make([]page.SummaryValue, len(values))
	for i, v := range values {
		d, err := kernel.ParseDecimal(v.Value)
		require.NoError(t, err)
		v.Value = d.String()
		out[i] = v
	}
	return out
}
