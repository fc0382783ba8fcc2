package jobs

import (
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// The rights of this package. Whoever may read work sees its payload with all
// words masked; the words themselves take ReadPayloads.
const (
	ReadDeliveries   kernel.Permission = "jobs.delivery.read"
	RetryDeliveries  kernel.Permission = "jobs.delivery.retry"
	CancelDeliveries kernel.Permission = "jobs.delivery.cancel"
	SkipDeliveries   kernel.Permission = "jobs.delivery.skip"
	EditDeliveries   kernel.Permission = "jobs.delivery.edit"
	ReadPayloads     kernel.Permission = "jobs.delivery#payload.read"
	PauseHandlers    kernel.Permission = "jobs.handler.pause"
	ReadSchedules    kernel.Permission = "jobs.schedule.read"
	UpdateSchedules  kernel.Permission = "jobs.schedule.update"
	RunSchedules     kernel.Permission = "jobs.schedule.run"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{ReadDeliveries, RetryDeliveries, CancelDeliveries, SkipDeliveries, EditDeliveries, ReadPayloads,
	PauseHandlers, ReadSchedules, UpdateSchedules, RunSchedules}

// Resources describes them for the policy's editor.
var Resources = []kernel.Resource{
	{Name: "jobs.delivery", Label: "Background work", Actions: kernel.Actions("read", "retry", "cancel", "skip", "edit"), Scopes: kernel.AllOnly,
		Classes: []kernel.Class{{Name: "payload", Fields: []string{"payload"}}}},
	{Name: "jobs.handler", Label: "Kinds of background work", Actions: kernel.Actions("pause"), Scopes: kernel.AllOnly},
	{Name: "jobs.schedule", Label: "Schedules", Actions: kernel.Actions("read", "update", "run"), Scopes: kernel.AllOnly},
}

// The refusals of this package.
var (
	ErrNotDead   = fault.New(fault.Conflict, "jobs.not_dead", "This work is not dead: it is on its way, or its wish was repeated. Only dead work is retried, skipped or edited.")
	ErrHalts     = fault.New(fault.Conflict, "jobs.halts_its_key", "A ledger waits for this work, so one person cannot drop it. Mend its cause and retry it, or ask to skip it: another person confirms that.")
	ErrAsked     = fault.New(fault.Conflict, "jobs.asked_already", "Somebody has asked for this already, and it waits for another person. Confirm, refuse or withdraw that first.")
	ErrDecided   = fault.New(fault.Conflict, "jobs.decided_already", "This was decided meanwhile.")
	ErrOwnWish   = fault.New(fault.Forbidden, "jobs.own_wish", "You have asked for this yourself. Another person has to decide it.")
	ErrFact      = fault.New(fault.Conflict, "jobs.payload_is_a_fact", "What an event said has happened, and is not edited. Retry this work, or skip it.")
	ErrNoHandler = fault.New(fault.Conflict, "jobs.no_handler", "No node runs this handler any more. It was taken out or renamed: skip its work, or bring the handler back.")
	ErrPeople    = fault.New(fault.Forbidden, "jobs.people_only", "Only a person can ask for this or decide it.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrNotDead, ErrHalts, ErrAsked, ErrDecided, ErrOwnWish, ErrFact, ErrNoHandler, ErrPeople}
