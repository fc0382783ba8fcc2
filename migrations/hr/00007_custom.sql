-- +goose Up
-- Values of fields that the organisation has added, and the words of those that can be searched.
alter table hr.employee
  add column custom jsonb not null default '{}' constraint employee_custom_is_an_object check (jsonb_typeof(custom) = 'object'),
  add column custom_words text not null default '';
drop trigger history on hr.employee;
create trigger history after insert or update or delete on hr.employee
  for each row execute function history.capture('number_value', 'name', 'name_key', 'legal_key', 'email_key', 'custom_words');
call custom.attach('hr.employee', 'true');

-- +goose Down
drop function hr.employee_custom, hr.employee_custom_alike, hr.employee_custom_words;
drop trigger history on hr.employee;
create trigger history after insert or update or delete on hr.employee for each row execute function history.capture('number_value', 'name', 'name_key', 'legal_key', 'email_key');
drop trigger custom_words on hr.employee;
alter table hr.employee drop column custom, drop column custom_words;
