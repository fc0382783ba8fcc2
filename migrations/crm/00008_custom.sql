-- +goose Up
-- Values of fields that the organisation has added, and the words of those that can be searched.
alter table crm.account
  add column custom jsonb not null default '{}' constraint account_custom_is_an_object check (jsonb_typeof(custom) = 'object'),
  add column custom_words text not null default '';
drop trigger history on crm.account;
create trigger history after insert or update or delete on crm.account
  for each row execute function history.capture('name_key', 'code_key', 'custom_words');
call custom.attach('crm.account', 'deleted_at is null');

alter table crm.contact
  add column custom jsonb not null default '{}' constraint contact_custom_is_an_object check (jsonb_typeof(custom) = 'object'),
  add column custom_words text not null default '';
drop trigger history on crm.contact;
create trigger history after insert or update or delete on crm.contact
  for each row execute function history.capture('name_key', 'last_key', 'code_key', 'custom_words');
call custom.attach('crm.contact', 'deleted_at is null');

alter table crm.deal
  add column custom jsonb not null default '{}' constraint deal_custom_is_an_object check (jsonb_typeof(custom) = 'object'),
  add column custom_words text not null default '';
drop trigger history on crm.deal;
create trigger history after insert or update or delete on crm.deal
  for each row execute function history.capture('name_key', 'code_key', 'close_sort', 'rank', 'margin_up', 'margin_down', 'custom_words');
call custom.attach('crm.deal', 'deleted_at is null');

alter table crm."order"
  add column custom jsonb not null default '{}' constraint order_custom_is_an_object check (jsonb_typeof(custom) = 'object'),
  add column custom_words text not null default '';
drop trigger history on crm."order";
create trigger history after insert or update or delete on crm."order"
  for each row execute function history.capture('number_key', 'required_sort', 'shipped_sort', 'short', 'late', 'custom_words');
call custom.attach('crm.order', 'true');

-- +goose Down
drop function crm.order_custom, crm.order_custom_alike, crm.order_custom_words;
drop trigger history on crm."order";
create trigger history after insert or update or delete on crm."order" for each row execute function history.capture('number_key', 'required_sort', 'shipped_sort', 'short', 'late');
drop trigger custom_words on crm."order";
alter table crm."order" drop column custom, drop column custom_words;
drop function crm.deal_custom, crm.deal_custom_alike, crm.deal_custom_words;
drop trigger history on crm.deal;
create trigger history after insert or update or delete on crm.deal for each row execute function history.capture('name_key', 'code_key', 'close_sort', 'rank', 'margin_up', 'margin_down');
drop trigger custom_words on crm.deal;
alter table crm.deal drop column custom, drop column custom_words;
drop function crm.contact_custom, crm.contact_custom_alike, crm.contact_custom_words;
drop trigger history on crm.contact;
create trigger history after insert or update or delete on crm.contact for each row execute function history.capture('name_key', 'last_key', 'code_key');
drop trigger custom_words on crm.contact;
alter table crm.contact drop column custom, drop column custom_words;
drop function crm.account_custom, crm.account_custom_alike, crm.account_custom_words;
drop trigger history on crm.account;
create trigger history after insert or update or delete on crm.account for each row execute function history.capture('name_key', 'code_key');
drop trigger custom_words on crm.account;
alter table crm.account drop column custom, drop column custom_words;
