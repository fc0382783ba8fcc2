package app

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

type (
	see  func(context.Context, *db.Tx, page.Scope, uuid.UUID) error
	call func(context.Context, *db.Tx, page.Scope, []uuid.UUID) (map[uuid.UUID]string, error)
)

// visible fails with fault.ErrNotFound for a record that the caller cannot
// read, be it live or in the trash.
func (s *Service) visible(needs kernel.Permission, look see) func(context.Context, uuid.UUID) error {
	return func(ctx context.Context, id uuid.UUID) error {
		scope, err := authz.Scope(ctx, needs)
		if err != nil {
			return err
		}
		_, err = db.Read(ctx, s.db, func(tx *db.Tx) (struct{}, error) { return struct{}{}, look(ctx, tx, scope, id) })
		return err
	}
}

// titles names records that the caller may see, and leaves the others out.
func (s *Service) titles(needs kernel.Permission, name call) func(context.Context, []uuid.UUID) (map[uuid.UUID]string, error) {
	return func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error) {
		scope, err := optional(ctx, needs)
		if err != nil {
			return nil, err
		}
		return db.Read(ctx, s.db, func(tx *db.Tx) (map[uuid.UUID]string, error) { return name(ctx, tx, scope, ids) })
	}
}

// Entity is how shared services reach a kind of record.
type Entity struct {
	Visible func(ctx context.Context, id uuid.UUID) error
	Title   func(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]string, error)
	Restore func(ctx context.Context, id uuid.UUID, was kernel.Past) error
}

// Entities lists the kinds of record that have a timeline and undo, by table.
func (s *Service) Entities() map[string]Entity {
	return map[string]Entity{
		"crm.account": {s.visible(crm.ReadAccounts, store.SeeAccount), s.titles(crm.ReadAccounts, store.AccountNames), s.RestoreAccount},
		"crm.contact": {s.visible(crm.ReadContacts, store.SeeContact), s.titles(crm.ReadContacts, store.ContactNames), s.RestoreContact},
		"crm.deal":    {s.visible(crm.ReadDeals, store.SeeDeal), s.titles(crm.ReadDeals, store.DealNames), s.RestoreDeal},
		"crm.order":   {s.visible(crm.ReadOrders, store.SeeOrder), s.titles(crm.ReadOrders, store.OrderNames), s.RestoreOrder},

		"crm.pipeline":    s.known(crm.ReadPipelines, store.PipelineNames, s.RestorePipeline),
		"crm.lost_reason": s.known(crm.ReadPipelines, store.ReasonNames, s.RestoreLostReason),
		"crm.setting":     s.known(crm.ReadSettings, store.SettingNames, s.RestoreSetting),
	}
}
