package imports

import (
	"context"
	"maps"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/imports/sqlcgen"
	"longhouse/platform/kernel"
)

// Draft is what an import is made of, or changed to. A nil mapping is guessed;
// an empty column takes a field out.
type Draft struct {
	Mapping, LinesMapping map[string]string
	Formats, LinesFormats map[string]string
	Options               map[string]string
}

// settled is a draft that fits its files and its target.
type settled struct {
	Draft
	questions []Question
}

// settle checks a draft against the files, and guesses what it leaves open.
func settle(t Target, d Draft, file, lines *Sheet) (settled, error) {
	out := settled{Draft: d}
	if out.Mapping == nil {
		out.Mapping = guessMapping(t.Fields, file)
	}
	_, questions, err := feeds(partFile, t.Fields, file, out.Mapping, out.Formats)
	out.questions = questions
	if err == nil && lines != nil {
		if out.LinesMapping == nil {
			out.LinesMapping = guessMapping(t.Lines.Fields, lines)
		}
		_, questions, err = feeds(partLines, t.Lines.Fields, lines, out.LinesMapping, out.LinesFormats)
		out.questions = append(out.questions, questions...)
	}
	if err != nil {
		return out, err
	}
	chosen, err := choices(t, d.Options)
	out.Options = chosen
	out.Mapping, out.LinesMapping = tidy(out.Mapping), tidy(out.LinesMapping)
	out.Formats, out.LinesFormats = tidy(out.Formats), tidy(out.LinesFormats)
	return out, err
}

func tidy(m map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range m {
		if v != "" {
			out[k] = v
		}
	}
	return out
}

// Create makes an import of the caller's own files. lines is nil for a target of one file.
func (s *Service) Create(ctx context.Context, target string, file uuid.UUID, lines *uuid.UUID, d Draft) (Import, error) {
	t, err := s.target(ctx, target)
	if err != nil {
		return Import{}, err
	}
	if lines != nil && t.Lines == nil {
		return Import{}, ErrNoLines.At("/lines_file_id")
	}
	own, err := me(ctx)
	if err != nil {
		return Import{}, err
	}
	first, second, err := s.sheets(ctx, file, lines)
	if err != nil {
		return Import{}, err
	}
	set, err := settle(t, d, first, second)
	if err != nil {
		return Import{}, err
	}
	id, now := kernel.NewUUID(), s.o.Clock.Now()
	return db.Write(ctx, s.db, func(tx *db.Tx) (Import, error) {
		if err := query(tx).AddImport(ctx, sqlcgen.AddImportParams{ID: id, Target: target, FileID: file, LinesFileID: lines,
			Mapping: pack(set.Mapping), LinesMapping: pack(set.LinesMapping), Formats: pack(set.Formats), LinesFormats: pack(set.LinesFormats),
			Options: pack(set.Options), Questions: pack(set.questions), CreatedBy: own, CreatedAt: now}); err != nil {
			return Import{}, err
		}
		return read(ctx, tx, id)
	})
}

// sheets reads the caller's own files as they were last understood.
func (s *Service) sheets(ctx context.Context, file uuid.UUID, lines *uuid.UUID) (first, second *Sheet, err error) {
	if _, err := s.FileOf(ctx, file); err != nil {
		return nil, nil, at(err, "/file_id")
	}
	if first, err = s.stored(ctx, file); err != nil || lines == nil {
		return first, nil, err
	}
	if _, err := s.FileOf(ctx, *lines); err != nil {
		return nil, nil, at(err, "/lines_file_id")
	}
	second, err = s.stored(ctx, *lines)
	return first, second, err
}

// at points a NotFound at the field that named the file.
func at(err error, pointer string) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.ErrNotFound.Say("There is no such file of yours.").Field(pointer, fault.ErrNotFound.Code, "There is no such file of yours.")
	}
	return err
}

