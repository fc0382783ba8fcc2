package imports

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// escapeText writes a text into a part of a workbook. Characters that XML cannot
// hold, or would change, become _x000D_, as Excel writes them; an underscore that
// would be taken for the beginning of such a code becomes one too.
func escapeText(s string) string {
	if strings.IndexFunc(s, isSpecial) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '_' && !isCode(s[i:]):
			b.WriteByte('_')
		case isSpecial(r):
			fmt.Fprintf(&b, "_x%04X_", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isSpecial(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF || strings.ContainsRune(`&<>"_`, r)
}

// isCode matches _xHHHH, whatever follows it.
func isCode(s string) bool {
	if len(s) < 6 || s[0] != '_' || s[1] != 'x' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}

// unescapeText reads the codes of escapeText. What stands for half a character or
// for NUL, which no text of ours may hold, stays as it is.
func unescapeText(s string) string {
	at := strings.Index(s, "_x")
	if at < 0 {
		return s
	}
	var b strings.Builder
	for at >= 0 {
		b.WriteString(s[:at])
		s = s[at:]
		n := 2
		if isCode(s) && len(s) > 6 && s[6] == '_' {
			code, _ := strconv.ParseUint(s[2:6], 16, 16)
			if r := rune(code); r != 0 && utf8.ValidRune(r) {
				b.WriteRune(r)
				n = 7
			}
		}
		if n == 2 {
			b.WriteByte('_')
			n = 1
		}
		s = s[n:]
		at = strings.Index(s, "_x")
	}
	b.WriteString(s)
	return b.String()
}
