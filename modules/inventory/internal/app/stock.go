package app

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

const mostAvailable = 200

// Available implements inventory.Stock.
func (s *Service) Available(ctx context.Context, q inventory.AvailabilityQuery) ([]inventory.Availability, error) {
	if err := authz.Allowed(ctx, inventory.ReadStock); err != nil {
		return nil, err
	}
	if len(q.Products) == 0 {
		return []inventory.Availability{}, nil
	}
	if len(q.Products) > mostAvailable {
		return nil, fault.ErrInvalid.Field("/product_id", "too_many", "Ask for at most 200 products at once.")
	}
	warehouse := q.Warehouse.UUID
	if q.Warehouse.IsZero() {
		h, err := s.house(ctx)
		if err != nil {
			return nil, err
		}
		warehouse = h.warehouse
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]inventory.Availability, error) {
		return store.Available(ctx, tx, warehouse, kernel.UUIDs(q.Products))
	})
}

// StockItem is what lies of a product in one place.
type StockItem struct {
	ID        uuid.UUID       `json:"id"`
	Product   ProductLink     `json:"product"`
	Unit      string          `json:"unit"`
	Location  CodeLink        `json:"location"`
	OnHand    kernel.Quantity `json:"on_hand"`
	Allocated kernel.Quantity `json:"allocated"`
	ArrivedAt time.Time       `json:"arrived_at" doc:"The oldest arrival still there"`
}

// ListStock is a page of what lies where.
func (s *Service) ListStock(ctx context.Context, r page.Request) (page.Page[StockItem], error) {
	scope, err := authz.Scope(ctx, inventory.ReadStock)
	if err != nil {
		return page.Page[StockItem]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[StockItem], error) {
		return store.ListStock(ctx, tx, scope, r, func(r store.StockRow) StockItem {
			return StockItem{r.ID, ProductLink{r.ProductID, r.Sku, r.Name}, r.Unit, CodeLink{r.LocationID, r.LocationCode, r.LocationName}, r.OnHand, r.Allocated, r.ArrivedAt}
		})
	})
}

// Movement is a row of the ledger.
type Movement struct {
	ID          inventory.MovementID `json:"id"`
	Seq         int64                `json:"seq"`
	Kind        string               `json:"kind"`
	Product     ProductLink          `json:"product"`
	From        CodeLink             `json:"from"`
	To          CodeLink             `json:"to"`
	Qty         kernel.Quantity      `json:"qty" doc:"In the product's base unit"`
	Unit        string               `json:"unit"`
	EffectiveAt time.Time            `json:"effective_at"`
	PostedAt    time.Time            `json:"posted_at"`
	Reason      string               `json:"reason,omitempty"`
	Document    Document             `json:"document"`
	ReversesID  *uuid.UUID           `json:"reverses_id,omitempty"`
	ReversedBy  *uuid.UUID           `json:"reversed_by,omitempty"`
	Actor       string               `json:"actor" doc:"u:<user> or s:<service>"`
	ActorName   string               `json:"actor_name,omitempty" doc:"Of a person whom you may see"`
}

// Document is what a movement was posted by.
type Document struct {
	Kind   string    `json:"kind" enum:"posting,receipt,delivery"`
	ID     uuid.UUID `json:"id"`
	Number string    `json:"number"`
}

// ListMovements is a page of the ledger, of one place if it is given.
func (s *Service) ListMovements(ctx context.Context, r page.Request, place inventory.LocationID) (page.Page[Movement], error) {
	scope, err := authz.Scope(ctx, inventory.ReadStock)
	if err != nil {
		return page.Page[Movement]{}, err
	}
	found, err := db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Movement], error) {
		return store.ListMovements(ctx, tx, scope, r, place.Ptr(), func(r store.MovementRow) Movement {
			return Movement{ID: kernel.IDOf[inventory.Movement](r.ID), Seq: r.Seq, Kind: r.Kind, Product: ProductLink{r.ProductID, r.Sku, r.Name},
				From: CodeLink{r.FromLocationID, r.FromCode, r.FromName}, To: CodeLink{r.ToLocationID, r.ToCode, r.ToName}, Qty: r.Qty, Unit: r.Unit,
				EffectiveAt: r.EffectiveAt, PostedAt: r.PostedAt, Reason: r.Reason, Document: Document{r.DocumentKind, r.DocumentID, r.DocumentNumber},
				ReversesID: r.ReversesID, ReversedBy: r.ReversedBy, Actor: r.Actor}
		})
	})
	if err != nil {
		return found, err
	}
	who := make([]string, len(found.Items))
	for i, m := range found.Items {
		who[i] = m.Actor
	}
	names := s.actors(ctx, who)
	for i, m := range found.Items {
		found.Items[i].ActorName = names[m.Actor]
	}
	return found, nil
}

// ReorderItem is a product that is at its reorder point.
type ReorderItem struct {
	Product      ProductLink     `json:"product"`
	Unit         string          `json:"unit"`
	OnHand       kernel.Quantity `json:"on_hand"`
	Incoming     kernel.Quantity `json:"incoming"`
	Promised     kernel.Quantity `json:"promised"`
	Free         kernel.Quantity `json:"free"`
	ReorderPoint kernel.Quantity `json:"reorder_point"`
	Suggested    kernel.Quantity `json:"suggested" doc:"The usual order quantity as often as needed, or up to twice the reorder point"`
	Supplier     Link            `json:"supplier,omitzero"`
}

// ListReorder is a page of products to reorder. By what is on hand: on hand +
// incoming ≤ reorder point. Projected: free + incoming ≤ reorder point.
func (s *Service) ListReorder(ctx context.Context, r page.Request, projected bool) (page.Page[ReorderItem], error) {
	scope, err := authz.Scope(ctx, inventory.ReadStock)
	if err != nil {
		return page.Page[ReorderItem]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[ReorderItem], error) {
		return store.ListReorder(ctx, tx, scope, r, projected, func(r store.ReorderRow) ReorderItem {
			item := ReorderItem{Product: ProductLink{r.ID, r.Sku, r.Name}, Unit: r.Unit, OnHand: r.OnHand, Incoming: r.Incoming, Promised: r.Promised, Free: r.Free,
				ReorderPoint: *r.ReorderPoint, Supplier: linkTo(r.SupplierID, r.SupplierName)}
			have := r.OnHand.Add(r.Incoming)
			if projected {
				have = r.Free.Add(r.Incoming)
			}
			item.Suggested = domain.Suggest(have, item.ReorderPoint, r.ReorderQuantity)
			return item
		})
	})
}
