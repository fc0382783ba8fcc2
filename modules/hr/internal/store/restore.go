package store

import (
	"context"
	"slices"

	"longhouse/modules/hr"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// PutBack makes a person again with all that hung on them.
func PutBack(ctx context.Context, tx *db.Tx, id hr.EmployeeID, was kernel.Past) error {
	if err := tx.PutBack(ctx, "hr.employee", []kernel.PastPart{{Table: "hr.employee", ID: id.UUID, Old: was.Old, Gone: true}}); err != nil {
		return err
	}
	if err := tx.PutBack(ctx, "hr.employment", was.Parts); err != nil {
		return err
	}
	return PutFactsBack(ctx, tx, was)
}

// PutFactsBack gives dated facts their old periods back. Of two that share a
// border one shrinks before the other grows, and which one the values do not
// tell: if the first order makes them overlap, the other one does not.
func PutFactsBack(ctx context.Context, tx *db.Tx, was kernel.Past) error {
	for _, table := range []string{"hr.job_fact", "hr.reporting_line", "hr.pay_fact"} {
		parts := was.PartsOf(table)
		err := tx.Part(ctx, func(part *db.Tx) error { return part.PutBack(ctx, table, parts) })
		if f := fault.As(err); f != nil && f.Kind == fault.Conflict && len(parts) > 1 {
			slices.Reverse(parts)
			err = tx.PutBack(ctx, table, parts)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
