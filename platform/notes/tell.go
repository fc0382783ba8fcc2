package notes

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/jobs"
	"longhouse/platform/kernel"
	"longhouse/platform/notes/sqlcgen"
)

// Added says that something was noted about a record. Only this house hears
// it: what it is about is for readers of the record.
type Added struct {
	Kind   string      `json:"kind"` // note, task, file
	ID     uuid.UUID   `json:"id"`
	Entity string      `json:"entity"`
	Record uuid.UUID   `json:"record"`
	By     uuid.UUID   `json:"by"`
	Told   []uuid.UUID `json:"told"` // who was told already
}

// EventType names the event.
func (Added) EventType() string { return "notes.added.v1" }

// Events lists them for the golden file.
var Events = []kernel.Event{Added{}}

// Handlers are the work of this package.
func (s *Service) Handlers() []jobs.Handler {
	return []jobs.Handler{
		jobs.AfterEvent("notes.tell_followers", s.tellFollowers).Does("Tells followers of a record that something was noted there."),
		jobs.Every("notes.watch", "*/10 * * * *", s.watch).Does("Tells followers of records what others changed there."),
		jobs.Every("notes.remind", "0 7 * * *", s.remind).Does("Reminds people of the tasks that are due today."),
		jobs.Every("notes.sweep", "15 3 * * *", s.sweep).Does("Drops the content of files that nothing refers to."),
	}
}

// tellFollowers tells those who follow a record and may read it, but whoever
// wrote it and who was told already.
func (s *Service) tellFollowers(ctx context.Context, a Added) error {
	r := kernel.Record{Entity: a.Entity, ID: a.Record}
	if _, known := s.entities[a.Entity]; !known {
		return nil
	}
	people, err := s.followers(ctx, r, append(a.Told, a.By)...)
	if err != nil || len(people) == 0 {
		return err
	}
	entries := []Entry{{Kind: a.Kind, ID: a.ID}}
	if _, err := db.Read(ctx, s.db, func(tx *db.Tx) (struct{}, error) { return struct{}{}, fill(ctx, tx, entries) }); err != nil {
		return fmt.Errorf("read what was noted: %w", err)
	}
	text, there := entries[0].says()
	if !there {
		return nil // deleted meanwhile
	}
	to, err := s.hearers(ctx, r, people)
	if err != nil {
		return err
	}
	names, err := s.o.Names(ctx, []uuid.UUID{a.By})
	if err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return s.tell(ctx, tx, to, r, func(title string) kernel.Message {
			return kernel.Message{Kind: noticeAdded, Title: saysAdded(names[a.By], a.Kind, title), Text: text, Once: "added " + a.ID.String()}
		})
	})
}

// says is an entry in one line.
func (e Entry) says() (string, bool) {
	switch {
	case e.Note != nil:
		return excerpt(e.Note.Text), true
	case e.Task != nil:
		return e.Task.Title, true
	case e.File != nil:
		return e.File.Name, true
	}
	return "", false
}

// remind tells people of the tasks that are due today, each once.
func (s *Service) remind(ctx context.Context) error {
	zone, err := s.o.Zone(ctx)
	if err != nil {
		return err
	}
	today := kernel.DateIn(s.o.Clock.Now(), zone)
	for after := uuid.Nil; ; {
		rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.DueTasksRow, error) {
			return query(tx).DueTasks(ctx, sqlcgen.DueTasksParams{Day: &today, After: after})
		})
		if err != nil {
			return fmt.Errorf("find tasks that are due: %w", err)
		}
		for _, t := range rows {
			r := kernel.Record{Entity: t.Entity, ID: t.RecordID}
			to, err := s.hearers(ctx, r, []uuid.UUID{t.AssigneeID})
			if err != nil {
				return err
			}
			err = db.Changed(ctx, s.db, func(tx *db.Tx) error {
				return s.tell(ctx, tx, to, r, func(title string) kernel.Message {
					return kernel.Message{Kind: noticeDue, Title: saysDue(t.Title), Text: title, Once: "due " + t.ID.String() + " " + today.String()}
				})
			})
			if err != nil {
				return err
			}
			after = t.ID
		}
		if len(rows) < 200 {
			return nil
		}
	}
}

