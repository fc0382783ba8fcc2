package crmmodule_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"longhouse/modules/crm"
	"longhouse/platform/authz"
	"longhouse/platform/bulk"
	"longhouse/platform/clock"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

// field adds a custom field to an object.
func (f *fixture) field(entity, kind, label string, more object) object {
	f.t.Helper()
	body := object{"entity": entity, "kind": kind, "label": object{"en": label}}
	for k, v := range more {
		body[k] = v
	}
	var out object
	f.Post("/custom-fields", body).Is(201).JSON(&out)
	return out
}

func options(names ...string) []object {
	out := make([]object, len(names))
	for i, n := range names {
		out[i] = object{"label": object{"en": n}}
	}
	return out
}

// names lists what a list shows, in its order.
func (c *client) listed(list, query string) []string {
	var out struct {
		Items []object `json:"items"`
		Next  string   `json:"next"`
	}
	names := []string{}
	after := ""
	for {
		c.Get(list + "?" + query + after).Is(200).JSON(&out)
		for _, i := range out.Items {
			names = append(names, fmt.Sprint(i["name"]))
		}
		if out.Next == "" {
			return names
		}
		after, out.Next = "&after="+out.Next, ""
	}
}

func TestEveryKindOfFieldIsKeptShownFilteredAndSorted(t *testing.T) {
	t.Parallel()
	f := setup(t)
	acme := f.create("/accounts", object{"name": "Acme"})
	for kind, more := range map[string]object{
		"text": nil, "long_text": nil, "integer": nil, "decimal": nil, "percent": nil, "money": {"currency": "EUR"}, "boolean": nil, "date": nil,
		"choice": {"options": options("High", "Low")}, "choices": {"options": options("Red", "Blue")}, "person": nil, "link": {"entity_of": "crm.account"},
		"url": nil, "email": nil, "phone": nil,
	} {
		f.field("crm.account", kind, "My "+kind, more)
	}
	rows := []object{
		{"my_text": "alpha", "my_long_text": "One.\nTwo.", "my_integer": 9, "my_decimal": "9.50", "my_percent": "5", "my_money": object{"amount": "9.00"}, "my_boolean": false, "my_date": "2026-01-31",
			"my_choice": "high", "my_choices": []string{"red"}, "my_person": f.db.User.String(), "my_link": acme["id"], "my_url": "example.com/a", "my_email": "a@example.com", "my_phone": "+49 30 1234"},
		{"my_text": "Beta", "my_long_text": "Two.", "my_integer": 10, "my_decimal": "10", "my_percent": "50.25", "my_money": object{"amount": "10.00", "currency": "USD"}, "my_boolean": true, "my_date": "2026-12-01",
			"my_choice": "low", "my_choices": []string{"blue", "red"}, "my_url": "https://example.com/b", "my_email": "b@example.com", "my_phone": "+49 30 5678"},
	}
	one := f.create("/accounts", object{"name": "One", "custom": rows[0]})
	f.create("/accounts", object{"name": "Two", "custom": rows[1]})

	require.Equal(t, object{"my_text": "alpha", "my_long_text": "One.\nTwo.", "my_integer": 9.0, "my_decimal": "9.50", "my_percent": "5.00", "my_money": object{"amount": "9.00", "currency": "EUR"},
		"my_boolean": false, "my_date": "2026-01-31", "my_choice": "high", "my_choices": []any{"red"}, "my_person": object{"id": f.db.User.String(), "name": "Nancy Davolio"},
		"my_link": object{"id": acme["id"], "name": "Acme"}, "my_url": "https://example.com/a", "my_email": "a@example.com", "my_phone": "+49 30 1234"}, one["custom"])
	require.Nil(t, acme["custom"], "nothing is set, so it is not there")

	for query, want := range map[string][]string{
		"custom.my_text=ALP": {"One"}, "custom.my_text=be": {"Two"}, "custom.my_text.empty=true": {"Acme"}, "custom.my_long_text=two": {"Two"},
		"custom.my_integer.gt=9": {"Two"}, "custom.my_decimal.lte=9.5": {"One"}, "custom.my_percent.gte=50": {"Two"}, "custom.my_money.lt=10": {"One"},
		"custom.my_boolean=true": {"Two"}, "custom.my_boolean=false": {"One"}, "custom.my_date.during=this_year": {"One", "Two"}, "custom.my_date.gte=2026-11-30": {"Two"},
		"custom.my_choice=high,low": {"One", "Two"}, "custom.my_choice.not=high": {"Acme", "Two"}, "custom.my_choices=blue": {"Two"}, "custom.my_choices=red": {"One", "Two"},
		"custom.my_person=me": {"One"}, "custom.my_person.empty=false": {"One"}, "custom.my_link=" + fmt.Sprint(acme["id"]): {"One"},
		"custom.my_url=https://example.com/b": {"Two"}, "custom.my_email=a@": {"One"}, "custom.my_phone=%2B49": {"One", "Two"},
		"filter=" + url.QueryEscape(`{"or": [{"field": "custom.my_choice", "op": "is", "value": ["low"]}, {"not": {"field": "custom.my_integer", "op": "empty", "value": false}}]}`): {"Acme", "Two"},
	} {
		require.Equal(t, want, f.listed("/crm/accounts", query), query)
	}
	for _, key := range []string{"my_text", "my_integer", "my_decimal", "my_percent", "my_money", "my_boolean", "my_date", "my_choice", "my_url", "my_email", "my_phone"} {
		require.Equal(t, []string{"One", "Two", "Acme"}, f.listed("/crm/accounts", "limit=1&sort=custom."+key), key+": what has none comes last")
		require.Equal(t, []string{"Two", "One", "Acme"}, f.listed("/crm/accounts", "limit=1&sort=-custom."+key), key+": in both directions")
	}
	for _, key := range []string{"my_choices", "my_long_text", "my_person", "my_link", "nothing"} {
		require.Equal(t, "unknown_field", f.Get("/crm/accounts?sort=custom."+key).Is(422).Code())
	}
	require.Equal(t, "/custom.nothing", f.Get("/crm/accounts?custom.nothing=1").Is(422).Problem().Errors[0].Pointer)

	var sums object
	f.Get("/crm/accounts/summary?group=custom.my_choice&of=sum:custom.my_money,avg:custom.my_integer").Is(200).JSON(&sums)
	require.Equal(t, []any{object{"value": "10.00", "currency": "USD"}, object{"value": "9.00", "currency": "EUR"}}, sorted(at(sums, "total", "values", "sum:custom.my_money")))
	labels := map[any]any{}
	for _, g := range sums["groups"].([]any) {
		if key := at(g.(object), "key", "custom.my_choice"); key != nil {
			labels[key] = at(g.(object), "labels", "custom.my_choice")
		}
	}
	require.Equal(t, map[any]any{"high": "High", "low": "Low"}, labels)
	f.Get("/crm/accounts/summary?group=custom.my_date:month").Is(200)
	f.Get("/crm/accounts/summary?group=custom.my_choices").Is(422)
	f.Get("/crm/accounts/summary?group=custom.my_person").Is(200).JSON(&sums)
	require.Contains(t, fmt.Sprint(sums["groups"]), "Nancy Davolio")

	file := string(f.Get("/crm/accounts?format=csv&sort=name&columns=name,custom.my_money,custom.my_choice,custom.my_choices,custom.my_person,custom.my_integer").Is(200).Body)
	require.Equal(t, "\uFEFFname,My money,My money currency,My choice,My choices,My person,My integer\nAcme,,,,,,\nOne,9.00,EUR,High,Red,Nancy Davolio,9\nTwo,10.00,USD,Low,\"Blue, Red\",,10\n", file)
	require.Contains(t, string(f.Get("/crm/accounts?format=csv").Is(200).Body), "My boolean", "without columns all of them are there")
}

