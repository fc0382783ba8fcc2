// Package authz decides who may do what to which rows. Casbin is the rule
// language and the evaluator; everything around it is ours. Doubt is a no.
package authz

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/clock"
	"longhouse/platform/db"
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

	mu        sync.Mutex
	snapshots map[kernel.ID[kernel.Org]]*Snapshot
	universe  []kernel.Permission
	known     map[kernel.Permission]bool
	classes   map[string][]string
}

// New reads the shipped policy. One that is not fully understood is refused.
func New(root *db.Root, o Options) (*Engine, error) {
	p, err := parse(o.Roles)
	if err != nil {
		return nil, fmt.Errorf("shipped roles: %w", err)
	}
	e := &Engine{pool: root.For("access"), relay: root.For("relay"), model: o.Model, shipped: p, clock: o.Clock,
		snapshots: map[kernel.ID[kernel.Org]]*Snapshot{}, known: map[kernel.Permission]bool{}, classes: map[string][]string{}}
	probe, err := newShard(o.Model, p, "o:none", []string{"r:owner"})
	if err != nil {
		return nil, err
	}
	// Casbin meets a fault of the matcher only when it decides.
	if _, err := probe.plan(question{"o:none", "none:none", "read"}); err != nil {
		return nil, fmt.Errorf("the policy model cannot decide: %w", err)
	}
	return e, nil
}

// Register adds the rights that a contract names. A right whose resource or
// action the contract does not describe is refused: nobody could give it.
func (e *Engine) Register(resources []kernel.Resource, permissions []kernel.Permission) error {
	offered := map[kernel.Permission]bool{}
	for _, r := range resources {
		names := []string{r.Name}
		for _, c := range r.Classes {
			names = append(names, r.Name+"#"+c.Name)
			obj, _ := kernel.Permission(r.Name + ".read").Split()
			e.classes[obj] = append(e.classes[obj], c.Name)
			e.add(kernel.Permission(r.Name + "#" + c.Name + ".read"))
		}
		for _, n := range names {
			for _, a := range r.Actions {
				offered[kernel.Permission(n+"."+a.Name)] = true
			}
		}
	}
	for _, p := range permissions {
		if !offered[p] {
			return fmt.Errorf("the right %s names a resource or action that no contract describes", p)
		}
		e.add(p)
	}
	return nil
}

func (e *Engine) add(p kernel.Permission) {
	if !e.known[p] {
		e.known[p] = true
		e.universe = append(e.universe, p)
		slices.Sort(e.universe)
	}
}

// Universe lists every registered right.
func (e *Engine) Universe() []kernel.Permission { return e.universe }

// Role is one that can be given, with all that it allows.
type Role struct {
	ID          string                       `json:"id" example:"crm.rep"`
	Label       string                       `json:"label" example:"Sales representative"`
	Description string                       `json:"description"`
	Module      string                       `json:"module"`
	Permissions map[kernel.Permission]string `json:"permissions" doc:"Right → how far it reaches"`
}

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

// RoleName is what people call a role; one that nobody knows any more keeps its ID.
func (e *Engine) RoleName(id string) string {
	if words, ok := e.shipped.words["r:"+id]; ok {
		return words[0]
	}
	return id
}

// Roles describes the shipped roles, inherited rights included.
func (e *Engine) Roles() ([]Role, error) {
	s := &Snapshot{model: e.model, policy: e.shipped, now: e.clock.Now, known: func(p kernel.Permission) bool { return e.known[p] }, classes: e.classes, shards: map[string]*shard{}}
	user := kernel.NewID[kernel.User]()
	var out []Role
	for _, id := range e.ShippedRoles() {
		s.assignments = map[uuid.UUID][]assignment{user.UUID: {{role: "r:" + id}}}
		words, ok := e.shipped.words["r:"+id]
		if !ok {
			return nil, fmt.Errorf("the role %s has no words for people", id)
		}
		module, _, dotted := strings.Cut(id, ".")
		if !dotted || module == "people" {
			module = "platform"
		}
		out = append(out, Role{id, words[0], words[1], module, s.cells(actor.Actor{User: user}, e.universe)})
	}
	return out, nil
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
	return context.WithValue(ctx, snapshotKey{}, s), nil
}

func (e *Engine) snapshot(ctx context.Context, org kernel.ID[kernel.Org]) (*Snapshot, error) {
	e.mu.Lock()
	s := e.snapshots[org]
	e.mu.Unlock()
	if s != nil {
		return s, nil
	}
	s, err := e.load(ctx, org)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if newer := e.snapshots[org]; newer != nil && newer.seq >= s.seq {
		return newer, nil
	}
	e.snapshots[org] = s
	return s, nil
}

// Forget drops an organisation's snapshot, so that the next question reads the tables.
func (e *Engine) Forget(org kernel.ID[kernel.Org]) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.snapshots, org)
}

// Watch polls the numbers of the organisations it holds once a second, and
// drops snapshots that are out of date, until the context ends. It alone makes
// a change known to every node within two seconds.
func (e *Engine) Watch(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := e.poll(ctx); err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "policy heads cannot be read", "error", err)
		}
	}
}

func (e *Engine) poll(ctx context.Context) error {
	e.mu.Lock()
	held := make(map[uuid.UUID]int64, len(e.snapshots))
	ids := make([]uuid.UUID, 0, len(e.snapshots))
	for org, s := range e.snapshots {
		held[org.UUID] = s.seq
		ids = append(ids, org.UUID)
	}
	e.mu.Unlock()
	if len(ids) == 0 {
		return nil
	}
	heads, err := readHeads(ctx, e.relay, ids)
	if err != nil {
		return err
	}
	for id, seq := range heads {
		if held[id] < seq {
			e.Forget(kernel.IDOf[kernel.Org](id))
		}
	}
	return nil
}
