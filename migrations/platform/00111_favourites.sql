-- +goose Up
create table desk.favourite (
  org_id    uuid        not null default current_setting('app.org_id')::uuid,
  id        uuid        not null,
  user_id   uuid        not null,
  entity    text        not null constraint favourite_of_a_kind check (entity ~ '^[a-z]+\.[a-z_]+$' and length(entity) <= 60),
  record_id uuid        not null,
  position  int         not null,
  constraint favourite_key primary key (org_id, id),
  constraint favourite_is_there_once unique (org_id, user_id, entity, record_id)
);
comment on table desk.favourite is 'A record, a view or a dashboard that somebody keeps at hand.';
alter table desk.favourite enable row level security, force row level security;
create policy org on desk.favourite using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on desk.favourite
  for each row execute function history.capture();
grant select, insert, update, delete on desk.favourite to longhouse_platform;

-- +goose Down
drop table desk.favourite;
