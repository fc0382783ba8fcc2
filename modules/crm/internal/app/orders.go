package app

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/modules/hr"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// OrderInput is what may be said of an order. Fields that are missing stay as they are.
type OrderInput struct {
	AccountID       *crm.AccountID          `json:"account_id,omitempty"`
	ContactID       *crm.ContactID          `json:"contact_id,omitempty"`
	OwnerID         *kernel.ID[kernel.User] `json:"owner_id,omitempty" doc:"A login. Giving to somebody else needs crm.order.assign"`
	SalespersonID   *hr.EmployeeID          `json:"salesperson_id,omitempty" doc:"An employee"`
	Reference       *string                 `json:"reference,omitempty" maxLength:"100" doc:"The customer's own number"`
	Currency        *string                 `json:"currency,omitempty" pattern:"^[A-Z]{3}$"`
	OrderedOn       *kernel.Date            `json:"ordered_on,omitempty" doc:"Today unless said otherwise"`
	RequiredOn      *kernel.Date            `json:"required_on,omitempty"`
	ShipTo          *crm.ShipTo             `json:"ship_to,omitempty" doc:"The account's primary address unless said otherwise"`
	Freight         *kernel.Decimal         `json:"freight,omitempty"`
	DiscountPercent *kernel.Decimal         `json:"discount_percent,omitempty"`
	Lines           *[]LineInput            `json:"lines,omitempty" maxItems:"1000" doc:"When it is made; later by PUT /orders/{id}/lines"`
	Custom          kernel.Custom           `json:"custom,omitempty" doc:"Custom fields by their keys; null clears, and what is not named stays"`
}

func (in OrderInput) onto(o *domain.Order) {
	if in.AccountID != nil {
		o.Account = in.AccountID.UUID
	}
	link(&o.Contact, in.ContactID)
	link(&o.Owner, in.OwnerID)
	link(&o.Salesperson, in.SalespersonID)
	set(&o.Reference, trimmed(in.Reference))
	if in.Currency != nil {
		o.Currency = kernel.Currency(*in.Currency)
	}
	set(&o.OrderedOn, in.OrderedOn)
	set(&o.RequiredOn, in.RequiredOn)
	set(&o.ShipTo, in.ShipTo)
	set(&o.Freight, in.Freight)
	set(&o.DiscountPercent, in.DiscountPercent)
}

func (s *Service) today() kernel.Date {
	now := s.clock.Now()
	return kernel.DateIn(now, now.Location())
}

// ListOrders reads a page of orders that the caller may see.
func (s *Service) ListOrders(ctx context.Context, r page.Request) (page.Page[crm.Order], error) {
	scope, err := authz.Scope(ctx, crm.ReadOrders)
	if err != nil {
		return page.Page[crm.Order]{}, err
	}
	today := s.today()
	p, err := db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[crm.Order], error) {
		p, err := store.ListOrders(ctx, tx, scope, r, today)
		if err != nil {
			return p, err
		}
		return p, orderNames(ctx, tx, pointers(p.Items))
	})
	if err != nil {
		return p, err
	}
	return p, s.nameOrders(ctx, pointers(p.Items))
}

// orderNames names accounts and contacts that the caller may see.
func orderNames(ctx context.Context, tx *db.Tx, orders []*crm.Order) error {
	accounts, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return err
	}
	contacts, err := optional(ctx, crm.ReadContacts)
	if err != nil {
		return err
	}
	companies, people := make([]*crm.Ref, len(orders)), make([]*crm.Ref, len(orders))
	for i, o := range orders {
		companies[i], people[i] = &o.Account, &o.Contact
	}
	return db.Together(ctx, tx,
		func(tx *db.Tx) error { return accountNames(ctx, tx, accounts, companies...) },
		func(tx *db.Tx) error { return contactNames(ctx, tx, contacts, people...) },
	)
}

func (s *Service) nameOrders(ctx context.Context, orders []*crm.Order) error {
	owners, sellers, customs := make([]*crm.Ref, len(orders)), make([]*crm.Ref, len(orders)), make([]*kernel.Custom, len(orders))
	for i, o := range orders {
		owners[i], sellers[i], customs[i] = &o.Owner, &o.Salesperson, &o.Custom
	}
	s.logins(ctx, owners...)
	s.employees(ctx, sellers...)
	return s.custom.Show(ctx, "crm.order", customs...)
}

// Order reads an order with its lines.
func (s *Service) Order(ctx context.Context, id crm.OrderID) (crm.Order, error) {
	scope, err := authz.Scope(ctx, crm.ReadOrders)
	if err != nil {
		return crm.Order{}, err
	}
	v, err := db.Read(ctx, s.db, func(tx *db.Tx) (crm.Order, error) {
		o, err := store.GetOrder(ctx, tx, scope, id.UUID)
		if err != nil {
			return crm.Order{}, err
		}
		return s.orderDetail(ctx, tx, o)
	})
	return s.namedOrder(ctx, v, err)
}

