// Package files keeps bytes by what they are: under the SHA-256 of their
// content and the organisation whose they are, so that the same file is stored
// once, and no name of a person ever becomes a path. What a file is called and
// where it hangs is known to whoever keeps it, not to this package.
package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/platform/fault"
)

// The refusals of this package.
var (
	ErrTooLarge = fault.New(fault.TooLarge, "files.too_large", "The file is too large.")
	ErrEmpty    = fault.New(fault.Invalid, "files.empty", "The file is empty.")
	ErrGone     = fault.New(fault.NotFound, "files.gone", "The content of this file is not there any more.")
	ErrFull     = fault.New(fault.Unavailable, "files.full", "There is no room left for files. Tell whoever looks after the server.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrTooLarge, ErrEmpty, ErrGone, ErrFull}

// Config is what the operator decides.
type Config struct {
	Folder string `env:"LONGHOUSE_FILES" doc:"Folder of attachments, which all nodes share; empty: files in the data folder (LONGHOUSE_DATA)"`
	MostMB int64  `env:"LONGHOUSE_FILES_MAX_MB" envDefault:"25" doc:"How large an attachment may be, in megabytes"`
}

// Most is how many bytes an attachment may have.
func (c Config) Most() int64 { return c.MostMB << 20 }

// Check refuses a limit that is none, and a place that is no folder.
func (c Config) Check() error {
	if c.MostMB < 1 || c.MostMB > 2048 {
		return fmt.Errorf("LONGHOUSE_FILES_MAX_MB: %d is not between 1 and 2048", c.MostMB)
	}
	if strings.Contains(c.Folder, "://") {
		return fmt.Errorf("LONGHOUSE_FILES: %q is an address; name a folder", c.Folder)
	}
	return nil
}

// Store is a folder of bytes. Its zero value is of no use: New makes one.
type Store struct {
	root string
	most int64
}

// New makes a store in a folder, which is made when the first file comes.
func New(root string, most int64) *Store { return &Store{root: root, most: most} }

// Most is how many bytes a file may have.
func (s *Store) Most() int64 { return s.most }

// Root is the folder.
func (s *Store) Root() string { return s.root }

const arriving = "arriving" // where bytes are written before they are known

var form = regexp.MustCompile(`^[0-9a-f]{64}$`)

// place is where bytes lie: by organisation, and in 256 folders, so that none grows large.
func (s *Store) place(org uuid.UUID, sum string) (string, error) {
	if !form.MatchString(sum) {
		return "", fmt.Errorf("%q is no sum", sum)
	}
	return filepath.Join(s.root, org.String(), sum[:2], sum), nil
}

// Open reads stored bytes; whoever opens them closes them. It fails with ErrGone.
func (s *Store) Open(_ context.Context, org uuid.UUID, sum string) (io.ReadSeekCloser, error) {
	at, err := s.place(org, sum)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(at)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrGone.Because(err)
	}
	return f, err
}

// Has says whether bytes are stored.
func (s *Store) Has(org uuid.UUID, sum string) (bool, error) {
	at, err := s.place(org, sum)
	if err != nil {
		return false, err
	}
	_, err = os.Stat(at)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Drop removes stored bytes; those that are not there are no fault.
func (s *Store) Drop(org uuid.UUID, sum string) error {
	at, err := s.place(org, sum)
	if err != nil {
		return err
	}
	if err := os.Remove(at); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("drop a file: %w", err)
	}
	return nil
}

// Each names what is stored of an organisation, with when it was written.
func (s *Store) Each(org uuid.UUID, visit func(sum string, at time.Time) error) error {
	root := filepath.Join(s.root, org.String())
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // dropped while we walk, or nothing was ever stored
		}
		if err != nil || d.IsDir() || !form.MatchString(d.Name()) {
			return err
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return visit(d.Name(), info.ModTime())
	})
	if err != nil {
		return fmt.Errorf("walk the files: %w", err)
	}
	return nil
}
