package notes

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/files"
	"longhouse/platform/kernel"
	"longhouse/platform/notes/sqlcgen"
	"longhouse/platform/page"
)

// Note is what somebody said about a record.
type Note struct {
	ID        uuid.UUID  `json:"id"`
	Entity    string     `json:"entity" example:"crm.account"`
	RecordID  uuid.UUID  `json:"record_id"`
	Text      string     `json:"text" doc:"Markdown. People are named as @[Name](u:<ID>)"`
	Pinned    bool       `json:"pinned"`
	Author    Person     `json:"author"`
	At        time.Time  `json:"at"`
	EditedAt  *time.Time `json:"edited_at,omitempty" doc:"Missing: its text is as it was written"`
	MayChange bool       `json:"may_change" doc:"You wrote it, or may moderate"`
	Version   int64      `json:"version"`
}

// Task is something to do about a record.
type Task struct {
	ID        uuid.UUID   `json:"id"`
	Entity    string      `json:"entity" example:"crm.account"`
	RecordID  uuid.UUID   `json:"record_id"`
	Record    string      `json:"record,omitempty" doc:"What the record is called; only in the list of your own"`
	Title     string      `json:"title"`
	DueOn     kernel.Date `json:"due_on,omitzero" doc:"Missing: whenever"`
	Assignee  Person      `json:"assignee"`
	Author    Person      `json:"author"`
	At        time.Time   `json:"at"`
	DoneAt    *time.Time  `json:"done_at,omitempty" doc:"Missing: it is open"`
	DoneBy    *Person     `json:"done_by,omitempty"`
	MayChange bool        `json:"may_change" doc:"You wrote it, have it, or may moderate. Whoever may write here may mark it as done"`
	Version   int64       `json:"version"`
}

// File is a file that hangs on a record.
type File struct {
	ID        uuid.UUID `json:"id"`
	Entity    string    `json:"entity" example:"crm.account"`
	RecordID  uuid.UUID `json:"record_id"`
	Name      string    `json:"name" example:"offer.pdf"`
	Type      string    `json:"type" doc:"What it is by its content, whatever its name says" example:"application/pdf"`
	Size      int64     `json:"size" doc:"Bytes"`
	SHA256    string    `json:"sha256"`
	Preview   bool      `json:"preview" doc:"A browser can show it"`
	Author    Person    `json:"author"`
	At        time.Time `json:"at"`
	MayChange bool      `json:"may_change" doc:"You attached it, or may moderate"`
	Version   int64     `json:"version"`
}

// Entry is one of the three.
type Entry struct {
	Kind string    `json:"kind" enum:"note,task,file"`
	ID   uuid.UUID `json:"id"`
	At   time.Time `json:"at"`
	Note *Note     `json:"note,omitempty"`
	Task *Task     `json:"task,omitempty"`
	File *File     `json:"file,omitempty"`
}

// Wanted narrows the entries of a record.
type Wanted struct {
	Kinds []string // note, task, file; none: all
	Limit int
	After string
}

func (w Wanted) has(kind string) bool { return len(w.Kinds) == 0 || slices.Contains(w.Kinds, kind) }

// Entries are what was said and kept about a record, newest first.
func (s *Service) Entries(ctx context.Context, r kernel.Record, w Wanted) (page.Page[Entry], error) {
	out := page.Page[Entry]{Items: []Entry{}}
	if err := s.open(ctx, r); err != nil {
		return out, err
	}
	at, id, err := cursor(w.After)
	if err != nil {
		return out, err
	}
	out, err = db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Entry], error) {
		out := page.Page[Entry]{Items: []Entry{}}
		rows, err := query(tx).Entries(ctx, sqlcgen.EntriesParams{Entity: r.Entity, Record: r.ID, Before: at, BeforeID: id, Max: int32(w.Limit) + 1,
			Notes: w.has("note"), Tasks: w.has("task"), Files: w.has("file")})
		if err != nil {
			return out, fmt.Errorf("list what was said of %s %s: %w", r.Entity, r.ID, err)
		}
		for i, e := range rows {
			if i == w.Limit {
				last := rows[i-1]
				out.Next = marker(last.At, last.ID)
				break
			}
			out.Items = append(out.Items, Entry{Kind: e.Kind, ID: e.ID, At: e.At})
		}
		return out, fill(ctx, tx, out.Items)
	})
	if err != nil {
		return out, err
	}
	return out, s.dress(ctx, out.Items)
}

