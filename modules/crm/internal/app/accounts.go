package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/custom"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// AccountInput is what may be said of an account. Fields that are missing stay as they are.
type AccountInput struct {
	Code          *string                 `json:"code,omitempty" maxLength:"60"`
	Name          *string                 `json:"name,omitempty" maxLength:"200"`
	LegalName     *string                 `json:"legal_name,omitempty" maxLength:"200"`
	Domain        *string                 `json:"domain,omitempty" maxLength:"200"`
	Industry      *string                 `json:"industry,omitempty" maxLength:"100"`
	Lifecycle     *string                 `json:"lifecycle,omitempty" enum:"prospect,customer,former,partner,other"`
	Website       *string                 `json:"website,omitempty" maxLength:"300"`
	Phone         *string                 `json:"phone,omitempty" maxLength:"60" doc:"The primary phone"`
	Email         *string                 `json:"email,omitempty" maxLength:"254" doc:"The primary address"`
	Currency      *string                 `json:"currency,omitempty" maxLength:"3"`
	Description   *string                 `json:"description,omitempty" maxLength:"5000"`
	Employees     *int64                  `json:"employees,omitempty" minimum:"0"`
	ParentID      *crm.AccountID          `json:"parent_id,omitempty"`
	OwnerID       *kernel.ID[kernel.User] `json:"owner_id,omitempty" doc:"A login. Giving to somebody else needs crm.account.assign"`
	Addresses     []AddressInput          `json:"addresses,omitempty" maxItems:"20" doc:"Only when it is made"`
	ContactPoints []PointInput            `json:"contact_points,omitempty" maxItems:"50" doc:"Only when it is made"`
	Custom        kernel.Custom           `json:"custom,omitempty" doc:"Custom fields by their keys; null clears, and what is not named stays"`
}

func (in AccountInput) onto(a *store.Account) {
	set(&a.Code, trimmed(in.Code))
	set(&a.Name, trimmed(in.Name))
	set(&a.LegalName, trimmed(in.LegalName))
	set(&a.Domain, trimmed(in.Domain))
	set(&a.Industry, trimmed(in.Industry))
	set(&a.Lifecycle, in.Lifecycle)
	if set(&a.Website, trimmed(in.Website)) && a.Domain == "" {
		a.Domain = domain.DomainOf(a.Website)
	}
	set(&a.Currency, trimmed(in.Currency))
	set(&a.Description, in.Description)
	if in.Employees != nil {
		a.Employees = in.Employees
	}
	link(&a.ParentID, in.ParentID)
	link(&a.OwnerID, in.OwnerID)
}

func trimmed(s *string) *string {
	if s == nil {
		return nil
	}
	t := strings.TrimSpace(*s)
	return &t
}

// ListAccounts reads a page of accounts that the caller may see.
func (s *Service) ListAccounts(ctx context.Context, r page.Request) (page.Page[crm.Account], error) {
	scope, err := authz.Scope(ctx, crm.ReadAccounts)
	if err != nil {
		return page.Page[crm.Account]{}, err
	}
	parts, err := partsOfAccounts(ctx)
	if err != nil {
		return page.Page[crm.Account]{}, err
	}
	p, err := db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[crm.Account], error) {
		rows, err := store.ListAccounts(ctx, tx, scope, r)
		if err != nil {
			return page.Page[crm.Account]{}, err
		}
		out := page.Page[crm.Account]{Items: make([]crm.Account, len(rows.Items)), Next: rows.Next, Total: rows.Total}
		ids := make([]uuid.UUID, len(rows.Items))
		for i, a := range rows.Items {
			out.Items[i], ids[i] = store.AccountView(a), a.ID
		}
		parents := func(tx *db.Tx) error { return parentNames(ctx, tx, scope, out.Items) }
		err = db.Together(ctx, tx, append(parts.counts(ctx, ids), parents)...)
		for i := range out.Items {
			id := out.Items[i].ID.UUID
			out.Items[i].OpenDeals, out.Items[i].OpenOrders = parts.openDeals[id], parts.openOrders[id]
		}
		return out, err
	})
	if err != nil {
		return p, err
	}
	s.nameAccounts(ctx, p.Items)
	return p, custom.ShowAll(ctx, s.custom, "crm.account", p.Items, func(a *crm.Account) *kernel.Custom { return &a.Custom })
}

