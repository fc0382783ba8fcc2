package app_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// undo gives a row its last change's values back, as platform/history does.
func (f *fixture) undo(entity string, id uuid.UUID) error {
	f.t.Helper()
	var op string
	var before map[string]any
	err := f.Superuser(f.t).QueryRow(f.ctx, "select op, before from history.change where org_id = $1 and row_id = $2 and table_name = $3 order by n desc limit 1", f.Org.UUID, id, entity).Scan(&op, &before)
	require.NoError(f.t, err)
	if op == "insert" {
		before = nil
	}
	return f.svc.Entities()[entity].Restore(f.ctx, id, kernel.Past{Old: before, Gone: op == "delete"})
}

func TestAChangeIsUndoneThroughTheRecordsOwnRules(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.Account(app.AccountInput{Name: ptr("Before"), Code: ptr("C1")})
	a, err := f.svc.UpdateAccount(f.ctx, a.ID, a.Version, app.AccountInput{Name: ptr("After")})
	require.NoError(t, err)
	require.NoError(t, f.undo("crm.account", a.ID.UUID))
	a, err = f.svc.Account(f.ctx, a.ID)
	require.NoError(t, err)
	require.Equal(t, "Before", a.Name)
	require.NoError(t, f.svc.TrashAccount(f.ctx, a.ID, a.Version))
	_, err = f.svc.Account(f.ctx, a.ID)
	require.ErrorIs(t, err, fault.ErrNotFound)
	require.NoError(t, f.svc.Entities()["crm.account"].Visible(f.ctx, a.ID.UUID), "what is in the trash has a timeline")
	require.NoError(t, f.undo("crm.account", a.ID.UUID))
	_, err = f.svc.Account(f.ctx, a.ID)
	require.NoError(t, err)
	f.Deal(app.DealInput{AccountID: &a.ID})
	require.ErrorIs(t, f.svc.RestoreAccount(f.ctx, a.ID.UUID, kernel.Past{}), crm.ErrUndoTouched, "a deal hangs on it")
	b := f.Account(app.AccountInput{})
	require.NoError(t, f.undo("crm.account", b.ID.UUID))
	_, err = f.svc.Account(f.ctx, b.ID)
	require.ErrorIs(t, err, fault.ErrNotFound)
	require.NoError(t, f.undo("crm.account", b.ID.UUID), "undoing the undoing makes it again")
	_, err = f.svc.Account(f.ctx, b.ID)
	require.NoError(t, err)
	require.ErrorIs(t, f.svc.RestoreAccount(f.As(t, "crm.reader"), b.ID.UUID, kernel.Past{}), fault.ErrForbidden)
}

func TestAMoveThatIsUndoneAppendsAVisit(t *testing.T) {
	t.Parallel()
	f := setup(t)
	d := f.Deal(app.DealInput{Amount: ptr(dec("12345.6789")), Currency: ptr("CLF")})
	d, err := f.svc.WinDeal(f.ctx, d.ID, d.Version)
	require.NoError(t, err)
	require.NoError(t, f.undo("crm.deal", d.ID.UUID))
	d, err = f.svc.Deal(f.ctx, d.ID)
	require.NoError(t, err)
	require.Equal(t, []string{"New", "open"}, []string{d.Stage.Name, d.Status})
	require.Nil(t, d.ClosedAt)
	visits, err := f.svc.DealStages(f.ctx, d.ID)
	require.NoError(t, err)
	require.Len(t, visits, 3)
	require.True(t, visits[0].Undo)
	d, err = f.svc.UpdateDeal(f.ctx, d.ID, d.Version, app.DealInput{Amount: ptr(dec("1"))})
	require.NoError(t, err)
	require.NoError(t, f.undo("crm.deal", d.ID.UUID))
	d, err = f.svc.Deal(f.ctx, d.ID)
	require.NoError(t, err)
	require.Equal(t, "12345.6789", d.Amount.Amount.String())
}

func TestAnOrderThatTheWorldHasSeenIsNotUndone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	o := f.Order()
	o, err := f.svc.UpdateOrder(f.ctx, o.ID, o.Version, app.OrderInput{DiscountPercent: ptr(dec("50"))})
	require.NoError(t, err)
	require.NoError(t, f.undo("crm.order", o.ID.UUID))
	o, err = f.svc.Order(f.ctx, o.ID)
	require.NoError(t, err)
	require.Equal(t, "168", o.Total.String())
	c, err := f.svc.CancelOrder(f.ctx, o.ID, o.Version, "")
	require.NoError(t, err)
	require.NoError(t, f.undo("crm.order", c.ID.UUID))
	o, err = f.svc.Order(f.ctx, o.ID)
	require.NoError(t, err)
	_, err = f.svc.ConfirmOrder(f.ctx, o.ID, o.Version)
	require.NoError(t, err)
	require.ErrorIs(t, f.undo("crm.order", o.ID.UUID), crm.ErrUndoOutside)
	draft := f.Order()
	require.NoError(t, f.undo("crm.order", draft.ID.UUID))
	p, err := f.svc.ListOrders(f.ctx, page.Request{})
	require.NoError(t, err)
	require.Len(t, p.Items, 1)
	titles, err := f.svc.Entities()["crm.order"].Title(f.ctx, []uuid.UUID{o.ID.UUID})
	require.NoError(t, err)
	require.Equal(t, "SO-2026-00001", titles[o.ID.UUID])
}

func TestAnUndoThatWouldMakeACircleOfAccountsIsRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	b, c := f.Account(app.AccountInput{Name: ptr("B")}), f.Account(app.AccountInput{Name: ptr("C")})
	a := f.Account(app.AccountInput{Name: ptr("A"), ParentID: &b.ID})
	_, err := f.svc.UpdateAccount(f.ctx, a.ID, a.Version, app.AccountInput{ParentID: &c.ID})
	require.NoError(t, err)
	_, err = f.svc.UpdateAccount(f.ctx, b.ID, b.Version, app.AccountInput{ParentID: &a.ID})
	require.NoError(t, err)
	require.ErrorIs(t, f.undo("crm.account", a.ID.UUID), crm.ErrParentCycle)
}
