// Package worker holds what hr does without a person waiting for it: reactions,
// schedules, and rows of imported files.
package worker

import (
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/db"
	"longhouse/platform/imports"
	"longhouse/platform/jobs"
)

// Handlers are hr's reactions and schedules.
func Handlers(s *app.Service) []jobs.Handler {
	return []jobs.Handler{AnnounceLeavers(s), CloseLogin(s)}
}

// Imports are the files that hr can read.
func Imports(s *app.Service, pool *db.Pool) []imports.Target {
	return []imports.Target{Employees(s, pool)}
}
