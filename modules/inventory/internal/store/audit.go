package store

import (
	"context"
	"fmt"

	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/db"
)

// Findings lists up to a number of places where a sum is not that of its
// ledger, each with the name of the rule. It may take as long as it takes.
func Findings(ctx context.Context, tx *db.Tx, most int32) ([]string, error) {
	q := sqlcgen.New(tx)
	if err := q.TakeYourTime(ctx); err != nil {
		return nil, err
	}
	rows, err := q.Audit(ctx, most)
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = fmt.Sprintf("%s: %s", r.Broken, r.At)
	}
	return out, err
}
