package history_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/db"
	"longhouse/platform/history"
	"longhouse/platform/page"
)

// Which policy decided stands with what was done, and is sealed with it.
func TestWhatWasDoneSaysByWhichPolicy(t *testing.T) {
	t.Parallel()
	house := alone(t)
	for name, sql := range map[string]string{
		"of a change set":      "update history.change_set set policy_version = 6 where policy_version = 7",
		"of a fact":            "update history.fact set policy_version = 6 where policy_version = 7",
		"of one, taken away":   "update history.change_set set policy_version = null where policy_version = 7",
		"of one that has none": "update history.change_set set policy_version = 7 where policy_version is null",
	} {
		t.Run(name, func(t *testing.T) {
			f := house.another(t)
			version := int64(0)
			f.Root.SetPolicy(func(context.Context) int64 { return version })
			s := f.sealer(sealKey)
			f.account("Before")
			version = 7
			f.account("Since")
			require.NoError(t, db.Note(f.ctx, f.pool, db.Fact{Kind: "test.told"}))
			require.Equal(t, 3, seal(t, s))
			var sets page.Page[history.ChangeSet]
			f.client(f.ctx).Get("/history/changes").Is(200).JSON(&sets)
			require.Equal(t, int64(7), *sets.Items[0].Policy)
			require.Nil(t, sets.Items[1].Policy, "it had none of its own")
			var items page.Page[history.Item]
			f.client(f.ctx).Get("/history/changes/" + sets.Items[0].ID.String()).Is(200).JSON(&items)
			require.Equal(t, int64(7), *items.Items[0].Policy)
			require.Equal(t, int64(7), *f.facts("kind=test.told")[0].Policy)
			require.True(t, f.verify(s).Sound)

			f.tamper(sql)

			require.Equal(t, history.Changed, f.verify(s).Findings[0].What)
		})
	}
}