func sorted(v any) []any {
	list := v.([]any)
	if len(list) == 2 && at(list[0].(object), "currency") == "EUR" {
		list[0], list[1] = list[1], list[0]
	}
	return list
}

func TestAValueIsRefusedWhereItStandsAndSaysWhatIsAsked(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.field("crm.account", "integer", "Seats", nil)
	f.field("crm.account", "decimal", "Rate", object{"decimals": 1})
	f.field("crm.account", "choice", "Tier", object{"options": options("Gold")})
	f.field("crm.account", "text", "Vat id", object{"required": true})
	old := f.create("/accounts", object{"name": "Acme", "custom": object{"vat_id": "1"}})
	path := fmt.Sprint("/accounts/", old["id"])

	refused := f.Post("/crm/accounts", object{"name": "X", "custom": object{"seats": "9", "rate": "1.25", "tier": "silver", "nothing": 1}}).Is(422).Problem()
	got := map[string]string{}
	for _, e := range refused.Errors {
		got[e.Pointer] = e.Code + " " + e.Detail
	}
	require.Equal(t, map[string]string{"/custom/seats": "custom.integer This needs a whole number.", "/custom/rate": "custom.decimal This has at most 1 decimals.",
		"/custom/tier":    "custom.choice Choose one of the options, by its key.",
		"/custom/nothing": "custom.unknown There is no such custom field, or it is archived. Read /custom-fields for those that there are."}, got)
	required := f.Post("/crm/accounts", object{"name": "X"}).Is(422).Problem().Errors[0]
	require.Equal(t, []string{"/custom/vat_id", "custom.required", "Fill in Vat id."}, []string{required.Pointer, required.Code, required.Detail})
	require.Equal(t, "/custom/vat_id", f.Patch("/crm"+path, object{"custom": object{"vat_id": nil}}, f.tag(path)...).Is(422).Problem().Errors[0].Pointer)

	f.change("PATCH", path, "", object{"custom": object{"seats": 5}})
	changed := f.change("PATCH", path, "", object{"custom": object{"tier": "gold"}})
	require.Equal(t, object{"vat_id": "1", "seats": 5.0, "tier": "gold"}, changed["custom"], "what is not named stays")
	changed = f.change("PATCH", path, "", object{"custom": object{"seats": nil}})
	require.Equal(t, object{"vat_id": "1", "tier": "gold"}, changed["custom"], "null clears")
	same := f.Patch("/crm"+path, object{"custom": object{"tier": "gold"}}, f.tag(path)...).Is(200)
	require.Equal(t, fmt.Sprintf(`"%v"`, changed["version"]), same.Header.Get("ETag"), "what is so already is no change")
}

