package history

import (
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/history/sqlcgen"
)

// What happened to a record or a seal.
const (
	Changed   = "changed"
	Missing   = "missing"
	Added     = "added"
	Reordered = "reordered"
	CutOff    = "cut_off"
	Older     = "older_than_anchor"
)

// Finding is something that is not as it was sealed.
type Finding struct {
	What   string     `json:"what" enum:"changed,missing,added,reordered,cut_off,older_than_anchor"`
	ID     *uuid.UUID `json:"id,omitempty" doc:"The change set or fact"`
	Seal   int64      `json:"seal,omitempty" doc:"The seal that says so"`
	Detail string     `json:"detail"`
}

// Report is what a verification found, the first bad record first.
type Report struct {
	Org       uuid.UUID  `json:"org"`
	Sound     bool       `json:"sound"`
	Seals     int        `json:"seals" doc:"Seals that were recomputed"`
	Records   int        `json:"records" doc:"Change sets and facts in them"`
	UpTo      time.Time  `json:"up_to" doc:"When the last of them was sealed"`
	KeptSince *time.Time `json:"kept_since,omitempty"` // what is older was cut off
	Findings  []Finding  `json:"findings"`
	Untold    []string   `json:"untold" doc:"What could not be told, and why"`
}

// mostFindings is where a verification stops to list: the house is on fire by then.
const mostFindings = 20

// span is what of a chain is verified: seals from one to another, or all there is.
type span struct {
	first, last int64
	whole       bool
	anchors     []Anchor
}

// Verify recomputes an organisation's whole chain. It reads one snapshot, so
// that it may run while people work.
func (s *Sealer) Verify(ctx context.Context, org uuid.UUID, anchors []Anchor) (Report, error) {
	return verify(ctx, s.db, s.keys, org, span{last: math.MaxInt64, whole: true, anchors: anchors})
}

// VerifyBetween recomputes the seals of a time.
func (s *Sealer) VerifyBetween(ctx context.Context, org uuid.UUID, since, until time.Time) (Report, error) {
	bounds, err := db.House(ctx, s.db, func(tx *db.Tx) (sqlcgen.SealsBetweenRow, error) {
		return sqlcgen.New(tx).SealsBetween(ctx, sqlcgen.SealsBetweenParams{Org: org, Since: since, Until: until})
	})
	if err != nil || bounds.Last == 0 {
		return Report{Org: org, Sound: err == nil, Findings: []Finding{}, Untold: []string{}, UpTo: until}, err
	}
	return verify(ctx, s.db, s.keys, org, span{first: bounds.First, last: bounds.Last})
}

// Organisations lists all that have a history.
func (s *Sealer) Organisations(ctx context.Context) ([]uuid.UUID, error) {
	return db.House(ctx, s.db, func(tx *db.Tx) ([]uuid.UUID, error) { return sqlcgen.New(tx).Organisations(ctx) })
}

func verify(ctx context.Context, pool *db.Pool, keys Keys, org uuid.UUID, sp span) (Report, error) {
	return db.House(ctx, pool, func(tx *db.Tx) (Report, error) {
		for _, sql := range []string{"set transaction isolation level repeatable read, read only", "set local statement_timeout = '10min'"} {
			if _, err := tx.Exec(ctx, sql); err != nil {
				return Report{}, err
			}
		}
		a := &auditor{tx: tx, q: sqlcgen.New(tx), keys: keys, org: org, span: sp, out: Report{Org: org, Findings: []Finding{}, Untold: []string{}}}
		err := a.run(ctx)
		a.out.Sound = len(a.out.Findings) == 0 && len(a.out.Untold) == 0
		return a.out, err
	})
}

// auditor walks along one chain.
type auditor struct {
	tx   *db.Tx
	q    *sqlcgen.Queries
	keys Keys
	org  uuid.UUID
	span span
	out  Report

	chain    sqlcgen.ChainOfRow
	prev     []byte // what the next seal must follow
	expected int64  // its number
	unknown  map[string]bool
}

