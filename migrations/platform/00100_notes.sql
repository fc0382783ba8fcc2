-- +goose Up
-- What people say and keep about records of any module. A record is named by its kind and its ID: no foreign key crosses a
-- module, and what was said of a record that is in the trash waits there for it.
create schema notes authorization longhouse_owner;
grant usage on schema notes to longhouse_platform;
alter default privileges for role longhouse_owner in schema notes grant select, insert, update, delete on tables to longhouse_platform;

create table notes.note (
  org_id    uuid        not null default current_setting('app.org_id')::uuid,
  id        uuid        not null,
  entity    text        not null constraint note_is_about_a_kind check (entity <> ''),
  record_id uuid        not null,
  text      text        not null constraint note_says_something check (text <> '' and length(text) <= 20000),
  pinned    boolean     not null default false,
  author_id uuid        not null,
  at        timestamptz not null,
  edited_at timestamptz,
  version   bigint      not null default 1,
  constraint note_key primary key (org_id, id)
);
comment on table notes.note is 'What somebody said about a record.';
comment on column notes.note.text is 'Markdown; people are named as @[Name](u:<login>).';
create index note_by_record on notes.note (org_id, entity, record_id, at, id);
create index note_pinned on notes.note (org_id, entity, record_id) where pinned;

create table notes.task (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  entity      text        not null constraint task_is_about_a_kind check (entity <> ''),
  record_id   uuid        not null,
  title       text        not null constraint task_has_a_title check (title <> '' and length(title) <= 300),
  due_on      date,
  assignee_id uuid        not null,
  author_id   uuid        not null,
  at          timestamptz not null,
  done_at     timestamptz,
  done_by     uuid,
  version     bigint      not null default 1,
  constraint task_key primary key (org_id, id),
  constraint task_is_done_by_somebody check ((done_at is null) = (done_by is null))
);
comment on table notes.task is 'Something to do about a record, and who does it.';
create index task_by_record on notes.task (org_id, entity, record_id, at, id);
create index task_open on notes.task (org_id, assignee_id, due_on, id) where done_at is null;
create index task_due on notes.task (org_id, due_on) where done_at is null;

create table notes.file (
  org_id    uuid        not null default current_setting('app.org_id')::uuid,
  id        uuid        not null,
  entity    text        not null constraint file_is_about_a_kind check (entity <> ''),
  record_id uuid        not null,
  name      text        not null constraint file_has_a_name check (name <> '' and length(name) <= 200),
  type      text        not null constraint file_has_a_type check (type <> ''),
  size      bigint      not null constraint file_has_a_size check (size >= 0),
  sum       text        not null constraint file_is_named_by_its_content check (sum ~ '^[0-9a-f]{64}$'),
  author_id uuid        not null,
  at        timestamptz not null,
  version   bigint      not null default 1,
  constraint file_key primary key (org_id, id)
);
comment on table notes.file is 'A file that hangs on a record. Its bytes are stored outside, by their SHA-256.';
create index file_by_record on notes.file (org_id, entity, record_id, at, id);
create index file_by_sum on notes.file (org_id, sum);

create table notes.content (
  org_id  uuid        not null default current_setting('app.org_id')::uuid,
  sum     text        not null,
  size    bigint      not null,
  at      timestamptz not null,
  free_at timestamptz,
  constraint content_key primary key (org_id, sum)
);
comment on table notes.content is 'Bytes that are stored, each once in an organisation. A technical table.';
comment on column notes.content.free_at is 'Since when no file has them; they are dropped 30 days later, as a file may come back by an undo.';
create index content_free on notes.content (org_id, free_at) where free_at is not null;

create table notes.follower (
  org_id    uuid        not null default current_setting('app.org_id')::uuid,
  id        uuid        not null,
  entity    text        not null constraint follower_of_a_kind check (entity <> ''),
  record_id uuid        not null,
  user_id   uuid        not null,
  follows   boolean     not null,
  at        timestamptz not null,
  constraint follower_key primary key (org_id, id),
  constraint follower_is_there_once unique (org_id, entity, record_id, user_id)
);
comment on table notes.follower is 'Somebody who wants to hear of a record; or, where follows is false, who does not want to although they wrote there.';
create index follower_by_person on notes.follower (org_id, user_id) where follows;

create table notes.tag (
  org_id  uuid        not null default current_setting('app.org_id')::uuid,
  id      uuid        not null,
  name    text        not null constraint tag_has_a_name check (name <> '' and length(name) <= 40),
  colour  text        not null constraint tag_has_a_known_colour check (colour in ('neutral', 'info', 'progress', 'decision', 'success', 'warning', 'danger')),
  at      timestamptz not null,
  version bigint      not null default 1,
  name_key text collate "C" generated always as (lower(name)) stored,
  constraint tag_key primary key (org_id, id),
  constraint tag_name_is_unique unique (org_id, name_key)
);
comment on table notes.tag is 'A word that an organisation puts on records of any kind.';

create table notes.tagging (
  org_id    uuid        not null default current_setting('app.org_id')::uuid,
  id        uuid        not null,
  entity    text        not null constraint tagging_of_a_kind check (entity <> ''),
  record_id uuid        not null,
  tag_id    uuid        not null,
  at        timestamptz not null,
  constraint tagging_key primary key (org_id, id),
  constraint tagging_is_there_once unique (org_id, entity, record_id, tag_id),
  constraint tagging_by_tag foreign key (org_id, tag_id) references notes.tag (org_id, id) on delete cascade
);
comment on table notes.tagging is 'A tag that a record has.';
create index tagging_of_tag on notes.tagging (org_id, tag_id, at, id);

create table notes.watch (
  org_id uuid        not null default current_setting('app.org_id')::uuid,
  until  timestamptz not null,
  constraint watch_key primary key (org_id)
);
comment on table notes.watch is 'Up to when followers were told of changes. A technical table.';

alter table notes.note enable row level security, force row level security;
alter table notes.task enable row level security, force row level security;
alter table notes.file enable row level security, force row level security;
alter table notes.content enable row level security, force row level security;
alter table notes.follower enable row level security, force row level security;
alter table notes.tag enable row level security, force row level security;
alter table notes.tagging enable row level security, force row level security;
alter table notes.watch enable row level security, force row level security;
create policy org on notes.note using (org_id = current_setting('app.org_id')::uuid);
create policy org on notes.task using (org_id = current_setting('app.org_id')::uuid);
create policy org on notes.file using (org_id = current_setting('app.org_id')::uuid);
create policy org on notes.content using (org_id = current_setting('app.org_id')::uuid);
create policy org on notes.follower using (org_id = current_setting('app.org_id')::uuid);
create policy org on notes.tag using (org_id = current_setting('app.org_id')::uuid);
create policy org on notes.tagging using (org_id = current_setting('app.org_id')::uuid);
create policy org on notes.watch using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on notes.note
  for each row execute function history.capture('@record_id', 'version');
create trigger history after insert or update or delete on notes.task
  for each row execute function history.capture('@record_id', 'version');
create trigger history after insert or update or delete on notes.file
  for each row execute function history.capture('@record_id', 'version');
create trigger history after insert or update or delete on notes.follower
  for each row execute function history.capture('@record_id');
create trigger history after insert or update or delete on notes.tag
  for each row execute function history.capture('version', 'name_key');
create trigger history after insert or update or delete on notes.tagging
  for each row execute function history.capture('@record_id');

-- +goose Down
drop schema notes cascade;
