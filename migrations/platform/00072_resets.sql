-- +goose Up
alter table identity.once drop constraint once_has_a_known_kind;
alter table identity.once
  add column login_id uuid,
  add constraint once_has_a_known_kind check (kind in ('setup', 'reset')),
  add constraint once_of_login foreign key (login_id) references identity.login (id),
  add constraint reset_is_of_a_login check ((kind = 'reset') = (login_id is not null));
comment on table identity.once is 'A link that works once: the first start, a forgotten password. Only its SHA-256 is kept.';
create index once_by_login on identity.once (login_id) where login_id is not null;

-- +goose Down
delete from identity.once where kind = 'reset';
drop index identity.once_by_login;
alter table identity.once
  drop constraint reset_is_of_a_login,
  drop constraint once_of_login,
  drop constraint once_has_a_known_kind,
  drop column login_id,
  add constraint once_has_a_known_kind check (kind in ('setup'));
