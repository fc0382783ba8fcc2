package imports

import (
	"strings"
	"time"
)

// clockTime is a time of day.
type clockTime struct{ hour, minute, second, nano int }

// readClock reads 15:04, 15:04:05.678, 3:04 PM, and a zone behind it: Z, +03:00,
// -0300, UTC.
func readClock(s string) (clockTime, *time.Location, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	zone, rest, ok := cutZone(s)
	if !ok {
		return clockTime{}, nil, false
	}
	s = rest
	half := ""
	for _, h := range []string{"AM", "PM", "A.M.", "P.M."} {
		if t, found := strings.CutSuffix(s, h); found {
			half, s = h[:1], strings.TrimSpace(t)
		}
	}
	s, fraction, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	f := strings.Split(s, ":")
	if len(f) < 2 || len(f) > 3 || fraction != "" && len(f) != 3 {
		return clockTime{}, nil, false
	}
	var c clockTime
	for i, into := range []*int{&c.hour, &c.minute, &c.second}[:len(f)] {
		least := 2
		if i == 0 {
			least = 1
		}
		if *into, ok = digits(f[i], least, 2); !ok {
			return clockTime{}, nil, false
		}
	}
	if fraction != "" {
		if c.nano, ok = digits((fraction + "000000000")[:9], 9, 9); !ok {
			return clockTime{}, nil, false
		}
	}
	if half != "" {
		if c.hour < 1 || c.hour > 12 {
			return clockTime{}, nil, false
		}
		c.hour %= 12
		if half == "P" {
			c.hour += 12
		}
	}
	return c, zone, c.hour < 24 && c.minute < 60 && c.second < 60
}

// cutZone takes a zone off the end; zone is nil if there is none.
func cutZone(s string) (zone *time.Location, rest string, ok bool) {
	for _, z := range []string{"Z", "UTC", "GMT"} {
		if t, found := strings.CutSuffix(s, z); found {
			return time.UTC, strings.TrimSpace(t), true
		}
	}
	i := strings.LastIndexAny(s, "+-")
	if i < 0 {
		return nil, s, true
	}
	offset := strings.Replace(s[i+1:], ":", "", 1)
	if len(offset) == 2 {
		offset += "00"
	}
	hours, ok1 := digits(offset[:min(2, len(offset))], 2, 2)
	minutes, ok2 := digits(offset[min(2, len(offset)):], 2, 2)
	if !ok1 || !ok2 || hours > 14 || minutes > 59 {
		return nil, "", false
	}
	seconds := (hours*60 + minutes) * 60
	if s[i] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds), strings.TrimSpace(s[:i]), true
}

// monthNames in English, German, French, Spanish, Italian, Dutch, Portuguese.
var monthNames = [12]string{
	"january januar janvier enero gennaio januari janeiro",
	"february februar fevrier febrero febbraio februari fevereiro",
	"march marz maerz mars marzo maart mrt marco",
	"april avril abril aprile",
	"may mai mayo maggio mei maio",
	"june juni juin junio giugno junho",
	"july juli juillet julio luglio julho",
	"august aout agosto augustus",
	"september septembre septiembre settembre setembro",
	"october oktober octobre octubre ottobre outubro",
	"november novembre noviembre novembro",
	"december dezember decembre diciembre dicembre dezembro",
}

// monthOf reads a month's name, whole or cut to three letters or more; 0 if it is
// none, or could be two ("jui").
func monthOf(s string) int {
	if len(s) < 3 || isDigit(s[0]) {
		return 0
	}
	s = fold(s)
	found := 0
	for i, names := range monthNames {
		for n := range strings.FieldsSeq(names) {
			if len(s) >= 3 && strings.HasPrefix(n, s) && found != i+1 {
				if found > 0 {
					return 0
				}
				found = i + 1
			}
		}
	}
	return found
}
