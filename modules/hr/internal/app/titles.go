package app

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Titles names people for the timeline and the search; those whom the caller may not see are missing.
func (s *Service) Titles(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	people := make([]hr.EmployeeID, len(ids))
	for i, id := range ids {
		people[i] = kernel.IDOf[hr.Employee](id)
	}
	names, err := s.People().Names(ctx, people)
	out := make(map[uuid.UUID]string, len(names))
	for id, name := range names {
		out[id.UUID] = name
	}
	return out, err
}

// UnitTitles names units for whoever may read units.
func (s *Service) UnitTitles(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	return s.titles(ctx, hr.ReadUnits, ids, store.UnitTitles)
}

// PositionTitles names positions for whoever may read positions.
func (s *Service) PositionTitles(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	return s.titles(ctx, hr.ReadPositions, ids, store.PositionTitles)
}

func (s *Service) titles(ctx context.Context, right kernel.Permission, ids []uuid.UUID, read func(context.Context, *db.Tx, []uuid.UUID) (map[uuid.UUID]string, error)) (map[uuid.UUID]string, error) {
	err := authz.Allowed(ctx, right)
	if nobody(err) || err == nil && len(ids) == 0 {
		return map[uuid.UUID]string{}, nil
	}
	if err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (map[uuid.UUID]string, error) { return read(ctx, tx, ids) })
}
