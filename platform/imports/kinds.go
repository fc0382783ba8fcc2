package imports

import (
	"net/mail"
	"net/url"
	"strings"
)

// Kinds are the kinds of FieldHint whose values are told by their form. Any other
// kind, such as text, fits every value.
var Kinds = map[string]func(string) bool{
	"decimal": isDecimal,
	"money":   isDecimal,
	"integer": isInteger,
	"date":    isDate,
	"instant": isDate,
	"bool":    func(s string) bool { _, err := ParseBool(s); return err == nil },
	"email":   isEmail,
	"phone":   isPhone,
	"url":     isURL,
	"uuid":    isUUID,
}

// tells says whether values of a kind look like nothing else, so that they speak
// for a column.
func tells(kind string) bool {
	return kind == "email" || kind == "url" || kind == "uuid" || kind == "date"
}

func isDecimal(s string) bool {
	_, err := readNumber(s)
	return err == nil
}

func isInteger(s string) bool {
	n, err := readNumber(s)
	return err == nil && !strings.Contains(n.plain(DecimalPoint), ".")
}

func isDate(s string) bool {
	_, err := splitDate(s)
	return err == nil
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(strings.TrimSpace(s))
	return err == nil && strings.Contains(a.Address, ".")
}

func isPhone(s string) bool {
	count := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			count++
		case !strings.ContainsRune("+-()/. x\u00A0extEXT=#", r):
			return false
		}
	}
	return count >= 5
}

func isURL(s string) bool {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, " \n\t@") || !strings.Contains(s, ".") {
		return false
	}
	if !strings.Contains(s, "://") {
		return strings.HasPrefix(strings.ToLower(s), "www.")
	}
	u, err := url.Parse(s)
	return err == nil && u.Host != ""
}

func isUUID(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' &&
		strings.Trim(s, "0123456789abcdefABCDEF-") == ""
}
