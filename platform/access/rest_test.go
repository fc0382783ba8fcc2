package access_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/access"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m, "access", (&access.Service{}).Routes)) }

type object = map[string]any

// browser is somebody signed in, who asks over HTTP.
type browser struct {
	f *fixture
	p access.Person
}

func (b browser) ask(status int, method, path string, body any, headers ...string) object {
	b.f.t.Helper()
	c := b.f.d.ServerAs(b.f.t, b.f.as(b.p), map[string]func(*rest.API){"access": b.f.svc.Routes})
	r := c.Do(method, "/access"+path, body, headers...)
	require.Equal(b.f.t, status, r.Status, "%s %s: %s", method, path, r.Body)
	out := object{}
	if len(r.Body) > 0 && strings.HasPrefix(r.Header.Get("Content-Type"), "application/") {
		r.JSON(&out)
	}
	out["etag"] = r.Header.Get("ETag")
	return out
}

func (b browser) items(path string) []any {
	b.f.t.Helper()
	return b.ask(200, "GET", path, nil)["items"].([]any)
}

func tag(o object) []string { return []string{"If-Match", o["etag"].(string)} }

// TestEveryOperationOverREST walks once through everything that a program may do.
func TestEveryOperationOverREST(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rita := f.person("Rita Rep", "crm.rep")
	ann, bob, rep := browser{f, f.ann}, browser{f, f.bob}, browser{f, rita}

	require.NotEmpty(t, ann.items("/resources"))
	require.NotEmpty(t, ann.ask(200, "GET", "/matrix", nil)["roles"])
	require.Equal(t, "Sales representative", ann.ask(200, "GET", "/roles/crm.rep", nil)["name"])
	ann.ask(404, "GET", "/roles/org.nobody", nil)
	require.NotEmpty(t, ann.ask(200, "GET", "/people/"+rita.ID.String(), nil)["rights"])
	ann.ask(404, "GET", "/people/"+uuid.NewString(), nil)
	refused := rep.ask(403, "GET", "/matrix", nil)
	require.Equal(t, "access.policy.read", refused["params"].(object)["permission"])

	ann.ask(422, "POST", "/drafts", object{"name": ""})
	ann.ask(422, "POST", "/drafts", object{"name": "Bad", "file": "p, x"})
	draft := ann.ask(201, "POST", "/drafts", object{"name": "Reps export", "file": "p, r:crm.rep, crm:deal, export, own, allow"})
	at := "/drafts/" + draft["id"].(string)
	ann.ask(428, "PATCH", at, object{"note": "x"})
	edited := ann.ask(200, "PATCH", at, object{"add_roles": []object{{"name": "Regional sales lead", "inherits": []string{"crm.rep"}}}}, tag(draft)...)
	ann.ask(412, "PATCH", at, object{"note": "x"}, tag(draft)...)
	wrong := ann.ask(422, "PATCH", at, object{"add_rules": []object{{"subject": "r:crm.rep", "object": "crm:deal", "action": "export", "scope": "team", "effect": "Allow"}}}, tag(edited)...)
	require.Contains(t, fmt.Sprint(wrong["errors"]), "effect")
	report := ann.ask(200, "GET", at+"/report", nil)
	require.Equal(t, true, report["publishable"])
	require.Contains(t, fmt.Sprint(report["effects"]), "Rita Rep")
	require.Equal(t, true, ann.ask(200, "POST", "/check", object{"file": "p, r:crm.rep, crm:deal, export, own, allow"})["publishable"])
	sim := ann.ask(200, "GET", "/simulate?user="+rita.ID.String()+"&permission=crm.deal.export&draft="+draft["id"].(string), nil)
	require.Equal(t, "own", sim["after"].(object)["cell"].(object)["allow"])
	require.Equal(t, "none", sim["before"].(object)["cell"].(object)["allow"])

	submitted := ann.ask(200, "POST", at+"/submit", object{}, tag(edited)...)
	back := bob.ask(200, "POST", at+"/send-back", object{"reason": "Why?"}, tag(submitted)...)
	require.Equal(t, "draft", back["state"])
	submitted = ann.ask(200, "POST", at+"/submit", object{"reason": "Because"}, tag(back)...)
	ann.ask(403, "POST", at+"/publish", object{}, tag(submitted)...)
	published := bob.ask(200, "POST", at+"/publish", object{}, tag(submitted)...)
	require.Equal(t, 2.0, published["number"])
	bob.ask(409, "POST", at+"/publish", object{}, tag(published)...)
	other := ann.ask(201, "POST", "/drafts", object{"name": "Not needed", "from": draft["id"]})
	ann.ask(204, "DELETE", "/drafts/"+other["id"].(string), nil, tag(other)...)
	require.Len(t, ann.items("/versions"), 3)
	require.Len(t, ann.items("/versions?state=published"), 1)
	first := ann.items("/versions?state=superseded")[0].(object)
	compared := ann.ask(200, "GET", "/versions/"+draft["id"].(string)+"/compare?with="+first["id"].(string), nil)
	require.Len(t, compared["difference"].(object)["added_rules"], 1)
	require.Equal(t, "Reps export", ann.ask(200, "GET", "/versions/"+draft["id"].(string), nil)["name"])
	ann.ask(200, "GET", "/versions/"+draft["id"].(string)+"/file", nil)
	ann.ask(200, "GET", "/file", nil)

	why := ann.ask(200, "GET", "/why?user="+rita.ID.String()+"&permission=crm.deal.export&relation=own", nil)
	require.Equal(t, true, why["allowed"])
	require.Len(t, ann.items("/who?permission=crm.deal.export"), 3)

	test := ann.ask(201, "POST", "/tests", object{"name": "Reps win", "subject": "r:crm.rep", "permission": "crm.deal.win", "relation": "own", "expect": "allow"})
	ann.ask(200, "PUT", "/tests/"+test["id"].(string), object{"name": "Reps win their own", "subject": "r:crm.rep", "permission": "crm.deal.win", "relation": "own", "expect": "allow"}, "If-Match", `"1"`)
	ann.ask(412, "PUT", "/tests/"+test["id"].(string), object{"name": "x", "subject": "r:crm.rep", "permission": "crm.deal.win", "relation": "own", "expect": "allow"}, "If-Match", `"1"`)
	ann.ask(204, "DELETE", "/tests/"+test["id"].(string), nil)
	ann.ask(404, "DELETE", "/tests/"+test["id"].(string), nil)
	require.NotEmpty(t, ann.items("/tests"))
	pair := ann.ask(201, "POST", "/conflicts", object{"permission_a": "inventory.stock.adjust", "permission_b": "crm.deal.win", "reason": "Kept apart"})
	require.Len(t, ann.items("/conflicts"), 1)
	ann.ask(204, "DELETE", "/conflicts/"+pair["id"].(string), nil)
	set := ann.ask(200, "GET", "/setting", nil)
	require.Equal(t, "access.not_alone", ann.ask(409, "PUT", "/setting", object{"alone": true, "reason": "x"}, tag(set)...)["code"])
	lone := alone(t)
	olga := browser{lone, lone.ann}
	set = olga.ask(200, "GET", "/setting", nil)
	require.Equal(t, true, olga.ask(200, "PUT", "/setting", object{"alone": true, "reason": "Just me"}, tag(set)...)["alone"])
	require.NotEmpty(t, rep.items("/roles?gives=crm.deal.export"))
	ann.ask(200, "GET", "/status", nil)
	rep.ask(200, "GET", "/status", nil)
}

