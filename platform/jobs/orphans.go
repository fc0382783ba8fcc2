package jobs

import (
	"context"

	"longhouse/platform/db"
	"longhouse/platform/jobs/sqlcgen"
)

// Orphans lists open work of the actor's organisation that can never be done:
// its event is gone, or it waits for nothing. It asks for no right: it is for
// whoever runs the host.
func (e *Engine) Orphans(ctx context.Context) ([]string, error) {
	return db.Read(ctx, e.root.For("platform"), func(tx *db.Tx) ([]string, error) {
		q := sqlcgen.New(tx)
		if err := q.TakeYourTime(ctx); err != nil {
			return nil, err
		}
		rows, err := q.Orphans(ctx)
		out := make([]string, len(rows))
		for i, r := range rows {
			out[i] = r.Broken + ": " + r.At
		}
		return out, err
	})
}
