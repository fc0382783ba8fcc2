package db

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"longhouse/platform/kernel"
)

// Fact is something worth knowing that changes no business row: a refused
// sign-in, an export, an act on a job. Who did it, through what and why are
// the transaction's.
type Fact struct {
	Kind    string         // jobs.retried: for filters
	About   kernel.Record  // the record that it is about; zero is none
	Address string         // from where, if somebody asked from outside
	Within  time.Duration  // if not zero, the same person has it once about the same record in that time
	Detail  map[string]any // facts of the fact: never a secret, never what other readers may not see
}

// Note keeps a fact with the commit, or not at all.
func (t *Tx) Note(_ context.Context, f Fact) error {
	if f.Detail == nil {
		f.Detail = map[string]any{}
	}
	detail, err := json.Marshal(f.Detail)
	if err != nil {
		return fmt.Errorf("note %s: %w", f.Kind, err)
	}
	address := f.Address
	if address == "" {
		address = t.who.Address
	}
	var about any
	if f.About.Entity != "" {
		about = f.About.ID
	}
	if f.Within > 0 {
		t.Finally("select history.note_seldom($1, $2, $3, $4, $5, $6::text::jsonb, $7)", kernel.NewUUID(), f.Kind, address, f.About.Entity, about, string(detail), int(f.Within.Seconds()))
		return nil
	}
	t.Finally("select history.note($1, $2, $3, $4, $5, $6::text::jsonb)", kernel.NewUUID(), f.Kind, address, f.About.Entity, about, string(detail))
	return nil
}

// Note keeps a fact in a transaction of its own, so that no rollback of what
// was tried takes it away.
func Note(ctx context.Context, p *Pool, f Fact) error {
	return Changed(ctx, p, func(tx *Tx) error { return tx.Note(ctx, f) })
}
