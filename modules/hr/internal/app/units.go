package app

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/hr"
	"longhouse/modules/hr/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Unit is a department or team.
type Unit struct {
	ID        hr.UnitID `json:"id"`
	Code      string    `json:"code,omitempty"`
	Name      string    `json:"name"`
	Parent    Ref       `json:"parent,omitzero"`
	Manager   Ref       `json:"manager,omitzero"`
	Headcount int32     `json:"headcount" doc:"People who work in this very unit today"`
	Archived  bool      `json:"archived,omitempty"`
	Version   int64     `json:"version"`
}

func unitView(r store.UnitRow) Unit {
	u := Unit{ID: kernel.IDOf[hr.Unit](r.ID), Code: r.Code, Name: r.Name, Headcount: r.Headcount, Archived: r.ArchivedAt != nil, Version: r.Version}
	if r.ParentID != nil && r.ParentName != nil {
		u.Parent = ref(kernel.IDOf[hr.Unit](*r.ParentID), *r.ParentName)
	}
	if r.ManagerID != nil && r.ManagerName != nil {
		u.Manager = ref(kernel.IDOf[hr.Employee](*r.ManagerID), *r.ManagerName)
	}
	return u
}

// Units lists units with today's head-counts.
func (s *Service) Units(ctx context.Context, r page.Request) (page.Page[Unit], error) {
	return listing(ctx, s, hr.ReadUnits, &store.Units, r, store.ListUnits, store.UnitRow.Key, unitView)
}

// listing reads a page of a list that is not about single people.
func listing[R, V any](ctx context.Context, s *Service, right kernel.Permission, spec *page.Spec, r page.Request,
	read func(context.Context, *db.Tx, *page.Query, kernel.Date) ([]R, *page.Total, error), key func(R) (string, uuid.UUID), view func(R) V) (page.Page[V], error) {
	m, err := s.moment(ctx)
	if err != nil {
		return page.Page[V]{}, err
	}
	scope, err := authz.Scope(ctx, right)
	if err != nil {
		return page.Page[V]{}, err
	}
	q, err := spec.Compile(r, scope)
	if err != nil {
		return page.Page[V]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[V], error) {
		rows, total, err := read(ctx, tx, q, m.today)
		if err != nil {
			return page.Page[V]{}, err
		}
		p := page.Cut(q, rows, key, view)
		p.Total = total
		return p, nil
	})
}

// Unit reads one unit.
func (s *Service) Unit(ctx context.Context, id hr.UnitID) (Unit, error) {
	m, err := s.moment(ctx)
	if err != nil {
		return Unit{}, err
	}
	if err := authz.Allowed(ctx, hr.ReadUnits); err != nil {
		return Unit{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Unit, error) {
		r, err := store.GetUnit(ctx, tx, id, m.today)
		return unitView(r), err
	})
}

// UnitInput is a new unit.
type UnitInput struct {
	Name      string        `json:"name"`
	Code      string        `json:"code,omitempty"`
	ParentID  hr.UnitID     `json:"parent_id,omitzero"`
	ManagerID hr.EmployeeID `json:"manager_id,omitzero"`
}

// UnitChange changes a unit. A missing field stays; null clears it.
type UnitChange struct {
	Name      *string        `json:"name,omitempty"`
	Code      *string        `json:"code,omitempty"`
	ParentID  *hr.UnitID     `json:"parent_id,omitempty"`
	ManagerID *hr.EmployeeID `json:"manager_id,omitempty"`
}

// CreateUnit makes a unit.
func (s *Service) CreateUnit(ctx context.Context, in UnitInput) (Unit, error) {
	if err := authz.Allowed(ctx, hr.CreateUnits); err != nil {
		return Unit{}, err
	}
	m, err := s.moment(ctx)
	if err != nil {
		return Unit{}, err
	}
	u := store.Unit{ID: kernel.NewID[hr.Unit](), Name: in.Name, Code: in.Code, Parent: in.ParentID, Manager: in.ManagerID}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Unit, error) {
		if err := s.checkUnit(ctx, tx, m, &u, store.Unit{}); err != nil {
			return Unit{}, err
		}
		if err := store.AddUnit(ctx, tx, u, m.now); err != nil {
			return Unit{}, err
		}
		if err := unitReach(ctx, tx, m, store.Unit{}, u); err != nil {
			return Unit{}, err
		}
		r, err := store.GetUnit(ctx, tx, u.ID, m.today)
		return unitView(r), err
	})
}

