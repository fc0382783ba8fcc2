package app

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/store"
	"longhouse/platform/authz"
	"longhouse/platform/db"
	"longhouse/platform/kernel"
	"longhouse/platform/page"
)

// SalesQuery is what a report of sales is about.
type SalesQuery struct {
	GroupBy  string // none, year, month, account, product, category, salesperson, ship_country
	Rounding string // lines, exact
	Currency string // the organisation's unless said otherwise
	From, To kernel.Date
	Limit    int
}

// SalesReport adds up the binding orders that the caller may see.
func (s *Service) SalesReport(ctx context.Context, in SalesQuery) (crm.SalesReport, error) {
	scope, err := authz.Scope(ctx, crm.ReadOrders)
	if err != nil {
		return crm.SalesReport{}, err
	}
	accounts, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return crm.SalesReport{}, err
	}
	q := store.SalesQuery{GroupBy: in.GroupBy, Exact: in.Rounding == "exact", Currency: kernel.Currency(in.Currency), From: in.From, To: in.To}
	if q.From.IsZero() {
		q.From = kernel.MustDate("0001-01-02") // the first day of all is how no day is kept
	}
	if q.To.IsZero() {
		q.To = kernel.MustDate("9999-12-31")
	}
	if q.GroupBy == "none" {
		q.GroupBy = ""
	}
	r, err := db.Read(ctx, s.db, func(tx *db.Tx) (crm.SalesReport, error) {
		q := q
		if q.Currency == "" {
			setting, err := store.Setting(ctx, tx)
			if err != nil {
				return crm.SalesReport{}, err
			}
			q.Currency = kernel.Currency(setting.DefaultCurrency)
		}
		if err := store.PreferHashJoins(ctx, tx); err != nil {
			return crm.SalesReport{}, err
		}
		r := crm.SalesReport{Rounding: in.Rounding, GroupBy: in.GroupBy, Currency: string(q.Currency), Groups: []crm.SalesGroup{}}
		groups, err := store.SalesGroups(ctx, tx, scope, q)
		if err != nil {
			return r, err
		}
		all := q
		all.GroupBy = ""
		total := groups
		if q.GroupBy != "" {
			if total, err = wholeOf(ctx, tx, scope, groups, all, q.GroupBy); err != nil {
				return r, err
			}
			r.Groups = salesGroups(groups, in, q.Currency.Decimals())
		}
		if len(total) == 1 {
			r.Total = salesTotal(total[0], q.Currency.Decimals())
		}
		if r.Total.Largest, err = store.LargestOrder(ctx, tx, scope, all); err != nil {
			return r, err
		}
		if r.Other, err = store.OtherCurrencies(ctx, tx, scope, all); err != nil {
			return r, err
		}
		return r, s.groupNames(ctx, tx, accounts, r.GroupBy, r.Groups)
	})
	if in.GroupBy == "salesperson" {
		s.sellerNames(ctx, r.Groups)
	}
	return r, err
}

// wholeOf adds groups up. Where one order falls into several groups, counting
// orders that way would count some twice, so the whole is read anew.
func wholeOf(ctx context.Context, tx *db.Tx, scope page.Scope, groups []store.SalesGroup, all store.SalesQuery, by string) ([]store.SalesGroup, error) {
	if by == "product" || by == "category" {
		return store.SalesGroups(ctx, tx, scope, all)
	}
	if len(groups) == 0 {
		return nil, nil
	}
	var t store.SalesGroup
	for _, g := range groups {
		t.Orders, t.Lines, t.Discounted = t.Orders+g.Orders, t.Lines+g.Lines, t.Discounted+g.Discounted
		t.Quantity, t.Gross, t.Net, t.Freight = t.Quantity.Add(g.Quantity), t.Gross.Add(g.Gross), t.Net.Add(g.Net), t.Freight.Add(g.Freight)
	}
	return []store.SalesGroup{t}, nil
}

