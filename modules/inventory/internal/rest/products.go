package rest

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

func (h api) products(a *rest.API) {
	list := rest.Op{ID: "inventory-list-products", Method: http.MethodGet, Path: "/products", Needs: inventory.ReadProducts,
		Export: inventory.ExportProducts, Custom: "inventory.product", Summary: "List products with their stock over all warehouses"}
	rest.RegisterList[app.Product](a, list, app.ProductList.Fields(), h.listProducts)
	summed(a, list, app.ProductList.Fields(), h.svc.SumProducts)
	rest.Register(a, rest.Op{ID: "inventory-create-product", Method: http.MethodPost, Path: "/products", Status: http.StatusCreated, Needs: inventory.CreateProducts,
		Summary: "Make a product", Faults: []*fault.Error{inventory.ErrSKUTaken, inventory.ErrBarcodeTaken, inventory.ErrUnitUnknown}}, h.createProduct)
	rest.Register(a, rest.Op{ID: "inventory-get-product", Method: http.MethodGet, Path: "/products/{id}", Needs: inventory.ReadProducts, Summary: "Read a product"}, h.getProduct)
	rest.Register(a, rest.Op{ID: "inventory-update-product", Method: http.MethodPatch, Path: "/products/{id}", Needs: inventory.UpdateProducts, Summary: "Change a product",
		Faults: []*fault.Error{inventory.ErrSKUTaken, inventory.ErrUnitFixed, inventory.ErrProductStatus}}, h.updateProduct)
	rest.Register(a, rest.Op{ID: "inventory-archive-product", Method: http.MethodPost, Path: "/products/{id}/archive", Needs: inventory.ArchiveProducts,
		Summary: "Take a product out of use", Faults: []*fault.Error{inventory.ErrHasStock}}, h.archiveProduct)
	rest.Register(a, rest.Op{ID: "inventory-get-product-card", Method: http.MethodGet, Path: "/products/{id}/card", Needs: inventory.ReadStock, Summary: "Read a product's stock card"}, h.card)
	rest.Register(a, rest.Op{ID: "inventory-list-packagings", Method: http.MethodGet, Path: "/products/{id}/packagings", Needs: inventory.ReadProducts, Summary: "List how a product is packed"}, h.listPackagings)
	rest.Register(a, rest.Op{ID: "inventory-create-packaging", Method: http.MethodPost, Path: "/products/{id}/packagings", Status: http.StatusCreated, Needs: inventory.UpdateProducts,
		Summary: "Say how a product is packed", Faults: []*fault.Error{inventory.ErrNameTaken, inventory.ErrBarcodeTaken}}, h.createPackaging)
	rest.Register(a, rest.Op{ID: "inventory-update-packaging", Method: http.MethodPatch, Path: "/products/{id}/packagings/{packaging}", Needs: inventory.UpdateProducts, Summary: "Change a packaging"}, h.updatePackaging)
	rest.Register(a, rest.Op{ID: "inventory-delete-packaging", Method: http.MethodDelete, Path: "/products/{id}/packagings/{packaging}", Status: http.StatusNoContent, Needs: inventory.UpdateProducts, Summary: "Take a packaging away"}, h.deletePackaging)
	rest.RegisterBulk(a, "inventory-list-products", rest.Bulk{Entity: "inventory.product", Title: "name", Change: "inventory-update-product",
		Acts: map[string]string{"archive": "inventory-archive-product"}})
}

type listIn struct{ rest.List }

func (h api) listProducts(ctx context.Context, in *listIn) (page.Page[app.Product], error) {
	return h.svc.ListProducts(ctx, in.Page())
}

type productIn struct{ Body app.ProductFields }

func (h api) createProduct(ctx context.Context, in *productIn) (*rest.Tagged[app.Product], error) {
	return tagged(h.svc.CreateProduct(ctx, in.Body))(app.Product.Tag)
}

// tagged answers a record with its version as ETag.
func tagged[T any](v T, err error) func(func(T) int64) (*rest.Tagged[T], error) {
	return func(version func(T) int64) (*rest.Tagged[T], error) {
		if err != nil {
			return nil, err
		}
		return rest.Tag(version(v), v), nil
	}
}

// said answers a record that has no version.
func said[T any](v T, err error) (*rest.Answer[T], error) {
	if err != nil {
		return nil, err
	}
	return rest.Say(v), nil
}

// listed answers a whole list.
func listed[T any](items []T, err error) (*rest.Answer[Items[T]], error) {
	return said(Items[T]{items}, err)
}

func (h api) getProduct(ctx context.Context, in *One[inventory.ProductID]) (*rest.Tagged[app.Product], error) {
	return tagged(h.svc.Product(ctx, in.ID))(app.Product.Tag)
}

type productChange struct {
	Changed[inventory.ProductID]
	Body app.ProductFields
}

func (h api) updateProduct(ctx context.Context, in *productChange) (*rest.Tagged[app.Product], error) {
	version, err := in.Version()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.UpdateProduct(ctx, in.ID, version, in.Body))(app.Product.Tag)
}

func (h api) archiveProduct(ctx context.Context, in *Changed[inventory.ProductID]) (*rest.Tagged[app.Product], error) {
	version, err := in.Version()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.ArchiveProduct(ctx, in.ID, version))(app.Product.Tag)
}

func (h api) card(ctx context.Context, in *One[inventory.ProductID]) (*rest.Answer[app.Card], error) {
	return said(h.svc.Card(ctx, in.ID))
}

func (h api) listPackagings(ctx context.Context, in *One[inventory.ProductID]) (*rest.Answer[Items[app.Packaging]], error) {
	return listed(h.svc.Packagings(ctx, in.ID))
}

type packagingIn struct {
	One[inventory.ProductID]
	Body app.PackagingFields
}

func (h api) createPackaging(ctx context.Context, in *packagingIn) (*rest.Tagged[app.Packaging], error) {
	return tagged(h.svc.AddPackaging(ctx, in.ID, in.Body))(app.Packaging.Tag)
}

type packagingChange struct {
	Changed[inventory.ProductID]
	Packaging uuid.UUID `path:"packaging"`
	Body      app.PackagingFields
}

func (h api) updatePackaging(ctx context.Context, in *packagingChange) (*rest.Tagged[app.Packaging], error) {
	version, err := in.Version()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.ChangePackaging(ctx, in.ID, in.Packaging, version, in.Body))(app.Packaging.Tag)
}

type packagingGone struct {
	One[inventory.ProductID]
	Packaging uuid.UUID `path:"packaging"`
}

func (h api) deletePackaging(ctx context.Context, in *packagingGone) (*rest.Done, error) {
	if err := h.svc.RemovePackaging(ctx, in.ID, in.Packaging); err != nil {
		return nil, err
	}
	return &rest.Done{}, nil
}
