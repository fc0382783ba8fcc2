package identity_test

import (
	"crypto/sha256"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
)

func TestAWrongPasswordAndAnUnknownAddressAnswerAlikeAndCostAHash(t *testing.T) {
	t.Parallel()
	f := setup(t)
	unknown, wrong := "", ""
	took := func(email string, body *string) time.Duration {
		best := time.Hour
		for range 3 {
			began := time.Now()
			a := f.signIn(email, "not the password").is(401, "wrong_credentials")
			best = min(best, time.Since(began))
			require.Empty(t, a.Header.Get("Set-Cookie"))
			*body = strings.ReplaceAll(a.Body, a.Header.Get("X-Request-Id"), "")
		}
		return best
	}
	require.Greater(t, took(mail(), &unknown), 5*time.Millisecond, "an unknown address costs a hash too")
	require.Greater(t, took(f.ann.Email, &wrong), 5*time.Millisecond)
	require.Equal(t, wrong, unknown)
}

func TestSignInKnowsAddressesWithoutTheirCapitalsAndSpaces(t *testing.T) {
	t.Parallel()
	f := setup(t)
	m := f.who(f.session("  "+strings.ToUpper(f.ann.Email)+" ", password))
	require.Equal(t, f.ann, m.User)
	require.Equal(t, f.org.ID, m.Organisation.ID)
	require.Equal(t, []string{"owner"}, m.Roles)
	require.Equal(t, []string{"Owner"}, m.RoleNames)
	require.Equal(t, "all", m.Permissions["crm.deal.read"])
}

func TestTenTriesAnAddressAreEvaluatedAndTheRightPasswordWaitsToo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for range 10 {
		f.signIn(f.ann.Email, "not the password").is(401)
	}
	a := f.signIn(f.ann.Email, password).is(429, "rate_limited")
	wait, err := strconv.Atoi(a.Header.Get("Retry-After"))
	require.NoError(t, err)
	require.InDelta(t, 900, wait, 45)
	bob, _ := f.join()
	f.session(bob.Email, password) // nobody else waits
	f.behind("update identity.attempt set at = at - interval '16 minutes' where key = $1", "mail "+f.ann.Email)
	f.session(f.ann.Email, password)
	f.signIn(f.ann.Email, "not the password").is(401)
}

func TestThirtyTriesAtOnceAreNoWayAroundTheBrake(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var evaluated atomic.Int32
	var group errgroup.Group
	for range 30 {
		group.Go(func() error {
			if f.signIn(f.ann.Email, "not the password").Status == http.StatusUnauthorized {
				evaluated.Add(1)
			}
			return nil
		})
	}
	require.NoError(t, group.Wait())
	require.EqualValues(t, 10, evaluated.Load())
}

func TestFiftyTriesANetworkAreEvaluatedWhateverTheirAddresses(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.behind("insert into identity.attempt (key, at) select $1, clock_timestamp() - make_interval(secs => n) from generate_series(1, 50) n", "net "+strings.TrimSuffix(f.net, ":")+"::/56")
	f.signIn(mail(), "x").is(429, "rate_limited")
}

// Sixty people behind one address of an office come to work at nine.
func TestASuccessCountsForNobodyInItsNetwork(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.behind("insert into identity.attempt (key, at) select $1, clock_timestamp() - make_interval(secs => n) from generate_series(1, 48) n", "net "+strings.TrimSuffix(f.net, ":")+"::/56")
	for range 2 {
		f.session(f.ann.Email, password)
		f.join()
		f.ask("POST", "/identity/password", map[string]string{"current": password, "new": password}, by(f.session(f.ann.Email, password))...).is(204)
	}
	f.signIn(mail(), "x").is(401)
	f.session(f.ann.Email, password)
	f.signIn(mail(), "x").is(401)
	f.signIn(f.ann.Email, password).is(429, "rate_limited") // and its failures are not forgotten: somebody with a login there could guess on
}

