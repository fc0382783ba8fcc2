package jobs

import (
	"context"
	"encoding/binary"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/kernel"
)

// life is a lock that this process holds for as long as it lives. The leases of
// its work begin with it, so others see at once when nobody stands behind one,
// and need not wait until it runs out.
type life struct {
	lock  int64
	held  atomic.Bool
	shown chan struct{} // closed when it has been held once
	gone  map[int64]int // how often in a row the sweeper has found a life's lock free
}

// goneAfter is how often the sweeper, once a second, must miss a life: a
// connection that breaks is made anew before.
const goneAfter = 3

func newLife() *life {
	lock := rand.Int64()>>1 + 1 //nolint:gosec // it is a name, and no secret
	return &life{lock: lock, shown: make(chan struct{}), gone: map[int64]int{}}
}

// keep holds the lock until the context ends.
func (l *life) keep(ctx context.Context, hold func(ctx context.Context, lock int64, held func()) error) {
	first := sync.OnceFunc(func() { close(l.shown) })
	for {
		err := hold(ctx, l.lock, func() { l.held.Store(true); first() })
		l.held.Store(false)
		if ctx.Err() != nil {
			return
		}
		slog.WarnContext(ctx, "the connection that shows that this node lives broke; it is made anew", "error", err)
		timer := time.NewTimer(250 * time.Millisecond)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

// await waits a moment for the first time that the lock is held; a node starts without it, too.
func (l *life) await(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	select {
	case <-l.shown:
	case <-ctx.Done():
	}
}

// lease names work of this process. While nothing shows that it lives, the
// lease belongs to no life, and only time ends it.
func (l *life) lease() uuid.UUID {
	id := kernel.NewUUID()
	lock := uint64(0)
	if l.held.Load() {
		lock = uint64(l.lock)
	}
	binary.BigEndian.PutUint64(id[:8], lock)
	return id
}

// mourn ends the leases of processes that are no more.
func (e *Engine) mourn(ctx context.Context) error {
	missed, err := many(ctx, e.house, func(scan func(...any) error) (lock int64, err error) { return lock, scan(&lock) },
		"select * from jobs.unmanned($1)", e.o.Only.Ptr())
	if err != nil {
		clear(e.life.gone) // a database that was away has seen nobody
		return err
	}
	again := make(map[int64]int, len(missed))
	var gone []int64
	for _, lock := range missed {
		if again[lock] = e.life.gone[lock] + 1; again[lock] >= goneAfter {
			gone = append(gone, lock)
		}
	}
	e.life.gone = again
	if len(gone) == 0 {
		return nil
	}
	n, err := ask[int64](ctx, e.house, "select jobs.let_go($1, $2)", gone, e.o.Only.Ptr())
	if n > 0 {
		slog.WarnContext(ctx, "a node is no more; its work begins again", "deliveries", n)
	}
	return err
}
