package app

import (
	"context"
	"log/slog"
	"strings"

	"longhouse/modules/hr"
	"longhouse/platform/custom"
	"longhouse/platform/kernel"
)

// Neighbours know people. Without them lists show nobody's name.
type Neighbours struct {
	People hr.People
	Users  Users
	Custom *custom.Service // nil: no record has custom fields
}

// Users names logins that have no employee; identity does.
type Users interface {
	Names(ctx context.Context, ids []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error)
}

// actors names the people among actors (u:<user>), in one question to each
// neighbour for a whole list. A neighbour who does not answer costs names, not the list.
func (s *Service) actors(ctx context.Context, actors []string) map[string]string {
	ids := map[kernel.ID[kernel.User]]string{}
	for _, a := range actors {
		if text, person := strings.CutPrefix(a, "u:"); person {
			if id, err := kernel.ParseID[kernel.User](text); err == nil {
				ids[id] = a
			}
		}
	}
	names := make(map[string]string, len(ids))
	unnamed := func() (out []kernel.ID[kernel.User]) {
		for id, a := range ids {
			if names[a] == "" {
				out = append(out, id)
			}
		}
		return out
	}
	if who := unnamed(); len(who) > 0 && s.neighbours.People != nil {
		people, err := s.neighbours.People.ByLogins(ctx, who, kernel.Date{})
		quiet(ctx, err)
		for id, p := range people {
			names[ids[id]] = p.Name
		}
	}
	if who := unnamed(); len(who) > 0 && s.neighbours.Users != nil {
		users, err := s.neighbours.Users.Names(ctx, who)
		quiet(ctx, err)
		for id, name := range users {
			names[ids[id]] = name
		}
	}
	return names
}

func quiet(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "names of logins are unknown", "error", err)
	}
}
