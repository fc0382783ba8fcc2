package history

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/history/sqlcgen"
	"longhouse/platform/kernel"
)

// cure is what undoing does to one record.
type cure struct {
	past    *kernel.Past // nil: it is as it was before
	kept    string       // why it stays as it is
	clashes []clash
	held    actor.Undo // what was seen of it
}

// cures finds out what is to be done to each record of a batch, by what is there now.
func (s *Service) cures(ctx context.Context, u *unit, batch []*touched) ([]cure, error) {
	var rows, made []uuid.UUID
	var firsts, madeFirsts []int64
	quiet := []string{}
	for _, r := range batch {
		for _, w := range r.rows {
			rows, firsts = append(rows, w.id), append(firsts, w.first)
		}
		if r.made {
			made, madeFirsts = append(made, r.ID), append(madeFirsts, r.first)
		}
		if e := s.entities[r.Entity]; e != nil {
			quiet = append(quiet, e.Quiet...)
		}
	}
	type found struct {
		changes []sqlcgen.ChangesSinceRow
		parts   []sqlcgen.PartsSinceRow
	}
	f, err := read(ctx, s, func(q *sqlcgen.Queries) (f found, err error) {
		if f.changes, err = q.ChangesSince(ctx, sqlcgen.ChangesSinceParams{Rows: rows, Firsts: firsts}); err != nil || len(made) == 0 {
			return f, err
		}
		family := slices.Clone(u.sets)
		for id := range u.follows {
			family = append(family, id)
		}
		f.parts, err = q.PartsSince(ctx, sqlcgen.PartsSinceParams{Owners: made, Firsts: madeFirsts, Sets: family, Known: rows, Quiet: quiet})
		return f, err
	})
	if err != nil {
		return nil, fmt.Errorf("read what is undone: %w", err)
	}
	of := map[uuid.UUID][]sqlcgen.ChangesSinceRow{}
	for _, c := range f.changes {
		of[c.RowID] = append(of[c.RowID], c)
	}
	parts := map[uuid.UUID]sqlcgen.PartsSinceRow{}
	for _, p := range f.parts {
		parts[p.OwnerID] = p
	}
	out := make([]cure, len(batch))
	for i, r := range batch {
		if out[i], err = s.cure(u, r, of, parts[r.ID]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Service) cure(u *unit, r *touched, changes map[uuid.UUID][]sqlcgen.ChangesSinceRow, parts sqlcgen.PartsSinceRow) (cure, error) {
	e := s.entities[r.Entity]
	if e == nil || e.Restore == nil {
		return cure{kept: e.final()}, nil
	}
	var c cure
	var root *remedy
	var beside []kernel.PastPart
	stay := ""
	for _, w := range r.rows {
		f, err := u.foldOf(changes[w.id])
		if err != nil {
			return c, err
		}
		fix := f.remedy(w.table, w.id, e.Derived)
		c.held.Rows, c.held.Seen = append(c.held.Rows, w.id), append(c.held.Seen, f.seen)
		if w.id == r.ID {
			root = &fix
			continue
		}
		if slices.Contains(e.Quiet, w.table) {
			continue // its module keeps it right
		}
		c.clashes = append(c.clashes, fix.clashes...)
		switch {
		case fix.nothing():
		case !slices.Contains(e.Follows, w.table):
			stay = partsStay
		case fix.kept != "" && fix.kept != deletedSince:
			stay = fix.kept
		case fix.kept == "":
			beside = append(beside, kernel.PastPart{Table: w.table, ID: w.id, Old: partValues(fix), Gone: fix.whole})
		}
	}
	past := kernel.Past{Old: map[string]any{}, Parts: beside, Sets: u.sets}
	if root != nil {
		if c.clashes = append(c.clashes, root.clashes...); root.kept != "" {
			c.kept = root.kept
			return c, nil
		}
		past.Gone = root.whole
		if !root.drop {
			past.Old = olden(root.old)
		}
	}
	switch {
	case root != nil && root.drop: // its parts go with it, if nobody has touched them
		if parts.Later > 0 || stay == changedSince || len(c.clashes) > 0 {
			c.kept, c.clashes = changedSince, nil
			return c, nil
		}
		past = kernel.Past{Sets: u.sets}
		owner := r.ID
		c.held.Owner, c.held.Parts = &owner, parts.Parts
	case stay != "":
		c.kept = stay
		return c, nil
	case len(past.Old) == 0 && len(beside) == 0:
		if len(c.clashes) > 0 {
			c.kept = changedSince
		}
		return c, nil
	}
	c.past = &past
	return c, nil
}

func partValues(fix remedy) map[string]any {
	if fix.drop {
		return nil
	}
	return olden(fix.old)
}

// final says why records of a kind stay that nobody puts back.
func (e *Entity) final() string {
	if e == nil || e.Final == "" {
		return noWayBack
	}
	return e.Final
}
