package crmmodule_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/crm"
	"longhouse/modules/crm/crmmodule"
	"longhouse/modules/hr"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
	"longhouse/policies"
)

// housed stands in for HR: everybody works in one unit.
type housed struct {
	staff
	unit hr.UnitID
}

func (h housed) ByLogin(_ context.Context, login kernel.ID[kernel.User], _ kernel.Date) (hr.Person, error) {
	return hr.Person{Unit: h.unit, Login: login}, nil
}

// A clerk may do everything to deals, and nothing with their margins.
const clerkRole = `
p, r:clerk, *, crm:deal, *, all, allow
p, r:clerk, *, crm:pipeline, read, all, allow
`

// floor is a sales team: a representative with two deals, and a colleague with one.
type floor struct {
	*fixture
	unit               hr.UnitID
	rep, lead, reader  *client
	mine, theirs, open string // paths of deals
}

func sales(t *testing.T) *floor {
	t.Helper()
	f := setup(t)
	w := &floor{fixture: f, unit: kernel.NewID[hr.Unit]()}
	f.module = crmmodule.New(crmmodule.Deps{DB: f.db.Root.For("crm"), Clock: clock.Fixed(now), People: housed{unit: w.unit}, Users: logins{}, Catalogue: f.warehouse, Stock: f.warehouse})
	f.client = f.as("owner")
	me := kernel.NewID[kernel.User]()
	w.rep, w.lead, w.reader = w.person(me, "crm.rep"), w.person(kernel.NewID[kernel.User](), "crm.lead"), w.person(kernel.NewID[kernel.User](), "crm.reader")
	deal := func(name string, owner kernel.ID[kernel.User], more object) string {
		more["name"], more["owner_id"], more["currency"] = name, owner, "EUR"
		return fmt.Sprintf("/deals/%s", f.create("/deals", more)["id"])
	}
	w.mine = deal("Mine", me, object{"amount": "1000", "cost": "640"})
	w.theirs = deal("Theirs", kernel.NewID[kernel.User](), object{"amount": "500", "cost": "450.10"})
	w.open = deal("Open", me, object{"amount": "300"})
	return w
}

// acting is what a person of the unit may do.
func (w *floor) acting(user kernel.ID[kernel.User], p authz.TestPolicy, roles ...string) context.Context {
	other := *w.db
	other.User = user
	p.Resources, p.Teams, p.Depts = crm.Resources, []uuid.UUID{w.unit.UUID}, []uuid.UUID{w.unit.UUID}
	return other.With(w.t, other.Context(w.t), p, roles...)
}

func (w *floor) person(user kernel.ID[kernel.User], roles ...string) *client {
	return &client{w.db.ServerAs(w.t, w.acting(user, authz.TestPolicy{}, roles...), map[string]func(*rest.API){"crm": w.module.Routes})}
}

func (w *floor) clerk() (*client, context.Context) {
	ctx := w.acting(kernel.NewID[kernel.User](), authz.TestPolicy{Model: policies.Model, Roles: clerkRole}, "clerk")
	return &client{w.db.ServerAs(w.t, ctx, map[string]func(*rest.API){"crm": w.module.Routes})}, ctx
}

// named are the records of a list by name.
func named(t *testing.T, c *client, query string) (names []string, deals map[string]object) {
	t.Helper()
	var page object
	c.Get("/crm/deals" + query).Is(200).JSON(&page)
	deals = map[string]object{}
	for _, d := range page["items"].([]any) {
		name := fmt.Sprint(at(d.(object), "name"))
		names, deals[name] = append(names, name), d.(object)
	}
	return names, deals
}

func requireMargin(t *testing.T, d object, want ...any) {
	t.Helper()
	require.Equal(t, want, []any{d["cost"], d["margin"], d["margin_percent"]})
	require.NotContains(t, d, "_hidden")
}

