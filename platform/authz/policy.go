package authz

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
)

// policy is a set of rules and the inheritance of roles.
type policy struct {
	rules   []rule
	parents map[string][]string  // role → roles whose rules it has too
	words   map[string][2]string // role → its name for people, and a sentence
}

// parse reads p, g and r lines, and refuses anything that it does not fully understand.
func parse(text string) (policy, error) {
	out := policy{parents: map[string][]string{}, words: map[string][2]string{}}
	r := csv.NewReader(strings.NewReader(text))
	r.Comment, r.TrimLeadingSpace, r.FieldsPerRecord = '#', true, -1
	for {
		line, err := r.Read()
		if err == io.EOF {
			return out, out.check()
		}
		if err != nil {
			return out, fmt.Errorf("read policy: %w", err)
		}
		n, _ := r.FieldPos(0)
		switch {
		case line[0] == "p" && len(line) == 7:
			if line[2] != "*" && !strings.HasPrefix(line[2], "o:") {
				return out, fmt.Errorf("policy line %d: unknown domain %q", n, line[2])
			}
			out.rules = append(out.rules, rule{line[1], line[2], line[3], line[4], line[5], line[6]})
		case line[0] == "g" && len(line) == 4:
			if !isRole(line[1]) || !isRole(line[2]) || line[3] != "*" { // an edge for one organisation would hold in all
				return out, fmt.Errorf("policy line %d: an edge joins two roles, everywhere", n)
			}
			out.parents[line[1]] = append(out.parents[line[1]], line[2])
		case line[0] == "r" && len(line) == 4:
			if _, twice := out.words[line[1]]; twice || !isRole(line[1]) || line[2] == "" || line[3] == "" {
				return out, fmt.Errorf("policy line %d: a role has one name and one sentence", n)
			}
			out.words[line[1]] = [2]string{line[2], line[3]}
		default:
			return out, fmt.Errorf("policy line %d has %d columns of kind %q", n, len(line), line[0])
		}
	}
}

func isRole(s string) bool { return strings.HasPrefix(s, "r:") && len(s) > 2 }

func (p policy) check() error {
	seen := map[rule]bool{}
	for _, r := range p.rules {
		if err := r.check(); err != nil {
			return fmt.Errorf("%v: %w", r, err)
		}
		if seen[r] {
			return fmt.Errorf("%v stands twice", r)
		}
		seen[r] = true
	}
	for role := range p.parents {
		if _, err := p.closure([]string{role}); err != nil {
			return err
		}
	}
	return nil
}

// deepest is how many steps roles may inherit.
const deepest = 5

// closure adds what roles inherit, at most five levels deep; a cycle is an error.
func (p policy) closure(roles []string) ([]string, error) {
	out := slices.Clone(roles)
	level := roles
	for depth := 0; len(level) > 0; depth++ {
		if depth > deepest {
			return nil, fmt.Errorf("roles inherit more than %d levels deep, or in a circle: %s", deepest, level[0])
		}
		var next []string
		for _, role := range level {
			for _, parent := range p.parents[role] {
				next = append(next, parent)
				if !slices.Contains(out, parent) {
					out = append(out, parent)
				}
			}
		}
		level = next
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
