package identity

import (
	"fmt"
	"time"

	"longhouse/platform/kernel"
	"longhouse/platform/mail"
	"longhouse/platform/words"
)

// All that the mails and messages of this package say stands here. What it says
// in other languages stands in platform/words.

// Joined tells who invited somebody that they came.
var Joined = kernel.Notice{Name: "identity.joined", Label: "Somebody whom you invited has joined", Default: kernel.InApp, Because: "you invited them", Needs: InviteUsers}

// Notices lists what people are told by this package.
var Notices = []kernel.Notice{Joined}

func joinedTitle(name, organisation string) string {
	return fmt.Sprintf("%s has joined %s.", name, organisation)
}

// clockTimes are how an instant is written in a mail.
var clockTimes = map[string]string{words.English: "2 January 2006, 15:04 MST", "de": "02.01.2006, 15:04 MST"}

func invitationMail(language string, i Invitation, organisation, by, url string, zone *time.Location) mail.Message {
	return mail.Message{Language: language, Name: i.Name, Address: i.Email, Kind: "identity.invited", Subject: words.Say(language, "%s invites you to %s", by, organisation),
		Text: words.Say(language, "Hello %s,\n\n%s invites you to work in Longhouse for %s.\n\nThe link below works once, until %s. If you did not expect this mail, you can ignore it.",
			i.Name, by, organisation, i.ExpiresAt.In(zone).Format(clockTimes[language])),
		Link: mail.Link{Label: words.Say(language, "Join %s", organisation), URL: url}, Secret: true, Until: i.ExpiresAt}
}

func resetMail(language, name, address, url string, until time.Time) mail.Message {
	return mail.Message{Language: language, Name: name, Address: address, Kind: "identity.reset_asked", Subject: words.Say(language, "Choose a new password"),
		Text: words.Say(language, "Hello %s,\n\nsomebody, most likely you, asked for a new password for Longhouse.\n\n"+
			"The link below works once, for half an hour. If it was not you, ignore this mail: your password stays as it is.", name),
		Link: mail.Link{Label: words.Say(language, "Choose a new password"), URL: url}, Secret: true, Until: until}
}

func changedMail(language, name, address, url string) mail.Message {
	return mail.Message{Language: language, Name: name, Address: address, Kind: "identity.password_changed", Subject: words.Say(language, "Your password was changed"),
		Text: words.Say(language, "Hello %s,\n\nyour password for Longhouse was changed a moment ago, and you were signed out everywhere.\n\n"+
			"If it was not you, choose a new password at once and tell your administrator.", name),
		Link: mail.Link{Label: words.Say(language, "Choose a new password"), URL: url}}
}
