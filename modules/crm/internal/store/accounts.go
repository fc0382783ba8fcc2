package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// AccountList is the truth about lists of accounts.
var AccountList = &page.Spec{
	Columns: map[string]page.Column{
		"name":       {Expr: "a.name_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"code":       {Expr: "a.code_key", Cast: "text", Ops: page.Prefix, Sort: true},
		"city":       {Expr: "a.city", Cast: "text", Ops: page.OneOf, Sort: true},
		"country":    {Expr: "a.country", Cast: "text", Ops: page.OneOf, Sort: true},
		"industry":   {Expr: "a.industry", Cast: "text", Ops: page.OneOf},
		"lifecycle":  {Expr: "a.lifecycle", Cast: "text", Ops: page.OneOf},
		"owner_id":   {Expr: "a.owner_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"team_id":    {Expr: "a.team_id", Cast: "uuid", Ops: page.OneOf | page.Empty},
		"parent_id":  {Expr: "a.parent_id", Cast: "uuid", Ops: page.OneOf | page.Empty, Tree: &page.Tree{Table: "crm.account", Parent: "parent_id", Of: "a.id"}},
		"created_at": {Expr: "a.created_at", Cast: "timestamptz", Ops: page.Range, Sort: true},
	},
	Own: "a.owner_id", Team: "a.team_id", Dept: "a.dept_id", Tie: "a.id", Default: "name",
	Search: "crm.account_search", SearchPrefix: "a.name_key", SearchNear: "crm.account_near",
	Custom: "a.custom", CustomFinds: "crm.account_custom",
}

// ListAccounts reads a page of accounts.
func ListAccounts(ctx context.Context, tx *db.Tx, scope page.Scope, r page.Request) (page.Page[Account], error) {
	q, err := AccountList.Compile(folded(r), scope)
	if err != nil {
		return page.Page[Account]{}, err
	}
	rows, err := on(q, tx).ListAccounts(ctx, q.Max())
	if err != nil {
		return page.Page[Account]{}, err
	}
	p := page.Cut(q, rows, func(r sqlcgen.ListAccountsRow) (string, uuid.UUID) { return r.PageKey, r.CrmAccount.ID },
		func(r sqlcgen.ListAccountsRow) Account { return r.CrmAccount })
	p.Total, err = counted(q, func() (int64, error) { return on(q, tx).CountAccounts(ctx) })
	return p, err
}

// GetAccount reads an account that the scope reaches.
func GetAccount(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Account, error) {
	row, err := get(AccountList, scope, tx).GetAccount(ctx, id)
	return row.CrmAccount, err
}

// LockAccount reads an account that the scope reaches, for a change.
func LockAccount(ctx context.Context, tx *db.Tx, scope page.Scope, id uuid.UUID) (Account, error) {
	return get(AccountList, scope, tx).LockAccount(ctx, id)
}

// AccountNames names the accounts that the scope reaches, and no others.
func AccountNames(ctx context.Context, tx *db.Tx, scope page.Scope, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	return told(ctx, scope, ids, get(AccountList, scope, tx).AccountNames, func(r sqlcgen.AccountNamesRow) (uuid.UUID, string) { return r.ID, r.Name })
}

var accountColumns = []string{
	"id", "code", "name", "legal_name", "domain", "industry", "lifecycle", "website", "phone", "email", "city", "country", "currency",
	"description", "employees", "parent_id", "owner_id", "team_id", "dept_id", "version", "created_at", "updated_at", "custom",
}

// InsertAccounts writes new accounts in one statement.
func InsertAccounts(ctx context.Context, tx *db.Tx, rows ...Account) error {
	return insert(ctx, tx, "crm.account", accountColumns, rows)
}

// SaveAccount writes a locked account back, one version on.
func SaveAccount(ctx context.Context, tx *db.Tx, a Account) error {
	return guarded(sqlcgen.New(tx).UpdateAccount(ctx, sqlcgen.UpdateAccountParams{
		Code: a.Code, Name: a.Name, LegalName: a.LegalName, Domain: a.Domain, Industry: a.Industry, Lifecycle: a.Lifecycle, Website: a.Website,
		Phone: a.Phone, Email: a.Email, City: a.City, Country: a.Country, Currency: a.Currency, Description: a.Description, Employees: a.Employees,
		ParentID: a.ParentID, OwnerID: a.OwnerID, TeamID: a.TeamID, DeptID: a.DeptID, DeletedAt: a.DeletedAt, UpdatedAt: a.UpdatedAt,
		Custom: a.Custom, ID: a.ID, Version: a.Version,
	}))
}

// WouldCircle says whether parent stands below the account. It holds the tree
// of accounts until the transaction ends, so that two moves cannot close a
// circle together.
func WouldCircle(ctx context.Context, tx *db.Tx, account, parent uuid.UUID) (bool, error) {
	q := sqlcgen.New(tx)
	if err := q.LockAccountTree(ctx); err != nil {
		return false, err
	}
	above, err := q.AccountAncestors(ctx, parent)
	for _, id := range above {
		if id == account {
			return true, err
		}
	}
	return false, err
}

// AccountHangers says whether live records hang on an account.
func AccountHangers(ctx context.Context, tx *db.Tx, id uuid.UUID) (bool, error) {
	return sqlcgen.New(tx).AccountHangers(ctx, id)
}

// EraseAccount takes back an account that nobody has touched or used since it
// was made; it says whether it could.
func EraseAccount(ctx context.Context, tx *db.Tx, id uuid.UUID) (bool, error) {
	q := sqlcgen.New(tx)
	if used, err := q.AccountReferences(ctx, id); used || err != nil {
		return false, err
	}
	n, err := q.EraseAccount(ctx, id)
	return n == 1, err
}

// HandedOver is how much went from one owner to another.
type HandedOver struct{ Deals, Accounts, Contacts int64 }

// HandOver gives open deals, and live accounts and contacts, of one login to another.
func HandOver(ctx context.Context, tx *db.Tx, from, to uuid.UUID, unit *uuid.UUID, at time.Time) (h HandedOver, err error) {
	q := sqlcgen.New(tx)
	if h.Deals, err = q.HandOverDeals(ctx, sqlcgen.HandOverDealsParams{FromOwner: from, ToOwner: to, TeamID: unit, DeptID: unit, Now: at}); err != nil {
		return h, err
	}
	if h.Accounts, err = q.HandOverAccounts(ctx, sqlcgen.HandOverAccountsParams{FromOwner: from, ToOwner: to, TeamID: unit, DeptID: unit, Now: at}); err != nil {
		return h, err
	}
	h.Contacts, err = q.HandOverContacts(ctx, sqlcgen.HandOverContactsParams{FromOwner: from, ToOwner: to, TeamID: unit, DeptID: unit, Now: at})
	return h, err
}

// OpenDeals counts the open deals of accounts that the scope reaches.
func OpenDeals(ctx context.Context, tx *db.Tx, deals page.Scope, accounts []uuid.UUID) (map[uuid.UUID]int64, error) {
	return told(ctx, deals, accounts, get(DealList, deals, tx).OpenDealsOf, func(r sqlcgen.OpenDealsOfRow) (uuid.UUID, int64) { return *r.AccountID, r.N })
}

// OpenOrders counts the open orders of accounts that the scope reaches.
func OpenOrders(ctx context.Context, tx *db.Tx, orders page.Scope, accounts []uuid.UUID) (map[uuid.UUID]int64, error) {
	return told(ctx, orders, accounts, get(OrderList, orders, tx).OpenOrdersOf, func(r sqlcgen.OpenOrdersOfRow) (uuid.UUID, int64) { return r.AccountID, r.N })
}

// AccountView is an account as its readers see it; names are filled in by app.
func AccountView(a Account) crm.Account {
	v := crm.Account{
		ID: kernel.IDOf[crm.Account](a.ID), Code: a.Code, Name: a.Name, LegalName: a.LegalName, Domain: a.Domain, Industry: a.Industry,
		Lifecycle: a.Lifecycle, Phone: a.Phone, Email: a.Email, Website: a.Website, City: a.City, Country: a.Country, Currency: a.Currency,
		Description: a.Description, Parent: crm.RefTo(a.ParentID, ""), Owner: crm.RefTo(a.OwnerID, ""), TeamID: a.TeamID,
		CreatedAt: a.CreatedAt, UpdatedAt: a.UpdatedAt, Version: a.Version, Custom: a.Custom,
	}
	if a.Employees != nil {
		v.Employees = *a.Employees
	}
	return v
}

// AccountsByCode finds live accounts by code, compared without case.
func AccountsByCode(ctx context.Context, tx *db.Tx, keys []string) ([]Account, error) {
	return sqlcgen.New(tx).AccountsByCode(ctx, keys)
}

// AccountsByName finds live accounts by name, compared without case and accents; the oldest first.
func AccountsByName(ctx context.Context, tx *db.Tx, names []string) ([]Account, error) {
	return sqlcgen.New(tx).AccountsByName(ctx, names)
}
