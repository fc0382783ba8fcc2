package crmmodule

import (
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/authz"
)

// rows says whose records are whose, for whoever edits the policy: the same
// predicates by which the lists are read.
var rows = []authz.Rows{
	{Resource: "crm.account", Title: "a.name", Where: "a.deleted_at is null", Spec: store.AccountList, From: "crm.account a"},
	{Resource: "crm.contact", Title: "c.name", Where: "c.deleted_at is null", Spec: store.ContactList, From: "crm.contact c"},
	{Resource: "crm.deal", Title: "d.name", Where: "d.deleted_at is null", Spec: store.DealList, From: "crm.deal d"},
	{Resource: "crm.order", Title: "coalesce(nullif(o.number, ''), 'Draft')", Spec: store.OrderList, From: `crm."order" o`},
}
