-- +goose Up
create table hr.import_manager (
  org_id      uuid not null default current_setting('app.org_id')::uuid,
  employee_id uuid not null,
  run         uuid not null,
  wanted      text not null,
  constraint import_manager_key primary key (org_id, employee_id)
);
comment on table hr.import_manager is 'A manager whom a file names before the row that brings them. Lives as long as the import runs; a technical table.';
create index import_manager_by_wanted on hr.import_manager (org_id, wanted);
alter table hr.import_manager enable row level security, force row level security;
create policy org on hr.import_manager using (org_id = current_setting('app.org_id')::uuid);

-- +goose Down
drop table hr.import_manager;
