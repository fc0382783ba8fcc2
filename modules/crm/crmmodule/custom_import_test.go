package crmmodule_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/imports"
)

// target is an import of crm as files meet it, with the fields that the organisation has added.
func (f *fixture) target(name string) imports.Target {
	f.t.Helper()
	for _, t := range f.custom.Imports(f.module.Imports...) {
		if t.Name == name {
			return t
		}
	}
	f.t.Fatal("no target " + name)
	return imports.Target{}
}

// line is one row of a file.
type line = map[string]string

// verdicts are what becomes of rows: action, and the first fault's field and code.
func verdicts(vs []imports.Verdict) (out [][]string) {
	for _, v := range vs {
		one := []string{v.Action}
		if len(v.Faults) > 0 {
			one = append(one, v.Faults[0].Pointer, v.Faults[0].Code)
		}
		if v.Action == imports.Update {
			one = append(one, v.Changed...)
		}
		out = append(out, one)
	}
	return out
}

func TestAFileFillsInCustomFields(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.custom.Register(nil, nil, f.module.Search...)
	f.create("/accounts", object{"name": "Mother Ltd", "code": "M100"})
	f.field("crm.account", "choice", "Tier", object{"options": []object{{"label": object{"en": "Gold", "de": "Golden"}}}})
	f.field("crm.account", "choices", "Tags", object{"options": options("Red", "Blue")})
	f.field("crm.account", "integer", "Seats", nil)
	f.field("crm.account", "money", "Budget", object{"currency": "EUR"})
	f.field("crm.account", "boolean", "Vip", object{"default": false})
	f.field("crm.account", "person", "Keeper", nil)
	f.field("crm.account", "link", "Mother", object{"entity_of": "crm.account"})
	f.field("crm.account", "text", "Vat", object{"unique": true, "required": true})
	target := f.target("crm.accounts")
	more, err := target.More(f.db.As(t, "owner"))
	require.NoError(t, err)
	keys := []string{}
	for _, m := range more {
		keys = append(keys, m.Key+" "+m.Kind)
	}
	require.Equal(t, []string{"custom.tier ", "custom.tags ", "custom.seats integer", "custom.budget decimal", "custom.budget.currency text", "custom.vip bool", "custom.keeper ", "custom.mother ", "custom.vat "}, keys)
	require.Contains(t, more[0].Synonyms, "Tier", "columns are guessed by the labels")

	ctx := f.db.With(t, f.db.Context(t), authz.TestPolicy{Resources: crm.Resources}, "owner")
	load := func(rows ...line) (before, after [][]string) {
		t.Helper()
		records := make([]imports.Record, len(rows))
		for i, r := range rows {
			records[i] = imports.Record{Values: r}
		}
		checked, err := target.Check(ctx, records, imports.Choices{})
		require.NoError(t, err)
		write, err := target.Prepare(ctx, records, imports.Choices{})
		require.NoError(t, err)
		var done []imports.Verdict
		err = db.Changed(ctx, target.DB, func(tx *db.Tx) error { done, err = write(ctx, tx); return err })
		if err != nil { // the machinery writes such a batch row by row
			return verdicts(checked), nil
		}
		return verdicts(checked), verdicts(done)
	}
	full := line{"code": "1", "name": "One", "custom.tier": "golden", "custom.tags": "Blue; red", "custom.seats": "12", "custom.budget": "9.50", "custom.budget.currency": "usd",
		"custom.vip": "true", "custom.keeper": "NANCY@example.com", "custom.mother": "m100", "custom.vat": "DE1"}
	before, after := load(full)
	require.Equal(t, [][]string{{"create"}}, before)
	require.Equal(t, before, after)
	one := func() object {
		var list object
		f.Get("/crm/accounts?code=1").Is(200).JSON(&list)
		return at(list, "items", 0).(object)
	}
	require.Equal(t, object{"tier": "gold", "tags": []any{"blue", "red"}, "seats": 12.0, "budget": object{"amount": "9.50", "currency": "USD"}, "vip": true,
		"keeper": object{"id": f.db.User.String(), "name": "Nancy Davolio"}, "mother": object{"id": at(one(), "custom", "mother", "id"), "name": "Mother Ltd"}, "vat": "DE1"}, one()["custom"])
	require.Equal(t, 1.0, one()["version"])

	before, after = load(full)
	require.Equal(t, [][]string{{"unchanged"}}, before, "a file that is read twice changes nothing")
	require.Equal(t, before, after)
	before, after = load(line{"code": "1", "custom.seats": "13", "custom.tier": ""})
	require.Equal(t, [][]string{{"update", "custom.seats"}}, before, "an empty cell takes nothing away")
	require.Equal(t, before, after)
	require.Equal(t, 13.0, at(one(), "custom", "seats"))
	require.Equal(t, 2.0, one()["version"])

	before, _ = load(line{"code": "2", "name": "Two", "custom.vat": "de1"}, line{"code": "3", "name": "Three", "custom.vat": "X"}, line{"code": "4", "name": "Four", "custom.vat": "x"},
		line{"code": "5", "name": "Five"}, line{"code": "6", "name": "Six", "custom.vat": "Y", "custom.tier": "Silver"}, line{"code": "7", "name": "Seven", "custom.vat": "Z", "custom.keeper": "Otto"},
		line{"code": "8", "name": "Eight", "custom.vat": "Q", "custom.seats": "many"})
	require.Equal(t, [][]string{{"error", "/custom.vat", "custom.taken"}, {"create"}, {"error", "/custom.vat", "custom.taken"}, {"error", "/custom.vat", "custom.required"},
		{"error", "/custom.tier", "custom.choice"}, {"error", "/custom.keeper", "custom.not_found"}, {"error", "/custom.seats", "custom.integer"}}, before)
	require.Empty(t, f.listed("/crm/accounts", "code=2"), "a row that is refused makes nothing")
}