// fill reads the rows of entries, with a query for each kind.
func fill(ctx context.Context, tx *db.Tx, entries []Entry) error {
	ids := map[string][]uuid.UUID{}
	at := map[uuid.UUID]*Entry{}
	for i, e := range entries {
		ids[e.Kind], at[e.ID] = append(ids[e.Kind], e.ID), &entries[i]
	}
	q := query(tx)
	if len(ids["note"]) > 0 {
		rows, err := q.NotesOf(ctx, ids["note"])
		if err != nil {
			return err
		}
		for _, r := range rows {
			at[r.ID].Note = noteOf(r)
		}
	}
	if len(ids["task"]) > 0 {
		rows, err := q.TasksOf(ctx, ids["task"])
		if err != nil {
			return err
		}
		for _, r := range rows {
			at[r.ID].Task = taskOf(r)
		}
	}
	if len(ids["file"]) > 0 {
		rows, err := q.FilesOf(ctx, ids["file"])
		if err != nil {
			return err
		}
		for _, r := range rows {
			at[r.ID].File = fileOf(r)
		}
	}
	return nil
}

func noteOf(r sqlcgen.NotesOfRow) *Note {
	return &Note{ID: r.ID, Entity: r.Entity, RecordID: r.RecordID, Text: r.Text, Pinned: r.Pinned, Author: Person{ID: r.AuthorID}, At: r.At, EditedAt: r.EditedAt, Version: r.Version}
}

func taskOf(r sqlcgen.TasksOfRow) *Task {
	t := &Task{ID: r.ID, Entity: r.Entity, RecordID: r.RecordID, Title: r.Title, Assignee: Person{ID: r.AssigneeID}, Author: Person{ID: r.AuthorID}, At: r.At, DoneAt: r.DoneAt, Version: r.Version}
	if r.DueOn != nil {
		t.DueOn = *r.DueOn
	}
	if r.DoneBy != nil {
		t.DoneBy = &Person{ID: *r.DoneBy}
	}
	return t
}

func fileOf(r sqlcgen.FilesOfRow) *File {
	return &File{ID: r.ID, Entity: r.Entity, RecordID: r.RecordID, Name: r.Name, Type: r.Type, Size: r.Size, SHA256: r.Sum, Preview: files.Previewed(r.Type),
		Author: Person{ID: r.AuthorID}, At: r.At, Version: r.Version}
}

// dress names people, and says what the caller may change.
func (s *Service) dress(ctx context.Context, entries []Entry) error {
	var people []*Person
	for _, e := range entries {
		switch {
		case e.Note != nil:
			people = append(people, &e.Note.Author)
		case e.Task != nil:
			people = append(people, &e.Task.Author, &e.Task.Assignee)
			if e.Task.DoneBy != nil {
				people = append(people, e.Task.DoneBy)
			}
		case e.File != nil:
			people = append(people, &e.File.Author)
		}
	}
	if err := s.name(ctx, people); err != nil {
		return err
	}
	for _, e := range entries {
		var err error
		switch {
		case e.Note != nil:
			e.Note.MayChange, err = mayChange(ctx, e.Note.Author.ID)
		case e.Task != nil:
			e.Task.MayChange, err = mayChange(ctx, e.Task.Author.ID, e.Task.Assignee.ID)
		case e.File != nil:
			e.File.MayChange, err = mayChange(ctx, e.File.Author.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mayChange says whether the caller is one of some people, or may moderate, and may write at all.
func mayChange(ctx context.Context, people ...uuid.UUID) (bool, error) {
	if err := authz.Allowed(ctx, Write); err != nil {
		if fault.As(err) != nil {
			err = nil
		}
		return false, err
	}
	for _, p := range people {
		if may, err := mine(ctx, p); may || err != nil {
			return may, err
		}
	}
	return false, nil
}

// name tells who people are, in one query.
func (s *Service) name(ctx context.Context, people []*Person) error {
	ids := []uuid.UUID{}
	for _, p := range people {
		if !slices.Contains(ids, p.ID) {
			ids = append(ids, p.ID)
		}
	}
	names, err := s.o.Names(ctx, ids)
	for _, p := range people {
		if p.Name = names[p.ID]; p.Name == "" {
			p.Name = "Somebody who has left"
		}
	}
	return err
}

// marker is a place in a list, as the next of a page.
func marker(at time.Time, id uuid.UUID) string {
	return base64.RawURLEncoding.EncodeToString([]byte(at.UTC().Format(time.RFC3339Nano) + " " + id.String()))
}

func cursor(after string) (time.Time, uuid.UUID, error) {
	if after == "" {
		return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), uuid.Max, nil
	}
	b, _ := base64.RawURLEncoding.DecodeString(after)
	when, word, _ := strings.Cut(string(b), " ")
	at, err1 := time.Parse(time.RFC3339Nano, when)
	id, err2 := uuid.Parse(word)
	if err1 != nil || err2 != nil {
		return at, id, fault.ErrCursor.At("/after")
	}
	return at, id, nil
}
