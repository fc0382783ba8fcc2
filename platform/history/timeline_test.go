package history_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/actor"
	"longhouse/platform/authz"
	"longhouse/platform/clock"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
	"longhouse/policies"
)

func (f *fixture) timeline(id uuid.UUID, more string) page.Page[history.Item] {
	f.t.Helper()
	var p page.Page[history.Item]
	f.client(f.ctx).Get("/history/timeline?entity=crm.account&id=" + id.String() + more).Is(200).JSON(&p)
	return p
}

func names(fields []history.FieldChange) []string {
	out := []string{}
	for _, c := range fields {
		out = append(out, c.Name)
	}
	return out
}

func TestTheTimelineTellsWhoChangedWhatOfARecordAndItsParts(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.rename(f.other("owner"), a, "Oak Inc")
	part := f.address(actor.Service(f.ctx, f.Org, "crm.keep_addresses", actor.Job), a, "Riga")
	f.account("Elm")

	items := f.timeline(a, "").Items

	require.Len(t, items, 3)
	require.Equal(t, "created", items[0].Op)
	require.Equal(t, "crm.address", items[0].Entity)
	require.Equal(t, part, items[0].EntityID)
	require.Equal(t, history.Actor{ID: "crm.keep_addresses", Kind: "service", Name: "Keep addresses"}, items[0].Actor)
	require.Equal(t, "job", items[0].Via)
	require.False(t, items[0].Undoable, "a part that Restore does not put right")
	require.Equal(t, []history.FieldChange{{Name: "name", Before: "Oak", After: "Oak Inc"}}, items[1].Fields, "no version, no times")
	require.Equal(t, "user", items[1].Actor.Kind)
	require.Contains(t, items[1].Actor.Name, "Person ")
	require.True(t, items[1].Undoable, "an owner may undo what others did")
	require.Equal(t, "created", items[2].Op)
	require.Contains(t, names(items[2].Fields), "name")
}

func TestTheTimelineLeavesOutWhatTheReaderMayNotSee(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.write(f.ctx, "update crm.account set industry = 'Tar', description = 'x' where id = $1", a)

	require.Len(t, f.timeline(a, "").Items, 1, "nothing but hidden fields: no line")
	require.NotContains(t, names(f.timeline(a, "").Items[0].Fields), "industry")

	f.ctx = f.With(t, f.Context(t), authz.TestPolicy{Resources: resources, Model: policies.Model, Roles: "p, r:spy, *, crm:account, *, all, allow\np, r:spy, *, crm:account#secret, read, all, allow\n"}, "spy")
	items := f.timeline(a, "").Items
	require.Len(t, items, 2)
	require.Equal(t, []string{"industry"}, names(items[0].Fields), "the class is the reader's; the other column is nobody's")
}

func TestOfASealedPartNobodyLearnsWhoDoesNotReadItsClass(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.svc = history.New(history.Options{DB: f.Root, Clock: clock.Fixed(clock.Clock{}.Now()), Names: nobody})
	f.svc.Register(history.Entity{Name: "crm.account", Parts: map[string]string{"crm.address": "account_id", "crm.contact_point": "account_id"},
		Read: "crm.account.read", Change: "crm.account.update", Sealed: map[string]string{"crm.address": "secret"}, Visible: f.visible})
	a := f.account("Oak")
	part := f.address(f.ctx, a, "Riga")
	f.write(f.ctx, "update crm.address set city = 'Ventspils' where id = $1", part)
	f.write(f.ctx, "delete from crm.address where id = $1", part)
	audited := func() (fields []string) {
		var p page.Page[history.Item]
		f.client(f.ctx).Get("/history/changes/" + f.set().String()).Is(200).JSON(&p)
		return names(p.Items[0].Fields)
	}

	require.Len(t, f.timeline(a, "").Items, 1, "not even that there was one")
	require.Empty(t, audited())
	require.Equal(t, map[string][]string{"crm.account": {"crm.account"}, "crm.contact_point": {"crm.account"}}, f.svc.Readable(f.ctx), "a hint would tell when")

	f.ctx = f.With(t, f.Context(t), authz.TestPolicy{Resources: resources, Model: policies.Model,
		Roles: "p, r:spy, *, *:*, *, all, allow\np, r:spy, *, crm:account#secret, read, all, allow\n"}, "spy")
	require.Len(t, f.timeline(a, "").Items, 4)
	require.Contains(t, audited(), "city")
	require.Contains(t, f.svc.Readable(f.ctx), "crm.address")
}

func nobody(context.Context, []kernel.ID[kernel.User]) (map[kernel.ID[kernel.User]]string, error) {
	return nil, nil
}

func TestTheTimelineNeedsTheRecordsRightAndScope(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	path := "/history/timeline?entity=crm.account&id="

	f.client(f.as("hr.self")).Get(path + a.String()).Is(403)
	require.Equal(t, "not_found", f.client(f.ctx).Get(path+uuid.NewString()).Is(404).Code())
	require.Equal(t, "history.unknown_entity", f.client(f.ctx).Get("/history/timeline?entity=crm.ghost&id="+a.String()).Is(404).Code())
	require.Equal(t, "cursor_mismatch", f.client(f.ctx).Get(path+a.String()+"&after=zzz").Is(422).Code())

	elm := setup(t)
	elm.client(elm.ctx).Get(path + a.String()).Is(404)
}

