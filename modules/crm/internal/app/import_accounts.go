package app

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// CheckAccounts gives each row of a batch its verdict. Rows match by code, else by name.
func (s *Service) CheckAccounts(ctx context.Context, rows []ImportRow) ([]ImportResult, error) {
	who, err := s.importer(ctx, crm.ImportAccounts)
	if err != nil {
		return nil, err
	}
	return checked(ctx, s, func(tx *db.Tx) ([]ImportResult, error) {
		batch, err := s.planAccounts(ctx, tx, rows, who)
		if err != nil {
			return nil, err
		}
		return batch.results, nil
	})
}

// PrepareAccounts asks who imports, before the transaction that writes the batch.
func (s *Service) PrepareAccounts(ctx context.Context, rows []ImportRow) (ImportWrite, error) {
	who, err := s.importer(ctx, crm.ImportAccounts)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, tx *db.Tx) ([]ImportResult, error) {
		batch, err := s.planAccounts(ctx, tx, rows, who)
		if err != nil {
			return nil, err
		}
		return batch.results, batch.write(ctx, tx, who.now)
	}, nil
}

// partyBatch is what a batch of accounts or contacts will write.
type partyBatch struct {
	results      []ImportResult
	accounts     []store.Account
	changed      []store.Account
	contacts     []store.Contact
	altered      []store.Contact
	affiliations []store.Affiliation
	roles        map[uuid.UUID]string
	points       []store.Point
	addresses    []store.Address
	moved        []store.Address
}

func (b *partyBatch) write(ctx context.Context, tx *db.Tx, now time.Time) error {
	if err := store.InsertAccounts(ctx, tx, b.accounts...); err != nil {
		return err
	}
	for _, a := range b.changed {
		a.UpdatedAt = now
		if err := store.SaveAccount(ctx, tx, a); err != nil {
			return err
		}
	}
	if err := store.InsertContacts(ctx, tx, b.contacts...); err != nil {
		return err
	}
	for _, c := range b.altered {
		c.UpdatedAt = now
		if err := store.SaveContact(ctx, tx, c); err != nil {
			return err
		}
	}
	for id, role := range b.roles {
		if err := store.SetRole(ctx, tx, id, role); err != nil {
			return err
		}
	}
	for _, a := range b.moved {
		if err := store.UpdateAddress(ctx, tx, a); err != nil {
			return err
		}
	}
	if err := store.InsertAffiliations(ctx, tx, b.affiliations...); err != nil {
		return err
	}
	if err := store.InsertAddresses(ctx, tx, b.addresses...); err != nil {
		return err
	}
	return store.InsertPoints(ctx, tx, b.points...)
}

// around is what hangs on the accounts that a batch is about.
type around struct {
	points    map[uuid.UUID][]store.Point
	addresses map[uuid.UUID]store.Address
	contacts  map[uuid.UUID][]store.Contact
}

func surroundings(ctx context.Context, tx *db.Tx, ids []uuid.UUID) (around, error) {
	a := around{points: map[uuid.UUID][]store.Point{}, addresses: map[uuid.UUID]store.Address{}}
	points, err := store.PointsOf(ctx, tx, ids, nil)
	if err != nil {
		return a, err
	}
	for _, p := range points {
		a.points[*p.AccountID] = append(a.points[*p.AccountID], p)
	}
	addresses, err := store.AddressesOf(ctx, tx, ids)
	if err != nil {
		return a, err
	}
	for _, ad := range addresses {
		if ad.IsPrimary {
			a.addresses[ad.AccountID] = ad
		}
	}
	a.contacts, err = store.ContactsOf(ctx, tx, ids)
	return a, err
}

