package imports

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf16"
)

// kind is what a file is by its first bytes and its inner names.
type kind int

const (
	kindText     kind = iota // probably a CSV
	kindXLSX                 // a workbook of Excel 2007 or later
	kindLocked               // a workbook that needs a password
	kindOldExcel             // .xls: BIFF in an OLE container
	kindOpenDoc              // .ods
	kindBinXLSX              // .xlsb
	kindDamaged              // a container that cannot be opened
	kindOther                // a picture, a letter, a web page
)

var (
	oleMagic = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	zipMagic = []byte("PK\x03\x04")

	biffMagic = []byte("\x09\x08\x08\x00") // Excel 5 without a container
)

// magics begin files that are never a table.
var magics = []string{
	"\x89PNG\r\n", "\xFF\xD8\xFF", "GIF87a", "GIF89a", "BM\x00", "II*\x00", "MM\x00*", "RIFF", "%PDF-", "{\\rtf",
	"\x1F\x8B", "BZh", "7z\xBC\xAF", "Rar!\x1A", "\xFD7zXZ", "\x28\xB5\x2F\xFD", "SQLite format 3\x00", "PAR1", "\x7FELF",
	"MZ\x90\x00", "\xCA\xFE\xBA\xBE", "OggS", "ID3", "PK\x05\x06", "PK\x07\x08",
}

// sniff decides by content: people rename files, and programs name them wrongly.
func sniff(data []byte) kind {
	switch {
	case bytes.HasPrefix(data, oleMagic):
		return sniffOLE(data)
	case bytes.HasPrefix(data, zipMagic):
		return sniffZip(data)
	}
	if bytes.HasPrefix(data, biffMagic) {
		return kindOldExcel
	}
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m)) {
			return kindOther
		}
	}
	if isMarkup(data) || isJSON(data) {
		return kindOther
	}
	return kindText
}

// sniffOLE tells a workbook locked by a password, which is an encrypted .xlsx in
// an OLE container, from everything else that Office keeps in one.
func sniffOLE(data []byte) kind {
	switch {
	case bytes.Contains(data, wide("EncryptedPackage")):
		return kindLocked
	case bytes.Contains(data, wide("Workbook")), bytes.Contains(data, wide("Book")):
		return kindOldExcel
	default:
		return kindOther
	}
}

func wide(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func sniffZip(data []byte) kind {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return kindDamaged
	}
	parts := make(map[string]bool, len(z.File))
	for _, f := range z.File {
		name := partName(f.Name)
		parts[name[strings.LastIndex(name, "/")+1:]] = true
	}
	switch {
	case parts["workbook.xml"]:
		return kindXLSX
	case parts["workbook.bin"]:
		return kindBinXLSX
	case parts["content.xml"]:
		return kindOpenDoc
	default:
		return kindOther
	}
}

func isMarkup(data []byte) bool {
	head := strings.ToLower(string(bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 256)], bomUTF8))))
	for _, tag := range []string{"<!doctype", "<html", "<?xml", "<table", "<svg"} {
		if strings.HasPrefix(head, tag) {
			return true
		}
	}
	return false
}

// isJSON says whether the file, or its first line, is a JSON object or array.
func isJSON(data []byte) bool {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, bomUTF8))
	if len(data) < 2 || data[0] != '{' && data[0] != '[' {
		return false
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return json.Valid(data) || data[0] == '{' && json.Valid(line)
}

// refuse says why a kind is not read, and what to do about it.
func refuse(k kind, name string) error {
	format := func(what string) error {
		return ErrFileFormat.
			Say(what + " Open it in your spreadsheet program and save it as .xlsx or CSV.").
			With(map[string]any{"name": name})
	}
	switch k {
	case kindLocked:
		return ErrFileLocked.With(map[string]any{"name": name})
	case kindDamaged:
		return ErrFileDamaged.With(map[string]any{"name": name})
	case kindOldExcel:
		return format("This is a workbook of the old Excel format (.xls).")
	case kindOpenDoc:
		return format("This is an OpenDocument file (.ods).")
	case kindBinXLSX:
		return format("This is a binary Excel workbook (.xlsb).")
	case kindText, kindXLSX, kindOther:
		return format("This file is not a table.")
	}
	return format("This file is not a table.")
}
