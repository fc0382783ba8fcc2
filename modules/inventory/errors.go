package inventory

import "longhouse/platform/fault"

// The refusals of inventory.
var (
	ErrShort            = fault.New(fault.Conflict, "inventory.short", "There is not enough stock.")
	ErrTailNegative     = fault.New(fault.Conflict, "inventory.tail_negative", "At that time, or later, there was less in this place. Choose a later time or a smaller quantity.")
	ErrAlreadyReversed  = fault.New(fault.Conflict, "inventory.already_reversed", "This movement was reversed already, or is itself a reversal.")
	ErrHasStock         = fault.New(fault.Conflict, "inventory.has_stock", "There is still stock, or an open document. Clear it first.")
	ErrOverReceipt      = fault.New(fault.Conflict, "inventory.over_receipt", "This is more than is expected. It needs the right to receive more.")
	ErrLocationBlocked  = fault.New(fault.Conflict, "inventory.location_blocked", "This place is blocked.")
	ErrState            = fault.New(fault.Conflict, "inventory.state", "The document is not in a state that allows this.")
	ErrBusyBins         = fault.New(fault.Conflict, "inventory.bins_busy", "The goods are being moved by others. Try again.")
	ErrNotRepresentable = fault.New(fault.Invalid, "inventory.quantity_not_representable", "This quantity cannot be kept exactly in the product's unit.")
	ErrUnitUnknown      = fault.New(fault.Invalid, "inventory.unit_unknown", "The product knows no such unit or packaging.")
	ErrUnitCategory     = fault.New(fault.Invalid, "inventory.unit_category", "These units measure different things.")
	ErrNotStocked       = fault.New(fault.Invalid, "inventory.product_not_stocked", "This product is not kept in stock.")
	ErrLocationKind     = fault.New(fault.Invalid, "inventory.location_not_a_bin", "Goods cannot lie in this place. Choose a bin.")
	ErrProductUnknown   = fault.New(fault.Invalid, "inventory.product_unknown", "There is no such product.")
	ErrProductStatus    = fault.New(fault.Conflict, "inventory.product_status", "The product's status does not allow this.")
	ErrUnitFixed        = fault.New(fault.Conflict, "inventory.unit_fixed", "Unit and decimals of a product cannot change once it has moved.")
	ErrReferenceUnknown = fault.New(fault.Invalid, "inventory.reference_unknown", "A record that this names does not exist.")
	ErrSKUTaken         = fault.New(fault.Conflict, "inventory.sku_taken", "Another product has this SKU.").Field("/sku", "taken", "Another product has this SKU.")
	ErrBarcodeTaken     = fault.New(fault.Conflict, "inventory.barcode_taken", "Another product has this barcode.").Field("/barcode", "taken", "Another product has this barcode.")
	ErrGTIN             = fault.New(fault.Invalid, "inventory.gtin_check_digit", "The last digit of this barcode is wrong. Read it again, or keep it as a code of your own.")
	ErrCodeTaken        = fault.New(fault.Conflict, "inventory.code_taken", "Another record has this code.").Field("/code", "taken", "Another record has this code.")
	ErrNameTaken        = fault.New(fault.Conflict, "inventory.name_taken", "Another record has this name.").Field("/name", "taken", "Another record has this name.")
	ErrTreeCycle        = fault.New(fault.Invalid, "inventory.tree_cycle", "A branch cannot hang on itself.").Field("/parent_id", "cycle", "A branch cannot hang on itself.")
	ErrInUse            = fault.New(fault.Conflict, "inventory.in_use", "Other records use this one.")
	ErrOpeningDiffers   = fault.New(fault.Conflict, "inventory.opening_differs", "Opening stock was entered before with another quantity. Use an adjustment.")
	ErrDemandLines      = fault.New(fault.Invalid, "inventory.demand_lines", "A demand needs lines with different IDs and quantities above zero.")
	ErrFuture           = fault.New(fault.Invalid, "inventory.future", "A movement cannot lie in the future.").Field("/effective_at", "future", "A movement cannot lie in the future.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{
	ErrShort, ErrTailNegative, ErrAlreadyReversed, ErrHasStock, ErrOverReceipt, ErrLocationBlocked, ErrState, ErrBusyBins,
	ErrNotRepresentable, ErrUnitUnknown, ErrUnitCategory, ErrNotStocked, ErrLocationKind, ErrProductUnknown, ErrProductStatus, ErrUnitFixed,
	ErrReferenceUnknown, ErrSKUTaken, ErrBarcodeTaken, ErrGTIN, ErrCodeTaken, ErrNameTaken, ErrTreeCycle, ErrInUse, ErrOpeningDiffers,
	ErrDemandLines, ErrFuture,
}
