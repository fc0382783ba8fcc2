package app

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Supplier is who we buy from.
type Supplier struct {
	ID           inventory.SupplierID `json:"id"`
	Code         string               `json:"code"`
	Name         string               `json:"name"`
	ContactName  string               `json:"contact_name,omitempty"`
	ContactTitle string               `json:"contact_title,omitempty"`
	Phone        string               `json:"phone,omitempty"`
	Fax          string               `json:"fax,omitempty"`
	Email        string               `json:"email,omitempty"`
	Website      string               `json:"website,omitempty"`
	Address      SupplierAddress      `json:"address"`
	City         string               `json:"-"`
	Status       string               `json:"status" enum:"active,on_hold,archived"`
	Version      int64                `json:"version"`
	CreatedAt    time.Time            `json:"created_at"`
	Custom       kernel.Custom        `json:"custom,omitempty" doc:"Custom fields that have a value, by their keys"`
}

func (s *Supplier) custom() *kernel.Custom { return &s.Custom }

// SupplierAddress is where a supplier is.
type SupplierAddress struct {
	Lines    string `json:"lines,omitempty"`
	City     string `json:"city,omitempty"`
	Region   string `json:"region,omitempty"`
	Postcode string `json:"postcode,omitempty"`
	Country  string `json:"country,omitempty"`
}

// SupplierFields are what a supplier is made of; a change names only what it changes.
type SupplierFields struct {
	Code         *string        `json:"code,omitempty" maxLength:"100" doc:"Made from the name unless given"`
	Name         *string        `json:"name,omitempty" maxLength:"300"`
	ContactName  *string        `json:"contact_name,omitempty" maxLength:"300"`
	ContactTitle *string        `json:"contact_title,omitempty" maxLength:"300"`
	Phone        *string        `json:"phone,omitempty" maxLength:"100"`
	Fax          *string        `json:"fax,omitempty" maxLength:"100"`
	Email        *string        `json:"email,omitempty" maxLength:"320"`
	Website      *string        `json:"website,omitempty" maxLength:"1000"`
	Address      *AddressFields `json:"address,omitempty"`
	Status       *string        `json:"status,omitempty" enum:"active,on_hold"`
	Custom       kernel.Custom  `json:"custom,omitempty" doc:"Custom fields by their keys; null clears, and what is not named stays"`
}

// AddressFields change parts of an address.
type AddressFields struct {
	Lines    *string `json:"lines,omitempty" maxLength:"1000"`
	City     *string `json:"city,omitempty" maxLength:"200"`
	Region   *string `json:"region,omitempty" maxLength:"200"`
	Postcode *string `json:"postcode,omitempty" maxLength:"40"`
	Country  *string `json:"country,omitempty" maxLength:"100"`
}

func (f SupplierFields) put(s *store.Supplier) error {
	set(&s.Code, f.Code)
	set(&s.Name, f.Name)
	set(&s.ContactName, f.ContactName)
	set(&s.ContactTitle, f.ContactTitle)
	set(&s.Phone, f.Phone)
	set(&s.Fax, f.Fax)
	set(&s.Email, f.Email)
	set(&s.Website, f.Website)
	set(&s.Status, f.Status)
	if a := f.Address; a != nil {
		set(&s.AddressLines, a.Lines)
		set(&s.City, a.City)
		set(&s.Region, a.Region)
		set(&s.Postcode, a.Postcode)
		set(&s.Country, a.Country)
	}
	s.Name, s.Code = strings.TrimSpace(s.Name), strings.TrimSpace(s.Code)
	if s.Code == "" {
		s.Code = strings.ToUpper(s.Name)
	}
	var c fault.Collector
	c.Check(s.Name != "", "/name", "required", "A supplier needs a name.")
	return c.Err()
}

func supplierView(r store.SupplierRow) Supplier {
	return Supplier{ID: kernel.IDOf[inventory.Supplier](r.ID), Code: r.Code, Name: r.Name, ContactName: r.ContactName, ContactTitle: r.ContactTitle,
		Phone: r.Phone, Fax: r.Fax, Email: r.Email, Website: r.Website, City: r.City, Status: r.Status, Version: r.Version, CreatedAt: r.CreatedAt, Custom: r.Custom,
		Address: SupplierAddress{r.AddressLines, r.City, r.Region, r.Postcode, r.Country}}
}

// ListSuppliers is a page of suppliers.
func (s *Service) ListSuppliers(ctx context.Context, r page.Request) (page.Page[Supplier], error) {
	scope, err := authz.Scope(ctx, inventory.ReadSuppliers)
	if err != nil {
		return page.Page[Supplier]{}, err
	}
	return custom.ShownPage(ctx, s.custom, "inventory.supplier", (*Supplier).custom)(db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Supplier], error) {
		return store.ListSuppliers(ctx, tx, scope, r, supplierView)
	}))
}

