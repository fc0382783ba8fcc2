package imports

import (
	"strings"

	"longhouse/platform/fault"
)

// DecimalFormat says which sign stands before the decimals of a column. The zero
// value is not decided: then a value such as 1.234 is refused as ambiguous.
type DecimalFormat string

// The formats of numbers: 1,234.56 and 1.234,56.
const (
	DecimalPoint DecimalFormat = "point"
	DecimalComma DecimalFormat = "comma"
)

// ParseDecimal reads a number as people write it and returns plain digits with a
// point, which kernel.ParseDecimal takes: "1.234,56" is 1234.56, "(12.50)" and
// "12.50-" are -12.50. Thousands may be parted by points, commas, blanks or
// apostrophes. A currency, a per cent sign or an exponent is refused, since each
// would change what the number means: "$5" into a column of euros, "19%", "1E5".
func ParseDecimal(s string, format DecimalFormat) (string, error) {
	n, err := readNumber(s)
	if err != nil {
		return "", err
	}
	found := n.format()
	switch {
	case found == "" && n.ambiguous():
		if format == "" {
			return "", about(ErrNumberAmbiguous, s)
		}
		found = format
	case found == "", format == "":
	case found != format:
		return "", about(ErrNotNumber, s)
	}
	return n.plain(found), nil
}

// GuessDecimal looks at a column. It is ambiguous if every value could be read
// both ways, or if as many speak for one format as for the other; else the odd
// ones are errors when they are parsed. Without any separator there is nothing to
// decide, and the format is empty.
func GuessDecimal(values []string) (format DecimalFormat, ambiguous bool) {
	points, commas, unclear := 0, 0, 0
	for _, v := range values {
		n, err := readNumber(v)
		if err != nil {
			continue
		}
		switch n.format() {
		case DecimalPoint:
			points++
		case DecimalComma:
			commas++
		default:
			if n.ambiguous() {
				unclear++
			}
		}
	}
	switch {
	case points > commas:
		return DecimalPoint, false
	case commas > points:
		return DecimalComma, false
	default:
		return "", unclear+points+commas > 0
	}
}

// number is a text that may be a number: its digits in groups, and the signs
// between them.
type number struct {
	minus  bool
	groups []string
	signs  []byte // one less than groups; ' for blanks and apostrophes
}

// readNumber splits a text at its separators. It fails for what is no number in
// either format.
func readNumber(s string) (number, error) {
	bad := func() (number, error) { return number{}, about(ErrNotNumber, s) }
	t, minus, ok := unsign(strings.TrimSpace(s))
	if !ok {
		return bad()
	}
	n := number{minus: minus}
	from := 0
	for i, r := range t {
		switch r {
		case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			continue
		case '.', ',':
			n.signs = append(n.signs, byte(r))
		case ' ', '\u00A0', '\u202F', '\u2009', '\'', '’':
			n.signs = append(n.signs, '\'')
		default:
			return bad()
		}
		n.groups = append(n.groups, t[from:i])
		from = i + len(string(r))
	}
	n.groups = append(n.groups, t[from:])
	if strings.Join(n.groups, "") == "" || !n.asPoint() && !n.asComma() {
		return bad()
	}
	return n, nil
}

// unsign takes off a minus in front or behind, accountants' brackets and a plus.
func unsign(s string) (rest string, minus, ok bool) {
	before := s
	switch {
	case strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")"):
		s, minus = s[1:len(s)-1], true
	case strings.HasPrefix(s, "-"), strings.HasSuffix(s, "-"):
		s, minus = strings.TrimPrefix(strings.TrimSuffix(s, "-"), "-"), true
		if len(before)-len(s) > 1 {
			return "", false, false
		}
	case strings.HasPrefix(s, "−"):
		s, minus = strings.TrimPrefix(s, "−"), true
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	}
	s = strings.TrimSpace(s)
	return s, minus, s != ""
}

func (n number) asPoint() bool { return n.fits('.', ',') }
func (n number) asComma() bool { return n.fits(',', '.') }

// fits says whether the signs make sense with this decimal sign.
func (n number) fits(decimal, thousands byte) bool {
	last := len(n.signs)
	if last > 0 && n.signs[last-1] == decimal {
		last--
	}
	for i, c := range n.signs[:last] {
		if c == decimal || c != n.signs[0] || c != thousands && c != '\'' {
			return false
		}
		// 1,234,567 and, in India, 12,34,567
		size := len(n.groups[i+1])
		if size != 3 && (size != 2 || i == last-1 || decimal == ',') {
			return false
		}
	}
	first := n.groups[0]
	return last == 0 || first != "" && first[0] != '0' && len(first) <= 3
}

// format says which decimal sign the number must have, if only one makes sense.
func (n number) format() DecimalFormat {
	point, comma := n.asPoint(), n.asComma()
	switch {
	case point && !comma:
		return DecimalPoint
	case comma && !point:
		return DecimalComma
	default:
		return ""
	}
}

// ambiguous says whether the number differs by format: 1.234, not 0.123 nor 12.
func (n number) ambiguous() bool {
	return n.format() == "" && n.plain(DecimalPoint) != n.plain(DecimalComma)
}

func (n number) plain(format DecimalFormat) string {
	decimal := byte('.')
	if format == DecimalComma {
		decimal = ','
	}
	whole, fraction := n.groups, ""
	if last := len(n.signs) - 1; last >= 0 && n.signs[last] == decimal {
		whole, fraction = n.groups[:last+1], n.groups[last+1]
	}
	out := strings.Join(whole, "")
	if out == "" {
		out = "0"
	}
	if fraction != "" {
		out += "." + fraction
	}
	if n.minus {
		out = "-" + out
	}
	return out
}

// about adds the value that could not be read.
func about(e *fault.Error, value string) error {
	if len(value) > 100 {
		value = strings.ToValidUTF8(value[:100], "") + "…"
	}
	return e.With(map[string]any{"value": value})
}
