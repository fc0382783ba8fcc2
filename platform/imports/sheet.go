// Package imports takes sheets into the house and hands them out again. Its file
// side, in this file and its neighbours, turns the bytes of a CSV or XLSX file
// into a Sheet, guesses which column feeds which field, reads the values people
// write (1.234,56 · 22-Nov-26 · ja), and writes sheets that read back unchanged.
//
// Nothing is dropped in silence: each record of a file is the header, a row, a
// blank row or part of the preamble above the header, and Sheet counts them all.
package imports

import (
	"bytes"
	"strings"
)

// The formats that Read understands. The content decides, never the file's name.
const (
	CSV  = "csv"
	XLSX = "xlsx"
)

// The most that one sheet may hold.
const (
	MaxRows    = 200_000
	MaxColumns = 500
	maxCells   = 20_000_000 // rows × columns: a wide header must not turn short rows into gigabytes
)

// ReadOptions are what a person has corrected after seeing the first guess. The
// zero value guesses everything.
type ReadOptions struct {
	Encoding  string // one of Encodings; for CSV
	Delimiter string // one of Delimiters; for CSV
	SheetName string // for XLSX; the first visible sheet with rows, or else with a header
	HeaderRow int    // Line of the header; 0 takes the first row that is not blank
}

// Sheet is one table of a file, as text.
type Sheet struct {
	Format          string
	Encoding        string   // of a CSV: what it was read as
	EncodingGuessed bool     // other encodings would have fitted too: somebody should look at the letters
	Delimiter       string   // of a CSV
	SheetName       string   // of an XLSX
	Sheets          []string // of an XLSX: every sheet of data, in the workbook's order
	HeaderRow       int      // the header's Line
	Header          []Column
	Rows            []Row

	// Records = Preamble + 1 (the header) + Blank + len(Rows).
	Records  int
	Preamble int // rows above the header that hold something
	Blank    int // rows that hold nothing but white space
}

// Column is one column under a name that no other column of the sheet has.
type Column struct {
	Name     string // "Column 3" under a blank header, "Name (2)" under a repeated one
	Original string // as the file has it
	Index    int    // from 0
	Exact    bool   // of an XLSX: it holds only numbers, days and booleans stored as such, so their form needs no guess
}

// Row is one record below the header. It has a cell for each column, and more
// only if its fault is FaultRaggedLong.
type Row struct {
	Line    int // where it begins: the line of a CSV, the row of an XLSX, from 1
	Cells   []string
	Fault   string // one of the Fault constants, or empty
	FaultAt int    // the cell it is about, from 0
}

// What may be odd about a row.
const (
	FaultRaggedShort   = "ragged_short"   // fewer cells than columns; the missing ones were added empty
	FaultRaggedLong    = "ragged_long"    // text beyond the last column
	FaultStrayQuote    = "stray_quote"    // a quote inside a quoted cell was read as text
	FaultBrokenQuote   = "broken_quote"   // a quoted cell has no end: the row is probably split wrongly
	FaultFormulaError  = "formula_error"  // a cell shows #N/A, #REF! and the like
	FaultFormulaUnread = "formula_unread" // a formula that was saved without its result
)

// Broken says whether the row cannot be trusted as read. The other faults are
// notes: the row is whole, or what it lacks is in the cell at FaultAt alone.
func (r Row) Broken() bool {
	return r.Fault == FaultRaggedLong || r.Fault == FaultBrokenQuote
}

// Read turns a file into a sheet. The name only helps the fault's sentence. Cells
// are text as the file has it: "06824", "NA" and " x" stay what they are. In an
// XLSX, numbers come as plain decimals, days as 2026-11-22, days with a time as
// 2026-11-22T15:04:05, booleans as true and false, formulas as their stored
// result, and a merged range has its value in its first cell only, because a
// repeated amount would count twice. In a CSV the apostrophe with which WriteCSV
// defuses a formula is taken off again.
//
// It fails with a fault that names the reason.
func Read(name string, data []byte, o ReadOptions) (*Sheet, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, ErrFileEmpty
	}
	switch k := sniff(data); k {
	case kindXLSX:
		return readXLSX(data, o)
	case kindText:
		return readCSV(data, o)
	default:
		return nil, refuse(k, name)
	}
}

// builder sorts the records of a file into header, rows and the rest. Readers of
// both formats feed it, so both obey the same limits and names.
type builder struct {
	sheet  *Sheet
	wanted int  // the line at which the header must be, 0 for the first row with content
	open   bool // a value right of the header makes a column (XLSX), not a fault (CSV)
	header []string
	width  int // the columns that hold something
}

// add takes one record. The cells are kept, so they must not be reused.
func (b *builder) add(line, next int, r Row) error {
	s := b.sheet
	s.Records++
	used := filled(r.Cells)
	switch {
	case used == 0:
		s.Blank++
		return nil
	case used > MaxColumns:
		return tooManyColumns(used)
	case b.header == nil && (b.wanted == 0 || b.wanted >= line && b.wanted < next):
		s.HeaderRow = line
		b.header, b.width = r.Cells, used
		return nil
	case b.header == nil:
		s.Preamble++
		return nil
	case len(s.Rows) == MaxRows:
		return tooManyRows()
	}
	r.Line = line
	if used > len(b.header) && !b.open {
		r.Fault, r.FaultAt = FaultRaggedLong, len(b.header)
	} else {
		b.width = max(b.width, used)
	}
	s.Rows = append(s.Rows, r)
	if len(s.Rows)*b.width > maxCells {
		return tooManyCells()
	}
	return nil
}

// finish names the columns and gives every row a cell for each. Columns at the
// right edge with neither header nor value are left away.
func (b *builder) finish() (*Sheet, error) {
	s := b.sheet
	if b.header == nil {
		if b.wanted > 0 && s.Records > s.Blank {
			return nil, noHeaderAt(b.wanted)
		}
		return nil, ErrFileEmpty
	}
	for len(b.header) < b.width {
		b.header = append(b.header, "")
	}
	s.Header = nameColumns(b.header[:b.width])
	for i := range s.Rows {
		shape(&s.Rows[i], b.width, !b.open)
	}
	return s, nil
}

func shape(r *Row, width int, note bool) {
	if r.Fault == FaultRaggedLong {
		r.Cells = r.Cells[:filled(r.Cells)]
		return
	}
	if len(r.Cells) >= width {
		r.Cells = r.Cells[:width:width]
		return
	}
	if note && r.Fault == "" {
		r.Fault, r.FaultAt = FaultRaggedShort, len(r.Cells)
	}
	whole := make([]string, width)
	copy(whole, r.Cells)
	r.Cells = whole
}

// filled counts the cells up to the last one that holds something.
func filled(cells []string) int {
	for i := len(cells) - 1; i >= 0; i-- {
		if c := cells[i]; c != "" && strings.TrimSpace(c) != "" {
			return i + 1
		}
	}
	return 0
}
