package authz

import (
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Snapshot is everything that decides in one organisation, at one moment. It
// is built whole and never changed; a request takes one and lives in it.
type Snapshot struct {
	org         kernel.ID[kernel.Org]
	seq         int64
	model       string
	policy      policy
	classes     map[string][]string // crm:deal → its classes of fields
	known       func(kernel.Permission) bool
	assignments map[uuid.UUID][]assignment
	tokens      map[uuid.UUID]policy
	reach       map[uuid.UUID]reach
	now         func() time.Time

	mu     sync.Mutex
	shards map[string]*shard
}

type assignment struct {
	role     string
	from, to *time.Time
}

type reach struct{ teams, depts []uuid.UUID }

// Seq is the number of the policy that the snapshot was built from.
func (s *Snapshot) Seq() int64 { return s.seq }

// Roles lists the roles that a person holds now, inherited ones included.
func (s *Snapshot) Roles(user kernel.ID[kernel.User]) []string {
	return s.subjects(actor.Actor{User: user})
}

// subjects are the names under which rules may speak of the actor.
func (s *Snapshot) subjects(who actor.Actor) []string {
	if who.Service != "" {
		return []string{"s:" + who.Service}
	}
	now := s.now()
	var roles []string
	for _, a := range s.assignments[who.User.UUID] {
		if (a.from == nil || !now.Before(*a.from)) && (a.to == nil || now.Before(*a.to)) {
			roles = append(roles, a.role)
		}
	}
	closed, err := s.policy.closure(roles)
	if err != nil { // checked when the policy was read
		slog.Error("roles cannot be closed", "error", err)
		return nil
	}
	return closed
}

func (s *Snapshot) shard(key string, p policy, subjects []string) (*shard, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sh := s.shards[key]; sh != nil {
		return sh, nil
	}
	sh, err := newShard(s.model, p, s.dom(), subjects)
	if err == nil {
		s.shards[key] = sh
	}
	return sh, err
}

func (s *Snapshot) dom() string { return "o:" + s.org.String() }

// plan answers for the actor, and for the token if there is one.
func (s *Snapshot) plan(who actor.Actor, p kernel.Permission) (user plan, token *plan) {
	none := plan{deny: page.All}
	if who.Org != s.org || !s.known(p) {
		slog.Error("a right was asked that nobody registered, or of another organisation", "permission", p)
		return none, nil
	}
	obj, act := p.Split()
	q := question{s.dom(), obj, act}
	subjects := s.subjects(who)
	user = s.ask(strings.Join(subjects, " "), s.policy, subjects, q)
	if who.Token != uuid.Nil {
		name := "t:" + who.Token.String()
		t := s.ask(name, s.tokens[who.Token], []string{name}, q)
		token = &t
	}
	return user, token
}

func (s *Snapshot) ask(key string, p policy, subjects []string, q question) plan {
	if len(subjects) == 0 {
		return plan{}
	}
	sh, err := s.shard(key, p, subjects)
	if err == nil {
		var answer plan
		if answer, err = sh.plan(q); err == nil {
			return answer
		}
	}
	slog.Error("a policy cannot decide", "error", err)
	return plan{deny: page.All}
}

func (s *Snapshot) scope(who actor.Actor, p kernel.Permission) page.Scope {
	user, token := s.plan(who, p)
	r := s.reach[who.User.UUID]
	out := page.Scope{Allow: user.allow, Deny: user.deny, Me: who.User.UUID, Teams: r.teams, Depts: r.depts}
	if token != nil {
		out.Also = &page.Scope{Allow: token.allow, Deny: token.deny}
	}
	obj, _ := p.Split()
	obj, _, _ = strings.Cut(obj, "#")
	for _, class := range s.classes[obj] {
		q := kernel.Permission(strings.Replace(obj, ":", ".", 1) + "#" + class + ".read")
		readable, narrowed := s.plan(who, q)
		out.Classes = set(out.Classes, class, readable)
		if narrowed != nil {
			out.Also.Classes = set(out.Also.Classes, class, *narrowed)
		}
	}
	return out
}

// set notes how far a class may be read; a deny anywhere closes it for lists.
func set(m map[string]page.Relation, class string, p plan) map[string]page.Relation {
	if m == nil {
		m = map[string]page.Relation{}
	}
	if p.deny == page.None {
		m[class] = p.allow
	}
	return m
}

// cells lists every right of the universe that the actor has, with its scope.
func (s *Snapshot) cells(who actor.Actor, universe []kernel.Permission) map[kernel.Permission]string {
	out := map[kernel.Permission]string{}
	for _, p := range universe {
		sc := s.scope(who, p)
		if sc.Never() {
			continue
		}
		reaches := sc.Allow
		if sc.Also != nil {
			reaches = min(reaches, sc.Also.Allow)
		}
		out[p] = reaches.String()
	}
	return out
}

// gains lists the rights that somebody with the roles before would have by the
// roles after, and that the giver does not hold: nobody gives what they have
// not, and a role taken away gives too when it was the one that denied.
func (s *Snapshot) gains(giver actor.Actor, before, after []string, universe []kernel.Permission) []kernel.Permission {
	was, err := s.policy.closure(before)
	will, err2 := s.policy.closure(after)
	if err != nil || err2 != nil {
		return universe
	}
	// An owner may always take a denial away again, their own too.
	owner := giver.Token == uuid.Nil && slices.Contains(s.subjects(giver), "r:owner")
	var missing []kernel.Permission
	for _, p := range universe {
		obj, act := p.Split()
		q := question{s.dom(), obj, act}
		old, now := s.ask(strings.Join(was, " "), s.policy, was, q), s.ask(strings.Join(will, " "), s.policy, will, q)
		has, token := s.plan(giver, p)
		if owner && has.allow != page.None {
			has.deny = page.None
		}
		for r := page.Own; r <= page.All; r++ {
			if now.can(r) && !old.can(r) && (!has.can(r) || token != nil && !token.can(r)) {
				missing = append(missing, p)
				break
			}
		}
	}
	slices.Sort(missing)
	return missing
}