func (a *auditor) found(what string, id *uuid.UUID, seal int64, detail string, args ...any) {
	if len(a.out.Findings) < mostFindings {
		a.out.Findings = append(a.out.Findings, Finding{what, id, seal, fmt.Sprintf(detail, args...)})
	}
}

func (a *auditor) run(ctx context.Context) error {
	chain, err := a.q.ChainOf(ctx, a.org)
	if err != nil && !db.NoRows(err) {
		return err
	}
	a.out.KeptSince = chain.KeptSince
	a.chain, a.prev, a.expected, a.unknown = chain, chain.FirstPrev, max(chain.FirstN, 1), map[string]bool{}
	if a.span.first > a.expected {
		if a.prev, err = a.q.RootOf(ctx, sqlcgen.RootOfParams{Org: a.org, N: a.span.first - 1}); err != nil && !db.NoRows(err) {
			return err
		}
		a.expected = a.span.first
	}
	if err := a.walk(ctx); err != nil {
		return err
	}
	if !a.span.whole {
		return nil
	}
	if err := a.end(ctx); err != nil {
		return err
	}
	if err := a.bases(ctx); err != nil {
		return err
	}
	return a.strays(ctx)
}

// walk goes from seal to seal.
func (a *auditor) walk(ctx context.Context) error {
	for behind := a.expected - 1; ; {
		rows, err := a.q.Seals(ctx, sqlcgen.SealsParams{Org: a.org, Behind: behind, Until: a.span.last, Max: 20})
		if err != nil {
			return fmt.Errorf("read seals: %w", err)
		}
		for _, r := range rows {
			if err := a.seal(ctx, r); err != nil {
				return err
			}
			behind = r.N
		}
		if len(rows) < 20 || len(a.out.Findings) == mostFindings {
			return nil
		}
	}
}

func (a *auditor) seal(ctx context.Context, r sqlcgen.SealsRow) error {
	if r.N != a.expected {
		a.found(Missing, nil, a.expected, "seal %d is gone: nothing proves what it held", a.expected)
		a.prev = r.Prev
	}
	linked := equal(r.Prev, a.prev)
	if !linked {
		other, err := a.q.FollowerOf(ctx, sqlcgen.FollowerOfParams{Org: a.org, Root: a.prev})
		if err != nil {
			return err
		}
		if other != 0 && other != r.N {
			a.found(Reordered, first(r.Ids), r.N, "seal %d stands where seal %d belongs", r.N, other)
		} else {
			a.found(Changed, first(r.Ids), r.N, "seal %d does not follow the one before it", r.N)
		}
	}
	a.expected, a.prev = r.N+1, r.Root
	a.out.Seals, a.out.UpTo = a.out.Seals+1, r.At
	k := a.keys.all[r.KeyID]
	if k == nil {
		if !a.unknown[r.KeyID] {
			a.unknown[r.KeyID] = true
			a.out.Untold = append(a.out.Untold, fmt.Sprintf("seal %d and others were made with the key %s, which is not in LONGHOUSE_SEAL_KEY", r.N, r.KeyID))
		}
		return nil
	}
	l := link{org: a.org, n: r.N, ids: r.Ids, kinds: r.Kinds, counts: r.Counts, prev: r.Prev, at: r.At}
	for i := range r.Ids {
		l.marks = append(l.marks, mark(r.Marks[i*markSize:(i+1)*markSize]))
	}
	sound, err := a.records(ctx, k, l)
	if err == nil && sound && linked && !equal(l.root(k), r.Root) {
		a.found(Changed, first(r.Ids), r.N, "seal %d was written by somebody without the key", r.N)
	}
	return err
}

