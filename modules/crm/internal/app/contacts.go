package app

import (
	"context"
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

// ContactInput is what may be said of a contact. Fields that are missing stay as they are.
type ContactInput struct {
	Code          *string                 `json:"code,omitempty" maxLength:"60"`
	Salutation    *string                 `json:"salutation,omitempty" maxLength:"40"`
	FirstName     *string                 `json:"first_name,omitempty" maxLength:"100"`
	LastName      *string                 `json:"last_name,omitempty" maxLength:"100"`
	JobTitle      *string                 `json:"job_title,omitempty" maxLength:"200"`
	Phone         *string                 `json:"phone,omitempty" maxLength:"60" doc:"The primary phone"`
	Email         *string                 `json:"email,omitempty" maxLength:"254" doc:"The primary address"`
	OwnerID       *kernel.ID[kernel.User] `json:"owner_id,omitempty" doc:"A login. Giving to somebody else needs crm.contact.assign"`
	AccountID     *crm.AccountID          `json:"account_id,omitempty" doc:"Only when it is made: the account of the primary affiliation"`
	ContactPoints []PointInput            `json:"contact_points,omitempty" maxItems:"50" doc:"Only when it is made"`
	Custom        kernel.Custom           `json:"custom,omitempty" doc:"Custom fields by their keys; null clears, and what is not named stays"`
}

func (in ContactInput) onto(c *store.Contact) {
	set(&c.Code, trimmed(in.Code))
	set(&c.Salutation, trimmed(in.Salutation))
	set(&c.FirstName, trimmed(in.FirstName))
	set(&c.LastName, trimmed(in.LastName))
	set(&c.JobTitle, trimmed(in.JobTitle))
	link(&c.OwnerID, in.OwnerID)
	c.DisplayName = domain.DisplayName(c.FirstName, c.LastName)
}

func checkContact(c store.Contact) error {
	if c.DisplayName == "" {
		return fault.ErrInvalid.Field("/last_name", "required", "Give the contact a name.")
	}
	return nil
}

// ListContacts reads a page of contacts that the caller may see.
func (s *Service) ListContacts(ctx context.Context, r page.Request) (page.Page[crm.Contact], error) {
	scope, err := authz.Scope(ctx, crm.ReadContacts)
	if err != nil {
		return page.Page[crm.Contact]{}, err
	}
	accounts, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return page.Page[crm.Contact]{}, err
	}
	p, err := db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[crm.Contact], error) {
		rows, err := store.ListContacts(ctx, tx, scope, r)
		if err != nil {
			return page.Page[crm.Contact]{}, err
		}
		out := page.Page[crm.Contact]{Items: make([]crm.Contact, len(rows.Items)), Next: rows.Next, Total: rows.Total}
		refs := make([]*crm.Ref, len(rows.Items))
		for i, c := range rows.Items {
			out.Items[i] = store.ContactView(c.Contact, c.WorksFor)
			refs[i] = &out.Items[i].Account
		}
		return out, accountNames(ctx, tx, accounts, refs...)
	})
	if err != nil {
		return p, err
	}
	refs := make([]*crm.Ref, len(p.Items))
	for i := range p.Items {
		refs[i] = &p.Items[i].Owner
	}
	s.logins(ctx, refs...)
	return p, custom.ShowAll(ctx, s.custom, "crm.contact", p.Items, func(c *crm.Contact) *kernel.Custom { return &c.Custom })
}

// Contact reads a contact with its affiliations and contact points.
func (s *Service) Contact(ctx context.Context, id crm.ContactID) (crm.Contact, error) {
	scope, err := authz.Scope(ctx, crm.ReadContacts)
	if err != nil {
		return crm.Contact{}, err
	}
	v, err := db.Read(ctx, s.db, func(tx *db.Tx) (crm.Contact, error) {
		c, err := store.GetContact(ctx, tx, scope, id.UUID)
		if err != nil {
			return crm.Contact{}, err
		}
		return contactDetail(ctx, tx, c)
	})
	return s.namedContact(ctx, v, err)
}

func (s *Service) namedContact(ctx context.Context, v crm.Contact, err error) (crm.Contact, error) {
	if err != nil {
		return v, err
	}
	s.logins(ctx, &v.Owner)
	return v, s.custom.Show(ctx, "crm.contact", &v.Custom)
}

