package history

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/history/sqlcgen"
)

// Sealer binds what was committed into a chain that nobody without the key can
// make: one seal for each organisation with something new, five times a second.
// Of several nodes one seals at a time.
type Sealer struct {
	db      *db.Pool
	keys    Keys
	clock   clock.Clock
	anchors string
	every   time.Duration
	most    int       // seals that are cut in one transaction
	behind  uuid.UUID // the organisation that had the last turn
	sealed  atomic.Int64
	trouble atomic.Value // an error's text, while it cannot seal
}

// SealerOptions make a sealer.
type SealerOptions struct {
	DB    *db.Root
	Keys  Keys
	Clock clock.Clock
	// Anchors is the folder to which roots go hourly; empty is none.
	Anchors string
}

const (
	sealEvery   = 200 * time.Millisecond
	sealBatch   = 1_000            // records of a seal at most
	anchorEvery = time.Hour        // roots leave the house
	sealLate    = time.Minute      // what waits longer is an alarm, while nothing is sealed
	sealStuck   = 15 * time.Minute // and then in any case: no transaction lasts so long
)

// NewSealer makes a sealer. Without a key it seals nothing, and says so.
func NewSealer(o SealerOptions) *Sealer {
	return &Sealer{db: o.DB.For("sealer"), keys: o.Keys, clock: o.Clock, anchors: o.Anchors, every: sealEvery, most: cutSeals}
}

