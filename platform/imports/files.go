package imports

import (
	"context"
	"path"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/imports/sqlcgen"
	"longhouse/platform/kernel"
)

const sampleRows = 20

// Reading is how a person wants a file read; what is empty is guessed.
type Reading struct {
	Encoding  string `json:"encoding,omitempty" doc:"As windows-1252"`
	Delimiter string `json:"delimiter,omitempty" doc:"A comma, a semicolon, a tab or a vertical bar"`
	Sheet     string `json:"sheet,omitempty"`
	HeaderRow int    `json:"header_row,omitempty" minimum:"0" maximum:"200000" doc:"The line of the column names, from 1"`
}

func (r Reading) options() ReadOptions {
	return ReadOptions{Encoding: r.Encoding, Delimiter: r.Delimiter, SheetName: r.Sheet, HeaderRow: r.HeaderRow}
}

// Upload keeps a file and says how it was understood. It fails with a fault
// that says what is wrong with the file, and then keeps nothing.
func (s *Service) Upload(ctx context.Context, name string, data []byte, r Reading) (File, error) {
	if len(s.Targets(ctx)) == 0 {
		return File{}, ErrNoTargets
	}
	own, err := me(ctx)
	if err != nil {
		return File{}, err
	}
	if len(data) > MaxFile {
		return File{}, ErrFileTooLarge.With(map[string]any{"limit": MaxFile})
	}
	name = fileName(name)
	sheet, err := Read(name, data, r.options())
	if err != nil {
		return File{}, err
	}
	if len(sheet.Rows) == 0 {
		return File{}, ErrFileBare
	}
	f := understood(kernel.NewID[File](), name, sheet)
	now := s.o.Clock.Now()
	return db.Write(ctx, s.db, func(tx *db.Tx) (File, error) {
		n, err := query(tx).UnusedFiles(ctx, own)
		if err != nil {
			return File{}, err
		}
		if n >= unusedFiles {
			return File{}, ErrTooManyFiles
		}
		return f, query(tx).AddFile(ctx, sqlcgen.AddFileParams{ID: f.ID.UUID, Name: name, Bytes: data, Chosen: pack(r), Understood: pack(f), CreatedBy: own, CreatedAt: now})
	})
}

// fileName keeps the last part of what a client calls the file.
func fileName(name string) string {
	name = strings.ToValidUTF8(path.Base(strings.ReplaceAll(strings.TrimSpace(name), `\`, "/")), "")
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 200 {
		name = string(r[len(r)-200:]) // the end has the kind
	}
	if name == "" || name == "." || name == "/" {
		return "file"
	}
	return name
}

func understood(id kernel.ID[File], name string, s *Sheet) File {
	f := File{ID: id, Name: name, Format: s.Format, Encoding: s.Encoding, EncodingGuessed: s.EncodingGuessed, Delimiter: s.Delimiter,
		Sheet: s.SheetName, Sheets: s.Sheets, HeaderRow: s.HeaderRow, Header: make([]FileColumn, len(s.Header)), Sample: [][]string{}, Rows: len(s.Rows)}
	for i, c := range s.Header {
		f.Header[i] = FileColumn{c.Name}
	}
	for _, r := range s.Rows[:min(sampleRows, len(s.Rows))] {
		f.Sample = append(f.Sample, r.Cells)
	}
	return f
}

// FileOf reads one of the caller's own files.
func (s *Service) FileOf(ctx context.Context, id uuid.UUID) (File, error) {
	own, err := me(ctx)
	if err != nil {
		return File{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (File, error) { return ownFile(ctx, tx, id, own) })
}

func ownFile(ctx context.Context, tx *db.Tx, id uuid.UUID, own *uuid.UUID) (File, error) {
	f, err := query(tx).GetFile(ctx, id)
	if err != nil {
		return File{}, err
	}
	if !same(f.CreatedBy, own) {
		return File{}, fault.ErrNotFound
	}
	return unpack[File](f.Understood), nil
}

// Reread reads a file in another way. Imports that wait for their mapping begin
// it anew, since the columns may be others; one that has run keeps its file as it is.
func (s *Service) Reread(ctx context.Context, id uuid.UUID, r Reading) (File, error) {
	was, err := s.FileOf(ctx, id)
	if err != nil {
		return File{}, err
	}
	sheet, err := s.sheet(ctx, id, r)
	if err != nil {
		return File{}, err
	}
	if len(sheet.Rows) == 0 {
		return File{}, ErrFileBare
	}
	f := understood(was.ID, was.Name, sheet)
	known := map[string]Target{}
	for _, t := range s.Targets(ctx) {
		known[t.Name] = t
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (File, error) {
		users, err := query(tx).ImportsOfFile(ctx, id)
		if err != nil {
			return File{}, err
		}
		for _, u := range users {
			if u.State != Mapping && u.State != Checked {
				return File{}, ErrFileUsed
			}
		}
		if err := query(tx).RereadFile(ctx, sqlcgen.RereadFileParams{ID: id, Chosen: pack(r), Understood: pack(f)}); err != nil {
			return File{}, err
		}
		for _, u := range users {
			if err := s.mapAnew(ctx, tx, known, u.ID, id, sheet); err != nil {
				return File{}, err
			}
		}
		return f, nil
	})
}

// sheet reads a stored file. The bytes are read outside any transaction of a caller.
func (s *Service) sheet(ctx context.Context, id uuid.UUID, r Reading) (*Sheet, error) {
	data, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]byte, error) { return query(tx).FileBytes(ctx, id) })
	if err != nil {
		return nil, err
	}
	return Read("", data, r.options())
}

// stored reads a file as it was last understood.
func (s *Service) stored(ctx context.Context, id uuid.UUID) (*Sheet, error) {
	f, err := db.Read(ctx, s.db, func(tx *db.Tx) (sqlcgen.GetFileRow, error) { return query(tx).GetFile(ctx, id) })
	if err != nil {
		return nil, err
	}
	return s.sheet(ctx, id, unpack[Reading](f.Chosen))
}
