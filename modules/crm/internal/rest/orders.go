package rest

import (
	"context"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/app"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/rest"
)

// OrderPath names one order. It is exported so that huma fills it in where it is embedded.
type OrderPath struct {
	ID crm.OrderID `path:"id" format:"uuid"`
}

type orderBody struct{ Body app.OrderInput }

type orderChange struct {
	OrderPath
	rest.Match
	Body app.OrderInput
}

// LineGrid is all lines of an order, in order.
type LineGrid struct {
	Lines []app.LineInput `json:"lines" maxItems:"1000"`
}

type orderLines struct {
	OrderPath
	rest.Match
	Body LineGrid
}

type orderMatch struct {
	OrderPath
	rest.Match
}

type orderReason struct {
	OrderPath
	rest.Match
	Body Reason
}

func (h handler) orders(a *rest.API) {
	list := exported(op("crm-list-orders", "GET", "/orders", crm.ReadOrders, "List orders"), crm.ExportOrders)
	list.Custom = "crm.order"
	rest.RegisterList[crm.Order](a, list, app.OrderFields(), func(ctx context.Context, in *listIn) (page.Page[crm.Order], error) {
		return h.app.ListOrders(ctx, in.Page())
	})
	summed(a, list, app.OrderFields(), h.app.SumOrders)
	rest.Register(a, op("crm-get-order", "GET", "/orders/{id}", crm.ReadOrders, "Read an order with its lines"), func(ctx context.Context, in *OrderPath) (*rest.Tagged[crm.Order], error) {
		return order(h.app.Order(ctx, in.ID))
	})
	rest.Register(a, op("crm-order-availability", "GET", "/orders/{id}/availability", crm.ReadOrders, "What inventory can promise for an order's lines"), func(ctx context.Context, in *OrderPath) (*rest.Answer[Items[crm.LineAvailability]], error) {
		return items(h.app.OrderAvailability(ctx, in.ID))
	})
	creation := created(op("crm-create-order", "POST", "/orders", crm.CreateOrders, "Make a draft of an order"))
	creation.Doc = "Quantities in the line's unit; unit prices per that unit, with at most six decimals; discounts in percent. All amounts are counted here."
	creation.Faults = faults(crm.ErrReference, crm.ErrProduct, crm.ErrCatalogueAway)
	rest.Register(a, creation, func(ctx context.Context, in *orderBody) (*rest.Tagged[crm.Order], error) {
		return order(h.app.CreateOrder(ctx, in.Body))
	})
	change := op("crm-update-order", "PATCH", "/orders/{id}", crm.UpdateOrders, "Change the head of an order")
	change.Doc = "Of a binding order only the owner, the salesperson, the reference and the required day."
	change.Faults = faults(crm.ErrOrderState, crm.ErrReference)
	rest.Register(a, change, func(ctx context.Context, in *orderChange) (*rest.Tagged[crm.Order], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return order(h.app.UpdateOrder(ctx, in.ID, v, in.Body))
	})
	lines := op("crm-replace-order-lines", "PUT", "/orders/{id}/lines", crm.UpdateOrders, "Write the lines of a draft over")
	lines.Faults = faults(crm.ErrOrderState, crm.ErrProduct, crm.ErrCatalogueAway)
	rest.Register(a, lines, func(ctx context.Context, in *orderLines) (*rest.Tagged[crm.Order], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return order(h.app.PutOrderLines(ctx, in.ID, v, in.Body.Lines))
	})
	rest.Register(a, op("crm-delete-order", "DELETE", "/orders/{id}", crm.DeleteOrders, "Remove a draft"), func(ctx context.Context, in *orderMatch) (*rest.Done, error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return &rest.Done{}, h.app.DeleteOrder(ctx, in.ID, v)
	})
	confirm := op("crm-confirm-order", "POST", "/orders/{id}/confirm", crm.ConfirmOrders, "Make an order binding")
	confirm.Doc = "It takes its number, and its goods are reserved soon after; what is short waits. Lines without stock need no delivery."
	confirm.Final = true
	confirm.Faults = faults(crm.ErrOrderState, crm.ErrNoLines)
	rest.Register(a, confirm, func(ctx context.Context, in *orderMatch) (*rest.Tagged[crm.Order], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return order(h.app.ConfirmOrder(ctx, in.ID, v))
	})
	cancel := op("crm-cancel-order", "POST", "/orders/{id}/cancel", crm.CancelOrders, "Give an order up, or what is left of it")
	cancel.Faults = faults(crm.ErrOrderState)
	rest.Register(a, cancel, func(ctx context.Context, in *orderReason) (*rest.Tagged[crm.Order], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return order(h.app.CancelOrder(ctx, in.ID, v, in.Body.Reason))
	})
	hold := op("crm-hold-order", "POST", "/orders/{id}/hold", crm.UpdateOrders, "Stop an order until it is released")
	hold.Doc = "A mark for people: what is promised to the order stays promised."
	hold.Final = true // release is the way back
	hold.Faults = faults(crm.ErrOrderState)
	rest.Register(a, hold, func(ctx context.Context, in *orderReason) (*rest.Tagged[crm.Order], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return order(h.app.HoldOrder(ctx, in.ID, v, in.Body.Reason))
	})
	release := op("crm-release-order", "POST", "/orders/{id}/release", crm.UpdateOrders, "Let a held order go on")
	release.Final = true
	release.Faults = faults(crm.ErrOrderState)
	rest.Register(a, release, func(ctx context.Context, in *orderMatch) (*rest.Tagged[crm.Order], error) {
		v, err := in.Version()
		if err != nil {
			return nil, err
		}
		return order(h.app.ReleaseOrder(ctx, in.ID, v))
	})
	rest.RegisterBulk(a, "crm-list-orders", rest.Bulk{Entity: "crm.order", Title: "number", Change: "crm-update-order", Acts: map[string]string{"delete": "crm-delete-order"},
		Fields: map[string]kernel.Permission{"owner_id": crm.AssignOrders}})
}

func order(v crm.Order, err error) (*rest.Tagged[crm.Order], error) {
	if err != nil {
		return nil, err
	}
	return rest.Tag(v.Version, v), nil
}
