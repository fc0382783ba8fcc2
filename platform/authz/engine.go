// Package authz decides who may do what to which rows. Casbin is the rule
// language and the evaluator; everything around it is ours. Doubt is a no.
package authz

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"longhouse/platform/actor"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Options make an engine.
type Options struct {
	Model, Roles string // from the policies folder
	Clock        clock.Clock
}

// Engine holds one snapshot for each organisation that asks.
type Engine struct {
	pool, relay *db.Pool
	model       string
	shipped     policy
	clock       clock.Clock
	words       *Vocabulary
	rows        map[string]rowsOf // by resource

	mu    sync.Mutex
	held  map[kernel.ID[kernel.Org]]*entry
	heads headState
}

// entry is what the node holds of one organisation.
type entry struct {
	snapshot *Snapshot // the last good one; nil: there was none yet
	stale    bool      // the tables say something newer
	told     int       // how often that was said, so that what is said during a load is not forgotten
	broken   error     // why the newer could not be read
	used     time.Time
	loading  sync.Mutex // one reads at a time
}

type rowsOf struct {
	Rows
	pool *db.Pool
}

// ErrUnreadable refuses everything in an organisation whose policy cannot be
// read, when there is no good one to go on with.
var ErrUnreadable = fault.New(fault.Unavailable, "access.policy_unreadable", "The access policy cannot be read, so nothing is allowed. An operator has to look at the log.")

// New reads the shipped policy. One that is not fully understood is refused.
func New(root *db.Root, o Options) (*Engine, error) {
	p, err := parse(o.Roles)
	if err != nil {
		return nil, fmt.Errorf("shipped roles: %w", err)
	}
	e := &Engine{pool: root.For("access"), relay: root.For("relay"), model: o.Model, shipped: p, clock: o.Clock,
		words: &Vocabulary{rights: map[kernel.Permission]*right{}}, rows: map[string]rowsOf{}, held: map[kernel.ID[kernel.Org]]*entry{}}
	probe, err := newShard(o.Model, p.rules, "o:none", []string{"r:owner"})
	if err != nil {
		return nil, err
	}
	// Casbin meets a fault of the matcher only when it decides.
	if _, err := probe.plan(&right{obj: "none:none", act: "read"}); err != nil {
		return nil, fmt.Errorf("the policy model cannot decide: %w", err)
	}
	return e, nil
}

// Register adds the rights that a contract names, before any request.
func (e *Engine) Register(resources []kernel.Resource, permissions []kernel.Permission) error {
	return e.words.register(resources, permissions)
}

// RegisterRows says which records resources have. The pool is of the module that owns them.
func (e *Engine) RegisterRows(pool *db.Pool, rows ...Rows) error {
	for _, r := range rows {
		if _, twice := e.rows[r.Resource]; twice || r.Spec == nil || r.From == "" {
			return fmt.Errorf("rows of %q are said twice, or not whole", r.Resource)
		}
		e.rows[r.Resource] = rowsOf{r, pool}
	}
	return nil
}

// Words is what policies may speak of.
func (e *Engine) Words() *Vocabulary { return e.words }

// Universe lists every registered right.
func (e *Engine) Universe() []kernel.Permission { return e.words.universe }

// ShippedRoles lists the roles that every organisation starts with, in the
// order of the policy's file.
func (e *Engine) ShippedRoles() []string {
	var out []string
	for _, r := range e.shipped.rules {
		if r.sub[0] == 'r' && !slices.Contains(out, r.sub[2:]) {
			out = append(out, r.sub[2:])
		}
	}
	return out
}

// ShippedRules are the lines of a shipped role, for its page.
func (e *Engine) ShippedRules() []Rule {
	out := make([]Rule, 0, len(e.shipped.rules))
	for _, r := range e.shipped.rules {
		if r.sub[0] == 'r' {
			out = append(out, Rule{Subject: r.sub, Object: r.obj, Action: r.act, Scope: r.scope, Effect: r.eft})
		}
	}
	return out
}

// ShippedEdges says which shipped roles have the rules of which.
func (e *Engine) ShippedEdges() []Edge {
	var out []Edge
	for _, role := range e.ShippedRoles() {
		for _, parent := range e.shipped.parents["r:"+role] {
			out = append(out, Edge{role, parent[2:]})
		}
	}
	return out
}

// Role is one that can be given, with all that it allows.
type Role struct {
	ID          string                       `json:"id" example:"crm.rep"`
	Label       string                       `json:"label" example:"Sales representative"`
	Description string                       `json:"description"`
	Module      string                       `json:"module"`
	Permissions map[kernel.Permission]string `json:"permissions" doc:"Right → how far it reaches"`
}

// Emergency is the role of those who broke the glass. It is given by that alone.
const Emergency = "emergency"

