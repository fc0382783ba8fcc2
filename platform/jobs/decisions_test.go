package jobs_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func TestSkippingWhatALedgerWaitsForTakesTwoPeople(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, _, key := f.dead(true)
	api, bob := f.api(n, "ops"), f.colleague(n, "ops")
	var s jobs.Skipped
	api.Post("/jobs/deliveries/"+key+"/skip", map[string]any{"reason": "counted by hand"}).Is(200).JSON(&s)
	require.False(t, s.Done)
	path := "/jobs/decisions/" + s.Decision.ID.String()
	version := []string{"If-Match", `"1"`}

	require.Equal(t, "jobs.asked_already", api.Post("/jobs/deliveries/"+key+"/skip", map[string]any{}).Is(409).Code())
	require.Equal(t, "jobs.own_wish", api.Post(path+"/confirm", nil, version...).Is(403).Code(), "one person is not two")
	require.Equal(t, "jobs.own_wish", api.Post(path+"/refuse", nil, version...).Is(403).Code())
	f.colleague(n, "auditor").Post(path+"/confirm", nil, version...).Is(403)
	bob.Post(path+"/withdraw", nil, version...).Is(404)
	bob.Post(path+"/confirm", nil).Is(428)
	require.Equal(t, []string{"dead", "waiting"}, f.strings("select state from jobs.delivery where org_id = $1 order by pos"))
	var open page.Page[jobs.Decision]
	bob.Get("/jobs/decisions?state=open").Is(200).JSON(&open)
	require.Equal(t, []any{"skip", "counted by hand"}, []any{open.Items[0].Act, open.Items[0].Reason})
	var inbox page.Page[kernel.Approval]
	bob.Get("/jobs/approvals").Is(200).JSON(&inbox)
	require.Equal(t, []any{"jobs.decision", "counted by hand", path + "/confirm"}, []any{inbox.Items[0].Kind, inbox.Items[0].Reason, inbox.Items[0].Decisions[0].Path})
	api.Get("/jobs/approvals").Is(200).JSON(&inbox)
	require.Empty(t, inbox.Items, "one's own wish waits for somebody else")
	f.colleague(n, "auditor").Get("/jobs/approvals").Is(200).JSON(&inbox)
	require.Empty(t, inbox.Items)
	var w jobs.Work
	bob.Get("/jobs/deliveries/" + key).Is(200).JSON(&w)
	require.Equal(t, open.Items[0].ID, w.Decision.ID, "it is shown where it waits")

	var d jobs.Decision
	bob.Post(path+"/confirm", nil, version...).Is(200).JSON(&d)
	f.settle(n)

	require.Equal(t, []int{2}, f.traces(), "the key goes on")
	require.Equal(t, "confirmed", d.State)
	require.NotEqual(t, d.AskedBy.Name, d.DecidedBy.Name, "both are named")
	require.Equal(t, []string{"skipped", "done"}, f.strings("select outcome from jobs.finished where org_id = $1 order by pos"))
	require.ElementsMatch(t, []string{"jobs.asked probe.do", "jobs.skipped probe.do", "jobs.confirmed probe.do"}, f.facts())
	require.Equal(t, "jobs.decided_already", bob.Post(path+"/refuse", nil, "If-Match", `"2"`).Is(409).Code())
}

func TestWhatIsRefusedOrWithdrawnChangesNothing(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, _, key := f.dead(true)
	api, bob := f.api(n, "ops"), f.colleague(n, "ops")
	ask := func() string {
		var s jobs.Skipped
		api.Post("/jobs/deliveries/"+key+"/skip", map[string]any{}).Is(200).JSON(&s)
		return "/jobs/decisions/" + s.Decision.ID.String()
	}

	api.Post(ask()+"/withdraw", nil, "If-Match", `"1"`).Is(200)
	bob.Post(ask()+"/refuse", nil, "If-Match", `"1"`).Is(200)

	require.Equal(t, []string{"dead", "waiting"}, f.strings("select state from jobs.delivery where org_id = $1 order by pos"))
}

func TestEditedPayloadIsReadStrictlyAndTakesTwoPeople(t *testing.T) {
	t.Parallel()
	f := setup(t)
	n, _, key := f.dead(false)
	f.settle(n)
	api, bob := f.api(n), f.colleague(n, "owner")
	edit := func(payload any) map[string]any { return map[string]any{"payload": payload, "reason": "typed wrong"} }

	for _, wrong := range []any{map[string]any{"n": "four"}, map[string]any{"n": 4, "colour": "red"}, []int{4}, "four"} {
		p := api.Post("/jobs/deliveries/"+key+"/edit", edit(wrong)).Is(422).Problem()
		require.Equal(t, "/payload", p.Errors[0].Pointer)
		require.Contains(t, p.Errors[0].Detail, "The handler cannot read this")
	}
	f.colleague(n, "ops").Post("/jobs/deliveries/"+key+"/edit", edit(map[string]any{"n": 4})).Is(403)
	var d jobs.Decision
	api.Post("/jobs/deliveries/"+key+"/edit", edit(map[string]any{"n": 4, "key": "k"})).Is(202).JSON(&d)
	f.colleague(n, "ops").Post("/jobs/decisions/"+d.ID.String()+"/confirm", nil, "If-Match", `"1"`).Is(403)
	require.Equal(t, "jobs.own_wish", api.Post("/jobs/decisions/"+d.ID.String()+"/confirm", nil, "If-Match", `"1"`).Is(403).Code())

	bob.Post("/jobs/decisions/"+d.ID.String()+"/confirm", nil, "If-Match", `"1"`).Is(200)
	f.settle(n)

	require.Equal(t, []int{2, 4}, f.traces())
	require.ElementsMatch(t, []string{"jobs.asked probe.do", "jobs.edited probe.do", "jobs.confirmed probe.do"}, f.facts())
	require.Equal(t, []string{"f"}, f.strings("select distinct (after ? 'payload')::text::char(1) from history.change where org_id = $1 and table_name = 'jobs.decision'"), "history keeps no payload")
}
