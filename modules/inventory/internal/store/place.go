package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Rows of places.
type (
	Warehouse   = sqlcgen.InventoryWarehouse
	Location    = sqlcgen.InventoryLocation
	LocationRow = sqlcgen.ListLocationsRow
)

// LockSeed lets one transaction at a time set an organisation up.
func LockSeed(ctx context.Context, tx *db.Tx) error { return sqlcgen.New(tx).LockSeed(ctx) }

// VirtualPlaces finds where goods come from and go to, by kind.
func VirtualPlaces(ctx context.Context, tx *db.Tx) (map[string]domain.Place, error) {
	rows, err := sqlcgen.New(tx).VirtualPlaces(ctx)
	out := make(map[string]domain.Place, len(rows))
	for _, r := range rows {
		out[r.Kind] = domain.Place{ID: r.ID, Kind: r.Kind, Code: r.Kind}
	}
	return out, err
}

// InsertVirtualPlaces makes the places that are no warehouse's.
func InsertVirtualPlaces(ctx context.Context, tx *db.Tx, at time.Time) error {
	in := sqlcgen.InsertVirtualPlacesParams{CreatedAt: at}
	for _, p := range [][3]string{{"SUPPLIERS", "Suppliers", "supplier"}, {"CUSTOMERS", "Customers", "customer"}, {"LOSS", "Loss and found", "loss"},
		{"TRANSIT", "In transit", "transit"}, {"PRODUCTION", "Production", "production"}} {
		in.Ids, in.Codes, in.Names, in.Kinds = append(in.Ids, kernel.NewUUID()), append(in.Codes, p[0]), append(in.Names, p[1]), append(in.Kinds, p[2])
	}
	return sqlcgen.New(tx).InsertVirtualPlaces(ctx, in)
}

// Warehouses reads all warehouses in their order.
func Warehouses(ctx context.Context, tx *db.Tx) ([]Warehouse, error) {
	return sqlcgen.New(tx).ListWarehouses(ctx)
}

// WarehouseByID reads a warehouse.
func WarehouseByID(ctx context.Context, tx *db.Tx, id uuid.UUID) (Warehouse, error) {
	return sqlcgen.New(tx).WarehouseByID(ctx, id)
}

// DefaultWarehouse is the one that serves demands which name none.
func DefaultWarehouse(ctx context.Context, tx *db.Tx) (Warehouse, error) {
	return sqlcgen.New(tx).DefaultWarehouse(ctx)
}

// InsertWarehouse writes a warehouse with its four bins.
func InsertWarehouse(ctx context.Context, tx *db.Tx, w Warehouse) error {
	q := sqlcgen.New(tx)
	err := q.InsertWarehouse(ctx, sqlcgen.InsertWarehouseParams{ID: w.ID, Code: w.Code, Name: w.Name, Zone: w.Zone, CreatedAt: w.CreatedAt})
	if err != nil {
		return err
	}
	in := sqlcgen.InsertLocationsParams{WarehouseID: w.ID, CreatedAt: w.CreatedAt}
	for i, b := range []struct {
		code, name, role string
		promisable       bool
	}{{"STOCK", "Stock", "stock", true}, {"DOCK", "Dock", "dock", false}, {"PACK", "Packing", "pack", false}, {"QUARANTINE", "Quarantine", "quarantine", false}} {
		in.Ids, in.Parents, in.Codes, in.Names = append(in.Ids, kernel.NewUUID()), append(in.Parents, uuid.Nil), append(in.Codes, b.code), append(in.Names, b.name)
		in.Kinds, in.Roles, in.Promisable, in.Sequences = append(in.Kinds, "bin"), append(in.Roles, b.role), append(in.Promisable, b.promisable), append(in.Sequences, int32(i*10))
	}
	return q.InsertLocations(ctx, in)
}

// SaveWarehouse writes a warehouse that has still its version.
func SaveWarehouse(ctx context.Context, tx *db.Tx, w Warehouse) (int64, error) {
	return sqlcgen.New(tx).UpdateWarehouse(ctx, sqlcgen.UpdateWarehouseParams{ID: w.ID, Code: w.Code, Name: w.Name, Zone: w.Zone, Version: w.Version})
}

