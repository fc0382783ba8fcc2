-- +goose Up
create table hr.employment (
  org_id         uuid        not null default current_setting('app.org_id')::uuid,
  id             uuid        not null,
  employee_id    uuid        not null,
  spell          int         not null constraint employment_is_counted_from_one check (spell >= 1),
  hired_on       date        not null,
  last_day       date,
  next_hired_on  date,
  end_reason     text        not null default '',
  seniority_from date        not null,
  announced_at   timestamptz,
  created_at     timestamptz not null,
  constraint employment_key primary key (org_id, id),
  constraint employment_of_employee foreign key (org_id, employee_id) references hr.employee (org_id, id),
  constraint employment_is_numbered_once unique (org_id, employee_id, spell),
  constraint employment_ends_after_it_begins check (last_day >= hired_on),
  constraint employment_is_followed_later check (next_hired_on > last_day),
  constraint employments_do_not_overlap
    exclude using gist (org_id with =, employee_id with =, daterange(hired_on, last_day, '[]') with &&)
);
comment on table hr.employment is 'A spell in which somebody works here.';
comment on column hr.employment.next_hired_on is 'First day of the next spell: on each day exactly one spell of a person is the one to show.';
comment on column hr.employment.announced_at is 'When others were told that the last day is reached.';
create index employment_by_hire on hr.employment (org_id, hired_on, employee_id);
create index employment_to_announce on hr.employment (org_id, last_day) where last_day is not null and announced_at is null;
alter table hr.employment enable row level security, force row level security;
create policy org on hr.employment using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on hr.employment
  for each row execute function history.capture('next_hired_on', '@employee_id');

create table hr.job_fact (
  org_id          uuid        not null default current_setting('app.org_id')::uuid,
  id              uuid        not null,
  employee_id     uuid        not null,
  valid_from      date        not null,
  valid_to        date,
  unit_id         uuid        not null,
  position_id     uuid,
  title           text        not null default '',
  site            text        not null default '',
  employment_type text        not null default '',
  created_at      timestamptz not null,
  constraint job_fact_key primary key (org_id, id),
  constraint job_fact_of_employee foreign key (org_id, employee_id) references hr.employee (org_id, id),
  constraint job_fact_of_unit foreign key (org_id, unit_id) references hr.unit (org_id, id),
  constraint job_fact_of_position foreign key (org_id, position_id) references hr.position (org_id, id),
  constraint job_fact_has_days check (valid_from < valid_to),
  constraint job_facts_do_not_overlap
    exclude using gist (org_id with =, employee_id with =, daterange(valid_from, valid_to) with &&)
);
comment on table hr.job_fact is 'What somebody does, and where, from a day until before another.';
create unique index job_fact_by_employee on hr.job_fact (org_id, employee_id, valid_from);
create index job_fact_by_unit on hr.job_fact (org_id, unit_id, valid_from);
create index job_fact_by_position on hr.job_fact (org_id, position_id) where position_id is not null;
alter table hr.job_fact enable row level security, force row level security;
create policy org on hr.job_fact using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on hr.job_fact
  for each row execute function history.capture('@employee_id');

create table hr.reporting_line (
  org_id      uuid        not null default current_setting('app.org_id')::uuid,
  id          uuid        not null,
  employee_id uuid        not null,
  kind        text        not null default 'line' constraint reporting_line_is_of_a_known_kind check (kind in ('line')),
  valid_from  date        not null,
  valid_to    date,
  manager_id  uuid,
  created_at  timestamptz not null,
  constraint reporting_line_key primary key (org_id, id),
  constraint reporting_line_of_employee foreign key (org_id, employee_id) references hr.employee (org_id, id),
  constraint reporting_line_to_manager foreign key (org_id, manager_id) references hr.employee (org_id, id),
  constraint reporting_line_is_to_somebody_else check (manager_id <> employee_id),
  constraint reporting_line_has_days check (valid_from < valid_to),
  constraint reporting_lines_do_not_overlap
    exclude using gist (org_id with =, employee_id with =, kind with =, daterange(valid_from, valid_to) with &&)
);
comment on table hr.reporting_line is 'Who somebody reports to, from a day until before another. Without a manager: to nobody.';
create unique index reporting_line_by_employee on hr.reporting_line (org_id, employee_id, kind, valid_from);
create index reporting_line_by_manager on hr.reporting_line (org_id, manager_id, kind) where manager_id is not null;
alter table hr.reporting_line enable row level security, force row level security;
create policy org on hr.reporting_line using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on hr.reporting_line
  for each row execute function history.capture('@employee_id');

-- +goose Down
drop table hr.reporting_line, hr.job_fact, hr.employment;
