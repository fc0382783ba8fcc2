package custom_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/custom"
	"longhouse/platform/db"
)

func TestAFieldGetsItsKeyOfItsLabelAndKeepsIt(t *testing.T) {
	t.Parallel()
	f := setup(t)
	vat := f.add("text", "VAT class", object{"label": object{"en": " VAT class ", "de": "Größe (m²)"}, "help": object{"en": "Ask the tax office."}})
	require.Equal(t, []any{"vat_class", object{"en": "VAT class", "de": "Größe (m²)"}, object{"en": "Ask the tax office."}}, []any{vat["key"], vat["label"], vat["help"]})
	require.Equal(t, "vat_class_2", f.add("text", "VAT-Class!", nil)["key"])
	require.Equal(t, "groesse_m", f.add("text", "", object{"label": object{"de": "Größe (m²)"}})["key"])
	require.Equal(t, "field", f.add("text", "税", nil)["key"])
	require.Equal(t, "own", f.add("text", "X", object{"key": "own"})["key"])
	require.Equal(t, "custom.key_taken", f.Post("/custom-fields", object{"entity": "crm.account", "kind": "text", "label": object{"en": "X"}, "key": "own"}).Is(409).Code())

	var changed object
	f.act("PATCH", vat, "", object{"label": object{"en": "Tax"}}).Is(200).JSON(&changed)
	require.Equal(t, []any{"vat_class", object{"en": "Tax"}}, []any{changed["key"], changed["label"]})
	f.act("PATCH", vat, "", object{"key": "other"}).Is(422)
	require.Equal(t, "stale", f.Do("PATCH", "/custom-fields/"+fmt.Sprint(vat["id"]), object{"required": true}, "If-Match", `"1"`).Is(412).Code())
	f.Do("PATCH", "/custom-fields/"+fmt.Sprint(vat["id"]), object{"required": true}).Is(428)
}

func TestAFieldThatMakesNoSenseIsRefusedWhereItIsWrong(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for pointer, more := range map[string]object{
		"/label":           {"label": object{"en": " "}},
		"/help":            {"help": object{"fr": "Bonjour"}},
		"/key":             {"key": "1st"},
		"/options":         {"kind": "choice"},
		"/options/1/key":   {"kind": "choice", "options": []object{{"key": "a", "label": object{"en": "A"}}, {"key": "a", "label": object{"en": "B"}}}},
		"/options/0/label": {"kind": "choice", "options": []object{{"label": object{}}}},
		"/entity_of":       {"kind": "link"},
		"/currency":        {"kind": "money"},
		"/class":           {"class": "salary"},
		"/unique":          {"kind": "boolean", "unique": true},
		"/searchable":      {"kind": "integer", "searchable": true},
		"/required":        {"kind": "file", "required": true},
		"/default":         {"kind": "integer", "default": "many"},
	} {
		p := f.Post("/custom-fields", merged(object{"entity": "crm.account", "kind": "text", "label": object{"en": "X"}}, more)).Is(422).Problem()
		require.Equal(t, pointer, p.Errors[0].Pointer, "%v", p.Errors)
	}
	require.Equal(t, "custom.unknown_entity", f.Post("/custom-fields", object{"entity": "crm.pipeline", "kind": "text", "label": object{"en": "X"}}).Is(404).Code())
	require.Equal(t, "custom.unknown_entity", f.Get("/custom-fields?entity=crm.pipeline").Is(404).Code())
}

func TestAnArchivedFieldComesBackBehindTheOthersWithItsKey(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a, b, c := f.add("text", "A", nil), f.add("text", "B", nil), f.add("text", "C", nil)
	f.act("POST", b, "/archive", nil).Is(200)
	require.Equal(t, []string{"a", "c"}, f.keys(""))
	require.Equal(t, []string{"a", "b", "c"}, f.keys("&archived=true"))
	require.Equal(t, "custom.archived", f.act("PATCH", b, "", object{"required": true}).Is(409).Code())
	require.Equal(t, "custom.key_taken", f.Post("/custom-fields", object{"entity": "crm.account", "kind": "text", "label": object{"en": "X"}, "key": "b"}).Is(409).Code())
	f.act("POST", b, "/restore", nil).Is(200)
	require.Equal(t, []string{"a", "b", "c"}, f.keys(""))

	f.Post("/custom-fields/order", object{"entity": "crm.account", "ids": []any{c["id"], a["id"]}}).Is(200)
	require.Equal(t, []string{"c", "a", "b"}, f.keys(""))
	f.Post("/custom-fields/order", object{"entity": "crm.account", "ids": []any{c["id"], c["id"]}}).Is(422)
	f.Post("/custom-fields/order", object{"entity": "crm.account", "ids": []any{uuid.New()}}).Is(422)
}

func TestAnObjectHasFiftyFieldsInUse(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for i := range 50 {
		f.add("text", fmt.Sprint("F", i), nil)
	}
	last := f.keys("")
	require.Len(t, last, 50)
	require.Equal(t, "custom.too_many_fields", f.Post("/custom-fields", object{"entity": "crm.account", "kind": "text", "label": object{"en": "X"}}).Is(409).Code())
	var all struct{ Items []object }
	f.Get("/custom-fields?entity=crm.account").Is(200).JSON(&all)
	f.act("POST", all.Items[0], "/archive", nil).Is(200)
	f.add("text", "X", nil)
	require.Equal(t, "custom.too_many_fields", f.act("POST", all.Items[0], "/restore", nil).Is(409).Code())
}

