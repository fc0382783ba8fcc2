// Package events lets a module hear what others have done. An event becomes
// one outbox row per subscriber, in the transaction that emits it.
package events

import (
	"context"

	"longhouse/platform/db"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
)

// Subscription hears one or more types of event under one name.
type Subscription = jobs.Handler

// Apply changes the module's own tables in the transaction that also marks the
// delivery done. Its effects happen exactly once.
func Apply[E kernel.Event](name string, fn func(context.Context, *db.Tx, E) error) Subscription {
	return jobs.OnEvent(name, fn)
}

// React does work beyond the module's own tables, under a lease. It may run
// again, so what it calls must accept the same jobs.Key twice.
func React[E kernel.Event](name string, fn func(context.Context, E) error) Subscription {
	return jobs.AfterEvent(name, fn)
}

// Join makes one subscription of several with the same name: one handler and,
// for events of one key, one order.
func Join(subs ...Subscription) Subscription { return jobs.Join(subs...) }
