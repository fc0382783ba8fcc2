package app

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/domain"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// ProductFields are what a product is made of; a change names only what it changes.
type ProductFields struct {
	SKU             *string       `json:"sku,omitempty" maxLength:"100"`
	Name            *string       `json:"name,omitempty" maxLength:"300"`
	Kind            *string       `json:"kind,omitempty" enum:"stocked,service" doc:"stocked unless said otherwise"`
	Status          *string       `json:"status,omitempty" enum:"draft,active,discontinued" doc:"active unless said otherwise"`
	CategoryID      *string       `json:"category_id,omitempty" doc:"Empty or null for none"`
	SupplierID      *string       `json:"supplier_id,omitempty" doc:"Empty or null for none"`
	Unit            *string       `json:"unit,omitempty" doc:"Code of the base unit; H87 (piece) unless said otherwise"`
	Scale           *int32        `json:"scale,omitempty" minimum:"0" maximum:"6" doc:"Decimals that quantities may have"`
	ListPrice       *Price        `json:"list_price,omitempty" doc:"An empty amount for none"`
	Cost            *Price        `json:"cost,omitempty" doc:"Needs the right to change costs"`
	ReorderPoint    *string       `json:"reorder_point,omitempty" doc:"Empty or null for none"`
	ReorderQuantity *string       `json:"reorder_quantity,omitempty" doc:"Empty or null for none"`
	Barcode         *string       `json:"barcode,omitempty" maxLength:"100"`
	Description     *string       `json:"description,omitempty" maxLength:"10000"`
	QuantityPerUnit *string       `json:"quantity_per_unit,omitempty" maxLength:"200"`
	Custom          kernel.Custom `json:"custom,omitempty" doc:"Custom fields by their keys; null clears, and what is not named stays"`
}

// put writes the fields into a product. The unit's code is looked up by the caller.
func (f ProductFields) put(p *domain.Product) error {
	var c fault.Collector
	set(&p.SKU, f.SKU)
	set(&p.Name, f.Name)
	set(&p.Description, f.Description)
	set(&p.QuantityPerUnit, f.QuantityPerUnit)
	set(&p.Scale, f.Scale)
	if f.Kind != nil {
		p.Kind = inventory.Kind(*f.Kind)
	}
	if f.Status != nil {
		p.Status = inventory.Status(*f.Status)
	}
	if f.Barcode != nil {
		p.Barcode = nonEmpty(strings.TrimSpace(*f.Barcode))
	}
	setID(&c, "/category_id", &p.Category, f.CategoryID)
	setID(&c, "/supplier_id", &p.Supplier, f.SupplierID)
	setQuantity(&c, "/reorder_point", &p.ReorderPoint, f.ReorderPoint)
	setQuantity(&c, "/reorder_quantity", &p.ReorderQuantity, f.ReorderQuantity)
	setPrice(&c, "/list_price", &p.Price, f.ListPrice)
	setPrice(&c, "/cost", &p.Cost, f.Cost)
	return c.Err()
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func nonEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func setID(c *fault.Collector, pointer string, to **uuid.UUID, from *string) {
	if from == nil {
		return
	}
	if *from == "" {
		*to = nil
		return
	}
	id, err := uuid.Parse(*from)
	c.Check(err == nil, pointer, "invalid", "This needs an ID.")
	*to = &id
}

func setQuantity(c *fault.Collector, pointer string, to **kernel.Quantity, from *string) {
	if from == nil {
		return
	}
	if *from == "" {
		*to = nil
		return
	}
	q, err := kernel.ParseDecimal(*from)
	c.Check(err == nil, pointer, "invalid", "This needs a number like 12.5.")
	*to = &q
}

func setPrice(c *fault.Collector, pointer string, to **kernel.Money, from *Price) {
	if from == nil {
		return
	}
	if from.Amount == "" {
		*to = nil
		return
	}
	a, err := kernel.ParseDecimal(from.Amount)
	c.Check(err == nil, pointer+"/amount", "invalid", "This needs a number like 12.50.")
	*to = &kernel.Money{Amount: a, Currency: kernel.Currency(from.Currency)}
}

// ListProducts is a page of products.
func (s *Service) ListProducts(ctx context.Context, r page.Request) (page.Page[Product], error) {
	scope, err := authz.Scope(ctx, inventory.ReadProducts)
	if err != nil {
		return page.Page[Product]{}, err
	}
	costs := scope.MayRead("cost")
	return custom.ShownPage(ctx, s.custom, "inventory.product", (*Product).custom)(db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Product], error) {
		return store.ListProducts(ctx, tx, scope, r, func(r store.ProductRow) Product { return productView(r, costs) })
	}))
}

// Product reads one product.
func (s *Service) Product(ctx context.Context, id inventory.ProductID) (Product, error) {
	scope, err := authz.Scope(ctx, inventory.ReadProducts)
	if err != nil {
		return Product{}, err
	}
	return s.shown(ctx)(db.Read(ctx, s.db, func(tx *db.Tx) (Product, error) { return s.product(ctx, tx, scope, id.UUID) }))
}

// shown ends a use case about a product.
func (s *Service) shown(ctx context.Context) func(Product, error) (Product, error) {
	return custom.Shown(ctx, s.custom, "inventory.product", (*Product).custom)
}

func (s *Service) product(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Product, error) {
	rows, err := store.ProductsByID(ctx, tx, scope, []uuid.UUID{id})
	if err != nil {
		return Product{}, err
	}
	if len(rows) == 0 {
		return Product{}, fault.ErrNotFound
	}
	return productView(rows[0], scope.MayRead("cost")), nil
}

