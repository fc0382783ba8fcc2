package authz

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// What would be decided if something were otherwise: the guards and the reports
// of the access package ask for it. A snapshot itself is never changed.

// ScopeOf is the scope that somebody else has, for simulation: what they would see.
func (s *Snapshot) ScopeOf(user uuid.UUID, p kernel.Permission) page.Scope {
	return s.scope(actor.Actor{Org: s.facts.Org, User: kernel.IDOf[kernel.User](user)}, p)
}

// Under is the same organisation with another policy of its own.
func (s *Snapshot) Under(shipped *Engine, own Policy) (*Snapshot, error) {
	f := *s.facts
	f.Own = own
	return compile(s.model, s.words, shipped.shipped, &f, s.at)
}

// Holding is the same organisation with other assignments.
func (s *Snapshot) Holding(shipped *Engine, assignments []Assignment) (*Snapshot, error) {
	f := *s.facts
	f.Assignments = assignments
	return compile(s.model, s.words, shipped.shipped, &f, s.at)
}

// Then is the same organisation at another moment.
func (s *Snapshot) Then(shipped *Engine, at time.Time) (*Snapshot, error) {
	return compile(s.model, s.words, shipped.shipped, s.facts, at)
}

// Moments are now and every coming moment at which something begins or ends.
func (s *Snapshot) Moments() []time.Time {
	out := []time.Time{s.at}
	add := func(times ...*time.Time) {
		for _, t := range times {
			if t != nil && t.After(s.at) {
				out = append(out, *t)
			}
		}
	}
	for _, a := range s.facts.Assignments {
		add(a.From, a.To)
	}
	for _, r := range s.facts.Own.Rules {
		add(r.From, r.To)
	}
	slices.SortFunc(out, time.Time.Compare)
	return slices.Compact(out)
}
