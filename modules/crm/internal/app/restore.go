package app

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// restoring is the frame of undoing a change: records get their old values back
// through the module's own rules. old nil means that the undone change made the
// record: it goes again, unless it was touched or used since.
func restoring[T any](ctx context.Context, s *Service, update, read kernel.Permission, lock func(*db.Tx, page.Scope) (T, error), undo func(tx *db.Tx, have T, gone bool, now time.Time) error) error {
	acting, reading, err := scopes(ctx, update, read)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		have, err := lock(tx, acting)
		gone := db.NoRows(err)
		if err != nil && !gone {
			return err
		}
		if gone && !reading.Never() {
			if _, err := lock(tx, reading); err == nil {
				return acting.Beyond()
			}
		}
		return undo(tx, have, gone, now)
	})
}

// RestoreAccount undoes a change of an account, its addresses and points of contact.
func (s *Service) RestoreAccount(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	lock := func(tx *db.Tx, scope page.Scope) (store.Account, error) {
		return store.LockTrashedAccount(ctx, tx, scope, id)
	}
	return restoring(ctx, s, crm.UpdateAccounts, crm.ReadAccounts, lock, func(tx *db.Tx, have store.Account, gone bool, now time.Time) error {
		if was.Old == nil {
			return erased(gone, func() (bool, error) { return store.EraseAccount(ctx, tx, id) })
		}
		if gone {
			have = store.Account{ID: id, Version: 1, UpdatedAt: now}
		}
		a, err := store.OldAccount(have, was.Old)
		if err != nil {
			return err
		}
		if err := checkAccount(a); err != nil {
			return err
		}
		a.UpdatedAt = now
		if err := s.custom.Restored(ctx, tx, "crm.account", id, have.Custom, a.Custom); err != nil {
			return err
		}
		if gone {
			if err := store.InsertAccounts(ctx, tx, a); err != nil {
				return err
			}
			return store.PutPartsBack(ctx, tx, was)
		}
		if a.ParentID != nil && !same(have.ParentID, a.ParentID) {
			circle, err := store.WouldCircle(ctx, tx, id, *a.ParentID)
			if err != nil {
				return err
			}
			if circle {
				return crm.ErrParentCycle
			}
		}
		if err := store.PutPartsBack(ctx, tx, was); err != nil {
			return err
		}
		return store.SaveAccount(ctx, tx, a)
	})
}

func erased(gone bool, erase func() (bool, error)) error {
	if gone {
		return nil
	}
	ok, err := erase()
	if err == nil && !ok {
		return crm.ErrUndoTouched
	}
	return err
}

// RestoreContact undoes a change of a contact, its affiliations and points of contact.
func (s *Service) RestoreContact(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	lock := func(tx *db.Tx, scope page.Scope) (store.Contact, error) {
		return store.LockTrashedContact(ctx, tx, scope, id)
	}
	return restoring(ctx, s, crm.UpdateContacts, crm.ReadContacts, lock, func(tx *db.Tx, have store.Contact, gone bool, now time.Time) error {
		if was.Old == nil {
			return erased(gone, func() (bool, error) { return store.EraseContact(ctx, tx, id) })
		}
		if gone {
			have = store.Contact{ID: id, Version: 1}
		}
		c, err := store.OldContact(have, was.Old)
		if err != nil {
			return err
		}
		c.UpdatedAt = now
		if err := s.custom.Restored(ctx, tx, "crm.contact", id, have.Custom, c.Custom); err != nil {
			return err
		}
		if gone {
			if err := store.InsertContacts(ctx, tx, c); err != nil {
				return err
			}
			return store.PutPartsBack(ctx, tx, was)
		}
		if err := store.PutPartsBack(ctx, tx, was); err != nil {
			return err
		}
		return store.SaveContact(ctx, tx, c)
	})
}