func TestARequiredFieldIsNoNewsToRecordsThatWereThere(t *testing.T) {
	t.Parallel()
	f := setup(t)
	old := f.create("/accounts", object{"name": "Acme"})
	f.field("crm.account", "text", "Vat id", object{"required": true})
	f.field("crm.account", "boolean", "Vip", object{"default": false})

	changed := f.change("PATCH", fmt.Sprint("/accounts/", old["id"]), "", object{"industry": "Cheese"})
	require.Nil(t, changed["custom"], "a default is for new records")
	made := f.create("/accounts", object{"name": "New", "custom": object{"vat_id": "1"}})
	require.Equal(t, object{"vat_id": "1", "vip": false}, made["custom"])
}

func TestOneOfManyTakesAUniqueValue(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.field("crm.account", "text", "Vat id", object{"unique": true})
	var g errgroup.Group
	made := make(chan int, 20)
	for i := range 20 {
		g.Go(func() error {
			r := f.Post("/crm/accounts", object{"name": fmt.Sprint("Acme ", i), "custom": object{"vat_id": []string{"DE1", "de1"}[i%2]}})
			made <- r.Status
			return nil
		})
	}
	require.NoError(t, g.Wait())
	close(made)
	count := map[int]int{}
	for status := range made {
		count[status]++
	}
	require.Equal(t, map[int]int{201: 1, 409: 19}, count, "whatever its case")
	taken := f.Post("/crm/accounts", object{"name": "X", "custom": object{"vat_id": "DE1"}}).Is(409).Problem()
	require.Equal(t, "custom.taken", taken.Code)
	require.Equal(t, "/custom/vat_id", taken.Errors[0].Pointer)
	f.create("/accounts", object{"name": "Another", "custom": object{"vat_id": "DE2"}})
}

func TestWhatASearchFindsIsWhatMayBeSearched(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.field("crm.account", "text", "Nickname", object{"searchable": true})
	f.field("crm.account", "text", "Secret", nil)
	f.create("/accounts", object{"name": "Acme", "custom": object{"nickname": "Großer Café", "secret": "Zanzibar"}})

	require.Equal(t, []string{"Acme"}, f.listed("/crm/accounts", "q=cafe"))
	require.Empty(t, f.listed("/crm/accounts", "q=zanzibar"))
	hits, err := f.module.Search[0].Find(f.db.As(t, "owner"), "grosser", 5)
	require.NoError(t, err)
	require.Len(t, hits, 1)
}

