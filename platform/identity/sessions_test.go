package identity_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/identity"
	"longhouse/platform/page"
)

func (f *fixture) sessions(cookie string) []identity.Session {
	f.t.Helper()
	var p page.Page[identity.Session]
	f.ask("GET", "/identity/sessions", nil, by(cookie)...).is(200).json(&p)
	return p.Items
}

func TestOnesOwnSessionsAreListedAndEndedOneByOne(t *testing.T) {
	t.Parallel()
	f := setup(t)
	one := f.session(f.ann.Email, password)
	two := cookieOf(t, f.ask("POST", "/identity/sessions", map[string]string{"email": f.ann.Email, "password": password}, "User-Agent", "Firefox/130").is(201)).Value
	all := f.sessions(two)
	require.Len(t, all, 2)
	require.True(t, all[0].Current, "the last used comes first, and it is the one that asks")
	require.Equal(t, "Firefox/130", all[0].Browser)
	require.Equal(t, f.net+"::7", all[0].Address)
	require.False(t, all[1].Current)

	f.ask("DELETE", "/identity/sessions/"+all[1].ID.String(), nil, by(two)...).is(204)
	f.ask("GET", "/identity/me", nil, by(one)...).is(401, "session_ended")
	require.Len(t, f.sessions(two), 1)
	f.ask("DELETE", "/identity/sessions/"+all[1].ID.String(), nil, by(two)...).is(404, "not_found")
}

func TestSessionsThatLetNobodyInAreNotListed(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.session(f.ann.Email, password)
	f.behind("update identity.session set seen_at = clock_timestamp() - interval '31 minutes' where login_id = $1", f.ann.ID.UUID)
	require.Len(t, f.sessions(f.session(f.ann.Email, password)), 1, "an idle one is over")
	f.behind("update identity.session set epoch = epoch - 1 where login_id = $1", f.ann.ID.UUID)
	require.Len(t, f.sessions(f.session(f.ann.Email, password)), 1, "so is one of an older epoch")
}

func TestNobodySeesOrEndsTheSessionsOfOthers(t *testing.T) {
	t.Parallel()
	f := setup(t)
	_, bobs := f.join("owner")
	anns := f.session(f.ann.Email, password)
	hers := f.sessions(anns)[0].ID
	require.Len(t, f.sessions(bobs), 1)
	f.ask("DELETE", "/identity/sessions/"+hers.String(), nil, by(bobs)...).is(404, "not_found")
	f.ask("DELETE", "/identity/sessions/"+uuid.NewString(), nil, by(bobs)...).is(404, "not_found")
	f.who(anns)

	token := f.token(anns, map[string]string{"crm.deal.read": "all"})
	f.ask("GET", "/identity/sessions", nil, bearer(token.Secret)...).is(403, "forbidden")
	f.ask("DELETE", "/identity/sessions/"+hers.String(), nil, bearer(token.Secret)...).is(403, "forbidden")
	f.ask("GET", "/identity/sessions", nil).is(401, "not_signed_in")
}

func TestARequestMayNameItsTab(t *testing.T) {
	t.Parallel()
	f := setup(t)
	cookie, tab := f.session(f.ann.Email, password), uuid.New()
	for said, want := range map[string]uuid.UUID{"": uuid.Nil, "'; drop table x": uuid.Nil, tab.String(): tab} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/", nil)
		require.NoError(t, err)
		r.Header.Set("Cookie", "longhouse="+cookie)
		r.Header.Set("Longhouse-Tab", said)
		ctx, err := f.svc.Who(t.Context(), r)
		require.NoError(t, err)
		who, err := actor.From(ctx)
		require.NoError(t, err)
		require.Equal(t, want, who.Tab)
	}
}
