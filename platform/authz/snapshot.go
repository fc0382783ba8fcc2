package authz

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/kernel"
)

// Facts are all that decides in one organisation, as the tables say it.
type Facts struct {
	Org         kernel.ID[kernel.Org]
	Seq         int64 // raised by every change
	Version     uuid.UUID
	Number      int64
	Own         Policy
	Assignments []Assignment
	tokens      map[uuid.UUID][]rule
	reach       map[uuid.UUID]reach
}

// Assignment is a role that a person has, from when until when.
type Assignment struct {
	ID       uuid.UUID
	User     uuid.UUID
	Role     string // crm.rep
	Kind     string // standing, grant, emergency
	From, To *time.Time
}

type reach struct{ teams, depts []uuid.UUID }

// Snapshot is the facts, compiled for a moment. It is built whole and never
// changed; a request takes one and lives in it.
type Snapshot struct {
	facts  *Facts
	model  string
	words  *Vocabulary
	policy policy
	rules  map[string][]rule // by subject
	held   map[uuid.UUID][]string
	at     time.Time
	until  time.Time // when something begins or ends to hold; zero: never

	people sync.Map // actor → *shard, so that nobody's roles are closed twice
	mu     sync.Mutex
	shards map[string]*shard
}

// compile makes a snapshot of facts at a moment. Facts that are not fully understood make none.
func compile(model string, words *Vocabulary, shipped policy, f *Facts, at time.Time) (*Snapshot, error) {
	s := &Snapshot{facts: f, model: model, words: words, at: at, rules: map[string][]rule{}, held: map[uuid.UUID][]string{}, shards: map[string]*shard{}}
	own, err := f.Own.compile(s.dom(), at)
	if err != nil {
		return nil, err
	}
	s.policy = shipped.with(own)
	for role := range own.parents {
		if _, err := s.policy.closure([]string{role}); err != nil {
			return nil, err
		}
	}
	s.index()
	for _, a := range f.Assignments {
		s.boundary(a.From, a.To)
		if holds(a.From, a.To, at) {
			s.held[a.User] = append(s.held[a.User], "r:"+a.Role)
		}
	}
	for _, r := range f.Own.Rules {
		s.boundary(r.From, r.To)
	}
	for user, roles := range s.held {
		if s.held[user], err = s.policy.closure(roles); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// index sorts the rules by subject. It counts them first: a hundred thousand
// are not to be copied more often than once.
func (s *Snapshot) index() {
	count := map[string]int{}
	for _, r := range s.policy.rules {
		count[r.sub]++
	}
	for _, r := range s.policy.rules {
		of := s.rules[r.sub]
		if of == nil {
			of = make([]rule, 0, count[r.sub])
		}
		s.rules[r.sub] = append(of, r)
	}
}

// boundary remembers the next moment at which something begins or ends.
func (s *Snapshot) boundary(times ...*time.Time) {
	for _, t := range times {
		if t != nil && t.After(s.at) && (s.until.IsZero() || t.Before(s.until)) {
			s.until = *t
		}
	}
}

// Facts are what the snapshot was made of.
func (s *Snapshot) Facts() *Facts { return s.facts }

// Seq is the number of the policy that the snapshot was built from.
func (s *Snapshot) Seq() int64 { return s.facts.Seq }

// At is the moment that it decides for.
func (s *Snapshot) At() time.Time { return s.at }

// Words is what its policy may speak of.
func (s *Snapshot) Words() *Vocabulary { return s.words }

// RoleName is what people call a role; one that nobody knows any more keeps its ID.
func (s *Snapshot) RoleName(id string) string {
	if words, ok := s.policy.words["r:"+id]; ok {
		return words[0]
	}
	return id
}

// Roles lists the roles that a person holds now, inherited ones included.
func (s *Snapshot) Roles(user kernel.ID[kernel.User]) []string {
	return slices.Clone(s.held[user.UUID])
}

// Subjects are the names under which rules may speak of a person.
func (s *Snapshot) Subjects(user uuid.UUID) []string {
	return s.subjects(actor.Actor{User: kernel.IDOf[kernel.User](user)})
}

func (s *Snapshot) subjects(who actor.Actor) []string {
	if who.Service != "" {
		return []string{"s:" + who.Service}
	}
	roles := s.held[who.User.UUID]
	if own := "u:" + who.User.String(); len(s.rules[own]) > 0 {
		return append(slices.Clone(roles), own)
	}
	return roles
}

// person is the shard that decides about somebody; nil: nothing speaks of them.
func (s *Snapshot) person(who actor.Actor) (*shard, error) {
	key := person{who.User.UUID, who.Service}
	if sh, ok := s.people.Load(key); ok {
		return sh.(*shard), nil //nolint:forcetypeassert // only shards are stored
	}
	sh, err := s.shardOf(s.subjects(who))
	if err == nil {
		s.people.Store(key, sh)
	}
	return sh, err
}

type person struct {
	user    uuid.UUID
	service string
}

// shardOf finds or builds the enforcer of a set of subjects.
func (s *Snapshot) shardOf(subjects []string) (*shard, error) {
	key := strings.Join(subjects, " ")
	s.mu.Lock()
	defer s.mu.Unlock()
	if sh := s.shards[key]; sh != nil {
		return sh, nil
	}
	var rules []rule
	for _, sub := range subjects {
		rules = append(rules, s.rules[sub]...)
	}
	return s.keep(key, rules, subjects)
}

func (s *Snapshot) shardOfToken(token uuid.UUID) (*shard, error) {
	name := "t:" + token.String()
	s.mu.Lock()
	defer s.mu.Unlock()
	if sh := s.shards[name]; sh != nil {
		return sh, nil
	}
	return s.keep(name, s.facts.tokens[token], []string{name})
}

func (s *Snapshot) keep(key string, rules []rule, subjects []string) (*shard, error) {
	sh, err := newShard(s.model, rules, s.dom(), subjects)
	if err == nil {
		s.shards[key] = sh
	}
	return sh, err
}

func (s *Snapshot) dom() string { return "o:" + s.facts.Org.String() }

func (s *Snapshot) String() string {
	return fmt.Sprintf("policy %d of %s", s.facts.Seq, s.facts.Org)
}
