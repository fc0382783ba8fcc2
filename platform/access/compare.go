package access

import (
	"slices"
	"strings"

	"longhouse/platform/authz"
)

// Difference is what one policy has and another has not, line by line.
type Difference struct {
	AddedRules      []authz.Rule    `json:"added_rules"`
	RemovedRules    []authz.Rule    `json:"removed_rules"`
	ChangedRules    []authz.Rule    `json:"changed_rules" doc:"The same line with another time or reason, as it is afterwards"`
	AddedRoles      []authz.OwnRole `json:"added_roles"`
	RemovedRoles    []authz.OwnRole `json:"removed_roles"`
	ChangedRoles    []authz.OwnRole `json:"changed_roles"`
	AddedInherits   []authz.Edge    `json:"added_inherits"`
	RemovedInherits []authz.Edge    `json:"removed_inherits"`
}

// Empty says that nothing differs.
func (d Difference) Empty() bool {
	return len(d.AddedRules)+len(d.RemovedRules)+len(d.ChangedRules)+len(d.AddedRoles)+len(d.RemovedRoles)+len(d.ChangedRoles)+len(d.AddedInherits)+len(d.RemovedInherits) == 0
}

func compare(was, is authz.Policy) Difference {
	var d Difference
	d.AddedRules, d.RemovedRules, d.ChangedRules = split(was.Rules, is.Rules, authz.Rule.Key,
		func(a, b authz.Rule) bool {
			return sameTime(a.From, b.From) && sameTime(a.To, b.To) && a.Reason == b.Reason
		})
	d.AddedRoles, d.RemovedRoles, d.ChangedRoles = split(was.Roles, is.Roles, func(r authz.OwnRole) string { return r.ID },
		func(a, b authz.OwnRole) bool { return a == b })
	d.AddedInherits, d.RemovedInherits, _ = split(was.Edges, is.Edges, func(e authz.Edge) string { return e.Role + " " + e.Parent },
		func(authz.Edge, authz.Edge) bool { return true })
	return d
}

// split sorts what two lists have into added, removed and changed, by key.
func split[T any](was, is []T, key func(T) string, same func(a, b T) bool) (added, removed, changed []T) {
	added, removed, changed = []T{}, []T{}, []T{}
	old := map[string]T{}
	for _, x := range was {
		old[key(x)] = x
	}
	kept := map[string]bool{}
	for _, x := range is {
		before, ok := old[key(x)]
		kept[key(x)] = true
		switch {
		case !ok:
			added = append(added, x)
		case !same(before, x):
			changed = append(changed, x)
		}
	}
	for _, x := range was {
		if !kept[key(x)] {
			removed = append(removed, x)
		}
	}
	by := func(a, b T) int { return strings.Compare(key(a), key(b)) }
	slices.SortFunc(added, by)
	slices.SortFunc(removed, by)
	slices.SortFunc(changed, by)
	return added, removed, changed
}
