package custom

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
)

// Entities are the fields themselves, which have a timeline and can be undone.
func (s *Service) Entities() []history.Entity {
	return []history.Entity{{Name: "custom.field", Label: "Custom field", Read: ManageFields, Change: ManageFields, Visible: s.visible, Restore: s.restore, Title: s.titles}}
}

func (s *Service) visible(ctx context.Context, id uuid.UUID) error {
	_, err := s.Field(ctx, id)
	return err
}

// restore gives a field its old values back. One that was made by the change
// goes, if no record has a value in it.
func (s *Service) restore(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	if err := authz.Allowed(ctx, ManageFields); err != nil {
		return err
	}
	f, err := s.Field(ctx, id)
	if err != nil && !was.Gone {
		return err
	}
	if was.Old == nil {
		if err := s.unused(ctx, f); err != nil {
			return err
		}
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return tx.PutBack(ctx, "custom.field", []kernel.PastPart{{Table: "custom.field", ID: id, Old: was.Old, Gone: was.Gone}})
	})
}

// unused fails when a record has a value in the field.
func (s *Service) unused(ctx context.Context, f Field) error {
	used, err := db.Glance(ctx, s.pool(f.Entity), func(tx *db.Tx) (used bool, err error) {
		err = tx.QueryRow(ctx, "select exists (select from "+table(f.Entity)+" t where t.custom -> $1 is not null)", f.Key).Scan(&used)
		return used, err
	})
	if err == nil && used {
		err = ErrInUse
	}
	return err
}

// titles names the fields that the caller may see.
func (s *Service) titles(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	out := map[uuid.UUID]string{}
	for _, id := range ids {
		f, err := s.Field(ctx, id)
		switch kind := fault.KindOf(err); {
		case err == nil:
			out[id] = f.Label.In(language(ctx))
		case kind != fault.NotFound && kind != fault.Forbidden:
			return nil, err
		}
	}
	return out, nil
}
