-- +goose Up
-- The role that seals history. It reads what waits in every organisation, by
-- policies of its own, and may change nothing of what it seals.
-- +goose StatementBegin
do $$
begin
  begin
    create role longhouse_sealer nologin noinherit;
  exception when duplicate_object or unique_violation then null;
  end;
  grant longhouse_sealer to longhouse_app, longhouse_owner;
end $$;
-- +goose StatementEnd

-- +goose Down
select 1;
