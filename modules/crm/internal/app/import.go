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
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// ImportRow is a row of a file: canonical texts by field, empty ones left out,
// and the rows of its detail file.
type ImportRow struct {
	Values map[string]string
	Lines  []map[string]string
}

func (r ImportRow) get(field string) string { return strings.TrimSpace(r.Values[field]) }

// What becomes of a row.
const (
	Create    = "create"
	Update    = "update"
	Unchanged = "unchanged"
	Refused   = "error"
)

// ImportResult is what becomes, or became, of a row.
type ImportResult struct {
	Action  string
	ID      uuid.UUID
	Changed []string      // fields that an update changes
	Faults  []fault.Field // why it is refused, pointing at fields: /code, /lines/0/sku
}

// ImportWrite checks a batch once more and writes it, in the import's
// transaction. What it needs of neighbours was asked before.
type ImportWrite func(ctx context.Context, tx *db.Tx) ([]ImportResult, error)

func (r *ImportResult) refuse(pointer, code, message string) {
	r.Action = Refused
	r.Faults = append(r.Faults, fault.Field{Pointer: pointer, Code: code, Message: message})
}

// refuseAll takes over the fields of a fault of the domain.
func (r *ImportResult) refuseAll(err error) bool {
	f := fault.As(err)
	if f == nil {
		return false
	}
	if len(f.Fields) == 0 {
		r.refuse("", f.Code, f.Message)
	}
	for _, field := range f.Fields {
		pointer := field.Pointer
		if column, ok := columns[pointer]; ok {
			pointer = column
		}
		r.refuse(pointer, field.Code, field.Message)
	}
	return true
}

// columns are what files call the fields that the domain points at.
var columns = map[string]string{"/account_id": "/account", "/parent_id": "/parent", "/stage_id": "/stage", "/salesperson_id": "/salesperson", "/reason": "/lost_reason"}

func (r *ImportResult) change(field string, to *string, given string) {
	if given != "" && *to != given {
		*to = given
		r.Changed = append(r.Changed, field)
	}
}

// checked runs the reading half of an import by itself: verdicts before anything is written.
func checked(ctx context.Context, s *Service, plan func(tx *db.Tx) ([]ImportResult, error)) ([]ImportResult, error) {
	return db.Read(ctx, s.db, plan)
}

// lowered lists the distinct keys of a field in lower case.
func lowered(rows []ImportRow, fields ...string) []string {
	seen := map[string]bool{}
	out := []string{}
	for _, r := range rows {
		for _, f := range fields {
			if v := strings.ToLower(r.get(f)); v != "" && !seen[v] {
				seen[v] = true
				out = append(out, v)
			}
		}
	}
	return out
}

// accountBook finds accounts by code or name, as a batch mentions them, in two queries.
type accountBook struct {
	byCode, byName map[string]*store.Account
	byID           map[uuid.UUID]*store.Account
	visible        map[uuid.UUID]string
}

func book(ctx context.Context, tx *db.Tx, scope page.Scope, rows []ImportRow, fields ...string) (*accountBook, error) {
	b := &accountBook{byCode: map[string]*store.Account{}, byName: map[string]*store.Account{}, byID: map[uuid.UUID]*store.Account{}}
	keys := lowered(rows, fields...)
	coded, err := store.AccountsByCode(ctx, tx, keys)
	if err != nil {
		return nil, err
	}
	named, err := store.AccountsByName(ctx, tx, keys)
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for _, a := range append(coded, named...) {
		ids = append(ids, a.ID)
	}
	if b.visible, err = store.AccountNames(ctx, tx, scope, ids); err != nil {
		return nil, err
	}
	for i := range coded {
		b.byCode[strings.ToLower(coded[i].Code)] = &coded[i]
		b.byID[coded[i].ID] = &coded[i]
	}
	for i := range named {
		b.byID[named[i].ID] = &named[i]
		if key := nameKey(named[i].Name); b.byName[key] == nil {
			b.byName[key] = &named[i]
		}
	}
	return b, nil
}

// find is the account with that code, else that name, as far as the caller may see it.
func (b *accountBook) find(text string) *store.Account {
	a := b.byCode[strings.ToLower(text)]
	if a == nil {
		a = b.byName[nameKey(text)]
	}
	if a == nil {
		return nil
	}
	if _, ok := b.visible[a.ID]; !ok {
		return nil
	}
	return a
}

