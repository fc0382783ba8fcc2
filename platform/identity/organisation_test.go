package identity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/identity"
)

func TestAnOrganisationChangesItsNameZoneAndLanguage(t *testing.T) {
	t.Parallel()
	f := setup(t)
	ann := by(f.session(f.ann.Email, password))
	var house identity.House
	f.ask("GET", "/identity/organisation", nil, ann...).is(200).json(&house)
	require.Equal(t, f.org.Name, house.Name)
	change := func(body any, tag string) answer {
		return f.ask("PATCH", "/identity/organisation", body, append(ann, "If-Match", tag)...)
	}
	var now identity.House
	change(map[string]any{"name": " Oak & Sons ", "zone": "Asia/Tokyo", "language": "de", "idle_minutes": 60}, `"1"`).is(200).json(&now)
	require.Equal(t, []any{"Oak & Sons", "Asia/Tokyo", "de", int32(60), int64(2), house.Currency}, []any{now.Name, now.Zone, now.Language, now.IdleMinutes, now.Version, now.Currency})
	zone, err := f.svc.Zone(f.owner)
	require.NoError(t, err)
	require.Equal(t, "Asia/Tokyo", zone.String(), "at once on this node")
	var me identity.Me
	f.ask("GET", "/identity/me", nil, ann...).is(200).json(&me)
	require.Equal(t, "Oak & Sons", me.Organisation.Name)
	f.invite(mail())
	require.Equal(t, f.ann.Name+" lädt Sie zu Oak & Sons ein", f.letters()[0].subject)

	change(map[string]any{"name": "Other"}, `"1"`).is(412, "stale")
	change(map[string]any{"name": "  "}, `"2"`).is(422, "invalid")
	change(map[string]any{"zone": "Europe/Atlantis"}, `"2"`).is(422, "invalid")
	change(map[string]any{"idle_minutes": 1}, `"2"`).is(422, "invalid")
	f.ask("PATCH", "/identity/organisation", map[string]any{"name": "Other"}, ann...).is(428, "if_match_required")
	_, bob := f.join("crm.rep")
	f.ask("PATCH", "/identity/organisation", map[string]any{"name": "Mine"}, append(by(bob), "If-Match", `"2"`)...).is(403, "forbidden")
	var was string
	require.NoError(t, f.superuser().QueryRow(t.Context(), "select detail->'name'->>'was' from history.fact where org_id = $1 and kind = 'identity.organisation_changed'", f.org.ID).Scan(&was))
	require.Equal(t, f.org.Name, was, "the log knows who called it something else")
}
