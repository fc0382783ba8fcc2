package app_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/modules/hr"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/policies"
)

// importers of deals: one without margins, one with those of own deals.
const importers = `
p, r:desk, *, crm:deal, *, all, allow
p, r:desk, *, crm:account, *, all, allow
p, r:seller, *, crm:deal, *, all, allow
p, r:seller, *, crm:account, *, all, allow
p, r:seller, *, crm:deal#margin, update, own, allow
p, r:seller, *, crm:deal#margin, read, own, allow
`

func (f *fixture) importing(role string) context.Context {
	return f.With(f.t, f.Context(f.t), authz.TestPolicy{Model: policies.Model, Roles: importers, Resources: crm.Resources}, role)
}

// load checks a file of deals and then writes it.
func (f *fixture) load(ctx context.Context, rows ...map[string]string) []app.ImportResult {
	f.t.Helper()
	file := make([]app.ImportRow, len(rows))
	for i, r := range rows {
		file[i] = app.ImportRow{Values: r}
	}
	options := app.DealOptions{Currency: "EUR", MakeAccounts: true}
	checked, err := f.svc.CheckDeals(ctx, file, options)
	require.NoError(f.t, err)
	write, err := f.svc.PrepareDeals(ctx, file, options)
	require.NoError(f.t, err)
	written, err := db.Write(ctx, f.pool, func(tx *db.Tx) ([]app.ImportResult, error) { return write(ctx, tx) })
	require.NoError(f.t, err)
	for i := range checked {
		require.Equal(f.t, checked[i].Action, written[i].Action, "what was said is what is done")
	}
	return written
}

func TestAFileWritesCostsForWhoMayAndRefusesTheRowForOthers(t *testing.T) {
	t.Parallel()
	f := setup(t)
	desk, seller := f.importing("desk"), f.importing("seller")
	refused := func(r app.ImportResult) {
		t.Helper()
		require.Equal(t, app.Refused, r.Action)
		require.Equal(t, []string{"/cost", "forbidden"}, []string{r.Faults[0].Pointer, r.Faults[0].Code})
	}
	row := func(code, cost string) map[string]string {
		return map[string]string{"code": code, "name": code, "amount": "100", "cost": cost, "account": "Account of " + code}
	}
	refused(f.load(desk, row("A", "40"))[0])
	deals, err := f.svc.ListDeals(f.ctx, page.Request{})
	require.NoError(t, err)
	require.Empty(t, deals.Items, "nothing was written")
	accounts, err := f.svc.ListAccounts(f.ctx, page.Request{})
	require.NoError(t, err)
	require.Empty(t, accounts.Items, "not even the account that it names")

	require.Equal(t, app.Create, f.load(seller, row("A", "40"))[0].Action)
	require.Equal(t, app.Unchanged, f.load(seller, row("A", "40.00"))[0].Action)
	again := f.load(seller, row("A", "35"))[0]
	require.Equal(t, []string{"cost"}, again.Changed)
	deals, err = f.svc.ListDeals(f.ctx, page.Request{})
	require.NoError(t, err)
	require.Equal(t, []string{"35", "65", "65"}, []string{deals.Items[0].Cost.String(), deals.Items[0].Margin.String(), deals.Items[0].MarginPercent.String()})
	require.Equal(t, app.Unchanged, f.load(desk, row("A", ""))[0].Action, "a blank cell takes nothing away")
	for _, cost := range []string{"35", "36", "-1", "x"} {
		refused(f.load(desk, row("A", cost))[0]) // whatever it says: the refusal tells nothing of the cost
	}
	bad := f.load(seller, row("B", "-1"))[0]
	require.Equal(t, []string{"/cost", "invalid"}, []string{bad.Faults[0].Pointer, bad.Faults[0].Code})
}

func TestACostInAFileIsJudgedByWhoseTheDealIs(t *testing.T) {
	t.Parallel()
	f := setup(t)
	seller := f.importing("seller")
	f.people.Add(kernel.NewID[kernel.User](), "7", "Nancy", kernel.NewID[hr.Unit]())
	theirs := f.Deal(app.DealInput{Code: ptr("T"), OwnerID: ptr(kernel.NewID[kernel.User]()), Amount: ptr(dec("10")), Cost: ptr("4")})
	f.Deal(app.DealInput{Code: ptr("M"), Amount: ptr(dec("10"))})
	got := f.load(seller,
		map[string]string{"code": "T", "cost": "5"},
		map[string]string{"code": "M", "cost": "5"},
		map[string]string{"code": "N", "name": "Nancy's", "salesperson": "7", "cost": "5"},
		map[string]string{"code": "O", "name": "Own", "cost": "5"})
	actions := make([]string, len(got))
	for i, r := range got {
		actions[i] = r.Action
	}
	require.Equal(t, []string{app.Refused, app.Update, app.Refused, app.Create}, actions)
	d, err := f.svc.Deal(f.ctx, theirs.ID)
	require.NoError(t, err)
	require.Equal(t, "4", d.Cost.String())
	require.EqualValues(t, 1, d.Version)
}

func TestACostComesBackWithADealThatIsMadeAgain(t *testing.T) {
	t.Parallel()
	f := setup(t)
	d := f.Deal(app.DealInput{Amount: ptr(dec("10")), Cost: ptr("4")})
	require.NoError(t, f.undo("crm.deal", d.ID.UUID))
	var before map[string]any
	require.NoError(t, f.Superuser(t).QueryRow(f.ctx, "select before from history.change where org_id = $1 and row_id = $2 and op = 'delete'", f.Org.UUID, d.ID.UUID).Scan(&before))
	restore := func(ctx context.Context, id uuid.UUID) error {
		return f.svc.Entities()["crm.deal"].Restore(ctx, id, kernel.Past{Old: before, Gone: true})
	}
	require.ErrorContains(t, restore(f.importing("desk"), d.ID.UUID), string(crm.UpdateMargin))
	require.NoError(t, restore(f.ctx, d.ID.UUID))
	d, err := f.svc.Deal(f.ctx, d.ID)
	require.NoError(t, err)
	require.Equal(t, "4", d.Cost.String())
}
