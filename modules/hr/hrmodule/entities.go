package hrmodule

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/app"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/search"
)

// personal is the class of fields whose changes only its readers see, salary
// that of which nobody else learns even that something changed.
const (
	personal = "personal"
	salary   = "salary"
)

// entities are the records of hr that have a timeline and undo. Spells, jobs,
// lines and pay are parts of a person, and come back with them.
func entities(s *app.Service) []history.Entity {
	return []history.Entity{
		{
			Name: "hr.employee", Label: "Employee", Custom: true, Read: hr.ReadEmployees, Change: hr.UpdateEmployees,
			Parts:   map[string]string{"hr.employment": "employee_id", "hr.job_fact": "employee_id", "hr.reporting_line": "employee_id", "hr.pay_fact": "employee_id"},
			Follows: []string{"hr.employment", "hr.job_fact", "hr.reporting_line", "hr.pay_fact"},
			Sealed:  map[string]string{"hr.pay_fact": salary},
			Hidden:  map[string]string{"birth_date": personal, "home_address": personal, "personal_phone": personal, "notes": personal},
			Visible: typed(s.Visible), Restore: restoring(s.RestoreEmployee), Title: s.Titles,
		},
		{
			Name: "hr.unit", Label: "Unit", Read: hr.ReadUnits, Change: hr.UpdateUnits,
			Visible: read(s.Unit), Restore: restoring(s.RestoreUnit), Title: s.UnitTitles,
		},
		{
			Name: "hr.position", Label: "Position", Read: hr.ReadPositions, Change: hr.UpdatePositions,
			Visible: read(s.Position), Restore: restoring(s.RestorePosition), Title: s.PositionTitles,
		},
	}
}

// sources are what the global search finds in hr.
func sources(s *app.Service) []search.Source {
	return []search.Source{{
		Entity: "hr.employee", Label: "Employees", Needs: hr.ReadEmployees,
		Find: func(ctx context.Context, text string, limit int) ([]search.Hit, error) {
			found, err := s.Search(ctx, text, limit)
			hits := make([]search.Hit, len(found))
			for i, h := range found {
				hits[i] = search.Hit{ID: h.ID.UUID, Title: h.Title, Subtitle: h.Subtitle}
			}
			return hits, err
		},
	}}
}

// typed gives an ID its kind back.
func typed[T any](fn func(context.Context, kernel.ID[T]) error) func(context.Context, uuid.UUID) error {
	return func(ctx context.Context, id uuid.UUID) error { return fn(ctx, kernel.IDOf[T](id)) }
}

// read makes "may I read it" of reading it.
func read[T, V any](fn func(context.Context, kernel.ID[T]) (V, error)) func(context.Context, uuid.UUID) error {
	return func(ctx context.Context, id uuid.UUID) error {
		_, err := fn(ctx, kernel.IDOf[T](id))
		return err
	}
}

func restoring[T any](fn func(context.Context, kernel.ID[T], kernel.Past) error) func(context.Context, uuid.UUID, kernel.Past) error {
	return func(ctx context.Context, id uuid.UUID, was kernel.Past) error {
		return fn(ctx, kernel.IDOf[T](id), was)
	}
}
