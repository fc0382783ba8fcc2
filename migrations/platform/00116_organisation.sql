-- +goose Up
alter table identity.organisation add column version bigint not null default 1;

-- +goose Down
alter table identity.organisation drop column version;
