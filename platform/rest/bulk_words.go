package rest

import (
	"time"

	"github.com/google/uuid"

	"longhouse/platform/fault"
)

// BulkBody asks for the same to be done to many records: those with these IDs,
// those of the rows, all that match, or those that a preview has shown.
type BulkBody struct {
	IDs       []uuid.UUID       `json:"ids,omitempty" maxItems:"10000" doc:"These records, on the versions that they have now"`
	Rows      []BulkRow         `json:"rows,omitempty" maxItems:"10000" doc:"These records, each on its version and with values of its own, if it has any"`
	Matching  map[string]string `json:"matching,omitempty" doc:"The list's own query string, as an object: all that match, at most 10,000"`
	Expected  *int              `json:"expected,omitempty" doc:"With matching: nothing is done unless so many match"`
	Previewed uuid.UUID         `json:"previewed,omitzero" doc:"The id of a preview: exactly what it showed, on the versions that it has seen"`
	Set       map[string]any    `json:"set,omitempty" doc:"Fields of the single change; null clears one"`
	Do        string            `json:"do,omitempty" doc:"Instead of set" example:"delete"`
	Preview   bool              `json:"preview,omitempty" doc:"Change nothing: say what would happen"`
	Reason    string            `json:"reason,omitempty" maxLength:"500" doc:"Why; the history keeps it"`
}

// BulkRow is one record of a run that says more than its ID.
type BulkRow struct {
	ID      uuid.UUID      `json:"id"`
	Version int64          `json:"version,omitempty" minimum:"1" doc:"The version that you have seen; the one of now unless given"`
	Set     map[string]any `json:"set,omitempty" doc:"Values of this record; besides those that all get"`
}

// BulkRun is what becomes of many records, or would.
type BulkRun struct {
	ID          uuid.UUID     `json:"id" doc:"It is the operation of all its changes, for POST /history/undo"`
	Entity      string        `json:"entity" example:"crm.account"`
	Act         string        `json:"act" doc:"set, or what was to be done" example:"set"`
	State       string        `json:"state" enum:"previewed,running,done,cancelled,failed"`
	Total       int           `json:"total"`
	Done        int           `json:"done" doc:"Records that it has been at"`
	WouldChange int           `json:"would_change,omitempty" doc:"Of a preview"`
	Changed     int           `json:"changed"`
	Unchanged   int           `json:"unchanged" doc:"They were so already"`
	Refusals    int           `json:"refusals"`
	Tried       int           `json:"tried,omitempty" doc:"Of a preview: so many were really tried, and taken back. The rest is judged by the rules of rights and fields only"`
	Reasons     []BulkReason  `json:"reasons" doc:"Why records are refused, the commonest first"`
	Refused     []BulkRefusal `json:"refused" doc:"The first 200; GET /bulk/{id}/records?state=refused has all, also as CSV"`
	Changes     []uuid.UUID   `json:"changes,omitempty" doc:"The records that it changed, if there were at most 200 in all"`
	Undoable    bool          `json:"undoable" doc:"Whether you may try to take it back"`
	Problem     *BulkReason   `json:"problem,omitempty" doc:"Why it failed as a whole"`
	CreatedAt   time.Time     `json:"created_at"`
	FinishedAt  *time.Time    `json:"finished_at,omitempty"`
}

// BulkReason is why records are refused, and how many.
type BulkReason struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
	Field  string `json:"field,omitempty" doc:"The field at fault"`
	Count  int    `json:"count"`
}

// BulkRefusal is a record that stays as it is, and why.
type BulkRefusal struct {
	ID     uuid.UUID `json:"id"`
	Title  string    `json:"title,omitempty"`
	Code   string    `json:"code"`
	Detail string    `json:"detail"`
	Field  string    `json:"field,omitempty"`
}

// What a run is refused for as a whole.
var (
	ErrBulkAct      = fault.New(fault.Invalid, "bulk.unknown_act", "This cannot be done to many records of this list.")
	ErrBulkNothing  = fault.New(fault.Invalid, "bulk.nothing_to_do", "Say what to set, or what to do.")
	ErrBulkWhich    = fault.New(fault.Invalid, "bulk.which", "Say which records: by ids, rows or matching, or by the preview that showed them.")
	ErrBulkMany     = fault.New(fault.Invalid, "bulk.too_many", "More than 10,000 records are too many for one run. Filter the list further, and do it in parts.")
	ErrBulkExpected = fault.New(fault.Conflict, "bulk.expected", "Another number of records matches now than you have seen. Nothing was changed. Look again.")
	ErrBulkGone     = fault.New(fault.Conflict, "bulk.preview_gone", "This preview is too old, or was run already. Look again.")
	BulkFaults      = []*fault.Error{ErrBulkAct, ErrBulkNothing, ErrBulkWhich, ErrBulkMany, ErrBulkExpected, ErrBulkGone}
)
