package hr

import "longhouse/platform/fault"

// The refusals of hr.
var (
	ErrSameDay        = fault.New(fault.Conflict, "hr.fact_same_day", "A period starts on that day already. Correct it, or choose another day.")
	ErrNotEmployed    = fault.New(fault.Invalid, "hr.not_employed", "There is no employment on that day.")
	ErrFirstPeriod    = fault.New(fault.Conflict, "hr.fact_first", "The first period begins with the employment. It can be corrected, but neither moved nor removed.")
	ErrEmptyPeriod    = fault.New(fault.Invalid, "hr.fact_empty", "Both periods must keep at least one day.")
	ErrFactUnknown    = fault.New(fault.NotFound, "hr.fact_unknown", "There is no such period.")
	ErrFactsAfter     = fault.New(fault.Conflict, "hr.facts_after_end", "Changes are planned after that day. Remove them first.")
	ErrUnchanged      = fault.New(fault.Invalid, "hr.fact_unchanged", "Nothing would change on that day.")
	ErrOverlap        = fault.New(fault.Conflict, "hr.fact_overlap", "Two periods would cover the same day.")
	ErrSpellOverlap   = fault.New(fault.Conflict, "hr.employment_overlap", "Another employment of this person covers some of these days.")
	ErrEnded          = fault.New(fault.Conflict, "hr.already_ended", "The employment ends already.")
	ErrStillEmployed  = fault.New(fault.Conflict, "hr.still_employed", "This person is employed. End that first.")
	ErrEndBeforeStart = fault.New(fault.Invalid, "hr.end_before_start", "The last day cannot lie before the first.").Field("/last_day", "too_early", "The last day cannot lie before the first.")
	ErrAnnounced      = fault.New(fault.Conflict, "hr.leave_announced", "The leaving has been announced: sign-in is closed and work handed over. Rehire instead.")

	ErrLineCycle   = fault.New(fault.Invalid, "hr.line_cycle", "Nobody can stand above themselves in the reporting line.").Field("/manager_id", "cycle", "This person reports to the employee, directly or through others, on some of these days.")
	ErrManagerAway = fault.New(fault.Invalid, "hr.manager_not_employed", "The manager is not employed on all of these days.").Field("/manager_id", "not_employed", "The manager is not employed on all of these days.")
	ErrUnitCycle   = fault.New(fault.Invalid, "hr.unit_cycle", "A unit cannot hang on itself.").Field("/parent_id", "cycle", "A unit cannot hang on itself.")

	ErrNumberTaken   = fault.New(fault.Conflict, "hr.number_taken", "Another employee has this number.").Field("/number", "taken", "Another employee has this number.")
	ErrLoginTaken    = fault.New(fault.Conflict, "hr.login_taken", "Another employee has this login.").Field("/login_id", "taken", "Another employee has this login.")
	ErrUnitName      = fault.New(fault.Conflict, "hr.unit_name_taken", "Another unit has this name there.").Field("/name", "taken", "Another unit has this name there.")
	ErrUnitCode      = fault.New(fault.Conflict, "hr.unit_code_taken", "Another unit has this code.").Field("/code", "taken", "Another unit has this code.")
	ErrUnitInUse     = fault.New(fault.Conflict, "hr.unit_in_use", "People, positions or units still belong to this unit, now or later. Move them first.")
	ErrUnitArchived  = fault.New(fault.Conflict, "hr.unit_archived", "This unit is archived.")
	ErrPositionOther = fault.New(fault.Invalid, "hr.position_of_other_unit", "The position belongs to another unit.").Field("/position_id", "other_unit", "The position belongs to another unit.")
	ErrPositionShut  = fault.New(fault.Conflict, "hr.position_closed", "The position is frozen or closed.").Field("/position_id", "closed", "The position is frozen or closed.")
	ErrReference     = fault.New(fault.Invalid, "hr.reference_unknown", "A record that this names does not exist, or you may not see it.")
	ErrSeniority     = fault.New(fault.Invalid, "hr.seniority_required", "Say how seniority counts: anew, from the first hire, or from the first hire plus the gap.").Field("/seniority", "required", "Say anew, first or gap.")
	ErrUndoTouched   = fault.New(fault.Conflict, "hr.undo_touched", "Later changes stand on this, so it is kept. Undo those first.")
	ErrUndoNot       = fault.New(fault.Conflict, "hr.undo_refused", "This cannot be undone.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{
	ErrSameDay, ErrNotEmployed, ErrFirstPeriod, ErrEmptyPeriod, ErrFactUnknown, ErrFactsAfter, ErrUnchanged, ErrOverlap, ErrSpellOverlap, ErrEnded,
	ErrStillEmployed, ErrEndBeforeStart, ErrAnnounced, ErrLineCycle, ErrManagerAway, ErrUnitCycle,
	ErrNumberTaken, ErrLoginTaken, ErrUnitName, ErrUnitCode, ErrUnitInUse, ErrUnitArchived, ErrPositionOther, ErrPositionShut,
	ErrReference, ErrSeniority, ErrUndoTouched, ErrUndoNot,
}
