package custom

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
)

// prefix begins the names of fields in files, as in lists.
const prefix = "custom."

// Imports lets files fill in custom fields: each field is one more field of the
// targets of its object. The module's own import makes and changes the records;
// their custom values follow in the same transaction.
func (s *Service) Imports(targets ...imports.Target) []imports.Target {
	out := slices.Clone(targets)
	for i, t := range targets {
		out[i].More = func(ctx context.Context) ([]imports.Field, error) { return s.importFields(ctx, t.Entity) }
		out[i].Check = func(ctx context.Context, rows []imports.Record, o imports.Choices) ([]imports.Verdict, error) {
			verdicts, err := t.Check(ctx, rows, o)
			if err != nil {
				return nil, err
			}
			in, err := s.incoming(ctx, t, rows)
			if err != nil || in == nil {
				return verdicts, err
			}
			_, err = db.Read(ctx, t.DB, func(tx *db.Tx) (struct{}, error) { return struct{}{}, in.check(ctx, tx, verdicts) })
			return verdicts, err
		}
		out[i].Prepare = func(ctx context.Context, rows []imports.Record, o imports.Choices) (imports.Write, error) {
			write, err := t.Prepare(ctx, rows, o)
			if err != nil {
				return nil, err
			}
			in, err := s.incoming(ctx, t, rows)
			if err != nil || in == nil {
				return write, err
			}
			return func(ctx context.Context, tx *db.Tx) ([]imports.Verdict, error) {
				verdicts, err := write(ctx, tx)
				if err != nil {
					return nil, err
				}
				return verdicts, in.write(ctx, tx, verdicts)
			}, nil
		}
	}
	return out
}

// importFields are the fields that a file may feed.
func (s *Service) importFields(ctx context.Context, entity string) ([]imports.Field, error) {
	if _, ok := s.entities[entity]; !ok {
		return nil, nil
	}
	fields, err := s.readable(ctx, entity)
	var out []imports.Field
	for _, f := range fields {
		if f.Kind == File {
			continue
		}
		hint := imports.FieldHint{Key: prefix + f.Key, Label: f.Label.In(language(ctx)), Kind: importKinds[f.Kind], Synonyms: []string{f.Key}}
		for _, label := range f.Label {
			hint.Synonyms = append(hint.Synonyms, label)
		}
		slices.Sort(hint.Synonyms)
		out = append(out, imports.Field{FieldHint: hint, Help: f.importHelp(language(ctx))})
		if f.Kind == Money {
			hint.Key, hint.Label, hint.Kind = hint.Key+".currency", hint.Label+" currency", "text"
			for i := range hint.Synonyms {
				hint.Synonyms[i] += " currency"
			}
			out = append(out, imports.Field{FieldHint: hint, Help: "ISO 4217; " + f.Currency + " unless given."})
		}
	}
	return out, err
}

// importKinds are the kinds of cells; what is not here is a text.
var importKinds = map[string]string{Integer: "integer", Decimal: "decimal", Percent: "decimal", Money: "decimal", Boolean: "bool", Date: "date", URL: "url", Email: "email", Phone: "phone"}

func (f Field) importHelp(language string) string {
	switch {
	case f.Kind == PersonOf:
		return "An e-mail address, or the name of somebody with a login here."
	case f.Kind == Link:
		return "The name, code or ID of a record."
	case f.chooses():
		names := make([]string, 0, len(f.Options))
		for _, o := range f.Options {
			if !o.Archived {
				names = append(names, o.Label.In(language))
			}
		}
		return strings.Join(names, ", ")
	}
	return f.Help.In(language)
}

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
	find := s.finding(ctx)
	for i, r := range records {
		in.rows[i].values = map[string]any{}
		for _, f := range in.fields {
			cell := strings.TrimSpace(r.Values[prefix+f.Key])
			if cell == "" || f.Kind == File {
				continue
			}
			v, no := f.cellValue(cell, strings.TrimSpace(r.Values[prefix+f.Key+".currency"]), find)
			if no != nil {
				in.rows[i].faults = append(in.rows[i].faults, fault.Field{Pointer: "/" + prefix + f.Key, Code: no.code, Message: no.say})
				continue
			}
			in.rows[i].values[f.Key] = v
		}
	}
	return in, nil
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

