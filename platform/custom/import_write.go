package custom

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/imports"
	"longhouse/platform/kernel"
)

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