func requireHidden(t *testing.T, d object) {
	t.Helper()
	require.Equal(t, []any{"margin"}, d["_hidden"])
	for _, field := range []string{"cost", "margin", "margin_percent"} {
		require.NotContains(t, d, field, "absent, and not null")
	}
}

func TestARepReadsTheMarginOfOwnDealsAndSeesThoseOfTheTeamWithout(t *testing.T) {
	t.Parallel()
	w := sales(t)
	check := func(read func(name, path string) object) {
		t.Helper()
		requireMargin(t, read("Mine", w.mine), "640", "360", "36")
		requireMargin(t, read("Open", w.open), nil, nil, nil)
		requireHidden(t, read("Theirs", w.theirs))
	}
	check(func(_, path string) (d object) { w.rep.Get("/crm" + path).Is(200).JSON(&d); return d })
	for _, query := range []string{"", "?sort=amount", "?q=" + "e&count=1"} {
		_, deals := named(t, w.rep, query)
		if query != "?q=e&count=1" {
			check(func(name, _ string) object { return deals[name] })
		}
	}
	var board object
	w.rep.Get("/crm/deals/board").Is(200).JSON(&board)
	cards := map[string]object{}
	for _, d := range at(board, "columns", 0, "deals").([]any) {
		cards[fmt.Sprint(at(d.(object), "name"))] = d.(object)
	}
	check(func(name, _ string) object { return cards[name] })

	for who, c := range map[string]*client{"lead": w.lead, "owner": w.client} {
		_, deals := named(t, c, "")
		requireMargin(t, deals["Mine"], "640", "360", "36")
		requireMargin(t, deals["Theirs"], "450.1", "49.9", "9.98")
		require.Len(t, deals, 3, who)
	}
	_, deals := named(t, w.reader, "")
	for _, d := range deals {
		requireHidden(t, d)
	}
}

func TestAFileOfDealsHasNoMarginThatItsReaderMayNotRead(t *testing.T) {
	t.Parallel()
	w := sales(t)
	exporter := w.acting(kernel.NewID[kernel.User](), authz.TestPolicy{Model: policies.Model, Roles: `
p, r:exporter, *, crm:deal, *, all, allow
p, r:exporter, *, crm:deal#margin, read, own, allow
`}, "exporter")
	some := &client{w.db.ServerAs(t, exporter, map[string]func(*rest.API){"crm": w.module.Routes})}
	some.Post("/crm/deals", object{"name": "Own", "amount": "10", "currency": "EUR"}).Is(201)
	read := func(c *client) map[string]string {
		body := string(c.Get("/crm/deals?format=csv&columns=name,cost,margin,margin_percent").Is(200).Body)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\uFEFF"))).ReadAll()
		require.NoError(t, err)
		out := map[string]string{}
		for _, r := range rows[1:] {
			out[r[0]] = strings.Join(r[1:], " ")
		}
		return out
	}
	require.Equal(t, map[string]string{"Mine": "640 360 36", "Theirs": "450.1 49.9 9.98", "Open": "  ", "Own": "  "}, read(w.client))
	require.Equal(t, map[string]string{"Mine": "  ", "Theirs": "  ", "Open": "  ", "Own": "  "}, read(some))
	some.Get("/crm/deals?format=csv&sort=-margin").Is(403)
}

