-- +goose Up
-- Calls to the outside wait on others, so they have a lane and slots of their own.
alter table jobs.delivery drop constraint delivery_has_a_known_lane;
alter table jobs.delivery add constraint delivery_has_a_known_lane check (lane in ('event', 'job', 'long', 'outside'));

create sequence jobs.webhook_seq;
grant usage on sequence jobs.webhook_seq to longhouse_relay, longhouse_platform;

-- What an endpoint is to hear commits with the event itself: its webhook, and the delivery that will send it.
-- The id is made of event and endpoint. Where no endpoint is, one look into an index tells so.
-- +goose StatementBegin
create function jobs.hear() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  org uuid := current_setting('app.org_id')::uuid;
begin
  if not exists (select from jobs.endpoint e where e.org_id = org) then return null; end if;
  with heard as materialized (
    select f.id, f.type, f.at, nextval('jobs.webhook_seq') as seq
      from (select x.id, x.type, x.at from fresh x order by x.id) f
     where exists (select from jobs.endpoint e where e.org_id = org and (e.types = '{}' or f.type = any (e.types)))
  ), written as (
    insert into jobs.webhook (org_id, id, endpoint_id, event_id, type, seq, state, job, created_at)
    select org, md5(h.id || ':' || e.id)::uuid, e.id, h.id, h.type, h.seq,
           case e.state when 'on' then 'pending' else 'held' end, case e.state when 'on' then md5(h.id || ':' || e.id)::uuid end, h.at
      from heard h join jobs.endpoint e on e.org_id = org and (e.types = '{}' or h.type = any (e.types))
    returning id, state)
  insert into jobs.delivery (org_id, key, handler, type, payload, actor, lane, max_failures)
  select org, w.id, 'webhooks.send', 'webhooks.send', jsonb_build_object('webhook', w.id), '{"service": "webhooks.send", "via": "system"}', 'outside', 30
    from written w where w.state = 'pending';
  return null;
end $$;
-- +goose StatementEnd
create trigger hear after insert on jobs.event referencing new table as fresh
  for each statement execute function jobs.hear();

-- Sends webhooks of an endpoint anew, under the IDs that they have: one, or those since a moment that are in these states. What is on its
-- way and only waits for its next try is tried now. Answers how many.
-- +goose StatementBegin
create function jobs.send_again(its_endpoint uuid, one uuid, since timestamptz, states text[], most int) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  org   uuid := current_setting('app.org_id')::uuid;
  hurry bigint;
  anew  bigint;
begin
  with chosen as materialized (
    select w.id, w.state, w.job from jobs.webhook w
     where w.org_id = org and w.endpoint_id = its_endpoint and w.state = any (states) and (one is null or w.id = one) and w.created_at >= since
     order by w.created_at, w.id limit most for update
  ), sooner as (
    update jobs.delivery d set due_at = clock_timestamp() from chosen c
     where c.state = 'pending' and d.org_id = org and d.handler = 'webhooks.send' and d.key = c.job and d.state = 'ready' and d.due_at > clock_timestamp()
    returning c.id
  ), again as (
    update jobs.webhook w set state = 'pending', tries = 0, why = '', next_at = null, ended_at = null, job = gen_random_uuid()
      from chosen c where w.org_id = org and w.id = c.id and c.state <> 'pending'
    returning w.id, w.job
  ), work as (
    insert into jobs.delivery (org_id, key, handler, type, payload, actor, lane, max_failures)
    select org, a.job, 'webhooks.send', 'webhooks.send', jsonb_build_object('webhook', a.id), '{"service": "webhooks.send", "via": "system"}', 'outside', 30
      from again a
    returning 1)
  select (select count(*) from sooner), (select count(*) from work) into hurry, anew;
  return hurry + anew;
end $$;
-- +goose StatementEnd

grant create on schema jobs to longhouse_relay;
grant execute on function jobs.send_again to longhouse_platform;
alter function jobs.hear owner to longhouse_relay;
alter function jobs.send_again owner to longhouse_relay;
revoke create on schema jobs from longhouse_relay;

-- +goose Down
drop trigger hear on jobs.event;
drop function jobs.hear, jobs.send_again;
drop sequence jobs.webhook_seq;
alter table jobs.delivery drop constraint delivery_has_a_known_lane;
alter table jobs.delivery add constraint delivery_has_a_known_lane check (lane in ('event', 'job', 'long'));
