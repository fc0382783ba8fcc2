package app

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
)

// Unit is a unit of measure: num ÷ den of its category's reference unit.
type Unit struct {
	ID       inventory.UnitID `json:"id"`
	Code     string           `json:"code" example:"DZN" doc:"UN/ECE Recommendation 20, or one's own"`
	Name     string           `json:"name" example:"dozen"`
	Category string           `json:"category" enum:"count,mass,volume,length,area,time"`
	Num      kernel.Decimal   `json:"num" example:"12"`
	Den      kernel.Decimal   `json:"den" example:"1"`
}

// NewUnit is what a unit is made of.
type NewUnit struct {
	Code     string         `json:"code" pattern:"^[A-Za-z0-9]{1,12}$"`
	Name     string         `json:"name" minLength:"1" maxLength:"100"`
	Category string         `json:"category" enum:"count,mass,volume,length,area,time"`
	Num      kernel.Decimal `json:"num" doc:"A whole number"`
	Den      kernel.Decimal `json:"den" doc:"A whole number"`
}

func unitView(r store.UnitRow) Unit {
	return Unit{kernel.IDOf[inventory.Unit](r.ID), r.Code, r.Name, r.Category, r.Num, r.Den}
}

// Units lists all units.
func (s *Service) Units(ctx context.Context) ([]Unit, error) {
	if err := authz.Allowed(ctx, inventory.ReadUnits); err != nil {
		return nil, err
	}
	if _, err := s.house(ctx); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Unit, error) {
		rows, err := store.Units(ctx, tx)
		out := make([]Unit, len(rows))
		for i, r := range rows {
			out[i] = unitView(r)
		}
		return out, err
	})
}

// CreateUnit makes a unit of the organisation's own.
func (s *Service) CreateUnit(ctx context.Context, n NewUnit) (Unit, error) {
	if err := authz.Allowed(ctx, inventory.CreateUnits); err != nil {
		return Unit{}, err
	}
	f, ok := domain.NewFactor(n.Num, n.Den)
	if !ok {
		return Unit{}, fault.ErrInvalid.Field("/num", "invalid", "A unit is a fraction of two whole numbers above zero.")
	}
	if _, err := s.house(ctx); err != nil {
		return Unit{}, err
	}
	id, now := kernel.NewUUID(), s.clock.Now()
	m := domain.Measure{Code: n.Code, Name: strings.TrimSpace(n.Name), Category: n.Category, Factor: f}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Unit, error) {
		if err := store.InsertUnit(ctx, tx, id, m, now); err != nil {
			return Unit{}, err
		}
		return Unit{kernel.IDOf[inventory.Unit](id), m.Code, m.Name, m.Category, f.Num, f.Den}, nil
	})
}

// Packaging is how a product is packed: num ÷ den of its base unit.
type Packaging struct {
	ID        uuid.UUID      `json:"id"`
	Name      string         `json:"name" example:"box"`
	Num       kernel.Decimal `json:"num" example:"12"`
	Den       kernel.Decimal `json:"den" example:"1"`
	Barcode   string         `json:"barcode,omitempty"`
	KeepWhole bool           `json:"keep_whole" doc:"Reserved and shipped in whole packs only"`
	Version   int64          `json:"version"`
}

// PackagingFields are what a packaging is made of; a change names only what it changes.
type PackagingFields struct {
	Name      *string         `json:"name,omitempty" maxLength:"100"`
	Num       *kernel.Decimal `json:"num,omitempty" doc:"A whole number"`
	Den       *kernel.Decimal `json:"den,omitempty" doc:"A whole number; 1 unless said otherwise"`
	Barcode   *string         `json:"barcode,omitempty" maxLength:"100"`
	KeepWhole *bool           `json:"keep_whole,omitempty"`
}

func (f PackagingFields) put(p *store.Packaging) error {
	set(&p.Name, f.Name)
	set(&p.Num, f.Num)
	set(&p.Den, f.Den)
	set(&p.KeepWhole, f.KeepWhole)
	if f.Barcode != nil {
		p.Barcode = nonEmpty(strings.TrimSpace(*f.Barcode))
	}
	p.Name = strings.TrimSpace(p.Name)
	var c fault.Collector
	c.Check(p.Name != "", "/name", "required", "A packaging needs a name.")
	reduced, ok := domain.NewFactor(p.Num, p.Den)
	c.Check(ok, "/num", "invalid", "A packaging is a fraction of two whole numbers above zero.")
	p.Num, p.Den = reduced.Num, reduced.Den
	return c.Err()
}

// Packagings lists how a product is packed.
func (s *Service) Packagings(ctx context.Context, product inventory.ProductID) ([]Packaging, error) {
	if _, err := s.Product(ctx, product); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) ([]Packaging, error) {
		rows, err := store.PackagingsOf(ctx, tx, []uuid.UUID{product.UUID})
		out := make([]Packaging, len(rows))
		for i, r := range rows {
			out[i] = packagingView(r)
		}
		return out, err
	})
}

func packagingView(r store.Packaging) Packaging {
	return Packaging{r.ID, r.Name, r.Num, r.Den, deref(r.Barcode), r.KeepWhole, r.Version}
}

// AddPackaging says how a product is packed.
func (s *Service) AddPackaging(ctx context.Context, product inventory.ProductID, f PackagingFields) (Packaging, error) {
	if err := authz.Allowed(ctx, inventory.UpdateProducts); err != nil {
		return Packaging{}, err
	}
	if _, err := s.Product(ctx, product); err != nil {
		return Packaging{}, err
	}
	p := store.Packaging{ID: kernel.NewUUID(), ProductID: product.UUID, Den: kernel.Int(1), Version: 1}
	if err := f.put(&p); err != nil {
		return Packaging{}, err
	}
	now := s.clock.Now()
	return db.Write(ctx, s.db, func(tx *db.Tx) (Packaging, error) { return packagingView(p), store.InsertPackaging(ctx, tx, p, now) })
}

// ChangePackaging changes a packaging; what is posted stays as it was posted.
func (s *Service) ChangePackaging(ctx context.Context, product inventory.ProductID, id uuid.UUID, version int64, f PackagingFields) (Packaging, error) {
	if err := authz.Allowed(ctx, inventory.UpdateProducts); err != nil {
		return Packaging{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Packaging, error) {
		rows, err := store.PackagingsOf(ctx, tx, []uuid.UUID{product.UUID})
		if err != nil {
			return Packaging{}, err
		}
		for _, p := range rows {
			if p.ID != id {
				continue
			}
			if p.Version != version {
				return Packaging{}, stale(p.Version)
			}
			if err := f.put(&p); err != nil {
				return Packaging{}, err
			}
			n, err := store.SavePackaging(ctx, tx, p)
			if err != nil || n == 0 {
				return Packaging{}, orStale(err)
			}
			p.Version++
			return packagingView(p), nil
		}
		return Packaging{}, fault.ErrNotFound
	})
}

// RemovePackaging takes a packaging away.
func (s *Service) RemovePackaging(ctx context.Context, product inventory.ProductID, id uuid.UUID) error {
	if err := authz.Allowed(ctx, inventory.UpdateProducts); err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		n, err := store.DeletePackaging(ctx, tx, product.UUID, id)
		if err == nil && n == 0 {
			return fault.ErrNotFound
		}
		return err
	})
}