// records compares what a seal holds with what is there now.
func (a *auditor) records(ctx context.Context, k *key, l link) (sound bool, err error) {
	now, err := marksOf(ctx, a.tx, k, a.org, l.ids)
	if err != nil {
		return false, err
	}
	sound = true
	for i, id := range l.ids {
		a.out.Records++
		is, there := now[id]
		if there && is.count == l.counts[i] && equal(is.mark[:], l.marks[i][:]) {
			continue
		}
		sound = false
		kind := "change set"
		if l.kinds[i] == 'f' {
			kind = "fact"
		}
		switch {
		case !there:
			a.found(Missing, &id, l.n, "the %s is gone", kind)
		case is.count < l.counts[i]:
			a.found(Missing, &id, l.n, "%d of its %d changes are gone", l.counts[i]-is.count, l.counts[i])
		case is.count > l.counts[i]:
			a.found(Added, &id, l.n, "%d changes were put into it", is.count-l.counts[i])
		case slices.Contains(l.marks, is.mark):
			a.found(Reordered, &id, l.n, "it stands at another's place in its seal")
		default:
			a.found(Changed, &id, l.n, "the %s does not say what it said when it was sealed", kind)
		}
	}
	return sound, nil
}

const forgedEnd = "the record of where the chain ends was written by somebody without the key"

// end compares where the chain ends with where it says it does, and with what others have been told.
func (a *auditor) end(ctx context.Context) error {
	last := a.expected - 1
	switch k := a.keys.all[a.chain.KeyID]; {
	case a.chain.KeyID == "" && a.out.Seals > 0:
		a.found(Missing, nil, last, "the record of where the chain ends is gone")
	case a.chain.KeyID == "":
	case a.chain.N > last:
		a.found(CutOff, nil, last+1, "the chain went on to seal %d, and ends with seal %d", a.chain.N, last)
	case k != nil && !equal(proof(k, a.org, a.chain), a.chain.Proof):
		a.found(Changed, nil, a.chain.N, forgedEnd)
	case a.chain.N < last || !equal(a.chain.Root, a.prev):
		a.found(Changed, nil, last, "the chain does not end where it says it does")
	}
	for _, anchor := range a.span.anchors {
		if anchor.N < a.chain.FirstN {
			continue // archived since
		}
		root, err := a.q.RootOf(ctx, sqlcgen.RootOfParams{Org: a.org, N: anchor.N})
		switch {
		case db.NoRows(err) && anchor.N > last:
			a.found(Older, nil, anchor.N, "on %s the chain had seal %d; it ends with seal %d now", anchor.At.Format(time.RFC3339), anchor.N, last)
		case db.NoRows(err): // walk has said that it is missing
		case err != nil:
			return err
		case hex.EncodeToString(root) != anchor.Root:
			a.found(Changed, nil, anchor.N, "seal %d is another than the one of %s: the chain was made anew", anchor.N, anchor.At.Format(time.RFC3339))
		default:
			continue
		}
		break // one anchor says it all
	}
	return nil
}

// strays are records that came behind the sealer's back.
func (a *auditor) strays(ctx context.Context) error {
	ids, err := a.q.InNoSeal(ctx, sqlcgen.InNoSealParams{Org: a.org, Max: mostFindings})
	if err != nil {
		return fmt.Errorf("look for what is in no seal: %w", err)
	}
	for _, id := range ids {
		a.found(Added, &id, 0, "it is in no seal, and does not wait for one")
	}
	orphans, err := a.q.OrphansOf(ctx, sqlcgen.OrphansOfParams{Org: a.org, Max: mostFindings})
	if err != nil {
		return fmt.Errorf("look for changes of nobody: %w", err)
	}
	for _, id := range slices.Compact(orphans) {
		if slices.ContainsFunc(a.out.Findings, func(f Finding) bool { return f.ID != nil && *f.ID == id }) {
			continue // it was sealed, and is gone: that is said
		}
		a.found(Added, &id, 0, "changes say that they belong to a change set that is not there")
	}
	return nil
}

func first(ids []uuid.UUID) *uuid.UUID {
	if len(ids) == 0 {
		return nil
	}
	return &ids[0]
}
