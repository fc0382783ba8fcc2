package crmmodule_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/page"
)

func TestListsSayWhatTheyComeTo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	oak := f.create("/accounts", object{"name": "Oak"})
	f.create("/accounts", object{"name": "Elm"})
	f.create("/contacts", object{"last_name": "Lind"})
	f.create("/deals", object{"name": "Small", "amount": "10.50", "account_id": oak["id"]})
	f.create("/deals", object{"name": "Large", "amount": "100"})
	f.create("/orders", object{"account_id": oak["id"]})
	for _, c := range []struct {
		path   string
		count  int64
		groups int
	}{{"/accounts/summary", 2, 0}, {"/contacts/summary", 1, 0}, {"/deals/summary?group=status&of=sum:amount", 2, 1}, {"/orders/summary?group=status", 1, 1}} {
		var s page.Summary
		f.Get("/crm" + c.path).Is(200).JSON(&s)
		require.EqualValues(t, c.count, s.Total.Count, c.path)
		require.Len(t, s.Groups, c.groups, c.path)
	}
	var s page.Summary
	f.Get("/crm/deals/summary?q=large&of=sum:amount").Is(200).JSON(&s)
	require.EqualValues(t, 1, s.Total.Count, "the filter of the list holds")
	f.Get("/crm/deals/summary?group=nothing").Is(422)
	f.as("inventory.worker").Get("/crm/deals/summary").Is(403)
}
