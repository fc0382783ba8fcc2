package db

import (
	"context"
	"fmt"
)

// Listen hears what PostgreSQL says on a channel, a word of ours, on a connection of its own,
// until the context ends or the connection breaks. Whoever calls it must know
// what was said meanwhile by other means: messages may be lost.
func (r *Root) Listen(ctx context.Context, channel string, heard func(payload string)) error {
	held, err := r.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("take a connection: %w", err)
	}
	conn := held.Hijack()                        // not the pool's any more: it waits for days
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // it is over either way
	if _, err := conn.Exec(ctx, "listen "+channel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("wait for a notification: %w", err)
		}
		heard(n.Payload)
	}
}

// Hold keeps a lock of the whole database, a number of ours, on a connection of
// its own until the context ends or the connection breaks: PostgreSQL lets go
// of it as soon as this process is no more. held is called once it is ours.
func (r *Root) Hold(ctx context.Context, lock int64, held func()) error {
	taken, err := r.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("take a connection: %w", err)
	}
	conn := taken.Hijack()
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // it is over either way
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", lock); err != nil {
		return fmt.Errorf("take a lock: %w", err)
	}
	held()
	for {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return fmt.Errorf("hold a lock: %w", err)
		}
	}
}
