package imports

import (
	"fmt"

	"longhouse/platform/fault"
)

// Why a file cannot be read or written.
var (
	ErrFileEmpty       = fault.New(fault.Invalid, "imports.file_empty", "The file holds no rows.")
	ErrFileFormat      = fault.New(fault.Invalid, "imports.file_format", "This file cannot be read as a sheet. Open it in your spreadsheet program and save it as .xlsx or CSV.")
	ErrFileLocked      = fault.New(fault.Invalid, "imports.file_locked", "The workbook is protected by a password. Save a copy without one and upload that.")
	ErrFileDamaged     = fault.New(fault.Invalid, "imports.file_damaged", "The file is damaged or incomplete. Save it again and upload the new copy.")
	ErrFileTooLarge    = fault.New(fault.TooLarge, "imports.file_too_large", "The file unpacks to more than is allowed. Split it, or save it as CSV.")
	ErrFileNul         = fault.New(fault.Invalid, "imports.file_nul", "The file holds NUL bytes, so it is damaged or not a text file. Save it as CSV in UTF-8 or as .xlsx.")
	ErrFileEncoding    = fault.New(fault.Invalid, "imports.file_encoding", "The file's letters do not fit the encoding. Choose another one, or save the file as UTF-8.")
	ErrEncodingUnknown = fault.New(fault.Invalid, "imports.encoding_unknown", "There is no such encoding in the list.")
	ErrDelimiter       = fault.New(fault.Invalid, "imports.delimiter_unknown", "The delimiter is a comma, a semicolon, a tab or a vertical bar.")
	ErrSheetUnknown    = fault.New(fault.NotFound, "imports.sheet_unknown", "The workbook has no sheet of that name.")
	ErrHeaderRow       = fault.New(fault.Invalid, "imports.header_row", "The header row holds nothing. Choose the row with the column names.")
	ErrTooManyRows     = fault.New(fault.TooLarge, "imports.too_many_rows", "The sheet has more than 200,000 rows. Split it into several files.")
	ErrTooManyColumns  = fault.New(fault.TooLarge, "imports.too_many_columns", "The sheet has more than 500 columns. Remove those that are not needed.")
	ErrTooManyCells    = fault.New(fault.TooLarge, "imports.too_many_cells", "The sheet has more than 20,000,000 cells. Split it into several files.")
	ErrCellTooLong     = fault.New(fault.Invalid, "imports.cell_too_long", "A text is longer than the 32,767 characters that an Excel cell holds. Export as CSV instead.")
	ErrSheetFull       = fault.New(fault.TooLarge, "imports.sheet_full", "An Excel sheet holds no more than 1,048,576 rows and 16,384 columns. Export as CSV instead.")
)

// Why a value cannot be read.
var (
	ErrNotNumber       = fault.New(fault.Invalid, "imports.not_a_number", "This is not a number.")
	ErrNumberAmbiguous = fault.New(fault.Invalid, "imports.number_ambiguous", "This could be thousands or decimals. Say whether the decimal sign is a comma or a point.")
	ErrNotDate         = fault.New(fault.Invalid, "imports.not_a_date", "This is not a date.")
	ErrDateAmbiguous   = fault.New(fault.Invalid, "imports.date_ambiguous", "This could be day and month or month and day. Say which comes first.")
	ErrNotBool         = fault.New(fault.Invalid, "imports.not_yes_or_no", "This is neither yes nor no.")
)

func tooManyRows() error {
	return ErrTooManyRows.With(map[string]any{"limit": MaxRows})
}

func tooManyColumns(n int) error {
	return ErrTooManyColumns.With(map[string]any{"limit": MaxColumns, "columns": n})
}

func tooManyCells() error {
	return ErrTooManyCells.With(map[string]any{"limit": maxCells})
}

func noHeaderAt(line int) error {
	return ErrHeaderRow.With(map[string]any{"row": line})
}

// badLetters points at the first line that does not fit the encoding.
func badLetters(encoding string, line int) error {
	return ErrFileEncoding.
		Say(fmt.Sprintf("Line %d does not fit the encoding %s. Choose another one, or save the file as UTF-8.", line, encoding)).
		With(map[string]any{"encoding": encoding, "line": line})
}

func nulAt(line int) error {
	return ErrFileNul.With(map[string]any{"line": line})
}

func damaged(why string) error {
	return fmt.Errorf("%w: %s", ErrFileDamaged, why)
}
