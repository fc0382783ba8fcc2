package app

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/hr"
	"longhouse/platform/kernel"
)

// logins names logins: their employees' names, else their own. One call to
// each neighbour for a whole list.
func (s *Service) logins(ctx context.Context, refs ...*crm.Ref) {
	want := wanted(refs)
	if len(want) == 0 {
		return
	}
	ids := make([]kernel.ID[kernel.User], len(want))
	for i, id := range want {
		ids[i] = kernel.IDOf[kernel.User](id)
	}
	names := map[uuid.UUID]string{}
	if s.people != nil {
		found, err := s.people.ByLogins(ctx, ids, kernel.Date{})
		if err != nil {
			quiet(ctx, "names of logins are unknown", err)
		}
		for id, p := range found {
			names[id.UUID] = p.Name
		}
	}
	var missing []kernel.ID[kernel.User]
	for _, id := range ids {
		if names[id.UUID] == "" {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 && s.users != nil {
		found, err := s.users.Names(ctx, missing)
		if err != nil {
			quiet(ctx, "names of logins are unknown", err)
		}
		for id, name := range found {
			names[id.UUID] = name
		}
	}
	fill(refs, names)
}

// employees names employees, in one call for a whole list.
func (s *Service) employees(ctx context.Context, refs ...*crm.Ref) {
	want := wanted(refs)
	if len(want) == 0 || s.people == nil {
		return
	}
	ids := make([]hr.EmployeeID, len(want))
	for i, id := range want {
		ids[i] = kernel.IDOf[hr.Employee](id)
	}
	found, err := s.people.Names(ctx, ids)
	if err != nil {
		quiet(ctx, "names of employees are unknown", err)
	}
	names := map[uuid.UUID]string{}
	for id, name := range found {
		names[id.UUID] = name
	}
	fill(refs, names)
}

// wanted lists the records that still need a name, each once.
func wanted(refs []*crm.Ref) []uuid.UUID {
	seen := map[uuid.UUID]bool{}
	var out []uuid.UUID
	for _, r := range refs {
		if !r.ID.IsZero() && r.Name == "" && !seen[r.ID.UUID] {
			seen[r.ID.UUID] = true
			out = append(out, r.ID.UUID)
		}
	}
	return out
}

func fill(refs []*crm.Ref, names map[uuid.UUID]string) {
	for _, r := range refs {
		if name := names[r.ID.UUID]; name != "" {
			r.Name = name
		}
	}
}
