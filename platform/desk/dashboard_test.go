package desk_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/desk"
	"longhouse/platform/kernel"
	"longhouse/platform/pgtest"
)

// widget counts deals at a place of its own.
func widget(more ...body) body {
	b := body{"id": uuid.NewString(), "kind": "number", "list": "crm.deals", "state": body{"conditions": body{"status": "open"}}, "x": 0, "y": 0, "w": 3, "h": 2}
	for _, m := range more {
		for k, v := range m {
			b[k] = v
		}
	}
	return b
}

func dashboard(name, sharing string, more ...body) body {
	b := body{"name": name, "sharing": sharing, "widgets": []body{widget()}}
	for _, m := range more {
		for k, v := range m {
			b[k] = v
		}
	}
	return b
}

func (f *fixture) put(c *pgtest.Client, b body) desk.Dashboard {
	f.t.Helper()
	var d desk.Dashboard
	c.Post("/desk/dashboards", b).Is(201).JSON(&d)
	return d
}

func read(c *pgtest.Client, id uuid.UUID) desk.Dashboard {
	var d desk.Dashboard
	c.Get("/desk/dashboards/" + id.String()).Is(200).JSON(&d)
	return d
}

// boards are the names of the dashboards, with a star at the one on Today.
func boards(c *pgtest.Client) string {
	var all desk.DashboardItems
	c.Get("/desk/dashboards").Is(200).JSON(&all)
	var names []string
	for _, d := range all.Items {
		if d.Opens {
			d.Name += "*"
		}
		names = append(names, d.Name)
	}
	return strings.Join(names, " ")
}

func at(version int64) []string { return []string{"If-Match", `"` + string(rune('0'+version)) + `"`} }

func TestADashboardIsSeenByThoseItIsSharedWith(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lead, mate, other, keeper := f.person(1, "crm.lead"), f.person(1, "crm.rep"), f.person(2, "crm.rep"), f.person(2, "inventory.reader")
	mine := f.put(lead, dashboard("Mine", "private"))
	f.put(lead, dashboard("Team", "team"))
	f.put(lead, dashboard("Reps", "organisation", body{"roles": []string{"crm.rep"}}))
	f.put(lead, dashboard("All", "organisation"))
	require.Equal(t, "Mine Team Reps All", boards(lead), "whoever may share looks after those of every role")
	require.Equal(t, "Team Reps All", boards(mate))
	require.Equal(t, "Reps All", boards(other))
	require.Equal(t, "All", boards(keeper))
	other.Get("/desk/dashboards/" + mine.ID.String()).Is(404)
	require.Equal(t, "Person 1", mine.Owner.Name)
	require.True(t, mine.MayChange)
	other.Post("/desk/dashboards", dashboard("For all", "organisation")).Is(403)
	other.Post("/desk/dashboards", dashboard("For us", "team")).Is(403)
	for sharing, more := range map[string]body{"private": {"roles": []string{"crm.rep"}}, "team": {"default_for": []string{"everybody"}}, "organisation": {"default_for": []string{"me"}}} {
		lead.Post("/desk/dashboards", dashboard("X", sharing, more)).Is(422)
	}
	lead.Post("/desk/dashboards", dashboard("X", "private", body{"locked": true})).Is(422)
}

