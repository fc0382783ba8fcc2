package history_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

func (f *fixture) facts(query string) []history.Fact {
	f.t.Helper()
	var p page.Page[history.Fact]
	f.client(f.ctx).Get("/history/facts?" + query).Is(200).JSON(&p)
	return p.Items
}

func TestFactsAreListedByKindPersonAndRecord(t *testing.T) {
	t.Parallel()
	f := setup(t)
	about := kernel.Record{Entity: "crm.account", ID: f.account("Acme")}
	require.NoError(t, db.Note(f.ctx, f.pool, db.Fact{Kind: "record.read", About: about, Address: "192.0.2.7", Detail: map[string]any{"class": "secret"}}))
	require.NoError(t, db.Note(f.other("owner"), f.pool, db.Fact{Kind: "list.exported", Detail: map[string]any{"rows": 3, "columns": []string{"name", "city"}}}))

	require.Len(t, f.facts(""), 2)
	of := f.facts("kind=record.read&entity=crm.account&entity_id=" + about.ID.String() + "&actor=" + f.User.String() + "&address=192.0.2.7")
	require.Len(t, of, 1)
	require.Equal(t, "class secret", of[0].Summary)
	require.Equal(t, "columns name city, rows 3", f.facts("kind=list.exported")[0].Summary)
	require.Empty(t, f.facts("at.gt=2100-01-01T00:00:00Z"))
	f.client(f.as("crm.rep")).Get("/history/facts").Is(403)
	f.client(f.ctx).Get("/history/facts?table=crm.account").Is(422)
}

func TestARefusalIsAFactOnceAMinuteWithHowOftenItWas(t *testing.T) {
	t.Parallel()
	f := setup(t)
	why := fault.As(authz.Refusal("crm.deal.read"))
	for range 50 {
		f.svc.Refused(f.ctx, "crm-list-deals", why)
	}
	f.svc.Refused(f.ctx, "crm-get-deal", why)
	require.Len(t, f.facts("kind=access.refused"), 2, "one for each operation")

	late := on(t, f.DB, 2*time.Minute)
	late.svc = f.svc.At(f.svc.Now().Add(2 * time.Minute))
	late.svc.Refused(f.ctx, "crm-list-deals", why)

	all := f.facts("kind=access.refused")
	require.Len(t, all, 3)
	require.InDelta(t, 50, all[0].Detail["times"], 0, "49 that were only counted, and this one")
	require.Equal(t, "crm.deal.read", all[0].Detail["permission"])
}

func TestAFactThatIsKeptSeldomIsKeptOnceForAPersonAndARecord(t *testing.T) {
	t.Parallel()
	f := setup(t)
	one, two := kernel.Record{Entity: "hr.employee", ID: kernel.NewUUID()}, kernel.Record{Entity: "hr.employee", ID: kernel.NewUUID()}
	for _, about := range []kernel.Record{one, one, two} {
		require.NoError(t, db.Note(f.ctx, f.pool, db.Fact{Kind: "record.read", About: about, Within: time.Hour}))
	}
	require.NoError(t, db.Note(f.other(), f.pool, db.Fact{Kind: "record.read", About: one, Within: time.Hour}))
	require.Len(t, f.facts("kind=record.read"), 3)
}

func TestWhatIsTakenOutOfTheHouseIsAFactBeforeItLeaves(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.account("Acme")
	f.account("Bolt")
	c := f.client(f.ctx)
	require.Contains(t, string(c.Get("/history/changes?format=csv&columns=at,summary&via=api").Is(200).Body), "crm.account: 1 created")

	e := f.facts("kind=list.exported")
	require.Len(t, e, 1)
	require.Equal(t, "history-list-changes", e[0].Detail["operation"])
	require.Equal(t, []any{"at", "summary"}, e[0].Detail["columns"])
	require.Equal(t, map[string]any{"via": []any{"api"}}, e[0].Detail["filter"])
	require.InDelta(t, 2, e[0].Detail["rows"], 0)
	f.client(f.as("ops")).Get("/history/changes?format=csv").Is(403) // ops may read it, and take none of it out
	require.Len(t, f.facts("kind=access.refused"), 1)
}

// A fact of an unknown right is not lost because the request's own transaction is.
func TestARefusalLeavesNoTraceOfItsKey(t *testing.T) {
	t.Parallel()
	f := setup(t)
	who, err := actor.From(f.ctx)
	require.NoError(t, err)
	who.Key = actor.Key{ID: kernel.NewUUID(), Fingerprint: "x", State: &actor.KeyState{}}
	f.svc.Refused(actor.With(f.ctx, who), "crm-win-deal", fault.ErrForbidden)
	require.False(t, who.Key.State.Claimed)
	require.Len(t, f.facts("kind=access.refused"), 1)
}