func TestAnOptionThatRecordsHaveIsArchivedAndNotLeftOut(t *testing.T) {
	t.Parallel()
	f := setup(t)
	tier := f.add("choice", "Tier", object{"options": []object{{"label": object{"en": "Gold"}, "colour": "yellow"}, {"label": object{"en": "Tin"}}}, "default": "tin"})
	require.Equal(t, "gold", tier["options"].([]any)[0].(object)["key"])
	f.account(`{"tier": "gold"}`)
	require.Equal(t, "custom.option_in_use", f.act("PATCH", tier, "", object{"options": []object{{"key": "tin", "label": object{"en": "Tin"}}}}).Is(409).Code())
	var changed object
	f.act("PATCH", tier, "", object{"options": []object{{"key": "gold", "label": object{"en": "Gilded"}, "archived": true}, {"key": "tin", "label": object{"en": "Tin"}}, {"label": object{"en": "Gold"}}}}).Is(200).JSON(&changed)
	require.Equal(t, "gold_2", changed["options"].([]any)[2].(object)["key"], "a key is never given twice")
	f.act("PATCH", tier, "", object{"options": []object{{"key": "gold", "label": object{"en": "Gilded"}}}}).Is(422) // its default would be none of them
	f.act("PATCH", tier, "", object{"default": nil, "options": []object{{"key": "gold", "label": object{"en": "Gilded"}}}}).Is(200)
}

func TestAFieldBecomesUniqueOnlyWhenItsValuesAre(t *testing.T) {
	t.Parallel()
	f := setup(t)
	code := f.add("text", "Code", nil)
	f.account(`{"code": "A"}`)
	second := f.account(`{"code": "a"}`)
	require.Equal(t, "custom.not_unique", f.act("PATCH", code, "", object{"unique": true}).Is(409).Code())
	require.NoError(t, db.Changed(f.acting("owner"), f.db.Root.For("crm"), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), "delete from crm.account where id = $1", second)
		return err
	}))
	f.act("PATCH", code, "", object{"unique": true}).Is(200)
}

func TestWhoMaySeeTheObjectSeesItsFieldsAndItsAdministratorsAddThem(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.add("text", "A", nil)
	rep := f.as("crm.rep")
	rep.Get("/custom-fields?entity=crm.account").Is(200)
	body := object{"entity": "crm.account", "kind": "text", "label": object{"en": "X"}}
	require.Equal(t, "forbidden", rep.Post("/custom-fields", body).Is(403).Code())
	f.as("crm.admin").Post("/custom-fields", body).Is(201)
	f.as("inventory.admin").Post("/custom-fields", body).Is(403)
	f.as("inventory.worker").Get("/custom-fields?entity=crm.account").Is(403)
}

func TestWordsAreFoundAnewWhenAFieldBecomesSearchable(t *testing.T) {
	t.Parallel()
	f := setup(t)
	nick := f.add("text", "Nick", nil)
	f.account(`{"nick": "Café"}`)
	words := func() (out string) {
		_, err := db.Read(f.acting("owner"), f.db.Root.For("crm"), func(tx *db.Tx) (int, error) {
			return 0, tx.QueryRow(t.Context(), "select custom_words from crm.account").Scan(&out)
		})
		require.NoError(t, err)
		return out
	}
	require.Empty(t, words())
	f.act("PATCH", nick, "", object{"searchable": true}).Is(200)
	require.NoError(t, custom.KeepNow(f.svc, f.acting("owner"), nil, custom.KeepWords{Entity: "crm.account", Key: "nick"}))
	require.Equal(t, "cafe", words())
	f.act("POST", nick, "/archive", nil).Is(200)
	require.NoError(t, custom.KeepNow(f.svc, f.acting("owner"), nil, custom.KeepWords{Entity: "crm.account", Key: "nick"}))
	require.Empty(t, words())
	var kept int
	require.NoError(t, f.db.Superuser(t).QueryRow(t.Context(), "select count(*) from history.change where org_id = $1 and table_name = 'crm.account'", f.db.Org).Scan(&kept))
	require.Equal(t, 1, kept, "only that the account was made: words are nobody's change")
}

func TestAChangeOfAFieldIsUndoneAndOneThatIsUsedStays(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.add("text", "A", nil)
	id := uuid.MustParse(fmt.Sprint(a["id"]))
	f.act("PATCH", a, "", object{"label": object{"en": "Other"}}).Is(200)
	timeline, err := f.past.Timeline(f.acting("owner"), "custom.field", id, 10, "")
	require.NoError(t, err)
	out, err := f.past.Undo(f.acting("owner"), timeline.Items[0].ChangeSetID, nil)
	require.NoError(t, err)
	require.Equal(t, 1, out.Reversed)
	var now object
	f.Get("/custom-fields/" + fmt.Sprint(a["id"])).Is(200).JSON(&now)
	require.Equal(t, object{"en": "A"}, now["label"])

	b := f.add("text", "B", nil)
	f.account(`{"b": "used"}`)
	timeline, err = f.past.Timeline(f.acting("owner"), "custom.field", uuid.MustParse(fmt.Sprint(b["id"])), 10, "")
	require.NoError(t, err)
	out, err = f.past.Undo(f.acting("owner"), timeline.Items[0].ChangeSetID, nil)
	require.NoError(t, err)
	require.Equal(t, "custom.in_use", out.Kept[0].Code)
}
