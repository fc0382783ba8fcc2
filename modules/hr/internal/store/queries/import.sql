-- name: FindByKeys :many
-- Everybody whom rows of a file may mean: by number, e-mail or legal name.
select id, number, legal_key, name_key, email_key
  from hr.employee
 where number = any(@numbers::text[])
    or (email_key <> '' and email_key = any(@emails::text[]))
    or legal_key = any(@names::text[])
    or name_key = any(@names::text[]);

-- name: Fold :many
select hr.fold(x)::text as folded from unnest(@texts::text[]) with ordinality as t (x, n) order by n;

-- name: ReadEmployees :many
select id, number, legal_name, preferred_name, email, phone, notes, birth_date, home_address, personal_phone, login_id, version, name, custom
  from hr.employee
 where id = any(@ids::uuid[]);

-- name: ForgetWanted :exec
delete from hr.import_manager where run <> @run;

-- name: NoteWanted :exec
insert into hr.import_manager (employee_id, run, wanted)
select r.employee_id, @run, r.wanted
  from (select unnest(@employees::uuid[]) as employee_id, unnest(@wanted::text[]) as wanted) r
on conflict on constraint import_manager_key do update set run = excluded.run, wanted = excluded.wanted;

-- name: TakeWanted :many
delete from hr.import_manager where run = @run and wanted = any(@wanted::text[]) returning employee_id, wanted;
