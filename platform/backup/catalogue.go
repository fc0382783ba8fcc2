package backup

// catalogue has a line for each thing that a restore must bring back as it was.
// Grants are sorted, and spelled out where the catalogue leaves them to the
// default, since pg_dump may write either. Newlines of definitions become spaces,
// and parentheses go: `(a or b) or c` comes back as `a or b or c`.
const catalogue = `
with grants as (
  select kind, oid, string_agg(a, ' ' order by a) as list from (
    select 'n' as kind, n.oid, x.item::text as a from pg_namespace n, unnest(coalesce(n.nspacl, acldefault('n', n.nspowner))) x (item)
    union all
    select 'r', c.oid, x.item::text from pg_class c, unnest(coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))) x (item)
    union all
    select 'f', p.oid, x.item::text from pg_proc p, unnest(coalesce(p.proacl, acldefault('f', p.proowner))) x (item)
    union all
    select 'd', d.oid, x.item::text from pg_default_acl d, unnest(d.defaclacl) x (item)
  ) g group by kind, oid
), rel as (
  select c.*, n.nspname || '.' || c.relname as title from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where ` + ours + ` and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
), line (what, how) as (
  select 'schema ' || n.nspname, concat_ws(' ', n.nspowner::regrole, g.list)
    from pg_namespace n left join grants g on g.kind = 'n' and g.oid = n.oid where ` + ours + `
  union all
  select 'extension ' || e.extname, '' from pg_extension e
  union all
  select 'relation ' || r.title, concat_ws(' ', r.relkind, r.relowner::regrole, 'rls', r.relrowsecurity, 'forced', r.relforcerowsecurity,
         pg_get_partkeydef(r.oid), pg_get_expr(r.relpartbound, r.oid),
         array_to_string(r.reloptions, ','), g.list, '--', obj_description(r.oid, 'pg_class'))
    from rel r left join grants g on g.kind = 'r' and g.oid = r.oid where r.relkind in ('r', 'p', 'v', 'm', 'S')
  union all
  select 'view ' || r.title, pg_get_viewdef(r.oid) from rel r where r.relkind in ('v', 'm')
  union all
  select 'column ' || r.title || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod), 'not null', a.attnotnull, 'identity', a.attidentity, 'generated', a.attgenerated,
         pg_get_expr(d.adbin, d.adrelid), (select string_agg(x.item::text, ' ' order by x.item::text) from unnest(a.attacl) x (item)))
    from rel r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
   where r.relkind in ('r', 'p', 'v', 'm')
  union all
  select 'constraint ' || r.title || ' ' || c.conname, concat_ws(' ', pg_get_constraintdef(c.oid), 'valid', c.convalidated) from rel r join pg_constraint c on c.conrelid = r.oid
   where c.contype <> 'n'
  union all
  select 'index ' || i.indexrelid::regclass::text, concat_ws(' ', pg_get_indexdef(i.indexrelid), 'valid', i.indisvalid) from rel r join pg_index i on i.indrelid = r.oid and r.relkind in ('r', 'p', 'm')
  union all
  select 'trigger ' || r.title || ' ' || t.tgname, concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled) from rel r join pg_trigger t on t.tgrelid = r.oid where not t.tgisinternal
  union all
  select 'policy ' || r.title || ' ' || p.polname, concat_ws(' ', p.polcmd, p.polpermissive,
         (select string_agg(case u when 0 then 'public' else u::regrole::text end, ',' order by 1) from unnest(p.polroles) u), pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
    from rel r join pg_policy p on p.polrelid = r.oid
  union all
  select 'function ' || p.oid::regprocedure::text, concat_ws(' ', p.proowner::regrole, g.list, encode(sha256(convert_to(pg_get_functiondef(p.oid), 'UTF8')), 'hex'))
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace left join grants g on g.kind = 'f' and g.oid = p.oid
   where ` + ours + ` and p.prokind in ('f', 'p') and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  union all
  select 'default ' || d.defaclrole::regrole || ' ' || coalesce(nullif(d.defaclnamespace, 0)::regnamespace::text, 'everywhere') || ' ' || d.defaclobjtype::text, g.list
    from pg_default_acl d left join grants g on g.kind = 'd' and g.oid = d.oid
)
select what || e'\t' || regexp_replace(translate(coalesce(how, ''), '()', ''), '\s+', ' ', 'g') from line order by 1`

// rolesOfOurs are whoever owns something here, or was granted something. The
// cluster may have roles of other houses, which are not for us to make.
const rolesOfOurs = `
with named (id) as (
  select n.nspowner from pg_namespace n where ` + ours + `
  union select c.relowner from pg_class c join pg_namespace n on n.oid = c.relnamespace where ` + ours + `
  union select p.proowner from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ` + ours + `
  union select a.grantee from pg_namespace n, aclexplode(n.nspacl) a where ` + ours + `
  union select a.grantee from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a where ` + ours + `
  union select a.grantee from pg_proc p join pg_namespace n on n.oid = p.pronamespace, aclexplode(p.proacl) a where ` + ours + `
  union select unnest(p.polroles) from pg_policy p
  union select a.grantee from pg_default_acl d, aclexplode(d.defaclacl) a
  union select d.defaclrole from pg_default_acl d
)
select r.rolname::text, r.rolcanlogin, r.rolinherit,
       coalesce((select array_agg(o.rolname::text order by o.rolname) from pg_auth_members m join named i on i.id = m.roleid join pg_roles o on o.oid = m.roleid
                  where m.member = r.oid and o.rolname like 'longhouse\_%' and r.rolname like 'longhouse\_%'), '{}')
  from pg_roles r join named on named.id = r.oid
 where r.rolname not like 'pg\_%'
 order by 1`
