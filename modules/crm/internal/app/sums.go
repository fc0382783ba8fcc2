package app

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// SumAccounts counts and sums accounts that the caller may see; so do the ones below.
func (s *Service) SumAccounts(ctx context.Context, r page.Request) (page.Summary, error) {
	return s.sum(ctx, crm.ReadAccounts, store.AccountSums, r)
}

// SumContacts is SumAccounts for contacts.
func (s *Service) SumContacts(ctx context.Context, r page.Request) (page.Summary, error) {
	return s.sum(ctx, crm.ReadContacts, store.ContactSums, r)
}

// SumDeals is SumAccounts for deals.
func (s *Service) SumDeals(ctx context.Context, r page.Request) (page.Summary, error) {
	return s.sum(ctx, crm.ReadDeals, store.DealSums, r)
}

// SumOrders is SumAccounts for orders.
func (s *Service) SumOrders(ctx context.Context, r page.Request) (page.Summary, error) {
	return s.sum(ctx, crm.ReadOrders, store.OrderSums, r)
}

func (s *Service) sum(ctx context.Context, right kernel.Permission, list store.Summed, r page.Request) (page.Summary, error) {
	scope, err := authz.Scope(ctx, right)
	if err != nil {
		return page.Summary{}, err
	}
	accounts, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return page.Summary{}, err
	}
	contacts, err := optional(ctx, crm.ReadContacts)
	if err != nil {
		return page.Summary{}, err
	}
	found, err := db.Read(ctx, s.db, func(tx *db.Tx) (page.Summary, error) {
		sum, err := list.Of(ctx, tx, scope, r)
		if err != nil {
			return sum, err
		}
		for _, field := range []string{"account_id", "parent_id"} {
			if err := named(&sum, field, func(refs []*crm.Ref) error { return accountNames(ctx, tx, accounts, refs...) }); err != nil {
				return sum, err
			}
		}
		return sum, named(&sum, "contact_id", func(refs []*crm.Ref) error { return contactNames(ctx, tx, contacts, refs...) })
	})
	if err != nil {
		return found, err
	}
	if err := named(&found, "owner_id", func(refs []*crm.Ref) error { s.logins(ctx, refs...); return nil }); err != nil {
		return found, err
	}
	return found, named(&found, "salesperson_id", func(refs []*crm.Ref) error { s.employees(ctx, refs...); return nil })
}

// named names the records by which a summary is grouped, as far as the caller may see them.
func named(s *page.Summary, field string, names func(refs []*crm.Ref) error) error {
	ids := s.IDs(field)
	refs := make([]*crm.Ref, len(ids))
	for i, id := range ids {
		refs[i] = &crm.Ref{ID: kernel.IDOf[any](id)}
	}
	if err := names(refs); err != nil {
		return err
	}
	out := map[uuid.UUID]string{}
	for r := range slices.Values(refs) {
		out[r.ID.UUID] = r.Name
	}
	s.Name(field, out)
	return nil
}
