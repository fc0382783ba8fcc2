package inventorymodule

import (
	"context"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/app"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/search"
)

// cost is the class of fields whose changes only its readers see.
const cost = "cost"

// entities are the records of inventory that have a timeline, and undo where
// the service can restore them. The ledger is its own history.
func entities(svc *app.Service) []history.Entity {
	kinds := []history.Entity{
		{
			Name: "inventory.product", Label: "Product", Custom: true, Read: inventory.ReadProducts, Change: inventory.UpdateProducts,
			Parts: map[string]string{"inventory.packaging": "product_id"}, Follows: []string{"inventory.packaging"},
			Hidden: map[string]string{"cost": cost, "cost_currency": cost},
		},
		{
			Name: "inventory.category", Label: "Category", Read: inventory.ReadCategories, Change: inventory.UpdateCategories,
			Hidden: map[string]string{"path": ""}, Derived: []string{"path"}, // follows from names and parents
		},
		{Name: "inventory.unit", Label: "Unit of measure", Read: inventory.ReadUnits, Change: inventory.CreateUnits},
		{Name: "inventory.supplier", Label: "Supplier", Custom: true, Read: inventory.ReadSuppliers, Change: inventory.UpdateSuppliers},
		{Name: "inventory.warehouse", Label: "Warehouse", Read: inventory.ReadWarehouses, Change: inventory.UpdateWarehouses},
		{Name: "inventory.location", Label: "Place", Read: inventory.ReadLocations, Change: inventory.UpdateLocations},
		{Name: "inventory.posting", Label: "Posting", Read: inventory.ReadStock, Change: inventory.ReverseStock},
		{
			Name: "inventory.receipt", Label: "Receipt", Read: inventory.ReadReceipts, Change: inventory.UpdateReceipts,
			Parts: map[string]string{"inventory.receipt_line": "receipt_id"}, Follows: []string{"inventory.receipt_line"},
			Hidden: map[string]string{"inventory.receipt_line.unit_cost": cost, "import_key": ""},
		},
		{
			Name: "inventory.delivery", Label: "Delivery", Read: inventory.ReadDeliveries, Change: inventory.ShipDeliveries,
			Parts: map[string]string{"inventory.delivery_line": "delivery_id"},
			Final: "A delivery is not undone: cancel it, or take goods that were shipped back by a receipt.",
		},
	}
	known := svc.Entities()
	for i, k := range kinds {
		kinds[i].Visible, kinds[i].Title, kinds[i].Restore = known[k.Name].Visible, known[k.Name].Title, known[k.Name].Restore
	}
	return kinds
}

// sources are what the global search finds in inventory.
func sources(svc *app.Service) []search.Source {
	return []search.Source{
		source("inventory.product", "Products", inventory.ReadProducts, svc.FindProducts),
		source("inventory.supplier", "Suppliers", inventory.ReadSuppliers, svc.FindSuppliers),
		source("inventory.delivery", "Deliveries", inventory.ReadDeliveries, svc.FindDeliveries),
		source("inventory.receipt", "Receipts", inventory.ReadReceipts, svc.FindReceipts),
	}
}

func source(entity, label string, needs kernel.Permission, find func(context.Context, string, int) ([]app.Hit, error)) search.Source {
	return search.Source{Entity: entity, Label: label, Needs: needs, Find: func(ctx context.Context, text string, limit int) ([]search.Hit, error) {
		found, err := find(ctx, text, limit)
		hits := make([]search.Hit, len(found))
		for i, h := range found {
			hits[i] = search.Hit{ID: h.ID, Title: h.Title, Subtitle: h.Subtitle}
		}
		return hits, err
	}}
}
