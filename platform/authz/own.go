package authz

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Policy is what an organisation adds to what is shipped: rules, roles of its
// own and whose rules those have, too.
type Policy struct {
	Rules []Rule    `json:"rules"`
	Roles []OwnRole `json:"roles"`
	Edges []Edge    `json:"inherits"`
}

// OwnRole is a role of an organisation's own.
type OwnRole struct {
	ID   string `json:"id" example:"org.regional-sales-lead" doc:"Made of the first name, and never changed"`
	Name string `json:"name" example:"Regional sales lead"`
	Note string `json:"note" doc:"What it is for"`
}

// Edge says that a role has the rules of another, too.
type Edge struct {
	Role   string `json:"role" example:"org.regional-sales-lead"`
	Parent string `json:"parent" example:"crm.lead"`
}

// Clone is a copy that may be changed.
func (p Policy) Clone() Policy {
	return Policy{append([]Rule{}, p.Rules...), append([]OwnRole{}, p.Roles...), append([]Edge{}, p.Edges...)}
}

// compile reads the lines that hold at a moment as the evaluator does, and
// fails on any that it does not fully understand: a row may have been written by hand.
func (p Policy) compile(dom string, at time.Time) (policy, error) {
	out := policy{rules: make([]rule, 0, len(p.Rules)), parents: map[string][]string{}, words: map[string][2]string{}}
	for _, r := range p.Rules {
		line := rule{r.Subject, dom, r.Object, r.Action, r.Scope, r.Effect}
		if err := line.check(); err != nil {
			return out, fmt.Errorf("rule %q: %w", r.Key(), err)
		}
		if r.Subject[0] != 'r' && r.Subject[0] != 'u' {
			return out, fmt.Errorf("rule %q: tokens and services have no lines here", r.Key())
		}
		if r.At(at) {
			out.rules = append(out.rules, line)
		}
	}
	for _, r := range p.Roles {
		out.words["r:"+r.ID] = [2]string{r.Name, r.Note}
	}
	for _, e := range p.Edges {
		if e.Role == "" || e.Parent == "" {
			return out, fmt.Errorf("an edge without a role")
		}
		out.parents["r:"+e.Role] = append(out.parents["r:"+e.Role], "r:"+e.Parent)
	}
	return out, nil
}

// with is the shipped policy and an organisation's own.
func (p policy) with(own policy) policy {
	out := policy{rules: slices.Concat(p.rules, own.rules), parents: map[string][]string{}, words: map[string][2]string{}}
	for _, one := range []policy{p, own} {
		for role, parents := range one.parents {
			out.parents[role] = append(out.parents[role][:len(out.parents[role]):len(out.parents[role])], parents...)
		}
		maps.Copy(out.words, one.words)
	}
	return out
}
