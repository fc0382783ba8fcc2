package notify

import (
	"slices"
	"strings"

	"longhouse/platform/notify/sqlcgen"
	"longhouse/platform/words"
)

// All that the mails of this package say stands here. What it says in other
// languages stands in platform/words; so do the titles, which were written when
// nobody knew yet in which language they would be read.
const (
	openLabel  = "Open in Longhouse"
	digestMost = 30 // lines of a digest; the rest is in the app
)

// oneSubject and oneText are the mail about a single message.
func oneSubject(language, title string) string {
	return strings.TrimSuffix(words.Translate(language, title), ".")
}

func oneText(language, name, title, text, because string) string {
	parts := []string{words.Say(language, "Hello %s,", name), words.Translate(language, title)}
	if text != "" {
		parts = append(parts, words.Translate(language, text))
	}
	return strings.Join(append(parts, why(language, because)), "\n\n")
}

func why(language, because string) string {
	if because == "" {
		return words.Say(language, "You can choose under Notifications how you hear of this.")
	}
	return words.Say(language, "You get this because %s. You can choose under Notifications how you hear of it.", words.Translate(language, because))
}

// digestSubject and digestText are the mail of the morning.
func digestSubject(language string, n int) string {
	if n == 1 {
		return words.Say(language, "One message waits for you")
	}
	return words.Say(language, "%d messages wait for you", n)
}

// digestText lists messages, the newest first; those about one record stand together.
func digestText(language, name string, rows []sqlcgen.TakeDigestRow) string {
	slices.SortFunc(rows, func(a, b sqlcgen.TakeDigestRow) int { return b.At.Compare(a.At) })
	var lines []string
	told := map[string]int{}
	for _, r := range rows {
		record, title := "", words.Translate(language, r.Title)
		if r.EntityID != nil {
			record = r.Entity + r.EntityID.String()
		}
		if at, known := told[record]; known && record != "" {
			lines[at] += "\n    " + title
			continue
		}
		told[record] = len(lines)
		lines = append(lines, "• "+title)
	}
	if more := len(lines) - digestMost; more > 0 {
		lines = append(lines[:digestMost], words.Say(language, "… and %d more.", more))
	}
	return words.Say(language, "Good morning %s,\n\nthis is what you have not read yet:", name) + "\n\n" + strings.Join(lines, "\n") + "\n\n" + why(language, "")
}
