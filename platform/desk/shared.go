package desk

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
)

// What views and dashboards, which are shared in the same way, have in common.

// How far something is shared.
const (
	Private      = "private"
	Team         = "team"
	Organisation = "organisation"
)

// Whose default something is, besides roles'.
const (
	Me        = "me"
	Everybody = "everybody"
)

// Named is somebody with a name.
type Named struct {
	ID   uuid.UUID `json:"id"`
	Name string    `json:"name"`
}

// eyes are what somebody sees and may.
type eyes struct {
	me     uuid.UUID
	roles  []string
	teamed func(uuid.UUID) bool
	share  bool // views
	boards bool // share dashboards
	lists  func(list string) bool
}

func (s *Service) eyes(ctx context.Context) (eyes, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return eyes{}, err
	}
	if who.User.IsZero() {
		return eyes{}, ErrNoPerson
	}
	e := eyes{me: who.User.UUID, share: authz.Allowed(ctx, ShareViews) == nil, boards: authz.Allowed(ctx, ShareDashboards) == nil, lists: func(list string) bool {
		right, ok := s.o.Lists(list)
		return ok && authz.Allowed(ctx, right) == nil
	}}
	if e.roles, err = authz.Held(ctx); err != nil {
		return e, err
	}
	e.teamed, err = s.o.Teamed(ctx)
	return e, err
}

// rank is how near a default is to the caller; 0: it is none of theirs.
func (e eyes) rank(defaultFor []string, owner uuid.UUID) int {
	switch {
	case slices.Contains(defaultFor, Me) && owner == e.me:
		return 3
	case e.holds(defaultFor):
		return 2
	case slices.Contains(defaultFor, Everybody):
		return 1
	}
	return 0
}

// holds says whether the caller has one of the roles.
func (e eyes) holds(roles []string) bool {
	return slices.ContainsFunc(roles, func(w string) bool { return slices.Contains(e.roles, w) })
}

// nearest is which of several is the default that is nearest to the caller.
type nearest struct{ rank, at int }

func (n *nearest) see(rank, at int) {
	if rank > n.rank {
		n.rank, n.at = rank, at
	}
}

// name says who owns what is listed.
func name[T any](ctx context.Context, s *Service, all []T, owner func(*T) *Named) error {
	owners := make([]uuid.UUID, len(all))
	for i := range all {
		owners[i] = owner(&all[i]).ID
	}
	names, err := s.o.Names(ctx, owners)
	for i := range all {
		owner(&all[i]).Name = names[owners[i]]
	}
	return err
}

// words is each word once, in order.
func words(list []string) []string {
	out := append([]string{}, list...)
	slices.Sort(out)
	return slices.Compact(out)
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}
