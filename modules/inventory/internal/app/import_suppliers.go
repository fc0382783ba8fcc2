package app

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// CheckSuppliers says what rows of suppliers would do. A row is known by its code, or else by its name.
func (s *Service) CheckSuppliers(ctx context.Context, rows []SupplierFields) ([]Verdict, error) {
	return s.check(ctx, inventory.ImportSuppliers, suppliersOf(rows))
}

// PrepareSuppliers makes and changes suppliers in the transaction of an import.
func (s *Service) PrepareSuppliers(ctx context.Context, rows []SupplierFields) (Write, error) {
	return s.prepare(ctx, inventory.ImportSuppliers, suppliersOf(rows))
}

func suppliersOf(rows []SupplierFields) planner {
	return func(ctx context.Context, tx *db.Tx, now time.Time) ([]planned, error) {
		return planSuppliers(ctx, tx, rows, now)
	}
}

func planSuppliers(ctx context.Context, tx *db.Tx, rows []SupplierFields, now time.Time) ([]planned, error) {
	var keys []string
	for _, r := range rows {
		keys = append(keys, strings.TrimSpace(deref(r.Code)), strings.TrimSpace(deref(r.Name)))
	}
	found, err := store.SuppliersByKey(ctx, tx, keys)
	if err != nil {
		return nil, err
	}
	byCode, byName := map[string]store.Supplier{}, map[string]store.Supplier{}
	for _, f := range found {
		byCode[f.CodeKey], byName[f.NameKey] = f, f
	}
	seen := twice{}
	out := make([]planned, len(rows))
	for i, f := range rows {
		key, field := deref(f.Code), "code"
		if strings.TrimSpace(key) == "" {
			key, field = deref(f.Name), "name"
		}
		if v, again := seen.seen(field, key, i); again {
			out[i] = planned{Verdict: v}
			continue
		}
		was, known := byCode[strings.ToLower(strings.TrimSpace(key))]
		if field == "name" {
			was, known = byName[strings.ToLower(strings.TrimSpace(key))]
			f.Code = nil
		}
		if out[i], err = planSupplier(f, was, known); err != nil {
			return nil, err
		}
		if p := &out[i]; p.Kind == WouldCreate {
			row := store.Supplier{ID: kernel.NewUUID(), Status: "active", CreatedAt: now}
			p.ID = row.ID
			p.write = func(ctx context.Context, tx *db.Tx) error {
				if err := f.put(&row); err != nil {
					return err
				}
				return store.InsertSupplier(ctx, tx, row)
			}
		}
	}
	return out, nil
}

func planSupplier(f SupplierFields, was store.Supplier, known bool) (planned, error) {
	is := was
	if err := f.put(&is); err != nil {
		v, err := refusal(err)
		return planned{Verdict: v}, err
	}
	if !known {
		return planned{Verdict: Verdict{Kind: WouldCreate}}, nil
	}
	var d differences
	d.text("code", was.Code, is.Code)
	d.text("name", was.Name, is.Name)
	d.text("contact_name", was.ContactName, is.ContactName)
	d.text("contact_title", was.ContactTitle, is.ContactTitle)
	d.text("phone", was.Phone, is.Phone)
	d.text("fax", was.Fax, is.Fax)
	d.text("email", was.Email, is.Email)
	d.text("website", was.Website, is.Website)
	d.text("address", was.AddressLines, is.AddressLines)
	d.text("city", was.City, is.City)
	d.text("region", was.Region, is.Region)
	d.text("postcode", was.Postcode, is.Postcode)
	d.text("country", was.Country, is.Country)
	if len(d) == 0 {
		return planned{Verdict: Verdict{Kind: Unchanged, ID: was.ID}}, nil
	}
	return planned{Verdict: Verdict{Kind: WouldUpdate, ID: was.ID, Changed: d}, write: func(ctx context.Context, tx *db.Tx) error {
		n, err := store.SaveSupplier(ctx, tx, is)
		if err == nil && n == 0 {
			return stale(was.Version)
		}
		return err
	}}, nil
}

// RestoreSupplier gives a supplier old values back; none, when it was made by what is undone: then it goes.
func (s *Service) RestoreSupplier(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	if was.Gone {
		return s.comesBack(ctx, inventory.CreateSuppliers, "inventory.supplier", id, was)
	}
	old := was.Old
	supplier, err := s.Supplier(ctx, kernel.IDOf[inventory.Supplier](id))
	if err != nil {
		return err
	}
	if old == nil {
		if err := authz.Allowed(ctx, inventory.ArchiveSuppliers); err != nil {
			return err
		}
		return db.Changed(ctx, s.db, func(tx *db.Tx) error { return gone(store.DeleteSupplier(ctx, tx, id, supplier.Version)) })
	}
	_, err = s.changeSupplier(ctx, inventory.UpdateSuppliers, id, supplier.Version, func(tx *db.Tx, r *store.Supplier) error {
		was := r.Custom
		r.Custom = was.Put(kernel.CustomOf(old))
		if err := s.custom.Restored(ctx, tx, "inventory.supplier", id, was, r.Custom); err != nil {
			return err
		}
		for column, to := range map[string]*string{"code": &r.Code, "name": &r.Name, "contact_name": &r.ContactName, "contact_title": &r.ContactTitle,
			"phone": &r.Phone, "fax": &r.Fax, "email": &r.Email, "website": &r.Website, "address_lines": &r.AddressLines, "city": &r.City,
			"region": &r.Region, "postcode": &r.Postcode, "country": &r.Country, "status": &r.Status} {
			if v, ok := old[column].(string); ok {
				*to = v
			}
		}
		return nil
	})
	return err
}

// gone says that a record could not be taken away because somebody has changed it.
func gone(n int64, err error) error {
	if err == nil && n == 0 {
		return inventory.ErrInUse
	}
	return err
}
