package desk_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/desk"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
	"longhouse/platform/rest"
)

type fixture struct {
	*pgtest.DB
	t   *testing.T
	svc *desk.Service
	// called are the records that everybody sees, by their names.
	called map[kernel.Record]string
}

// setup is an organisation with two lists: crm.deals and hr.employees.
func setup(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{DB: pgtest.New(t), t: t, called: map[kernel.Record]string{}}
	f.svc = desk.New(desk.Options{DB: f.Root,
		Lists: func(list string) (kernel.Permission, bool) {
			p, ok := map[string]kernel.Permission{"crm.deals": "crm.deal.read", "inventory.stock": "inventory.stock.read"}[list]
			return p, ok
		},
		// In these tests people with the same last letter are of one team.
		Teamed: func(ctx context.Context) (func(uuid.UUID) bool, error) {
			who, err := actor.From(ctx)
			return func(user uuid.UUID) bool { return user[15] == who.User.UUID[15] }, err
		},
		Titles: func(_ context.Context, records []kernel.Record) (map[kernel.Record]string, error) {
			out := map[kernel.Record]string{}
			for _, r := range records {
				if title, ok := f.called[r]; ok {
					out[r] = title
				}
			}
			return out, nil
		},
		Names: func(_ context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
			out := map[uuid.UUID]string{}
			for _, id := range ids {
				out[id] = "Person " + id.String()[35:]
			}
			return out, nil
		}})
	return f
}

// person is somebody of a team, with roles, over HTTP.
func (f *fixture) person(team byte, roles ...string) *pgtest.Client {
	f.t.Helper()
	who := f.Actor()
	who.User = kernel.NewID[kernel.User]()
	who.User.UUID[15] = team
	ctx := f.With(f.t, actor.With(f.t.Context(), who), authz.TestPolicy{}, roles...)
	return f.ServerAs(f.t, ctx, map[string]func(*rest.API){"desk": f.svc.Routes})
}

type body map[string]any

func view(name, sharing string, more ...body) body {
	b := body{"list": "crm.deals", "name": name, "sharing": sharing, "state": body{"layout": "list", "conditions": body{"status": "open"}, "sort": "-amount"}}
	for _, m := range more {
		for k, v := range m {
			b[k] = v
		}
	}
	return b
}

func (f *fixture) made(c *pgtest.Client, b body) desk.View {
	f.t.Helper()
	var v desk.View
	c.Post("/desk/views", b).Is(201).JSON(&v)
	return v
}

// seen are the names of the views of deals, with a star at the one that opens.
func seen(c *pgtest.Client) string {
	var all desk.Items
	c.Get("/desk/views?list=crm.deals").Is(200).JSON(&all)
	var names []string
	for _, v := range all.Items {
		if v.Opens {
			v.Name += "*"
		}
		names = append(names, v.Name)
	}
	return strings.Join(names, " ")
}

func match(v desk.View) []string {
	return []string{"If-Match", `"` + string(rune('0'+v.Version)) + `"`}
}

func TestAViewIsSeenByThoseItIsSharedWith(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lead, mate, other, keeper := f.person(1, "crm.lead"), f.person(1, "crm.rep"), f.person(2, "crm.rep"), f.person(1, "inventory.reader")
	mine, team := f.made(lead, view("Mine", "private")), f.made(lead, view("Team", "team"))
	all := f.made(lead, view("All", "organisation"))
	require.Equal(t, "Mine Team All", seen(lead))
	require.Equal(t, "Team All", seen(mate))
	require.Equal(t, "All", seen(other))
	keeper.Get("/desk/views?list=crm.deals").Is(404)
	for id, status := range map[uuid.UUID]int{mine.ID: 404, team.ID: 404, all.ID: 200} {
		other.Get("/desk/views/" + id.String()).Is(status)
		keeper.Get("/desk/views/" + id.String()).Is(404)
	}
	require.Equal(t, "Person 1", all.Owner.Name)
	require.Equal(t, desk.State{Layout: "list", Conditions: map[string]string{"status": "open"}, Sort: "-amount"}, all.State)
	lead.Get("/desk/views?list=crm.nothing").Is(404)
	require.Equal(t, "desk.unknown_list", lead.Post("/desk/views", view("X", "private", body{"list": "crm.nothing"})).Is(404).Code())
}

