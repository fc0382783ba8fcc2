package identity_test

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/identity"
)

func TestAPersonSaysHowTheyReadAndItGoesWithThem(t *testing.T) {
	t.Parallel()
	f := setup(t)
	mine := by(f.session(f.ann.Email, password))
	var now identity.Settings
	f.ask("GET", "/identity/me/settings", nil, mine...).is(200).json(&now)
	require.Equal(t, identity.Settings{Theme: "auto", Density: "regular", SingleKeys: true}, now)

	monday := int16(1)
	wanted := identity.Settings{Language: "de", Zone: "Europe/Lisbon", WeekStart: &monday, Hours: "24", Theme: "dark", Density: "dense"}
	f.ask("PUT", "/identity/me/settings", wanted, mine...).is(204)
	f.ask("GET", "/identity/me/settings", nil, mine...).is(200).json(&now)
	require.Equal(t, wanted, now)
	var me identity.Me
	f.ask("GET", "/identity/me", nil, mine...).is(200).json(&me)
	require.Equal(t, wanted, me.Settings)

	zone, err := f.svc.PersonalZone(f.owner)
	require.NoError(t, err)
	require.Equal(t, "Europe/Lisbon", zone.String(), "lists mean this person's today")

	f.ask("PUT", "/identity/me/settings", identity.Settings{Theme: "auto", Density: "regular", SingleKeys: true}, mine...).is(204)
	zone, err = f.svc.PersonalZone(f.owner)
	require.NoError(t, err)
	require.Equal(t, f.org.Zone, zone.String())
	var then identity.Settings
	f.ask("GET", "/identity/me/settings", nil, mine...).is(200).json(&then)
	require.Empty(t, then.Language, "what is left out is left to the browser again")
	f.ask("GET", "/identity/me/settings", nil).is(401)
}

func TestSettingsThatMeanNothingAreRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	mine := by(f.session(f.ann.Email, password))
	for _, wrong := range []map[string]any{
		{"zone": "Europe/Atlantis"}, {"zone": "Local"}, {"language": "xx"}, {"week_start": 7}, {"hours": "13"}, {"theme": "pink"}, {"density": "huge"},
	} {
		body := map[string]any{"theme": "auto", "density": "regular", "single_keys": true}
		for k, v := range wrong {
			body[k] = v
		}
		f.ask("PUT", "/identity/me/settings", body, mine...).is(422, "invalid")
	}
}

func TestMailsAreInTheLanguageOfTheirReader(t *testing.T) {
	t.Parallel()
	f := setup(t)
	mine := by(f.session(f.ann.Email, password))
	f.ask("PUT", "/identity/me/settings", identity.Settings{Language: "de", Theme: "auto", Density: "regular"}, mine...).is(204)
	f.forgot(f.ann.Email).is(202)
	got := f.letters()
	require.Equal(t, "Neues Passwort wählen", got[0].subject)
	require.Contains(t, got[0].text, "Hallo "+f.ann.Name)

	f.invite(mail())
	require.Contains(t, f.letters()[1].subject, " invites you to ", "somebody new reads what the organisation writes")
}

func TestWhoIsInvitedReadsTheLanguageOfTheOrganisation(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.behind("update identity.organisation set language = 'de' where id = $1", f.org.ID)
	f.invite(mail())
	got := f.letters()
	require.Equal(t, f.ann.Name+" lädt Sie zu "+f.org.Name+" ein", got[0].subject)
	require.Contains(t, got[0].text, "Hallo Bob Builder")
}

func TestAnOrganisationIsFoundedInALanguage(t *testing.T) {
	t.Parallel()
	f := setup(t)
	wanted := identity.Founding{Organisation: "Eiche", Slug: "e" + uuid.NewString()[:8], Currency: "EUR", Zone: "Europe/Berlin", Language: "de", Name: "Ann Person", Email: mail(), Password: password}
	org, _, err := f.svc.Found(t.Context(), wanted)
	require.NoError(t, err)
	require.Equal(t, "de", org.Language)
	wanted.Language = "tlh"
	_, _, err = f.svc.Found(t.Context(), wanted)
	require.ErrorContains(t, err, "/language")
	said, err := json.Marshal(org)
	require.NoError(t, err)
	require.Contains(t, string(said), `"language":"de"`)
}
