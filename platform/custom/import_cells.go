package custom

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/imports"
)

// incoming is what a batch of rows says of custom fields.
type incoming struct {
	Draft
	target imports.Target
	entity history.Entity
	rows   []cells
}

// cells are what a row says of custom fields, and what is wrong with it.
type cells struct {
	values map[string]any
	faults []fault.Field
}

// incoming reads a batch's cells; nil: the object has no custom fields.
func (s *Service) incoming(ctx context.Context, t imports.Target, records []imports.Record) (*incoming, error) {
	e, ok := s.entities[t.Entity]
	if !ok {
		return nil, nil
	}
	in := &incoming{Draft: Draft{entity: t.Entity, made: true}, target: t, entity: e, rows: make([]cells, len(records))}
	var err error
	if in.fields, err = s.all(ctx, t.Entity, false); err != nil || len(in.fields) == 0 {
		return nil, err
	}
	see, err := in.sight(ctx, e)
	if err != nil {
		return nil, err
	}
	in.fields = slices.DeleteFunc(in.fields, func(f Field) bool { return !see.writes(f) })
	names := s.lookup()
	for i, r := range records {
		in.rows[i].values = map[string]any{}
		for _, f := range in.fields {
			cell := strings.TrimSpace(r.Values[prefix+f.Key])
			if cell == "" || f.Kind == File {
				continue
			}
			v, no := f.cellValue(cell, strings.TrimSpace(r.Values[prefix+f.Key+".currency"]), func(f Field, text string) (uuid.UUID, *bad) { return names.find(ctx, f, text) })
			if no != nil {
				in.rows[i].faults = append(in.rows[i].faults, fault.Field{Pointer: "/" + prefix + f.Key, Code: no.code, Message: no.say})
				continue
			}
			in.rows[i].values[f.Key] = v
		}
	}
	return in, names.err
}

// cellValue is a cell as the field keeps it.
func (f Field) cellValue(cell, currency string, find func(f Field, text string) (uuid.UUID, *bad)) (any, *bad) {
	var v any = cell
	switch f.Kind {
	case Integer:
		n, err := strconv.ParseInt(cell, 10, 64)
		if err != nil {
			return nil, &bad{"custom." + f.Kind, wrong[f.Kind]}
		}
		v = float64(n)
	case Money:
		v = map[string]any{"amount": cell, "currency": strings.ToUpper(currency)}
	case Boolean:
		v = cell == "true"
	case Choice:
		v = f.named(cell)
	case Choices:
		list := []any{}
		for _, one := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;|\n", r) }) {
			if key := f.named(strings.TrimSpace(one)); key != "" && !slices.Contains(list, any(key)) {
				list = append(list, key)
			}
		}
		v = list
	case PersonOf, Link:
		id, no := find(f, cell)
		return id.String(), no
	}
	return f.read(v)
}

// named is the key of the option that a text means, by key or by label in any
// language; a text that means none stays, and is refused as what it is.
func (f Field) named(text string) string {
	for _, o := range f.Options {
		if strings.EqualFold(o.Key, text) {
			return o.Key
		}
		for _, label := range o.Label {
			if strings.EqualFold(label, text) {
				return o.Key
			}
		}
	}
	return text
}
