package history_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/clock"
	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/history"
	"longhouse/platform/page"
)

const month = 30 * 24 * time.Hour

// ago is an instant so many months before now.
func ago(months int) time.Time { return clock.Clock{}.Now().Add(-time.Duration(months) * month) }

// aged seals what waits as a house did so many months ago.
func (f *fixture) aged(months int) {
	f.t.Helper()
	f.tamper(`with w as (select u.id from history.unsealed u),
		c as (update history.change set at = at - $1::interval where change_set_id in (select id from w)),
		x as (update history.fact set at = at - $1::interval where id in (select id from w))
		update history.change_set set at = at - $1::interval where id in (select id from w)`, time.Duration(months)*month)
	keys, err := history.ReadKeys(config.Secret(sealKey))
	require.NoError(f.t, err)
	s := history.NewSealer(history.SealerOptions{DB: f.Root, Keys: keys, Clock: clock.Fixed(ago(months).Add(time.Minute))})
	require.NotZero(f.t, seal(f.t, s))
}

// old is an organisation of eleven years.
type old struct {
	*fixture
	s                *history.Sealer
	acme, bolt, core uuid.UUID
	// addresses of acme: one goes today, one is gone in what is cut, one is made anew there, one came after it
	stays, leaves, back, later uuid.UUID
}

func grown(t *testing.T) *old {
	t.Helper()
	return alone(t).grow()
}

func (f *fixture) grow() *old {
	o := &old{fixture: f, s: f.sealer(sealKey)}
	f.svc = f.svc.SealedBy(o.s).Keeping(10)
	o.acme, o.bolt, o.core = f.account("Acme"), f.account("Bolt"), f.account("Core")
	o.stays, o.leaves = f.address(f.ctx, o.acme, "Berlin"), f.address(f.ctx, o.acme, "Paris")
	o.back = f.address(f.ctx, o.acme, "Lima")
	f.write(f.ctx, "update crm.address set region = 'Coast' where id = $1", o.back)
	f.aged(132)
	f.rename(f.ctx, o.acme, "Acme Ltd")
	f.write(f.ctx, "update crm.account set employees = 70000000001 where id = $1", o.core)
	f.write(f.ctx, "delete from crm.address where id = $1", o.leaves)
	f.write(f.ctx, "delete from crm.account where id = $1", o.bolt)
	f.write(f.ctx, "delete from crm.address where id = $1", o.back)
	f.write(f.ctx, "insert into crm.address (id, account_id, city, created_at) values ($1, $2, 'Cusco', now())", o.back, o.acme)
	f.aged(126)
	f.write(f.ctx, "update crm.address set city = 'Rome' where id = $1", o.stays)
	f.rename(f.ctx, o.acme, "Acme Inc")
	o.later = f.address(f.ctx, o.acme, "Oslo")
	f.aged(24)
	f.write(f.ctx, "delete from crm.address where id = $1", o.stays)
	f.write(f.ctx, "delete from crm.account where id = $1", o.core)
	f.rename(f.ctx, o.acme, "Acme & Co")
	require.Equal(f.t, 3, seal(f.t, o.s))
	return o
}

// seen is all that can be read of the past at an instant: a row's columns, and a record with its parts.
func (o *old) seen(at time.Time) map[string]any {
	o.t.Helper()
	out := map[string]any{}
	for name, id := range map[string]uuid.UUID{"acme": o.acme, "bolt": o.bolt, "core": o.core} {
		row, err := o.svc.AsOf(o.ctx, "crm.account", id, at)
		if err != nil {
			out[name] = fault.As(err).Code
			continue
		}
		out[name] = row
	}
	var whole map[string]any
	o.client(o.ctx).Get("/history/as-of?entity=crm.account&id=" + o.acme.String() + "&at=" + url.QueryEscape(at.UTC().Format(time.RFC3339Nano))).JSON(&whole)
	delete(whole, "as_of")
	out["whole"] = whole
	return out
}

