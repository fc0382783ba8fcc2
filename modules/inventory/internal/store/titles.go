package store

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/inventory/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/page"
)

// Titles names records of a kind that a scope shows, in one query.
type Titles func(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error)

func named[R any](rows []R, err error, name func(R) (uuid.UUID, string)) (map[uuid.UUID]string, error) {
	out := make(map[uuid.UUID]string, len(rows))
	for _, r := range rows {
		id, text := name(r)
		out[id] = text
	}
	return out, err
}

// ProductTitles names products.
func ProductTitles(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := sqlcgen.New(Products.One(scope).On(tx)).ProductTitles(ctx, ids)
	return named(rows, err, func(r sqlcgen.ProductTitlesRow) (uuid.UUID, string) { return r.ID, r.Name })
}

// SupplierTitles names suppliers.
func SupplierTitles(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := SuppliersByID(ctx, tx, scope, ids)
	return named(rows, err, func(r SupplierRow) (uuid.UUID, string) { return r.ID, r.Name })
}

// UnitTitles names units of measure, which every reader of units sees.
func UnitTitles(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	if scope.Never() {
		return map[uuid.UUID]string{}, nil
	}
	rows, err := sqlcgen.New(tx).UnitsByID(ctx, ids)
	return named(rows, err, func(r sqlcgen.InventoryUnit) (uuid.UUID, string) { return r.ID, r.Name })
}

// CategoryTitles names categories by their paths.
func CategoryTitles(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := CategoriesByID(ctx, tx, scope, ids)
	return named(rows, err, func(r CategoryRow) (uuid.UUID, string) { return r.ID, r.Path })
}

// WarehouseTitles names warehouses, which every reader of warehouses sees.
func WarehouseTitles(ctx context.Context, tx *db.Tx, _ page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := sqlcgen.New(tx).WarehouseTitles(ctx, ids)
	return named(rows, err, func(r sqlcgen.WarehouseTitlesRow) (uuid.UUID, string) { return r.ID, r.Name })
}

// LocationTitles names places, which every reader of places sees.
func LocationTitles(ctx context.Context, tx *db.Tx, _ page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := sqlcgen.New(tx).LocationTitles(ctx, ids)
	return named(rows, err, func(r sqlcgen.LocationTitlesRow) (uuid.UUID, string) { return r.ID, r.Name })
}

// ReceiptTitles names receipts by their numbers.
func ReceiptTitles(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := sqlcgen.New(Receipts.One(scope).On(tx)).ReceiptTitles(ctx, ids)
	return named(rows, err, func(r sqlcgen.ReceiptTitlesRow) (uuid.UUID, string) { return r.ID, r.Number })
}

// DeliveryTitles names deliveries by their numbers.
func DeliveryTitles(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := sqlcgen.New(Deliveries.One(scope).On(tx)).DeliveryTitles(ctx, ids)
	return named(rows, err, func(r sqlcgen.DeliveryTitlesRow) (uuid.UUID, string) { return r.ID, r.Number })
}

// PostingTitles names postings by their numbers, which every reader of stock sees.
func PostingTitles(ctx context.Context, tx *db.Tx, _ page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := sqlcgen.New(tx).PostingTitles(ctx, ids)
	return named(rows, err, func(r sqlcgen.PostingTitlesRow) (uuid.UUID, string) { return r.ID, r.Number })
}
