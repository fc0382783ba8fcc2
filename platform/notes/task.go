package notes

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/notes/sqlcgen"
	"longhouse/platform/page"
)

// TaskDraft is what somebody wants to be done.
type TaskDraft struct {
	Title    string
	DueOn    kernel.Date // zero: whenever
	Assignee uuid.UUID   // zero: the caller
}

// AddTask keeps something to do about a record; whoever is to do it hears of it.
func (s *Service) AddTask(ctx context.Context, r kernel.Record, d TaskDraft) (Task, error) {
	me, err := person(ctx)
	if err != nil {
		return Task{}, err
	}
	if err := s.open(ctx, r); err != nil {
		return Task{}, err
	}
	if d.Assignee == uuid.Nil {
		d.Assignee = me
	}
	if d.Title, err = named(d.Title); err != nil {
		return Task{}, err
	}
	if _, err := s.mayRead(ctx, r, []uuid.UUID{d.Assignee}, "/assignee"); err != nil {
		return Task{}, err
	}
	to, name, err := s.audience(ctx, r, me, []uuid.UUID{d.Assignee})
	if err != nil {
		return Task{}, err
	}
	id, now := kernel.NewUUID(), s.o.Clock.Now()
	id, err = db.Write(ctx, s.db, func(tx *db.Tx) (uuid.UUID, error) {
		if err := query(tx).AddTask(ctx, sqlcgen.AddTaskParams{ID: id, Entity: r.Entity, Record: r.ID, Title: d.Title, DueOn: day(d.DueOn), Assignee: d.Assignee, Author: me, At: now}); err != nil {
			return id, err
		}
		if err := s.tellAssigned(ctx, tx, to, r, id, name, d.Title); err != nil {
			return id, err
		}
		return id, s.added(ctx, tx, Added{Kind: "task", ID: id, Entity: r.Entity, Record: r.ID, By: me, Told: []uuid.UUID{d.Assignee}})
	})
	if err != nil {
		return Task{}, err
	}
	return s.Task(ctx, id)
}

func named(title string) (string, error) {
	title = strings.Join(strings.Fields(title), " ")
	var faults fault.Collector
	faults.Check(title != "", "/title", "required", "Say what is to be done.")
	return title, faults.Err()
}

func day(d kernel.Date) *kernel.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

func (s *Service) tellAssigned(ctx context.Context, tx *db.Tx, to heard, r kernel.Record, task uuid.UUID, name, title string) error {
	return s.tell(ctx, tx, to, r, func(record string) kernel.Message {
		return kernel.Message{Kind: noticeAssigned, Title: saysAssigned(name, record), Text: title, Once: "assigned " + task.String()}
	})
}

// Task reads one.
func (s *Service) Task(ctx context.Context, id uuid.UUID) (Task, error) {
	t, err := s.task(ctx, id)
	if err != nil {
		return Task{}, err
	}
	entries := []Entry{{Kind: "task", ID: id, At: t.At, Task: t}}
	return *t, s.dress(ctx, entries)
}

func (s *Service) task(ctx context.Context, id uuid.UUID) (*Task, error) {
	rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.TasksOfRow, error) { return query(tx).TasksOf(ctx, []uuid.UUID{id}) })
	if err != nil || len(rows) == 0 {
		return nil, none(err)
	}
	t := taskOf(rows[0])
	err = s.open(ctx, kernel.Record{Entity: t.Entity, ID: t.RecordID})
	return t, err
}

// TaskChange is a merge patch: what is nil stays.
type TaskChange struct {
	Title    *string
	DueOn    *kernel.Date
	Assignee *uuid.UUID
	Done     *bool
}

// ChangeTask changes a task. Whoever may write about the record may mark it as
// done; the rest is for who wrote it and who is to do it.
func (s *Service) ChangeTask(ctx context.Context, id uuid.UUID, version int64, c TaskChange) (Task, error) {
	me, err := person(ctx)
	if err != nil {
		return Task{}, err
	}
	was, err := s.task(ctx, id)
	if err != nil {
		return Task{}, err
	}
	r := kernel.Record{Entity: was.Entity, ID: was.RecordID}
	if c.Title != nil || c.DueOn != nil || c.Assignee != nil {
		may, err := mayChange(ctx, was.Author.ID, was.Assignee.ID)
		if err != nil {
			return Task{}, err
		}
		if !may {
			return Task{}, ErrNotYours
		}
	}
	if c.Title != nil {
		if *c.Title, err = named(*c.Title); err != nil {
			return Task{}, err
		}
	}
	to, name := heard{}, ""
	if c.Assignee != nil && *c.Assignee != was.Assignee.ID {
		if _, err := s.mayRead(ctx, r, []uuid.UUID{*c.Assignee}, "/assignee"); err != nil {
			return Task{}, err
		}
		if to, name, err = s.audience(ctx, r, me, []uuid.UUID{*c.Assignee}); err != nil {
			return Task{}, err
		}
	}
	now := s.o.Clock.Now()
	err = db.Changed(ctx, s.db, func(tx *db.Tx) error {
		t, err := query(tx).LockTask(ctx, id)
		if err != nil {
			return gone(err)
		}
		if err := stale(t.Version, version); err != nil {
			return err
		}
		p := sqlcgen.ChangeTaskParams{ID: id, Title: t.Title, DueOn: t.DueOn, Assignee: t.AssigneeID, DoneAt: t.DoneAt, DoneBy: t.DoneBy}
		set(&p.Title, c.Title)
		set(&p.Assignee, c.Assignee)
		if c.DueOn != nil {
			p.DueOn = day(*c.DueOn)
		}
		if c.Done != nil && *c.Done != (t.DoneAt != nil) {
			p.DoneAt, p.DoneBy = nil, nil
			if *c.Done {
				p.DoneAt, p.DoneBy = &now, &me
			}
		}
		if err := query(tx).ChangeTask(ctx, p); err != nil {
			return err
		}
		return s.tellAssigned(ctx, tx, to, r, id, name, p.Title)
	})
	if err != nil {
		return Task{}, err
	}
	return s.Task(ctx, id)
}

