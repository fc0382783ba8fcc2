package custom

import (
	"encoding/json"
	"math"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"longhouse/platform/kernel"
)

// bad is why a value is refused.
type bad struct{ code, say string }

const mostChosen = 50

var wrong = map[string]string{
	Text:     "This needs a text of up to 500 letters, on one line.",
	LongText: "This needs a text of up to 5,000 letters.",
	Integer:  "This needs a whole number.",
	Decimal:  "This needs a number as text, like 12.50.",
	Percent:  "This needs a number as text, like 12.50.",
	Money:    `This needs an amount and a currency, like {"amount": "12.00", "currency": "EUR"}.`,
	Boolean:  "Say true or false.",
	Date:     "This needs a day like 2026-11-30.",
	Choice:   "Choose one of the options, by its key.",
	Choices:  "Choose up to 50 of the options, each once, by their keys.",
	PersonOf: "This needs the ID of somebody with a login here.",
	Link:     "This needs the ID of a record.",
	File:     "This needs the ID of a file that hangs on the record.",
	URL:      "This needs an address like https://example.com.",
	Email:    "This needs an e-mail address like maria@example.com.",
	Phone:    "This needs a phone number of five digits at least.",
}

// read takes a value as JSON has it, and gives it the form in which it is kept.
// Nil is no value. Whether somebody or something of that ID is there, is not asked here.
func (f Field) read(v any) (any, *bad) {
	if v == nil || v == "" {
		return nil, nil
	}
	if list, ok := v.([]any); ok && len(list) == 0 && f.Kind == Choices {
		return nil, nil
	}
	no := &bad{"custom." + f.Kind, wrong[f.Kind]}
	text, isText := v.(string)
	if isText {
		if text = strings.TrimSpace(text); text == "" {
			return nil, nil
		}
		if !storable(text) {
			return nil, no
		}
	}
	switch f.Kind {
	case Integer:
		n, ok := v.(float64)
		if !ok || n != math.Trunc(n) || math.Abs(n) > 1<<53-1 {
			return nil, no
		}
		return n, nil
	case Boolean:
		yes, ok := v.(bool)
		if !ok {
			return nil, no
		}
		return yes, nil
	case Money:
		return f.money(v)
	case Choices:
		return f.choices(v)
	}
	if !isText {
		return nil, no
	}
	return f.readText(text, no)
}

func (f Field) readText(text string, no *bad) (any, *bad) {
	switch f.Kind {
	case Text:
		if utf8.RuneCountInString(text) > 500 || strings.ContainsAny(text, "\r\n") {
			return nil, no
		}
	case LongText:
		if utf8.RuneCountInString(text) > 5000 {
			return nil, no
		}
	case Decimal, Percent:
		return f.decimal(text, f.Decimals, no)
	case Date:
		day, err := kernel.ParseDate(text)
		if err != nil {
			return nil, no
		}
		return day.String(), nil
	case Choice:
		if f.option(text) == nil {
			return nil, no
		}
	case PersonOf, Link, File:
		id, err := uuid.Parse(text)
		if err != nil || id == uuid.Nil {
			return nil, no
		}
		return id.String(), nil
	case URL:
		return address(text, no)
	case Email:
		a, err := mail.ParseAddress(text)
		if err != nil || a.Address != text || len(text) > 254 {
			return nil, no
		}
	case Phone:
		digits := 0
		for _, r := range text {
			if unicode.IsDigit(r) {
				digits++
			} else if !strings.ContainsRune("+-()/. xX#", r) {
				return nil, no
			}
		}
		if digits < 5 || len(text) > 60 {
			return nil, no
		}
	}
	return text, nil
}

func address(text string, no *bad) (any, *bad) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !strings.Contains(u.Host, ".") || len(text) > 500 || strings.ContainsAny(text, " <>\"") {
		return nil, no
	}
	return text, nil
}

func (f Field) decimal(text string, places int32, no *bad) (any, *bad) {
	d, err := kernel.ParseDecimal(text)
	if err != nil {
		return nil, no
	}
	if !d.HalfUp(places).Equal(d) {
		return nil, &bad{no.code, "This has at most " + strconv.Itoa(int(places)) + " decimals."}
	}
	return d.Fixed(places), nil
}

func (f Field) money(v any) (any, *bad) {
	no := &bad{"custom." + Money, wrong[Money]}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, no
	}
	amount, _ := m["amount"].(string)
	currency, named := m["currency"].(string)
	if amount == "" && len(m) > 0 {
		return nil, no
	}
	if !named || currency == "" {
		currency = f.Currency
	}
	if !kernel.Currency(currency).Valid() || len(m) > 2 {
		return nil, no
	}
	a, why := f.decimal(amount, kernel.Currency(currency).Decimals(), no)
	if why != nil {
		return nil, why
	}
	return map[string]any{"amount": a, "currency": currency}, nil
}

func (f Field) choices(v any) (any, *bad) {
	no := &bad{"custom." + Choices, wrong[Choices]}
	list, ok := v.([]any)
	if !ok || len(list) > mostChosen {
		return nil, no
	}
	for i, one := range list {
		key, ok := one.(string)
		if !ok || f.option(key) == nil || slices.Contains(list[:i], one) {
			return nil, no
		}
	}
	return list, nil
}

// storable says whether PostgreSQL can keep a text in JSON.
func storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

func equal(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// holding asks a finder for records that have a value in the field.
func (f Field) holding(v any) string {
	if f.Kind == Choices {
		v = []any{v}
	}
	b, err := json.Marshal([]any{map[string]any{f.Key: v}})
	if err != nil {
		return "[]" // what was read from JSON can be written as JSON
	}
	return string(b)
}