func TestDealsAreSortedAndFilteredByMarginWhereTheClassCoversTheList(t *testing.T) {
	t.Parallel()
	w := sales(t)
	asks := []string{"?sort=margin", "?sort=-margin", "?margin.gte=100", "?margin.empty=true", "?cost.lt=1", "?margin_percent.gte=10", "?filter=%7B%22field%22%3A%22margin%22%2C%22op%22%3A%22gt%22%2C%22value%22%3A%221%22%7D"}
	for _, ask := range asks {
		require.Equal(t, "field_forbidden", w.rep.Get("/crm/deals"+ask).Is(403).Code(), ask)
		require.Equal(t, "field_forbidden", w.rep.Get("/crm/deals"+ask+"&scope=team").Is(403).Code(), ask)
		w.rep.Get("/crm/deals" + ask + "&scope=own").Is(200)
		w.lead.Get("/crm/deals" + ask).Is(200)
		w.Get("/crm/deals" + ask).Is(200)
		require.Equal(t, "field_forbidden", w.reader.Get("/crm/deals"+ask+"&scope=own").Is(403).Code(), ask)
	}
	require.Equal(t, "field_forbidden", w.rep.Get("/crm/deals/board?margin.gte=1").Is(403).Code())
	w.rep.Get("/crm/deals/board?margin.gte=1&scope=own").Is(200)

	for query, want := range map[string][]string{
		"?sort=margin": {"Theirs", "Mine", "Open"}, "?sort=-margin": {"Mine", "Theirs", "Open"}, // what is not known is last in both
		"?margin.gte=-1000&sort=name": {"Mine", "Theirs"}, "?margin.lte=100": {"Theirs"}, "?margin.empty=true": {"Open"}, "?margin_percent.gt=9.98": {"Mine"}, "?cost.gte=450.10&cost.lt=640": {"Theirs"},
	} {
		names, _ := named(t, w.lead, query)
		require.Equal(t, want, names, query)
	}
	names, _ := named(t, w.rep, "?scope=own&sort=-margin")
	require.Equal(t, []string{"Mine", "Open"}, names)
	names, _ = named(t, w.rep, "?scope=own&sort=name")
	require.Equal(t, []string{"Mine", "Open"}, names)
	require.Equal(t, "invalid", w.rep.Get("/crm/deals?scope=all").Is(422).Code())
}

func TestAListByMarginIsPagedWithoutGaps(t *testing.T) {
	t.Parallel()
	f := setup(t)
	for range 3 {
		f.create("/deals", object{"name": "Same", "amount": "10", "cost": "4", "currency": "EUR"})
		f.create("/deals", object{"name": "Unknown", "amount": "10", "currency": "EUR"})
	}
	for _, sort := range []string{"margin", "-margin"} {
		var names []string
		seen, after := map[any]bool{}, ""
		for more := true; more; {
			var page object
			f.Get("/crm/deals?limit=1&sort=" + sort + "&after=" + after).Is(200).JSON(&page)
			seen[at(page, "items", 0, "id")] = true
			names = append(names, fmt.Sprint(at(page, "items", 0, "name")))
			after, more = page["next"].(string)
		}
		require.Len(t, seen, 6, sort)
		require.Equal(t, []string{"Same", "Same", "Same", "Unknown", "Unknown", "Unknown"}, names, sort)
	}
}

