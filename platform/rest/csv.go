package rest

import (
	"encoding"
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"strings"

	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// column is a cell of a record: the JSON names on the way to it.
type column struct {
	name    string
	path    []int
	numeric bool
	// Of a field that the organisation has added: its name, what people call it, and which of its cells it is.
	of, label string
	extra     *page.Extra
	nth       int
}

var (
	textType    = reflect.TypeFor[encoding.TextMarshaler]()
	decimalType = reflect.TypeFor[kernel.Decimal]()
)

// columnsOf flattens a view: money becomes amount and currency, lists are left out.
func columnsOf(t reflect.Type) []column {
	var out []column
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "-" || name == "" || len(f.Index) > 1 && !embedded(t, f.Index) {
			continue
		}
		ft := f.Type
		if ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		switch {
		case ft.Implements(textType) || ft.Kind() == reflect.String || ft.Kind() == reflect.Bool || ft.Kind() >= reflect.Int && ft.Kind() <= reflect.Float64:
			out = append(out, column{name: name, path: f.Index, numeric: ft == decimalType || ft.Kind() >= reflect.Int && ft.Kind() <= reflect.Float64})
		case ft.Kind() == reflect.Struct && f.Type.Kind() == reflect.Struct:
			for _, inner := range columnsOf(ft) {
				inner.name = name + "." + inner.name
				inner.path = append(append([]int(nil), f.Index...), inner.path...)
				out = append(out, inner)
			}
		}
	}
	return out
}

func embedded(t reflect.Type, path []int) bool { return t.Field(path[0]).Anonymous }

func heads(columns []column) []SheetColumn {
	out := make([]SheetColumn, len(columns))
	for i, c := range columns {
		out[i] = SheetColumn{Name: c.name, Numeric: c.numeric}
		if c.label != "" {
			out[i].Name = c.label
		}
	}
	return out
}

func cells(v reflect.Value, columns []column) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		f := v.FieldByIndex(c.path)
		if c.extra == nil {
			out[i] = cell(f)
			continue
		}
		held, _ := f.Interface().(kernel.Custom)
		if value, ok := held[c.extra.Key]; ok {
			out[i] = c.extra.Cells(value)[c.nth]
		}
	}
	return out
}

// addedTo are the columns of the fields that the organisation has added to a view.
func addedTo(t reflect.Type, added []page.Extra) []column {
	path, ok := memberOf(t, "custom")
	if !ok {
		return nil
	}
	var out []column
	for i := range added {
		e := &added[i]
		for n, head := range e.Heads {
			label := e.Label
			if n > 0 {
				label += " " + head[strings.LastIndexByte(head, '.')+1:]
			}
			out = append(out, column{name: head, of: e.Heads[0], label: label, path: path, numeric: e.Numeric && n == 0, extra: e, nth: n})
		}
	}
	return out
}

func cell(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	if z, ok := v.Interface().(interface{ IsZero() bool }); ok && z.IsZero() && v.Type() != decimalType {
		return ""
	}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		if b, err := m.MarshalText(); err == nil {
			return string(b)
		}
	}
	return fmt.Sprint(v.Interface())
}

// writeCSV writes UTF-8 with a mark, so that spreadsheets read it right, and
// disarms cells that a spreadsheet would run as a formula.
func writeCSV(w io.Writer, s Sheet) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	head := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		head[i] = c.Name
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for row, err := range s.Rows {
		if err != nil {
			return err
		}
		for i := range row {
			if !s.Columns[i].Numeric {
				row[i] = Defuse(row[i])
			}
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Defuse puts an apostrophe before a text that a spreadsheet would run.
func Defuse(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if _, err := kernel.ParseDecimal(s); err == nil {
		return s
	}
	return "'" + s
}
