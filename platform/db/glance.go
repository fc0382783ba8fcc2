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
	var zero T
	o, err := p.root.opening(ctx, p.role, true, settings{{"org_id", who.Org.String()}})
	if err != nil {
		return zero, p.translate(err)
	}
	o.single = single
	t := &Tx{tx: o, pool: p, who: who}
	defer t.rollback(ctx)
	out, err := fn(t)
	if err != nil {
		return zero, p.translate(err)
	}
	if err := o.Commit(ctx); err != nil {
		return zero, p.translate(err)
	}
	return out, nil
}
