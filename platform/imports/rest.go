package imports

import (
	"context"
	"fmt"
	"mime"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

func errs(faults ...*fault.Error) []*fault.Error { return faults }

type byID struct {
	ID uuid.UUID `path:"id"`
}

type byTarget struct {
	Name   string `path:"name" example:"crm.accounts"`
	Part   string `query:"part" enum:"file,lines" default:"file" doc:"lines: for the second file"`
	Format string `query:"format" enum:"csv,xlsx" default:"csv"`
}

type byErrors struct {
	ID     uuid.UUID `path:"id"`
	Part   string    `query:"part" enum:"file,lines" default:"file" doc:"lines: of the second file"`
	Format string    `query:"format" enum:"csv,xlsx" default:"csv"`
}

// fileOut is a file to keep.
type fileOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func saved(d Download, err error) (*fileOut, error) {
	if err != nil {
		return nil, err
	}
	return &fileOut{ContentType: d.Type, Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": d.Name}), Body: d.Data}, nil
}

// CreateBody begins an import.
type CreateBody struct {
	Target      string     `json:"target" example:"crm.accounts"`
	FileID      uuid.UUID  `json:"file_id"`
	LinesFileID *uuid.UUID `json:"lines_file_id,omitempty" doc:"For targets with lines"`
	DraftBody
}

// ChangeBody changes how an import reads its files. Each part that is given replaces the whole of it, but options.
type ChangeBody struct{ DraftBody }

// DraftBody is how an import reads its files.
type DraftBody struct {
	Mapping      map[string]string `json:"mapping,omitempty" doc:"Field → column; guessed when a new import gives none"`
	LinesMapping map[string]string `json:"lines_mapping,omitempty"`
	Formats      map[string]string `json:"formats,omitempty" doc:"Field → dmy or mdy, point or comma"`
	LinesFormats map[string]string `json:"lines_formats,omitempty"`
	Options      map[string]any    `json:"options,omitempty"`
}

func (b DraftBody) draft() Draft {
	d := Draft{Mapping: b.Mapping, LinesMapping: b.LinesMapping, Formats: b.Formats, LinesFormats: b.LinesFormats}
	if b.Options != nil {
		d.Options = map[string]string{}
		for k, v := range b.Options {
			if v != nil {
				d.Options[k] = fmt.Sprint(v)
			}
		}
	}
	return d
}

// Routes adds the operations, under /api/v1/imports.
func (s *Service) Routes(a *rest.API) {
	s.fileRoutes(a)
	rest.Register(a, rest.Op{ID: "imports-list-targets", Method: "GET", Path: "/targets", Needs: rest.SignedIn, Summary: "What you may import, with fields, lines and options"},
		func(ctx context.Context, _ *struct{}) (*rest.Answer[page.Page[TargetView]], error) {
			p := page.Page[TargetView]{Items: []TargetView{}}
			for _, t := range s.Targets(ctx) {
				p.Items = append(p.Items, t.view())
			}
			return rest.Say(p), nil
		})
	rest.Register(a, rest.Op{ID: "imports-template", Method: "GET", Path: "/targets/{name}/template", Needs: rest.SignedIn, Faults: errs(ErrUnknownTarget),
		Summary: "An empty file for a target, with a row of examples"},
		func(ctx context.Context, in *byTarget) (*fileOut, error) {
			return saved(s.Template(ctx, in.Name, in.Part, in.Format))
		})
	rest.Register(a, rest.Op{ID: "imports-create", Method: "POST", Path: "", Needs: rest.SignedIn, Status: 201, Faults: errs(ErrUnknownTarget, ErrNoColumn, ErrNoField, ErrNoOption),
		Summary: "Begin an import of uploaded files", Doc: "The mapping is guessed by the names and values of the columns, unless it is given."},
		func(ctx context.Context, in *struct{ Body CreateBody }) (*rest.Tagged[Import], error) {
			return s.tagged(ctx)(s.Create(ctx, in.Body.Target, in.Body.FileID, in.Body.LinesFileID, in.Body.draft()))
		})
	rest.RegisterList[Import](a, rest.Op{ID: "imports-list", Method: "GET", Path: "", Needs: rest.SignedIn,
		Summary: "Your imports, newest first", Doc: "With `imports.import.read` those of everybody."},
		importList.Fields(), func(ctx context.Context, in *struct{ rest.List }) (page.Page[Import], error) {
			return s.List(ctx, in.Page())
		})
	rest.Register(a, rest.Op{ID: "imports-get", Method: "GET", Path: "/{id}", Needs: rest.SignedIn, Summary: "One import with its files, its stage and its progress"},
		func(ctx context.Context, in *byID) (*rest.Tagged[Import], error) { return tagged(s.Get(ctx, in.ID)) })
	rest.Register(a, rest.Op{ID: "imports-change", Method: "PATCH", Path: "/{id}", Needs: rest.SignedIn, Faults: errs(ErrState, ErrNoColumn, ErrNoField, ErrNoFormat, ErrNoOption),
		Summary: "Map columns and choose options", Doc: "A mapping or formats that are given replace the old ones as a whole; options are set one by one. Verdicts that were given are gone."},
		func(ctx context.Context, in *struct {
			rest.Match
			ID   uuid.UUID `path:"id"`
			Body ChangeBody
		}) (*rest.Tagged[Import], error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return s.tagged(ctx)(s.Change(ctx, in.ID, version, in.Body.draft()))
		})
	rest.Register(a, rest.Op{ID: "imports-delete", Method: "DELETE", Path: "/{id}", Needs: rest.SignedIn, Status: 204, Faults: errs(ErrState), Summary: "Remove an import that never ran"},
		func(ctx context.Context, in *struct {
			rest.Match
			ID uuid.UUID `path:"id"`
		}) (*rest.Done, error) {
			version, err := in.Version()
			if err != nil {
				return nil, err
			}
			return &rest.Done{}, s.Delete(ctx, in.ID, version)
		})
	s.stageRoutes(a)
}

func (s *Service) stageRoutes(a *rest.API) {
	act := func(id, path, summary, doc string, key bool, do func(context.Context, uuid.UUID) (Import, error), faults ...*fault.Error) {
		rest.Register(a, rest.Op{ID: id, Method: "POST", Path: "/{id}/" + path, Needs: rest.SignedIn, Status: 202, KeyRequired: key, Summary: summary, Doc: doc, Faults: faults},
			func(ctx context.Context, in *byID) (*rest.Tagged[Import], error) {
				return s.tagged(ctx)(do(ctx, in.ID))
			})
	}
	act("imports-check", "check", "Give every row its verdict", "A job does it: read the import until its state is checked. Nothing is written to the records.", false, s.Check, ErrState, ErrUnmapped, ErrTooManyAtOnce)
	act("imports-run", "run", "Write the rows that were not refused", "A job does it, as you and with your rights, 500 rows in a transaction. A run that failed or was cancelled goes on where it stopped.", true, s.Run, ErrState, ErrTooManyAtOnce)
	act("imports-cancel", "cancel", "Stop a check or a run after the batch at hand", "", false, s.Cancel, ErrState)
	act("imports-undo", "undo", "Take back what an import did", "A job does it. Records that were changed since stay, and are listed.", true, s.Undo, ErrState, ErrNothingToUndo, ErrTooManyAtOnce)
	rest.RegisterList[ImportRow](a, rest.Op{ID: "imports-list-rows", Method: "GET", Path: "/{id}/rows", Needs: rest.SignedIn, Summary: "Rows with their verdicts, in the order of the file"},
		[]string{"line", "part", "verdict"}, func(ctx context.Context, in *struct {
			rest.List
			ID uuid.UUID `path:"id"`
		}) (page.Page[ImportRow], error) {
			return s.Rows(ctx, in.ID, in.Page())
		})
	rest.Register(a, rest.Op{ID: "imports-errors", Method: "GET", Path: "/{id}/errors", Needs: rest.SignedIn, Faults: errs(ErrNoLines),
		Summary: "The refused rows as the file had them, with one more column that says why", Doc: "Mended, the file can be uploaded as it is."},
		func(ctx context.Context, in *byErrors) (*fileOut, error) {
			return saved(s.Errors(ctx, in.ID, in.Part, in.Format))
		})
}

func (s *Service) fileRoutes(a *rest.API) {
	rest.Register(a, rest.Op{ID: "imports-upload", Method: "POST", Path: "/files", Needs: rest.SignedIn, Status: 201, MaxBody: MaxFile + 1<<20,
		Summary: "Upload a CSV or XLSX file, at most 50 MB", Doc: "As the part `file` of a form, or as the body with its name in the query. The content decides the format, never the name.",
		Faults: errs(ErrNoTargets, ErrNoUpload, ErrFileEmpty, ErrFileBare, ErrFileFormat, ErrFileLocked, ErrFileDamaged, ErrFileTooLarge, ErrFileNul, ErrFileEncoding, ErrTooManyRows, ErrTooManyColumns, ErrTooManyCells, ErrTooManyFiles)},
		func(ctx context.Context, in *struct {
			Name        string `query:"name" maxLength:"300" doc:"The file's name, where the body is the file"`
			ContentType string `header:"Content-Type"`
			RawBody     []byte
		}) (*rest.Answer[File], error) {
			name, data, err := unwrap(in.ContentType, in.Name, in.RawBody)
			if err != nil {
				return nil, err
			}
			f, err := s.Upload(ctx, name, data, Reading{})
			return rest.Say(f), err
		})
	rest.Register(a, rest.Op{ID: "imports-get-file", Method: "GET", Path: "/files/{id}", Needs: rest.SignedIn, Summary: "How a file of yours was understood, and its first rows"},
		func(ctx context.Context, in *byID) (*rest.Answer[File], error) {
			f, err := s.FileOf(ctx, in.ID)
			return rest.Say(f), err
		})
	rest.Register(a, rest.Op{ID: "imports-read-file", Method: "POST", Path: "/files/{id}/read", Needs: rest.SignedIn, Summary: "Read a file in another way",
		Doc:    "What is left out is guessed. Imports of the file that have not run get their columns guessed anew.",
		Faults: errs(ErrFileUsed, ErrEncodingUnknown, ErrDelimiter, ErrSheetUnknown, ErrHeaderRow)},
		func(ctx context.Context, in *struct {
			ID   uuid.UUID `path:"id"`
			Body Reading
		}) (*rest.Answer[File], error) {
			f, err := s.Reread(ctx, in.ID, in.Body)
			return rest.Say(f), err
		})
}

// tagged answers an import with its version; with a service it has its files too.
func tagged(i Import, err error) (*rest.Tagged[Import], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(i.Version, i), nil
}

func (s *Service) tagged(ctx context.Context) func(Import, error) (*rest.Tagged[Import], error) {
	return func(i Import, err error) (*rest.Tagged[Import], error) {
		if err == nil {
			err = s.whole(ctx, &i)
		}
		return tagged(i, err)
	}
}

func (t Target) view() TargetView {
	v := TargetView{Name: t.Name, Label: t.Label, Entity: t.Entity, Fields: fieldViews(t.Fields), TemplateURL: rest.Base + "/imports/targets/" + t.Name + "/template"}
	if l := t.Lines; l != nil {
		v.Lines = &LinesView{Label: l.Label, Key: l.Key, Of: l.Of, Fields: fieldViews(l.Fields)}
	}
	for _, o := range t.Options {
		v.Options = append(v.Options, OptionView(o))
	}
	return v
}

func fieldViews(fields []Field) []FieldView {
	out := make([]FieldView, len(fields))
	for n, f := range fields {
		out[n] = FieldView{Key: f.Key, Label: f.Label, Kind: f.Kind, Required: f.Required, Help: f.Help, Example: f.Example}
		if out[n].Kind == "" {
			out[n].Kind = "text"
		}
		if out[n].Label == "" {
			out[n].Label = f.Key
		}
	}
	return out
}