func (o *old) count(table string) (n int) {
	o.t.Helper()
	require.NoError(o.t, o.Superuser(o.t).QueryRow(o.t.Context(), "select count(*) from history."+table+" where org_id = $1", o.Org.UUID).Scan(&n))
	return n
}

func TestOldHistoryIsCutAndWhatIsKeptIsExactAndSound(t *testing.T) {
	t.Parallel()
	o := grown(t)
	instants := []time.Time{ago(125), ago(60), ago(23), ago(0)}
	before := make([]map[string]any, len(instants))
	for i, at := range instants {
		before[i] = o.seen(at)
	}
	require.Equal(t, "Acme Ltd", before[1]["acme"].(map[string]any)["name"])
	require.Equal(t, fault.ErrNotFound.Code, before[1]["bolt"])
	require.Len(t, before[1]["whole"].(map[string]any)["parts"], 2)
	sets := o.count("change_set")

	require.NoError(t, o.svc.KeepNightly(o.ctx))

	for i, at := range instants {
		require.Equal(t, before[i], o.seen(at), at)
	}
	require.Equal(t, sets-13, o.count("change_set"))
	require.Equal(t, 4, o.count("base"), "acme, core and two addresses")
	r := o.verify(o.s, history.Anchor{Org: o.Org.UUID, N: 1, Root: strings.Repeat("00", 32)})
	require.True(t, r.Sound, "%+v", r)
	require.Equal(t, 2, r.Seals)

	facts := o.facts("kind=history.cut")
	require.Len(t, facts, 1)
	require.EqualValues(t, 3, facts[0].Detail["first_kept_seal"])
	require.EqualValues(t, 2, facts[0].Detail["seals"])
	require.EqualValues(t, 13, facts[0].Detail["records"])
	require.Len(t, facts[0].Detail["root"], 64)
	seal(t, o.s)
	require.True(t, o.verify(o.s).Sound)

	early := o.seen(ago(130))
	for _, name := range []string{"acme", "bolt", "core"} {
		require.Equal(t, history.ErrNotKept.Code, early[name], name)
	}
	require.Equal(t, history.ErrNotKept.Code, early["whole"].(map[string]any)["code"])
	between := o.seen(ago(126).Add(20 * time.Second)) // after acme's last change that went, before the last that went of all
	require.Equal(t, "Acme Ltd", between["acme"].(map[string]any)["name"])
	require.Equal(t, history.ErrNotKept.Code, between["whole"].(map[string]any)["code"], "which of its parts were deleted before is not known")
	_, err := o.svc.AsOf(o.ctx, "crm.account", o.bolt, ago(130))
	require.ErrorContains(t, err, "is kept since")
	var line page.Page[history.Item]
	o.client(o.ctx).Get("/history/timeline?entity=crm.account&id=" + o.acme.String()).Is(200).JSON(&line)
	require.NotEmpty(t, line.Items)
	for _, item := range line.Items {
		require.True(t, item.At.After(ago(25)), "%+v", item)
	}
	var p history.Proof
	o.client(o.ctx).Get("/history/proof").Is(200).JSON(&p)
	require.WithinDuration(t, ago(126), *p.KeptSince, time.Hour)

	require.NoError(t, o.svc.KeepNightly(o.ctx))
	require.Len(t, o.facts("kind=history.cut"), 1, "nothing is old any more")
}

