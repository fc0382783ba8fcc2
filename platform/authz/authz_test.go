package authz_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/pgtest"
	"longhouse/policies"
)

var resources = []kernel.Resource{
	{Name: "crm.deal", Actions: kernel.Actions("read", "update"), Scopes: kernel.OwnTeamDeptAll, Classes: []kernel.Class{{Name: "margin"}}},
	{Name: "hr.employee", Actions: kernel.Actions("read", "update"), Scopes: kernel.AllOnly},
}

const readDeals = kernel.Permission("crm.deal.read")

func engine(t *testing.T, d *pgtest.DB) *authz.Engine {
	t.Helper()
	e, err := authz.New(d.Root, authz.Options{Model: policies.Model, Roles: policies.Roles, Clock: clock.Clock{}})
	require.NoError(t, err)
	require.NoError(t, e.Register(resources, []kernel.Permission{readDeals, "crm.deal.update", "hr.employee.read"}))
	return e
}

func TestScopesAreTheWidestAllowAndTheWidestDeny(t *testing.T) {
	t.Parallel()
	d := pgtest.New(t)
	policy := authz.TestPolicy{Model: policies.Model, Resources: resources, Roles: `
p, r:rep, *, crm:deal, read, team, allow
p, r:rep, *, crm:deal, update, own, allow
p, r:lead, *, crm:*, *, dept, allow
p, r:lead, *, crm:deal, update, own, deny
p, r:lead, *, crm:deal#margin, read, dept, allow
`}
	rep := d.With(t, d.Context(t), policy, "rep")
	s, err := authz.Scope(rep, readDeals)
	require.NoError(t, err)
	require.Equal(t, page.Team, s.Allow)
	require.False(t, s.MayRead("margin"))
	require.True(t, authz.Can(rep, "crm.deal.update", page.Own))
	require.False(t, authz.Can(rep, "crm.deal.update", page.Team))
	require.ErrorIs(t, authz.Allowed(rep, "hr.employee.read"), fault.ErrForbidden)

	lead := d.With(t, d.Context(t), policy, "rep", "lead")
	s, err = authz.Scope(lead, "crm.deal.update")
	require.NoError(t, err)
	require.Equal(t, page.Dept, s.Allow)
	require.Equal(t, page.Own, s.Deny)
	require.True(t, s.MayRead("margin"))
	require.False(t, authz.Can(lead, "crm.deal.update", page.Own))
}

func TestAPolicyThatIsNotFullyUnderstoodIsRefused(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"effect with a capital": "p, r:x, *, crm:deal, read, all, Deny",
		"unknown scope":         "p, r:x, *, crm:deal, read, world, allow",
		"missing column":        "p, r:x, *, crm:deal, read, all",
		"no subject kind":       "p, x, *, crm:deal, read, all, allow",
		"class wildcard allow":  "p, r:x, *, crm:deal#*, read, all, allow",
		"twice":                 "p, r:x, *, crm:deal, read, all, allow\np, r:x, *, crm:deal, read, all, allow",
		"circle":                "g, r:x, r:y, *\ng, r:y, r:x, *",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := pgtest.New(t)
			_, err := authz.New(d.Root, authz.Options{Model: policies.Model, Roles: text})
			require.Error(t, err)
		})
	}
}
