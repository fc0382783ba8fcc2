package identity_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/identity"
)

func (f *fixture) forgot(email string) answer {
	f.t.Helper()
	return f.ask("POST", "/identity/resets", map[string]string{"email": email})
}

func (f *fixture) reset(token, word string) answer {
	f.t.Helper()
	return f.ask("POST", "/identity/resets/use", map[string]string{"token": token, "password": word})
}

// tokenOf is the word in a mail's link.
func (l letter) token(t *testing.T) string {
	t.Helper()
	_, token, ok := strings.Cut(l.link, "?token=")
	require.True(t, ok, l)
	return token
}

func TestAForgottenPasswordIsSetByAMailOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	session := f.session(f.ann.Email, password)
	token := f.token(session, map[string]string{"crm.deal.read": "all"})
	f.forgot(strings.ToUpper(f.ann.Email)).is(202)
	got := f.letters()
	require.Len(t, got, 1)
	require.Equal(t, []string{"identity.reset_asked", f.ann.Email, "kept"}, []string{got[0].kind, got[0].address, got[0].state})
	require.True(t, strings.HasPrefix(got[0].link, "http://localhost:8080/reset?token="), got[0].link)
	require.NotContains(t, got[0].text, got[0].token(t))
	word := got[0].token(t)

	f.reset(word, "short").is(422, "identity.weak_password")
	f.reset(word, another).is(204)
	f.reset(word, password).is(404, "identity.link_invalid")

	f.ask("GET", "/identity/me", nil, by(session)...).is(401, "session_ended")
	f.ask("GET", "/identity/me", nil, bearer(token.Secret)...).is(401)
	f.signIn(f.ann.Email, password).is(401, "wrong_credentials")
	f.signIn(f.ann.Email, another).is(201)
	got = f.letters()
	require.Equal(t, "identity.password_changed", got[1].kind, "a thief is noticed")
	require.Equal(t, "http://localhost:8080/forgot", got[1].link)
}

func TestALinkToANewPasswordLastsHalfAnHourAndTheNewestCounts(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.forgot(f.ann.Email).is(202)
	f.letters()
	f.forgot(f.ann.Email).is(202)
	got := f.letters()
	require.Len(t, got, 2)
	f.reset(got[0].token(t), another).is(404, "identity.link_invalid")
	f.behind("update identity.once set expires_at = expires_at - interval '30 minutes' where login_id = $1", f.ann.ID)
	f.reset(got[1].token(t), another).is(404, "identity.link_invalid")
	f.reset("guessed", another).is(404, "identity.link_invalid")
	f.signIn(f.ann.Email, password).is(201)
}

func TestNobodyLearnsWhoHasALoginByForgetting(t *testing.T) {
	t.Parallel()
	f := setup(t)
	bob, _ := f.join("crm.rep")
	require.NoError(t, f.svc.Disable(f.owner, bob.ID, "left"))
	before := len(f.letters())
	known, unknown, gone := f.forgot(f.ann.Email), f.forgot(mail()), f.forgot(bob.Email)
	for _, a := range []answer{known, unknown, gone} {
		a.is(202)
		require.Equal(t, known.Body, a.Body)
		require.Equal(t, namesOf(known.Header), namesOf(a.Header))
	}
	got := f.letters()
	require.Len(t, got, before+1)
	require.Equal(t, f.ann.Email, got[before].address)
}

func namesOf(h http.Header) []string {
	var out []string
	for name := range h {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// The request does the same work for any address; whether anybody has it is
// found out by a job that nobody waits for.
func TestAKnownAddressTakesNoLonger(t *testing.T) {
	t.Parallel()
	f := setup(t)
	var known, unknown []time.Duration
	for range 40 {
		for _, c := range []struct {
			email string
			took  *[]time.Duration
		}{{f.ann.Email, &known}, {mail(), &unknown}} {
			f.behindQuietly("delete from identity.attempt where key like '%reset%'")
			began := time.Now()
			require.NoError(t, f.svc.Forgot(t.Context(), c.email, identity.From{Address: f.net + "::7"}))
			*c.took = append(*c.took, time.Since(began))
		}
	}
	slices.Sort(known)
	slices.Sort(unknown)
	t.Logf("p50: known %s, unknown %s", known[20], unknown[20])
	require.InDelta(t, known[20].Seconds(), unknown[20].Seconds(), 0.005)
}

func (f *fixture) behindQuietly(sql string) {
	f.t.Helper()
	_, err := f.superuser().Exec(f.t.Context(), sql)
	require.NoError(f.t, err)
}

func TestForgettingHasABrake(t *testing.T) {
	t.Parallel()
	f := setup(t)
	address := mail()
	for range 10 {
		f.forgot(address).is(202)
	}
	f.forgot(address).is(429, "rate_limited")
	f.signIn(f.ann.Email, password).is(201)
}

func TestWhoeverHasTheMailboxMaySignInHoweverOftenTheyTried(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for range 10 {
		f.signIn(f.ann.Email, "not the right password").is(401)
	}
	f.signIn(f.ann.Email, password).is(429)
	f.forgot(f.ann.Email).is(202)
	f.reset(f.letters()[0].token(t), another).is(204)
	f.signIn(f.ann.Email, another).is(201)
}

func TestAnInvitationIsMailedAndItsInviterHearsOfWhoCame(t *testing.T) {
	t.Parallel()
	f := setup(t)
	address := mail()
	i, err := f.svc.Invite(f.owner, address, "Bob Builder", []string{"crm.rep"})
	require.NoError(t, err)
	got := f.letters()
	require.Len(t, got, 1)
	require.Equal(t, []string{"identity.invited", address, "Ann Person invites you to Oak"}, []string{got[0].kind, got[0].address, got[0].subject})
	require.Equal(t, "http://localhost:8080/join?token="+i.Token, got[0].link)
	require.NotContains(t, got[0].text, i.Token)
	_, err = f.svc.Accept(t.Context(), got[0].token(t), "", password, identity.From{Address: f.net + "::7"})
	require.NoError(t, err)
	var title string
	require.NoError(t, f.superuser().QueryRow(t.Context(), "select title from platform.message where org_id = $1 and user_id = $2", f.org.ID, f.ann.ID).Scan(&title))
	require.Equal(t, "Bob Builder has joined Oak.", title)
}

func TestOfManyWhoUseALinkAtOnceOneSetsThePassword(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.forgot(f.ann.Email).is(202)
	word := f.letters()[0].token(t)
	var took atomic.Int32
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			if f.svc.Reset(t.Context(), word, another+strconv.Itoa(i), identity.From{Address: f.net + "::7"}) == nil {
				took.Add(1)
			}
		})
	}
	all.Wait()
	require.Equal(t, int32(1), took.Load())
}
