package store

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
)

// Party is the account or the contact that points and addresses belong to.
type Party struct{ Account, Contact *uuid.UUID }

// PointsOf reads the contact points of parties, primary ones first.
func PointsOf(ctx context.Context, tx *db.Tx, accounts, contacts []uuid.UUID) ([]Point, error) {
	return sqlcgen.New(tx).PointsOf(ctx, sqlcgen.PointsOfParams{Accounts: notNil(accounts), Contacts: notNil(contacts)})
}

func notNil(ids []uuid.UUID) []uuid.UUID {
	if ids == nil {
		return []uuid.UUID{}
	}
	return ids
}

// GetPoint reads a contact point of a party.
func GetPoint(ctx context.Context, tx *db.Tx, p Party, id uuid.UUID) (Point, error) {
	return sqlcgen.New(tx).GetPoint(ctx, sqlcgen.GetPointParams{ID: id, AccountID: p.Account, ContactID: p.Contact})
}

// InsertPoints writes new contact points in one statement.
func InsertPoints(ctx context.Context, tx *db.Tx, rows ...Point) error {
	return insert(ctx, tx, "crm.contact_point",
		[]string{"id", "account_id", "contact_id", "kind", "label", "raw", "norm", "extension", "is_primary", "created_at"}, rows)
}

// UpdatePoint writes what a contact point says.
func UpdatePoint(ctx context.Context, tx *db.Tx, p Point) error {
	return sqlcgen.New(tx).UpdatePoint(ctx, sqlcgen.UpdatePointParams{Raw: p.Raw, Norm: p.Norm, Extension: p.Extension, Label: p.Label, ID: p.ID})
}

// DeletePoint removes a contact point.
func DeletePoint(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	_, err := sqlcgen.New(tx).DeletePoint(ctx, id)
	return err
}

// MakePrimary makes a contact point the party's first of its kind.
func MakePrimary(ctx context.Context, tx *db.Tx, p Party, kind string, id uuid.UUID) error {
	q := sqlcgen.New(tx)
	if err := q.DemotePoints(ctx, sqlcgen.DemotePointsParams{Kind: kind, AccountID: p.Account, ContactID: p.Contact}); err != nil {
		return err
	}
	return q.PromotePoint(ctx, id)
}

// AddressesOf reads the addresses of accounts, primary ones first.
func AddressesOf(ctx context.Context, tx *db.Tx, accounts []uuid.UUID) ([]Address, error) {
	return sqlcgen.New(tx).AddressesOf(ctx, accounts)
}

// GetAddress reads an address of an account.
func GetAddress(ctx context.Context, tx *db.Tx, account, id uuid.UUID) (Address, error) {
	return sqlcgen.New(tx).GetAddress(ctx, sqlcgen.GetAddressParams{ID: id, AccountID: account})
}

// InsertAddresses writes new addresses in one statement.
func InsertAddresses(ctx context.Context, tx *db.Tx, rows ...Address) error {
	return insert(ctx, tx, "crm.address",
		[]string{"id", "account_id", "kind", "lines", "city", "region", "postcode", "country", "is_primary", "created_at"}, rows)
}

// UpdateAddress writes what an address says.
func UpdateAddress(ctx context.Context, tx *db.Tx, a Address) error {
	return sqlcgen.New(tx).UpdateAddress(ctx, sqlcgen.UpdateAddressParams{Kind: a.Kind, Lines: a.Lines, City: a.City, Region: a.Region,
		Postcode: a.Postcode, Country: a.Country, ID: a.ID})
}

// DeleteAddress removes an address.
func DeleteAddress(ctx context.Context, tx *db.Tx, id uuid.UUID) error {
	_, err := sqlcgen.New(tx).DeleteAddress(ctx, id)
	return err
}

// MakePrimaryAddress makes an address the account's first.
func MakePrimaryAddress(ctx context.Context, tx *db.Tx, account, id uuid.UUID) error {
	q := sqlcgen.New(tx)
	if err := q.DemoteAddresses(ctx, account); err != nil {
		return err
	}
	return q.PromoteAddress(ctx, id)
}

// PointView is a contact point as its readers see it.
func PointView(p Point) crm.ContactPoint {
	return crm.ContactPoint{ID: kernel.IDOf[crm.ContactPoint](p.ID), Kind: p.Kind, Label: p.Label, Raw: p.Raw, Norm: p.Norm, Extension: p.Extension, IsPrimary: p.IsPrimary}
}

// AddressView is an address as its readers see it.
func AddressView(a Address) crm.Address {
	return crm.Address{ID: kernel.IDOf[crm.Address](a.ID), Kind: a.Kind, Lines: a.Lines, City: a.City, Region: a.Region, Postcode: a.Postcode, Country: a.Country, IsPrimary: a.IsPrimary}
}
