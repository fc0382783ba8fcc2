package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/pgtest"
)

// Accounts enough for the kill to hit the middle of the import.
const many = 6000

func TestAKilledImportIsFinishedByTheNextStart(t *testing.T) {
	t.Parallel()
	p := begin(t, pgtest.Fresh(t))
	t.Cleanup(func() { p.kill() })
	c := found(t, p)
	var b strings.Builder
	b.WriteString("Code,Name,City\n")
	for i := range many {
		fmt.Fprintf(&b, "K%05d,Customer %05d,Reims\n", i, i)
	}
	file := filepath.Join(t.TempDir(), "customers.csv")
	require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o600))
	i := c.prepare("crm.accounts", nil, file)
	path := "/imports/" + i["id"].(string)
	c.ask(202, http.MethodPost, path+"/run", nil)
	var at float64
	require.Eventually(t, func() bool {
		progress, ok := c.get(path)["progress"].(object)
		if ok {
			at, _ = progress["done"].(float64)
		}
		return at > 0
	}, patience, time.Millisecond)
	p.kill()
	require.Less(t, at, float64(many), "it was killed in the middle")

	p = begin(t, p.url)
	c.client = signIn(t, p.base, c.email)
	var last object
	require.Eventually(t, func() bool { last = c.get(path); return last["state"] == "done" }, 2*time.Minute, tick, "%v", &last)
	require.EqualValues(t, many, last["counts"].(object)["create"], "%v", last)
	accounts := c.items("/crm/accounts")
	require.Len(t, accounts, many, "nothing is lost")
	seen := map[any]bool{}
	for _, a := range accounts {
		seen[a["code"]] = true
	}
	require.Len(t, seen, many, "nothing is doubled")
	require.NoError(t, p.end(), "it stops in order")
}

func TestTheFirstStartPrintsALinkThatFoundsTheFirstOrganisation(t *testing.T) {
	t.Parallel()
	p := begin(t, pgtest.Fresh(t))
	t.Cleanup(p.kill)
	guest := client{t: t, base: p.base}
	require.Equal(t, true, guest.get("/identity/setup")["needed"])
	require.Eventually(t, func() bool { return p.link() != "" }, patience, tick)
	body := object{"token": p.link(), "organisation": "First", "name": "Olga", "email": "olga@example.com", "password": password, "currency": "EUR", "zone": "Europe/Berlin"}
	guest.ask(201, http.MethodPost, "/identity/setup", body)
	require.Equal(t, false, guest.get("/identity/setup")["needed"])
	require.Equal(t, "identity.link_invalid", guest.ask(404, http.MethodPost, "/identity/setup", object{"token": p.link(), "organisation": "Second", "name": "Eve", "email": "eve@example.com", "password": password, "currency": "EUR", "zone": "Europe/Berlin"})["code"])
	signIn(t, p.base, "olga@example.com")

	r, err := http.Get(p.base + "/readyz")
	require.NoError(t, err)
	require.NoError(t, r.Body.Close())
	require.Equal(t, 200, r.StatusCode)
	require.NoError(t, p.end(), "it stops in order")
}

func TestCommandsTellWhatIsWrong(t *testing.T) {
	t.Parallel()
	url := shared(t).url // where history is sealed
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"nonsense"}, `unknown command "nonsense"`},
		{[]string{"import", "--org", "nowhere", "file.csv"}, `there is no organisation "nowhere"`},
		{[]string{"user", "found", "--organisation", "X", "--name", "X", "--email", "x@example.com", "--currency", "EURO"}, "ISO 4217"},
	} {
		out, code := command(t, url, "short\n", c.args...)
		require.Equal(t, 1, code, "%v: %s", c.args, out)
		require.Contains(t, out, c.says, "%v", c.args)
	}
	out, code := command(t, url, "", "check")
	require.Zero(t, code, out)
	require.Contains(t, out, "The server can start.")
	require.NotContains(t, out, url.Reveal(), "no secret is printed")
	out, code = command(t, pgtest.Empty(t), "", "check")
	require.Equal(t, 1, code)
	require.Contains(t, out, "run `longhouse migrate`")
	out, _ = command(t, url, "", "version")
	require.Contains(t, out, "longhouse "+version)
	out, code = command(t, url, "", "jobs", "stats", "--json")
	require.Zero(t, code, out)
}

func TestTheCommandLineImportsAsTheWebUIDoes(t *testing.T) {
	t.Parallel()
	c := found(t, shared(t))
	out, code := command(t, c.p.url, "", "import", "--org", c.slug, "--target", "crm.accounts", northwind+"customers.csv")
	require.Zero(t, code, out)
	require.Contains(t, out, "91 created, 0 updated, 0 unchanged, 0 refused")
	out, code = command(t, c.p.url, "", "import", "--org", c.slug, "--target", "crm.accounts", northwind+"customers.csv")
	require.Zero(t, code, out)
	require.Contains(t, out, "0 created, 0 updated, 91 unchanged, 0 refused")
	out, code = command(t, c.p.url, "", "import", "--org", c.slug, "--target", "crm.orders", northwind+"orders.csv")
	require.Equal(t, 2, code, "rows that are refused are told to scripts")
	require.Contains(t, out, "830 refused")
	require.Contains(t, out, "Import the employees first")
	require.Empty(t, c.items("/crm/orders"))
}

func TestSettingsThatCannotBeRightKeepItFromStarting(t *testing.T) {
	t.Parallel()
	for say, env := range map[string][]string{
		"LONGHOUSE_ADR: there is no such setting":                {"LONGHOUSE_ADR=127.0.0.1:1"},
		"set LONGHOUSE_URL to the https address":                 {"LONGHOUSE_ADDR=0.0.0.0:8080"},
		"is no level":                                            {"LONGHOUSE_LOG=loud"},
		`LONGHOUSE_TRUSTED_PROXIES: "10.0.0.0/99" is no network`: {"LONGHOUSE_TRUSTED_PROXIES=10.0.0.0/99"},
	} {
		c, err := load(env)
		if err == nil {
			_, err = newLog(c)
		}
		require.ErrorContains(t, err, say)
	}
	_, err := load([]string{"LONGHOUSE_ADDR=0.0.0.0:8080", "LONGHOUSE_URL=http://localhost:8080"})
	require.NoError(t, err, "a container that only this machine reaches")
}

func TestBehindATrustedProxyTheClientsAddressIsTheOneThatCounts(t *testing.T) {
	t.Parallel()
	c := found(t, shared(t)) // which trusts this machine
	r := client{t: t, base: c.p.base}.send(http.MethodPost, "/identity/sessions", object{"email": c.email, "password": password}, "X-Forwarded-For", "198.51.100.1, 203.0.113.9")
	require.Equal(t, http.StatusCreated, r.StatusCode)
	var addresses []any
	for _, s := range c.items("/identity/sessions") {
		addresses = append(addresses, s["address"])
	}
	require.ElementsMatch(t, []any{"127.0.0.1", "203.0.113.9"}, addresses)
}
