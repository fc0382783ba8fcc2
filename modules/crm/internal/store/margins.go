package store

import (
	"context"

	"github.com/google/uuid"

	"longhouse/modules/crm"
	"longhouse/modules/crm/internal/domain"
	"longhouse/modules/crm/internal/store/sqlcgen"
	"longhouse/platform/db"
	"longhouse/platform/page"
)

// Sees says whether the caller may read the margin of a deal that they stand to like that.
type Sees func(page.Relation) bool

// reveal is the one place where fields of the class margin are let through.
func (sees Sees) reveal(v crm.Deal, row sqlcgen.CrmDeal, relation string) crm.Deal {
	if !sees(page.ParseRelation(relation)) {
		v.Hidden = []string{"margin"}
		return v
	}
	v.Cost = row.Cost
	v.Margin, v.MarginPercent = domain.Margin(v.Amount, row.Cost)
	return v
}

// Relations says how the scope's person stands to deals as they are given, be
// they written or not, in their order.
func Relations(ctx context.Context, tx *db.Tx, scope page.Scope, deals ...domain.Deal) ([]page.Relation, error) {
	p := sqlcgen.DealRelationsParams{Nobody: uuid.Nil}
	for i, d := range deals {
		p.Owners, p.Teams, p.Depts = append(p.Owners, orNobody(d.Owner)), append(p.Teams, orNobody(d.Team)), append(p.Depts, orNobody(d.Dept))
		p.Places = append(p.Places, int32(i))
	}
	words, err := get(DealList, scope, tx).DealRelations(ctx, p)
	out := make([]page.Relation, len(words))
	for i, w := range words {
		out[i] = page.ParseRelation(w)
	}
	return out, err
}

func orNobody(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}
