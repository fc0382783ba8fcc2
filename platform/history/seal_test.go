package history_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"longhouse/platform/clock"
	"longhouse/platform/config"
	"longhouse/platform/db"
	"longhouse/platform/history"
	"longhouse/platform/kernel"
)

const sealKey = "a key of this test that is thirty-two characters and more"

func (f *fixture) sealer(secret string) *history.Sealer {
	f.t.Helper()
	keys, err := history.ReadKeys(config.Secret(secret))
	require.NoError(f.t, err)
	return history.NewSealer(history.SealerOptions{DB: f.Root, Keys: keys, Clock: clock.Clock{}})
}

func seal(t *testing.T, s *history.Sealer) int {
	t.Helper()
	n, err := s.Seal(t.Context())
	require.NoError(t, err)
	return n
}

func (f *fixture) verify(s *history.Sealer, anchors ...history.Anchor) history.Report {
	f.t.Helper()
	r, err := s.Verify(f.t.Context(), f.Org.UUID, anchors)
	require.NoError(f.t, err)
	return r
}

// tamper runs SQL as the owner of everything, whom no right and no trigger holds
// up; the test's organisation is all that it is about.
func (f *fixture) tamper(sql string, args ...any) {
	f.t.Helper()
	conn := f.Superuser(f.t)
	_, err := conn.Exec(f.t.Context(), "select set_config('app.org_id', $1, false), set_config('session_replication_role', 'replica', false), set_config('role', 'longhouse_owner', false)", f.Org.String())
	require.NoError(f.t, err)
	tag, err := conn.Exec(f.t.Context(), sql, args...)
	require.NoError(f.t, err)
	require.NotZero(f.t, tag.RowsAffected(), sql)
}

// chained is a fixture with three seals: of two accounts, of a change and a fact, and of a change.
func chained(t *testing.T) (f *fixture, s *history.Sealer, account uuid.UUID) {
	t.Helper()
	f = alone(t)
	s, account = f.chained()
	return f, s, account
}

func (f *fixture) chained() (s *history.Sealer, account uuid.UUID) {
	t := f.t
	s = f.sealer(sealKey)
	account = f.account("Acme")
	f.account("Bolt")
	require.Equal(t, 2, seal(t, s))
	f.rename(f.ctx, account, "Acme Ltd")
	require.NoError(t, db.Note(f.ctx, f.pool, db.Fact{Kind: "test.told", Detail: map[string]any{"what": "a secret"}}))
	require.Equal(t, 2, seal(t, s))
	f.rename(f.ctx, account, "Acme Inc")
	require.Equal(t, 1, seal(t, s))
	return s, account
}

func TestWhatIsSealedIsSoundAndWhatWaitsIsSealedOnce(t *testing.T) {
	t.Parallel()
	f, s, account := chained(t)

	require.Zero(t, seal(t, s))
	r := f.verify(s)
	require.True(t, r.Sound, "%+v", r.Findings)
	require.Equal(t, 3, r.Seals)
	require.Equal(t, 5, r.Records)

	f.rename(f.ctx, account, "Acme & Co") // it waits, which is no fault
	require.True(t, f.verify(s).Sound)
	require.Equal(t, 1, seal(t, f.sealer("another key of this test that is long enough,"+sealKey)))
	require.True(t, f.verify(f.sealer("another key of this test that is long enough,"+sealKey)).Sound, "a new key opens a new segment")
	later := f.verify(s)
	require.False(t, later.Sound)
	require.Empty(t, later.Findings)
	require.Len(t, later.Untold, 1, "a seal of a key that is not known cannot be told")
}

