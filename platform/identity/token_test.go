package identity_test

import (
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/identity"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func TestATokenHasAFormThatScannersKnowAndIsShownOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	cookie := f.session(f.ann.Email, password)
	made := f.token(cookie, map[string]string{"crm.deal.read": "all"})
	require.Regexp(t, `^lh_[0-9a-f]{12}_[A-Za-z0-9_-]{43}[0-9a-f]{8}$`, made.Secret)
	body := made.Secret[:len(made.Secret)-8]
	require.Equal(t, fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(body))), made.Secret[len(body):])
	a := f.ask("GET", "/identity/tokens", nil, by(cookie)...).is(200)
	require.Contains(t, a.Body, made.ID.String())
	require.NotContains(t, a.Body, "lh_")
	var listed page.Page[identity.Token]
	a.json(&listed)
	require.Equal(t, map[kernel.Permission]string{"crm.deal.read": "all"}, listed.Items[0].Permissions, "the list tells what it may do")
	f.ask("GET", "/test/deals", nil, bearer(made.Secret)...).is(200)
	for _, wrong := range []string{"", "lh_", made.Secret + "0", body, body + "00000000", strings.ToUpper(made.Secret), "x" + made.Secret} {
		f.ask("GET", "/test/deals", nil, bearer(wrong)...).is(401, "not_signed_in")
	}
	f.ask("GET", "/test/deals?token="+made.Secret, nil).is(401, "not_signed_in")
	f.ask("GET", "/test/deals", nil, "Authorization", "Basic "+made.Secret).is(401)
	f.ask("GET", "/test/deals", nil, append(by(cookie), bearer("lh_x")...)...).is(401, "not_signed_in") // the cookie does not help
}

func TestNoSecretIsStoredInPlainTextAnywhere(t *testing.T) {
	t.Parallel()
	f := empty(t) // a database of its own, which can be searched as a whole
	f.org, f.ann = f.found()
	cookie := f.session(f.ann.Email, password)
	key := uuid.NewString()
	made := f.token(cookie, map[string]string{"crm.deal.read": "all"}, "Idempotency-Key", key)
	again := f.token(cookie, map[string]string{"crm.deal.read": "all"}, "Idempotency-Key", key)
	f.ask("GET", "/test/deals", nil, bearer(again.Secret)...).is(200)
	var invited identity.Invitation
	f.ask("POST", "/identity/invitations", map[string]any{"email": mail(), "name": "Bob", "roles": []string{"crm.rep"}}, append(by(cookie), "Idempotency-Key", uuid.NewString())...).is(201).json(&invited)
	f.ask("POST", "/identity/password", map[string]string{"current": "guessed-" + another, "new": another}, append(by(cookie), "Idempotency-Key", uuid.NewString())...).is(401)
	link, err := f.svc.SetupLink(t.Context())
	require.NoError(t, err)
	require.Len(t, f.letters(), 1, "the mails went")

	conn := f.superuser()
	rows, err := conn.Query(t.Context(), `select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`)
	require.NoError(t, err)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Greater(t, len(tables), 30)
	for name, secret := range map[string]string{"token": made.Secret[16:59], "second token": again.Secret[16:59], "session": cookie, "invitation": invited.Token, "set-up link": link, "password": password, "guess": another} {
		for _, table := range tables {
			var n int
			require.NoError(t, conn.QueryRow(t.Context(), "select count(*) from "+table+" x where strpos(x::text, $1) > 0 or strpos(x::text, $2) > 0", secret, fmt.Sprintf("%x", secret)).Scan(&n))
			require.Zero(t, n, "%s in %s", name, table)
		}
	}
	var at string
	require.NoError(t, conn.QueryRow(t.Context(), "select 'found' from identity.login x where strpos(x::text, $1) > 0", f.ann.Email).Scan(&at), "and the search finds what is there")
}

func TestATokenNarrowsAndNeverWidens(t *testing.T) {
	t.Parallel()
	f := setup(t)
	bob, cookie := f.join("crm.rep") // reads deals of the team
	for wanted, got := range map[string]string{"own": `"own"`, "team": `"team"`, "all": `"team"`} {
		token := f.token(cookie, map[string]string{"crm.deal.read": wanted})
		require.Equal(t, got, strings.TrimSpace(f.ask("GET", "/test/deals", nil, bearer(token.Secret)...).is(200).Body), wanted)
	}
	other := f.token(cookie, map[string]string{"crm.deal.create": "own"})
	f.ask("GET", "/test/deals", nil, bearer(other.Secret)...).is(403, "forbidden")
	f.ask("POST", "/identity/tokens", map[string]any{"name": "x", "expires_on": "2099-01-01", "permissions": map[string]string{"crm.deal.read": "own"}}, bearer(other.Secret)...).is(403, "forbidden")

	token := f.token(cookie, map[string]string{"crm.deal.read": "all"})
	require.NoError(t, f.setRoles(bob))
	f.ask("GET", "/test/deals", nil, bearer(token.Secret)...).is(403, "forbidden")
}

