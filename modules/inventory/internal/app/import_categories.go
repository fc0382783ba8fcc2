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

// CategoryRow is a category of a file; its parent is named by code or path.
type CategoryRow struct {
	Code, Name, Description, Parent *string
}

// CheckCategories says what rows of categories would do. A row is known by its code, or else by its path.
func (s *Service) CheckCategories(ctx context.Context, rows []CategoryRow) ([]Verdict, error) {
	return s.check(ctx, inventory.ImportCategories, categoriesOf(rows))
}

// PrepareCategories makes and changes categories in the transaction of an
// import. A parent may stand in an earlier row.
func (s *Service) PrepareCategories(ctx context.Context, rows []CategoryRow) (Write, error) {
	write, err := s.prepare(ctx, inventory.ImportCategories, categoriesOf(rows))
	return func(ctx context.Context, tx *db.Tx) ([]Verdict, error) {
		if err := store.LockTree(ctx, tx); err != nil {
			return nil, err
		}
		return write(ctx, tx)
	}, err
}

func categoriesOf(rows []CategoryRow) planner {
	return func(ctx context.Context, tx *db.Tx, now time.Time) ([]planned, error) {
		t, err := readTree(ctx, tx, rows)
		if err != nil {
			return nil, err
		}
		out := make([]planned, len(rows))
		for i, r := range rows {
			v, c, err := t.plan(r, i)
			if err != nil {
				return nil, err
			}
			out[i] = planned{Verdict: v, write: writeCategory(v, c, now)}
		}
		return out, nil
	}
}

func writeCategory(v Verdict, c store.Category, now time.Time) func(context.Context, *db.Tx) error {
	switch v.Kind {
	case WouldCreate:
		c.CreatedAt = now
		return func(ctx context.Context, tx *db.Tx) error { return store.InsertCategory(ctx, tx, c) }
	case WouldUpdate:
		return func(ctx context.Context, tx *db.Tx) error {
			_, err := store.SaveCategory(ctx, tx, c)
			return err
		}
	default:
		return nil
	}
}

// tree is what a file of categories meets, with what its earlier rows add.
type tree struct {
	byCode, byPath, byName map[string]store.Category
	seen                   twice
}

func readTree(ctx context.Context, tx *db.Tx, rows []CategoryRow) (*tree, error) {
	t := &tree{map[string]store.Category{}, map[string]store.Category{}, map[string]store.Category{}, twice{}}
	var codes, paths []string
	for _, r := range rows {
		codes = append(codes, strings.TrimSpace(deref(r.Code)), strings.TrimSpace(deref(r.Parent)))
		paths = append(paths, strings.TrimSpace(deref(r.Name)), strings.TrimSpace(deref(r.Parent)))
	}
	found, err := store.CategoriesByKey(ctx, tx, codes, paths)
	for _, f := range found {
		t.add(store.Category{ID: f.ID, ParentID: f.ParentID, Code: f.Code, Name: f.Name, Description: f.Description, Path: f.Path, Version: f.Version})
	}
	return t, err
}

func (t *tree) add(c store.Category) {
	if c.Code != nil {
		t.byCode[*c.Code] = c
	}
	t.byPath[strings.ToLower(c.Path)], t.byName[strings.ToLower(c.Name)] = c, c
}

func (t *tree) find(word string) (store.Category, bool) {
	if c, ok := t.byCode[word]; ok {
		return c, true
	}
	if c, ok := t.byPath[strings.ToLower(word)]; ok {
		return c, true
	}
	c, ok := t.byName[strings.ToLower(word)]
	return c, ok
}

// plan says what a row would do, and the category as it would be.
func (t *tree) plan(r CategoryRow, row int) (Verdict, store.Category, error) {
	code, name := strings.TrimSpace(deref(r.Code)), strings.TrimSpace(deref(r.Name))
	key, field := code, "code"
	if code == "" {
		key, field = deref(r.Parent)+"/"+name, "name"
	}
	if v, again := t.seen.seen(field, key, row); again {
		return v, store.Category{}, nil
	}
	var parent *store.Category
	path := name
	if word := strings.TrimSpace(deref(r.Parent)); word != "" {
		p, ok := t.find(word)
		if !ok {
			return refuse("parent", "unknown", "There is no category with this code or name. Import it first, or put it into an earlier row."), p, nil
		}
		parent, path = &p, p.Path+" / "+name
	}
	was, known := t.byCode[code]
	if !known || code == "" {
		was, known = t.byPath[strings.ToLower(path)]
	}
	if known && parent != nil && (parent.ID == was.ID || strings.HasPrefix(strings.ToLower(parent.Path), strings.ToLower(was.Path)+" / ")) {
		return refuse("parent", "cycle", inventory.ErrTreeCycle.Message), was, nil
	}
	is := was
	fields := CategoryFields{Code: r.Code, Name: r.Name, Description: r.Description}
	if code == "" {
		fields.Code = nil
	}
	if err := fields.put(&is); err != nil {
		v, err := refusal(err)
		return v, is, err
	}
	if r.Parent != nil || !known {
		is.ParentID, is.Path = nil, path
		if parent != nil {
			is.ParentID = &parent.ID
		}
	} else if i := strings.LastIndex(was.Path, was.Name); i >= 0 {
		is.Path = was.Path[:i] + is.Name
	}
	if !known {
		is.ID, is.Version = kernel.NewUUID(), 1
		t.add(is)
		return Verdict{Kind: WouldCreate, ID: is.ID}, is, nil
	}
	var d differences
	d.text("code", deref(was.Code), deref(is.Code))
	d.text("name", was.Name, is.Name)
	d.text("description", was.Description, is.Description)
	d.text("parent", idText(was.ParentID), idText(is.ParentID))
	if len(d) == 0 {
		return Verdict{Kind: Unchanged, ID: was.ID}, is, nil
	}
	t.add(is)
	return Verdict{Kind: WouldUpdate, ID: was.ID, Changed: d}, is, nil
}

func idText(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

// RestoreCategory gives a category old values back; none, when it was made by what is undone: then it goes.
func (s *Service) RestoreCategory(ctx context.Context, id uuid.UUID, was kernel.Past) error {
	if was.Gone {
		return s.comesBack(ctx, inventory.CreateCategories, "inventory.category", id, was)
	}
	old := was.Old
	c, err := s.Category(ctx, kernel.IDOf[inventory.Category](id))
	if err != nil {
		return err
	}
	if old == nil {
		if err := authz.Allowed(ctx, inventory.UpdateCategories); err != nil {
			return err
		}
		return db.Changed(ctx, s.db, func(tx *db.Tx) error { return gone(store.DeleteCategory(ctx, tx, id, c.Version)) })
	}
	f := CategoryFields{}
	for column, to := range map[string]**string{"code": &f.Code, "name": &f.Name, "description": &f.Description, "parent_id": &f.ParentID} {
		if v, there := old[column]; there {
			text, _ := v.(string)
			*to = &text
		}
	}
	_, err = s.UpdateCategory(ctx, c.ID, c.Version, f)
	return err
}
