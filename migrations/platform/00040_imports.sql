-- +goose Up
create table platform.import_file (
  org_id     uuid        not null default current_setting('app.org_id')::uuid,
  id         uuid        not null,
  name       text        not null constraint import_file_has_a_name check (name <> ''),
  bytes      bytea       not null,
  chosen     jsonb       not null,
  understood jsonb       not null,
  created_by uuid,
  created_at timestamptz not null,
  constraint import_file_key primary key (org_id, id)
);
comment on table platform.import_file is 'A file that somebody uploaded to import it. It stays as it came; a technical table.';
comment on column platform.import_file.chosen is 'Encoding, delimiter, sheet and header row that a person chose; empty ones are guessed.';
comment on column platform.import_file.understood is 'How it was read: format, header, first rows, number of rows.';
alter table platform.import_file alter column bytes set storage external;
create index import_file_by_age on platform.import_file (org_id, created_at);
alter table platform.import_file enable row level security, force row level security;
create policy org on platform.import_file using (org_id = current_setting('app.org_id')::uuid);

create table platform.import (
  org_id        uuid        not null default current_setting('app.org_id')::uuid,
  id            uuid        not null,
  target        text        not null,
  file_id       uuid        not null,
  lines_file_id uuid,
  mapping       jsonb       not null,
  lines_mapping jsonb       not null,
  formats       jsonb       not null,
  lines_formats jsonb       not null,
  options       jsonb       not null,
  questions     jsonb       not null,
  state         text        not null
                constraint import_has_a_known_state check (state in ('mapping', 'checking', 'checked', 'running', 'done', 'failed', 'undoing', 'undone')),
  counts        jsonb,
  done          bigint      not null default 0,
  total         bigint      not null default 0,
  problem       jsonb,
  job           uuid,
  attempts      int         not null default 0,
  undo          jsonb,
  version       bigint      not null default 1,
  created_by    uuid,
  created_at    timestamptz not null,
  started_at    timestamptz,
  finished_at   timestamptz,
  constraint import_key primary key (org_id, id),
  constraint import_of_file foreign key (org_id, file_id) references platform.import_file (org_id, id),
  constraint import_of_lines foreign key (org_id, lines_file_id) references platform.import_file (org_id, id)
);
comment on table platform.import is 'One import, from its file to its undo. Its id is the operation of all changes that it makes.';
comment on column platform.import.formats is 'Field → how its column writes days (dmy, mdy) or decimals (point, comma), where a person said so.';
comment on column platform.import.questions is 'Columns whose days or decimals could be read in two ways, and nobody has said how.';
create index import_newest on platform.import (org_id, created_at, id);
create index import_by_file on platform.import (org_id, file_id);
create index import_by_lines_file on platform.import (org_id, lines_file_id) where lines_file_id is not null;
create index import_under_way on platform.import (org_id) where state in ('checking', 'running', 'undoing');
alter table platform.import enable row level security, force row level security;
create policy org on platform.import using (org_id = current_setting('app.org_id')::uuid);
-- What a person chose is history; how far the work is, is not.
create trigger history after insert or update or delete on platform.import
  for each row execute function history.capture('questions', 'state', 'counts', 'done', 'total', 'problem', 'job', 'attempts', 'undo', 'version', 'started_at', 'finished_at');

create table platform.import_row (
  org_id    uuid    not null default current_setting('app.org_id')::uuid,
  import_id uuid    not null,
  n         int     not null,
  part      text    not null constraint import_row_is_of_a_known_part check (part in ('file', 'lines')),
  line      int     not null,
  cells     jsonb   not null,
  "values"  jsonb   not null,
  lines     jsonb   not null,
  verdict   text    not null constraint import_row_has_a_known_verdict check (verdict in ('create', 'update', 'unchanged', 'error')),
  record    uuid,
  changed   jsonb   not null,
  faults    jsonb   not null,
  applied   boolean not null default false,
  constraint import_row_key primary key (org_id, import_id, n),
  constraint import_row_of_import foreign key (org_id, import_id) references platform.import (org_id, id) on delete cascade
) with (fillfactor = 60);
comment on table platform.import_row is 'A row of the file with its verdict, or a row of the second file that belongs to none. A technical table.';
comment on column platform.import_row.cells is 'The cells as the file has them.';
comment on column platform.import_row.lines is 'Canonical values of the rows of the second file that belong to this one.';
comment on column platform.import_row.applied is 'The run has been here: the verdict is what became of the row.';
create index import_row_by_verdict on platform.import_row (org_id, import_id, verdict, n);
alter table platform.import_row enable row level security, force row level security;
create policy org on platform.import_row using (org_id = current_setting('app.org_id')::uuid);

create table platform.import_line (
  org_id    uuid  not null default current_setting('app.org_id')::uuid,
  import_id uuid  not null,
  n         int   not null,
  row_n     int   not null,
  line      int   not null,
  cells     jsonb not null,
  constraint import_line_key primary key (org_id, import_id, n),
  constraint import_line_of_import foreign key (org_id, import_id) references platform.import (org_id, id) on delete cascade
);
comment on table platform.import_line is 'A row of the second file as it came, and the row of the first that it belongs to. A technical table.';
create index import_line_by_row on platform.import_line (org_id, import_id, row_n);
alter table platform.import_line enable row level security, force row level security;
create policy org on platform.import_line using (org_id = current_setting('app.org_id')::uuid);

-- What became of a batch, told in the module's own transaction. False: the import does not run any more, so nothing of the batch may stay.
-- +goose StatementBegin
create function platform.import_applied(its_import uuid, verdicts jsonb, is_done bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  told int;
begin
  update platform.import i set done = is_done, attempts = 0
   where i.org_id = current_setting('app.org_id')::uuid and i.id = its_import and i.state = 'running';
  if not found then return false; end if;
  update platform.import_row r set verdict = v.action, record = v.record, changed = v.changed, faults = v.faults, applied = true
    from jsonb_to_recordset(verdicts) as v (n int, action text, record uuid, changed jsonb, faults jsonb)
   where r.org_id = current_setting('app.org_id')::uuid and r.import_id = its_import and r.n = v.n and not r.applied;
  get diagnostics told = row_count;
  if told <> jsonb_array_length(verdicts) then
    raise exception 'import % tells again of rows that it has told of', its_import;
  end if;
  return true;
end $$;
-- +goose StatementEnd
grant create on schema platform to longhouse_platform;
grant execute on function platform.import_applied to longhouse_platform, longhouse_identity, longhouse_crm, longhouse_hr, longhouse_inventory;
alter function platform.import_applied owner to longhouse_platform;
revoke create on schema platform from longhouse_platform;

-- +goose Down
drop function platform.import_applied;
drop table platform.import_line, platform.import_row, platform.import, platform.import_file;