func contactDetail(ctx context.Context, tx *db.Tx, c store.Contact) (crm.Contact, error) {
	v := store.ContactView(c, nil)
	var rows []store.Affiliation
	var points []store.Point
	err := db.Together(ctx, tx,
		func(tx *db.Tx) (err error) { rows, err = store.AffiliationsOf(ctx, tx, []uuid.UUID{c.ID}); return err },
		func(tx *db.Tx) (err error) { points, err = store.PointsOf(ctx, tx, nil, []uuid.UUID{c.ID}); return err },
	)
	if err != nil {
		return v, err
	}
	for _, p := range points {
		v.ContactPoints = append(v.ContactPoints, store.PointView(p))
	}
	var refs []*crm.Ref
	for _, f := range rows {
		v.Affiliations = append(v.Affiliations, store.AffiliationView(f))
		if f.IsPrimary && f.EndedOn == nil {
			v.Account = crm.RefTo(&f.AccountID, "")
		}
	}
	for i := range v.Affiliations {
		refs = append(refs, &v.Affiliations[i].Account)
	}
	accounts, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return v, err
	}
	err = accountNames(ctx, tx, accounts, append(refs, &v.Account)...)
	return v, err
}

// CreateContact makes a contact; its owner is the caller unless said otherwise.
func (s *Service) CreateContact(ctx context.Context, in ContactInput) (crm.Contact, error) {
	acting, accounts, err := scopes(ctx, crm.CreateContacts, crm.ReadAccounts)
	if err != nil {
		return crm.Contact{}, err
	}
	now := s.clock.Now()
	c := store.Contact{ID: kernel.NewUUID(), Version: 1, CreatedAt: now, UpdatedAt: now}
	if c.OwnerID, err = me(ctx); err != nil {
		return crm.Contact{}, err
	}
	in.onto(&c)
	if err := checkContact(c); err != nil {
		return crm.Contact{}, err
	}
	c.TeamID = s.unitOf(ctx, c.OwnerID)
	c.DeptID = c.TeamID
	extra, err := s.custom.Draft(ctx, "crm.contact", uuid.Nil, in.Custom)
	if err != nil {
		return crm.Contact{}, err
	}
	v, err := db.Write(ctx, s.db, func(tx *db.Tx) (crm.Contact, error) {
		c, country := c, ""
		if c.Custom, err = extra.Put(ctx, tx, c.ID, nil); err != nil {
			return crm.Contact{}, err
		}
		var works []store.Affiliation
		if in.AccountID != nil && !in.AccountID.IsZero() {
			a, err := store.GetAccount(ctx, tx, accounts, in.AccountID.UUID)
			if db.NoRows(err) {
				return crm.Contact{}, crm.ErrReference.At("/account_id")
			} else if err != nil {
				return crm.Contact{}, err
			}
			country = a.Country
			works = append(works, store.Affiliation{ID: kernel.NewUUID(), ContactID: c.ID, AccountID: a.ID, Role: c.JobTitle, IsPrimary: true, CreatedAt: now})
		}
		points := newPoints(store.Party{Contact: &c.ID}, in.Phone, in.Email, in.ContactPoints, country, now)
		c.Phone, c.Email = primaries(points)
		if err := store.InsertContacts(ctx, tx, c); err != nil {
			return crm.Contact{}, err
		}
		if err := store.InsertPoints(ctx, tx, points...); err != nil {
			return crm.Contact{}, err
		}
		if err := store.InsertAffiliations(ctx, tx, works...); err != nil {
			return crm.Contact{}, err
		}
		if _, err := store.GetContact(ctx, tx, acting, c.ID); err != nil {
			return crm.Contact{}, back(acting, err)
		}
		return contactDetail(ctx, tx, c)
	})
	return s.namedContact(ctx, v, err)
}

// changeContact is the frame of changes to a contact and its parts.
func (s *Service) changeContact(ctx context.Context, id crm.ContactID, version int64, change func(tx *db.Tx, c *store.Contact, now time.Time) (touched bool, err error)) (crm.Contact, error) {
	acting, reading, err := scopes(ctx, crm.UpdateContacts, crm.ReadContacts)
	if err != nil {
		return crm.Contact{}, err
	}
	now := s.clock.Now()
	v, err := db.Write(ctx, s.db, func(tx *db.Tx) (crm.Contact, error) {
		c, err := reach(acting, reading, func(scope page.Scope) (store.Contact, error) { return store.LockContact(ctx, tx, scope, id.UUID) })
		if err != nil {
			return crm.Contact{}, err
		}
		if err := current(c.Version, version); err != nil {
			return crm.Contact{}, err
		}
		old := c
		touched, err := change(tx, &c, now)
		if err != nil {
			return crm.Contact{}, err
		}
		points, err := store.PointsOf(ctx, tx, nil, []uuid.UUID{c.ID})
		if err != nil {
			return crm.Contact{}, err
		}
		c.Phone, c.Email = primaries(points)
		if touched || !equal(old, c) {
			c.UpdatedAt = now
			if err := store.SaveContact(ctx, tx, c); err != nil {
				return crm.Contact{}, err
			}
			c.Version++
		}
		return contactDetail(ctx, tx, c)
	})
	return s.namedContact(ctx, v, err)
}