func TestASuccessForgetsTheTriesOfItsAddress(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for range 3 {
		for range 8 {
			f.signIn(f.ann.Email, "not the password").is(401)
		}
		f.session(f.ann.Email, password)
	}
	cookie := f.session(f.ann.Email, password)
	for range 11 { // to know one's password is no failure
		f.ask("POST", "/identity/password", map[string]string{"current": password, "new": "short"}, by(cookie)...).is(422)
	}
}

func TestASessionIsARandomWordOfWhichOnlyTheHashIsKept(t *testing.T) {
	t.Parallel()
	f := setup(t)
	one, two := f.session(f.ann.Email, password), f.session(f.ann.Email, password)
	require.NotEqual(t, one, two, "each sign-in has a new one")
	require.Len(t, one, 43)
	sum := sha256.Sum256([]byte(one))
	var n int
	require.NoError(t, f.superuser().QueryRow(t.Context(), "select count(*) from identity.session where sha256 = $1", sum[:]).Scan(&n))
	require.Equal(t, 1, n)
	for _, cookie := range []string{"", "x", one + "x", one[:42], strings.ToUpper(one), string(sum[:])} {
		status := f.ask("GET", "/identity/me", nil, by(cookie)...).Status
		require.Equal(t, 401, status, "%q", cookie)
	}
	f.ask("GET", "/identity/me", nil).is(401, "not_signed_in")
}

func TestASessionEndsWhenItIsIdleOrOld(t *testing.T) {
	t.Parallel()
	f := setup(t)
	cookie := f.session(f.ann.Email, password)
	f.behind("update identity.session set seen_at = clock_timestamp() - interval '29 minutes' where login_id = $1", f.ann.ID.UUID)
	f.who(cookie) // and is seen now
	f.behind("update identity.session set seen_at = seen_at - interval '29 minutes' where login_id = $1", f.ann.ID.UUID)
	f.who(cookie)
	f.behind("update identity.session set seen_at = clock_timestamp() - interval '31 minutes' where login_id = $1", f.ann.ID.UUID)
	f.ask("GET", "/identity/me", nil, by(cookie)...).is(401, "session_ended")

	cookie = f.session(f.ann.Email, password)
	f.behind("update identity.session set created_at = clock_timestamp() - interval '12 hours 1 minute' where login_id = $1", f.ann.ID.UUID)
	f.ask("GET", "/identity/me", nil, by(cookie)...).is(401, "session_ended")
}

func TestAnOpenStreamDoesNotKeepASessionAlive(t *testing.T) {
	t.Parallel()
	f := setup(t)
	cookie := f.session(f.ann.Email, password)
	f.behind("update identity.session set seen_at = clock_timestamp() - interval '29 minutes' where login_id = $1", f.ann.ID.UUID)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	require.NoError(t, err)
	r.Header.Set("Cookie", "longhouse="+cookie)
	_, err = f.svc.Still(t.Context(), r)
	require.NoError(t, err)
	var idle float64
	require.NoError(t, f.superuser().QueryRow(t.Context(), "select extract(epoch from clock_timestamp() - seen_at) from identity.session where login_id = $1 order by seen_at limit 1", f.ann.ID.UUID).Scan(&idle))
	require.Greater(t, idle, 1700.0)
}

func TestSigningOutEndsThisSessionOnly(t *testing.T) {
	t.Parallel()
	f := setup(t)
	one, two := f.session(f.ann.Email, password), f.session(f.ann.Email, password)
	gone := cookieOf(t, f.ask("DELETE", "/identity/sessions/current", nil, by(one)...))
	require.Negative(t, gone.MaxAge)
	f.ask("GET", "/identity/me", nil, by(one)...).is(401, "session_ended")
	f.who(two)
}

