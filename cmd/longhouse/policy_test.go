package main

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAPolicyGoesFromAFileToEveryScreen: access as code on the host, a second
// person's approval, and what a third person then sees.
func TestAPolicyGoesFromAFileToEveryScreen(t *testing.T) {
	t.Parallel()
	c := found(t, shared(t))
	bob := c.invite("Bob Owner", "owner")
	rita := c.invite("Rita Rep", "crm.rep")
	account := c.make("/crm/accounts", object{"name": "Nobody's account", "owner_id": nil})
	require.Empty(t, rita.items("/crm/accounts"), "it is not hers, nor her team's")
	rita.ask(404, http.MethodGet, "/crm/accounts/"+account["id"].(string), nil)

	run := func(code int, args ...string) string {
		t.Helper()
		out, got := command(t, c.p.url, "", append(args, "--org", c.slug)...)
		require.Equal(t, code, got, out)
		return out
	}
	file := filepath.Join(t.TempDir(), "policy.csv")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	require.Contains(t, run(0, "policy", "export"), "# A policy of Longhouse")
	write("p, r:crm.rep, crm:account, reed, all, allow\n")
	require.Contains(t, run(1, "policy", "lint", file), "no action")
	write("p, r:crm.rep\n")
	require.Contains(t, run(1, "policy", "diff", file), "Line 1")
	write("p, r:auditor, crm:deal, read, own, allow, , , \"Nothing new\"\n")
	require.Contains(t, run(0, "policy", "lint", file), "changes no decision")
	write("p, r:auditor, hr:employee#salary, read, all, allow\n")
	require.Contains(t, run(1, "policy", "test", file), "Auditors see no salaries")
	write("p, r:crm.rep, crm:account, read, all, allow, , , \"We are a small company\"\n")
	require.Contains(t, run(0, "policy", "test", file), "tests passed")
	diff := run(0, "policy", "diff", file)
	require.Contains(t, diff, "+ r:crm.rep crm:account read all allow")
	require.Regexp(t, `1 people +gain +crm.account.read +team to all +1 records +Rita Rep`, diff)
	require.Contains(t, run(0, "policy", "apply", file, "--name", "Reps see all accounts"), "is there")

	drafts := bob.get("/access/versions?state=draft")["items"].([]any)
	require.Len(t, drafts, 1)
	draft := drafts[0].(object)
	submitted := c.ask(200, http.MethodPost, "/access/drafts/"+draft["id"].(string)+"/submit", object{"reason": "As agreed"}, tag(draft)...)
	c.ask(403, http.MethodPost, "/access/drafts/"+draft["id"].(string)+"/publish", object{}, tag(submitted)...)
	published := bob.ask(200, http.MethodPost, "/access/drafts/"+draft["id"].(string)+"/publish", object{}, tag(submitted)...)
	require.Equal(t, "published", published["state"])
	c.ask(200, http.MethodPatch, "/crm/accounts/"+account["id"].(string), object{"name": "Since the policy"}, tag(c.get("/crm/accounts/"+account["id"].(string)))...)
	require.Equal(t, published["number"], c.get("/history/changes?limit=1")["items"].([]any)[0].(object)["policy_version"], "what is done says by which policy")
	require.Len(t, rita.items("/crm/accounts"), 1)
	rita.ask(200, http.MethodGet, "/crm/accounts/"+account["id"].(string), nil)
	require.Contains(t, run(0, "policy", "export"), "p,r:crm.rep,crm:account,read,all,allow,,,We are a small company")
	refused := rita.ask(403, http.MethodGet, "/access/matrix", nil)
	require.Equal(t, "access.policy.read", refused["params"].(object)["permission"], "a refusal names what is missing")

	require.Contains(t, run(1, "policy", "recover", "nobody@example.com"), "Nobody with this e-mail")
	require.Contains(t, run(0, "policy", "recover", rita.email(c), "--role", "access.approver"), "has the role access.approver")
	rita.ask(200, http.MethodGet, "/access/matrix", nil)
}

// email is the address by which invite made somebody.
func (c client) email(of *company) string {
	me := c.get("/identity/me")
	require.NotEmpty(of.t, me)
	return me["user"].(object)["email"].(string)
}