// RestoreDeal undoes a change of a deal. A move that is undone appends a visit
// that says so; nobody is told that the deal was won or lost.
func (s *Service) RestoreDeal(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	old := was.Old
	lock := func(tx *db.Tx, scope page.Scope) (domain.Deal, error) {
		return store.LockTrashedDeal(ctx, tx, scope, id)
	}
	return restoring(ctx, s, crm.UpdateDeals, crm.ReadDeals, lock, func(tx *db.Tx, have domain.Deal, gone bool, now time.Time) error {
		if old == nil {
			return erased(gone, func() (bool, error) { return store.EraseDeal(ctx, tx, id) })
		}
		if gone {
			have = domain.Deal{ID: kernel.IDOf[crm.Deal](id), CreatedAt: now}
		}
		d, deleted, err := store.OldDeal(have, old)
		if err != nil {
			return err
		}
		if err := d.Check(); err != nil {
			return err
		}
		if !sameCost(have.Cost, d.Cost) {
			was := have
			if gone {
				was = d
			}
			if err := mayCost(ctx, tx, was); err != nil {
				return err
			}
		}
		d.UpdatedAt = now
		if err := s.custom.Restored(ctx, tx, "crm.deal", id, have.Custom, d.Custom); err != nil {
			return err
		}
		if gone {
			return store.InsertDeals(ctx, tx, d)
		}
		if d.Stage == have.Stage {
			return store.SaveDeal(ctx, tx, d, nil, true, deleted)
		}
		d.StageEnteredAt = now
		return store.SaveDeal(ctx, tx, d, &have.Stage, true, deleted)
	})
}

// RestoreOrder undoes a change of an order and its lines, as long as it concerned
// nobody but us: a draft, one of the past that is untouched, a draft that was
// cancelled, or of a binding order what the customer does not see.
func (s *Service) RestoreOrder(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	lock := func(tx *db.Tx, scope page.Scope) (domain.Order, error) { return store.LockOrder(ctx, tx, scope, id) }
	return restoring(ctx, s, crm.UpdateOrders, crm.ReadOrders, lock, func(tx *db.Tx, have domain.Order, gone bool, now time.Time) error {
		switch {
		case gone && was.Old == nil:
			return nil
		case gone:
			return s.orderComesBack(ctx, tx, was, id, now)
		case was.Old == nil && (have.Status == crm.Draft || have.Historical):
			return store.EraseOrder(ctx, tx, id)
		case was.Old == nil:
			return crm.ErrUndoOutside
		}
		o, err := store.OldOrder(have, was.Old)
		if err != nil {
			return err
		}
		if err := s.custom.Restored(ctx, tx, "crm.order", id, have.Custom, o.Custom); err != nil {
			return err
		}
		if !unseen(o) || !unseen(have) {
			if have.Status != o.Status || len(was.Parts) > 0 || !within(was.Old, inside) {
				return crm.ErrUndoOutside
			}
			return saveOrder(ctx, tx, have, &o, now)
		}
		if len(was.Parts) > 0 {
			if err := store.PutPartsBack(ctx, tx, was); err != nil {
				return err
			}
			again, err := store.LockOrder(ctx, tx, page.Everything(), id)
			if err != nil {
				return err
			}
			o.Lines, have.Lines = again.Lines, append([]domain.Line(nil), again.Lines...)
		}
		if err := counted(&o); err != nil {
			return err
		}
		if len(was.Parts) == 0 {
			return saveOrder(ctx, tx, have, &o, now)
		}
		if err := store.PutLines(ctx, tx, have, o); err != nil { // their amounts, should a value have stayed
			return err
		}
		o.UpdatedAt = now
		return store.SaveOrder(ctx, tx, o)
	})
}

// unseen says that no customer knows of an order: a draft, or one that was cancelled as a draft.
func unseen(o domain.Order) bool {
	return o.Status == crm.Draft || o.Status == crm.Cancelled && o.Number == ""
}

// inside are columns of a binding order that only we see.
var inside = map[string]bool{"owner_id": true, "team_id": true, "dept_id": true, "salesperson_id": true, "reference": true, "required_on": true, "custom": true}

func within(old map[string]any, columns map[string]bool) bool {
	for name := range old {
		if !columns[name] {
			return false
		}
	}
	return true
}

// orderComesBack makes an order again that was taken away with its lines: a
// draft, or one of the past that an undone import had brought.
func (s *Service) orderComesBack(ctx context.Context, tx *db.Tx, was kernel.Past, id uuid.UUID, now time.Time) error {
	o, err := store.OldOrder(domain.Order{ID: kernel.IDOf[crm.Order](id), CreatedAt: now}, was.Old)
	if err != nil {
		return err
	}
	if !unseen(o) && !o.Historical {
		return crm.ErrUndoOutside
	}
	o.UpdatedAt = now
	if err := s.custom.Restored(ctx, tx, "crm.order", id, nil, o.Custom); err != nil {
		return err
	}
	if err := store.InsertOrders(ctx, tx, o); err != nil {
		return err
	}
	return store.PutPartsBack(ctx, tx, was)
}
