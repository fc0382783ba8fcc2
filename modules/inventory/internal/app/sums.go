package app

import (
	"context"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// SumProducts counts and sums products; the ones below do so with theirs.
func (s *Service) SumProducts(ctx context.Context, r page.Request) (page.Summary, error) {
	return s.sum(ctx, inventory.ReadProducts, store.ProductSums, r)
}

// SumSuppliers is SumProducts for suppliers.
func (s *Service) SumSuppliers(ctx context.Context, r page.Request) (page.Summary, error) {
	return s.sum(ctx, inventory.ReadSuppliers, store.SupplierSums, r)
}

// SumStock is SumProducts for what lies where, in each unit by itself.
func (s *Service) SumStock(ctx context.Context, r page.Request) (page.Summary, error) {
	return s.sum(ctx, inventory.ReadStock, store.StockSums, r)
}

// SumReceipts is SumProducts for receipts.
func (s *Service) SumReceipts(ctx context.Context, r page.Request) (page.Summary, error) {
	return s.sum(ctx, inventory.ReadReceipts, store.ReceiptSums, r)
}

// SumDeliveries is SumProducts for deliveries.
func (s *Service) SumDeliveries(ctx context.Context, r page.Request) (page.Summary, error) {
	return s.sum(ctx, inventory.ReadDeliveries, store.DeliverySums, r)
}

func (s *Service) sum(ctx context.Context, right kernel.Permission, list store.Summed, r page.Request) (page.Summary, error) {
	scope, err := authz.Scope(ctx, right)
	if err != nil {
		return page.Summary{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Summary, error) { return list.Of(ctx, tx, scope, r) })
}
