package notes

import (
	"fmt"

	"longhouse/platform/kernel"
)

// All that the messages of this package say stands here, to be translated in one place.
var (
	noticeMentioned = kernel.Notice{Name: "notes.mentioned", Label: "Somebody mentioned you in a note", Default: kernel.ByMail, Because: "you were mentioned"}
	noticeAssigned  = kernel.Notice{Name: "notes.assigned", Label: "Somebody gave you a task", Default: kernel.ByMail, Because: "it is your task"}
	noticeDue       = kernel.Notice{Name: "notes.due", Label: "A task of yours is due today", Default: kernel.InApp, Because: "it is your task"}
	noticeAdded     = kernel.Notice{Name: "notes.added", Label: "Something was noted about a record that you follow", Default: kernel.InApp, Because: "you follow this record"}
	noticeChanged   = kernel.Notice{Name: "notes.changed", Label: "A record that you follow was changed", Default: kernel.InDigest, Because: "you follow this record"}
)

// Notices lists what people are told by this package.
var Notices = []kernel.Notice{noticeMentioned, noticeAssigned, noticeDue, noticeAdded, noticeChanged}

func saysMentioned(who, record string) string { return who + " mentioned you: " + record }
func saysAssigned(who, record string) string  { return who + " gave you a task: " + record }
func saysDue(task string) string              { return "Due today: " + task }

func saysAdded(who, kind, record string) string {
	what := map[string]string{"note": "wrote a note", "task": "added a task", "file": "attached a file"}[kind]
	return who + " " + what + ": " + record
}

func saysChanged(who, record string, fields int) string {
	switch fields {
	case 0:
		return who + " changed " + record
	case 1:
		return who + " changed a field of " + record
	}
	return fmt.Sprintf("%s changed %d fields of %s", who, fields, record)
}
