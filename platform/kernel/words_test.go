package kernel_test

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"longhouse/platform/kernel"
)

func TestIDsAreVersion7AndSortByTheTimeTheyWereMade(t *testing.T) {
	t.Parallel()
	last := kernel.NewUUID()
	require.Equal(t, uuid.Version(7), last.Version())
	for range 1000 {
		next := kernel.NewUUID()
		require.Less(t, last.String(), next.String())
		last = next
	}
}

func TestIDsSurviveTextAndJSON(t *testing.T) {
	t.Parallel()
	id := kernel.NewID[kernel.User]()
	b, err := json.Marshal(id)
	require.NoError(t, err)
	require.Equal(t, `"`+id.String()+`"`, string(b))
	var back kernel.ID[kernel.User]
	require.NoError(t, json.Unmarshal(b, &back))
	require.Equal(t, id, back)
	parsed, err := kernel.ParseID[kernel.User](id.String())
	require.NoError(t, err)
	require.Equal(t, id, parsed)
	require.Equal(t, id, kernel.IDOf[kernel.User](id.UUID))
	require.Equal(t, []uuid.UUID{id.UUID}, kernel.UUIDs([]kernel.ID[kernel.User]{id}))
}

func TestNoIDIsTheEmptyTextAndNull(t *testing.T) {
	t.Parallel()
	id := kernel.NewID[kernel.Org]()
	require.NoError(t, id.UnmarshalText(nil))
	require.True(t, id.IsZero())
	require.Nil(t, id.Ptr())
	b, err := json.Marshal(struct {
		Org kernel.ID[kernel.Org] `json:"org,omitzero"`
	}{})
	require.NoError(t, err)
	require.Equal(t, "{}", string(b))
	for _, text := range []string{"1", "none", "0192", "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"} {
		require.Error(t, id.UnmarshalText([]byte(text)), text)
		_, err := kernel.ParseID[kernel.Org](text)
		require.Error(t, err, text)
	}
}

func TestAPermissionSplitsIntoWhatPoliciesAskFor(t *testing.T) {
	t.Parallel()
	for p, want := range map[kernel.Permission][3]string{
		"crm.deal.win":                 {"crm:deal", "win", "crm"},
		"hr.employee#salary.read":      {"hr:employee#salary", "read", "hr"},
		"inventory.stock.count.append": {"inventory:stock.count", "append", "inventory"},
		"word":                         {"", "", "word"},
		"":                             {"", "", ""},
	} {
		object, action := p.Split()
		require.Equal(t, want, [3]string{object, action, p.Module()}, "%q", p)
	}
	word := rapid.StringMatching(`[a-z_]{1,12}`)
	rapid.Check(t, func(t *rapid.T) {
		m, r, a := word.Draw(t, "module"), word.Draw(t, "resource"), word.Draw(t, "action")
		object, action := kernel.Permission(m + "." + r + "." + a).Split()
		require.Equal(t, [2]string{m + ":" + r, a}, [2]string{object, action})
	})
}
