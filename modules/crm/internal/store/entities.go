package store

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/page"
)

// SeeAccount fails unless the scope reaches the account, be it in the trash.
func SeeAccount(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) error {
	_, err := get(AccountList, scope, tx).SeeAnyAccount(ctx, id)
	return err
}

// SeeContact fails unless the scope reaches the contact, be it in the trash.
func SeeContact(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) error {
	_, err := get(ContactList, scope, tx).SeeAnyContact(ctx, id)
	return err
}

// SeeDeal fails unless the scope reaches the deal, be it in the trash.
func SeeDeal(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) error {
	_, err := get(DealList, scope, tx).SeeAnyDeal(ctx, id)
	return err
}

// SeeOrder fails unless the scope reaches the order.
func SeeOrder(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) error {
	_, err := get(OrderList, scope, tx).SeeOrder(ctx, id)
	return err
}

// DealNames names the deals that the scope reaches, and no others.
func DealNames(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	out := map[uuid.UUID]string{}
	rows, err := get(DealList, scope, tx).DealNames(ctx, notNil(ids))
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, err
}

// OrderNames names the orders that the scope reaches by number, drafts by their day.
func OrderNames(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	out := map[uuid.UUID]string{}
	rows, err := get(OrderList, scope, tx).OrderNames(ctx, notNil(ids))
	for _, r := range rows {
		if out[r.ID] = r.Number; r.Number == "" {
			out[r.ID] = "Draft of " + r.OrderedOn.String()
		}
	}
	return out, err
}
