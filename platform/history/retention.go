package history

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/history/sqlcgen"
)

// cut is what one transaction took off the oldest end of a chain.
type cut struct {
	until     time.Time // the newest of what went
	firstKept int64
	seals     int
	records   int
	root      []byte // of the last seal that went: the first one that is kept follows it
}

// Of one transaction, which holds up the sealer: as much as it does in seconds.
const (
	cutSeals   = 500
	cutRecords = 10_000
)

const factCut = "history.cut"

// altered is the error of a cut that met what is not as it was sealed.
type altered struct{ Finding }

func (a altered) Error() string { return a.Detail }

// KeepNightly cuts off the history that is older than the house keeps it. All
// of it is verified first: of what was altered nothing is cut. It may be killed
// between two transactions, and the next night goes on.
func (s *Service) KeepNightly(ctx context.Context) error {
	if s.keep == 0 || s.sealer == nil || !s.sealer.Keyed() {
		return nil // for ever; or it is in no seal, and stays
	}
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	first, before, err := s.sealer.olderThan(ctx, who.Org.UUID, s.clock.Now().AddDate(-s.keep, 0, 0))
	if err != nil || first == before {
		return err
	}
	r, err := verify(ctx, s.sealer.db, s.sealer.keys, who.Org.UUID, span{first: first, last: before - 1})
	switch {
	case err != nil:
		return err
	case len(r.Findings) > 0:
		return s.alarm(ctx, r.Findings)
	case len(r.Untold) > 0:
		slog.WarnContext(ctx, "old history was not cut", "error", r.Untold[0])
		return nil
	}
	for {
		more, err := s.sealer.cut(authz.Unheld(ctx), before)
		var found altered
		if errors.As(err, &found) {
			return s.alarm(ctx, []Finding{found.Finding})
		}
		if err != nil || !more {
			return err
		}
	}
}

// olderThan is the run of an organisation's oldest seals that are older than an instant; before is the first that stays.
func (s *Sealer) olderThan(ctx context.Context, org uuid.UUID, than time.Time) (first, before int64, err error) {
	_, err = db.House(ctx, s.db, func(tx *db.Tx) (struct{}, error) {
		q := sqlcgen.New(tx)
		chain, err := q.ChainOf(ctx, org)
		if db.NoRows(err) {
			return struct{}{}, nil
		}
		if err != nil {
			return struct{}{}, err
		}
		first, before = chain.FirstN, chain.N+1
		younger, err := q.FirstYounger(ctx, sqlcgen.FirstYoungerParams{Org: org, First: chain.FirstN, Than: than})
		if len(younger) > 0 {
			before = younger[0]
		}
		return struct{}{}, err
	})
	return first, before, err
}

// cut takes some of the oldest seals off the actor's organisation's chain, none
// from before on, in one transaction with the fact that it did. Whether there is more is its answer.
func (s *Sealer) cut(ctx context.Context, before int64) (more bool, err error) {
	return db.Write(ctx, s.db, func(tx *db.Tx) (bool, error) {
		q, org := sqlcgen.New(tx), tx.Who().Org.UUID
		if err := q.TakeTenMinutes(ctx); err != nil {
			return false, err
		}
		if err := q.HoldTurn(ctx); err != nil {
			return false, fmt.Errorf("wait for the sealer: %w", err)
		}
		chain, err := q.ChainOf(ctx, org)
		if err != nil {
			return false, err
		}
		c, more, err := s.some(ctx, q, org, chain.FirstN, before)
		if err != nil || c.seals == 0 {
			return false, err
		}
		total, err := s.untouched(ctx, q, org, chain, c.firstKept-1)
		if err != nil {
			return false, err
		}
		if c.until, err = q.Cut(ctx, sqlcgen.CutParams{First: chain.FirstN, Last: c.firstKept - 1}); err != nil {
			return false, fmt.Errorf("cut seals %d to %d: %w", chain.FirstN, c.firstKept-1, err)
		}
		if err := markBases(ctx, q, s.keys.current, org, &total); err != nil {
			return false, err
		}
		chain.FirstN, chain.FirstPrev, chain.Bases = c.firstKept, c.root, total[:]
		if chain.KeptSince == nil || chain.KeptSince.Before(c.until) {
			chain.KeptSince = &c.until
		}
		if err := q.MoveChain(ctx, sqlcgen.MoveChainParams{Org: org, FirstN: chain.FirstN, FirstPrev: chain.FirstPrev, KeptSince: chain.KeptSince, Bases: chain.Bases,
			KeyID: s.keys.current.name, Proof: proof(s.keys.current, org, chain)}); err != nil {
			return false, err
		}
		return more, tx.Note(ctx, db.Fact{Kind: factCut, Detail: map[string]any{"until": c.until.UTC(), "first_kept_seal": c.firstKept, "seals": c.seals, "records": c.records, "root": hex.EncodeToString(c.root)}})
	})
}

// some is what goes in one transaction.
func (s *Sealer) some(ctx context.Context, q *sqlcgen.Queries, org uuid.UUID, first, before int64) (c cut, more bool, err error) {
	rows, err := q.SealsToCut(ctx, sqlcgen.SealsToCutParams{Org: org, First: first, Before: before, Max: int32(s.most)})
	if err != nil {
		return c, false, fmt.Errorf("read the oldest seals: %w", err)
	}
	for _, r := range rows {
		if c.seals > 0 && c.records+int(r.Records) > cutRecords {
			break
		}
		c.seals, c.records, c.firstKept, c.root = c.seals+1, c.records+int(r.Records), r.N+1, r.Root
	}
	return c, c.firstKept < before, nil
}

// untouched makes sure of what a cut builds on, since it is proved anew: where the
// chain begins and ends, and the bases of rows that change in what goes. Without
// those the bases' marks add up to its answer.
func (s *Sealer) untouched(ctx context.Context, q *sqlcgen.Queries, org uuid.UUID, chain sqlcgen.ChainOfRow, last int64) (sum, error) {
	k := s.keys.all[chain.KeyID]
	if k == nil {
		return sum{}, fmt.Errorf("the end of the chain was proved with the key %s, which is not in LONGHOUSE_SEAL_KEY", chain.KeyID)
	}
	if !equal(proof(k, org, chain), chain.Proof) {
		return sum{}, altered{Finding{What: Changed, Seal: chain.N, Detail: forgedEnd}}
	}
	rows, err := q.BasesTouched(ctx, sqlcgen.BasesTouchedParams{Org: org, First: chain.FirstN, Last: last})
	if err != nil {
		return sum{}, fmt.Errorf("read bases: %w", err)
	}
	total := sumOf(chain.Bases)
	for _, r := range rows {
		wrong, told, err := s.keys.checkBase(org, sqlcgen.BasesRow(r))
		switch {
		case err != nil:
			return sum{}, err
		case !told:
			return sum{}, fmt.Errorf("the base of %s %s was marked with the key %s, which is not in LONGHOUSE_SEAL_KEY", r.TableName, r.RowID, r.KeyID)
		case wrong != "":
			return sum{}, altered{Finding{What: Changed, Seal: chain.FirstN, Detail: wrong}}
		}
		total.sub(r.Mark)
	}
	return total, nil
}
