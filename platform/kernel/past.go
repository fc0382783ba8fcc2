package kernel

import (
	"context"

	"github.com/google/uuid"
)

// Past is what a record was before a change that is undone.
type Past struct {
	// Old holds the values that go back, and no others: whole numbers as float64, others as
	// json.Number with all their digits. Nil: the change made the record, which then goes if
	// nothing else hangs on it.
	Old map[string]any
	// Gone: the change deleted the record. Old then holds every column.
	Gone bool
	// Sets are the change sets that are undone, for what a ledger posted in them.
	Sets []uuid.UUID
	// Parts are the rows that hang on the record, as far as they change.
	Parts []PastPart
}

// PastPart is what a row of a record's part was: nil Old, it was not there.
type PastPart struct {
	Table string
	ID    uuid.UUID
	Old   map[string]any
	Gone  bool
}

// PartsOf are the rows of some tables.
func (p Past) PartsOf(tables ...string) []PastPart {
	var out []PastPart
	for _, part := range p.Parts {
		for _, t := range tables {
			if part.Table == t {
				out = append(out, part)
			}
		}
	}
	return out
}

// OldValues makes a Restore of one that knows of the record's own values only.
func OldValues(restore func(ctx context.Context, id uuid.UUID, old map[string]any) error) func(context.Context, uuid.UUID, Past) error {
	return func(ctx context.Context, id uuid.UUID, was Past) error { return restore(ctx, id, was.Old) }
}
