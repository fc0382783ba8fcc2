-- name: GetSettings :one
select s.language, s.zone, s.week_start, s.hours, s.theme, s.density, s.single_keys
  from identity.setting s where s.login_id = @login_id;

-- name: SetSettings :exec
insert into identity.setting (login_id, language, zone, week_start, hours, theme, density, single_keys)
values (@login_id, sqlc.narg(language), sqlc.narg(zone), sqlc.narg(week_start), sqlc.narg(hours), @theme, @density, @single_keys)
    on conflict (login_id) do update
   set language = excluded.language, zone = excluded.zone, week_start = excluded.week_start, hours = excluded.hours,
       theme = excluded.theme, density = excluded.density, single_keys = excluded.single_keys, changed_at = clock_timestamp();

-- name: LanguageOf :one
-- What a person reads: their own, else that of the organisation.
select coalesce((select s.language from identity.setting s where s.login_id = @login_id),
                (select o.language from identity.organisation o where o.id = @org_id), 'en')::text as language;
