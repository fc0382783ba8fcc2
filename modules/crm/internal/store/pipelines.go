package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Pipelines reads all pipelines with their stages, the default one first.
func Pipelines(ctx context.Context, tx *db.Tx) ([]domain.Pipeline, error) {
	q := sqlcgen.New(tx)
	rows, err := q.Pipelines(ctx)
	if err != nil {
		return nil, err
	}
	stages, err := q.Stages(ctx)
	if err != nil {
		return nil, err
	}
	of := map[uuid.UUID][]sqlcgen.CrmStage{}
	for _, s := range stages {
		of[s.PipelineID] = append(of[s.PipelineID], s)
	}
	out := make([]domain.Pipeline, len(rows))
	for i, r := range rows {
		out[i] = pipeline(r, of[r.ID])
	}
	return out, nil
}

// Pipeline reads a pipeline and keeps its rules from changing until the transaction ends.
func Pipeline(ctx context.Context, tx *db.Tx, id crm.PipelineID) (domain.Pipeline, error) {
	row, err := sqlcgen.New(tx).SharePipeline(ctx, id.UUID)
	if err != nil {
		return domain.Pipeline{}, err
	}
	return withStages(ctx, tx, row)
}

// LockPipeline reads a pipeline for a change.
func LockPipeline(ctx context.Context, tx *db.Tx, id crm.PipelineID) (domain.Pipeline, error) {
	row, err := sqlcgen.New(tx).LockPipeline(ctx, id.UUID)
	if err != nil {
		return domain.Pipeline{}, err
	}
	return withStages(ctx, tx, row)
}

func withStages(ctx context.Context, tx *db.Tx, row sqlcgen.CrmPipeline) (domain.Pipeline, error) {
	stages, err := sqlcgen.New(tx).StagesOf(ctx, row.ID)
	return pipeline(row, stages), err
}

func pipeline(r sqlcgen.CrmPipeline, stages []sqlcgen.CrmStage) domain.Pipeline {
	p := domain.Pipeline{ID: kernel.IDOf[crm.Pipeline](r.ID), Name: r.Name, IsDefault: r.IsDefault, NoSkip: r.NoSkip, NoBack: r.NoBack, Active: r.Active, Version: r.Version}
	if r.CreateOnlyIn != nil {
		p.CreateOnlyIn = kernel.IDOf[crm.Stage](*r.CreateOnlyIn)
	}
	for _, s := range stages {
		p.Stages = append(p.Stages, domain.Stage{ID: kernel.IDOf[crm.Stage](s.ID), Name: s.Name, Position: s.Position, Category: s.Category,
			Probability: s.Probability, EntryFields: s.EntryFields, WonAllowed: s.WonAllowed, Locked: s.Locked, Colour: s.Colour, Active: s.Active})
	}
	return p
}

// InsertDefaults writes the pipeline and the reasons that an organisation
// starts with. Whoever comes second changes nothing.
func InsertDefaults(ctx context.Context, tx *db.Tx, p domain.Pipeline, reasons []domain.LostReason, now time.Time) error {
	q := sqlcgen.New(tx)
	n, err := q.InsertDefaultPipeline(ctx, sqlcgen.InsertDefaultPipelineParams{ID: p.ID.UUID, Name: p.Name, Now: now})
	if err != nil || n == 0 {
		return err
	}
	if err := putStages(ctx, tx, p, now); err != nil {
		return err
	}
	for i, r := range reasons {
		if err := q.InsertLostReason(ctx, sqlcgen.InsertLostReasonParams{ID: r.ID.UUID, Name: r.Name, NeedsNote: r.NeedsNote, Position: int32(i)}); err != nil {
			return err
		}
	}
	return nil
}

// InsertPipeline writes a new pipeline.
func InsertPipeline(ctx context.Context, tx *db.Tx, p domain.Pipeline, now time.Time) error {
	q := sqlcgen.New(tx)
	if p.IsDefault {
		if err := q.UndefaultPipelines(ctx, p.ID.UUID); err != nil {
			return err
		}
	}
	if err := q.InsertPipeline(ctx, sqlcgen.InsertPipelineParams{ID: p.ID.UUID, Name: p.Name, IsDefault: p.IsDefault, NoSkip: p.NoSkip, NoBack: p.NoBack,
		CreateOnlyIn: p.CreateOnlyIn.Ptr(), Active: p.Active, Now: now}); err != nil {
		return err
	}
	return putStages(ctx, tx, p, now)
}

// SavePipeline writes a locked pipeline back, one version on. Stages that it
// has no more are deleted, which fails when deals are or were in them.
func SavePipeline(ctx context.Context, tx *db.Tx, p domain.Pipeline, now time.Time) error {
	q := sqlcgen.New(tx)
	if p.IsDefault {
		if err := q.UndefaultPipelines(ctx, p.ID.UUID); err != nil {
			return err
		}
	}
	n, err := q.UpdatePipeline(ctx, sqlcgen.UpdatePipelineParams{ID: p.ID.UUID, Name: p.Name, IsDefault: p.IsDefault, NoSkip: p.NoSkip, NoBack: p.NoBack,
		CreateOnlyIn: p.CreateOnlyIn.Ptr(), Active: p.Active, Version: p.Version})
	if err := guarded(n, err); err != nil {
		return err
	}
	kept := make([]uuid.UUID, len(p.Stages))
	for i, s := range p.Stages {
		kept[i] = s.ID.UUID
	}
	if err := q.DropStages(ctx, sqlcgen.DropStagesParams{PipelineID: p.ID.UUID, Kept: kept}); err != nil {
		return err
	}
	return putStages(ctx, tx, p, now)
}

