package migrate_test

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"longhouse/platform/pgtest"
)

// ours are the schemas that the house owns.
const ours = `(select nspname::text from pg_namespace where nspowner = 'longhouse_owner'::regrole)`

// withoutOrganisation are tables of the whole house.
var withoutOrganisation = map[string]string{
	"identity.organisation": "is the organisation",
	"identity.login":        "a person may belong to several organisations",
	"identity.once":         "there is no organisation before the first start, and a password belongs to a person, not to one",
	"identity.setting":      "how a person likes to read is the same in every organisation",
	"identity.attempt":      "counts sign-ins of people who are not known yet",
}

// withoutHistory are tables that are their own history, or none.
var withoutHistory = map[string]string{
	"history.change":          "is history",
	"history.change_set":      "is history",
	"history.fact":            "is history",
	"history.unsealed":        "technical: gone with the next seal",
	"history.seal":            "is the proof of history",
	"history.chain":           "is the proof of history",
	"history.base":            "stands for history that was cut off",
	"history.undo":            "technical: how far an undo is; what it changes is history",
	"platform.idempotency":    "technical: gone after 24 hours",
	"platform.message":        "technical: a message is read, not changed",
	"platform.presence":       "technical: who has which record open just now",
	"platform.mail":           "technical: what became of a mail is in its row, and its words must not outlive it",
	"platform.import_file":    "technical: bytes, swept after a week",
	"platform.import":         "technical: its run is the operation of all that it changes",
	"platform.import_row":     "technical: verdicts",
	"platform.bulk":           "technical: its run is the operation of all that it changes",
	"platform.bulk_record":    "technical: what became of a record of a run",
	"access.head":             "technical: a number",
	"access.reach":            "a projection that HR writes",
	"access.rule":             "fixed once its version is no draft: the version is its history",
	"access.edge":             "fixed once its version is no draft: the version is its history",
	"access.role":             "fixed once its version is no draft: the version is its history",
	"access.rule_use":         "technical: sampled for the lint",
	"access.emergency_use":    "a fact, never changed",
	"identity.session":        "technical: swept when it ends",
	"jobs.event":              "a fact, never changed",
	"jobs.delivery":           "technical: open work",
	"jobs.finished":           "technical: done work, 30 days",
	"jobs.attempt":            "technical: what failed",
	"jobs.probe":              "technical: what a probe left",
	"jobs.schedule":           "technical: next run",
	"jobs.webhook":            "technical: what was sent and is to be, 30 days",
	"jobs.webhook_attempt":    "a fact, never changed: a call and its answer, 30 days",
	"notes.content":           "technical: which bytes are stored; the files that have them are history",
	"notes.watch":             "technical: up to when followers were told",
	"inventory.movement":      "ledger",
	"platform.import_line":    "technical: rows of a second file",
	"crm.counter":             "technical: the next number of a document",
	"crm.sales_item":          "a projection of what inventory calls its products",
	"hr.import_manager":       "technical: managers that a later batch brings",
	"inventory.counter":       "technical: the next number of a document",
	"inventory.stock_balance": "a projection of the ledger",
	"inventory.availability":  "a projection of the ledger",
}

// ledgers refuse update and delete to the module's role.
var ledgers = []string{"inventory.movement", "access.emergency_use"}

