package app

import (
	"regexp"
	"strings"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/domain"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// ImportRow is one employee of a file: values by field, days as 2026-11-22.
type ImportRow struct {
	Line   int
	Values map[string]string
}

// ImportOptions say what to do where a file leaves something open. Nothing is guessed.
type ImportOptions struct {
	CreateUnits      bool   // make units that are named and not there
	DefaultUnit      string // for people without one; made if it is not there
	RefuseUnknown    bool   // a manager who is nobody refuses the row; else only the field is left out
	DatesDecide      bool   // a row that calls somebody active after their last day counts by its days; else it is refused
	RefuseSameEmails bool   // an e-mail that two people share refuses the row; else it is only told
}

// What becomes of a row.
const (
	ImportCreate    = "create"
	ImportUpdate    = "update"
	ImportUnchanged = "unchanged"
	ImportError     = "error"
)

// ImportVerdict says what becomes, or became, of a row.
type ImportVerdict struct {
	Line     int
	Outcome  string
	ID       hr.EmployeeID // of the person, where one is known
	Errors   []fault.Field
	Warnings []fault.Field
	Changed  []string // fields of the file
}

// person is a row as it was understood. An empty value states nothing.
type person struct {
	line      int
	id        domain.Identity
	hired     kernel.Date
	last      kernel.Date
	reason    string
	title     string
	site      string
	kind      string
	unit      string
	manager   string
	verdict   ImportVerdict
	existing  hr.EmployeeID
	nameKey   string // folded
	unitKey   string
	bossKey   string
	bossID    hr.EmployeeID // known manager
	noBoss    bool          // whom the row names cannot be the manager
	isNew     bool
	sayPerson bool // states something of the class personal
}

func (p *person) fail(field, code, message string) {
	p.verdict.Errors = append(p.verdict.Errors, fault.Field{Pointer: strings.TrimSuffix("/"+field, "/"), Code: code, Message: message})
	p.verdict.Outcome = ImportError
}

func (p *person) warn(field, code, message string) {
	p.verdict.Warnings = append(p.verdict.Warnings, fault.Field{Pointer: "/" + field, Code: code, Message: message})
}

func (p *person) failed() bool { return p.verdict.Outcome == ImportError }

// understand reads a row's values and finds what contradicts itself.
func understand(row ImportRow, o ImportOptions, today kernel.Date) *person {
	v := func(key string) string { return strings.TrimSpace(row.Values[key]) }
	p := &person{line: row.Line, verdict: ImportVerdict{Line: row.Line},
		reason: v("end_reason"), title: v("title"), site: v("site"), unit: strings.Join(strings.Fields(v("unit")), " "), manager: v("manager")}
	day := func(key string) kernel.Date {
		if v(key) == "" {
			return kernel.Date{}
		}
		d, err := kernel.ParseDate(v(key))
		if err != nil {
			p.fail(key, "invalid", "This is no day.")
		}
		return d
	}
	p.hired, p.last = day("hired_on"), day("last_day")
	legal := v("name")
	if legal == "" {
		legal = strings.TrimSpace(v("first_name") + " " + v("last_name"))
	}
	p.id = domain.Identity{Number: v("number"), LegalName: legal, PreferredName: v("preferred_name"), Email: v("email"), Phone: phone(v("phone"), v("extension")),
		Notes: v("notes"), BirthDate: day("birth_date"), HomeAddress: address(v), PersonalPhone: v("personal_phone")}.Tidy()
	if p.id.Email != "" && !domain.IsAddress(p.id.Email) {
		p.warn("email", "invalid", "This is no e-mail address, so it is left out.")
		p.id.Email = ""
	}
	p.sayPerson = p.id.HomeAddress != "" || p.id.PersonalPhone != "" || p.id.Notes != "" || !p.id.BirthDate.IsZero()
	p.kind = p.employmentType(v("employment_type"))
	p.check(v("status"), o, today)
	return p
}

func phone(number, extension string) string {
	if extension == "" {
		return number
	}
	return strings.TrimSpace(number + " ext. " + extension)
}

func address(v func(string) string) string {
	var lines []string
	town := strings.Join(strings.FieldsFunc(strings.Join([]string{v("city"), v("region"), v("postcode")}, "\x00"), func(r rune) bool { return r == 0 }), " ")
	for _, line := range []string{v("home_address"), town, v("country")} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

var noLetters = regexp.MustCompile(`[^a-z]`)

func (p *person) employmentType(text string) string {
	switch noLetters.ReplaceAllString(strings.ToLower(text), "") {
	case "":
	case "fulltime", "permanent", "regular":
		return "full_time"
	case "parttime":
		return "part_time"
	case "contract", "contractor", "freelance":
		return "contract"
	case "temporary", "temp", "fixedterm":
		return "temporary"
	case "intern", "internship", "trainee":
		return "intern"
	default:
		p.warn("employment_type", "unknown", "This kind of employment is not known here, so it is left out.")
	}
	return ""
}

var (
	saysActive = regexp.MustCompile(`^(active|employed|current|working)$`)
	saysGone   = regexp.MustCompile(`(terminated|^left$|^former|resigned|^inactive$|^exited$)`)
)

// check finds what is wrong with the row by itself.
func (p *person) check(status string, o ImportOptions, today kernel.Date) {
	if !p.last.IsZero() && !p.hired.IsZero() && p.last.Before(p.hired) {
		p.fail("last_day", "too_early", "The last day lies before the first.")
	}
	word := strings.ToLower(status)
	contradiction := ""
	switch {
	case saysActive.MatchString(word) && !p.last.IsZero() && p.last.Before(today):
		contradiction = "The row calls this person active, and gives a last day that has passed."
	case saysGone.MatchString(word) && p.last.IsZero():
		contradiction = "The row says that this person has left, and gives no last day."
	}
	switch {
	case contradiction != "" && o.DatesDecide:
		p.warn("status", "contradiction", contradiction+" The days count.")
	case contradiction != "":
		p.fail("status", "contradiction", contradiction+" Mend the file, or let the days decide.")
	}
	var faults fault.Collector
	identity := p.id
	if identity.Number == "" {
		identity.Number = "-" // one is made, or found by e-mail or name
	}
	if identity.LegalName == "" && p.id.Number != "" {
		identity.LegalName = "-" // a known person may be named by the number alone
	}
	identity.Check(&faults, today)
	for _, d := range []struct {
		at  string
		day kernel.Date
	}{{"/hired_on", p.hired}, {"/last_day", p.last}} {
		if !d.day.IsZero() {
			checkDay(&faults, d.at, d.day)
		}
	}
	domain.Job{Unit: kernel.NewID[hr.Unit](), Title: p.title, Site: p.site}.Check(&faults, "")
	if f := fault.As(faults.Err()); f != nil {
		p.verdict.Errors = append(p.verdict.Errors, f.Fields...)
		p.verdict.Outcome = ImportError
	}
}
