-- +goose Up
-- Values of fields that the organisation has added, and the words of those that can be searched.
alter table inventory.product
  add column custom jsonb not null default '{}' constraint product_custom_is_an_object check (jsonb_typeof(custom) = 'object'),
  add column custom_words text not null default '';
drop trigger history on inventory.product;
create trigger history after insert or update or delete on inventory.product
  for each row execute function history.capture('sku_key', 'name_key', 'custom_words');
call custom.attach('inventory.product', 'true');

alter table inventory.supplier
  add column custom jsonb not null default '{}' constraint supplier_custom_is_an_object check (jsonb_typeof(custom) = 'object'),
  add column custom_words text not null default '';
drop trigger history on inventory.supplier;
create trigger history after insert or update or delete on inventory.supplier
  for each row execute function history.capture('name_key', 'code_key', 'custom_words');
call custom.attach('inventory.supplier', 'true');

-- +goose Down
drop function inventory.supplier_custom, inventory.supplier_custom_alike, inventory.supplier_custom_words;
drop trigger history on inventory.supplier;
create trigger history after insert or update or delete on inventory.supplier for each row execute function history.capture('name_key', 'code_key');
drop trigger custom_words on inventory.supplier;
alter table inventory.supplier drop column custom, drop column custom_words;
drop function inventory.product_custom, inventory.product_custom_alike, inventory.product_custom_words;
drop trigger history on inventory.product;
create trigger history after insert or update or delete on inventory.product for each row execute function history.capture('sku_key', 'name_key');
drop trigger custom_words on inventory.product;
alter table inventory.product drop column custom, drop column custom_words;
