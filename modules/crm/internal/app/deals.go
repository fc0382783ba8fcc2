package app

import (
	"context"

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

// DealInput is what may be said of a deal. Fields that are missing stay as they are.
type DealInput struct {
	Code          *string                 `json:"code,omitempty" maxLength:"60"`
	Name          *string                 `json:"name,omitempty" maxLength:"200"`
	AccountID     *crm.AccountID          `json:"account_id,omitempty"`
	ContactID     *crm.ContactID          `json:"contact_id,omitempty"`
	PipelineID    *crm.PipelineID         `json:"pipeline_id,omitempty" doc:"Only when it is made; the default pipeline unless said otherwise"`
	StageID       *crm.StageID            `json:"stage_id,omitempty" doc:"Only when it is made; deals move by their own operation"`
	Amount        *kernel.Decimal         `json:"amount,omitempty"`
	Cost          *string                 `json:"cost,omitempty" maxLength:"40" doc:"What it is expected to cost us, a decimal in the amount's currency; empty or null for not known. Needs crm.deal#margin.update"`
	Currency      *string                 `json:"currency,omitempty" pattern:"^[A-Z]{3}$"`
	ExpectedClose *kernel.Date            `json:"expected_close,omitempty"`
	OwnerID       *kernel.ID[kernel.User] `json:"owner_id,omitempty" doc:"A login. Giving to somebody else needs crm.deal.assign"`
	SalespersonID *hr.EmployeeID          `json:"salesperson_id,omitempty" doc:"An employee"`
	Product       *string                 `json:"product,omitempty" maxLength:"200"`
	NextStep      *string                 `json:"next_step,omitempty" maxLength:"500"`
	Reason        *string                 `json:"reason,omitempty" doc:"Only when it is made in a lost stage"`
	Note          *string                 `json:"note,omitempty" maxLength:"2000"`
	Custom        kernel.Custom           `json:"custom,omitempty" doc:"Custom fields by their keys; null clears, and what is not named stays"`
}

func (in DealInput) onto(d *domain.Deal) {
	set(&d.Code, trimmed(in.Code))
	set(&d.Name, trimmed(in.Name))
	link(&d.Account, in.AccountID)
	link(&d.Contact, in.ContactID)
	set(&d.Amount.Amount, in.Amount)
	if in.Currency != nil {
		d.Amount.Currency = kernel.Currency(*in.Currency)
	}
	set(&d.ExpectedClose, in.ExpectedClose)
	link(&d.Owner, in.OwnerID)
	link(&d.Salesperson, in.SalespersonID)
	set(&d.Product, trimmed(in.Product))
	set(&d.NextStep, trimmed(in.NextStep))
}

// ListDeals reads a page of deals that the caller may see.
func (s *Service) ListDeals(ctx context.Context, r page.Request) (page.Page[crm.Deal], error) {
	scope, err := authz.Scope(ctx, crm.ReadDeals)
	if err != nil {
		return page.Page[crm.Deal]{}, err
	}
	p, err := db.Read(ctx, s.db, func(tx *db.Tx) (page.Page[crm.Deal], error) {
		p, err := store.ListDeals(ctx, tx, scope, r, margins(ctx))
		if err != nil {
			return p, err
		}
		return p, dealNames(ctx, tx, pointers(p.Items))
	})
	if err != nil {
		return p, err
	}
	return p, s.nameDeals(ctx, pointers(p.Items))
}

func pointers[T any](items []T) []*T {
	out := make([]*T, len(items))
	for i := range items {
		out[i] = &items[i]
	}
	return out
}

// dealNames names accounts, contacts and reasons that the caller may see.
func dealNames(ctx context.Context, tx *db.Tx, deals []*crm.Deal) error {
	accounts, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return err
	}
	contacts, err := optional(ctx, crm.ReadContacts)
	if err != nil {
		return err
	}
	var companies, people, reasons []*crm.Ref
	for _, d := range deals {
		companies, people = append(companies, &d.Account), append(people, &d.Contact)
		if !d.LostReason.ID.IsZero() {
			reasons = append(reasons, &d.LostReason)
		}
	}
	return db.Together(ctx, tx,
		func(tx *db.Tx) error { return accountNames(ctx, tx, accounts, companies...) },
		func(tx *db.Tx) error { return contactNames(ctx, tx, contacts, people...) },
		func(tx *db.Tx) error { return reasonNames(ctx, tx, reasons) },
	)
}

