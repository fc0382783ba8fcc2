package imports

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

var (
	bomUTF8 = []byte("\xEF\xBB\xBF")
	bomLE   = []byte("\xFF\xFE")
	bomBE   = []byte("\xFE\xFF")
)

const (
	utf8Name     = "utf-8"
	utf16Name    = "utf-16"
	utf16LEName  = "utf-16le"
	utf16BEName  = "utf-16be"
	fallbackName = "windows-1252"
)

type namedEncoding struct {
	name string
	enc  encoding.Encoding
}

// encodings in the order in which a person meets them: Unicode, Western, Central
// European, Greek, Cyrillic and so on.
var encodings = []namedEncoding{
	{utf8Name, nil},
	{utf16Name, nil},
	{utf16LEName, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{utf16BEName, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{fallbackName, charmap.Windows1252},
	{"iso-8859-1", charmap.ISO8859_1},
	{"iso-8859-15", charmap.ISO8859_15},
	{"mac-roman", charmap.Macintosh},
	{"ibm850", charmap.CodePage850},
	{"ibm437", charmap.CodePage437},
	{"windows-1250", charmap.Windows1250},
	{"iso-8859-2", charmap.ISO8859_2},
	{"ibm852", charmap.CodePage852},
	{"windows-1253", charmap.Windows1253},
	{"iso-8859-7", charmap.ISO8859_7},
	{"windows-1251", charmap.Windows1251},
	{"iso-8859-5", charmap.ISO8859_5},
	{"koi8-r", charmap.KOI8R},
	{"ibm866", charmap.CodePage866},
	{"windows-1254", charmap.Windows1254},
	{"iso-8859-9", charmap.ISO8859_9},
	{"windows-1257", charmap.Windows1257},
	{"windows-1255", charmap.Windows1255},
	{"windows-1256", charmap.Windows1256},
	{"windows-1258", charmap.Windows1258},
	{"windows-874", charmap.Windows874},
	{"shift_jis", japanese.ShiftJIS},
	{"euc-jp", japanese.EUCJP},
	{"gb18030", simplifiedchinese.GB18030},
	{"big5", traditionalchinese.Big5},
	{"euc-kr", korean.EUCKR},
}

// Encodings lists what ReadOptions.Encoding may say.
func Encodings() []string {
	out := make([]string, len(encodings))
	for i, e := range encodings {
		out[i] = e.name
	}
	return out
}

// decode turns the bytes of a text file into text and says what it took them
// for; guessed means that the bytes do not settle it.
func decode(data []byte, chosen string) (text, name string, guessed bool, err error) {
	if chosen == "" {
		name, guessed, err = detect(data)
	} else {
		name, err = pick(data, chosen)
	}
	if err != nil {
		return "", "", false, err
	}
	text, err = decodeAs(data, name)
	if err != nil {
		return "", "", false, err
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return "", "", false, nulAt(lineOf(text[:i]))
	}
	return text, name, guessed, nil
}

// pick settles the byte order when a person chose plain utf-16.
func pick(data []byte, chosen string) (string, error) {
	chosen = strings.ToLower(strings.TrimSpace(chosen))
	if chosen == utf16Name {
		if bytes.HasPrefix(data, bomBE) || !bytes.HasPrefix(data, bomLE) && wideOrder(data) == utf16BEName {
			return utf16BEName, nil
		}
		return utf16LEName, nil
	}
	for _, e := range encodings {
		if e.name == chosen {
			return chosen, nil
		}
	}
	return "", ErrEncodingUnknown.With(map[string]any{"encoding": chosen})
}

// detect reads the byte order mark, then the pattern of NULs that Latin text
// leaves in UTF-16, then tries UTF-8. What is left is a Western single-byte
// text more often than anything else.
func detect(data []byte) (name string, guessed bool, err error) {
	switch {
	case bytes.HasPrefix(data, bomUTF8):
		return utf8Name, false, nil
	case bytes.HasPrefix(data, bomLE):
		return utf16LEName, false, nil
	case bytes.HasPrefix(data, bomBE):
		return utf16BEName, false, nil
	}
	if order := wideOrder(data); order != "" {
		return order, false, nil
	}
	if utf8.Valid(data) {
		return utf8Name, false, nil
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return "", false, nulAt(lineOf(string(data[:i])))
	}
	if isNoise(data) {
		return "", false, ErrFileFormat
	}
	if line, mixed := mostlyUTF8(data); mixed {
		return "", false, badLetters(utf8Name, line)
	}
	return fallbackName, true, nil
}

// wideOrder finds UTF-16 without a mark: NULs in every second byte only. Where
// most pairs of bytes are two plain letters, a NUL is damage and no half of a character.
func wideOrder(data []byte) string {
	if len(data) < 2 || len(data)%2 != 0 {
		return ""
	}
	var nul [2]int
	plain := 0
	sample := data[:min(len(data), 1<<16)&^1]
	for i, c := range sample {
		if c == 0 {
			nul[i&1]++
		}
		if i&1 == 1 && isPlain(sample[i-1]) && isPlain(c) {
			plain++
		}
	}
	if plain*4 > len(sample) { // half of the pairs
		return ""
	}
	enough := max(1, len(sample)/40) // one in twenty characters
	switch {
	case nul[0] == 0 && nul[1] >= enough:
		return utf16LEName
	case nul[1] == 0 && nul[0] >= enough:
		return utf16BEName
	default:
		return ""
	}
}

func isPlain(c byte) bool {
	return c >= ' ' && c < 0x7F || c == '\t' || c == '\n' || c == '\r'
}

// isNoise says whether bytes that are not UTF-8 are full of control characters.
func isNoise(data []byte) bool {
	sample := data[:min(len(data), 1<<16)]
	control := 0
	for _, c := range sample {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			control++
		}
	}
	return control*20 > len(sample)
}

// mostlyUTF8 finds a file of two encodings: reading it as Windows-1252 would
// spoil each of its good letters for the few bad ones.
func mostlyUTF8(data []byte) (line int, mixed bool) {
	good, bad, first := 0, 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			if bad == 0 {
				first = i
			}
			bad++
		} else {
			good++
		}
		i += n
	}
	return lineOf(string(data[:first])), good > bad
}

