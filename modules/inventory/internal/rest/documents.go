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

func (h api) receipts(a *rest.API) {
	list := rest.Op{ID: "inventory-list-receipts", Method: http.MethodGet, Path: "/receipts", Needs: inventory.ReadReceipts, Export: inventory.ExportReceipts,
		Summary: "List receipts"}
	rest.RegisterList[app.Receipt](a, list, app.ReceiptList.Fields(), h.listReceipts)
	summed(a, list, app.ReceiptList.Fields(), h.svc.SumReceipts)
	rest.Register(a, rest.Op{ID: "inventory-create-receipt", Method: http.MethodPost, Path: "/receipts", Status: http.StatusCreated, Needs: inventory.CreateReceipts,
		Summary: "Say what a supplier will bring", Faults: []*fault.Error{inventory.ErrNotRepresentable, inventory.ErrProductUnknown}}, h.createReceipt)
	rest.Register(a, rest.Op{ID: "inventory-get-receipt", Method: http.MethodGet, Path: "/receipts/{id}", Needs: inventory.ReadReceipts, Summary: "Read a receipt"}, h.getReceipt)
	rest.Register(a, rest.Op{ID: "inventory-update-receipt", Method: http.MethodPatch, Path: "/receipts/{id}", Needs: inventory.UpdateReceipts, Summary: "Change a receipt",
		Doc: "Lines are given anew as a whole, while nothing has come in.", Faults: []*fault.Error{inventory.ErrState}}, h.updateReceipt)
	rest.Register(a, rest.Op{ID: "inventory-post-receipt", Method: http.MethodPost, Path: "/receipts/{id}/post", Needs: inventory.PostReceipts, KeyRequired: true,
		Summary: "Book goods as they come in", Doc: "Without lines: all that is expected. What does not come stays expected. If-Match may be left out.",
		Faults: []*fault.Error{inventory.ErrOverReceipt, inventory.ErrState, inventory.ErrLocationKind}}, h.postReceipt)
	rest.Register(a, rest.Op{ID: "inventory-cancel-receipt", Method: http.MethodPost, Path: "/receipts/{id}/cancel", Needs: inventory.CancelReceipts,
		Summary: "Say that nothing more will come", Faults: []*fault.Error{inventory.ErrState}}, h.cancelReceipt)
}

func (h api) listReceipts(ctx context.Context, in *listIn) (page.Page[app.Receipt], error) {
	return h.svc.ListReceipts(ctx, in.Page())
}

type receiptIn struct{ Body app.ReceiptFields }

func (h api) createReceipt(ctx context.Context, in *receiptIn) (*rest.Tagged[app.Receipt], error) {
	return tagged(h.svc.CreateReceipt(ctx, in.Body))(app.Receipt.Tag)
}

func (h api) getReceipt(ctx context.Context, in *One[inventory.ReceiptID]) (*rest.Tagged[app.Receipt], error) {
	return tagged(h.svc.Receipt(ctx, in.ID))(app.Receipt.Tag)
}

type receiptChange struct {
	Changed[inventory.ReceiptID]
	Body app.ReceiptFields
}

func (h api) updateReceipt(ctx context.Context, in *receiptChange) (*rest.Tagged[app.Receipt], error) {
	version, err := in.Version()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.UpdateReceipt(ctx, in.ID, version, in.Body))(app.Receipt.Tag)
}

// Arrivals says what of a receipt came in.
type Arrivals struct {
	Lines []app.Arrival `json:"lines,omitempty" maxItems:"2000" doc:"All that is expected unless given"`
}

type postReceiptIn struct {
	Acted[inventory.ReceiptID]
	Body Arrivals
}

func (h api) postReceipt(ctx context.Context, in *postReceiptIn) (*rest.Tagged[app.Receipt], error) {
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.PostReceipt(ctx, in.ID, seen, in.Body.Lines))(app.Receipt.Tag)
}

func (h api) cancelReceipt(ctx context.Context, in *Acted[inventory.ReceiptID]) (*rest.Tagged[app.Receipt], error) {
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.CancelReceipt(ctx, in.ID, seen))(app.Receipt.Tag)
}

func (h api) deliveries(a *rest.API) {
	list := rest.Op{ID: "inventory-list-deliveries", Method: http.MethodGet, Path: "/deliveries", Needs: inventory.ReadDeliveries, Export: inventory.ExportDeliveries,
		Summary: "List deliveries"}
	rest.RegisterList[app.Delivery](a, list, app.DeliveryList.Fields(), h.listDeliveries)
	summed(a, list, app.DeliveryList.Fields(), h.svc.SumDeliveries)
	rest.Register(a, rest.Op{ID: "inventory-get-delivery", Method: http.MethodGet, Path: "/deliveries/{id}", Needs: inventory.ReadDeliveries, Summary: "Read a delivery"}, h.getDelivery)
	rest.Register(a, rest.Op{ID: "inventory-ship-delivery", Method: http.MethodPost, Path: "/deliveries/{id}/ship", Needs: inventory.ShipDeliveries, KeyRequired: true, Final: true,
		Summary: "Send goods off", Doc: "Without lines: all that is reserved. What does not go becomes a backorder line. Bins are chosen first in, first out. If-Match may be left out.",
		Faults: []*fault.Error{inventory.ErrShort, inventory.ErrState, inventory.ErrBusyBins}}, h.ship)
	rest.Register(a, rest.Op{ID: "inventory-cancel-delivery", Method: http.MethodPost, Path: "/deliveries/{id}/cancel", Needs: inventory.CancelDeliveries,
		Summary: "Give up what has not gone yet", Faults: []*fault.Error{inventory.ErrState}}, h.cancelDelivery)
	rest.Register(a, rest.Op{ID: "inventory-allocate-delivery", Method: http.MethodPost, Path: "/deliveries/{id}/allocate", Needs: inventory.ReserveDeliveries,
		Summary: "Look again for goods for what waits", Doc: "Goods go by rank among all that wait for them."}, h.allocateDelivery)
}

func (h api) listDeliveries(ctx context.Context, in *listIn) (page.Page[app.Delivery], error) {
	return h.svc.ListDeliveries(ctx, in.Page())
}

func (h api) getDelivery(ctx context.Context, in *One[inventory.DeliveryID]) (*rest.Tagged[app.Delivery], error) {
	return tagged(h.svc.Delivery(ctx, in.ID))(app.Delivery.Tag)
}

// Shipment says what of a delivery goes.
type Shipment struct {
	Lines []app.ShipLine `json:"lines,omitempty" maxItems:"2000" doc:"All that is reserved unless given"`
}

type shipIn struct {
	Acted[inventory.DeliveryID]
	Body Shipment
}

func (h api) ship(ctx context.Context, in *shipIn) (*rest.Tagged[app.Delivery], error) {
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.Ship(ctx, in.ID, seen, in.Body.Lines))(app.Delivery.Tag)
}

type cancelIn struct {
	Acted[inventory.DeliveryID]
	Body app.Reason
}

func (h api) cancelDelivery(ctx context.Context, in *cancelIn) (*rest.Tagged[app.Delivery], error) {
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.CancelDelivery(ctx, in.ID, seen, in.Body.Reason))(app.Delivery.Tag)
}

func (h api) allocateDelivery(ctx context.Context, in *Acted[inventory.DeliveryID]) (*rest.Tagged[app.Delivery], error) {
	seen, err := in.seen()
	if err != nil {
		return nil, err
	}
	return tagged(h.svc.AllocateDelivery(ctx, in.ID, seen))(app.Delivery.Tag)
}
