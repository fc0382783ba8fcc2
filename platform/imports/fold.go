package imports

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// apart are letters that Unicode does not take apart into a letter and its mark.
var apart = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ħ", "h", "ı", "i",
)

// fold makes texts comparable whose case, accents and width differ.
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < 0x80
	}
	if ascii {
		return strings.ToLower(s)
	}
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
	return apart.Replace(s)
}

// words splits a name into folded words: "ShipPostalCode", "ship_postal-code" and
// "Ship postal code" are the same three.
func words(name string) []string {
	var b strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			b.WriteByte(' ')
			continue
		}
		if i > 0 && startsWord(runes, i) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return strings.Fields(fold(b.String()))
}

// startsWord finds the humps of camelCase: aB, and the last capital of HTTPServer.
func startsWord(r []rune, i int) bool {
	switch {
	case unicode.IsDigit(r[i]) != unicode.IsDigit(r[i-1]):
		return unicode.IsLetter(r[i-1]) || unicode.IsLetter(r[i]) && unicode.IsUpper(r[i])
	case !unicode.IsUpper(r[i]):
		return false
	case unicode.IsLower(r[i-1]):
		return true
	default:
		return unicode.IsUpper(r[i-1]) && i+1 < len(r) && unicode.IsLower(r[i+1])
	}
}
