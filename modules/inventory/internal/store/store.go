// Package store is inventory's SQL: rows in, domain out.
//
// One order of locks holds for every use case of the module, so that no two of
// them can wait for each other:
//
//	idempotency claim → demand or receipt (by ID) → availability (by product,
//	warehouse) → promises → stock_balance (by ID) → ledger → lines and summaries
//	of documents (deliveries by ID) → events
//
// Lines and promises of a product change only under its availability row, so
// they need no lock of their own.
package store

import (
	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Faults says what a broken constraint means to the user.
var Faults = map[string]*fault.Error{
	"unit_code_is_unique":            inventory.ErrCodeTaken,
	"product_in_unit":                inventory.ErrInUse,
	"category_code_is_unique":        inventory.ErrCodeTaken,
	"category_name_is_unique":        inventory.ErrNameTaken,
	"supplier_code_is_unique":        inventory.ErrCodeTaken,
	"product_sku_is_unique":          inventory.ErrSKUTaken,
	"product_barcode_is_unique":      inventory.ErrBarcodeTaken,
	"packaging_name_is_unique":       inventory.ErrNameTaken,
	"packaging_barcode_is_unique":    inventory.ErrBarcodeTaken,
	"warehouse_code_is_unique":       inventory.ErrCodeTaken,
	"location_code_is_unique":        inventory.ErrCodeTaken,
	"product_of_category":            reference("/category_id", "There is no such category."),
	"product_of_supplier":            reference("/supplier_id", "There is no such supplier."),
	"category_of_parent":             reference("/parent_id", "There is no such category, or others hang on this one."),
	"location_of_parent":             reference("/parent_id", "There is no such place."),
	"location_of_warehouse":          reference("/warehouse_id", "There is no such warehouse."),
	"receipt_of_supplier":            reference("/supplier_id", "There is no such supplier."),
	"receipt_at_warehouse":           reference("/warehouse_id", "There is no such warehouse."),
	"receipt_line_of_product":        inventory.ErrProductUnknown,
	"receipt_line_to_location":       reference("/lines", "There is no such place."),
	"demand_at_warehouse":            reference("/warehouse_id", "There is no such warehouse."),
	"category_is_not_its_own_parent": inventory.ErrTreeCycle,
	"location_is_not_its_own_parent": inventory.ErrTreeCycle,
	"movement_is_reversed_once":      inventory.ErrAlreadyReversed,
	"movement_is_not_in_the_future":  inventory.ErrFuture,
	"promised_is_free":               inventory.ErrShort,
	"allocated_is_on_hand":           inventory.ErrShort,
	"demand_line_key":                inventory.ErrDemandLines,
	"posting_says_why":               fault.ErrInvalid.Field("/reason", "required", "Say why."),
	"receipt_is_imported_once":       inventory.ErrOpeningDiffers,
}

func reference(pointer, message string) *fault.Error {
	return inventory.ErrReferenceUnknown.Say(message).Field(pointer, "unknown", message)
}

// Key is a product in a warehouse: what availability is kept by.
type Key struct{ Product, Warehouse uuid.UUID }

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func money(amount *kernel.Decimal, currency *string) *kernel.Money {
	if amount == nil || currency == nil {
		return nil
	}
	return &kernel.Money{Amount: *amount, Currency: kernel.Currency(*currency)}
}

func amount(m *kernel.Money) (*kernel.Decimal, *string) {
	if m == nil {
		return nil, nil
	}
	c := string(m.Currency)
	return &m.Amount, &c
}
