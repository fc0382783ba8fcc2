package history

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/history/sqlcgen"
)

// A base is what a row was when its first changes were cut off (retention.go):
// history.cut folds it, and whoever has the key marks it, so that it can be
// altered as little as the changes that it stands for.

// base writes a base in its canonical form.
func (s *scribe) base(org uuid.UUID, b sqlcgen.BasesRow) error {
	s.Reset()
	s.text("base")
	s.id(org)
	s.id(b.RowID)
	s.text(b.TableName)
	s.maybe(b.OwnerID)
	s.number(b.N)
	s.instant(b.At)
	return s.image(b.RowID, 0, 'i', b.Image)
}

// sum is the sum of marks, modulo 2 to the power of 128: the chain keeps that of
// all bases, and moves it with those that come and go.
type sum [markSize]byte

func (s *sum) add(m []byte) {
	carry := 0
	for i := markSize - 1; i >= 0; i-- {
		carry += int(s[i]) + int(m[i])
		s[i] = byte(carry)
		carry >>= 8
	}
}

func (s *sum) sub(m []byte) {
	borrow := 0
	for i := markSize - 1; i >= 0; i-- {
		borrow += int(s[i]) - int(m[i])
		s[i] = byte(borrow)
		borrow >>= 8
	}
}

// sumOf reads what a chain keeps; empty is nothing.
func sumOf(kept []byte) (s sum) {
	copy(s[:], kept)
	return s
}

// markBases marks what a cut has folded, and says what the marks add up to.
func markBases(ctx context.Context, q *sqlcgen.Queries, k *key, org uuid.UUID, total *sum) error {
	s := k.scribe()
	for {
		rows, err := q.BasesUnmarked(ctx, sqlcgen.BasesUnmarkedParams{Org: org, Max: chunk})
		if err != nil || len(rows) == 0 {
			return err
		}
		marks := sqlcgen.MarkBasesParams{Org: org, KeyID: k.name}
		for _, r := range rows {
			if err := s.base(org, sqlcgen.BasesRow(r)); err != nil {
				return err
			}
			m := s.mark()
			total.add(m[:])
			marks.Rows, marks.Tables, marks.Marks = append(marks.Rows, r.RowID), append(marks.Tables, r.TableName), append(marks.Marks, m[:])
		}
		if err := q.MarkBases(ctx, marks); err != nil {
			return fmt.Errorf("mark bases: %w", err)
		}
	}
}

// checkBase says what is wrong with a base; empty: it is as it was marked. It cannot be told when the key is not known.
func (k Keys) checkBase(org uuid.UUID, b sqlcgen.BasesRow) (wrong string, told bool, err error) {
	if len(b.Mark) == 0 {
		return fmt.Sprintf("the base of %s %s has no mark", b.TableName, b.RowID), true, nil
	}
	one := k.all[b.KeyID]
	if one == nil {
		return "", false, nil
	}
	s := one.scribe()
	if err := s.base(org, b); err != nil {
		return "", true, err
	}
	if m := s.mark(); !equal(m[:], b.Mark) {
		return fmt.Sprintf("the base of %s %s does not say what was cut off", b.TableName, b.RowID), true, nil
	}
	return "", true, nil
}

// bases verifies all of them: what each says, and that none is gone or was put back.
func (a *auditor) bases(ctx context.Context) error {
	var total sum
	at := sqlcgen.BasesParams{Org: a.org, Max: chunk}
	altered := false
	for {
		rows, err := a.q.Bases(ctx, at)
		if err != nil {
			return fmt.Errorf("read bases: %w", err)
		}
		for _, r := range rows {
			wrong, told, err := a.keys.checkBase(a.org, r)
			switch {
			case err != nil:
				return err
			case !told && !a.unknown[r.KeyID]:
				a.unknown[r.KeyID] = true
				a.out.Untold = append(a.out.Untold, fmt.Sprintf("the base of %s %s and others were marked with the key %s, which is not in LONGHOUSE_SEAL_KEY", r.TableName, r.RowID, r.KeyID))
			case wrong != "":
				altered = true
				a.found(Changed, nil, a.chain.FirstN, "%s", wrong)
			}
			if len(r.Mark) == markSize {
				total.add(r.Mark)
			}
			at.Behind, at.BehindTable = r.RowID, r.TableName
		}
		if len(rows) < chunk {
			break
		}
	}
	if kept := sumOf(a.chain.Bases); !altered && !slices.Equal(kept[:], total[:]) {
		a.found(Missing, nil, a.chain.FirstN, "a base is gone, or an older one was put back: the rows that were cut off do not add up")
	}
	return nil
}