func reasonNames(ctx context.Context, tx *db.Tx, reasons []*crm.Ref) error {
	if len(reasons) == 0 {
		return nil
	}
	all, err := store.LostReasons(ctx, tx)
	names := map[uuid.UUID]string{}
	for _, r := range all {
		names[r.ID.UUID] = r.Name
	}
	fill(reasons, names)
	return err
}

func contactNames(ctx context.Context, tx *db.Tx, scope page.Scope, refs ...*crm.Ref) error {
	names, err := store.ContactNames(ctx, tx, scope, wanted(refs))
	fill(refs, names)
	return err
}

func (s *Service) nameDeals(ctx context.Context, deals []*crm.Deal) error {
	owners, sellers, customs := make([]*crm.Ref, len(deals)), make([]*crm.Ref, len(deals)), make([]*kernel.Custom, len(deals))
	for i, d := range deals {
		owners[i], sellers[i], customs[i] = &d.Owner, &d.Salesperson, &d.Custom
	}
	s.logins(ctx, owners...)
	s.employees(ctx, sellers...)
	return s.custom.Show(ctx, "crm.deal", customs...)
}

// Deal reads a deal.
func (s *Service) Deal(ctx context.Context, id crm.DealID) (crm.Deal, error) {
	scope, err := authz.Scope(ctx, crm.ReadDeals)
	if err != nil {
		return crm.Deal{}, err
	}
	v, err := db.Read(ctx, s.db, func(tx *db.Tx) (crm.Deal, error) { return dealDetail(ctx, tx, scope, id) })
	return s.namedDeal(ctx, v, err)
}

func dealDetail(ctx context.Context, tx *db.Tx, scope page.Scope, id crm.DealID) (crm.Deal, error) {
	v, err := store.GetDeal(ctx, tx, scope, id.UUID, margins(ctx))
	if err != nil {
		return v, err
	}
	err = dealNames(ctx, tx, []*crm.Deal{&v})
	return v, err
}

func (s *Service) namedDeal(ctx context.Context, v crm.Deal, err error) (crm.Deal, error) {
	if err == nil {
		err = s.nameDeals(ctx, []*crm.Deal{&v})
	}
	return v, err
}

// DealStages reads through which stages a deal went, newest first.
func (s *Service) DealStages(ctx context.Context, id crm.DealID) ([]crm.StageVisit, error) {
	scope, err := authz.Scope(ctx, crm.ReadDeals)
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	visits, err := db.Read(ctx, s.db, func(tx *db.Tx) ([]crm.StageVisit, error) {
		if _, err := store.GetDeal(ctx, tx, scope, id.UUID, margins(ctx)); err != nil {
			return nil, err
		}
		return store.StageVisits(ctx, tx, id.UUID)
	})
	refs := make([]*crm.Ref, len(visits))
	for i := range visits {
		refs[i] = &crm.Ref{}
		if login, ok := cutLogin(visits[i].By); ok {
			refs[i].ID = kernel.IDOf[any](login)
		}
		if visits[i].LeftAt == nil {
			visits[i].Seconds = max(0, int64(now.Sub(visits[i].EnteredAt).Seconds()))
		}
	}
	s.logins(ctx, refs...)
	for i := range visits {
		visits[i].ByName = refs[i].Name
	}
	return visits, err
}