func TestACostIsWrittenByWhoMayAndByNobodyElse(t *testing.T) {
	t.Parallel()
	w := sales(t)
	clerk, _ := w.clerk()
	tag := w.tag(w.mine)
	for _, body := range []object{{"name": "Other", "cost": "1"}, {"cost": "640"}, {"cost": ""}, {"cost": "nonsense"}} {
		p := clerk.Patch("/crm"+w.mine, body, tag...).Is(403).Problem()
		require.Equal(t, "forbidden", p.Code, "%v", body)
		require.NotContains(t, p.Detail, "640")
	}
	require.Equal(t, tag, w.tag(w.mine), "nothing was written")
	require.Equal(t, "forbidden", clerk.Post("/crm/deals", object{"name": "Made", "amount": "5", "cost": "1"}).Is(403).Code())
	names, _ := named(t, w.client, "?sort=name")
	require.Equal(t, []string{"Mine", "Open", "Theirs"}, names)
	require.Equal(t, "forbidden", w.reader.Patch("/crm"+w.mine, object{"cost": "1"}, tag...).Is(403).Code())
	require.Equal(t, "forbidden", w.rep.Patch("/crm"+w.theirs, object{"cost": "1"}, w.tag(w.theirs)...).Is(403).Code())

	patched := func(c *client, path string, body object, headers ...string) object {
		var d object
		c.Patch("/crm"+path, body, append(w.tag(path), headers...)...).Is(200).JSON(&d)
		return d
	}
	requireHidden(t, patched(clerk, w.theirs, object{"currency": "JPY"})) // a refusal of the yen's decimals would have told of the cost
	requireHidden(t, patched(clerk, w.mine, object{"amount": "800"}))

	requireMargin(t, patched(w.rep, w.mine, object{"cost": "600.5"}), "600.5", "199.5", "24.94")
	before := w.tag(w.mine)
	patched(w.rep, w.mine, object{"cost": "600.50"})
	require.Equal(t, before, w.tag(w.mine), "the same cost is no change")
	requireMargin(t, patched(w.rep, w.mine, object{"cost": "0"}), "0", "800", "100")
	requireMargin(t, patched(w.rep, w.mine, object{"cost": nil}, "Content-Type", "application/merge-patch+json"), nil, nil, nil)
	requireMargin(t, patched(w.lead, w.mine, object{"cost": "7"}), "7", "793", "99.13")
	var d object
	w.rep.Post("/crm/deals", object{"name": "Fresh", "amount": "10", "cost": "4", "currency": "EUR"}).Is(201).JSON(&d)
	requireMargin(t, d, "4", "6", "60")
	for _, cost := range []string{"-1", "0.001", "100000000000000", "1e3", "x"} {
		require.Equal(t, "/cost", w.rep.Patch("/crm"+w.mine, object{"cost": cost}, w.tag(w.mine)...).Is(422).Problem().Errors[0].Pointer, cost)
	}
}

func TestTheTimelineTellsOfACostToItsReadersOnly(t *testing.T) {
	t.Parallel()
	w := sales(t)
	svc := w.past()
	w.change("PATCH", w.mine, "", object{"cost": "700"})
	id := uuid.MustParse(strings.TrimPrefix(w.mine, "/deals/"))
	told := func(ctx context.Context) (out []string) {
		timeline, err := svc.Timeline(ctx, "crm.deal", id, 10, "")
		require.NoError(t, err)
		for _, i := range timeline.Items {
			for _, field := range i.Fields {
				out = append(out, field.Name)
			}
		}
		record, err := svc.RecordAsOf(ctx, "crm.deal", id, clock.Clock{}.Now())
		require.NoError(t, err)
		for name := range record.Values {
			out = append(out, "as of "+name)
		}
		return out
	}
	owner := w.acting(w.db.User, authz.TestPolicy{}, "owner")
	require.Equal(t, "cost", told(owner)[0])
	require.Contains(t, told(w.acting(w.db.User, authz.TestPolicy{}, "crm.lead")), "as of cost")
	_, clerk := w.clerk()
	for _, ctx := range []context.Context{clerk, w.acting(w.db.User, authz.TestPolicy{}, "crm.rep"), w.acting(w.db.User, authz.TestPolicy{}, "crm.reader")} {
		all := told(ctx)
		require.Contains(t, all, "amount")
		for _, name := range append(all, "x") {
			require.NotContains(t, name, "cost")
			require.NotContains(t, name, "margin")
		}
	}
	for _, name := range told(owner) {
		require.NotContains(t, name, "margin", "what follows from amount and cost is no news")
	}

	timeline, err := svc.Timeline(owner, "crm.deal", id, 1, "")
	require.NoError(t, err)
	set := timeline.Items[0].ChangeSetID
	priced := func() any {
		var d object
		w.Get("/crm" + w.mine).Is(200).JSON(&d)
		return d["cost"]
	}
	out, err := svc.Undo(w.acting(w.db.User, authz.TestPolicy{Model: policies.Model, Roles: clerkRole}, "clerk"), set, nil)
	require.NoError(t, err)
	require.Len(t, out.Kept, 1, "an undo writes too")
	require.Equal(t, "700", priced())
	out, err = svc.Undo(owner, set, nil)
	require.NoError(t, err)
	require.Equal(t, 1, out.Reversed)
	require.Equal(t, "640", priced())
}
