package db

import (
	"context"

	"longhouse/platform/actor"
)

// Glance is Read for a single statement: the transaction begins, asks and ends
// in one round trip. fn may run one query, once; a second one is an error.
func Glance[T any](ctx context.Context, p *Pool, fn func(*Tx) (T, error)) (T, error) {
	who, err := actor.From(ctx)
	if err != nil {
		var zero T
		return zero, err
	}
	return readOn(ctx, p, who, true, fn)
}

func readOn[T any](ctx context.Context, p *Pool, who actor.Actor, single bool, fn func(*Tx) (T, error)) (T, error) {
	for attempt := 0; ; attempt++ {
		out, err := readOnce(ctx, p, who, single, fn)
		if attempt == 3 {
			return out, p.translate(err)
		}
		again, err := p.root.moved(ctx, err)
		if !again {
			return out, p.translate(err)
		}
	}
}

func readOnce[T any](ctx context.Context, p *Pool, who actor.Actor, single bool, fn func(*Tx) (T, error)) (T, error) {
	var zero T
	o, err := p.root.opening(ctx, p.role, true, settings{words: [][2]string{{"org_id", who.Org.String()}}, hold: p.root.holding(ctx, false)})
	if err != nil {
		return zero, err
	}
	o.single = single
	t := &Tx{tx: o, pool: p, who: who}
	defer t.rollback(ctx)
	out, err := fn(t)
	if err != nil {
		return zero, err
	}
	return out, o.Commit(ctx)
}