func TestAWidgetOfAListThatOneMayNotReadTellsItsPlaceAlone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	admin, keeper := f.person(1, "crm.lead", "inventory.keeper"), f.person(1, "inventory.keeper")
	deals := widget(body{"title": "Secret deal", "x": 3})
	stock := widget(body{"list": "inventory.stock", "kind": "table", "state": body{"columns": []string{"on_hand"}}})
	d := f.put(admin, dashboard("Both", "organisation", body{"widgets": []body{deals, stock}}))

	seen := read(keeper, d.ID)
	require.Equal(t, desk.Shown{Widget: desk.Widget{ID: seen.Widgets[0].ID, X: 3, W: 3, H: 2}, Hidden: true}, seen.Widgets[0])
	require.Equal(t, "inventory.stock", seen.Widgets[1].List)
	require.False(t, seen.Widgets[1].Hidden)

	// Whoever moves what they do not see changes its place and nothing else.
	moved := []body{{"id": deals["id"], "list": "inventory.stock", "kind": "table", "title": "Mine now", "state": body{}, "x": 6, "y": 4, "w": 6, "h": 3}, stock}
	keeper.Patch("/desk/dashboards/"+d.ID.String(), body{"widgets": moved}, at(d.Version)...).Is(200)
	now := read(admin, d.ID)
	require.Equal(t, "Secret deal", now.Widgets[0].Title)
	require.Equal(t, "crm.deals", now.Widgets[0].List)
	require.Equal(t, []int{6, 4, 6, 3}, []int{now.Widgets[0].X, now.Widgets[0].Y, now.Widgets[0].W, now.Widgets[0].H})
	// A list that they may not read is not theirs to add.
	require.Equal(t, "desk.unknown_list", keeper.Patch("/desk/dashboards/"+d.ID.String(), body{"widgets": []body{stock, widget()}}, at(now.Version)...).Is(404).Code())
}

func TestAWidgetFollowsAViewAndSaysWhenItIsGone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lead, mate := f.person(1, "crm.lead"), f.person(1, "crm.rep")
	v := f.made(lead, view("Mine", "private"))
	follows := widget(body{"view_id": v.ID})
	d := f.put(lead, dashboard("All", "organisation", body{"widgets": []body{follows}}))
	require.Equal(t, "Mine", d.Widgets[0].View.Name)
	require.Equal(t, map[string]string{"status": "open"}, d.Widgets[0].View.State.Conditions)
	require.True(t, read(mate, d.ID).Widgets[0].Gone, "it is not shared with them")

	lead.Delete("/desk/views/"+v.ID.String(), match(v)...).Is(204)
	now := read(lead, d.ID)
	require.True(t, now.Widgets[0].Gone)
	require.Nil(t, now.Widgets[0].View)
	// What went away stays named, so that the rest can be arranged; nothing new follows it.
	follows["x"] = 6
	lead.Patch("/desk/dashboards/"+d.ID.String(), body{"widgets": []body{follows}}, at(d.Version)...).Is(200)
	lead.Patch("/desk/dashboards/"+d.ID.String(), body{"widgets": []body{follows, widget(body{"view_id": v.ID})}}, at(d.Version+1)...).Is(422)
	other := f.made(lead, view("Deals", "organisation"))
	lead.Post("/desk/dashboards", dashboard("X", "private", body{"widgets": []body{widget(body{"list": "inventory.stock", "view_id": other.ID})}})).Is(422)
}

func TestOnlyWhoMayShareChangesDashboardsOfOthers(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lead, rep, second := f.person(1, "crm.lead"), f.person(1, "crm.rep"), f.person(1, "crm.lead")
	own, all := f.put(rep, dashboard("Mine", "private")), f.put(lead, dashboard("All", "organisation"))
	path := "/desk/dashboards/" + all.ID.String()
	rep.Patch(path, body{"name": "Theirs"}, at(1)...).Is(403)
	rep.Delete(path, at(1)...).Is(403)
	rep.Patch("/desk/dashboards/"+own.ID.String(), body{"sharing": "organisation"}, at(1)...).Is(403)
	second.Patch("/desk/dashboards/"+own.ID.String(), body{"name": "Taken"}, at(1)...).Is(404)
	second.Patch(path, body{"sharing": "private"}, at(1)...).Is(403)
	second.Patch(path, body{"name": "Everything", "locked": true}, at(1)...).Is(200)
	require.Equal(t, "desk.dashboard_locked", second.Patch(path, body{"name": "No"}, at(2)...).Is(409).Code())
	require.Equal(t, "desk.dashboard_locked", lead.Delete(path, at(2)...).Is(409).Code())
	second.Patch(path, body{"locked": false}, at(1)...).Is(412)
	second.Patch(path, body{"locked": false}, at(2)...).Is(200)
	lead.Delete(path, at(3)...).Is(204)
	require.Equal(t, "Mine", boards(rep))
}

