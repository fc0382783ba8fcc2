package store

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// OldPipeline is a locked pipeline with its old values and the stages that it
// has now. Which one is the default is not taken from it: another one has to become it.
func OldPipeline(ctx context.Context, tx *db.Tx, p domain.Pipeline, old map[string]any) (domain.Pipeline, error) {
	row := sqlcgen.CrmPipeline{ID: p.ID.UUID, Name: p.Name, IsDefault: p.IsDefault, NoSkip: p.NoSkip, NoBack: p.NoBack, CreateOnlyIn: p.CreateOnlyIn.Ptr(),
		Active: p.Active, Version: p.Version}
	if err := overlay(&row, old); err != nil {
		return p, err
	}
	row.IsDefault = row.IsDefault || p.IsDefault
	return withStages(ctx, tx, row)
}

// PipelineBack makes a pipeline again that was taken away, with its stages.
func PipelineBack(ctx context.Context, tx *db.Tx, id uuid.UUID, was kernel.Past) error {
	if err := tx.PutBack(ctx, "crm.pipeline", []kernel.PastPart{{Table: "crm.pipeline", ID: id, Old: was.Old, Gone: true}}); err != nil {
		return err
	}
	return StagesBack(ctx, tx, was)
}

// StagesBack gives the stages of a locked pipeline their old values back.
func StagesBack(ctx context.Context, tx *db.Tx, was kernel.Past) error {
	return tx.PutBack(ctx, "crm.stage", was.Parts)
}

// ErasePipeline takes a pipeline away that no deal is or was in.
func ErasePipeline(ctx context.Context, tx *db.Tx, id crm.PipelineID) error {
	q := sqlcgen.New(tx)
	if err := q.DropStages(ctx, sqlcgen.DropStagesParams{PipelineID: id.UUID, Kept: []uuid.UUID{}}); err != nil {
		return err
	}
	return q.DropPipeline(ctx, id.UUID)
}

// ReasonBack gives a locked reason its old values back, takes it away, or makes it again.
func ReasonBack(ctx context.Context, tx *db.Tx, id uuid.UUID, was kernel.Past) error {
	return back(ctx, tx, "crm.lost_reason", id, was)
}

// SettingBack does so with the setting.
func SettingBack(ctx context.Context, tx *db.Tx, id uuid.UUID, was kernel.Past) error {
	return back(ctx, tx, "crm.setting", id, was)
}

// back puts a row back that nothing is derived from, one version on.
func back(ctx context.Context, tx *db.Tx, table string, id uuid.UUID, was kernel.Past) error {
	if err := tx.PutBack(ctx, table, []kernel.PastPart{{Table: table, ID: id, Old: was.Old, Gone: was.Gone}}); err != nil || was.Old == nil || was.Gone {
		return err
	}
	_, err := tx.Exec(ctx, "update "+table+" set version = version + 1 where id = $1", id)
	return err
}

// PipelineNames names pipelines.
func PipelineNames(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	return told(ctx, scope, ids, sqlcgen.New(tx).PipelineNames, func(r sqlcgen.PipelineNamesRow) (uuid.UUID, string) { return r.ID, r.Name })
}

// ReasonNames names reasons.
func ReasonNames(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	return told(ctx, scope, ids, sqlcgen.New(tx).ReasonNames, func(r sqlcgen.ReasonNamesRow) (uuid.UUID, string) { return r.ID, r.Name })
}

// SettingNames knows the one setting by the currency in it: it has no name.
func SettingNames(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	return told(ctx, scope, ids, sqlcgen.New(tx).SettingNames, func(r sqlcgen.SettingNamesRow) (uuid.UUID, string) { return r.ID, r.DefaultCurrency })
}