// CreateProduct makes a product, which is active and stocked unless said otherwise.
func (s *Service) CreateProduct(ctx context.Context, f ProductFields) (Product, error) {
	if err := authz.Allowed(ctx, inventory.CreateProducts); err != nil {
		return Product{}, err
	}
	if err := mayCost(ctx, f); err != nil {
		return Product{}, err
	}
	if _, err := s.house(ctx); err != nil {
		return Product{}, err
	}
	id, now := kernel.NewUUID(), s.clock.Now()
	reader, err := authz.Scope(ctx, inventory.ReadProducts)
	if err != nil {
		return Product{}, err
	}
	extra, err := s.custom.Draft(ctx, "inventory.product", uuid.Nil, f.Custom)
	if err != nil {
		return Product{}, err
	}
	return s.shown(ctx)(db.Write(ctx, s.db, func(tx *db.Tx) (_ Product, err error) {
		p := domain.Product{ID: id, Kind: inventory.Stocked, Status: inventory.Active}
		if err := f.put(&p); err != nil {
			return Product{}, err
		}
		if p.Custom, err = extra.Put(ctx, tx, id, nil); err != nil {
			return Product{}, err
		}
		if err := putUnit(ctx, tx, &p, f.Unit); err != nil {
			return Product{}, err
		}
		if err := p.Check(); err != nil {
			return Product{}, err
		}
		if err := store.InsertProduct(ctx, tx, p, now); err != nil {
			return Product{}, err
		}
		return s.changed(ctx, tx, reader, id)
	}))
}

func mayCost(ctx context.Context, f ProductFields) error {
	if f.Cost != nil && !authz.Can(ctx, inventory.UpdateCosts, page.All) {
		return authz.Refusal(inventory.UpdateCosts)
	}
	return nil
}

const defaultUnit = "H87"

func putUnit(ctx context.Context, tx *db.Tx, p *domain.Product, code *string) error {
	wanted := defaultUnit
	switch {
	case code != nil && *code != "":
		wanted = *code
	case p.Unit != uuid.Nil:
		return nil
	}
	units, err := store.UnitsByCode(ctx, tx, []string{wanted})
	if err != nil {
		return err
	}
	if len(units) == 0 {
		return inventory.ErrUnitUnknown.At("/unit")
	}
	p.Unit = units[0].ID
	return nil
}

// changed reads a product after a change and tells others of it.
func (s *Service) changed(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Product, error) {
	p, err := s.product(ctx, tx, scope, id)
	if err != nil {
		return Product{}, err
	}
	return p, tx.Emit(ctx, inventory.ProductChanged{Product: p.ID, SKU: p.SKU, Name: p.Name, Kind: p.Kind, Unit: p.Unit, Status: p.Status, CategoryPath: p.Category.Path})
}

// UpdateProduct changes a product. Unit, decimals and kind stay once it has moved.
func (s *Service) UpdateProduct(ctx context.Context, id inventory.ProductID, version int64, f ProductFields) (Product, error) {
	extra, err := s.custom.Draft(ctx, "inventory.product", id.UUID, f.Custom)
	if err != nil {
		return Product{}, err
	}
	return s.changeProduct(ctx, inventory.UpdateProducts, id.UUID, version, func(tx *db.Tx, p *domain.Product) (err error) {
		if err := mayCost(ctx, f); err != nil {
			return err
		}
		if p.Custom, err = extra.Put(ctx, tx, p.ID, p.Custom); err != nil {
			return err
		}
		if p.Status == inventory.Archived && (f.Status == nil || *f.Status == "") {
			return inventory.ErrProductStatus.Say("An archived product cannot be changed. Make it active first.")
		}
		return s.put(ctx, tx, p, f)
	})
}

func (s *Service) put(ctx context.Context, tx *db.Tx, p *domain.Product, f ProductFields) error {
	was := *p
	if err := f.put(p); err != nil {
		return err
	}
	if err := putUnit(ctx, tx, p, f.Unit); err != nil {
		return err
	}
	if p.Unit != was.Unit || p.Scale != was.Scale || p.Kind != was.Kind {
		used, err := store.ProductIsUsed(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if used {
			return inventory.ErrUnitFixed
		}
	}
	return p.Check()
}

// ArchiveProduct takes a product out of use. It must have no stock and no open document.
func (s *Service) ArchiveProduct(ctx context.Context, id inventory.ProductID, version int64) (Product, error) {
	return s.changeProduct(ctx, inventory.ArchiveProducts, id.UUID, version, func(tx *db.Tx, p *domain.Product) error {
		busy, err := store.ProductIsBusy(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if busy {
			return inventory.ErrHasStock
		}
		p.Status = inventory.Archived
		return nil
	})
}

// changeProduct locks a product, lets fn change it, and writes it if it still has the version.
func (s *Service) changeProduct(ctx context.Context, right kernel.Permission, id uuid.UUID, version int64, fn func(*db.Tx, *domain.Product) error) (Product, error) {
	reader, err := authz.Scope(ctx, inventory.ReadProducts)
	if err != nil {
		return Product{}, err
	}
	if err := authz.Allowed(ctx, right); err != nil {
		return Product{}, err
	}
	return s.shown(ctx)(db.Write(ctx, s.db, func(tx *db.Tx) (Product, error) {
		p, err := store.LockProduct(ctx, tx, reader, id)
		if err != nil {
			return Product{}, err
		}
		if p.Version != version {
			return Product{}, stale(p.Version)
		}
		if err := fn(tx, &p); err != nil {
			return Product{}, err
		}
		if n, err := store.SaveProduct(ctx, tx, p); err != nil || n == 0 {
			return Product{}, orStale(err)
		}
		return s.changed(ctx, tx, reader, id)
	}))
}

func stale(version int64) error {
	return fault.StaleAt(version)
}

func orStale(err error) error {
	if err != nil {
		return err
	}
	return fault.ErrStale
}