func TestTodayBeginsWithOnesOwnDashboardElseTheRolesElseEverybodys(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lead, rep, reader := f.person(1, "crm.lead"), f.person(1, "crm.rep"), f.person(1, "crm.reader")
	f.put(lead, dashboard("Everybody", "organisation", body{"default_for": []string{"everybody"}}))
	f.put(lead, dashboard("Reps", "organisation", body{"default_for": []string{"crm.rep"}}))
	require.Equal(t, "Everybody* Reps", boards(reader))
	require.Equal(t, "Everybody Reps*", boards(rep))
	f.put(rep, dashboard("Mine", "private", body{"default_for": []string{"me"}}))
	require.Equal(t, "Everybody Reps Mine*", boards(rep))
	f.put(rep, dashboard("Newer", "private", body{"default_for": []string{"me"}}))
	require.Equal(t, "Everybody Reps Mine Newer*", boards(rep), "there is one, and it moves")
	f.put(lead, dashboard("Stock", "organisation", body{"default_for": []string{"everybody"}, "roles": []string{"inventory.keeper"}}))
	require.Equal(t, "Everybody Reps*", strings.Join(strings.Fields(boards(lead))[:2], " "), "what is for another role begins nobody else's day")
}

func TestWidgetsThatCannotStandOnADashboardAreRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rep := f.person(1, "crm.rep")
	same := uuid.NewString()
	many := make([]body, 31)
	for i := range many {
		many[i] = widget()
	}
	for name, widgets := range map[string][]body{
		"too wide": {widget(body{"x": 10, "w": 3})}, "twice": {widget(body{"id": same}), widget(body{"id": same})}, "no ID": {widget(body{"id": uuid.Nil.String()})},
		"an unknown kind": {widget(body{"kind": "gauge"})}, "a narrow one": {widget(body{"w": 0})}, "beyond the end": {widget(body{"x": -1})}, "a strange field": {widget(body{"state": body{"by": "a b"}})},
		"too many": many, "a long title": {widget(body{"title": strings.Repeat("x", 101)})}, "no kind": {widget(body{"kind": ""})},
	} {
		require.Equal(t, 422, rep.Post("/desk/dashboards", dashboard("X", "private", body{"widgets": widgets})).Status, name)
	}
	rep.Post("/desk/dashboards", dashboard("X", "private", body{"widgets": []body{widget(body{"list": "crm.nothing"})}})).Is(404)
	rep.Post("/desk/dashboards", dashboard("", "private")).Is(422)
	for range 100 {
		f.put(rep, body{"name": "One of many"})
	}
	require.Equal(t, "desk.too_many_dashboards", rep.Post("/desk/dashboards", dashboard("One more", "private")).Is(409).Code())
}

func TestASharedDashboardComesBackByUndo(t *testing.T) {
	t.Parallel()
	f := setup(t)
	ctx := f.As(t, "crm.lead")
	d, err := f.svc.CreateDashboard(ctx, desk.Plan{Name: "Before", Sharing: desk.Organisation})
	require.NoError(t, err)
	_, err = f.svc.ChangeDashboard(ctx, d.ID, d.Version, desk.DashboardChange{Name: ptr("After")})
	require.NoError(t, err)
	entity := f.svc.Entities()[1]
	require.NoError(t, entity.Visible(ctx, d.ID))
	titles, err := entity.Title(ctx, []uuid.UUID{d.ID, uuid.New()})
	require.NoError(t, err)
	require.Equal(t, map[uuid.UUID]string{d.ID: "After"}, titles)
	require.NoError(t, entity.Restore(ctx, d.ID, kernel.Past{Old: map[string]any{"name": "Before"}}))
	d, err = f.svc.Dashboard(ctx, d.ID)
	require.NoError(t, err)
	require.Equal(t, "Before", d.Name)
	require.Error(t, entity.Restore(f.As(t, "crm.rep"), d.ID, kernel.Past{Old: map[string]any{"name": "No"}}))
	_, err = f.svc.Dashboards(f.AsService(t, "crm.reserve_stock"))
	require.ErrorIs(t, err, desk.ErrNoPerson)
}