// Supplier reads one supplier.
func (s *Service) Supplier(ctx context.Context, id inventory.SupplierID) (Supplier, error) {
	scope, err := authz.Scope(ctx, inventory.ReadSuppliers)
	if err != nil {
		return Supplier{}, err
	}
	return s.shownSupplier(ctx)(db.Read(ctx, s.db, func(tx *db.Tx) (Supplier, error) {
		r, err := supplierRow(ctx, tx, scope, id.UUID)
		return supplierView(r), err
	}))
}

func (s *Service) shownSupplier(ctx context.Context) func(Supplier, error) (Supplier, error) {
	return custom.Shown(ctx, s.custom, "inventory.supplier", (*Supplier).custom)
}

func supplierRow(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (store.SupplierRow, error) {
	rows, err := store.SuppliersByID(ctx, tx, scope, []uuid.UUID{id})
	if err == nil && len(rows) == 0 {
		err = fault.ErrNotFound
	}
	if err != nil {
		return store.SupplierRow{}, err
	}
	return rows[0], nil
}

// CreateSupplier makes a supplier.
func (s *Service) CreateSupplier(ctx context.Context, f SupplierFields) (Supplier, error) {
	reader, err := authz.Scope(ctx, inventory.ReadSuppliers)
	if err != nil {
		return Supplier{}, err
	}
	if err := authz.Allowed(ctx, inventory.CreateSuppliers); err != nil {
		return Supplier{}, err
	}
	row := store.Supplier{ID: kernel.NewUUID(), Status: "active", CreatedAt: s.clock.Now()}
	if err := f.put(&row); err != nil {
		return Supplier{}, err
	}
	extra, err := s.custom.Draft(ctx, "inventory.supplier", uuid.Nil, f.Custom)
	if err != nil {
		return Supplier{}, err
	}
	return s.shownSupplier(ctx)(db.Write(ctx, s.db, func(tx *db.Tx) (_ Supplier, err error) {
		row := row
		if row.Custom, err = extra.Put(ctx, tx, row.ID, nil); err != nil {
			return Supplier{}, err
		}
		if err := store.InsertSupplier(ctx, tx, row); err != nil {
			return Supplier{}, err
		}
		r, err := supplierRow(ctx, tx, reader, row.ID)
		return supplierView(r), err
	}))
}

// UpdateSupplier changes a supplier.
func (s *Service) UpdateSupplier(ctx context.Context, id inventory.SupplierID, version int64, f SupplierFields) (Supplier, error) {
	extra, err := s.custom.Draft(ctx, "inventory.supplier", id.UUID, f.Custom)
	if err != nil {
		return Supplier{}, err
	}
	return s.changeSupplier(ctx, inventory.UpdateSuppliers, id.UUID, version, func(tx *db.Tx, r *store.Supplier) (err error) {
		if r.Custom, err = extra.Put(ctx, tx, r.ID, r.Custom); err != nil {
			return err
		}
		return f.put(r)
	})
}

// ArchiveSupplier takes a supplier out of use.
func (s *Service) ArchiveSupplier(ctx context.Context, id inventory.SupplierID, version int64) (Supplier, error) {
	return s.changeSupplier(ctx, inventory.ArchiveSuppliers, id.UUID, version, func(_ *db.Tx, r *store.Supplier) error {
		r.Status = "archived"
		return nil
	})
}

func (s *Service) changeSupplier(ctx context.Context, right kernel.Permission, id uuid.UUID, version int64, fn func(*db.Tx, *store.Supplier) error) (Supplier, error) {
	reader, err := authz.Scope(ctx, inventory.ReadSuppliers)
	if err != nil {
		return Supplier{}, err
	}
	if err := authz.Allowed(ctx, right); err != nil {
		return Supplier{}, err
	}
	return s.shownSupplier(ctx)(db.Write(ctx, s.db, func(tx *db.Tx) (Supplier, error) {
		was, err := supplierRow(ctx, tx, reader, id)
		if err != nil {
			return Supplier{}, err
		}
		if was.Version != version {
			return Supplier{}, stale(was.Version)
		}
		row := keptSupplier(was)
		if err := fn(tx, &row); err != nil {
			return Supplier{}, err
		}
		if n, err := store.SaveSupplier(ctx, tx, row); err != nil || n == 0 {
			return Supplier{}, orStale(err)
		}
		r, err := supplierRow(ctx, tx, reader, id)
		return supplierView(r), err
	}))
}

func keptSupplier(r store.SupplierRow) store.Supplier {
	return store.Supplier{ID: r.ID, Code: r.Code, Name: r.Name, ContactName: r.ContactName, ContactTitle: r.ContactTitle, Phone: r.Phone, Fax: r.Fax,
		Email: r.Email, Website: r.Website, AddressLines: r.AddressLines, City: r.City, Region: r.Region, Postcode: r.Postcode, Country: r.Country,
		Status: r.Status, Version: r.Version, CreatedAt: r.CreatedAt, Custom: r.Custom}
}
