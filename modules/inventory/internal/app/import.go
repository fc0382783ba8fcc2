package app

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// What an imported row would do, or did.
const (
	WouldCreate = "create"
	WouldUpdate = "update"
	Unchanged   = "unchanged"
	Refused     = "error"
)

// Verdict is what an imported row would do.
type Verdict struct {
	Kind    string
	ID      uuid.UUID     // of the record that is there, or was made
	Changed []string      // fields that an update changes
	Faults  []fault.Field // of a refused row; pointers name fields of the target
	// Warnings tell what looks odd; the row counts all the same.
	Warnings []fault.Field
}

// Write does what rows ask for, in the transaction of their import. It may run again.
type Write func(context.Context, *db.Tx) ([]Verdict, error)

func refuse(field, code, message string) Verdict {
	return Verdict{Kind: Refused, Faults: []fault.Field{{Pointer: "/" + field, Code: code, Message: message}}}
}

// refusal turns a fault into a verdict; any other error stays one.
func refusal(err error) (Verdict, error) {
	f := fault.As(err)
	if f == nil {
		return Verdict{}, err
	}
	v := Verdict{Kind: Refused, Faults: slices.Clone(f.Fields)}
	for i, field := range v.Faults {
		v.Faults[i].Pointer = columnOf(field.Pointer)
	}
	if len(v.Faults) == 0 {
		v.Faults = []fault.Field{{Code: f.Code, Message: f.Message}}
	}
	return v, nil
}

// columnOf is the field of a target for a pointer into what the API takes: a
// price is two fields there, and one with a currency beside it in a file.
func columnOf(pointer string) string {
	if strings.HasSuffix(pointer, "/currency") {
		return "/currency"
	}
	return strings.TrimSuffix(pointer, "/amount")
}

// planned is a row with what it would do and how to do it.
type planned struct {
	Verdict
	first func(context.Context, *db.Tx) error // what the row stands on, made before all rows
	write func(context.Context, *db.Tx) error
}

// planner says what rows would do, as things are in a transaction.
type planner func(ctx context.Context, tx *db.Tx, now time.Time) ([]planned, error)

// check plans rows without doing anything.
func (s *Service) check(ctx context.Context, right kernel.Permission, plan planner) ([]Verdict, error) {
	if err := authz.Allowed(ctx, right); err != nil {
		return nil, err
	}
	if _, err := s.house(ctx); err != nil {
		return nil, err
	}
	now := s.clock.Now()
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Verdict, error) {
		rows, err := plan(ctx, tx, now)
		return verdicts(rows), err
	})
}

// prepare asks what must be asked before the transaction, in which rows are
// planned again, as things are by then, and done.
func (s *Service) prepare(ctx context.Context, right kernel.Permission, plan planner) (Write, error) {
	if err := authz.Allowed(ctx, right); err != nil {
		return nil, err
	}
	if _, err := s.house(ctx); err != nil {
		return nil, err
	}
	now := s.clock.Now()
	return func(ctx context.Context, tx *db.Tx) ([]Verdict, error) {
		rows, err := plan(ctx, tx, now)
		if err != nil {
			return nil, err
		}
		return apply(ctx, tx, rows)
	}, nil
}

// apply writes all rows at once. When the database refuses one, which no plan
// has foreseen, they are written one by one, so that only that row is refused.
func apply(ctx context.Context, tx *db.Tx, rows []planned) ([]Verdict, error) {
	for _, r := range rows {
		if r.first == nil {
			continue
		}
		if err := r.first(ctx, tx); err != nil {
			return nil, err
		}
	}
	err := tx.Part(ctx, func(part *db.Tx) error {
		for _, r := range rows {
			if err := r.do(ctx, part); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		return verdicts(rows), nil
	}
	if !rowsFault(err) {
		return nil, err
	}
	for i, r := range rows {
		err := tx.Part(ctx, func(part *db.Tx) error { return r.do(ctx, part) })
		if err == nil {
			continue
		}
		if !rowsFault(err) {
			return nil, err
		}
		if rows[i].Verdict, err = refusal(err); err != nil {
			return nil, err
		}
	}
	return verdicts(rows), nil
}

// do writes a row that has something to write.
func (p planned) do(ctx context.Context, tx *db.Tx) error {
	if p.write == nil {
		return nil
	}
	return p.write(ctx, tx)
}

// rowsFault says whether an error is about what a row says, and not about the house.
func rowsFault(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.Stale, fault.NotFound:
		return true
	default:
		return false
	}
}

func verdicts(rows []planned) []Verdict {
	out := make([]Verdict, len(rows))
	for i, r := range rows {
		out[i] = r.Verdict
	}
	return out
}

// twice remembers keys of a file, and refuses the second row with one.
type twice map[string]int

func (t twice) seen(field, key string, row int) (Verdict, bool) {
	key = strings.ToLower(strings.TrimSpace(key))
	if first, ok := t[key]; ok && key != "" {
		return refuse(field, "twice", "Another row of this part of the file has the same value: "+strconv.Itoa(row-first)+" rows above."), true
	}
	t[key] = row
	return Verdict{}, false
}

// differences lists the fields in which two texts differ, in their order.
type differences []string

func (d *differences) text(field, was, is string) {
	if was != is {
		*d = append(*d, field)
	}
}
