package app

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/db"
	"longhouse/platform/fault"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// PointInput is a way to reach a party.
type PointInput struct {
	Kind      string `json:"kind" enum:"email,phone,fax,url,social"`
	Label     string `json:"label,omitempty" maxLength:"60"`
	Value     string `json:"value" minLength:"1" maxLength:"300" doc:"As it is written; it is never refused for its form"`
	IsPrimary bool   `json:"is_primary,omitempty"`
}

// AddressInput is where a party is.
type AddressInput struct {
	Kind      string `json:"kind,omitempty" enum:"billing,shipping,office,home" default:"billing"`
	Lines     string `json:"lines,omitempty" maxLength:"500"`
	City      string `json:"city,omitempty" maxLength:"100"`
	Region    string `json:"region,omitempty" maxLength:"100"`
	Postcode  string `json:"postcode,omitempty" maxLength:"20"`
	Country   string `json:"country,omitempty" maxLength:"100"`
	IsPrimary bool   `json:"is_primary,omitempty"`
}

// parts makes the contact points and addresses of a new account, and copies
// the primary ones onto it.
func (in AccountInput) parts(a *store.Account) ([]store.Point, []store.Address) {
	var addresses []store.Address
	primary := 0
	for i, given := range in.Addresses {
		if given.IsPrimary {
			primary = i
		}
	}
	for i, given := range in.Addresses {
		ad := addressRow(a.ID, given, a.CreatedAt)
		if ad.IsPrimary = i == primary; ad.IsPrimary {
			a.City, a.Country = ad.City, ad.Country
		}
		addresses = append(addresses, ad)
	}
	points := newPoints(store.Party{Account: &a.ID}, in.Phone, in.Email, in.ContactPoints, a.Country, a.CreatedAt)
	a.Phone, a.Email = primaries(points)
	if a.Website != "" {
		points = append(points, pointRow(store.Party{Account: &a.ID}, domain.NewPoint("url", "", a.Website, ""), !hasPrimary(points, "url"), a.CreatedAt))
	}
	return points, addresses
}

// newPoints makes the contact points of a new party: the plain phone and
// address first, so that they are primary, each key once.
func newPoints(party store.Party, phone, email *string, more []PointInput, country string, now time.Time) []store.Point {
	var given []PointInput
	if phone != nil && *phone != "" {
		given = append(given, PointInput{Kind: "phone", Value: *phone})
	}
	if email != nil && *email != "" {
		given = append(given, PointInput{Kind: "email", Value: *email})
	}
	for _, p := range more {
		if p.IsPrimary {
			given = append(given, p)
		}
	}
	for _, p := range more {
		if !p.IsPrimary {
			given = append(given, p)
		}
	}
	var out []store.Point
	type key struct{ kind, norm, ext string }
	seen := map[key]bool{}
	for _, g := range given {
		p := domain.NewPoint(g.Kind, g.Label, g.Value, country)
		k := key{p.Kind, p.Norm, p.Extension}
		if p.Raw == "" || p.Norm != "" && seen[k] {
			continue
		}
		seen[k] = true
		out = append(out, pointRow(party, p, !hasPrimary(out, p.Kind), now))
	}
	return out
}

func hasPrimary(points []store.Point, kind string) bool {
	for _, p := range points {
		if p.Kind == kind && p.IsPrimary {
			return true
		}
	}
	return false
}

func pointRow(party store.Party, p domain.Point, primary bool, now time.Time) store.Point {
	return store.Point{ID: kernel.NewUUID(), AccountID: party.Account, ContactID: party.Contact, Kind: p.Kind, Label: p.Label, Raw: p.Raw, Norm: p.Norm,
		Extension: p.Extension, IsPrimary: primary, CreatedAt: now}
}

func addressRow(account uuid.UUID, in AddressInput, now time.Time) store.Address {
	if in.Kind == "" {
		in.Kind = "billing"
	}
	return store.Address{ID: kernel.NewUUID(), AccountID: account, Kind: in.Kind, Lines: in.Lines, City: in.City, Region: in.Region, Postcode: in.Postcode,
		Country: in.Country, IsPrimary: in.IsPrimary, CreatedAt: now}
}

