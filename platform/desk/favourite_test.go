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

// account is a record that everybody sees under its name.
func (f *fixture) account(name string) kernel.Record {
	r := kernel.Record{Entity: "crm.account", ID: uuid.New()}
	f.called[r] = name
	return r
}

func place(r kernel.Record) string { return "/desk/favourites/" + r.Entity + "/" + r.ID.String() }

// stars are the names of somebody's favourites, in order.
func stars(c *pgtest.Client) string {
	var all desk.FavouriteItems
	c.Get("/desk/favourites").Is(200).JSON(&all)
	names := make([]string, len(all.Items))
	for i, f := range all.Items {
		names[i] = f.Title
	}
	return strings.Join(names, " ")
}

func TestFavouritesAreOnesOwnInTheirOrder(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lead, rep := f.person(1, "crm.lead"), f.person(1, "crm.rep")
	ostlab, lumen := f.account("Ostlab"), f.account("Lumen")
	v := f.made(lead, view("Open", "organisation"))
	d := f.put(lead, dashboard("Sales", "organisation"))
	for _, r := range []kernel.Record{ostlab, {Entity: "desk.view", ID: v.ID}, {Entity: "desk.dashboard", ID: d.ID}, lumen, ostlab} {
		rep.Put(place(r), nil).Is(204)
	}
	require.Equal(t, "Ostlab Open Sales Lumen", stars(rep), "each is there once")
	require.Empty(t, stars(lead))
	var all desk.FavouriteItems
	rep.Get("/desk/favourites").Is(200).JSON(&all)
	require.Equal(t, "crm.deals", all.Items[1].List, "a view leads to its list")

	rep.Put("/desk/favourites", body{"items": []kernel.Record{lumen, {Entity: "crm.account", ID: uuid.New()}, ostlab}}).Is(204)
	require.Equal(t, "Lumen Ostlab Open Sales", stars(rep), "what is not named comes after")
	rep.Delete(place(lumen)).Is(204)
	rep.Delete(place(lumen)).Is(204)
	rep.Put(place(lumen), nil).Is(204)
	require.Equal(t, "Ostlab Open Sales Lumen", stars(rep))
}

func TestWhatIsHiddenOrGoneLeavesTheFavouritesWithoutAWord(t *testing.T) {
	t.Parallel()
	f := setup(t)
	lead, rep := f.person(1, "crm.lead"), f.person(1, "crm.rep")
	ostlab := f.account("Ostlab")
	own, mine := f.made(lead, view("Mine", "private")), f.put(lead, dashboard("Mine", "private"))
	d := f.put(lead, dashboard("All", "organisation"))
	for _, r := range []kernel.Record{{Entity: "desk.view", ID: own.ID}, {Entity: "desk.dashboard", ID: mine.ID}, {Entity: "crm.account", ID: uuid.New()}, {Entity: "crm.nothing", ID: ostlab.ID}} {
		rep.Put(place(r), nil).Is(404)
	}
	rep.Put(place(ostlab), nil).Is(204)
	rep.Put(place(kernel.Record{Entity: "desk.dashboard", ID: d.ID}), nil).Is(204)
	delete(f.called, ostlab)
	require.Equal(t, "All", stars(rep))
	lead.Delete("/desk/dashboards/"+d.ID.String(), at(1)...).Is(204)
	require.Empty(t, stars(rep))
	f.called[ostlab] = "Ostlab"
	require.Equal(t, "Ostlab", stars(rep), "and is there again with the right to it")
	rep.Put("/desk/favourites/Accounts/"+ostlab.ID.String(), nil).Is(422)
}

func TestThereAreFiftyFavourites(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rep := f.person(1, "crm.rep")
	for range 50 {
		rep.Put(place(f.account("One of many")), nil).Is(204)
	}
	require.Equal(t, "desk.too_many_favourites", rep.Put(place(f.account("One more")), nil).Is(409).Code())
	_, err := f.svc.Favourites(f.AsService(t, "crm.reserve_stock"))
	require.ErrorIs(t, err, desk.ErrNoPerson)
}
