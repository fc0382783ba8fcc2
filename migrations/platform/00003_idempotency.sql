-- +goose Up
create table platform.idempotency (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  actor       text        not null,
  key         uuid        not null,
  fingerprint text        not null,
  result      jsonb,
  at          timestamptz not null default clock_timestamp(),
  constraint idempotency_key primary key (org_id, actor, key)
);
comment on table platform.idempotency is 'The answer that a request with an Idempotency-Key got. Kept for 24 hours.';
create index idempotency_by_age on platform.idempotency (at);
alter table platform.idempotency enable row level security, force row level security;
create policy org on platform.idempotency using (org_id = current_setting('app.org_id')::uuid);

-- The claim commits with the business rows or not at all; a twin waits on the key and then replays.
-- +goose StatementBegin
create function platform.claim(wanted uuid, print text, out claimed boolean, out fingerprint text, out result jsonb)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  insert into platform.idempotency as i (actor, key, fingerprint)
  values (current_setting('app.actor'), wanted, print)
  on conflict on constraint idempotency_key do nothing;
  claimed := found;
  if not claimed then
    select i.fingerprint, i.result into fingerprint, result from platform.idempotency i
     where i.org_id = current_setting('app.org_id')::uuid and i.actor = current_setting('app.actor') and i.key = wanted;
  end if;
  fingerprint := coalesce(fingerprint, print);
end $$;
-- +goose StatementEnd
create function platform.keep(wanted uuid, answer jsonb) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  update platform.idempotency set result = answer
   where org_id = current_setting('app.org_id')::uuid and actor = current_setting('app.actor') and key = wanted
$$;
grant create on schema platform to longhouse_platform;
grant execute on function platform.claim, platform.keep to longhouse_platform, longhouse_identity, longhouse_access, longhouse_crm, longhouse_hr, longhouse_inventory;
alter function platform.claim owner to longhouse_platform;
alter function platform.keep owner to longhouse_platform;
revoke create on schema platform from longhouse_platform;

-- +goose Down
drop function platform.keep, platform.claim;
drop table platform.idempotency;
