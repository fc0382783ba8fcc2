package app_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func TestAListOfPeopleIsNarrowedToOnesOwnCircle(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.logins.known[f.User] = "Me"
	me := f.hire(opts{name: "Me", login: f.User})
	f.hire(opts{name: "Direct", manager: me.ID})
	f.hire(opts{name: "Somebody"})
	for scope, want := range map[page.Relation][]string{page.None: {"Direct", "Me", "Somebody"}, page.Team: {"Direct", "Me"}, page.Own: {"Me"}} {
		p, err := f.svc.Employees(f.ctx, page.Request{Scope: scope}, kernel.Date{})
		require.NoError(t, err)
		var names []string
		for _, e := range p.Items {
			names = append(names, e.Name)
		}
		require.Equal(t, want, names, scope)
	}
}