// clauses say what may not be in the catalogue: each query lists offenders.
var clauses = map[string]string{
	"a table without row level security, forced": `
		select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
		 where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ` + ours + `
		   and not (c.relrowsecurity and c.relforcerowsecurity) and not n.nspname || '.' || c.relname = any ($1)`,
	"a table without the policy org": `
		select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
		 where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ` + ours + ` and not n.nspname || '.' || c.relname = any ($1)
		   and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'org' and p.polpermissive and p.polroles = '{0}'
		                      and pg_get_expr(p.polqual, p.polrelid) = '(org_id = (current_setting(''app.org_id''::text))::uuid)')`,
	"a business table without its history": `
		select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
		 where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ` + ours + `
		   and not n.nspname || '.' || c.relname = any ($1) and not n.nspname || '.' || c.relname = any ($2)
		   and not exists (select from pg_trigger t join pg_proc f on f.oid = t.tgfoid
		                    where t.tgrelid = c.oid and f.proname = 'capture' and t.tgenabled <> 'D' and t.tgtype & 1 = 1 and t.tgtype & 28 = 28)
		   and not (select coalesce(array_agg(f.proname::text || ' ' || t.tgtype order by t.tgtype), '{}') = '{capture_inserts 4,capture_deletes 8,capture_updates 16}'
		              from pg_trigger t join pg_proc f on f.oid = t.tgfoid
		             where t.tgrelid = c.oid and f.proname like 'capture\_%' and t.tgenabled <> 'D' and t.tgattr = ''::int2vector)`,
	"a ledger that may be rewritten": `
		select t from unnest($3::text[]) t
		 where has_table_privilege('longhouse_' || split_part(t, '.', 1), t, 'update') or has_table_privilege('longhouse_' || split_part(t, '.', 1), t, 'delete')`,
	"a constraint that PostgreSQL named": `
		select conrelid::regclass::text || ' ' || conname from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
		 where n.nspname in ` + ours + ` and not t.relispartition and c.contype <> 'n'
		   and (conname ~ '_(pkey|fkey|check|excl)\d*$' or conname = t.relname || '_' || (select string_agg(a.attname, '_' order by k.n) from unnest(c.conkey) with ordinality k (num, n)
		        join pg_attribute a on a.attrelid = t.oid and a.attnum = k.num) || '_key')`,
	"a table without a primary key": `
		select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
		 where c.relkind in ('r', 'p') and n.nspname in ` + ours + ` and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`,
	"a table that does not say what a row is": `
		select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
		 where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ` + ours + ` and obj_description(c.oid) is null`,
	"a unique value that tells of other organisations": `
		select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
		  join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
		 where i.indisunique and n.nspname in ` + ours + ` and n.nspname <> 'jobs' and not n.nspname || '.' || c.relname = any ($1) and a.attname <> 'org_id'
		   and not (a.atttypid = 'bytea'::regtype or a.attidentity <> '' or exists (select from pg_class p join pg_inherits h on h.inhparent = p.oid where h.inhrelid = c.oid))`,
	"a foreign key that crosses a module or an organisation": `
		select conrelid::regclass::text || ' ' || conname from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid
		  join pg_attribute a on a.attrelid = t.oid and a.attnum = c.conkey[1]
		 where c.contype = 'f' and t.relnamespace::regnamespace::text in ` + ours + `
		   and (t.relnamespace <> r.relnamespace or a.attname <> 'org_id' and not confrelid::regclass::text = any ($1))`,
	"a view that does not ask as its reader": `
		select c.oid::regclass::text from pg_class c where c.relkind in ('v', 'm') and c.relnamespace::regnamespace::text in ` + ours + `
		   and not coalesce('security_invoker=true' = any (c.reloptions), false)`,
	"a function with its owner's rights and no fixed search path": `
		select p.oid::regprocedure::text from pg_proc p where p.prosecdef and p.pronamespace::regnamespace::text in ` + ours + `
		   and not coalesce(exists (select from unnest(p.proconfig) s where s like 'search_path=%'), false)`,
	"something granted to everybody": `
		select c.oid::regclass::text from pg_class c, aclexplode(c.relacl) a where c.relnamespace::regnamespace::text in ` + ours + ` and a.grantee = 0
		union all
		select p.oid::regprocedure::text from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
		 where p.pronamespace::regnamespace::text in ` + ours + ` and a.grantee = 0`,
	"a role that row level security does not bind": `
		select rolname from pg_roles where rolname like 'longhouse\_%' and (rolsuper or rolbypassrls or rolcanlogin and rolname <> 'longhouse_app')`,
	"a policy for a role that was not agreed on": `
		select p.polrelid::regclass::text || ' ' || p.polname from pg_policy p join pg_class c on c.oid = p.polrelid
		 where c.relnamespace::regnamespace::text in ` + ours + ` and p.polname <> 'org'
		   and not exists (select from unnest(p.polroles) r where pg_get_userbyid(r) in ('longhouse_relay', 'longhouse_search', 'longhouse_identity', 'longhouse_platform', 'longhouse_sealer'))`,
}

