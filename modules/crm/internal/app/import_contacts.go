package app

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// CheckContacts gives each row of a batch its verdict. Rows match by code, else
// by e-mail, else by name and account.
func (s *Service) CheckContacts(ctx context.Context, rows []ImportRow, makeAccounts bool) ([]ImportResult, error) {
	who, err := s.importer(ctx, crm.ImportContacts)
	if err != nil {
		return nil, err
	}
	return checked(ctx, s, func(tx *db.Tx) ([]ImportResult, error) {
		batch, err := s.planContacts(ctx, tx, rows, who, makeAccounts)
		if err != nil {
			return nil, err
		}
		return batch.results, nil
	})
}

// PrepareContacts asks who imports, before the transaction that writes the batch.
func (s *Service) PrepareContacts(ctx context.Context, rows []ImportRow, makeAccounts bool) (ImportWrite, error) {
	who, err := s.importer(ctx, crm.ImportContacts)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *db.Tx) ([]ImportResult, error) {
		batch, err := s.planContacts(ctx, tx, rows, who, makeAccounts)
		if err != nil {
			return nil, err
		}
		return batch.results, batch.write(ctx, tx, who.now)
	}, nil
}

// contactBook finds contacts by code, e-mail or name, as a batch mentions them.
type contactBook struct {
	byCode, byEmail map[string]store.Contact
	byName          map[string][]store.Contact
	visible         map[uuid.UUID]string
	points          map[uuid.UUID][]store.Point
	works           map[uuid.UUID][]store.Affiliation
}

func (s *Service) contactBook(ctx context.Context, tx *db.Tx, rows []ImportRow, who importer) (*contactBook, error) {
	b := &contactBook{byCode: map[string]store.Contact{}, byName: map[string][]store.Contact{}, points: map[uuid.UUID][]store.Point{}, works: map[uuid.UUID][]store.Affiliation{}}
	var emails, names []string
	for _, r := range rows {
		for _, f := range []string{"email", "email_2"} {
			if key := domain.EmailKey(r.get(f)); key != "" {
				emails = append(emails, key)
			}
		}
		names = append(names, personName(r))
	}
	coded, err := store.ContactsByCode(ctx, tx, lowered(rows, "code"))
	if err != nil {
		return nil, err
	}
	if b.byEmail, err = store.ContactsByEmail(ctx, tx, emails); err != nil {
		return nil, err
	}
	named, err := store.ContactsByName(ctx, tx, names)
	if err != nil {
		return nil, err
	}
	var ids []uuid.UUID
	for _, c := range coded {
		b.byCode[strings.ToLower(c.Code)] = c
		ids = append(ids, c.ID)
	}
	for _, c := range named {
		b.byName[nameKey(c.DisplayName)] = append(b.byName[nameKey(c.DisplayName)], c)
		ids = append(ids, c.ID)
	}
	for _, c := range b.byEmail {
		ids = append(ids, c.ID)
	}
	if b.visible, err = store.ContactNames(ctx, tx, who.scope, ids); err != nil {
		return nil, err
	}
	points, err := store.PointsOf(ctx, tx, nil, ids)
	if err != nil {
		return nil, err
	}
	for _, p := range points {
		b.points[*p.ContactID] = append(b.points[*p.ContactID], p)
	}
	works, err := store.AffiliationsOf(ctx, tx, ids)
	for _, f := range works {
		b.works[f.ContactID] = append(b.works[f.ContactID], f)
	}
	return b, err
}

func personName(r ImportRow) string {
	if name := domain.DisplayName(r.get("first_name"), r.get("last_name")); name != "" {
		return name
	}
	return r.get("full_name")
}

// match finds the contact that a row is about; nil makes a new one.
func (b *contactBook) match(r ImportRow, account *store.Account) *store.Contact {
	if code := strings.ToLower(r.get("code")); code != "" {
		if c, ok := b.byCode[code]; ok {
			return &c
		}
		return nil
	}
	for _, f := range []string{"email", "email_2"} {
		if c, ok := b.byEmail[domain.EmailKey(r.get(f))]; ok {
			return &c
		}
	}
	for _, c := range b.byName[nameKey(personName(r))] {
		if account == nil && len(b.works[c.ID]) == 0 {
			return &c
		}
		for _, f := range b.works[c.ID] {
			if account != nil && f.AccountID == account.ID && f.EndedOn == nil {
				return &c
			}
		}
	}
	return nil
}

