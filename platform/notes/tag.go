package notes

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/notes/sqlcgen"
)

// Tag is a word that an organisation puts on records of any kind.
type Tag struct {
	ID      uuid.UUID `json:"id"`
	Name    string    `json:"name" example:"Key customer"`
	Colour  string    `json:"colour" enum:"neutral,info,progress,decision,success,warning,danger"`
	Version int64     `json:"version"`
}

const mostTags = 200

// Tags lists them by name.
func (s *Service) Tags(ctx context.Context) ([]Tag, error) {
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Tag, error) {
		rows, err := query(tx).Tags(ctx)
		out := make([]Tag, len(rows))
		for i, r := range rows {
			out[i] = Tag(r)
		}
		return out, err
	})
}

func tagName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	var faults fault.Collector
	faults.Check(name != "", "/name", "required", "Give the tag a name.")
	faults.Check(utf8.RuneCountInString(name) <= 40, "/name", "too_long", "A tag has at most 40 characters.")
	return name, faults.Err()
}

// AddTag makes a tag.
func (s *Service) AddTag(ctx context.Context, name, colour string) (Tag, error) {
	name, err := tagName(name)
	if err != nil {
		return Tag{}, err
	}
	id := kernel.NewUUID()
	return db.Write(ctx, s.db, func(tx *db.Tx) (Tag, error) {
		n, err := query(tx).CountTags(ctx)
		if err == nil && n >= mostTags {
			err = ErrTooManyTags
		}
		if err != nil {
			return Tag{}, err
		}
		return Tag{id, name, colour, 1}, query(tx).AddTag(ctx, sqlcgen.AddTagParams{ID: id, Name: name, Colour: colour, At: s.o.Clock.Now()})
	})
}

// ChangeTag renames or colours a tag, on all records that have it.
func (s *Service) ChangeTag(ctx context.Context, id uuid.UUID, version int64, name, colour *string) (Tag, error) {
	if name != nil {
		var err error
		if *name, err = tagName(*name); err != nil {
			return Tag{}, err
		}
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Tag, error) {
		t, err := query(tx).LockTag(ctx, id)
		if err != nil {
			return Tag{}, gone(err)
		}
		if err := stale(t.Version, version); err != nil {
			return Tag{}, err
		}
		set(&t.Name, name)
		set(&t.Colour, colour)
		t.Version++
		return Tag(t), query(tx).ChangeTag(ctx, sqlcgen.ChangeTagParams{ID: id, Name: t.Name, Colour: t.Colour})
	})
}

// DeleteTag takes a tag from all records that have it; an undo puts it back.
func (s *Service) DeleteTag(ctx context.Context, id uuid.UUID, version int64) error {
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		t, err := query(tx).LockTag(ctx, id)
		if err != nil {
			return gone(err)
		}
		if err := stale(t.Version, version); err != nil {
			return err
		}
		return query(tx).DeleteTag(ctx, id)
	})
}

// PutTag puts a tag on a record; one that is there stays.
func (s *Service) PutTag(ctx context.Context, r kernel.Record, tag uuid.UUID) error {
	if err := s.open(ctx, r); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return query(tx).PutTag(ctx, sqlcgen.PutTagParams{ID: kernel.NewUUID(), Entity: r.Entity, Record: r.ID, Tag: tag, At: s.o.Clock.Now()})
	})
}

// TakeTag takes a tag from a record.
func (s *Service) TakeTag(ctx context.Context, r kernel.Record, tag uuid.UUID) error {
	if err := s.open(ctx, r); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		_, err := query(tx).TakeTag(ctx, sqlcgen.TakeTagParams{Entity: r.Entity, Record: r.ID, Tag: tag})
		return err
	})
}
