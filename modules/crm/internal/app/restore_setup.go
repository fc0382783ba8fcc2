package app

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// known is how shared services reach records that everybody with the right sees.
func (s *Service) known(needs kernel.Permission, name call, restore func(context.Context, uuid.UUID, kernel.Past) error) Entity {
	look := func(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) error {
		found, err := name(ctx, tx, scope, []uuid.UUID{id})
		if err == nil && len(found) == 0 {
			err = fault.ErrNotFound
		}
		return err
	}
	return Entity{s.visible(needs, look), s.titles(needs, name), restore}
}

// RestorePipeline undoes a change of a pipeline and its stages. A stage that
// deals have been in since stays, and so does the default pipeline the only one:
// it stops to be it when the one that was it before is restored.
func (s *Service) RestorePipeline(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	if err := authz.Allowed(ctx, crm.ConfigurePipelines); err != nil {
		return err
	}
	now := s.clock.Now()
	return untouched(db.Changed(ctx, s.db, func(tx *db.Tx) error {
		p, err := store.LockPipeline(ctx, tx, kernel.IDOf[crm.Pipeline](id))
		gone := db.NoRows(err)
		switch {
		case err != nil && !gone:
			return err
		case gone && was.Old == nil:
			return nil
		case was.Old == nil && p.IsDefault:
			return crm.ErrUndoTouched
		case was.Old == nil:
			return store.ErasePipeline(ctx, tx, p.ID)
		}
		if gone {
			if err := store.PipelineBack(ctx, tx, id, was); err != nil {
				return err
			}
			if p, err = store.LockPipeline(ctx, tx, kernel.IDOf[crm.Pipeline](id)); err != nil {
				return err
			}
			return p.Check()
		}
		if err := store.StagesBack(ctx, tx, was); err != nil {
			return err
		}
		if p, err = store.OldPipeline(ctx, tx, p, was.Old); err != nil {
			return err
		}
		if err := p.Check(); err != nil {
			return err
		}
		return store.SavePipeline(ctx, tx, p, now)
	}))
}

// untouched says that what the undone change made is in use by now.
func untouched(err error) error {
	if errors.Is(err, crm.ErrStageInUse) || errors.Is(err, crm.ErrLostReason) {
		return crm.ErrUndoTouched
	}
	return err
}

// RestoreLostReason undoes a change of a reason; one that deals were lost for stays.
func (s *Service) RestoreLostReason(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	if err := authz.Allowed(ctx, crm.ConfigurePipelines); err != nil {
		return err
	}
	return untouched(db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if _, err := store.LockLostReasons(ctx, tx); err != nil {
			return err
		}
		if err := store.ReasonBack(ctx, tx, id, was); err != nil {
			return err
		}
		all, err := store.LostReasons(ctx, tx)
		for _, r := range all {
			if r.Active {
				return err
			}
		}
		if err == nil {
			err = crm.ErrLastReason
		}
		return err
	}))
}

// RestoreSetting undoes a change of how documents are counted; the first one goes back to what is shipped.
func (s *Service) RestoreSetting(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	if err := authz.Allowed(ctx, crm.UpdateSettings); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error { return store.SettingBack(ctx, tx, id, was) })
}
