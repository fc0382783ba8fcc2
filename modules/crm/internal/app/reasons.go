package app

import (
	"context"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// LostReasons lists why deals may be lost.
func (s *Service) LostReasons(ctx context.Context) ([]crm.LostReason, error) {
	if _, err := authz.Scope(ctx, crm.ReadPipelines); err != nil {
		return nil, err
	}
	if _, err := s.pipelines(ctx); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]crm.LostReason, error) { return store.LostReasons(ctx, tx) })
}

// ReasonInput is what may be said of a reason.
type ReasonInput struct {
	Name      *string `json:"name,omitempty" maxLength:"100"`
	NeedsNote *bool   `json:"needs_note,omitempty" doc:"Whoever gives it says more in a note"`
	Active    *bool   `json:"active,omitempty" doc:"False retires it: deals keep it, and no other gets it"`
}

func (in ReasonInput) onto(r *crm.LostReason) error {
	set(&r.Name, trimmed(in.Name))
	set(&r.NeedsNote, in.NeedsNote)
	set(&r.Active, in.Active)
	if r.Name == "" {
		return fault.ErrInvalid.Field("/name", "required", "Give the reason a name.")
	}
	return nil
}

// CreateLostReason adds a reason below the others.
func (s *Service) CreateLostReason(ctx context.Context, in ReasonInput) (crm.LostReason, error) {
	if _, err := authz.Scope(ctx, crm.ConfigurePipelines); err != nil {
		return crm.LostReason{}, err
	}
	if _, err := s.pipelines(ctx); err != nil { // which come with the shipped reasons
		return crm.LostReason{}, err
	}
	r := crm.LostReason{ID: kernel.NewID[crm.LostReason]()}
	in.Active = nil
	if err := in.onto(&r); err != nil {
		return crm.LostReason{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (crm.LostReason, error) { return store.AddLostReason(ctx, tx, r) })
}

// UpdateLostReason renames a reason, which shows on the deals that have it, or
// retires it and brings it back. The last one in use stays (crm.ErrLastReason).
func (s *Service) UpdateLostReason(ctx context.Context, id crm.LostReasonID, version int64, in ReasonInput) (crm.LostReason, error) {
	if _, err := authz.Scope(ctx, crm.ConfigurePipelines); err != nil {
		return crm.LostReason{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (crm.LostReason, error) {
		all, err := store.LockLostReasons(ctx, tx)
		if err != nil {
			return crm.LostReason{}, err
		}
		var old crm.LostReason
		others := 0
		for _, r := range all {
			switch {
			case r.ID == id:
				old = r
			case r.Active:
				others++
			}
		}
		if old.ID.IsZero() {
			return crm.LostReason{}, fault.ErrNotFound
		}
		if err := current(old.Version, version); err != nil {
			return crm.LostReason{}, err
		}
		r := old
		if err := in.onto(&r); err != nil {
			return crm.LostReason{}, err
		}
		switch {
		case r == old:
			return old, nil
		case !r.Active && others == 0:
			return crm.LostReason{}, crm.ErrLastReason
		}
		return store.SaveLostReason(ctx, tx, r)
	})
}
