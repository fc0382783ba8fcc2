-- +goose Up
-- A stage's changes belong to its pipeline, and come back with it.
drop trigger history on crm.stage;
create trigger history after insert or update or delete on crm.stage for each row execute function history.capture('@pipeline_id');

-- +goose Down
drop trigger history on crm.stage;
create trigger history after insert or update or delete on crm.stage for each row execute function history.capture();