func (s *Service) planAccounts(ctx context.Context, tx *db.Tx, rows []ImportRow, who importer) (*partyBatch, error) {
	known, err := book(ctx, tx, who.scope, rows, "code", "name", "parent")
	if err != nil {
		return nil, err
	}
	have, err := surroundings(ctx, tx, slices.Collect(maps.Keys(known.byID)))
	if err != nil {
		return nil, err
	}
	now := who.now
	b := &partyBatch{results: make([]ImportResult, len(rows))}
	targets := make([]*store.Account, len(rows))
	seen := map[string]bool{}
	for i, r := range rows {
		res := &b.results[i]
		code, name := r.get("code"), r.get("name")
		var old *store.Account
		if code != "" {
			old = known.byCode[strings.ToLower(code)]
		} else {
			old = known.byName[nameKey(name)]
		}
		switch {
		case name == "" && old == nil:
			res.refuse("/name", "required", "Give the account a name.")
			continue
		case old != nil && known.visible[old.ID] == "":
			res.refuse("/code", crm.ErrAccountCodeTaken.Code, "This cannot be used here.")
			continue
		}
		if code == "" {
			twice(seen, nameKey(name), res)
		} else {
			twice(seen, "#"+strings.ToLower(code), res)
		}
		if res.Action == Refused {
			continue
		}
		a := store.Account{ID: kernel.NewUUID(), Lifecycle: "prospect", OwnerID: who.owner, TeamID: who.unit, DeptID: who.unit, Version: 1, CreatedAt: now, UpdatedAt: now}
		res.Action = Create
		if old != nil {
			a, res.Action = *old, Unchanged
		}
		res.ID = a.ID
		targets[i] = &a
		accountFields(&a, r, res)
		b.parts(&a, r, res, have, now)
		if old == nil {
			known.add(&a)
		}
	}
	for i, r := range rows {
		if err := s.parentOf(ctx, tx, known, targets[i], r, &b.results[i]); err != nil {
			return nil, err
		}
	}
	for i, a := range targets {
		res := &b.results[i]
		switch {
		case res.Action == Create:
			b.accounts = append(b.accounts, *a)
		case res.Action == Unchanged && len(res.Changed) > 0:
			res.Action = Update
			b.changed = append(b.changed, *a)
		}
	}
	return b, nil
}

// accountFields writes the given values onto an account.
func accountFields(a *store.Account, r ImportRow, res *ImportResult) {
	for _, f := range []struct {
		field string
		to    *string
	}{{"code", &a.Code}, {"name", &a.Name}, {"legal_name", &a.LegalName}, {"industry", &a.Industry}, {"website", &a.Website}, {"description", &a.Description}} {
		res.change(f.field, f.to, r.get(f.field))
	}
	res.change("currency", &a.Currency, strings.ToUpper(r.get("currency")))
	res.change("lifecycle", &a.Lifecycle, strings.ToLower(r.get("lifecycle")))
	if a.Domain == "" && a.Website != "" {
		a.Domain = domain.DomainOf(a.Website)
	}
	if v := r.get("employees"); v != "" {
		n, err := strconv.ParseInt(v, 10, 64)
		switch {
		case err != nil || n < 0:
			res.refuse("/employees", "invalid", "This is no whole number.")
		case a.Employees == nil || *a.Employees != n:
			a.Employees = &n
			res.Changed = append(res.Changed, "employees")
		}
	}
	if err := checkAccount(*a); err != nil {
		res.refuseAll(err)
	}
}

// parts plans address, contact points and contact of an account's row.
func (b *partyBatch) parts(a *store.Account, r ImportRow, res *ImportResult, have around, now time.Time) {
	if res.Action == Refused {
		return
	}
	given := AddressInput{Kind: "billing", Lines: r.get("address"), City: r.get("city"), Region: r.get("region"), Postcode: r.get("postcode"), Country: r.get("country")}
	ad, ok := have.addresses[a.ID]
	row := addressRow(a.ID, given, now)
	switch {
	case given == (AddressInput{Kind: "billing"}):
	case !ok:
		row.IsPrimary = true
		b.addresses = append(b.addresses, row)
		a.City, a.Country = row.City, row.Country
		res.Changed = append(res.Changed, "address")
	default:
		before := ad
		for to, v := range map[*string]string{&ad.Lines: row.Lines, &ad.City: row.City, &ad.Region: row.Region, &ad.Postcode: row.Postcode, &ad.Country: row.Country} {
			if v != "" {
				*to = v
			}
		}
		if ad != before {
			b.moved = append(b.moved, ad)
			a.City, a.Country = ad.City, ad.Country
			res.Changed = append(res.Changed, "address")
		}
	}
	points := have.points[a.ID]
	for _, p := range []struct{ field, kind string }{{"phone", "phone"}, {"phone_2", "phone"}, {"fax", "fax"}, {"email", "email"}, {"website", "url"}} {
		if v := r.get(p.field); v != "" {
			b.point(store.Party{Account: &a.ID}, &points, p.kind, v, a.Country, p.field, res, now)
		}
	}
	a.Phone, a.Email = primaries(points)
	b.contactOf(a, r, res, have, now)
}

