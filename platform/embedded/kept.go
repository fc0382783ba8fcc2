package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// largestKept is more than any key has.
const largestKept = 1 << 20

// Kept reads the files that the house keeps in the data folder beside the
// database: keys, passwords. What belongs to this server alone, its lock and the
// passwords of PostgreSQL, is not among them, nor are the files of records, which
// are kept by their rows; other is what is there besides.
func Kept(data string) (files map[string][]byte, other []string, err error) {
	entries, err := os.ReadDir(data)
	if err != nil {
		return nil, nil, fmt.Errorf("read the data folder: %w", err)
	}
	files = map[string][]byte{}
	for _, e := range entries {
		name := e.Name()
		switch {
		case name == "lock" || strings.HasPrefix(name, "pgpass") || name == "postgres" || name == "postgres-binaries" || name == "files" || strings.HasPrefix(name, "fetch-"):
			continue
		case !e.Type().IsRegular():
			other = append(other, name)
			continue
		}
		info, err := e.Info()
		if err != nil {
			return nil, nil, err
		}
		if info.Size() > largestKept {
			other = append(other, name)
			continue
		}
		if files[name], err = os.ReadFile(filepath.Join(data, name)); err != nil {
			return nil, nil, err
		}
	}
	return files, other, nil
}

// Keep writes such a file back, for its owner alone. It writes over none that
// says something else.
func Keep(data, name string, content []byte) error {
	if name != filepath.Base(name) || strings.HasPrefix(name, "pgpass") || name == "lock" || name == "." || name == ".." {
		return fmt.Errorf("%q is no file that the house keeps in its data folder", name)
	}
	path := filepath.Join(data, name)
	there, err := os.ReadFile(path)
	if err == nil && string(there) == string(content) {
		return nil
	}
	if err == nil {
		return fmt.Errorf("%s is there and says something else: move it away first", path)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}
