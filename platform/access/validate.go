package access

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// The limits of a policy.
const (
	maxRules = 5_000
	maxRoles = 200
	maxDepth = 5
	maxText  = 500
	maxName  = 80
)

// Finding is what a guard or the lint has to say of a policy.
type Finding struct {
	Guard      string            `json:"guard" enum:"validate,escalation,lockout,duties,tests,lint"`
	Level      string            `json:"level" enum:"error,warning" doc:"An error refuses to publish"`
	Code       string            `json:"code"`
	Message    string            `json:"message"`
	Pointer    string            `json:"pointer,omitempty" doc:"Where in the policy: /rules/3/scope"`
	Permission kernel.Permission `json:"permission,omitempty"`
	Roles      []string          `json:"roles,omitempty"`
	People     []Person          `json:"people,omitempty"`
}

// checker gathers what is wrong with a policy's form. Every word is compared
// letter by letter: what only looks like a word is another word.
type checker struct {
	words   *authz.Vocabulary
	roles   map[string]bool
	staff   staff
	faults  []Finding
	parents map[string][]string
}

// validate finds what makes a policy impossible to understand. It judges the
// form alone; who may write it is judged by the other guards.
func (s *Service) validate(p authz.Policy, people staff) []Finding {
	c := &checker{words: s.rights.Words(), roles: map[string]bool{}, staff: people, parents: map[string][]string{}}
	for _, id := range s.rights.ShippedRoles() {
		c.roles[id] = true
	}
	c.own(p)
	c.check(len(p.Rules) <= maxRules, "/rules", "too_many", "A policy has at most "+strconv.Itoa(maxRules)+" rules of its own. Use a wider scope or a role that others inherit.")
	seen := map[string]bool{}
	for i, r := range p.Rules {
		at := "/rules/" + strconv.Itoa(i)
		c.rule(at, r)
		c.check(!seen[r.Key()], at, "twice", "This rule stands here twice.")
		seen[r.Key()] = true
	}
	c.inherits(p, s.rights.ShippedEdges())
	return c.faults
}

func (c *checker) check(ok bool, pointer, code, message string) bool {
	if !ok {
		c.faults = append(c.faults, Finding{Guard: "validate", Level: "error", Code: code, Message: message, Pointer: pointer})
	}
	return ok
}

var ownRole = regexp.MustCompile(`^org\.[a-z0-9][a-z0-9-]{0,59}$`)

func (c *checker) own(p authz.Policy) {
	c.check(len(p.Roles) <= maxRoles, "/roles", "too_many", "An organisation has at most "+strconv.Itoa(maxRoles)+" roles of its own.")
	names := map[string]bool{}
	for i, r := range p.Roles {
		at := "/roles/" + strconv.Itoa(i)
		c.check(ownRole.MatchString(r.ID), at+"/id", "invalid", "The ID of an own role is org. and small letters, digits and hyphens.")
		c.check(!c.roles[r.ID], at+"/id", "twice", "There is a role "+r.ID+" already.")
		c.check(strings.TrimSpace(r.Name) != "" && plain(r.Name, maxName), at+"/name", "invalid", "A role has a name of at most 80 characters, without control characters.")
		c.check(plain(r.Note, maxText), at+"/note", "invalid", "A note has at most 500 characters, without control characters.")
		low := strings.ToLower(r.Name)
		c.check(!names[low], at+"/name", "twice", "Two roles are called "+r.Name+".")
		c.roles[r.ID], names[low] = true, true
	}
}

// plain: nothing in it that does not show, and nothing that a rule's form uses.
func plain(text string, most int) bool {
	return len([]rune(text)) <= most && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar
	})
}

func (c *checker) rule(at string, r authz.Rule) {
	kind, name, _ := strings.Cut(r.Subject, ":")
	switch kind {
	case "r":
		c.check(c.roles[name], at+"/subject", "unknown_role", "There is no role "+quoted(name)+".")
		c.check(name != authz.Emergency && name != "owner", at+"/subject", "fixed_role", "What the roles owner and emergency may do is fixed.")
	case "u":
		id, err := uuid.Parse(name)
		_, member := c.staff[id]
		c.check(err == nil && id.String() == name && (c.staff == nil || member), at+"/subject", "unknown_person", "There is no such person in this organisation.")
		c.check(r.Effect != "allow" || r.To != nil, at+"/valid_to", "required", "What one person is given must end. Name the end, or make a role.")
	default:
		c.check(false, at+"/subject", "unknown_subject", "A rule speaks of a role (r:crm.rep) or of one person (u: and an ID).")
	}
	c.check(r.Effect == "allow" || r.Effect == "deny", at+"/effect", "unknown_effect", "The effect is allow or deny, written like that.")
	c.check(page.ParseRelation(r.Scope) != page.None, at+"/scope", "unknown_scope", "The scope is own, team, dept or all.")
	c.object(at, r)
	c.check(r.From == nil || r.To == nil || r.To.After(*r.From), at+"/valid_to", "invalid", "The end comes after the beginning.")
	c.check(plain(r.Reason, maxText), at+"/reason", "invalid", "A reason has at most 500 characters, without control characters.")
	c.check(r.Effect != "deny" || strings.TrimSpace(r.Reason) != "", at+"/reason", "required", "A deny beats every allow: say why it stands here.")
}