// primaries are the first phone and the first address, as they were typed.
func primaries(points []store.Point) (phone, email string) {
	for _, p := range points {
		if p.IsPrimary && p.Kind == "phone" {
			phone = p.Raw
		}
		if p.IsPrimary && p.Kind == "email" {
			email = p.Raw
		}
	}
	return phone, email
}

// accountCopies refreshes what an account repeats of its parts.
func accountCopies(ctx context.Context, tx *db.Tx, a *store.Account) error {
	var points []store.Point
	var addresses []store.Address
	err := db.Together(ctx, tx,
		func(tx *db.Tx) (err error) { points, err = store.PointsOf(ctx, tx, []uuid.UUID{a.ID}, nil); return err },
		func(tx *db.Tx) (err error) {
			addresses, err = store.AddressesOf(ctx, tx, []uuid.UUID{a.ID})
			return err
		},
	)
	a.Phone, a.Email = primaries(points)
	a.City, a.Country = "", ""
	for _, ad := range addresses {
		if ad.IsPrimary {
			a.City, a.Country = ad.City, ad.Country
		}
	}
	return err
}

// replacePrimary makes a text the party's first point of a kind; an empty text
// removes the first one, and the oldest left takes its place.
func replacePrimary(ctx context.Context, tx *db.Tx, party store.Party, kind string, given *string, country string, now time.Time) error {
	if given == nil {
		return nil
	}
	points, err := pointsOf(ctx, tx, party, kind)
	if err != nil {
		return err
	}
	p := domain.NewPoint(kind, "", *given, country)
	switch {
	case p.Raw == "" && len(points) == 0:
		return nil
	case p.Raw == "":
		return dropPoint(ctx, tx, party, points[0])
	}
	for _, have := range points {
		if have.Raw == p.Raw || p.Norm != "" && have.Norm == p.Norm && have.Extension == p.Extension {
			have.Raw = p.Raw
			if err := store.UpdatePoint(ctx, tx, have); err != nil || have.IsPrimary {
				return err
			}
			return store.MakePrimary(ctx, tx, party, kind, have.ID)
		}
	}
	if len(points) > 0 && points[0].IsPrimary {
		old := points[0]
		old.Raw, old.Norm, old.Extension = p.Raw, p.Norm, p.Extension
		return store.UpdatePoint(ctx, tx, old)
	}
	return store.InsertPoints(ctx, tx, pointRow(party, p, true, now))
}

func pointsOf(ctx context.Context, tx *db.Tx, party store.Party, kind string) ([]store.Point, error) {
	var accounts, contacts []uuid.UUID
	if party.Account != nil {
		accounts = []uuid.UUID{*party.Account}
	} else {
		contacts = []uuid.UUID{*party.Contact}
	}
	all, err := store.PointsOf(ctx, tx, accounts, contacts)
	var out []store.Point
	for _, p := range all {
		if p.Kind == kind {
			out = append(out, p)
		}
	}
	return out, err
}

// dropPoint removes a point; when it was primary, the oldest left becomes it.
func dropPoint(ctx context.Context, tx *db.Tx, party store.Party, p store.Point) error {
	if err := store.DeletePoint(ctx, tx, p.ID); err != nil || !p.IsPrimary {
		return err
	}
	left, err := pointsOf(ctx, tx, party, p.Kind)
	if err != nil || len(left) == 0 {
		return err
	}
	return store.MakePrimary(ctx, tx, party, p.Kind, left[0].ID)
}

// addPoint adds a point; the first of its kind is primary.
func addPoint(ctx context.Context, tx *db.Tx, party store.Party, in PointInput, country string, now time.Time) error {
	p := domain.NewPoint(in.Kind, in.Label, in.Value, country)
	if p.Raw == "" {
		return fault.ErrInvalid.Field("/value", "required", "Say how to reach them.")
	}
	have, err := pointsOf(ctx, tx, party, in.Kind)
	if err != nil {
		return err
	}
	row := pointRow(party, p, len(have) == 0, now)
	if err := store.InsertPoints(ctx, tx, row); err != nil {
		return err
	}
	if in.IsPrimary && len(have) > 0 {
		return store.MakePrimary(ctx, tx, party, in.Kind, row.ID)
	}
	return nil
}

