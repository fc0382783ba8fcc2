package crmmodule_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// reasons lists why deals may be lost, by name.
func (f *fixture) reasons() map[string]object {
	f.t.Helper()
	var list object
	f.Get("/crm/lost-reasons").Is(200).JSON(&list)
	out := map[string]object{}
	for _, r := range list["items"].([]any) {
		out[fmt.Sprint(r.(object)["name"])] = r.(object)
	}
	return out
}

func TestReasonsAreAddedRenamedAndRetired(t *testing.T) {
	t.Parallel()
	f := setup(t)
	change := func(r object, body object) object {
		var out object
		f.Patch(fmt.Sprintf("/crm/lost-reasons/%s", r["id"]), body, "If-Match", fmt.Sprintf(`"%v"`, r["version"])).Is(200).JSON(&out)
		return out
	}
	r := f.create("/lost-reasons", object{"name": " Went silent ", "needs_note": true})
	require.Equal(t, []any{"Went silent", true, true, 1.0}, []any{r["name"], r["needs_note"], r["active"], r["version"]})
	require.Len(t, f.reasons(), 7, "beside the shipped ones")
	require.Equal(t, "crm.lost.name_taken", f.Post("/crm/lost-reasons", object{"name": "went SILENT"}).Is(409).Code(), "imports tell reasons apart by name, without case")
	require.Equal(t, "/name", f.Post("/crm/lost-reasons", object{"name": " "}).Is(422).Problem().Errors[0].Pointer)

	d := f.create("/deals", object{"name": "Cheese"})
	path := fmt.Sprintf("/deals/%s", d["id"])
	f.change("POST", path, "/lose", object{"reason": r["id"], "note": "Three mails"})
	r = change(r, object{"name": "No answer", "needs_note": false})
	var lost object
	f.Get("/crm" + path).Is(200).JSON(&lost)
	require.Equal(t, "No answer", at(lost, "lost_reason", "name"), "a deal keeps its reason, by its present name")

	r = change(r, object{"active": false})
	require.Equal(t, false, r["active"])
	f.Get("/crm" + path).Is(200).JSON(&lost)
	require.Equal(t, "No answer", at(lost, "lost_reason", "name"))
	other := fmt.Sprintf("/crm/deals/%s", f.create("/deals", object{"name": "Wine"})["id"])
	require.Equal(t, "crm.lost.reason_unknown", f.Post(other+"/lose", object{"reason": r["id"]}, "If-Match", `"1"`).Is(422).Code(), "it is offered no more")
	same := change(r, object{"active": false})
	require.Equal(t, r["version"], same["version"], "what changes nothing is no change")
	require.Equal(t, true, change(r, object{"active": true})["active"])
}

func TestTheLastReasonStays(t *testing.T) {
	t.Parallel()
	f := setup(t)
	retired := 0
	for name, r := range f.reasons() {
		answer := f.Patch(fmt.Sprintf("/crm/lost-reasons/%s", r["id"]), object{"active": false}, "If-Match", `"1"`)
		if retired < 5 {
			answer.Is(200)
			retired++
			continue
		}
		require.Equal(t, "crm.lost.last_reason", answer.Is(409).Code(), name)
	}
	require.Equal(t, 5, retired)
}

func TestReasonsAreWrittenByWhoConfiguresPipelines(t *testing.T) {
	t.Parallel()
	f := setup(t)
	id := f.reasons()["Price"]["id"]
	rep := f.as("crm.rep")
	rep.Get("/crm/lost-reasons").Is(200)
	require.Equal(t, "forbidden", rep.Post("/crm/lost-reasons", object{"name": "x"}).Is(403).Code())
	require.Equal(t, "forbidden", rep.Patch(fmt.Sprintf("/crm/lost-reasons/%s", id), object{"name": "x"}, "If-Match", `"1"`).Is(403).Code())
}