func TestATokenIsRefusedForWhatNobodyHasOrCouldMean(t *testing.T) {
	t.Parallel()
	f := setup(t)
	_, cookie := f.join("crm.rep")
	day := func(days int) string { return time.Now().UTC().AddDate(0, 0, days).Format(time.DateOnly) }
	make := func(expires string, permissions map[string]string) answer {
		return f.ask("POST", "/identity/tokens", map[string]any{"name": "x", "expires_on": expires, "permissions": permissions}, by(cookie)...)
	}
	fine := map[string]string{"crm.deal.read": "own"}
	for _, d := range []string{day(-1), day(366 + 2), "9999-12-31"} {
		make(d, fine).is(422, "identity.token_expiry")
	}
	make("soon", fine).is(422)
	make(day(0), fine).is(201)
	make(day(30), nil).is(422)
	make(day(30), map[string]string{"crm.deal.explode": "own"}).is(422, "invalid")
	make(day(30), map[string]string{"crm.deal.*": "own"}).is(422, "invalid")
	make(day(30), map[string]string{"access.assignment.assign": "all"}).is(403, "forbidden")
	for _, scope := range []string{"galaxy", "", "none", "ALL", "own' or 1=1"} {
		make(day(30), map[string]string{"crm.deal.read": scope}).is(422, "invalid")
	}
}

func TestATokenDiesByExpiryRevocationAndWithItsOwner(t *testing.T) {
	t.Parallel()
	f := setup(t)
	bob, cookie := f.join("crm.rep")
	_, stranger := f.join("crm.rep")
	fresh := func() identity.Token { return f.token(cookie, map[string]string{"crm.deal.read": "own"}) }
	use := func(token identity.Token) answer { return f.ask("GET", "/test/deals", nil, bearer(token.Secret)...) }

	token := fresh()
	use(token).is(200)
	var used *time.Time
	require.NoError(t, f.superuser().QueryRow(t.Context(), "select last_used_at from identity.token where id = $1", token.ID).Scan(&used))
	require.NotNil(t, used)
	f.behind("update identity.token set expires_at = clock_timestamp() where id = $1", token.ID)
	use(token).is(401, "token_expired")

	token = fresh()
	f.ask("DELETE", "/identity/tokens/"+token.ID.String(), nil, by(stranger)...).is(404, "not_found")
	use(token).is(200)
	f.ask("DELETE", "/identity/tokens/"+token.ID.String(), nil, by(cookie)...).is(204)
	use(token).is(401, "not_signed_in")
	f.ask("DELETE", "/identity/tokens/"+token.ID.String(), nil, by(cookie)...).is(404)

	token = fresh()
	f.ask("DELETE", "/identity/tokens/"+token.ID.String(), nil, by(f.session(f.ann.Email, password))...).is(204)
	use(token).is(401)

	token = fresh()
	require.NoError(t, f.svc.Disable(f.owner, bob.ID, "left"))
	use(token).is(401, "not_signed_in")
	require.NoError(t, f.svc.Enable(f.owner, bob.ID))
	use(token).is(401, "not_signed_in")
}

func TestATokenBelongsToOneOrganisation(t *testing.T) {
	t.Parallel()
	f := setup(t)
	token := f.token(f.session(f.ann.Email, password), map[string]string{"crm.deal.read": "all"})
	elm, _, err := f.svc.Found(t.Context(), identity.Founding{Organisation: "Elm", Slug: "e" + uuid.NewString()[:8], Currency: "EUR", Zone: "UTC", Name: "Ann Person", Email: f.ann.Email, Password: password})
	require.NoError(t, err)
	for wanted, status := range map[string]int{"": 200, f.org.Slug: 200, f.org.ID.String(): 200, elm.Slug: 403, elm.ID.String(): 403, "nowhere": 403, "' or 1=1": 403} {
		f.ask("GET", "/test/deals", nil, append(bearer(token.Secret), "Longhouse-Org", wanted)...).is(status)
	}
}

func TestTheHouseAsksWhetherSomebodyItActsForStillStands(t *testing.T) {
	t.Parallel()
	f := setup(t)
	cookie := f.session(f.ann.Email, password)
	made := f.token(cookie, map[string]string{"crm.deal.read": "all"})
	ctx := actor.Service(t.Context(), f.org.ID, "webhooks.send", actor.System)
	require.NoError(t, f.svc.Stands(ctx, f.ann.ID, uuid.Nil))
	require.NoError(t, f.svc.Stands(ctx, f.ann.ID, made.ID))
	names, err := f.svc.TokenNames(ctx, f.ann.ID.UUID)
	require.NoError(t, err)
	require.Equal(t, made.Name, names[made.ID])
	require.ErrorIs(t, f.svc.Stands(ctx, kernel.NewID[kernel.User](), uuid.Nil), identity.ErrNotAMember)
	require.ErrorIs(t, f.svc.Stands(ctx, kernel.NewID[kernel.User](), made.ID), identity.ErrNotAMember)
	require.ErrorIs(t, f.svc.Stands(ctx, f.ann.ID, uuid.New()), identity.ErrTokenExpired)
	elsewhere := actor.Service(t.Context(), kernel.NewID[kernel.Org](), "webhooks.send", actor.System)
	require.ErrorIs(t, f.svc.Stands(elsewhere, f.ann.ID, uuid.Nil), identity.ErrNotAMember)
	f.ask("DELETE", "/identity/tokens/"+made.ID.String(), nil, by(cookie)...).is(204)
	require.ErrorIs(t, f.svc.Stands(ctx, f.ann.ID, made.ID), identity.ErrTokenExpired)
	names, err = f.svc.TokenNames(ctx, f.ann.ID.UUID)
	require.NoError(t, err)
	require.Empty(t, names)
}
