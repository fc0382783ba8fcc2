package notes

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/files"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

func errs(faults ...*fault.Error) []*fault.Error { return faults }

// ByRecord names a record in an address.
type ByRecord struct {
	Entity string    `path:"entity" maxLength:"60" doc:"The kind of record" example:"crm.account"`
	ID     uuid.UUID `path:"id"`
}

func (r ByRecord) record() kernel.Record { return kernel.Record{Entity: r.Entity, ID: r.ID} }

type byID struct {
	ID uuid.UUID `path:"id"`
}

type changeByID struct {
	rest.Match
	ID uuid.UUID `path:"id"`
}

// NoteBody is something to say.
type NoteBody struct {
	Text   string `json:"text" minLength:"1" maxLength:"10000" doc:"Markdown: paragraphs, lists, emphasis, code, quotes, links. HTML is text. A person is named as @[Name](u:<ID>)"`
	Pinned bool   `json:"pinned,omitempty"`
}

// NotePatch changes a note.
type NotePatch struct {
	Text   *string `json:"text,omitempty" maxLength:"10000"`
	Pinned *bool   `json:"pinned,omitempty"`
}

// TaskBody is something to do.
type TaskBody struct {
	Title    string      `json:"title" minLength:"1" maxLength:"300"`
	DueOn    kernel.Date `json:"due_on,omitzero"`
	Assignee uuid.UUID   `json:"assignee,omitzero" doc:"Who does it; yourself unless said otherwise"`
}

// TaskPatch changes a task.
type TaskPatch struct {
	Title    *string      `json:"title,omitempty" maxLength:"300"`
	DueOn    *kernel.Date `json:"due_on,omitempty" doc:"null: whenever"`
	Assignee *uuid.UUID   `json:"assignee,omitempty"`
	Done     *bool        `json:"done,omitempty"`
}

// TagBody is a new tag.
type TagBody struct {
	Name   string `json:"name" minLength:"1" maxLength:"60"`
	Colour string `json:"colour" enum:"neutral,info,progress,decision,success,warning,danger"`
}

// TagPatch changes a tag.
type TagPatch struct {
	Name   *string `json:"name,omitempty" maxLength:"60"`
	Colour *string `json:"colour,omitempty" enum:"neutral,info,progress,decision,success,warning,danger"`
}

type entriesIn struct {
	ByRecord
	Kind  string `query:"kind" doc:"note, task or file, by comma; all unless said otherwise"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"30"`
	After string `query:"after" doc:"The next of the page before"`
}

type peopleIn struct {
	ByRecord
	Q     string `query:"q" maxLength:"100" doc:"Beginnings of the name"`
	Limit int    `query:"limit" minimum:"1" maximum:"50" default:"8"`
}

type tasksIn struct {
	Until kernel.Date `query:"until" doc:"Due on that day or before; all unless said otherwise"`
	Limit int         `query:"limit" minimum:"1" maximum:"100" default:"50"`
	After string      `query:"after" doc:"The next of the page before"`
}

// Routes adds the operations.
func (s *Service) Routes(a *rest.API) {
	s.recordRoutes(a)
	s.noteRoutes(a)
	s.taskRoutes(a)
	s.fileRoutes(a)
	s.tagRoutes(a)
}

func (s *Service) recordRoutes(a *rest.API) {
	const doc = "Needs the right to read the record."
	rest.Register(a, rest.Op{ID: "notes-read-record", Method: "GET", Path: "/records/{entity}/{id}", Needs: rest.SignedIn, Faults: errs(history.ErrNoEntity),
		Summary: "What is said of a record, in short: who follows it, its tags, what is pinned, and how much there is", Doc: doc},
		func(ctx context.Context, in *struct{ ByRecord }) (*rest.Answer[About], error) {
			out, err := s.About(ctx, in.record())
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "notes-list-entries", Method: "GET", Path: "/records/{entity}/{id}/entries", Needs: rest.SignedIn, Faults: errs(history.ErrNoEntity),
		Summary: "Notes, tasks and files of a record, newest first", Doc: doc},
		func(ctx context.Context, in *entriesIn) (*rest.Answer[page.Page[Entry]], error) {
			w := Wanted{Limit: in.Limit, After: in.After}
			if in.Kind != "" {
				w.Kinds = strings.Split(in.Kind, ",")
			}
			out, err := s.Entries(ctx, in.record(), w)
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "notes-list-people", Method: "GET", Path: "/records/{entity}/{id}/people", Needs: rest.SignedIn, Faults: errs(history.ErrNoEntity),
		Summary: "People who may read a record: whom a note can mention, and who can have a task", Doc: doc},
		func(ctx context.Context, in *peopleIn) (*rest.Answer[page.Page[Person]], error) {
			out, err := s.People(ctx, in.record(), in.Q, in.Limit)
			return rest.Say(page.Page[Person]{Items: out}), err
		})
	follow := func(id, method, summary string, follows bool) {
		rest.Register(a, rest.Op{ID: id, Method: method, Path: "/records/{entity}/{id}/follow", Needs: rest.SignedIn, Status: 204, Faults: errs(history.ErrNoEntity, ErrNoPerson), Summary: summary, Doc: doc},
			func(ctx context.Context, in *struct{ ByRecord }) (*rest.Done, error) {
				return &rest.Done{}, s.Follow(ctx, in.record(), follows)
			})
	}
	follow("notes-follow", "PUT", "Hear of what happens to a record", true)
	follow("notes-unfollow", "DELETE", "Hear nothing more of a record, also if you write there", false)
}

