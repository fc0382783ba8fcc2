package app

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Warehouse is a site with stock.
type Warehouse struct {
	ID      inventory.WarehouseID `json:"id"`
	Code    string                `json:"code"`
	Name    string                `json:"name"`
	Zone    string                `json:"zone" doc:"IANA time zone" example:"Europe/Berlin"`
	Default bool                  `json:"default" doc:"Serves demands that name no warehouse"`
	Version int64                 `json:"version"`
}

// WarehouseFields are what a warehouse is made of.
type WarehouseFields struct {
	Code *string `json:"code,omitempty" maxLength:"40"`
	Name *string `json:"name,omitempty" maxLength:"200"`
	Zone *string `json:"zone,omitempty" maxLength:"60"`
}

func (f WarehouseFields) put(w *store.Warehouse) error {
	set(&w.Code, f.Code)
	set(&w.Name, f.Name)
	set(&w.Zone, f.Zone)
	w.Code, w.Name = strings.TrimSpace(w.Code), strings.TrimSpace(w.Name)
	if w.Zone == "" {
		w.Zone = "UTC"
	}
	var c fault.Collector
	c.Check(w.Code != "", "/code", "required", "A warehouse needs a code.")
	c.Check(w.Name != "", "/name", "required", "A warehouse needs a name.")
	_, err := time.LoadLocation(w.Zone)
	c.Check(err == nil && w.Zone != "Local", "/zone", "invalid", "This is no time zone like Europe/Berlin.")
	return c.Err()
}

// Warehouses lists all warehouses, the default one first.
func (s *Service) Warehouses(ctx context.Context) ([]Warehouse, error) {
	if err := authz.Allowed(ctx, inventory.ReadWarehouses); err != nil {
		return nil, err
	}
	if _, err := s.house(ctx); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Warehouse, error) {
		rows, err := store.Warehouses(ctx, tx)
		out := make([]Warehouse, len(rows))
		for i, r := range rows {
			out[i] = warehouseView(r)
		}
		return out, err
	})
}

func warehouseView(r store.Warehouse) Warehouse {
	return Warehouse{kernel.IDOf[inventory.Warehouse](r.ID), r.Code, r.Name, r.Zone, r.Sequence == 1, r.Version}
}

// Warehouse reads one warehouse.
func (s *Service) Warehouse(ctx context.Context, id inventory.WarehouseID) (Warehouse, error) {
	if err := authz.Allowed(ctx, inventory.ReadWarehouses); err != nil {
		return Warehouse{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Warehouse, error) {
		row, err := store.WarehouseByID(ctx, tx, id.UUID)
		return warehouseView(row), err
	})
}

// CreateWarehouse makes a warehouse with a stock, a dock, a packing and a quarantine bin.
func (s *Service) CreateWarehouse(ctx context.Context, f WarehouseFields) (Warehouse, error) {
	if err := authz.Allowed(ctx, inventory.CreateWarehouses); err != nil {
		return Warehouse{}, err
	}
	if _, err := s.house(ctx); err != nil {
		return Warehouse{}, err
	}
	w := store.Warehouse{ID: kernel.NewUUID(), CreatedAt: s.clock.Now()}
	if err := f.put(&w); err != nil {
		return Warehouse{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Warehouse, error) {
		if err := store.LockSeed(ctx, tx); err != nil {
			return Warehouse{}, err
		}
		if err := store.InsertWarehouse(ctx, tx, w); err != nil {
			return Warehouse{}, err
		}
		row, err := store.WarehouseByID(ctx, tx, w.ID)
		return warehouseView(row), err
	})
}

// UpdateWarehouse changes a warehouse.
func (s *Service) UpdateWarehouse(ctx context.Context, id inventory.WarehouseID, version int64, f WarehouseFields) (Warehouse, error) {
	if err := authz.Allowed(ctx, inventory.UpdateWarehouses); err != nil {
		return Warehouse{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Warehouse, error) {
		row, err := store.WarehouseByID(ctx, tx, id.UUID)
		if err != nil {
			return Warehouse{}, err
		}
		if row.Version != version {
			return Warehouse{}, stale(row.Version)
		}
		if err := f.put(&row); err != nil {
			return Warehouse{}, err
		}
		if n, err := store.SaveWarehouse(ctx, tx, row); err != nil || n == 0 {
			return Warehouse{}, orStale(err)
		}
		row, err = store.WarehouseByID(ctx, tx, id.UUID)
		return warehouseView(row), err
	})
}

// Location is a place.
type Location struct {
	ID           inventory.LocationID `json:"id"`
	Code         string               `json:"code"`
	Name         string               `json:"name"`
	Kind         string               `json:"kind" enum:"view,bin,transit,supplier,customer,loss,production"`
	Role         string               `json:"role,omitempty" enum:"dock,stock,pack,quarantine"`
	Parent       CodeLink             `json:"parent,omitzero"`
	Warehouse    Link                 `json:"warehouse,omitzero"`
	Promisable   bool                 `json:"promisable" doc:"Whether what lies there can be sold"`
	Blocked      string               `json:"blocked,omitempty" doc:"Why nothing may go in or out"`
	PickSequence int32                `json:"pick_sequence" doc:"The walking order"`
	Version      int64                `json:"version"`
}

// NewLocation is what a place is made of.
type NewLocation struct {
	WarehouseID  inventory.WarehouseID `json:"warehouse_id"`
	ParentID     inventory.LocationID  `json:"parent_id,omitzero"`
	Code         string                `json:"code" minLength:"1" maxLength:"60"`
	Name         string                `json:"name,omitempty" maxLength:"200" doc:"The code unless given"`
	Kind         string                `json:"kind,omitempty" enum:"view,bin" default:"bin" doc:"A view holds other places and no goods"`
	Promisable   *bool                 `json:"promisable,omitempty" doc:"Yes unless said otherwise; cannot be changed later"`
	PickSequence int32                 `json:"pick_sequence,omitempty"`
}

