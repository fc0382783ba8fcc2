package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

const (
	beatOfRelay = 100 * time.Millisecond
	breath      = 10 * time.Millisecond // between two rounds, so that wakes gather
	batch       = 200                   // what jobs.pick hands out of a lane at most
)

// relay hands out what is due: woken after each commit, else every 100 ms.
func (e *Engine) relay(ctx context.Context) {
	ticker := time.NewTicker(beatOfRelay)
	defer ticker.Stop()
	r := round{engine: e, from: map[string]uuid.UUID{}}
	failing := false
	for {
		more, err := r.run(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !failing: // once, and again when it works
			slog.WarnContext(ctx, "work waits in the database", "error", err)
		case err == nil && failing:
			slog.InfoContext(ctx, "work is handed out again")
		}
		failing = err != nil
		pause(ctx, breath)
		if more {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-e.wake:
		}
	}
}

// pause waits, or ends with the context.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// round remembers for each lane which organisation is served first.
type round struct {
	engine *Engine
	from   map[string]uuid.UUID
}

// handedOut is a row that is marked out and wants its pointer carried.
type handedOut struct {
	pos           int64
	gen           int
	handler, lane string
	org           uuid.UUID
	suspect       bool
}

// run marks what is due, commits, and then carries the pointers. more says
// that there is work left which Redis has room for.
func (r *round) run(ctx context.Context) (more bool, err error) {
	e := r.engine
	s, err := e.carrier.look(ctx)
	if err != nil {
		return false, err
	}
	if e.unseen {
		if err := e.carrier.check(ctx); err != nil {
			if !errors.Is(err, errAway) {
				e.breakDown(err)
			}
			return false, err
		}
		e.unseen = false
	}
	if s.wiped {
		if err := e.takeBack(ctx, true); err != nil {
			return false, fmt.Errorf("take back what Redis has lost: %w", err)
		}
	}
	rooms := make([]int, len(lanes))
	from := make([]uuid.UUID, len(lanes))
	for i, lane := range lanes {
		rooms[i], from[i] = min(batch, max(0, e.o.room(lane)-s.waiting[lane])), r.from[lane]
	}
	out, err := e.pick(ctx, from, rooms)
	if err != nil {
		return false, err
	}
	for i, lane := range lanes {
		more = r.turn(lane, rooms[i], out) || more
	}
	return more, e.carry(ctx, out)
}

// turn moves on to the organisation after the one served last, and begins
// again at the first when all have had their turn.
func (r *round) turn(lane string, room int, out []handedOut) (more bool) {
	n, last := 0, uuid.Nil
	for _, h := range out {
		if h.lane == lane && !h.suspect {
			n++
			if string(h.org[:]) > string(last[:]) {
				last = h.org
			}
		}
	}
	began := r.from[lane]
	r.from[lane] = uuid.Nil
	if n == room && room > 0 {
		r.from[lane] = after(last)
	}
	return room > 0 && (n == room || began != uuid.Nil)
}

// after is the next UUID; after the last one it begins again.
func after(id uuid.UUID) uuid.UUID {
	for i := len(id) - 1; i >= 0; i-- {
		if id[i]++; id[i] != 0 {
			break
		}
	}
	return id
}

// room is how many pointers of a lane Redis may hold. Long jobs take a place
// for minutes, so few of them wait there.
func (o *Options) room(lane string) int {
	switch lane {
	case LaneEvent:
		return max(1, o.Room*6/10)
	case LaneJob:
		return max(1, o.Room*3/10)
	case LaneOutside:
		return 2 * o.OutsideSlots
	default:
		return 2 * o.LongSlots
	}
}

func (e *Engine) pick(ctx context.Context, from []uuid.UUID, rooms []int) ([]handedOut, error) {
	return many(ctx, e.house, func(scan func(...any) error) (h handedOut, err error) {
		return h, scan(&h.pos, &h.gen, &h.handler, &h.lane, &h.org, &h.suspect)
	}, "select * from jobs.pick($1, $2, $3, $4, $5, $6)", lanes, from, rooms, e.known.names, e.known.versions, e.o.Only.Ptr())
}

// carry sends the pointers. What Redis does not take is due again at once.
func (e *Engine) carry(ctx context.Context, out []handedOut) error {
	for i, h := range out {
		err := e.carrier.send(ctx, h.lane, pointerTo(h.pos, h.gen), e.known.limits[h.handler])
		if err == nil {
			continue
		}
		positions, gens := make([]int64, 0, len(out)-i), make([]int, 0, len(out)-i)
		for _, rest := range out[i:] {
			positions, gens = append(positions, rest.pos), append(gens, rest.gen)
		}
		back, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if _, undo := ask[int64](back, e.house, "select jobs.not_carried($1, $2)", positions, gens); undo != nil {
			slog.WarnContext(ctx, "deliveries come back in a minute", "error", undo)
		}
		return fmt.Errorf("carry a pointer: %w", err)
	}
	return nil
}

// many reads all rows of a statement as the relay.
func many[T any](ctx context.Context, house *db.Pool, read func(scan func(...any) error) (T, error), sql string, args ...any) ([]T, error) {
	return db.House(ctx, house, func(tx *db.Tx) ([]T, error) {
		rows, err := tx.Query(ctx, sql, args...)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var out []T
		for rows.Next() {
			v, err := read(rows.Scan)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return out, rows.Err()
	})
}

// Settle waits until nothing of an organisation is due, out, waiting or held:
// for tests and for the command line. What is put off for longer than a minute is not waited for.
func (e *Engine) Settle(ctx context.Context, org kernel.ID[kernel.Org]) error {
	for {
		changed := e.settled.next()
		open, err := ask[bool](ctx, e.house, "select jobs.open($1)", org.UUID)
		if err != nil || !open {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("work of organisation %s is still open: %w", org, ctx.Err())
		case <-changed:
		}
	}
}
