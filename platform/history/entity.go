// Package history reads what the database wrote about every change: timeline,
// audit, as-of views, and undo through the modules' own use cases.
package history

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Entity is a kind of record that shared services may serve.
type Entity struct {
	Name  string // crm.deal, which is also its table
	Label string // Deal
	// Parts are tables whose changes belong to its timeline, each with the column that names
	// the record: crm.order_line: "order_id". Their triggers say so too: history.capture('@order_id').
	Parts map[string]string
	// Follows are parts that Restore puts back: kernel.Past holds their rows. What was done
	// to other parts cannot be undone, unless the record was made by the same change and goes with them.
	Follows []string
	// Quiet are parts that only repeat the record, as a deal's visits do: the module keeps them right
	// by itself, and the timeline leaves them out. The audit log shows them.
	Quiet []string
	// Derived are columns that the module counts anew whatever is put back: they are nobody's change.
	Derived []string
	// Final says why records of the kind are not undone, or what to do instead, where there is no Restore.
	Final string
	// Custom: its table has the column custom, with the values of fields that an organisation adds.
	Custom bool
	Read   kernel.Permission // who may see the timeline
	Change kernel.Permission // who may undo
	// Hidden names columns that the timeline leaves out, with the class that shows them ("" for
	// never); those of a part with their table: crm.order_line.margin.
	Hidden map[string]string
	// Sealed names parts of which only readers of a class learn anything, not even that
	// something changed: hr.pay_fact: salary. The audit log names the table, and not whose it is.
	Sealed map[string]string
	// Visible fails with fault.NotFound outside the caller's scope.
	Visible func(ctx context.Context, id uuid.UUID) error
	// Restore gives a record and its parts their old values back, in one transaction: no more than
	// those that kernel.Past holds, as others may have changed the rest. A nil Restore: it cannot be undone.
	Restore func(ctx context.Context, id uuid.UUID, was kernel.Past) error
	// Title names records for people; it leaves out what the caller may not see.
	Title func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error)
	// classes asks for the classes of its custom fields, when they are needed.
	classes func(ctx context.Context) func() (map[string]string, bool)
}

// The rights of this package.
const (
	ReadChanges kernel.Permission = "history.change.read"
	UndoChanges kernel.Permission = "history.change.undo"
	// ExportChanges takes the log out of the house, which is more than to read it.
	ExportChanges kernel.Permission = "history.change.export"
)

// Permissions lists them for the policy.
var Permissions = []kernel.Permission{ReadChanges, UndoChanges, ExportChanges}

// Resources describes them for the policy's editor.
var Resources = []kernel.Resource{{Name: "history.change", Label: "Audit log", Actions: kernel.Actions("read", "undo", "export"), Scopes: kernel.AllOnly}}

// The refusals of this package.
var (
	ErrNoEntity = fault.New(fault.NotFound, "history.unknown_entity", "There is no such kind of record.")
	ErrTooOld   = fault.New(fault.Conflict, "history.too_old", "This is longer ago than you may undo by yourself. Change it by hand, or ask an administrator to undo it.")
	ErrNotYours = fault.New(fault.Forbidden, "history.not_yours", "This was done by somebody else. Ask them, or an administrator, to undo it.")
	// ErrNotKept says since when, in its message and as kept_since.
	ErrNotKept = fault.New(fault.Invalid, "history.not_kept", "What this was like is not kept any more. Ask for a later instant.")
	ErrWhich   = fault.New(fault.Invalid, "history.which", "Name either a change set or an operation to undo.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{ErrNoEntity, ErrTooOld, ErrNotYours, ErrWhich, ErrNoProof, ErrNotKept}
