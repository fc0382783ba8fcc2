package domain

import (
	"net/mail"
	"strings"
	"unicode/utf8"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Identity is who somebody is, apart from any day.
type Identity struct {
	Number        string
	LegalName     string
	PreferredName string
	Email         string
	Phone         string
	Notes         string
	BirthDate     kernel.Date
	HomeAddress   string
	PersonalPhone string
}

// Tidy trims what people and files leave around a value.
func (i Identity) Tidy() Identity {
	for _, s := range []*string{&i.Number, &i.LegalName, &i.PreferredName, &i.Email, &i.Phone, &i.PersonalPhone, &i.HomeAddress, &i.Notes} {
		*s = strings.TrimSpace(*s)
	}
	i.LegalName = strings.Join(strings.Fields(i.LegalName), " ")
	i.PreferredName = strings.Join(strings.Fields(i.PreferredName), " ")
	return i
}

// Check gathers what is wrong, as of a day.
func (i Identity) Check(faults *fault.Collector, today kernel.Date) {
	short := func(s, at string, most int) {
		faults.Check(utf8.RuneCountInString(s) <= most, at, "too_long", "This is too long.")
	}
	faults.Check(i.Number != "", "/number", "required", "An employee has a number.")
	faults.Check(i.LegalName != "", "/legal_name", "required", "An employee has a name.")
	short(i.Number, "/number", 40)
	short(i.LegalName, "/legal_name", 200)
	short(i.PreferredName, "/preferred_name", 200)
	short(i.Phone, "/phone", 60)
	short(i.PersonalPhone, "/personal_phone", 60)
	short(i.HomeAddress, "/home_address", 1000)
	short(i.Notes, "/notes", 10000)
	faults.Check(i.Email == "" || IsAddress(i.Email), "/email", "invalid", "This is no e-mail address.")
	faults.Check(i.BirthDate.IsZero() || i.BirthDate.Before(today) && i.BirthDate.Year() >= 1880, "/birth_date", "invalid", "This is no possible day of birth.")
}

// IsAddress says whether a text is one plain e-mail address.
func IsAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}
