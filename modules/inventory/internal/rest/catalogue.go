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

func (h api) catalogue(a *rest.API) {
	rest.RegisterList[app.Category](a, rest.Op{ID: "inventory-list-categories", Method: http.MethodGet, Path: "/categories", Needs: inventory.ReadCategories, Export: inventory.ExportCategories,
		Summary: "List the tree of categories, parents before children"}, app.CategoryList.Fields(), h.listCategories)
	rest.Register(a, rest.Op{ID: "inventory-create-category", Method: http.MethodPost, Path: "/categories", Status: http.StatusCreated, Needs: inventory.CreateCategories,
		Summary: "Make a category", Faults: []*fault.Error{inventory.ErrNameTaken, inventory.ErrCodeTaken}}, h.createCategory)
	rest.Register(a, rest.Op{ID: "inventory-get-category", Method: http.MethodGet, Path: "/categories/{id}", Needs: inventory.ReadCategories, Summary: "Read a category"}, h.getCategory)
	rest.Register(a, rest.Op{ID: "inventory-update-category", Method: http.MethodPatch, Path: "/categories/{id}", Needs: inventory.UpdateCategories, Summary: "Change a category",
		Doc: "The paths of all categories below it follow.", Faults: []*fault.Error{inventory.ErrTreeCycle, inventory.ErrNameTaken}}, h.updateCategory)
	rest.Register(a, rest.Op{ID: "inventory-list-units", Method: http.MethodGet, Path: "/units", Needs: inventory.ReadUnits, Summary: "List units of measure",
		Doc: "A unit is num ÷ den of its category's reference unit, exactly. Codes are those of UN/ECE Recommendation 20."}, h.listUnits)
	rest.Register(a, rest.Op{ID: "inventory-create-unit", Method: http.MethodPost, Path: "/units", Status: http.StatusCreated, Needs: inventory.CreateUnits,
		Summary: "Make a unit of one's own", Faults: []*fault.Error{inventory.ErrCodeTaken}}, h.createUnit)
	rest.RegisterBulk(a, "inventory-list-categories", rest.Bulk{Entity: "inventory.category", Title: "name", Change: "inventory-update-category"})
}

func (h api) listCategories(ctx context.Context, in *listIn) (page.Page[app.Category], error) {
	return h.svc.ListCategories(ctx, in.Page())
}

type categoryIn struct{ Body app.CategoryFields }

func (h api) createCategory(ctx context.Context, in *categoryIn) (*rest.Tagged[app.Category], error) {
	return tagged(h.svc.CreateCategory(ctx, in.Body))(app.Category.Tag)
}

func (h api) getCategory(ctx context.Context, in *One[inventory.CategoryID]) (*rest.Tagged[app.Category], error) {
	return tagged(h.svc.Category(ctx, in.ID))(app.Category.Tag)
}

type categoryChange struct {
	Changed[inventory.CategoryID]
	Body app.CategoryFields
}

func (h api) updateCategory(ctx context.Context, in *categoryChange) (*rest.Tagged[app.Category], error) {
	version, err := in.Version()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.UpdateCategory(ctx, in.ID, version, in.Body))(app.Category.Tag)
}

func (h api) listUnits(ctx context.Context, _ *struct{}) (*rest.Answer[Items[app.Unit]], error) {
	return listed(h.svc.Units(ctx))
}

type unitIn struct{ Body app.NewUnit }

func (h api) createUnit(ctx context.Context, in *unitIn) (*rest.Answer[app.Unit], error) {
	return said(h.svc.CreateUnit(ctx, in.Body))
}

func (h api) suppliers(a *rest.API) {
	list := rest.Op{ID: "inventory-list-suppliers", Method: http.MethodGet, Path: "/suppliers", Needs: inventory.ReadSuppliers,
		Export: inventory.ExportSuppliers, Custom: "inventory.supplier", Summary: "List suppliers"}
	rest.RegisterList[app.Supplier](a, list, app.SupplierList.Fields(), h.listSuppliers)
	summed(a, list, app.SupplierList.Fields(), h.svc.SumSuppliers)
	rest.Register(a, rest.Op{ID: "inventory-create-supplier", Method: http.MethodPost, Path: "/suppliers", Status: http.StatusCreated, Needs: inventory.CreateSuppliers,
		Summary: "Make a supplier", Faults: []*fault.Error{inventory.ErrCodeTaken}}, h.createSupplier)
	rest.Register(a, rest.Op{ID: "inventory-get-supplier", Method: http.MethodGet, Path: "/suppliers/{id}", Needs: inventory.ReadSuppliers, Summary: "Read a supplier"}, h.getSupplier)
	rest.Register(a, rest.Op{ID: "inventory-update-supplier", Method: http.MethodPatch, Path: "/suppliers/{id}", Needs: inventory.UpdateSuppliers, Summary: "Change a supplier"}, h.updateSupplier)
	rest.Register(a, rest.Op{ID: "inventory-archive-supplier", Method: http.MethodPost, Path: "/suppliers/{id}/archive", Needs: inventory.ArchiveSuppliers, Summary: "Take a supplier out of use"}, h.archiveSupplier)
	rest.RegisterBulk(a, "inventory-list-suppliers", rest.Bulk{Entity: "inventory.supplier", Title: "name", Change: "inventory-update-supplier",
		Acts: map[string]string{"archive": "inventory-archive-supplier"}})
}

func (h api) listSuppliers(ctx context.Context, in *listIn) (page.Page[app.Supplier], error) {
	return h.svc.ListSuppliers(ctx, in.Page())
}

type supplierIn struct{ Body app.SupplierFields }

func (h api) createSupplier(ctx context.Context, in *supplierIn) (*rest.Tagged[app.Supplier], error) {
	return tagged(h.svc.CreateSupplier(ctx, in.Body))(app.Supplier.Tag)
}

func (h api) getSupplier(ctx context.Context, in *One[inventory.SupplierID]) (*rest.Tagged[app.Supplier], error) {
	return tagged(h.svc.Supplier(ctx, in.ID))(app.Supplier.Tag)
}

type supplierChange struct {
	Changed[inventory.SupplierID]
	Body app.SupplierFields
}

func (h api) updateSupplier(ctx context.Context, in *supplierChange) (*rest.Tagged[app.Supplier], error) {
	version, err := in.Version()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.UpdateSupplier(ctx, in.ID, version, in.Body))(app.Supplier.Tag)
}

func (h api) archiveSupplier(ctx context.Context, in *Changed[inventory.SupplierID]) (*rest.Tagged[app.Supplier], error) {
	version, err := in.Version()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.ArchiveSupplier(ctx, in.ID, version))(app.Supplier.Tag)
}
