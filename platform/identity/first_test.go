package identity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/embedded"
	"longhouse/platform/fault"
	"longhouse/platform/identity"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

// empty is a house that nobody has begun.
func empty(t *testing.T) *fixture {
	t.Helper()
	url := pgtest.Fresh(t)
	f := house(t, url)
	r, err := embedded.StartRedis() // of its own, as the database is
	require.NoError(t, err)
	t.Cleanup(r.Stop)
	f.posting(r.URL(), kernel.ID[kernel.Org]{}, false)
	return f
}

func founding(token string, changes ...string) map[string]string {
	m := map[string]string{"token": token, "organisation": "Oak & Söhne", "currency": "EUR", "zone": "Europe/Berlin", "name": "Ann Person", "email": mail(), "password": password}
	for i := 0; i+1 < len(changes); i += 2 {
		m[changes[i]] = changes[i+1]
	}
	return m
}

func TestTheFirstOwnerComesByALinkThatWorksOnceForHalfAnHour(t *testing.T) {
	t.Parallel()
	f := empty(t)
	require.JSONEq(t, `{"needed":true}`, f.ask("GET", "/identity/setup", nil).is(200).Body)
	late, err := f.svc.SetupLink(t.Context())
	require.NoError(t, err)
	f.behind("update identity.once set expires_at = expires_at - interval '30 minutes'")
	f.ask("POST", "/identity/setup", founding(late)).is(404, "identity.link_invalid")
	f.ask("POST", "/identity/setup", founding("guessed")).is(404, "identity.link_invalid")

	link, err := f.svc.SetupLink(t.Context())
	require.NoError(t, err)
	spare, err := f.svc.SetupLink(t.Context())
	require.NoError(t, err)
	for _, wrong := range [][]string{{"password", "short"}, {"currency", "euro"}, {"zone", "Mars/Olympus"}, {"zone", ""}, {"email", "nobody"}, {"name", " "}, {"slug", "Not Plain"}, {"slug", "-x"}} {
		f.ask("POST", "/identity/setup", founding(link, wrong...)).is(422)
	}
	var me identity.Me
	cookie := cookieOf(t, f.ask("POST", "/identity/setup", founding(link)).is(201).json(&me)).Value
	require.Equal(t, []string{"owner"}, me.Roles)
	require.Equal(t, "oak-s-hne", me.Organisation.Slug)
	require.Equal(t, me.User, f.who(cookie).User)
	require.JSONEq(t, `{"needed":false}`, f.ask("GET", "/identity/setup", nil).is(200).Body)
	f.ask("POST", "/identity/setup", founding(link)).is(404, "identity.link_invalid")
	f.ask("POST", "/identity/setup", founding(spare)).is(404, "identity.link_invalid")
	all, err := f.svc.Organisations(t.Context())
	require.NoError(t, err)
	require.Len(t, all, 1)
	owner, err := f.svc.Owner(t.Context(), me.Organisation.ID)
	require.NoError(t, err)
	require.Equal(t, me.User.ID, owner)
}

func TestAShortNameIsTakenOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	_, _, err := f.svc.Found(t.Context(), identity.Founding{Organisation: "Oak", Slug: f.org.Slug, Currency: "EUR", Zone: "UTC", Name: "Eve Person", Email: mail(), Password: password})
	require.ErrorIs(t, err, identity.ErrSlugTaken)
	zone, err := f.svc.Zone(f.owner)
	require.NoError(t, err)
	require.Equal(t, "Europe/Berlin", zone.String())
	currency, err := f.svc.Currency(f.owner)
	require.NoError(t, err)
	require.EqualValues(t, "EUR", currency)
}

func TestAPasswordThatIsGuessedFirstIsRefused(t *testing.T) {
	t.Parallel()
	for _, weak := range []string{"", "short", "elevenchars", strings.Repeat("ab", 65), "aaaaaaaaaaaaa", "abababababab", "123456789012", "abcdefghijklm", "password1234", "P4ssw0rd!2345",
		"Longhouse2026!", "longhouse-longhouse", "qwertz12345678", "Adalbert2026!!", "adalbert.example1", "Welcome123456", "password12345", "summer2026!!", "9876543210987"} {
		require.ErrorIs(t, identity.CheckPassword("/new", weak, "Adalbert Example", "adalbert@example.org"), identity.ErrWeakPassword, "%q", weak)
	}
	for _, good := range []string{password, another, "twelve chars", strings.Repeat("Ωλβ5x", 25), "Zw9!kq-27Lmv", "  spaces stay  "} {
		require.NoError(t, identity.CheckPassword("/new", good, "Adalbert Example"), "%q", good)
	}
	require.Equal(t, "/new", fault.As(identity.CheckPassword("/new", "x")).Fields[0].Pointer)
}

func TestAPasswordIsTakenAsItWasTyped(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for _, typed := range []string{"  spaces stay  ", strings.Repeat("Ωλβ5x", 25)} {
		require.NoError(t, f.svc.ResetPassword(t.Context(), f.ann.Email, typed))
		f.signIn(f.ann.Email, strings.TrimSpace(typed)+"!").is(401)
		f.session(f.ann.Email, typed)
	}
	f.signIn(f.ann.Email, "spaces stay").is(401)
	require.ErrorIs(t, f.svc.ResetPassword(t.Context(), mail(), password), fault.ErrNotFound)
	var stored string
	require.NoError(t, f.superuser().QueryRow(t.Context(), "select password_hash from identity.login where id = $1", f.ann.ID.UUID).Scan(&stored))
	require.Regexp(t, `^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`, stored)
}
