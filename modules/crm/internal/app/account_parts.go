package app

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/page"
)

// accountParts is what hangs on an account, read in one round trip. Open deals
// and orders are those that the caller may see.
type accountParts struct {
	deals, orders         page.Scope
	points                []store.Point
	addresses             []store.Address
	openDeals, openOrders map[uuid.UUID]int64
}

func partsOfAccounts(ctx context.Context) (p accountParts, err error) {
	if p.deals, err = optional(ctx, crm.ReadDeals); err != nil {
		return p, err
	}
	p.orders, err = optional(ctx, crm.ReadOrders)
	return p, err
}

// counts reads what is open on accounts.
func (p *accountParts) counts(ctx context.Context, ids []uuid.UUID) []func(*db.Tx) error {
	return []func(*db.Tx) error{
		func(tx *db.Tx) (err error) { p.openDeals, err = store.OpenDeals(ctx, tx, p.deals, ids); return err },
		func(tx *db.Tx) (err error) { p.openOrders, err = store.OpenOrders(ctx, tx, p.orders, ids); return err },
	}
}

// all reads all that hangs on an account.
func (p *accountParts) all(ctx context.Context, id uuid.UUID) []func(*db.Tx) error {
	ids := []uuid.UUID{id}
	return append(p.counts(ctx, ids),
		func(tx *db.Tx) (err error) { p.points, err = store.PointsOf(ctx, tx, ids, nil); return err },
		func(tx *db.Tx) (err error) { p.addresses, err = store.AddressesOf(ctx, tx, ids); return err },
	)
}

// view is the account with what was read.
func (p *accountParts) view(a store.Account) crm.Account {
	v := store.AccountView(a)
	for _, point := range p.points {
		v.ContactPoints = append(v.ContactPoints, store.PointView(point))
	}
	for _, address := range p.addresses {
		v.Addresses = append(v.Addresses, store.AddressView(address))
	}
	v.OpenDeals, v.OpenOrders = p.openDeals[a.ID], p.openOrders[a.ID]
	return v
}

// Account reads an account with its addresses and contact points.
func (s *Service) Account(ctx context.Context, id crm.AccountID) (crm.Account, error) {
	scope, err := authz.Scope(ctx, crm.ReadAccounts)
	if err != nil {
		return crm.Account{}, err
	}
	parts, err := partsOfAccounts(ctx)
	if err != nil {
		return crm.Account{}, err
	}
	v, err := db.Glance(ctx, s.db, func(tx *db.Tx) (crm.Account, error) {
		var a store.Account
		reads := append(parts.all(ctx, id.UUID), func(tx *db.Tx) (err error) { a, err = store.GetAccount(ctx, tx, scope, id.UUID); return err })
		err := db.Together(ctx, tx, reads...)
		return parts.view(a), err
	})
	if err == nil && !v.Parent.ID.IsZero() {
		_, err = db.Glance(ctx, s.db, func(tx *db.Tx) (struct{}, error) { return struct{}{}, accountNames(ctx, tx, scope, &v.Parent) })
	}
	return s.named(ctx, v, err)
}

// accountDetail is an account with all that hangs on it, after a change that may still have to be saved.
func accountDetail(ctx context.Context, tx *db.Tx, scope page.Scope, a store.Account, save ...func(*db.Tx) error) (crm.Account, error) {
	parts, err := partsOfAccounts(ctx)
	if err != nil {
		return crm.Account{}, err
	}
	parent := crm.RefTo(a.ParentID, "")
	steps := append(save, parts.all(ctx, a.ID)...)
	steps = append(steps, func(tx *db.Tx) error { return accountNames(ctx, tx, scope, &parent) })
	err = db.Together(ctx, tx, steps...)
	v := parts.view(a)
	v.Parent = parent
	return v, err
}
