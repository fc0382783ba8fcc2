package history

import (
	"context"
	"log/slog"
	"maps"
	"strings"
	"sync"
)

// A record's custom fields are one column to its table and many to people: what
// changed of them is told, put back and hidden field by field, by the name
// custom.<key>.
const (
	customColumn = "custom"
	customPrefix = "custom."
)

// images reads what a row was before and after a change. Of custom fields, the
// ones are there that the change has changed.
func images(before, after []byte) (was, is map[string]any, err error) {
	if was, err = values(before); err != nil {
		return nil, nil, err
	}
	if is, err = values(after); err != nil {
		return nil, nil, err
	}
	a, hadA := was[customColumn].(map[string]any)
	b, hadB := is[customColumn].(map[string]any)
	if !hadA && !hadB {
		return was, is, nil
	}
	for key := range both(a, b) {
		if hadA && hadB && same(a[key], b[key]) {
			continue
		}
		if hadA {
			was[customPrefix+key] = a[key]
		}
		if hadB {
			is[customPrefix+key] = b[key]
		}
	}
	delete(was, customColumn)
	delete(is, customColumn)
	return was, is, nil
}

// apart is a row with its custom fields beside its columns.
func apart(row map[string]any) map[string]any {
	held, ok := row[customColumn].(map[string]any)
	if !ok {
		return row
	}
	out := maps.Clone(row)
	delete(out, customColumn)
	for key, v := range held {
		out[customPrefix+key] = v
	}
	return out
}

// together puts custom fields into their column again. What was not there is null.
func together(values map[string]any) map[string]any {
	held := map[string]any{}
	for name, v := range values {
		if key, is := strings.CutPrefix(name, customPrefix); is {
			held[key] = v
			delete(values, name)
		}
	}
	if len(held) > 0 {
		values[customColumn] = held
	}
	return values
}

// classesOf asks once, and only if there is a custom field to show, which of
// them have a class. When that is not known, nothing of them is shown.
func (s *Service) classesOf(e *Entity) func(ctx context.Context) func() (map[string]string, bool) {
	return func(ctx context.Context) func() (map[string]string, bool) {
		return sync.OnceValues(func() (map[string]string, bool) {
			if s.custom == nil {
				return nil, true
			}
			classes, err := s.custom(ctx, e.Name)
			if err != nil {
				slog.WarnContext(ctx, "classes of custom fields are unknown", "entity", e.Name, "error", err)
			}
			return classes, err == nil
		})
	}
}

// showsCustom says whether the reader may see a custom field.
func (v sight) showsCustom(key string) bool {
	if v.classes == nil {
		return true
	}
	classes, known := v.classes()
	return known && v.scope.MayRead(classes[key])
}
