package authz

import (
	"slices"
	"strings"

	"longhouse/platform/kernel"
)

// RoleIDs lists the roles that can be given, shipped and own.
func (s *Snapshot) RoleIDs() []string {
	seen := map[string]bool{}
	var out []string
	note := func(role string) {
		if !seen[role] {
			seen[role] = true
			out = append(out, role)
		}
	}
	for _, r := range s.policy.rules {
		if role, ok := strings.CutPrefix(r.sub, "r:"); ok {
			note(role)
		}
	}
	for _, r := range s.facts.Own.Roles {
		note(r.ID)
	}
	return out
}

// Holds says whether a person has a role at this moment.
func (s *Snapshot) Holds(user kernel.ID[kernel.User], role string) bool {
	return slices.Contains(s.held[user.UUID], "r:"+role)
}

// RoleWords are a role's name and what it is for.
func (s *Snapshot) RoleWords(id string) (name, note string) {
	words, ok := s.policy.words["r:"+id]
	if !ok {
		return id, ""
	}
	return words[0], words[1]
}

// Parents are the roles whose rules a role has, too.
func (s *Snapshot) Parents(id string) []string {
	out := []string{}
	for _, p := range s.policy.parents["r:"+id] {
		out = append(out, p[2:])
	}
	return out
}
