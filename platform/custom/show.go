package custom

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/actor"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/platform/words"
)

// language is the caller's, as far as the house speaks it.
func language(ctx context.Context) string {
	who, err := actor.From(ctx)
	if err == nil {
		for tag := range strings.SplitSeq(who.Locale, ",") {
			if l, _, _ := strings.Cut(strings.TrimSpace(tag), "-"); words.Known(l[:min(2, len(l))]) {
				return l[:min(2, len(l))]
			}
		}
	}
	return words.English
}

// Show turns what records hold into what the caller sees: fields that are in
// use and that they may read, and what is named by an ID with its name. It asks
// neighbours, so it comes after the transaction.
func (s *Service) Show(ctx context.Context, entity string, of ...*kernel.Custom) error {
	held := false
	for _, c := range of {
		held = held || len(*c) > 0
	}
	if !held {
		return nil
	}
	fields, err := s.readable(ctx, entity)
	if err != nil {
		for _, c := range of {
			*c = nil // nothing is shown that could not be looked at
		}
		return err
	}
	names, err := s.names(ctx, fields, of)
	if err != nil {
		return err
	}
	for _, c := range of {
		shown := kernel.Custom{}
		for _, f := range fields {
			v, ok := (*c)[f.Key]
			if !ok {
				continue
			}
			if text, isText := v.(string); isText && f.refers() {
				v = map[string]any{"id": text, "name": names[f.target()][text]}
			}
			shown[f.Key] = v
		}
		if *c = shown; len(shown) == 0 {
			*c = nil
		}
	}
	return nil
}

// ShowAll is Show for a page of views.
func ShowAll[T any](ctx context.Context, s *Service, entity string, views []T, of func(*T) *kernel.Custom) error {
	customs := make([]*kernel.Custom, len(views))
	for i := range views {
		customs[i] = of(&views[i])
	}
	return s.Show(ctx, entity, customs...)
}

// Shown makes the last step of a use case: it shows the record that came of a
// transaction. It is written around the transaction's call.
func Shown[T any](ctx context.Context, s *Service, entity string, of func(*T) *kernel.Custom) func(T, error) (T, error) {
	return func(v T, err error) (T, error) {
		if err == nil {
			err = s.Show(ctx, entity, of(&v))
		}
		return v, err
	}
}

// ShownPage is Shown for a page of records.
func ShownPage[T any](ctx context.Context, s *Service, entity string, of func(*T) *kernel.Custom) func(page.Page[T], error) (page.Page[T], error) {
	return func(p page.Page[T], err error) (page.Page[T], error) {
		if err == nil {
			err = ShowAll(ctx, s, entity, p.Items, of)
		}
		return p, err
	}
}

// readable is the live fields of an entity that the caller may read.
func (s *Service) readable(ctx context.Context, entity string) ([]Field, error) {
	if s == nil {
		return nil, nil
	}
	see, err := s.entity(ctx, entity)
	if err != nil {
		if k := fault.KindOf(err); k == fault.Forbidden || k == fault.NotFound {
			return nil, nil // whoever may change and not read sees what they wrote without these
		}
		return nil, err
	}
	fields, err := s.all(ctx, entity, false)
	return see.readable(fields), err
}

// target is what the IDs of a field name: an entity, or people, or files.
func (f Field) target() string {
	if f.Kind == Link {
		return f.EntityOf
	}
	return f.Kind
}

// names tells what the records' references are called, as far as the caller may know.
func (s *Service) names(ctx context.Context, fields []Field, of []*kernel.Custom) (map[string]map[string]string, error) {
	wanted := map[string]map[uuid.UUID]bool{}
	for _, f := range fields {
		if !f.refers() {
			continue
		}
		for _, c := range of {
			text, _ := (*c)[f.Key].(string)
			if id, err := uuid.Parse(text); err == nil {
				if wanted[f.target()] == nil {
					wanted[f.target()] = map[uuid.UUID]bool{}
				}
				wanted[f.target()][id] = true
			}
		}
	}
	out := map[string]map[string]string{}
	for target, ids := range wanted {
		list := make([]uuid.UUID, 0, len(ids))
		for id := range ids {
			list = append(list, id)
		}
		names, err := s.called(ctx, target, list)
		if err != nil {
			return nil, err
		}
		out[target] = map[string]string{}
		for id, name := range names {
			out[target][id.String()] = name
		}
	}
	return out, nil
}

// called names people, files or records.
func (s *Service) called(ctx context.Context, target string, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	switch target {
	case PersonOf:
		people, err := s.people(ctx)
		out := map[uuid.UUID]string{}
		for _, id := range ids {
			if p, ok := people[id]; ok {
				out[id] = p.Name
			}
		}
		return out, err
	case File:
		if s.o.Files == nil {
			return nil, nil
		}
		_, names, err := s.o.Files(ctx, ids)
		return names, err
	}
	e, ok := s.titled[target]
	if !ok {
		return nil, nil
	}
	names, err := e.Title(ctx, ids)
	if fault.KindOf(err) == fault.Forbidden {
		err = nil // the link is there, and the reader may not know to what
	}
	return names, err
}

func (s *Service) people(ctx context.Context) (map[uuid.UUID]Person, error) {
	if s.o.People == nil {
		return nil, nil
	}
	all, err := s.o.People(ctx)
	out := make(map[uuid.UUID]Person, len(all))
	for _, p := range all {
		out[p.ID] = p
	}
	return out, err
}

// known says why a reference cannot stand: nobody, or nothing that the caller may see, has that ID.
func (s *Service) known(ctx context.Context, f Field, of kernel.Record, v any) (*bad, error) {
	if !f.refers() {
		return nil, nil
	}
	no := &bad{"custom.not_found", wrong[f.Kind]}
	text, _ := v.(string)
	id, err := uuid.Parse(text)
	if err != nil {
		return no, nil //nolint:nilerr // it is the value that is refused
	}
	there := false
	switch f.Kind {
	case PersonOf:
		var people map[uuid.UUID]Person
		people, err = s.people(ctx)
		there = people[id].Active
	case Link:
		no.say = "There is no such record, or you may not see it."
		there, err = s.sees(ctx, f.EntityOf, id)
	case File:
		if of.ID != uuid.Nil && s.o.Files != nil {
			var on map[uuid.UUID]kernel.Record
			on, _, err = s.o.Files(ctx, []uuid.UUID{id})
			there = on[id] == of
		}
	}
	if err != nil || there {
		return nil, err
	}
	return no, nil
}

// sees says whether the caller may see a record of a kind.
func (s *Service) sees(ctx context.Context, entity string, id uuid.UUID) (bool, error) {
	e, ok := s.titled[entity]
	if !ok {
		return false, nil
	}
	err := e.Visible(ctx, id)
	if kind := fault.KindOf(err); kind == fault.NotFound || kind == fault.Forbidden {
		return false, nil
	}
	return err == nil, err
}
