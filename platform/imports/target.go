package imports

import (
	"context"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Target is something that a file can be imported into. A module fills it in;
// everything else about an import is done here.
type Target struct {
	Name   string            // crm.accounts
	Label  string            // Accounts
	Entity string            // crm.account: what the rows become, for links to them
	Needs  kernel.Permission // who may import
	DB     *db.Pool          // the module's own way to its tables, with its faults
	Fields []Field
	// More are fields that the caller's organisation has added to the records. Nil: there are none.
	More func(ctx context.Context) ([]Field, error)
	// Fixed: records that are there already are left as they are, whatever a row says.
	Fixed bool
	// Lines are the fields of a second file, whose rows belong to rows of the
	// first: order lines. Nil: the target takes one file.
	Lines   *Lines
	Options []Option
	// Check gives each row of a batch its verdict, and writes nothing.
	Check func(ctx context.Context, rows []Record, o Choices) ([]Verdict, error)
	// Prepare asks neighbours what the batch needs to know of them, before the
	// transaction, and returns what then checks again and writes, inside it.
	Prepare func(ctx context.Context, rows []Record, o Choices) (Write, error)
}

// Write writes a batch of rows in the transaction of the import and says what became of each.
type Write func(ctx context.Context, tx *db.Tx) ([]Verdict, error)

// Field is something that a column can feed.
type Field struct {
	FieldHint
	Required bool
	Help     string // what to know before mapping it
	Example  string // for the template
}

// Lines describes the second file of a target.
type Lines struct {
	Label  string // Order lines
	Key    string // the field of Lines whose value names a row of the first file
	Of     string // the field of the first file that it names
	Fields []Field
}

// Option is a choice about the whole import.
type Option struct {
	Key     string
	Label   string
	Help    string
	Kind    string // bool, text, one_of
	Default string
	Values  []string // of one_of
}

// Choices are the options that somebody chose, by key; those not chosen have their default.
type Choices map[string]string

// Yes says whether a bool option is on.
func (c Choices) Yes(key string) bool { return c[key] == "true" }

// Record is one row as a target sees it: canonical texts by field (decimals as
// 1234.56, days as 2026-11-22, booleans as true and false). A field that no
// column feeds is not there; one whose cell is blank is there and empty.
type Record struct {
	Values map[string]string
	Lines  []map[string]string
}

// What becomes of a row.
const (
	Create    = "create"
	Update    = "update"
	Unchanged = "unchanged"
	Refused   = "error"
)

// Verdict is what a row would do, or did.
type Verdict struct {
	Action  string
	ID      uuid.UUID     // of the record that is there, or was made
	Changed []string      // fields that an update changes
	Faults  []fault.Field // why it is refused; pointers name fields: /code, /lines/0/sku
	// Warnings tell what of the row is left out, or looks odd. The row counts all the same.
	Warnings []fault.Field
}
