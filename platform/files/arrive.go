package files

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/google/uuid"
)

// Arrived are bytes that came and are not stored yet: they have no name until
// Keep. Whoever receives them calls Done, whatever became of them.
type Arrived struct {
	Sum  string
	Size int64
	Head []byte // the first 512 bytes, which tell what it is

	store *Store
	temp  string
}

// Receive reads bytes to their end, onto the disk and not into memory. More
// than the limit is ErrTooLarge, and nothing is left of it.
func (s *Store) Receive(ctx context.Context, from io.Reader) (_ *Arrived, err error) {
	folder := filepath.Join(s.root, arriving)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of files: %w", err)
	}
	temp, err := os.CreateTemp(folder, "file-")
	if err != nil {
		return nil, roomless(err)
	}
	defer func() {
		err = errors.Join(err, temp.Close())
		if err != nil {
			_ = os.Remove(temp.Name()) // the fault says more; a later sweep finds it
		}
	}()
	sum, head := sha256.New(), &heading{}
	n, err := io.Copy(io.MultiWriter(temp, sum, head), io.LimitReader(reading{ctx, from}, s.most+1))
	switch {
	case err != nil:
		return nil, roomless(err)
	case n > s.most:
		return nil, ErrTooLarge.With(map[string]any{"limit": s.most}).Say(fmt.Sprintf("The file is larger than %d MB.", s.most>>20))
	case n == 0:
		return nil, ErrEmpty
	}
	if err := temp.Sync(); err != nil { // a row must never speak of bytes that a power cut takes
		return nil, roomless(err)
	}
	return &Arrived{hex.EncodeToString(sum.Sum(nil)), n, head.bytes, s, temp.Name()}, nil
}

// Keep stores the bytes for an organisation. It may be called again: it is what
// makes sure that they are there, and new, whatever a sweep did meanwhile.
func (a *Arrived) Keep(org uuid.UUID) error {
	at, err := a.store.place(org, a.Sum)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
		return roomless(err)
	}
	switch err := os.Link(a.temp, at); {
	case errors.Is(err, fs.ErrExist): // the same bytes are there: they are as new as ours
		now := time.Now() //nolint:forbidigo // the file system's time, which a sweep compares with its own
		if err := os.Chtimes(at, now, now); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return a.Keep(org) // dropped in between
	case err != nil:
		return roomless(err)
	}
	return sync(filepath.Dir(at))
}

// Done forgets the bytes, unless they were kept.
func (a *Arrived) Done() error {
	if err := os.Remove(a.temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forget a file that came: %w", err)
	}
	return nil
}

// Forget removes what arrived before a moment and was never kept: what a kill left.
func (s *Store) Forget(before time.Time) error {
	entries, err := os.ReadDir(filepath.Join(s.root, arriving))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.ModTime().Before(before) {
			if err := os.Remove(filepath.Join(s.root, arriving, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return err
}

// reading stops when nobody waits any more.
type reading struct {
	ctx  context.Context //nolint:containedctx // a reader has no other way to hear of it
	from io.Reader
}

func (r reading) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}

// heading keeps the beginning.
type heading struct{ bytes []byte }

func (h *heading) Write(p []byte) (int, error) {
	if room := 512 - len(h.bytes); room > 0 {
		h.bytes = append(h.bytes, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

// roomless says in plain words that the disk is full.
func roomless(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return ErrFull.Because(err)
	}
	return err
}

func sync(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
