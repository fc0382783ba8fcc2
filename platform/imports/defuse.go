package imports

import (
	"strings"
	"unicode/utf8"
)

// A spreadsheet program runs a CSV cell that begins with one of these. The wide
// forms count too where the keyboard is East Asian.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// defuse puts an apostrophe before a text that a spreadsheet program would run as
// a formula. A plain negative number stays a number. A text that already looks
// defused gets one more apostrophe, so that undefuse gives back exactly what was
// written.
func defuse(cell string) string {
	if !looksLikeFormula(strings.TrimLeft(cell, "'")) || isPlainNegative(cell) {
		return cell
	}
	return "'" + cell
}

// undefuse takes off what defuse put on.
func undefuse(cell string) string {
	if len(cell) < 2 || cell[0] != '\'' || !looksLikeFormula(strings.TrimLeft(cell, "'")) {
		return cell
	}
	return cell[1:]
}

func looksLikeFormula(s string) bool {
	if s == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune(formulaStarts, r)
}

// isPlainNegative matches -12.50 and -1,234: a minus, then nothing but digits,
// points and commas.
func isPlainNegative(s string) bool {
	if len(s) < 2 || s[0] != '-' || s[1] < '0' || s[1] > '9' {
		return false
	}
	return strings.Trim(s[1:], "0123456789.,") == ""
}