// Each way to alter history, by somebody whom nothing in the database holds up.
func TestWhoeverAltersHistoryIsFoundOut(t *testing.T) {
	t.Parallel()
	const nth = "(select id from history.change_set order by at offset %d limit 1)"
	set := func(n int) string { return fmt.Sprintf(nth, n) }
	house := alone(t)
	for name, c := range map[string]struct {
		sql  string
		want string
		at   int // of the change set that is named; -1 is none
	}{
		"a value":            {`update history.change set after = after || '{"name": "Evil"}' where op = 'insert' and after ->> 'name' = 'Acme'`, history.Changed, 0},
		"who did it":         {"update history.change_set set actor = 'u:018f0000-0000-7000-8000-000000000009' where id = " + set(2), history.Changed, 2},
		"when it was":        {"update history.change_set set at = at - interval '1 day' where id = " + set(1), history.Changed, 1},
		"a reason":           {"update history.change_set set reason = 'by mistake' where id = " + set(1), history.Changed, 1},
		"whose part it was":  {"update history.change set owner_id = row_id where change_set_id = " + set(2), history.Changed, 2},
		"a change is gone":   {"delete from history.change where change_set_id = " + set(2), history.Missing, 2},
		"a set is gone":      {"with gone as (delete from history.change where change_set_id = " + set(2) + ") delete from history.change_set where id = " + set(2), history.Missing, 2},
		"a change more":      {"insert into history.change (org_id, change_set_id, table_name, row_id, op, after) select org_id, change_set_id, table_name, gen_random_uuid(), op, after from history.change where change_set_id = " + set(1), history.Added, 1},
		"a set more":         {"insert into history.change_set (id, actor, via) values ('018f0000-0000-7000-8000-00000000000a', 's:nobody', 'system')", history.Added, -1},
		"two sets swapped":   {"update history.seal set ids = array[ids[2], ids[1]] where n = 1", history.Reordered, -1},
		"two seals swapped":  {"update history.seal set n = case n when 2 then 12 else 13 end where n in (2, 3); ", history.Missing, -1},
		"a seal is gone":     {"delete from history.seal where n = 2", history.Missing, -1},
		"the tail is gone":   {"delete from history.seal where n = 3", history.CutOff, -1},
		"a seal rewritten":   {"update history.seal set at = at + interval '1 second' where n = 2", history.Changed, -1},
		"a fact":             {`update history.fact set detail = '{"what": "nothing"}'`, history.Changed, -1},
		"a fact is gone":     {"delete from history.fact", history.Missing, -1},
		"the end is forged":  {"update history.chain set n = 2, root = (select root from history.seal where n = 2)", history.Changed, -1},
		"a false erasure":    {`update history.change set after = jsonb_set(after, '{name}', jsonb_build_object('erased', repeat('ab', 32))) where op = 'insert' and after ->> 'name' = 'Acme'`, history.Changed, 0},
		"the end is gone":    {"delete from history.chain", history.Missing, -1},
		"it waits no longer": {"insert into history.fact (id, kind, actor, via) values ('018f0000-0000-7000-8000-00000000000b', 'test.made_up', 's:nobody', 'system')", history.Added, -1},
	} {
		t.Run(name, func(t *testing.T) {
			d := *house.DB // one database for all of them, and an organisation each
			d.Org = kernel.NewID[kernel.Org]()
			f := on(t, &d, 0)
			s, _ := f.chained()
			var sets []uuid.UUID
			require.NoError(t, f.Superuser(t).QueryRow(t.Context(), "select array_agg(id order by at) from history.change_set where org_id = $1", f.Org.UUID).Scan(&sets))
			require.True(t, f.verify(s).Sound)

			f.tamper(c.sql)

			r := f.verify(s)
			require.False(t, r.Sound)
			require.NotEmpty(t, r.Findings)
			require.Equal(t, c.want, r.Findings[0].What, "%+v", r.Findings)
			if c.at >= 0 {
				require.Equal(t, sets[c.at], *r.Findings[0].ID, "%+v", r.Findings)
			}
		})
	}
}

func TestSealsThatChangedPlacesAreNamed(t *testing.T) {
	t.Parallel()
	f, s, _ := chained(t)
	f.tamper("update history.seal set n = n + 10 where n in (2, 3)")
	f.tamper("update history.seal set n = case n when 12 then 3 else 2 end where n in (12, 13)")
	require.Equal(t, history.Reordered, f.verify(s).Findings[0].What)
}

func TestAHouseThatIsPutBackIsOlderThanItsAnchor(t *testing.T) {
	t.Parallel()
	f, s, _ := chained(t)
	folder := t.TempDir()
	keys, err := history.ReadKeys(sealKey)
	require.NoError(t, err)
	anchoring := history.NewSealer(history.SealerOptions{DB: f.Root, Keys: keys, Clock: clock.Clock{}, Anchors: folder})
	before := f.Superuser(t)
	_, err = before.Exec(t.Context(), "create table public.old_chain as table history.chain; grant select on public.old_chain to longhouse_owner") // what a backup of today holds
	require.NoError(t, err)
	f.account("Later")
	require.Equal(t, 1, seal(t, s))
	require.NoError(t, anchoring.Anchor(t.Context()))
	require.NoError(t, anchoring.Anchor(t.Context()))
	written, err := os.ReadFile(filepath.Join(folder, history.AnchorFile))
	require.NoError(t, err)
	require.Equal(t, 2, strings.Count(string(written), "\n"), "lines are only ever added")
	anchors, err := history.ReadAnchors(bytes.NewReader(written))
	require.NoError(t, err)
	require.True(t, f.verify(s, anchors[f.Org.UUID]...).Sound)

	f.tamper("delete from history.change where change_set_id = (select ids[1] from history.seal where n = 4)")
	f.tamper("delete from history.change_set where id = (select ids[1] from history.seal where n = 4)")
	f.tamper("delete from history.seal where n = 4")
	f.tamper("update history.chain set n = o.n, root = o.root, proof = o.proof, at = o.at from public.old_chain o")

	require.True(t, f.verify(s).Sound, "by itself the old house is sound")
	require.Equal(t, history.Older, f.verify(s, anchors[f.Org.UUID]...).Findings[0].What)
	foreign := anchors[f.Org.UUID][0]
	foreign.N, foreign.Root = 2, strings.Repeat("00", 32)
	require.Equal(t, history.Changed, f.verify(s, foreign).Findings[0].What, "a chain that was made anew has other roots")
}