// finding finds people and records that cells name, each text once.
func (s *Service) finding(ctx context.Context) func(f Field, text string) (uuid.UUID, *bad) {
	type answer struct {
		id uuid.UUID
		no *bad
	}
	known := map[string]answer{}
	var people map[uuid.UUID]Person
	return func(f Field, text string) (uuid.UUID, *bad) {
		word := f.target() + " " + strings.ToLower(text)
		a, asked := known[word]
		if asked {
			return a.id, a.no
		}
		var ids []uuid.UUID
		if f.Kind == PersonOf {
			if people == nil {
				people, _ = s.people(ctx) // who is unknown is refused, row by row
			}
			for id, p := range people {
				if p.Active && (strings.EqualFold(p.Email, text) || strings.EqualFold(p.Name, text)) {
					ids = append(ids, id)
				}
			}
		} else {
			ids = s.meant(ctx, f.EntityOf, text)
		}
		switch len(ids) {
		case 1:
			a.id = ids[0]
		case 0:
			a.no = &bad{"custom.not_found", "Nobody and nothing here is called that, or you may not see it."}
		default:
			a.no = &bad{"custom.ambiguous", "Several are called that. Write the e-mail address, the code or the ID."}
		}
		known[word] = a
		return a.id, a.no
	}
}

// meant are the records that a text means: by ID, or those that a search finds
// under just this name or code.
func (s *Service) meant(ctx context.Context, entity, text string) []uuid.UUID {
	if id, err := uuid.Parse(text); err == nil {
		if e, ok := s.titled[entity]; ok && e.Visible(ctx, id) == nil {
			return []uuid.UUID{id}
		}
		return nil
	}
	find := s.finds[entity]
	if find == nil {
		return nil
	}
	hits, err := find(ctx, text, 20)
	if err != nil {
		return nil
	}
	var ids []uuid.UUID
	for _, h := range hits {
		exact := strings.EqualFold(h.Title, text)
		for word := range strings.SplitSeq(h.Subtitle, " · ") {
			exact = exact || strings.EqualFold(word, text)
		}
		if exact {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

// check adds to verdicts what is to be said of custom fields, and writes nothing.
func (in *incoming) check(ctx context.Context, tx *db.Tx, verdicts []imports.Verdict) error {
	held, err := in.held(ctx, tx, verdicts, "")
	if err != nil {
		return err
	}
	for i := range verdicts {
		in.judge(ctx, &verdicts[i], i, held[verdicts[i].ID])
	}
	return in.apart(ctx, tx, verdicts, held)
}

// held reads what the records of a batch have.
func (in *incoming) held(ctx context.Context, tx *db.Tx, verdicts []imports.Verdict, lock string) (map[uuid.UUID]kernel.Custom, error) {
	var ids []uuid.UUID
	for _, v := range verdicts {
		if v.Action != imports.Refused && v.ID != uuid.Nil {
			ids = append(ids, v.ID)
		}
	}
	out := map[uuid.UUID]kernel.Custom{}
	rows, err := tx.Query(ctx, "select id, custom from "+table(in.Draft.entity)+" where id = any($1::uuid[]) order by id"+lock, ids)
	if err != nil {
		return nil, fmt.Errorf("read custom fields of %s: %w", in.Draft.entity, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id uuid.UUID
		var c kernel.Custom
		if err := rows.Scan(&id, &c); err != nil {
			return nil, fmt.Errorf("read custom fields of %s: %w", in.Draft.entity, err)
		}
		out[id] = c
	}
	return out, rows.Err()
}

// judge says what becomes of a row's custom values, and answers what the record has then.
func (in *incoming) judge(ctx context.Context, v *imports.Verdict, n int, held kernel.Custom) kernel.Custom {
	refuse := func(faults ...fault.Field) { v.Action, v.Faults = imports.Refused, append(v.Faults, faults...) }
	r := in.rows[n]
	if len(r.faults) > 0 {
		refuse(r.faults...)
	}
	if v.Action == imports.Refused {
		return held
	}
	made := v.Action == imports.Create
	if !made && in.target.Fixed {
		return held
	}
	is := held.Put(r.values)
	for _, f := range in.fields {
		at := "/" + prefix + f.Key
		if made && is[f.Key] == nil && f.Default != nil {
			is[f.Key] = f.Default
		}
		if made && f.Required && is[f.Key] == nil {
			refuse(fault.Field{Pointer: at, Code: "custom.required", Message: "Fill in " + f.Label.In(language(ctx)) + "."})
		}
		if key := f.gone(r.values[f.Key], held[f.Key]); key != "" {
			refuse(fault.Field{Pointer: at, Code: "custom.option_archived", Message: "The option " + f.option(key).Label.In(language(ctx)) + " is not offered any more. Choose another."})
		}
		if !made && !equal(is[f.Key], held[f.Key]) {
			v.Changed = append(v.Changed, prefix+f.Key)
		}
	}
	if v.Action == imports.Unchanged && !is.Equal(held) {
		if err := authz.Allowed(ctx, in.entity.Change); err != nil {
			refuse(fault.Field{Code: "forbidden", Message: fault.As(err).Message})
			return held
		}
		v.Action = imports.Update
	}
	return is
}

// apart refuses rows whose unique values another record or an earlier row has.
func (in *incoming) apart(ctx context.Context, tx *db.Tx, verdicts []imports.Verdict, held map[uuid.UUID]kernel.Custom) error {
	for _, f := range in.fields {
		if !f.Unique {
			continue
		}
		seen := map[string]bool{}
		for i := range verdicts {
			v, given := in.rows[i].values[f.Key]
			if !given || verdicts[i].Action == imports.Refused || equal(v, held[verdicts[i].ID][f.Key]) {
				continue
			}
			values := f.holding(v)
			taken := seen[strings.ToLower(values)]
			if !taken {
				if err := tx.QueryRow(ctx, "select exists (select from "+alike(in.Draft.entity)+"($1::jsonb) other where other <> $2)", values, verdicts[i].ID).Scan(&taken); err != nil {
					return fmt.Errorf("look for a value of %s.%s: %w", in.Draft.entity, f.Key, err)
				}
			}
			seen[strings.ToLower(values)] = true
			if taken {
				verdicts[i].Action = imports.Refused
				verdicts[i].Faults = append(verdicts[i].Faults, fault.Field{Pointer: "/" + prefix + f.Key, Code: ErrTaken.Code, Message: ErrTaken.Message})
			}
		}
	}
	return nil
}

// write gives the records that the module has written their custom values. A
// row that is refused only here fails the batch: rows are then written one by
// one, and its record is not made.
func (in *incoming) write(ctx context.Context, tx *db.Tx, verdicts []imports.Verdict) error {
	held, err := in.held(ctx, tx, verdicts, " for no key update")
	if err != nil {
		return err
	}
	var ids []uuid.UUID
	var customs []string
	var bump []bool
	taken := map[string]bool{}
	for i := range verdicts {
		v := &verdicts[i]
		if v.Action == imports.Refused {
			continue
		}
		was := held[v.ID]
		is := in.judge(ctx, v, i, was)
		if v.Action == imports.Refused {
			return refused(v.Faults)
		}
		if is.Equal(was) {
			continue
		}
		if err := in.takes(ctx, tx, v.ID, was, is); err != nil {
			return inFile(err)
		}
		for _, f := range in.fields {
			if word := strings.ToLower(f.holding(is[f.Key])); f.Unique && is[f.Key] != nil && !equal(is[f.Key], was[f.Key]) {
				if taken[word] {
					return refused([]fault.Field{{Pointer: "/" + prefix + f.Key, Code: ErrTaken.Code, Message: ErrTaken.Message}})
				}
				taken[word] = true
			}
		}
		ids, customs, bump = append(ids, v.ID), append(customs, is.String()), append(bump, v.Action != imports.Create)
	}
	if len(ids) == 0 {
		return nil
	}
	set, err := in.touch(ctx, tx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "update "+table(in.Draft.entity)+` r set custom = v.custom::jsonb, version = r.version + v.bump::int`+set+`
		from unnest($1::uuid[], $2::text[], $3::bool[]) v(id, custom, bump) where r.id = v.id`, ids, customs, bump)
	if err != nil {
		return fmt.Errorf("write custom fields of %s: %w", in.Draft.entity, err)
	}
	return nil
}

// touch moves the moment of the last change, where a table keeps one.
func (in *incoming) touch(ctx context.Context, tx *db.Tx) (set string, err error) {
	err = tx.QueryRow(ctx, "select coalesce(max(', updated_at = now()'), '') from pg_attribute where attrelid = $1::text::regclass and attname = 'updated_at'", table(in.Draft.entity)).Scan(&set)
	return set, err
}

func refused(faults []fault.Field) error {
	f := fault.ErrInvalid
	for _, x := range faults {
		f = f.Field(x.Pointer, x.Code, x.Message)
	}
	return f
}

// inFile points at columns of the file where a request would have its members.
func inFile(err error) error {
	f := fault.As(err)
	if f == nil {
		return err
	}
	faults := slices.Clone(f.Fields)
	for i := range faults {
		faults[i].Pointer = strings.Replace(faults[i].Pointer, "/custom/", "/"+prefix, 1)
	}
	return refused(faults)
}
