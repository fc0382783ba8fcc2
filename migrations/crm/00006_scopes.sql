-- +goose Up
-- A list of one's own comes in the list's usual order without sorting all that one has.
drop index crm.account_by_owner;
create index account_by_owner on crm.account (org_id, owner_id, name_key, id) where deleted_at is null;
drop index crm.contact_by_owner;
create index contact_by_owner on crm.contact (org_id, owner_id, name_key, id) where deleted_at is null;
drop index crm.order_by_owner;
create index order_by_owner on crm."order" (org_id, owner_id, created_at, id);

-- +goose Down
drop index crm.account_by_owner;
create index account_by_owner on crm.account (org_id, owner_id);
drop index crm.contact_by_owner;
create index contact_by_owner on crm.contact (org_id, owner_id);
drop index crm.order_by_owner;
create index order_by_owner on crm."order" (org_id, owner_id);
