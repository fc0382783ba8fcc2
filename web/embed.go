// Package web holds the built UI, so that one binary is all that is installed.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var files embed.FS

// Files is the built UI. It is empty in a binary that was built without `make web`.
func Files() (fs.FS, error) { return fs.Sub(files, "dist") }