func TestTheTimelineIsPagedAndEachLineComesOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	for i := range 5 {
		f.rename(f.ctx, a, "Oak "+strconv.Itoa(i))
		f.write(f.ctx, "update crm.account set version = version + 1 where id = $1", a) // a line that says nothing
	}
	seen, after := []string{}, ""
	for {
		p := f.timeline(a, "&limit=2&after="+after)
		for _, item := range p.Items {
			require.NotContains(t, seen, item.ID)
			seen = append(seen, item.ID)
		}
		if after = p.Next; after == "" {
			break
		}
		require.Len(t, p.Items, 2)
	}
	require.Len(t, seen, 6)
}

func TestARecordIsReadAsOfAnInstant(t *testing.T) {
	t.Parallel()
	f := setup(t)
	before := time.Now()
	a := f.account("Oak")
	first := f.timeline(a, "").Items[0].At
	f.rename(f.ctx, a, "Oak Inc")

	row, err := f.svc.AsOf(f.ctx, "crm.account", a, first)
	require.NoError(t, err)
	require.Equal(t, "Oak", row["name"])
	require.InDelta(t, 7, row["employees"], 0)
	row, err = f.svc.AsOf(f.ctx, "crm.account", a, time.Now().Add(time.Hour))
	require.NoError(t, err)
	require.Equal(t, "Oak Inc", row["name"])

	at := func(when time.Time) string {
		return "/history/as-of?entity=crm.account&id=" + a.String() + "&at=" + when.UTC().Format(time.RFC3339Nano)
	}
	var r history.Record
	f.client(f.ctx).Get(at(first)).Is(200).JSON(&r)
	require.Equal(t, "Oak", r.Values["name"])
	require.NotContains(t, r.Values, "industry")
	f.client(f.ctx).Get(at(before.Add(-time.Hour))).Is(404)
	f.client(f.as("hr.self")).Get(at(first)).Is(403)
}

func TestTheAuditListNamesEveryTransactionOnce(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	f.address(f.ctx, a, "Riga")
	run := kernel.NewUUID()
	f.rename(running(f.other("owner"), run), a, "Oak Inc")
	get := func(query string) []history.ChangeSet {
		t.Helper()
		var p page.Page[history.ChangeSet]
		f.client(f.ctx).Get("/history/changes?" + query).Is(200).JSON(&p)
		return p.Items
	}

	all := get("")
	require.Len(t, all, 3)
	require.Equal(t, []history.Touched{{Table: "crm.account", Updated: 1}}, all[0].Tables)
	require.True(t, all[0].Undoable)
	require.False(t, all[1].Undoable, "a part alone")
	require.Len(t, get("actor="+f.User.String()), 2)
	require.Len(t, get("table=crm.address"), 1)
	require.Len(t, get("table=crm.account&op=created"), 1)
	require.Len(t, get("operation_id="+run.String()), 1)
	require.Len(t, get("via=api"), 3)
	require.Empty(t, get("via=ui,job"))
	require.Len(t, get("at.gte="+all[1].At.Format(time.RFC3339Nano)), 2)

	var p page.Page[history.ChangeSet]
	f.client(f.ctx).Get("/history/changes?limit=2").Is(200).JSON(&p)
	f.client(f.ctx).Get("/history/changes?limit=2&after=" + p.Next).Is(200).JSON(&p)
	require.Equal(t, all[2].ID, p.Items[0].ID)

	f.client(f.ctx).Get("/history/changes?op=eaten").Is(422)
	f.client(f.ctx).Get("/history/changes?subject=x").Is(422)
	f.client(f.as("crm.rep")).Get("/history/changes").Is(403)
}

func TestOpAndTableMustHoldForOneRow(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	id := kernel.NewUUID()
	f.write(f.ctx, `with renamed as (update crm.account set name = 'Oak Inc' where id = $1)
		insert into crm.address (id, account_id, city, created_at) values ($2, $1, 'Riga', now())`, a, id)

	var p page.Page[history.ChangeSet]
	f.client(f.ctx).Get("/history/changes?table=crm.address&op=updated").Is(200).JSON(&p)
	require.Empty(t, p.Items)
}

func TestARightToTheLogIsNoRightToTheRecords(t *testing.T) {
	t.Parallel()
	f := setup(t)
	a := f.account("Oak")
	set := f.set()
	f.address(f.ctx, a, "Riga")
	part := f.set()
	get := func(set uuid.UUID, role string) []history.Item {
		t.Helper()
		var p page.Page[history.Item]
		f.client(f.as(role)).Get("/history/changes/" + set.String()).Is(200).JSON(&p)
		require.Len(t, p.Items, 1)
		return p.Items
	}
	require.Contains(t, names(get(set, "owner")[0].Fields), "name")
	require.NotContains(t, names(get(set, "owner")[0].Fields), "industry")
	require.Contains(t, names(get(part, "owner")[0].Fields), "city")
	require.Empty(t, get(set, "ops")[0].Fields, "runs the jobs, reads no accounts")
	require.Empty(t, get(part, "ops")[0].Fields)
	f.client(f.ctx).Get("/history/changes/" + uuid.NewString()).Is(404)
	f.client(f.as("crm.rep")).Get("/history/changes/" + set.String()).Is(403)
}