func (s *Service) noteRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "notes-add-note", Method: "POST", Path: "/records/{entity}/{id}/notes", Needs: Write, Status: 201, Summary: "Say something about a record",
		Doc: "Whoever it mentions must be able to read the record, and hears of it. You follow the record from then on.", Faults: errs(history.ErrNoEntity, ErrNoPerson, ErrCannotRead)},
		func(ctx context.Context, in *struct {
			ByRecord
			Body NoteBody
		}) (*rest.Tagged[Note], error) {
			return tagged(s.AddNote(ctx, in.record(), in.Body.Text, in.Body.Pinned))
		})
	rest.Register(a, rest.Op{ID: "notes-read-note", Method: "GET", Path: "/notes/{id}", Needs: rest.SignedIn, Summary: "One note", Doc: "Needs the right to read its record."},
		func(ctx context.Context, in *byID) (*rest.Tagged[Note], error) { return tagged(s.Note(ctx, in.ID)) })
	rest.Register(a, rest.Op{ID: "notes-change-note", Method: "PATCH", Path: "/notes/{id}", Needs: Write, Summary: "Change your note, or pin any",
		Doc: "The text of others needs `" + string(Moderate) + "`.", Faults: errs(ErrNotYours, ErrCannotRead)},
		func(ctx context.Context, in *struct {
			rest.Match
			ID   uuid.UUID `path:"id"`
			Body NotePatch
		}) (*rest.Tagged[Note], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return tagged(s.ChangeNote(ctx, in.ID, version, NoteChange(in.Body)))
		})
	rest.Register(a, rest.Op{ID: "notes-delete-note", Method: "DELETE", Path: "/notes/{id}", Needs: Write, Status: 204, Summary: "Delete your note",
		Doc: "That of somebody else needs `" + string(Moderate) + "`.", Faults: errs(ErrNotYours)}, deletes(s.DeleteNote))
}

func (s *Service) taskRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "notes-add-task", Method: "POST", Path: "/records/{entity}/{id}/tasks", Needs: Write, Status: 201, Summary: "Say what is to be done about a record, by whom and when",
		Doc: "Who has it must be able to read the record, hears of it, and is reminded on its day.", Faults: errs(history.ErrNoEntity, ErrNoPerson, ErrCannotRead)},
		func(ctx context.Context, in *struct {
			ByRecord
			Body TaskBody
		}) (*rest.Tagged[Task], error) {
			t, err := s.AddTask(ctx, in.record(), TaskDraft(in.Body))
			return rest.Tag(t.Version, t), err
		})
	rest.Register(a, rest.Op{ID: "notes-list-my-tasks", Method: "GET", Path: "/tasks", Needs: rest.SignedIn, Summary: "Your open tasks by their day, those without one last",
		Doc: "Of records that you may see.", Faults: errs(ErrNoPerson)},
		func(ctx context.Context, in *tasksIn) (*rest.Answer[page.Page[Task]], error) {
			out, err := s.MyTasks(ctx, in.Until, in.Limit, in.After)
			return rest.Say(out), err
		})
	rest.Register(a, rest.Op{ID: "notes-read-task", Method: "GET", Path: "/tasks/{id}", Needs: rest.SignedIn, Summary: "One task", Doc: "Needs the right to read its record."},
		func(ctx context.Context, in *byID) (*rest.Tagged[Task], error) {
			t, err := s.Task(ctx, in.ID)
			return rest.Tag(t.Version, t), err
		})
	rest.Register(a, rest.Op{ID: "notes-change-task", Method: "PATCH", Path: "/tasks/{id}", Needs: Write, Summary: "Mark a task as done, or change it",
		Doc: "Everything but done is for who wrote it, who has it, and who may `" + string(Moderate) + "`.", Faults: errs(ErrNotYours, ErrNoPerson, ErrCannotRead)},
		func(ctx context.Context, in *struct {
			rest.Match
			ID   uuid.UUID `path:"id"`
			Body TaskPatch
		}) (*rest.Tagged[Task], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			t, err := s.ChangeTask(ctx, in.ID, version, TaskChange(in.Body))
			return rest.Tag(t.Version, t), err
		})
	rest.Register(a, rest.Op{ID: "notes-delete-task", Method: "DELETE", Path: "/tasks/{id}", Needs: Write, Status: 204, Summary: "Delete a task", Faults: errs(ErrNotYours)}, deletes(s.DeleteTask))
}

