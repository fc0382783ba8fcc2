-- +goose Up
-- Roles belong to the cluster, not the database, so a second database finds them made.
-- This file runs as the login; everything after it as longhouse_owner.
-- +goose StatementBegin
do $$
declare
  name text;
begin
  foreach name in array array['longhouse_owner', 'longhouse_app', 'longhouse_platform', 'longhouse_identity',
                              'longhouse_relay', 'longhouse_history', 'longhouse_search', 'longhouse_access',
                              'longhouse_crm', 'longhouse_hr', 'longhouse_inventory'] loop
    begin
      execute format('create role %I nologin noinherit', name);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
  -- Membership lets a login or the pool become the role; noinherit gives nothing by itself.
  foreach name in array array['longhouse_platform', 'longhouse_identity', 'longhouse_relay', 'longhouse_access',
                              'longhouse_crm', 'longhouse_hr', 'longhouse_inventory'] loop
    execute format('grant %I to longhouse_app', name);
  end loop;
  foreach name in array array['longhouse_history', 'longhouse_search', 'longhouse_relay', 'longhouse_access', 'longhouse_identity', 'longhouse_platform'] loop
    execute format('grant %I to longhouse_owner', name);
  end loop;
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant longhouse_owner, longhouse_app to %I', current_user);
  end if;
  execute format('grant create on database %I to longhouse_owner', current_database());
end $$;
-- +goose StatementEnd
create extension if not exists btree_gist;
create extension if not exists pg_trgm;
create extension if not exists unaccent;
revoke create on schema public from public;
grant usage on schema public to longhouse_owner;

create schema if not exists platform authorization longhouse_owner;
create schema if not exists history authorization longhouse_owner;
create schema if not exists identity authorization longhouse_owner;
create schema if not exists jobs authorization longhouse_owner;
create schema if not exists access authorization longhouse_owner;
create schema if not exists hr authorization longhouse_owner;
create schema if not exists inventory authorization longhouse_owner;
create schema if not exists crm authorization longhouse_owner;

grant usage on schema platform to longhouse_platform, longhouse_identity, longhouse_access, longhouse_relay, longhouse_crm, longhouse_hr, longhouse_inventory;
grant usage on schema history to longhouse_platform, longhouse_history;
grant usage on schema identity to longhouse_identity;
grant usage on schema jobs to longhouse_relay, longhouse_platform, longhouse_identity, longhouse_access, longhouse_crm, longhouse_hr, longhouse_inventory;
grant usage on schema access to longhouse_access, longhouse_identity, longhouse_hr;
grant usage on schema hr to longhouse_hr, longhouse_search;
grant usage on schema inventory to longhouse_inventory, longhouse_search;
grant usage on schema crm to longhouse_crm, longhouse_search;

alter default privileges for role longhouse_owner in schema platform grant select, insert, update, delete on tables to longhouse_platform;
alter default privileges for role longhouse_owner in schema identity grant select, insert, update, delete on tables to longhouse_identity;
alter default privileges for role longhouse_owner in schema jobs grant select, insert, update, delete on tables to longhouse_relay;
alter default privileges for role longhouse_owner in schema access grant select, insert, update, delete on tables to longhouse_access;
alter default privileges for role longhouse_owner in schema hr grant select, insert, update, delete on tables to longhouse_hr;
alter default privileges for role longhouse_owner in schema inventory grant select, insert, update, delete on tables to longhouse_inventory;
alter default privileges for role longhouse_owner in schema crm grant select, insert, update, delete on tables to longhouse_crm;
-- A function is for those it is granted to, never for everybody.
alter default privileges for role longhouse_owner revoke execute on functions from public;

-- +goose Down
drop schema if exists crm, inventory, hr, access, jobs, identity, history, platform cascade;
