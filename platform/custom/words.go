package custom

import (
	"context"
	"fmt"

	"longhouse/platform/db"
	"longhouse/platform/jobs"
)

// KeepWords is the job that finds words anew in records of an object, after a
// field became searchable or stopped to be.
type KeepWords struct {
	Entity string `json:"entity"`
	Key    string `json:"key"`
}

// JobType names it.
func (KeepWords) JobType() string { return "custom.keep_words" }

const someRecords = 2_000

// Handlers are the jobs of this package.
func (s *Service) Handlers() []jobs.Handler {
	return []jobs.Handler{jobs.RunLong("custom.keep_words", s.keepWords).Does("Finds the words anew that a search looks for in custom fields.")}
}

// keepWords touches the records that have a value in the field, so that their
// table's trigger writes their words. That is nobody's change, and history keeps none.
func (s *Service) keepWords(ctx context.Context, _ *jobs.Run, j KeepWords) error {
	if _, ok := s.entities[j.Entity]; !ok {
		return nil
	}
	t := table(j.Entity)
	last := "00000000-0000-0000-0000-000000000000"
	for {
		n, err := db.Write(ctx, s.pool(j.Entity), func(tx *db.Tx) (n int, err error) {
			var next *string
			err = tx.QueryRow(ctx, `with few as (select id from `+t+` where id > $1 and custom ->> $2 <> '' order by id limit $3 for update),
				touched as (update `+t+` r set custom_words = E'\n' from few where r.id = few.id returning r.id)
				select count(*), max(id::text) from touched`, last, j.Key, someRecords).Scan(&n, &next)
			if next != nil {
				last = *next
			}
			return n, err
		})
		if err != nil {
			return fmt.Errorf("keep words of %s: %w", j.Entity, err)
		}
		if n < someRecords {
			return nil
		}
	}
}