func (s *Service) orderDetail(ctx context.Context, tx *db.Tx, o domain.Order) (crm.Order, error) {
	v := store.OrderView(o, s.today())
	err := orderNames(ctx, tx, []*crm.Order{&v})
	return v, err
}

func (s *Service) namedOrder(ctx context.Context, v crm.Order, err error) (crm.Order, error) {
	if err == nil {
		err = s.nameOrders(ctx, []*crm.Order{&v})
	}
	return v, err
}

// CreateOrder makes a draft, counted on the server.
func (s *Service) CreateOrder(ctx context.Context, in OrderInput) (crm.Order, error) {
	acting, reading, err := scopes(ctx, crm.CreateOrders, crm.ReadOrders)
	if err != nil {
		return crm.Order{}, err
	}
	accounts, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return crm.Order{}, err
	}
	now := s.clock.Now()
	first := domain.Order{ID: kernel.NewID[crm.Order](), Status: crm.Draft, OrderedOn: s.today(), Version: 1, CreatedAt: now, UpdatedAt: now}
	if first.Owner, err = me(ctx); err != nil {
		return crm.Order{}, err
	}
	in.onto(&first)
	first.Team = s.unitOf(ctx, first.Owner)
	first.Dept = first.Team
	var given []LineInput
	set(&given, in.Lines)
	known, err := s.learn(ctx, given)
	if err != nil {
		return crm.Order{}, err
	}
	extra, err := s.custom.Draft(ctx, "crm.order", uuid.Nil, in.Custom)
	if err != nil {
		return crm.Order{}, err
	}
	v, err := db.Write(ctx, s.db, func(tx *db.Tx) (crm.Order, error) {
		o := first
		if o.Custom, err = extra.Put(ctx, tx, o.ID.UUID, nil); err != nil {
			return crm.Order{}, err
		}
		setting, err := store.Setting(ctx, tx)
		if err != nil {
			return crm.Order{}, err
		}
		o.Rounding = domain.RoundingOf(setting.DocumentRounding, setting.LineRounding)
		if err := fromAccount(ctx, tx, accounts, &o, in, setting); err != nil {
			return crm.Order{}, err
		}
		if err := visibleContact(ctx, tx, o.Contact); err != nil {
			return crm.Order{}, err
		}
		if o.Lines, err = known.lines(given, nil, o.Currency); err != nil {
			return crm.Order{}, err
		}
		if err := counted(&o); err != nil {
			return crm.Order{}, err
		}
		if err := store.LearnSalesItems(ctx, tx, known.items()); err != nil {
			return crm.Order{}, err
		}
		if err := store.InsertOrders(ctx, tx, o); err != nil {
			return crm.Order{}, err
		}
		if _, err := store.GetOrder(ctx, tx, acting, o.ID.UUID); err != nil {
			return crm.Order{}, back(acting, err)
		}
		if reading.Never() {
			return store.OrderView(o, s.today()), nil
		}
		return s.orderDetail(ctx, tx, o)
	})
	return s.namedOrder(ctx, v, err)
}

func counted(o *domain.Order) error {
	if err := o.Check(); err != nil {
		return err
	}
	return o.Count()
}

// fromAccount takes what was not said from the account: currency and address.
func fromAccount(ctx context.Context, tx *db.Tx, accounts page.Scope, o *domain.Order, in OrderInput, setting crm.Setting) error {
	if o.Account == uuid.Nil {
		return o.Check()
	}
	a, err := store.GetAccount(ctx, tx, accounts, o.Account)
	if db.NoRows(err) {
		return crm.ErrReference.At("/account_id")
	} else if err != nil {
		return err
	}
	if o.Currency == "" {
		if o.Currency = kernel.Currency(a.Currency); o.Currency == "" {
			o.Currency = kernel.Currency(setting.DefaultCurrency)
		}
	}
	if in.ShipTo != nil {
		return nil
	}
	addresses, err := store.AddressesOf(ctx, tx, []uuid.UUID{a.ID})
	o.ShipTo = crm.ShipTo{Name: a.Name}
	for i, ad := range addresses {
		if i == 0 || ad.Kind == "shipping" && addresses[i-1].Kind != "shipping" {
			o.ShipTo = crm.ShipTo{Name: a.Name, Lines: ad.Lines, City: ad.City, Region: ad.Region, Postcode: ad.Postcode, Country: ad.Country}
		}
	}
	return err
}