func parentNames(ctx context.Context, tx *db.Tx, scope page.Scope, accounts []crm.Account) error {
	refs := make([]*crm.Ref, len(accounts))
	for i := range accounts {
		refs[i] = &accounts[i].Parent
	}
	return accountNames(ctx, tx, scope, refs...)
}

// accountNames names the accounts that the reader may see.
func accountNames(ctx context.Context, tx *db.Tx, scope page.Scope, refs ...*crm.Ref) error {
	names, err := store.AccountNames(ctx, tx, scope, wanted(refs))
	fill(refs, names)
	return err
}

func (s *Service) nameAccounts(ctx context.Context, accounts []crm.Account) {
	refs := make([]*crm.Ref, len(accounts))
	for i := range accounts {
		refs[i] = &accounts[i].Owner
	}
	s.logins(ctx, refs...)
}

func (s *Service) named(ctx context.Context, v crm.Account, err error) (crm.Account, error) {
	if err != nil {
		return v, err
	}
	s.logins(ctx, &v.Owner)
	return v, s.custom.Show(ctx, "crm.account", &v.Custom)
}

// CreateAccount makes an account; its owner is the caller unless said otherwise.
func (s *Service) CreateAccount(ctx context.Context, in AccountInput) (crm.Account, error) {
	acting, reading, err := scopes(ctx, crm.CreateAccounts, crm.ReadAccounts)
	if err != nil {
		return crm.Account{}, err
	}
	now := s.clock.Now()
	a := store.Account{ID: kernel.NewUUID(), Lifecycle: "prospect", Version: 1, CreatedAt: now, UpdatedAt: now}
	if a.OwnerID, err = me(ctx); err != nil {
		return crm.Account{}, err
	}
	in.onto(&a)
	a.TeamID = s.unitOf(ctx, a.OwnerID)
	a.DeptID = a.TeamID
	if err := checkAccount(a); err != nil {
		return crm.Account{}, err
	}
	extra, err := s.custom.Draft(ctx, "crm.account", uuid.Nil, in.Custom)
	if err != nil {
		return crm.Account{}, err
	}
	points, addresses := in.parts(&a)
	v, err := db.Write(ctx, s.db, func(tx *db.Tx) (_ crm.Account, err error) {
		if err := visibleAccount(ctx, tx, reading, a.ParentID, "/parent_id"); err != nil {
			return crm.Account{}, err
		}
		if a.Custom, err = extra.Put(ctx, tx, a.ID, nil); err != nil {
			return crm.Account{}, err
		}
		if err := db.Together(ctx, tx,
			func(tx *db.Tx) error { return store.InsertAccounts(ctx, tx, a) },
			func(tx *db.Tx) error { return store.InsertPoints(ctx, tx, points...) },
			func(tx *db.Tx) error { return store.InsertAddresses(ctx, tx, addresses...) },
			func(tx *db.Tx) error { _, err := store.GetAccount(ctx, tx, acting, a.ID); return back(acting, err) },
		); err != nil {
			return crm.Account{}, err
		}
		return accountDetail(ctx, tx, reading, a)
	})
	return s.named(ctx, v, err)
}

var lifecycles = []string{"prospect", "customer", "former", "partner", "other"}

func checkAccount(a store.Account) error {
	var c fault.Collector
	c.Check(a.Name != "", "/name", "required", "Give the account a name.")
	c.Check(slices.Contains(lifecycles, a.Lifecycle), "/lifecycle", "invalid", "A lifecycle is prospect, customer, former, partner or other.")
	c.Check(a.Currency == "" || kernel.Currency(a.Currency).Valid(), "/currency", "invalid", "A currency has three capital letters, as EUR.")
	c.Check(a.ParentID == nil || *a.ParentID != a.ID, "/parent_id", "cycle", "An account cannot stand above itself.")
	return c.Err()
}

