package authz

import (
	"log/slog"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Reach is how far allows and denies go for one right. Scopes are nested, so
// the widest of each says everything. The zero value is nothing.
type Reach struct{ Allow, Deny page.Relation }

// Can decides about a record with a relation.
func (r Reach) Can(rel page.Relation) bool {
	return rel != page.None && r.Allow >= rel && r.Deny < rel
}

// nothing is the answer of doubt.
var nothing = Reach{Deny: page.All}

// Reach answers for a set of subjects, as a role (r:crm.rep) or the roles of a person together.
func (s *Snapshot) Reach(subjects []string, p kernel.Permission) Reach {
	r := s.words.right(p)
	if r == nil {
		return nothing
	}
	sh, err := s.shardOf(subjects)
	return s.ask(sh, err, r)
}

// ReachOfToken answers for an API token by itself.
func (s *Snapshot) ReachOfToken(token uuid.UUID, p kernel.Permission) Reach {
	r := s.words.right(p)
	if r == nil {
		return nothing
	}
	sh, err := s.shardOfToken(token)
	return s.ask(sh, err, r)
}

// plan answers for the actor, and for the token if there is one.
func (s *Snapshot) plan(who actor.Actor, p kernel.Permission) (user Reach, token *Reach) {
	r := s.words.right(p)
	if who.Org != s.facts.Org || r == nil {
		slog.Error("a right was asked that nobody registered, or of another organisation", "permission", p)
		return nothing, nil
	}
	return s.planOf(who, r)
}

func (s *Snapshot) planOf(who actor.Actor, r *right) (user Reach, token *Reach) {
	sh, err := s.person(who)
	user = s.ask(sh, err, r)
	if who.Token != uuid.Nil {
		sh, err := s.shardOfToken(who.Token)
		t := s.ask(sh, err, r)
		token = &t
	}
	return user, token
}

func (s *Snapshot) ask(sh *shard, err error, r *right) Reach {
	if err == nil {
		var answer Reach
		if answer, err = sh.plan(r); err == nil {
			return answer
		}
	}
	alarm()
	slog.Error("a policy cannot decide", "error", err)
	return nothing
}

// alarm counts what an operator must hear of: decisions that had to be refused
// because the policy could not be read.
func alarm() { alarms.Add(1) }

func (s *Snapshot) scope(who actor.Actor, p kernel.Permission) page.Scope {
	r := s.words.right(p)
	if who.Org != s.facts.Org || r == nil {
		s.plan(who, p) // says why
		return page.Scope{}
	}
	user, token := s.planOf(who, r)
	reaches := s.facts.reach[who.User.UUID]
	out := page.Scope{Allow: user.Allow, Deny: user.Deny, Me: who.User.UUID, Teams: reaches.teams, Depts: reaches.depts, Right: p}
	if token != nil {
		out.Also = &page.Scope{Allow: token.Allow, Deny: token.Deny}
	}
	for _, c := range r.classes {
		readable, narrowed := s.planOf(who, c.read)
		out.Classes = set(out.Classes, c.class, readable)
		if narrowed != nil {
			out.Also.Classes = set(out.Also.Classes, c.class, *narrowed)
		}
	}
	return out
}

// set notes how far a class may be read; a deny anywhere closes it for lists.
func set(m map[string]page.Relation, class string, p Reach) map[string]page.Relation {
	if m == nil {
		m = map[string]page.Relation{}
	}
	if p.Deny == page.None {
		m[class] = p.Allow
	}
	return m
}

// cells lists every right that the actor has, with its scope.
func (s *Snapshot) cells(who actor.Actor) map[kernel.Permission]string {
	out := map[kernel.Permission]string{}
	for _, p := range s.words.universe {
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

// Some says whether it reaches any record at all.
func (r Reach) Some() bool { return r.Allow > r.Deny }
