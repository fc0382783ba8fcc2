-- +goose Up
-- Lists sort by columns that are never null. A margin that is not known is last,
-- whichever the way, so there is one column for each: beyond all amounts, and below all.
alter table crm.deal
  add column cost numeric(19, 4) constraint deal_cost_is_not_negative check (cost >= 0),
  add column margin_up numeric(19, 4) not null generated always as (coalesce(nullif(amount, 0) - cost, 999999999999999.9999)) stored,
  add column margin_down numeric(19, 4) not null generated always as (coalesce(nullif(amount, 0) - cost, -999999999999999.9999)) stored;
comment on column crm.deal.cost is 'What the deal is expected to cost us, in its currency. It belongs to the class of fields margin.';
create index deal_by_margin_up on crm.deal (org_id, margin_up, id) where deleted_at is null;
create index deal_by_margin_down on crm.deal (org_id, margin_down, id) where deleted_at is null;
drop trigger history on crm.deal;
create trigger history after insert or update or delete on crm.deal for each row
  execute function history.capture('name_key', 'code_key', 'close_sort', 'rank', 'margin_up', 'margin_down');

-- +goose Down
drop trigger history on crm.deal;
create trigger history after insert or update or delete on crm.deal for each row execute function history.capture('name_key', 'code_key', 'close_sort', 'rank');
alter table crm.deal drop column margin_down, drop column margin_up, drop column cost;
