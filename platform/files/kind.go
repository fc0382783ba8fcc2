package files

import (
	"bytes"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"
)

// Kind says what bytes are, by how they begin; the name only tells apart what
// begins alike. What a browser would run is a plain file.
func Kind(head []byte, name string) string {
	kind, _, _ := strings.Cut(http.DetectContentType(head), ";")
	switch kind {
	case "text/html", "text/xml", "image/svg+xml", "application/x-shockwave-flash":
		return "application/octet-stream"
	case "text/plain":
		if bytes.Contains(bytes.ToLower(head), []byte("<svg")) || !utf8.Valid(trimmed(head)) {
			return "application/octet-stream"
		}
		if strings.EqualFold(path.Ext(name), ".csv") {
			return "text/csv"
		}
	case "application/zip":
		if office, ok := offices[strings.ToLower(path.Ext(name))]; ok {
			return office
		}
	}
	return kind
}

// trimmed drops a character that the end of the head has cut.
func trimmed(head []byte) []byte {
	for n := 0; n < utf8.UTFMax && n < len(head) && len(head) == 512; n++ {
		if utf8.Valid(head[:len(head)-n]) {
			return head[:len(head)-n]
		}
	}
	return head
}

var offices = map[string]string{
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".odt":  "application/vnd.oasis.opendocument.text",
	".ods":  "application/vnd.oasis.opendocument.spreadsheet",
}

// Previewed says whether a browser may show a kind in its place: pictures that
// hold no program, and PDF. Everything else is saved.
func Previewed(kind string) bool {
	switch kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf":
		return true
	}
	return false
}

// Name keeps the last part of what a client calls a file, without what a
// screen or a file system would stumble over.
func Name(name string) string {
	name = strings.ToValidUTF8(path.Base(strings.ReplaceAll(strings.TrimSpace(name), `\`, "/")), "")
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 { // a turned text would hide its ending
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 200 {
		name = string(r[len(r)-200:]) // the end has the kind
	}
	if name == "" || name == "." || name == "/" || name == ".." {
		return "file"
	}
	return name
}
