package imports

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// sheet reads one sheet, row by row.
func (a *archive) sheet(book *workbook, ref sheetRef, headerRow int) (*Sheet, error) {
	r, ok, err := a.open(ref.part)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, damaged("the part of a sheet is missing")
	}
	defer r.Close() //nolint:errcheck // reading

	s := &sheetReader{
		x:    newXMLReader(r),
		book: book,
		out: builder{
			sheet:  &Sheet{Format: XLSX, SheetName: ref.name, Sheets: book.names()},
			wanted: headerRow,
			open:   true,
		},
	}
	if err := s.rows(); err != nil {
		return nil, err
	}
	if _, err := io.Copy(io.Discard, r); err != nil { // to the end, where the checksum is
		return nil, damaged(err.Error())
	}
	out, err := s.out.finish()
	if err != nil {
		return nil, err
	}
	for i := range out.Header {
		out.Header[i].Exact = s.exact(i)
	}
	return out, nil
}

// sheetReader is where the reading of a sheet stands.
type sheetReader struct {
	x    *xmlReader
	book *workbook
	out  builder

	row    int // the last one read, from 1
	column int // the next cell's, from 0
	cur    Row
	kinds  []cellKind // of the current row
	text   []bool     // columns with a text below the header
	stored []bool     // columns with a number, day or boolean below the header
}

type cellKind byte

const (
	kindBlankCell cellKind = iota
	kindTextCell
	kindStoredCell
)

func (s *sheetReader) rows() error {
	for {
		t, err := s.x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				err = s.beginRow(t)
			case "c":
				err = s.cell(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "row":
				err = s.endRow()
			case "sheetData":
				return nil // filters, links and pictures follow
			}
		}
		if err != nil {
			return err
		}
	}
}

func (s *sheetReader) beginRow(e xml.StartElement) error {
	row := s.row + 1
	if r := attr(e, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < row || n > 1<<20 {
			return damaged("rows out of order")
		}
		row = n
	}
	s.cur = Row{Line: row}
	s.kinds = s.kinds[:0]
	s.column = 0
	return nil
}

// endRow hands the row over, and the rows that the file leaves out because they
// are blank. Blank rows at the end are no rows.
func (s *sheetReader) endRow() error {
	if filled(s.cur.Cells) == 0 {
		return nil
	}
	gap := s.cur.Line - s.row - 1
	s.out.sheet.Records += gap
	s.out.sheet.Blank += gap
	s.row = s.cur.Line

	below := s.out.header != nil
	if err := s.out.add(s.row, s.row+1, s.cur); err != nil {
		return err
	}
	if below {
		s.noteKinds()
	}
	return nil
}

func (s *sheetReader) noteKinds() {
	for len(s.text) < len(s.kinds) {
		s.text, s.stored = append(s.text, false), append(s.stored, false)
	}
	for i, k := range s.kinds {
		s.text[i] = s.text[i] || k == kindTextCell
		s.stored[i] = s.stored[i] || k == kindStoredCell
	}
}

func (s *sheetReader) exact(column int) bool {
	return column < len(s.stored) && s.stored[column] && !s.text[column]
}

// cell reads one cell and puts it where its reference says.
func (s *sheetReader) cell(e xml.StartElement) error {
	at := s.column
	if ref := attr(e, "r"); ref != "" {
		c, ok := columnOf(ref)
		if !ok || c < at {
			return damaged("cells out of order")
		}
		at = c
	}
	s.column = at + 1
	c, err := s.content(e)
	if err != nil || c.value == "" {
		return err
	}
	if at >= MaxColumns {
		return tooManyColumns(at + 1)
	}
	for len(s.cur.Cells) < at {
		s.cur.Cells = append(s.cur.Cells, "")
		s.kinds = append(s.kinds, kindBlankCell)
	}
	s.cur.Cells = append(s.cur.Cells, c.value)
	s.kinds = append(s.kinds, c.kind)
	if c.fault != "" && s.cur.Fault == "" {
		s.cur.Fault, s.cur.FaultAt = c.fault, at
	}
	return nil
}

type content struct {
	value string
	kind  cellKind
	fault string
}

// content reads a cell to its end.
func (s *sheetReader) content(e xml.StartElement) (content, error) {
	var raw, formula strings.Builder
	var inline string
	inValue, inFormula, computed := false, false, false
	for {
		t, err := s.x.next()
		if err != nil {
			return content{}, noEnd(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				inValue = true
			case "f":
				inFormula, computed = true, true
			case "is":
				if inline, err = s.x.richText("is"); err != nil {
					return content{}, err
				}
			}
		case xml.CharData:
			if inValue {
				raw.Write(t)
			} else if inFormula {
				formula.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "v":
				inValue = false
			case "f":
				inFormula = false
			case "c":
				if computed && raw.Len() == 0 && inline == "" && attr(e, "t") != "str" {
					// The formula itself is shown: an empty cell would look as if nothing were meant.
					return content{"=" + formula.String(), kindTextCell, FaultFormulaUnread}, nil
				}
				return s.value(e, raw.String(), inline)
			}
		}
	}
}

// value makes text of what a cell holds.
func (s *sheetReader) value(e xml.StartElement, raw, inline string) (content, error) {
	switch attr(e, "t") {
	case "s":
		if strings.TrimSpace(raw) == "" {
			return content{}, nil
		}
		i, err := strconv.Atoi(strings.TrimSpace(raw))
		if err != nil || i < 0 || i >= len(s.book.strings) {
			return content{}, damaged("a shared text is missing")
		}
		return content{value: s.book.strings[i], kind: kindTextCell}, nil
	case "inlineStr":
		return content{value: inline, kind: kindTextCell}, nil
	case "str":
		return content{value: unescapeText(raw), kind: kindTextCell}, nil
	case "e":
		return content{value: raw, kind: kindTextCell, fault: FaultFormulaError}, nil
	case "b":
		if raw = strings.TrimSpace(raw); raw == "1" {
			raw = "true"
		} else if raw == "0" {
			raw = "false"
		}
		return content{value: raw, kind: kindStoredCell}, nil
	case "d":
		return content{value: strings.TrimSuffix(strings.TrimSpace(raw), "T00:00:00"), kind: kindStoredCell}, nil
	}
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return content{}, nil
	}
	style, _ := strconv.Atoi(attr(e, "s"))
	if style > 0 && style < len(s.book.styles) {
		if day, ok := s.book.styles[style].show(raw, s.book.from1904); ok {
			return content{value: day, kind: kindStoredCell}, nil
		}
	}
	return content{value: plainNumber(raw), kind: kindStoredCell}, nil
}

// columnOf reads the column of a reference such as AB12, from 0.
func columnOf(ref string) (int, bool) {
	n := 0
	for i := 0; i < len(ref); i++ {
		c := ref[i] | 0x20
		if c < 'a' || c > 'z' {
			return n - 1, n > 0
		}
		n = n*26 + int(c-'a') + 1
		if n > 1<<14 {
			return 0, false
		}
	}
	return n - 1, n > 0
}
