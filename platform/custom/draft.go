package custom

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
)

// Draft is values that somebody wants a record to have, looked at before the
// transaction that writes it: neighbours were asked, and only the record's own
// values are still unknown.
type Draft struct {
	entity string
	made   bool // a new record
	fields []Field
	given  map[string]any
	writes func(Field) bool
}

// Draft looks at the values that are given for a record; id is zero for a new
// one. It fails with a fault that points at each value that is refused.
func (s *Service) Draft(ctx context.Context, entity string, id uuid.UUID, given kernel.Custom) (Draft, error) {
	d := Draft{entity: entity, made: id == uuid.Nil}
	if s == nil || !d.made && len(given) == 0 {
		return d, unknown(given)
	}
	e, ok := s.entities[entity]
	if !ok {
		return d, unknown(given)
	}
	var err error
	if d.fields, err = s.all(ctx, entity, false); err != nil || len(d.fields) == 0 {
		if err == nil {
			err = unknown(given)
		}
		return d, err
	}
	see, err := d.sight(ctx, e)
	if err != nil {
		return d, err
	}
	var c fault.Collector
	d.given = map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		f, ok := d.field(key)
		switch {
		case !ok || !see.reads(f) && !see.writes(f):
			c.Add("/custom/"+key, "custom.unknown", noSuch)
			continue
		case !see.writes(f):
			return d, fault.ErrForbidden.Say("This needs the right "+string(see.right(f.Class, "update"))+", which none of your roles gives you.").
				Field("/custom/"+key, "field_forbidden", "Your roles do not allow changing this field.")
		}
		v, no := f.read(given[key])
		if no == nil && v != nil {
			if no, err = s.known(ctx, f, kernel.Record{Entity: entity, ID: id}, v); err != nil {
				return d, err
			}
		}
		if no != nil {
			c.Add("/custom/"+key, no.code, no.say)
		}
		d.given[key] = v
	}
	return d, c.Err()
}

// sight of whoever writes: one who may change but not read has none of the classes.
func (d *Draft) sight(ctx context.Context, e history.Entity) (sight, error) {
	see, err := seeing(ctx, e)
	if fault.KindOf(err) == fault.Forbidden {
		see, err = sight{entity: e, ctx: ctx}, nil
	}
	d.writes = see.writes
	return see, err
}

const noSuch = "There is no such custom field, or it is archived. Read /custom-fields for those that there are."

func unknown(given kernel.Custom) error {
	var c fault.Collector
	for _, key := range slices.Sorted(maps.Keys(given)) {
		c.Add("/custom/"+key, "custom.unknown", noSuch)
	}
	return c.Err()
}

func (d Draft) field(key string) (Field, bool) {
	i := slices.IndexFunc(d.fields, func(f Field) bool { return f.Key == key })
	if i < 0 {
		return Field{}, false
	}
	return d.fields[i], true
}

// Put gives what the record has from now on. It runs in the transaction that
// writes the record, which it holds: unique values are taken here.
func (d Draft) Put(ctx context.Context, tx *db.Tx, id uuid.UUID, was kernel.Custom) (kernel.Custom, error) {
	is := was.Put(d.given)
	var c fault.Collector
	for _, f := range d.fields {
		v, given := d.given[f.Key]
		if d.made && !given && f.Default != nil {
			is[f.Key] = f.Default
		}
		if f.Required && is[f.Key] == nil && (given || d.made && d.writes(f)) {
			c.Add("/custom/"+f.Key, "custom.required", "Fill in "+f.Label.In(language(ctx))+".")
		}
		if key := f.gone(v, was[f.Key]); key != "" {
			c.Add("/custom/"+f.Key, "custom.option_archived", "The option "+f.option(key).Label.In(language(ctx))+" is not offered any more. Choose another.")
		}
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	return is, d.takes(ctx, tx, id, was, is)
}

// gone is an option that is newly chosen though it is archived.
func (f Field) gone(v, was any) string {
	chosen := func(v any) []any {
		if list, ok := v.([]any); ok {
			return list
		}
		return []any{v}
	}
	if !f.chooses() || v == nil {
		return ""
	}
	for _, one := range chosen(v) {
		key, _ := one.(string)
		if o := f.option(key); o != nil && o.Archived && !slices.Contains(chosen(was), one) {
			return key
		}
	}
	return ""
}

// takes holds the new values of unique fields until the transaction ends, and
// refuses those that another record has.
func (d Draft) takes(ctx context.Context, tx *db.Tx, id uuid.UUID, was, is kernel.Custom) error {
	return take(ctx, tx, d.entity, d.fields, id, was, is)
}

func take(ctx context.Context, tx *db.Tx, entity string, fields []Field, id uuid.UUID, was, is kernel.Custom) error {
	var c fault.Collector
	unique := slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return !f.Unique || is[f.Key] == nil || equal(is[f.Key], was[f.Key]) })
	slices.SortFunc(unique, func(a, b Field) int { return strings.Compare(a.Key, b.Key) }) // one order, so that two writers wait and do not deadlock
	for _, f := range unique {
		values := f.holding(is[f.Key])
		var taken bool
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock(hashtextextended(current_setting('app.org_id') || $1 || custom.folded($2::jsonb)::text, 11))", entity, values); err != nil {
			return fmt.Errorf("hold a value of %s.%s: %w", entity, f.Key, err)
		}
		if err := tx.QueryRow(ctx, "select exists (select from "+alike(entity)+"($1::jsonb) other where other <> $2)", values, id).Scan(&taken); err != nil {
			return fmt.Errorf("look for a value of %s.%s: %w", entity, f.Key, err)
		}
		if taken {
			c.Add("/custom/"+f.Key, ErrTaken.Code, ErrTaken.Message)
		}
	}
	err := c.Err()
	if err == nil {
		return nil
	}
	return clash(err)
}

// clash is the refusal as a conflict: nothing is wrong with the value itself.
func clash(err error) error {
	f := ErrTaken
	for _, x := range fault.As(err).Fields {
		f = f.Field(x.Pointer, x.Code, x.Message)
	}
	return f
}

// Restored refuses old values that come back by an undo while another record
// has what must be unique.
func (s *Service) Restored(ctx context.Context, tx *db.Tx, entity string, id uuid.UUID, was, is kernel.Custom) error {
	if s == nil || equal(was, is) {
		return nil
	}
	fields, err := s.within(ctx, tx, entity, false)
	if err != nil {
		return err
	}
	return take(ctx, tx, entity, fields, id, was, is)
}
