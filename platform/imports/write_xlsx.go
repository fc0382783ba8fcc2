package imports

import (
	"archive/zip"
	"bufio"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf16"
)

// OutColumn is one column of a workbook to write.
type OutColumn struct {
	Name    string
	Numeric bool // amounts become numbers, where Excel's 15 digits hold them exactly
}

// What Excel allows.
const (
	excelRows    = 1 << 20
	excelColumns = 1 << 14
	excelChars   = 32_767
	excelName    = 31
)

// WriteXLSX writes a workbook of one sheet as a stream: the header is bold and
// stays in sight, text stays text ("06824", "=1+1", line ends and control
// characters too), and Read gives back what was written. A text that is too long
// for Excel is a fault, never cut. It stops at the first error of rows and
// returns it.
func WriteXLSX(w io.Writer, sheet string, columns []OutColumn, rows iter.Seq2[[]string, error]) error {
	if len(columns) > excelColumns {
		return ErrSheetFull
	}
	z := zip.NewWriter(w)
	for _, part := range fixedParts(sheet) {
		f, err := z.Create(part.name)
		if err == nil {
			_, err = io.WriteString(f, part.text)
		}
		if err != nil {
			return err
		}
	}
	f, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	x := &xlsxWriter{out: bufio.NewWriterSize(f, 1<<16), columns: columns}
	if err := x.all(rows); err != nil {
		return err
	}
	return z.Close()
}

// xlsxWriter writes the cells of a sheet. Its buffer keeps the first error until
// the flush.
type xlsxWriter struct {
	out     *bufio.Writer
	columns []OutColumn
	row     int
}

func (x *xlsxWriter) all(rows iter.Seq2[[]string, error]) error {
	x.put(sheetHead)
	header := make([]string, len(x.columns))
	for i, c := range x.columns {
		header[i] = c.Name
	}
	if err := x.write(header, true); err != nil {
		return err
	}
	for cells, err := range rows {
		if err == nil {
			err = x.write(cells, false)
		}
		if err != nil {
			return err
		}
	}
	x.put(sheetFoot)
	return x.out.Flush()
}

func (x *xlsxWriter) write(cells []string, header bool) error {
	x.row++
	if x.row > excelRows || len(cells) > excelColumns {
		return ErrSheetFull
	}
	row := strconv.Itoa(x.row)
	x.put(`<row r="`, row, `">`)
	for i, cell := range cells {
		ref := columnName(i) + row
		switch {
		case cell == "":
		case header:
			x.put(`<c r="`, ref, `" s="1" t="inlineStr"><is><t xml:space="preserve">`, escapeText(cell), `</t></is></c>`)
		case i < len(x.columns) && x.columns[i].Numeric && fitsExcel(cell):
			x.put(`<c r="`, ref, `"><v>`, cell, `</v></c>`)
		case tooLong(cell):
			return ErrCellTooLong.With(map[string]any{"cell": ref, "limit": excelChars})
		default:
			x.put(`<c r="`, ref, `" t="inlineStr"><is><t xml:space="preserve">`, escapeText(cell), `</t></is></c>`)
		}
	}
	_, err := x.out.WriteString("</row>")
	return err
}

func (x *xlsxWriter) put(texts ...string) {
	for _, s := range texts {
		x.out.WriteString(s) //nolint:errcheck // a bufio.Writer keeps its error for the flush
	}
}

// fitsExcel says whether Excel shows a number exactly as it is written here. Zeros
// in front or behind (007, 1.50) are lost on numbers, but only the former are a
// different text to a person.
func fitsExcel(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, fraction, pointed := strings.Cut(s, ".")
	if whole == "" || pointed && fraction == "" || len(whole) > 1 && whole[0] == '0' {
		return false
	}
	return strings.Trim(whole+fraction, "0123456789") == "" && len(whole)+len(fraction) <= 15
}

func tooLong(s string) bool {
	return len(s) > excelChars && len(utf16.Encode([]rune(s))) > excelChars
}

func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// sheetName makes a name that Excel accepts.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, s)
	s = strings.Trim(strings.TrimSpace(s), "'")
	if r := []rune(s); len(r) > excelName {
		s = strings.TrimSpace(string(r[:excelName]))
	}
	if s == "" {
		return "Sheet1"
	}
	return s
}

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relSpace  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	partKind  = `application/vnd.openxmlformats-officedocument.spreadsheetml.`

	sheetHead = xmlHead + `<worksheet ` + mainSpace + `><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`
	sheetFoot = `</sheetData></worksheet>`
)

type fixedPart struct{ name, text string }

func fixedParts(sheet string) []fixedPart {
	return []fixedPart{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + partKind + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + partKind + `styles+xml"/>` +
			`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + partKind + `worksheet+xml"/></Types>`},
		{"_rels/.rels", xmlHead + relationsPart(`<Relationship Id="rId1" Type="`+relSpace+`/officeDocument" Target="xl/workbook.xml"/>`)},
		{"xl/workbook.xml", xmlHead + `<workbook ` + mainSpace + ` xmlns:r="` + relSpace + `"><sheets><sheet name="` +
			escapeText(sheetName(sheet)) + `" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + relationsPart(
			`<Relationship Id="rId1" Type="`+relSpace+`/worksheet" Target="worksheets/sheet1.xml"/>`+
				`<Relationship Id="rId2" Type="`+relSpace+`/styles" Target="styles.xml"/>`)},
		{"xl/styles.xml", xmlHead + `<styleSheet ` + mainSpace + `>` +
			`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
			`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
			`<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
			`<cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>` +
			`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`},
	}
}

func relationsPart(inner string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + inner + `</Relationships>`
}
