package imports

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/imports/sqlcgen"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

var importList = page.Spec{
	Columns: map[string]page.Column{
		"target":     {Expr: "i.target", Cast: "text", Ops: page.OneOf},
		"state":      {Expr: "i.state", Cast: "text", Ops: page.OneOf},
		"created_by": {Expr: "i.created_by", Cast: "uuid", Ops: page.OneOf},
		"created_at": {Expr: "i.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Own: "i.created_by", Tie: "i.id", Default: "-created_at",
}

// scope is which imports the caller may see: their own, or all by a right.
func scope(ctx context.Context) (page.Scope, error) {
	if authz.Allowed(ctx, ReadImports) == nil {
		return authz.Scope(ctx, ReadImports)
	}
	own, err := me(ctx)
	if err != nil || own == nil {
		return page.Scope{}, err
	}
	return page.Scope{Allow: page.Own, Me: *own}, nil
}

// List reads the caller's own imports, or all of them for who may see those.
func (s *Service) List(ctx context.Context, r page.Request) (page.Page[Import], error) {
	reach, err := scope(ctx)
	if err != nil {
		return page.Page[Import]{}, err
	}
	q, err := importList.Compile(r, reach)
	if err != nil {
		return page.Page[Import]{}, err
	}
	p, err := db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Import], error) {
		rows, err := sqlcgen.New(q.On(tx)).ListImports(ctx, q.Max())
		return page.Cut(q, rows, func(r sqlcgen.ListImportsRow) (string, uuid.UUID) { return r.PageKey, r.ID }, listed), err
	})
	if err != nil {
		return p, err
	}
	return p, s.name(ctx, p.Items)
}

func listed(r sqlcgen.ListImportsRow) Import {
	i := viewOf(sqlcgen.GetImportRow{ID: r.ID, Target: r.Target, FileID: r.FileID, LinesFileID: r.LinesFileID, Mapping: r.Mapping, LinesMapping: r.LinesMapping,
		Formats: r.Formats, LinesFormats: r.LinesFormats, Options: r.Options, Questions: r.Questions, State: r.State, Counts: r.Counts, Done: r.Done, Total: r.Total,
		Problem: r.Problem, Undo: r.Undo, Version: r.Version, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt, StartedAt: r.StartedAt, FinishedAt: r.FinishedAt})
	i.FileName = r.FileName
	if r.LinesFileName != nil {
		i.LinesFileName = *r.LinesFileName
	}
	return i
}

func viewOf(r sqlcgen.GetImportRow) Import {
	i := Import{ID: r.ID, Version: r.Version, Target: r.Target, State: r.State, FileID: r.FileID, LinesFileID: r.LinesFileID,
		Mapping: unpack[map[string]string](r.Mapping), LinesMapping: unpack[map[string]string](r.LinesMapping),
		Formats: unpack[map[string]string](r.Formats), LinesFormats: unpack[map[string]string](r.LinesFormats),
		Options: unpack[map[string]string](r.Options), Questions: unpack[[]Question](r.Questions), Counts: unpack[*Counts](r.Counts),
		Undo: unpack[*Undone](r.Undo), CreatedAt: r.CreatedAt, StartedAt: r.StartedAt, FinishedAt: r.FinishedAt,
		Job: r.Job, createdBy: r.CreatedBy, problem: unpack[*Problem](r.Problem)}
	if i.problem != nil {
		i.Error, i.ErrorCode = i.problem.Message, i.problem.Code
	}
	if r.Total > 0 {
		i.Progress = &Progress{r.Done, r.Total}
	}
	if r.CreatedBy != nil {
		i.CreatedBy = &Person{ID: kernel.IDOf[kernel.User](*r.CreatedBy)}
	}
	return i
}

// Get reads one import with its files.
func (s *Service) Get(ctx context.Context, id uuid.UUID) (Import, error) {
	i, err := s.visible(ctx, id)
	if err != nil {
		return i, err
	}
	return i, s.whole(ctx, &i)
}

