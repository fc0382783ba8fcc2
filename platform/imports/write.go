package imports

import (
	"bufio"
	"io"
	"iter"
	"strings"
)

// WriteCSV writes a sheet that Excel opens by a double click: UTF-8 with a byte
// order mark, commas, CRLF. Cells that a spreadsheet program would run as a
// formula get an apostrophe in front, which Read takes off again; numbers such as
// -12.50 stay numbers. It stops at the first error of rows and returns it.
func WriteCSV(w io.Writer, header []string, rows iter.Seq2[[]string, error]) error {
	out := bufio.NewWriterSize(w, 1<<16)
	if _, err := out.Write(bomUTF8); err != nil {
		return err
	}
	if err := writeRecord(out, header); err != nil {
		return err
	}
	for cells, err := range rows {
		if err != nil {
			return err
		}
		if err := writeRecord(out, cells); err != nil {
			return err
		}
	}
	return out.Flush()
}

func writeRecord(out *bufio.Writer, cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			out.WriteByte(',') //nolint:errcheck // a bufio.Writer keeps its error for the last write
		}
		cell = defuse(cell)
		if !needsQuotes(cell) {
			out.WriteString(cell) //nolint:errcheck // see above
			continue
		}
		out.WriteByte('"')                                   //nolint:errcheck // see above
		out.WriteString(strings.ReplaceAll(cell, `"`, `""`)) //nolint:errcheck // see above
		out.WriteByte('"')                                   //nolint:errcheck // see above
	}
	_, err := out.WriteString("\r\n")
	return err
}

// needsQuotes also quotes the delimiters of other countries, so that nobody's
// guess can go wrong, and the end mark of DOS.
func needsQuotes(cell string) bool {
	if cell == "" {
		return false
	}
	if first, last := cell[0], cell[len(cell)-1]; first == ' ' || last == ' ' {
		return true
	}
	return strings.ContainsAny(cell, "\",;\t|\r\n\x1A")
}