func TestASecondCutIsLaidOverTheFirst(t *testing.T) {
	t.Parallel()
	o := grown(t)
	var set uuid.UUID
	var n int64
	var value []byte
	require.NoError(t, o.Superuser(t).QueryRow(t.Context(), "select change_set_id, n, (after -> 'industry')::text from history.change where row_id = $1 and op = 'insert'", o.acme).Scan(&set, &n, &value))
	left := map[string]any{"erased": o.s.Keys().Digest(set, n, "after", "industry", value)}
	erased, err := json.Marshal(left)
	require.NoError(t, err)
	o.tamper("update history.change set after = jsonb_set(after, '{industry}', $1::text::jsonb) where n = $2", string(erased), n)
	before := o.seen(ago(20))
	require.NoError(t, o.svc.KeepNightly(o.ctx))
	require.NoError(t, o.svc.Keeping(1).KeepNightly(o.ctx))

	require.Equal(t, before, o.seen(ago(20)))
	row, err := o.svc.AsOf(o.ctx, "crm.account", o.acme, ago(20))
	require.NoError(t, err)
	require.Equal(t, left, row["industry"], "what was erased stays so")
	require.Equal(t, history.ErrNotKept.Code, o.seen(ago(60))["acme"])
	require.Equal(t, 5, o.count("base"))
	require.True(t, o.verify(o.s).Sound)
	_, err = o.svc.AsOf(o.ctx, "crm.account", o.core, ago(0))
	require.ErrorIs(t, err, fault.ErrNotFound)
}

func TestACutThatIsKilledGoesOn(t *testing.T) {
	t.Parallel()
	o := grown(t)
	before := o.seen(ago(60))
	more, err := o.s.AtOnce(1).CutSome(o.ctx, 3)
	require.NoError(t, err)
	require.True(t, more)
	require.True(t, o.verify(o.s).Sound, "each transaction leaves a sound chain")
	require.Equal(t, before, o.seen(ago(60)))

	require.NoError(t, o.svc.KeepNightly(o.ctx))

	require.Len(t, o.facts("kind=history.cut"), 2, "nothing goes without its fact")
	require.True(t, o.verify(o.s).Sound)
	require.Equal(t, before, o.seen(ago(60)))
	require.Equal(t, 2, o.count("seal"))
}

// Nothing is cut of what was altered: the cut would take the proof along.
func TestNothingIsCutOfWhatWasAltered(t *testing.T) {
	t.Parallel()
	house := alone(t)
	for name, sql := range map[string]string{
		"a value":       `update history.change set after = after || '{"name": "Evil"}' where op = 'insert' and after ->> 'name' = 'Acme'`,
		"a set is gone": "delete from history.change_set where id = (select ids[1] from history.seal where n = 2)",
		"the end":       "update history.chain set proof = '\\x00'",
	} {
		t.Run(name, func(t *testing.T) {
			o := house.another(t).grow()
			o.tamper(sql)
			seals, sets := o.count("seal"), o.count("change_set")

			require.NoError(t, o.svc.KeepNightly(o.ctx))

			require.Equal(t, []int{seals, sets, 0}, []int{o.count("seal"), o.count("change_set"), o.count("base")})
			require.Len(t, o.facts("kind=history.seal_broken"), 1)
			require.Empty(t, o.facts("kind=history.cut"))
			require.Equal(t, int64(1), o.svc.Broken())
		})
	}
}

func TestABaseThatWasAlteredIsFoundAndNothingIsBuiltOnIt(t *testing.T) {
	t.Parallel()
	house := alone(t)
	for name, c := range map[string]struct{ sql, what string }{
		"its image":     {`update history.base set image = image || '{"name": "Evil"}' where row_id = $1`, history.Changed},
		"its time":      {"update history.base set at = at - interval '1 day' where row_id = $1", history.Changed},
		"its mark":      {"update history.base set mark = '' where row_id = $1", history.Changed},
		"it is gone":    {"delete from history.base where row_id = $1", history.Missing},
		"the sum of it": {"update history.chain set bases = decode(repeat('00', 16), 'hex') where $1::uuid is not null", history.Changed},
	} {
		t.Run(name, func(t *testing.T) {
			o := house.another(t).grow()
			require.NoError(t, o.svc.KeepNightly(o.ctx))
			require.True(t, o.verify(o.s).Sound)

			o.tamper(c.sql, o.acme)

			r := o.verify(o.s)
			require.False(t, r.Sound)
			require.Equal(t, c.what, r.Findings[0].What, "%+v", r.Findings)
			require.NoError(t, o.svc.Keeping(1).KeepNightly(o.ctx))
			require.False(t, o.verify(o.s).Sound, "a cut does not wash it clean")
			if name != "it is gone" {
				require.Len(t, o.facts("kind=history.seal_broken"), 1)
				require.Len(t, o.facts("kind=history.cut"), 1)
			}
		})
	}
}