// LocationFields are what of a place can change.
type LocationFields struct {
	Code         *string `json:"code,omitempty" minLength:"1" maxLength:"60"`
	Name         *string `json:"name,omitempty" minLength:"1" maxLength:"200"`
	ParentID     *string `json:"parent_id,omitempty"`
	Blocked      *string `json:"blocked,omitempty" maxLength:"500" doc:"A reason, or empty to lift the block"`
	PickSequence *int32  `json:"pick_sequence,omitempty"`
}

func locationView(r store.LocationRow) Location {
	l := Location{ID: kernel.IDOf[inventory.Location](r.ID), Code: r.Code, Name: r.Name, Kind: r.Kind, Role: deref(r.Role), Promisable: r.Promisable,
		Blocked: deref(r.Blocked), PickSequence: r.PickSequence, Version: r.Version, Warehouse: linkTo(r.WarehouseID, r.WarehouseName)}
	if r.ParentID != nil {
		l.Parent = CodeLink{ID: *r.ParentID, Code: deref(r.ParentCode)}
	}
	return l
}

// ListLocations is a page of places.
func (s *Service) ListLocations(ctx context.Context, r page.Request) (page.Page[Location], error) {
	scope, err := authz.Scope(ctx, inventory.ReadLocations)
	if err != nil {
		return page.Page[Location]{}, err
	}
	if _, err := s.house(ctx); err != nil {
		return page.Page[Location]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Location], error) {
		return store.ListLocations(ctx, tx, scope, r, locationView)
	})
}

// Location reads one place.
func (s *Service) Location(ctx context.Context, id inventory.LocationID) (Location, error) {
	scope, err := authz.Scope(ctx, inventory.ReadLocations)
	if err != nil {
		return Location{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Location, error) {
		r, err := store.LocationByID(ctx, tx, scope, id.UUID)
		return locationView(r), err
	})
}

// CreateLocation makes a place in a warehouse.
func (s *Service) CreateLocation(ctx context.Context, n NewLocation) (Location, error) {
	reader, err := authz.Scope(ctx, inventory.ReadLocations)
	if err != nil {
		return Location{}, err
	}
	if err := authz.Allowed(ctx, inventory.CreateLocations); err != nil {
		return Location{}, err
	}
	l := store.Location{ID: kernel.NewUUID(), WarehouseID: &n.WarehouseID.UUID, ParentID: n.ParentID.Ptr(), Code: strings.TrimSpace(n.Code), Name: strings.TrimSpace(n.Name),
		Kind: n.Kind, Promisable: n.Promisable == nil || *n.Promisable, PickSequence: n.PickSequence, CreatedAt: s.clock.Now()}
	if l.Name == "" {
		l.Name = l.Code
	}
	if l.Kind == "" {
		l.Kind = "bin"
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Location, error) {
		if err := sameWarehouse(ctx, tx, l); err != nil {
			return Location{}, err
		}
		if err := store.InsertLocation(ctx, tx, l); err != nil {
			return Location{}, err
		}
		r, err := store.LocationByID(ctx, tx, reader, l.ID)
		return locationView(r), err
	})
}

// sameWarehouse refuses a parent of another warehouse, or one that cannot hold places.
func sameWarehouse(ctx context.Context, tx *db.Tx, l store.Location) error {
	if l.ParentID == nil {
		return nil
	}
	parents, err := store.Places(ctx, tx, []uuid.UUID{*l.ParentID})
	if err != nil {
		return err
	}
	p, ok := parents[*l.ParentID]
	if !ok || l.WarehouseID == nil || p.Warehouse != *l.WarehouseID || p.Kind != "view" || p.ID == l.ID {
		return inventory.ErrReferenceUnknown.Field("/parent_id", "unknown", "A place hangs on a view of the same warehouse.")
	}
	above, err := store.PlacesAbove(ctx, tx, *l.ParentID)
	if err == nil && contains(above, l.ID) {
		err = inventory.ErrTreeCycle
	}
	return err
}

// UpdateLocation changes a place. Where goods come from and go to has no settings.
func (s *Service) UpdateLocation(ctx context.Context, id inventory.LocationID, version int64, f LocationFields) (Location, error) {
	reader, err := authz.Scope(ctx, inventory.ReadLocations)
	if err != nil {
		return Location{}, err
	}
	if err := authz.Allowed(ctx, inventory.UpdateLocations); err != nil {
		return Location{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Location, error) {
		l, err := store.LockLocation(ctx, tx, id.UUID)
		if err != nil {
			return Location{}, err
		}
		if l.Version != version {
			return Location{}, stale(l.Version)
		}
		if l.WarehouseID == nil {
			return Location{}, inventory.ErrState.Say("This place cannot be changed.")
		}
		var c fault.Collector
		set(&l.Code, f.Code)
		set(&l.Name, f.Name)
		set(&l.PickSequence, f.PickSequence)
		setID(&c, "/parent_id", &l.ParentID, f.ParentID)
		if f.Blocked != nil {
			l.Blocked = nonEmpty(strings.TrimSpace(*f.Blocked))
		}
		if err := c.Err(); err != nil {
			return Location{}, err
		}
		if err := sameWarehouse(ctx, tx, l); err != nil {
			return Location{}, err
		}
		if n, err := store.SaveLocation(ctx, tx, l); err != nil || n == 0 {
			return Location{}, orStale(err)
		}
		r, err := store.LocationByID(ctx, tx, reader, id.UUID)
		return locationView(r), err
	})
}
