package app

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

const mostProducts = 1000

// Products implements inventory.Catalogue.
func (s *Service) Products(ctx context.Context, ids []inventory.ProductID) ([]inventory.Product, error) {
	return s.catalogue(ctx, kernel.UUIDs(ids), nil)
}

// BySKUs implements inventory.Catalogue.
func (s *Service) BySKUs(ctx context.Context, skus []string) (map[string]inventory.Product, error) {
	found, err := s.catalogue(ctx, nil, skus)
	byKey := make(map[string]inventory.Product, len(found))
	for _, p := range found {
		byKey[strings.ToLower(p.SKU)] = p
	}
	out := make(map[string]inventory.Product, len(found))
	for _, sku := range skus {
		if p, ok := byKey[strings.ToLower(strings.TrimSpace(sku))]; ok {
			out[sku] = p
		}
	}
	return out, err
}

func (s *Service) catalogue(ctx context.Context, ids []uuid.UUID, skus []string) ([]inventory.Product, error) {
	scope, err := authz.Scope(ctx, inventory.ReadProducts)
	if err != nil {
		return nil, err
	}
	if len(ids)+len(skus) == 0 {
		return nil, nil
	}
	if len(ids)+len(skus) > mostProducts {
		return nil, fault.ErrInvalid.Say("Ask for at most 1,000 products at once.")
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]inventory.Product, error) { return store.Catalogue(ctx, tx, scope, ids, skus) })
}

// SearchCatalogue implements inventory.Catalogue's Search.
func (s *Service) SearchCatalogue(ctx context.Context, q inventory.ProductQuery) ([]inventory.Product, error) {
	scope, err := authz.Scope(ctx, inventory.ReadProducts)
	if err != nil {
		return nil, err
	}
	r := page.Request{Query: strings.TrimSpace(q.Text), Limit: q.Limit, Filter: map[string][]string{}}
	if r.Limit <= 0 || r.Limit > 200 {
		r.Limit = 20
	}
	if q.Sellable {
		r.Filter["status"] = []string{"active,discontinued"}
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]inventory.Product, error) {
		p, err := store.ListProducts(ctx, tx, scope, r, func(r store.ProductRow) uuid.UUID { return r.ID })
		if err != nil || len(p.Items) == 0 {
			return nil, err
		}
		found, err := store.Catalogue(ctx, tx, scope, p.Items, nil)
		return found, err
	})
}

// Hit is what a global search finds.
type Hit struct {
	ID              uuid.UUID
	Title, Subtitle string
}

// FindProducts is the products' part of a global search.
func (s *Service) FindProducts(ctx context.Context, text string, limit int) ([]Hit, error) {
	found, err := page.Find(ctx, s.ListProducts, text, "name", limit)
	hits := make([]Hit, len(found))
	for i, p := range found {
		hits[i] = Hit{p.ID.UUID, p.Name, p.SKU}
	}
	return hits, err
}

// FindSuppliers is the suppliers' part of a global search.
func (s *Service) FindSuppliers(ctx context.Context, text string, limit int) ([]Hit, error) {
	found, err := page.Find(ctx, s.ListSuppliers, text, "name", limit)
	hits := make([]Hit, len(found))
	for i, r := range found {
		hits[i] = Hit{r.ID.UUID, r.Name, r.City}
	}
	return hits, err
}

// FindDeliveries finds deliveries by the order that they are for.
func (s *Service) FindDeliveries(ctx context.Context, text string, limit int) ([]Hit, error) {
	found, err := page.Find(ctx, s.ListDeliveries, text, "", limit)
	hits := make([]Hit, len(found))
	for i, d := range found {
		hits[i] = Hit{d.ID.UUID, d.Number, d.Reference + " " + d.Party}
	}
	return hits, err
}

// FindReceipts finds receipts by the supplier's reference.
func (s *Service) FindReceipts(ctx context.Context, text string, limit int) ([]Hit, error) {
	found, err := page.Find(ctx, s.ListReceipts, text, "", limit)
	hits := make([]Hit, len(found))
	for i, r := range found {
		hits[i] = Hit{r.ID.UUID, r.Number, r.Supplier.Name}
	}
	return hits, err
}
