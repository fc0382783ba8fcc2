package custom

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/words"
)

// settle checks what a field is to be, and completes it: keys of new options,
// texts without blanks around them. was is nil for a new field.
func (s *Service) settle(ctx context.Context, f, was *Field, see sight) error {
	var c fault.Collector
	c.Check(tidy(f.Label, 100), "/label", "invalid", "A label has up to 100 letters, in languages that the house speaks: en, de.")
	c.Check(f.Label.In(words.English) != "", "/label", "required", "Give the field a label in one language at least.")
	if f.Help == nil {
		f.Help = Said{}
	}
	c.Check(tidy(f.Help, 500), "/help", "invalid", "A help has up to 500 letters, in languages that the house speaks: en, de.")
	if f.Key == "" {
		f.Key = keyOf(f.Label.In(words.English))
	}
	if was == nil && f.Key != "" {
		c.Check(keyForm(f.Key), "/key", "invalid", "A key has up to 40 small letters, digits and _, and begins with a letter.")
	}
	f.options(was, &c)
	c.Check(f.Kind != Link && f.EntityOf == "" || f.Kind == Link && s.titled[f.EntityOf].Title != nil, "/entity_of", "invalid", "Say what the link leads to, as crm.contact.")
	if f.Kind != Money {
		f.Currency = ""
	}
	c.Check(f.Kind != Money || kernel.Currency(f.Currency).Valid(), "/currency", "invalid", "A currency has three capital letters, as EUR.")
	c.Check(f.Class == "" || slices.Contains(s.classes[f.Entity], f.Class), "/class", "invalid", "The object has no such class of fields.")
	c.Check(see.reads(*f), "/class", "forbidden", "You may not read this class of fields, so you cannot put a field into it.")
	c.Check(!f.Unique || f.alike(), "/unique", "invalid", "Only texts, whole numbers, days, addresses and phones can be unique.")
	c.Check(!f.Unique || f.Default == nil || f.Default == "", "/default", "invalid", "A unique field has no default: the second record would clash.")
	c.Check(!f.Searchable || f.texts(), "/searchable", "invalid", "Only texts, addresses and phones can be searched.")
	c.Check(!f.Searchable || f.Class == "", "/searchable", "invalid", "A field of a class cannot be searched: whoever may not read it would find by it.")
	c.Check(!f.Required || f.Kind != File, "/required", "invalid", "A file cannot be required: it hangs on a record that is there.")
	if err := c.Err(); err != nil {
		return err
	}
	return s.settleDefault(ctx, f, was)
}

func (s *Service) settleDefault(ctx context.Context, f, was *Field) error {
	if f.Default == "" {
		f.Default = nil
	}
	if f.Default == nil || was != nil && equal(f.Default, was.Default) && !f.chooses() {
		return nil
	}
	if f.Kind == File {
		return fault.ErrInvalid.Field("/default", "invalid", "A file has no default.")
	}
	v, bad := f.read(f.Default)
	if bad == nil {
		var err error
		if bad, err = s.known(ctx, *f, kernel.Record{}, v); err != nil {
			return err
		}
	}
	if bad != nil {
		return fault.ErrInvalid.Field("/default", bad.code, bad.say)
	}
	f.Default = v
	return nil
}

// tidy trims texts by language, drops empty ones and says whether all are short enough.
func tidy(said Said, most int) bool {
	for language, text := range said {
		text = strings.TrimSpace(text)
		if said[language] = text; text == "" {
			delete(said, language)
		}
		if !words.Known(language) || utf8.RuneCountInString(text) > most {
			return false
		}
	}
	return true
}

func keyForm(key string) bool {
	for i, r := range key {
		if (r < 'a' || r > 'z') && (i == 0 || (r < '0' || r > '9') && r != '_') {
			return false
		}
	}
	return key != "" && len(key) <= 40
}

// options checks the options of a choice and gives new ones their keys.
func (f *Field) options(was *Field, c *fault.Collector) {
	if f.Options == nil {
		f.Options = []Option{}
	}
	c.Check(f.chooses() || len(f.Options) == 0, "/options", "invalid", "Only a choice has options.")
	live := 0
	known := func(key string) bool {
		return slices.ContainsFunc(f.Options, func(o Option) bool { return o.Key == key }) || was != nil && was.option(key) != nil
	}
	for i := range f.Options {
		o, at := &f.Options[i], "/options/"+strconv.Itoa(i)
		c.Check(tidy(o.Label, 100) && o.Label.In(words.English) != "", at+"/label", "required", "Give the option a label of up to 100 letters, in one language at least.")
		if o.Key == "" {
			key := keyOf(o.Label.In(words.English))
			if key == "" {
				key = "option"
			}
			o.Key = fresh(key, known)
		}
		c.Check(keyForm(o.Key), at+"/key", "invalid", "A key has up to 40 small letters, digits and _, and begins with a letter.")
		twice := slices.ContainsFunc(f.Options[:i], func(p Option) bool { return p.Key == o.Key })
		c.Check(!twice, at+"/key", "duplicate", "Another option has this key.")
		if !o.Archived {
			live++
		}
	}
	c.Check(!f.chooses() || live > 0, "/options", "required", "A choice needs an option at least.")
}

// fits asks the records whether a change of a field fits what they hold. Its
// author may change the object's fields, so it says no more than that.
func (s *Service) fits(ctx context.Context, was, f Field) error {
	for _, o := range was.Options {
		if f.option(o.Key) != nil {
			continue
		}
		used, err := s.found(ctx, f.Entity, f.holding(o.Key))
		if err != nil {
			return err
		}
		if used {
			return ErrOptionInUse.At("/options")
		}
	}
	if !f.Unique || was.Unique {
		return nil
	}
	clash, err := db.Glance(ctx, s.pool(f.Entity), func(tx *db.Tx) (clash bool, err error) {
		err = tx.QueryRow(ctx, "select exists (select from "+table(f.Entity)+" t where t.custom ->> $1 <> '' group by lower(t.custom ->> $1) having count(*) > 1)", f.Key).Scan(&clash)
		return clash, err
	})
	if err == nil && clash {
		err = ErrNotAlike.At("/unique")
	}
	return err
}

// table is an entity's table; the names are ours, and one of them is a word of SQL.
func table(entity string) string {
	schema, name, _ := strings.Cut(entity, ".")
	return schema + `."` + name + `"`
}

// finder is the function that finds records by the values of their fields, alike
// the one that does not look at their case.
func finder(entity string) string { return entity + "_custom" }

func alike(entity string) string { return entity + "_custom_alike" }

// found says whether a live record has one of these values.
func (s *Service) found(ctx context.Context, entity string, values string) (bool, error) {
	return db.Glance(ctx, s.pool(entity), func(tx *db.Tx) (found bool, err error) {
		if err = tx.QueryRow(ctx, "select exists (select "+finder(entity)+"($1::jsonb))", values).Scan(&found); err != nil {
			err = fmt.Errorf("look for values of %s: %w", entity, err)
		}
		return found, err
	})
}
