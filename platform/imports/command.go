package imports

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/imports/sqlcgen"
	"longhouse/platform/page"
)

// Upload is a file at the command line, or in a test.
type Upload struct {
	Name    string
	Data    []byte
	Reading Reading
}

// Result is what became of an import that was waited for.
type Result struct {
	Import Import
	Counts Counts
	Errors []ImportRow // the first 200 rows that were refused
}

// ImportFile takes one file, or a file and its lines, all the way: upload,
// mapping, check, run. It does the work itself instead of leaving it to a job;
// all else is as through the API, rights and limits too. A draft's nil mapping
// is guessed. progress hears of each stage; nil is nobody.
func (s *Service) ImportFile(ctx context.Context, target string, files []Upload, d Draft, progress func(stage string, done, total int64)) (Result, error) {
	if len(files) < 1 || len(files) > 2 {
		return Result{}, fault.ErrInvalid.Say("An import takes one file, or two where the second holds lines.")
	}
	var ids []uuid.UUID
	for _, u := range files {
		f, err := s.Upload(ctx, u.Name, u.Data, u.Reading)
		if err != nil {
			return Result{}, fmt.Errorf("%s: %w", u.Name, err)
		}
		ids = append(ids, f.ID.UUID)
	}
	var lines *uuid.UUID
	if len(ids) == 2 {
		lines = &ids[1]
	}
	i, err := s.Create(ctx, target, ids[0], lines, d)
	if err != nil {
		return Result{}, err
	}
	return s.through(ctx, i, progress)
}

// through checks and runs an import while somebody waits.
func (s *Service) through(ctx context.Context, i Import, progress func(stage string, done, total int64)) (Result, error) {
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	if _, err := s.toCheck(ctx, i.ID, nil); err != nil {
		return Result{Import: i}, err
	}
	if err := s.byHand(ctx, i.ID, Checking, Mapping, s.check(ctx, &hand{stage: Checking, tell: progress}, i.ID)); err != nil {
		return Result{Import: i}, err
	}
	if _, err := s.toRun(ctx, i.ID, nil); err != nil {
		return Result{Import: i}, err
	}
	if err := s.byHand(ctx, i.ID, Running, Failed, s.run(ctx, &hand{stage: Running, tell: progress}, i.ID)); err != nil {
		return Result{Import: i}, err
	}
	i, err := s.Get(ctx, i.ID)
	if err != nil {
		return Result{}, err
	}
	out := Result{Import: i}
	if i.Counts != nil {
		out.Counts = *i.Counts
	}
	refused, err := s.Rows(ctx, i.ID, page.Request{Filter: map[string][]string{"verdict": {Refused}}, Limit: 200})
	out.Errors = refused.Items
	return out, err
}

// byHand writes why a stage stopped, at once: nobody tries again at the command line.
func (s *Service) byHand(ctx context.Context, id uuid.UUID, was, then string, err error) error {
	if err != nil {
		f := fault.As(err)
		if f == nil {
			f = ErrBroken
		}
		return errors.Join(err, s.end(context.WithoutCancel(ctx), id, was, then, sqlcgen.EndStateParams{Problem: problemOf(f)}))
	}
	i, err := s.at(ctx, id)
	if err != nil {
		return err
	}
	if i.State == then && i.problem != nil {
		return &fault.Error{Kind: fault.Conflict, Code: i.problem.Code, Message: i.problem.Message, Fields: i.problem.Fields}
	}
	return nil
}

// hand does the work of a job where there is none.
type hand struct {
	stage string
	tell  func(stage string, done, total int64)
}

// Cursor is at the beginning: this is the only attempt.
func (*hand) Cursor(any) error {
	return nil
}

// Progress tells whoever waits.
func (h *hand) Progress(_ context.Context, done, total int64) error {
	h.tell(h.stage, done, total)
	return nil
}

// CommitOn runs fn in one transaction of the module.
func (h *hand) CommitOn(ctx context.Context, pool *db.Pool, _ any, done, total int64, fn func(*db.Tx) error) error {
	err := db.Changed(ctx, pool, fn)
	if err == nil {
		h.tell(h.stage, done, total)
	}
	return err
}
