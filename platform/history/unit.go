package history

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/fault"
	"longhouse/platform/history/sqlcgen"
	"longhouse/platform/kernel"
)

// unit is what an undo is about: change sets, and the records that they touched.
type unit struct {
	id      uuid.UUID
	sets    []uuid.UUID        // what is taken back
	own     map[uuid.UUID]bool // the same
	follows map[uuid.UUID]bool // what followed from it: changes of services in the same operation
	records []*touched         // the one that was touched first comes last
}

// touched is a record of a unit with its parts.
type touched struct {
	kernel.Record
	rows  []row
	first int64
	made  bool // it came to be in the unit
	tries int  // that met a change that they had not seen
}

type row struct {
	table string
	id    uuid.UUID
	first int64
}

// plan finds out what an undo is about, and whether the caller may.
func (s *Service) plan(ctx context.Context, id uuid.UUID) (*unit, error) {
	may, err := s.mayUndo(ctx)
	if err != nil {
		return nil, err
	}
	u := &unit{id: id, own: map[uuid.UUID]bool{}, follows: map[uuid.UUID]bool{}}
	rows, err := read(ctx, s, func(q *sqlcgen.Queries) ([]sqlcgen.RowsOfRow, error) {
		sets, err := q.SetsOf(ctx, id)
		if err != nil {
			return nil, err
		}
		if len(sets) == 0 {
			return nil, fault.ErrNotFound
		}
		followed := slices.ContainsFunc(sets, byPerson)
		for _, set := range sets {
			if followed && !byPerson(set) {
				u.follows[set.ID] = true
				continue // the modules' own reactions take care of what followed
			}
			if err := may.of(set.Actor, set.At); err != nil {
				return nil, err
			}
			u.sets, u.own[set.ID] = append(u.sets, set.ID), true
		}
		return q.RowsOf(ctx, u.sets)
	})
	if err != nil {
		return nil, fmt.Errorf("plan undo of %s: %w", id, err)
	}
	kinds, err := s.kindsOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	u.gather(ctx, s, rows, kinds)
	if len(rows) > 0 && len(u.records) == 0 {
		return nil, fault.ErrNotFound // all of it is sealed to the caller
	}
	return u, s.mayAny(ctx, u)
}

func byPerson(set sqlcgen.SetsOfRow) bool { return strings.HasPrefix(set.Actor, "u:") }

// mayAny refuses as a whole what the caller may do nothing of.
func (s *Service) mayAny(ctx context.Context, u *unit) error {
	var refusal error
	for _, name := range kindsIn(u.records) {
		e := s.entities[name]
		if e == nil || e.Restore == nil {
			continue
		}
		err := authz.Allowed(ctx, e.Change)
		if err == nil {
			return nil
		}
		refusal = err
	}
	return refusal
}

func kindsIn(records []*touched) []string {
	var out []string
	for _, r := range records {
		if !slices.Contains(out, r.Entity) {
			out = append(out, r.Entity)
		}
	}
	return out
}

// kindsOf says what the owners of touched parts are, where a table's rows may be parts of several kinds.
func (s *Service) kindsOf(ctx context.Context, rows []sqlcgen.RowsOfRow) (map[uuid.UUID]string, error) {
	seen := map[uuid.UUID]bool{}
	var ask []uuid.UUID
	for _, r := range rows {
		if len(s.owners[r.TableName]) < 2 {
			continue
		}
		if owner, err := uuid.Parse(r.OwnerID); err == nil && !seen[owner] {
			seen[owner] = true
			ask = append(ask, owner)
		}
	}
	out := map[uuid.UUID]string{}
	for some := range slices.Chunk(ask, 1000) {
		kinds, err := read(ctx, s, func(q *sqlcgen.Queries) ([]sqlcgen.KindsOfRow, error) { return q.KindsOf(ctx, some) })
		if err != nil {
			return nil, fmt.Errorf("find owners of parts: %w", err)
		}
		for _, k := range kinds {
			out[k.RowID] = k.TableName
		}
	}
	return out, nil
}

// gather makes records of rows: parts go to the record that they belong to.
// Parts that are sealed to the caller are not there for them.
func (u *unit) gather(ctx context.Context, s *Service, rows []sqlcgen.RowsOfRow, kinds map[uuid.UUID]string) {
	records := map[kernel.Record]*touched{}
	opens := map[string]bool{}
	for _, w := range rows {
		record := s.recordOf(w, kinds)
		if e := s.entities[record.Entity]; e != nil && e.Sealed[w.TableName] != "" {
			open, known := opens[w.TableName]
			if !known {
				see, err := e.sees(ctx)
				open = err == nil && see.opens(w.TableName)
				opens[w.TableName] = open
			}
			if !open {
				continue
			}
		}
		r := records[record]
		if r == nil {
			r = &touched{Record: record, first: w.First}
			records[record] = r
			u.records = append(u.records, r)
		}
		r.rows, r.first = append(r.rows, row{w.TableName, w.RowID, w.First}), min(r.first, w.First)
		if w.RowID == record.ID {
			r.made = w.FirstOp == "insert"
		}
	}
	slices.SortFunc(u.records, func(a, b *touched) int { return cmp.Compare(b.first, a.first) })
}

func (s *Service) recordOf(w sqlcgen.RowsOfRow, kinds map[uuid.UUID]string) kernel.Record {
	owners := s.owners[w.TableName]
	owner, err := uuid.Parse(w.OwnerID)
	if s.entities[w.TableName] != nil || len(owners) == 0 || err != nil {
		return kernel.Record{Entity: w.TableName, ID: w.RowID}
	}
	for _, e := range owners {
		if kinds[owner] == e.Name {
			return kernel.Record{Entity: e.Name, ID: owner}
		}
	}
	return kernel.Record{Entity: owners[0].Name, ID: owner}
}
