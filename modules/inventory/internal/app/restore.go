package app

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// RestoreProduct gives a product old values back; none, when it was made by
// what is undone: then it goes, if nothing has happened to it since.
func (s *Service) RestoreProduct(ctx context.Context, id uuid.UUID, old map[string]any) error {
	p, err := s.Product(ctx, kernel.IDOf[inventory.Product](id))
	if err != nil {
		return err
	}
	if old != nil {
		_, err = s.changeProduct(ctx, inventory.UpdateProducts, id, p.Version, func(tx *db.Tx, kept *domain.Product) error {
			f := oldProduct(*kept, old)
			if err := oldUnit(ctx, tx, &f, old); err != nil {
				return err
			}
			return s.put(ctx, tx, kept, f)
		})
		return err
	}
	if err := authz.Allowed(ctx, inventory.ArchiveProducts); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		used, err := store.ProductIsUsed(ctx, tx, id)
		if err != nil {
			return err
		}
		if used {
			return inventory.ErrInUse
		}
		return gone(store.DeleteProduct(ctx, tx, id))
	})
}

// oldProduct turns columns of the history into fields of a change.
func oldProduct(p domain.Product, old map[string]any) ProductFields {
	var f ProductFields
	for column, to := range map[string]**string{"sku": &f.SKU, "name": &f.Name, "description": &f.Description, "kind": &f.Kind, "status": &f.Status,
		"category_id": &f.CategoryID, "supplier_id": &f.SupplierID, "quantity_per_unit": &f.QuantityPerUnit, "barcode": &f.Barcode,
		"reorder_point": &f.ReorderPoint, "reorder_quantity": &f.ReorderQuantity} {
		if v, there := old[column]; there {
			text := plain(v)
			*to = &text
		}
	}
	if n, ok := old["scale"].(float64); ok {
		scale := int32(n)
		f.Scale = &scale
	}
	f.ListPrice, f.Cost = oldPrice(p.Price, old, "list_price"), oldPrice(p.Cost, old, "cost")
	return f
}

// oldUnit turns the unit of the history into its code.
func oldUnit(ctx context.Context, tx *db.Tx, f *ProductFields, old map[string]any) error {
	was, changed := old["unit_id"]
	if !changed {
		return nil
	}
	units, err := store.Units(ctx, tx)
	for _, u := range units {
		if u.ID.String() == plain(was) {
			f.Unit = &u.Code
		}
	}
	return err
}

func oldPrice(now *kernel.Money, old map[string]any, column string) *Price {
	amount, changed := old[column]
	currency, other := old[column+"_currency"]
	if !changed && !other {
		return nil
	}
	p := Price{}
	if now != nil {
		p = Price{now.Amount.String(), string(now.Currency)}
	}
	if changed {
		p.Amount = plain(amount)
	}
	if other {
		p.Currency = plain(currency)
	}
	return &p
}

// plain is a JSON value of the history as text; numbers keep their digits.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}

// RestorePosting undoes opening stock by reversals.
func (s *Service) RestorePosting(ctx context.Context, id uuid.UUID, old map[string]any) error {
	if old != nil {
		return inventory.ErrState.Say("What is posted cannot be changed.")
	}
	_, err := s.ReverseDocument(ctx, id, "Undone")
	return err
}

// RestoreReceipt takes away a receipt on which nothing has come in.
func (s *Service) RestoreReceipt(ctx context.Context, id uuid.UUID, old map[string]any) error {
	if old != nil {
		return inventory.ErrState.Say("Change the receipt itself.")
	}
	scope, err := authz.Scope(ctx, inventory.CancelReceipts)
	if err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		r, lines, err := store.LockReceipt(ctx, tx, scope, id)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if l.Received.Sign() > 0 {
				return inventory.ErrState.Say("Goods have come in on receipt " + r.Number + ".")
			}
		}
		return gone(store.DeleteReceipt(ctx, tx, id))
	})
}

// RestoreWarehouse gives a warehouse old values back. Once made it stays: its bins are part of it.
func (s *Service) RestoreWarehouse(ctx context.Context, id uuid.UUID, old map[string]any) error {
	if old == nil {
		return inventory.ErrInUse.Say("A warehouse stays once it is made. Give it another name instead.")
	}
	w, err := db.Read(ctx, s.db, func(tx *db.Tx) (store.Warehouse, error) { return store.WarehouseByID(ctx, tx, id) })
	if err != nil {
		return err
	}
	f := WarehouseFields{Code: oldText(old, "code"), Name: oldText(old, "name"), Zone: oldText(old, "zone")}
	_, err = s.UpdateWarehouse(ctx, kernel.IDOf[inventory.Warehouse](id), w.Version, f)
	return err
}

// RestoreLocation gives a place old values back; one that was made by what is
// undone goes, if nothing has lain in it.
func (s *Service) RestoreLocation(ctx context.Context, id uuid.UUID, old map[string]any) error {
	if old != nil {
		l, err := s.Location(ctx, kernel.IDOf[inventory.Location](id))
		if err != nil {
			return err
		}
		f := LocationFields{Code: oldText(old, "code"), Name: oldText(old, "name"), ParentID: oldText(old, "parent_id"), Blocked: oldText(old, "blocked")}
		if n, ok := old["pick_sequence"].(float64); ok {
			sequence := int32(n)
			f.PickSequence = &sequence
		}
		_, err = s.UpdateLocation(ctx, l.ID, l.Version, f)
		return err
	}
	if err := authz.Allowed(ctx, inventory.UpdateLocations); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if used, err := store.LocationIsUsed(ctx, tx, id); err != nil || used {
			return inUse(err)
		}
		return gone(store.DeleteLocation(ctx, tx, id))
	})
}

func inUse(err error) error {
	if err != nil {
		return err
	}
	return inventory.ErrInUse
}

// oldText is a column of the history as a change writes it: none is the empty text, a column that is not there changes nothing.
func oldText(old map[string]any, column string) *string {
	v, there := old[column]
	if !there {
		return nil
	}
	text := plain(v)
	return &text
}
