package authz

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Mates are the people of the caller's teams, and the caller: a team comes with
// all below it, so who belongs to one has no team that the caller has not.
func Mates(ctx context.Context) ([]uuid.UUID, error) {
	s, who, err := decider(ctx)
	if err != nil {
		return nil, err
	}
	mine := s.facts.reach[who.User.UUID].teams
	out := []uuid.UUID{}
	for user, r := range s.facts.reach {
		if user != who.User.UUID && within(r.teams, mine) {
			out = append(out, user)
		}
	}
	return append(out, who.User.UUID), nil
}

// Teamed says of somebody whether they are of the caller's teams, or the caller of theirs.
func Teamed(ctx context.Context) (func(user uuid.UUID) bool, error) {
	s, who, err := decider(ctx)
	if err != nil {
		return nil, err
	}
	mine := s.facts.reach[who.User.UUID].teams
	return func(user uuid.UUID) bool {
		theirs := s.facts.reach[user].teams
		return user == who.User.UUID || within(theirs, mine) || within(mine, theirs)
	}, nil
}

// within says that somebody has teams, and all of them are among others.
func within(teams, others []uuid.UUID) bool {
	if len(teams) == 0 || len(teams) > len(others) {
		return false
	}
	known := make(map[uuid.UUID]bool, len(others))
	for _, team := range others {
		known[team] = true
	}
	return !slices.ContainsFunc(teams, func(team uuid.UUID) bool { return !known[team] })
}

// Held are the roles of the caller, inherited ones included: crm.rep. A service has none.
func Held(ctx context.Context) ([]string, error) {
	s, who, err := decider(ctx)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, subject := range s.subjects(who) {
		if role, ok := strings.CutPrefix(subject, "r:"); ok {
			out = append(out, role)
		}
	}
	return out, nil
}
