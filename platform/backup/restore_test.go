package backup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"longhouse/migrations"
	"longhouse/platform/config"
	"longhouse/platform/migrate"
)

func replaceLogin(url config.Secret, login string) config.Secret {
	return config.Secret(strings.Replace(url.Reveal(), "postgres://postgres@", "postgres://"+login+"@", 1))
}

func TestARestoredDatabaseIsWhatItWasAndIsMarkedUntilItIsProved(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.write()
	target := f.target()
	r, err := f.open().Restore(t.Context(), target)
	require.NoError(t, err)

	require.ErrorContains(t, Unfinished(t.Context(), target.URL), "has not been finished and proved: run `longhouse restore` with the same file again")
	_, err = Write(t.Context(), filepath.Join(t.TempDir(), "no.tar"), Options{URL: target.URL})
	require.ErrorContains(t, err, "has not been finished", "nor is it backed up")
	require.NoError(t, r.Finish(t.Context()))
	require.NoError(t, Unfinished(t.Context(), target.URL))

	require.NoError(t, migrate.Fences(t.Context(), target.URL))
	waiting, err := migrate.Pending(t.Context(), target.URL, migrate.Source{Folders: migrations.Folders, For: migrations.For})
	require.NoError(t, err)
	require.Empty(t, waiting)
	require.Equal(t, "200", ask(t, target.URL, "select count(*)::text from identity.login"))
	_, err = f.open().Restore(t.Context(), target)
	require.ErrorContains(t, err, "is not empty", "a second time finds it filled")
	require.Equal(t, "200", ask(t, target.URL, "select count(*)::text from identity.login"))
}

func TestADatabaseWithSomethingInItIsLeftAlone(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.write()
	for sql, says := range map[string]string{
		"create table note (text text)":         "it has the table public.note",
		"create schema other":                   "it has the schema other",
		"create sequence public.number":         "it has the table public.number",
		"create view seen as select 1 as first": "it has the table public.seen",
	} {
		target := f.target()
		execute(t, target.URL, sql)
		_, err := f.open().Restore(t.Context(), target)
		require.ErrorContains(t, err, says)
		require.ErrorContains(t, err, "name a new database with --database")
		require.NoError(t, Unfinished(t.Context(), target.URL), "it has no mark")
	}
}

func TestABrokenFileIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	f := setup(t)
	m := f.write()
	content, err := os.ReadFile(f.name)
	require.NoError(t, err)
	write := func(b []byte) string {
		name := filepath.Join(t.TempDir(), "broken.tar")
		require.NoError(t, os.WriteFile(name, b, 0o600))
		return name
	}
	for what, says := range map[string]string{
		write(nil):                                                "its end is missing",
		write([]byte("no archive, just text")):                    "damaged",
		write(content[:100]):                                      "damaged",
		write(content[:len(content)/2]):                           "ends in the middle of longhouse.dump",
		write(content[:m.Parts[0].Size+2*1024]):                   "", // in the catalogue
		write(content[:len(content)-3*block]):                     "",
		f.changed("PGDMP", "PGDMQ"):                               "longhouse.dump is not as it was written: its SHA-256 differs",
		f.changed(`"rows": 200`, `"rows": 201`):                   "manifest.json is not as it was written",
		f.changed("policy crm.stage org", "policy crm.stage orG"): "catalogue.txt is not as it was written",
		f.changed("the seal key", "the seal koy"):                 "keys/seal-key is not as it was written",
		f.changed(m.Parts[0].SHA256, strings.Repeat("0", 64)):     "manifest.json is not as it was written",
		f.changed("longhouse.dump\x00", "longhouse.dumb\x00"):     "damaged", // a tar header has a sum of its own
	} {
		_, err := Open(what)
		require.ErrorContains(t, err, "is no whole backup")
		require.ErrorContains(t, err, says)
	}
}

func TestEveryByteThatSaysSomethingCounts(t *testing.T) {
	t.Parallel()
	f := setup(t)
	m := f.write()
	content, err := os.ReadFile(f.name)
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "flipped.tar")
	at := int64(0)
	for _, p := range append(m.Parts, Part{Name: manifestPart}) {
		for _, i := range []int64{at, at + block, at + block + max(p.Size-1, 0)/2, at + block + max(p.Size-1, 0)} {
			content[i] ^= 1
			require.NoError(t, os.WriteFile(name, content, 0o600))
			_, err := Open(name)
			require.Error(t, err, "byte %d, in %s", i, p.Name)
			content[i] ^= 1
		}
		at += block + (p.Size+block-1)/block*block
	}
}

