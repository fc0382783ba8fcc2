package history_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/policies"
)

func TestWhatHappenedSinceIsNewsWithoutWhatIsSealedWhoeverReads(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.svc.Register(history.Entity{Name: "crm.account", Label: "Account", Read: "crm.account.read", Change: "crm.account.update", Visible: f.visible,
		Parts: map[string]string{"crm.contact_point": "account_id"}, Sealed: map[string]string{"crm.contact_point": "secret"}})
	a := f.account("Oak")
	p := f.point(f.ctx, a, "old@x")
	f.write(f.ctx, "update crm.contact_point set raw = 'new@x' where id = $1", p)
	f.rename(f.ctx, a, "Elm")
	spy := f.With(t, f.Context(t), authz.TestPolicy{Resources: resources, Model: policies.Model, Roles: "p, r:spy, *, crm:account, *, all, allow\np, r:spy, *, crm:account#secret, read, all, allow\n"}, "spy")

	items, err := f.svc.Since(spy, "crm.account", a, time.Now().Add(-time.Hour))
	require.NoError(t, err)
	var said []string
	for _, i := range items {
		said = append(said, i.Entity+" "+i.Op)
	}
	require.Equal(t, []string{"crm.account updated", "crm.account created"}, said)
	whole, err := f.svc.Timeline(spy, "crm.account", a, 10, "")
	require.NoError(t, err)
	require.Len(t, whole.Items, 4, "who opens the record sees it there")

	items, err = f.svc.Since(spy, "crm.account", a, time.Now().Add(time.Hour))
	require.NoError(t, err)
	require.Empty(t, items)
	_, err = f.svc.Since(spy, "crm.account", kernel.NewUUID(), time.Now())
	require.Error(t, err)
	_, err = f.svc.Since(spy, "crm.nothing", uuid.New(), time.Now())
	require.ErrorIs(t, err, history.ErrNoEntity)
}