// whole adds the files, how well their columns fit, and the name.
func (s *Service) whole(ctx context.Context, i *Import) error {
	_, err := db.Read(ctx, s.db, func(tx *db.Tx) (struct{}, error) {
		f, err := query(tx).GetFile(ctx, i.FileID)
		if err != nil {
			return struct{}{}, err
		}
		i.File, i.FileName = new(unpack[File](f.Understood)), f.Name
		if i.LinesFileID == nil {
			return struct{}{}, nil
		}
		f, err = query(tx).GetFile(ctx, *i.LinesFileID)
		i.LinesFile, i.LinesFileName = new(unpack[File](f.Understood)), f.Name
		return struct{}{}, err
	})
	if err != nil {
		return err
	}
	if t, ok := s.targets[i.Target]; ok {
		if t, err = t.whole(ctx); err != nil {
			return err
		}
		i.Certainty = certainties(t.Fields, i.File, i.Mapping)
		if t.Lines != nil && i.LinesFile != nil {
			i.LinesCertainty = certainties(t.Lines.Fields, i.LinesFile, i.LinesMapping)
		}
	}
	one := []Import{*i}
	err = s.name(ctx, one)
	*i = one[0]
	return err
}

// name says who made the imports, where somebody can tell.
func (s *Service) name(ctx context.Context, items []Import) error {
	var ids []uuid.UUID
	for _, i := range items {
		if by := i.CreatedBy; by != nil && !slices.Contains(ids, by.ID.UUID) {
			ids = append(ids, by.ID.UUID)
		}
	}
	if s.o.Names == nil || len(ids) == 0 {
		return nil
	}
	names, err := s.o.Names(ctx, ids)
	for n := range items {
		if by := items[n].CreatedBy; by != nil {
			by.Name = names[by.ID.UUID]
		}
	}
	return err
}

// read reads an import inside a transaction; whose it is, is the caller's concern.
func read(ctx context.Context, tx *db.Tx, id uuid.UUID) (Import, error) {
	r, err := query(tx).GetImport(ctx, id)
	return viewOf(r), err
}

// lock locks an import that must be in one of these states.
func lock(ctx context.Context, tx *db.Tx, id uuid.UUID, states ...string) (Import, error) {
	r, err := query(tx).LockImport(ctx, id)
	if err != nil {
		return Import{}, err
	}
	if !slices.Contains(states, r.State) {
		return Import{}, ErrState.With(map[string]any{"state": r.State})
	}
	return viewOf(sqlcgen.GetImportRow(r)), nil
}

// visible reads an import that the caller may see: their own, or with the
// right to see all and to import the like themselves.
func (s *Service) visible(ctx context.Context, id uuid.UUID) (Import, error) {
	own, err := me(ctx)
	if err != nil {
		return Import{}, err
	}
	i, err := db.Read(ctx, s.db, func(tx *db.Tx) (Import, error) { return read(ctx, tx, id) })
	if err != nil {
		return Import{}, err
	}
	if same(i.createdBy, own) {
		return i, nil
	}
	if authz.Allowed(ctx, ReadImports) != nil {
		return Import{}, fault.ErrNotFound
	}
	if _, err := s.target(ctx, i.Target); err != nil {
		return Import{}, fault.ErrNotFound
	}
	return i, nil
}

// mine reads an import that the caller may work on: their own, of something
// that they may still import.
func (s *Service) mine(ctx context.Context, id uuid.UUID) (Import, Target, error) {
	own, err := me(ctx)
	if err != nil {
		return Import{}, Target{}, err
	}
	i, err := s.visible(ctx, id)
	if err != nil {
		return Import{}, Target{}, err
	}
	if !same(i.createdBy, own) {
		return Import{}, Target{}, fault.ErrForbidden.Say("This import is somebody else's.")
	}
	t, ok := s.targets[i.Target]
	if !ok {
		return Import{}, Target{}, ErrUnknownTarget
	}
	return i, t, authz.Allowed(ctx, t.Needs)
}