func TestAnOlderBinaryAndAnotherFormatAreRefused(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.write()
	target := f.target()
	target.Latest = map[string]int64{}
	for module, step := range f.latest {
		target.Latest[module] = step
	}
	target.Latest["crm"]--
	_, err := f.open().Restore(t.Context(), target)
	require.ErrorContains(t, err, "restore with longhouse 1.2.3 or a later one")
	delete(target.Latest, "crm")
	_, err = f.open().Restore(t.Context(), target)
	require.ErrorContains(t, err, "whose schema of crm is at step")
	untouched(t, target.URL)

	file := f.open()
	file.Server.Major, file.Tool.Major = 99, 99
	target.Latest = f.latest
	_, err = file.Restore(t.Context(), target)
	require.ErrorContains(t, err, "restore into PostgreSQL 99 or later")
	untouched(t, target.URL)

	manifest := []byte(`{"format": 2}`)
	other := filepath.Join(t.TempDir(), "later.tar")
	out, err := create(other, file.TakenAt)
	require.NoError(t, err)
	for _, part := range []Key{{dumpPart, nil}, {manifestPart, manifest}} {
		require.NoError(t, out.add(part.Name, part.Bytes))
	}
	require.NoError(t, out.add(sumsPart, sums(out.parts)))
	require.NoError(t, out.finish())
	_, err = Open(other)
	require.ErrorContains(t, err, "it has format 2, and this binary reads 1")
}

func TestARestoreThatWasKilledIsNotTakenForWholeAndIsDoneAnew(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.write()
	for when, does := range map[string]string{
		"before it wrote":    "exit 1",
		"in the middle":      "head -c 100000 | " + realTools(t, f.url).Restore + ` "$@"; kill -9 $$`,
		"when all was there": realTools(t, f.url).Restore + ` "$@"; kill -9 $$`,
	} {
		target := f.target()
		target.Binaries = scripts(t, realTools(t, f.url), "pg_restore", does)
		_, err := f.open().Restore(t.Context(), target)
		require.ErrorContains(t, err, "pg_restore did not finish", when)
		require.ErrorContains(t, Unfinished(t.Context(), target.URL), "has not been finished", when)

		target.Binaries = ""
		r, err := f.open().Restore(t.Context(), target)
		require.NoError(t, err, when)
		require.NoError(t, r.Finish(t.Context()), when)
		require.Equal(t, "200", ask(t, target.URL, "select count(*)::text from identity.login"), when)
	}
}

func TestTwoRestoresDoNotWorkOnOneDatabase(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.write()
	target := f.target()
	first, err := connect(t.Context(), target.URL)
	require.NoError(t, err)
	require.NoError(t, claim(t.Context(), first))
	_, err = f.open().Restore(t.Context(), target)
	require.ErrorContains(t, err, "another restore into this database is at work")
	closing(t.Context(), first)

	env := config.Secret(target.URL.Reveal() + "?application_name=" + strings.ReplaceAll(application, " ", "%20"))
	orphan, err := connect(t.Context(), env)
	require.NoError(t, err)
	_, err = f.open().Restore(t.Context(), target)
	require.ErrorContains(t, err, "that was killed is still ending")
	closing(t.Context(), orphan)
}

// The proof is seen to fail: each damage is one that a restore might do.
func TestAProofFindsWhatIsNotAsItWas(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.write()
	target := f.target()
	file := f.open()
	_, err := file.Restore(t.Context(), target)
	require.NoError(t, err)
	conn, err := connect(t.Context(), target.URL)
	require.NoError(t, err)
	defer closing(t.Context(), conn)
	require.NoError(t, func() error {
		_, err := conn.Exec(t.Context(), "alter schema migration owner to postgres")
		return err
	}())
	require.NoError(t, file.prove(t.Context(), conn, true))
	for damage, says := range map[string]string{
		"delete from identity.login where email_key = 'p7@example.com'":                                       "table identity.login: 200 rows",
		"update identity.login set name = 'Else' where email_key = 'p7@example.com'":                          "table identity.login: 200 rows",
		"alter table crm.deal no force row level security":                                                    "missing: relation crm.deal",
		"drop policy org on crm.deal":                                                                         "missing: policy crm.deal org",
		"alter policy org on crm.deal using (true)":                                                           "missing: policy crm.deal org",
		"drop trigger history on crm.deal":                                                                    "missing: trigger crm.deal history",
		"alter table crm.deal disable trigger history":                                                        "missing: trigger crm.deal history",
		"grant select on crm.deal to longhouse_hr":                                                            "missing: relation crm.deal",
		"alter table crm.stage drop constraint stage_has_a_name":                                              "missing: constraint crm.stage stage_has_a_name",
		"drop index history.change_by_row":                                                                    "missing: index history.change_by_row",
		"alter function history.capture() owner to postgres":                                                  "missing: function history.capture()",
		"create function crm.peek() returns int language sql as 'select 1'":                                   "not in the backup: function crm.peek()",
		"create table crm.more (id int)":                                                                      "table crm.more is not in the backup",
		"alter default privileges for role longhouse_owner in schema crm grant all on tables to longhouse_hr": "missing: default longhouse_owner crm r",
		"insert into jobs.attempt (org_id, key, n, status, ms) overriding system value values (gen_random_uuid(), gen_random_uuid(), 900, 'x', 1)": "sequence jobs.attempt_n_seq is at",
	} {
		tx, err := conn.Begin(t.Context())
		require.NoError(t, err)
		_, err = conn.Exec(t.Context(), damage)
		require.NoError(t, err, damage)
		require.ErrorContains(t, file.prove(t.Context(), conn, true), says, damage)
		require.NoError(t, tx.Rollback(t.Context()))
	}
	require.NoError(t, file.prove(t.Context(), conn, true))
}