// Its mark holds by itself: the sum of all tells.
func TestAnOlderBaseThatIsPutBackIsMissed(t *testing.T) {
	t.Parallel()
	o := grown(t)
	require.NoError(t, o.svc.KeepNightly(o.ctx))
	_, err := o.Superuser(t).Exec(t.Context(), "create table public.old_base as table history.base; grant select on public.old_base to longhouse_owner")
	require.NoError(t, err)
	require.NoError(t, o.svc.Keeping(1).KeepNightly(o.ctx))
	require.True(t, o.verify(o.s).Sound)

	o.tamper("update history.base b set image = p.image, at = p.at, mark = p.mark from public.old_base p where p.row_id = b.row_id and b.row_id = $1", o.acme)

	r := o.verify(o.s)
	require.Len(t, r.Findings, 1)
	require.Equal(t, history.Missing, r.Findings[0].What)
}

func TestWhatIsYoungerThanAYearIsCutByNobody(t *testing.T) {
	t.Parallel()
	o := grown(t)
	cut := func(role, sql string) error {
		return db.Changed(o.ctx, o.Root.For(role), func(tx *db.Tx) error {
			_, err := tx.Exec(o.ctx, sql)
			return err
		})
	}
	require.ErrorContains(t, cut("sealer", "select history.cut(1, 4)"), "younger than a year")
	require.ErrorContains(t, cut("sealer", "select history.cut(2, 2)"), "from its oldest seal on, which is 1")
	require.ErrorContains(t, cut("sealer", "select history.cut(1, 9)"), "4 seals are there of 1 to 9")
	require.ErrorContains(t, cut("sealer", "delete from history.change"), "permission denied")
	for _, role := range []string{"platform", "crm", "relay", "identity", "access"} {
		require.ErrorContains(t, cut(role, "select history.cut(1, 1)"), "permission denied", role)
	}

	o.svc = o.svc.At(clock.Clock{}.Now().AddDate(20, 0, 0)) // a node's clock that jumped
	require.ErrorContains(t, o.svc.KeepNightly(o.ctx), "younger than a year")
	require.Equal(t, 4, o.count("seal"))

	f := alone(t) // a sealer's clock that was wrong
	f.account("Young")
	keys, err := history.ReadKeys(sealKey)
	require.NoError(t, err)
	wrong := history.NewSealer(history.SealerOptions{DB: f.Root, Keys: keys, Clock: clock.Fixed(ago(200))})
	require.Equal(t, 1, seal(t, wrong))
	require.ErrorContains(t, f.svc.SealedBy(wrong).Keeping(10).KeepNightly(f.ctx), "younger than a year")
}

func TestOneOrganisationIsCutAndNotItsNeighbour(t *testing.T) {
	t.Parallel()
	house := alone(t)
	neighbour, o := house.another(t).grow(), house.another(t).grow()
	require.NoError(t, o.svc.KeepNightly(o.ctx))
	require.Equal(t, 2, o.count("seal"))
	require.Equal(t, 4, neighbour.count("seal"))
	require.True(t, neighbour.verify(neighbour.s).Sound)
	require.Equal(t, "Acme", neighbour.seen(ago(130))["acme"].(map[string]any)["name"])
}

func TestHistoryIsKeptForEverIfTheOperatorSaysSo(t *testing.T) {
	t.Parallel()
	o := grown(t)
	require.NoError(t, o.svc.Keeping(0).KeepNightly(o.ctx))
	require.Equal(t, 4, o.count("seal"))
	require.NoError(t, o.svc.Keeping(10).SealedBy(o.sealer("")).KeepNightly(o.ctx))
	require.Equal(t, 4, o.count("seal"), "nothing proves it, so nothing goes")
	require.NoError(t, o.svc.SealedBy(o.sealer("another key of this test that is long enough")).KeepNightly(o.ctx))
	require.Equal(t, 4, o.count("seal"), "what cannot be told is not cut")
}

