package imports

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// workbook is what must be known before a sheet can be read.
type workbook struct {
	sheets   []sheetRef
	from1904 bool       // days count from 1904, as on old Macs
	styles   []dateForm // what each cell style shows: a number, a day, a time
	strings  []string   // texts that cells share
}

type sheetRef struct {
	name   string
	part   string
	hidden bool
}

// workbook reads the list of sheets, the styles and the shared texts.
func (a *archive) workbook() (*workbook, error) {
	root := "xl/workbook.xml"
	rels, err := a.relations("_rels/.rels", "")
	if err != nil {
		return nil, err
	}
	for _, r := range rels {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			root = r.target
		}
	}
	dir, file := root[:strings.LastIndex(root, "/")+1], root[strings.LastIndex(root, "/")+1:]
	if rels, err = a.relations(dir+"_rels/"+file+".rels", root); err != nil {
		return nil, err
	}

	b := &workbook{}
	byID := map[string]relation{}
	for _, r := range rels {
		byID[r.id] = r
		switch {
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			b.strings, err = a.sharedStrings(r.target)
		case strings.HasSuffix(r.kind, "/styles"):
			b.styles, err = a.styles(r.target)
		}
		if err != nil {
			return nil, err
		}
	}
	return b, a.listSheets(root, byID, b)
}

func (a *archive) listSheets(root string, byID map[string]relation, b *workbook) error {
	found, err := a.walk(root, func(x *xmlReader, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			b.from1904 = isTrue(attr(e, "date1904"))
		case "sheet":
			rel, ok := byID[relationID(e)]
			if !ok {
				return damaged("a sheet without its part")
			}
			if !strings.HasSuffix(rel.kind, "/worksheet") {
				return nil // a chart or a dialog
			}
			state := attr(e, "state")
			b.sheets = append(b.sheets, sheetRef{attr(e, "name"), rel.target, state != "" && state != "visible"})
		}
		return nil
	})
	if err == nil && !found {
		return damaged("no workbook part")
	}
	return err
}

type relation struct{ id, kind, target string }

func (a *archive) relations(part, owner string) ([]relation, error) {
	var out []relation
	_, err := a.walk(part, func(_ *xmlReader, e xml.StartElement) error {
		if e.Name.Local == "Relationship" && attr(e, "TargetMode") != "External" {
			out = append(out, relation{attr(e, "Id"), attr(e, "Type"), resolve(owner, attr(e, "Target"))})
		}
		return nil
	})
	return out, err
}

func (a *archive) sharedStrings(part string) ([]string, error) {
	var out []string
	_, err := a.walk(part, func(x *xmlReader, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		text, err := x.richText("si")
		out = append(out, text)
		return err
	})
	return out, err
}

// styles reads, for each cell style, whether its number format shows a day or a
// time: nothing else tells a day from a number.
func (a *archive) styles(part string) ([]dateForm, error) {
	var out []dateForm
	custom := map[int]dateForm{}
	inCells := false
	_, err := a.walk(part, func(_ *xmlReader, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			if id, err := strconv.Atoi(attr(e, "numFmtId")); err == nil {
				custom[id] = formOfCode(attr(e, "formatCode"))
			}
		case "cellXfs":
			inCells = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if !inCells {
				return nil
			}
			id, _ := strconv.Atoi(attr(e, "numFmtId")) // absent: 0, General
			form, ok := custom[id]
			if !ok {
				form = formOfBuiltIn(id)
			}
			out = append(out, form)
		}
		return nil
	})
	return out, err
}

// xmlReader reads a part token by token and notices where it breaks off.
type xmlReader struct {
	*xml.Decoder
	depth int
}

// next returns io.EOF only where the document is whole.
func (x *xmlReader) next() (xml.Token, error) {
	t, err := x.RawToken()
	switch t.(type) {
	case xml.StartElement:
		x.depth++
	case xml.EndElement:
		x.depth--
	}
	if errors.Is(err, io.EOF) && x.depth == 0 {
		return nil, io.EOF
	}
	if err != nil {
		return nil, damaged(err.Error())
	}
	return t, nil
}

// walk calls visit for each element of a part. found is false if there is no
// such part.
func (a *archive) walk(part string, visit func(*xmlReader, xml.StartElement) error) (found bool, err error) {
	r, ok, err := a.open(part)
	if err != nil || !ok {
		return false, err
	}
	defer r.Close() //nolint:errcheck // reading
	x := newXMLReader(r)
	for {
		t, err := x.next()
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return true, err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := visit(x, e); err != nil {
				return true, err
			}
		}
	}
}

func newXMLReader(r io.Reader) *xmlReader {
	d := xml.NewDecoder(r)
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		for _, e := range encodings {
			if e.enc != nil && strings.EqualFold(e.name, label) {
				return e.enc.NewDecoder().Reader(in), nil
			}
		}
		return nil, errors.New("unknown encoding " + label)
	}
	return &xmlReader{Decoder: d}
}

// richText reads the text of an element to its end: its runs joined, without the
// phonetic guides of East Asian text.
func (x *xmlReader) richText(element string) (string, error) {
	var text strings.Builder
	inText, skip := false, 0
	for {
		t, err := x.next()
		if err != nil {
			return "", noEnd(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch {
			case skip > 0 || t.Name.Local == "rPh":
				skip++
			case t.Name.Local == "t":
				inText = true
			}
		case xml.EndElement:
			switch {
			case skip > 0:
				skip--
			case t.Name.Local == element:
				return unescapeText(text.String()), nil
			case t.Name.Local == "t":
				inText = false
			}
		case xml.CharData:
			if inText && skip == 0 {
				text.Write(t)
			}
		}
	}
}

func noEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return damaged("an element has no end")
	}
	return err
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// relationID reads r:id, under whatever prefix.
func relationID(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

func isTrue(s string) bool { return s == "1" || s == "true" }
