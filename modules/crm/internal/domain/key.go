package domain

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold makes texts comparable whose case and accents differ, as the database's
// crm.fold does for stored names.
func Fold(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
	return special.Replace(s)
}

var special = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d")

// EmailKey is how an address is compared; empty when it is none. A display
// name (Anna <a@b.c>) is cut off.
func EmailKey(raw string) string {
	a, err := mail.ParseAddress(norm.NFKC.String(strings.TrimSpace(raw)))
	if err != nil || !strings.Contains(a.Address[strings.LastIndexByte(a.Address, '@')+1:], ".") {
		return ""
	}
	return strings.ToLower(a.Address)
}

// URLKey is how a web address is compared: without scheme, www and a slash at the end.
func URLKey(raw string) string {
	s := strings.ToLower(strings.TrimSpace(raw))
	for _, p := range []string{"https://", "http://", "www."} {
		s = strings.TrimPrefix(s, p)
	}
	return strings.TrimRight(s, "/#")
}

// DomainOf is the host of a web address.
func DomainOf(raw string) string {
	host, _, _ := strings.Cut(URLKey(raw), "/")
	host, _, _ = strings.Cut(host, ":")
	if !strings.Contains(host, ".") {
		return ""
	}
	return host
}

// DisplayName puts a person's name together.
func DisplayName(first, last string) string {
	return strings.TrimSpace(strings.TrimSpace(first) + " " + strings.TrimSpace(last))
}

// SplitName takes a whole name apart: the last word is the family name, unless
// a comma says otherwise.
func SplitName(name string) (first, last string) {
	name = strings.Join(strings.Fields(name), " ")
	if family, given, ok := strings.Cut(name, ","); ok {
		return strings.TrimSpace(given), strings.TrimSpace(family)
	}
	i := strings.LastIndexByte(name, ' ')
	if i < 0 {
		return "", name
	}
	return name[:i], name[i+1:]
}

// Point is a contact point with its key.
type Point struct {
	Kind, Label, Raw, Norm, Extension string
}

// NewPoint reads a contact point. What cannot be read is kept as typed, without a key.
func NewPoint(kind, label, raw, country string) Point {
	p := Point{Kind: kind, Label: label, Raw: strings.TrimSpace(raw)}
	switch kind {
	case "email":
		p.Norm = EmailKey(raw)
	case "phone", "fax":
		p.Norm, p.Extension = PhoneKey(raw, country)
	case "url":
		p.Norm = URLKey(raw)
	default:
		p.Norm = strings.ToLower(p.Raw)
	}
	return p
}