// A neighbour's whole history may go, too: the chain goes on from its end.
func TestAChainOfWhichAllIsCutGoesOn(t *testing.T) {
	t.Parallel()
	f := alone(t)
	s := f.sealer(sealKey)
	id := f.account("Acme")
	f.aged(140)
	require.NoError(t, f.svc.SealedBy(s).Keeping(10).KeepNightly(f.ctx))
	require.True(t, f.verify(s).Sound)
	require.Equal(t, 1, seal(t, s), "the fact of the cut")
	f.rename(f.ctx, id, "Acme Ltd")
	require.Equal(t, 1, seal(t, s))
	require.True(t, f.verify(s).Sound)
	row, err := f.svc.AsOf(f.ctx, "crm.account", id, ago(0).Add(time.Minute))
	require.NoError(t, err)
	require.Equal(t, "Acme Ltd", row["name"])
	require.Equal(t, "Oil", row["industry"])
}

func TestTheTimeToUndoIsTheOperators(t *testing.T) {
	t.Parallel()
	f := later(t, 3*24*time.Hour)
	f.ctx = f.as("crm.rep")
	id := f.account("Acme")
	var own page.Page[history.Own]
	f.svc = f.svc.UndoFor(2 * 24 * time.Hour)
	f.client(f.ctx).Get("/history/own").Is(200).JSON(&own)
	require.Empty(t, own.Items)
	f.svc = f.svc.UndoFor(4 * 24 * time.Hour)
	f.client(f.ctx).Get("/history/own").Is(200).JSON(&own)
	require.Len(t, own.Items, 1)
	body := map[string]any{"change_set": own.Items[0].ChangeSetID}
	f.svc = f.svc.UndoFor(2 * 24 * time.Hour)
	require.Equal(t, history.ErrTooOld.Code, f.client(f.ctx).Post("/history/undo", body).Is(409).Code())
	f.svc = f.svc.UndoFor(4 * 24 * time.Hour)
	f.client(f.ctx).Post("/history/undo", body).Is(200)
	require.Empty(t, f.name(id))
}

func TestSettingsThatCannotBeMeantAreRefusedWithASentence(t *testing.T) {
	t.Parallel()
	require.NoError(t, history.Config{Years: 10, Days: 7}.Check())
	require.NoError(t, history.Config{Years: 0, Days: 90}.Check())
	err := history.Config{SealKey: "short", Years: -1, Days: 91}.Check()
	for _, says := range []string{"LONGHOUSE_SEAL_KEY", "1 to 100 years, not -1", "1 to 90 days, not 91"} {
		require.ErrorContains(t, err, says)
	}
	require.ErrorContains(t, history.Config{Years: 10}.Check(), "not 0")
}

func TestALargeHistoryIsCutInChunks(t *testing.T) {
	t.Parallel()
	f := alone(t)
	s := f.sealer(sealKey)
	f.write(f.ctx, "insert into crm.account (id, name, created_at, updated_at) select gen_random_uuid(), 'Account ' || n, now(), now() from generate_series(1, 5000) n")
	f.write(f.ctx, "update crm.account set name = name || ' Ltd', version = version + 1")
	f.aged(140)
	began := time.Now()
	require.NoError(t, f.svc.SealedBy(s).Keeping(10).KeepNightly(f.ctx))
	t.Logf("10,000 changes of 5,000 rows were verified and cut in %s", time.Since(began))
	require.Equal(t, 5000, (&old{fixture: f}).count("base"))
	require.Zero(t, (&old{fixture: f}).count("change"))
	require.True(t, f.verify(s).Sound)
}
