package app

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/inventory"
	"longhouse/modules/inventory/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// Category is a branch of the tree of products.
type Category struct {
	ID          inventory.CategoryID `json:"id"`
	Code        string               `json:"code,omitempty"`
	Name        string               `json:"name"`
	Description string               `json:"description,omitempty"`
	Parent      Link                 `json:"parent,omitzero"`
	Path        string               `json:"path" example:"Food / Cheese"`
	Products    int64                `json:"products" doc:"Products that hang directly on it and are not archived"`
	Version     int64                `json:"version"`
}

// CategoryFields are what a category is made of; a change names only what it changes.
type CategoryFields struct {
	Code        *string `json:"code,omitempty" maxLength:"100"`
	Name        *string `json:"name,omitempty" maxLength:"200"`
	Description *string `json:"description,omitempty" maxLength:"5000"`
	ParentID    *string `json:"parent_id,omitempty" doc:"Empty or null for a root"`
}

func (f CategoryFields) put(c *store.Category) error {
	var faults fault.Collector
	set(&c.Name, f.Name)
	set(&c.Description, f.Description)
	if f.Code != nil {
		c.Code = nonEmpty(strings.TrimSpace(*f.Code))
	}
	setID(&faults, "/parent_id", &c.ParentID, f.ParentID)
	c.Name = strings.TrimSpace(c.Name)
	faults.Check(c.Name != "", "/name", "required", "A category needs a name.")
	return faults.Err()
}

func categoryView(r store.CategoryRow) Category {
	return Category{ID: kernel.IDOf[inventory.Category](r.ID), Code: deref(r.Code), Name: r.Name, Description: r.Description,
		Parent: linkTo(r.ParentID, r.ParentName), Path: r.Path, Products: r.Products, Version: r.Version}
}

// ListCategories is a page of the tree, parents before their children.
func (s *Service) ListCategories(ctx context.Context, r page.Request) (page.Page[Category], error) {
	scope, err := authz.Scope(ctx, inventory.ReadCategories)
	if err != nil {
		return page.Page[Category]{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[Category], error) {
		return store.ListCategories(ctx, tx, scope, r, categoryView)
	})
}

// Category reads one category.
func (s *Service) Category(ctx context.Context, id inventory.CategoryID) (Category, error) {
	scope, err := authz.Scope(ctx, inventory.ReadCategories)
	if err != nil {
		return Category{}, err
	}
	return db.Read(ctx, s.db, func(tx *db.Tx) (Category, error) { return category(ctx, tx, scope, id.UUID) })
}

func category(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Category, error) {
	rows, err := store.CategoriesByID(ctx, tx, scope, []uuid.UUID{id})
	if err == nil && len(rows) == 0 {
		err = fault.ErrNotFound
	}
	if err != nil {
		return Category{}, err
	}
	return categoryView(rows[0]), nil
}

// CreateCategory makes a category.
func (s *Service) CreateCategory(ctx context.Context, f CategoryFields) (Category, error) {
	reader, err := authz.Scope(ctx, inventory.ReadCategories)
	if err != nil {
		return Category{}, err
	}
	if err := authz.Allowed(ctx, inventory.CreateCategories); err != nil {
		return Category{}, err
	}
	row := store.Category{ID: kernel.NewUUID(), CreatedAt: s.clock.Now()}
	if err := f.put(&row); err != nil {
		return Category{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Category, error) {
		if err := store.LockTree(ctx, tx); err != nil {
			return Category{}, err
		}
		if err := place(ctx, tx, &row); err != nil {
			return Category{}, err
		}
		if err := store.InsertCategory(ctx, tx, row); err != nil {
			return Category{}, err
		}
		return category(ctx, tx, reader, row.ID)
	})
}

// place works the path of a category out; a branch that would hang on itself is refused.
func place(ctx context.Context, tx *db.Tx, c *store.Category) error {
	c.Path = c.Name
	if c.ParentID == nil {
		return nil
	}
	up, err := store.Ancestors(ctx, tx, *c.ParentID)
	if err != nil {
		return err
	}
	const deepest = 10
	switch {
	case len(up) == 0:
		return inventory.ErrReferenceUnknown.Field("/parent_id", "unknown", "There is no such category.")
	case slices.Contains(up, c.ID):
		return inventory.ErrTreeCycle
	case len(up) >= deepest:
		return inventory.ErrTreeCycle.Say("Categories are at most ten deep.")
	}
	parent, err := store.CategoryByID(ctx, tx, *c.ParentID)
	c.Path = parent.Path + " / " + c.Name
	return err
}

// UpdateCategory changes a category; the paths of all below it follow.
func (s *Service) UpdateCategory(ctx context.Context, id inventory.CategoryID, version int64, f CategoryFields) (Category, error) {
	reader, err := authz.Scope(ctx, inventory.ReadCategories)
	if err != nil {
		return Category{}, err
	}
	if err := authz.Allowed(ctx, inventory.UpdateCategories); err != nil {
		return Category{}, err
	}
	return db.Write(ctx, s.db, func(tx *db.Tx) (Category, error) {
		if err := store.LockTree(ctx, tx); err != nil {
			return Category{}, err
		}
		if _, err := category(ctx, tx, reader, id.UUID); err != nil {
			return Category{}, err
		}
		row, err := store.CategoryByID(ctx, tx, id.UUID)
		if err != nil {
			return Category{}, err
		}
		if row.Version != version {
			return Category{}, stale(row.Version)
		}
		if err := f.put(&row); err != nil {
			return Category{}, err
		}
		if err := place(ctx, tx, &row); err != nil {
			return Category{}, err
		}
		if n, err := store.SaveCategory(ctx, tx, row); err != nil || n == 0 {
			return Category{}, orStale(err)
		}
		return category(ctx, tx, reader, id.UUID)
	})
}