// UpdateUnit changes a unit, or hangs it elsewhere in the tree.
func (s *Service) UpdateUnit(ctx context.Context, id hr.UnitID, version int64, in UnitChange) (Unit, error) {
	return s.editUnit(ctx, id, version, func(ctx context.Context, tx *db.Tx, m moment, u *store.Unit) error {
		was := *u
		if in.Name != nil {
			u.Name = *in.Name
		}
		if in.Code != nil {
			u.Code = *in.Code
		}
		if in.ParentID != nil {
			u.Parent = *in.ParentID
		}
		if in.ManagerID != nil {
			u.Manager = *in.ManagerID
		}
		return s.checkUnit(ctx, tx, m, u, was)
	})
}

// ArchiveUnit takes a unit out of use. It must be empty, from today on.
func (s *Service) ArchiveUnit(ctx context.Context, id hr.UnitID, version int64) (Unit, error) {
	return s.editUnit(ctx, id, version, func(ctx context.Context, tx *db.Tx, m moment, u *store.Unit) error {
		if u.Archived != nil {
			return hr.ErrUnitArchived
		}
		used, err := store.UnitInUse(ctx, tx, id, m.today)
		if err == nil && used {
			err = hr.ErrUnitInUse
		}
		u.Archived = &m.now
		return err
	})
}

func (s *Service) editUnit(ctx context.Context, id hr.UnitID, version int64, fn func(context.Context, *db.Tx, moment, *store.Unit) error) (Unit, error) {
	if err := authz.Allowed(ctx, hr.UpdateUnits); err != nil {
		return Unit{}, err
	}
	m, err := s.moment(ctx)
	if err != nil {
		return Unit{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Unit, error) {
		if err := store.LockTree(ctx, tx); err != nil {
			return Unit{}, err
		}
		u, err := store.LockUnit(ctx, tx, id)
		if err != nil {
			return Unit{}, err
		}
		if u.Version != version {
			return Unit{}, fault.StaleAt(u.Version)
		}
		was := u
		if err := fn(ctx, tx, m, &u); err != nil {
			return Unit{}, err
		}
		if u != was {
			if err := store.SaveUnit(ctx, tx, u); err != nil {
				return Unit{}, err
			}
			if err := unitReach(ctx, tx, m, was, u); err != nil {
				return Unit{}, err
			}
		}
		r, err := store.GetUnit(ctx, tx, id, m.today)
		return unitView(r), err
	})
}

func (s *Service) checkUnit(ctx context.Context, tx *db.Tx, m moment, u *store.Unit, was store.Unit) error {
	u.Name, u.Code = strings.Join(strings.Fields(u.Name), " "), strings.TrimSpace(u.Code)
	var faults fault.Collector
	faults.Check(u.Name != "", "/name", "required", "A unit has a name.")
	faults.Check(len(u.Name) <= 200, "/name", "too_long", "This is too long.")
	faults.Check(len(u.Code) <= 40, "/code", "too_long", "This is too long.")
	if err := faults.Err(); err != nil {
		return err
	}
	if !u.Parent.IsZero() && u.Parent != was.Parent {
		usable, err := store.UsableUnits(ctx, tx, u.Parent)
		if err != nil {
			return err
		}
		if !usable[u.Parent] {
			return store.Unknown("/parent_id", "There is no such unit, or it is archived.")
		}
		ring, err := store.IsAbove(ctx, tx, u.ID, u.Parent)
		if err != nil {
			return err
		}
		if ring {
			return hr.ErrUnitCycle
		}
	}
	if u.Manager.IsZero() || u.Manager == was.Manager {
		return nil
	}
	read, err := authz.Scope(ctx, hr.ReadEmployees)
	if err != nil {
		return err
	}
	unknown := store.Unknown("/manager_id", "There is no such employee.")
	if err := reaches(ctx, tx, read, u.Manager, m.today, unknown); err != nil {
		return err
	}
	people, err := store.LockRecords(ctx, tx, u.Manager)
	switch {
	case err != nil:
		return err
	case people[u.Manager] == nil:
		return unknown
	case people[u.Manager].Spells.Status(m.today) == hr.Left:
		return hr.ErrManagerAway
	}
	return nil
}

// unitReach renews the reach of everybody when the tree changed, else of the managers.
func unitReach(ctx context.Context, tx *db.Tx, m moment, was, is store.Unit) error {
	if was.Parent != is.Parent || (was.Archived == nil) != (is.Archived == nil) {
		return refreshReach(ctx, tx, m.today)
	}
	people := slices.DeleteFunc([]hr.EmployeeID{was.Manager, is.Manager}, hr.EmployeeID.IsZero)
	if was.Manager == is.Manager || len(people) == 0 {
		return nil
	}
	return refreshReach(ctx, tx, m.today, people...)
}
