package authz

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// How long a node may go on without hearing what the policies are.
const (
	quietAfter = 30 * time.Second
	blindAfter = 5 * time.Minute
	idleAfter  = time.Hour // organisations that nobody asks for are dropped
	sampling   = 10 * time.Minute
)

// headState is when the numbers of the policies were last read.
type headState struct{ read, since time.Time }

var alarms atomic.Int64

// Alarms counts decisions and policies that could not be read, for the metrics.
func Alarms() int64 { return alarms.Load() }

// Watch makes changes of other nodes known to this one, until the context
// ends: it hears of them at once, and looks once a second in case it did not.
// The look alone is enough to know within two seconds.
func (e *Engine) Watch(ctx context.Context) {
	e.mu.Lock()
	e.heads.since = e.clock.Now()
	e.mu.Unlock()
	heard := make(chan kernel.ID[kernel.Org], 64)
	var listening sync.WaitGroup
	defer listening.Wait()
	listening.Go(func() { e.listen(ctx, heard) })
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	sampled := e.clock.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case org := <-heard:
			e.renew(ctx, org)
			continue
		case <-tick.C:
		}
		if err := e.poll(ctx); err != nil && ctx.Err() == nil {
			slog.WarnContext(ctx, "policy heads cannot be read", "error", err)
		}
		if now := e.clock.Now(); now.Sub(sampled) >= sampling {
			sampled = now
			if err := e.Sample(ctx); err != nil && ctx.Err() == nil {
				slog.WarnContext(ctx, "the use of rules cannot be noted", "error", err)
			}
		}
	}
}

// listen hears what access.raise says. A connection that breaks is made anew;
// meanwhile the poll does.
func (e *Engine) listen(ctx context.Context, heard chan<- kernel.ID[kernel.Org]) {
	for ctx.Err() == nil {
		err := e.pool.Root().Listen(ctx, "access", func(payload string) {
			if org, err := kernel.ParseID[kernel.Org](payload); err == nil {
				select {
				case heard <- org:
				case <-ctx.Done():
				}
			}
		})
		if ctx.Err() != nil {
			return
		}
		slog.WarnContext(ctx, "the policy's channel is silent; it is looked at each second", "error", err)
		wait := time.NewTimer(time.Second)
		select {
		case <-ctx.Done():
		case <-wait.C:
		}
		wait.Stop()
	}
}

// renew reads the policy of an organisation that this node holds, before anybody asks.
func (e *Engine) renew(ctx context.Context, org kernel.ID[kernel.Org]) {
	e.mu.Lock()
	h := e.held[org]
	if h != nil {
		h.stale = true
		h.told++
	}
	e.mu.Unlock()
	if h == nil {
		return
	}
	if _, err := e.snapshot(ctx, org); err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "a policy cannot be renewed", "organisation", org, "error", err)
	}
}

func (e *Engine) poll(ctx context.Context) error {
	now := e.clock.Now()
	e.mu.Lock()
	held := make(map[uuid.UUID]int64, len(e.held))
	ids := make([]uuid.UUID, 0, len(e.held))
	for org, h := range e.held {
		if now.Sub(h.used) > idleAfter {
			delete(e.held, org)
			continue
		}
		if h.snapshot != nil {
			held[org.UUID] = h.snapshot.Seq()
			ids = append(ids, org.UUID)
		}
	}
	e.mu.Unlock()
	heads, err := readHeads(ctx, e.relay, ids)
	if err != nil {
		return err
	}
	e.mu.Lock()
	e.heads.read = now
	e.mu.Unlock()
	for id, seq := range heads {
		if held[id] != seq {
			e.renew(ctx, kernel.IDOf[kernel.Org](id))
		}
	}
	return nil
}

func readHeads(ctx context.Context, relay *db.Pool, orgs []uuid.UUID) (map[uuid.UUID]int64, error) {
	return db.House(ctx, relay, func(tx *db.Tx) (map[uuid.UUID]int64, error) {
		rows, err := tx.Query(ctx, "select org_id, seq from access.head where org_id = any($1)", orgs)
		if err != nil {
			return nil, err
		}
		out := map[uuid.UUID]int64{}
		var org uuid.UUID
		var seq int64
		_, err = pgx.ForEachRow(rows, []any{&org, &seq}, func() error { out[org] = seq; return nil })
		return out, err
	})
}

// unheard is how long a node that watches has not read the heads.
func (e *Engine) unheard(now time.Time) time.Duration {
	if e.heads.since.IsZero() {
		return 0 // nobody watches: a command, or a test
	}
	last := e.heads.read
	if last.IsZero() {
		last = e.heads.since
	}
	return now.Sub(last)
}

func (e *Engine) blind(now time.Time) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.unheard(now) > blindAfter
}

// Ready fails when this node cannot know what is allowed, so that no requests are sent to it.
func (e *Engine) Ready(context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if quiet := e.unheard(e.clock.Now()); quiet > quietAfter {
		return fmt.Errorf("policies were last heard of %s ago", quiet.Round(time.Second))
	}
	for org, h := range e.held {
		if h.broken != nil && h.snapshot == nil {
			return fmt.Errorf("the policy of %s cannot be read", org)
		}
	}
	return nil
}

// Sound fails when an organisation lives by an older policy because the newer cannot be read.
func (e *Engine) Sound(context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	var broken []error
	for org, h := range e.held {
		if h.broken != nil && h.snapshot != nil {
			broken = append(broken, fmt.Errorf("%s lives by policy %d: %w", org, h.snapshot.Seq(), h.broken))
		}
	}
	return errors.Join(broken...)
}

// Sample notes which lines of organisations' own policies were used, to a day.
func (e *Engine) Sample(ctx context.Context) error {
	e.mu.Lock()
	var all []*Snapshot
	for _, h := range e.held {
		if h.snapshot != nil {
			all = append(all, h.snapshot)
		}
	}
	e.mu.Unlock()
	for _, s := range all {
		if err := e.noteUse(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (e *Engine) noteUse(ctx context.Context, s *Snapshot) error {
	used := map[string]bool{}
	s.people.Range(func(_, sh any) bool {
		for _, r := range sh.(*shard).used() { //nolint:forcetypeassert // only shards are stored
			used[Rule{Subject: r.sub, Object: r.obj, Action: r.act, Scope: r.scope, Effect: r.eft}.Key()] = true
		}
		return true
	})
	if len(used) == 0 {
		return nil
	}
	keys := make([]string, 0, len(used))
	for k := range used {
		keys = append(keys, k)
	}
	ctx = actor.Service(ctx, s.facts.Org, "authz", actor.System)
	return db.Changed(ctx, e.pool, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `insert into access.rule_use (rule, last_used_on) select k, $2::date from unnest($1::text[]) k
			on conflict on constraint rule_use_key do update set last_used_on = greatest(rule_use.last_used_on, excluded.last_used_on)`, keys, e.clock.Now().UTC())
		return err
	})
}
