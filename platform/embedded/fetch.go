package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// versions are those that can be fetched; zero is for new data.
var versions = map[int]embeddedpostgres.PostgresVersion{
	0: embeddedpostgres.V18, 15: embeddedpostgres.V15, 16: embeddedpostgres.V16, 17: embeddedpostgres.V17, 18: embeddedpostgres.V18,
}

// fetcher gets PostgreSQL's programs from a Maven repository; empty is the
// library's own choice.
func fetcher(repository string) func(context.Context, string, int) error {
	return func(ctx context.Context, into string, major int) error {
		version, ok := versions[major]
		if !ok {
			return fmt.Errorf("version %d is not offered", major)
		}
		// The data folder is locked by us: what is there, a killed start has left.
		leftovers, err := filepath.Glob(filepath.Join(filepath.Dir(into), "fetch-*"))
		if err != nil {
			return err
		}
		for _, folder := range leftovers {
			if err := os.RemoveAll(folder); err != nil {
				return err
			}
		}
		work, err := os.MkdirTemp(filepath.Dir(into), "fetch-")
		if err != nil {
			return err
		}
		// The library cannot be interrupted. If we leave early, it ends with the
		// process, having written nowhere but here.
		result := make(chan error, 1)
		go func() {
			result <- errors.Join(fetch(work, version, repository, into), os.RemoveAll(work))
		}()
		select {
		case err := <-result:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func fetch(work string, version embeddedpostgres.PostgresVersion, repository, into string) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	programs := filepath.Join(work, "programs")
	c := embeddedpostgres.DefaultConfig().Version(version).Logger(io.Discard).Port(uint32(port)).
		CachePath(filepath.Join(work, "cache")).RuntimePath(filepath.Join(work, "run")).BinariesPath(programs).
		// It has no way to only fetch. A data folder named "." is one that it cannot
		// clear, so it unpacks, stops there with an error, and never runs initdb.
		DataPath(work + "/.")
	if repository != "" {
		c = c.BinaryRepositoryURL(repository)
	}
	err = embeddedpostgres.NewDatabase(c).Start()
	if !complete(filepath.Join(programs, "bin")) {
		return fmt.Errorf("no programs came: %w", err)
	}
	if err := readable(programs); err != nil {
		return err
	}
	if err := os.RemoveAll(into); err != nil {
		return err
	}
	return os.Rename(programs, into)
}

// readable lets every account run the programs, whatever our umask is.
func readable(folder string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	err = fs.WalkDir(root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Type()&fs.ModeSymlink != 0 {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if entry.IsDir() || info.Mode()&0o100 != 0 {
			mode = 0o755
		}
		return root.Chmod(path, mode)
	})
	return errors.Join(err, root.Close())
}
