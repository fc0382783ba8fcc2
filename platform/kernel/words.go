package kernel

import (
	"strings"

	"github.com/google/uuid"
)

// Permission is a right, module.resource.action, as crm.deal.win; on a class of
// fields hr.employee#salary.read. Contracts declare theirs as constants.
type Permission string

// Split returns the object module:resource[#class] and the action, which is
// how the policy engine asks.
func (p Permission) Split() (object, action string) {
	i := strings.LastIndexByte(string(p), '.')
	if i < 0 {
		return "", ""
	}
	return strings.Replace(string(p[:i]), ".", ":", 1), string(p[i+1:])
}

// Module is the first word of the permission.
func (p Permission) Module() string {
	m, _, _ := strings.Cut(string(p), ".")
	return m
}

// Scopes are the sets of records that a rule may reach, each inside the next.
type Scopes []string

// The scopes that a resource may offer.
var (
	OwnTeamDeptAll = Scopes{"own", "team", "dept", "all"}
	OwnAll         = Scopes{"own", "all"}
	AllOnly        = Scopes{"all"}
)

// Resource is something that rights are about, for the policy and its editor.
type Resource struct {
	Name    string // crm.deal
	Label   string // Deals
	Actions []Action
	Scopes  Scopes
	Classes []Class
}

// Action is what may be done to a resource.
type Action struct {
	Name      string
	Sensitive bool // compares the policy's number inside the acting transaction
}

// Class is a set of fields with rights of their own.
type Class struct {
	Name      string
	Fields    []string
	Sensitive bool
}

// Actions names plain actions.
func Actions(names ...string) []Action {
	out := make([]Action, len(names))
	for i, n := range names {
		out[i] = Action{Name: n}
	}
	return out
}

// Event is a fact that other parts may hear about. EventType is stable and
// versioned: crm.order_confirmed.v1.
type Event interface{ EventType() string }

// Job is a thing to do later, by exactly one handler: inventory.export_stock.
type Job interface{ JobType() string }

// Keyed is an event or job whose deliveries of one key run one after the other
// in the order of the commits.
type Keyed interface{ OrderKey() string }

// Record points at a row of any module: its kind and its ID.
type Record struct {
	Entity string    `json:"entity" example:"crm.account"`
	ID     uuid.UUID `json:"id"`
}

// About is an event that says which record it is about. Only such events go to
// other systems: whoever may not read the record does not hear of it.
type About interface{ About() Record }

// Channel is a way by which a person hears of something.
type Channel string

// The channels, each more than the one before: Digest and Mail stand in the app too.
const (
	NoChannel Channel = "none"
	InApp     Channel = "app"
	InDigest  Channel = "digest" // in the app, and in the mail of the next morning if still unread
	ByMail    Channel = "mail"   // in the app, and by mail if not read within five minutes
)

// Notice is a kind of message that people get. Its name is that of an event
// without a version: access.draft_waiting.
type Notice struct {
	Name    string
	Label   string     // what the list of preferences says: A draft waits for you
	Default Channel    // unless the reader says otherwise
	Because string     // why somebody gets it: you may approve access policies
	Needs   Permission // who gets it at all; empty: everybody may
	System  bool       // about the house, not about the reader's own work
	Urgent  bool       // mailed at once and shown over whatever the reader does
	Stays   bool       // cannot be switched off, only moved
}

// Message is what the house tells one person.
type Message struct {
	Kind    Notice
	Title   string // a sentence
	Text    string
	Because string // why this person gets it; empty: what the kind says
	About   Record // where a click leads; zero is nowhere
	// Once is a word under which this person hears of it once, however often it is said.
	Once string
}
