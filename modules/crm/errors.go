package crm

import "longhouse/platform/fault"

// The refusals of crm.
var (
	ErrAccountCodeTaken = fault.New(fault.Conflict, "crm.account.code_taken", "Another account has this code.").Field("/code", "taken", "Another account has this code.")
	ErrContactCodeTaken = fault.New(fault.Conflict, "crm.contact.code_taken", "Another contact has this code.").Field("/code", "taken", "Another contact has this code.")
	ErrDealCodeTaken    = fault.New(fault.Conflict, "crm.deal.code_taken", "Another deal has this code.").Field("/code", "taken", "Another deal has this code.")
	ErrNumberTaken      = fault.New(fault.Conflict, "crm.order.number_taken", "Another order has this number.").Field("/number", "taken", "Another order has this number.")
	ErrParentCycle      = fault.New(fault.Invalid, "crm.account.parent_cycle", "An account cannot stand above itself.").Field("/parent_id", "cycle", "An account cannot stand above itself.")
	ErrReference        = fault.New(fault.Invalid, "crm.reference_unknown", "A record that this names does not exist, or you may not see it.")
	ErrInUse            = fault.New(fault.Conflict, "crm.in_use", "Other records hang on this one. Move or delete them first.")
	ErrPrimaryTaken     = fault.New(fault.Conflict, "crm.affiliation.primary_taken", "This contact has a primary account. End that first, or make this one not primary.")
	ErrAffiliated       = fault.New(fault.Conflict, "crm.affiliation.exists", "This contact works for that account already.").Field("/account_id", "taken", "This contact works for that account already.")
	ErrPointTaken       = fault.New(fault.Conflict, "crm.contact_point.exists", "This is there already.").Field("/value", "taken", "This is there already.")

	ErrPipelineName  = fault.New(fault.Conflict, "crm.pipeline.name_taken", "Another pipeline has this name.").Field("/name", "taken", "Another pipeline has this name.")
	ErrStageName     = fault.New(fault.Conflict, "crm.stage.name_taken", "Another stage of the pipeline has this name.").Field("/stages", "taken", "Another stage of the pipeline has this name.")
	ErrStageInUse    = fault.New(fault.Conflict, "crm.stage.in_use", "Deals are, or were, in this stage: it keeps its category. Make it inactive instead.")
	ErrOtherPipeline = fault.New(fault.Invalid, "crm.stage.other_pipeline", "The stage belongs to another pipeline.")
	ErrStageInactive = fault.New(fault.Invalid, "crm.stage.inactive", "The stage is not in use any more.")
	ErrMove          = fault.New(fault.Invalid, "crm.stage.refused", "The deal cannot go there yet.")
	ErrNotOpen       = fault.New(fault.Conflict, "crm.deal.not_open", "The deal is decided. Reopen it first.")
	ErrNotDecided    = fault.New(fault.Conflict, "crm.deal.not_decided", "Only a deal that was won or lost can be reopened.")
	ErrNoStage       = fault.New(fault.Conflict, "crm.stage.none", "The pipeline has no active stage of that kind.")
	ErrLostReason    = fault.New(fault.Invalid, "crm.lost.reason_unknown", "There is no such reason.").Field("/reason", "unknown", "There is no such reason.")

	ErrReasonName = fault.New(fault.Conflict, "crm.lost.name_taken", "Another reason has this name.").Field("/name", "taken", "Another reason has this name.")
	ErrLastReason = fault.New(fault.Conflict, "crm.lost.last_reason", "A deal is lost for a reason, and this is the last one in use. Add or bring back another one first.")

	ErrOrderState    = fault.New(fault.Conflict, "crm.order.state", "The order is not in a state that allows this.")
	ErrOrderShipped  = fault.New(fault.Conflict, "crm.order.shipped", "Goods of this order have been shipped.")
	ErrNoLines       = fault.New(fault.Invalid, "crm.order.no_lines", "An order needs at least one line.").Field("/lines", "required", "An order needs at least one line.")
	ErrProduct       = fault.New(fault.Invalid, "crm.order.product_unknown", "There is no such product, or it is not sold.")
	ErrCatalogueAway = fault.New(fault.Unavailable, "crm.order.catalogue_unavailable", "The catalogue does not answer, so the line's name and price are not known. Give them, or try again shortly.")
	ErrUndoOutside   = fault.New(fault.Conflict, "crm.undo.outside_effect", "This cannot be undone: the world outside has seen it. Cancel the order instead.")
	ErrUndoTouched   = fault.New(fault.Conflict, "crm.undo.touched", "This has been changed or used since, so it is kept.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{
	ErrAccountCodeTaken, ErrContactCodeTaken, ErrDealCodeTaken, ErrNumberTaken, ErrParentCycle, ErrReference, ErrInUse, ErrPrimaryTaken, ErrAffiliated, ErrPointTaken,
	ErrPipelineName, ErrStageName, ErrStageInUse, ErrOtherPipeline, ErrStageInactive, ErrMove, ErrNotOpen, ErrNotDecided, ErrNoStage, ErrLostReason,
	ErrReasonName, ErrLastReason,
	ErrOrderState, ErrOrderShipped, ErrNoLines, ErrProduct, ErrCatalogueAway, ErrUndoOutside, ErrUndoTouched,
}