// Roles describes the roles that can be given, inherited rights included:
// those that are shipped and the organisation's own.
func (s *Snapshot) AllRoles(e *Engine) ([]Role, error) {
	ids := e.ShippedRoles()
	for _, own := range s.facts.Own.Roles {
		ids = append(ids, own.ID)
	}
	out := make([]Role, 0, len(ids))
	for _, id := range ids {
		words, ok := s.policy.words["r:"+id]
		if !ok {
			return nil, fmt.Errorf("the role %s has no words for people", id)
		}
		module, _, dotted := strings.Cut(id, ".")
		if !dotted || module == "people" || module == "access" {
			module = "platform"
		}
		subjects, err := s.policy.closure([]string{"r:" + id})
		if err != nil {
			return nil, err
		}
		role := Role{ID: id, Label: words[0], Description: words[1], Module: module, Permissions: map[kernel.Permission]string{}}
		for _, p := range s.words.universe {
			if reach := s.Reach(subjects, p); reach.Some() {
				role.Permissions[p] = reach.Allow.String()
			}
		}
		out = append(out, role)
	}
	return out, nil
}

// Roles describes the roles of the caller's organisation.
func (e *Engine) Roles(ctx context.Context) ([]Role, error) {
	s, err := Now(ctx)
	if err != nil {
		return nil, err
	}
	return s.AllRoles(e)
}

// Closure is a set of roles with all that they inherit.
func (s *Snapshot) Closure(roles ...string) ([]string, error) {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = "r:" + r
	}
	return s.policy.closure(names)
}

// Attach puts the snapshot of the actor's organisation into the context. The
// door, the job runner and the command line call it; whoever does not is refused everything.
func (e *Engine) Attach(ctx context.Context) (context.Context, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return ctx, err
	}
	s, err := e.snapshot(ctx, who.Org)
	if err != nil {
		return ctx, err
	}
	return context.WithValue(ctx, attachedKey{}, &attached{Snapshot: s, engine: e}), nil
}

// AttachAnew is Attach with what the tables say at this moment: for a request
// whose policy moved on while it acted, and for jobs, which run long after
// somebody asked for them.
func (e *Engine) AttachAnew(ctx context.Context) (context.Context, error) {
	who, err := actor.From(ctx)
	if err != nil {
		return ctx, err
	}
	if who.Service == "" {
		e.Forget(who.Org)
	}
	return e.Attach(ctx)
}

// snapshot is the organisation's policy as this node knows it. When a newer one
// cannot be read, the last good one goes on and an alarm is raised.
func (e *Engine) snapshot(ctx context.Context, org kernel.ID[kernel.Org]) (*Snapshot, error) {
	now := e.clock.Now()
	h, current := e.look(org, now)
	if current != nil {
		return current, nil
	}
	h.loading.Lock()
	defer h.loading.Unlock()
	if _, current := e.look(org, now); current != nil { // somebody was faster
		return current, nil
	}
	if e.blind(now) {
		return nil, ErrUnreadable
	}
	e.mu.Lock()
	told := h.told
	e.mu.Unlock()
	s, err := e.load(ctx, org, now)
	e.mu.Lock()
	defer e.mu.Unlock()
	if errors.Is(err, fault.ErrUnavailable) || ctx.Err() != nil {
		return nil, err // the database is away: nothing can be done anyway
	}
	if err != nil && (h.broken == nil || h.broken.Error() != err.Error()) {
		alarm()
		slog.ErrorContext(ctx, "the policy of an organisation cannot be read; the last good one goes on, or nothing is allowed", "organisation", org, "error", err)
	}
	h.broken = err
	if err == nil {
		h.snapshot, h.stale = s, h.told != told
		return s, nil
	}
	if h.snapshot == nil {
		return nil, ErrUnreadable.Because(err)
	}
	// Its rules keep their times: what has ended does not go on.
	if s, err = h.snapshot.Then(e, now); err != nil {
		return nil, ErrUnreadable.Because(err)
	}
	h.snapshot, h.stale = s, h.told != told // until the watch looks again
	return s, nil
}

// look finds the entry of an organisation, and its snapshot if that is current.
func (e *Engine) look(org kernel.ID[kernel.Org], now time.Time) (*entry, *Snapshot) {
	e.mu.Lock()
	defer e.mu.Unlock()
	h := e.held[org]
	if h == nil {
		h = &entry{stale: true}
		e.held[org] = h
	}
	h.used = now
	s := h.snapshot
	if h.stale || s == nil || !s.until.IsZero() && !now.Before(s.until) {
		return h, nil
	}
	return h, s
}

// Forget makes the next question read the tables.
func (e *Engine) Forget(org kernel.ID[kernel.Org]) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if h := e.held[org]; h != nil {
		h.stale = true
		h.told++
	}
}

// Empty is a snapshot of an organisation that adds nothing and has no people,
// for checks of a policy without one.
func (e *Engine) Empty(own Policy) (*Snapshot, error) {
	return compile(e.model, e.words, e.shipped, &Facts{Org: kernel.NewID[kernel.Org](), Own: own}, e.clock.Now())
}

var whenever = time.Time{}

func (r *right) resource() string {
	plain, _, _ := strings.Cut(r.obj, "#")
	return strings.Replace(plain, ":", ".", 1)
}