// Board reads a pipeline as columns, with exact totals and the first 25 cards of each.
func (s *Service) Board(ctx context.Context, id crm.PipelineID, r page.Request) (crm.Board, error) {
	scope, err := authz.Scope(ctx, crm.ReadDeals)
	if err != nil {
		return crm.Board{}, err
	}
	p, err := s.pipeline(ctx, id, "/pipeline_id")
	if err != nil {
		return crm.Board{}, err
	}
	b, err := db.Read(ctx, s.db, func(tx *db.Tx) (crm.Board, error) {
		setting, err := store.Setting(ctx, tx)
		if err != nil {
			return crm.Board{}, err
		}
		b, err := store.Board(ctx, tx, scope, p, r, kernel.Currency(setting.DefaultCurrency), margins(ctx))
		if err != nil {
			return b, err
		}
		return b, dealNames(ctx, tx, cards(b))
	})
	if err != nil {
		return b, err
	}
	return b, s.nameDeals(ctx, cards(b))
}

func cards(b crm.Board) []*crm.Deal {
	var out []*crm.Deal
	for i := range b.Columns {
		out = append(out, pointers(b.Columns[i].Deals)...)
	}
	return out
}

// CreateDeal makes a deal in the stage that is asked for, or in the first one.
func (s *Service) CreateDeal(ctx context.Context, in DealInput) (crm.Deal, error) {
	acting, reading, err := scopes(ctx, crm.CreateDeals, crm.ReadDeals)
	if err != nil {
		return crm.Deal{}, err
	}
	d, p, f, err := s.newDeal(ctx, in)
	if err != nil {
		return crm.Deal{}, err
	}
	d.Team = s.unitOf(ctx, d.Owner)
	d.Dept = d.Team
	extra, err := s.custom.Draft(ctx, "crm.deal", uuid.Nil, in.Custom)
	if err != nil {
		return crm.Deal{}, err
	}
	v, err := db.Write(ctx, s.db, func(tx *db.Tx) (crm.Deal, error) {
		d := d
		if d.Custom, err = extra.Put(ctx, tx, d.ID.UUID, nil); err != nil {
			return crm.Deal{}, err
		}
		if err := s.currencyFor(ctx, tx, &d); err != nil {
			return crm.Deal{}, err
		}
		if err := d.Check(); err != nil {
			return crm.Deal{}, err
		}
		if err := in.putCost(ctx, tx, d, &d); err != nil {
			return crm.Deal{}, err
		}
		if err := dealReferences(ctx, tx, domain.Deal{}, d); err != nil {
			return crm.Deal{}, err
		}
		if f.Reason, err = reasonOf(ctx, tx, in.Reason); err != nil {
			return crm.Deal{}, err
		}
		if err := d.Begin(p, d.Stage, f); err != nil {
			return crm.Deal{}, err
		}
		if d.Rank, err = store.RankAt(ctx, tx, d.Stage, d.ID, 0); err != nil {
			return crm.Deal{}, err
		}
		if err := store.InsertDeals(ctx, tx, d); err != nil {
			return crm.Deal{}, err
		}
		if _, err := store.GetDeal(ctx, tx, acting, d.ID.UUID, margins(ctx)); err != nil {
			return crm.Deal{}, back(acting, err)
		}
		return dealDetail(ctx, tx, reading, d.ID)
	})
	return s.namedDeal(ctx, v, err)
}

