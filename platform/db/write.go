package db

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"longhouse/platform/actor"
)

// Write runs fn in one transaction, as the pool's module and in the actor's
// organisation. fn may run more than once: it must touch nothing but tx. A
// request's Idempotency-Key is claimed in the same transaction; a second
// request with it gets the first one's answer.
func Write[T any](ctx context.Context, p *Pool, fn func(*Tx) (T, error)) (T, error) {
	return writeOn(ctx, nil, p, fn)
}

// writeOn is Write on a held connection, or on one of the pool's when there is none.
func writeOn[T any](ctx context.Context, on beginner, p *Pool, fn func(*Tx) (T, error)) (T, error) {
	var zero T
	who, err := actor.From(ctx)
	if err != nil {
		return zero, err
	}
	for attempt := 0; ; attempt++ {
		out, err := write(ctx, on, p, who, fn)
		if attempt < 3 {
			again, decided := p.root.moved(ctx, err)
			if again {
				continue
			}
			err = decided
		}
		if err == nil || attempt == 3 || !retryable(err) {
			return out, p.translate(err)
		}
		wait := time.Duration(rand.IntN(20<<attempt)+5) * time.Millisecond //nolint:gosec // jitter needs no secrecy
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return zero, p.translate(err)
		case <-timer.C:
		}
	}
}

func write[T any](ctx context.Context, on beginner, p *Pool, who actor.Actor, fn func(*Tx) (T, error)) (out T, err error) {
	var zero T
	t, err := p.beginWrite(ctx, on, who)
	if err != nil {
		return zero, err
	}
	defer t.rollback(ctx)
	claims := who.Key.State != nil && !who.Key.State.Claimed
	if claims {
		stored, err := t.claim(ctx)
		if err != nil {
			return zero, err
		}
		if stored != nil {
			who.Key.State.Replayed = true
			err := json.Unmarshal(stored, &out)
			return out, err
		}
	}
	if out, err = fn(t); err != nil {
		return zero, err
	}
	if who.Undo != nil && who.Undo.Dry {
		return out, nil
	}
	if err := t.flush(ctx); err != nil {
		return zero, err
	}
	if claims {
		if err := t.keep(out); err != nil {
			return zero, err
		}
	}
	t.held(who.Undo)
	left := t.trace(who.Trace)
	if err := t.commit(ctx); err != nil {
		return zero, err
	}
	left()
	if claims {
		who.Key.State.Claimed = true
	}
	if t.emitted && p.root.outbox != nil {
		p.root.outbox.Wake(who.Org)
	}
	if p.root.committed != nil {
		p.root.committed(who.Org)
	}
	return out, nil
}

// Read runs fn in a read-only transaction, as the pool's module and in the
// actor's organisation.
func Read[T any](ctx context.Context, p *Pool, fn func(*Tx) (T, error)) (T, error) {
	var zero T
	who, err := actor.From(ctx)
	if err != nil {
		return zero, err
	}
	return readOn(ctx, p, who, false, fn)
}

// House runs fn as the pool's role in no organisation: for sign-in, the relay
// and the policy's heads, whose roles have policies of their own. Everywhere
// else row level security makes it an error.
func House[T any](ctx context.Context, p *Pool, fn func(*Tx) (T, error)) (T, error) {
	return inside(ctx, p, actor.Actor{}, "begin; set local role "+p.role+"; set local app.org_id = '"+Nobody+"'", fn)
}

// Nobody is the organisation that nobody can belong to: work of the house itself.
const Nobody = "00000000-0000-0000-0000-000000000000"

// Ask calls one function that is granted to the bare login, in one round trip
// and outside any organisation: who is it that asks?
func (r *Root) Ask(ctx context.Context, into []any, sql string, args ...any) error {
	err := r.pool.QueryRow(ctx, sql, args...).Scan(into...)
	return (&Pool{}).translate(err)
}

func inside[T any](ctx context.Context, p *Pool, who actor.Actor, begin string, fn func(*Tx) (T, error)) (T, error) {
	var zero T
	t, err := p.begin(ctx, p.root.pool, who, begin)
	if err != nil {
		return zero, p.translate(err)
	}
	defer t.rollback(ctx)
	out, err := fn(t)
	if err != nil {
		return zero, p.translate(err)
	}
	if err := t.tx.Commit(ctx); err != nil {
		return zero, p.translate(fmt.Errorf("commit: %w", err))
	}
	return out, nil
}

// acting says who acts, and names the change set.
func acting(who actor.Actor, changeSet uuid.UUID) settings {
	says := [][2]string{{"org_id", who.Org.String()}, {"change_set", changeSet.String()}, {"actor", who.Subject()}, {"via", string(who.Via)}}
	if who.Request != uuid.Nil {
		says = append(says, [2]string{"request", who.Request.String()})
	}
	if who.Run != uuid.Nil {
		says = append(says, [2]string{"operation", who.Run.String()})
	}
	if who.Token != uuid.Nil {
		says = append(says, [2]string{"token", who.Token.String()})
	}
	if who.Tab != uuid.Nil {
		says = append(says, [2]string{"tab", who.Tab.String()})
	}
	return settings{words: says}
}

// beginWrite opens a transaction that writes: on a held connection at once,
// else together with its first statement.
func (p *Pool) beginWrite(ctx context.Context, on beginner, who actor.Actor) (*Tx, error) {
	set := uuid.Must(uuid.NewV7())
	says := acting(who, set)
	says.hold = p.root.holding(ctx, true)
	if p.root.policy != nil {
		if version := p.root.policy(ctx); version > 0 {
			says.words = append(says.words, [2]string{"policy", strconv.FormatInt(version, 10)})
		}
	}
	if on != nil {
		t, err := p.begin(ctx, on, who, "begin"+says.apart(p.role))
		if t != nil {
			t.set = set
		}
		return t, err
	}
	o, err := p.root.opening(ctx, p.role, false, says)
	if err != nil {
		return nil, err
	}
	return p.why(ctx, &Tx{tx: o, pool: p, who: who, set: set})
}

func (p *Pool) begin(ctx context.Context, on beginner, who actor.Actor, query string) (*Tx, error) {
	tx, err := on.BeginTx(ctx, pgx.TxOptions{BeginQuery: query})
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	return p.why(ctx, &Tx{tx: tx, pool: p, who: who})
}

// why notes the caller's reason, which is a text of theirs.
func (p *Pool) why(ctx context.Context, t *Tx) (*Tx, error) {
	if t.who.Reason != "" {
		if _, err := t.tx.Exec(ctx, "select set_config('app.reason', $1, true)", t.who.Reason); err != nil {
			t.rollback(ctx)
			return nil, fmt.Errorf("say why: %w", err)
		}
	}
	return t, nil
}

func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// Changed returns what fn found, without the ceremony of a result.
func Changed(ctx context.Context, p *Pool, fn func(*Tx) error) error {
	_, err := Write(ctx, p, func(tx *Tx) (struct{}, error) { return struct{}{}, fn(tx) })
	return err
}