func (s *Service) planContacts(ctx context.Context, tx *db.Tx, rows []ImportRow, who importer, makeAccounts bool) (*partyBatch, error) {
	scope, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return nil, err
	}
	accounts, err := book(ctx, tx, scope, rows, "account")
	if err != nil {
		return nil, err
	}
	known, err := s.contactBook(ctx, tx, rows, who)
	if err != nil {
		return nil, err
	}
	now := who.now
	b := &partyBatch{results: make([]ImportResult, len(rows)), roles: map[uuid.UUID]string{}}
	seen := map[string]bool{}
	for i, r := range rows {
		res := &b.results[i]
		if personName(r) == "" {
			res.refuse("/last_name", "required", "Give the contact a name.")
			continue
		}
		var account *store.Account
		if text := r.get("account"); text != "" {
			if account = accounts.find(text); account == nil {
				if !makeAccounts {
					res.Action, res.Faults = Refused, append(res.Faults, errUnknownAccount)
					continue
				}
				account = &store.Account{ID: kernel.NewUUID(), Name: text, Lifecycle: "prospect", Country: r.get("country"), OwnerID: who.owner, TeamID: who.unit, DeptID: who.unit, Version: 1, CreatedAt: now, UpdatedAt: now}
				accounts.add(account)
				b.accounts = append(b.accounts, *account)
			}
		}
		b.person(r, res, known, account, who, seen, now)
	}
	return b, nil
}

func (b *partyBatch) person(r ImportRow, res *ImportResult, known *contactBook, account *store.Account, who importer, seen map[string]bool, now time.Time) {
	old := known.match(r, account)
	if old != nil && known.visible[old.ID] == "" {
		res.refuse("", crm.ErrContactCodeTaken.Code, "This cannot be used here.")
		return
	}
	switch code, email := strings.ToLower(r.get("code")), domain.EmailKey(r.get("email")); {
	case code != "":
		twice(seen, "#"+code, res)
	case email != "":
		twice(seen, email, res)
	case account != nil:
		twice(seen, nameKey(personName(r))+"\n"+account.ID.String(), res)
	default:
		twice(seen, nameKey(personName(r)), res)
	}
	if res.Action == Refused {
		return
	}
	c := store.Contact{ID: kernel.NewUUID(), OwnerID: who.owner, TeamID: who.unit, DeptID: who.unit, Version: 1, CreatedAt: now, UpdatedAt: now}
	res.Action = Create
	if old != nil {
		c, res.Action = *old, Unchanged
	}
	res.ID = c.ID
	first, last := r.get("first_name"), r.get("last_name")
	if first == "" && last == "" {
		first, last = domain.SplitName(r.get("full_name"))
	}
	for _, f := range []struct {
		field, given string
		to           *string
	}{{"code", r.get("code"), &c.Code}, {"salutation", r.get("salutation"), &c.Salutation}, {"first_name", first, &c.FirstName}, {"last_name", last, &c.LastName}, {"job_title", r.get("job_title"), &c.JobTitle}} {
		res.change(f.field, f.to, f.given)
	}
	c.DisplayName = domain.DisplayName(c.FirstName, c.LastName)
	country := r.get("country")
	if account != nil {
		b.affiliate(c, r, res, known.works[c.ID], account, now)
		if country == "" {
			country = account.Country
		}
	}
	points := known.points[c.ID]
	for _, p := range []struct{ field, kind string }{{"email", "email"}, {"email_2", "email"}, {"phone", "phone"}, {"phone_2", "phone"}, {"website", "url"}} {
		if v := r.get(p.field); v != "" {
			b.point(store.Party{Contact: &c.ID}, &points, p.kind, v, country, p.field, res, now)
		}
	}
	c.Phone, c.Email = primaries(points)
	switch {
	case res.Action == Create:
		b.contacts = append(b.contacts, c)
	case len(res.Changed) > 0:
		res.Action = Update
		b.altered = append(b.altered, c)
	}
}

// affiliate plans that a contact works for an account, primary unless it has one.
func (b *partyBatch) affiliate(c store.Contact, r ImportRow, res *ImportResult, works []store.Affiliation, account *store.Account, now time.Time) {
	role, primary := r.get("role"), true
	if role == "" {
		role = c.JobTitle
	}
	for _, f := range works {
		if f.EndedOn != nil {
			continue
		}
		if f.AccountID == account.ID {
			if given := r.get("role"); given != "" && f.Role != given {
				b.roles[f.ID] = given
				res.Changed = append(res.Changed, "role")
			}
			return
		}
		primary = primary && !f.IsPrimary
	}
	b.affiliations = append(b.affiliations, store.Affiliation{ID: kernel.NewUUID(), ContactID: c.ID, AccountID: account.ID, Role: role, IsPrimary: primary, CreatedAt: now})
	res.Changed = append(res.Changed, "account")
}
