package domain

import (
	"regexp"
	"strings"
)

var (
	extensionForm = regexp.MustCompile(`(?i)\s*(?:ext\.?|extension|x|#|durchwahl|dw\.?|poste)\s*:?\s*([0-9]{1,8})\s*$`)
	phoneNoise    = regexp.MustCompile(`[^0-9]`)
)

// PhoneKey is a number in E.164, by the country's dialling rules unless it is
// an international one, and its extension apart. A number that cannot be read
// has no key: it is kept as typed, and never refused.
func PhoneKey(raw, country string) (key, extension string) {
	s := strings.TrimSpace(raw)
	if m := extensionForm.FindStringSubmatchIndex(s); m != nil {
		extension, s = s[m[2]:m[3]], s[:m[0]]
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }) {
		return "", extension
	}
	international := strings.HasPrefix(strings.TrimLeft(s, " ("), "+")
	digits := phoneNoise.ReplaceAllString(strings.Replace(s, "(0)", "", 1), "")
	if !international && strings.HasPrefix(digits, "00") {
		digits, international = digits[2:], true
	}
	if international {
		return e164(digits), extension
	}
	plan, ok := dialling[strings.ToLower(strings.TrimSpace(country))]
	if !ok || len(digits) < 5 {
		return "", extension
	}
	if plan.trunk != "" {
		digits = strings.TrimPrefix(digits, plan.trunk)
	}
	if plan.code == "1" && len(digits) != 10 {
		return "", extension
	}
	return e164(plan.code + digits), extension
}

func e164(digits string) string {
	if len(digits) < 8 || len(digits) > 15 {
		return ""
	}
	return "+" + digits
}

// plan is how a country dials: its code, and what is put before national numbers.
type plan struct{ code, trunk string }

// Names as people and files write them, and ISO codes.
var dialling = func() map[string]plan {
	m := map[string]plan{}
	add := func(code, trunk string, names ...string) {
		for _, n := range names {
			m[n] = plan{code, trunk}
		}
	}
	add("1", "1", "us", "usa", "united states", "united states of america", "ca", "canada")
	add("7", "8", "ru", "russia", "kz", "kazakhstan")
	add("20", "0", "eg", "egypt")
	add("27", "0", "za", "south africa")
	add("30", "", "gr", "greece")
	add("31", "0", "nl", "netherlands", "the netherlands")
	add("32", "0", "be", "belgium")
	add("33", "0", "fr", "france")
	add("34", "", "es", "spain")
	add("36", "06", "hu", "hungary")
	add("39", "", "it", "italy")
	add("40", "0", "ro", "romania")
	add("41", "0", "ch", "switzerland")
	add("43", "0", "at", "austria")
	add("44", "0", "gb", "uk", "united kingdom", "great britain", "england", "scotland", "wales")
	add("45", "", "dk", "denmark")
	add("46", "0", "se", "sweden")
	add("47", "", "no", "norway")
	add("48", "", "pl", "poland")
	add("49", "0", "de", "germany", "deutschland")
	add("51", "0", "pe", "peru")
	add("52", "", "mx", "mexico")
	add("54", "0", "ar", "argentina")
	add("55", "0", "br", "brazil")
	add("56", "", "cl", "chile")
	add("57", "", "co", "colombia")
	add("58", "0", "ve", "venezuela")
	add("60", "0", "my", "malaysia")
	add("61", "0", "au", "australia")
	add("62", "0", "id", "indonesia")
	add("63", "0", "ph", "philippines")
	add("64", "0", "nz", "new zealand")
	add("65", "", "sg", "singapore")
	add("66", "0", "th", "thailand")
	add("81", "0", "jp", "japan")
	add("82", "0", "kr", "south korea", "korea")
	add("84", "0", "vn", "vietnam")
	add("86", "0", "cn", "china")
	add("90", "0", "tr", "turkey")
	add("91", "0", "in", "india")
	add("92", "0", "pk", "pakistan")
	add("212", "0", "ma", "morocco")
	add("234", "0", "ng", "nigeria")
	add("254", "0", "ke", "kenya")
	add("351", "", "pt", "portugal")
	add("352", "", "lu", "luxembourg")
	add("353", "0", "ie", "ireland")
	add("354", "", "is", "iceland")
	add("358", "0", "fi", "finland")
	add("359", "0", "bg", "bulgaria")
	add("370", "0", "lt", "lithuania")
	add("371", "", "lv", "latvia")
	add("372", "", "ee", "estonia")
	add("380", "0", "ua", "ukraine")
	add("385", "0", "hr", "croatia")
	add("386", "0", "si", "slovenia")
	add("420", "", "cz", "czechia", "czech republic")
	add("421", "0", "sk", "slovakia")
	add("852", "", "hk", "hong kong")
	add("962", "0", "jo", "jordan")
	add("971", "0", "ae", "united arab emirates")
	add("972", "0", "il", "israel")
	return m
}()