// Locations is the list of places.
var Locations = page.Spec{
	Columns: map[string]page.Column{
		"code":         {Expr: "l.code_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"kind":         {Expr: "l.kind", Cast: "text", Ops: page.OneOf},
		"warehouse_id": {Expr: "l.warehouse_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"parent_id":    {Expr: "l.parent_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Tree: &page.Tree{Table: "inventory.location", Parent: "parent_id", Of: "l.id"}},
		"promisable":   {Expr: "l.promisable", Cast: "boolean", Ops: page.Flag},
	},
	Tie: "l.id", Default: "code", SearchPrefix: "l.code_key",
}

// ListLocations reads a page of places.
func ListLocations[V any](ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request, view func(LocationRow) V) (page.Page[V], error) {
	q, err := Locations.Compile(r, scope)
	if err != nil {
		return page.Page[V]{}, err
	}
	queries := sqlcgen.New(q.On(tx))
	rows, err := queries.ListLocations(ctx, q.Max())
	if err != nil {
		return page.Page[V]{}, err
	}
	p := page.Cut(q, rows, func(r LocationRow) (string, uuid.UUID) { return r.PageKey, r.ID }, view)
	return p, total64(q, &p, func() (int64, error) { return queries.CountLocations(ctx) })
}

// LocationByID reads a place that the scope shows.
func LocationByID(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (LocationRow, error) {
	r, err := sqlcgen.New(Locations.One(scope).On(tx)).LocationByID(ctx, id)
	return LocationRow(r), err
}

// LockLocation reads a place for a change.
func LockLocation(ctx context.Context, tx *db.Tx, id uuid.UUID) (Location, error) {
	return sqlcgen.New(tx).LockLocation(ctx, id)
}

// InsertLocation writes a new place of a warehouse.
func InsertLocation(ctx context.Context, tx *db.Tx, l Location) error {
	parent := uuid.Nil
	if l.ParentID != nil {
		parent = *l.ParentID
	}
	return sqlcgen.New(tx).InsertLocations(ctx, sqlcgen.InsertLocationsParams{WarehouseID: *l.WarehouseID, CreatedAt: l.CreatedAt, Ids: []uuid.UUID{l.ID},
		Parents: []uuid.UUID{parent}, Codes: []string{l.Code}, Names: []string{l.Name}, Kinds: []string{l.Kind}, Roles: []string{""},
		Promisable: []bool{l.Promisable}, Sequences: []int32{l.PickSequence}})
}

// SaveLocation writes a place that has still its version.
func SaveLocation(ctx context.Context, tx *db.Tx, l Location) (int64, error) {
	return sqlcgen.New(tx).UpdateLocation(ctx, sqlcgen.UpdateLocationParams{ID: l.ID, Code: l.Code, Name: l.Name, ParentID: l.ParentID, Blocked: l.Blocked,
		PickSequence: l.PickSequence, Version: l.Version})
}

// Places reads places by ID, for postings.
func Places(ctx context.Context, tx *db.Tx, ids []uuid.UUID) (map[uuid.UUID]domain.Place, error) {
	rows, err := sqlcgen.New(tx).PlacesByID(ctx, uniqueIDs(ids))
	out := make(map[uuid.UUID]domain.Place, len(rows))
	for _, r := range rows {
		p := domain.Place{ID: r.ID, Code: r.Code, Kind: r.Kind, Promisable: r.Promisable, AllowNegative: r.AllowNegative, Blocked: text(r.Blocked)}
		if r.WarehouseID != nil {
			p.Warehouse = *r.WarehouseID
		}
		out[r.ID] = p
	}
	return out, err
}

// RoleOf finds the bin of a warehouse with a role: dock, stock, pack, quarantine.
func RoleOf(ctx context.Context, tx *db.Tx, warehouse uuid.UUID, role string) (uuid.UUID, error) {
	rows, err := sqlcgen.New(tx).PlacesByRole(ctx, []uuid.UUID{warehouse})
	for _, r := range rows {
		if text(r.Role) == role {
			return r.ID, err
		}
	}
	return uuid.Nil, err
}

// NamedPlace is a place found by its code.
type NamedPlace = sqlcgen.PlacesByCodeRow

// PlacesByCode finds places of any warehouse by their codes in lower case.
func PlacesByCode(ctx context.Context, tx *db.Tx, codes []string) ([]NamedPlace, error) {
	return sqlcgen.New(tx).PlacesByCode(ctx, codes)
}

// TakeNumbers takes n numbers of a kind of document; it answers the last. Its
// commit need not reach the disk: what uses a number commits later and does.
func TakeNumbers(ctx context.Context, tx *db.Tx, kind string, n int64) (int64, error) {
	q := sqlcgen.New(tx)
	if err := q.CommitSoon(ctx); err != nil {
		return 0, err
	}
	return q.TakeNumbers(ctx, sqlcgen.TakeNumbersParams{Kind: kind, N: n})
}

// PlacesAbove are a place and all on which it hangs.
func PlacesAbove(ctx context.Context, tx *db.Tx, id uuid.UUID) ([]uuid.UUID, error) {
	return sqlcgen.New(tx).PlacesAbove(ctx, id)
}

// LocationIsUsed says whether goods, documents or other places name a place.
func LocationIsUsed(ctx context.Context, tx *db.Tx, id uuid.UUID) (bool, error) {
	return sqlcgen.New(tx).LocationIsUsed(ctx, id)
}

// DeleteLocation takes away a bin that nobody has changed since it was made.
func DeleteLocation(ctx context.Context, tx *db.Tx, id uuid.UUID) (int64, error) {
	return sqlcgen.New(tx).DeleteLocation(ctx, id)
}
