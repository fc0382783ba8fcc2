package rest

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

func (h api) stock(a *rest.API) {
	list := rest.Op{ID: "inventory-list-stock", Method: http.MethodGet, Path: "/stock", Needs: inventory.ReadStock, Export: inventory.ExportStock,
		Summary: "List what lies where"}
	rest.RegisterList[app.StockItem](a, list, app.StockList.Fields(), h.listStock)
	summed(a, list, app.StockList.Fields(), h.svc.SumStock)
	rest.RegisterList[app.Movement](a, rest.Op{ID: "inventory-list-movements", Method: http.MethodGet, Path: "/movements", Needs: inventory.ReadStock, Export: inventory.ExportStock,
		Summary: "List the ledger, newest first"}, append(app.MovementList.Fields(), "location_id"), h.listMovements, "location_id")
	rest.Register(a, rest.Op{ID: "inventory-post-movements", Method: http.MethodPost, Path: "/movements", Status: http.StatusCreated, Needs: inventory.ReadStock, KeyRequired: true,
		Summary: "Post goods in, out or from place to place",
		Doc: "Makes a document and posts it at once. Beside the right to read stock it needs that of the kind: receipt and issue `inventory.stock.update`, transfer `inventory.stock.move`, " +
			"adjustment `inventory.stock.adjust`, scrap `inventory.stock.scrap`, opening `inventory.stock.import`; an earlier effective_at `inventory.stock.backdate`.",
		Faults: []*fault.Error{inventory.ErrShort, inventory.ErrNotRepresentable, inventory.ErrLocationKind, inventory.ErrLocationBlocked, inventory.ErrTailNegative, inventory.ErrFuture}}, h.postMovements)
	rest.Register(a, rest.Op{ID: "inventory-reverse-movement", Method: http.MethodPost, Path: "/movements/{id}/reverse", Status: http.StatusCreated, Needs: inventory.ReverseStock,
		KeyRequired: true, Summary: "Undo a movement by its opposite", Faults: []*fault.Error{inventory.ErrAlreadyReversed, inventory.ErrTailNegative, inventory.ErrShort}}, h.reverse)
	rest.Register(a, rest.Op{ID: "inventory-adjust-stock", Method: http.MethodPost, Path: "/adjustments", Status: http.StatusCreated, Needs: inventory.AdjustStock, KeyRequired: true,
		Summary: "Make the book agree with the shelf", Doc: "Promises that no longer fit are taken from the lowest ranks.",
		Faults: []*fault.Error{inventory.ErrShort, inventory.ErrLocationKind}}, h.adjust)
	rest.Register(a, rest.Op{ID: "inventory-get-availability", Method: http.MethodGet, Path: "/availability", Needs: inventory.ReadStock, Summary: "What a warehouse can promise",
		Doc: "Up to 200 products in one question; without a warehouse the one that serves demands which name none."}, h.availability)
	rest.RegisterList[app.ReorderItem](a, rest.Op{ID: "inventory-list-reorder", Method: http.MethodGet, Path: "/reorder", Needs: inventory.ReadStock, Export: inventory.ExportStock,
		Summary: "List products that are at their reorder point", Doc: "By `on_hand`: on hand + incoming ≤ reorder point. `projected`: free + incoming ≤ reorder point."},
		app.ReorderList.Fields(), h.reorder, "basis")
	rest.Register(a, rest.Op{ID: "inventory-stock-report", Method: http.MethodGet, Path: "/reports/stock", Needs: inventory.ReadStock, Summary: "Sum up what there is"}, h.report)
}

func (h api) listStock(ctx context.Context, in *listIn) (page.Page[app.StockItem], error) {
	return h.svc.ListStock(ctx, in.Page())
}

type movementsIn struct {
	rest.List
	Location string `query:"location_id" format:"uuid" doc:"Movements from or to this place"`
}

func (h api) listMovements(ctx context.Context, in *movementsIn) (page.Page[app.Movement], error) {
	place, err := optionalID[inventory.Location](in.Location, "/location_id")
	if err != nil {
		return page.Page[app.Movement]{}, err
	}
	return h.svc.ListMovements(ctx, in.Page(), place)
}

func optionalID[T any](text, pointer string) (kernel.ID[T], error) {
	if text == "" {
		return kernel.ID[T]{}, nil
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return kernel.ID[T]{}, fault.ErrInvalid.Field(pointer, "invalid", "This needs an ID.")
	}
	return kernel.IDOf[T](id), nil
}

type postIn struct{ Body app.Movements }

func (h api) postMovements(ctx context.Context, in *postIn) (*rest.Answer[app.Posted], error) {
	return said(h.svc.PostMovements(ctx, in.Body))
}

type reverseIn struct {
	One[inventory.MovementID]
	Body app.Reason
}

func (h api) reverse(ctx context.Context, in *reverseIn) (*rest.Answer[app.Posted], error) {
	return said(h.svc.Reverse(ctx, in.ID, in.Body.Reason))
}

type adjustIn struct{ Body app.Adjustment }

func (h api) adjust(ctx context.Context, in *adjustIn) (*rest.Answer[app.Posted], error) {
	return said(h.svc.Adjust(ctx, in.Body))
}

type availabilityIn struct {
	Products  []string `query:"product_id,explode" maxItems:"200" doc:"Repeat for several products"`
	Warehouse string   `query:"warehouse_id" format:"uuid"`
}

func (h api) availability(ctx context.Context, in *availabilityIn) (*rest.Answer[Items[inventory.Availability]], error) {
	q := inventory.AvailabilityQuery{}
	for _, text := range in.Products {
		id, err := optionalID[inventory.Product](text, "/product_id")
		if err != nil {
			return nil, err
		}
		q.Products = append(q.Products, id)
	}
	var err error
	if q.Warehouse, err = optionalID[inventory.Warehouse](in.Warehouse, "/warehouse_id"); err != nil {
		return nil, err
	}
	return listed(h.svc.Available(ctx, q))
}

type reorderIn struct {
	rest.List
	Basis string `query:"basis" enum:"on_hand,projected" default:"on_hand"`
}

func (h api) reorder(ctx context.Context, in *reorderIn) (page.Page[app.ReorderItem], error) {
	return h.svc.ListReorder(ctx, in.Page(), in.Basis == "projected")
}

func (h api) report(ctx context.Context, _ *struct{}) (*rest.Answer[app.StockReport], error) {
	return said(h.svc.StockReport(ctx))
}