func TestPeopleEmergenciesAndReviewsOverREST(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rita, otto := f.person("Rita Rep", "crm.rep"), f.person("Otto", "ops")
	ann, bob, rep, ops := browser{f, f.ann}, browser{f, f.bob}, browser{f, rita}, browser{f, otto}

	given := ann.ask(201, "POST", "/assignments", object{"user": rita.ID, "role": "crm.lead", "reason": "Leads now"})
	require.Equal(t, true, given["waiting"])
	ann.ask(422, "POST", "/assignments", object{"user": rita.ID, "role": "crm.boss"})
	open := bob.items("/requests?state=open")[0].(object)
	bob.ask(200, "POST", "/requests/"+open["id"].(string)+"/refuse", object{"note": "Not yet"}, "If-Match", `"1"`)
	ann.ask(201, "POST", "/assignments", object{"user": rita.ID, "role": "crm.lead"})
	open = bob.items("/requests?state=open")[0].(object)
	bob.ask(200, "POST", "/requests/"+open["id"].(string)+"/approve", object{}, "If-Match", `"1"`)
	held := ann.items("/assignments?user=" + rita.ID.String())
	require.Len(t, held, 2)
	ann.ask(204, "DELETE", "/assignments/"+held[0].(object)["id"].(string), nil)
	asked := rep.ask(201, "POST", "/requests", object{"role": "crm.admin", "reason": "Set up the fair", "valid_to": time.Now().Add(time.Hour)})
	rep.ask(200, "POST", "/requests/"+asked["id"].(string)+"/withdraw", object{}, "If-Match", `"1"`)

	e := ops.ask(201, "POST", "/emergencies", object{"reason": "Shipping stands still", "minutes": 10})
	rep.ask(403, "POST", "/emergencies", object{"reason": "Me too", "minutes": 10})
	require.Len(t, ops.items("/emergencies"), 1)
	require.Empty(t, rep.items("/emergencies"))
	require.Empty(t, ann.items("/emergencies/"+e["id"].(string)+"/uses"))
	rep.ask(403, "GET", "/emergencies/"+e["id"].(string)+"/uses", nil)
	ops.ask(204, "POST", "/emergencies/"+e["id"].(string)+"/end", nil)
	ann.ask(204, "POST", "/emergencies/"+e["id"].(string)+"/review", object{"note": "Nothing was done"})

	f.leads[rita.ID] = otto.ID
	due := kernel.DateIn(time.Now(), time.UTC).AddDays(7)
	review := ann.ask(201, "POST", "/reviews", object{"name": "Quarter", "due_on": due})
	require.Len(t, ops.items("/reviews"), 1)
	require.Empty(t, rep.items("/reviews"))
	hers := ops.items("/reviews/" + review["id"].(string) + "/items")
	require.Len(t, hers, 1)
	ops.ask(204, "POST", "/review-items/"+hers[0].(object)["id"].(string)+"/decide", object{"decision": "keep"})
	rep.ask(404, "GET", "/reviews/"+review["id"].(string)+"/items", nil)
	for _, i := range ann.items("/reviews/" + review["id"].(string) + "/items") {
		item, who := i.(object), ann
		if item["user"].(object)["id"] == f.ann.ID.String() {
			who = bob
		}
		who.ask(204, "POST", "/review-items/"+item["id"].(string)+"/decide", object{"decision": "keep"})
	}
	ann.ask(204, "POST", "/reviews/"+review["id"].(string)+"/close", nil)
	require.Equal(t, "closed", ann.items("/reviews")[0].(object)["state"])
}
