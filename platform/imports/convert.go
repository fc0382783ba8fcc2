package imports

import (
	"net/mail"
	"strings"
	"time"

	"longhouse/platform/fault"
)

// Which of the two files a row comes from.
const (
	partFile  = "file"
	partLines = "lines"
)

// convert makes canonical texts of a row's cells. A cell that cannot be read
// stays as it is, and is a fault at its field.
func convert(feeds []feed, r Row) (map[string]string, []fault.Field) {
	values := make(map[string]string, len(feeds))
	var faults []fault.Field
	if r.Broken() {
		faults = append(faults, fieldOf("", ErrRowRagged))
	}
	for _, f := range feeds {
		cell := ""
		if f.column.Index < len(r.Cells) {
			cell = strings.TrimSpace(r.Cells[f.column.Index])
		}
		text, err := f.canonical(cell)
		switch {
		case r.FaultAt == f.column.Index && (r.Fault == FaultFormulaError || r.Fault == FaultFormulaUnread):
			text, err = cell, ErrFormula
		case cell == "" && f.Required:
			err = ErrRequired
		}
		if err != nil {
			text = cell
			faults = append(faults, fieldOf("/"+f.Key, fault.As(err)))
		}
		values[f.Key] = text
	}
	return values, faults
}

func fieldOf(pointer string, f *fault.Error) fault.Field {
	return fault.Field{Pointer: pointer, Code: f.Code, Message: f.Message, Params: f.Params}
}

// canonical reads one cell by the field's kind. The empty cell is empty.
func (f feed) canonical(cell string) (string, error) {
	if cell == "" {
		return "", nil
	}
	switch f.Kind {
	case "decimal", "money":
		return ParseDecimal(cell, f.decimal)
	case "integer":
		n, err := ParseDecimal(cell, f.decimal)
		if err != nil {
			return "", err
		}
		whole, fraction, _ := strings.Cut(n, ".")
		if strings.Trim(fraction, "0") != "" {
			return "", about(ErrNotInteger, cell)
		}
		return whole, nil
	case "date":
		w, err := ParseDate(cell, f.order)
		return w.Day(), err
	case "instant":
		w, err := ParseDate(cell, f.order)
		return w.Time.UTC().Format(time.RFC3339Nano), err
	case "bool":
		yes, err := ParseBool(cell)
		if err != nil {
			return "", err
		}
		if yes {
			return "true", nil
		}
		return "false", nil
	case "email":
		return email(cell)
	case "url":
		if strings.HasPrefix(strings.ToLower(cell), "www.") {
			return "https://" + cell, nil
		}
		return cell, nil // the module knows what it takes
	case "uuid":
		if !isUUID(cell) {
			return "", about(ErrNotUUID, cell)
		}
		return strings.ToLower(cell), nil
	}
	return cell, nil // texts and telephones: the module knows what it takes
}

// email takes "Ann <ann@example.com>" too, and writes the domain small.
func email(cell string) (string, error) {
	a, err := mail.ParseAddress(strings.TrimPrefix(cell, "mailto:"))
	if err != nil || !isEmail(a.Address) {
		return "", about(ErrNotEmail, cell)
	}
	at := strings.LastIndexByte(a.Address, '@')
	return a.Address[:at] + strings.ToLower(a.Address[at:]), nil
}