func figures(g store.SalesGroup, dp int32) crm.SalesFigures {
	f := crm.SalesFigures{Orders: g.Orders, Lines: g.Lines, DiscountedLines: g.Discounted, Quantity: g.Quantity, Gross: g.Gross.HalfUp(dp), Net: g.Net.HalfUp(dp), Freight: g.Freight.HalfUp(dp)}
	f.Discount = g.Gross.Sub(g.Net).HalfUp(dp) // rounded once, from unrounded operands
	return f
}

func salesTotal(g store.SalesGroup, dp int32) crm.SalesTotal {
	t := crm.SalesTotal{SalesFigures: figures(g, dp)}
	if g.Orders > 0 {
		t.Average = g.Net.Div(kernel.Int(g.Orders)).HalfUp(dp)
	}
	return t
}

func salesGroups(groups []store.SalesGroup, in SalesQuery, dp int32) []crm.SalesGroup {
	slices.SortFunc(groups, func(a, b store.SalesGroup) int {
		if in.GroupBy == "year" || in.GroupBy == "month" {
			return strings.Compare(a.Key, b.Key)
		}
		if c := b.Net.Cmp(a.Net); c != 0 {
			return c
		}
		return strings.Compare(a.Key, b.Key)
	})
	if in.Limit > 0 && len(groups) > in.Limit {
		groups = groups[:in.Limit]
	}
	out := make([]crm.SalesGroup, len(groups))
	for i, g := range groups {
		out[i] = crm.SalesGroup{Key: g.Key, Label: g.Key, SalesFigures: figures(g, dp)}
		if id, err := uuid.Parse(g.Key); err == nil && in.GroupBy != "ship_country" && in.GroupBy != "category" {
			any := kernel.IDOf[any](id)
			out[i].ID = &any
		}
	}
	return out
}

// groupNames labels groups of accounts and products, in one query.
func (s *Service) groupNames(ctx context.Context, tx *db.Tx, accounts page.Scope, by string, groups []crm.SalesGroup) error {
	var ids []uuid.UUID
	for _, g := range groups {
		if g.ID != nil {
			ids = append(ids, g.ID.UUID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	names := map[uuid.UUID]string{}
	switch by {
	case "account":
		found, err := store.AccountNames(ctx, tx, accounts, ids)
		if err != nil {
			return err
		}
		names = found
	case "product":
		found, err := store.SalesItems(ctx, tx, ids)
		if err != nil {
			return err
		}
		for id, i := range found {
			names[id] = i.Name
		}
	}
	for i, g := range groups {
		if g.ID != nil && names[g.ID.UUID] != "" {
			groups[i].Label = names[g.ID.UUID]
		}
	}
	return nil
}

func (s *Service) sellerNames(ctx context.Context, groups []crm.SalesGroup) {
	refs := make([]*crm.Ref, len(groups))
	for i, g := range groups {
		refs[i] = &crm.Ref{}
		if g.ID != nil {
			refs[i].ID = *g.ID
		}
	}
	s.employees(ctx, refs...)
	for i := range groups {
		if refs[i].Name != "" {
			groups[i].Label = refs[i].Name
		}
	}
}

// OrdersReport tells how orders stand, and which accounts never ordered.
func (s *Service) OrdersReport(ctx context.Context) (crm.OrdersReport, error) {
	scope, err := authz.Scope(ctx, crm.ReadOrders)
	if err != nil {
		return crm.OrdersReport{}, err
	}
	accounts, err := optional(ctx, crm.ReadAccounts)
	if err != nil {
		return crm.OrdersReport{}, err
	}
	today := s.today()
	return db.Read(ctx, s.db, func(tx *db.Tx) (crm.OrdersReport, error) {
		if err := store.PreferHashJoins(ctx, tx); err != nil {
			return crm.OrdersReport{}, err
		}
		r, err := store.OrderFigures(ctx, tx, scope, today)
		if err != nil || accounts.Never() {
			return r, err
		}
		r.WithoutOrders, err = store.AccountsWithoutOrders(ctx, tx, accounts)
		return r, err
	})
}
