package authz

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"longhouse/platform/page"
)

// plan is the answer for one object and action: how far allows reach, and how
// far denies. Scopes are nested, so the widest of each says everything.
type plan struct{ allow, deny page.Relation }

// shard is one small Casbin enforcer for everybody with the same roles. It is
// never changed; a new policy makes new shards, so its cache needs no clearing.
type shard struct {
	enforcer *casbin.Enforcer
	mu       sync.Mutex
	plans    map[question]plan
}

type question struct{ dom, obj, act string }

const (
	maxPlans = 20_000
	self     = "self" // whoever asks; the shard's roles are theirs
)

func newShard(modelText string, p policy, dom string, subjects []string) (*shard, error) {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("read the policy model: %w", err)
	}
	for _, r := range p.rules {
		if slices.Contains(subjects, r.sub) {
			if err := m.AddPolicy("p", "p", []string{r.sub, r.dom, r.obj, r.act, r.scope, r.eft}); err != nil {
				return nil, err
			}
		}
	}
	// Inheritance is closed already, so whoever asks holds every subject directly.
	for _, sub := range subjects {
		if err := m.AddPolicy("g", "g", []string{self, sub, dom}); err != nil {
			return nil, err
		}
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, fmt.Errorf("build the enforcer: %w", err)
	}
	if err := e.BuildRoleLinks(); err != nil {
		return nil, fmt.Errorf("link the roles: %w", err)
	}
	e.AddFunction("scopeHit", func(args ...any) (any, error) { return scopeHit(args[0].(string), args[1].(string)), nil })
	e.AddFunction("objHit", func(args ...any) (any, error) {
		return objHit(args[0].(string), args[1].(string), args[2].(string)), nil
	})
	return &shard{enforcer: e, plans: map[question]plan{}}, nil
}

// plan asks the enforcer for each scope alone whether some allow, and whether
// some deny, hits it. An error is a no.
func (s *shard) plan(q question) (plan, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.plans[q]; ok {
		return p, nil
	}
	if strings.Contains(q.obj, "*") || q.act == "*" || q.act == "" {
		return plan{deny: page.All}, nil
	}
	var p plan
	for r := page.Own; r <= page.All; r++ {
		some, err := s.ask("e2", q, r.String())
		if err != nil {
			return plan{deny: page.All}, err
		}
		if some {
			p.allow = r
		}
		none, err := s.ask("e3", q, r.String())
		if err != nil {
			return plan{deny: page.All}, err
		}
		if !none {
			p.deny = r
		}
	}
	if len(s.plans) < maxPlans {
		s.plans[q] = p
	}
	return p, nil
}

func (s *shard) ask(effect string, q question, rel string) (bool, error) {
	return s.enforcer.Enforce(casbin.EnforceContext{RType: "r", PType: "p", EType: effect, MType: "m"}, self, q.dom, q.obj, q.act, rel)
}
