package rest

import (
	"context"
	"net/http"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

func (h api) places(a *rest.API) {
	rest.Register(a, rest.Op{ID: "inventory-list-warehouses", Method: http.MethodGet, Path: "/warehouses", Needs: inventory.ReadWarehouses,
		Summary: "List warehouses, the default one first"}, h.listWarehouses)
	rest.Register(a, rest.Op{ID: "inventory-create-warehouse", Method: http.MethodPost, Path: "/warehouses", Status: http.StatusCreated, Needs: inventory.CreateWarehouses,
		Summary: "Make a warehouse with its first bins", Faults: []*fault.Error{inventory.ErrCodeTaken}}, h.createWarehouse)
	rest.Register(a, rest.Op{ID: "inventory-get-warehouse", Method: http.MethodGet, Path: "/warehouses/{id}", Needs: inventory.ReadWarehouses, Summary: "Read a warehouse"}, h.getWarehouse)
	rest.Register(a, rest.Op{ID: "inventory-update-warehouse", Method: http.MethodPatch, Path: "/warehouses/{id}", Needs: inventory.UpdateWarehouses, Summary: "Change a warehouse"}, h.updateWarehouse)
	rest.RegisterList[app.Location](a, rest.Op{ID: "inventory-list-locations", Method: http.MethodGet, Path: "/locations", Needs: inventory.ReadLocations, Export: inventory.ExportLocations,
		Summary: "List places"}, app.LocationList.Fields(), h.listLocations)
	rest.Register(a, rest.Op{ID: "inventory-create-location", Method: http.MethodPost, Path: "/locations", Status: http.StatusCreated, Needs: inventory.CreateLocations,
		Summary: "Make a place in a warehouse", Faults: []*fault.Error{inventory.ErrCodeTaken, inventory.ErrReferenceUnknown}}, h.createLocation)
	rest.Register(a, rest.Op{ID: "inventory-get-location", Method: http.MethodGet, Path: "/locations/{id}", Needs: inventory.ReadLocations, Summary: "Read a place"}, h.getLocation)
	rest.Register(a, rest.Op{ID: "inventory-update-location", Method: http.MethodPatch, Path: "/locations/{id}", Needs: inventory.UpdateLocations, Summary: "Change, block or unblock a place"}, h.updateLocation)
	rest.RegisterBulk(a, "inventory-list-locations", rest.Bulk{Entity: "inventory.location", Title: "code", Change: "inventory-update-location"})
}

func (h api) listWarehouses(ctx context.Context, _ *struct{}) (*rest.Answer[Items[app.Warehouse]], error) {
	return listed(h.svc.Warehouses(ctx))
}

type warehouseIn struct{ Body app.WarehouseFields }

func (h api) createWarehouse(ctx context.Context, in *warehouseIn) (*rest.Tagged[app.Warehouse], error) {
	return tagged(h.svc.CreateWarehouse(ctx, in.Body))(app.Warehouse.Tag)
}

func (h api) getWarehouse(ctx context.Context, in *One[inventory.WarehouseID]) (*rest.Tagged[app.Warehouse], error) {
	return tagged(h.svc.Warehouse(ctx, in.ID))(app.Warehouse.Tag)
}

type warehouseChange struct {
	Changed[inventory.WarehouseID]
	Body app.WarehouseFields
}

func (h api) updateWarehouse(ctx context.Context, in *warehouseChange) (*rest.Tagged[app.Warehouse], error) {
	version, err := in.Version()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.UpdateWarehouse(ctx, in.ID, version, in.Body))(app.Warehouse.Tag)
}

func (h api) listLocations(ctx context.Context, in *listIn) (page.Page[app.Location], error) {
	return h.svc.ListLocations(ctx, in.Page())
}

type locationIn struct{ Body app.NewLocation }

func (h api) createLocation(ctx context.Context, in *locationIn) (*rest.Tagged[app.Location], error) {
	return tagged(h.svc.CreateLocation(ctx, in.Body))(app.Location.Tag)
}

func (h api) getLocation(ctx context.Context, in *One[inventory.LocationID]) (*rest.Tagged[app.Location], error) {
	return tagged(h.svc.Location(ctx, in.ID))(app.Location.Tag)
}

type locationChange struct {
	Changed[inventory.LocationID]
	Body app.LocationFields
}

func (h api) updateLocation(ctx context.Context, in *locationChange) (*rest.Tagged[app.Location], error) {
	version, err := in.Version()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.UpdateLocation(ctx, in.ID, version, in.Body))(app.Location.Tag)
}