// visibleAccount refuses to name an account that the caller cannot read, as if it did not exist.
func visibleAccount(ctx context.Context, tx *db.Tx, reading page.Scope, id *uuid.UUID, pointer string) error {
	if id == nil {
		return nil
	}
	names, err := store.AccountNames(ctx, tx, reading, []uuid.UUID{*id})
	if err == nil && len(names) == 0 {
		return crm.ErrReference.At(pointer)
	}
	return err
}

// UpdateAccount changes the fields that are given.
func (s *Service) UpdateAccount(ctx context.Context, id crm.AccountID, version int64, in AccountInput) (crm.Account, error) {
	acting, reading, err := scopes(ctx, crm.UpdateAccounts, crm.ReadAccounts)
	if err != nil {
		return crm.Account{}, err
	}
	assigning, err := optional(ctx, crm.AssignAccounts)
	if err != nil {
		return crm.Account{}, err
	}
	extra, err := s.custom.Draft(ctx, "crm.account", id.UUID, in.Custom)
	if err != nil {
		return crm.Account{}, err
	}
	now, unit := s.clock.Now(), s.unitOfNew(ctx, in.OwnerID)
	v, err := db.Write(ctx, s.db, func(tx *db.Tx) (crm.Account, error) {
		a, err := reach(acting, reading, func(scope page.Scope) (store.Account, error) { return store.LockAccount(ctx, tx, scope, id.UUID) })
		if err != nil {
			return crm.Account{}, err
		}
		if err := current(a.Version, version); err != nil {
			return crm.Account{}, err
		}
		old := a
		in.onto(&a)
		if err := checkAccount(a); err != nil {
			return crm.Account{}, err
		}
		if a.Custom, err = extra.Put(ctx, tx, a.ID, old.Custom); err != nil {
			return crm.Account{}, err
		}
		if !same(old.OwnerID, a.OwnerID) {
			if _, err := store.GetAccount(ctx, tx, assigning, id.UUID); err != nil {
				return crm.Account{}, mayNotAssign(assigning, err)
			}
			a.TeamID, a.DeptID = unit, unit
		}
		if !same(old.ParentID, a.ParentID) && a.ParentID != nil {
			if err := visibleAccount(ctx, tx, reading, a.ParentID, "/parent_id"); err != nil {
				return crm.Account{}, err
			}
			circle, err := store.WouldCircle(ctx, tx, a.ID, *a.ParentID)
			if err != nil {
				return crm.Account{}, err
			}
			if circle {
				return crm.Account{}, crm.ErrParentCycle
			}
		}
		for kind, given := range map[string]*string{"phone": in.Phone, "email": in.Email} {
			if err := replacePrimary(ctx, tx, store.Party{Account: &a.ID}, kind, given, a.Country, now); err != nil {
				return crm.Account{}, err
			}
		}
		if err := accountCopies(ctx, tx, &a); err != nil {
			return crm.Account{}, err
		}
		return saveAccount(ctx, tx, reading, old, a, now)
	})
	return s.named(ctx, v, err)
}

// saveAccount writes an account that changed, and reads it back.
func saveAccount(ctx context.Context, tx *db.Tx, reading page.Scope, old, a store.Account, now time.Time) (crm.Account, error) {
	if equal(old, a) {
		return accountDetail(ctx, tx, reading, a)
	}
	a.UpdatedAt = now
	save := func(tx *db.Tx) error { return store.SaveAccount(ctx, tx, a) }
	v, err := accountDetail(ctx, tx, reading, a, save)
	v.Version++
	return v, err
}

// TrashAccount puts an account away, unless live records hang on it.
func (s *Service) TrashAccount(ctx context.Context, id crm.AccountID, version int64) error {
	acting, reading, err := scopes(ctx, crm.DeleteAccounts, crm.ReadAccounts)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		a, err := reach(acting, reading, func(scope page.Scope) (store.Account, error) { return store.LockAccount(ctx, tx, scope, id.UUID) })
		if err != nil {
			return err
		}
		if err := current(a.Version, version); err != nil {
			return err
		}
		hang, err := store.AccountHangers(ctx, tx, id.UUID)
		if err != nil {
			return err
		}
		if hang {
			return crm.ErrInUse
		}
		a.DeletedAt, a.UpdatedAt = &now, now
		return store.SaveAccount(ctx, tx, a)
	})
}
