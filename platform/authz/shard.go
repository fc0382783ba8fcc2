package authz

import (
	"fmt"
	"strings"
	"sync"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"longhouse/platform/page"
)

// shard is one small Casbin enforcer for everybody with the same roles. It is
// never changed; a new policy makes new shards, so its cache needs no clearing.
type shard struct {
	rules []rule
	dom   string

	cache sync.Map // name of a right → Reach
	asked sync.Map // name of a right → *right
	kept  int

	mu       sync.Mutex
	enforcer *casbin.Enforcer
}

const (
	maxPlans = 20_000
	self     = "self" // whoever asks; the shard's roles are theirs
)

func newShard(modelText string, rules []rule, dom string, subjects []string) (*shard, error) {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("read the policy model: %w", err)
	}
	for _, r := range rules {
		if err := m.AddPolicy("p", "p", []string{r.sub, r.dom, r.obj, r.act, r.scope, r.eft}); err != nil {
			return nil, err
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
	return &shard{rules: rules, dom: dom, enforcer: e}, nil
}

// plan is how far the allows and the denies of a right go. An error is a no.
func (s *shard) plan(r *right) (Reach, error) {
	if found, ok := s.cache.Load(r.name); ok {
		return found.(Reach), nil //nolint:forcetypeassert // only reaches are stored
	}
	if strings.Contains(r.obj, "*") || r.act == "*" || r.act == "" {
		return nothing, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out Reach
	var err error
	if out.Allow, err = s.widest("e2", true, r); err != nil {
		return nothing, err
	}
	if out.Deny, err = s.widest("e3", false, r); err != nil {
		return nothing, err
	}
	if s.kept < maxPlans {
		s.kept++
		s.cache.Store(r.name, out)
	}
	return out, nil
}

// every asks for all scopes at once: does any rule speak of it?
const every = "own|team|dept|all"

// widest asks whether some rule hits at all, and if so which is the widest
// scope that one hits alone. hit is what the effect answers when a rule hits.
func (s *shard) widest(effect string, hit bool, r *right) (page.Relation, error) {
	some, err := s.enforce(effect, r, every)
	if err != nil || some != hit {
		return page.None, err
	}
	for rel := page.All; rel > page.Own; rel-- {
		one, err := s.enforce(effect, r, rel.String())
		if err != nil {
			return page.None, err
		}
		if one == hit {
			return rel, nil
		}
	}
	return page.Own, nil
}

func (s *shard) enforce(effect string, r *right, rel string) (bool, error) {
	return s.enforcer.Enforce(casbin.EnforceContext{RType: "r", PType: "p", EType: effect, MType: "m"}, self, s.dom, r.obj, r.act, rel)
}

// touch notes that somebody really asked for a right.
func (s *shard) touch(r *right) {
	if _, known := s.asked.Load(r.name); !known {
		s.asked.Store(r.name, r)
	}
}

// used are the lines of an organisation's own that spoke to what was asked since the last time.
func (s *shard) used() []rule {
	var out []rule
	s.asked.Range(func(name, asked any) bool {
		s.asked.Delete(name)
		r := asked.(*right) //nolint:forcetypeassert // only rights are stored
		for _, line := range s.rules {
			if line.dom == s.dom && line.hits(r.obj, r.act) {
				out = append(out, line)
			}
		}
		return true
	})
	return out
}