// add lets later rows of the batch find an account that an earlier one makes.
func (b *accountBook) add(a *store.Account) {
	if a.Code != "" {
		b.byCode[strings.ToLower(a.Code)] = a
	}
	if key := nameKey(a.Name); b.byName[key] == nil {
		b.byName[key] = a
	}
	b.byID[a.ID] = a
	b.visible[a.ID] = a.Name
}

func nameKey(text string) string { return domain.Fold(strings.TrimSpace(text)) }

// importer is who imports, and when: their scope, their login, and their unit.
type importer struct {
	scope page.Scope
	owner *uuid.UUID
	unit  *uuid.UUID
	now   time.Time
}

func (s *Service) importer(ctx context.Context, needs kernel.Permission) (importer, error) {
	scope, err := authz.Scope(ctx, needs)
	if err != nil {
		return importer{}, err
	}
	owner, err := me(ctx)
	return importer{scope, owner, s.unitOf(ctx, owner), s.clock.Now()}, err
}

func day(text string) kernel.Date {
	d, err := kernel.ParseDate(text)
	if err != nil {
		return kernel.Date{}
	}
	return d
}

func number(r *ImportResult, pointer, text string) kernel.Decimal {
	if text == "" {
		return kernel.Zero
	}
	d, err := kernel.ParseDecimal(text)
	if err != nil {
		r.refuse(pointer, "invalid", "This is no number.")
	}
	return d
}

// twice refuses a row whose key another row of the file has.
func twice(seen map[string]bool, key string, r *ImportResult) {
	if key == "" {
		return
	}
	if seen[key] {
		r.refuse("", "crm.import.twice", "Another row of the file is about the same record.")
	}
	seen[key] = true
}

// seller is an employee who is named on a row. Who has a login owns what comes
// in under their name, if the importer may give records to others.
type seller struct {
	id, owner, unit *uuid.UUID
	shared          []string // numbers of all who have this name, when they are several
}

// owned says whose a new record is: the seller's, else the importer's.
func (i importer) owned(by seller) (owner, unit *uuid.UUID) {
	if by.owner != nil {
		return by.owner, by.unit
	}
	return i.owner, i.unit
}

// sellers finds employees by number, e-mail or name, in one call for a batch.
func (s *Service) sellers(ctx context.Context, assign kernel.Permission, rows []ImportRow) (map[string]seller, error) {
	texts := []string{}
	seen := map[string]bool{}
	for _, r := range rows {
		if text := r.get("salesperson"); text != "" && !seen[text] {
			seen[text] = true
			texts = append(texts, text)
		}
	}
	out := map[string]seller{}
	if len(texts) == 0 || s.people == nil {
		return out, nil
	}
	found, err := s.people.Named(ctx, texts, kernel.Date{})
	gives := authz.Allowed(ctx, assign) == nil
	for text, people := range found {
		p := people[0]
		by := seller{id: p.ID.Ptr()}
		switch {
		case len(people) > 1:
			by = seller{}
			for _, p := range people {
				by.shared = append(by.shared, p.Number)
			}
			slices.Sort(by.shared)
		case gives && !p.Login.IsZero():
			by.owner, by.unit = p.Login.Ptr(), p.Unit.Ptr()
		}
		out[text] = by
	}
	return out, err
}

// seller is the employee whom a row names, or refuses the row; nil is nobody.
func (r *ImportResult) seller(text string, known map[string]seller) *uuid.UUID {
	by, ok := known[text]
	switch {
	case text == "":
		return nil
	case !ok:
		r.refuse("/salesperson", "crm.import.employee_unknown", "There is no employee with this number, e-mail or name. Import the employees first, or leave this column out.")
	case len(by.shared) > 0:
		r.refuse("/salesperson", "crm.import.employee_ambiguous", "Several employees are called so. Write the number of the one who is meant: "+strings.Join(by.shared, " or ")+".")
	}
	return by.id
}

var errUnknownAccount = fault.Field{Pointer: "/account", Code: crm.ErrReference.Code, Message: "There is no account with this code or name. Import the accounts first."}
