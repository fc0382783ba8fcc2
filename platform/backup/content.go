package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// contentFolder holds the files that hang on records, each by its organisation
// and its sum. The names are as long as a tar archive's plain ones may be.
const contentFolder = "f/"

// Content is a file that hangs on a record, as the backup holds it.
type Content struct {
	Org  uuid.UUID
	Sum  string
	Size int64
	at   int64 // where it begins in the backup
}

// contents streams the files that the snapshot's rows speak of. One that nobody
// needs any more may have been swept away since; any other must be there.
func contents(ctx context.Context, tx pgx.Tx, f *file, open func(ctx context.Context, org uuid.UUID, sum string) (io.ReadCloser, error)) error {
	var known bool
	if err := tx.QueryRow(ctx, "select to_regclass('notes.content') is not null").Scan(&known); err != nil || !known {
		return err
	}
	type row struct {
		Org  uuid.UUID
		Sum  string
		Free bool
	}
	rows, err := tx.Query(ctx, "select org_id, sum, free_at is not null from notes.content order by org_id, sum")
	if err != nil {
		return fmt.Errorf("list the files: %w", err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
	if err != nil {
		return fmt.Errorf("list the files: %w", err)
	}
	for _, r := range all {
		if open == nil {
			return fmt.Errorf("%d files hang on records, and nobody said where they are", len(all))
		}
		from, err := open(ctx, r.Org, r.Sum)
		if err != nil && r.Free {
			continue
		}
		if err != nil {
			return fmt.Errorf("a file that hangs on a record is missing (%s of organisation %s): %w; name the folder of files in LONGHOUSE_FILES", r.Sum, r.Org, err)
		}
		err = f.stream(contentFolder+hex.EncodeToString(r.Org[:])+"/"+r.Sum, from)
		if err = errors.Join(err, from.Close()); err != nil {
			return err
		}
		if last := f.parts[len(f.parts)-1]; last.SHA256 != r.Sum {
			return fmt.Errorf("the file %s of organisation %s is damaged: its content has another sum", r.Sum, r.Org)
		}
	}
	return nil
}

// content reads past a file in the backup, and notes where it is.
func (f *File) content(h *tar.Header, archive io.Reader) (Part, error) {
	org, sum, _ := strings.Cut(strings.TrimPrefix(h.Name, contentFolder), "/")
	raw, err := hex.DecodeString(org)
	if err != nil || len(raw) != 16 {
		return Part{}, fmt.Errorf("%s is no name of a file", h.Name)
	}
	at, err := f.in.Seek(0, io.SeekCurrent)
	if err != nil {
		return Part{}, err
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, archive); err != nil {
		return Part{}, fmt.Errorf("it ends in the middle of %s: %w", h.Name, err)
	}
	p := Part{h.Name, h.Size, hex.EncodeToString(hash.Sum(nil))}
	if p.SHA256 != sum {
		return p, fmt.Errorf("%s is not as it was written: its SHA-256 differs", h.Name)
	}
	f.Contents = append(f.Contents, Content{uuid.UUID(raw), sum, h.Size, at})
	return p, nil
}

// Read is what a file holds.
func (f *File) Read(c Content) io.Reader { return io.NewSectionReader(f.in, c.at, c.Size) }
