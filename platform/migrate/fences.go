package migrate

import (
	"context"
	"errors"
	"fmt"
	"sort"

	"github.com/jackc/pgx/v5"

	"longhouse/platform/config"
)

// fences are what a database must have for one organisation to be kept from
// another, and history from everybody. Each query lists what lacks it. A test of
// this package knows more rules; these hold for whatever schema is there, and
// are what a damaged or half restored database would miss.
var fences = map[string]string{
	"is not kept by row level security, forced": `
		select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
		 where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace in (select oid from pg_namespace where nspowner = to_regrole('longhouse_owner'))
		   and not (c.relrowsecurity and c.relforcerowsecurity)`,
	"has no policy that compares the organisation": `
		select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
		 where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace in (select oid from pg_namespace where nspowner = to_regrole('longhouse_owner'))
		   and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'org' and p.polroles = '{0}'
		                      and pg_get_expr(p.polqual, p.polrelid) = '(org_id = (current_setting(''app.org_id''::text))::uuid)')`,
	// What is old is cut off by one function, whose owner nobody can become; and who has the key marks what stands for it.
	"is history, and can be rewritten": `
		select c.oid::regclass::text || ' by ' || r.rolname
		  from pg_class c, pg_roles r,
		       lateral (values ('delete', has_table_privilege(r.oid, c.oid, 'delete')), ('truncate', has_table_privilege(r.oid, c.oid, 'truncate')),
		                       ('update', has_any_column_privilege(r.oid, c.oid, 'update'))) may (what, yes)
		 where c.oid in (to_regclass('history.change'), to_regclass('history.change_set'), to_regclass('history.fact'), to_regclass('history.seal'), to_regclass('history.base'))
		   and r.rolname like 'longhouse\_%' and r.rolname <> 'longhouse_owner' and may.yes
		   and not (r.rolname = 'longhouse_archivist' and (may.what = 'delete' or may.what = 'update' and c.relname = 'base'))
		   and not (r.rolname = 'longhouse_sealer' and may.what = 'update' and c.relname = 'base'
		            and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname not in ('mark', 'key_id')
		                               and has_column_privilege(r.oid, c.oid, a.attnum, 'update')))
		 group by c.oid, r.rolname`,
	"may become longhouse_archivist, who cuts history": `
		select m.member::regrole::text from pg_auth_members m
		 where m.roleid = to_regrole('longhouse_archivist')
		   and (coalesce((to_jsonb(m) ->> 'set_option')::boolean, true) or coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, true))`,
	"is a function that cuts history, and not for the sealer alone": `
		select p.oid::regprocedure::text || ' for ' || r.rolname from pg_proc p, pg_roles r
		 where p.proowner = to_regrole('longhouse_archivist') and r.rolname like 'longhouse\_%' and r.rolname not in ('longhouse_archivist', 'longhouse_sealer')
		   and has_function_privilege(r.oid, p.oid, 'execute')`,
	"has a trigger of history that is switched off": `
		select t.tgrelid::regclass::text from pg_trigger t join pg_proc f on f.oid = t.tgfoid
		 where f.pronamespace = to_regnamespace('history') and f.proname in ('capture', 'capture_inserts', 'capture_updates', 'capture_deletes') and t.tgenabled = 'D'`,
	"is a role that row level security does not bind": `
		select rolname::text from pg_roles where rolname like 'longhouse\_%' and (rolsuper or rolbypassrls)`,
	"is missing, a role that the house needs": `
		select r from unnest(array['longhouse_owner', 'longhouse_app', 'longhouse_platform', 'longhouse_history', 'longhouse_sealer', 'longhouse_archivist']) r where to_regrole(r) is null`,
}

// Fences says what a database lacks of the fences that keep organisations
// apart and history as it was; nil if nothing. It writes nothing.
func Fences(ctx context.Context, url config.Secret) error {
	conn, err := pgx.Connect(ctx, url.Reveal())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }() // nothing was written
	return missing(ctx, conn)
}

func missing(ctx context.Context, conn *pgx.Conn) error {
	var broken []string
	for what, query := range fences {
		rows, err := conn.Query(ctx, query)
		if err != nil {
			return fmt.Errorf("look at the fences: %w", err)
		}
		found, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return fmt.Errorf("look at the fences: %w", err)
		}
		for _, f := range found {
			broken = append(broken, f+" "+what)
		}
	}
	sort.Strings(broken)
	errs := make([]error, len(broken))
	for i, b := range broken {
		errs[i] = errors.New("a fence is down: " + b)
	}
	return errors.Join(errs...)
}