func putStages(ctx context.Context, tx *db.Tx, p domain.Pipeline, now time.Time) error {
	q := sqlcgen.New(tx)
	for _, s := range p.Stages {
		fields := s.EntryFields
		if fields == nil {
			fields = []string{}
		}
		if err := q.PutStage(ctx, sqlcgen.PutStageParams{ID: s.ID.UUID, PipelineID: p.ID.UUID, Name: s.Name, Position: s.Position, Category: s.Category,
			Probability: s.Probability, EntryFields: fields, WonAllowed: s.WonAllowed, Locked: s.Locked, Colour: s.Colour, Active: s.Active, Now: now}); err != nil {
			return err
		}
	}
	return nil
}

// PipelineView is a pipeline as its readers see it.
func PipelineView(p domain.Pipeline) crm.Pipeline {
	v := crm.Pipeline{ID: p.ID, Name: p.Name, IsDefault: p.IsDefault, NoSkip: p.NoSkip, NoBack: p.NoBack, Active: p.Active, Version: p.Version, Stages: []crm.Stage{}}
	if !p.CreateOnlyIn.IsZero() {
		id := p.CreateOnlyIn
		v.CreateOnlyIn = &id
	}
	for _, s := range p.Stages {
		v.Stages = append(v.Stages, StageView(s))
	}
	return v
}

// StageView is a stage as its readers see it.
func StageView(s domain.Stage) crm.Stage {
	return crm.Stage{ID: s.ID, Name: s.Name, Position: s.Position, Category: s.Category, Probability: s.Probability, EntryFields: s.EntryFields,
		WonAllowed: s.WonAllowed, Locked: s.Locked, Colour: s.Colour, Active: s.Active}
}

// LostReasons reads why deals may be lost.
func LostReasons(ctx context.Context, tx *db.Tx) ([]crm.LostReason, error) {
	rows, err := sqlcgen.New(tx).LostReasons(ctx)
	return reasons(rows), err
}

// LockLostReasons reads all reasons for a change of one, so that the last one
// in use is seen to be the last.
func LockLostReasons(ctx context.Context, tx *db.Tx) ([]crm.LostReason, error) {
	rows, err := sqlcgen.New(tx).LockLostReasons(ctx)
	return reasons(rows), err
}

// AddLostReason writes a new reason, below the others.
func AddLostReason(ctx context.Context, tx *db.Tx, r crm.LostReason) (crm.LostReason, error) {
	row, err := sqlcgen.New(tx).AddLostReason(ctx, sqlcgen.AddLostReasonParams{ID: r.ID.UUID, Name: r.Name, NeedsNote: r.NeedsNote})
	return reason(row), err
}

// SaveLostReason writes a locked reason back, one version on.
func SaveLostReason(ctx context.Context, tx *db.Tx, r crm.LostReason) (crm.LostReason, error) {
	row, err := sqlcgen.New(tx).UpdateLostReason(ctx, sqlcgen.UpdateLostReasonParams{ID: r.ID.UUID, Name: r.Name, NeedsNote: r.NeedsNote, Active: r.Active})
	return reason(row), err
}

func reasons(rows []sqlcgen.CrmLostReason) []crm.LostReason {
	out := make([]crm.LostReason, len(rows))
	for i, r := range rows {
		out[i] = reason(r)
	}
	return out
}

func reason(r sqlcgen.CrmLostReason) crm.LostReason {
	return crm.LostReason{ID: kernel.IDOf[crm.LostReason](r.ID), Name: r.Name, NeedsNote: r.NeedsNote, Active: r.Active, Version: r.Version}
}

// Setting reads how documents are counted: the organisation's choice, or the shipped one.
func Setting(ctx context.Context, tx *db.Tx) (crm.Setting, error) {
	row, err := sqlcgen.New(tx).Setting(ctx)
	if db.NoRows(err) {
		return crm.Setting{DocumentRounding: crm.HalfUp, LineRounding: crm.ByLine, DefaultCurrency: "EUR"}, nil
	}
	return crm.Setting{DocumentRounding: row.DocumentRounding, LineRounding: row.LineRounding, DefaultCurrency: row.DefaultCurrency, Version: row.Version}, err
}

// SaveSetting writes the setting over the version that was seen.
func SaveSetting(ctx context.Context, tx *db.Tx, id uuid.UUID, s crm.Setting) error {
	n, err := sqlcgen.New(tx).PutSetting(ctx, sqlcgen.PutSettingParams{ID: id, DocumentRounding: s.DocumentRounding, LineRounding: s.LineRounding,
		DefaultCurrency: s.DefaultCurrency, Version: s.Version})
	if err != nil || n > 0 {
		return err
	}
	now, err := Setting(ctx, tx)
	if err != nil {
		return err
	}
	return fault.StaleAt(now.Version)
}

// NextNumber takes the next number of a kind of document in a year. It holds
// the counter until the transaction ends, so call it last.
func NextNumber(ctx context.Context, tx *db.Tx, name string, year int) (int64, error) {
	return sqlcgen.New(tx).NextNumber(ctx, sqlcgen.NextNumberParams{Name: name, Year: int32(year)})
}
