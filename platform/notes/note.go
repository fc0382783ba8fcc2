package notes

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/notes/sqlcgen"
)

// heard are people who are told of something in its own transaction, each with
// what the record is called for them.
type heard map[uuid.UUID]string

// hearers are those of some people who may read a record, the caller left out.
func (s *Service) hearers(ctx context.Context, r kernel.Record, people []uuid.UUID) (heard, error) {
	readers, err := s.readers(ctx, r, people)
	if err != nil {
		return nil, err
	}
	who, err := actor.From(ctx)
	if err != nil {
		return nil, err
	}
	out := heard{}
	for p, theirs := range readers {
		if p == who.User.UUID {
			continue
		}
		if out[p], err = s.title(theirs, r); err != nil { //nolint:contextcheck // the reader's, with their rights
			return nil, err
		}
	}
	return out, nil
}

// tell leaves a message for each of them.
func (s *Service) tell(ctx context.Context, tx *db.Tx, to heard, r kernel.Record, message func(title string) kernel.Message) error {
	for p, title := range to {
		m := message(title)
		m.About = r
		if err := s.o.Tell(ctx, tx, []uuid.UUID{p}, m); err != nil {
			return fmt.Errorf("tell of %s: %w", m.Kind.Name, err)
		}
	}
	return nil
}

// AddNote keeps what the caller says about a record. Whoever it names hears of
// it, and who follows the record; the caller follows it from now on.
func (s *Service) AddNote(ctx context.Context, r kernel.Record, text string, pinned bool) (Note, error) {
	me, err := person(ctx)
	if err != nil {
		return Note{}, err
	}
	if err := s.open(ctx, r); err != nil {
		return Note{}, err
	}
	text, people, err := s.said(ctx, r, text)
	if err != nil {
		return Note{}, err
	}
	to, name, err := s.audience(ctx, r, me, people)
	if err != nil {
		return Note{}, err
	}
	id, now := kernel.NewUUID(), s.o.Clock.Now()
	n, err := db.Write(ctx, s.db, func(tx *db.Tx) (Note, error) {
		if err := query(tx).AddNote(ctx, sqlcgen.AddNoteParams{ID: id, Entity: r.Entity, Record: r.ID, Text: text, Pinned: pinned, Author: me, At: now}); err != nil {
			return Note{}, err
		}
		if err := s.tellMentioned(ctx, tx, to, r, id, name, text); err != nil {
			return Note{}, err
		}
		return Note{ID: id, Entity: r.Entity, RecordID: r.ID, Text: text, Pinned: pinned, Author: Person{me, name}, At: now, MayChange: true, Version: 1},
			s.added(ctx, tx, Added{Kind: "note", ID: id, Entity: r.Entity, Record: r.ID, By: me, Told: people})
	})
	return n, err
}

// audience is who hears of something at once, and what the caller is called.
func (s *Service) audience(ctx context.Context, r kernel.Record, me uuid.UUID, people []uuid.UUID) (heard, string, error) {
	to, err := s.hearers(ctx, r, people)
	if err != nil {
		return nil, "", err
	}
	names, err := s.o.Names(ctx, []uuid.UUID{me})
	return to, names[me], err
}

func (s *Service) tellMentioned(ctx context.Context, tx *db.Tx, to heard, r kernel.Record, note uuid.UUID, name, text string) error {
	return s.tell(ctx, tx, to, r, func(title string) kernel.Message {
		return kernel.Message{Kind: noticeMentioned, Title: saysMentioned(name, title), Text: excerpt(text), Once: "mentioned " + note.String()}
	})
}

// added is what every new entry leaves: its writer follows the record, and
// followers are told by a reaction.
func (s *Service) added(ctx context.Context, tx *db.Tx, a Added) error {
	err := query(tx).FollowUnlessLeft(ctx, sqlcgen.FollowUnlessLeftParams{ID: kernel.NewUUID(), Entity: a.Entity, Record: a.Record, Person: a.By, At: s.o.Clock.Now()})
	if err != nil {
		return err
	}
	return tx.Emit(ctx, a)
}

// Note reads one.
func (s *Service) Note(ctx context.Context, id uuid.UUID) (Note, error) {
	n, err := s.note(ctx, id)
	if err != nil {
		return Note{}, err
	}
	entries := []Entry{{Kind: "note", ID: id, At: n.At, Note: n}}
	return *n, s.dress(ctx, entries)
}

// note reads one whose record the caller may read.
func (s *Service) note(ctx context.Context, id uuid.UUID) (*Note, error) {
	rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.NotesOfRow, error) { return query(tx).NotesOf(ctx, []uuid.UUID{id}) })
	if err != nil || len(rows) == 0 {
		return nil, none(err)
	}
	n := noteOf(rows[0])
	err = s.open(ctx, kernel.Record{Entity: n.Entity, ID: n.RecordID})
	return n, err
}

// NoteChange is a merge patch: what is nil stays.
type NoteChange struct {
	Text   *string
	Pinned *bool
}

// ChangeNote changes the text of one's own note; whoever may write may pin it.
func (s *Service) ChangeNote(ctx context.Context, id uuid.UUID, version int64, c NoteChange) (Note, error) {
	me, err := person(ctx)
	if err != nil {
		return Note{}, err
	}
	was, err := s.note(ctx, id)
	if err != nil {
		return Note{}, err
	}
	r := kernel.Record{Entity: was.Entity, ID: was.RecordID}
	text, to, name := was.Text, heard{}, ""
	if c.Text != nil {
		var people []uuid.UUID
		if err := own(ctx, was.Author.ID); err != nil {
			return Note{}, err
		}
		if text, people, err = s.said(ctx, r, *c.Text); err != nil {
			return Note{}, err
		}
		if to, name, err = s.audience(ctx, r, me, people); err != nil {
			return Note{}, err
		}
	}
	now := s.o.Clock.Now()
	err = db.Changed(ctx, s.db, func(tx *db.Tx) error {
		n, err := query(tx).LockNote(ctx, id)
		if err != nil {
			return gone(err)
		}
		if err := stale(n.Version, version); err != nil {
			return err
		}
		p := sqlcgen.ChangeNoteParams{ID: id, Text: n.Text, Pinned: n.Pinned, EditedAt: n.EditedAt}
		if c.Text != nil && text != n.Text {
			p.Text, p.EditedAt = text, &now
		}
		set(&p.Pinned, c.Pinned)
		if err := query(tx).ChangeNote(ctx, p); err != nil {
			return err
		}
		return s.tellMentioned(ctx, tx, to, r, id, name, text)
	})
	if err != nil {
		return Note{}, err
	}
	return s.Note(ctx, id)
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

// DeleteNote removes one's own note; an undo brings it back.
func (s *Service) DeleteNote(ctx context.Context, id uuid.UUID, version int64) error {
	was, err := s.note(ctx, id)
	if err != nil {
		return err
	}
	if err := own(ctx, was.Author.ID); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		n, err := query(tx).LockNote(ctx, id)
		if err != nil {
			return gone(err)
		}
		if err := stale(n.Version, version); err != nil {
			return err
		}
		return query(tx).DeleteNote(ctx, id)
	})
}
