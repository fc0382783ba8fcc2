package imports

import (
	"fmt"

	"longhouse/platform/fault"
)

// Why a file cannot be read or written.
var (
	ErrFileEmpty       = fault.New(fault.Invalid, "imports.file_empty", "The file holds no rows.")
	ErrFileBare        = fault.New(fault.Invalid, "imports.file_no_rows", "The file has column names, but no rows below them. Fill in the rows, or choose another sheet or header row.")
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
	ErrNotInteger      = fault.New(fault.Invalid, "imports.not_a_whole_number", "This is not a whole number.")
	ErrNotEmail        = fault.New(fault.Invalid, "imports.not_an_email", "This is not an e-mail address.")
	ErrNotUUID         = fault.New(fault.Invalid, "imports.not_an_id", "This is not an ID.")
)

// Why a row is refused before its module sees it.
var (
	ErrRequired    = fault.New(fault.Invalid, "imports.required", "This must not be empty.")
	ErrRowRagged   = fault.New(fault.Invalid, "imports.row_ragged", "The row holds more cells than there are columns, or a quoted text that never ends. Mend it in the file.")
	ErrFormula     = fault.New(fault.Invalid, "imports.formula", "The cell holds a formula without a usable result. Put the value there instead.")
	ErrHeadMissing = fault.New(fault.Invalid, "imports.line_without_head", "No row of the first file has the key of this line.")
	ErrLineBad     = fault.New(fault.Invalid, "imports.line_bad", "One of its lines cannot be read, so none of it goes in.")
)

// What an import refuses.
var (
	ErrUnknownTarget = fault.New(fault.NotFound, "imports.unknown_target", "There is nothing of that name that you may import.")
	ErrNoTargets     = fault.New(fault.Forbidden, "imports.no_targets", "None of your roles lets you import anything.")
	ErrUnmapped      = fault.New(fault.Invalid, "imports.unmapped", "Choose a column for each required field first.")
	ErrNoColumn      = fault.New(fault.Invalid, "imports.no_column", "The file has no column of that name.")
	ErrNoField       = fault.New(fault.Invalid, "imports.no_field", "There is no such field in this import.")
	ErrNoFormat      = fault.New(fault.Invalid, "imports.no_format", "Say dmy or mdy for days, point or comma for decimals.")
	ErrNoOption      = fault.New(fault.Invalid, "imports.no_option", "This import has no such option, or the option has no such value.")
	ErrNoLines       = fault.New(fault.Invalid, "imports.no_lines", "This import takes one file only.")
	ErrState         = fault.New(fault.Conflict, "imports.wrong_state", "The import is not at a stage where that can be done.")
	ErrTooManyAtOnce = fault.New(fault.Limited, "imports.too_many_at_once", "Five imports are under way already. Wait until one has ended.")
	ErrTooManyFiles  = fault.New(fault.Limited, "imports.too_many_files", "You have 50 uploaded files that no import uses. They go away after seven days; use or remove some first.")
	ErrFileUsed      = fault.New(fault.Conflict, "imports.file_used", "An import has used this file already. Upload it again to read it in another way.")
	ErrNoUpload      = fault.New(fault.Malformed, "imports.no_upload", "Send the file as the part \"file\" of a form, or as the body with its name in the query.")
	ErrCancelled     = fault.New(fault.Conflict, "imports.cancelled", "It was cancelled. What had gone in by then is in: run it again to go on, or undo it.")
	ErrRightsGone    = fault.New(fault.Forbidden, "imports.rights_gone", "The roles of whoever started it do not allow this import any more.")
	ErrBroken        = fault.New(fault.Internal, "imports.broken", "Something went wrong on our side. Run it again to go on where it stopped.")
	ErrNothingToUndo = fault.New(fault.Conflict, "imports.nothing_to_undo", "This import has changed nothing, so there is nothing to undo.")
)

// Errors lists the faults for the golden file.
var Errors = []*fault.Error{
	ErrFileEmpty, ErrFileBare, ErrFileFormat, ErrFileLocked, ErrFileDamaged, ErrFileTooLarge, ErrFileNul, ErrFileEncoding, ErrEncodingUnknown, ErrDelimiter, ErrSheetUnknown,
	ErrHeaderRow, ErrTooManyRows, ErrTooManyColumns, ErrTooManyCells, ErrCellTooLong, ErrSheetFull, ErrNotNumber, ErrNumberAmbiguous, ErrNotDate, ErrDateAmbiguous,
	ErrNotBool, ErrNotInteger, ErrNotEmail, ErrNotUUID, ErrRequired, ErrRowRagged, ErrFormula, ErrHeadMissing, ErrLineBad, ErrUnknownTarget, ErrNoTargets, ErrUnmapped,
	ErrNoColumn, ErrNoField, ErrNoFormat, ErrNoOption, ErrNoLines, ErrState, ErrTooManyAtOnce, ErrTooManyFiles, ErrFileUsed, ErrNoUpload, ErrCancelled, ErrRightsGone,
	ErrBroken, ErrNothingToUndo,
}

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