// Run seals until the context ends.
func (s *Sealer) Run(ctx context.Context) {
	if s.keys.current == nil {
		slog.WarnContext(ctx, "history is not sealed", "error", ErrUnsealed)
		return
	}
	tick := time.NewTicker(s.every)
	defer tick.Stop()
	var anchored time.Time
	for {
		n, err := s.Seal(ctx)
		s.tell(ctx, err)
		if now := s.clock.Now(); err == nil && s.anchors != "" && now.Sub(anchored) >= anchorEvery {
			anchored = now
			if err := s.Anchor(ctx); err != nil {
				slog.ErrorContext(ctx, "roots were not anchored", "error", err)
			}
		}
		if n == sealBatch { // there is more
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// tell logs a trouble once, and its end.
func (s *Sealer) tell(ctx context.Context, err error) {
	was, _ := s.trouble.Load().(string)
	switch {
	case ctx.Err() != nil:
	case err == nil && was != "":
		s.trouble.Store("")
		slog.InfoContext(ctx, "history is sealed again")
	case err != nil && was != err.Error():
		s.trouble.Store(err.Error())
		slog.ErrorContext(ctx, "history was not sealed", "error", err)
	}
}

// Seal takes what waits into a seal for each organisation, and says how many
// records it took. What is visible is committed, so nothing can slip in below;
// that two nodes never do it at once is the lock's.
func (s *Sealer) Seal(ctx context.Context) (int, error) {
	if s.keys.current == nil {
		return 0, ErrUnsealed
	}
	n, err := db.House(ctx, s.db, func(tx *db.Tx) (int, error) {
		q := sqlcgen.New(tx)
		if ours, err := q.TakeTurn(ctx); err != nil || !ours {
			return 0, err
		}
		waiting, err := q.Waiting(ctx, sqlcgen.WaitingParams{Behind: s.behind, Max: sealBatch})
		if err == nil && len(waiting) == 0 && s.behind != uuid.Nil {
			waiting, err = q.Waiting(ctx, sqlcgen.WaitingParams{Max: sealBatch})
		}
		if err != nil {
			return 0, fmt.Errorf("read what waits for its seal: %w", err)
		}
		s.behind = uuid.Nil
		for begin := 0; begin < len(waiting); {
			end := begin
			for end < len(waiting) && waiting[end].OrgID == waiting[begin].OrgID {
				end++
			}
			if err := s.bind(ctx, tx, waiting[begin:end]); err != nil {
				return 0, fmt.Errorf("seal %s: %w", waiting[begin].OrgID, err)
			}
			s.behind = waiting[begin].OrgID
			begin = end
		}
		return len(waiting), nil
	})
	s.sealed.Add(int64(n))
	return n, err
}

// bind writes one organisation's next seal.
func (s *Sealer) bind(ctx context.Context, tx *db.Tx, waiting []sqlcgen.WaitingRow) error {
	q, k, org := sqlcgen.New(tx), s.keys.current, waiting[0].OrgID
	l := link{org: org, n: 1, at: s.clock.Now().UTC().Truncate(time.Microsecond)}
	chain, err := q.ChainOf(ctx, org)
	switch {
	case err == nil:
		l.n, l.prev = chain.N+1, chain.Root
	case db.NoRows(err):
		l.prev = []byte{}
		chain = sqlcgen.ChainOfRow{FirstN: 1, FirstPrev: l.prev}
	default:
		return err
	}
	var all []uuid.UUID
	for _, w := range waiting {
		all = append(all, w.ID)
	}
	marks, err := marksOf(ctx, tx, k, org, all)
	if err != nil {
		return err
	}
	kinds := make([]byte, 0, len(waiting))
	for _, w := range waiting {
		m := marks[w.ID] // of one that is gone already: the mark of nothing, so that its absence is found
		l.ids, l.counts, l.marks = append(l.ids, w.ID), append(l.counts, m.count), append(l.marks, m.mark)
		kinds = append(kinds, w.Kind...)
	}
	l.kinds = string(kinds)
	root := l.root(k)
	if err := q.AddSeal(ctx, sqlcgen.AddSealParams{Org: org, N: l.n, Ids: l.ids, Kinds: l.kinds, Counts: l.counts, Marks: flat(l.marks), Prev: l.prev, Root: root, KeyID: k.name, At: l.at}); err != nil {
		return err
	}
	chain.N, chain.Root, chain.At = l.n, root, l.at
	if err := q.SetChain(ctx, sqlcgen.SetChainParams{Org: org, N: l.n, Root: root, FirstN: chain.FirstN, FirstPrev: chain.FirstPrev, KeyID: k.name, Proof: proof(k, org, chain), At: l.at}); err != nil {
		return err
	}
	return q.Sealed(ctx, sqlcgen.SealedParams{Org: org, Ids: all})
}

func flat(marks []mark) []byte {
	out := make([]byte, 0, len(marks)*markSize)
	for _, m := range marks {
		out = append(out, m[:]...)
	}
	return out
}

// Ready fails while history is not sealed at all: there is no key.
func (s *Sealer) Ready(context.Context) error {
	if s.keys.current == nil {
		return ErrUnsealed
	}
	return nil
}

// Keyed says whether there is a key to seal with.
func (s *Sealer) Keyed() bool { return s.keys.current != nil }

// InTime fails when something waits for its seal for more than a minute and
// nothing was sealed meanwhile. A transaction of minutes, as an import is, waits
// from the moment of its commit, which its rows do not tell.
func (s *Sealer) InTime(ctx context.Context) error {
	if s.keys.current == nil {
		return nil // Ready says so
	}
	b, err := db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.SealsBehindRow, error) { return sqlcgen.New(tx).SealsBehind(ctx) })
	if err == nil && b.Oldest > sealLate.Seconds() && (b.Silent > sealLate.Seconds() || b.Silent == 0 || b.Oldest > sealStuck.Seconds()) {
		err = errLate(b.Oldest)
	}
	return err
}

// Oldest is how long the oldest record waits for its seal.
func (s *Sealer) Oldest(ctx context.Context) (time.Duration, error) {
	if s.keys.current == nil {
		return 0, nil
	}
	seconds, err := db.House(ctx, s.db, func(tx *db.Tx) (float64, error) { return sqlcgen.New(tx).OldestWaiting(ctx) })
	return time.Duration(seconds * float64(time.Second)), err
}

// Sealed counts the records that this process has sealed.
func (s *Sealer) Sealed() int64 { return s.sealed.Load() }

// Keys are those that the sealer has.
func (s *Sealer) Keys() Keys { return s.keys }

// began is when an organisation's first seal was made; now if there is none.
func (s *Sealer) began(ctx context.Context, org uuid.UUID) (time.Time, error) {
	return db.House(ctx, s.db, func(tx *db.Tx) (time.Time, error) {
		rows, err := sqlcgen.New(tx).Seals(ctx, sqlcgen.SealsParams{Org: org, Until: math.MaxInt64, Max: 1})
		if err != nil || len(rows) == 0 {
			return s.clock.Now(), err
		}
		return rows[0].At, nil
	})
}
