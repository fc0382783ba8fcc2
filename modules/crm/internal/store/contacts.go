package store

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// ContactList is the truth about lists of contacts.
var ContactList = &page.Spec{
	Columns: map[string]page.Column{
		"name":       {Expr: "c.name_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"last_name":  {Expr: "c.last_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"account_id": {Expr: "f.account_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"owner_id":   {Expr: "c.owner_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"team_id":    {Expr: "c.team_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"email":      {Expr: "c.email", Cast: "text", Ops: page.OneOf},
		"created_at": {Expr: "c.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Own: "c.owner_id", Team: "c.team_id", Dept: "c.dept_id", Tie: "c.id", Default: "name",
	Search: "crm.contact_search", SearchPrefix: "c.name_key", SearchNear: "crm.contact_near",
	Custom: "c.custom", CustomFinds: "crm.contact_custom",
}

// ListedContact is a contact with the account of its live primary affiliation.
type ListedContact struct {
	Contact
	WorksFor *uuid.UUID
}

// ListContacts reads a page of contacts.
func ListContacts(ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request) (page.Page[ListedContact], error) {
	q, err := ContactList.Compile(folded(r), scope)
	if err != nil {
		return page.Page[ListedContact]{}, err
	}
	rows, err := on(q, tx).ListContacts(ctx, q.Max())
	if err != nil {
		return page.Page[ListedContact]{}, err
	}
	p := page.Cut(q, rows, func(r sqlcgen.ListContactsRow) (string, uuid.UUID) { return r.PageKey, r.CrmContact.ID },
		func(r sqlcgen.ListContactsRow) ListedContact { return ListedContact{r.CrmContact, r.WorksFor} })
	p.Total, err = counted(q, func() (int64, error) { return on(q, tx).CountContacts(ctx) })
	return p, err
}

// GetContact reads a contact that the scope reaches.
func GetContact(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Contact, error) {
	return get(ContactList, scope, tx).GetContact(ctx, id)
}

// LockContact reads a contact that the scope reaches, for a change.
func LockContact(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Contact, error) {
	return get(ContactList, scope, tx).LockContact(ctx, id)
}

// ContactNames names the contacts that the scope reaches, and no others.
func ContactNames(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	return told(ctx, scope, ids, get(ContactList, scope, tx).ContactNames, func(r sqlcgen.ContactNamesRow) (uuid.UUID, string) { return r.ID, r.DisplayName })
}

// InsertContacts writes new contacts in one statement.
func InsertContacts(ctx context.Context, tx *db.Tx, rows ...Contact) error {
	return insert(ctx, tx, "crm.contact", []string{"id", "code", "salutation", "first_name", "last_name", "display_name", "job_title", "phone", "email",
		"owner_id", "team_id", "dept_id", "version", "created_at", "updated_at", "custom"}, rows)
}

// SaveContact writes a locked contact back, one version on.
func SaveContact(ctx context.Context, tx *db.Tx, c Contact) error {
	return guarded(sqlcgen.New(tx).UpdateContact(ctx, sqlcgen.UpdateContactParams{
		Code: c.Code, Salutation: c.Salutation, FirstName: c.FirstName, LastName: c.LastName, DisplayName: c.DisplayName, JobTitle: c.JobTitle,
		Phone: c.Phone, Email: c.Email, OwnerID: c.OwnerID, TeamID: c.TeamID, DeptID: c.DeptID, DeletedAt: c.DeletedAt, UpdatedAt: c.UpdatedAt,
		Custom: c.Custom, ID: c.ID, Version: c.Version,
	}))
}

// EraseContact takes back a contact that nobody has touched or used since it was made.
func EraseContact(ctx context.Context, tx *db.Tx, id uuid.UUID) (bool, error) {
	q := sqlcgen.New(tx)
	if used, err := q.ContactReferences(ctx, id); used || err != nil {
		return false, err
	}
	n, err := q.EraseContact(ctx, id)
	return n == 1, err
}

// AffiliationsOf reads for whom contacts work and worked.
func AffiliationsOf(ctx context.Context, tx *db.Tx, contacts []uuid.UUID) ([]Affiliation, error) {
	return sqlcgen.New(tx).AffiliationsOf(ctx, contacts)
}

// GetAffiliation reads an affiliation of a contact.
func GetAffiliation(ctx context.Context, tx *db.Tx, contact, id uuid.UUID) (Affiliation, error) {
	return sqlcgen.New(tx).GetAffiliation(ctx, sqlcgen.GetAffiliationParams{ID: id, ContactID: contact})
}

// InsertAffiliations writes new affiliations in one statement.
func InsertAffiliations(ctx context.Context, tx *db.Tx, rows ...Affiliation) error {
	return insert(ctx, tx, "crm.affiliation", []string{"id", "contact_id", "account_id", "role", "is_primary", "started_on", "ended_on", "created_at"}, rows)
}

// EndAffiliation makes an affiliation a former one.
func EndAffiliation(ctx context.Context, tx *db.Tx, id uuid.UUID, on kernel.Date) error {
	return sqlcgen.New(tx).EndAffiliation(ctx, sqlcgen.EndAffiliationParams{EndedOn: Day(on), ID: id})
}

// SetRole writes what a contact is at an account.
func SetRole(ctx context.Context, tx *db.Tx, id uuid.UUID, role string) error {
	return sqlcgen.New(tx).UpdateAffiliation(ctx, sqlcgen.UpdateAffiliationParams{Role: role, ID: id})
}

// ContactView is a contact as its readers see it; names are filled in by app.
func ContactView(c Contact, worksFor *uuid.UUID) crm.Contact {
	return crm.Contact{
		ID: kernel.IDOf[crm.Contact](c.ID), Code: c.Code, Salutation: c.Salutation, FirstName: c.FirstName, LastName: c.LastName, Name: c.DisplayName,
		JobTitle: c.JobTitle, Email: c.Email, Phone: c.Phone, Account: crm.RefTo(worksFor, ""), Owner: crm.RefTo(c.OwnerID, ""),
		CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, Version: c.Version, Custom: c.Custom,
	}
}

// AffiliationView is an affiliation as its readers see it.
func AffiliationView(f Affiliation) crm.Affiliation {
	return crm.Affiliation{ID: kernel.IDOf[crm.Affiliation](f.ID), Account: crm.RefTo(&f.AccountID, ""), Role: f.Role, IsPrimary: f.IsPrimary,
		StartedOn: DayOf(f.StartedOn), EndedOn: DayOf(f.EndedOn)}
}

// ContactsByCode finds live contacts by code, compared without case.
func ContactsByCode(ctx context.Context, tx *db.Tx, keys []string) ([]Contact, error) {
	return sqlcgen.New(tx).ContactsByCode(ctx, keys)
}

// ContactsByEmail finds live contacts by the keys of their addresses, the oldest first.
func ContactsByEmail(ctx context.Context, tx *db.Tx, keys []string) (map[string]Contact, error) {
	rows, err := sqlcgen.New(tx).ContactsByEmail(ctx, keys)
	out := map[string]Contact{}
	for _, r := range rows {
		if _, ok := out[r.Norm]; !ok {
			out[r.Norm] = r.CrmContact
		}
	}
	return out, err
}

// ContactsByName finds live contacts by whole name, compared without case and accents.
func ContactsByName(ctx context.Context, tx *db.Tx, names []string) ([]Contact, error) {
	return sqlcgen.New(tx).ContactsByName(ctx, names)
}

// ContactsOf reads the live contacts of accounts, by account.
func ContactsOf(ctx context.Context, tx *db.Tx, accounts []uuid.UUID) (map[uuid.UUID][]Contact, error) {
	rows, err := sqlcgen.New(tx).ContactsOfAccounts(ctx, accounts)
	out := map[uuid.UUID][]Contact{}
	for _, r := range rows {
		out[r.AccountID] = append(out[r.AccountID], r.CrmContact)
	}
	return out, err
}
