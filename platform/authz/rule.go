package authz

import (
	"fmt"
	"strings"
	"time"

	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Rule is one line of an organisation's own policy.
type Rule struct {
	Subject string     `json:"subject" example:"r:crm.rep" doc:"r:<role>, or u:<user> for one person"`
	Object  string     `json:"object" example:"crm:deal" doc:"module:resource, module:resource#class, module:* or *:*"`
	Action  string     `json:"action" example:"read" doc:"An action of the resource, or *"`
	Scope   string     `json:"scope" enum:"own,team,dept,all"`
	Effect  string     `json:"effect" enum:"allow,deny"`
	From    *time.Time `json:"valid_from,omitempty"`
	To      *time.Time `json:"valid_to,omitempty"`
	Reason  string     `json:"reason,omitempty"`
}

// Key is what makes two lines the same line: when and why they hold does not.
func (r Rule) Key() string {
	return strings.Join([]string{r.Subject, r.Object, r.Action, r.Scope, r.Effect}, " ")
}

// At says whether the line holds at a moment.
func (r Rule) At(t time.Time) bool { return holds(r.From, r.To, t) }

// holds: from its first instant until before its last.
func holds(from, to *time.Time, t time.Time) bool {
	return (from == nil || !t.Before(*from)) && (to == nil || t.Before(*to))
}

// rule is a line as the evaluator reads it. Its words are checked when it is
// read: a capital in "Deny" would silently weaken it.
type rule struct{ sub, dom, obj, act, scope, eft string }

func (r rule) check() error {
	kind, name, ok := strings.Cut(r.sub, ":")
	if !ok || len(kind) != 1 || !strings.Contains("urts", kind) || name == "" {
		return fmt.Errorf("unknown subject")
	}
	if r.eft != "allow" && r.eft != "deny" {
		return fmt.Errorf("unknown effect")
	}
	if s := page.ParseRelation(r.scope); s == page.None {
		return fmt.Errorf("unknown scope")
	}
	if r.act == "" || strings.ContainsAny(r.act, "|$, ") {
		return fmt.Errorf("unknown action")
	}
	module, resource, class, ok := splitObject(r.obj)
	if !ok || module == "*" && resource != "*" || class == "*" && r.eft != "deny" {
		return fmt.Errorf("unknown object")
	}
	return nil
}

// hits says whether the line speaks of an object and action at all, whatever the scope.
func (r rule) hits(obj, act string) bool {
	return (r.act == act || r.act == "*") && objHit(obj, r.obj, r.eft)
}

// splitObject cuts module:resource#class.
func splitObject(obj string) (module, resource, class string, ok bool) {
	module, rest, ok := strings.Cut(obj, ":")
	resource, class, hasClass := strings.Cut(rest, "#")
	return module, resource, class, ok && module != "" && resource != "" && (!hasClass || class != "")
}

// objHit: module and resource are equal or *, and the class is equal. A deny
// without a class, or with #*, reaches every class; an allow never does.
func objHit(asked, given, effect string) bool {
	am, ar, ac, ok := splitObject(asked)
	gm, gr, gc, known := splitObject(given)
	if !ok || !known || gm != "*" && gm != am || gr != "*" && gr != ar {
		return false
	}
	return gc == ac || effect == "deny" && (gc == "" || gc == "*")
}

// scopeHit: the rule's scope is one of the words of the relation.
func scopeHit(relation, scope string) bool {
	for word := range strings.SplitSeq(relation, "|") {
		if word != "" && word == scope {
			return true
		}
	}
	return false
}

// Hits says whether a line speaks of a right at all, whatever the scope.
func Hits(r Rule, p kernel.Permission) bool {
	obj, act := p.Split()
	return rule{sub: r.Subject, obj: r.Object, act: r.Action, scope: r.Scope, eft: r.Effect}.hits(obj, act)
}