// newDeal puts together what a deal begins with.
func (s *Service) newDeal(ctx context.Context, in DealInput) (domain.Deal, domain.Pipeline, domain.MoveFacts, error) {
	now := s.clock.Now()
	d := domain.Deal{ID: kernel.NewID[crm.Deal](), Version: 1, CreatedAt: now, UpdatedAt: now}
	f := domain.MoveFacts{At: now}
	set(&f.Note, in.Note)
	owner, err := me(ctx)
	if err != nil {
		return d, domain.Pipeline{}, f, err
	}
	d.Owner = owner
	in.onto(&d)
	var wantedPipeline crm.PipelineID
	set(&wantedPipeline, in.PipelineID)
	p, err := s.pipeline(ctx, wantedPipeline, "/pipeline_id")
	if err != nil {
		return d, p, f, err
	}
	if !set(&d.Stage, in.StageID) || d.Stage.IsZero() {
		start, ok := p.Start()
		if !ok {
			return d, p, f, crm.ErrNoStage
		}
		d.Stage = start.ID
	}
	return d, p, f, nil
}

func (s *Service) currencyFor(ctx context.Context, tx *db.Tx, d *domain.Deal) error {
	if d.Amount.Currency != "" {
		return nil
	}
	setting, err := store.Setting(ctx, tx)
	d.Amount.Currency = kernel.Currency(setting.DefaultCurrency)
	return err
}

// dealReferences refuses links to what the caller cannot read.
func dealReferences(ctx context.Context, tx *db.Tx, old, d domain.Deal) error {
	if !same(old.Account, d.Account) {
		accounts, err := optional(ctx, crm.ReadAccounts)
		if err != nil {
			return err
		}
		if err := visibleAccount(ctx, tx, accounts, d.Account, "/account_id"); err != nil {
			return err
		}
	}
	if same(old.Contact, d.Contact) || d.Contact == nil {
		return nil
	}
	return visibleContact(ctx, tx, d.Contact)
}

func visibleContact(ctx context.Context, tx *db.Tx, id *uuid.UUID) error {
	if id == nil {
		return nil
	}
	contacts, err := optional(ctx, crm.ReadContacts)
	if err != nil {
		return err
	}
	names, err := store.ContactNames(ctx, tx, contacts, []uuid.UUID{*id})
	if err == nil && len(names) == 0 {
		return crm.ErrReference.At("/contact_id")
	}
	return err
}

// UpdateDeal changes the fields that are given. Stages change by MoveDeal.
func (s *Service) UpdateDeal(ctx context.Context, id crm.DealID, version int64, in DealInput) (crm.Deal, error) {
	assigning, err := optional(ctx, crm.AssignDeals)
	if err != nil {
		return crm.Deal{}, err
	}
	extra, err := s.custom.Draft(ctx, "crm.deal", id.UUID, in.Custom)
	if err != nil {
		return crm.Deal{}, err
	}
	unit := s.unitOfNew(ctx, in.OwnerID)
	return s.changeDeal(ctx, crm.UpdateDeals, id, version, func(tx *db.Tx, d *domain.Deal) (err error) {
		old := *d
		in.onto(d)
		if d.Custom, err = extra.Put(ctx, tx, id.UUID, old.Custom); err != nil {
			return err
		}
		if err := d.Check(); err != nil {
			return err
		}
		if err := in.putCost(ctx, tx, old, d); err != nil {
			return err
		}
		if !same(old.Owner, d.Owner) {
			if _, err := store.GetDeal(ctx, tx, assigning, id.UUID, margins(ctx)); err != nil {
				return mayNotAssign(assigning, err)
			}
			d.Team, d.Dept = unit, unit
		}
		return dealReferences(ctx, tx, old, *d)
	})
}

// TrashDeal puts a deal away.
func (s *Service) TrashDeal(ctx context.Context, id crm.DealID, version int64) error {
	acting, reading, err := scopes(ctx, crm.DeleteDeals, crm.ReadDeals)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	return db.Changed(ctx, s.db, func(tx *db.Tx) error {
		d, err := reach(acting, reading, func(scope page.Scope) (domain.Deal, error) { return store.LockDeal(ctx, tx, scope, id.UUID) })
		if err != nil {
			return err
		}
		if err := current(d.Version, version); err != nil {
			return err
		}
		d.UpdatedAt = now
		return store.SaveDeal(ctx, tx, d, nil, false, &now)
	})
}
