package history

import (
	"context"

	"longhouse/platform/db"
	"longhouse/platform/history/sqlcgen"
)

// Gaps lists change sets and changes of the actor's organisation that lack each
// other. It asks for no right: it is for whoever runs the host.
func (s *Service) Gaps(ctx context.Context) ([]string, error) {
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]string, error) {
		q := sqlcgen.New(tx)
		if err := q.TakeYourTime(ctx); err != nil {
			return nil, err
		}
		rows, err := q.Gaps(ctx)
		out := make([]string, len(rows))
		for i, r := range rows {
			out[i] = r.Broken + ": " + r.At
		}
		return out, err
	})
}