func decodeAs(data []byte, name string) (string, error) {
	switch name {
	case utf8Name:
		data = bytes.TrimPrefix(data, bomUTF8)
		if !utf8.Valid(data) {
			return "", badLetters(name, lineOf(string(data[:firstInvalid(data)])))
		}
		return string(data), nil
	case utf16LEName:
		data = bytes.TrimPrefix(data, bomLE)
	case utf16BEName:
		data = bytes.TrimPrefix(data, bomBE)
	}
	for _, e := range encodings {
		if e.name != name {
			continue
		}
		out, err := e.enc.NewDecoder().Bytes(data)
		if err != nil {
			return "", badLetters(name, 1)
		}
		// No byte of these encodings stands for U+FFFD, except in UTF-16, where it
		// may be text: there only an odd length is sure to be wrong.
		if i := bytes.IndexRune(out, utf8.RuneError); i >= 0 && !strings.HasPrefix(name, utf16Name) {
			return "", badLetters(name, lineOf(string(out[:i])))
		}
		if strings.HasPrefix(name, utf16Name) && len(data)%2 != 0 {
			return "", damaged("half a character at the end")
		}
		return string(out), nil
	}
	return "", ErrEncodingUnknown
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

// lineOf says on which line the text that follows begins.
func lineOf(before string) int { return 1 + countLines(before) }

// countLines counts line ends: LF, CR and CRLF are one each.
func countLines(s string) int {
	return strings.Count(s, "\n") + strings.Count(s, "\r") - strings.Count(s, "\r\n")
}
