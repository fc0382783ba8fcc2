package authz

import (
	"fmt"
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

func (s *Snapshot) String() string {
	return fmt.Sprintf("policy %d of %s", s.facts.Seq, s.facts.Org)
}

// Some says whether it reaches any record at all.
func (r Reach) Some() bool { return r.Allow > r.Deny }

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
