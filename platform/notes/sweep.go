package notes

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/notes/sqlcgen"
)

const (
	// kept is how long the bytes of a deleted file wait for an undo.
	kept = 30 * 24 * time.Hour
	// settled is when bytes without a row are no upload under way any more.
	settled = 24 * time.Hour
)

// sweep drops bytes that no file has had for 30 days, and those that a kill
// left without a row.
func (s *Service) sweep(ctx context.Context) error {
	return errors.Join(s.sweepContent(ctx), s.o.Files.Forget(s.o.Clock.Now().Add(-settled)))
}

func (s *Service) sweepContent(ctx context.Context) error {
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	org, now := who.Org.UUID, s.o.Clock.Now()
	if _, err := db.Write(ctx, s.db, func(tx *db.Tx) (int64, error) { return query(tx).FreeContent(ctx, now) }); err != nil {
		return fmt.Errorf("find bytes that no file has: %w", err)
	}
	for {
		due, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]string, error) { return query(tx).DueContent(ctx, now.Add(-kept)) })
		if err != nil {
			return fmt.Errorf("find bytes to drop: %w", err)
		}
		if len(due) == 0 {
			break
		}
		for _, sum := range due {
			if err := s.drop(ctx, org, sum, now.Add(-kept)); err != nil {
				return err
			}
		}
	}
	return s.o.Files.Each(org, func(sum string, at time.Time) error {
		if at.After(now.Add(-settled)) {
			return nil
		}
		return s.dropOrphan(ctx, org, sum)
	})
}

// drop removes bytes and the row that says that they are stored, unless a file
// got them back.
func (s *Service) drop(ctx context.Context, org uuid.UUID, sum string, before time.Time) error {
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if err := query(tx).HoldContent(ctx, sum); err != nil {
			return err
		}
		n, err := query(tx).DropContent(ctx, sqlcgen.DropContentParams{Sum: sum, Before: before})
		if err != nil || n == 0 {
			return err
		}
		return s.o.Files.Drop(org, sum)
	})
}

// dropOrphan removes bytes that no row speaks of.
func (s *Service) dropOrphan(ctx context.Context, org uuid.UUID, sum string) error {
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if err := query(tx).HoldContent(ctx, sum); err != nil {
			return err
		}
		has, err := query(tx).HasContent(ctx, sum)
		if err != nil || has {
			return err
		}
		return s.o.Files.Drop(org, sum)
	})
}
