package app

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/actor"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Seed prepares a new organisation: the shipped pipeline with its reasons, and
// the shipped way to count documents. What is there already stays as it is.
func (s *Service) Seed(ctx context.Context, currency kernel.Currency) error {
	if _, err := s.pipelines(ctx); err != nil {
		return err
	}
	house, id, err := houseOf(ctx)
	if err != nil {
		return err
	}
	err = db.Changed(house, s.db, func(tx *db.Tx) error {
		v, err := store.Setting(house, tx)
		if err != nil || v.Version > 0 {
			return err
		}
		v.DefaultCurrency = string(currency)
		return store.SaveSetting(house, tx, id("setting").UUID, v)
	})
	if errors.Is(err, fault.ErrStale) { // somebody else was first
		return nil
	}
	return err
}

// begin gives an organisation the shipped pipeline and reasons. Of two who
// begin at once, both find the same.
func (s *Service) begin(ctx context.Context) error {
	house, id, err := houseOf(ctx)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	return db.Changed(house, s.db, func(tx *db.Tx) error {
		return store.InsertDefaults(house, tx, domain.DefaultPipeline(id), domain.DefaultReasons(id), now)
	})
}

// houseOf is the service that prepares the actor's organisation, and the IDs
// that it gives: the same for the same name, whoever comes first.
func houseOf(ctx context.Context) (context.Context, func(name string) kernel.ID[any], error) {
	who, err := actor.From(ctx)
	if err != nil {
		return nil, nil, err
	}
	id := func(name string) kernel.ID[any] {
		return kernel.IDOf[any](uuid.NewSHA1(who.Org.UUID, []byte("crm "+name)))
	}
	return actor.Service(ctx, who.Org, "crm.begin", actor.System), id, nil
}
