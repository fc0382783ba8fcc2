package words_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/platform/words"
)

func german(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.ReadFile("de.json")
	require.NoError(t, err)
	var said map[string]string
	require.NoError(t, json.Unmarshal(file, &said))
	return said
}

// lacking are the sentences that a catalogue does not have.
func lacking(said map[string]string, sentences []string) []string {
	return slices.DeleteFunc(slices.Clone(sentences), func(s string) bool {
		return said[s] != "" || strings.HasPrefix(s, "The API of Longhouse.") // the reference's first page
	})
}

func TestEverySentenceThatTheHouseCanSayHasAGermanOne(t *testing.T) {
	t.Parallel()
	all := allSentences(t)
	require.Greater(t, len(all), 500)
	require.Empty(t, lacking(german(t), all), "add them to platform/words/de.json: the English sentence is the key, {1} is its first hole")
}

func TestASentenceWithoutAGermanOneIsNoticed(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"The moon is full."}, lacking(map[string]string{"It is there.": "Es ist da."}, []string{"It is there.", "The moon is full."}))
}

func TestGermanPutsInWhatEnglishPutsIn(t *testing.T) {
	t.Parallel()
	for english, said := range german(t) {
		require.NotEmpty(t, strings.TrimSpace(said), english)
		holes := len(regexp.MustCompile(`%[sdqv]`).FindAllString(english, -1))
		for n := 1; n <= holes; n++ {
			require.Contains(t, said, "{"+string(rune('0'+n))+"}", english)
		}
		require.NotContains(t, said, "{"+string(rune('1'+holes))+"}", english)
	}
}

func TestASentenceThatWasSaidBeforeIsReadInGerman(t *testing.T) {
	t.Parallel()
	for english, want := range map[string]string{
		"The deal is decided. Reopen it first.":       "Der Deal ist entschieden. Öffnen Sie ihn zuerst wieder.",
		"Ana Lind has joined Acme.":                   "Ana Lind ist Acme beigetreten.",
		"The role Auditor of Ana ends on 3 May 2026.": "Die Rolle Prüfer von Ana endet am 3. Mai 2026.",
		"For 5 minutes. Reason: fire":                 "Für 5 Minuten. Grund: fire",
		"Your import of Products has finished.":       "Ihr Import ist fertig: Produkte.",
		"3 new, 0 changed, 1 unchanged.":              "3 neu, 0 geändert, 1 unverändert.",
		"What somebody wrote stays as it is":          "What somebody wrote stays as it is",
		"":                                            "",
	} {
		require.Equal(t, want, words.Translate("de", english))
		require.Equal(t, english, words.Translate(words.English, english))
	}
}

func TestAFormatIsSaidInTheLanguageOfItsReader(t *testing.T) {
	t.Parallel()
	require.Equal(t, "12 Nachrichten warten auf Sie", words.Say("de", "%d messages wait for you", 12))
	require.Equal(t, "12 messages wait for you", words.Say("en", "%d messages wait for you", 12))
	require.Equal(t, "12 sheep", words.Say("de", "%d sheep", 12))
}
