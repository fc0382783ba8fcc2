package inventorymodule

import (
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
)

// rows says which records there are, for whoever edits the policy. They belong
// to nobody in particular: a right reaches all of them or none.
var rows = []authz.Rows{
	{Resource: "inventory.product", Title: "p.name", Spec: &store.Products, From: "inventory.product p"},
	{Resource: "inventory.category", Title: "c.path", Spec: &store.Categories, From: "inventory.category c"},
	{Resource: "inventory.supplier", Title: "s.name", Spec: &store.Suppliers, From: "inventory.supplier s"},
	{Resource: "inventory.location", Title: "l.code", Spec: &store.Locations, From: "inventory.location l"},
	{Resource: "inventory.receipt", Title: "r.number", Spec: &store.Receipts, From: "inventory.receipt r"},
	{Resource: "inventory.delivery", Title: "d.number", Spec: &store.Deliveries, From: "inventory.delivery d"},
}
