package access_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/access"
	"longhouse/platform/fault"
)

func TestWhoWasRefusedSeesWhichRolesToAskForAndNotWhatTheyAllow(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rita := f.person("Rita", "crm.rep")
	all, err := f.svc.Choices(f.as(rita), "")
	require.NoError(t, err)
	held := map[string]bool{}
	for _, c := range all {
		require.NotEmpty(t, c.Name)
		held[c.ID] = c.Held
	}
	require.True(t, held["crm.rep"])
	require.Contains(t, held, "crm.lead")
	require.False(t, held["crm.lead"])

	exports, err := f.svc.Choices(f.as(rita), "crm.deal.export")
	require.NoError(t, err)
	reach := map[string]string{}
	for _, c := range exports {
		reach[c.ID] = c.Reach
	}
	require.Equal(t, "dept", reach["crm.lead"])
	require.NotContains(t, reach, "crm.rep")
	_, err = f.svc.Choices(f.as(rita), "crm.deal.fly")
	require.ErrorIs(t, err, fault.ErrInvalid)
}

func TestALineOfARoleThatSomebodyDoesNotHaveHasNoPathAndNotNone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rita := f.person("Rita", "crm.rep")
	x, err := f.svc.Why(f.as(f.ann), access.Question{User: rita.ID, Permission: "crm.deal.export"})
	require.NoError(t, err)
	require.NotEmpty(t, x.Nearest)
	for _, r := range x.Nearest {
		path, err := json.Marshal(r.Path)
		require.NoError(t, err)
		require.Equal(t, "[]", string(path), r.Subject)
	}
}