func TestOnlyWhoMaySharesChangesWhatOthersSee(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lead, rep, second := f.person(1, "crm.lead"), f.person(1, "crm.rep"), f.person(1, "crm.lead")
	rep.Post("/desk/views", view("Mine for all", "organisation")).Is(403)
	rep.Post("/desk/views", view("Mine for us", "team")).Is(403)
	own := f.made(rep, view("Mine", "private"))
	rep.Patch("/desk/views/"+own.ID.String(), body{"sharing": "organisation"}, match(own)...).Is(403)
	all := f.made(lead, view("All", "organisation"))
	rep.Patch("/desk/views/"+all.ID.String(), body{"name": "Theirs"}, match(all)...).Is(403)
	rep.Delete("/desk/views/"+all.ID.String(), match(all)...).Is(403)
	second.Patch("/desk/views/"+own.ID.String(), body{"name": "Taken"}, match(own)...).Is(404)
	second.Patch("/desk/views/"+all.ID.String(), body{"sharing": "private"}, match(all)...).Is(403)

	var changed desk.View
	second.Patch("/desk/views/"+all.ID.String(), body{"name": "Everything", "locked": true}, match(all)...).Is(200).JSON(&changed)
	require.Equal(t, "desk.view_locked", second.Patch("/desk/views/"+all.ID.String(), body{"name": "No"}, match(changed)...).Is(409).Code())
	require.Equal(t, "desk.view_locked", lead.Delete("/desk/views/"+all.ID.String(), match(changed)...).Is(409).Code())
	second.Patch("/desk/views/"+all.ID.String(), body{"locked": false, "name": "Open"}, match(all)...).Is(412)
	second.Patch("/desk/views/"+all.ID.String(), body{"locked": false, "name": "Open"}, match(changed)...).Is(200).JSON(&changed)
	require.Equal(t, "Open Mine", strings.Join([]string{changed.Name, own.Name}, " "))
	lead.Delete("/desk/views/"+all.ID.String(), match(changed)...).Is(204)
	require.Equal(t, "Mine", seen(rep))
}

func TestAListOpensWithOnesOwnDefaultElseTheRolesElseEverybodys(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lead, rep, reader := f.person(1, "crm.lead"), f.person(1, "crm.rep"), f.person(1, "crm.reader")
	f.made(lead, view("Everybody", "organisation", body{"default_for": []string{"everybody"}}))
	f.made(lead, view("Reps", "organisation", body{"default_for": []string{"crm.rep"}}))
	require.Equal(t, "Everybody* Reps", seen(reader))
	require.Equal(t, "Everybody Reps*", seen(rep))
	require.Equal(t, "Everybody Reps*", seen(lead), "a lead is a representative as well")
	f.made(rep, view("Mine", "private", body{"default_for": []string{"me"}}))
	require.Equal(t, "Everybody Reps Mine*", seen(rep))
	f.made(rep, view("Newer", "private", body{"default_for": []string{"me"}}))
	require.Equal(t, "Everybody Reps Mine Newer*", seen(rep), "there is one default, and it moves")
	f.made(lead, view("New", "organisation", body{"default_for": []string{"everybody"}}))
	require.Equal(t, "Everybody Reps New*", seen(reader))
	for sharing, words := range map[string][]string{"private": {"everybody"}, "team": {"everybody"}, "organisation": {"me"}} {
		lead.Post("/desk/views", view("X", sharing, body{"default_for": words})).Is(422)
	}
	rep.Post("/desk/views", view("X", "private", body{"locked": true})).Is(422)
}

func TestAStateThatNoListCouldMeanIsRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rep := f.person(1, "crm.rep")
	for name, state := range map[string]any{
		"no object": "list", "an unknown member": body{"colour": "red"}, "an unknown layout": body{"layout": "map"}, "no JSON": body{"filter": "{and"},
		"no field": body{"conditions": body{"status; drop": "x"}}, "no field either": body{"conditions": body{"a.b.c.d": "x"}}, "a long value": body{"conditions": body{"status": strings.Repeat("x", 2001)}}, "a narrow column": body{"widths": body{"name": 3}},
		"three groups": body{"group": []string{"a", "b", "c"}}, "an unknown step": body{"group": []string{"created_at:decade"}}, "an unknown sum": body{"aggregates": body{"amount": "median"}},
		"a long filter": body{"filter": `"` + strings.Repeat("x", 20000) + `"`}, "no column": body{"columns": []string{"<b>"}},
	} {
		require.Equal(t, 422, rep.Post("/desk/views", view("X", "private", body{"state": state})).Status, name)
	}
	rep.Post("/desk/views", view("", "private")).Is(422)
	rep.Post("/desk/views", view(strings.Repeat("x", 101), "private")).Is(422)
	full := body{"layout": "chart", "conditions": body{"status": "open,won", "created_at.during": "this_week", "custom.budget.gte": "5"}, "filter": `{"field":"amount","op":"gt","value":1}`, "q": "ä🙂", "scope": "own",
		"sort": "status,-amount", "columns": []string{"name", "amount"}, "widths": body{"name": 240}, "pinned": []string{"name"}, "group": []string{"status", "created_at:month"},
		"aggregates": body{"amount": "sum"}, "density": "dense", "by": "created_at:month", "measure": "sum:amount", "chart": "line"}
	v := f.made(rep, view("Full", "private", body{"state": full}))
	require.Equal(t, "sum", v.State.Aggregates["amount"])
	require.Equal(t, "ä🙂", v.State.Q)
}

func TestAListHasAHundredViewsOfOnesOwn(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rep, mate := f.person(1, "crm.rep"), f.person(1, "crm.rep")
	for range 100 {
		f.made(rep, view("One of many", "private"))
	}
	require.Equal(t, "desk.too_many_views", rep.Post("/desk/views", view("One more", "private")).Is(409).Code())
	f.made(mate, view("Another's", "private"))
}

func TestAServiceHasNoViews(t *testing.T) {
	t.Parallel()
	f := setup(t)
	_, err := f.svc.Views(f.AsService(t, "crm.reserve_stock"), "crm.deals")
	require.ErrorIs(t, err, desk.ErrNoPerson)
}

func TestASharedViewComesBackByUndo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	ctx := f.As(t, "crm.lead")
	v, err := f.svc.Create(ctx, desk.Draft{List: "crm.deals", Name: "Before", Sharing: desk.Organisation})
	require.NoError(t, err)
	_, err = f.svc.Change(ctx, v.ID, v.Version, desk.Change{Name: ptr("After")})
	require.NoError(t, err)
	entity := f.svc.Entities()[0]
	require.NoError(t, entity.Visible(ctx, v.ID))
	titles, err := entity.Title(ctx, []uuid.UUID{v.ID, uuid.New()})
	require.NoError(t, err)
	require.Equal(t, map[uuid.UUID]string{v.ID: "After"}, titles)
	require.NoError(t, entity.Restore(ctx, v.ID, kernel.Past{Old: map[string]any{"name": "Before"}}))
	v, err = f.svc.View(ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, "Before", v.Name)
	require.Error(t, entity.Restore(f.As(t, "crm.rep"), v.ID, kernel.Past{Old: map[string]any{"name": "No"}}))
}

func ptr[T any](v T) *T { return &v }
