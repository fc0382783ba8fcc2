-- +goose Up
create table hr.pay_fact (
  org_id      uuid           not null default current_setting('app.org_id')::uuid,
  id          uuid           not null,
  employee_id uuid           not null,
  valid_from  date           not null,
  valid_to    date,
  basis       text           not null constraint pay_fact_has_a_known_basis check (basis in ('hour', 'month', 'year')),
  amount      numeric(20, 4) not null constraint pay_fact_pays_something check (amount > 0),
  currency    text           collate "C" not null constraint pay_fact_has_a_currency check (currency ~ '^[A-Z]{3}$'),
  version     bigint         not null,
  created_at  timestamptz    not null,
  constraint pay_fact_key primary key (org_id, id),
  constraint pay_fact_of_employee foreign key (org_id, employee_id) references hr.employee (org_id, id),
  constraint pay_fact_has_days check (valid_from < valid_to),
  constraint pay_facts_do_not_overlap
    exclude using gist (org_id with =, employee_id with =, daterange(valid_from, valid_to) with &&)
);
comment on table hr.pay_fact is 'What somebody is paid, from a day until before another. All of it is of the class salary.';
comment on column hr.pay_fact.version is 'The highest of a person''s is that of their pay. The employee''s own version does not tell when pay changed.';
create unique index pay_fact_by_employee on hr.pay_fact (org_id, employee_id, valid_from);
alter table hr.pay_fact enable row level security, force row level security;
create policy org on hr.pay_fact using (org_id = current_setting('app.org_id')::uuid);
create trigger history after insert or update or delete on hr.pay_fact
  for each row execute function history.capture('@employee_id');

-- +goose Down
drop table hr.pay_fact;