// UpdateOrder changes the head of a draft; of a binding order only the owner,
// the salesperson, the reference, the required day and custom fields.
func (s *Service) UpdateOrder(ctx context.Context, id crm.OrderID, version int64, in OrderInput) (crm.Order, error) {
	assigning, err := optional(ctx, crm.AssignOrders)
	if err != nil {
		return crm.Order{}, err
	}
	accounts, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return crm.Order{}, err
	}
	var given []LineInput
	set(&given, in.Lines)
	known, err := s.learn(ctx, given)
	if err != nil {
		return crm.Order{}, err
	}
	extra, err := s.custom.Draft(ctx, "crm.order", id.UUID, in.Custom)
	if err != nil {
		return crm.Order{}, err
	}
	unit := s.unitOfNew(ctx, in.OwnerID)
	money := in.AccountID != nil || in.ContactID != nil || in.Currency != nil || in.OrderedOn != nil || in.ShipTo != nil || in.Freight != nil || in.DiscountPercent != nil || in.Lines != nil
	return s.changeOrder(ctx, crm.UpdateOrders, id, version, func(tx *db.Tx, o *domain.Order) (err error) {
		if money {
			if err := o.Editable(); err != nil {
				return err
			}
		}
		old := *o
		in.onto(o)
		if o.Custom, err = extra.Put(ctx, tx, id.UUID, old.Custom); err != nil {
			return err
		}
		if old.Account != o.Account {
			if err := visibleAccount(ctx, tx, accounts, &o.Account, "/account_id"); err != nil {
				return err
			}
		}
		if !same(old.Contact, o.Contact) {
			if err := visibleContact(ctx, tx, o.Contact); err != nil {
				return err
			}
		}
		if !same(old.Owner, o.Owner) {
			if _, err := store.GetOrder(ctx, tx, assigning, id.UUID); err != nil {
				return mayNotAssign(assigning, err)
			}
			o.Team, o.Dept = unit, unit
		}
		if in.Lines != nil {
			if err := replaceLines(ctx, tx, o, given, known); err != nil {
				return err
			}
		}
		if !money {
			return nil
		}
		return counted(o)
	})
}

func replaceLines(ctx context.Context, tx *db.Tx, o *domain.Order, given []LineInput, known catalogued) error {
	lines, err := known.lines(given, o.Lines, o.Currency)
	if err != nil {
		return err
	}
	o.Lines = lines
	return store.LearnSalesItems(ctx, tx, known.items())
}

// PutOrderLines makes a draft's lines be these.
func (s *Service) PutOrderLines(ctx context.Context, id crm.OrderID, version int64, lines []LineInput) (crm.Order, error) {
	if lines == nil {
		lines = []LineInput{}
	}
	return s.UpdateOrder(ctx, id, version, OrderInput{Lines: &lines})
}

// changeOrder is the frame of changes to an order. What is done last holds locks
// that other orders wait for.
func (s *Service) changeOrder(ctx context.Context, act kernel.Permission, id crm.OrderID, version int64, change func(tx *db.Tx, o *domain.Order) error,
	last ...func(tx *db.Tx, o *domain.Order) error,
) (crm.Order, error) {
	acting, reading, err := scopes(ctx, act, crm.ReadOrders)
	if err != nil {
		return crm.Order{}, err
	}
	now := s.clock.Now()
	v, err := db.Write(ctx, s.db, func(tx *db.Tx) (crm.Order, error) {
		o, err := reach(acting, reading, func(scope page.Scope) (domain.Order, error) { return store.LockOrder(ctx, tx, scope, id.UUID) })
		if err != nil {
			return crm.Order{}, err
		}
		if err := current(o.Version, version); err != nil {
			return crm.Order{}, err
		}
		old := o
		old.Lines = append([]domain.Line(nil), o.Lines...)
		if err := change(tx, &o); err != nil {
			return crm.Order{}, err
		}
		if err := saveOrder(ctx, tx, old, &o, now, last...); err != nil {
			return crm.Order{}, err
		}
		return s.orderDetail(ctx, tx, o)
	})
	return s.namedOrder(ctx, v, err)
}

// saveOrder writes what changed of an order.
func saveOrder(ctx context.Context, tx *db.Tx, old domain.Order, o *domain.Order, now time.Time, last ...func(tx *db.Tx, o *domain.Order) error) error {
	if equal(old, *o) {
		return nil
	}
	if !equal(old.Lines, o.Lines) {
		if err := store.PutLines(ctx, tx, old, *o); err != nil {
			return err
		}
	}
	for _, do := range last {
		if err := do(tx, o); err != nil {
			return err
		}
	}
	o.UpdatedAt = now
	if err := store.SaveOrder(ctx, tx, *o); err != nil {
		return err
	}
	o.Version++
	return nil
}

// DeleteOrder removes a draft for good; binding orders are cancelled instead.
func (s *Service) DeleteOrder(ctx context.Context, id crm.OrderID, version int64) error {
	acting, reading, err := scopes(ctx, crm.DeleteOrders, crm.ReadOrders)
	if err != nil {
		return err
	}
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		o, err := reach(acting, reading, func(scope page.Scope) (domain.Order, error) { return store.LockOrder(ctx, tx, scope, id.UUID) })
		if err != nil {
			return err
		}
		if err := current(o.Version, version); err != nil {
			return err
		}
		if err := o.Editable(); err != nil {
			return err
		}
		return store.EraseOrder(ctx, tx, id.UUID)
	})
}
