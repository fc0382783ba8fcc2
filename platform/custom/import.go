package custom

import (
	"context"
	"slices"
	"strings"

	"longhouse/platform/db"
	"longhouse/platform/imports"
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
