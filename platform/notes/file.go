package notes

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/files"
	"longhouse/platform/kernel"
	"longhouse/platform/notes/sqlcgen"
)

// errSwept says that a sweep took the bytes between their storing and their row.
var errSwept = errors.New("the bytes were swept away meanwhile")

// Attach keeps a file at a record. Its bytes are stored first and named by a
// row then, in one transaction with everything that the row brings along: a
// kill in between leaves bytes that nobody names, which a sweep removes.
func (s *Service) Attach(ctx context.Context, r kernel.Record, name string, content io.Reader) (_ File, err error) {
	me, err := person(ctx)
	if err != nil {
		return File{}, err
	}
	who, err := actor.From(ctx)
	if err != nil {
		return File{}, err
	}
	if err := s.open(ctx, r); err != nil {
		return File{}, err
	}
	came, err := s.o.Files.Receive(ctx, content)
	if err != nil {
		return File{}, err
	}
	defer func() { err = errors.Join(err, came.Done()) }()
	name = files.Name(name)
	f := sqlcgen.AddFileParams{ID: kernel.NewUUID(), Entity: r.Entity, Record: r.ID, Name: name, Type: files.Kind(came.Head, name), Size: came.Size, Sum: came.Sum, Author: me, At: s.o.Clock.Now()}
	for try := 0; ; try++ {
		if err := came.Keep(who.Org.UUID); err != nil {
			return File{}, fmt.Errorf("store a file: %w", err)
		}
		id, err := db.Write(ctx, s.db, func(tx *db.Tx) (uuid.UUID, error) { return f.ID, s.attach(ctx, tx, who.Org.UUID, f) })
		if errors.Is(err, errSwept) && try < 10 {
			continue
		}
		if err != nil {
			return File{}, err
		}
		return s.File(ctx, id)
	}
}

func (s *Service) attach(ctx context.Context, tx *db.Tx, org uuid.UUID, f sqlcgen.AddFileParams) error {
	if err := s.hold(ctx, tx, org, f.Sum, f.Size); err != nil {
		return err
	}
	if err := query(tx).AddFile(ctx, f); err != nil {
		return err
	}
	return s.added(ctx, tx, Added{Kind: "file", ID: f.ID, Entity: f.Entity, Record: f.Record, By: f.Author})
}

// hold makes sure that bytes are stored and stay: from here to the commit no
// sweep drops them, and afterwards a row names them. The look at the folder is
// no call over a network.
func (s *Service) hold(ctx context.Context, tx *db.Tx, org uuid.UUID, sum string, size int64) error {
	if err := query(tx).HoldContent(ctx, sum); err != nil {
		return err
	}
	there, err := s.o.Files.Has(org, sum)
	if err != nil {
		return err
	}
	if !there {
		return errSwept
	}
	return query(tx).KeepContent(ctx, sqlcgen.KeepContentParams{Sum: sum, Size: size, At: s.o.Clock.Now()})
}

// Hung are files by ID as fields of records name them: on which record each
// hangs, and its name. It asks no right: whoever shows a name has checked the record's.
func (s *Service) Hung(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]kernel.Record, map[uuid.UUID]string, error) {
	on, names := map[uuid.UUID]kernel.Record{}, map[uuid.UUID]string{}
	rows, err := db.Glance(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.FilesByIDRow, error) { return query(tx).FilesByID(ctx, ids) })
	for _, r := range rows {
		on[r.ID], names[r.ID] = kernel.Record{Entity: r.Entity, ID: r.RecordID}, r.Name
	}
	return on, names, err
}

// File reads what is known of one.
func (s *Service) File(ctx context.Context, id uuid.UUID) (File, error) {
	f, err := s.file(ctx, id)
	if err != nil {
		return File{}, err
	}
	entries := []Entry{{Kind: "file", ID: id, At: f.At, File: f}}
	return *f, s.dress(ctx, entries)
}

func (s *Service) file(ctx context.Context, id uuid.UUID) (*File, error) {
	rows, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]sqlcgen.FilesOfRow, error) { return query(tx).FilesOf(ctx, []uuid.UUID{id}) })
	if err != nil || len(rows) == 0 {
		return nil, none(err)
	}
	f := fileOf(rows[0])
	err = s.open(ctx, kernel.Record{Entity: f.Entity, ID: f.RecordID})
	return f, err
}

// Content opens the bytes of a file; whoever opens them closes them.
func (s *Service) Content(ctx context.Context, id uuid.UUID) (File, io.ReadSeekCloser, error) {
	f, err := s.file(ctx, id)
	if err != nil {
		return File{}, nil, err
	}
	who, err := actor.From(ctx)
	if err != nil {
		return File{}, nil, err
	}
	content, err := s.o.Files.Open(ctx, who.Org.UUID, f.SHA256)
	return *f, content, err
}

// DeleteFile takes a file away from its record. Its bytes stay for 30 days, for
// an undo that brings it back.
func (s *Service) DeleteFile(ctx context.Context, id uuid.UUID, version int64) error {
	was, err := s.file(ctx, id)
	if err != nil {
		return err
	}
	if err := own(ctx, was.Author.ID); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		f, err := query(tx).LockFile(ctx, id)
		if err != nil {
			return gone(err)
		}
		if err := stale(f.Version, version); err != nil {
			return err
		}
		return query(tx).DeleteFile(ctx, id)
	})
}

// none is what a read by ID answers that found nothing.
func none(err error) error {
	if err == nil {
		return fault.ErrNotFound
	}
	return err
}