const (
	overlap  = 2 * time.Minute // a change set may commit later than it began
	farthest = 24 * time.Hour  // back, where nobody has watched for long
)

// watch tells followers what others changed since it was here. What they hear
// is made of what they may see themselves; of their own acts they hear nothing.
func (s *Service) watch(ctx context.Context) error {
	now := s.o.Clock.Now()
	type found struct {
		since time.Time
		rows  []sqlcgen.TouchedFollowedRow
	}
	f, err := db.Read(ctx, s.db, func(tx *db.Tx) (f found, err error) {
		any, err := query(tx).AnyFollower(ctx)
		if err != nil || !any {
			return f, err
		}
		f.since, err = query(tx).WatchedUntil(ctx)
		if db.NoRows(err) {
			f.since, err = now.Add(-10*time.Minute), nil
		}
		if oldest := now.Add(-farthest); f.since.Before(oldest) {
			f.since = oldest
		}
		if err != nil {
			return f, err
		}
		f.rows, err = query(tx).TouchedFollowed(ctx, f.since.Add(-overlap))
		return f, err
	})
	if err != nil {
		return fmt.Errorf("find changes of records that are followed: %w", err)
	}
	for _, row := range f.rows {
		if err := s.tellChanged(ctx, kernel.Record{Entity: row.Entity, ID: row.RecordID}, row.UserID, f.since.Add(-overlap)); err != nil {
			return err
		}
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error { return query(tx).Watched(ctx, now) })
}

// tellChanged tells one follower what each of the others did to one record.
func (s *Service) tellChanged(ctx context.Context, r kernel.Record, follower uuid.UUID, since time.Time) error {
	who, err := actor.From(ctx)
	if err != nil {
		return err
	}
	if _, known := s.entities[r.Entity]; !known {
		return nil
	}
	readers, err := s.readers(ctx, r, []uuid.UUID{follower})
	theirs := readers[follower]
	if err != nil || theirs == nil {
		return err
	}
	items, err := s.o.Changes(theirs, r.Entity, r.ID, since) //nolint:contextcheck // the reader's, with their rights
	if err != nil {
		if f := fault.As(err); f != nil && f.Kind != fault.Internal && f.Kind != fault.Unavailable {
			return nil
		}
		return err
	}
	title, err := s.title(theirs, r) //nolint:contextcheck // the reader's, with their rights
	if err != nil {
		return err
	}
	type told struct {
		name   string
		fields map[string]bool
		set    uuid.UUID
	}
	by, order := map[string]*told{}, []string{}
	for _, i := range items { // newest first
		if i.Actor.ID == follower.String() || i.Actor.Kind != "user" || i.Op != "updated" {
			continue
		}
		t := by[i.Actor.ID]
		if t == nil {
			t = &told{name: i.Actor.Name, fields: map[string]bool{}, set: i.ChangeSetID}
			by[i.Actor.ID], order = t, append(order, i.Actor.ID)
		}
		for _, field := range i.Fields {
			t.fields[i.Entity+"."+field.Name] = true
		}
	}
	if len(order) == 0 {
		return nil
	}
	return db.Changed(actor.Service(ctx, who.Org, "notes.watch", actor.Job), s.db, func(tx *db.Tx) error {
		var errs []error
		for _, id := range order {
			t := by[id]
			errs = append(errs, s.tell(ctx, tx, heard{follower: title}, r, func(title string) kernel.Message {
				return kernel.Message{Kind: noticeChanged, Title: saysChanged(t.name, title, len(t.fields)), Once: "changed " + t.set.String() + " " + r.ID.String()}
			}))
		}
		return errors.Join(errs...)
	})
}