func (s *Service) fileRoutes(a *rest.API) {
	rest.RegisterUpload(a, rest.Op{ID: "notes-attach", Method: "POST", Path: "/records/{entity}/{id}/files", Needs: Write, Status: 201, MaxBody: s.o.Files.Most() + 1<<20,
		Summary: "Attach a file to a record", Doc: "What it is, its content says and not its name.", Faults: errs(history.ErrNoEntity, ErrNoPerson, files.ErrTooLarge, files.ErrEmpty, files.ErrFull)},
		func(ctx context.Context, in *struct {
			ByRecord
			Name string `query:"name" maxLength:"300" doc:"The file's name, where the body is the file"`
		}, file rest.Upload) (*rest.Tagged[File], error) {
			f, err := s.Attach(ctx, in.record(), file.Name, file.Content)
			return rest.Tag(f.Version, f), err
		})
	rest.Register(a, rest.Op{ID: "notes-read-file", Method: "GET", Path: "/files/{id}", Needs: rest.SignedIn, Summary: "What is known of a file", Doc: "Needs the right to read its record."},
		func(ctx context.Context, in *byID) (*rest.Tagged[File], error) {
			f, err := s.File(ctx, in.ID)
			return rest.Tag(f.Version, f), err
		})
	rest.RegisterFile(a, rest.Op{ID: "notes-download-file", Method: "GET", Path: "/files/{id}/content", Needs: rest.SignedIn, Summary: "The content of a file",
		Doc: "Needs the right to read its record. A browser saves it and runs nothing of it.", Faults: errs(files.ErrGone)},
		func(ctx context.Context, in *byID) (rest.Download, error) {
			f, content, err := s.Content(ctx, in.ID)
			return rest.Download{Name: f.Name, Type: f.Type, Size: f.Size, Sum: f.SHA256, Content: content}, err
		})
	rest.Register(a, rest.Op{ID: "notes-delete-file", Method: "DELETE", Path: "/files/{id}", Needs: Write, Status: 204, Summary: "Take a file that you attached away from its record",
		Doc: "That of somebody else needs `" + string(Moderate) + "`. Its content is kept for 30 days, for an undo.", Faults: errs(ErrNotYours)}, deletes(s.DeleteFile))
}

func (s *Service) tagRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "notes-list-tags", Method: "GET", Path: "/tags", Needs: rest.SignedIn, Summary: "All tags of the organisation, by name"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[Tag]], error) {
			out, err := s.Tags(ctx)
			return rest.Say(page.Page[Tag]{Items: out}), err
		})
	rest.Register(a, rest.Op{ID: "notes-add-tag", Method: "POST", Path: "/tags", Needs: Write, Status: 201, Summary: "Make a tag", Faults: errs(ErrTagTaken, ErrTooManyTags)},
		func(ctx context.Context, in *struct{ Body TagBody }) (*rest.Tagged[Tag], error) {
			t, err := s.AddTag(ctx, in.Body.Name, in.Body.Colour)
			return rest.Tag(t.Version, t), err
		})
	rest.Register(a, rest.Op{ID: "notes-change-tag", Method: "PATCH", Path: "/tags/{id}", Needs: ManageTags, Summary: "Rename or colour a tag, on all records that have it", Faults: errs(ErrTagTaken)},
		func(ctx context.Context, in *struct {
			rest.Match
			ID   uuid.UUID `path:"id"`
			Body TagPatch
		}) (*rest.Tagged[Tag], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			t, err := s.ChangeTag(ctx, in.ID, version, in.Body.Name, in.Body.Colour)
			return rest.Tag(t.Version, t), err
		})
	rest.Register(a, rest.Op{ID: "notes-delete-tag", Method: "DELETE", Path: "/tags/{id}", Needs: ManageTags, Status: 204, Summary: "Delete a tag, and take it from all records"}, deletes(s.DeleteTag))
	tag := func(id, method, summary string, do func(context.Context, kernel.Record, uuid.UUID) error, faults ...*fault.Error) {
		rest.Register(a, rest.Op{ID: id, Method: method, Path: "/records/{entity}/{id}/tags/{tag}", Needs: Write, Status: 204, Summary: summary, Doc: "Needs the right to read the record.", Faults: append(faults, history.ErrNoEntity)},
			func(ctx context.Context, in *struct {
				ByRecord
				Tag uuid.UUID `path:"tag"`
			}) (*rest.Done, error) {
				return &rest.Done{}, do(ctx, in.record(), in.Tag)
			})
	}
	tag("notes-put-tag", "PUT", "Put a tag on a record", s.PutTag, ErrNoTag)
	tag("notes-take-tag", "DELETE", "Take a tag from a record", s.TakeTag)
}

func tagged(n Note, err error) (*rest.Tagged[Note], error) { return rest.Tag(n.Version, n), err }

// deletes makes an operation of a removal.
func deletes(do func(ctx context.Context, id uuid.UUID, version int64) error) func(context.Context, *changeByID) (*rest.Done, error) {
	return func(ctx context.Context, in *changeByID) (*rest.Done, error) {
		version, err := in.Version()
		if err != nil {
			return nil, err
		}
		return &rest.Done{}, do(ctx, in.ID, version)
	}
}
