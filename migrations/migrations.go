// Package migrations holds the schema of every module, one folder each.
package migrations

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"sort"
)

//go:embed */*.sql
var files embed.FS

// Platform is the folder that goes first: roles, history, identity, jobs.
const Platform = "platform"

// Folders lists the platform first, then the modules by name.
func Folders() ([]string, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	names := []string{Platform}
	for _, e := range entries {
		if e.IsDir() && e.Name() != Platform {
			names = append(names, e.Name())
		}
	}
	sort.Strings(names[1:])
	return names, nil
}

// For returns one module's migrations.
func For(module string) (fs.FS, error) { return fs.Sub(files, module) }

// Hash names this very set of migrations; test databases carry it in their name.
func Hash() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := files.ReadFile(path)
		sum.Write([]byte(path))
		sum.Write(b)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil))[:12], err
}