// point plans one more contact point unless the party has it.
func (b *partyBatch) point(party store.Party, points *[]store.Point, kind, value, country, field string, res *ImportResult, now time.Time) {
	p := domain.NewPoint(kind, "", value, country)
	for _, have := range *points {
		if have.Kind == kind && (have.Raw == p.Raw || p.Norm != "" && have.Norm == p.Norm && have.Extension == p.Extension) {
			return
		}
	}
	row := pointRow(party, p, !hasPrimary(*points, kind), now)
	*points = append(*points, row)
	b.points = append(b.points, row)
	res.Changed = append(res.Changed, field)
}

// contactOf plans the person that an account's row names.
func (b *partyBatch) contactOf(a *store.Account, r ImportRow, res *ImportResult, have around, now time.Time) {
	first, last := r.get("contact_first_name"), r.get("contact_last_name")
	if name := r.get("contact_name"); name != "" {
		first, last = domain.SplitName(name)
	}
	name := domain.DisplayName(first, last)
	if name == "" {
		return
	}
	title := r.get("contact_title")
	for _, c := range have.contacts[a.ID] {
		if nameKey(c.DisplayName) != nameKey(name) {
			continue
		}
		if title != "" && c.JobTitle != title {
			c.JobTitle = title
			b.altered = append(b.altered, c)
			res.Changed = append(res.Changed, "contact_title")
		}
		return
	}
	c := store.Contact{ID: kernel.NewUUID(), FirstName: first, LastName: last, DisplayName: name, JobTitle: title, OwnerID: a.OwnerID, TeamID: a.TeamID, DeptID: a.DeptID,
		Version: 1, CreatedAt: now, UpdatedAt: now}
	b.contacts = append(b.contacts, c)
	b.affiliations = append(b.affiliations, store.Affiliation{ID: kernel.NewUUID(), ContactID: c.ID, AccountID: a.ID, Role: title, IsPrimary: true, CreatedAt: now})
	res.Changed = append(res.Changed, "contact_name")
}

// parentOf links an account to the one above it, in the data or in the same file.
func (s *Service) parentOf(ctx context.Context, tx *db.Tx, known *accountBook, a *store.Account, r ImportRow, res *ImportResult) error {
	text := r.get("parent")
	if text == "" || a == nil || res.Action == Refused {
		return nil
	}
	parent := known.find(text)
	switch {
	case parent == nil:
		res.refuse("/parent", crm.ErrReference.Code, "There is no account with this code or name, in the data or in this part of the file.")
		return nil
	case a.ParentID != nil && *a.ParentID == parent.ID:
		return nil
	case parent.ID == a.ID:
		res.refuse("/parent", crm.ErrParentCycle.Code, crm.ErrParentCycle.Message)
		return nil
	}
	for up := parent; up.ParentID != nil; { // within the batch
		next := known.byID[*up.ParentID]
		if next == nil {
			break
		}
		if next.ID == a.ID {
			res.refuse("/parent", crm.ErrParentCycle.Code, crm.ErrParentCycle.Message)
			return nil
		}
		up = next
	}
	if res.Action != Create {
		circle, err := store.WouldCircle(ctx, tx, a.ID, parent.ID)
		if err != nil {
			return err
		}
		if circle {
			res.refuse("/parent", crm.ErrParentCycle.Code, crm.ErrParentCycle.Message)
			return nil
		}
	}
	a.ParentID = &parent.ID
	res.Changed = append(res.Changed, "parent")
	return nil
}
