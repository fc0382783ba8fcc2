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

// RestoreAccount undoes a change of an account.
func (s *Service) RestoreAccount(ctx context.Context, id uuid.UUID, old map[string]any) error {
	lock := func(tx *db.Tx, scope page.Scope) (store.Account, error) {
		return store.LockTrashedAccount(ctx, tx, scope, id)
	}
	return restoring(ctx, s, crm.UpdateAccounts, crm.ReadAccounts, lock, func(tx *db.Tx, have store.Account, gone bool, now time.Time) error {
		if old == nil {
			return erased(gone, func() (bool, error) { return store.EraseAccount(ctx, tx, id) })
		}
		if gone {
			have = store.Account{ID: id, Version: 1, UpdatedAt: now}
		}
		a, err := store.OldAccount(have, old)
		if err != nil {
			return err
		}
		if err := checkAccount(a); err != nil {
			return err
		}
		a.UpdatedAt = now
		if gone {
			return store.InsertAccounts(ctx, tx, a)
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

// RestoreContact undoes a change of a contact.
func (s *Service) RestoreContact(ctx context.Context, id uuid.UUID, old map[string]any) error {
	lock := func(tx *db.Tx, scope page.Scope) (store.Contact, error) {
		return store.LockTrashedContact(ctx, tx, scope, id)
	}
	return restoring(ctx, s, crm.UpdateContacts, crm.ReadContacts, lock, func(tx *db.Tx, have store.Contact, gone bool, now time.Time) error {
		if old == nil {
			return erased(gone, func() (bool, error) { return store.EraseContact(ctx, tx, id) })
		}
		if gone {
			have = store.Contact{ID: id, Version: 1}
		}
		c, err := store.OldContact(have, old)
		if err != nil {
			return err
		}
		c.UpdatedAt = now
		if gone {
			return store.InsertContacts(ctx, tx, c)
		}
		return store.SaveContact(ctx, tx, c)
	})
}

// RestoreDeal undoes a change of a deal. A move that is undone appends a visit
// that says so; nobody is told that the deal was won or lost.
func (s *Service) RestoreDeal(ctx context.Context, id uuid.UUID, old map[string]any) error {
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

// RestoreOrder undoes a change of an order, as long as it concerned nobody but
// us: a draft, one of the past that is untouched, or a draft that was cancelled.
func (s *Service) RestoreOrder(ctx context.Context, id uuid.UUID, old map[string]any) error {
	lock := func(tx *db.Tx, scope page.Scope) (domain.Order, error) { return store.LockOrder(ctx, tx, scope, id) }
	return restoring(ctx, s, crm.UpdateOrders, crm.ReadOrders, lock, func(tx *db.Tx, have domain.Order, gone bool, now time.Time) error {
		switch {
		case gone && old == nil:
			return nil
		case gone:
			return crm.ErrUndoTouched.Say("The order and its lines are gone for good. Make a new one.")
		case old == nil && (have.Status == crm.Draft || have.Historical && have.Version == 1):
			return store.EraseOrder(ctx, tx, id)
		case old == nil:
			return crm.ErrUndoOutside
		}
		before := have
		o, err := store.OldOrder(have, old)
		if err != nil {
			return err
		}
		ours := o.Status == crm.Draft && (have.Status == crm.Draft || have.Status == crm.Cancelled && have.Number == "")
		if !ours {
			return crm.ErrUndoOutside
		}
		if err := counted(&o); err != nil {
			return err
		}
		return saveOrder(ctx, tx, before, &o, now)
	})
}