// UpdateContact changes the fields that are given.
func (s *Service) UpdateContact(ctx context.Context, id crm.ContactID, version int64, in ContactInput) (crm.Contact, error) {
	assigning, err := optional(ctx, crm.AssignContacts)
	if err != nil {
		return crm.Contact{}, err
	}
	extra, err := s.custom.Draft(ctx, "crm.contact", id.UUID, in.Custom)
	if err != nil {
		return crm.Contact{}, err
	}
	unit := s.unitOfNew(ctx, in.OwnerID)
	return s.changeContact(ctx, id, version, func(tx *db.Tx, c *store.Contact, now time.Time) (_ bool, err error) {
		if c.Custom, err = extra.Put(ctx, tx, c.ID, c.Custom); err != nil {
			return false, err
		}
		owner := c.OwnerID
		in.onto(c)
		if err := checkContact(*c); err != nil {
			return false, err
		}
		if !same(owner, c.OwnerID) {
			if _, err := store.GetContact(ctx, tx, assigning, c.ID); err != nil {
				return false, mayNotAssign(assigning, err)
			}
			c.TeamID, c.DeptID = unit, unit
		}
		for kind, given := range map[string]*string{"phone": in.Phone, "email": in.Email} {
			if err := replacePrimary(ctx, tx, store.Party{Contact: &c.ID}, kind, given, "", now); err != nil {
				return false, err
			}
		}
		return false, nil
	})
}

// TrashContact puts a contact away.
func (s *Service) TrashContact(ctx context.Context, id crm.ContactID, version int64) error {
	acting, reading, err := scopes(ctx, crm.DeleteContacts, crm.ReadContacts)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		c, err := reach(acting, reading, func(scope page.Scope) (store.Contact, error) { return store.LockContact(ctx, tx, scope, id.UUID) })
		if err != nil {
			return err
		}
		if err := current(c.Version, version); err != nil {
			return err
		}
		c.DeletedAt, c.UpdatedAt = &now, now
		return store.SaveContact(ctx, tx, c)
	})
}

// AddContactPoint adds a way to reach a contact.
func (s *Service) AddContactPoint(ctx context.Context, id crm.ContactID, version int64, in PointInput) (crm.Contact, error) {
	return s.changeContact(ctx, id, version, func(tx *db.Tx, c *store.Contact, now time.Time) (bool, error) {
		return true, addPoint(ctx, tx, store.Party{Contact: &c.ID}, in, "", now)
	})
}

// DropContactPoint removes a way to reach a contact.
func (s *Service) DropContactPoint(ctx context.Context, id crm.ContactID, version int64, point crm.ContactPointID) (crm.Contact, error) {
	return s.changeContact(ctx, id, version, func(tx *db.Tx, c *store.Contact, _ time.Time) (bool, error) {
		party := store.Party{Contact: &c.ID}
		p, err := store.GetPoint(ctx, tx, party, point.UUID)
		if err != nil {
			return false, err
		}
		return true, dropPoint(ctx, tx, party, p)
	})
}

// AffiliationInput says for whom a contact works.
type AffiliationInput struct {
	AccountID crm.AccountID `json:"account_id"`
	Role      string        `json:"role,omitempty" maxLength:"200"`
	IsPrimary bool          `json:"is_primary,omitempty"`
	StartedOn kernel.Date   `json:"started_on,omitzero"`
}

// Affiliate says that a contact works for an account. There is at most one
// live primary affiliation: it fails with crm.ErrPrimaryTaken for another.
func (s *Service) Affiliate(ctx context.Context, id crm.ContactID, version int64, in AffiliationInput) (crm.Contact, error) {
	accounts, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return crm.Contact{}, err
	}
	return s.changeContact(ctx, id, version, func(tx *db.Tx, c *store.Contact, now time.Time) (bool, error) {
		if err := visibleAccount(ctx, tx, accounts, &in.AccountID.UUID, "/account_id"); err != nil {
			return false, err
		}
		return true, store.InsertAffiliations(ctx, tx, store.Affiliation{ID: kernel.NewUUID(), ContactID: c.ID, AccountID: in.AccountID.UUID, Role: in.Role,
			IsPrimary: in.IsPrimary, StartedOn: store.Day(in.StartedOn), CreatedAt: now})
	})
}

// EndAffiliation makes an affiliation a former one. Ending the primary
// promotes none by itself.
func (s *Service) EndAffiliation(ctx context.Context, id crm.ContactID, version int64, affiliation crm.AffiliationID, on kernel.Date) (crm.Contact, error) {
	return s.changeContact(ctx, id, version, func(tx *db.Tx, c *store.Contact, now time.Time) (bool, error) {
		f, err := store.GetAffiliation(ctx, tx, c.ID, affiliation.UUID)
		if err != nil || f.EndedOn != nil {
			return false, err
		}
		if on.IsZero() {
			on = kernel.DateIn(now, now.Location())
		}
		return true, store.EndAffiliation(ctx, tx, f.ID, on)
	})
}