func TestEveryObjectOfCRMHasCustomFields(t *testing.T) {
	t.Parallel()
	f := setup(t)
	account := f.create("/accounts", object{"name": "Acme"})
	for entity, o := range map[string]struct {
		path string
		body object
	}{
		"crm.account": {"/accounts", object{"name": "X"}},
		"crm.contact": {"/contacts", object{"last_name": "X"}},
		"crm.deal":    {"/deals", object{"name": "X"}},
		"crm.order":   {"/orders", object{"account_id": account["id"], "lines": []object{{"description": "Cheese", "quantity": "1", "unit_price": "2"}}}},
	} {
		f.field(entity, "text", "Nickname", object{"searchable": true, "required": true, "unique": true})
		f.field(entity, "choice", "Tier", object{"options": options("Gold", "Tin"), "default": "tin"})
		require.Equal(t, "/custom/nickname", f.Post("/crm"+o.path, o.body).Is(422).Problem().Errors[0].Pointer, entity)
		o.body["custom"] = object{"nickname": "Zorro"}
		made := f.create(o.path, o.body)
		require.Equal(t, object{"nickname": "Zorro", "tier": "tin"}, made["custom"], entity)
		require.Equal(t, "custom.taken", f.Post("/crm"+o.path, o.body).Is(409).Code(), entity)
		path := o.path + "/" + fmt.Sprint(made["id"])
		changed := f.change("PATCH", path, "", object{"custom": object{"tier": "gold"}})
		require.Equal(t, object{"nickname": "Zorro", "tier": "gold"}, changed["custom"], entity)
		for _, query := range []string{"custom.tier=gold", "q=zorro", "sort=custom.tier&custom.nickname=zo", "filter=" + url.QueryEscape(`{"field":"custom.tier","op":"is","value":"gold"}`)} {
			require.Len(t, f.listed("/crm"+o.path, query), 1, entity+" "+query)
		}
		require.Empty(t, f.listed("/crm"+o.path, "custom.tier=tin"), entity)
		require.Contains(t, string(f.Get("/crm"+o.path+"/summary?group=custom.tier").Is(200).Body), `"Gold"`, entity)
	}
	f.Get("/crm/deals/board?custom.tier=gold").Is(200)
}

func TestAFileOfTheRecordCanStandInAField(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.field("crm.account", "file", "Contract", nil)
	acme := f.create("/accounts", object{"name": "Acme"})
	path, id := fmt.Sprint("/accounts/", acme["id"]), uuid.New()
	require.Equal(t, "custom.not_found", f.Patch("/crm"+path, object{"custom": object{"contract": id}}, f.tag(path)...).Is(422).Problem().Errors[0].Code, "it hangs elsewhere")
	f.files[id] = kernel.Record{Entity: "crm.account", ID: uuid.MustParse(fmt.Sprint(acme["id"]))}
	changed := f.change("PATCH", path, "", object{"custom": object{"contract": id}})
	require.Equal(t, object{"contract": object{"id": id.String(), "name": "offer.pdf"}}, changed["custom"])
	require.Equal(t, []string{"Acme"}, f.listed("/crm/accounts", "custom.contract.empty=false"))
}

func TestManyRecordsGetACustomValueAtOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.field("crm.account", "choice", "Tier", object{"options": options("Gold", "Tin")})
	f.field("crm.account", "text", "Nick", nil)
	gate := pgtest.Gate(f.db.With(t, f.db.Context(t), authz.TestPolicy{Resources: crm.Resources}, "owner"))
	gate.Custom = f.custom.Columns
	many := f.db.ServerFor(t, rest.Options{Gate: gate, Bulk: bulk.New(bulk.Options{DB: f.db.Root, Clock: clock.Fixed(now)})}, map[string]func(*rest.API){"crm": f.module.Routes})
	for i := range 3 {
		f.create("/accounts", object{"name": fmt.Sprint("Acme ", i), "custom": object{"nick": fmt.Sprint(i), "tier": []string{"gold", "tin", "tin"}[i]}})
	}
	var run object
	many.Post("/crm/accounts/bulk", object{"matching": object{"custom.tier": "tin"}, "set": object{"custom": object{"tier": "gold"}}}).Is(200).JSON(&run)
	require.Equal(t, []string{"Acme 0", "Acme 1", "Acme 2"}, f.listed("/crm/accounts", "custom.tier=gold"), "%v", run)
	require.Equal(t, []string{"Acme 2"}, f.listed("/crm/accounts", "custom.nick=2"), "the other fields stay")
	refused := many.Post("/crm/accounts/bulk", object{"matching": object{"custom.nothing": "x"}, "set": object{"custom": object{"tier": "gold"}}})
	require.Equal(t, "unknown_field", refused.Is(422).Code())
}
