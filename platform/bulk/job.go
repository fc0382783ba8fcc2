package bulk

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"longhouse/platform/bulk/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

// RunRecords works on a run of more records than a person waits for.
type RunRecords struct {
	Run uuid.UUID `json:"run"`
}

// JobType is stable.
func (RunRecords) JobType() string { return "bulk.run" }

// OrderKey: a run is worked on once at a time.
func (j RunRecords) OrderKey() string { return j.Run.String() }

// Handlers are the jobs of this package, for the pool of the platform.
func (s *Service) Handlers() []jobs.Handler {
	return []jobs.Handler{
		jobs.RunLong("bulk.run", s.run).Does("Changes many records that somebody has chosen, one by one."),
		jobs.Every("bulk.sweep", "41 3 * * *", s.Sweep).Does("Drops previews of changes to many records, and what became of old ones."),
	}
}

// job keeps account of a run for a job: rights are asked anew before each chunk.
type job struct {
	s *Service
	r *jobs.Run
}

func (j job) attach(ctx context.Context) (context.Context, error) { return j.s.o.Attach(ctx) }

func (j job) commit(ctx context.Context, done, total int, fn func(*db.Tx) error) error {
	return j.r.CommitOn(ctx, j.s.db, done, int64(done), int64(total), fn)
}

func (s *Service) run(ctx context.Context, r *jobs.Run, j RunRecords) error {
	row, err := s.row(ctx, j.Run)
	if errors.Is(err, fault.ErrNotFound) {
		return nil // it was swept
	}
	if err != nil || row.State != "running" {
		return err
	}
	err = s.work(ctx, row, job{s, r})
	if errors.Is(err, jobs.ErrCancelled) {
		return errors.Join(err, s.finish(context.WithoutCancel(ctx), j.Run, "cancelled", nil))
	}
	if why, refused := refusal(err); err != nil && refused {
		return s.finish(ctx, j.Run, "failed", &why) // whoever asked may not act at all any more
	}
	return err
}

// Sweep drops what nobody needs any more, and gives up what nobody works on.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.o.Clock.Now()
	problem, err := json.Marshal(rest.BulkReason{Code: "bulk.broken_off", Detail: "The server stopped in the middle. What it had changed stays; start again for the rest."})
	if err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if err := query(tx).BreakOff(ctx, sqlcgen.BreakOffParams{Problem: problem, Now: now, Before: now.Add(-deserts)}); err != nil {
			return err
		}
		return query(tx).Sweep(ctx, sqlcgen.SweepParams{Before: now.Add(-kept), Yesterday: now.Add(-fresh)})
	})
}

var _ kernel.Job = RunRecords{}
