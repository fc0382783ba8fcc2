package history

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/history/sqlcgen"
)

// link is a seal: what it holds, and how it hangs on the one before.
type link struct {
	org    uuid.UUID
	n      int64
	ids    []uuid.UUID
	kinds  string
	counts []int32
	marks  []mark
	prev   []byte
	at     time.Time
}

// root is HMAC(key, prev ‖ canonical(ids)), with its place in the chain.
func (l link) root(k *key) []byte {
	s := k.scribe()
	s.text("seal")
	s.id(l.org)
	s.number(l.n)
	s.instant(l.at)
	s.text(k.name)
	s.text(string(l.prev))
	s.text(l.kinds)
	for i, id := range l.ids {
		s.id(id)
		s.number(int64(l.counts[i]))
		s.Write(l.marks[i][:])
	}
	return s.Sum(nil)
}

// proof says where a chain begins and ends, so that whoever cuts some of it off cannot say so.
func proof(k *key, org uuid.UUID, c sqlcgen.ChainOfRow) []byte {
	s := k.scribe()
	s.text("chain")
	s.id(org)
	s.number(c.N)
	s.text(string(c.Root))
	s.number(c.FirstN)
	s.text(string(c.FirstPrev))
	s.instant(c.At)
	if c.KeptSince != nil { // of a chain of which nothing was cut the proof is what it always was
		s.instant(*c.KeptSince)
		s.text(string(c.Bases))
	}
	return s.Sum(nil)
}

// found is a record as it is now: how many changes it has, and its mark.
type found struct {
	mark  mark
	count int32
}

// chunk is how many changes are in memory at once, however many a set has.
const chunk = 2_000

// marksOf reads records and makes their marks. Records that are gone are not in it.
func marksOf(ctx context.Context, tx *db.Tx, k *key, org uuid.UUID, ids []uuid.UUID) (map[uuid.UUID]found, error) {
	q, out, s := sqlcgen.New(tx), make(map[uuid.UUID]found, len(ids)), k.scribe()
	sets, err := q.SetsToSeal(ctx, sqlcgen.SetsToSealParams{Org: org, Ids: ids})
	if err != nil {
		return nil, fmt.Errorf("read change sets: %w", err)
	}
	heads := make(map[uuid.UUID]sqlcgen.SetsToSealRow, len(sets))
	open := make([]uuid.UUID, 0, len(sets))
	for _, set := range sets {
		heads[set.ID] = set
		open = append(open, set.ID)
		s.begin(set) // of a set without changes this is all
		out[set.ID] = found{mark: s.mark()}
	}
	at, count := sqlcgen.ChangesToSealParams{Org: org, Ids: open, Max: chunk}, int32(0)
	for len(open) > 0 {
		rows, err := q.ChangesToSeal(ctx, at)
		if err != nil {
			return nil, fmt.Errorf("read changes: %w", err)
		}
		for _, r := range rows {
			if r.ChangeSetID != at.BehindSet {
				s.begin(heads[r.ChangeSetID])
				count = 0
			}
			if err := s.change(r); err != nil {
				return nil, err
			}
			count++
			at.BehindSet, at.BehindN = r.ChangeSetID, r.N
			out[r.ChangeSetID] = found{s.mark(), count}
		}
		if len(rows) < chunk {
			break
		}
	}
	facts, err := q.FactsToSeal(ctx, sqlcgen.FactsToSealParams{Org: org, Ids: ids})
	if err != nil {
		return nil, fmt.Errorf("read facts: %w", err)
	}
	for _, f := range facts {
		if err := s.fact(f); err != nil {
			return nil, err
		}
		out[f.ID] = found{mark: s.mark()}
	}
	return out, nil
}
