package access_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/kernel"
)

// waits are the kinds and subjects of what waits for a browser's person.
func (b browser) waits() []string {
	var out []string
	for _, i := range b.items("/approvals") {
		item := i.(object)
		out = append(out, item["kind"].(string)+" "+item["subject"].(string))
	}
	return out
}

// decide does what an approval offers, as a screen does: by its path and version.
func (b browser) decide(id string, note any) {
	item := b.items("/approvals")[0].(object)
	for _, d := range item["decisions"].([]any) {
		if d := d.(object); d["id"] == id {
			b.ask(map[bool]int{true: 204, false: 200}[id == "review"], "POST", d["path"].(string)[len("/access"):], note, "If-Match", fmt.Sprintf(`"%v"`, item["version"]))
			return
		}
	}
	require.Fail(b.f.t, "not offered", "%s: %v", id, item)
}

func TestTheInboxHoldsWhatWaitsForItsReaderAndNothingOfTheirOwn(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rita, otto := f.person("Rita Rep", "crm.rep"), f.person("Otto", "ops")
	ann, bob, rep, ops := browser{f, f.ann}, browser{f, f.bob}, browser{f, rita}, browser{f, otto}
	require.Empty(t, ann.waits())

	rep.ask(201, "POST", "/requests", object{"role": "crm.lead", "reason": "Covers for Lena", "valid_to": time.Now().Add(time.Hour)})
	require.Equal(t, []string{"access.request Sales lead · Rita Rep"}, ann.waits())
	require.Equal(t, ann.waits(), bob.waits())
	require.Empty(t, rep.waits(), "nobody decides what they ask for")
	require.Empty(t, ops.waits(), "nor who may not approve")
	item := ann.items("/approvals")[0].(object)
	require.Equal(t, "Rita Rep", item["by"])
	require.Equal(t, "Covers for Lena", item["reason"])
	require.Equal(t, "valid_to", item["facts"].([]any)[2].(object)["name"])
	ann.decide("refuse", object{"note": "Lena is back"})
	require.Empty(t, bob.waits(), "what is decided waits for nobody")

	draft := ann.ask(201, "POST", "/drafts", object{"name": "Reps export", "file": "p, r:crm.rep, crm:deal, export, own, allow"})
	ann.ask(200, "POST", "/drafts/"+draft["id"].(string)+"/submit", object{"reason": "For the fair"}, tag(draft)...)
	require.Empty(t, ann.waits(), "an author does not publish alone")
	require.Equal(t, []string{"access.draft Reps export"}, bob.waits())
	require.Empty(t, bob.items("/approvals")[0].(object)["decisions"], "it is decided on its page, which shows the effects")

	e := ops.ask(201, "POST", "/emergencies", object{"reason": "Shipping stands still", "minutes": 10})
	require.Empty(t, ann.waits(), "it is looked at when it is over")
	ops.ask(204, "POST", "/emergencies/"+e["id"].(string)+"/end", nil)
	require.Empty(t, ops.waits())
	ann.decide("review", object{"note": "Nothing was done"})
	require.Empty(t, ann.waits())

	f.leads[rita.ID] = otto.ID
	ann.ask(201, "POST", "/reviews", object{"name": "Quarter", "due_on": kernel.DateIn(time.Now(), time.UTC).AddDays(7)})
	require.Equal(t, []string{"access.review Quarter"}, ops.waits())
	require.Equal(t, "1", ops.items("/approvals")[0].(object)["facts"].([]any)[0].(object)["value"])
}
