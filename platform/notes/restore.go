package notes

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/files"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
)

// Entities are what this package keeps, as history knows it: their changes can
// be taken back, and none of their words stands in the audit log, whose readers
// need not be readers of the record.
func (s *Service) Entities() []history.Entity {
	kind := func(name, label string, hidden ...string) history.Entity {
		e := history.Entity{Name: name, Label: label, Read: Write, Change: Write, Hidden: map[string]string{},
			Visible: func(ctx context.Context, id uuid.UUID) error { return s.visible(ctx, name, id) },
			Restore: func(ctx context.Context, id uuid.UUID, was kernel.Past) error { return s.restore(ctx, name, id, was) }}
		for _, column := range hidden {
			e.Hidden[column] = ""
		}
		return e
	}
	tag := kind("notes.tag", "Tag")
	tag.Change = ManageTags
	return []history.Entity{kind("notes.note", "Note", "text"), kind("notes.task", "Task", "title"), kind("notes.file", "File", "name"),
		kind("notes.follower", "Follower"), kind("notes.tagging", "Tag of a record"), tag}
}

// row is where a row of one of the tables hangs.
type row struct {
	record kernel.Record
	person uuid.UUID // whose it is; zero where it is nobody's
}

// tables say how each is read: which column says whose a row is.
var tables = map[string]string{"notes.note": "author_id", "notes.task": "author_id", "notes.file": "author_id", "notes.follower": "user_id", "notes.tagging": "null::uuid"}

// lookUp reads where a row hangs; a tag hangs nowhere.
func lookUp(ctx context.Context, tx *db.Tx, table string, id uuid.UUID) (r row, err error) {
	if table == "notes.tag" {
		var there bool
		err = tx.QueryRow(ctx, "select true from notes.tag where id = $1", id).Scan(&there)
		return r, err
	}
	var person *uuid.UUID
	err = tx.QueryRow(ctx, "select entity, record_id, "+tables[table]+" from "+table+" where id = $1", id).Scan(&r.record.Entity, &r.record.ID, &person)
	if person != nil {
		r.person = *person
	}
	return r, err
}

// visible fails unless the caller may read the record that a row hangs on.
func (s *Service) visible(ctx context.Context, table string, id uuid.UUID) error {
	r, err := db.Read(ctx, s.db, func(tx *db.Tx) (row, error) { return lookUp(ctx, tx, table, id) })
	if err != nil {
		return gone(err)
	}
	if table == "notes.tag" {
		return nil
	}
	err = s.open(ctx, r.record)
	return err
}

// restore puts a row back as it was. It needs what the change needed: the
// record must be open to the caller, and only oneself is made to follow something.
func (s *Service) restore(ctx context.Context, table string, id uuid.UUID, was kernel.Past) error {
	now, err := db.Read(ctx, s.db, func(tx *db.Tx) (row, error) { return lookUp(ctx, tx, table, id) })
	missing := db.NoRows(err) || errors.Is(err, fault.ErrNotFound)
	if err != nil && !missing {
		return err
	}
	if missing {
		if was.Old == nil {
			return nil
		}
		now = row{kernel.Record{Entity: text(was.Old, "entity"), ID: id16(was.Old, "record_id")}, id16(was.Old, tables[table])}
	}
	if table != "notes.tag" {
		if err := s.open(ctx, now.record); err != nil {
			return err
		}
	}
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	if table == "notes.follower" && now.person != who.User.UUID {
		return ErrNotYours
	}
	if err := authz.Allowed(ctx, Write); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if table == "notes.file" && was.Gone {
			size, _ := was.Old["size"].(float64)
			err := s.hold(ctx, tx, who.Org.UUID, text(was.Old, "sum"), int64(size))
			if errors.Is(err, errSwept) {
				err = files.ErrGone
			}
			if err != nil {
				return err
			}
		}
		return tx.PutBack(ctx, table, []kernel.PastPart{{Table: table, ID: id, Old: was.Old, Gone: was.Gone}})
	})
}

func text(old map[string]any, column string) string {
	v, _ := old[column].(string)
	return v
}

// id16 reads an ID that history kept as a text; none is zero.
func id16(old map[string]any, column string) uuid.UUID {
	id, _ := uuid.Parse(text(old, column)) // zero opens nothing
	return id
}