func TestTheCookieIsStrictUnderTLSAndThenNoOtherCounts(t *testing.T) {
	t.Parallel()
	f := setup(t)
	plain := cookieOf(t, f.signIn(f.ann.Email, password).is(201))
	require.Equal(t, "longhouse", plain.Name)
	require.False(t, plain.Secure)
	strict := cookieOf(t, f.ask("POST", "/identity/sessions", map[string]string{"email": f.ann.Email, "password": password}, "X-Forwarded-Proto", "https").is(201))
	require.Equal(t, "__Host-longhouse", strict.Name)
	require.True(t, strict.Secure)
	for _, c := range []*http.Cookie{plain, strict} {
		require.True(t, c.HttpOnly)
		require.Equal(t, http.SameSiteLaxMode, c.SameSite)
		require.Equal(t, "/", c.Path)
		require.Empty(t, c.Domain)
		require.Equal(t, 12*60*60, c.MaxAge)
	}
	f.ask("GET", "/identity/me", nil, "X-Forwarded-Proto", "https", "Cookie", "__Host-longhouse="+strict.Value).is(200)
	f.ask("GET", "/identity/me", nil, "X-Forwarded-Proto", "https", "Cookie", "longhouse="+plain.Value).is(401, "not_signed_in")
}

func TestAChangeOfPasswordEndsSessionsAndTokensAndAsksForTheOldOne(t *testing.T) {
	t.Parallel()
	f := setup(t)
	one, two := f.session(f.ann.Email, password), f.session(f.ann.Email, password)
	token := f.token(one, map[string]string{"crm.deal.read": "all"})
	change := func(current, wanted string, headers ...string) answer {
		return f.ask("POST", "/identity/password", map[string]string{"current": current, "new": wanted}, headers...)
	}
	change("not the password", another, by(one)...).is(401, "wrong_credentials")
	change(password, "short", by(one)...).is(422, "identity.weak_password")
	change(password, another, bearer(token.Secret)...).is(403, "forbidden")
	f.who(one)
	change(password, another, by(one)...).is(204)
	for _, cookie := range []string{one, two} {
		f.ask("GET", "/identity/me", nil, by(cookie)...).is(401, "session_ended")
	}
	f.ask("GET", "/test/deals", nil, bearer(token.Secret)...).is(401, "not_signed_in")
	f.signIn(f.ann.Email, password).is(401)
	f.session(f.ann.Email, another)
}

func TestAStolenSessionCannotGuessThePasswordWithoutEnd(t *testing.T) {
	t.Parallel()
	f := setup(t)
	cookie := f.session(f.ann.Email, password)
	guess := func() answer {
		return f.ask("POST", "/identity/password", map[string]string{"current": "not the password", "new": another}, by(cookie)...)
	}
	for range 10 {
		guess().is(401)
	}
	guess().is(429, "rate_limited")
}

func TestANewEpochEndsWhatBeganBefore(t *testing.T) {
	t.Parallel()
	f := setup(t)
	cookie := f.session(f.ann.Email, password)
	token := f.token(cookie, map[string]string{"crm.deal.read": "all"})
	f.behind("update identity.login set epoch = epoch + 1 where id = $1", f.ann.ID.UUID)
	f.ask("GET", "/identity/me", nil, by(cookie)...).is(401, "session_ended")
	f.ask("GET", "/test/deals", nil, bearer(token.Secret)...).is(401)
}

func TestABrowserWithAStrangeNameCanSignInAndGiveAReason(t *testing.T) {
	t.Parallel()
	f := setup(t)
	long := strings.Repeat("ä", 300)
	a := f.ask("POST", "/identity/sessions", map[string]string{"email": f.ann.Email, "password": password}, "User-Agent", "x"+long, "Longhouse-Reason", "x"+long)
	cookie := cookieOf(t, a.is(201)).Value
	f.ask("POST", "/identity/invitations", map[string]any{"email": mail(), "name": "Bob", "roles": []string{}}, append(by(cookie), "Longhouse-Reason", "x"+long+"\xff")...).is(201)
}