// Change gives an import another mapping, formats or options. What a draft
// leaves nil stays. Verdicts that it had are gone.
func (s *Service) Change(ctx context.Context, id uuid.UUID, version int64, d Draft) (Import, error) {
	was, t, err := s.mine(ctx, id)
	if err != nil {
		return Import{}, err
	}
	first, second, err := s.sheets(ctx, was.FileID, was.LinesFileID)
	if err != nil {
		return Import{}, err
	}
	if d.Options != nil {
		merged := maps.Clone(was.Options)
		maps.Copy(merged, d.Options)
		d.Options = merged
	} else {
		d.Options = was.Options
	}
	keep(&d.Mapping, was.Mapping)
	keep(&d.LinesMapping, was.LinesMapping)
	keep(&d.Formats, was.Formats)
	keep(&d.LinesFormats, was.LinesFormats)
	set, err := settle(t, d, first, second)
	if err != nil {
		return Import{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Import, error) {
		now, err := lock(ctx, tx, id, Mapping, Checked)
		if err != nil {
			return Import{}, err
		}
		if now.Version != version {
			return Import{}, fault.StaleAt(now.Version)
		}
		if err := s.forget(ctx, tx, id); err != nil {
			return Import{}, err
		}
		if err := query(tx).ChangeImport(ctx, set.params(id)); err != nil {
			return Import{}, err
		}
		return read(ctx, tx, id)
	})
}

func (d settled) params(id uuid.UUID) sqlcgen.ChangeImportParams {
	return sqlcgen.ChangeImportParams{ID: id, Mapping: pack(d.Mapping), LinesMapping: pack(d.LinesMapping), Formats: pack(d.Formats),
		LinesFormats: pack(d.LinesFormats), Options: pack(d.Options), Questions: pack(d.questions)}
}

func keep(to *map[string]string, was map[string]string) {
	if *to == nil {
		*to = was
	}
}

// forget drops the verdicts of a check.
func (s *Service) forget(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	if err := query(tx).DeleteLines(ctx, id); err != nil {
		return err
	}
	return query(tx).DeleteRows(ctx, id)
}

// mapAnew guesses the mapping of the part of an import whose file is read in another way.
func (s *Service) mapAnew(ctx context.Context, tx *db.Tx, targets map[string]Target, id, file uuid.UUID, sheet *Sheet) error {
	i, err := read(ctx, tx, id)
	if err != nil {
		return err
	}
	t, ok := targets[i.Target]
	if !ok {
		return ErrUnknownTarget
	}
	set := settled{Draft: Draft{Mapping: i.Mapping, LinesMapping: i.LinesMapping, Formats: i.Formats, LinesFormats: i.LinesFormats, Options: i.Options}}
	fields, part := t.Fields, partFile
	mapping := &set.Mapping
	if i.FileID != file {
		fields, part, mapping = t.Lines.Fields, partLines, &set.LinesMapping
	}
	*mapping = guessMapping(fields, sheet)
	_, questions, err := feeds(part, fields, sheet, *mapping, nil)
	if err != nil {
		return err
	}
	for _, q := range i.Questions {
		if q.Part != part {
			questions = append(questions, q)
		}
	}
	set.questions = questions
	if part == partFile {
		set.Formats = map[string]string{}
	} else {
		set.LinesFormats = map[string]string{}
	}
	if err := s.forget(ctx, tx, id); err != nil {
		return err
	}
	return query(tx).ChangeImport(ctx, set.params(id))
}

// Delete removes an import that never ran, with its files unless another import uses them.
func (s *Service) Delete(ctx context.Context, id uuid.UUID, version int64) error {
	if _, _, err := s.mine(ctx, id); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		i, err := lock(ctx, tx, id, Mapping, Checked, Failed)
		if err != nil {
			return err
		}
		if i.Version != version {
			return fault.StaleAt(i.Version)
		}
		if i.StartedAt != nil {
			return ErrState.Say("This import has run. Undo it instead.")
		}
		if _, err := query(tx).DeleteImport(ctx, id); err != nil {
			return err
		}
		files := []uuid.UUID{i.FileID}
		if i.LinesFileID != nil {
			files = append(files, *i.LinesFileID)
		}
		return query(tx).DeleteFiles(ctx, files)
	})
}