// changeAccount is the frame of changes to an account's parts: they raise its version.
func (s *Service) changeAccount(ctx context.Context, id crm.AccountID, version int64, change func(tx *db.Tx, a *store.Account, now time.Time) error) (crm.Account, error) {
	acting, reading, err := scopes(ctx, crm.UpdateAccounts, crm.ReadAccounts)
	if err != nil {
		return crm.Account{}, err
	}
	now := s.clock.Now()
	v, err := db.Write(ctx, s.db, func(tx *db.Tx) (crm.Account, error) {
		a, err := reach(acting, reading, func(scope page.Scope) (store.Account, error) { return store.LockAccount(ctx, tx, scope, id.UUID) })
		if err != nil {
			return crm.Account{}, err
		}
		if err := current(a.Version, version); err != nil {
			return crm.Account{}, err
		}
		if err := change(tx, &a, now); err != nil {
			return crm.Account{}, err
		}
		if err := accountCopies(ctx, tx, &a); err != nil {
			return crm.Account{}, err
		}
		a.UpdatedAt = now
		if err := store.SaveAccount(ctx, tx, a); err != nil {
			return crm.Account{}, err
		}
		a.Version++
		return accountDetail(ctx, tx, reading, a)
	})
	return s.named(ctx, v, err)
}

// AddAccountPoint adds a way to reach an account.
func (s *Service) AddAccountPoint(ctx context.Context, id crm.AccountID, version int64, in PointInput) (crm.Account, error) {
	return s.changeAccount(ctx, id, version, func(tx *db.Tx, a *store.Account, now time.Time) error {
		return addPoint(ctx, tx, store.Party{Account: &a.ID}, in, a.Country, now)
	})
}

// DropAccountPoint removes a way to reach an account.
func (s *Service) DropAccountPoint(ctx context.Context, id crm.AccountID, version int64, point crm.ContactPointID) (crm.Account, error) {
	return s.changeAccount(ctx, id, version, func(tx *db.Tx, a *store.Account, _ time.Time) error {
		party := store.Party{Account: &a.ID}
		p, err := store.GetPoint(ctx, tx, party, point.UUID)
		if err != nil {
			return err
		}
		return dropPoint(ctx, tx, party, p)
	})
}

// AddAddress adds an address; the first one is primary.
func (s *Service) AddAddress(ctx context.Context, id crm.AccountID, version int64, in AddressInput) (crm.Account, error) {
	return s.changeAccount(ctx, id, version, func(tx *db.Tx, a *store.Account, now time.Time) error {
		have, err := store.AddressesOf(ctx, tx, []uuid.UUID{a.ID})
		if err != nil {
			return err
		}
		row := addressRow(a.ID, in, now)
		row.IsPrimary = len(have) == 0
		if err := store.InsertAddresses(ctx, tx, row); err != nil {
			return err
		}
		if in.IsPrimary && len(have) > 0 {
			return store.MakePrimaryAddress(ctx, tx, a.ID, row.ID)
		}
		return nil
	})
}

// ChangeAddress writes an address over.
func (s *Service) ChangeAddress(ctx context.Context, id crm.AccountID, version int64, address crm.AddressID, in AddressInput) (crm.Account, error) {
	return s.changeAccount(ctx, id, version, func(tx *db.Tx, a *store.Account, now time.Time) error {
		old, err := store.GetAddress(ctx, tx, a.ID, address.UUID)
		if err != nil {
			return err
		}
		row := addressRow(a.ID, in, now)
		row.ID = old.ID
		if err := store.UpdateAddress(ctx, tx, row); err != nil || !in.IsPrimary || old.IsPrimary {
			return err
		}
		return store.MakePrimaryAddress(ctx, tx, a.ID, old.ID)
	})
}

// DropAddress removes an address; the oldest left becomes primary.
func (s *Service) DropAddress(ctx context.Context, id crm.AccountID, version int64, address crm.AddressID) (crm.Account, error) {
	return s.changeAccount(ctx, id, version, func(tx *db.Tx, a *store.Account, _ time.Time) error {
		old, err := store.GetAddress(ctx, tx, a.ID, address.UUID)
		if err != nil {
			return err
		}
		if err := store.DeleteAddress(ctx, tx, old.ID); err != nil || !old.IsPrimary {
			return err
		}
		left, err := store.AddressesOf(ctx, tx, []uuid.UUID{a.ID})
		if err != nil || len(left) == 0 {
			return err
		}
		return store.MakePrimaryAddress(ctx, tx, a.ID, left[0].ID)
	})
}