func TestTheLogIsSearchedByReasonAndNarrowedToARecord(t *testing.T) {
	t.Parallel()
	f := setup(t)
	acme, bolt := f.account("Acme"), f.account("Bolt")
	who, err := actor.From(f.ctx)
	require.NoError(t, err)
	who.Reason = "100% of the board asked for it"
	f.rename(actor.With(f.ctx, who), bolt, "Bolt Ltd")
	f.address(f.ctx, acme, "Oslo")
	list := func(query string) []history.ChangeSet {
		var p page.Page[history.ChangeSet]
		f.client(f.ctx).Get("/history/changes?" + query).Is(200).JSON(&p)
		return p.Items
	}
	require.Len(t, list("q=100%25%20of%20the"), 1)
	require.Empty(t, list("q=100_"))
	require.Len(t, list("record="+acme.String()), 2, "the record, and a part of it")
	require.Equal(t, "crm.address: 1 created", list("record=" + acme.String())[0].Summary)
	require.Len(t, list("record="+bolt.String()+"&op=updated&table=crm.account&actor="+f.User.String()), 1)
	f.client(f.ctx).Get("/history/changes?record=x").Is(422)
}

func TestARecordAsOfAnInstantHasItsPartsAsTheyWere(t *testing.T) {
	t.Parallel()
	f := setup(t)
	acme := f.account("Acme")
	oslo, rome := f.address(f.ctx, acme, "Oslo"), f.address(f.ctx, acme, "Rome")
	f.write(f.ctx, "update crm.address set city = 'Bergen' where id = $1", oslo)
	then := f.now()
	f.write(f.ctx, "delete from crm.address where id = $1", rome)
	f.write(f.ctx, "update crm.address set city = 'Narvik' where id = $1", oslo)
	f.rename(f.ctx, acme, "Acme Ltd")

	read := func(at time.Time) (r history.Record) {
		f.client(f.ctx).Get("/history/as-of?entity=crm.account&id=" + acme.String() + "&at=" + strings.ReplaceAll(at.Format(time.RFC3339Nano), "+", "%2B")).Is(200).JSON(&r)
		return r
	}
	was, is := read(then), read(f.now())
	require.Equal(t, "Acme", was.Values["name"])
	require.Len(t, was.Parts, 2)
	require.Equal(t, "Bergen", was.Parts[0].Values["city"])
	require.Equal(t, rome, was.Parts[1].ID)
	require.Equal(t, "Acme Ltd", is.Values["name"])
	require.Len(t, is.Parts, 1)
	require.Equal(t, "Narvik", is.Parts[0].Values["city"])
}

// now is the database's clock, by which history is told.
func (f *fixture) now() (at time.Time) {
	f.t.Helper()
	_, err := db.Read(f.ctx, f.pool, func(tx *db.Tx) (struct{}, error) {
		return struct{}{}, tx.QueryRow(f.ctx, "select clock_timestamp()").Scan(&at)
	})
	require.NoError(f.t, err)
	return at
}

func TestTheProofSaysHowFarHistoryIsSealedAndHowItWasFound(t *testing.T) {
	t.Parallel()
	f := alone(t)
	s := f.sealer(sealKey)
	f.svc = f.svc.SealedBy(s).At(clock.Clock{}.Now().Add(time.Minute))
	f.account("Acme")
	var p history.Proof
	proof := func() history.Proof {
		p = history.Proof{}
		f.client(f.ctx).Get("/history/proof").Is(200).JSON(&p)
		return p
	}
	require.Equal(t, "sealed", proof().State)
	require.Equal(t, int64(1), p.Waiting)
	require.Nil(t, p.Sound)
	seal(t, s)

	f.client(f.ctx).Post("/history/proof/verify", nil).Is(200).JSON(&p)
	require.True(t, *p.Sound)
	f.tamper(`update history.change set after = after || '{"name": "Evil"}'`)
	f.client(f.ctx).Post("/history/proof/verify", nil).Is(200)
	require.False(t, *proof().Sound)
	require.Equal(t, history.Changed, p.Finding.What)
	require.Len(t, f.facts("kind=history.seal_broken"), 1)
	require.Equal(t, int64(1), f.svc.Broken())
	require.NoError(t, f.svc.VerifyNightly(f.ctx))
	require.Equal(t, int64(2), f.svc.Broken())

	f.svc = f.svc.SealedBy(f.sealer(""))
	require.Equal(t, "unsealed", proof().State)
	f.client(f.ctx).Post("/history/proof/verify", nil).Is(409)
}
