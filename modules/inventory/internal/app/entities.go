package app

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Entity is how shared services reach a kind of record. Without Restore it cannot be undone.
type Entity struct {
	Visible func(ctx context.Context, id uuid.UUID) error
	Title   func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error)
	Restore func(ctx context.Context, id uuid.UUID, was kernel.Past) error
}

// Entities lists the kinds of record that have a timeline, by table.
func (s *Service) Entities() map[string]Entity {
	return map[string]Entity{
		"inventory.product":   {s.visible(inventory.ReadProducts, store.ProductTitles), s.titles(inventory.ReadProducts, store.ProductTitles), s.RestoreProduct},
		"inventory.category":  {s.visible(inventory.ReadCategories, store.CategoryTitles), s.titles(inventory.ReadCategories, store.CategoryTitles), s.RestoreCategory},
		"inventory.unit":      {s.visible(inventory.ReadUnits, store.UnitTitles), s.titles(inventory.ReadUnits, store.UnitTitles), s.RestoreUnit},
		"inventory.supplier":  {s.visible(inventory.ReadSuppliers, store.SupplierTitles), s.titles(inventory.ReadSuppliers, store.SupplierTitles), s.RestoreSupplier},
		"inventory.warehouse": {s.visible(inventory.ReadWarehouses, store.WarehouseTitles), s.titles(inventory.ReadWarehouses, store.WarehouseTitles), s.RestoreWarehouse},
		"inventory.location":  {s.visible(inventory.ReadLocations, store.LocationTitles), s.titles(inventory.ReadLocations, store.LocationTitles), s.RestoreLocation},
		"inventory.posting":   {s.visible(inventory.ReadStock, store.PostingTitles), s.titles(inventory.ReadStock, store.PostingTitles), s.RestorePosting},
		"inventory.receipt":   {s.visible(inventory.ReadReceipts, store.ReceiptTitles), s.titles(inventory.ReadReceipts, store.ReceiptTitles), s.RestoreReceipt},
		"inventory.delivery":  {s.visible(inventory.ReadDeliveries, store.DeliveryTitles), s.titles(inventory.ReadDeliveries, store.DeliveryTitles), nil},
	}
}

// visible fails with fault.ErrNotFound for a record that the caller cannot read.
func (s *Service) visible(needs kernel.Permission, names store.Titles) func(context.Context, uuid.UUID) error {
	return func(ctx context.Context, id uuid.UUID) error {
		scope, err := authz.Scope(ctx, needs)
		if err != nil {
			return err
		}
		found, err := db.Read(ctx, s.db, func(tx *db.Tx) (map[uuid.UUID]string, error) { return names(ctx, tx, scope, []uuid.UUID{id}) })
		if err == nil && len(found) == 0 {
			err = fault.ErrNotFound
		}
		return err
	}
}

// titles names records that the caller may see, and leaves the others out.
func (s *Service) titles(needs kernel.Permission, names store.Titles) func(context.Context, []uuid.UUID) (map[uuid.UUID]string, error) {
	return func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
		scope, err := authz.Scope(ctx, needs)
		if fault.KindOf(err) == fault.Forbidden {
			return map[uuid.UUID]string{}, nil
		}
		if err != nil {
			return nil, err
		}
		return db.Read(ctx, s.db, func(tx *db.Tx) (map[uuid.UUID]string, error) { return names(ctx, tx, scope, ids) })
	}
}
