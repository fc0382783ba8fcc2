package crmmodule_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/modules/crm/crmmodule"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/rest"
)

// operations lists all that crm registers.
func operations() []rest.Registered {
	a := rest.New(rest.Options{})
	crmmodule.New(crmmodule.Deps{DB: (&db.Root{}).For("crm")}).Routes(a.For("crm"))
	return a.Operations()
}

// bodies are what operations on a record cannot do without.
var bodies = map[string]object{
	"crm-add-account-contact-point": {"kind": "email", "value": "info@alfreds.example"},
	"crm-add-contact-point":         {"kind": "email", "value": "maria@alfreds.example"},
	"crm-add-address":               {"city": "Berlin"},
	"crm-replace-address":           {"city": "Berlin"},
	"crm-affiliate-contact":         {"account_id": uuid.NewString()},
	"crm-move-deal":                 {"stage_id": uuid.NewString()},
	"crm-lose-deal":                 {"note": "too dear"},
	"crm-reopen-deal":               {},
	"crm-replace-order-lines":       {"lines": []object{}},
	"crm-cancel-order":              {"reason": "mistake"},
	"crm-hold-order":                {"reason": "credit"},
}

// onRecords calls do for every operation on a single record, with its path and body.
func onRecords(f *fixture, id func(kind string) any, do func(o rest.Registered, path string, body any)) {
	for _, o := range operations() {
		path := strings.TrimPrefix(o.Path, rest.Base)
		if !strings.Contains(path, "{id}") {
			continue
		}
		kind := strings.Split(path, "/")[2]
		path = strings.Replace(path, "{id}", fmt.Sprint(id(kind)), 1)
		for _, part := range []string{"{point}", "{address}", "{affiliation}"} {
			path = strings.Replace(path, part, uuid.NewString(), 1)
		}
		var body any
		if b, ok := bodies[o.ID]; ok {
			body = b
		} else if o.Method == http.MethodPatch {
			body = object{}
		}
		do(o, path, body)
	}
}

// records makes one of each kind, owned by the fixture's user.
func (f *fixture) records() func(kind string) any {
	f.t.Helper()
	a := f.create("/accounts", object{"name": "Alfreds Futterkiste"})
	made := map[string]any{
		"accounts":     a["id"],
		"contacts":     f.create("/contacts", object{"last_name": "Anders"})["id"],
		"deals":        f.create("/deals", object{"name": "Cheese"})["id"],
		"orders":       f.create("/orders", object{"account_id": a["id"], "lines": []object{{"product_id": f.warehouse.product.ID, "quantity": "2"}}})["id"],
		"pipelines":    f.create("/pipelines", object{"name": "Partners"})["id"],
		"lost-reasons": f.create("/lost-reasons", object{"name": "Went silent"})["id"],
	}
	return func(kind string) any { return made[kind] }
}

func TestEveryChangeOfARecordNeedsTheETagThatWasSeen(t *testing.T) {
	t.Parallel()
	f := setup(t)
	onRecords(f, f.records(), func(o rest.Registered, path string, body any) {
		if o.Method == http.MethodGet {
			return
		}
		require.Equal(t, "if_match_required", f.Do(o.Method, path, body).Is(428).Code(), o.ID)
		require.Equal(t, "stale", f.Do(o.Method, path, body, "If-Match", `"99"`).Is(412).Code(), o.ID)
	})
}

func TestWhatIsOutsideTheReadersScopeDoesNotExist(t *testing.T) {
	t.Parallel()
	f := setup(t)
	id := f.records()
	other := *f.db
	other.User = kernel.NewID[kernel.User]()
	colleague := fixture{t: t, db: &other, module: f.module}
	stranger := setup(t)
	for name, who := range map[string]*client{"a rep without a team": colleague.as("crm.rep"), "another organisation": stranger.client} {
		onRecords(f, id, func(o rest.Registered, path string, body any) {
			if (o.ID == "crm-update-pipeline" || o.ID == "crm-update-lost-reason") && name == "a rep without a team" {
				require.Equal(t, "forbidden", who.Do(o.Method, path, body, "If-Match", `"1"`).Is(403).Code(), "everybody sees pipelines and reasons")
				return
			}
			r := who.Do(o.Method, path, body, "If-Match", `"1"`)
			if r.Status == http.StatusForbidden && name == "a rep without a team" {
				require.Contains(t, []string{"crm-delete-account", "crm-delete-contact", "crm-delete-deal", "crm-delete-order"}, o.ID, "no right in any scope")
				return
			}
			require.Equal(t, "not_found", r.Is(404).Code(), "%s to %s", o.ID, name)
		})
		for _, list := range []string{"accounts", "contacts", "deals", "orders"} {
			var page object
			who.Get("/crm/" + list + "?count=1").Is(200).JSON(&page)
			require.Empty(t, page["items"], "%s to %s", list, name)
			require.EqualValues(t, 0, at(page, "total", "count"))
		}
	}
}

func TestEveryListComesAsAFileForWhoMayTakeItOut(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.records()
	reader, lists := f.as("crm.reader"), 0
	for _, o := range operations() {
		if o.Export == "" {
			continue
		}
		lists++
		path := strings.TrimPrefix(o.Path, rest.Base)
		reader.Get(path).Is(200)
		require.Equal(t, "forbidden", reader.Get(path+"?format=csv").Is(403).Code(), "a list is not a file")
		r := f.Get(path + "?format=csv").Is(200)
		require.Equal(t, "text/csv; charset=utf-8", r.Header.Get("Content-Type"))
		require.Len(t, strings.Split(strings.TrimSpace(string(r.Body)), "\n"), 2, "a head and a row: %s", r.Body)
		require.Contains(t, string(r.Body), "Nancy", "%s names its owners", o.ID)
		require.Equal(t, "unknown_field", f.Get(path+"?colour=red").Is(422).Code())
		require.Equal(t, "unknown_field", f.Get(path+"?sort=colour").Is(422).Code())
		require.Equal(t, "cursor_mismatch", f.Get(path+"?after=x").Is(422).Code())
	}
	require.Equal(t, 4, lists)
}

func TestEveryListIsPagedWithoutGapsInEveryOrder(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.create("/accounts", object{"name": "Ties"})
	for range 4 { // equal in all that is sorted by
		f.create("/contacts", object{"last_name": "Same"})
		f.create("/deals", object{"name": "Same", "amount": "1"})
		f.create("/orders", object{"account_id": a["id"]})
		f.create("/accounts", object{"name": "Same"})
	}
	for list, sorts := range map[string][]string{
		"accounts": {"name", "code", "city", "country", "created_at"}, "contacts": {"name", "last_name", "created_at"},
		"deals": {"name", "amount", "expected_close", "created_at", "rank"}, "orders": {"number", "ordered_on", "required_on", "shipped_on", "total", "created_at"},
	} {
		for _, sort := range sorts {
			for _, direction := range []string{"", "-"} {
				seen, after := map[any]bool{}, ""
				for {
					var page object
					f.Get(fmt.Sprintf("/crm/%s?limit=1&sort=%s%s&after=%s", list, direction, sort, after)).Is(200).JSON(&page)
					require.Len(t, page["items"], 1)
					require.False(t, seen[at(page, "items", 0, "id")], "%s by %s gives a row twice", list, sort)
					seen[at(page, "items", 0, "id")] = true
					next, more := page["next"].(string)
					if !more {
						break
					}
					after = next
				}
				want := 4
				if list == "accounts" {
					want = 5
				}
				require.Len(t, seen, want, "%s by %s%s", list, direction, sort)
			}
		}
	}
}
