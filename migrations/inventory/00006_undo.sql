-- +goose Up
-- A document is reversed as a whole, however long the ledger is.
create index movement_by_document on inventory.movement (org_id, document_id);

-- +goose Down
drop index inventory.movement_by_document;
