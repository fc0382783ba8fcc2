package migrate

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/pressly/goose/v3"
)

// Latest is the step that each module's schema has when this binary has migrated it.
func Latest(from Source) (map[string]int64, error) {
	folders, err := from.Folders()
	if err != nil {
		return nil, err
	}
	latest := map[string]int64{}
	for _, module := range folders {
		files, err := from.For(module)
		if err != nil {
			return nil, err
		}
		err = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".sql") {
				return err
			}
			n, err := goose.NumericComponent(path)
			latest[module] = max(latest[module], n)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read the steps of %s: %w", module, err)
		}
	}
	return latest, nil
}
