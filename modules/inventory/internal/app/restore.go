package app

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// RestoreProduct gives a product and its packagings old values back; none, when
// it was made by what is undone: then it goes, if nothing has happened to it since.
func (s *Service) RestoreProduct(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	if was.Gone {
		return s.comesBack(ctx, inventory.CreateProducts, "inventory.product", id, was, "inventory.packaging")
	}
	p, err := s.Product(ctx, kernel.IDOf[inventory.Product](id))
	if err != nil {
		return err
	}
	if was.Old != nil {
		_, err = s.changeProduct(ctx, inventory.UpdateProducts, id, p.Version, func(tx *db.Tx, kept *domain.Product) error {
			f := oldProduct(*kept, was.Old)
			held := kept.Custom
			kept.Custom = held.Put(kernel.CustomOf(was.Old))
			if err := s.custom.Restored(ctx, tx, "inventory.product", id, held, kept.Custom); err != nil {
				return err
			}
			if err := oldUnit(ctx, tx, &f, was.Old); err != nil {
				return err
			}
			if err := tx.PutBack(ctx, "inventory.packaging", was.Parts); err != nil {
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

// comesBack makes a record again, with its parts, that an undo had taken away.
func (s *Service) comesBack(ctx context.Context, right kernel.Permission, table string, id uuid.UUID, was kernel.Past, parts ...string) error {
	if err := authz.Allowed(ctx, right); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		if err := s.custom.Restored(ctx, tx, table, id, nil, kernel.CustomOf(was.Old)); err != nil {
			return err
		}
		if err := tx.PutBack(ctx, table, []kernel.PastPart{{Table: table, ID: id, Old: was.Old, Gone: true}}); err != nil {
			return err
		}
		for _, part := range parts {
			if err := tx.PutBack(ctx, part, was.Parts); err != nil {
				return err
			}
		}
		return nil
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

// RestorePosting takes a posting back by reversals, which name what they
// reverse. It is refused when the goods have gone on since.
func (s *Service) RestorePosting(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	if was.Old != nil {
		return inventory.ErrState.Say("What is posted cannot be changed.")
	}
	kind, err := db.Read(ctx, s.db, func(tx *db.Tx) (string, error) { return store.PostingKind(ctx, tx, id) })
	if err != nil {
		return err
	}
	if kind == "reversal" {
		return inventory.ErrState.Say("A reversal stays in the ledger. Post the goods again instead.")
	}
	_, err = s.ReverseDocument(ctx, id, "Undone")
	if errors.Is(err, inventory.ErrAlreadyReversed) {
		return nil // somebody was faster: it is as it was before
	}
	return err
}

// RestoreReceipt gives a receipt and its lines old values back. What came in goes
// back by reversals of what the undone change posted; a receipt that it made goes, if nothing has come in.
func (s *Service) RestoreReceipt(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	switch {
	case was.Gone:
		return s.comesBack(ctx, inventory.CreateReceipts, "inventory.receipt", id, was, "inventory.receipt_line")
	case was.Old == nil:
		return s.dropReceipt(ctx, id)
	}
	posted, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]store.Movement, error) { return store.PostedIn(ctx, tx, id, was.Sets) })
	if err != nil {
		return err
	}
	if len(posted) > 0 {
		return s.sendBack(ctx, posted)
	}
	for _, p := range was.Parts {
		if _, came := p.Old["received"]; came && !p.Gone {
			return inventory.ErrState.Say("What came in or went back is in the ledger. Receive it again, or reverse the movement.")
		}
	}
	scope, err := authz.Scope(ctx, inventory.UpdateReceipts)
	if err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		r, lines, err := store.LockReceipt(ctx, tx, scope, id)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if l.Received.Sign() > 0 && len(was.Parts) > 0 {
				return inventory.ErrState.Say("Goods have come in on receipt " + r.Number + ".")
			}
		}
		if err := tx.PutBack(ctx, "inventory.receipt_line", was.Parts); err != nil {
			return err
		}
		if len(was.Old) == 0 {
			n, err := store.SaveReceipt(ctx, tx, r)
			if err == nil && n == 0 {
				return stale(r.Version)
			}
			return err
		}
		return tx.PutBack(ctx, "inventory.receipt", []kernel.PastPart{{Table: "inventory.receipt", ID: id, Old: was.Old}})
	})
}

// sendBack reverses what came in by a receipt. Its lines and its state follow from what is left.
func (s *Service) sendBack(ctx context.Context, posted []store.Movement) error {
	if err := authz.Allowed(ctx, inventory.ReverseStock); err != nil {
		return err
	}
	_, err := s.reverse(ctx, "Undone", func(*db.Tx) ([]store.Movement, error) { return posted, nil })
	return err
}

// dropReceipt takes away a receipt on which nothing has come in.
func (s *Service) dropReceipt(ctx context.Context, id uuid.UUID) error {
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
		if moved, err := store.ReceiptMoved(ctx, tx, id); err != nil {
			return err
		} else if moved {
			return inventory.ErrState.Say("The ledger names receipt " + r.Number + ", on which goods came in and went back. Cancel it instead.")
		}
		return gone(store.DeleteReceipt(ctx, tx, id))
	})
}

// RestoreWarehouse gives a warehouse old values back. Once made it stays: its bins are part of it.
func (s *Service) RestoreWarehouse(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	old := was.Old
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
func (s *Service) RestoreLocation(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	if was.Gone {
		return s.comesBack(ctx, inventory.CreateLocations, "inventory.location", id, was)
	}
	old := was.Old
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

// RestoreUnit takes a unit of measure away that nothing is counted in, or makes it again. A unit never changes.
func (s *Service) RestoreUnit(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	if was.Gone {
		return s.comesBack(ctx, inventory.CreateUnits, "inventory.unit", id, was)
	}
	if err := authz.Allowed(ctx, inventory.CreateUnits); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		return tx.PutBack(ctx, "inventory.unit", []kernel.PastPart{{Table: "inventory.unit", ID: id}})
	})
}