// What erasure leaves is the digest that the seal covers.
func TestAnErasedValueKeepsItsSealAndNoOtherDoes(t *testing.T) {
	t.Parallel()
	f, s, _ := chained(t)
	var set uuid.UUID
	var n int64
	var value []byte
	conn := f.Superuser(t)
	require.NoError(t, conn.QueryRow(t.Context(), "select change_set_id, n, (after -> 'name')::text from history.change where op = 'insert' and after ->> 'name' = 'Acme'").Scan(&set, &n, &value))
	left, err := json.Marshal(map[string]string{"erased": s.Keys().Digest(set, n, "after", "name", value)})
	require.NoError(t, err)

	f.tamper("update history.change set after = jsonb_set(after, '{name}', $1::text::jsonb) where n = $2", string(left), n)

	r := f.verify(s)
	require.True(t, r.Sound, "%+v", r.Findings)
}

func TestOneNodeSealsAtATime(t *testing.T) {
	t.Parallel()
	f := alone(t)
	f.account("Acme")
	conn := f.Superuser(t)
	_, err := conn.Exec(t.Context(), "begin; select pg_advisory_xact_lock(727005)") // another node, in the middle
	require.NoError(t, err)
	s := f.sealer(sealKey)
	require.Zero(t, seal(t, s))
	_, err = conn.Exec(t.Context(), "commit")
	require.NoError(t, err)
	require.Equal(t, 1, seal(t, s))
}

func TestWhatWaitsTooLongIsToldAndWithoutAKeyThatNothingIsSealed(t *testing.T) {
	t.Parallel()
	f := alone(t)
	f.account("Acme")
	s := f.sealer(sealKey)
	require.NoError(t, s.Ready(t.Context()))
	require.NoError(t, s.InTime(t.Context()))
	f.tamper("update history.unsealed set at = at - interval '2 minutes'")
	require.ErrorContains(t, s.InTime(t.Context()), "wait for their seal since 12")
	seal(t, s)
	require.NoError(t, s.InTime(t.Context()))
	f.account("Bolt")
	f.tamper("update history.unsealed set at = at - interval '2 minutes'")
	require.NoError(t, s.InTime(t.Context()), "what a long transaction has just committed is not late while others are sealed")
	f.tamper("update history.unsealed set at = at - interval '20 minutes'")
	require.ErrorContains(t, s.InTime(t.Context()), "wait for their seal since 13")

	without := f.sealer("")
	require.ErrorIs(t, without.Ready(t.Context()), history.ErrUnsealed)
	_, err := without.Seal(t.Context())
	require.ErrorIs(t, err, history.ErrUnsealed)
	_, err = history.ReadKeys("too short")
	require.ErrorContains(t, err, "32 characters")
}

func TestALargeChangeSetIsSealedInChunks(t *testing.T) {
	t.Parallel()
	f := alone(t)
	s := f.sealer(sealKey)
	f.write(f.ctx, "insert into crm.account (id, name, created_at, updated_at) select gen_random_uuid(), 'Account ' || n, now(), now() from generate_series(1, 5000) n")
	began := time.Now()
	require.Equal(t, 1, seal(t, s))
	t.Logf("5,000 changes were sealed in %s", time.Since(began))
	require.True(t, f.verify(s).Sound)
	f.tamper("delete from history.change where n = (select max(n) - 100 from history.change)")
	require.Equal(t, history.Missing, f.verify(s).Findings[0].What)
}

// The role that seals reads all of history, and alters none of it.
func TestNoRoleAltersHistory(t *testing.T) {
	t.Parallel()
	f, _, _ := chained(t)
	for _, role := range []string{"longhouse_app", "longhouse_owner", "longhouse_platform", "longhouse_crm", "longhouse_hr", "longhouse_inventory", "longhouse_identity", "longhouse_access", "longhouse_relay", "longhouse_search", "longhouse_history", "longhouse_sealer"} {
		for _, table := range []string{"change", "change_set", "fact", "seal"} {
			for _, right := range []string{"update", "delete", "truncate"} {
				var may bool
				require.NoError(t, f.Superuser(t).QueryRow(t.Context(), "select has_table_privilege($1, 'history.' || $2, $3) and $1 <> 'longhouse_owner'", role, table, right).Scan(&may))
				require.False(t, may, "%s may %s history.%s", role, right, table)
			}
		}
	}
}
