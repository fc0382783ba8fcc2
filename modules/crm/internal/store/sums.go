package store

import (
	"context"

	"longhouse/platform/db"
	"longhouse/platform/page"
)

// Summed is a list that can be counted and summed, over the rows that it shows.
type Summed struct{ records page.Records }

// The lists of the module.
var (
	AccountSums = Summed{page.Records{Spec: AccountList, From: "crm.account a", Where: "a.deleted_at is null"}}
	ContactSums = Summed{page.Records{Spec: ContactList, Where: "c.deleted_at is null",
		From: "crm.contact c left join crm.affiliation f on f.org_id = c.org_id and f.contact_id = c.id and f.is_primary and f.ended_on is null"}}
	DealSums  = Summed{page.Records{Spec: DealList, From: "crm.deal d", Where: "d.deleted_at is null"}}
	OrderSums = Summed{page.Records{Spec: OrderList, From: `crm."order" o`}}
)

// Of counts and sums what a request matches.
func (s Summed) Of(ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request) (page.Summary, error) {
	return s.records.Summarise(ctx, tx, folded(r), scope)
}