// object checks what the rule is about, letter by letter.
func (c *checker) object(at string, r authz.Rule) {
	module, rest, _ := strings.Cut(r.Object, ":")
	name, class, hasClass := strings.Cut(rest, "#")
	about := c.about(module, name)
	if !c.check(len(about) > 0 && (!hasClass || class != ""), at+"/object", "unknown_object", "There is no resource "+quoted(r.Object)+". It is written as crm:deal, crm:deal#margin, crm:* or *:*.") {
		return
	}
	if hasClass {
		known := class == "*" && r.Effect == "deny" || slices.ContainsFunc(about, func(x kernel.Resource) bool {
			return name != "*" && slices.ContainsFunc(x.Classes, func(k kernel.Class) bool { return k.Name == class })
		})
		if !c.check(known, at+"/object", "unknown_class", "There is no class of fields "+quoted(r.Object)+". A class is named alone, by its resource; #* stands in a deny only.") {
			return
		}
	}
	acts, scopes := false, name == "*"
	for _, x := range about {
		acts = acts || r.Action == "*" || slices.ContainsFunc(x.Actions, func(a kernel.Action) bool { return a.Name == r.Action })
		scopes = scopes || slices.Contains(x.Scopes, r.Scope)
	}
	if hasClass && class != "*" && r.Action != "*" {
		acts = c.words.Known(kernel.Permission(module + "." + name + "#" + class + "." + r.Action))
	}
	c.check(acts, at+"/action", "unknown_action", quoted(r.Object)+" has no action "+quoted(r.Action)+".")
	c.check(scopes || page.ParseRelation(r.Scope) == page.None, at+"/scope", "no_such_scope", about[0].Label+" belong to nobody in particular: a right reaches all of them or none.")
	if r.Effect == "deny" && (module == "*" || module == "access") && slices.Contains([]string{"*", "read", "edit", "publish", "assign", "approve"}, r.Action) {
		c.check(false, at+"/effect", "denies_access", "A deny on access itself could lock everybody out. Take the role away instead.")
	}
}

// about are the resources that an object's first two words name.
func (c *checker) about(module, name string) []kernel.Resource {
	var out []kernel.Resource
	for _, x := range c.words.Resources() {
		m, n, _ := strings.Cut(x.Name, ".")
		if (module == "*" && name == "*") || module == m && (name == "*" || name == n) {
			out = append(out, x)
		}
	}
	return out
}

func (c *checker) inherits(p authz.Policy, shipped []authz.Edge) {
	for _, e := range shipped {
		c.parents[e.Role] = append(c.parents[e.Role], e.Parent)
	}
	for i, e := range p.Edges {
		at := "/inherits/" + strconv.Itoa(i)
		c.check(ownRole.MatchString(e.Role) && c.roles[e.Role], at+"/role", "unknown_role", "Only a role of your own inherits: there is no role "+quoted(e.Role)+" of yours.")
		c.check(c.roles[e.Parent], at+"/parent", "unknown_role", "There is no role "+quoted(e.Parent)+".")
		c.check(e.Parent != authz.Emergency && e.Parent != "owner", at+"/parent", "fixed_role", "Nobody inherits the roles owner and emergency: they are given to a person or not at all.")
		c.check(!slices.Contains(c.parents[e.Role], e.Parent), at, "twice", "This stands here twice.")
		c.parents[e.Role] = append(c.parents[e.Role], e.Parent)
	}
	for i, e := range p.Edges {
		if depth, circle := c.depth(e.Role, nil); circle || depth > maxDepth {
			what := fmt.Sprintf("Roles inherit at most %d levels deep; %s goes further.", maxDepth, e.Role)
			if circle {
				what = "The role " + e.Role + " inherits itself, by way of " + e.Parent + "."
			}
			c.check(false, "/inherits/"+strconv.Itoa(i), "too_deep", what)
			return // one is enough to mend it
		}
	}
}

func (c *checker) depth(role string, way []string) (int, bool) {
	if slices.Contains(way, role) {
		return 0, true
	}
	most := 0
	for _, parent := range c.parents[role] {
		d, circle := c.depth(parent, append(way, role))
		if circle || len(way) > maxDepth+1 {
			return d, circle
		}
		most = max(most, d+1)
	}
	return most, false
}

// quoted shows a word of the caller with what does not show in it.
func quoted(word string) string {
	if len(word) > 60 {
		word = word[:60] + "…"
	}
	return strconv.QuoteToASCII(word)
}

// refusal makes one problem of findings that refuse, with a pointer for each.
func refusal(base *fault.Error, findings []Finding) error {
	var e *fault.Error
	for _, f := range findings {
		if f.Level != "error" {
			continue
		}
		if e == nil {
			e = base.Say(f.Message)
		}
		e = e.Field(f.Pointer, f.Code, f.Message)
	}
	if e == nil {
		return nil
	}
	return e.With(map[string]any{"findings": findings})
}