func keys(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// offenders runs a clause; every clause takes the same lists, and ignores those it does not need.
func offenders(t *testing.T, conn *pgx.Conn, clause string) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), "with given as (select $1::text[], $2::text[], $3::text[]) "+clause, keys(withoutOrganisation), keys(withoutHistory), ledgers)
	require.NoError(t, err)
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err, clause)
	return out
}

func TestTheCatalogueKeepsItsFences(t *testing.T) {
	t.Parallel()
	conn := pgtest.New(t).Superuser(t)
	for name, clause := range clauses {
		assert.Empty(t, offenders(t, conn, clause), name)
	}
	for table := range withoutHistory {
		var there bool
		require.NoError(t, conn.QueryRow(t.Context(), "select to_regclass($1) is not null", table).Scan(&there))
		assert.True(t, there, "%s is excused and does not exist", table)
	}
}

// Each clause is shown a database that breaks it.
func TestACatalogueWithoutAFenceIsFound(t *testing.T) {
	t.Parallel()
	broken := map[string]string{
		"a table without row level security, forced":                  `alter table crm.stage no force row level security`,
		"a table without the policy org":                              `drop policy org on crm.stage; create policy org on crm.stage using (true)`,
		"a business table without its history":                        `drop trigger history_of_updates on crm.stage`,
		"a ledger that may be rewritten":                              `grant update on inventory.movement to longhouse_inventory`,
		"a constraint that PostgreSQL named":                          `alter table crm.stage add check (name <> 'x')`,
		"a table without a primary key":                               `alter table crm.deal drop constraint deal_key cascade`,
		"a table that does not say what a row is":                     `comment on table crm.stage is null`,
		"a unique value that tells of other organisations":            `create unique index on crm.stage (name)`,
		"a foreign key that crosses a module or an organisation":      `alter table crm.stage add constraint stage_of_unit foreign key (org_id, id) references hr.unit (org_id, id)`,
		"a view that does not ask as its reader":                      `create view crm.everything as select * from crm.stage`,
		"a function with its owner's rights and no fixed search path": `create function crm.peek() returns int language sql security definer as 'select 1'`,
		"something granted to everybody":                              `grant select on crm.stage to public`,
		"a policy for a role that was not agreed on":                  `create policy all_of_it on crm.stage to longhouse_crm using (true)`,
	}
	url := pgtest.Fresh(t)
	conn, err := pgx.Connect(t.Context(), url.Reveal())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	for name, clause := range clauses {
		if name == "a role that row level security does not bind" {
			continue // roles belong to the whole server: breaking one would break the tests beside this one
		}
		require.Contains(t, broken, name)
		tx, err := conn.Begin(t.Context())
		require.NoError(t, err)
		_, err = tx.Exec(t.Context(), broken[name])
		require.NoError(t, err, name)
		require.NotEmpty(t, offenders(t, conn, clause), name)
		require.NoError(t, tx.Rollback(t.Context()))
	}
}

func TestARoleThatIsNotBoundIsFound(t *testing.T) {
	t.Parallel()
	conn := pgtest.New(t).Superuser(t)
	tx, err := conn.Begin(t.Context())
	require.NoError(t, err)
	defer tx.Rollback(t.Context()) // the role must not outlive the test
	_, err = tx.Exec(t.Context(), "create role longhouse_broken bypassrls nologin")
	require.NoError(t, err)
	require.Equal(t, []string{"longhouse_broken"}, offenders(t, conn, clauses["a role that row level security does not bind"]))
}
