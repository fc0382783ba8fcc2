package notify

import (
	"fmt"
	"slices"
	"strings"

	"longhouse/platform/notify/sqlcgen"
)

// All that the mails of this package say stands here, to be translated in one place.
const (
	openLabel  = "Open in Longhouse"
	digestMost = 30 // lines of a digest; the rest is in the app
)

// oneSubject and oneText are the mail about a single message.
func oneSubject(title string) string { return strings.TrimSuffix(title, ".") }

func oneText(name, title, text, because string) string {
	parts := []string{"Hello " + name + ",", title}
	if text != "" {
		parts = append(parts, text)
	}
	return strings.Join(append(parts, why(because)), "\n\n")
}

func why(because string) string {
	if because == "" {
		return "You can choose under Notifications how you hear of this."
	}
	return "You get this because " + because + ". You can choose under Notifications how you hear of it."
}

// digestSubject and digestText are the mail of the morning.
func digestSubject(n int) string {
	if n == 1 {
		return "One message waits for you"
	}
	return fmt.Sprintf("%d messages wait for you", n)
}

// digestText lists messages, the newest first; those about one record stand together.
func digestText(name string, rows []sqlcgen.TakeDigestRow) string {
	slices.SortFunc(rows, func(a, b sqlcgen.TakeDigestRow) int { return b.At.Compare(a.At) })
	var lines []string
	told := map[string]int{}
	for _, r := range rows {
		record := ""
		if r.EntityID != nil {
			record = r.Entity + r.EntityID.String()
		}
		if at, known := told[record]; known && record != "" {
			lines[at] += "\n    " + r.Title
			continue
		}
		told[record] = len(lines)
		lines = append(lines, "• "+r.Title)
	}
	if more := len(lines) - digestMost; more > 0 {
		lines = append(lines[:digestMost], fmt.Sprintf("… and %d more.", more))
	}
	return "Good morning " + name + ",\n\nthis is what you have not read yet:\n\n" + strings.Join(lines, "\n") + "\n\n" + why("")
}