// DeleteTask removes a task; an undo brings it back.
func (s *Service) DeleteTask(ctx context.Context, id uuid.UUID, version int64) error {
	was, err := s.task(ctx, id)
	if err != nil {
		return err
	}
	may, err := mayChange(ctx, was.Author.ID, was.Assignee.ID)
	if err == nil && !may {
		err = ErrNotYours
	}
	if err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		t, err := query(tx).LockTask(ctx, id)
		if err != nil {
			return gone(err)
		}
		if err := stale(t.Version, version); err != nil {
			return err
		}
		return query(tx).DeleteTask(ctx, id)
	})
}

// MyTasks are the caller's open ones by their day, those that have none last.
// Tasks of records that they may not see (any more), or that are in the trash, are left out.
func (s *Service) MyTasks(ctx context.Context, until kernel.Date, limit int, after string) (page.Page[Task], error) {
	out := page.Page[Task]{Items: []Task{}}
	me, err := person(ctx)
	if err != nil {
		return out, err
	}
	at, id, err := dayCursor(after)
	if err != nil {
		return out, err
	}
	if until.IsZero() {
		until = kernel.NewDate(9999, 12, 31)
	}
	for more := true; more && out.Next == ""; {
		rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.MyTasksRow, error) {
			return query(tx).MyTasks(ctx, sqlcgen.MyTasksParams{Person: me, Day: at, After: id, Until: until, Max: int32(limit) + 1})
		})
		if err != nil {
			return out, fmt.Errorf("list tasks: %w", err)
		}
		more = len(rows) > limit
		names, err := s.called(ctx, rows)
		if err != nil {
			return out, err
		}
		for _, r := range rows {
			if len(out.Items) == limit {
				out.Next = base64.RawURLEncoding.EncodeToString([]byte(at.String() + " " + id.String()))
				break
			}
			at, id = kernel.NewDate(9999, 12, 31), r.ID
			if r.DueOn != nil {
				at = *r.DueOn
			}
			if name, sees := names[kernel.Record{Entity: r.Entity, ID: r.RecordID}]; sees {
				t := taskOf(sqlcgen.TasksOfRow(r))
				t.Record = name
				out.Items = append(out.Items, *t)
			}
		}
	}
	entries := make([]Entry, len(out.Items))
	for i := range out.Items {
		entries[i] = Entry{Task: &out.Items[i]}
	}
	return out, s.dress(ctx, entries)
}

// called names the records of tasks that the caller may see, with one call for each kind.
func (s *Service) called(ctx context.Context, rows []sqlcgen.MyTasksRow) (map[kernel.Record]string, error) {
	byKind := map[string][]uuid.UUID{}
	for _, r := range rows {
		byKind[r.Entity] = append(byKind[r.Entity], r.RecordID)
	}
	out := map[kernel.Record]string{}
	for kind, ids := range byKind {
		e, known := s.entities[kind]
		if !known || authz.Allowed(ctx, e.Read) != nil {
			continue
		}
		names := map[uuid.UUID]string{}
		var err error
		if e.Title != nil {
			if names, err = e.Title(ctx, ids); err != nil {
				return nil, err
			}
		}
		for _, id := range ids {
			r := kernel.Record{Entity: kind, ID: id}
			sees, err := s.opens(ctx, r)
			if err != nil {
				return nil, err
			}
			if name := names[id]; sees && name != "" {
				out[r] = name
			} else if sees {
				out[r] = e.Label
			}
		}
	}
	return out, nil
}

func dayCursor(after string) (kernel.Date, uuid.UUID, error) {
	if after == "" {
		return kernel.NewDate(1, 1, 2), uuid.Nil, nil // the day before is no day
	}
	b, _ := base64.RawURLEncoding.DecodeString(after)
	when, word, _ := strings.Cut(string(b), " ")
	at, err1 := kernel.ParseDate(when)
	id, err2 := uuid.Parse(word)
	if err1 != nil || err2 != nil {
		return at, id, fault.ErrCursor.At("/after")
	}
	return at, id, nil
}
