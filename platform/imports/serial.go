package imports

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// dateForm is what a number format shows of a serial number, the count of days
// in which a workbook keeps days and times.
type dateForm struct {
	day     bool // year, month or day
	clock   bool // hours, minutes or seconds
	elapsed bool // [h]: hours beyond a day
}

// formOfBuiltIn knows the formats that a workbook names by number only.
func formOfBuiltIn(id int) dateForm {
	switch {
	case id == 22:
		return dateForm{day: true, clock: true}
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return dateForm{day: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return dateForm{clock: true}
	case id == 46:
		return dateForm{clock: true, elapsed: true}
	}
	return dateForm{}
}

// formOfCode reads a format such as [$-409]d-mmm-yy h:mm AM/PM. Only letters that
// stand for a part of a date count: not those in quotes, brackets or escapes.
func formOfCode(code string) dateForm {
	var f dateForm
	month := false // m is a month or minutes: the company tells
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			i = len(code) // the formats for negative numbers, zero and text
		case '"':
			i = skipTo(code, i+1, '"')
		case '\\', '_', '*':
			i++
		case '[':
			end := skipTo(code, i+1, ']')
			if in := strings.ToLower(code[min(i+1, end):end]); in != "" && strings.Trim(in, in[:1]) == "" && strings.Contains("hms", in[:1]) {
				f.clock, f.elapsed = true, true
			}
			i = end
		case 'y', 'Y', 'd', 'D':
			f.day = true
		case 'h', 'H', 's', 'S':
			f.clock = true
		case 'm', 'M':
			month = true
		case 'G', 'g':
			if len(code) >= i+7 && strings.EqualFold(code[i:i+7], "general") {
				i += 6
			}
		case 'A', 'a':
			if len(code) >= i+5 && strings.EqualFold(code[i:i+5], "am/pm") {
				f.clock = true
				i += 4
			}
		}
	}
	if month && !f.clock {
		f.day = true
	}
	return f
}

// skipTo returns where c is, or the last place of the text.
func skipTo(s string, from int, c byte) int {
	if i := strings.IndexByte(s[min(from, len(s)):], c); i >= 0 {
		return from + i
	}
	return len(s)
}

const (
	lastSerial = 2958466 // 10000-01-01
	dayMillis  = 24 * 60 * 60 * 1000
	days1904   = 1462
)

// show writes a serial number the way ISO does: 2026-11-22, 2026-11-22T15:04:05,
// 15:04:05. It is not ok for a form that shows neither day nor time, and for
// numbers that no day has.
func (f dateForm) show(raw string, from1904 bool) (string, bool) {
	if !f.day && !f.clock {
		return "", false
	}
	serial, err := strconv.ParseFloat(raw, 64)
	if err != nil || serial < 0 || serial >= lastSerial {
		return "", false
	}
	millis := int64(math.Round(serial * dayMillis))
	days, rest := millis/dayMillis, millis%dayMillis
	switch {
	case f.elapsed:
		return clockOf(millis), true
	case days == 0 && !from1904:
		return clockOf(rest), true // there is no day 0
	case !f.day && days == 0:
		return clockOf(rest), true
	}
	if from1904 {
		days += days1904
	} else if days < 60 {
		days++ // Excel's 1900 has a 29th of February, day 60
	}
	day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days)).Format(time.DateOnly)
	if rest == 0 && !f.clock {
		return day, true
	}
	return day + "T" + clockOf(rest), true
}

// clockOf writes milliseconds as 15:04:05, with a fraction only if there is one.
func clockOf(millis int64) string {
	s := millis / 1000
	out := two(s/3600) + ":" + two(s/60%60) + ":" + two(s%60)
	if ms := millis % 1000; ms != 0 {
		out += "." + strings.TrimRight(strconv.FormatInt(1000+ms, 10)[1:], "0")
	}
	return out
}

func two(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

// plainNumber writes a stored number in plain digits. Excel keeps 15 significant
// digits, so what is behind them is noise: 0.30000000000000004 is 0.3. Whole
// numbers stay as they are, since they may be long codes that another program
// wrote. What is no number stays text.
func plainNumber(raw string) string {
	if isWhole(raw) {
		return raw
	}
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return raw
	}
	return spread(strconv.FormatFloat(f, 'e', 14, 64))
}

func isWhole(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// spread writes d.dddde±xx without its exponent and without zeros at the end.
func spread(s string) string {
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	mantissa, exponent, _ := strings.Cut(s, "e")
	exp, _ := strconv.Atoi(exponent) // FormatFloat wrote it
	digits := strings.TrimRight(strings.Replace(mantissa, ".", "", 1), "0")
	point := exp + 1 // how many digits stand before the point
	switch {
	case digits == "":
		return "0"
	case point <= 0:
		return sign + "0." + strings.Repeat("0", -point) + digits
	case point >= len(digits):
		return sign + digits + strings.Repeat("0", point-len(digits))
	default:
		return sign + digits[:point] + "." + digits[point:]
	}
}
